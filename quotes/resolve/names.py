"""Names of people as news writes them: titles, particles, possessives, suffixes; and what they tell of gender."""

import unicodedata
from enum import StrEnum
from functools import lru_cache

import regex

from quotes.lexicon import words

_TOKEN = regex.compile(r"(?:(?<= )['’](?=[ts] ))?[\p{L}\p{M}\p{N}][\p{L}\p{M}\p{N}.'’-]*")
NICKNAME = regex.compile(r" [“\"‘'][\p{L} .-]{2,24}[”\"’'] ")
"""A nickname inside a name: Joe “Shorty” Delgado."""
POSSESSIVE = regex.compile(r"['’]s?$")
"""The ending of a genitive: Roth's, the Greens'."""
_WOMANS_ENDINGS = ("ova", "eva", "skaya", "skaia", "dottir", "ovna", "evna")
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})
GENERATIONS = frozenset({"jr", "sr"})
"""Suffixes that tell father from son; a numeral may be left out of the same man's name."""
_ALSO_NAMES = frozenset({"fan", "man"})
"""Nouns for people that are family names or given names elsewhere: *Fan* Lili, *Man* Kumari."""
SPELT_MIN = 5
"""Letters of a given name from which one letter more or less is a slip; shorter names differ by one letter."""
_ARTICLE = regex.compile(r"^(?:al|el|ad|an|ar|as|ash|at|az)-(?=\w{3})")
_EXCELLENCY = regex.compile(r"^(?:His |Her )?H\.? ?E\.? (?=\p{Lu})")
"""His Excellency, as Asian and African papers shorten it."""


class Gender(StrEnum):
    """What pronouns a name or title goes with, as far as it tells."""

    FEMALE = "female"
    MALE = "male"


@lru_cache(maxsize=65536)
def folded(token: str) -> str:
    """Return a token without case, diacritics and full stops.

    >>> folded("Añez"), folded("Gov.")
    ('anez', 'gov')
    """
    plain = unicodedata.normalize("NFKD", token.replace("’", "'").strip(".").casefold())
    return "".join(c for c in plain if not unicodedata.combining(c))


def tokens(name: str) -> tuple[str, ...]:
    """Return the tokens of a name without titles and possessive ending; a title alone is kept.

    >>> tokens("President Maria de la Cruz's")
    ('Maria', 'de', 'la', 'Cruz')
    """
    plain = _EXCELLENCY.sub("", NICKNAME.sub(" ", POSSESSIVE.sub("", name.strip())))
    found = [t for t in _TOKEN.findall(plain) if t not in {"’s", "'s"}]
    titles = [n for n, token in enumerate(found[:-1]) if _is_title(token)]
    found = found[titles[-1] + 1 :] if titles else found
    # e.g. Sinéad Moriarty *SC*
    while len(found) > 1 and found[-1].rstrip(".") in words("postnominals"):
        found.pop()
    # e.g. Carpenter Della Roth; but Baker Hughes
    while len(found) > 2 and folded(found[0]) in words("person_nouns"):  # noqa: PLR2004 -- a first name and a surname
        found.pop(0)
    # e.g. Hacker *Merlin*; not: Baker Hughes, Hunter Lund
    match found:
        case [trade, name] if _is_trade(trade):
            found = [name]
    # e.g. US Secretary of State Antony Blinken
    while len(found) > 2 and titles and found[0] in {"of", "for"}:  # noqa: PLR2004 -- of, State, and a name
        found = found[2:]
    return tuple(found)


def _is_trade(word: str) -> bool:
    return folded(word) in words("person_nouns") and folded(word) not in _ALSO_NAMES and not may_be_given(word)


def _is_title(word: str) -> bool:
    # e.g. *Del.* Ana Ruiz; not: Marco *Del* Rey
    return folded(word).rpartition("-")[2] in words("titles") and word != "Del"


@lru_cache(maxsize=65536)
def surname(name: tuple[str, ...]) -> str:
    """Return the last token that is no suffix, folded, without an Arabic article: `Cruz` of "Ana Cruz Jr."."""
    last = next((t for t in reversed(name) if folded(t) not in _SUFFIXES), name[-1])
    # e.g. Karim *Al-Dabbar* ... Dabbar said
    return _ARTICLE.sub("", folded(last))


def suffix(name: tuple[str, ...]) -> str:
    """Return what tells people of one name apart, folded: `jr` of "Ana Cruz Jr."; empty if there is nothing."""
    last = folded(name[-1])
    return last if last in _SUFFIXES else ""


def is_variant(short: tuple[str, ...], full: tuple[str, ...]) -> bool:
    """Tell whether two full names can be one person's: same ends, middle names and initials aside.

    >>> is_variant(("Donald", "Trump"), ("Donald", "J.", "Trump"))
    True
    >>> is_variant(("Ivanka", "Trump"), ("Donald", "Trump")), is_variant(("Joe", "Voss"), ("Joe", "Voss", "Jr."))
    (False, False)
    """
    a, b = folded(short[0]), folded(full[0])
    # not: *Joe Voss* ... *Joe Voss Jr.*, who is mostly his son; but: *Joe Voss III*, who is Joe Voss for short
    endings = {suffix(short), suffix(full)}
    is_another = len(endings) > 1 and ("" not in endings or not endings.isdisjoint(GENERATIONS))
    if surname(short) != surname(full) or is_another:
        return False
    return a == b or (min(len(a), len(b)) == 1 and a[0] == b[0]) or is_misspelt(short[0], full[0])


def is_misspelt(one: str, other: str) -> bool:
    """Tell whether two given names of the same gender differ by one letter, as those of one person in haste do."""
    # e.g. *Kristin* Wilkes, *Kristen* Wilkes; *Mohamed*, *Mohammed*; not: Daniel, Daniela; not: Jon, Jan
    a, b = sorted((folded(one), folded(other)), key=len)
    if len(a) < SPELT_MIN or a[0] != b[0] or len(b) - len(a) > 1 or _given_gender(one) != _given_gender(other):
        return False
    at = next((n for n, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), len(a))
    return a[at + (len(a) == len(b)) :] == b[at + 1 :]


def gender(name: tuple[str, ...], before: str = "") -> Gender | None:
    """Return the gender that the title right before a name, or its first token, tells; None if neither does.

    >>> gender(("Clinton",), "Mrs. ")
    <Gender.FEMALE: 'female'>
    """
    titles = [folded(t) for t in _TOKEN.findall(before)][-3:]
    for title in reversed(titles):
        if found := word_gender(title):
            return found
    if name and len(name) > 1:
        return _given_gender(name[0].strip(".")) or _ending_gender(folded(name[-1]))
    return None


def is_given(name: str) -> bool:
    """Tell whether a word is a given name that the short lists know, which hold no other words."""
    return name in words("male_names") or name in words("female_names")


def may_be_given(name: str) -> bool:
    """Tell whether a capitalised word is known as a given name, be it a word besides."""
    key = folded(name)
    return is_given(name) or key in words("female_given_names") or key in words("male_given_names")


def _given_gender(name: str) -> Gender | None:
    """Return the gender of those who mostly bear a given name."""
    if name in words("female_names") or folded(name) in words("female_given_names"):
        return Gender.FEMALE
    is_male = name in words("male_names") or folded(name) in words("male_given_names")
    return Gender.MALE if is_male else None


def _ending_gender(last: str) -> Gender | None:
    """Return the gender that the last word of a name tells, in languages where it does."""
    # e.g. Rahima *Begum*, Ilona *Vrbová*, Harpal *Kaur*
    is_womans = last in words("female_surnames") or last.endswith(_WOMANS_ENDINGS)
    return Gender.FEMALE if is_womans else None


def word_gender(word: str) -> Gender | None:
    """Return the gender that a title or role word tells."""
    if word in words("female_titles"):
        return Gender.FEMALE
    return Gender.MALE if word in words("male_titles") else None


def pronoun_gender(pronoun: str) -> Gender | None:
    """Return the gender of a personal pronoun, None for those without."""
    if pronoun in {"she", "her", "herself", "hers"}:
        return Gender.FEMALE
    return Gender.MALE if pronoun in {"he", "him", "himself", "his"} else None
