"""Names of people as the entity recogniser saw them, mended: put together, cut apart, completed."""

from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet

import regex

from quotes.lexicon import words
from quotes.models import Entity, Span
from quotes.resolve.names import GENERATIONS, NICKNAME, folded, is_given, may_be_given, suffix, tokens

PARTICLE_MAX = 3
"""Letters of a word without a capital inside a name: "de la", "van", "bin"; longer ones are no part of a name."""

WHOLE_NAME = 2
"""Tokens of a given name and a surname."""

_BETWEEN_NAMES = regex.compile(r"(?<=\p{Lu}[\p{L}.’'-]*)" + NICKNAME.pattern + r"(?=\p{Lu})")
_PARTY = regex.compile(r"(?<![\p{L}])[DRI]-")
_SEAT = regex.compile(
    r"\b(?:M[SE]?Ps?|MLA|TD|[Mm]ember|[Cc]andidate|[Ss]enator|[Cc]ouncillor|seat|constituency) (?:for|of) (?:the )?$"
)
_SHOP = regex.compile(
    r"\b(?P<name>\p{Lu}\p{L}+)['’]s (?:said|says|told|has|had|is|was|will|announced|reported|declined|confirmed)\b"
)
_SUFFIX = regex.compile(r",? ([JS]r\.|I{2,3}|IV)(?![\p{L}\p{N}])")
_SURNAME = regex.compile(r" (\p{Lu}[\p{L}'’-]+)")
_WORD = regex.compile(r"[\p{L}\p{N}][\p{L}\p{N}'’-]*")
_LOWER = regex.compile(rf" (?:\p{{Ll}}{{{PARTICLE_MAX + 1},}} )+")
_NAME_AHEAD = regex.compile(r"\.? \p{Lu}")
_PARTS = regex.compile("[-'’]")
_JOINING = regex.compile(r" and |,\s+(?!(?:[JS]r|I{2,3}|IV)\b)")
_OWNED = regex.compile(r"['’]s (?P<given>\p{Lu}[\p{L}-]+) \p{Lu}[\p{L}'’-]+$")
_PLACED = regex.compile(r"\b(?:in|to|from|near|outside) $")
_AGED = regex.compile(r", [1-9]\d, \p{Ll}")
_INITIAL = regex.compile(r"\p{Lu}\.?")
_EXCELLENCY = regex.compile(r"\bH\.? $")
_BRACKETED = regex.compile(r"\(\p{Lu}{2,}\) (?=\p{Lu})")
_SHORT_FORM = regex.compile(r" \((?P<short>\p{Lu}[\p{L}-]+)\)")
_NUMBERED = regex.compile(r"-(?:[IVX]+|\d+)$|\d")


def people(text: str, entities: Iterable[Entity]) -> Iterator[tuple[Span, tuple[str, ...]]]:
    """Yield where people are named and their names, put together again where the recogniser cut them."""
    entities = tuple(entities)
    alone = {tokens(entity.span.of(text))[-1:] for entity in entities if entity.type == "Person"}
    # e.g. *Moody's* said
    shops = {match["name"] for match in _SHOP.finditer(text)}
    # e.g. the Coastal Welfare Foundation (*Kelmar*)
    bodies = (e for e in entities if e.type == "Organization")
    shops |= {match["short"] for body in bodies if (match := _SHORT_FORM.match(text, body.span.end))}
    shops |= _towns(text, entities)
    pending: tuple[Span, tuple[str, ...]] | None = None
    for entity in (part for whole in entities for part in _parted(whole, text)):
        name = tokens(entity.span.of(text))
        if not name or not _has_capital(name[-1]) or not _is_persons(entity, name, text, alone):
            continue
        # e.g. Wiremu “*Buster*” Tautari
        if _BETWEEN_NAMES.match(text, max(0, entity.span.start - 2)):
            continue
        if _is_common(name, entity.span, text):
            continue
        if _is_no_person(text, entity.span, shops):
            continue
        name = _with_suffix(name, text, entity.span.end)
        if pending:
            between = text[pending[0].end : entity.span.start]
            # e.g. Joe Voss | *Jr*: the suffix is there already
            if between == " " and suffix(name) == suffix(pending[1]) and len(name) == 1 and suffix(name):
                pending = Span(pending[0].start, entity.span.end), pending[1]
                continue
            # e.g. Norman | Ham; Joe “Shorty” Delgado
            if between == " " or NICKNAME.fullmatch(between):
                pending = Span(pending[0].start, entity.span.end), pending[1] + name
                continue
            # e.g. Bill and Hillary Clinton
            if between in {" and ", " & "} and len(pending[1]) == 1 and len(name) > 1 and is_given(pending[1][0]):
                pending = pending[0], pending[1] + name[-1:]
            yield pending
        pending = _completed(text, entity.span, name)
    if pending:
        yield pending


def _towns(text: str, entities: tuple[Entity, ...]) -> set[str]:
    """Return the names of one word that the recogniser took for a place once and for nobody's surname."""
    # e.g. pilots in Clarkston ... *Clarkston* was kind to them
    located = (e.span for e in entities if e.type == "Location")
    places = {at.of(text).partition(",")[0] for at in located if _PLACED.search(text, max(0, at.start - 8), at.start)}
    surnames = {name[-1] for e in entities if e.type == "Person" if len(name := tokens(e.span.of(text))) > 1}
    return {place for place in places - surnames if " " not in place and not may_be_given(place)}


def _has_capital(word: str) -> bool:
    # e.g. Dr *al-Mannai*
    return any(part[:1].isupper() for part in _PARTS.split(word))


def _with_suffix(name: tuple[str, ...], text: str, end: int) -> tuple[str, ...]:
    """Return a name with the suffix that the recogniser left out: `Jr.`, `II`."""
    if name[-1] in {"Jr", "Sr"} and text[end : end + 1] == ".":
        return (*name[:-1], f"{name[-1]}.")
    behind = _SUFFIX.match(text, end)
    # e.g. Cal | *Orr* Jr., where the recogniser saw the surname alone; not: Henry VIII; Orr, III
    is_suffix = behind is not None and (len(name) > 1 or folded(behind[1]) in GENERATIONS)
    return (*name, behind[1]) if behind and is_suffix else name


def _is_no_person(text: str, span: Span, shops: AbstractSet[str]) -> bool:
    """Tell whether a name is a constituency's or a firm's."""
    # e.g. Rep. Ana Ruiz, D-*Wake*; (*R-Johnston*)  e.g. the MP for *Calder Vale*
    is_place = any(_PARTY.match(text, at) for at in (max(0, span.start - 2), span.start)) or _SEAT.search(
        text, max(0, span.start - 40), span.start
    )
    # e.g. the newspaper *Al Wadi*  e.g. the mine *Corvane-II*
    before = text[max(0, span.start - 20) : span.start].rstrip(" ").rpartition(" ")[2]
    name = span.of(text).removesuffix("'s").removesuffix("’s")
    is_medium = before in words("media_nouns") and not may_be_given(name.partition(" ")[0]) and text.count(name) == 1
    return bool(is_place or is_medium or _NUMBERED.search(name)) or name in shops


def _is_common(name: tuple[str, ...], span: Span, text: str) -> bool:
    """Tell whether a word that was taken for a name is the title of one, or means many: `Sens`, `Democrats`."""
    word = folded(name[-1])
    # e.g. *Rep*. Ana Ruiz; not: Howard Dean ... *Dean* said
    is_title = word in words("titles") and bool(_NAME_AHEAD.match(text, span.end))
    return len(name) == 1 and (is_title or is_many(word)) and not is_given(name[-1])


def is_many(word: str) -> bool:
    """Tell whether a word means several people."""
    return word in words("group_nouns") or (word.endswith("s") and word[:-1] in words("person_nouns"))


def _parted(entity: Entity, text: str) -> Iterator[Entity]:
    """Yield the people of an entity that took two for one, or more than a name: `Arthur and Nell Garrick`.

    e.g. With Youssou *N’Dour, Salama* returned; *Roth* rang *Ana Ruiz*
    """
    name = entity.span.of(text)
    # e.g. the director of Public *Prosecutions (DPP) Ana Ruiz*
    if entity.type == "Person" and (bracketed := _BRACKETED.search(name)):
        yield Entity(Span(entity.span.start + bracketed.end(), entity.span.end), "Person")
        return
    # e.g. *Jean Amory (@jamory) May* 3, 2024
    if entity.type in {"Person", "Misc"} and (handle := name.find(" (@")) > 0:
        yield Entity(Span(entity.span.start, entity.span.start + handle), "Person")
        return
    # e.g. the ambassador, H | *E Jean Amory*
    if name.startswith(("E ", "E. ")) and _EXCELLENCY.search(text, max(0, entity.span.start - 4), entity.span.start):
        yield Entity(Span(entity.span.start + name.index(" ") + 1, entity.span.end), entity.type)
        return
    # e.g. the Courier's *Dan Pope*
    if (owned := _OWNED.search(name)) and is_given(owned["given"]):
        yield Entity(Span(entity.span.start + owned.start("given"), entity.span.end), "Person")
        return
    joint = _JOINING.search(name) or (_LOWER.search(name) if not _has_title(name) else None)
    if entity.type == "Person" and joint:
        yield Entity(Span(entity.span.start, entity.span.start + joint.start()), entity.type)
        yield Entity(Span(entity.span.start + joint.end(), entity.span.end), entity.type)
    else:
        yield entity


def _is_persons(entity: Entity, name: tuple[str, ...], text: str, alone: AbstractSet[tuple[str, ...]]) -> bool:
    """Tell whether an entity is a person's name, whatever its type; `alone` are the last names of people."""
    if entity.type == "Person" or _has_title(entity.span.of(text)):
        return True
    if entity.type != "Organization":
        return False
    # e.g. *Cal Voss Jr.*, taken for a body
    if len(name) > 1 and suffix(_with_suffix(name, text, entity.span.end)) in GENERATIONS:
        return True
    # e.g. *Harlan Three Rivers*, 84, is the chairman
    if len(name) > 1 and _AGED.match(text, entity.span.end) and folded(name[-1]) not in words("organisation_nouns"):
        return True
    # e.g. Pam | Voss, where "Pam" was taken for a body
    if len(name) == 1 and is_given(name[0]) and _SURNAME.match(text, entity.span.end):
        return True
    # e.g. *Cordelia Mott*, *Coun Mott*, taken for a body; Mott said
    first, *rest = _WORD.findall(entity.span.of(text))
    begins = len(rest) == 1 and (may_be_given(first) or folded(first) in words("titles"))
    # e.g. *P C Mathen*, taken for a body
    begins |= bool(rest) and all(_INITIAL.fullmatch(part) for part in (first, *rest[:-1]))
    if begins and name[-1:] in alone:
        return True
    # e.g. Judge *Anthony Whitcombe QC*; not: Judge *Roth Iron Works*: a given name and a surname, no more
    before = text[max(0, entity.span.start - 20) : entity.span.start].split()
    is_titled = bool(before) and folded(before[-1]) in words("titles")
    return is_titled and len(name) == WHOLE_NAME and may_be_given(first)


def _has_title(name: str) -> bool:
    """Tell whether a name that was taken for a body's is a person's with a title: `US Secretary of State Ana Ruiz`."""
    titles = [folded(w) for w in _WORD.findall(name)[:-2]]
    # not: *Sister Isle Chamber of Commerce*
    ends = {folded(tokens(part)[-1]) for part in (name, name.partition(" of ")[0]) if tokens(part)}
    return any(t in words("titles") for t in titles) and ends.isdisjoint(words("organisation_nouns"))


def _completed(text: str, span: Span, name: tuple[str, ...]) -> tuple[Span, tuple[str, ...]]:
    """Return a given name with the surname behind it, where only the first was recognised."""
    # e.g. Pam | Voss; John F. | Kennedy
    if (len(name) == 1 and is_given(name[0])) or (len(name) > 1 and _INITIAL.fullmatch(name[-1])):
        follows = _SURNAME.match(text, span.end)
        if follows and folded(follows[1]) not in words("titles"):
            return Span(span.start, follows.end()), (*name, *tokens(follows[1]))
    return span, name
