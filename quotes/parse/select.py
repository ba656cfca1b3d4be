"""Select what is read: in full what may hold a speaker, for names alone what tells more of whoever may be one.

A paragraph before a quotation is read in full if the quotation's own paragraph leaves open who speaks. Of all others
only names are read, with the words around them, and only those that may be meant near a quotation: by a short form or
a role that stands there too, or by what a paragraph says nearby that leaves open who speaks.
"""

from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cache

import regex

from quotes.lexicon import tag_forms, words
from quotes.parse.mask import Frame

_NAME = regex.compile(r"\p{Lu}[\w.’'-]*+(?: (?:(?:of|the|and|for|de|la|du|van|von|bin|al) )*+\p{Lu}[\w.’'-]*+)*+")
_SENTENCE_END = regex.compile(r"(?<=[.!?][”\"’')]*)(?<!\b\p{Lu}\.) +(?=[“\"‘'(]*\p{Lu})")
_POSSESSIVE = regex.compile(r"['’]s?$")
_OPENING = regex.compile(r"[^\p{L}]*")
_SPACED = regex.compile(r"\S+")
_WORD = regex.compile(r"\p{L}+(?:['’-](?!s\b)\p{L}+)*")
_OPENS_QUOTED = regex.compile(r"\s*“[^”]*[.?]”")
_DEFINITE = regex.compile(r"\b[Tt]he((?: [\p{L}\d-]+){1,3})")

AROUND = 8
"""Words on either side of a name that are read with it. Of the people and bodies in the Worldwide corpus's dev and
test parts 89.4 % are found so; in whole sentences 89.6, with six words 89.1."""

_TAKING_UP = frozenset(
    {"he", "she", "they", "it", "his", "her", "hers", "him", "their", "theirs", "them", "its", "himself", "herself",
     "themselves"}
)  # fmt: skip
"""Words that stand for somebody named before."""

_LINKS = frozenset({"about", "and", "as", "at", "by", "for", "from", "in", "of", "on", "or", "that", "to", "with"})
"""Words that lead on to what follows them."""

_ROLES = ("person_nouns", "organisation_nouns")
"""Lists of the nouns that stand for a speaker who was named elsewhere."""


def unsettled(frames: Sequence[Frame], quoted: AbstractSet[int]) -> set[int]:
    """Return which of the `quoted` paragraphs leave open, as far as their words tell, who speaks in them."""
    return {n for n in quoted if not _settles(frames[n]) or (n and frames[n - 1].text.rstrip().endswith(":"))}


def _settles(frame: Frame) -> bool:
    """Tell whether a paragraph has somebody's name beside a verb of saying, and before it nothing that means another.

    What stands behind it goes back to the paragraph's own words.
    """
    # e.g. “It is so.” Then Roth spoke.
    if _OPENS_QUOTED.match(frame.text):
        return False
    for part in frame.own():
        named = next((m for m in _named_beside().finditer(part) if not _is_no_name(m["name"])), None)
        before = part[: named.start()] if named else part
        # e.g. “It is so,” *he* said. Roth said no.  e.g. “It is so,” *the judge* said. Roth said no.
        takes_up = not _TAKING_UP.isdisjoint(_WORD.findall(before.lower()))
        if takes_up or _roles_in(" ".join(_DEFINITE.findall(before))):
            return False
        if named:
            return True
    return False


def _is_no_name(word: str) -> bool:
    return word.lower() in _TAKING_UP or word.lower() in words("time_words")


@cache
def _named_beside() -> regex.Pattern[str]:
    """Return what finds a name, in `name`, that is the subject of a verb of saying as far as its neighbours tell."""
    verb, name = f"(?:{'|'.join(sorted(tag_forms()))})", r"\p{Lu}[\p{L}.’'-]*+"
    link = f"(?:{'|'.join(sorted(_LINKS))})"
    return regex.compile(
        # e.g. “It is so,” *Mia Roth said*  not: the *MD said*  not: the head of *Tarn Ferries said*
        rf"(?<!\b(?:[Tt]he|{link}) )(?<!\p{{Lu}}[\p{{L}}.’'-]* )\b(?P<name>{name})(?: {name})*+,? {verb}\b"
        # e.g. “It is so,” *said* mayor *Mia* Roth  not: the mayor *said* on *Friday*  not: the union *told Reuters*
        rf"|(?:^|,)\s*{verb} (?!{link}\b)(?:\p{{L}}+ )?(?P<name>{name})"
    )


def naming(frames: Iterable[Frame], read: Sequence[Frame], open_in: AbstractSet[int] = frozenset()) -> Iterator[Frame]:
    """Yield the parts of `frames`, which are without quotations, that bring in names which `read` does not hold.

    Left out are names that nothing in `read` may mean; about the paragraphs `open_in` any may be meant.
    """
    meanings = _meanings(read)
    known = set(meanings.names)
    # e.g. The head of a rail firm refused to go, saying “no”. | *Adrian Foulds* said it was late.
    near = {n - 2 for n in open_in} | ({1} if 0 in open_in else set())
    for frame in frames:
        for start, end in _sentences(frame.text):
            sentence = frame.text[start:end]
            new = [(name, at) for name, at in _names(sentence) if name not in known]
            any_may = frame.paragraph in near or not meanings.roles.isdisjoint(_roles_in(sentence))
            if meant := [(name, at) for name, at in new if any_may or meanings.fit(name)]:
                known |= _with_parts(name for name, _ in meant)
                first, last = _around(sentence, meant[0][1], meant[-1][1] + len(meant[-1][0]))
                yield frame.part(start + first, start + last)


@dataclass(frozen=True, slots=True)
class _Meanings:
    """What stands in the paragraphs that are read in full and may mean somebody who is named elsewhere."""

    names: frozenset[str]
    short_forms: frozenset[frozenset[str]]
    initials: frozenset[str]
    roles: frozenset[str]

    def fit(self, name: str) -> bool:
        """Tell whether a name may be meant by a short form of it or by its initials."""
        telling = _telling(name)
        # e.g. Gullane Water Board ... the *GWB*
        return _initials(name) in self.initials or any(form <= telling for form in self.short_forms)


def _meanings(read: Sequence[Frame]) -> _Meanings:
    sentences = [frame.text[start:end] for frame in read for start, end in _sentences(frame.text)]
    return _Meanings(
        frozenset(part for sentence in sentences for part in _with_parts(name for name, _ in _names(sentence))),
        frozenset(form for sentence in sentences for form in _short_forms(sentence)),
        frozenset(word for sentence in sentences for word in _WORD.findall(sentence) if word[1:].isupper()),
        frozenset(role for sentence in sentences for role in _roles_in(" ".join(_DEFINITE.findall(sentence)))),
    )


def _around(sentence: str, start: int, end: int) -> tuple[int, int]:
    """Return the start and end of a stretch of a sentence that holds names, with `AROUND` words on either side.

    It ends neither in another name nor in words like *for the*: the recogniser takes what is left for something else.
    """
    spaced = [match.span() for match in _SPACED.finditer(sentence)]
    held = [n for n, (opens, closes) in enumerate(spaced) if opens < end and start < closes]
    has_capital = [sentence[opens].isupper() for opens, _ in spaced]
    leading = _untelling() | _LINKS
    leads_on = [sentence[opens:closes].lower() in leading for opens, closes in spaced]
    first, last = max(held[0] - AROUND, 0), min(held[-1] + AROUND, len(spaced) - 1)
    while first > 0 and has_capital[first] and has_capital[first - 1]:
        first -= 1
    while held[-1] < last < len(spaced) - 1 and (has_capital[last] or leads_on[last]):
        last -= 1
    return spaced[first][0], spaced[last][1]


def _short_forms(sentence: str) -> Iterator[frozenset[str]]:
    """Yield the telling words of what is written like a name; a longer name that has them all may be meant by it."""
    opening = _OPENING.match(sentence)
    for match in _NAME.finditer(sentence):
        # e.g. *But* Roth laughed.: the first word may be no part of the name
        is_first = opening is not None and match.start() == opening.end()
        forms = {match.group(), match.group().partition(" ")[2] if is_first else ""}
        # e.g. *Superintendent* Roth laughed. The titles of the world are not all in a list.
        last = match.group().rpartition(" ")[2]
        if last.lower() not in _roles():
            forms.add(last)
        yield from filter(None, (frozenset(_telling(form)) for form in forms))


def _telling(text: str) -> set[str]:
    """Return the words of a text that may be parts of a name which tell it from others."""
    found = (w.replace("’", "'") for w in _WORD.findall(text) if w[0].isupper())
    return {w for w in found if w.lower() not in _untelling()}


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
    return "".join(word[0] for word in name.split() if word[0].isupper())


def _names(sentence: str) -> Iterator[tuple[str, int]]:
    """Yield what is written like a name, and where it starts."""
    opening = _OPENING.match(sentence)
    for match in _NAME.finditer(sentence):
        name = _POSSESSIVE.sub("", match.group().rstrip(".'’"))
        # not: *So* Mayor Ana Ruiz read on.  not: He came on *Monday*.
        is_first = opening is not None and match.start() == opening.end() and not name.isupper()
        is_bare = " " not in name and (is_first or name.lower() in words("time_words"))
        if len(name) > 1 and not is_bare:
            yield name, match.start()


def _with_parts(names: Iterable[str]) -> set[str]:
    # e.g. Mia Roth ... *Roth*
    return {part for name in names for part in (name, *name.split())}


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for match in _SENTENCE_END.finditer(text):
        yield start, match.start()
        start = match.end()
    yield start, len(text)
