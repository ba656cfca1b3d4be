"""One article while its sources are resolved: who is in it, who is in focus where, what a mention leads to."""

from bisect import bisect_left
from dataclasses import replace

import regex

from quotes.lexicon import reporting_forms, reporting_verbs, short_offices, tag_forms, words
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
from quotes.resolve.bodies import INITIALS_MIN, Bodies
from quotes.resolve.documents import Issue, issues
from quotes.resolve.focus import ANAPHOR_REACH, Spotlight
from quotes.resolve.names import Gender, folded, may_be_given, pronoun_gender, tokens, word_gender
from quotes.resolve.phrases import WORD, apposed, brings_in_another, document, last_word, plain
from quotes.resolve.recognised import is_many
from quotes.resolve.resolved import Resolved
from quotes.resolve.roles import ROLE_AHEAD, Roles
from quotes.resolve.roster import Person, Roster
from quotes.spans import SpanIndex

_NOBLE = regex.compile(
    r"(?:[Tt]he )?(?P<name>(?:Duke|Duchess|Earl|Countess|Marquess|Prince|Princess|King|Queen|Sultan|Emir|"
    r"Archbishop|Bishop) of \p{Lu}[\p{L}’'-]+(?: \p{Lu}[\p{L}’'-]+)*)"
)
_PAPERS = frozenset({"newspaper", "magazine", "publication", "website"})
_ADDING = regex.compile(r"\s+(?:(?:also|then|further|later|quickly) )?adds?(?:ed)?\b")
_ANSWERING = regex.compile(r"\s+(?:(?:then|simply|promptly) )?(?:repl(?:y|ies|ied)|answer(?:s|ed)?|shot back)\b")
_ASKED = regex.compile(
    r"(?:, [^.!?“”\"]{1,60},)? (?:was|were) (?:then |also |later )?asked\b[^.!?“”\"]*[.?]\s*(?:the )?", regex.IGNORECASE
)
_TELLING = regex.compile(
    r"\s+(?:then |also )?(?:told|asked|texted|emailed|messaged|warned|reminded|wrote to|said to)\s+"
)
OWN_VERB = 3
"""Words behind a source among which the verb stands that made it one."""
NAME_MAX_TOKENS = 4
"""Tokens of a person's name that no recogniser saw; longer ones name bodies."""
SIGNED_REACH = 6
"""Paragraphs back to which "the report" looks for the one of which the article says whose it is."""
_DEFINITE = frozenset({"the", "his", "her", "its", "their", "this", "that"})
_INTERVIEW = regex.compile(r"^(?:\*\*.+\*\*|Q[:.]\s.+|Q&A.*)$", regex.MULTILINE)
_OTHER = regex.compile(r"\b(?:second|third|fourth|other)\s+\p{L}+$", regex.IGNORECASE)
_APPOSED = regex.compile(r",\s+(?:(?:now|then|once|also|currently|formerly)\s+)?$")
_PROPER = regex.compile(r"(?:(?<![\p{L}’'-])(?!(?:The|A|An|Its|His|Her|Their|This|That|One) )\p{Lu}[\p{L}’'-]+ )+$")
_BREAK = regex.compile(r"[.!?;“”\"\n]\s")
_DESCRIBED = regex.compile(r",\s+(?:an?|the|its|his|her|their)\s+\p{Ll}[^,;:.!?“”\"\n]*$")
_LISTED = regex.compile(r"(?:,? (?:and |or )?|\p{Lu}[\p{L}.'’-]*)+")
_AT_BODY = regex.compile(
    r"\b(?P<phrase>(?:[Tt]he|[Aa]n?|[Hh]is|[Hh]er|[Ii]ts) (?:\p{Ll}[\p{L}-]* ){0,3}?\p{Ll}[\p{L}-]*) "
    r"(?:of|at|for|on|from|with) (?:the |an? )?(?:\p{Ll}+ )*$"
)
_COMMA_END = regex.compile(r",\s*$")
_TITLE_END = regex.compile(r"\.?\s+(?P<name>(?:\p{Lu}[\p{L}.'’-]*[^\S\n]?)+)")
_UNNAMED = regex.compile(
    r",? (?:who|speaking)\b[^.“”\"]{0,60}\b(?:not (?:to )?be(?:ing)? (?:named|identified)|anonymity)\b"
)
_COMPLEMENT = regex.compile(r"\s(?:close to|of|for|to|on|in|at|from|with)\s.*", regex.DOTALL)
_ONE_OF_THEM = regex.compile(
    r"(?:an|i|er|man|woman|[ao]rd|Democrat|Tory|Socialist|Pole|Swede|Dane|Finn|Turk|Scot|Briton|Czech|Greek|Serb|Croat|Slovak|"
    r"Slovene|Kurd|Arab|Uzbek|Kazakh|Thai|Lao|Filipino|Filipina|Cypriot)$"
)
"""What the name of a people or party ends in where, with "the", it means one of them: `the Pole`, `the Texan`."""
_FELLOW = regex.compile(r"[Tt]he (?P<noun>\p{Lu}\p{Ll}+(?:sh|ch|ts|ster|shire)(?:wo)?man)")
"""A man or woman by a people's or a county's name: `the Irishman`, `the Yorkshireman`."""
_PARTISAN = regex.compile(r"(?:\p{Lu}\p{L}+ )+(?:Republican|Democrat|Conservative|Liberal)")
_TWO = regex.compile(r"the (?:\S+ )?(?:two|pair|couple|duo)|the two \p{Ll}+(?:s|men|women)|both|they")
"""What two people are called together: "the pair", "the married couple"; with more words it is mostly of others."""
_INITIALS = regex.compile(r"\p{Lu}{2,5}")
_ROLE_AND_NAME = regex.compile(r" (?:\p{Ll}+ ){0,2}(?P<noun>\p{Ll}+) (?P<name>\p{Lu}[\p{L}.’'-]+ \p{Lu}[\p{L}.’'-]+)")
_FIRM = regex.compile(r"\p{Lu}\p{L}+['’]s")
_NAMED_WARES = regex.compile(r"(?:\p{Lu}[\p{L}’'-]+ )+\p{Lu}\p{L}+")
_NAMED_BEHIND = regex.compile(r", (?:\p{Ll}+ ){0,3}\p{Lu}")
_OWNED_BY = regex.compile(
    r"(?:(?:Mr|Mrs|Ms|Dr|\p{Lu}\p{L}*\.) )?"
    r"(?P<name>\p{Lu}[\p{L}-]+(?: \p{Lu}[\p{L}-]+)*)['’]s? (?P<rest>\p{Ll}[\p{L} -]*)$"
)
_AGED = regex.compile(r"\d{1,3}-year-old\b")
_CUT = regex.compile(r"\b[Tt]he [\p{Ll}-]+, $")
_AHEAD = regex.compile(r"\b(?:[Ii]n|[Aa]t|[Dd]uring) what $")
_POSSESSING = regex.compile(r"(?:\p{Lu}[\p{L}.-]* )*\p{Lu}[\p{L}.-]*['’]s? \p{Ll}")
_OWNED = regex.compile(r"[Tt]he (?P<owner>\p{Ll}[\p{Ll}-]+)(?P<genitive>['’]s?)? ")


class Scene:
    """One article with its roster, and who is in focus where."""

    def __init__(self, article: Article, parse: Parse, attributions: tuple[Attribution, ...]) -> None:
        self.article = article
        self.text = article.text
        self.entities = parse.entities
        proper = (w.span for s in parse.sentences for w in s.words if w.upos == "PROPN" and w.span)
        self.roster = Roster(article.text, parse.entities, (piece.outer for piece in parse.pieces), proper)
        self.spotlight = Spotlight(article.text, self.roster, parse, attributions)
        self.bodies = Bodies(article.text, parse.entities, self.spotlight)
        self.roles = Roles(article.text, self.roster, self.spotlight)
        self.subjects = self.spotlight.subjects
        quoted = SpanIndex(piece.outer for piece in parse.pieces)
        found = {m.head: m for a in attributions for m in a.sources if not quoted.touches(m.head)}
        self._sources = sorted(found.values(), key=lambda mention: mention.head)
        self._issues = sorted((i for s in parse.sentences for i in issues(s)), key=lambda issue: issue.at)

    # ------------------------------------------------------------ mentions

    def resolve(self, mention: Mention, outer: Speaker | None = None, *, is_nested: bool = False) -> Resolved:
        """Return the speaker whom a mention names; `outer` speaks the quotation that a nested mention stands in."""
        if mention.antecedent is not None:
            # e.g. *Voss*, who calls it “a trick”
            inner = self._antecedent(mention.span, mention.antecedent)
            return Resolved(inner.speaker, (mention.span, *inner.chain), inner.rule, inner.reason)
        if outer is not None and (kin := self._kin(mention, outer)):
            return kin
        # not: “I asked, and *he* said, ‘No’,” the prop said: he is not the prop, whoever that is
        if is_nested and pronoun_gender(mention.span.of(self.text).lower()):
            return self._nobody(mention.span)
        if couple := self._couple(mention):
            return couple
        if asked := self._was_asked(mention):
            return asked
        if mention.form is MentionForm.PRONOUN:
            return self._pronoun(mention.span)
        # e.g. said Rep. Ana Ruiz (D-Calif.): parsers end the sentence at the full stop
        ahead = _TITLE_END.match(self.text, mention.span.end)
        if ahead and folded(mention.span.of(self.text)) in words("titles"):
            person = self.roster.at(Span(*ahead.span("name")))
            return self._person(person, (mention.span,), "W5") if person else self._nobody(mention.span)
        # e.g. *Clermont-Ferrand* prosecutor Nathalie Guérin said, where the town was taken for her
        # not: *Adler* told host Joe Voss it was over
        behind = _ROLE_AND_NAME.match(self.text, mention.span.end)
        verbs = tag_forms() | words("auxiliaries")
        if behind and folded(behind["noun"]) in words("person_nouns") and verbs.isdisjoint(behind[0].split()):
            person = self.roster.at(Span(*behind.span("name")))
            return self._person(person, (mention.span,), "W5") if person else self._nobody(mention.span)
        # e.g. *The Irishman* said it was late.
        fellow = _FELLOW.fullmatch(self.text, mention.span.start, mention.span.end)
        if fellow and folded(fellow["noun"]) not in words("person_nouns") | words("titles"):
            return self._one_of_them(mention.span, Gender.FEMALE if fellow["noun"].endswith("woman") else Gender.MALE)
        if mention.form is MentionForm.NAME:
            return self._named(mention.head) or self._unseen(mention)
        last = last_word(self.text, mention.head)
        verb = last.of(self.text)
        # e.g. The Gullane Times *reports*: “It is over.”
        if verb.endswith("s") and verb[:-1] in reporting_verbs() and (body := self.bodies.at(last)):
            name = last_word(self.text, Span(body.span.start, last.start))
            if name.start > body.span.start and name.of(self.text)[:1].isupper():
                return self._named(body.span) or self._nobody(mention.span)
        # not: *Sources close to Hart* said
        is_name = last.of(self.text)[:1].isupper() and not _COMPLEMENT.search(mention.head.of(self.text))
        named = self._named(last) if is_name else None
        return named or self._ahead(mention) or self._noun_phrase(mention.span, mention.head)

    def _couple(self, mention: Mention) -> Resolved | None:
        """Return the two whom "the pair" and its like take up."""
        phrase = " ".join(mention.span.of(self.text).lower().split())
        couple = self.spotlight.couple(mention.span) if _TWO.fullmatch(phrase) or _are_holders(phrase) else None
        if couple is None or (phrase == "they" and not self._acted_last(couple, mention.span)):
            return None
        left, right = (self._person(person, (mention.span,), "X6") for person in couple)
        return replace(left, other=right.speaker)

    def _was_asked(self, mention: Mention) -> Resolved | None:
        """Return who was asked in the sentence before, where a pronoun or a noun answers."""
        # e.g. *Juho Leht* was asked whether Cole had gone. “I don't like this,” the Finn replied.
        is_name = mention.form is MentionForm.NAME and not self._is_of_people(mention.head)
        at = bisect_left(self.subjects, mention.span)
        if is_name or not at or not _ANSWERING.match(self.text, mention.span.end):
            return None
        last = self.subjects[at - 1]
        person = self.roster.at(last)
        if person is None or self.spotlight.paragraphs(last, mention.span) > 1:
            return None
        between = self.spotlight.unquoted(Span(last.end, mention.span.start))
        phrase = mention.span.of(self.text).lower()
        known = pronoun_gender(phrase) or word_gender(folded(phrase.rpartition(" ")[2]))
        if not _ASKED.fullmatch(between) or (known and person.gender not in {known, None}):
            return None
        return self._person(person, (mention.span,), "X5" if mention.form is MentionForm.PRONOUN else "X7")

    def _is_of_people(self, head: Span) -> bool:
        entity = self.bodies.at(head)
        return entity is not None and entity.type == "Norp"

    def _acted_last(self, couple: tuple[Person, Person], span: Span) -> bool:
        """Tell whether one of two people was the last subject before a place."""
        before = [s for s in self.subjects if s.end <= span.start and s.of(self.text).lower() != "they"]
        return bool(before) and any(before[-1].overlaps(at) for person in couple for at in person.mentions)

    def _ahead(self, mention: Mention) -> Resolved | None:
        """Return who is named right behind a noun."""
        head = last_word(self.text, mention.head)
        noun = folded(head.of(self.text))
        # e.g. *Her predecessor*, Gil Tennant, said; *the engineer* who led the inspection, Beatriz Ortiz.
        # not: *The driver* with a passenger, Joe Voss, said
        is_alone = not brings_in_another(self.text[head.end : mention.span.end])
        name = apposed(self.text, head.end) or (apposed(self.text, mention.span.end) if is_alone else None)
        if name is None or noun in words("document_nouns"):
            return None
        person = None if noun in words("organisation_nouns") else self.roster.at(last_word(self.text, name))
        if person:
            return self._person(person, (mention.span,), "W7")
        # e.g. *The manufacturer*, Brno-based Vitalis Nord, said
        entity = self.bodies.at(last_word(self.text, name))
        if entity is None or entity.type not in {"Organization", "Person"}:
            return None
        # e.g. *The company* at its centre, Nakiyon Havar, said: a body, though the recogniser saw a person
        if entity.type == "Person":
            is_body = noun in words("organisation_nouns") and not may_be_given(tokens(name.of(self.text))[0])
            return self._body(name.of(self.text), SpeakerKind.ORGANISATION, (mention.span,), "W7") if is_body else None
        return self._named(name)

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
        noun = folded(last_word(self.text, other.head).of(self.text))
        is_role = other.form is MentionForm.NOMINAL and noun in words("person_nouns")
        between = self.text[name.span.end : other.span.start] if name.span.end < other.span.start else ""
        return is_role and regex.fullmatch(r", [^.;“”\"\n]+ and ", between) is not None

    def _is_bare_role(self, mention: Mention) -> bool:
        first, *_ = mention.span.of(self.text).split(maxsplit=1)
        noun = folded(last_word(self.text, mention.head).of(self.text))
        return first.lower() not in words("determiners") and _is_singular_role(noun)

    def _nobody(self, span: Span) -> Resolved:
        return Resolved(None, (span,), reason=Reason.UNRESOLVED)

    def _antecedent(self, who: Span, span: Span) -> Resolved:
        """Return the speaker whom the noun before "who" names."""
        # e.g. singers like Ana Ruiz, Ben Cole and *Joe Voss*, who laughed
        between = _COMMA_END.sub("", self.text[span.end : who.start])
        if between and _LISTED.fullmatch(between) and (last := self.roster.at(Span(who.start - 3, who.start - 2))):
            return self._person(last, (span,), "W7")
        is_name = last_word(self.text, span).of(self.text)[:1].isupper()
        # e.g. Roth met a teacher named *Eric Cole*, who called it “late”
        named = None if is_name else apposed(self.text, span.end)
        if named and span.end < named.start < who.start and (person := self.roster.at(last_word(self.text, named))):
            return self._person(person, (span,), "W7")
        # e.g. *Idwal Rees*, a sheep farmer who says; *Eric Tranter*, now in the Lords, who says
        is_beside = span.of(self.text).split(maxsplit=1)[0] in {"now", "then", "once", "formerly", "currently", "later"}
        # e.g. Prof. *Meir Adler*, a jurist from the Coastal University, who says so
        entity = self.bodies.at(last_word(self.text, span)) if is_name else None
        described = _DESCRIBED.search(self.text, max(0, span.start - 120), span.start) if entity else None
        if entity and described and entity.type not in {"Person", "Norp"}:
            person = self.roster.at(Span(described.start() - 1, described.start()))
            if person:
                return self._person(person, (span,), "W7")
        # e.g. *Garrick* was a tailor of Gullane, Corvane, who called himself “the Duke”: no place does so
        if entity and entity.type in {"Location", "Facility"} and who.of(self.text).lower() == "who":
            subject = next((s for s in reversed(self.subjects) if s.start < span.start), None)
            person = self.roster.at(subject) if subject else None
            is_here = subject is not None and not _BREAK.search(self.text, subject.end, span.start)
            return self._person(person, (span,), "W7") if person and is_here else self._nobody(span)
        # e.g. *the head* of Acme, who said; not: a post on ErrorBar, who said
        of_body = _AT_BODY.search(self.text, max(0, span.start - 80), span.start) if entity else None
        if entity and of_body and entity.type == "Organization" and who.of(self.text).lower() == "who":
            phrase = Span(*of_body.span("phrase"))
            noun = last_word(self.text, phrase)
            is_human = folded(noun.of(self.text)) in words("person_nouns")
            return self._noun_phrase(phrase, noun) if is_human else self._nobody(span)
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

    def _body(self, name: str, kind: SpeakerKind, chain: tuple[Span, ...], rule: str = "W1") -> Resolved:
        speaker = self.bodies.speaker(name) if kind is SpeakerKind.ORGANISATION else Speaker(plain(name), kind)
        return Resolved(speaker, chain, "W2" if kind is SpeakerKind.ANONYMOUS else rule)

    def _named(self, span: Span) -> Resolved | None:
        """Return the speaker for a name that the entity recogniser saw, None if it saw none."""
        last = last_word(self.text, span)
        if (person := self.roster.at(last) or self.roster.at(span)) is not None:
            return self._person(person, (span,), "W5")
        if person := self._by_short_office(last.of(self.text), span.start):
            return self._person(person, (span,), "X7")
        # e.g. the National Safety Board (NSB) ... *the NSB* said, which the recogniser did not see
        if self.bodies.is_short(last.of(self.text)):
            return self._body(last.of(self.text), SpeakerKind.ORGANISATION, (span,))
        entity = self.bodies.at(last) or self.bodies.at(span)
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
        # e.g. *The Utah Republican* asked for it.
        is_one = entity.type == "Norp" and _ONE_OF_THEM.search(entity.span.of(self.text)) is not None
        is_one |= _PARTISAN.fullmatch(entity.span.of(self.text)) is not None
        if is_one and before == "the ":
            return self._one_of_them(span, None)
        kind = SpeakerKind.GROUP if entity.type == "Norp" else SpeakerKind.ORGANISATION
        return self._body(self.bodies.name(entity.span), kind, (span,))

    def _one_of_them(self, span: Span, known: Gender | None) -> Resolved:
        """Return whom the name of a people takes up: the one person about."""
        focus = self.spotlight.taken_up(span, known, alone=True)
        one = self.spotlight.just_before(span, known) or (focus.person if focus else None)
        return self._person(one, (span,), "X7") if one else self._nobody(span)

    def _by_short_office(self, initials: str, before: int) -> Person | None:
        """Return who holds an office that the article, or every paper, shortens."""
        if not _INITIALS.fullmatch(initials):
            return None
        # e.g. Deputy Public Prosecutor (DPP) Ivy Sandford ... *the DPP* said
        if f"({initials})" in self.text and (holder := self._holder_of(initials)):
            return holder
        # e.g. DCP Ravi Menon was there. “It is late,” *the DCP* said.
        if not self.bodies.is_short(initials) and (holder := self._titled(initials, before)):
            return holder
        # e.g. Deputy Public Prosecutor Ivy Sandford ... *the DPP* said
        if not self.bodies.is_short(initials) and (holder := self._of_initials(initials, before)):
            return holder
        # not: the Samata Party (SP) ... *the SP* said
        office = None if self.bodies.is_short(initials) else short_offices().get(initials)
        return self.roster.by_office(office, before) if office else None

    def _titled(self, initials: str, before: int) -> Person | None:
        """Return the one person before whose name some initials stood as a title, if "the" stands before them now."""
        # not: *US* said; not: *the US* said, where US President Joe Voss was named
        if "the " not in {self.text[before : before + 4], self.text[max(0, before - 4) : before]}:
            return None
        found = regex.finditer(rf"\b{initials} (\p{{Lu}}[\p{{L}}.’'-]*)", self.text[:before])
        people = ((self.roster.at(Span(*m.span(1))), folded(m[1])) for m in found)
        holders = {id(p): p for p, first in people if p and p.full and folded(p.name[0]) == first}
        return next(iter(holders.values())) if len(holders) == 1 else None

    def _of_initials(self, initials: str, before: int) -> Person | None:
        """Return the one person so far before whose full name stands an office with some initials."""
        if len(initials) < INITIALS_MIN:
            return None
        office = regex.compile(rf"{_spelled(initials)},? $")
        places = ((person, at) for person in self.roster.people for at in person.full_mentions if at.start < before)
        found = {id(p): p for p, at in places if office.search(self.text, max(0, at.start - ROLE_AHEAD), at.start)}
        return next(iter(found.values())) if len(found) == 1 else None

    def _holder_of(self, initials: str) -> Person | None:
        """Return the person named behind an office and its initials in brackets."""
        # not: National Director of Public Prosecutions (NPA) Ana Ruiz ... *the NPA* said
        name = r"((?:\s\p{Lu}[\p{L}.’'-]*){1,4})"
        found = regex.finditer(rf"{_spelled(initials)} \({initials}\),?{name}", self.text)
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
        # e.g. *The Duke of Tarn* said so.
        if noble := _NOBLE.match(self.text, mention.span.start, mention.span.end):
            return Resolved(Speaker(noble["name"], SpeakerKind.PERSON), (mention.span,), "W5")
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
        if _is_firm(text):
            return self._body(text, SpeakerKind.ORGANISATION, (mention.span,))
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
        if word == "they" and (nameless := self._nameless(span, None)):
            return nameless
        if word in {"i", "me", "my"} and self.article.author and len(_INTERVIEW.findall(self.text)) <= 1:
            # e.g. “Stay,” I told him.
            return Resolved(Speaker(self.article.author, SpeakerKind.PERSON), (span,), "X8")
        body = self.bodies.in_focus(span, word) if word in {"it", "they"} else None
        if body and body.speaker and body.speaker.kind is not SpeakerKind.DOCUMENT:
            return body
        # e.g. Roth emailed his directors. “Call me,” *it* said.
        last = max((s.end for s in self.subjects if s.end <= span.start), default=0)
        nouns = {i.noun for i in self._issues if last <= i.at.end}
        if word == "it" and (issued := self._issued(span, nouns)):
            return issued
        if body:
            return body
        if word in {"some", "many", "others", "several", "those", "most", "both", "few", "all", "two", "three"}:
            return Resolved(Speaker(phrase[:1].lower() + phrase[1:], SpeakerKind.GROUP), (span,), "W2")
        if word in {"one", "another", "someone", "somebody", "anyone"}:
            # e.g. “It burned all night,” *one of them* said.
            return Resolved(Speaker(phrase[:1].lower() + phrase[1:], SpeakerKind.ANONYMOUS), (span,), "W2")
        return Resolved(None, (span,), reason=Reason.UNRESOLVED)

    def _he_or_she(self, span: Span, known: Gender) -> Resolved:
        # e.g. In what *he* called a “rant,” President Ben Cole turned on them.
        if _AHEAD.search(self.text, max(0, span.start - 10), span.start) and (
            behind := self._main_subject(span, known)
        ):
            return self._person(behind, (span,), "X5")
        if found := self._going_on(span, known) or self._answering(span, known):
            return found
        chosen = self.spotlight.in_focus(span, known)
        if chosen is None:
            return self._nameless(span, known) or self._nobody(span)
        return self._person(chosen.person, (span, chosen.at), "X5")

    def _going_on(self, span: Span, known: Gender) -> Resolved | None:
        """Return the speaker before, where a pronoun adds something to what was said."""
        # e.g. Roth was jailed. *A neighbour* said: “It is over.” ¶ He added: “It is late.”
        at = bisect_left(self._sources, span, key=lambda mention: mention.head)
        if not at or not _ADDING.match(self.text, span.end):
            return None
        before = self._sources[at - 1]
        # not: “It is over,” *Cole* said. Roth denied that. ¶ “It is late,” he added.
        words_between = self.spotlight.unquoted(Span(before.span.end, span.start)).split()[OWN_VERB:]
        between = {word.rstrip(".,;:?!") for word in words_between}
        if self.spotlight.paragraphs(before.head, span) > 1 or not reporting_forms().keys().isdisjoint(between):
            return None
        found = self.resolve(before)
        speaker, person = found.speaker, self.roster.at(found.chain[-1])
        gender = person.gender if person else word_gender(folded(last_word(self.text, before.head).of(self.text)))
        if speaker is None or speaker.kind not in {SpeakerKind.PERSON, SpeakerKind.ANONYMOUS}:
            return None
        if gender not in {known, None} or any(person is other for other in self.spotlight.others(span) if person):
            return None
        return Resolved(speaker, (span, *found.chain), "X5")

    def _answering(self, span: Span, known: Gender) -> Resolved | None:
        """Return to whom the words before were said, where a pronoun answers them."""
        # e.g. Ruiz texted *Cole*: “We are done.” He replied: “Good.”
        at = bisect_left(self._sources, span, key=lambda mention: mention.head)
        if not at or not _ANSWERING.match(self.text, span.end):
            return None
        before = self._sources[at - 1]
        told = _TELLING.match(self.text, before.span.end)
        hearer = self.roster.at(Span(told.end(), told.end() + 1)) if told else None
        is_near = self.spotlight.paragraphs(before.head, span) <= 1
        if hearer is None or not is_near or hearer.gender not in {known, None}:
            return None
        return self._person(hearer, (span,), "X5")

    def _nameless(self, span: Span, known: Gender | None) -> Resolved | None:
        """Return the speaker without a name whom a pronoun takes up; `known` is None for "they"."""
        # e.g. “We are sorry,” said *a neighbour*. She added: “It was late.”
        at = bisect_left(self._sources, span, key=lambda mention: mention.head)
        before = self._sources[at - 1] if at else None
        if before is None or self.spotlight.paragraphs(before.head, span) > 1:
            return None
        between = Span(before.span.end, span.start)
        if self.spotlight.unnamed(between) or self.roster.at(between):
            return None
        if before.form is MentionForm.PRONOUN:
            # e.g. *She* added: “It was late.” ¶ “It was dark,” she said.
            is_same = pronoun_gender(before.head.of(self.text).lower()) == known
            found = self._nameless(before.head, known) if is_same else None
        else:
            gender = word_gender(folded(last_word(self.text, before.head).of(self.text)))
            # not: *Mia Roth* had one bad review: a critic called it “late”. She added: “It was.”
            is_open = gender is None and not (known and self.spotlight.is_about(before.head, known))
            is_fitting = before.form is MentionForm.NOMINAL and (is_open or (gender is not None and gender == known))
            found = self.resolve(before) if is_fitting else None
        speaker = found.speaker if found else None
        kinds = {SpeakerKind.ANONYMOUS} if known else {SpeakerKind.ANONYMOUS, SpeakerKind.GROUP}
        if found is None or speaker is None or speaker.kind not in kinds:
            return None
        return Resolved(speaker, (span, *found.chain), "X5")

    def _main_subject(self, span: Span, known: Gender) -> Person | None:
        """Return who is the subject of the main clause behind a clause with a pronoun."""
        end = self.text.find("\n", span.end)
        behind = (s for s in self.subjects if span.end < s.start < (end if end >= 0 else len(self.text)))
        person = next((p for s in behind if (p := self.roster.at(s))), None)
        return person if person and person.gender in {known, None} else None

    # ------------------------------------------------------------ common nouns

    def _noun_phrase(self, span: Span, head: Span) -> Resolved:
        # e.g. the former *secretary* of state
        noun = folded((WORD.findall(_COMPLEMENT.sub("", head.of(self.text))) or [""])[-1])
        # e.g. *The lock-turned-flanker* said
        noun = noun.rpartition("-turned-")[2]
        # e.g. *Tarn Buses* said
        if _is_firm(span.of(self.text)):
            return self._body(span.of(self.text), SpeakerKind.ORGANISATION, (span,))
        # e.g. The Gullane Mail regrets it. “We are sorry,” *the newspaper* said.
        if noun in _PAPERS and (paper := self.bodies.taken_up(span, noun)).speaker:
            return paper
        if noun in words("document_nouns") or noun.removesuffix("s") in words("document_nouns"):
            return self._document(span, head)
        if is_many(noun):
            return self._body(span.of(self.text), SpeakerKind.GROUP, (span,))
        # e.g. *Roth’s office* said
        owner = _OWNED_BY.match(self.text, span.start, span.end)
        person = self.roster.at(Span(*owner.span("name"))) if owner and noun in words("organisation_nouns") else None
        if owner and person:
            body = person.text + self.text[owner.end("name") : span.end]
            return Resolved(Speaker(body, SpeakerKind.ORGANISATION), (span,), "W1")
        if noun in words("organisation_nouns"):
            return self.bodies.taken_up(span, noun)
        return self._somebody(span, noun)

    def _document(self, span: Span, head: Span) -> Resolved:
        first = WORD.match(self.text, span.start)
        # e.g. *Her* letter to the prime minister
        if first and (known := pronoun_gender(first[0].lower())):
            whose = self._he_or_she(Span(first.start(), first.end()), known)
            return Resolved(whose.speaker, (span, *whose.chain), whose.rule, whose.reason)
        # e.g. Deborah Lunn, *whose report* warned that ...
        if first and first[0].lower() == "whose":
            before = Span(max(0, span.start - 3), max(1, span.start - 2))
            person = self.roster.at(before)
            body = self.bodies.at(before) if person is None else None
            if body is not None and body.type == "Organization":
                return self._body(self.bodies.name(body.span), SpeakerKind.ORGANISATION, (span, body.span), "W7")
            return self._person(person, (span,), "W7") if person else self._nobody(span)
        # e.g. *A study* published last month by the Food Institute
        own = next((i for i in self._issues if i.is_signed and head.overlaps(i.at)), None)
        signed = self._issuer(own) if own else None
        if own and signed and signed.speaker:
            return Resolved(signed.speaker, (span, *signed.chain), "W1")
        bodies = (e.span for e in self.entities if e.type == "Organization")
        for owner in sorted({*self.roster.places, *bodies}):
            # not: a report from *the State Department*'s inspector general
            if owner.start > head.end and _POSSESSING.match(self.text, owner.start, span.end):
                continue
            if span.covers(owner) and self._owns(owner, span) and (named := self._named(owner)) and named.speaker:
                return Resolved(named.speaker, (span, *named.chain), named.rule)
        if owned := self._owned(span):
            return owned
        # e.g. In a statement Roth ruled it out. “It is over,” *the statement* said.
        noun = folded(last_word(self.text, head).of(self.text))
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
        return self.bodies.definite(issue.issuer)

    def _owns(self, owner: Span, document: Span) -> bool:
        """Tell whether a name in a document's noun phrase is whose it is, not to whom or about whom."""
        # e.g. *Roth*'s letter; a statement from *the bank*; a *Times* article; not: a letter to Mr. Roth
        before = [w.lower().rstrip(".") for w in self.text[document.start : owner.start].split()]
        while before and before[-1] in {"the", "a", "an", "mr", "ms", "mrs", "dr"}:
            before.pop()
        return not before or before[-1] not in {"to", "for", "about", "on", "with", "against", "at"}

    def _somebody(self, span: Span, noun: str) -> Resolved:
        phrase = span.of(self.text)
        first = phrase.split(maxsplit=1)[0].lower()
        # e.g. *the second aide* said  e.g. *The hospital's director*, who asked not to be named, said
        if _OTHER.search(phrase) or _UNNAMED.match(self.text, span.end):
            return self._body(phrase, SpeakerKind.ANONYMOUS, (span,))
        # e.g. *The senior judicial source* said: somebody whose name is kept back
        if noun == "source":
            return self._body(self.roles.unnamed(span, noun) or phrase, SpeakerKind.ANONYMOUS, (span,))
        if (whose := pronoun_gender(first)) and noun in words("kin_nouns"):
            return self._relative(span, phrase, noun, whose)
        if self.roles.is_of_another(span, phrase, noun):
            person = self.roles.introduced(span, phrase, noun)
            return self._person(person, (span,), "X7") if person else self._body(phrase, SpeakerKind.ANONYMOUS, (span,))
        # e.g. “Yes,” the weary, *71-year-old diplomat* said: a comma cuts the phrase
        if _AGED.match(phrase) and _CUT.search(self.text, max(0, span.start - 40), span.start):
            first = "the"
        if first in {"the", "this", "that"} and (unnamed := self.roles.unnamed(span, noun)):
            return self._body(unnamed, SpeakerKind.ANONYMOUS, (span,))
        if first in _DEFINITE or first.endswith(("'s", "’s", "s'", "s’")):
            person = self.roles.holder(span, phrase, noun)
            return self._person(person, (span,), "X7") if person else self._of_person(span, noun) or self._nobody(span)
        if first in {"a", "an"} and (person := self.roles.introduced(span, phrase, noun)):
            return self._person(person, (span,), "X7")
        # e.g. *Mr. Roth's wife* said
        if relative := self._of_person(span, noun):
            return relative
        is_plural = noun.endswith("s") and not noun.endswith("ss") and first not in {"a", "an", "one"}
        return self._body(phrase, SpeakerKind.GROUP if is_plural else SpeakerKind.ANONYMOUS, (span,))

    def _of_person(self, span: Span, noun: str) -> Resolved | None:
        """Return the nameless wife, lawyer, ... of somebody who is named."""
        # e.g. Dan Roth was jailed. *Roth's wife* said it was over.
        match = _OWNED_BY.match(self.text, span.start, span.end)
        owner = self.roster.at(Span(*match.span("name"))) if match else None
        if match is None or owner is None or noun not in words("kin_nouns") | words("representative_nouns"):
            return None
        # not: *Roth's niece*, state Del. Ana “Cia” Price, said: she has a name
        if _NAMED_BEHIND.match(self.text, span.end):
            return None
        if spouse := self.roster.spouse(owner.text, noun):
            return self._person(spouse, (span, owner.mentions[0]), "X7")
        name = f"{owner.text}’s {match['rest']}"
        return Resolved(Speaker(name, SpeakerKind.PERSON, full=False), (span, owner.mentions[0]), "W2")

    def _relative(self, span: Span, phrase: str, noun: str, whose: Gender) -> Resolved:
        """Return the wife, son, ... of the person in focus, by name if the article gives one."""
        # e.g. Ben Cole flew home with his wife, Ana Ruiz. “Never again,” *his wife* said.
        if found := self.roster.by_role(noun, set(), span.start):
            return self._person(found[0], (span,), "X7") if len(found) == 1 else self._nobody(span)
        # e.g. Nadim Roth was ten. *His mother* told the paper
        owner = self._he_or_she(Span(span.start, span.start + len(phrase.split(maxsplit=1)[0])), whose)
        if owner.speaker is None:
            return owner
        if spouse := self.roster.spouse(owner.speaker.name, noun):
            return self._person(spouse, (span, *owner.chain[1:]), "X7")
        # e.g. her brother-in-law
        end = WORD.match(phrase, phrase.lower().find(noun))
        rest = phrase[: end.end() if end else None].partition(" ")[2]
        return Resolved(Speaker(f"{owner.speaker.name}’s {rest}", SpeakerKind.PERSON, full=False), owner.chain, "W2")


def _spelled(initials: str) -> str:
    """Return the pattern of the words that some initials may stand for."""
    return "[ -](?:(?:of|for|the|and) )*".join(rf"\b{letter}[\p{{L}}’'-]*" for letter in initials)


def _is_firm(text: str) -> bool:
    """Tell whether a name ends in what a firm makes or runs: `Tarn Buses`; "Tory Rebels" are a group."""
    return bool(_NAMED_WARES.fullmatch(text)) and folded(text.rpartition(" ")[2]) in words("company_nouns")


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
