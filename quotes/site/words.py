"""What a reader typed, as a query of SQLite's full-text search.

Every word is put in quotation marks, so that no character that a reader types is an operator: climate-change,
don't, C++ and a lone quotation mark are all plain words.
"""

import re

_PART = re.compile(r'["“”„]([^"“”„]+)["“”„]|([^\s"“”„]+)')
# The index holds stems: “bearings” is there as “bear”, which “bearin” does not begin. So this many letters may go
# from the end of a half-typed word, and as many must be left.
_LETTERS_DROPPED = 2
_LETTERS_LEFT = 3


def query(typed: str) -> str:
    """Return the full-text query for `typed`, empty if it holds no word.

    A phrase in double marks stays a phrase; a star behind a word finds the words that begin with it.

    >>> print(query("“rent strike” don't evict*"))
    "rent strike" "don't" "evict"*
    >>> query('" - (')
    ''
    """
    return " ".join(_terms(typed))


def completions(typed: str) -> tuple[str, ...]:
    """Return queries that take the last word as the beginning of one, the strictest first.

    >>> for found in completions("rent bearin"):
    ...     print(found)
    "rent" "bearin"*
    "rent" "beari"*
    "rent" "bear"*
    """
    *others, last = _terms(typed) or ("",)
    word = last.strip('"')
    if not last.endswith('"') or " " in word or len(word) < _LETTERS_LEFT:
        return ()
    shortest = max(len(word) - _LETTERS_DROPPED, _LETTERS_LEFT)
    return tuple(" ".join([*others, f'"{word[:length]}"*']) for length in range(len(word), shortest - 1, -1))


def _terms(typed: str) -> tuple[str, ...]:
    # A null character would end the query for SQLite.
    parts = [(phrase or word, bool(word)) for phrase, word in _PART.findall(typed.replace("\0", " "))]
    return tuple(_term(text, is_word) for text, is_word in parts if any(map(str.isalnum, text)))


def _term(text: str, is_word: bool) -> str:  # noqa: FBT001 -- private, with one caller
    return f'"{text.rstrip("*")}"*' if is_word and text.endswith("*") else f'"{text}"'
