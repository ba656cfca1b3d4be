"""Who is in focus where: what "she" and "the official" take up at a place of the article."""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import accumulate
from math import inf

import regex

from quotes.lexicon import words
from quotes.models import Attribution, MentionForm, Parse, Span
from quotes.resolve import actors
from quotes.resolve.names import Gender, folded, pronoun_gender, surname, word_gender
from quotes.resolve.phrases import WORD, apposed, last_word
from quotes.resolve.roster import Person, Roster
from quotes.spans import SpanIndex

REACH = 1500
"""Code points outside quotations back to which a pronoun looks for the person in focus; about three paragraphs."""
SUBJECT_WEIGHT = 1.0
"""How many paragraphs nearer another mention must be to outweigh a subject. Any value from 0.5 to 2 is within
one point of speaker identity on the development articles (2026-11-22)."""
ASIDE_WEIGHT = 0.5
"""The same for a name that a relative clause goes on about: "behind Emil Kahn, who had 31 points"."""
EMBEDDED_WEIGHT = 0.75
"""The same for the subject of what a main clause shows: more than for a name on the side."""
GENDER_WEIGHT = 0.5
"""How many paragraphs nearer a name of unknown gender must be to outweigh one whose gender fits."""

FAINT = -2.0
"""Salience up to which nobody is in focus any more. Of pronouns above it 95 % were right, of those at it one of four
(4,000 quotations of development and invented articles, 2026-11-22)."""

ANAPHOR_REACH = 600
"""Code points back to which "the official" looks for the person in focus when others were named; one paragraph."""

_OF_PLACE = regex.compile(r" (?:of|for|in|at|from) (?:the )?(?P<place>\p{Lu}[\p{L}’'-]*(?: \p{Lu}[\p{L}’'-]*)*)")
_TOGETHER = regex.compile(r"(?: \([^()\n]{1,20}\))?,? (?:and|&) (?:[^.;:“”\"\n]{0,60} )?(?:\p{Lu}\p{L}{1,5}\. )?")
_SENTENCE_END = regex.compile(r"[.!?”\"»]\s|\n")
_ROLE_BEFORE = regex.compile(r"\b[Tt]he\s+((?:[\p{L}'’-]+\s+){0,3})$")
_OWNING = regex.compile(r"['’]s? (?P<role>(?:\p{Ll}[\p{L}-]*+ ?){1,3})")
_RETURNING = regex.compile(r"\s+(?:(?:had|has|then|also|once) )?\p{Ll}+ (?P<whom>him|her)\b")
_AGE_BEHIND = regex.compile(r", \d{1,3},")
_AGED_BEFORE = regex.compile(r"\b[Tt]he (?P<age>\d{1,3})-year-(?:old (?:\p{Ll}[\p{L}-]* ){0,2})?$")
_PARENT_BEHIND = regex.compile(r"[- ]of[- ](?:\d+|one|two|three|four|five|six|seven|eight|nine|ten)\b")
_ACCORDING = regex.compile(r"\b[Aa]ccording to (?:[\p{L}.’'-]+ ){0,3}$")


@dataclass(frozen=True, slots=True)
class Focus:
    """A place where a person is in focus; `weight` is how much, 0 where the person is only named.

    `speaks` tells that the place is the source of a quotation.
    """

    at: Span
    person: Person
    weight: float
    speaks: bool = False


class Spotlight:
    """The people in focus along one article, in text order."""

    def __init__(self, text: str, roster: Roster, parse: Parse, attributions: Iterable[Attribution]) -> None:
        self._text = text
        self._roster = roster
        self._paragraph_starts = [paragraph.start for paragraph in parse.paragraphs]
        self._sentence_starts = [next((w.span.start for w in s.words if w.span), 0) for s in parse.sentences]
        self._quoted = sorted((piece.outer for piece in parse.pieces), key=lambda span: span.start)
        self._quoted_starts = [span.start for span in self._quoted]
        self._quoted_before = list(accumulate(map(len, self._quoted), initial=0))
        parsed = [span for s in parse.sentences for span in actors.spans(s, actors.main_subjects(s))]
        opening = list(actors.opening(text, parse))
        self.subjects = sorted([*parsed, *opening])
        # e.g. behind Emil *Kahn*, who had 31 points
        # e.g. The visitors, whose captain *Joe Voss* was sent off, lost.
        aside = (actors.relative_heads(s) | actors.owned_names(s) for s in parse.sentences)
        asides = [span for s, found in zip(parse.sentences, aside, strict=True) for span in actors.spans(s, found)]
        # e.g. It shows that *Roth* met Joe Voss, the founder of Acme.
        embedded = SpanIndex(span for s in parse.sentences for span in actors.spans(s, actors.acted_upon_or_shown(s)))
        self._objects = {subject: objects for s in parse.sentences for subject, objects in actors.objects(s)}
        self._actors = SpanIndex(self._objects)
        subjects = (w for s in parse.sentences for w in s.words if w.deprel in actors.SUBJECT)
        self._acting = SpanIndex(word.span for word in subjects if word.span)
        roles = sorted(span for s in parse.sentences for span in actors.spans(s, actors.unnamed_subjects(s)))
        self._followed: dict[Span, Focus | None] = {}
        self._unnamed = [span for span in roles if self._by_role(span) is None]
        self._kin = [span for s in parse.sentences for span in actors.spans(s, actors.kin(s))]
        self._named_kin = SpanIndex(span for s in parse.sentences for span in actors.spans(s, actors.named_kin(s)))
        # e.g. *He* is Dr Ben Amory. “I made my peace,” he says.
        self._named_as = {at: name for s in parse.sentences for at, name in actors.identified(s)}
        self.represented = [pair for s in parse.sentences for pair in actors.represented(s)]
        """Subjects that speak for a body, each with a word of the body's name."""
        self._new = {span for s in parse.sentences for span in actors.spans(s, actors.brought_in(s))}
        sources = [m.head for a in attributions for m in a.sources if not self._is_owner_behind(a, m.head)]
        self.sources = set(sources)
        # e.g. Ruiz paused when *a man* shouted: “Go home!” ¶ “I was quiet for a year,” he said.
        strangers = {last_word(text, m.head) for a in attributions for m in a.sources if m.form is MentionForm.NOMINAL}
        people = words("person_nouns") | words("kin_nouns")
        # not: *one companion*, the surgeon Joe Voss
        known = {span for s in parse.sentences for span in actors.spans(s, actors.with_apposition(s))}
        strangers = {at for at in (strangers & self._new) - known if folded(at.of(text)) in people}
        self._unnamed = sorted({*self._unnamed, *strangers})
        # e.g. the chairman, the Rev Alan *Gunn*, hopes so: parsers lose long appositions
        apposed_to = {at: name for at in {*self.subjects, *sources, *roles} if (name := apposed(text, at.end))}
        self._unnamed = [span for span in self._unnamed if not roster.at(apposed_to.get(span, span))]
        # e.g. The elder *Budhram* said so: of two of that name nobody knows which
        # e.g. *Benaro* said so, whom the recogniser did not see
        entities = SpanIndex(e.span for e in parse.entities)
        speaking = {at for s in parse.sentences for at in actors.speaking_names(s)}
        speaking |= {at for at in opening if actors.is_speaking_name(text, at)}
        # e.g. *Charles-Roth* laughed
        capitals = {at for at in self.subjects if at.of(text)[:1].isupper() and actors.may_be_surname(at.of(text))}
        self._unseen = {at for at in speaking | capitals if not entities.touches(at) and roster.at(at) is None}
        self._unnamed = sorted({*self._unnamed, *self._unknown(roster.recognised), *(self._unseen & speaking)})
        self.foci = self._named(
            SpanIndex([*self.subjects, *sources, *apposed_to.values()]), SpanIndex(asides), embedded
        )
        self._starts = [focus.at.start for focus in self.foci]
        for span in sorted({*self.subjects, *sources}):
            self._follow(span)

    def _is_owner_behind(self, attribution: Attribution, head: Span) -> bool:
        """Tell whether a noun of speech is only somebody's of whom the subject before it tells something."""
        # e.g. *Orr* spoke of the anger at Roth's claim that it was “late”. “He lies,” he said.
        match = _OWNING.match(self._text, head.end) if attribution.rule == "F18" else None
        before = bisect_left(self.subjects, head) - 1 if match else -1
        opened = bisect_right(self._sentence_starts, head.start) - 1
        return before >= 0 and opened >= 0 and self._sentence_starts[opened] <= self.subjects[before].start

    def _unknown(self, people: SpanIndex) -> Iterator[Span]:
        """Yield the subjects that are names of people of whom the roster cannot tell who is meant."""
        for span in self.subjects:
            if people.touches(span) and self._roster.at(span) is None and span.of(self._text)[:1].isupper():
                yield span

    def _named(self, strong: SpanIndex, asides: SpanIndex, embedded: SpanIndex) -> list[Focus]:
        sources = SpanIndex(self.sources)
        named = [
            Focus(span, person, self._weight(span, strong, asides, embedded), sources.touches(span))
            for person in self._roster.people
            for span in person.mentions
        ]
        # e.g. *The former teacher* laughed. “Never,” he said.
        # e.g. “Never,” said *the former teacher*. He laughed.
        spoken = {last_word(self._text, source) for source in self.sources}
        roles = [
            Focus(span, person, SUBJECT_WEIGHT, span in spoken)
            for span in {*self.subjects, *spoken}
            if (person := self._by_role(span))
        ]
        return sorted([*named, *roles], key=lambda focus: focus.at)

    def _weight(self, span: Span, strong: SpanIndex, asides: SpanIndex, embedded: SpanIndex) -> float:
        # not: *Roth*'s brother said so: the brother did
        owned = _OWNING.match(self._text, span.end)
        if owned and any(folded(noun) in words("person_nouns") | words("kin_nouns") for noun in owned["role"].split()):
            return 0.0
        # e.g. According to *Ham*, few agreed.
        if strong.touches(span) or self.is_according_to(span):
            return SUBJECT_WEIGHT
        if embedded.touches(span):
            return EMBEDDED_WEIGHT
        # e.g. Among them was *K. W. Varma*, a farmer of 63. “They sent me home,” he said.
        return ASIDE_WEIGHT if asides.touches(span) or self._roster.is_introduced(span) else 0.0

    def is_according_to(self, name: Span) -> bool:
        """Tell whether something is so according to whom a name means."""
        return _ACCORDING.search(self._text, max(0, name.start - 60), name.start) is not None

    def _by_role(self, span: Span) -> Person | None:
        noun = folded(span.of(self._text))
        # e.g. *The 33-year-old* laughed.  e.g. *The 33-year-old midfielder* laughed.
        aged = self._aged(span)
        if aged and (noun == "old" or noun in words("person_nouns")):
            return self._roster.by_age(aged["age"], span.start)
        before = self._text[max(0, span.start - 40) : span.start].rpartition("\n")[2]
        match = _ROLE_BEFORE.search(before)
        if match is None or noun not in words("person_nouns"):
            return None
        found = self._roster.by_role(noun, {folded(w) for w in WORD.findall(match[1])}, span.start)
        # e.g. Bishop Joe Voss of Gullane agreed. *The bishop* of Corvane did not: another
        place = _OF_PLACE.match(self._text, span.end)
        named = {folded(w) for w in WORD.findall(place["place"])} if place else set()
        is_another = bool(named) and not any(named & p.descriptions for p in found)
        return found[0] if len(found) == 1 and not is_another else None

    def _follow(self, span: Span) -> None:
        """Put whom a pronoun takes up in focus where it stands."""
        # e.g. Don Roth ruled it out. *He* named Joe Voss and Bea Kahn. “No,” he said.
        self._take_up(span)
        known = pronoun_gender(span.of(self._text).lower())
        identified = self._roster.at(self._named_as[span]) if span in self._named_as else None
        focus = Focus(span, identified, SUBJECT_WEIGHT) if identified else self.in_focus(span, known) if known else None
        self._followed[span] = focus
        # e.g. Benaro said so. *He* had doubts. “It is late,” he said.
        if known and not focus:
            insort(self._unnamed, span)
        if known and focus:
            # e.g. Wen Acker laughed. *She* ... : from there on Acker is no "he"
            focus.person.gender = known
            at = bisect_left(self._starts, span.start)
            self.foci.insert(at, Focus(span, focus.person, SUBJECT_WEIGHT, span in self.sources))
            self._starts.insert(at, span.start)

    def _take_up(self, span: Span) -> None:
        """Put the only person about in focus where a noun with a description takes them up."""
        # e.g. Roth flew home. *The former Gullane striker* said so. “It was late,” he said.
        at = bisect_left(self._unnamed, span)
        is_unnamed = at < len(self._unnamed) and self._unnamed[at] == span and span not in self._new
        aged = self._aged(span) if is_unnamed else None
        described = _ROLE_BEFORE.search(self._text, max(0, span.start - 60), span.start) if is_unnamed else None
        match = aged or described
        noun = folded(span.of(self._text))
        is_office = noun in words("titles") and noun not in words("lawmaker_nouns")
        # e.g. *The father of three* said so.
        is_parent = noun in words("kin_nouns") and _PARENT_BEHIND.match(self._text, span.end) is not None
        is_role = noun in words("person_nouns") and not is_office
        if match is None or not (is_role or is_parent or noun == "old"):
            return
        # e.g. *The midfielder, 33,* said so.  not: *The midfielder* said so.
        if not (match[1].strip() or is_parent or _AGE_BEHIND.match(self._text, span.end)):
            return
        whole = Span(match.start(), span.end)
        focus = self.taken_up(whole, word_gender(noun), alone=True)
        is_another = focus is not None and any(focus.person is p for p in self.others(span))
        if focus is not None and aged is not None:
            is_another |= not self._may_be_aged(focus.person, aged["age"], whole, focus.person.gender)
        if focus is not None and not is_another:
            del self._unnamed[at]
            place = bisect_left(self._starts, span.start)
            self.foci.insert(place, Focus(span, focus.person, SUBJECT_WEIGHT, span in self.sources))
            self._starts.insert(place, span.start)

    def in_focus(self, span: Span, known: Gender) -> Focus | None:
        """Return where the person was last named whom a pronoun of a gender takes up."""
        # what pronouns further on tell of a person's gender tells nothing here
        if span in self._followed:
            return self._followed[span]
        end = bisect_left(self._starts, span.start)
        # not: In his message *he* called Lund “a worthy loser”: he is not Lund
        others = self.others(span)
        if (other := self._given_back(span, known)) is not None:
            return other
        fitting = [
            f
            for f in self.foci[:end]
            if f.person.gender in {known, None} and self._near(f.at, span) and not any(f.person is p for p in others)
        ]
        best = max(fitting, key=lambda f: self._rank(f, span, known), default=None)
        # e.g. *Mia Roth* thinks so. *Sandy Tyler* is sure. “It is,” she said.
        last = fitting[-1] if fitting else None
        if last and last.weight >= SUBJECT_WEIGHT and self.paragraphs(last.at, span) == 0:
            best = self._surer(last, fitting, span, known)
        # e.g. *Mia Roth* was sent home. Her daughter, *Tiwa*, was stillborn. ¶ “I knew,” she said: it may be either
        if best and self._is_kin_of_another(best, fitting):
            return None
        # e.g. His pictures show saints such as Romero. ¶ ... ¶ ... ¶ “They live,” he says: too far for a passing name
        is_only = len({id(f.person) for f in fitting}) == 1
        # the only one who fits may be a paragraph further off
        if best and self._salience(best, span, known) <= (FAINT - 1 if is_only else FAINT):
            return None
        # e.g. Tom Orr prosecuted. ¶ Messages show *him* boasting: “Easy.”: an object goes back to no other paragraph
        is_object = span in self._objects and span.of(self._text).lower() in {"him", "her"}
        if best and is_object and self.paragraphs(best.at, span):
            return None
        # e.g. Stern laughed. *Her mother* did not. “Never,” she said: who is not named may well be meant
        return self._of_shared_name(best, span, known) if best and self._is_unnamed(best, span, known) else best

    def _surer(self, last: Focus, fitting: list[Focus], span: Span, known: Gender) -> Focus:
        """Return the last one in focus, or who is in its sentence too and more surely of a pronoun's gender."""
        # e.g. *Mr Roth* said the adviser had spoken of “a bag”. “Two have docked,” he said.
        here = [f for f in fitting if f.weight >= SUBJECT_WEIGHT and f.person is not last.person]
        sure = next((f for f in reversed(here) if f.person.gender == known), None)
        if last.person.gender is not None or sure is None or self.paragraphs(sure.at, span):
            return last
        is_apart = _SENTENCE_END.search(self.unquoted(Span(sure.at.end, last.at.start))) is not None
        return last if is_apart else sure

    def _of_shared_name(self, best: Focus, span: Span, known: Gender) -> Focus | None:
        """Return the only person of a pronoun's gender among those who share the surname that it takes up."""
        # e.g. Mia Voss met Joe Voss. Tom Orr was late. *Voss* laughed. “Never,” she said.
        last = self._unnamed[bisect_left(self._unnamed, span) - 1 :][:1]
        if not last or not best.at < last[0] < span or self.paragraphs(last[0], span) > 1:
            return None
        sharing = [p for p in self._roster.people if surname(p.name) == folded(last[0].of(self._text))]
        meant = [p for p in sharing if p.gender == known]
        is_told = len(meant) == 1 and all(p.gender is not None for p in sharing)
        return Focus(last[0], meant[0], SUBJECT_WEIGHT) if is_told else None

    def _is_kin_of_another(self, best: Focus, fitting: Iterable[Focus]) -> bool:
        """Tell whether a person is brought in as the kin of somebody who was in focus, and did not speak since."""
        if best.speaks or not self._named_kin.touches(best.at):
            return False
        before = [f for f in fitting if f.person is not best.person and f.at < best.at and f.weight >= SUBJECT_WEIGHT]
        return any(self.paragraphs(f.at, best.at) == 0 for f in before)

    def _given_back(self, span: Span, known: Gender) -> Focus | None:
        """Return whom a sentence spoke of, where "he called her" or "she called him" gives that back."""
        # e.g. Ruiz called *Cole* “a snail”, and he called her “a toad”.
        match = _RETURNING.match(self._text, span.end)
        before = self.foci[: bisect_left(self._starts, span.start)] if match else []
        last = next((f for f in reversed(before) if f.weight >= SUBJECT_WEIGHT), None)
        if match is None or last is None or pronoun_gender(match["whom"]) == known or last.person.gender == known:
            return None
        behind = [f for f in before if f.at > last.at and f.person.gender in {known, None}]
        is_one = len({id(f.person) for f in behind} - {id(last.person)}) == 1
        is_apart = _SENTENCE_END.search(self.unquoted(Span(last.at.end, span.start))) is not None
        return behind[-1] if is_one and not is_apart and behind[-1].person is not last.person else None

    def is_about(self, span: Span, known: Gender) -> bool:
        """Tell whether a person of a gender was named or meant not far before a place."""
        end = bisect_left(self._starts, span.start)
        return any(f.person.gender == known and self._near(f.at, span) for f in self.foci[:end])

    def others(self, subject: Span) -> list[Person]:
        """Return the people who act or are acted upon in the clause of a subject."""
        objects = [one for at in self._actors.overlapping(subject) for one in self._objects[at]]
        # e.g. *Cathal* was ten. “Pay up,” he recalled *him* saying.
        followed = (self._followed.get(one) for one in objects)
        return [p for p in map(self._roster.at, objects) if p] + [focus.person for focus in followed if focus]

    def _is_unnamed(self, best: Focus, span: Span, known: Gender) -> bool:
        """Tell whether somebody without a name is more in focus at a pronoun than the best person."""
        opens = self._paragraph_starts[max(self.number(span) - 1, 0)]
        before = self._unnamed[bisect_left(self._unnamed, Span(opens, opens)) : bisect_left(self._unnamed, span)]
        # not: Ruiz sent her son, Ben, to look. *The 19-year-old* told the court so. “It was late,” he said.
        # not: Roth met Ana Price. *The former teacher* laughed. “Never,” he said: of the two, only Roth is a man
        is_told = (
            self._is_of_age(best.person, one, known) or self._only_fits(best.person, one, known) for one in before
        )
        before = [one for one, told in zip(before, is_told, strict=True) if not told]
        nouns = ((one, folded(one.of(self._text))) for one in before)
        # not: *Johnson* said so, of two Johnsons, where the best is one of them
        same = surname(best.person.name)
        fitting = [
            one for one, noun in nouns if (pronoun_gender(noun) or word_gender(noun)) in {known, None} and noun != same
        ]
        # e.g. *The treasurer* said Brandt was late. He had told ...: Brandt was named later, but is no subject
        here = any(one > best.at or not best.weight for one in fitting if self.paragraphs(one, span) == 0)
        # e.g. Roth's wife left. She was led by *her brother*. “Go home,” he said.
        kin = [one for one in self._kin if best.at < one < span and self.paragraphs(one, span) == 0]
        if not best.weight and any(word_gender(folded(one.of(self._text))) == known for one in kin):
            return True
        # e.g. *A woman* handed Ruiz a letter. ¶ “I wrote it,” she said.
        # e.g. Roth was carried out. *His sister* held the door. ¶ “It was heavy,” she said.
        after = [one for one in fitting if one in self._new or one > best.at]
        # e.g. Roth was jailed. *A spokesman* said: “It is over.” ¶ He added: “It is late.”
        if any(one > best.at and self._spoke(one) and word_gender(folded(one.of(self._text))) for one in after):
            return True
        weights = [self._unnamed_salience(one, span, known) for one in after]
        return here or max(weights, default=-inf) > self._salience(best, span, known)

    def _is_of_age(self, person: Person, one: Span, known: Gender) -> bool:
        aged = self._aged(one)
        return aged is not None and self._may_be_aged(person, aged["age"], Span(aged.start(), one.end), known)

    def _only_fits(self, person: Person, one: Span, known: Gender) -> bool:
        """Tell whether a noun with a description may mean one person alone of those in focus, by a pronoun's gender."""
        match = _ROLE_BEFORE.search(self._text, max(0, one.start - 60), one.start)
        is_office = folded(one.of(self._text)) in words("titles")
        if match is None or not match[1].strip() or is_office or one in self._new or person.gender != known:
            return False
        near = [f for f in self.foci if f.at.end <= match.start() and f.weight and self.paragraphs(f.at, one) <= 1]
        return {id(f.person) for f in near if f.person.gender in {known, None}} == {id(person)}

    def _spoke(self, noun: Span) -> bool:
        return any(noun.overlaps(source) for source in self.sources)

    def _unnamed_salience(self, one: Span, span: Span, known: Gender) -> float:
        is_fitting = word_gender(folded(one.of(self._text))) == known and one not in self._new
        return SUBJECT_WEIGHT + GENDER_WEIGHT * is_fitting - self.paragraphs(one, span)

    def _salience(self, focus: Focus, span: Span, known: Gender) -> float:
        """Return how much a person is in focus at a pronoun: near, as a subject, and surely of its gender."""
        return focus.weight + GENDER_WEIGHT * (focus.person.gender == known) - self.paragraphs(focus.at, span)

    def _rank(self, focus: Focus, span: Span, known: Gender) -> tuple[float, int, float, int]:
        # e.g. *Ruiz* rejected reports that Tim Cole had been told. “Nonsense,” he said: the subject, of equals
        return self._salience(focus, span, known), -self.paragraphs(focus.at, span), focus.weight, focus.at.start

    def taken_up(
        self, span: Span, known: Gender | None, *, alone: bool = False, barred: AbstractSet[str] = frozenset()
    ) -> Focus | None:
        """Return where the person was last a subject whom a noun takes up; `alone`: if nobody else was about.

        Nobody is meant who has a role that is `barred`.
        """
        # e.g. *Ruiz* flew home. “We are ready,” the minister said; not: Ruiz read the page where the leader wrote
        near = [f for f in self.foci if f.at.end <= span.start and self._near(f.at, span)]
        before = [f for f in near if not f.person.roles & barred]
        strong = [f for f in before if f.weight]
        if not strong or not _SENTENCE_END.search(self._text, strong[-1].at.end, span.start):
            return None
        last = strong[-1]
        # e.g. *A former clerk* said so. “It was a joke,” the man said: not whoever was named before
        if any(last.at < one < span for one in (*self._unseen, *(one for one in self._unnamed if one in self._new))):
            return None
        others = [f for f in before if f.person is not last.person and f.at > last.at]
        if others and (span.start - last.at.end > ANAPHOR_REACH or alone):
            return None
        # e.g. “No,” said the minister, Ana Ruiz. He had promised it. “We will,” the official said: Ruiz again, or he
        speakers = [f.person for f in strong if f.speaks]
        is_pronoun = pronoun_gender(last.at.of(self._text).lower()) is not None
        if is_pronoun and speakers and speakers[-1] is not last.person:
            return None
        rivals = {id(f.person) for f in strong if self.paragraphs(f.at, span) <= 1} - {id(last.person)}
        return None if (last.person.gender not in {known, None} and known) or (alone and rivals) else last

    def just_before(self, span: Span, known: Gender | None) -> Person | None:
        """Return the subject of the sentence right before a quotation in whose tag a noun stands."""
        # e.g. *Adeyemi* was sanguine. “I thank him,” the director said.
        # not: “Wait,” *Roth* told the staff. “I will not,” the clerk said.
        here = [f for f in self.foci if f.at.end <= span.start and self.paragraphs(f.at, span) == 0]
        last = next((f for f in reversed(here) if f.weight >= SUBJECT_WEIGHT), None)
        if last is None or last.speaks or (known and last.person.gender not in {known, None}):
            return None
        between = self.unquoted(Span(last.at.end, span.start))
        is_other = any(f.person is not last.person and f.at > last.at for f in here)
        is_unnamed = any(last.at < one < span for one in self._unnamed)
        noun = self._text[span.start : span.end].rpartition(" ")[2]
        is_mentioned = regex.search(rf"\b{regex.escape(noun)}\b", between) is not None
        # not: Ruiz read out the page where *the leader* wrote: “Never.”
        is_next = len(_SENTENCE_END.findall(between)) == 1
        is_pronoun = pronoun_gender(last.at.of(self._text).lower()) is not None
        return last.person if is_next and not (is_other or is_unnamed or is_mentioned or is_pronoun) else None

    def unquoted(self, span: Span) -> str:
        """Return the text of a span without the quotations in it."""
        parts, at = [], span.start
        for quoted in self._quoted:
            if span.start <= quoted.start < span.end:
                parts.append(self._text[at : quoted.start])
                at = max(at, quoted.end)
        return "".join([*parts, self._text[at : span.end]])

    def of_age(self, span: Span, age: str, known: Gender | None) -> Person | None:
        """Return the person last in focus who may be of an age that the article does not tell otherwise."""
        # e.g. *Zielinska* had walked out. ¶ “It was terrible,” the 25-year-old said.
        near = [f for f in self.foci if f.at.end <= span.start and self.paragraphs(f.at, span) <= 1]
        last = next((f.person for f in reversed(near) if f.weight >= SUBJECT_WEIGHT), None)
        if last is None or any(last is other for other in self.others(span)):
            return None
        is_fitting = known is None or last.gender in {known, None}
        return last if is_fitting and self._may_be_aged(last, age, span, last.gender) else None

    def _aged(self, noun: Span) -> regex.Match[str] | None:
        """Return the match of "the 33-year-old" that ends in a noun or in "old"."""
        return _AGED_BEFORE.search(self._text, max(0, noun.start - 60), noun.start)

    def _may_be_aged(self, person: Person, age: str, span: Span, known: Gender | None) -> bool:
        """Tell whether a person, and no other of a gender who was active near, may be of an age named at a place."""
        # not: Ruiz lost her purse to a girl of 12. *The 12-year-old* brought it back.
        is_told = bool(age) and regex.search(rf"\b{age}\b", self._text[: span.start]) is not None
        # not: Cole said Orr had never paid. *The 33-year-old* laughed.
        near = [f for f in self.foci if f.at.end <= span.start and self.paragraphs(f.at, span) <= 1]
        # e.g. Kieran is 30. ¶ *Joe* had none of it. “Never,” laughed the 22-year-old.
        here = [f for f in near if self.paragraphs(f.at, span) == 0]
        is_here = any(f.person is person and f.weight >= SUBJECT_WEIGHT for f in here)
        others = [f for f in (here if is_here else near) if f.person is not person and f.person.gender in {known, None}]
        rivals = [f.person for f in others if f.weight or self._acting.touches(f.at)]
        return person.age in {None, age} and not is_told and all(p.age not in {None, age} for p in rivals)

    def couple(self, span: Span) -> tuple[Person, Person] | None:
        """Return the two people who were last named together, in this paragraph or the one before."""
        named = self._roster.in_order
        end = bisect_left(named, span.start, key=lambda one: one[0].start)
        for at in range(end - 2, -1, -1):
            (first, one), (second, other) = named[at : at + 2]
            if self.paragraphs(first, span) > 1:
                return None
            # e.g. *Gerald Fitch* and his partner, *Wanda Sharp*, watched.
            if one is not other and _TOGETHER.fullmatch(self._text, first.end, second.start):
                # not: Joe Voss, Gerald Fitch and Wanda Sharp
                is_more = at > 0 and self._text[named[at - 1][0].end : first.start] == ", "
                return None if is_more else (one, other)
        return None

    def only_recent(self, found: tuple[Person, ...], span: Span) -> Person | None:
        """Return the one of some people who was in focus in the paragraph or the one before."""
        before = [f for f in self.foci if f.at.end <= span.start and self.paragraphs(f.at, span) <= 1]
        recent = {id(f.person): f.person for f in before if any(f.person is p for p in found)}
        return next(iter(recent.values())) if len(recent) == 1 else None

    def unnamed(self, within: Span) -> tuple[Span, ...]:
        """Return the subjects in a stretch of the article that mean somebody without a name."""
        ends = (bisect_left(self._unnamed, Span(at, at)) for at in (within.start, within.end))
        return tuple(self._unnamed[slice(*ends)])

    def number(self, span: Span) -> int:
        """Return the number of the paragraph that a span begins in, from 0."""
        return bisect_right(self._paragraph_starts, span.start) - 1

    def opens(self, span: Span) -> bool:
        """Tell whether a span stands at the head of its paragraph."""
        return not self._text[self._paragraph_starts[self.number(span)] : span.start].strip()

    def end_of(self, span: Span, later: int) -> int:
        """Return where the paragraph ends that is so many behind a span's."""
        behind = self.number(span) + later + 1
        return self._paragraph_starts[behind] if behind < len(self._paragraph_starts) else len(self._text)

    def paragraphs(self, earlier: Span, later: Span) -> int:
        """Return how many paragraphs lie between two places: 0 inside one."""
        starts = self._paragraph_starts
        return bisect_right(starts, later.start) - bisect_right(starts, earlier.start)

    def _near(self, earlier: Span, later: Span) -> bool:
        first, end = (bisect_left(self._quoted_starts, at) for at in (earlier.start, later.start))
        quoted = self._quoted_before[end] - self._quoted_before[first]
        return later.start - earlier.start - quoted <= REACH
