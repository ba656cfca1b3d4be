"""Noun phrases as names: what of the words of a source goes into the index."""

from functools import cache

import regex

from quotes.lexicon import tag_forms, words
from quotes.models import Span
from quotes.resolve.names import POSSESSIVE

_DETERMINER = regex.compile(r"^(?:the|an?|his|her|its|their|our|my|this|that|these|those|one|another|some)\s+", regex.I)
_AROUND = regex.compile(r"\s(?:around|behind|outside|near|with|before)\s(?:it|him|her|them)$")
_BASED = regex.compile(r"\b\p{Lu}[\p{L}.-]*-based ")
_NAMED_WORDS = r"\p{Lu}[\p{L}.'’-]*(?: (?:and |of |the )*\p{Lu}[\p{L}.'’-]*)*"
WORD = regex.compile(r"[\p{L}\p{N}][\p{L}\p{N}'’.-]*")
"""A word, with the apostrophes, hyphens and full stops that are a part of it."""
_BY_NAME = regex.compile(
    rf" (?:\p{{Ll}}+ )?(?:of|on|by|from) (?:the |an? )?(?:\p{{Ll}}+ )?{_NAMED_WORDS}"
    r"(?:(?: \p{Ll}+)?(?<=\p{L})['’]s \p{Ll}+)?"
)
_OWNED_ROLE = regex.compile(r"(?: \p{Ll}+){1,3}")
_PERSON = r"\p{Lu}[\p{L}’'-]+(?: (?:(?:de|la|del|van|von|der|den|bin|al|el|di|da|dos|du|le) )*\p{Lu}[\p{L}.’'-]*)*"
_COMPLEMENT = r"(?: (?:of|for|at|in|on|with|from|to|who|that|whose) [^.,;:“”\"\n]{2,90})?"
_DESCRIPTION = r"(?:(?:\p{Lu}\p{L}{0,4}\.|[\p{L}\p{N}’'-]+) ){0,8}?"
_APPOSED = regex.compile(
    rf"(?P<complement>{_COMPLEMENT}), (?P<description>{_DESCRIPTION})(?P<name>{_PERSON})"
    r"(?= ?[,;:(]| [–—-]| (?:of|from|at) |(?<=\p{Lu}[\p{L}’'-]+ [\p{L}’'-]+)\.)"  # not: Hon. | Ana Ruiz
)
_SECOND_ROLE = regex.compile(r" and (?:an?|the|its|his|her|their) ")
_GIVEN_AS = regex.compile(
    r"(?P<complement>[^.,;:“”\"\n]{0,100}),? who [^.,;:“”\"\n]{0,40}?"
    r"(?:\bas|\bname,?|\bbe called) (?:only )?(?P<name>\p{Lu}[\p{L}’'-]+(?: \p{Lu}[\p{L}’'-]+)*)"
)
_NEW = regex.compile(r"\b(?:[Aa]n?|[Aa]nother) (?:[\p{L}\p{N}-]+ ){0,4}[\p{L}-]+$")
_OWN_NAME = regex.compile(
    r"\b(?:(?:his|her|their) (?:first |last |sur)?(?:name|surname)|(?:him|her|them)sel(?:f|ves)|identified|"
    r"(?:asked|wanted|wished|preferred) to be (?:called|known))\b"
)
_WHOLE = regex.compile(
    r"^((?:the|an?|its|his|her|their) )(?:full|whole|entire|complete|same|latest|new) ", regex.IGNORECASE
)


def last_word(text: str, span: Span) -> Span:
    """Return the last word of a phrase, the phrase itself if it has none.

    >>> last_word("the mayor,", Span(0, 10)).of("the mayor,")
    'mayor'
    """
    found = list(WORD.finditer(text, span.start, span.end))
    return Span(found[-1].start(), found[-1].end()) if found else span


def plain(phrase: str) -> str:
    """Return a phrase as a name: without a leading determiner and a possessive ending.

    >>> plain("the Kremlin"), plain("a senior aide")
    ('Kremlin', 'senior aide')
    """
    stripped = _AROUND.sub("", _DETERMINER.sub("", _BASED.sub("", " ".join(phrase.split()))))
    return POSSESSIVE.sub("", stripped).strip(" ,;:") or phrase


def document(text: str, head: Span, span: Span) -> str:
    """Return the name of a document: its noun, with whose it is or what it is on if that is a name."""
    # e.g. a document *on the Cole campaign's website*; the *full* statement
    about = _BY_NAME.match(text, head.end)
    tail = about[0] if about and (about.end() <= span.end or " by " in about[0]) else ""
    # e.g. a report by the State Department's *inspector general*
    if tail.endswith(("'s", "’s")) and (owned := _OWNED_ROLE.match(text, head.end + len(tail), span.end)):
        tail += owned[0]
    return _WHOLE.sub(r"\1", head.of(text) + tail)


def apposed(text: str, end: int) -> Span | None:
    """Return where the name stands that is apposed to the noun which ends at `end`.

    >>> at = apposed("The chairman of the club, the Rev Alan Gunn, hopes so.", 12)
    >>> at.of("The chairman of the club, the Rev Alan Gunn, hopes so.")
    'Rev Alan Gunn'
    """
    # e.g. a weeder, who gave her name only as *Savi*, said
    if (given := _GIVEN_AS.match(text, end)) and _OWN_NAME.search(given[0]):
        return Span(*given.span("name"))
    if called := _called().match(text, end):
        # not: The president *named Joe Voss*, 60, ...
        is_told = called["as"] or _NEW.search(text, max(0, end - 60), end) is not None
        return Span(*called.span("name")) if is_told and not brings_in_another(called["complement"]) else None
    match = _APPOSED.match(text, end)
    if match is None:
        return None
    # not: a friend of the mayor, Ana Ruiz, said; not: the driver, who was with Ana Ruiz, said
    # but: a member of the board and a former *MP*, Ana Ruiz, said
    of_another = brings_in_another(_SECOND_ROLE.split(match["complement"])[0])
    described = match["description"].split()
    is_linked = {w.lower().rstrip(".") for w in described} & (words("apposition_stops") | tag_forms())
    # not: Ana Ruiz, the mayor of Gullane, met Ben Cole, ...
    is_phrase = (
        not described
        or not described[0].islower()
        or described[0] in words("apposition_openers") | words("person_nouns")
    )
    return Span(*match.span("name")) if is_phrase and not (of_another or is_linked) else None


def brings_in_another(complement: str) -> bool:
    """Tell whether what stands between a noun and a name brings in somebody else."""
    return not (words("person_nouns") | words("kin_nouns")).isdisjoint(complement.lower().split())


@cache
def _called() -> regex.Pattern[str]:
    """Return what finds the name, in `name`, by which somebody is called behind the noun."""
    verb = f"(?:{'|'.join(sorted(tag_forms() | words('auxiliaries')))})"
    # e.g. a trader *named Omar Voss* said; the man, *identified by police as Omar Voss, 34,* said
    # not: A judge *named Voss as* a suspect; a rival *called Voss, who* leads, “weak”
    as_ = r"(?:named|identified|known)(?: by [^.,;:“”\"\n]{3,50})?(?: \p{Ll}+ly)?(?P<as> as)"
    behind = rf"(?=,? {verb}\b|,? who\b|, \d|\.(?:\s|$))"
    return regex.compile(
        r"(?P<complement>(?: (?:of|at|in|on|with|from) [^.,;:“”\"\n]{2,60}?)?),? (?:since |later )?"
        rf"(?:(?:named|{as_}) (?P<name>{_PERSON}){behind}|called (?P<name>{_PERSON})(?=,? {verb}\b))"
    )
