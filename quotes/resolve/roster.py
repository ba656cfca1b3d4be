"""Who is in an article: every person named outside quotation marks, with all places where they are named."""

from collections import Counter
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

import regex

from quotes.lexicon import reporting_forms, short_titles, tag_forms, words
from quotes.models import Entity, Span
from quotes.resolve.names import (
    NICKNAME,
    Gender,
    folded,
    gender,
    is_given,
    is_misspelt,
    is_variant,
    may_be_given,
    pronoun_gender,
    suffix,
    surname,
    tokens,
    word_gender,
)
from quotes.resolve.offices import Kind, is_same, kind, offices
from quotes.resolve.phrases import apposed
from quotes.resolve.recognised import people
from quotes.spans import SpanIndex

HINT_REACH = 160
"""Code points behind a surname within which "his" or "her" tells of which two it is."""

DOMINANCE = 3
"""A bare surname that two people share means the one whose full name stands at least this many times as often."""

DISTINCT_LETTERS = 3
"""Letters of a surname that means its bearer wherever it stands; a shorter one ("Li") is a word or a syllable, too."""

ROLE_MAX_WORDS = 6
"""Words of a role that opens a sentence; more are a clause."""

HEAD_MAX_WORDS = 4
"""Words of an apposition without a determiner, up to its noun."""

_TITLE_BEFORE = regex.compile(r"(?<![\p{L}.’'-])(?:[\p{L}.’'-]+\s+){1,4}$")
_APPOSITION = regex.compile(
    r"\s*,\s*(?:(?P<age>\d{1,3})\s*,\s*)?(?P<role>(?:an?|the|its|their|his|her)?\s*[^.,;:()“”\"\n]{3,80})"
)
_PREPOSED = regex.compile(
    r"(?:^|[.!?”\"]\s+|\n)(?:(?:In|At|On|For|During|After|Before|Meanwhile|However)\b[^.,;:\n]{0,40},\s+)?"
    r"(?P<role>[^.,;:!?“”\"\n]{3,200}),\s*(?:\p{Lu}\p{L}{0,4}\. )?$"
)
_COMPLEMENT = regex.compile(r"\b(?:to|of|for|in|at|on|with|from|who|that)\b.*", regex.DOTALL)
_OTHERS_TITLE = regex.compile(r"(?P<title>[\p{L}-]+)\.? \p{Lu}")
_OPENING = regex.compile(
    r"(?:^|[.!?”\"]\s|\n)(?:At|In|On|During|After|Before|With|Led|Told|Given|Shown|\p{Lu}\p{Ll}+(?:ed|ing))\b[^,.;:!?“”\"\n]*$"
)
_VICE = regex.compile(r"\b[Vv]ice[ -](?=\p{L})")
_FORMER = frozenset({"former", "ex", "deputy", "acting", "interim", "assistant"})
_AGE = regex.compile(r"\s*,\s*(\d{1,3})\b|\s*\((\d{1,3})\)")
_GIVEN_BEFORE = regex.compile(
    r"(?:(?<![\p{L}.,-])(?P<before>[\p{L}.,-]+) )?(?<![\p{L}’'-])(?P<given>\p{Lu}[\p{Ll}’'-]+|(?:\p{Lu}\.){1,3})"
    r"(?P<nickname> [“\"‘'][\p{L} .-]{2,24}[”\"’'])? $"
)
_ROLE_AHEAD = regex.compile(
    r"(?:\b(?:[Tt]he|[Aa]n?|[Ii]ts|[Hh]is|[Hh]er|[Tt]heir)|['’]s?) (?:[\p{L}-]+ ){0,4}?(?P<noun>[\p{L}-]+)"
    r"(?=, | (?:of|for|at|in|on|with|from|who|that)\b)"
)
_REST = regex.compile(r" (?P<rest>\p{Lu}\p{Ll}+(?:-\p{L}+)?)(?=,| [(\p{Ll}])")
_CAPITAL_AHEAD = regex.compile(r"\s\p{Lu}")
_PLACING = frozenset({"in", "at", "from", "to", "of", "near", "for", "into", "outside", "the", "across", "around"})
_OFFICE_BEFORE = regex.compile(
    r"(?<![\p{L}-])(?P<title>\p{Lu}[\p{Ll}-]+) (?:of|for) (?:the )?"
    r"(?:\p{Lu}[\p{L}’'-]*(?: (?:of|and|for|the|&))? ){1,6}(?:\([^()\n]{1,20}\) )?(?:\p{Lu}\p{L}{0,4}\. )?$"
)
_DOERS = {
    "chaired": "chairman", "captained": "captain", "coached": "coach", "managed": "manager", "edited": "editor",
    "directed": "director", "founded": "founder", "owned": "owner", "curated": "curator", "conducted": "conductor",
}  # fmt: skip
_DONE_BY = regex.compile(rf"\b(?P<verb>{'|'.join(_DOERS)}) by (?:\p{{Lu}}[\p{{L}}.’'-]*+ ){{0,3}}$")
_TRIED = regex.compile(
    r"(?:, [^,.;:“”\"\n]{1,60}){0,3},? (?:(?:who|has|had|was|is|been|being|later|already) )*"
    r"(?:jailed|sentenced|convicted|indicted|arraigned|acquitted|found (?:not )?guilty|on trial|standing trial|"
    r"remanded (?:in|into|to)|charged with|pleaded (?:not )?guilty|"
    r"(?:admits?|admitted|den(?:y|ies|ied)) [^.,;:“”\"\n]{0,40}\b(?:charges?|counts?))\b"
)
"""What follows the name of whom a court tries."""
_OWN = regex.compile(r"[^.!?“”\"\p{Lu}]*?(?:, \d{1,3},[^.!?“”\"\p{Lu}]*?)?\b(?P<own>his|her) \p{Ll}")
_NOT_OWNED = r"(?:that|to|it|s?he|and|or|but|in|at|on|the|an?|about|not|how|what|why|when|if|as|for|from|with|by|so)\b"
_GOES_ON = regex.compile(
    rf"(?:, \d{{1,3}},)?(?: \p{{Ll}}+){{1,2}}(?: that)? (?P<own>he|she|his|her(?! {_NOT_OWNED})) \p{{Ll}}"
)
"""What goes on at once about whom a name means: `said that he was late`, `has sold his shop`."""
_INITIALS_BEFORE = regex.compile(r"(?<![\p{L}.])((?:(?:\p{Lu}|Ma)\. ?){1,2}) $")
_KIN_BEFORE = regex.compile(r"(?:\b(?:[Hh]is|[Hh]er|[Tt]heir)|['’]s?)\s+(?:[\p{L}-]+\s+){0,2}(?P<kin>[\p{L}-]+),?\s+$")
KIN_REACH = 60
"""Code points around two names among which a word for kin tells what they are to each other."""
_SPOUSES = frozenset({"wife", "husband", "spouse"})
_GENERATION = regex.compile(r"\b(elder|younger) $")
_CLOSED = regex.compile(r"[,.;:)]|\s*[–—]|$")
"""What ends an apposition."""
_WORD = regex.compile(r"[\p{L}\p{N}][\p{L}\p{N}'’-]*")


@dataclass(slots=True)
class Person:
    """A person of the article while the roster is made.

    `nicknames` are the folded words of what stands in marks inside the name. `roles` are nouns of titles and
    appositions, `descriptions` all their words, folded. `is_kin` tells that the article brings the person in as
    somebody's wife, son, ...
    """

    name: tuple[str, ...]
    first: int
    gender: Gender | None = None
    mentions: list[Span] = field(default_factory=list)
    full_mentions: list[Span] = field(default_factory=list)
    aliases: Counter[str] = field(default_factory=Counter)
    nicknames: set[str] = field(default_factory=set)
    roles: set[str] = field(default_factory=set)
    descriptions: set[str] = field(default_factory=set)
    phrases: list[str] = field(default_factory=list)
    offices: dict[str, set[Kind]] = field(default_factory=dict)
    age: str | None = None
    is_kin: bool = False

    def note_offices(self, phrase: str) -> None:
        """Note of what kind the offices are that a role names."""
        for noun, found in offices(phrase):
            self.offices.setdefault(noun, set()).add(found)

    def may_be(self, noun: str, modifiers: AbstractSet[str]) -> bool:
        """Tell whether a role, by its noun and the other words of it, may be this person's."""
        noun, asked = noun.removeprefix("vice-"), kind(modifiers)
        names = {noun, *short_titles().get(noun, ())}
        held = [one for name in names for one in self.offices.get(name, ())]
        # not: Joe Voss laughed. *The deputy mayor* said: of somebody whose office nobody tells
        return is_same(noun, asked, held) if held else not asked & words("office_ranks")

    @property
    def full(self) -> bool:
        """Tell whether more than one name is known."""
        return len(self.name) > 1

    @property
    def text(self) -> str:
        """Return the fullest name, without titles."""
        return " ".join(self.name)


class Roster:
    """The people of one article, found by any form of their name."""

    def __init__(
        self, text: str, entities: Iterable[Entity], quoted: Iterable[Span] = (), proper: Iterable[Span] = ()
    ) -> None:
        """Find the people among the entities; `quoted` are the quotations, `proper` the words tagged as names."""
        entities = tuple(entities)
        self.text = text
        self.people: list[Person] = []
        self._by_span: dict[Span, Person] = {}
        self._index: SpanIndex | None = None  # made when first asked, when all names are known
        self._usual: dict[str, Person] = {}
        self._full_forms: dict[tuple[str, ...], tuple[str, ...]] = {}
        cut = list(people(text, entities))
        self.recognised = SpanIndex(span for span, _ in cut)
        known = {surname(name) for _, name in cut if len(name) > 1}
        # e.g. Rafael *Ibarra* Luna
        known |= {folded(part) for _, name in cut for part in name[1:-1] if not may_be_given(part)}
        taken = SpanIndex(e.span for e in entities)
        loose = {span for span in proper if not taken.touches(span)}
        whole = (self._with_rest(span, name, loose) for span, name in cut)
        named = [(span, self._with_given(span, name, known, loose)) for span, name in whole]
        named += self._introduced_names(entities, loose)
        full = sorted((span, name) for span, name in named if len(name) > 1 and not name[0][:1].islower())
        bare = {name[0] for _, name in named if len(name) == 1}
        ended = {_folded_name(name) for span, name in full if not _CAPITAL_AHEAD.match(text, span.end)}
        tails = {_folded_name(name[n:]) for _, name in full for n in range(1, len(name))}
        for span, name in full:
            # e.g. Ana Ruiz Cole ... *Ruiz Cole* said; Joao dos Reis ... *Dos Reis* said
            if _folded_name(name) not in tails:
                self._add(span, name, bare, ended)
        self._tell_genders()
        seen = [(s, n) for s, n in named if len(n) == 1 or n[0][:1].islower() or _folded_name(n) in tails]
        short = sorted([*seen, *self._unseen(entities, tuple(quoted), bare, loose)])
        # e.g. *Mr.* Garrick, *Senator* Garrick: who are at hand before the bare Garrick is looked at
        for span, name in sorted(short, key=lambda one: self._certainty(one[0])):
            self._add_short(span, name)
        for person in self.people:
            person.mentions.sort()
            person.name = _usual_spelling(person, text)

    def _tell_genders(self) -> None:
        """Note the gender of the pronouns that follow a name which tells none, if all of them agree."""
        # e.g. *Ho Kam-wing*, 66, said that he was tired.  not: *Ti Lian Ker* said the aim was that she was forgotten.
        for person in self.people:
            behind = [m for at in person.mentions if (m := _GOES_ON.match(self.text, at.end))]
            told = {pronoun_gender(match["own"]) for match in behind}
            if person.gender is None and len(told) == 1:
                person.gender = told.pop()

    def _introduced_names(
        self, entities: Iterable[Entity], loose: AbstractSet[Span]
    ) -> list[tuple[Span, tuple[str, ...]]]:
        """Return the names behind a role and a comma that the recogniser did not see, or took for a body's."""
        # e.g. The alliance's coordinator, *Made Wiraatmaja*, said it was so.
        tagged, taken = SpanIndex(loose), SpanIndex(e.span for e in entities)
        bodies = {e.span for e in entities if e.type == "Organization"}
        found: dict[Span, tuple[str, ...]] = {}
        for match in _ROLE_AHEAD.finditer(self.text):
            noun = folded(match["noun"])
            at = apposed(self.text, match.end()) if _is_role(noun) and noun not in words("either_nouns") else None
            name = tokens(at.of(self.text)) if at else ()
            is_body = any(folded(part) in words("organisation_nouns") for part in name)
            is_missed = at is not None and ((not taken.touches(at) and tagged.touches(at)) or at in bodies)
            if at and len(name) > 1 and is_missed and not is_body:
                found[at] = name
        return list(found.items())

    def _certainty(self, span: Span) -> int:
        """Return 0 for a name with a title that tells a gender, 1 with another title, 2 without any."""
        titles = [folded(w) for w in _WORD.findall(self._before(span))]
        if any(word_gender(t) for t in titles):
            return 0
        return 1 if any(t in words("titles") for t in titles) else 2

    def _unseen(
        self, entities: Iterable[Entity], quoted: tuple[Span, ...], bare: AbstractSet[str], loose: AbstractSet[Span]
    ) -> Iterator[tuple[Span, tuple[str, ...]]]:
        """Yield the places where the surname of somebody named in full stands and no entity was seen.

        `bare` are the names that stand alone somewhere, `loose` the words tagged as names outside entities.
        """
        # e.g. *Ng* Bao Lin ... *Ng* said: a family name that stands first
        first = {p.name[0] for p in self.people if p.full and p.name[0] in bare}
        yield from ((span, (name,)) for span in loose if (name := span.of(self.text)) in first)
        free = SpanIndex([*(e.span for e in entities), *quoted, *loose])
        for name in first:
            for match in regex.finditer(
                rf"(?<![\p{{L}}-]){regex.escape(name)}(?= (?:also |further |then )?(?P<verb>\p{{Ll}}+))", self.text
            ):
                span = Span(*match.span())
                if match["verb"] in reporting_forms() and not free.touches(span):
                    yield span, (name,)
        alone = {e.span: e.type for e in entities if e.type != "Person"}
        taken = SpanIndex([*(e.span for e in entities), *quoted])
        others = SpanIndex([*(e.span for e in entities if e.type == "Person"), *quoted])
        names = {family for p in self.people if len(family := _family(p.name)) >= DISTINCT_LETTERS}
        any_name = "|".join(map(regex.escape, sorted(names, key=len, reverse=True)))
        for match in regex.finditer(rf"(?<![\p{{L}}-])(?:{any_name})(?![\p{{L}}-])", self.text) if names else ():
            span = Span(*match.span())
            # e.g. *Weralugoda* was run out, where the name was taken for a body's; not: in *Washington*
            is_mistaken = span in alone and not others.touches(span) and not self._is_place(span, alone[span])
            if is_mistaken or not taken.touches(span):
                yield span, (match[0],)

    def _is_place(self, span: Span, kind: str) -> bool:
        before = self.text[max(0, span.start - 12) : span.start].split()
        return kind in {"Location", "Facility"} and bool(before) and before[-1].lower() in _PLACING

    def _with_rest(self, span: Span, name: tuple[str, ...], loose: AbstractSet[Span]) -> tuple[Span, tuple[str, ...]]:
        """Return a full name with the last part of it that the recogniser left out."""
        # e.g. Raymond Mok | *Ka-fai*, a chemist
        match = _REST.match(self.text, span.end) if len(name) > 1 else None
        # the tagger reads "Ka" and "fai" apart
        is_loose = match is not None and any(match.start("rest") == part.start for part in loose)
        if match is None or not is_loose or folded(match["rest"]) in words("time_words"):
            return span, name
        return Span(span.start, match.end()), (*name, match["rest"])

    def _with_given(
        self, span: Span, name: tuple[str, ...], known: AbstractSet[str], loose: AbstractSet[Span]
    ) -> tuple[str, ...]:
        """Return a surname with the given name right before it, where the recogniser saw the surname only.

        `known` are the surnames of those whom it saw in full, `loose` the words tagged as names that it did not see.
        """
        # e.g. P. | Lakshmana Rao
        initials = _INITIALS_BEFORE.search(self.text, max(0, span.start - 10), span.start)
        if initials and len(name) > 1:
            return *initials[1].split(), *name
        # e.g. Gov. Earl | Ray Tomblin
        before = _GIVEN_BEFORE.search(self.text, max(0, span.start - 60), span.start)
        if len(name) > 1 + bool(suffix(name)):
            is_titled = before and folded(before["before"] or "") in words("titles") and is_given(before["given"])
            return (before["given"], *name) if before and is_titled else name
        # e.g. Coral | Adeyemi; Youth Chairman Advice | Mundalo; Wiremu “Buster” | Tautari; Cal | Orr Jr.
        if before and self._may_be_given(before, loose):
            return before["given"], *name
        # e.g. Emil “the Clock” | Kahn
        return name if surname(name) in known else self.full_form(name)

    @staticmethod
    def _may_be_given(before: regex.Match[str], loose: AbstractSet[Span]) -> bool:
        """Tell whether what stands before a surname is the given name that belongs to it."""
        given, title = before["given"], folded(before["before"] or "")
        # e.g. *Said* Roth: “Wait.”
        # e.g. *Oscar-winning* Roth
        if regex.search(r"-\p{Ll}", given):
            return False
        is_title = title in words("titles") or title in words("person_nouns")
        # e.g. Elder *Monday* Wokocha; not: on *Monday* Wokocha
        if is_title and folded(given) in words("time_words"):
            return True
        no_name = words("titles") | words("person_nouns") | words("organisation_nouns") | words("time_words")
        if folded(given) in no_name or folded(given) in tag_forms():
            return False
        is_known = may_be_given(given) or "." in given or bool(before["nickname"])
        # e.g. *Alemayehu* Fikre, where the tagger saw a name
        return is_known or is_title or Span(*before.span("given")) in loose

    def full_form(self, name: tuple[str, ...]) -> tuple[str, ...]:
        """Return a surname with the given name that stands before it somewhere in the article, if only one does."""
        if name not in self._full_forms:
            self._full_forms[name] = self._looked_up(name)
        return self._full_forms[name]

    def _looked_up(self, name: tuple[str, ...]) -> tuple[str, ...]:
        # e.g. Coral *Adeyemi*; Emil “the Clock” *Kahn*; not: Rafael *Ibarra* Luna
        pattern = (
            rf"(\p{{Lu}}[\p{{L}}'’-]+)(?: [“\"‘'][\p{{L}} .-]{{2,24}}[”\"’'])? {regex.escape(name[0])}"
            r"(?![\p{L}-]| \p{Lu}\p{Ll})"
        )
        given = {m[1] for m in regex.finditer(pattern, self.text) if is_given(m[1])}
        return (given.pop(), *name) if len(given) == 1 else name

    def _add(
        self, span: Span, name: tuple[str, ...], bare: AbstractSet[str], ended: AbstractSet[tuple[str, ...]]
    ) -> None:
        """Note a full name; `bare` are the names that stand alone somewhere, `ended` those that end where they do."""
        variants = (p for p in self.people if is_variant(name, p.name))
        # not: Joe Voss ... her nephew *Joe Voss II*
        person = next((p for p in variants if suffix(p.name) == suffix(name) or not self._kin_before(span)), None)
        if person is None and (person := next((p for p in self.people if _is_longer(name, p.name, bare, ended)), None)):
            person.name = max(name, person.name, key=len)
        if person is None:
            person = Person(name, span.start)
            self.people.append(person)
        self._note(person, span, name)

    def _add_short(self, span: Span, name: tuple[str, ...]) -> None:
        # e.g. Ms. de la Cruz: a surname with its particles
        before = f"{self._before(span)} {span.of(self.text)}" if name[0][:1].islower() else self._before(span)
        known = gender((), before)
        key = _family(name)
        own = self._endings(name, key, span)
        # e.g. *Tesch* said in court, his first words since May: of husband and wife the husband
        if known is None and {p.gender for p in self._candidates(key, own)} == set(Gender):
            known = self._hinted(span)
        person = self._match(key, known, span, before, own)
        fitting = [p for p in self._candidates(key, own) if known is None or p.gender in {known, None}]
        if person is None and not fitting:
            person = Person(name, span.start)
            self.people.append(person)
        if person is not None:
            self._note(person, span, name)

    def _endings(self, name: tuple[str, ...], key: str, span: Span) -> AbstractSet[str] | None:
        """Return which suffixes, "" for none, whoever is meant may have: by his own or "the elder"; None for any."""
        # e.g. *Voss Jr.* said: not Joe Voss
        if own := suffix(name):
            return {own}
        known = {suffix(p.name) for p in self._candidates(key)}
        match = _GENERATION.search(self.text, max(0, span.start - 10), span.start)
        if match is None or known <= {""}:
            return None
        # e.g. the elder *Voss*: Joe Voss Sr., or Joe Voss beside Joe Voss Jr.
        # not: Joe Voss Sr. was late. “No,” the younger *Voss* said: whom nobody has named in full
        older = {"sr"} if "sr" in known else {""}
        return older if match[1] == "elder" else known - older

    def _hinted(self, span: Span) -> Gender | None:
        """Return the gender of "his" or "her" in what the reporter goes on to say of somebody in the same sentence."""
        end = self.text.find("\n", span.end)
        rest = self.text[span.end : min(end if end >= 0 else len(self.text), span.end + HINT_REACH)]
        match = _OWN.match(rest)
        return pronoun_gender(match["own"]) if match else None

    def _note(self, person: Person, span: Span, name: tuple[str, ...]) -> None:
        person.mentions.append(span)
        person.first = min(person.first, span.start)
        if len(name) > 1:
            person.full_mentions.append(span)
        if nickname := NICKNAME.search(span.of(self.text)):
            person.nicknames |= _folded_words(nickname[0])
        person.aliases[" ".join(tokens(span.of(self.text))) or person.text] += 1
        self._by_span[span] = person
        before = self._before(span)
        # e.g. his wife, *Heidi Cruz*
        kin = self._kin_before(span)
        kin_noun = folded(kin["kin"]) if kin else ""
        person.is_kin |= bool(kin_noun)
        # not: He had not seen his wife, *Cole* said.
        is_apposed = kin is not None and ("," not in kin[0] or bool(_CLOSED.match(self.text, span.end)))
        person.gender = person.gender or (word_gender(kin_noun) if is_apposed else None) or gender(name, before)
        # e.g. Member of *Parliament* Ana Ruiz
        office = _OFFICE_BEFORE.search(self.text, max(0, span.start - 60), span.start)
        person.descriptions |= _folded_words(before) | _folded_words(office[0] if office else "")
        person.note_offices(self._office_before(span) or before)
        ahead = self._preposed(person, span) | self._apposed_to(person, span) | self._in_office(span)
        self._note_roles(person, _roles(before) | ahead | self._apposition(person, span))

    def _kin_before(self, span: Span) -> regex.Match[str] | None:
        """Return the noun right before a name that says whose kin it is, as the group `kin`."""
        match = _KIN_BEFORE.search(self.text, max(0, span.start - 60), span.start)
        return match if match and folded(match["kin"]) in words("kin_nouns") else None

    def _note_roles(self, person: Person, roles: set[str]) -> None:
        person.roles |= roles
        person.gender = person.gender or next((g for r in sorted(roles) if (g := word_gender(r))), None)

    def _before(self, span: Span) -> str:
        """Return the words of a title right before a name, or inside its entity: `Mayor` of "Mayor Ana Ruiz"."""
        line = self.text[max(0, span.start - 60) : span.start].rpartition("\n")[2]
        match = _TITLE_BEFORE.search(line)
        kept: list[str] = []
        for word in reversed(match.group().split() if match else []):
            is_title = folded(word) in words("titles") or folded(word) in words("person_nouns")
            ends_sentence = word[-1] in ".!?,;:" and folded(word.rstrip(",;:")) not in words("titles")
            if ends_sentence or (not is_title and not word[:1].isupper()):
                break
            kept.insert(0, word)
        # e.g. *Mayor* of May Pen | Winston Reid
        office = _OFFICE_BEFORE.search(line)
        if office and folded(office["title"]) in words("titles") | words("person_nouns"):
            kept.insert(0, office["title"])
        inside = [t for t in _WORD.findall(span.of(self.text)) if folded(t) in words("titles")]
        return " ".join([*kept, *inside])

    def _office_before(self, span: Span) -> str:
        """Return the words of an office right before a name, small ones too: `finance minister` of Ana Ruiz."""
        line = self.text[max(0, span.start - 60) : span.start].rpartition("\n")[2]
        match = _TITLE_BEFORE.search(line)
        kept: list[str] = []
        for word in reversed(match.group().split() if match else []):
            parts = folded(word).split("-")
            if not all(_is_role(part) or kind({part}) for part in parts):
                break
            kept[:0] = parts
        return " ".join(kept)

    def _preposed(self, person: Person, span: Span) -> set[str]:
        """Return the words of a role that opens the sentence before a name."""
        # e.g. Adviser to the president on archives, *Ana Ruiz*, said
        match = _PREPOSED.search(self.text[max(0, span.start - 260) : span.start])
        heads = [_COMPLEMENT.sub("", part) for part in match["role"].split(" and ")] if match else []
        if match is None or len(heads[0].split()) > ROLE_MAX_WORDS or not (roles := _roles(" ".join(heads))):
            return set()
        # not: Pope Pius met *the* bishop of Tarn, Joe Voss, on Monday; Pressed *by* counsel for the club, Mr. Voss said
        if any(word.lower() in words("determiners") | {"by"} for head in heads for word in head.split()[1:]):
            return set()
        person.descriptions |= _folded_words(match["role"])
        person.note_offices(" and ".join(heads))
        return roles

    def _apposed_to(self, person: Person, span: Span) -> set[str]:
        """Return the role that a name inside a sentence is apposed to."""
        # e.g. It was the commissioner for trade, Hon. *Ana Ruiz*, who came.
        start = max(0, span.start - 160)
        for match in _ROLE_AHEAD.finditer(self.text, start, span.start):
            name = apposed(self.text, match.end()) if _is_role(folded(match["noun"])) else None
            # not: After a call to the mayor, Ana Ruiz, who is 50, left.
            if name and name.overlaps(span) and not _OPENING.search(self.text, start, match.start()):
                person.descriptions |= _folded_words(self.text[match.start() : name.start])
                person.note_offices(match[0])
                return _roles(match[0])
        return set()

    def _in_office(self, span: Span) -> set[str]:
        """Return the role that a verb, or a chair, gives to a name."""
        # e.g. a panel chaired by Senator *Zahid Khattak*; with Senator *Zahid Khattak* in the chair
        before = _DONE_BY.search(self.text, max(0, span.start - 60), span.start)
        role = _DOERS.get(before["verb"], "") if before else ""
        is_chair = self.text.startswith(" in the chair", span.end)
        # e.g. *Garrick*, 45, of Tarn, was jailed. ... the defendant  not: Garrick, 45, of *Tarn*, was jailed.
        is_inside = self.text[max(0, span.start - 2) : span.start] == ", "
        tried = {"accused", "defendant"} if not is_inside and _TRIED.match(self.text, span.end) else set()
        return {role for role in (role, "chairman" if is_chair else "", *tried) if role}

    def _apposition(self, person: Person, span: Span) -> set[str]:
        # e.g. Mia Roth, 41, the deputy head of Gullane council,
        rest = self.text[span.end : span.end + 160].partition("\n")[0]
        if age := _AGE.match(rest):
            person.age = person.age or age[1] or age[2]
        match = _APPOSITION.match(rest)
        if match is None:
            return set()
        # e.g. Ana Ruiz, Senator Ben Cole and others
        if (other := _OTHERS_TITLE.search(match["role"])) and _is_role(folded(other["title"])):
            return set()
        # e.g. an adviser to the president; the treasurer and a former mayor of Gullane
        head = " ".join(_COMPLEMENT.sub("", part) for part in match["role"].split(" and "))
        found, known = [folded(w) for w in _WORD.findall(head)], _roles(head)
        # not: In a statement by his aide, Joe Voss, *the governor said* it was over
        verbs = tag_forms() | words("auxiliaries")
        if any(_is_role(noun) and verb in verbs for noun, verb in pairwise(found)):
            return set()
        first = match["role"].split()[0].lower()
        # not: At a hearing chaired by Ada Finch, *the witness* said: the comma may end what opens the sentence
        if first == "the" and match["role"].strip() == head.strip() and _opens_sentence(self.text, span):
            return set()
        # e.g. Ravi Adjei, *managing director* of Acme, said so
        # not: He and Adjei, *explains the pilot*, agreed
        is_short = 0 < len(found) <= HEAD_MAX_WORDS and _is_role(found[-1]) and verbs.isdisjoint(found)
        closes = is_short and rest[match.end() : match.end() + 1] == ","
        if known and (closes or first in words("determiners") or first.endswith(("'s", "’s")) or _is_role(found[0])):
            person.phrases.append(match["role"].strip())
            person.descriptions |= _folded_words(match["role"])
            person.note_offices(match["role"])
            return known
        return set()

    def _candidates(self, token: str, endings: AbstractSet[str] | None = None) -> list[Person]:
        """Return the people of some `endings` whose name has a token: by surname, else by first name, else by any."""
        key = surname((token,))
        people_ = [p for p in self.people if endings is None or suffix(p.name) in endings]
        full = [p for p in people_ if p.full]
        single = [p for p in people_ if not p.full and folded(p.name[0]) == key]
        return (
            [*(p for p in full if surname(p.name) == key), *single]
            or [p for p in full if folded(p.name[0]) == key]
            or [p for p in full if key in map(folded, p.name)]
            # e.g. Winston “Mighty Sparkler” Orr ... *Sparkler* said
            or [p for p in full if key in p.nicknames]
        )

    def _match(
        self, token: str, known: Gender | None, span: Span, before: str, endings: AbstractSet[str] | None = None
    ) -> Person | None:
        found = self._candidates(token, endings)
        if known:
            # e.g. Mrs. Clinton, where Bill Clinton has been named too
            found = [p for p in found if p.gender == known] or [p for p in found if p.gender is None]
        titles = {folded(w) for w in _WORD.findall(before)} & words("titles")
        # e.g. *Senator* Garrick, where his brother Paul Garrick has been named too
        holders = [p for p in found if titles & p.roles]
        earlier = [p for p in holders or found if p.first < span.start] or found
        if len(earlier) == 1:
            # What the surname alone stood for before somebody else came in, it goes on to stand for.
            if not known and not holders and endings is None:
                self._usual.setdefault(folded(token), earlier[0])
            return earlier[0]
        return _dominant(earlier) or self._local(earlier, folded(token), span)

    def _local(self, found: list[Person], token: str, span: Span) -> Person | None:
        """Return the only one of some people whom the article last named in full, or always names so."""
        start = self.text.rfind("\n", 0, len(self.text[: span.start].rpartition("\n")[0].rstrip())) + 1
        # e.g. Homeland Security Secretary *Jeh Johnson* has warned of it. “It is new,” Johnson said.
        near = [p for p in found if not p.is_kin and any(start <= m.start < span.start for m in p.full_mentions)]
        usual = self._usual.get(token)
        if not near and usual in found:
            return usual
        if len(near) == 1 and (usual is None or usual is near[0]):
            return near[0]
        # e.g. Ted Cruz and his wife, Heidi Cruz
        heads = [p for p in found if not p.is_kin]
        return heads[0] if not near and len(heads) == 1 and len(heads[0].full_mentions) > 1 else None

    def is_introduced(self, span: Span) -> bool:
        """Tell whether somebody is first named at a place, with an age or a role behind the name."""
        person = self._by_span.get(span)
        return person is not None and person.first == span.start and bool(person.age or person.phrases)

    @cached_property
    def in_order(self) -> tuple[tuple[Span, Person], ...]:
        """Return all places where people are named, each with who it is, in text order."""
        return tuple((span, self._by_span[span]) for span in sorted(self._by_span))

    @property
    def places(self) -> tuple[Span, ...]:
        """Return all places where people are named."""
        return tuple(self._by_span)

    def at(self, span: Span) -> Person | None:
        """Return the person named by an entity that overlaps a span."""
        if self._index is None:
            self._index = SpanIndex(self._by_span)
        return next((self._by_span[where] for where in self._index.overlapping(span)), None)

    def named(self, words_: str, before: int) -> Person | None:
        """Return the person whom some words name, where the entity recogniser saw no name."""
        name = tokens(words_)
        if not name:
            return None
        if len(name) > 1:
            exact = [p for p in self.people if p.full and is_variant(name, p.name)]
            if exact:
                return exact[0]
        endings = {suffix(name)} if suffix(name) else None
        return self._match(_family(name), gender(name, words_), Span(before, before), words_, endings)

    def by_role(self, noun: str, modifiers: set[str], before: int) -> tuple[Person, ...]:
        """Return the people so far with a role who have most of its modifiers too: one, none, or a tie."""
        # e.g. the vice president: another role than the president
        noun = f"vice-{noun}" if "vice" in modifiers else noun
        nouns = {noun, *short_titles().get(noun, ())}
        # not: President Ben Cole ... *the former president*: another
        needed = _FORMER & modifiers
        named = [p for p in self.people if p.first < before and nouns & p.roles and p.may_be(noun, modifiers)]
        found = [p for p in named if needed <= p.descriptions]
        # e.g. Mia Roth, the Gullane mayor ... *the mayor* said; *the Gullane mayor* said; not: *the former mayor*
        scored = [len(modifiers & p.descriptions) - len(_FORMER & (modifiers ^ p.descriptions)) for p in found]
        return tuple(p for p, score in zip(found, scored, strict=True) if score == max(scored))

    def introduced(self, noun: str, modifiers: set[str], within: Span) -> Person | None:
        """Return the only holder of a role in the article, if the article first names them in a stretch of it."""
        # e.g. *A Republican senator* defended it. ¶ Sen. *Clay Runnels* said ...
        nouns = {noun, *short_titles().get(noun, ())}
        holders = [p for p in self.people if nouns & p.roles and p.may_be(noun, modifiers)]
        # not: *the former senator*, of whom there may be more
        found = [p for p in holders if not _FORMER & (modifiers ^ p.descriptions)]
        return found[0] if len(found) == 1 and within.start <= found[0].first < within.end else None

    def by_office(self, office: tuple[str, ...], before: int) -> Person | None:
        """Return the only person so far whose roles and descriptions hold all words of an office."""
        named = {word for word in office if word != "of"}
        # e.g. *Chief Minister* Ravi Adjei ... the CM; not: Health *Minister* Ravi Adjei ... the CM
        found = [p for p in self.people if p.first < before and named <= p.descriptions | p.roles]
        return found[0] if len(found) == 1 and not _FORMER & (found[0].descriptions - named) else None

    def spouse(self, name: str, noun: str) -> Person | None:
        """Return the wife or husband of somebody with whom the article names them by one surname."""
        if noun not in _SPOUSES:
            return None
        # e.g. *Brendan* and *Trish Hollis* were found. “We argued,” his wife said.
        given, _, family = name.rpartition(" ")
        couple = regex.compile(
            rf"\b(?:{regex.escape(given)} (?:and|&) (?P<second>[\p{{L}}'’-]+)|"
            rf"(?P<first>[\p{{L}}'’-]+) (?:and|&) {regex.escape(given)}) {regex.escape(family)}\b"
        )
        # not: brother and sister *Ada and Max Roth*
        told = (m for m in couple.finditer(self.text) if not self._is_of_kin(m)) if given else ()
        others = {f"{match['first'] or match['second']} {family}" for match in told}
        found = [p for p in self.people if p.text in others and p.gender in {word_gender(noun), None}]
        return found[0] if len(found) == 1 else None

    def _is_of_kin(self, couple: regex.Match[str]) -> bool:
        """Tell whether the words around two names say that they are kin, and not by marriage."""
        around = self.text[max(0, couple.start() - KIN_REACH) : couple.end() + KIN_REACH].lower()
        nouns = {noun for word in _WORD.findall(around) for noun in (word, word.removesuffix("s"))}
        return not (words("kin_nouns") - _SPOUSES).isdisjoint(nouns)

    def by_surname(self, span: Span) -> Person | None:
        """Return the only person so far of a surname, which the recogniser took for something else."""
        name = span.of(self.text)
        same = {name, name.capitalize()} if name.isupper() else {name}
        # e.g. Dwight *St Clair*, of two words
        ends = tuple(f" {one}" for one in same)
        found = [p for p in self.people if p.full and p.text.endswith(ends) and p.first < span.start]
        return found[0] if len(found) == 1 else None

    def by_age(self, age: str, before: int) -> Person | None:
        """Return the only person so far of an age: "the 58-year-old"."""
        found = [p for p in self.people if p.first < before and p.age == age]
        return found[0] if len(found) == 1 else None


def _is_longer(
    one: tuple[str, ...], other: tuple[str, ...], bare: AbstractSet[str], ended: AbstractSet[tuple[str, ...]]
) -> bool:
    """Tell whether one of two full names goes on behind the end of the other, with a name that stands alone too.

    `ended` are the folded names that stand somewhere with no other capitalised word behind them.
    """
    short, long = sorted((_folded_name(one), _folded_name(other)), key=len)
    if short == long or short != long[: len(short)] or suffix(one) != suffix(other):
        return False
    # e.g. Rosalind Tate married; Rosalind Tate *Avery*, Mrs. *Avery*; not: Mia Roth | *Slams* Ruiz
    ends, family = max(one, other, key=len)[-1], min(one, other, key=len)[-1]
    # e.g. Rafael Ibarra; Rafael Ibarra *Luna*, a Spaniard with both surnames, who is Ibarra for short
    return ends in bare or (family in bare and len(long) == len(short) + 1 and long in ended)


def _usual_spelling(person: Person, text: str) -> tuple[str, ...]:
    """Return the name in the spelling that the article has most often, the one of the name as found among equals."""
    # e.g. Kristin Wilkes ... *Kristen Wilkes* ... Kristen Wilkes
    alike = [
        a for a in person.aliases if is_misspelt(a.split()[0], person.name[0]) and a.split()[1:] == [*person.name[1:]]
    ]
    if not alike:
        return person.name
    counts = {a: len(regex.findall(rf"\b{regex.escape(a)}\b", text)) for a in (person.text, *alike)}
    best = max(counts, key=lambda a: counts[a])
    return person.name if best == person.text else tuple(best.split())


def _dominant(found: list[Person]) -> Person | None:
    """Return the only person, or the one who is named in full far more often; None on a tie."""
    if not found or found[1:] == []:
        return next(iter(found), None)
    counts = sorted(((len(p.full_mentions or p.mentions), -i) for i, p in enumerate(found)), reverse=True)
    return found[-counts[0][1]] if counts[0][0] >= DOMINANCE * counts[1][0] else None


def _family(name: tuple[str, ...]) -> str:
    """Return the last token of a name that is no suffix, or the suffix if that is all."""
    return name[-2] if len(name) > 1 and suffix(name) else name[-1]


def _folded_name(name: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(map(folded, name))


def _opens_sentence(text: str, name: Span) -> bool:
    """Tell whether a name stands in what a preposition opens its sentence with, before the first comma."""
    return _OPENING.search(text[max(0, name.start - 160) : name.start]) is not None


def _is_role(word: str) -> bool:
    return word.rpartition("-")[2] in words("titles") or word.rpartition("-")[2] in words("person_nouns")


def _folded_words(phrase: str) -> set[str]:
    return {folded(w) for w in _WORD.findall(phrase)}


def _roles(phrase: str) -> set[str]:
    """Return the roles in a phrase; a vice-president is no president."""
    return {w for w in _folded_words(_VICE.sub("vice-", phrase)) if _is_role(w)}
