"""Who is in an article: every person named outside quotation marks, with all places where they are named."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import regex

from quotes.lexicon import words
from quotes.models import Entity, Span
from quotes.resolve.names import Gender, folded, gender, is_variant, surname, tokens, word_gender

DOMINANCE = 3
"""A bare surname that two people share means the one whose full name stands at least this many times as often."""

_TITLE_BEFORE = regex.compile(r"(?:[\p{L}.’'-]+\s+){1,4}$")
_APPOSITION = regex.compile(
    r"\s*,\s*(?:(?P<age>\d{1,3})\s*,\s*)?(?P<role>(?:an?|the|its|their|his|her)?\s*[^.,;:()“”\"\n]{3,80})"
)
_PREPOSED = regex.compile(r"(?:^|[.!?”\"]\s+|\n)(?P<role>[^.,;:!?“”\"\n]{3,160}),\s*$")
_AGE = regex.compile(r"\s*,\s*(\d{1,3})\b|\s*\((\d{1,3})\)")
_NICKNAME = regex.compile(r" [“\"‘'][\p{L} .-]{2,24}[”\"’'] ")
_SURNAME = regex.compile(r" (\p{Lu}[\p{L}'’-]+)")
_WORD = regex.compile(r"[\p{L}\p{N}][\p{L}\p{N}'’-]*")


@dataclass(slots=True)
class Person:
    """A person of the article while the roster is made.

    `roles` are nouns of titles and appositions, `descriptions` all their words, folded.
    """

    name: tuple[str, ...]
    first: int
    gender: Gender | None = None
    mentions: list[Span] = field(default_factory=list)
    aliases: Counter[str] = field(default_factory=Counter)
    roles: set[str] = field(default_factory=set)
    descriptions: set[str] = field(default_factory=set)
    phrases: list[str] = field(default_factory=list)
    age: str | None = None

    @property
    def full(self) -> bool:
        """Tell whether more than one name is known."""
        return len(self.name) > 1

    @property
    def text(self) -> str:
        """Return the fullest name, without titles."""
        return " ".join(self.name)


def people(text: str, entities: Iterable[Entity]) -> Iterator[tuple[Span, tuple[str, ...]]]:
    """Yield where people are named and their names, put together again where the recogniser cut them."""
    pending: tuple[Span, tuple[str, ...]] | None = None
    for entity in (part for whole in entities for part in _parted(whole, text)):
        name = tokens(entity.span.of(text))
        if not name or not name[-1][:1].isupper() or not _is_persons(entity, name, text):
            continue
        if pending:
            between = text[pending[0].end : entity.span.start]
            # e.g. Norman | Ham; Joe “Shorty” Delgado
            if between == " " or _NICKNAME.fullmatch(between):
                pending = Span(pending[0].start, entity.span.end), pending[1] + name
                continue
            # e.g. Bill and Hillary Clinton
            if between in {" and ", " & "} and len(pending[1]) == 1 and len(name) > 1 and _is_given(pending[1][0]):
                pending = pending[0], pending[1] + name[-1:]
            yield pending
        pending = _completed(text, entity.span, name)
    if pending:
        yield pending


def _parted(entity: Entity, text: str) -> Iterator[Entity]:
    """Yield the two people of an entity that took them for one: `Arthur and Nell Garrick`."""
    first, joint, _ = entity.span.of(text).partition(" and ")
    if entity.type == "Person" and joint:
        middle = entity.span.start + len(first)
        yield Entity(Span(entity.span.start, middle), entity.type)
        yield Entity(Span(middle + len(joint), entity.span.end), entity.type)
    else:
        yield entity


def _is_persons(entity: Entity, name: tuple[str, ...], text: str) -> bool:
    """Tell whether an entity is a person's name, whatever its type."""
    # e.g. Pam | Voss, where "Pam" was taken for a body
    cut = entity.type == "Organization" and len(name) == 1 and _is_given(name[0])
    return (
        entity.type == "Person"
        or _has_title(entity.span.of(text))
        or (cut and bool(_SURNAME.match(text, entity.span.end)))
    )


def _has_title(name: str) -> bool:
    """Tell whether a name that was taken for a body's is a person's with a title: `US Secretary of State Ana Ruiz`."""
    titles = [folded(w) for w in _WORD.findall(name)[:-2]]
    return any(t in words("titles") for t in titles) and folded(tokens(name)[-1]) not in words("organisation_nouns")


def _completed(text: str, span: Span, name: tuple[str, ...]) -> tuple[Span, tuple[str, ...]]:
    """Return a given name with the surname behind it, where only the first was recognised."""
    if len(name) == 1 and _is_given(name[0]):
        follows = _SURNAME.match(text, span.end)
        if follows and folded(follows[1]) not in words("titles"):
            return Span(span.start, follows.end()), (*name, *tokens(follows[1]))
    return span, name


def _is_given(name: str) -> bool:
    return name in words("male_names") or name in words("female_names")


class Roster:
    """The people of one article, found by any form of their name."""

    def __init__(self, text: str, entities: Iterable[Entity], quoted: Iterable[Span] = ()) -> None:
        entities = tuple(entities)
        self.text = text
        self.people: list[Person] = []
        self._by_span: dict[Span, Person] = {}
        named = [(span, self._with_given(name)) for span, name in people(text, entities)]
        for span, name in named:
            if len(name) > 1 and not name[0][:1].islower():
                self._add(span, name)
        unseen = list(self._unseen(entities, tuple(quoted)))
        for span, name in sorted([*((s, n) for s, n in named if len(n) == 1 or n[0][:1].islower()), *unseen]):
            self._add_short(span, name)

    def _unseen(self, entities: Iterable[Entity], quoted: tuple[Span, ...]) -> Iterator[tuple[Span, tuple[str, ...]]]:
        """Yield the places where the surname of somebody named in full stands and no entity was seen."""
        taken = [*(e.span for e in entities), *quoted]
        for name in {p.name[-1] for p in self.people if len(p.name[-1]) > 2}:  # noqa: PLR2004 -- "Li" is a word elsewhere
            for match in regex.finditer(rf"(?<![\p{{L}}-]){regex.escape(name)}(?![\p{{L}}-])", self.text):
                span = Span(*match.span())
                if not any(span.overlaps(t) for t in taken):
                    yield span, (name,)

    def _with_given(self, name: tuple[str, ...]) -> tuple[str, ...]:
        """Return a surname with the given name right before it, where the recogniser saw the surname only."""
        # e.g. Coral | Adeyemi; Emil “the Clock” | Kahn
        return self.full_form(name) if len(name) == 1 else name

    def full_form(self, name: tuple[str, ...]) -> tuple[str, ...]:
        """Return a surname with the given name that stands before it somewhere in the article, if only one does."""
        # e.g. Coral *Adeyemi*; Emil “the Clock” *Kahn*
        pattern = (
            rf"(\p{{Lu}}[\p{{L}}'’-]+)(?: [“\"‘'][\p{{L}} .-]{{2,24}}[”\"’'])? {regex.escape(name[0])}(?![\p{{L}}-])"
        )
        given = {m[1] for m in regex.finditer(pattern, self.text) if _is_given(m[1])}
        return (given.pop(), *name) if len(given) == 1 else name

    def _add(self, span: Span, name: tuple[str, ...]) -> None:
        person = next((p for p in self.people if is_variant(name, p.name)), None)
        if person is None:
            person = Person(name, span.start)
            self.people.append(person)
        self._note(person, span, name)

    def _add_short(self, span: Span, name: tuple[str, ...]) -> None:
        # e.g. Ms. de la Cruz: a surname with its particles
        known = gender(
            (), f"{self._before(span)} {span.of(self.text)}" if name[0][:1].islower() else self._before(span)
        )
        person = self._match(name[-1], known, span.start)
        fitting = [p for p in self._candidates(name[-1]) if known is None or p.gender in {known, None}]
        if person is None and not fitting:
            person = Person(name, span.start)
            self.people.append(person)
        if person is not None:
            self._note(person, span, name)

    def _note(self, person: Person, span: Span, name: tuple[str, ...]) -> None:
        person.mentions.append(span)
        person.aliases[" ".join(tokens(span.of(self.text))) or person.text] += 1
        self._by_span[span] = person
        before = self._before(span)
        person.gender = person.gender or gender(name, before)
        described = {folded(w) for w in _WORD.findall(before)}
        person.descriptions |= described
        # e.g. Vice-President Cruz ... the vice-president
        described |= self._preposed(span)
        titles = {w for w in described if w.rpartition("-")[2] in words("titles") | words("person_nouns")}
        self._note_roles(person, titles | self._apposition(person, span))

    def _note_roles(self, person: Person, roles: set[str]) -> None:
        person.roles |= roles
        person.gender = person.gender or next((g for r in sorted(roles) if (g := word_gender(r))), None)

    def _before(self, span: Span) -> str:
        """Return the words of a title right before a name, or inside its entity: `Mayor` of "Mayor Ana Ruiz"."""
        line = self.text[max(0, span.start - 60) : span.start]
        match = _TITLE_BEFORE.search(line.rpartition("\n")[2])
        kept: list[str] = []
        for word in reversed(match.group().split() if match else []):
            is_title = folded(word) in words("titles") or folded(word) in words("person_nouns")
            ends_sentence = word[-1] in ".!?,;:" and folded(word.rstrip(",;:")) not in words("titles")
            if ends_sentence or (not is_title and not word[:1].isupper()):
                break
            kept.insert(0, word)
        inside = [t for t in _WORD.findall(span.of(self.text)) if folded(t) in words("titles")]
        return " ".join([*kept, *inside])

    def _preposed(self, span: Span) -> set[str]:
        """Return the words of a role that opens the sentence before a name."""
        # e.g. Adviser to the president on archives, *Ana Ruiz*, said
        match = _PREPOSED.search(self.text[max(0, span.start - 200) : span.start])
        found = [folded(w) for w in _WORD.findall(match["role"])] if match else []
        return set(found) if any(w in words("person_nouns") for w in found[:4]) else set()

    def _apposition(self, person: Person, span: Span) -> set[str]:
        # e.g. Mia Roth, 41, the deputy head of Gullane council,
        rest = self.text[span.end : span.end + 160].partition("\n")[0]
        if age := _AGE.match(rest):
            person.age = person.age or age[1] or age[2]
        match = _APPOSITION.match(rest)
        if match is None:
            return set()
        found = [folded(w) for w in _WORD.findall(match["role"])]
        known = [w for w in found[:8] if w in words("person_nouns") or w in words("titles")]
        first = match["role"].split()[0].lower()
        if known and (first in words("determiners") or first.endswith(("'s", "’s")) or found[0] in known):
            person.phrases.append(match["role"].strip())
            person.descriptions |= set(found)
            return set(known)
        return set()

    def _candidates(self, token: str) -> list[Person]:
        """Return the people whose name has a token: by surname, else by first name, else by any."""
        key = folded(token)
        full = [p for p in self.people if p.full]
        single = [p for p in self.people if not p.full and folded(p.name[0]) == key]
        return (
            [p for p in full if surname(p.name) == key]
            or [p for p in full if folded(p.name[0]) == key]
            or [p for p in full if key in map(folded, p.name)]
            or single
        )

    def _match(self, token: str, known: Gender | None, before: int) -> Person | None:
        found = self._candidates(token)
        if known:
            # e.g. Mrs. Clinton, where Bill Clinton has been named too
            found = [p for p in found if p.gender == known] or [p for p in found if p.gender is None]
        earlier = [p for p in found if p.first < before] or found
        return _dominant(earlier)

    @property
    def places(self) -> tuple[Span, ...]:
        """Return all places where people are named."""
        return tuple(self._by_span)

    def at(self, span: Span) -> Person | None:
        """Return the person named by an entity that overlaps a span."""
        return next((person for where, person in self._by_span.items() if where.overlaps(span)), None)

    def named(self, words_: str, before: int) -> Person | None:
        """Return the person whom some words name, where the entity recogniser saw no name."""
        name = tokens(words_)
        if not name:
            return None
        if len(name) > 1:
            exact = [p for p in self.people if p.full and is_variant(name, p.name)]
            if exact:
                return exact[0]
        return self._match(name[-1], gender(name, words_), before)

    def by_role(self, noun: str, modifiers: set[str], before: int) -> Person | None:
        """Return the person so far with a role, the one who has most of its modifiers too; None on a tie."""
        # e.g. Mia Roth, the Gullane mayor ... *the mayor* said; *the Gullane mayor* said
        found = [p for p in self.people if p.first < before and noun in p.roles]
        scored = sorted(((len(modifiers & p.descriptions), -i) for i, p in enumerate(found)), reverse=True)
        if not scored or (scored[1:] and scored[0][0] == scored[1][0]):
            return None
        return found[-scored[0][1]]

    def by_age(self, age: str, before: int) -> Person | None:
        """Return the only person so far of an age: "the 58-year-old"."""
        found = [p for p in self.people if p.first < before and p.age == age]
        return found[0] if len(found) == 1 else None


def _dominant(found: list[Person]) -> Person | None:
    """Return the only person, or the one who is named in full far more often; None on a tie."""
    if not found or found[1:] == []:
        return next(iter(found), None)
    counts = sorted(((p.aliases[p.text], -i) for i, p in enumerate(found)), reverse=True)
    return found[-counts[0][1]] if counts[0][0] >= DOMINANCE * counts[1][0] else None
