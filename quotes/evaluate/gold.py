"""Gold articles, and what the tool says of them in the same terms.

A gold file holds one JSON object a line:

    {"id", "text", "quotes": [{"start", "end", "attributed", "kind"?, "source": [[start, end], ...],
     "source_type"?, "speaker"?, "speaker_type"?, "ignore"?}], "outlet"?, "title"?, "url"?, "published"?, "author"?}

Offsets count code points of `text`. `start` and `end` delimit the words inside the marks. Spans that are
quoted but not said (a title, scare quotes) have `attributed` false; predictions on spans with `ignore` count
neither way. `speaker` is a name, or a list of accepted names with the canonical one first.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from quotes.errors import EvaluationError
from quotes.evaluate.sources import SourceType, source_type
from quotes.models import Article, AttributedQuotation, IndexedArticle, Span

_MARK = r"[\s\"“”„‟«»]|''|``"
_LEADING = re.compile(f"(?:{_MARK})*")
_TRAILING = re.compile(rf"(?:{_MARK})*\Z")

_FORMAT = "The format of a gold article is described at the head of quotes/evaluate/gold.py."


class Position(StrEnum):
    """Where the gold source stands, seen from the quotation."""

    BEFORE = "before"
    AFTER = "after"
    SPLIT = "split"  # before, but after an earlier piece of the same source: "A," she said. "B"
    OTHER_PARAGRAPH = "other-paragraph"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class GoldQuotation:
    """One span between marks, as people judged it. `span` is trimmed of marks and white space.

    `source` is empty where the text names none. `speakers` are the accepted names, the canonical one first,
    empty where nobody settled the name.
    """

    span: Span
    attributed: bool
    ignore: bool = False
    kind: str | None = None
    source: tuple[Span, ...] = ()
    source_type: SourceType = SourceType.NONE
    position: Position = Position.NONE
    speakers: tuple[str, ...] = ()
    person: bool = True


@dataclass(frozen=True, slots=True)
class GoldArticle:
    """An article with every span between double marks in it, in the order of the file."""

    article: Article
    quotations: tuple[GoldQuotation, ...]


@dataclass(frozen=True, slots=True)
class PredictedQuotation:
    """A quotation as the tool has it: each of its pieces is measured as a span of its own.

    `rule` found the mention, `resolution` led from there to the speaker; `reason` says why there is none.
    """

    pieces: tuple[Span, ...]
    mention: Span | None = None
    speaker: str | None = None
    rule: str | None = None
    confidence: float = 0.0
    reason: str | None = None
    resolution: str | None = None


def predicted(indexed: IndexedArticle) -> tuple[PredictedQuotation, ...]:
    """Return what the tool says of an article; quotations inside quotations are left out, as in the gold.

    Of joint sources and speakers the first one is taken.
    """
    return tuple(_prediction(quotation) for quotation in indexed.quotations)


def _prediction(quotation: AttributedQuotation) -> PredictedQuotation:
    attribution = quotation.attribution
    return PredictedQuotation(
        pieces=tuple(piece.content for piece in attribution.quotation.pieces),
        mention=attribution.sources[0].span if attribution.sources else None,
        speaker=quotation.speakers[0].name if quotation.speakers else None,
        rule=attribution.rule,
        confidence=attribution.confidence,
        reason=quotation.reason,
        resolution=quotation.resolution,
    )


def trimmed(text: str, span: Span) -> Span:
    """Return the span without white space and quotation marks at its ends; it may be empty.

    >>> trimmed("He said: ''No.'' ", Span(9, 17))
    Span(start=11, end=14)
    """
    content = span.of(text)
    start = match.end() if (match := _LEADING.match(content)) else 0
    end = match.start() if (match := _TRAILING.search(content, start)) else start
    return Span(span.start + start, span.start + end)


# ---------------------------------------------------------------- reading


def load_gold(path: Path) -> tuple[GoldArticle, ...]:
    """Return the articles of a gold file, in its order.

    Raises:
        EvaluationError: the file cannot be read, is empty, or one of its lines is no gold article.
    """
    gold = tuple(_articles(path))
    if not gold:
        raise EvaluationError(f"{path} holds no articles", _FORMAT)
    return gold


def _articles(path: Path) -> Iterator[GoldArticle]:
    seen: dict[str, int] = {}
    for number, line in enumerate(_lines(path), start=1):
        if not line.strip():
            continue
        where = f"{path}, line {number}"
        gold = _article(line, where)
        if gold.article.key in seen:
            first = seen[gold.article.key]
            raise EvaluationError(
                f"{where}: id {gold.article.key!r} stands on line {first} too", "Give each its own id."
            )
        seen[gold.article.key] = number
        yield gold


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8").split("\n")
    except OSError as error:
        raise EvaluationError(f"{path} cannot be read: {error.strerror}", "Give the path of a gold file.") from error
    except UnicodeDecodeError as error:
        raise EvaluationError(f"{path} is not UTF-8 at byte {error.start}", "Save the file as UTF-8.") from error


def _article(line: str, where: str) -> GoldArticle:
    try:
        return gold_article(json.loads(line), where)
    except json.JSONDecodeError as error:
        raise EvaluationError(f"{where} is not JSON: {error}", _FORMAT) from error
    except KeyError as error:
        raise EvaluationError(f"{where} has no {error.args[0]!r}", _FORMAT) from error
    except (AttributeError, TypeError, ValueError) as error:
        raise EvaluationError(f"{where} is no gold article: {error}", _FORMAT) from error


def gold_article(row: Mapping[str, Any], origin: str = "") -> GoldArticle:
    """Return the gold article that a row of a gold file describes.

    Raises:
        KeyError: a field is missing.
        TypeError: a field is not of its type.
        ValueError: an offset lies outside the text.
    """
    if not (isinstance(row["id"], str) and isinstance(row["text"], str)):
        raise TypeError("'id' and 'text' must be strings")
    fields = {name: row.get(name) for name in ("title", "outlet", "url", "published", "author")}
    article = Article(key=row["id"], text=row["text"], origin=origin, **fields)
    rows = [(_span(article.text, (quote["start"], quote["end"])), quote) for quote in row["quotes"]]
    return GoldArticle(article, tuple(_quotation(article.text, span, quote, rows) for span, quote in rows))


def _span(text: str, offsets: Sequence[int]) -> Span:
    start, end = offsets
    span = Span(start, end)
    if end > len(text):
        raise ValueError(f"offset {end} lies outside the text of {len(text)} code points")
    return span


def _quotation(
    text: str, span: Span, row: Mapping[str, Any], others: Sequence[tuple[Span, Mapping[str, Any]]]
) -> GoldQuotation:
    source = tuple(_span(text, offsets) for offsets in row["source"])
    pieces = [other for other, quote in others if quote["source"] == row["source"]]
    names = row.get("speaker") or ()
    stated = row.get("source_type")
    return GoldQuotation(
        span=trimmed(text, span),
        attributed=bool(row["attributed"]),
        ignore=bool(row.get("ignore")),
        kind=row.get("kind"),
        source=source,
        source_type=SourceType(stated) if stated else source_type(" ".join(part.of(text) for part in source), text),
        position=_position(text, span, source, pieces),
        speakers=(names,) if isinstance(names, str) else tuple(names),
        person=row.get("speaker_type") in {None, "person"},
    )


def _position(text: str, span: Span, source: Sequence[Span], pieces: Sequence[Span]) -> Position:
    """Return where the source stands; `pieces` are the spans that have the same source."""
    if not source:
        return Position.NONE
    start = source[0].start
    paragraph = _paragraph(text, span.start)
    if not paragraph.start <= start < paragraph.end:
        return Position.OTHER_PARAGRAPH
    if start >= span.end:
        return Position.AFTER
    # "We won," she said. "We did": the source follows a piece of this paragraph
    split = any(paragraph.start <= piece.start and piece.end <= start for piece in pieces)
    return Position.SPLIT if split else Position.BEFORE


def _paragraph(text: str, offset: int) -> Span:
    """Return the paragraph round an offset: a run without a newline."""
    end = text.find("\n", offset)
    return Span(text.rfind("\n", 0, offset) + 1, len(text) if end < 0 else end)
