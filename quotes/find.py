"""Find the quotations of an article from its quotation marks alone, knowing nothing of speakers.

Marks become tokens that open, close or could do either, by their shape and by what stands beside them. Each
paragraph is paired on its own, so that a stray mark stays where it is; afterwards a quotation that a paragraph
leaves open is joined to the paragraph behind it, if that one opens again.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache

import regex

from quotes import lexicon
from quotes.marks import INTRODUCING, OPENING, STOPS, Family, Mark, Side, is_blank, marks, side
from quotes.models import Piece, Quotation, Span
from quotes.paragraphs import NEWLINE, ends_sentence, paragraphs, trimmed

__all__ = ["find", "paragraphs"]


@dataclass(slots=True)
class Opened:
    """A quotation while its paragraph is being paired; `close` stays None where no mark closes it."""

    start: int
    content: int
    end: int
    family: Family
    close: Mark | None = None
    directed: bool = False  # the opening mark's shape says that it opens
    inner: "list[Opened]" = field(default_factory=list)

    @property
    def content_end(self) -> int:
        """Return where the closing mark begins, or the end where there is none."""
        return self.close.start if self.close else self.end


@dataclass(frozen=True, slots=True)
class Marked:
    """A paragraph with its marks of either family, in text order."""

    span: Span
    doubles: tuple[Mark, ...]
    singles: tuple[Mark, ...]

    def opens_with(self, family: Family) -> bool:
        """Tell whether the paragraph begins with a mark of the family, and goes on."""
        row = self.doubles if family is Family.DOUBLE else self.singles
        return bool(row) and row[0].start == self.span.start and bool(row[0].right)


# ---------------------------------------------------------------- double marks


def _pair_doubles(text: str, paragraph: Marked, *, goes_on: bool, resumes: bool) -> list[Opened]:
    """Return the quotations in double marks of one paragraph, in text order.

    `goes_on` says that the next paragraph opens with a mark, `resumes` that the paragraph before left one open.
    """
    found: list[Opened] = []
    stack: list[Opened] = []
    end, following = paragraph.span.end, [*paragraph.doubles[1:], None]
    for mark, after in zip(paragraph.doubles, following, strict=False):
        does = side(text, mark, is_open=bool(stack))
        if does is Side.OPEN:
            directed = mark.shape is Side.OPEN
            if len(stack) == MAX_DEPTH or (stack and _starts_afresh(text, mark, stack[-1])):
                found += _give_up(stack, mark.start, keep=False)
            stack.append(Opened(mark.start, mark.end, end, Family.DOUBLE, directed=directed))
        elif does is Side.CLOSE and stack:
            if not (after and _is_inches(text, mark, after)):
                _close(stack, mark, found)
        elif resumes and mark is paragraph.doubles[0] and not mark.left.isdigit():
            # e.g. a line break inside a quotation: “They go in person ¶ to every meeting,” he said.
            found.append(Opened(paragraph.span.start, paragraph.span.start, mark.end, Family.DOUBLE, close=mark))
    found += _give_up(stack, end, keep=goes_on)
    for one in found:
        if one.close is None:
            one.end = _speech_end(text, one, goes_on=goes_on and one.end == end)
    return found


MAX_DEPTH = 4
"""Quotations in double marks that may be open at once; more is noise, and would make trees too deep to walk."""


def _starts_afresh(text: str, mark: Mark, outer: Opened) -> bool:
    """Tell whether a mark that opens inside an open quotation begins a new one, the old one never having closed."""
    # e.g. “It leaks. “We knew,” he said.    but “He calls it “fine” every time,” she said.
    # Marks of two shapes nest: "It leaks. “Nobody” knew," he said.
    if outer.directed is not (mark.shape is Side.OPEN):
        return False
    before = trimmed(text, max(outer.content, mark.start - 4), mark.start)
    return before is None or text[before.end - 1] in ".!?\u2026"


def _is_inches(text: str, mark: Mark, after: Mark) -> bool:
    """Tell whether a mark behind a figure inside a quotation is a measure: the mark after it closes the quotation."""
    # e.g. "I sold every 12" record I had," Orr said.
    if not mark.left.isdigit() or not mark.right or not is_blank(mark.right) or mark.shape is Side.OPEN:
        return False
    return side(text, after, is_open=False) is not Side.OPEN


def _close(stack: list[Opened], mark: Mark, found: list[Opened]) -> None:
    """Close the innermost open quotation, and hand it to the one around it or, where that cannot be, to `found`."""
    closed = stack.pop()
    closed.close, closed.end = mark, mark.end
    # e.g. “It leaks, he said, “and it always has,” she added: the first one never closed.
    if stack and stack[-1].directed is closed.directed and mark.left == "," and mark.right:
        found += _give_up(stack, closed.start, keep=False)
    (stack[-1].inner if stack else found).append(closed)


def _give_up(stack: list[Opened], end: int, *, keep: bool) -> list[Opened]:
    """Empty the stack of quotations that nothing closed: each ends where the next one opens, the last at `end`.

    With `keep`, the last one keeps what is nested in it: it goes on in the next paragraph.
    """
    flat: list[Opened] = []
    for depth, opened in enumerate(stack):
        if not (keep and depth == len(stack) - 1):
            flat += [opened, *opened.inner]
            opened.inner = []
        else:
            flat.append(opened)
    for opened, following in zip(flat, [*flat[1:], None], strict=False):
        if opened.close is None:
            opened.end = following.start if following else end
    stack.clear()
    return flat


def _speech_end(text: str, opened: Opened, *, goes_on: bool) -> int:
    """Return where a quotation that nothing closes ends: before the first words that say whose it is, if there are any.

    `goes_on` says that the next paragraph may take it up: then it may be somebody who tells what "she said".
    """
    # e.g. “We stay, Roth said. The boats are old.    but not: “I left and, she said, it rained. ¶ “We got wet.”
    tags = _tag().finditer(text, opened.content, opened.end)
    return next((tag.start() + 1 for tag in tags if not (goes_on and tag["pronoun"])), opened.end)


@cache
def _tag() -> regex.Pattern[str]:
    """Return what finds a comma and the subject and verb that follow a quotation, with a `pronoun` if it is one."""
    verbs, roles, pronouns = (
        "|".join(sorted(forms))
        for forms in (lexicon.tag_forms(), lexicon.words("person_nouns"), lexicon.words("subject_pronouns"))
    )
    # e.g. *Mia J. Roth* said; *Mr. O'Neill* said; *the driver Mia Roth* said
    name = rf"(?:(?:the )?(?:{roles}) )?\p{{Lu}}[\p{{L}}’'-]*(?:\.? \p{{Lu}}[\p{{L}}’'-]*){{0,4}}"
    # the long lists stand here once: written out wherever they are meant, they take a third of a second to compile
    known = rf"(?(DEFINE)(?P<verb>{verbs})(?P<name>{name}))"
    tag = rf"(?P<pronoun>{pronouns}) (?&verb)|(?&name) (?&verb)|(?&verb) (?&name)"
    return regex.compile(rf"{known}[,?!] (?:{tag})(?=[.,]| on\b)")


# ---------------------------------------------------------------- single marks


def _pair_singles(text: str, row: Sequence[Mark], end: int, *, goes_on: bool = False) -> list[Opened]:
    """Return the quotations in single marks among `row`, in text order and not nested; `end` ends the last.

    An apostrophe can look like a closing mark (the Joneses' van) but seldom like an opening one. So a quotation closes
    at the first mark that is no likely apostrophe, else at the first that may be one.
    """
    found: list[Opened] = []
    opened: Opened | None = None
    doubtful: Mark | None = None
    for mark in row:
        if opened and _can_close(mark, opened):
            if _is_apostrophe(text, mark):
                doubtful = doubtful or mark
                continue
            found.append(_closed(opened, mark))
            opened = doubtful = None
        elif _can_open(mark):
            found += _settled(text, opened, doubtful, mark.start, goes_on=False)
            opened = Opened(mark.start, mark.end, end, Family.SINGLE, directed=mark.shape is Side.OPEN)
            doubtful = None
    return found + _settled(text, opened, doubtful, end, goes_on=goes_on)


def _can_open(mark: Mark) -> bool:
    """Tell whether a single mark stands before a word and is not shaped like an apostrophe."""
    before = not mark.left or is_blank(mark.left) or mark.left in OPENING
    return mark.shape is not Side.CLOSE and before and bool(mark.right) and not is_blank(mark.right)


def _can_close(mark: Mark, opened: Opened) -> bool:
    """Tell whether a single mark stands behind a word, or alone behind a quotation with spaces inside its marks."""
    if mark.start == opened.content or mark.right.isalnum():
        return False
    return bool(mark.left) and not is_blank(mark.left)


DROPPED_G = ("ein", "oin", "kin", "llin", "nnin", "ppin", "tin", "yin")
"""Endings of words in -ing that have lost their g: doin', makin', tellin', runnin'. Names end in -min and -vin."""

LAST_WORD = regex.compile(r"[\w'\u2019]+\Z")


def _is_apostrophe(text: str, mark: Mark) -> bool:
    """Tell whether a single mark behind a word may well belong to the word."""
    if not mark.left.isalpha() or not mark.right:
        return False
    if not is_blank(mark.right):
        # e.g. ‘It was James’,’ she said.
        return mark.right in ",.?!" and text[mark.end + 1 : mark.end + 2] in ("'", "\u2019")
    word = LAST_WORD.search(text, max(0, mark.start - 24), mark.start)
    last = word[0].lower() if word else ""
    # e.g. the Joneses' van, goin' home, the ol' man, but not: the ‘best’ man
    return last.endswith(("s", "x", "z", *DROPPED_G)) or last in lexicon.words("find_clippings")


def _closed(opened: Opened, mark: Mark) -> Opened:
    """Return the quotation, closed by the mark."""
    opened.close, opened.end = mark, mark.end
    return opened


def _settled(text: str, opened: Opened | None, doubtful: Mark | None, end: int, *, goes_on: bool) -> list[Opened]:
    """Return what an open quotation comes to that nothing closes for certain before `end`: itself, or nothing."""
    if opened is None:
        return []
    speech = _is_introduced(text, opened)
    if doubtful and not (speech and goes_on):
        return [_closed(opened, doubtful)]
    if not speech or not (goes_on or opened.directed):
        return []
    opened.end = end
    opened.end = _speech_end(text, opened, goes_on=goes_on)
    return [opened]


def _is_introduced(text: str, opened: Opened) -> bool:
    """Tell whether a mark stands where speech begins: led in, and before a capital."""
    # e.g. Orr said: ‘The roof leaks    but not: the story of ‘Enbaqom
    return _is_led_in(text, opened.start) and not text[opened.content : opened.content + 1].islower()


def _is_led_in(text: str, start: int) -> bool:
    """Tell whether a paragraph or line begins at `start`, or punctuation or another mark stands before it."""
    before = text[max(0, start - 2) : start]
    words = before.rstrip()
    return not words or words[-1] in INTRODUCING or bool(NEWLINE.search(before, len(words)))


def _in_double_style(text: str, paragraph: Marked, doubles: Sequence[Opened]) -> list[Opened]:
    """Return the quotations in single marks of a paragraph whose article quotes in double ones.

    Inside double marks they are nested. Outside they are headings, names and apostrophes, unless they read as speech.
    """
    starts = [mark.start for mark in paragraph.singles]
    found, done = [], 0
    for opened in doubles:
        first, last = bisect_left(starts, opened.start), bisect_right(starts, opened.end - 1)
        found += _speech_only(text, paragraph, _pair_singles(text, paragraph.singles[done:first], opened.start))
        found += _pair_singles(text, paragraph.singles[first:last], opened.content_end)
        done = last
    return found + _speech_only(text, paragraph, _pair_singles(text, paragraph.singles[done:], paragraph.span.end))


def _speech_only(text: str, paragraph: Marked, found: Iterable[Opened]) -> list[Opened]:
    """Return the quotations that are framed as speech: ‘We start on Monday,’ said Orr."""
    return [
        one
        for one in found
        if one.close and one.close.left in STOPS and one.end < paragraph.span.end and _is_introduced(text, one)
    ]


# ---------------------------------------------------------------- find


def find(article_text: str) -> tuple[Quotation, ...]:
    """Return the quotations of an article in text order, split ones ("A," she said, "B") not yet joined.

    Their contents are disjoint slices of the text and never empty. What stands in quotation marks inside a
    quotation is nested in it. A quotation that goes on over paragraphs has a piece in each, of which only the last
    is closed; any other that no mark closes ends with its paragraph, or where the next one opens.

    >>> text = "“They told us ‘no’, and we left,” said Orr in the '90s."
    >>> [quotation.text(text) for quotation in find(text)]
    ['They told us ‘no’, and we left,']
    """
    marked = [_marked(article_text, span) for span in paragraphs(article_text)]
    doubles = _doubles(article_text, marked)
    singles = _singles(article_text, marked)
    if _is_single_style(doubles, singles):
        doubles = [[one for one in found if one.close or _is_introduced(article_text, one)] for found in doubles]
    else:
        singles = [_in_double_style(article_text, *row) for row in zip(marked, doubles, strict=True)]
    trees = [_tree(*row) for row in zip(doubles, singles, strict=True)]
    return _quotations(article_text, marked, trees)


def _marked(text: str, span: Span) -> Marked:
    row = marks(text, span)
    return Marked(
        span,
        tuple(mark for mark in row if mark.family is Family.DOUBLE),
        tuple(mark for mark in row if mark.family is Family.SINGLE),
    )


def _ahead(marked: Sequence[Marked], family: Family) -> list[tuple[Marked, bool]]:
    """Return each paragraph, and whether the next one opens with a mark of the family."""
    opening = [paragraph.opens_with(family) for paragraph in marked[1:]]
    return list(zip(marked, [*opening, False], strict=False))


def _doubles(text: str, marked: Sequence[Marked]) -> list[list[Opened]]:
    """Return the quotations in double marks of each paragraph."""
    found: list[list[Opened]] = []
    resumes = False
    for paragraph, goes_on in _ahead(marked, Family.DOUBLE):
        found.append(_pair_doubles(text, paragraph, goes_on=goes_on, resumes=resumes))
        broken = not ends_sentence(text, paragraph.span)
        resumes = broken and bool(found[-1]) and found[-1][-1].close is None
    return found


def _singles(text: str, marked: Sequence[Marked]) -> list[list[Opened]]:
    """Return the quotations in single marks of each paragraph, wherever they stand."""
    return [
        _pair_singles(text, paragraph.singles, paragraph.span.end, goes_on=goes_on)
        for paragraph, goes_on in _ahead(marked, Family.SINGLE)
    ]


def _is_single_style(doubles: Iterable[Sequence[Opened]], singles: Iterable[Sequence[Opened]]) -> bool:
    """Tell whether an article's outer marks are single: more quotations in them than in double ones stand alone."""
    single = double = 0
    for in_doubles, in_singles in zip(doubles, singles, strict=True):
        single += _count_outside(in_singles, in_doubles)
        double += _count_outside(in_doubles, in_singles)
    return single > double


def _count_outside(found: Iterable[Opened], others: Iterable[Opened]) -> int:
    """Count the closed quotations that do not lie inside a closed one of `others`."""
    closed = [one for one in others if one.close]
    starts = [one.start for one in closed]
    count = 0
    for one in found:
        around = bisect_right(starts, one.start) - 1
        count += one.close is not None and not (around >= 0 and one.end <= closed[around].end)
    return count


def _tree(doubles: Sequence[Opened], singles: Sequence[Opened]) -> list[Opened]:
    """Return the outermost quotations, all others nested in them.

    One that crosses the end of another is left out, or cut off there if nothing closes it.
    """
    roots: list[Opened] = []
    path: list[Opened] = []
    for one in sorted([*_flat(doubles), *singles], key=lambda one: (one.start, -one.end)):
        while path and path[-1].end <= one.start:
            path.pop()
        limit = path[-1].content_end if path else one.end
        if one.close is None:
            one.end = max(one.content, min(one.end, limit))
        # a stretch that resumes where a mark opens would reach over that mark
        if one.end > limit or (path and one.start < path[-1].content):
            continue
        one.inner = []
        (path[-1].inner if path else roots).append(one)
        path.append(one)
    return roots


def _flat(found: Iterable[Opened]) -> list[Opened]:
    """Return quotations and those nested in them."""
    return [each for one in found for each in (one, *_flat(one.inner))]


def _quotations(text: str, marked: Sequence[Marked], trees: Sequence[Sequence[Opened]]) -> tuple[Quotation, ...]:
    """Return the quotations of all paragraphs, those joined that go on from one to the next."""
    joined: list[Quotation] = []
    unfinished: Opened | None = None
    for paragraph, roots in zip(marked, trees, strict=True):
        before, unfinished = unfinished, None
        for one in roots:
            quotation = _quotation(text, one)
            if quotation is None:
                continue
            if before and one.start == paragraph.span.start and _goes_on(text, before, one):
                joined[-1] = Quotation(joined[-1].pieces + quotation.pieces, joined[-1].nested + quotation.nested)
            else:
                joined.append(quotation)
            before = None
            unfinished = one if one.close is None and one.end == paragraph.span.end else None
    return tuple(joined)


def _goes_on(text: str, before: Opened, after: Opened) -> bool:
    """Tell whether a quotation that nothing closes goes on in the next paragraph: a stray mark in a clause does not.

    Of 55 quotations over paragraphs in US political news (2015-16), this parts three from their next paragraph.
    """
    resumed = after.content == after.start
    return after.family is before.family and (resumed or _is_led_in(text, before.start))


READABLE = regex.compile(r"[^\W_]")


def _quotation(text: str, one: Opened) -> Quotation | None:
    """Return the quotation of one paragraph, None if there is no letter or figure in it."""
    content = trimmed(text, one.content, one.content_end)
    if content is None or not READABLE.search(text, content.start, content.end):
        return None
    outer = Span(one.start, one.end if one.close else content.end)
    nested = (_quotation(text, inner) for inner in one.inner)
    return Quotation((Piece(content, outer, closed=one.close is not None),), tuple(each for each in nested if each))
