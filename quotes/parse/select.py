"""Select what is read: in full what may hold a speaker, for names alone what tells more of whoever may be one.

A paragraph before a quotation is read in full if the quotation's own paragraph leaves open who speaks. Of all others
only those sentences are read that bring in a name, and only if it may be meant near a quotation: by a name or a role
that stands there too, or by what a paragraph says nearby that leaves open who speaks.
"""

from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from functools import cache

import regex

from quotes.lexicon import tag_forms, words
from quotes.parse.mask import Frame

_NAME = regex.compile(r"\p{Lu}[\w.’'-]*+(?: (?:(?:of|the|and|for|de|la|du|van|von|bin|al) )*+\p{Lu}[\w.’'-]*+)*+")
_SENTENCE_END = regex.compile(r"(?<=[.!?][”\"’')]*)(?<!\b\p{Lu}\.) +(?=[“\"‘'(]*\p{Lu})")
_POSSESSIVE = regex.compile(r"['’]s?$")
_OPENING = regex.compile(r"[^\p{L}]*")
_WORD = regex.compile(r"\p{L}+(?:['’-](?!s\b)\p{L}+)*")
_OPENS_QUOTED = regex.compile(r"\s*“[^”]*[.?]”")
_DEFINITE = regex.compile(r"\b[Tt]he((?: [\p{L}\d-]+){1,3})")

_TAKING_UP = frozenset(
    {"he", "she", "they", "it", "his", "her", "hers", "him", "their", "theirs", "them", "its", "himself", "herself",
     "themselves"}
)  # fmt: skip
"""Words that stand for somebody named before."""

_ROLES = ("person_nouns", "organisation_nouns")
"""Lists of the nouns that stand for a speaker who was named elsewhere."""


def unsettled(frames: Sequence[Frame], quoted: AbstractSet[int]) -> set[int]:
    """Return which of the `quoted` paragraphs leave open, as far as their words tell, who speaks in them."""
    return {n for n in quoted if not _settles(frames[n]) or (n and frames[n - 1].text.rstrip().endswith(":"))}


def _settles(frame: Frame) -> bool:
    """Tell whether a paragraph has somebody's name beside a verb of saying, and nothing that stands for a name."""
    own = list(frame.own())
    # e.g. “It is so,” *he* said.  e.g. “It is so.” Then Roth spoke.
    takes_up = any(w.lower() in _TAKING_UP for part in own for w in _WORD.findall(part))
    if takes_up or _OPENS_QUOTED.match(frame.text):
        return False
    found = (match for part in own for match in _named_beside().finditer(part))
    return any(match["name"].lower() not in words("time_words") for match in found)


@cache
def _named_beside() -> regex.Pattern[str]:
    """Return what finds a name, in `name`, that is the subject of a verb of saying as far as its neighbours tell."""
    verb, name = f"(?:{'|'.join(sorted(tag_forms()))})", r"\p{Lu}[\p{L}.’'-]*+"
    link = r"(?:about|and|as|at|by|for|from|in|of|on|that|to|with)"
    return regex.compile(
        # e.g. “It is so,” *Mia Roth said*  not: the *MD said*  not: the head of *Tarn Ferries said*
        rf"(?<!\b(?:[Tt]he|{link}) )(?<!\p{{Lu}}[\p{{L}}.’'-]* )\b(?P<name>{name})(?: {name})*+,? {verb}\b"
        # e.g. “It is so,” *said* mayor *Mia* Roth  not: the mayor *said* on *Friday*  not: the union *told Reuters*
        rf"|(?:^|,)\s*{verb} (?!{link}\b)(?:\p{{L}}+ )?(?P<name>{name})"
    )


def naming(frames: Iterable[Frame], read: Sequence[Frame], open_in: AbstractSet[int] = frozenset()) -> Iterator[Frame]:
    """Yield the sentences of `frames`, without quotations, that bring in a name which `read` does not hold.

    Left out are names that nothing in `read` may mean; about the paragraphs `open_in` any may be meant.
    """
    known: set[str] = set()
    meant: set[str] = set()
    for frame in read:
        for start, end in _sentences(frame.text):
            known |= _with_parts(_names(frame.text[start:end]))
        meant |= _telling(frame.text) | _roles_in(" ".join(_DEFINITE.findall(frame.text)))
    # e.g. The head of a rail firm refused to go, saying “no”. | *Adrian Foulds* said it was late.
    near = {n - 2 for n in open_in} | ({1} if 0 in open_in else set())
    for frame in frames:
        for start, end in _sentences(frame.text):
            names = set(_names(frame.text[start:end]))
            new = names - known
            if not new:
                continue
            may_mean = {_initials(name) for name in new}.union(_roles_in(frame.text[start:end]), *map(_telling, new))
            if frame.paragraph in near or not meant.isdisjoint(may_mean):
                known |= _with_parts(names)
                yield frame.part(start, end)


def _telling(text: str) -> set[str]:
    """Return the words of a text that may be parts of a name which tell it from others."""
    return {w for w in _WORD.findall(text) if w[0].isupper() and w.lower() not in _untelling()}


def _roles_in(text: str) -> AbstractSet[str]:
    return _roles().intersection(_WORD.findall(text.lower()))


@cache
def _roles() -> frozenset[str]:
    return frozenset().union(*map(words, _ROLES))


@cache
def _untelling() -> frozenset[str]:
    """Return the words that many names share, or that have a capital at the start of a sentence."""
    titles = {title.rstrip(".") for title in words("titles")}
    return words("function_words") | words("determiners") | words("subject_pronouns") | titles


def _initials(name: str) -> str:
    # e.g. Gullane Water Board ... the *GWB*
    return "".join(word[0] for word in name.split() if word[0].isupper())


def _names(sentence: str) -> Iterator[str]:
    """Yield what is written like a name."""
    opening = _OPENING.match(sentence)
    for match in _NAME.finditer(sentence):
        name = _POSSESSIVE.sub("", match.group().rstrip(".'’"))
        # not: *So* Mayor Ana Ruiz read on.  not: He came on *Monday*.
        is_first = opening is not None and match.start() == opening.end() and not name.isupper()
        is_bare = " " not in name and (is_first or name.lower() in words("time_words"))
        if len(name) > 1 and not is_bare:
            yield name


def _with_parts(names: Iterable[str]) -> set[str]:
    # e.g. Mia Roth ... *Roth*
    return {part for name in names for part in (name, *name.split())}


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for match in _SENTENCE_END.finditer(text):
        yield start, match.start()
        start = match.end()
    yield start, len(text)
