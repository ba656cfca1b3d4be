"""Who is in focus where: what "she" and "the official" take up at a place of the article."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import regex

from quotes.lexicon import words
from quotes.models import Attribution, Parse, Sentence, Span
from quotes.resolve.names import Gender, folded, pronoun_gender
from quotes.resolve.roster import Person, Roster

REACH = 1500
"""Code points outside quotations back to which a pronoun looks for the person in focus; about three paragraphs."""
SUBJECT_WEIGHT = 1.0
"""How many paragraphs nearer another mention must be to outweigh a subject. Any value from 0.5 to 2 is within
one point of speaker identity on the development articles (2026-11-22)."""
ASIDE_WEIGHT = 0.5
"""The same for a name that a relative clause goes on about: "behind Emil Kahn, who had 31 points"."""
GENDER_WEIGHT = 0.5
"""How many paragraphs nearer a name of unknown gender must be to outweigh one whose gender fits."""

_SUBJECT = frozenset({"nsubj", "nsubj:pass", "nsubj:outer"})
_NAMING = frozenset({"flat", "appos", "compound", "nmod:desc"})
_WORD = regex.compile(r"[\p{L}\p{N}][\p{L}\p{N}'’.-]*")
_ROLE_BEFORE = regex.compile(r"\b[Tt]he\s+((?:[\p{L}'’-]+\s+){0,3})$")
_ACCORDING = regex.compile(r"\b[Aa]ccording to (?:[\p{L}.’'-]+ ){0,3}$")


@dataclass(frozen=True, slots=True)
class Focus:
    """A place where a person is in focus; `weight` is how much, 0 where the person is only named."""

    at: Span
    person: Person
    weight: float


def _main_subjects(sentence: Sentence) -> set[int]:
    """Return the words that are, or name, subjects of main clauses, of what is joined to them, and of reports."""
    listed = sentence.words
    main = {w.index for w in listed if w.head is None}
    main |= {w.index for w in listed if w.deprel in {"conj", "parataxis"} and w.head in main}
    subjects = {w.index for w in listed if w.deprel in _SUBJECT and w.head in main}
    # e.g. Legislator *Hung*; the chief executive, *Tim Cole*
    naming = {w.index for w in listed if w.deprel in _NAMING and w.head in subjects}
    # e.g. one of them, *Isidore Bell*, said
    pronouns = {w.index for w in listed if w.upos == "PRON" and w.head in subjects}
    naming |= {w.index for w in listed if w.deprel == "appos" and w.head in pronouns | naming}
    naming |= {w.index for w in listed if w.deprel == "flat" and w.head in naming}
    return subjects | naming


def _spans(sentence: Sentence, indices: Iterable[int]) -> Iterator[Span]:
    chosen = set(indices)
    yield from (w.span for w in sentence.words if w.span and w.index in chosen)


class Spotlight:
    """The people in focus along one article, in text order."""

    def __init__(self, text: str, roster: Roster, parse: Parse, attributions: Iterable[Attribution]) -> None:
        self._text = text
        self._roster = roster
        self._paragraph_starts = [paragraph.start for paragraph in parse.paragraphs]
        self._quoted = sorted((piece.outer for piece in parse.pieces), key=lambda span: span.start)
        self.subjects = sorted(span for s in parse.sentences for span in _spans(s, _main_subjects(s)))
        # e.g. behind Emil *Kahn*, who had 31 points
        asides = [span for s in parse.sentences for span in _spans(s, _relative_heads(s))]
        sources = [m.head for a in attributions for m in a.sources]
        self.foci = self._named([*self.subjects, *sources], asides)
        self._starts = [focus.at.start for focus in self.foci]
        for span in sorted({*self.subjects, *sources}):
            self._follow(span)

    def _named(self, strong: list[Span], asides: list[Span]) -> list[Focus]:
        named = [
            Focus(span, person, self._weight(span, strong, asides))
            for person in self._roster.people
            for span in person.mentions
        ]
        # e.g. *The former teacher* laughed. “Never,” he said.
        roles = [Focus(span, person, SUBJECT_WEIGHT) for span in self.subjects if (person := self._by_role(span))]
        return sorted([*named, *roles], key=lambda focus: focus.at)

    def _weight(self, span: Span, strong: list[Span], asides: list[Span]) -> float:
        # e.g. According to *Ham*, few agreed.
        if any(s.overlaps(span) for s in strong) or _ACCORDING.search(self._text, max(0, span.start - 60), span.start):
            return SUBJECT_WEIGHT
        return ASIDE_WEIGHT if any(s.overlaps(span) for s in asides) else 0.0

    def _by_role(self, span: Span) -> Person | None:
        noun = folded(span.of(self._text))
        before = self._text[max(0, span.start - 40) : span.start].rpartition("\n")[2]
        match = _ROLE_BEFORE.search(before)
        if match is None or noun not in words("person_nouns"):
            return None
        return self._roster.by_role(noun, {folded(w) for w in _WORD.findall(match[1])}, span.start)

    def _follow(self, span: Span) -> None:
        """Put whom a pronoun takes up in focus where it stands."""
        # e.g. Don Roth ruled it out. *He* named Joe Voss and Bea Kahn. “No,” he said.
        known = pronoun_gender(span.of(self._text).lower())
        if known and (focus := self.in_focus(span, known)):
            at = bisect_left(self._starts, span.start)
            self.foci.insert(at, Focus(span, focus.person, SUBJECT_WEIGHT))
            self._starts.insert(at, span.start)

    def in_focus(self, span: Span, known: Gender) -> Focus | None:
        """Return where the person was last named whom a pronoun of a gender takes up."""
        end = bisect_left(self._starts, span.start)
        fitting = [f for f in self.foci[:end] if f.person.gender in {known, None} and self._near(f.at, span)]
        return max(fitting, key=lambda f: (self._salience(f, span, known), f.at.start), default=None)

    def _salience(self, focus: Focus, span: Span, known: Gender) -> float:
        """Return how much a person is in focus at a pronoun: near, as a subject, and surely of its gender."""
        return focus.weight + GENDER_WEIGHT * (focus.person.gender == known) - self.paragraphs(focus.at, span)

    def paragraphs(self, earlier: Span, later: Span) -> int:
        """Return how many paragraphs lie between two places: 0 inside one."""
        starts = self._paragraph_starts
        return bisect_right(starts, later.start) - bisect_right(starts, earlier.start)

    def _near(self, earlier: Span, later: Span) -> bool:
        quoted = sum(len(q) for q in self._quoted if earlier.start <= q.start < later.start)
        return later.start - earlier.start - quoted <= REACH


def _relative_heads(sentence: Sentence) -> set[int]:
    return {w.head for w in sentence.words if w.deprel == "acl:relcl" and w.head is not None}
