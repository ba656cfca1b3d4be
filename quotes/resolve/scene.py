"""One article while its sources are resolved: who is in it, who is in focus where, what a mention leads to."""

from dataclasses import dataclass, replace
from functools import cache
from itertools import chain

import regex

from quotes.initials import spelled_out
from quotes.lexicon import reporting_verbs, short_offices, short_titles, words
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
from quotes.resolve.bodies import full_names
from quotes.resolve.documents import Issue, issues
from quotes.resolve.focus import Spotlight
from quotes.resolve.names import Gender, folded, pronoun_gender, tokens, word_gender
from quotes.resolve.phrases import apposed, document, plain
from quotes.resolve.recognised import is_many
from quotes.resolve.roster import Person, Roster
from quotes.spans import SpanIndex

NAME_MAX_TOKENS = 4
"""Tokens of a person's name that no recogniser saw; longer ones name bodies."""
ROLE_AHEAD = 300
"""Code points within which a role that comes first gets its name in the same paragraph."""
ANAPHOR_REACH = 600
"""Code points back to which "the official" looks for the person in focus; about one paragraph."""
LEAD_REACH = 3
"""Paragraphs behind a role without a name in which an article's opening gets to the name."""
SIGNED_REACH = 6
"""Paragraphs back to which "the report" looks for the one of which the article says whose it is."""
BARE_WORDS = 2
"""Words of a body's short name: "the Court"."""

_CAPITAL = r"\p{Lu}[\p{L}’'-]"
_DEFINITE = frozenset({"the", "his", "her", "its", "their", "this", "that"})
_WORD = regex.compile(r"[\p{L}\p{N}][\p{L}\p{N}'’.-]*")
_INTERVIEW = regex.compile(r"^(?:\*\*.+\*\*|Q[:.]\s.+|Q&A.*)$", regex.MULTILINE)
_OTHER = regex.compile(r"\b(?:second|third|fourth|other)\s+\p{L}+$", regex.IGNORECASE)
_APPOSED = regex.compile(r",\s+(?:(?:now|then|once|also|currently|formerly)\s+)?$")
_TOP_COURT = regex.compile(r"\b(?:apex|top|highest) court$")
_SUPREME_COURT = regex.compile(r"\bSupreme Court(?: of (?:\p{Lu}[\p{L}-]+ ?)+(?<! ))?")
_PAPER = regex.compile(
    r"\b(?:Chronicle|Daily|Express|Gazette|Guardian|Herald|Independent|Journal|Mail|Monitor|News|Observer|Post|Press|"
    r"Reporter|Standard|Star|Sun|Telegraph|Times|Tribune|AFP|AP|Bloomberg|Reuters|Xinhua)$"
)
"""What the names of papers and news agencies end in."""
_PROPER = regex.compile(r"(?:(?<![\p{L}’'-])(?!(?:The|A|An|Its|His|Her|Their|This|That|One) )\p{Lu}[\p{L}’'-]+ )+$")
_BREAK = regex.compile(r"[.!?;“”\"\n]\s")
_DESCRIBED = regex.compile(r",\s+(?:an?|the|its|his|her|their)\s+\p{Ll}[^,;:.!?“”\"\n]*$")
_LISTED = regex.compile(r"(?:,? (?:and |or )?|\p{Lu}[\p{L}.'’-]*)+")
_COMMA_END = regex.compile(r",\s*$")
_NO_PREDICATE = r"(?<!,\s)(?<!\b(?:be|become|became|was|is|as|been|being)\s)"
_TITLE_END = regex.compile(r"\.?\s+(?P<name>(?:\p{Lu}[\p{L}.'’-]*[^\S\n]?)+)")
_OF_NAME = regex.compile(r"\b(?:of|for|in|at|from) (?:the )?(?:\p{Lu}|\p{Ll}+ \p{Lu}).*")
_GENITIVE = regex.compile(r"['’]s?\s")
_UNNAMED = regex.compile(
    r",? (?:who|speaking)\b[^.“”\"]{0,60}\b(?:not (?:to )?be(?:ing)? (?:named|identified)|anonymity)\b"
)
_COMPLEMENT = regex.compile(r"\s(?:of|for|to|on|in|at|from|with)\s.*", regex.DOTALL)
_BARE_PHRASE = regex.compile(r"(?:^|[\s“”\"'])(?:[Tt]he|[Aa]n?|\p{L}+|\d+)\s((?:\p{Ll}[\p{L}-]*\s)?\p{Ll}[\p{L}-]*)$")
_YEAR = regex.compile(r" (?:of )?\d{4}\b")
_LOWER_END = regex.compile(r"(?: (?!\d)[^\p{Lu}\s]+)+$")
_ONE_OF_THEM = regex.compile(
    r"(?:an|i|er|man|woman|[ao]rd|Democrat|Tory|Socialist|Pole|Swede|Dane|Finn|Turk|Scot|Briton|Czech|Greek|Serb|Croat|Slovak|"
    r"Slovene|Kurd|Arab|Uzbek|Kazakh|Thai|Lao|Filipino|Filipina|Cypriot)$"
)
"""What the name of a people or party ends in where, with "the", it means one of them: `the Pole`, `the Texan`."""
_TWO = regex.compile(r"the (?:\S+ )?(?:two|pair|couple|duo)|both|they")
"""What two people are called together: "the pair", "the married couple"; with more words it is mostly of others."""
_PLURAL_OWNER = regex.compile(r"(?<![\p{L}’'-])(?P<name>(?:\p{Lu}[\p{L}-]+ (?:and )?)+\p{Lu}[\p{L}-]+s['’] )$")
_INITIALS = regex.compile(r"\p{Lu}{2,5}")
_PARENT = regex.compile(
    r"[Tt]he (?:\p{L}+ )?(?:grand)?(?:mother|father|dad|mum|mom|parent)[- ]of[- ]"
    r"(?:an? |\d+|one|two|three|four|five|six|seven|eight|nine|ten)"
)
_ROLE_AND_NAME = regex.compile(r" (?:\p{Ll}+ ){0,2}(?P<noun>\p{Ll}+) (?P<name>\p{Lu}[\p{L}.’'-]+ \p{Lu}[\p{L}.’'-]+)")
_APPOSING = regex.compile(r", (?:an?|the|its) (?:[\p{L}-]+ ){0,4}")
_FIRM = regex.compile(r"\p{Lu}\p{L}+['’]s")
_OWNED = regex.compile(r"[Tt]he (?P<owner>\p{Ll}[\p{Ll}-]+)(?P<genitive>['’]s?)? ")
_AGED = regex.compile(r"(\d{1,3})-year-old")


@dataclass(frozen=True, slots=True)
class Resolved:
    """A speaker, the rule and the mentions that led there, the source's own first; or the reason why there is none.

    `other` is the second of two that one mention means: "the pair".
    """

    speaker: Speaker | None
    chain: tuple[Span, ...]
    rule: str | None = None
    reason: Reason | None = None
    other: Speaker | None = None


class Scene:
    """One article with its roster, and who is in focus where."""

    def __init__(self, article: Article, parse: Parse, attributions: tuple[Attribution, ...]) -> None:
        self.article = article
        self.text = article.text
        self.entities = parse.entities
        proper = (w.span for s in parse.sentences for w in s.words if w.upos == "PROPN" and w.span)
        self._full_names = full_names(article.text, parse.entities)
        self._spelled_out = SpanIndex(span for span, _ in spelled_out(article.text))
        self.roster = Roster(article.text, parse.entities, (piece.outer for piece in parse.pieces), proper)
        self.spotlight = Spotlight(article.text, self.roster, parse, attributions)
        self.subjects = self.spotlight.subjects
        self.focus = self.spotlight.foci
        self._issues = sorted((i for s in parse.sentences for i in issues(s)), key=lambda issue: issue.at)

    # ------------------------------------------------------------ mentions

    def resolve(self, mention: Mention, outer: Speaker | None = None) -> Resolved:
        """Return the speaker whom a mention names; `outer` speaks the quotation that the mention stands in."""
        if mention.antecedent is not None:
            # e.g. *Voss*, who calls it “a trick”
            inner = self._antecedent(mention.span, mention.antecedent)
            return Resolved(inner.speaker, (mention.span, *inner.chain), inner.rule, inner.reason)
        if outer is not None and (kin := self._kin(mention, outer)):
            return kin
        if couple := self._couple(mention):
            return couple
        if mention.form is MentionForm.PRONOUN:
            return self._pronoun(mention.span)
        # e.g. said Rep. Ana Ruiz (D-Calif.): parsers end the sentence at the full stop
        ahead = _TITLE_END.match(self.text, mention.span.end)
        if ahead and folded(mention.span.of(self.text)) in words("titles"):
            person = self.roster.at(Span(*ahead.span("name")))
            return self._person(person, (mention.span,), "W5") if person else self._nobody(mention.span)
        # e.g. *Clermont-Ferrand* prosecutor Nathalie Guérin said, where the town was taken for her
        behind = _ROLE_AND_NAME.match(self.text, mention.span.end)
        if behind and folded(behind["noun"]) in words("person_nouns"):
            person = self.roster.at(Span(*behind.span("name")))
            return self._person(person, (mention.span,), "W5") if person else self._nobody(mention.span)
        if mention.form is MentionForm.NAME:
            return self._named(mention.head) or self._unseen(mention)
        last = self._last_word(mention.head)
        verb = last.of(self.text)
        # e.g. The Gullane Times *reports*: “It is over.”
        if verb.endswith("s") and verb[:-1] in reporting_verbs() and (body := self._entity(last)):
            name = self._last_word(Span(body.span.start, last.start))
            if name.start > body.span.start and name.of(self.text)[:1].isupper():
                return self._named(body.span) or self._nobody(mention.span)
        named = self._named(last) if last.of(self.text)[:1].isupper() else None
        return named or self._ahead(mention) or self._noun_phrase(mention.span, mention.head)

    def _couple(self, mention: Mention) -> Resolved | None:
        """Return the two whom "the pair" and its like take up."""
        phrase = " ".join(mention.span.of(self.text).lower().split())
        couple = self.spotlight.couple(mention.span) if _TWO.fullmatch(phrase) or _are_holders(phrase) else None
        if couple is None or (phrase == "they" and not self._acted_last(couple, mention.span)):
            return None
        left, right = (self._person(person, (mention.span,), "X6") for person in couple)
        return replace(left, other=right.speaker)

    def _acted_last(self, couple: tuple[Person, Person], span: Span) -> bool:
        """Tell whether one of two people was the last subject before a place."""
        before = [s for s in self.subjects if s.end <= span.start and s.of(self.text).lower() != "they"]
        return bool(before) and any(before[-1].overlaps(at) for person in couple for at in person.mentions)

    def _ahead(self, mention: Mention) -> Resolved | None:
        """Return who is named right behind a noun."""
        head = self._last_word(mention.head)
        noun = folded(head.of(self.text))
        # e.g. *Her predecessor*, Gil Tennant, said; *the engineer* who led the inspection, Beatriz Ortiz.
        name = apposed(self.text, head.end) or apposed(self.text, mention.span.end)
        if name is None or noun in words("document_nouns"):
            return None
        person = None if noun in words("organisation_nouns") else self.roster.at(self._last_word(name))
        if person:
            return self._person(person, (mention.span,), "W7")
        # e.g. *The manufacturer*, Brno-based Vitalis Nord, said
        entity = self._entity(self._last_word(name))
        return self._named(name) if entity is not None and entity.type == "Organization" else None

    def apart(self, sources: tuple[Mention, ...]) -> tuple[Mention, ...]:
        """Return the sources of a quotation without those that are another role of the first."""
        if not sources:
            return ()
        # e.g. *the former first lady* and current nominee said; not: the mayor and the governor said
        first, *others = sources
        # e.g. *Desmond Fairlie*, the MP for Wold and a leading member of the group, said
        if first.form is MentionForm.NAME:
            return (first, *(m for m in others if not self._is_apposed_too(first, m)))
        if first.form is not MentionForm.NOMINAL:
            return sources
        if first.span.of(self.text).split(maxsplit=1)[0].lower() != "the":
            return sources
        return (first, *(m for m in others if not self._is_bare_role(m)))

    def _is_apposed_too(self, name: Mention, other: Mention) -> bool:
        """Tell whether a noun is joined by "and" to another that stands beside a name between commas."""
        noun = folded(self._last_word(other.head).of(self.text))
        is_role = other.form is MentionForm.NOMINAL and noun in words("person_nouns")
        between = self.text[name.span.end : other.span.start] if name.span.end < other.span.start else ""
        return is_role and regex.fullmatch(r", [^.;“”\"\n]+ and ", between) is not None

    def _is_bare_role(self, mention: Mention) -> bool:
        first, *_ = mention.span.of(self.text).split(maxsplit=1)
        noun = folded(self._last_word(mention.head).of(self.text))
        return first.lower() not in words("determiners") and _is_singular_role(noun)

    def _nobody(self, span: Span) -> Resolved:
        return Resolved(None, (span,), reason=Reason.UNRESOLVED)

    def _antecedent(self, who: Span, span: Span) -> Resolved:
        """Return the speaker whom the noun before "who" names."""
        # e.g. singers like Ana Ruiz, Ben Cole and *Joe Voss*, who laughed
        between = _COMMA_END.sub("", self.text[span.end : who.start])
        if between and _LISTED.fullmatch(between) and (last := self.roster.at(Span(who.start - 3, who.start - 2))):
            return self._person(last, (span,), "W7")
        is_name = self._last_word(span).of(self.text)[:1].isupper()
        # e.g. *Idwal Rees*, a sheep farmer who says; *Eric Tranter*, now in the Lords, who says
        is_beside = span.of(self.text).split(maxsplit=1)[0] in {"now", "then", "once", "formerly", "currently", "later"}
        # e.g. Prof. *Meir Adler*, a jurist from the Coastal University, who says so
        entity = self._entity(self._last_word(span)) if is_name else None
        described = _DESCRIBED.search(self.text, max(0, span.start - 120), span.start) if entity else None
        if entity and described and entity.type not in {"Person", "Norp"}:
            person = self.roster.at(Span(described.start() - 1, described.start()))
            if person:
                return self._person(person, (span,), "W7")
        # e.g. *Norton* was a citizen of Gullane, Corvane, who called himself “the Emperor”: no place does so
        if entity and entity.type in {"Location", "Facility"} and who.of(self.text).lower() == "who":
            subject = next((s for s in reversed(self.subjects) if s.start < span.start), None)
            person = self.roster.at(subject) if subject else None
            is_here = subject is not None and not _BREAK.search(self.text, subject.end, span.start)
            return self._person(person, (span,), "W7") if person and is_here else self._nobody(span)
        comma = None if is_name and not is_beside else _APPOSED.search(self.text, max(0, span.start - 20), span.start)
        if comma and comma.start() and (person := self.roster.at(Span(comma.start() - 1, comma.start()))):
            return self._person(person, (span,), "W7")
        return (self._named(span) if is_name else None) or self._noun_phrase(span, span)

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

    def _body(self, name: str, kind: SpeakerKind, chain: tuple[Span, ...], rule: str = "W1") -> Resolved:
        speaker = self._organised(name) if kind is SpeakerKind.ORGANISATION else Speaker(plain(name), kind)
        return Resolved(speaker, chain, "W2" if kind is SpeakerKind.ANONYMOUS else rule)

    def _organised(self, name: str) -> Speaker:
        """Return an organisation under its full name, with the short one beside it."""
        # e.g. the National Transportation Safety Board ... *the NTSB* said
        short = plain(name)
        full = self._full_names.get(short, short)
        return Speaker(full, SpeakerKind.ORGANISATION, (short,) if full != short else ())

    def _named(self, span: Span) -> Resolved | None:
        """Return the speaker for a name that the entity recogniser saw, None if it saw none."""
        last = self._last_word(span)
        if (person := self.roster.at(last) or self.roster.at(span)) is not None:
            return self._person(person, (span,), "W5")
        if person := self._by_short_office(last.of(self.text), span.start):
            return self._person(person, (span,), "X7")
        # e.g. the National Safety Board (NSB) ... *the NSB* said, which the recogniser did not see
        if last.of(self.text) in self._full_names:
            return self._body(last.of(self.text), SpeakerKind.ORGANISATION, (span,))
        entity = self._entity(last) or self._entity(span)
        if entity is None or entity.type in {"Date", "Money", "Time"}:
            return None
        # e.g. Marcelo *Arequipa*, a professor ... Arequipa, where the surname was taken for the town or for a people
        if entity.type in {"Location", "Norp"} or self._may_be_surname(entity):
            person = self.roster.by_surname(entity.span)
            if person is not None:
                return self._person(person, (span,), "W5")
        # e.g. *Moody's* said, of which the recogniser may see a part
        firm = _FIRM.match(self.text, entity.span.start)
        if entity.type == "Person" and firm and firm.end() >= last.end:
            return Resolved(Speaker(firm[0], SpeakerKind.ORGANISATION), (span,), "W1")
        if entity.type == "Person":
            # e.g. *Democrats* said
            if is_many(folded(last.of(self.text))):
                return self._body(entity.span.of(self.text), SpeakerKind.GROUP, (span,))
            return Resolved(None, (span,), reason=Reason.AMBIGUOUS)
        # e.g. *The Australian* said it was late: one person, whoever was in focus
        before = self.text[max(0, entity.span.start - 4) : entity.span.start].lower()
        if entity.type == "Norp" and before == "the " and _ONE_OF_THEM.search(entity.span.of(self.text)):
            focus = self.spotlight.taken_up(span, None, alone=True)
            one = self.spotlight.just_before(span, None) or (focus.person if focus else None)
            return self._person(one, (span,), "X7") if one else self._nobody(span)
        kind = SpeakerKind.GROUP if entity.type == "Norp" else SpeakerKind.ORGANISATION
        return self._body(self._body_name(entity.span), kind, (span,))

    def _by_short_office(self, initials: str, before: int) -> Person | None:
        """Return who holds an office that the article, or every paper, shortens."""
        if not _INITIALS.fullmatch(initials):
            return None
        # e.g. Deputy Public Prosecutor (DPP) Kelvin Chong ... *the DPP* said
        if f"({initials})" in self.text and (holder := self._holder_of(initials)):
            return holder
        # not: the Samata Party (SP) ... *the SP* said
        office = None if initials in self._full_names else short_offices().get(initials)
        return self.roster.by_office(office, before) if office else None

    def _holder_of(self, initials: str) -> Person | None:
        """Return the person named behind an office and its initials in brackets."""
        # not: National Director of Public Prosecutions (NPA) Ana Ruiz ... *the NPA* said
        spelled = "".join(rf"\b{letter}[\p{{L}}’'-]*[ -](?:(?:of|for|the|and) )*" for letter in initials)
        name = r"((?:\s\p{Lu}[\p{L}.’'-]*){1,4})"
        found = regex.finditer(rf"{spelled}\({initials}\),?{name}", self.text)
        people = (self.roster.at(Span(*match.span(1))) for match in found)
        return next((person for person in people if person), None)

    def _may_be_surname(self, entity: Entity) -> bool:
        """Tell whether a body's name of one word may be a person's surname after all."""
        name = entity.span.of(self.text)
        # e.g. “Why?” BENITEZ: “It leaks.”
        if entity.type != "Organization" or name.isupper():
            return entity.type == "Organization"
        # e.g. *Gafaar Harkal*, a band leader ... Harkal said; not where a company of that name was met before
        near = Span(max(0, entity.span.start - ANAPHOR_REACH), entity.span.start)
        bodies = (e for e in self.entities if e.type == "Organization" and e.span.start < entity.span.start)
        named = any(
            e.type == "Person" and near.covers(e.span) and _ends_with(e, name, self.text) for e in self.entities
        )
        return named and not any(e.span.of(self.text) == name for e in bodies)

    def _body_name(self, span: Span) -> str:
        """Return the name of a body as printed: with its year, without the verb that was taken for a part of it."""
        # e.g. The *Harbor Act of* | 1961; *The Gullane Times* reports
        # e.g. the Harbour Supporters' | *Trust*
        if owner := _PLURAL_OWNER.search(self.text, max(0, span.start - 60), span.start):
            span = Span(owner.start("name"), span.end)
        # e.g. the Gullane Workers and | *Pilots Union* (GWPU)
        span = next((whole for whole in self._spelled_out.overlapping(span) if whole.covers(span)), span)
        name = span.of(self.text)
        year = _YEAR.match(self.text, span.end - 3 if name.endswith(" of") else span.end)
        return self.text[span.start : year.end()] if year else _LOWER_END.sub("", name) or name

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
        # e.g. *The caption*: “Rest.”
        if regex.match(r"[Tt]he \p{Ll}", text):
            return self._noun_phrase(mention.span, mention.head)
        name = self.roster.full_form(tokens(text)) if len(tokens(text)) == 1 else tokens(text)
        if not name:
            return Resolved(None, (mention.span,), reason=Reason.UNRESOLVED)
        last = folded(name[-1])
        # e.g. Rep | Ana Ruiz, where the full stop was taken for the end
        if last in words("titles") and len(name) == 1:
            return self._nobody(mention.span)
        if is_many(last):
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
        if word in {"it", "they"} and (body := self._body_in_focus(span, word)):
            return body
        # e.g. Roth emailed his directors. “Call me,” *it* said.
        last = max((s.end for s in self.subjects if s.end <= span.start), default=0)
        nouns = {i.noun for i in self._issues if last < i.at.end}
        if word == "it" and (issued := self._issued(span, nouns)):
            return issued
        if word in {"some", "many", "others", "several", "those", "most", "both", "few", "all", "two", "three"}:
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

    def _body_in_focus(self, span: Span, word: str) -> Resolved | None:
        """Return the organisation, group or document that was the last subject, if it is near."""
        before = [s for s in self.subjects if 0 < span.start - s.end <= ANAPHOR_REACH]
        subjects = [s for s in before if s.of(self.text).lower() not in {"it", "they"}]
        if not subjects:
            return None
        last = subjects[-1]
        # e.g. *The Pharmacy Alliance*, a trade group, rejected it. “No,” it said.
        apposed_to = self._entity(subjects[-2]) if len(subjects) > 1 and self._entity(last) is None else None
        is_apposed = apposed_to is not None and _APPOSING.fullmatch(self.text, apposed_to.span.end, last.start)
        entity = apposed_to if is_apposed else self._entity(last)
        if entity is not None:
            is_body = entity.type == "Organization"
            name = self._body_name(entity.span)
            return self._body(name, SpeakerKind.ORGANISATION, (span, entity.span), "X5") if is_body else None
        # e.g. Acme paid. *The company* has apologised. “We are sorry,” it wrote.
        known = self._definite_body(last) if word == "it" else None
        if known and known.speaker:
            return Resolved(known.speaker, (span, last, *known.chain), "X5")
        # e.g. *Two schoolgirls* climbed out. “We ran,” they said. *The tram company* has sent ... it said
        noun = folded(last.of(self.text))
        kinds = {
            SpeakerKind.GROUP: word == "they" and is_many(noun),
            SpeakerKind.DOCUMENT: word == "it" and noun in words("document_nouns"),
            SpeakerKind.ORGANISATION: word == "it" and noun in words("organisation_nouns"),
        }
        kind = next((kind for kind, fits in kinds.items() if fits), None)
        phrase = _BARE_PHRASE.search(self.text, max(0, last.start - 40), last.end)
        if kind is None or phrase is None:
            return None
        # not: "company", which would be the name of many
        is_bare = kind is SpeakerKind.ORGANISATION and phrase[1].lower() in words("general_organisation_nouns")
        return None if is_bare else Resolved(Speaker(phrase[1], kind), (span, last), "X5")

    # ------------------------------------------------------------ common nouns

    def _noun_phrase(self, span: Span, head: Span) -> Resolved:
        # e.g. the former *secretary* of state
        noun = folded((_WORD.findall(_COMPLEMENT.sub("", head.of(self.text))) or [""])[-1])
        if noun in words("document_nouns") or noun.removesuffix("s") in words("document_nouns"):
            return self._document(span, head)
        if is_many(noun):
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
        # e.g. Deborah Lunn, *whose report* warned that ...
        if first and first[0].lower() == "whose":
            before = Span(max(0, span.start - 3), max(1, span.start - 2))
            person = self.roster.at(before)
            body = self._entity(before) if person is None else None
            if body is not None and body.type == "Organization":
                return self._body(self._body_name(body.span), SpeakerKind.ORGANISATION, (span, body.span), "W7")
            return self._person(person, (span,), "W7") if person else self._nobody(span)
        # e.g. *A study* published last month by the Food Institute
        own = next((i for i in self._issues if i.is_signed and head.overlaps(i.at)), None)
        signed = self._issuer(own) if own else None
        if own and signed and signed.speaker:
            return Resolved(signed.speaker, (span, *signed.chain), "W1")
        bodies = (e.span for e in self.entities if e.type == "Organization")
        for owner in sorted({*self.roster.places, *bodies}):
            if span.covers(owner) and self._owns(owner, span) and (named := self._named(owner)) and named.speaker:
                return Resolved(named.speaker, (span, *named.chain), named.rule)
        if owned := self._owned(span):
            return owned
        # e.g. In a statement Roth ruled it out. “It is over,” *the statement* said.
        noun = folded(self._last_word(head).of(self.text))
        is_known = first is not None and first[0].lower() in {"the", "that", "this"}
        if is_known and (issued := self._issued(span, {noun})):
            return issued
        return self._body(document(self.text, head, span), SpeakerKind.DOCUMENT, (span,))

    def _owned(self, span: Span) -> Resolved | None:
        """Return who owns a document by a noun: "the council's report", "the mayor's letter", "the club statement"."""
        match = _OWNED.match(self.text, span.start, span.end)
        noun = folded(match["owner"]) if match else ""
        is_owner = match is not None and bool(match["genitive"]) and noun in words("person_nouns")
        if match is None or not (is_owner or noun in words("organisation_nouns")):
            return None
        phrase = Span(span.start, match.end("owner"))
        owner = self._noun_phrase(phrase, Span(*match.span("owner"))).speaker
        is_known = owner is not None and owner.kind in {SpeakerKind.PERSON, SpeakerKind.ORGANISATION}
        return Resolved(owner, (span, phrase), "W1") if is_known else None

    def _issued(self, span: Span, nouns: set[str | None]) -> Resolved | None:
        """Return who put out the text that a mention takes up, in the same paragraph or the one before."""
        before = [i for i in self._issues if i.at.end <= span.start and i.noun in nouns]
        if not before:
            return None
        issue = before[-1]
        # e.g. a report by *the Food Agency* ... ¶ ... ¶ the report said: of one such report, however far
        is_only = (issue.is_signed and all(i.is_signed for i in before)) or len(before) == 1
        if self.spotlight.paragraphs(issue.at, span) > (SIGNED_REACH if is_only else 1):
            return None
        issuer = self._issuer(issue)
        if issuer is None or issuer.speaker is None:
            return None
        return Resolved(issuer.speaker, (span, issue.at, *issuer.chain), "W1")

    def _issuer(self, issue: Issue) -> Resolved | None:
        word = issue.issuer.of(self.text)
        if known := pronoun_gender(word.lower()):
            return self._he_or_she(issue.issuer, known)
        if word[:1].isupper() and (named := self._named(issue.issuer)):
            return named
        # e.g. the chief executive, *Ana Ruiz*, emailed them
        apposition = apposed(self.text, issue.issuer.end)
        person = apposition and self.roster.at(apposition)
        if person:
            return self._person(person, (issue.issuer,), "W7")
        # e.g. The *Gullane movement* issued a statement.
        proper = _PROPER.search(self.text, max(0, issue.issuer.start - ROLE_AHEAD), issue.issuer.start)
        if proper and folded(word) in words("organisation_nouns"):
            name = self.text[proper.start() : issue.issuer.end]
            return Resolved(Speaker(name, SpeakerKind.ORGANISATION), (issue.issuer,), "W1")
        # e.g. *The company* said in a statement that ...
        return self._definite_body(issue.issuer)

    def _definite_body(self, head: Span) -> Resolved | None:
        """Return the body that "the company" and its like take up; `head` is the noun."""
        noun = folded(head.of(self.text))
        top = _TOP_COURT.search(self.text, max(0, head.start - len("highest ")), head.end)
        phrase = Span(max(0, (top.start() if top else head.start) - len("the ")), head.end)
        is_definite = phrase.of(self.text).lower().startswith("the ") and noun in words("organisation_nouns")
        return self._organisation(phrase, noun) if is_definite else None

    def _owns(self, owner: Span, document: Span) -> bool:
        """Tell whether a name in a document's noun phrase is whose it is, not to whom or about whom."""
        # e.g. *Roth*'s letter; a statement from *the bank*; a *Times* article; not: a letter to Mr. Roth
        before = [w.lower().rstrip(".") for w in self.text[document.start : owner.start].split()]
        while before and before[-1] in {"the", "a", "an", "mr", "ms", "mrs", "dr"}:
            before.pop()
        return not before or before[-1] not in {"to", "for", "about", "on", "with", "against", "at"}

    def _organisation(self, span: Span, noun: str) -> Resolved:
        phrase = span.of(self.text)
        # e.g. the *Court*, where the recogniser sees a name in the bare noun
        is_bare = folded(phrase.split()[-1]) == noun and len(phrase.split()) <= BARE_WORDS
        if noun == "police" or (not is_bare and any(span.covers(e.span) for e in self.entities)):
            return self._body(phrase, SpeakerKind.ORGANISATION, (span,))
        # e.g. *the apex court*: in South Asia the Supreme Court
        if _TOP_COURT.search(phrase) and (supreme := _SUPREME_COURT.search(self.text)):
            return self._body(supreme[0], SpeakerKind.ORGANISATION, (span, Span(*supreme.span())), "X7")
        # e.g. the Commission on Debates ... *the commission* said
        earlier = [e for e in self.entities if e.type == "Organization" and e.span.start < span.start]
        fitting = [e for e in earlier if noun in map(folded, _WORD.findall(e.span.of(self.text)))]
        near = [e for e in fitting if self.spotlight.paragraphs(e.span, span) <= 1]
        # The longest name first: "the Commission", "the Commission on Debates"
        for some in (fitting, near):
            full = sorted({plain(self._body_name(e.span)) for e in some}, key=len, reverse=True)
            if full and all(name in full[0] for name in full):
                return self._body(full[0], SpeakerKind.ORGANISATION, (span, some[0].span), "X7")
        known = self._unseen_organisation(span, noun) or (
            self._body_taken_up(span) if noun in words("general_organisation_nouns") else None
        )
        return known or Resolved(None, (span,), reason=Reason.UNRESOLVED)

    def _body_taken_up(self, span: Span) -> Resolved | None:
        """Return the only body that was a subject or spoke in this paragraph or the one before."""
        # e.g. *Acme* said it would pay. “We are sorry,” the company said.
        # e.g. *Corvane*, a software company, ... the company said; the software company *Corvane*
        noun = regex.escape(span.of(self.text).rpartition(" ")[2].lower())
        bodies = [e for e in self.entities if e.type == "Organization" and e.span.end <= span.start]
        described = [e for e in bodies if self._is_described_as(e, noun)]
        if len({e.span.of(self.text) for e in described}) == 1:
            return self._body(
                self._body_name(described[-1].span), SpeakerKind.ORGANISATION, (span, described[-1].span), "X7"
            )
        places = SpanIndex([*self.subjects, *self.spotlight.sources])
        near = [
            e for e in self.entities
            if e.span.end <= span.start and e.type == "Organization" and self.spotlight.paragraphs(e.span, span) <= 1
        ]  # fmt: skip
        # not: *The Gazette* reported it. “No,” the ministry said.
        is_medium = noun in words("media_nouns")
        acting = [e for e in near if places.touches(e.span) and (is_medium or not _PAPER.search(e.span.of(self.text)))]
        names = {self._organised(self._body_name(e.span)).name for e in acting}
        if len(names) != 1 or not acting:
            # e.g. a *group* calling itself the River Council; the group said
            called = rf"\b{noun} (?:called|named|known as|calling (?:it|them)sel(?:f|ves)) (?:the )?$"
            acting = [e for e in near if regex.search(called, self.text[max(0, e.span.start - 60) : e.span.start])]
        if len({e.span.of(self.text) for e in acting}) != 1:
            return None
        return self._body(self._body_name(acting[-1].span), SpeakerKind.ORGANISATION, (span, acting[-1].span), "X7")

    def _is_described_as(self, body: Entity, noun: str) -> bool:
        behind = regex.compile(rf",? (?:an?|the|\p{{Lu}}[\p{{L}}.]*['’]s) [^.,;:“”\"\n]{{0,40}}\b{noun}\b")
        before = self.text[max(0, body.span.start - 20) : body.span.start]
        return bool(behind.match(self.text, body.span.end)) or before.endswith(f" {noun} ")

    def _unseen_organisation(self, span: Span, noun: str) -> Resolved | None:
        """Return the only body whose name, which the recogniser did not see, the noun is a part of."""
        # e.g. The *Commission on Debates* met. ... the commission said
        noun = regex.escape(noun.capitalize())
        name = rf"(?:{_CAPITAL}+ )*{noun}(?: (?:of|on|for|the|and|in) (?:{_CAPITAL}*+ ?)+(?<! ))+"
        found = list(regex.finditer(name, self.text, endpos=span.start))
        full = {m.group().removeprefix("The ") for m in found}
        if len(full) != 1:
            return None
        speaker = Speaker(full.pop(), SpeakerKind.ORGANISATION)
        return Resolved(speaker, (span, Span(found[0].start(), found[0].end())), "X7")

    def _somebody(self, span: Span, noun: str) -> Resolved:
        phrase = span.of(self.text)
        first = phrase.split(maxsplit=1)[0].lower()
        # e.g. *the second aide* said  e.g. *The hospital's director*, who asked not to be named, said
        if _OTHER.search(phrase) or _UNNAMED.match(self.text, span.end):
            return self._body(phrase, SpeakerKind.ANONYMOUS, (span,))
        # e.g. *The senior judicial source* said: somebody whose name is kept back
        if noun == "source":
            return self._body(self._unnamed(span, noun) or phrase, SpeakerKind.ANONYMOUS, (span,))
        if (whose := pronoun_gender(first)) and noun in words("kin_nouns"):
            return self._relative(span, phrase, noun, whose)
        if self._is_of_another(span, phrase, noun):
            person = self._introduced(span, phrase, noun)
            return self._person(person, (span,), "X7") if person else self._body(phrase, SpeakerKind.ANONYMOUS, (span,))
        if first in {"the", "this", "that"} and (unnamed := self._unnamed(span, noun)):
            return self._body(unnamed, SpeakerKind.ANONYMOUS, (span,))
        if first in _DEFINITE or first.endswith(("'s", "’s", "s'", "s’")):
            person = self._role_holder(span, phrase, noun)
            return self._person(person, (span,), "X7") if person else Resolved(None, (span,), reason=Reason.UNRESOLVED)
        if first in {"a", "an"} and (person := self._introduced(span, phrase, noun)):
            return self._person(person, (span,), "X7")
        is_plural = noun.endswith("s") and not noun.endswith("ss") and first not in {"a", "an", "one"}
        return self._body(phrase, SpeakerKind.GROUP if is_plural else SpeakerKind.ANONYMOUS, (span,))

    def _introduced(self, span: Span, phrase: str, noun: str) -> Person | None:
        """Return who holds an office that the opening of an article speaks of before it names anybody for it."""
        if any(person.full and person.first < span.start for person in self.roster.people):
            return None
        modifiers = {folded(w) for w in _WORD.findall(phrase)} - {noun}
        within = Span(span.end, self.spotlight.end_of(span, LEAD_REACH))
        is_office = noun in words("titles") and noun not in words("common_titles")
        person = self.roster.introduced(noun, modifiers, within) if is_office else None
        return person or self._named_next(span, noun, modifiers)

    def _named_next(self, span: Span, noun: str, modifiers: set[str]) -> Person | None:
        """Return who opens the second paragraph, if the first opens with somebody without a name."""
        # e.g. *The head of a rail firm* has refused to go. ¶ *Adrian Foulds* said it was late.
        first, second = self.spotlight.end_of(span, 0), self.spotlight.end_of(span, 1)
        is_opening = self.spotlight.opens(span) and noun in words("person_nouns")
        if not is_opening or "prime" in modifiers or noun in words("sole_offices"):
            return None
        opens = first + len(self.text[first:second]) - len(self.text[first:second].lstrip())
        # a given name that the recogniser did not see stands before the mention
        words_ = regex.match(r"(?:\S+ ){1,2}", self.text[opens:second])
        person = self.roster.at(Span(opens, opens + words_.end())) if words_ else None
        is_new = (
            words_ is not None and person is not None and person.full and opens <= person.first < opens + words_.end()
        )
        # not: ¶ *Ana Ruiz*, the head of the union, said: somebody else, who has a role of her own
        if person is None or not is_new or not person.roles <= {noun, *modifiers} | words("courtesy_titles"):
            return None
        # not: *The minister* called it “a fad”, a former adviser says. ¶ *Joe Voss*, who left in May, ...
        if any(not span.covers(other) for other in self.spotlight.unnamed(Span(span.start, first))):
            return None
        return person if word_gender(noun) in {None, person.gender} else None

    def _relative(self, span: Span, phrase: str, noun: str, whose: Gender) -> Resolved:
        """Return the wife, son, ... of the person in focus, by name if the article gives one."""
        # e.g. Ben Cole flew home with his wife, Ana Ruiz. “Never again,” *his wife* said.
        if found := self.roster.by_role(noun, set(), span.start):
            return self._person(found[0], (span,), "X7") if len(found) == 1 else self._nobody(span)
        # e.g. Nadim Roth was ten. *His mother* told the paper
        owner = self._he_or_she(Span(span.start, span.start + len(phrase.split(maxsplit=1)[0])), whose)
        if owner.speaker is None:
            return owner
        # e.g. her brother-in-law
        end = _WORD.match(phrase, phrase.lower().find(noun))
        rest = phrase[: end.end() if end else None].partition(" ")[2]
        return Resolved(Speaker(f"{owner.speaker.name}’s {rest}", SpeakerKind.PERSON, full=False), owner.chain, "W2")

    def _is_of_another(self, span: Span, phrase: str, noun: str) -> bool:
        """Tell whether a role says of what place or body, and nobody in the article is known by that."""
        # e.g. Bishop Joe Voss of Gullane agreed. Last year *the bishop of Corvane* called it “a sin”.
        match = _OF_NAME.search(phrase)
        # not: *the grandfather of five from Gullane*
        if match is None or noun not in words("person_nouns") or _PARENT.match(phrase):
            return False
        named = {folded(w) for w in _WORD.findall(match[0]) if w[:1].isupper()}
        return not any(_is_of_same(named, p) for p in self.roster.by_role(noun, named, span.start))

    def _role_holder(self, span: Span, phrase: str, noun: str) -> Person | None:
        # e.g. Roth was asleep. “It shook,” *the mother of four* said.
        if _PARENT.match(self.text, span.start):
            return self.spotlight.of_age(span, "", word_gender(noun))
        # e.g. *the 58-year-old* said
        if aged := _AGED.search(phrase):
            known = word_gender(noun)
            return self.roster.by_age(aged[1], span.start) or self.spotlight.of_age(span, aged[1], known)
        modifiers = {folded(w) for w in _WORD.findall(phrase)} - {noun}
        if found := self.roster.by_role(noun, modifiers, span.start):
            return found[0] if len(found) == 1 else self.spotlight.only_recent(found, span)
        # e.g. *The mayor* tried another tone: “Let us dance.” Mayor Ivy Sandford has ...
        ahead = self.roster.by_role(noun, modifiers, span.end + ROLE_AHEAD)
        if len(ahead) == 1 and self._paragraph_end(span) > ahead[0].first:
            return ahead[0]
        if not _GENITIVE.search(phrase) and (person := self._introduced(span, phrase, noun)):
            return person
        # e.g. not: *Plait’s former colleague*, *the party's leader*, *her predecessor*, who is mostly somebody else
        # not: *The prime minister*, of whom there is one
        if _GENITIVE.search(phrase) or "prime" in modifiers:
            return None
        is_described = bool(modifiers - words("function_words")) and phrase.lower().startswith("the ")
        person = self._last_speaker(span, noun, is_described=is_described)
        is_human = noun in words("person_nouns") and phrase.lower().startswith("the ")
        return person or (self.spotlight.just_before(span, word_gender(noun)) if is_human else None)

    def _paragraph_end(self, span: Span) -> int:
        end = self.text.find("\n", span.end)
        return end if end >= 0 else len(self.text)

    def _unnamed(self, span: Span, noun: str) -> str | None:
        """Return the nameless person whom "the official" takes up, if nobody with that role is nearer."""
        if noun not in words("person_nouns"):
            return None
        # e.g. *A senior official* there put it differently. “It is early,” the official said.
        # not: Ben Cole, a lawyer, ... the lawyer
        start = max(0, span.start - ANAPHOR_REACH)
        pattern = rf"{_NO_PREDICATE}\b(?:an?|one|another)\s+((?:[\p{{L}}-]+\s+){{0,2}}{regex.escape(noun)})\b"
        found = list(regex.finditer(pattern, self.text[start : span.start], regex.I))
        if not found:
            return None
        at = start + found[-1].start()
        is_named = any(at < f.at.start < span.start and noun in f.person.roles for f in self.focus)
        return None if is_named else str(found[-1][1]).lower()

    def _last_speaker(self, span: Span, noun: str, *, is_described: bool) -> Person | None:
        """Return the person in focus whom a noun takes up: "the official", "the former striker"."""
        is_general = noun in words("general_nouns")
        if not is_general and not (is_described and (noun in words("person_nouns") or noun in words("kin_nouns"))):
            return None
        focus = self.spotlight.taken_up(span, word_gender(noun), alone=not is_general)
        # not: *The author* called Berg “a national asset”: the author is not Berg
        if focus is None or any(focus.person is p for p in self.spotlight.others(span)):
            return None
        # not: Chairman *Ben Cole* agreed. The governor called it “a shame”: a chairman is no governor
        same = {noun, *short_titles().get(noun, ())}
        offices = _offices()
        is_another = noun in offices and bool(focus.person.roles & offices) and not focus.person.roles & same
        return None if is_another else focus.person


@cache
def _offices() -> frozenset[str]:
    """Return the titles that name an office few hold: governor, Gov., chairman; not "first", "Dr" or "officer"."""
    shortened = frozenset(chain.from_iterable(short_titles().values()))
    titles = words("titles") & (words("person_nouns") | shortened)
    return titles - words("common_titles") - words("courtesy_titles")


def _is_of_same(named: set[str], person: Person) -> bool:
    """Tell whether a role of a place or body, by its folded names, can be a person's."""
    # not: Voss, commander of the *Corvane* Navy ... the commander of the *Gullane* Navy
    theirs = {folded(w) for phrase in person.phrases for w in _WORD.findall(phrase) if w[:1].isupper()}
    is_apart = bool(theirs - named) and bool(named - person.descriptions) and bool(theirs & named)
    return bool(named & person.descriptions) and not is_apart


def _are_holders(phrase: str) -> bool:
    """Tell whether a phrase means several people by what each of them is."""
    # e.g. “We object,” *the senators* wrote; *the congressmen* wrote
    the, _, noun = phrase.partition(" ")
    one = f"{noun.removesuffix('men')}man" if noun.endswith("men") else noun.removesuffix("s")
    return the == "the" and one != noun and _is_singular_role(one)


def _is_singular_role(noun: str) -> bool:
    return noun in words("person_nouns") or noun in words("titles")


def _ends_with(entity: Entity, name: str, text: str) -> bool:
    return entity.span.of(text).endswith(f" {name}")
