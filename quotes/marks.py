"""Recognise quotation marks, and tell from their shape and their place whether they open or close.

A helper of `quotes.find`; it knows single marks, not pairs.
"""

from collections.abc import Iterator, Sequence
from enum import StrEnum
from functools import cache
from typing import NamedTuple

import regex

from quotes import lexicon
from quotes.models import Span


class Family(StrEnum):
    """Double or single marks; every double mark can close every other, and so can single ones."""

    DOUBLE = "double"
    SINGLE = "single"


class Side(StrEnum):
    """What a mark does, as far as its shape, or its place, tells."""

    OPEN = "open"
    CLOSE = "close"
    EITHER = "either"


class Mark(NamedTuple):
    """A quotation mark: where it is, what its shape says, and the characters on either side ("" at the edge)."""

    start: int
    end: int
    family: Family
    shape: Side
    left: str
    right: str


def is_blank(character: str) -> bool:
    """Tell whether a character is white space or shows nothing (a zero-width space, a byte order mark)."""
    return character.isspace() or character in "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"


@cache
def _marks_table() -> dict[str, tuple[Family, Side]]:
    """Return family and shape of every mark."""
    rows = (line.split("\t") for line in lexicon.entries("find_marks"))
    return {_glyph(glyph): (Family(family), Side(shape)) for glyph, family, shape, _ in rows}


def _glyph(notation: str) -> str:
    """Return the characters of a mark written as itself or as code points.

    >>> _glyph("U+0060 U+0060"), _glyph("&quot;")
    ('``', '&quot;')
    """
    if not notation.startswith("U+"):
        return notation
    return "".join(chr(int(code.removeprefix("U+"), base=16)) for code in notation.split())


CUT_SHORT = "\u00e2\u20ac"
"""A closing mark in a broken encoding that has lost its last byte. Whole ones, apostrophes among them, begin so too."""


@cache
def _mark_pattern() -> regex.Pattern[str]:
    """Return the pattern of everything that is a mark or looks like one; only group `mark` and `run` are marks.

    The alternatives are tried in this order, and what one takes no later one sees:
    feet and inches, attributes of page markup, decades, elisions, rows of three and more, two or three apostrophes,
    other marks. Apostrophes inside words match nothing.
    """
    table = _marks_table()
    singles = "|".join(regex.escape(glyph) for glyph, row in table.items() if row[0] is Family.SINGLE)
    doubles = [glyph for glyph, row in table.items() if row[0] is Family.DOUBLE and glyph != CUT_SHORT]
    doubles.sort(key=len, reverse=True)
    elisions = "|".join(map(regex.escape, sorted(lexicon.entries("find_elisions"), key=len, reverse=True)))
    return regex.compile(
        rf"""
          \d['\u2018\u2019\u2032\u00b4]\ ?\d{{1,2}}(?:\.\d{{1,3}}|[\u00bc-\u00be])?    # the 6'2" guard; 51° 30' 26" N
             (?:["\u201c\u201d\u2033]|''|\u2019\u2019)(?!\w)
        | (?<=[\w-])=(?P<quote>["\u201d])[^"\u201d<>\n]{{0,300}}(?P=quote)?               # <tweet id="12"
        | ["\u201d]>                                                                   # ...>
        | \u00e2\u20ac[\u201c\u201d]                                                   # a dash in a broken encoding
        | (?<!\w)(?:{singles})\d?\d0s\b                                                # the '90s
        | (?<=\b(?:in|of|since|by|until|from|before|after|and|to|the)\ )(?:{singles})\d\d\b
             (?!%|[-\u2013]|\ (?:to|or|per|percent|years?)\b)                           # the class of '92
        | (?<![\w'])(?:{singles})n(?:{singles})(?!\w)                                  # rock 'n' roll
        | (?<![\w'])(?:{singles})(?:{elisions})\b(?!['\u2019]\w)                       # get 'em
        | (?P<row>["\u201c\u201d`])(?P=row){{2,}}
        | (?P<run>(?P<one>['\u2018\u2019])(?P=one)+)                                   # ''We start Monday,''
        | (?P<mark>
              {CUT_SHORT}(?![\u0080-\u00ff\u0152-\u0192\u02c6\u02dc\u2010-\u203a\u20ac\u2122])
            | {"|".join(map(regex.escape, doubles))} | (?<!\w)(?:{singles}) | (?:{singles})(?!\w)
          )
        """,
        regex.VERBOSE,
    )


def marks(text: str, paragraph: Span) -> list[Mark]:
    """Return the marks of a paragraph in text order."""
    table, found = _marks_table(), []
    for match in _mark_pattern().finditer(text, paragraph.start, paragraph.end):
        if match.lastgroup == "mark":
            found.append((match.start(), match.end(), *table[match[0]]))
        elif match.lastgroup == "run" or match["run"]:
            found.extend(_apostrophe_run(text, match.start(), match.end(), paragraph))
    return _with_sides(text, paragraph, found)


_SHAPES = {"\u2018": Side.OPEN, "\u2019": Side.CLOSE, "'": Side.EITHER}


def _apostrophe_run(text: str, start: int, end: int, paragraph: Span) -> Iterator[tuple[int, int, Family, Side]]:
    """Give the marks that two or three apostrophes in a row are; more are markup or a mistake."""
    shape = _SHAPES[text[start]]
    # e.g. '''Never again,' he told me,'' and ''He told me, 'Never again.'''
    opens = start == paragraph.start or is_blank(text[start - 1])
    match end - start:
        case 2:
            yield start, end, Family.DOUBLE, shape
        case 3 if opens:
            yield start, end - 1, Family.DOUBLE, shape
            yield end - 1, end, Family.SINGLE, shape
        case 3:
            yield start, start + 1, Family.SINGLE, shape
            yield start + 1, end, Family.DOUBLE, shape


def _with_sides(text: str, paragraph: Span, found: Sequence[tuple[int, int, Family, Side]]) -> list[Mark]:
    """Return the marks with what stands left and right of each; marks that touch one another share it."""
    lefts, before, end = [], "", -1
    for row in found:
        if row[0] != end:
            before = text[row[0] - 1] if row[0] > paragraph.start else ""
        lefts.append(before)
        end = row[1]
    marks, after, start = [], "", -1
    for row, left in zip(reversed(found), reversed(lefts), strict=True):
        if row[1] != start:
            after = text[row[1]] if row[1] < paragraph.end else ""
        marks.append(Mark(*row, left, after))
        start = row[0]
    marks.reverse()
    return marks


OPENING = frozenset("([{<\u2014\u2013\u2012\u2015-/:=>")
CLOSING = frozenset(",.;:!?)]}>\u2026")
INTRODUCING = frozenset(":,.!?\u2026\"\u201c\u201d\u00ab'")
STOPS = frozenset(",.!?;\u2026)]}")
JOINING = frozenset("\u2014\u2013\u2012\u2015-/[(<")


def _place(text: str, mark: Mark) -> Side:
    """Return what the characters beside a double mark say that it does."""
    left, right = mark.left, mark.right
    if not left or not right:
        return Side.OPEN if right else Side.CLOSE if left else Side.EITHER
    if is_blank(left):
        # e.g. "We start Monday ", she said.    but "...and then we left"
        closing = right in CLOSING and text[mark.end : mark.end + 2] != ".." and right != "\u2026"
        return Side.EITHER if is_blank(right) or closing else Side.OPEN
    if is_blank(right):
        return Side.EITHER if left in "([{:" else Side.CLOSE
    return _place_inside(left, right)


def _place_inside(left: str, right: str) -> Side:
    """Return what a double mark does that has no space on either side."""
    if left in OPENING:
        return Side.OPEN
    # e.g. a 12"x10" print
    if right in CLOSING or right in JOINING or left.isdigit():
        return Side.CLOSE
    # e.g. "We start Monday."Orr left.    and Orr said,"We start Monday."
    return Side.EITHER


def side(text: str, mark: Mark, *, is_open: bool) -> Side | None:
    """Return what a double mark does where a quotation is open or not; None if it does nothing there."""
    place = _place(text, mark)
    if mark.shape is Side.CLOSE:
        # e.g. ”We start Monday,” she said.
        return Side.CLOSE if is_open else Side.OPEN if place is Side.OPEN else None
    if mark.shape is Side.OPEN and place is Side.EITHER and not is_blank(mark.right):
        # e.g. Orr said,“We start Monday.”
        return Side.OPEN
    if place is Side.EITHER:
        return Side.CLOSE if is_open else Side.OPEN
    if mark.shape is Side.OPEN and place is Side.CLOSE:
        # e.g. “The bill is dead,“ he said.    but He said:“ The bill is dead.”
        return Side.CLOSE if is_open else None if mark.left in STOPS else Side.OPEN
    return place
