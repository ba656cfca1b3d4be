"""The organisations of one article: their full names, and which of them "the company" and "it" take up."""

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from functools import cache

import regex

from quotes.initials import spelled_out
from quotes.lexicon import words
from quotes.models import Entity, Reason, Span, Speaker, SpeakerKind
from quotes.resolve.focus import ANAPHOR_REACH, Spotlight
from quotes.resolve.names import folded
from quotes.resolve.phrases import WORD, plain
from quotes.resolve.recognised import is_many
from quotes.resolve.resolved import Resolved
from quotes.spans import SpanIndex

_BODIES = frozenset({"Organization", "Facility"})
"""Types of names that a noun for bodies may take up: St Mary's Hospital is a place, too."""
_BRACKETED = regex.compile(r" \((?:the )?[“\"‘']?(?P<short>[\p{Lu}\p{N}][\p{L}\p{N}.&-]{1,11})[”\"’']?\)")
_PARTING = regex.compile(r"[\s-]+")
_GENITIVE = regex.compile(r"(?:['’]s?)? ")
_LEGAL = regex.compile(
    r",? (?:&? ?Co|Company|Inc|Incorporated|Corp|Corporation|Ltd|Limited|LLC|LLP|PLC|Plc|plc|AG|SA|SE|NV|ASA|AB|Oyj|"
    r"GmbH|Bhd|Sdn Bhd|Pte|Pty|SpA|Group|Holdings|Holding)\.?$"
)
INITIALS_MIN = 3
"""Letters of initials that tell a body without brackets: `NTSB`; two stand for too much."""
BARE_WORDS = 2
"""Words of a body's short name: "the Court"."""

_CAPITAL = r"\p{Lu}[\p{L}’'-]"
_TOP_COURT = regex.compile(r"\b(?:apex|top|highest) court$")
_SUPREME_COURT = regex.compile(r"\bSupreme Court(?: of (?:\p{Lu}[\p{L}-]+ ?)+(?<! ))?")
_PAPER = regex.compile(
    r"\b(?:Chronicle|Daily|Express|Gazette|Guardian|Herald|Independent|Journal|Mail|Monitor|News|Observer|Post|Press|"
    r"Reporter|Standard|Star|Sun|Telegraph|Times|Tribune|AFP|AP|Bloomberg|Reuters|Xinhua)$"
)
"""What the names of papers and news agencies end in."""
_FIRMS = frozenset({"company", "firm", "business", "manufacturer", "retailer", "operator"})
_NO_FIRM = regex.compile(
    r"\b(?:Union|Ministry|Council|Committee|Commission|Court|University|Parliament|Senate|Party|Police|Army|"
    r"Department|Government|Federation|Congress|Assembly|Church|Board|Inspectorate|Treasury)\b"
)
"""What names of bodies hold that are no company's."""
_BARE_PHRASE = regex.compile(r"(?:^|[\s“”\"'])(?:[Tt]he|[Aa]n?|\p{L}+|\d+)\s((?:\p{Ll}[\p{L}-]*\s)?\p{Ll}[\p{L}-]*)$")
_YEAR = regex.compile(r" (?:of )?\d{4}\b")
_WITH_FIELD = regex.compile(r"(?:[Tt]he )?(?:Commission|Committee|Council|Institute|Cent(?:er|re)|Panel)")
_FIELD = regex.compile(rf" (?:on|for)(?: the)? (?P<first>{_CAPITAL}+)(?:(?: and)? {_CAPITAL}+)*")
_LOWER_END = regex.compile(r"(?: (?!\d)[^\p{Lu}\s]+)+$")
_PLURAL_OWNER = regex.compile(r"(?<![\p{L}’'-])(?P<name>(?:\p{Lu}[\p{L}-]+ (?:and )?)+\p{Lu}[\p{L}-]+s['’] )$")
_APPOSING = regex.compile(r", (?:an?|the|its) (?:[\p{L}-]+ ){0,4}")


class Bodies:
    """The organisations of one article, as far as the entity recogniser saw them or their names tell."""

    def __init__(self, text: str, entities: tuple[Entity, ...], spotlight: Spotlight) -> None:
        self._text = text
        self._entities = entities
        self._spotlight = spotlight
        self._spelled_out = SpanIndex(span for span, _ in spelled_out(text))
        self._full_names = full_names(text, entities)

    def at(self, span: Span) -> Entity | None:
        """Return the last entity of any type that overlaps a span."""
        return next((e for e in reversed(self._entities) if e.span.overlaps(span)), None)

    def is_short(self, name: str) -> bool:
        """Tell whether a name is the short form of a body's."""
        return name in self._full_names

    def _led(self, name: str, chain: tuple[Span, ...], rule: str = "W1") -> Resolved:
        return Resolved(self.speaker(name), chain, rule)

    def speaker(self, name: str) -> Speaker:
        """Return an organisation under its full name, with the short one beside it."""
        # e.g. the National Transportation Safety Board ... *the NTSB* said
        short = plain(name)
        full = self._full_names.get(short, short)
        return Speaker(full, SpeakerKind.ORGANISATION, (short,) if full != short else ())

    def name(self, span: Span) -> str:
        """Return the name of a body as printed: with its year, without the verb that was taken for a part of it."""
        # e.g. The *Harbor Act of* | 1961; *The Gullane Times* reports
        # e.g. the Harbour Supporters' | *Trust*
        if owner := _PLURAL_OWNER.search(self._text, max(0, span.start - 60), span.start):
            span = Span(owner.start("name"), span.end)
        # e.g. the Gullane Workers and | *Pilots Union* (GWPU)
        span = next((whole for whole in self._spelled_out.overlapping(span) if whole.covers(span)), span)
        # e.g. the *Commission* | on Debates  not: the Commission | on Monday
        field = _FIELD.match(self._text, span.end) if _WITH_FIELD.fullmatch(span.of(self._text)) else None
        if field and field["first"].lower() not in words("time_words") | words("platforms"):
            span = Span(span.start, field.end())
        name = span.of(self._text)
        year = _YEAR.match(self._text, span.end - 3 if name.endswith(" of") else span.end)
        return self._text[span.start : year.end()] if year else _LOWER_END.sub("", name) or name

    def in_focus(self, span: Span, word: str) -> Resolved | None:
        """Return the organisation, group or document that was the last subject, if it is near."""
        before = [s for s in self._spotlight.subjects if 0 < span.start - s.end <= ANAPHOR_REACH]
        subjects = [s for s in before if s.of(self._text).lower() not in {"it", "they"}]
        if not subjects:
            return None
        last = subjects[-1]
        # e.g. *Forecasters* at the *Gullane Institute* warned of it. “It is late,” it said.
        behind = [e for at, name in self._spotlight.represented if at == last and (e := self.at(name))]
        if word == "it" and behind and all(e.type == "Organization" for e in behind):
            return self._led(self.name(behind[-1].span), (span, behind[-1].span), "X5")
        # e.g. *The Pharmacy Alliance*, a trade group, rejected it. “No,” it said.
        apposed_to = self.at(subjects[-2]) if len(subjects) > 1 and self.at(last) is None else None
        is_apposed = apposed_to is not None and _APPOSING.fullmatch(self._text, apposed_to.span.end, last.start)
        entity = apposed_to if is_apposed else self.at(last)
        if entity is not None:
            is_body = entity.type == "Organization"
            name = self.name(entity.span)
            return self._led(name, (span, entity.span), "X5") if is_body else None
        # e.g. Acme paid. *The company* has apologised. “We are sorry,” it wrote.
        known = self.definite(last) if word == "it" else None
        if known and known.speaker:
            return Resolved(known.speaker, (span, last, *known.chain), "X5")
        # e.g. *Two schoolgirls* climbed out. “We ran,” they said. *The tram company* has sent ... it said
        noun = folded(last.of(self._text))
        kinds = {
            SpeakerKind.GROUP: word == "they" and is_many(noun),
            SpeakerKind.DOCUMENT: word == "it" and noun in words("document_nouns"),
            SpeakerKind.ORGANISATION: (word == "it" and noun in words("organisation_nouns")) or noun == "police",
        }
        kind = next((kind for kind, fits in kinds.items() if fits), None)
        phrase = _BARE_PHRASE.search(self._text, max(0, last.start - 40), last.end)
        # e.g. *Residents* fled. “We lost it all,” they said.
        if kind is SpeakerKind.GROUP and (phrase is None or last.of(self._text)[:1].isupper()):
            return Resolved(Speaker(last.of(self._text), kind), (span, last), "X5")
        if kind is None or phrase is None:
            return None
        # e.g. *Corvane's defence ministry* denied it. “Never,” it said.
        owner = self._owner(phrase.start(1)) if kind is SpeakerKind.ORGANISATION else None
        if owner is not None:
            return self._led(self._text[owner.start : last.end], (span, Span(owner.start, last.end)), "X5")
        # not: "company", which would be the name of many
        is_bare = kind is SpeakerKind.ORGANISATION and phrase[1].lower() in words("general_organisation_nouns")
        return None if is_bare else Resolved(Speaker(phrase[1], kind), (span, last), "X5")

    def _owner(self, start: int) -> Span | None:
        """Return the place or body whose name, with a genitive or without, ends right before a noun phrase."""
        before = Span(max(0, start - 4), start)
        ends = (e.span for e in self._entities if e.type in {"Location", "Norp", "Organization"})
        found = (at for at in ends if before.start <= at.end < start)
        return next((at for at in found if _GENITIVE.fullmatch(self._text, at.end, start)), None)

    def definite(self, head: Span) -> Resolved | None:
        """Return the body that "the company" and its like take up; `head` is the noun."""
        noun = folded(head.of(self._text))
        top = _TOP_COURT.search(self._text, max(0, head.start - len("highest ")), head.end)
        phrase = Span(max(0, (top.start() if top else head.start) - len("the ")), head.end)
        is_definite = phrase.of(self._text).lower().startswith("the ") and noun in words("organisation_nouns")
        return self.taken_up(phrase, noun) if is_definite else None

    def taken_up(self, span: Span, noun: str) -> Resolved:
        """Return the body that a noun phrase with a noun for bodies takes up, or names."""
        phrase = span.of(self._text)
        # e.g. the *Court*, where the recogniser sees a name in the bare noun
        # e.g. *Corvane's army*
        is_owned = any(span.covers(e.span) and e.span.end < span.end - len(noun) for e in self._entities)
        is_bare = not is_owned and folded(phrase.split()[-1]) == noun and len(phrase.split()) <= BARE_WORDS
        # e.g. *The Gullane police* denied it. ... the police said
        # not: An Ohio company left. ... *the company* said: no name for it
        if is_bare and noun not in _FIRMS and (described := self._described(span, noun)):
            return described
        if noun == "police" or (not is_bare and any(span.covers(e.span) for e in self._entities)):
            return self._led(phrase, (span,))
        # e.g. *the apex court*: in South Asia the Supreme Court
        if _TOP_COURT.search(phrase) and (supreme := _SUPREME_COURT.search(self._text)):
            return self._led(supreme[0], (span, Span(*supreme.span())), "X7")
        # e.g. the Commission on Debates ... *the commission* said
        earlier = [e for e in self._entities if e.type in _BODIES and e.span.start < span.start]
        fitting = [e for e in earlier if noun in map(folded, WORD.findall(e.span.of(self._text)))]
        near = [e for e in fitting if self._spotlight.paragraphs(e.span, span) <= 1]
        # The longest name first: "the Commission", "the Commission on Debates"
        for some in (fitting, near):
            full = sorted({plain(self.name(e.span)) for e in some}, key=len, reverse=True)
            if full and all(name in full[0] for name in full):
                return self._led(full[0], (span, some[0].span), "X7")
        # not: Corvane denied it. “Never,” *its* foreign ministry said: no Corvane, but a part of it
        is_part = phrase.split()[0].lower() in {"its", "his", "her", "their"}
        is_general = noun in words("general_organisation_nouns") and not is_part
        known = self._unseentaken_up(span, noun) or (self._only_active(span) if is_general else None)
        if known is None and is_part:
            known = self._part(span)
        return known or Resolved(None, (span,), reason=Reason.UNRESOLVED)

    def _part(self, span: Span) -> Resolved | None:
        """Return the ministry, army, ... of the body or place that was the last subject."""
        # e.g. Corvane denied it. “Never,” *its foreign ministry* said.
        first, _, rest = span.of(self._text).partition(" ")
        before = [s for s in self._spotlight.subjects if 0 < span.start - s.end <= ANAPHOR_REACH]
        owner = self.at(before[-1]) if before and first.lower() == "its" else None
        if owner is None or owner.type not in {"Organization", "Location"}:
            return None
        return self._led(f"{plain(self.name(owner.span))}’s {rest}", (span, owner.span), "X7")

    def _described(self, span: Span, noun: str) -> Resolved | None:
        """Return the one body so far that a place or a people and a noun name: "Corvane's foreign ministry"."""
        ends = _ending_in(noun)
        places = (e.span for e in self._entities if e.type in {"Location", "Norp", "Organization"})
        matches = ((at, ends.match(self._text, at.end, span.start)) for at in places if at.end < span.start)
        found = [Span(at.start, match.end()) for at, match in matches if match]
        names = {plain(at.of(self._text)) for at in found}
        return self._led(names.pop(), (span, found[0]), "X7") if len(names) == 1 else None

    def _only_active(self, span: Span) -> Resolved | None:
        """Return the only body that was a subject or spoke in this paragraph or the one before."""
        # e.g. *Acme* said it would pay. “We are sorry,” the company said.
        # e.g. *Corvane*, a software company, ... the company said; the software company *Corvane*
        noun = regex.escape(span.of(self._text).rpartition(" ")[2].lower())
        bodies = [e for e in self._entities if e.type == "Organization" and e.span.end <= span.start]
        described = [e for e in bodies if self._is_described_as(e, noun)]
        if len({e.span.of(self._text) for e in described}) == 1:
            return self._led(self.name(described[-1].span), (span, described[-1].span), "X7")
        # e.g. A spokesman for *Acme* left. “We are sorry,” the company said.
        behind = [name for _, name in self._spotlight.represented]
        places = SpanIndex([*self._spotlight.subjects, *self._spotlight.sources, *behind])
        near = [
            e for e in self._entities
            if e.span.end <= span.start and e.type == "Organization" and self._spotlight.paragraphs(e.span, span) <= 1
        ]  # fmt: skip
        # not: *The Gazette* reported it. “No,” the ministry said.
        is_medium = noun in words("media_nouns")
        acting = [e for e in near if places.touches(e.span) or self._spotlight.is_according_to(e.span)]
        # not: *The Dockers' Union* walked out. “It is safe,” the company said.
        acting = [e for e in acting if not (noun in _FIRMS and _NO_FIRM.search(e.span.of(self._text)))]
        acting = [e for e in acting if is_medium or not _PAPER.search(e.span.of(self._text))]
        names = {self.speaker(self.name(e.span)).name for e in acting}
        # not: Labour called it “a farce”. *The Tories* did not. “They lost,” the party said.
        peoples = [e.span for e in self._entities if e.type == "Norp" and e.span.end <= span.start]
        if acting and any(at > acting[-1].span and places.touches(at) for at in peoples):
            return None
        if len(names) != 1 or not acting:
            # e.g. a *group* calling itself the River Council; the group said
            called = rf"\b{noun} (?:called|named|known as|calling (?:it|them)sel(?:f|ves)) (?:the )?$"
            acting = [e for e in near if regex.search(called, self._text[max(0, e.span.start - 60) : e.span.start])]
        if len({e.span.of(self._text) for e in acting}) != 1:
            # e.g. *Fernbahn AG* raised fares. ¶ ... ¶ “We are sorry,” the company said.
            acting = [e for e in bodies if noun in _FIRMS and _LEGAL.search(e.span.of(self._text))]
        if len({e.span.of(self._text) for e in acting}) != 1:
            return None
        return self._led(self.name(acting[-1].span), (span, acting[-1].span), "X7")

    def _is_described_as(self, body: Entity, noun: str) -> bool:
        behind = regex.compile(rf",? (?:an?|the|\p{{Lu}}[\p{{L}}.]*['’]s) [^.,;:“”\"\n]{{0,40}}\b{noun}\b")
        before = self._text[max(0, body.span.start - 20) : body.span.start]
        return bool(behind.match(self._text, body.span.end)) or before.endswith(f" {noun} ")

    def _unseentaken_up(self, span: Span, noun: str) -> Resolved | None:
        """Return the only body whose name, which the recogniser did not see, the noun is a part of."""
        # e.g. The *Commission on Debates* met. ... the commission said
        noun = regex.escape(noun.capitalize())
        name = rf"(?:{_CAPITAL}+ )*{noun}(?: (?:of|on|for|the|and|in) (?:{_CAPITAL}*+ ?)+(?<! ))+"
        found = list(regex.finditer(name, self._text, endpos=span.start))
        # not: The *Commission on Monday* voted.
        fields = (m.group().rpartition(" ")[2].lower() for m in found)
        if any(word in words("time_words") for word in fields):
            return None
        full = {m.group().removeprefix("The ") for m in found}
        if len(full) != 1:
            return None
        speaker = Speaker(full.pop(), SpeakerKind.ORGANISATION)
        return Resolved(speaker, (span, Span(found[0].start(), found[0].end())), "X7")


@cache
def _ending_in(noun: str) -> regex.Pattern[str]:
    """Return the pattern of what stands between a place and a noun for one of its bodies."""
    return regex.compile(rf"(?:['’]s?)?(?: \p{{Ll}}[\p{{L}}-]*){{0,2}} {regex.escape(noun)}\b")


def full_names(text: str, entities: Iterable[Entity]) -> Mapping[str, str]:
    """Return the full name of each organisation that the article also calls by a shorter one.

    >>> from quotes.models import Span
    >>> text = "The National Safety Board (NSB) met. Glass Co. paid. The NSB said Glass was late."
    >>> spans = [(4, 25), (27, 30), (37, 46), (57, 60), (66, 71)]
    >>> full_names(text, [Entity(Span(*span), "Organization") for span in spans])
    {'NSB': 'National Safety Board', 'Glass': 'Glass Co.'}
    """
    entities = tuple(entities)
    bodies = sorted({e.span for e in entities if e.type == "Organization"})
    names = list(dict.fromkeys(plain(span.of(text)) for span in bodies))
    others = {word for e in entities if e.type in {"Location", "Norp", "Person"} for word in e.span.of(text).split()}
    found: dict[str, str] = {}
    for span in bodies:
        # e.g. the National Safety Board (*NSB*)
        if (match := _BRACKETED.match(text, span.end)) and len(span) > len(match["short"]):
            found.setdefault(match["short"], plain(span.of(text)))
    # e.g. the Gullane Workers and | *Pilots Union* (GWPU), cut by the recogniser
    for span, short in spelled_out(text):
        found[short] = max(found.get(short, ""), plain(span.of(text)), key=len)
    for name in names:
        # e.g. *Glass* said; Glass Co.
        whole = {other for other in names if other != name and _LEGAL.sub("", other) == name}
        whole |= {other for other in names if name.isupper() and len(name) >= INITIALS_MIN and _initials(other) == name}
        # e.g. *Homelight Services* has apologised. ... Homelight said
        whole = whole or _begun_by(name, bodies, others, text)
        if len(whole) == 1:
            found.setdefault(name, whole.pop())
    # e.g. the World Health Organization ... the *WHO*, which the recogniser did not see
    for name in names:
        short = _initials(name)
        is_new = len(short) >= INITIALS_MIN and short not in found and short in text
        if is_new and regex.search(rf"\b{short}\b", text):
            found[short] = name
    return found


def _begun_by(name: str, bodies: list[Span], others: AbstractSet[str], text: str) -> set[str]:
    """Return the names that begin with a shorter one, if the longer was there first and no place or person is meant."""
    # not: *Gullane* City Council, of a place; not: Apple ... *Apple Music*, which is a part of it
    first = next((plain(span.of(text)) for span in bodies if plain(span.of(text)).split()[0] == name), name)
    is_general = folded(name) in words("organisation_nouns") | words("media_nouns") | words("person_nouns")
    if " " in name or first == name or name in others or is_general or not name[:1].isupper():
        return set()
    return {other for span in bodies if (other := plain(span.of(text))).startswith(f"{name} ")}


def _initials(name: str) -> str:
    """Return the first letters of the words with a capital: `NTSB` of "National Transportation Safety Board"."""
    return "".join(word[0] for word in _PARTING.split(name) if word[:1].isupper()) if " " in name else ""
