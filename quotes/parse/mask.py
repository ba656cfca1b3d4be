"""Mask quotations before parsing, and keep the way back to the article's offsets.

Long quotations wreck sentence splitting and attachment, and what was said is not needed to see who said
it. So each quoted piece is replaced by a tiny clause in marks, `“It is so,”`, or by `“so”` where it is a
part of somebody else's clause. Those two got the subject of the reporting verb right in all of 12 trial
frames; a bare noun (`QUOTE said Roth`) takes the subject's place in inversions.
"""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import regex

from quotes.lexicon import entries, is_title_case, tag_forms, words
from quotes.models import Piece, Span

CLAUSE_MIN_WORDS = 3
"""A capitalised piece of at least this many words is masked as a clause."""

TAG_REACH = 120
"""Code points after a `?` or `!` within which a reporting verb shows that the sentence goes on."""

_WORD = regex.compile(r"\w+(?:['’]\w+)*")
_LAST = regex.compile(r"[\w'’]+(?=\W*$)")
_PREPOSITIONS = frozenset(
    {"of", "in", "for", "with", "about", "by", "from", "on", "at", "as", "against", "into", "over", "without"}
)
_NAMING = frozenset({"as", "called", "dubbed", "nicknamed", "named", "titled", "entitled"})
_CLAUSE_OPENERS = frozenset(
    {"that", "because", "if", "when", "while", "since", "as", "but", "and", "although", "though"}
)
_SPACES = dict.fromkeys(map(ord, "\n\r\t\f\v\u00a0\u2007\u2009\u202f"), " ")
_DATELINE = regex.compile(
    r"^\p{Lu}[\p{Lu} .'’-]{2,30}(?:,[\p{L} .,'’-]{2,30})?(?:\s*\([\p{L} ]{2,20}\))?\s*(?:—|–|--|-)\s+"
)
"""e.g. FLINT, Mich., Oct. 4 (UPI) — Former President ..."""
_BRACKET = regex.compile(r"(?<=[\p{L}.]\s?)\((?=[^()\d])[^()]{1,24}\)")
"""e.g. Rep. Ana Ruiz (R-Wis.) said; the Commission (CPD) said"""
_NEXT = regex.compile(r"\s*(\S+)")
_END = regex.compile(r"[.!?…]")


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of a frame: `start` to `end` in the frame; what stands there in the article, or which piece."""

    start: int
    end: int
    article_start: int | None
    piece: int | None


@dataclass(frozen=True, slots=True)
class Frame:
    """A paragraph with its quotations masked: the text to parse and the segments that map it back."""

    paragraph: int
    text: str
    segments: tuple[Segment, ...]

    def piece_at(self, start: int) -> int | None:
        """Return the index of the piece whose placeholder covers the frame offset, None outside of placeholders."""
        segment = self._segment(start)
        return segment.piece if segment else None

    def part(self, start: int, end: int) -> "Frame":
        """Return a stretch of a frame that lies within one segment, such as a frame without quotations."""
        whole = self.to_article(start, end)
        inside = Segment(0, end - start, whole.start if whole else None, self.piece_at(start))
        return Frame(self.paragraph, self.text[start:end], (inside,))

    def to_article(self, start: int, end: int) -> Span | None:
        """Return the article's span for a frame's span, None if it touches a placeholder."""
        segment = self._segment(start)
        if segment is None or segment.article_start is None or end > segment.end:
            return None
        return Span(segment.article_start + start - segment.start, segment.article_start + end - segment.start)

    def _segment(self, start: int) -> Segment | None:
        """Return the segment in which a frame offset lies."""
        at = bisect_right(self.segments, start, key=lambda segment: segment.start) - 1
        return self.segments[at] if at >= 0 and start < self.segments[at].end else None


def mask(text: str, paragraph: int, span: Span, pieces: tuple[tuple[int, Piece], ...]) -> Frame:
    """Return the frame of one paragraph: `pieces` are its (index, piece) pairs, in text order."""
    parts: list[str] = []
    segments: list[Segment] = []
    length = 0
    for chunk, article_start, piece in _chunks(text, span, pieces):
        parts.append(chunk)
        segments.append(Segment(length, length + len(chunk), article_start, piece))
        length += len(chunk)
    return Frame(paragraph, "".join(parts), tuple(segments))


def _chunks(
    text: str, span: Span, pieces: tuple[tuple[int, Piece], ...]
) -> Iterator[tuple[str, int | None, int | None]]:
    at = span.start
    for index, piece in pieces:
        if piece.outer.start > at:
            yield _straightened(text[at : piece.outer.start], opens=at == span.start), at, None
        # e.g. the term“fake news”is: a mark that touches a word must not make one token with it
        before, after = text[at : piece.outer.start][-1:], text[piece.outer.end : piece.outer.end + 1]
        lead = " " if before.isalnum() or (not before and index and at != span.start) else ""
        tail = " " if after.isalnum() else ""
        yield lead + _placeholder(text, span, piece) + tail, None, index
        at = piece.outer.end
    if at < span.end:
        yield _straightened(text[at : span.end], opens=at == span.start), at, None


def _straightened(frame: str, *, opens: bool = False) -> str:
    """Return the text as the parser likes it, code point for code point, so that offsets hold.

    A dateline, a short bracket and the full stop of a title lead the parser astray and name no speaker.
    """
    plain = frame.translate(_SPACES)
    if opens:
        plain = _DATELINE.sub(_blank, plain)
    return _without_title_stops(_BRACKET.sub(_blank, plain))


def _without_title_stops(text: str) -> str:
    """Return the text with a space for the full stop of each title, which would end a sentence."""
    # e.g. said Engr. | Musa Bello
    return _title_stop().sub(r"\1 ", text)


@cache
def _title_stop() -> regex.Pattern[str]:
    return regex.compile(rf"\b({'|'.join(entries('title_abbreviations'))})\.(?=\s)")


def _blank(match: regex.Match[str]) -> str:
    return " " * len(match.group())


def _placeholder(text: str, span: Span, piece: Piece) -> str:
    content = piece.content.of(text).rstrip(" '\"’”»")
    before = text[span.start : piece.outer.start]
    end = _final_mark(content, text[piece.outer.end : span.end], before)
    first = next((c for c in content if c.isalnum()), "")
    if _is_title(content, before, text[piece.outer.end : span.end]):
        return f"“thing{end}”"
    if not first.islower() and (len(_WORD.findall(content)) >= CLAUSE_MIN_WORDS or end != ""):
        return f"“{'Is it so' if end == '?' else 'It is so'}{end}”"
    return f"“{_fragment(content, before)}{end}”"


def _is_title(content: str, before: str, rest: str) -> bool:
    """Tell whether the piece is written like a title and stands where one stands: a part of the reporter's clause."""
    if not is_title_case(content):
        return False
    last = _last_word(before)
    # e.g. Known widely as “Lucho,” Arce served ...; the so-called “Harlem of Cairo,” Shoubra
    if last in _NAMING:
        return True
    # e.g. the hit drama “The Spare Crown”, which the palace dismissed
    if last in words("work_nouns") and before.rstrip()[-1:].isalpha():
        return True
    if len(_WORD.findall(content)) == 1:
        return False
    # e.g. Later on “This Week,” Senator Ruiz asked ...
    follows = _NEXT.match(rest)
    # e.g. “Blue Night Salt” contains sulphur; “Night Bus” star Ana Ruiz opened up
    next_word = follows[1].strip(",.") if follows and content[-1:].isalnum() else ""
    return last in _PREPOSITIONS or (next_word.islower() and next_word not in tag_forms())


def _last_word(before: str) -> str:
    return str((_LAST.findall(before.lower()) or [""])[-1])


def _fragment(content: str, before: str) -> str:
    """Return what stands for a part of the reporter's clause: the same part of a clause, as far as its ends tell."""
    said = [word.lower() for word in _WORD.findall(content)] or [""]
    last = _last_word(before)
    if last in words("determiners") or last.endswith(("'s", "’s", "s'", "s’")):
        return "thing"  # e.g. his “only experience”
    if last in _PREPOSITIONS and not said[0].endswith("ing"):
        return "things"  # e.g. accused of “crimes against nature”
    if said[0] in words("auxiliaries"):
        return "is so"  # e.g. the plan “will cost every family £40”
    if said[0] in words("subject_pronouns") and len(said) >= CLAUSE_MIN_WORDS:
        return "it is so"  # e.g. he said “we’re going to get away from” that
    if last in _CLAUSE_OPENERS and len(said) > CLAUSE_MIN_WORDS and words("auxiliaries").intersection(said):
        return "it is so"  # e.g. because “most people don't know that”
    if last in words("auxiliaries"):
        return _after_auxiliary(last, said[0])
    if said[0] == "to":
        return "to do so"
    if last == "to" and not said[0].endswith("ing") and said[0] not in words("determiners"):
        return "do so"  # e.g. he told them to “go and vote”
    return "so"


def _after_auxiliary(auxiliary: str, first: str) -> str:
    # e.g. people would “learn nothing”; he has “never lied”; it is “a mess”
    if auxiliary in {"am", "is", "are", "was", "were"} or auxiliary.startswith(("is", "are", "was", "were")):
        return "so"
    if auxiliary.startswith(("has", "have", "had")):
        return "done so" if first.endswith(("ed", "en")) else "things"
    return "do so"


def _final_mark(content: str, rest: str, before: str) -> str:
    """Return the mark that ends the placeholder: the content's own kind, a comma where the sentence goes on."""
    last = content[-1:]
    follows = _NEXT.match(rest)
    if last in {",", ";"}:
        return ","
    if last in {"-", "—", "–"}:
        return "," if follows else "."
    if not _END.match(last):
        return ""
    if follows is None:
        return "?" if last == "?" else "."
    # e.g. “Why now?” she asked.  e.g. “Enough!” – said nobody.
    if follows[1][0].islower() or follows[1][0] in {"–", "—", ",", "-"}:
        return ","
    # e.g. “Why now?” Ruiz asked.
    opens = before.rstrip()[-1:] in {"", ".", "!", "?", "…", "”", '"', "’", "'", ":", "—", "–"}
    if last in {"?", "!"} and opens and _goes_on(rest):
        return ","
    return "?" if last == "?" else "."


def _goes_on(rest: str) -> bool:
    """Tell whether a reporting verb follows before the next end of a sentence."""
    tag = _WORD.findall(_END.split(_without_title_stops(rest[:TAG_REACH]), maxsplit=1)[0].lower())
    # not: “Mr. Diaz?” I had prepared a short statement to read.
    return any(word in tag_forms() and before != "to" for before, word in pairwise(["", *tag]))
