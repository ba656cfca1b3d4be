"""What became of each gold span, and of each prediction that nobody asked for.

*Pairing.* Within an article, predicted pieces and gold spans are paired one to one, best first, where their
intersection over union is at least 0.8. Predictions that are paired with an ignored span, or lie at least half
inside ignored spans, are not judged at all.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from quotes.evaluate.figures import share
from quotes.evaluate.gold import GoldArticle, GoldQuotation, PredictedQuotation, trimmed
from quotes.evaluate.names import Agreement, compare
from quotes.evaluate.sources import count_words, mention_is_right
from quotes.models import Span

# As the rivals were measured: annotators differ by a word at the ends of a span, not by a fifth of it.
MIN_OVERLAP = 0.8
DEAD_SHARE = 0.5  # of a prediction, inside ignored spans


class Outcome(StrEnum):
    """What became of a gold span, or of a prediction that no gold span asked for."""

    RIGHT = "right"
    WRONG_SPEAKER = "wrong speaker"
    NO_SPEAKER = "no speaker"
    MISSED = "missed"
    NOT_JUDGED = "not judged"  # the gold marks no source
    SCARE_QUOTE = "speaker for an unattributed span"
    NOT_GOLD = "not a gold span"
    LEFT_OPEN = "no speaker for an unattributed span"  # as it should be


WITH_SOURCE = frozenset({Outcome.RIGHT, Outcome.WRONG_SPEAKER, Outcome.NO_SPEAKER, Outcome.MISSED})
WANTED = WITH_SOURCE | {Outcome.NOT_JUDGED}
SPURIOUS = frozenset({Outcome.SCARE_QUOTE, Outcome.NOT_GOLD})
ERRORS = frozenset(Outcome) - {Outcome.RIGHT, Outcome.NOT_JUDGED, Outcome.LEFT_OPEN}


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

    @property
    def speaker(self) -> str | None:
        """Return the name that the tool gives."""
        return self.piece.quotation.speaker if self.piece else None


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
        (-overlap, here, there)
        for here, wanted in enumerate(gold)
        for there, other in enumerate(found)
        if (overlap := _overlap(wanted, other)) >= MIN_OVERLAP
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
    return share(_common(one, other), union) if one.overlaps(other) else 0.0


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
    if partner.attributed or partner.ignore:
        return None
    outcome = Outcome.SCARE_QUOTE if piece.is_claim else Outcome.LEFT_OPEN
    return Judgement(gold, outcome, words, gold=partner, piece=piece)
