"""The measures, all of them counts over one list of judgements.

*Pairing.* Within an article, predicted pieces and gold spans are paired one to one, best first, where their
intersection over union is at least 0.8.

*Detection.* Wanted are the gold spans that are attributed; right are those of them that are paired. A
prediction that is paired with an unattributed span (a title, scare quotes) is wrong if it names a speaker, and
one that is paired with nothing is wrong. Predictions that are paired with an ignored span, or lie at least half
inside ignored spans, count neither way.

*Attribution.* The share of the wanted spans with a source whose prediction has a right mention
(`quotes.evaluate.sources`). A missed span is wrong.

*End to end.* A claim is a prediction that names a speaker or a mention; it is right if it is paired with a
wanted span and its mention is right. Recall is over the wanted spans with a source, precision over the claims
without those on spans whose source the gold does not mark. So a speaker for a scare quote counts against
precision, and a quotation left without a speaker against recall only.

*Identity.* Over the wanted spans whose speaker the gold names: exact, or partial where one side gives only the
last name. The score is exact plus half of partial. A missed span is wrong.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain

from quotes.evaluate.gold import GoldArticle, GoldQuotation, Position, PredictedQuotation, trimmed
from quotes.evaluate.names import Agreement, compare
from quotes.evaluate.sources import SourceType, count_words, mention_is_right
from quotes.models import Span

# As the rivals were measured: annotators differ by a word at the ends of a span, not by a fifth of it.
MIN_OVERLAP = 0.8
DEAD_SHARE = 0.5  # of a prediction, inside ignored spans
LONG = 5  # words; shorter spans are often terms and titles
BINS = 10  # of confidence


class Outcome(StrEnum):
    """What became of a gold span, or of a prediction that no gold span asked for."""

    RIGHT = "right"
    WRONG_SPEAKER = "wrong speaker"
    NO_SPEAKER = "no speaker"
    MISSED = "missed"
    NOT_JUDGED = "not judged"  # the gold marks no source
    SCARE_QUOTE = "speaker for an unattributed span"
    NOT_GOLD = "not a gold span"


_WITH_SOURCE = frozenset({Outcome.RIGHT, Outcome.WRONG_SPEAKER, Outcome.NO_SPEAKER, Outcome.MISSED})
_WANTED = _WITH_SOURCE | {Outcome.NOT_JUDGED}
_SPURIOUS = frozenset({Outcome.SCARE_QUOTE, Outcome.NOT_GOLD})
_ERRORS = frozenset(Outcome) - {Outcome.RIGHT, Outcome.NOT_JUDGED}


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a predicted quotation, trimmed."""

    span: Span
    quotation: PredictedQuotation

    @property
    def is_claim(self) -> bool:
        """Tell whether the tool says who spoke."""
        return self.quotation.mention is not None or bool(self.quotation.speaker)


@dataclass(frozen=True, slots=True)
class Judgement:
    """One gold span, one predicted piece, or a pair of them, and what became of it.

    `words` counts the gold span's words, or the piece's if no wanted span is behind it. `name` is None where
    the gold names nobody.
    """

    article: GoldArticle
    outcome: Outcome
    words: int
    gold: GoldQuotation | None = None
    piece: Piece | None = None
    name: Agreement | None = None

    @property
    def is_claim(self) -> bool:
        """Tell whether the tool says who spoke."""
        return self.piece is not None and self.piece.is_claim


@dataclass(frozen=True, slots=True)
class Score:
    """Precision, recall and F1, from counts. A share of nothing is 0.

    >>> Score(right=3, claimed=4, wanted=6)
    Score(right=3, claimed=4, wanted=6)
    >>> Score(right=3, claimed=4, wanted=6).f1
    0.6
    """

    right: int
    claimed: int
    wanted: int

    @property
    def precision(self) -> float:
        """Return the share of the claims that are right."""
        return _share(self.right, self.claimed)

    @property
    def recall(self) -> float:
        """Return the share of the wanted that was found."""
        return _share(self.right, self.wanted)

    @property
    def f1(self) -> float:
        """Return the harmonic mean of precision and recall."""
        return _share(2 * self.precision * self.recall, self.precision + self.recall)


@dataclass(frozen=True, slots=True)
class Identity:
    """How many of the spans whose speaker is known got the name."""

    named: int
    exact: int
    partial: int

    @property
    def score(self) -> float:
        """Return the exact share and half of the partial share."""
        return _share(self.exact, self.named) + _share(self.partial, self.named) / 2


@dataclass(frozen=True, slots=True)
class Group:
    """The spans with a source that have something in common, for example a pronoun as source."""

    aspect: str
    value: str
    found: int
    score: Score


@dataclass(frozen=True, slots=True)
class Tally:
    """The claims that one rule made, or that share a range of confidence; `confidence` is their mean."""

    label: str
    claims: int
    right: int
    confidence: float

    @property
    def precision(self) -> float:
        """Return the share of the claims that are right."""
        return _share(self.right, self.claims)


@dataclass(frozen=True, slots=True)
class Evaluation:
    """All judgements, in the order of the gold, and the figures that follow from them."""

    articles: int
    without_prediction: int
    judgements: tuple[Judgement, ...]

    def detection(self, min_words: int = 0) -> Score:
        """Return how well spans of at least `min_words` words are found."""
        wanted = [each for each in self._of(_WANTED) if each.words >= min_words]
        spurious = [each for each in self._of(_SPURIOUS) if each.words >= min_words]
        found = sum(each.piece is not None for each in wanted)
        return Score(found, found + len(spurious), len(wanted))

    def end_to_end(self, min_words: int = 0) -> Score:
        """Return how well spans of at least `min_words` words are found together with their source mention."""
        wanted = [each for each in self._of(_WITH_SOURCE) if each.words >= min_words]
        claims = [each for each in self.claims() if each.words >= min_words]
        return Score(sum(each.outcome is Outcome.RIGHT for each in wanted), len(claims), len(wanted))

    def attribution(self) -> Score:
        """Return how many source mentions are right: `recall` is the accuracy, `precision` that of found spans."""
        wanted = list(self._of(_WITH_SOURCE))
        found = sum(each.piece is not None for each in wanted)
        return Score(sum(each.outcome is Outcome.RIGHT for each in wanted), found, len(wanted))

    def identity(self) -> Identity:
        """Return how many names are right."""
        names = Counter(each.name for each in self.judgements if each.name is not None)
        return Identity(names.total(), names[Agreement.EXACT], names[Agreement.PARTIAL])

    def claims(self) -> Iterator[Judgement]:
        """Yield the judgements of predictions that name a speaker and can be judged."""
        return (each for each in self._of(_WITH_SOURCE | _SPURIOUS) if each.is_claim)

    def causes(self) -> dict[Outcome, int]:
        """Return how many claims are wrong, by what is wrong with them."""
        counts = Counter(each.outcome for each in self.claims())
        return {outcome: counts[outcome] for outcome in Outcome if counts[outcome] and outcome is not Outcome.RIGHT}

    def groups(self) -> tuple[Group, ...]:
        """Return the end-to-end figures by source type, kind, position and length, over claims that are paired."""
        return tuple(_group(aspect, value, list(self._of(_WITH_SOURCE))) for aspect, value in _GROUPS)

    def rules(self) -> tuple[Tally, ...]:
        """Return a tally for each rule that made a claim, the busiest first."""
        tallies = _tallies(self.claims(), lambda piece: piece.quotation.rule or "(none)")
        return tuple(sorted(tallies, key=lambda tally: (-tally.claims, tally.label)))

    def calibration(self) -> tuple[Tally, ...]:
        """Return a tally for each tenth of confidence in which claims were made, from low to high."""
        return tuple(sorted(_tallies(self.claims(), _bin), key=lambda tally: tally.label))

    def _of(self, outcomes: frozenset[Outcome]) -> Iterator[Judgement]:
        return (each for each in self.judgements if each.outcome in outcomes)


@dataclass(frozen=True, slots=True)
class Error:
    """One thing that is wrong, for reading. `at` is the span in the article `id`; texts are slices of it."""

    id: str
    error: str
    quote: str
    at: Span
    gold_source: str | None
    source_type: str | None
    position: str | None
    mention: str | None
    speaker: str | None
    rule: str | None
    confidence: float | None


def evaluate(gold: Sequence[GoldArticle], predictions: Mapping[str, Sequence[PredictedQuotation]]) -> Evaluation:
    """Return the judgements of all predictions; `predictions` are by the key of the article."""
    return Evaluation(
        articles=len(gold),
        without_prediction=sum(each.article.key not in predictions for each in gold),
        judgements=tuple(chain.from_iterable(judge(each, predictions.get(each.article.key, ())) for each in gold)),
    )


def errors(evaluation: Evaluation) -> tuple[Error, ...]:
    """Return everything that is wrong, article by article: wanted spans first, then what nobody asked for."""
    return tuple(_error(each) for each in evaluation.judgements if each.outcome in _ERRORS)


# ---------------------------------------------------------------- judging


def judge(gold: GoldArticle, predictions: Sequence[PredictedQuotation]) -> tuple[Judgement, ...]:
    """Return the judgements of one article: its wanted spans in order, then predictions that are not wanted."""
    text = gold.article.text
    all_pieces = (Piece(trimmed(text, span), quotation) for quotation in predictions for span in quotation.pieces)
    pieces = tuple(piece for piece in all_pieces if len(piece.span))
    paired = pair([quotation.span for quotation in gold.quotations], [piece.span for piece in pieces])
    wanted = (
        _judge_wanted(gold, quotation, pieces[paired[place]] if place in paired else None)
        for place, quotation in enumerate(gold.quotations)
        if quotation.attributed and not quotation.ignore and count_words(quotation.span.of(text))
    )
    partners = {piece: gold.quotations[quotation] for quotation, piece in paired.items()}
    others = (_judge_other(gold, piece, partners.get(place)) for place, piece in enumerate(pieces))
    return (*wanted, *(judgement for judgement in others if judgement))


def pair(gold: Sequence[Span], found: Sequence[Span]) -> dict[int, int]:
    """Return which of `found` belongs to which of `gold`, by index: one to one, the best overlap first.

    >>> pair([Span(0, 10), Span(20, 30)], [Span(21, 30), Span(0, 9), Span(0, 10)])
    {0: 2, 1: 0}
    """
    candidates = sorted(
        (-share, here, there)
        for here, wanted in enumerate(gold)
        for there, other in enumerate(found)
        if (share := _overlap(wanted, other)) >= MIN_OVERLAP
    )
    paired: dict[int, int] = {}
    taken: set[int] = set()
    for _, here, there in candidates:
        if here not in paired and there not in taken:
            paired[here] = there
            taken.add(there)
    return paired


def _overlap(one: Span, other: Span) -> float:
    """Return intersection over union, in code points."""
    union = max(one.end, other.end) - min(one.start, other.start)
    return _share(_common(one, other), union) if one.overlaps(other) else 0.0


def _common(one: Span, other: Span) -> int:
    """Return how many code points both cover."""
    return max(0, min(one.end, other.end) - max(one.start, other.start))


def _judge_wanted(gold: GoldArticle, quotation: GoldQuotation, piece: Piece | None) -> Judgement:
    text = gold.article.text
    name = piece.quotation.speaker if piece else None
    return Judgement(
        article=gold,
        outcome=_outcome(text, quotation, piece),
        words=count_words(quotation.span.of(text)),
        gold=quotation,
        piece=piece,
        name=compare(name, quotation.speakers, person=quotation.person) if quotation.speakers else None,
    )


def _outcome(text: str, quotation: GoldQuotation, piece: Piece | None) -> Outcome:
    """Return what became of a wanted span."""
    if not quotation.source:
        return Outcome.NOT_JUDGED
    if piece is None:
        return Outcome.MISSED
    if mention_is_right(text, quotation.source, piece.quotation.mention):
        return Outcome.RIGHT
    return Outcome.WRONG_SPEAKER if piece.is_claim else Outcome.NO_SPEAKER


def _judge_other(gold: GoldArticle, piece: Piece, partner: GoldQuotation | None) -> Judgement | None:
    """Return the judgement of a prediction that nobody asked for; None if it is wanted or counts neither way."""
    words = count_words(piece.span.of(gold.article.text))
    if partner is None:
        dead = sum(_common(piece.span, quotation.span) for quotation in gold.quotations if quotation.ignore)
        counts = dead < DEAD_SHARE * len(piece.span)
        return Judgement(gold, Outcome.NOT_GOLD, words, piece=piece) if counts else None
    if partner.attributed or partner.ignore or not piece.is_claim:
        return None
    return Judgement(gold, Outcome.SCARE_QUOTE, words, gold=partner, piece=piece)


# ---------------------------------------------------------------- counting


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 0.0


_ASPECTS: Mapping[str, Callable[[GoldQuotation, int], str | None]] = {
    "type": lambda gold, _: gold.source_type,
    "kind": lambda gold, _: gold.kind,
    "position": lambda gold, _: gold.position,
    "words": lambda _, words: f">={LONG}" if words >= LONG else f"<{LONG}",
}
_GROUPS = (
    *(("type", kind.value) for kind in SourceType if kind is not SourceType.NONE),
    ("kind", "direct"),
    ("kind", "mixed"),
    *(("position", position.value) for position in Position if position is not Position.NONE),
    ("words", f"<{LONG}"),
    ("words", f">={LONG}"),
)


def _group(aspect: str, value: str, judgements: Iterable[Judgement]) -> Group:
    group = [each for each in judgements if each.gold and _ASPECTS[aspect](each.gold, each.words) == value]
    right = sum(each.outcome is Outcome.RIGHT for each in group)
    claims = sum(each.is_claim for each in group)
    return Group(aspect, value, sum(each.piece is not None for each in group), Score(right, claims, len(group)))


def _bin(piece: Piece) -> str:
    """Return the tenth that a confidence lies in; 1 belongs to the last."""
    low = min(int(piece.quotation.confidence * BINS), BINS - 1)
    return f"{low / BINS:.1f} to {(low + 1) / BINS:.1f}"


def _tallies(claims: Iterable[Judgement], label: Callable[[Piece], str]) -> Iterator[Tally]:
    """Yield a tally of the claims for each label."""
    members: dict[str, list[tuple[Piece, bool]]] = defaultdict(list)
    for each in claims:
        if each.piece is not None:
            members[label(each.piece)].append((each.piece, each.outcome is Outcome.RIGHT))
    for name, group in members.items():
        confidence = sum(piece.quotation.confidence for piece, _ in group)
        yield Tally(name, len(group), sum(right for _, right in group), confidence / len(group))


def _error(judgement: Judgement) -> Error:
    text, gold, piece = judgement.article.article.text, judgement.gold, judgement.piece
    at = _place(judgement)
    quotation = piece.quotation if piece else None
    return Error(
        id=judgement.article.article.key,
        error=judgement.outcome,
        quote=at.of(text),
        at=at,
        gold_source=" ".join(part.of(text) for part in gold.source) if gold else None,
        source_type=gold.source_type if gold else None,
        position=gold.position if gold and gold.attributed else None,
        mention=quotation.mention.of(text) if quotation and quotation.mention is not None else None,
        speaker=quotation.speaker if quotation else None,
        rule=quotation.rule if quotation else None,
        confidence=quotation.confidence if quotation else None,
    )


def _place(judgement: Judgement) -> Span:
    """Return the gold span, or the predicted one where there is none."""
    if judgement.gold is not None:
        return judgement.gold.span
    assert judgement.piece is not None  # noqa: S101  (a judgement has one of them)
    return judgement.piece.span
