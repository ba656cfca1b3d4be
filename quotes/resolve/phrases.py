"""Noun phrases as names: what of the words of a source goes into the index."""

import regex

from quotes.models import Span

_DETERMINER = regex.compile(r"^(?:the|an?|his|her|its|their|our|my|this|that|these|those|one|another|some)\s+", regex.I)
_AROUND = regex.compile(r"\s(?:around|behind|outside|near|with|before)\s(?:it|him|her|them)$")
_BASED = regex.compile(r"\b\p{Lu}[\p{L}.-]*-based ")
_NAMED_WORDS = r"\p{Lu}[\p{L}.'’-]*(?: (?:and |of |the )*\p{Lu}[\p{L}.'’-]*)*"
_BY_NAME = regex.compile(
    rf" (?:\p{{Ll}}+ )?(?:of|on|by|from) (?:the |an? )?(?:\p{{Ll}}+ )?{_NAMED_WORDS}"
    r"(?:(?: \p{Ll}+)?(?<=\p{L})['’]s \p{Ll}+)?"
)
_WHOLE = regex.compile(
    r"^((?:the|an?|its|his|her|their) )(?:full|whole|entire|complete|same|latest|new) ", regex.IGNORECASE
)


def plain(phrase: str) -> str:
    """Return a phrase as a name: without a leading determiner and a possessive ending.

    >>> plain("the Kremlin"), plain("a senior aide")
    ('Kremlin', 'senior aide')
    """
    stripped = _AROUND.sub("", _DETERMINER.sub("", _BASED.sub("", " ".join(phrase.split()))))
    return regex.sub(r"['’]s?$", "", stripped).strip(" ,;:") or phrase


def document(text: str, head: Span, span: Span) -> str:
    """Return the name of a document: its noun, with whose it is or what it is on if that is a name."""
    # e.g. a document *on the Cole campaign's website*; the *full* statement
    about = _BY_NAME.match(text, head.end)
    tail = about[0] if about and (about.end() <= span.end or " by " in about[0]) else ""
    return _WHOLE.sub(r"\1", head.of(text) + tail)
