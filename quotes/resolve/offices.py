"""Tell offices apart that one noun may name: a deputy mayor is no mayor, a foreign minister no finance minister."""

from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet

import regex

from quotes.lexicon import words
from quotes.resolve.names import folded

Kind = frozenset[str]
"""The words before the noun of an office that say which one it is: `{"deputy", "foreign"}`."""

MILITARY = frozenset({"admiral", "colonel", "commander", "general", "marshal"})
"""Ranks of officers who may be spoken of by more than one of them: Admiral Voss ... the former fleet commander."""

OF_ANY_RANK = MILITARY | {"professor"}
"""Titles that a holder of a lower rank goes by, too: Lieutenant Colonel Voss ... the colonel."""

_PARTS = regex.compile(r",| and ")
_WORD = regex.compile(r"[\p{L}\p{N}’']+")


def kind(found: AbstractSet[str]) -> Kind:
    """Return those of some folded words that tell one office from another."""
    return frozenset(found & (words("office_ranks") | words("office_fields")))


def offices(phrase: str) -> Iterator[tuple[str, Kind]]:
    """Yield each noun for an office in a role, with the kind of office that it is.

    >>> found = dict(offices("deputy mayor and a former finance minister"))
    >>> found["mayor"], found["minister"]
    (frozenset({'deputy'}), frozenset({'finance'}))
    """
    nouns = words("titles") | words("person_nouns")
    for part in _PARTS.split(phrase):
        found = [folded(word) for word in _WORD.findall(part)]
        yield from ((word, kind(set(found) - {word})) for word in found if word in nouns)


def is_same(noun: str, asked: Kind, held: Iterable[Kind]) -> bool:
    """Tell whether a noun of a kind may take up somebody who holds an office of that noun, of one of some kinds."""
    return any(_fits(noun, asked, one) for one in held)


def _fits(noun: str, asked: Kind, held: Kind) -> bool:
    ranks = words("office_ranks") if noun not in OF_ANY_RANK else frozenset[str]()
    fields = asked - ranks, held - ranks
    # e.g. Finance minister Ana Ruiz ... *the minister*; Minister Ana Ruiz ... *the finance minister*
    return asked & ranks == held & ranks and (fields[0] <= fields[1] or fields[1] <= fields[0])
