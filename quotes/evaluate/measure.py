"""The measures, all of them counts over one list of judgements (`quotes.evaluate.judging`).

*Detection.* Wanted are the gold spans that are attributed; right are those of them that are paired. A
prediction that is paired with an unattributed span (a title, scare quotes) is wrong if it names a speaker, and
one that is paired with nothing is wrong.

*Attribution.* The share of the wanted spans with a source whose prediction has a right mention
(`quotes.evaluate.sources`). A missed span is wrong.

*End to end.* A claim is a prediction that names a speaker or a mention; it is right if it is paired with a
wanted span and its mention is right. Recall is over the wanted spans with a source, precision over the claims
without those on spans whose source the gold does not mark. So a speaker for a scare quote counts against
precision, and a quotation left without a speaker against recall only.

*Identity.* Over the wanted spans whose speaker the gold names: exact, or partial where one side gives only the
last name. The score is exact plus half of partial. A missed span is wrong.

*Confidence.* Over the claims that can be judged: of those with a confidence near 0.9, nine in ten should be right.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from quotes.evaluate.figures import Group, Identity, Score, Tally
from quotes.evaluate.gold import GoldArticle, GoldQuotation, Position, PredictedQuotation
from quotes.evaluate.judging import ERRORS, SPURIOUS, WANTED, WITH_SOURCE, Judgement, Outcome, Piece, judge
from quotes.evaluate.names import Agreement
from quotes.evaluate.sources import SourceType
from quotes.models import Span

LONG = 5  # words; shorter spans are often terms and titles
BINS = 20  # of confidence: rules differ by some hundredths
SURE = 0.9  # from here on, a claim is meant to be taken as it is


@dataclass(frozen=True, slots=True)
class Evaluation:
    """All judgements, in the order of the gold, and the figures that follow from them."""

    articles: int
    without_prediction: int
    judgements: tuple[Judgement, ...]

    def detection(self, min_words: int = 0) -> Score:
        """Return how well spans of at least `min_words` words are found."""
        wanted = [each for each in self._of(WANTED) if each.words >= min_words]
        spurious = [each for each in self._of(SPURIOUS) if each.words >= min_words]
        found = sum(each.piece is not None for each in wanted)
        return Score(found, found + len(spurious), len(wanted))

    def end_to_end(self, min_words: int = 0) -> Score:
        """Return how well spans of at least `min_words` words are found together with their source mention."""
        wanted = [each for each in self._of(WITH_SOURCE) if each.words >= min_words]
        claims = [each for each in self.claims() if each.words >= min_words]
        return Score(sum(each.outcome is Outcome.RIGHT for each in wanted), len(claims), len(wanted))

    def attribution(self) -> Score:
        """Return how many source mentions are right: `recall` is the accuracy, `precision` that of found spans."""
        wanted = list(self._of(WITH_SOURCE))
        found = sum(each.piece is not None for each in wanted)
        return Score(sum(each.outcome is Outcome.RIGHT for each in wanted), found, len(wanted))

    def identity(self) -> Identity:
        """Return how many names are right."""
        known = [each for each in self.judgements if each.name is not None]
        fates = Counter(each.name for each in known if each.speaker)
        return Identity(
            named=len(known),
            exact=fates[Agreement.EXACT],
            partial=fates[Agreement.PARTIAL],
            wrong=fates[Agreement.WRONG],
            open=sum(each.piece is not None and not each.speaker for each in known),
            missed=sum(each.piece is None for each in known),
        )

    def claims(self) -> Iterator[Judgement]:
        """Yield the judgements of predictions that name a speaker and can be judged."""
        return (each for each in self._of(WITH_SOURCE | SPURIOUS) if each.is_claim)

    def causes(self) -> dict[Outcome, int]:
        """Return how many claims are wrong, by what is wrong with them."""
        counts = Counter(each.outcome for each in self.claims())
        return {outcome: counts[outcome] for outcome in Outcome if counts[outcome] and outcome is not Outcome.RIGHT}

    def groups(self) -> tuple[Group, ...]:
        """Return the end-to-end figures by source type, kind, position and length, over claims that are paired."""
        return tuple(_group(aspect, value, list(self._of(WITH_SOURCE))) for aspect, value in _GROUPS)

    def rules(self) -> tuple[Tally, ...]:
        """Return a tally for each rule that made a claim, the busiest first."""
        tallies = _tallies(self.claims(), lambda piece: piece.quotation.rule or "(none)")
        return tuple(sorted(tallies, key=lambda tally: (-tally.claims, tally.label)))

    def calibration(self) -> tuple[Tally, ...]:
        """Return a tally for each twentieth of confidence in which claims were made, from low to high."""
        return tuple(sorted(_tallies(self.claims(), _bin), key=lambda tally: tally.label))

    def sure(self, confidence: float = SURE) -> Tally:
        """Return the claims that are at least so sure."""
        tallies = list(_tallies(self.claims(), lambda piece: str(piece.quotation.confidence >= confidence)))
        label = f">= {confidence:.2f}"
        return next((replace(tally, label=label) for tally in tallies if tally.label == "True"), Tally(label, 0, 0, 0))

    def silences(self) -> tuple[Tally, ...]:
        """Return a tally for each reason and rule that left quotations without a source; right where nobody spoke."""
        silent = self._of(frozenset({Outcome.NO_SPEAKER, Outcome.LEFT_OPEN}))
        tallies = _tallies(silent, _silence)
        return tuple(sorted(tallies, key=lambda tally: (-tally.claims, tally.label)))

    def resolutions(self) -> tuple[Tally, ...]:
        """Return a tally for each rule that led from a right mention to a name; right if the name is exact."""
        named = (each for each in self._of(frozenset({Outcome.RIGHT})) if each.name is not None and each.speaker)
        tallies = _tallies(
            named, lambda piece: piece.quotation.resolution or "(none)", lambda each: each.name is Agreement.EXACT
        )
        return tuple(sorted(tallies, key=lambda tally: (-tally.claims, tally.label)))

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
    reason: str | None = None


def evaluate(gold: Sequence[GoldArticle], predictions: Mapping[str, Sequence[PredictedQuotation]]) -> Evaluation:
    """Return the judgements of all predictions; `predictions` are by the key of the article."""
    return Evaluation(
        articles=len(gold),
        without_prediction=sum(each.article.key not in predictions for each in gold),
        judgements=tuple(chain.from_iterable(judge(each, predictions.get(each.article.key, ())) for each in gold)),
    )


def errors(evaluation: Evaluation) -> tuple[Error, ...]:
    """Return everything that is wrong, article by article: wanted spans first, then what nobody asked for."""
    return tuple(_error(each) for each in evaluation.judgements if each.outcome in ERRORS)


# ---------------------------------------------------------------- counting

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
    """Return the twentieth that a confidence lies in; 1 belongs to the last."""
    # in thousandths, as 0.55 * 20 is a little more than 11
    low = min(round(piece.quotation.confidence * 1000) * BINS // 1000, BINS - 1)
    return f"{low / BINS:.2f} to {(low + 1) / BINS:.2f}"


def _silence(piece: Piece) -> str:
    """Return the reason why a quotation has no source, with the rule that said so."""
    return " ".join(filter(None, (piece.quotation.reason or "(no reason)", piece.quotation.rule)))


def _is_right(judgement: Judgement) -> bool:
    return judgement.outcome in {Outcome.RIGHT, Outcome.LEFT_OPEN}


def _tallies(
    judgements: Iterable[Judgement],
    label: Callable[[Piece], str],
    is_right: Callable[[Judgement], bool] = _is_right,
) -> Iterator[Tally]:
    """Yield a tally of the judgements for each label."""
    members: dict[str, list[tuple[Piece, bool]]] = defaultdict(list)
    for each in judgements:
        if each.piece is not None:
            members[label(each.piece)].append((each.piece, is_right(each)))
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
        reason=quotation.reason if quotation else None,
    )


def _place(judgement: Judgement) -> Span:
    """Return the gold span, or the predicted one where there is none."""
    if judgement.gold is not None:
        return judgement.gold.span
    assert judgement.piece is not None  # noqa: S101 -- a judgement has one of them
    return judgement.piece.span
