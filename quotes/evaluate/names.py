"""Whether two names are the same person's, for measuring only: the index resolves names by stricter rules."""

import re
import unicodedata
from collections.abc import Sequence
from enum import StrEnum

from quotes.lexicon import words as entries

_POSSESSIVE = re.compile(r"['’]s\b")
_TOKEN = re.compile(r"[^\W_]+")
_WITH_MIDDLE = 3  # first, middle and last name


class Agreement(StrEnum):
    """How far a name agrees with the gold."""

    EXACT = "exact"
    PARTIAL = "partial"  # the last name only, as one side gives no more
    WRONG = "wrong"


def name_key(name: str) -> tuple[str, ...]:
    """Return the tokens of a name without case, diacritics, titles, possessive and middle initials.

    >>> name_key("Sen. José M. O’Brien’s")
    ('jose', 'obrien')
    """
    decomposed = unicodedata.normalize("NFKD", name)
    folded = "".join(char for char in decomposed if not unicodedata.combining(char)).casefold()
    bare = _POSSESSIVE.sub("", folded).replace("'", "").replace("’", "")
    return _without_initials(_without_titles(_TOKEN.findall(bare)))


def _without_titles(tokens: Sequence[str]) -> Sequence[str]:
    """Return the tokens from the first on that is no title; the last one stays in any case."""
    titles = entries("evaluate-titles")
    first = next((place for place, token in enumerate(tokens) if token not in titles), len(tokens) - 1)
    return tokens[first:]


def _without_initials(tokens: Sequence[str]) -> tuple[str, ...]:
    """Return the tokens without single letters between the first and the last."""
    if len(tokens) < _WITH_MIDDLE:
        return tuple(tokens)
    return (tokens[0], *(token for token in tokens[1:-1] if len(token) > 1), tokens[-1])


def compare(name: str | None, accepted: Sequence[str], *, person: bool = True) -> Agreement:
    """Return how far `name` agrees with one of the accepted names, of which the canonical one stands first.

    The bare last name of a person is partial even where it is listed among the accepted names, unless it is
    the canonical one.

    >>> [compare(name, ["Ann Lee", "Lee"]).value for name in ("Ms. Ann B. Lee", "Lee", "Bob Lee", None)]
    ['exact', 'partial', 'wrong', 'wrong']
    """
    key = name_key(name or "")
    forms = [name_key(form) for form in accepted]
    if not key:
        return Agreement.WRONG
    last_names = {form[-1] for form in forms if len(form) > 1}
    if key in forms and (not person or key == forms[0] or len(key) > 1 or key[0] not in last_names):
        return Agreement.EXACT
    if len(key) == 1:
        near = any(form and form[-1] == key[0] for form in forms)
    else:
        near = (key[-1],) in forms and key[-1] not in last_names
    return Agreement.PARTIAL if near else Agreement.WRONG
