"""Word lists: data files under `quotes/data/en`, one entry a line, `#` begins a comment."""

from functools import cache
from importlib.resources import files
from itertools import chain

import regex

TITLE_MAX_WORDS = 12

_WORD = regex.compile(r"\w+(?:['’-]\w+)*")
_SMALL = frozenset(
    {"a", "an", "the", "of", "in", "on", "at", "to", "for", "and", "or", "but", "by", "with", "from", "as", "is"}
)


@cache
def words(name: str) -> frozenset[str]:
    """Return the entries of `data/en/NAME.txt`, as written there.

    >>> "mayor" in words("person_nouns")
    True
    """
    return frozenset(entries(name))


@cache
def entries(name: str) -> tuple[str, ...]:
    """Return the entries of `data/en/NAME.txt` in their order."""
    lines = files("quotes").joinpath("data", "en", f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return tuple(entry for line in lines if (entry := line.partition("#")[0].strip()))


def is_title_case(content: str) -> bool:
    """Tell whether the words are written as a title's are, with small ones small, and end as no sentence does.

    >>> is_title_case("The Ship of State,"), is_title_case("It sank.")
    (True, False)
    """
    found = _WORD.findall(content)
    if not found or len(found) > TITLE_MAX_WORDS or content.rstrip(",")[-1:] in {"!", "?", ";"}:
        return False
    big = [word for word in found if word[:1].isupper() or word[:1].isdigit()]
    small = [word for word in found if word.lower() in _SMALL]
    return found[0][:1].isupper() and len({*big, *small}) == len(set(found)) and not content.isupper()


@cache
def short_titles() -> dict[str, tuple[str, ...]]:
    """Return the titles before a name that say the same as a noun for an office.

    >>> short_titles()["senator"]
    ('sen',)
    """
    return {noun: tuple(titles) for noun, *titles in (entry.split() for entry in entries("short_titles"))}


@cache
def short_offices() -> dict[str, tuple[str, ...]]:
    """Return the words that the initials of an office stand for.

    >>> short_offices()["CM"]
    ('chief', 'minister')
    """
    return {short: tuple(full) for short, *full in (entry.split() for entry in entries("short_offices"))}


@cache
def other_positions() -> dict[str, frozenset[str]]:
    """Return for each position in a sport those that nobody holds who holds it.

    >>> "striker" in other_positions()["goalkeeper"], "striker" in other_positions()["winger"]
    (True, False)
    """
    lines = [entry.split() for entry in entries("playing_positions")]
    held = frozenset(chain.from_iterable(lines))
    return {position: held - frozenset(line) for line in lines for position in line}


@cache
def reporting_verbs() -> frozenset[str]:
    """Return the lemmas of the reporting verbs."""
    return frozenset(entry.split()[0] for entry in entries("reporting_verbs"))


@cache
def clause_verbs() -> frozenset[str]:
    """Return the lemmas of the verbs that frame a whole quoted clause only."""
    return frozenset(entry.split()[0] for entry in entries("clause_verbs"))


@cache
def reporting_forms() -> dict[str, str]:
    """Return the finite forms of the reporting verbs, each with its lemma.

    >>> [reporting_forms()[form] for form in ("said", "tells", "replied", "quipped")]
    ['say', 'tell', 'reply', 'quip']
    """
    return _forms("reporting_verbs")


@cache
def tag_forms() -> frozenset[str]:
    """Return the finite forms of all verbs that may follow a quotation, such as "continued"."""
    return frozenset(reporting_forms()) | frozenset(_forms("clause_verbs"))


@cache
def participle_forms() -> dict[str, str]:
    """Return the present participles of the reporting verbs, each with its lemma.

    >>> [participle_forms()[form] for form in ("echoing", "calling", "lying", "quipping", "writing")]
    ['echo', 'call', 'lie', 'quip', 'write']
    """
    return {form: lemma for lemma in sorted(reporting_verbs()) for form in _participles(lemma)}


def _participles(lemma: str) -> tuple[str, ...]:
    if lemma.endswith("ie"):
        return (f"{lemma[:-2]}ying",)
    if lemma.endswith("e") and not lemma.endswith("ee"):
        return (f"{lemma[:-1]}ing",)
    stems = [lemma] if lemma.endswith(("y", "ee")) else [past.removesuffix("ed") for past in _regular_past(lemma)]
    return tuple(f"{stem}ing" for stem in stems)


def _forms(name: str) -> dict[str, str]:
    forms: dict[str, str] = {}
    for entry in entries(name):
        lemma, *irregular = entry.split()
        for form in (lemma, _third_person(lemma), *(irregular or _regular_past(lemma))):
            forms.setdefault(form, lemma)
    return forms


def _third_person(lemma: str) -> str:
    if lemma.endswith("y") and lemma[-2] not in "aeiou":
        return f"{lemma[:-1]}ies"
    return f"{lemma}es" if lemma.endswith(("s", "sh", "ch", "x", "z")) else f"{lemma}s"


def _regular_past(lemma: str) -> tuple[str, ...]:
    """Return the spellings of the regular past; both, where only the stress decides ("quipped", "visited")."""
    if lemma.endswith("e"):
        return (f"{lemma}d",)
    if lemma.endswith("y") and lemma[-2] not in "aeiou":
        return (f"{lemma[:-1]}ied",)
    sounds = lemma.replace("qu", "kw")
    ends_short = sounds[-1] not in "aeiouwxy" and sounds[-2] in "aeiou" and sounds[-3:-2] not in set("aeiou")
    return (f"{lemma}ed", f"{lemma}{lemma[-1]}ed") if ends_short else (f"{lemma}ed",)
