"""One article while its sources are resolved: who is in it, who is in focus where, what a mention leads to."""

from dataclasses import dataclass

import regex

from quotes.lexicon import words
from quotes.models import (
    Article,
    Attribution,
    Entity,
    Mention,
    MentionForm,
    Parse,
    Reason,
    Span,
    Speaker,
    SpeakerKind,
)
from quotes.resolve.focus import Spotlight
from quotes.resolve.names import Gender, folded, pronoun_gender, tokens
from quotes.resolve.roster import Person, Roster

NAME_MAX_TOKENS = 4
"""Tokens of a person's name that no recogniser saw; longer ones name bodies."""
ANAPHOR_REACH = 600
"""Code points back to which "the official" looks for the person in focus; about one paragraph."""

_DEFINITE = frozenset({"the", "his", "her", "its", "their", "this", "that"})
_WORD = regex.compile(r"[\p{L}\p{N}][\p{L}\p{N}'’.-]*")
_DETERMINER = regex.compile(r"^(?:the|an?|his|her|its|their|our|my|this|that|these|those|one|another|some)\s+", regex.I)
_INTERVIEW = regex.compile(r"^(?:\*\*.+\*\*|Q[:.]\s.+|Q&A.*)$", regex.MULTILINE)
_OTHER = regex.compile(r"\b(?:second|third|fourth|other)\s+\p{L}+$", regex.IGNORECASE)
_AROUND = regex.compile(r"\s(?:around|behind|outside|near|with|before)\s(?:it|him|her|them)$")
_AGED = regex.compile(r"(\d{1,3})-year-old")


@dataclass(frozen=True, slots=True)
class Resolved:
    """A speaker, the rule and the mentions that led there, the source's own first; or the reason why there is none."""

    speaker: Speaker | None
    chain: tuple[Span, ...]
    rule: str | None = None
    reason: Reason | None = None


class Scene:
    """One article with its roster, and who is in focus where."""

    def __init__(self, article: Article, parse: Parse, attributions: tuple[Attribution, ...]) -> None:
        self.article = article
        self.text = article.text
        self.entities = parse.entities
        self.roster = Roster(article.text, parse.entities, (piece.outer for piece in parse.pieces))
        self.spotlight = Spotlight(article.text, self.roster, parse, attributions)
        self.subjects = self.spotlight.subjects
        self.focus = self.spotlight.foci

    # ------------------------------------------------------------ mentions

    def resolve(self, mention: Mention, outer: Speaker | None = None) -> Resolved:
        """Return the speaker whom a mention names; `outer` speaks the quotation that the mention stands in."""
        if mention.antecedent is not None:
            # e.g. *Voss*, who calls it “a trick”
            inner = self._named(mention.antecedent) or self._noun_phrase(mention.antecedent, mention.antecedent)
            return Resolved(inner.speaker, (mention.span, *inner.chain), inner.rule, inner.reason)
        if outer is not None and (kin := self._kin(mention, outer)):
            return kin
        if mention.form is MentionForm.PRONOUN:
            return self._pronoun(mention.span)
        if mention.form is MentionForm.NAME:
            return self._named(mention.head) or self._unseen(mention)
        last = self._last_word(mention.head)
        named = self._named(last) if last.of(self.text)[:1].isupper() else None
        return named or self._noun_phrase(mention.span, mention.head)

    def _kin(self, mention: Mention, outer: Speaker) -> Resolved | None:
        """Return who "I" and "my father" are in what somebody else is quoted as saying."""
        first, _, rest = mention.span.of(self.text).partition(" ")
        if first.lower() in {"i", "me"} and not rest:
            return Resolved(outer, (mention.span,), "X5")
        # e.g. “*My father* told me, ‘Never sell the farm,’” Abel Nunez said.
        if first.lower() in {"my", "our"} and rest:
            return Resolved(Speaker(f"{outer.name}’s {rest}", SpeakerKind.PERSON, full=False), (mention.span,), "W2")
        # e.g. “Anna asked, and *she* said, ‘Then they're late’”: whom the words name is not looked into
        is_open = mention.form is MentionForm.PRONOUN
        return Resolved(None, (mention.span,), reason=Reason.UNRESOLVED) if is_open else None

    def _last_word(self, span: Span) -> Span:
        found = list(_WORD.finditer(self.text, span.start, span.end))
        return Span(found[-1].start(), found[-1].end()) if found else span

    def _entity(self, span: Span) -> Entity | None:
        """Return the last entity that overlaps a span."""
        return next((e for e in reversed(self.entities) if e.span.overlaps(span)), None)

    def _body(self, name: str, kind: SpeakerKind, chain: tuple[Span, ...]) -> Resolved:
        return Resolved(Speaker(_plain(name), kind), chain, "W2" if kind is SpeakerKind.ANONYMOUS else "W1")

    def _named(self, span: Span) -> Resolved | None:
        """Return the speaker for a name that the entity recogniser saw, None if it saw none."""
        last = self._last_word(span)
        if (person := self.roster.at(last) or self.roster.at(span)) is not None:
            return self._person(person, (span,), "W5")
        entity = self._entity(last) or self._entity(span)
        if entity is None or entity.type in {"Date", "Money", "Time"}:
            return None
        if entity.type == "Person":
            return Resolved(None, (span,), reason=Reason.AMBIGUOUS)
        kind = SpeakerKind.GROUP if entity.type == "Norp" else SpeakerKind.ORGANISATION
        return self._body(entity.span.of(self.text), kind, (span,))

    def _person(self, person: Person, chain: tuple[Span, ...], rule: str) -> Resolved:
        aliases = tuple(sorted(a for a in person.aliases if a != person.text))
        speaker = Speaker(person.text, SpeakerKind.PERSON, aliases, tuple(dict.fromkeys(person.phrases)), person.full)
        first = person.mentions[0]
        return Resolved(speaker, chain if first in chain else (*chain, first), rule)

    def _unseen(self, mention: Mention) -> Resolved:
        """Return the speaker for a name that the entity recogniser did not see."""
        text = mention.head.of(self.text)
        if person := self.roster.named(text, mention.span.start):
            return self._person(person, (mention.span,), "W5")
        name = self.roster.full_form(tokens(text)) if len(tokens(text)) == 1 else tokens(text)
        if not name:
            return Resolved(None, (mention.span,), reason=Reason.UNRESOLVED)
        last = folded(name[-1])
        if last in words("group_nouns"):
            return self._body(text, SpeakerKind.GROUP, (mention.span,))
        if last in words("organisation_nouns") or name[-1].isupper() or len(name) > NAME_MAX_TOKENS:
            return self._body(text, SpeakerKind.ORGANISATION, (mention.span,))
        return Resolved(Speaker(" ".join(name), SpeakerKind.PERSON, full=len(name) > 1), (mention.span,), "W5")

    # ------------------------------------------------------------ pronouns

    def _pronoun(self, span: Span) -> Resolved:
        phrase = span.of(self.text)
        word = phrase.split(maxsplit=1)[0].lower()
        if known := pronoun_gender(word):
            return self._he_or_she(span, known)
        if word in {"i", "me", "my"} and self.article.author and len(_INTERVIEW.findall(self.text)) <= 1:
            # e.g. “Stay,” I told him.
            return Resolved(Speaker(self.article.author, SpeakerKind.PERSON), (span,), "X8")
        if word in {"it", "they"} and (body := self._body_in_focus(span)):
            return body
        if word in {"some", "many", "others", "several", "most", "both", "few", "all", "two", "three"}:
            return Resolved(Speaker(phrase.lower(), SpeakerKind.GROUP), (span,), "W2")
        if word in {"one", "another", "someone", "somebody", "anyone"}:
            # e.g. “It burned all night,” *one of them* said.
            return Resolved(Speaker(phrase.lower(), SpeakerKind.ANONYMOUS), (span,), "W2")
        return Resolved(None, (span,), reason=Reason.UNRESOLVED)

    def _he_or_she(self, span: Span, known: Gender) -> Resolved:
        chosen = self.spotlight.in_focus(span, known)
        if chosen is None:
            return Resolved(None, (span,), reason=Reason.UNRESOLVED)
        return self._person(chosen.person, (span, chosen.at), "X5")

    def _body_in_focus(self, span: Span) -> Resolved | None:
        """Return the organisation that was the last subject, if it is near."""
        subjects = [s for s in self.subjects if 0 < span.start - s.end <= ANAPHOR_REACH]
        entity = self._entity(subjects[-1]) if subjects else None
        if entity is None or entity.type != "Organization":
            return None
        speaker = Speaker(_plain(entity.span.of(self.text)), SpeakerKind.ORGANISATION)
        return Resolved(speaker, (span, entity.span), "X5")

    # ------------------------------------------------------------ common nouns

    def _noun_phrase(self, span: Span, head: Span) -> Resolved:
        noun = folded((_WORD.findall(head.of(self.text)) or [""])[-1])
        if noun in words("document_nouns"):
            return self._document(span, head)
        is_people = noun.endswith("s") and noun[:-1] in words("person_nouns")
        if noun in words("group_nouns") or is_people:
            return self._body(span.of(self.text), SpeakerKind.GROUP, (span,))
        if noun in words("organisation_nouns"):
            return self._organisation(span, noun)
        return self._somebody(span, noun)

    def _document(self, span: Span, head: Span) -> Resolved:
        first = _WORD.match(self.text, span.start)
        # e.g. *Her* letter to the prime minister
        if first and (known := pronoun_gender(first[0].lower())):
            whose = self._he_or_she(Span(first.start(), first.end()), known)
            return Resolved(whose.speaker, (span, *whose.chain), whose.rule, whose.reason)
        bodies = (e.span for e in self.entities if e.type == "Organization")
        for owner in sorted({*self.roster.places, *bodies}):
            if span.covers(owner) and self._owns(owner, span) and (named := self._named(owner)) and named.speaker:
                return Resolved(named.speaker, (span, *named.chain), named.rule)
        return self._body(head.of(self.text), SpeakerKind.DOCUMENT, (span,))

    def _owns(self, owner: Span, document: Span) -> bool:
        """Tell whether a name in a document's noun phrase is whose it is, not to whom or about whom."""
        # e.g. *Roth*'s letter; a statement from *the bank*; a *Times* article; not: a letter to Mr. Roth
        before = [w.lower().rstrip(".") for w in self.text[document.start : owner.start].split()]
        while before and before[-1] in {"the", "a", "an", "mr", "ms", "mrs", "dr"}:
            before.pop()
        return not before or before[-1] not in {"to", "for", "about", "on", "with", "against", "at"}

    def _organisation(self, span: Span, noun: str) -> Resolved:
        phrase = span.of(self.text)
        if noun == "police" or any(span.covers(e.span) for e in self.entities):
            return self._body(phrase, SpeakerKind.ORGANISATION, (span,))
        # e.g. the Commission on Debates ... *the commission* said
        earlier = [e for e in self.entities if e.type == "Organization" and e.span.start < span.start]
        same = {name: e for e in earlier if noun in map(folded, _WORD.findall(name := _plain(e.span.of(self.text))))}
        if len(same) == 1:
            name, entity = next(iter(same.items()))
            return Resolved(Speaker(name, SpeakerKind.ORGANISATION), (span, entity.span), "X7")
        return Resolved(None, (span,), reason=Reason.UNRESOLVED)

    def _somebody(self, span: Span, noun: str) -> Resolved:
        phrase = span.of(self.text)
        first = phrase.split(maxsplit=1)[0].lower()
        # e.g. *the second aide* said
        if _OTHER.search(phrase):
            return self._body(phrase, SpeakerKind.ANONYMOUS, (span,))
        if first in {"the", "this", "that"} and (unnamed := self._unnamed(span, noun)):
            return self._body(unnamed, SpeakerKind.ANONYMOUS, (span,))
        if first in _DEFINITE or first.endswith(("'s", "’s", "s'", "s’")):
            person = self._role_holder(span, phrase, noun)
            return self._person(person, (span,), "X7") if person else Resolved(None, (span,), reason=Reason.UNRESOLVED)
        is_plural = noun.endswith("s") and not noun.endswith("ss") and first not in {"a", "an", "one"}
        return self._body(phrase, SpeakerKind.GROUP if is_plural else SpeakerKind.ANONYMOUS, (span,))

    def _role_holder(self, span: Span, phrase: str, noun: str) -> Person | None:
        # e.g. *the 58-year-old* said
        if aged := _AGED.search(phrase):
            return self.roster.by_age(aged[1], span.start)
        modifiers = {folded(w) for w in _WORD.findall(phrase)} - {noun}
        return self.roster.by_role(noun, modifiers, span.start) or self._last_speaker(span, noun)

    def _unnamed(self, span: Span, noun: str) -> str | None:
        """Return the nameless person whom "the official" takes up, if nobody with that role is nearer."""
        if noun not in words("person_nouns"):
            return None
        # e.g. *A senior official* there put it differently. “It is early,” the official said.
        # not: Ben Cole, a lawyer, ... the lawyer
        start = max(0, span.start - ANAPHOR_REACH)
        pattern = rf"(?<!,\s)\b(?:an?|one|another)\s+((?:[\p{{L}}-]+\s+){{0,2}}{regex.escape(noun)})\b"
        found = list(regex.finditer(pattern, self.text[start : span.start], regex.I))
        if not found:
            return None
        at = start + found[-1].start()
        is_named = any(at < f.at.start < span.start and noun in f.person.roles for f in self.focus)
        return None if is_named else str(found[-1][1]).lower()

    def _last_speaker(self, span: Span, noun: str) -> Person | None:
        """Return the person in focus right before a general noun: "the official", "the nominee"."""
        if noun not in words("general_nouns"):
            return None
        near = [f for f in self.focus if 0 < span.start - f.at.end <= ANAPHOR_REACH and f.weight]
        return near[-1].person if near else None


def _plain(phrase: str) -> str:
    """Return a phrase as a name: without a leading determiner and a possessive ending.

    >>> _plain("the Kremlin"), _plain("a senior aide")
    ('Kremlin', 'senior aide')
    """
    stripped = _AROUND.sub("", _DETERMINER.sub("", " ".join(phrase.split())))
    return regex.sub(r"['’]s?$", "", stripped).strip(" ,;:") or phrase
