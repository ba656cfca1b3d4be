"""Tell the paragraphs of a text apart, lines broken to a width or not."""

from collections.abc import Iterable, Sequence
from itertools import pairwise

import regex

from quotes.marks import is_blank
from quotes.models import Span

__all__ = ["NEWLINE", "ends_sentence", "paragraphs", "trimmed"]

LINE = regex.compile(r"[^\n\r\f\v\u2028\u2029]+")
NEWLINE = regex.compile(r"\r\n|[\n\r\f\v\u2028\u2029]")
SENTENCE_END = regex.compile(r"[.!?:;\u2026][\p{P}\p{Z}\p{Cf}]*\Z")
# e.g. ... late,” | ... late”,
QUOTED_COMMA = regex.compile(r",[”’\"'»]{1,2}\Z|[”\"»],\Z")

CLOSING_LENGTH = 8
"""Code points at the end of a line in which its last punctuation is looked for."""

WRAPPED_SHARE = 0.5
"""Share of single line breaks that fall inside a sentence from which a text counts as hard-wrapped. Measured
on news wrapped to 72 columns it is 0.8 on average (some sentences end with a line, some lines begin with a name), on
news with a paragraph a line 0.06 or less (364 articles)."""

WRAPPED_BREAKS = 2
"""Fewest line breaks inside sentences that prove wrapping: one alone is an accident of copying."""

WRAPPED_WIDTH = 40
"""Fewest code points of a line that was broken for want of room; shorter ones are headings and lists."""

SHORT_LINE = 0.75
"""A line that ends a sentence below this share of the middle width ends its paragraph, if no blank lines do."""


def paragraphs(text: str) -> tuple[Span, ...]:
    r"""Return the spans of the paragraphs, in text order, without the white space around them.

    Each line is a paragraph, except where lines were broken to a width: then blank lines part paragraphs. A line in
    small letters goes on with a quotation that ends in a comma on the line before.

    >>> [span.of("One line.\nAnother. ") for span in paragraphs("One line.\nAnother. ")]
    ['One line.', 'Another.']
    """
    lines = [line for match in LINE.finditer(text) if (line := trimmed(text, *match.span()))]
    single = [_is_single_break(text, above, below) for above, below in pairwise(lines)]
    if not _is_wrapped(text, lines, single):
        breaks = [not _is_tag(text, above, below) for above, below in pairwise(lines)]
        return tuple(lines) if all(breaks) else _joined_lines(lines, breaks)
    breaks = [not one for one in single] if not all(single) else _short_ends(text, lines)
    return _joined_lines(lines, breaks)


def _joined_lines(lines: Sequence[Span], breaks: Iterable[bool]) -> tuple[Span, ...]:
    """Return the paragraphs that `lines` make up; `breaks` tells for each line but the last if one ends there."""
    joined, start = [], lines[0].start
    for above, below, ends in zip(lines, lines[1:], breaks, strict=False):
        if ends:
            joined.append(Span(start, above.end))
            start = below.start
    return (*joined, Span(start, lines[-1].end))


def _is_single_break(text: str, above: Span, below: Span) -> bool:
    """Tell whether no blank line stands between two lines."""
    breaks = NEWLINE.finditer(text, above.end, below.start)
    return next(breaks, None) is not None and next(breaks, None) is None


def _is_wrapped(text: str, lines: Sequence[Span], single: Sequence[bool]) -> bool:
    """Tell whether most single line breaks fall inside a sentence."""
    total = sum(single)
    inside = sum(
        one and len(above) >= WRAPPED_WIDTH and _runs_on(text, above, below)
        for above, below, one in zip(lines, lines[1:], single, strict=False)
    )
    return inside >= WRAPPED_BREAKS and inside >= total * WRAPPED_SHARE


def _is_tag(text: str, above: Span, below: Span) -> bool:
    """Tell whether a line goes on with the quotation that the line before ends in."""
    # e.g. “It is late,” ¶ said Ana Ruiz, who leads the mission.
    ends_quotation = QUOTED_COMMA.search(text, max(above.start, above.end - CLOSING_LENGTH), above.end) is not None
    return text[below.start].islower() and ends_quotation


def _runs_on(text: str, above: Span, below: Span) -> bool:
    """Tell whether a sentence goes on from one line to the next."""
    return text[below.start].islower() and not ends_sentence(text, above)


def ends_sentence(text: str, span: Span) -> bool:
    """Tell whether the span ends with the punctuation of a sentence or clause, brackets and marks behind it or not."""
    return SENTENCE_END.search(text, max(span.start, span.end - CLOSING_LENGTH), span.end) is not None


def _short_ends(text: str, lines: Sequence[Span]) -> list[bool]:
    """Tell for each line but the last of a wrapped text without blank lines if a paragraph ends with it."""
    middle = sorted(map(len, lines))[len(lines) // 2]
    return [len(line) < middle * SHORT_LINE and ends_sentence(text, line) for line in lines[:-1]]


def trimmed(text: str, start: int, end: int) -> Span | None:
    """Return the span without the white space at its ends, None if nothing else is in it."""
    while start < end and is_blank(text[start]):
        start += 1
    while start < end and is_blank(text[end - 1]):
        end -= 1
    return Span(start, end) if start < end else None
