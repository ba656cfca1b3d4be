"""Noun phrases as names: what of the words of a source goes into the index."""

import regex

_DETERMINER = regex.compile(r"^(?:the|an?|his|her|its|their|our|my|this|that|these|those|one|another|some)\s+", regex.I)
_AROUND = regex.compile(r"\s(?:around|behind|outside|near|with|before)\s(?:it|him|her|them)$")
_BASED = regex.compile(r"\b\p{Lu}[\p{L}.-]*-based ")


def plain(phrase: str) -> str:
    """Return a phrase as a name: without a leading determiner and a possessive ending.

    >>> plain("the Kremlin"), plain("a senior aide")
    ('Kremlin', 'senior aide')
    """
    stripped = _AROUND.sub("", _DETERMINER.sub("", _BASED.sub("", " ".join(phrase.split()))))
    return regex.sub(r"['’]s?$", "", stripped).strip(" ,;:") or phrase
