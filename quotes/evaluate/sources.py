"""Which words of a source name it, and whether a mention covers one of them.

Two people who mark the source of one quotation seldom mark the same words ("Lee", "Ms. Lee, 41,"), so a
mention is right if it holds a whole word of the part of the gold source that names the source itself.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from quotes.lexicon import words as entries
from quotes.models import Span

# Longer mentions cover half a paragraph, and would be right by covering everything.
MAX_MENTION_WORDS = 40

WORD = re.compile(r"\w+(?:['’]\w+)*")
_POSSESSIVE = re.compile("['’][sS]?$")
_CHUNK = re.compile(r"[^,;:()\[\]—–―]+")

_DETERMINERS = entries("evaluate-determiners")
_PREPOSITIONS = entries("evaluate-prepositions")
_CONJUNCTIONS = entries("evaluate-conjunctions")
_RELATIVES = entries("evaluate-relatives")
_QUANTIFIERS = entries("evaluate-quantifiers")
_GENERIC = entries("evaluate-generic")
_FUNCTION = _DETERMINERS | _PREPOSITIONS | _CONJUNCTIONS
_PRONOMINAL = entries("evaluate-pronouns") | _FUNCTION | {"too", "also", "himself", "herself"}

_NAME_AFTER_OF = 3  # "of state John Kerry": fewer words hold no office and full name


class SourceType(StrEnum):
    """How the gold names a source."""

    PRONOUN = "pronoun"
    NOMINAL = "nominal"
    NAME = "name"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class _Word:
    """A word without its possessive ending; `low` is the word in lower case."""

    span: Span
    text: str

    @property
    def low(self) -> str:
        return self.text.lower()

    @property
    def capital(self) -> bool:
        return self.text[0].isupper()


def count_words(text: str) -> int:
    """Return the number of words; marks and dashes are none.

    >>> count_words("It's a “no”—for now ...")
    5
    """
    return len(WORD.findall(text))


def _words(text: str, within: Span | None = None) -> Iterator[_Word]:
    """Yield the words of `text` that lie within a range of it, in order."""
    within = within or Span(0, len(text))
    for match in WORD.finditer(text, within.start, within.end):
        word = _POSSESSIVE.sub("", match.group())
        yield _Word(Span(match.start(), match.start() + len(word)), word)


def head_regions(source: str) -> tuple[Span, ...]:
    """Return the ranges of `source` that name the source itself, in order; all of it if there are none.

    >>> source = "Ann Lee, a spokeswoman for Joe Doe, who resigned"
    >>> [region.of(source) for region in head_regions(source)]
    ['Ann Lee', 'a spokeswoman']
    """
    regions: list[Span] = []
    for chunk in _CHUNK.finditer(source):
        kept, ended = _naming_words(tuple(_words(source, Span(*chunk.span()))))
        if any(word.low not in _FUNCTION for word in kept):
            regions.append(Span(kept[0].span.start, kept[-1].span.end))
        if ended:
            break
    return tuple(regions) or (Span(0, len(source)),)


def _naming_words(chunk: Sequence[_Word]) -> tuple[Sequence[_Word], bool]:
    """Return the words before the first preposition or relative, and whether a relative ends the whole source."""
    kept: list[_Word] = []
    content: list[_Word] = []
    for place, word in enumerate(chunk):
        # "Ann Lee who chairs the panel"; "Ann Lee, who chairs the panel"
        if word.low in _RELATIVES and (content or (place == 0 and len(chunk) > 1)):
            return kept, True
        if word.low in _PREPOSITIONS:
            if not content:  # "by officials"
                continue
            if not _of_joins(content, chunk, place):  # "a spokesman for the campaign"
                break
        kept.append(word)
        if word.low not in _FUNCTION:
            content.append(word)
    return kept, False


def _of_joins(content: Sequence[_Word], chunk: Sequence[_Word], place: int) -> bool:
    """Tell whether the preposition at `place` is an "of" after which the naming goes on."""
    if chunk[place].low != "of":
        return False
    # "one of the voters", "3 of the voters"
    if content[-1].low in _QUANTIFIERS or content[-1].low.isdigit():
        return True
    # "the Duke of York" is cut; "House of Commons Speaker", "secretary of state John Kerry" are not
    if chunk[0].low in _DETERMINERS:
        return False
    rest = chunk[place + 1 :]
    office = len(rest) >= _NAME_AFTER_OF and rest[0].text.islower() and rest[-2].capital and rest[-1].capital
    return office or all(word.capital for word in content)


def mention_is_right(text: str, source: Sequence[Span], mention: Span | None) -> bool:
    """Tell whether `mention` covers a whole word that names the gold source, other than a function word."""
    if mention is None or count_words(mention.of(text)) > MAX_MENTION_WORDS:
        return False
    return any(mention.covers(word) for part in source for word in _deciding_words(text, part))


def _deciding_words(text: str, part: Span) -> tuple[Span, ...]:
    """Return the words of the head regions in `part` of `text`: the content words, or all if there are none."""
    source = part.of(text)
    regions = head_regions(source)
    inside = [word for word in _words(source) if any(region.covers(word.span) for region in regions)]
    deciding = [word for word in inside if word.low not in _FUNCTION] or inside
    return tuple(Span(part.start + word.span.start, part.start + word.span.end) for word in deciding)


def source_type(source: str, article_text: str = "") -> SourceType:
    """Return how the words of a source name it: a heuristic over their wording.

    >>> [source_type(source).value for source in ("She", "a spokesman for Joe Doe", "Ms. Lee", "Critics")]
    ['pronoun', 'nominal', 'name', 'nominal']
    """
    if not source.strip():
        return SourceType.NONE
    head = head_regions(source)[0].of(source)
    words = list(_words(head))
    while len(words) > 1 and words[0].low in _FUNCTION:
        words.pop(0)
    if all(word.low in _PRONOMINAL for word in words):
        return SourceType.PRONOUN
    last = _first_conjunct(words)[-1]
    if not last.capital or last.low in _GENERIC:
        return SourceType.NOMINAL
    # "Officials said": the article has the word in lower case too
    alone = last.text == head.strip()
    return SourceType.NOMINAL if alone and _stands_in(last.low, article_text) else SourceType.NAME


def _first_conjunct(words: Sequence[_Word]) -> Sequence[_Word]:
    """Return the words before the first conjunction that is not the first word."""
    cut = next((place for place, word in enumerate(words) if place and word.low in _CONJUNCTIONS), len(words))
    return words[:cut]


def _stands_in(word: str, text: str) -> bool:
    """Tell whether `word` occurs in `text` as a whole word, and not as part of a hyphenated one."""
    return re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", text) is not None
