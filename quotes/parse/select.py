"""Select what is read for names alone: of the paragraphs far from quotations, the sentences that bring in a name.

Whoever is named again is found by the name that is known; reading it again would tell nothing new.
"""

from collections.abc import Iterable, Iterator

import regex

from quotes.lexicon import words
from quotes.parse.mask import Frame

_NAME = regex.compile(r"\p{Lu}[\w.’'-]*+(?: (?:(?:of|the|and|for|de|la|du|van|von|bin|al) )*+\p{Lu}[\w.’'-]*+)*+")
_SENTENCE_END = regex.compile(r"(?<=[.!?][”\"’')]*)(?<!\b\p{Lu}\.) +(?=[“\"‘'(]*\p{Lu})")
_POSSESSIVE = regex.compile(r"['’]s?$")
_OPENING = regex.compile(r"[^\p{L}]*")


def naming(frames: Iterable[Frame], read: Iterable[Frame]) -> Iterator[Frame]:
    """Yield the sentences of `frames`, without quotations, that bring in a name which `read` does not hold."""
    known: set[str] = set()
    for frame in read:
        for start, end in _sentences(frame.text):
            known |= _with_parts(_names(frame.text[start:end]))
    for frame in frames:
        for start, end in _sentences(frame.text):
            names = set(_names(frame.text[start:end]))
            if not names <= known:
                known |= _with_parts(names)
                yield frame.part(start, end)


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
