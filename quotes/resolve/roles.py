"""Who holds a role: the person whom "the mayor", "the 58-year-old" or "a minister" means."""

from functools import cache
from itertools import chain

import regex

from quotes.lexicon import other_positions, short_titles, words
from quotes.models import Span
from quotes.resolve.focus import ANAPHOR_REACH, Spotlight
from quotes.resolve.names import folded, word_gender
from quotes.resolve.offices import MILITARY
from quotes.resolve.phrases import WORD
from quotes.resolve.roster import Person, Roster

ROLE_AHEAD = 300
"""Code points within which a role that comes first gets its name in the same paragraph."""
LEAD_REACH = 3
"""Paragraphs behind a role without a name in which an article's opening gets to the name."""

_NO_PREDICATE = r"(?<!,\s)(?<!\b(?:be|become|became|was|is|as|been|being)\s)"
_MODIFIER = r"(?!(?:for|with|of|to|the|in|on|at|by|from|and|or|an?|his|her|its|their|that|who|about|as)\b)[\p{L}-]+"
_MONTH = regex.compile(r"(?:Jan|Feb|Mar|Apr|Aug|Sept?|Oct|Nov|Dec)\.?")
_OF_NAME = regex.compile(r"\b(?:of|for|in|at|from) (?:the )?(?:\p{Lu}|\p{Ll}+ \p{Lu}).*")
_GENITIVE = regex.compile(r"['’]s?\s")
_CROWNED = frozenset({"king", "queen", "pope", "prince", "princess", "duke", "duchess", "sultan", "emir", "taoiseach"})
"""Offices that nobody is said to hold without the article's saying so."""
_BENCH = frozenset({"coach", "manager", "trainer", "referee", "umpire", "selector", "owner"})
"""What nobody is who plays."""
_PAST = regex.compile(r"\b(?:former|ex|retired|one-?time)\b")
_AGED = regex.compile(r"(\d{1,3})-year-old")
_PARENT = regex.compile(
    r"[Tt]he (?:\p{L}+ )?(?:grand)?(?:mother|father|dad|mum|mom|parent)[- ]of[- ]"
    r"(?:an? |\d+|one|two|three|four|five|six|seven|eight|nine|ten)"
)
_SETTING = regex.compile(
    r"(?:Speaking|Talking|Writing|Addressing|Announcing|Opening|Giving|In|At|On|After|During)\b[^.,;:“”\"\n]{2,60}, "
)
"""What says where, when or to whom somebody spoke, before their name."""


class Roles:
    """The roles of one article and who holds them."""

    def __init__(self, text: str, roster: Roster, spotlight: Spotlight) -> None:
        self._text = text
        self._roster = roster
        self._spotlight = spotlight

    def holder(self, span: Span, phrase: str, noun: str) -> Person | None:
        """Return the one person whom a definite role can mean."""
        person = self._holder(span, phrase, noun)
        modifiers = {folded(w) for w in WORD.findall(phrase)} - {noun}
        # not: Mayor Ana Ruiz left. “No,” *the deputy mayor* said.  not: *The minister* praised Ruiz's “wit”.
        is_other = person is not None and any(person is other for other in self._spotlight.others(span))
        return person if person and not is_other and person.may_be(noun, modifiers) else None

    def _holder(self, span: Span, phrase: str, noun: str) -> Person | None:
        # e.g. Roth was asleep. “It shook,” *the mother of four* said.
        if _PARENT.match(self._text, span.start):
            return self._spotlight.of_age(span, "", word_gender(noun))
        # e.g. *the 58-year-old* said
        if aged := _AGED.search(phrase):
            known = word_gender(noun)
            return self._roster.by_age(aged[1], span.start) or self._spotlight.of_age(span, aged[1], known)
        modifiers = {folded(w) for w in WORD.findall(phrase)} - {noun}
        if found := self._roster.by_role(noun, modifiers, span.start):
            return found[0] if len(found) == 1 else self._spotlight.only_recent(found, span)
        # e.g. *The mayor* tried another tone: “Let us dance.” Mayor Ivy Sandford has ...
        ahead = self._roster.by_role(noun, modifiers, span.end + ROLE_AHEAD)
        if len(ahead) == 1 and self._paragraph_end(span) > ahead[0].first:
            return ahead[0]
        if not _GENITIVE.search(phrase) and (person := self.introduced(span, phrase, noun)):
            return person
        if _GENITIVE.search(phrase) and (person := self._named_on(span, noun)):
            return person
        # e.g. not: *Plait’s former colleague*, *the party's leader*, *her predecessor*, who is mostly somebody else
        # not: *The prime minister*, *the former president*, of whom there is one
        is_past = noun in words("sole_offices") and bool(modifiers & {"former", "ex", "late"})
        # not: Pope Pius met Joe Voss. “Pray,” *the pope* said.
        if _GENITIVE.search(phrase) or "prime" in modifiers or is_past or noun in _CROWNED:
            return None
        # e.g. *The widow* said; *the striker* said; *the lock-turned-flanker* said
        is_telling = noun in words("telling_nouns") or "-turned-" in phrase or bool(modifiers - words("function_words"))
        is_described = is_telling and phrase.lower().startswith("the ")
        person = self._last_speaker(span, noun, is_described=is_described)
        is_human = noun in words("person_nouns") and phrase.lower().startswith("the ")
        return person or (self._spotlight.just_before(span, word_gender(noun)) if is_human else None)

    def introduced(self, span: Span, phrase: str, noun: str) -> Person | None:
        """Return who holds an office that the opening of an article speaks of before it names anybody for it."""
        if any(person.full and person.first < span.start for person in self._roster.people):
            return None
        modifiers = {folded(w) for w in WORD.findall(phrase)} - {noun}
        within = Span(span.end, self._spotlight.end_of(span, LEAD_REACH))
        is_office = noun in words("titles") and noun not in words("common_titles")
        person = self._roster.introduced(noun, modifiers, within) if is_office else None
        return person or self._named_next(span, noun, modifiers)

    def _named_on(self, span: Span, noun: str) -> Person | None:
        """Return who "the" and the noun of somebody's bring in with a name, soon behind."""
        # e.g. *Corvane's envoy* called it “a farce”. ¶ “It is over,” the envoy, *Lars Friis*, said.
        named = regex.compile(rf"\b[Tt]he {regex.escape(noun)}, (?=\p{{Lu}})")
        match = named.search(self._text, span.end, self._spotlight.end_of(span, LEAD_REACH))
        person = self._roster.at(Span(match.end(), match.end() + 1)) if match else None
        return person if match and person and person.full and person.first >= match.end() else None

    def _named_next(self, span: Span, noun: str, modifiers: set[str]) -> Person | None:
        """Return who opens the second paragraph, if the first opens with somebody without a name."""
        # e.g. *The head of a rail firm* has refused to go. ¶ *Adrian Foulds* said it was late.
        first, second = self._spotlight.end_of(span, 0), self._spotlight.end_of(span, 1)
        is_opening = self._spotlight.opens(span) and noun in words("person_nouns")
        if not is_opening or "prime" in modifiers or noun in words("sole_offices"):
            return None
        opens = first + len(self._text[first:second]) - len(self._text[first:second].lstrip())
        # e.g. Speaking in Gullane, *Adrian Foulds* said it was late.
        setting = _SETTING.match(self._text, opens, second)
        if setting and not any(opens <= at.start < setting.end() for p in self._roster.people for at in p.mentions):
            opens = setting.end()
        # a given name that the recogniser did not see stands before the mention
        words_ = regex.match(r"(?:\S+ ){1,2}", self._text[opens:second])
        person = self._roster.at(Span(opens, opens + words_.end())) if words_ else None
        is_new = (
            words_ is not None and person is not None and person.full and opens <= person.first < opens + words_.end()
        )
        # not: ¶ *Ana Ruiz*, the head of the union, said: somebody else, who has a role of her own
        if person is None or not is_new or not person.roles <= {noun, *modifiers} | words("courtesy_titles"):
            return None
        # not: *The minister* called it “a fad”, a former adviser says. ¶ *Joe Voss*, who left in May, ...
        if any(not span.covers(other) for other in self._spotlight.unnamed(Span(span.start, first))):
            return None
        return person if word_gender(noun) in {None, person.gender} else None

    def is_of_another(self, span: Span, phrase: str, noun: str) -> bool:
        """Tell whether a role says of what place or body, and nobody in the article is known by that."""
        # e.g. Bishop Joe Voss of Gullane agreed. Last year *the bishop of Corvane* called it “a sin”.
        match = _OF_NAME.search(phrase)
        # not: *the grandfather of five from Gullane*
        if match is None or noun not in words("person_nouns") or _PARENT.match(phrase):
            return False
        named = {folded(w) for w in WORD.findall(match[0]) if w[:1].isupper() and not _is_time(w)}
        return bool(named) and not any(_is_of_same(named, p) for p in self._roster.by_role(noun, named, span.start))

    def unnamed(self, span: Span, noun: str) -> str | None:
        """Return the nameless person whom "the official" takes up, if nobody with that role is nearer."""
        if noun not in words("person_nouns"):
            return None
        # e.g. *A senior official* there put it differently. “It is early,” the official said.
        # not: Ben Cole, a lawyer, ... the lawyer
        start = max(0, span.start - ANAPHOR_REACH)
        pattern = rf"{_NO_PREDICATE}\b(?:an?|one|another)\s+((?:{_MODIFIER}\s+){{0,4}}{regex.escape(noun)})\b"
        found = list(regex.finditer(pattern, self._text[start : span.start], regex.I))
        if not found:
            return None
        at = start + found[-1].start()
        is_named = any(at < f.at.start < span.start and noun in f.person.roles for f in self._spotlight.foci)
        return None if is_named else str(found[-1][1])

    def _last_speaker(self, span: Span, noun: str, *, is_described: bool) -> Person | None:
        """Return the person in focus whom a noun takes up: "the official", "the former striker"."""
        is_general = noun in words("general_nouns")
        if not is_general and not (is_described and noun in _people()):
            return None
        is_past = _PAST.search(span.of(self._text)) is not None
        playing = frozenset() if is_past else _BENCH | other_positions().get(noun, frozenset())
        # not: Coach *Ben Roth* agreed. “It was late,” the forward said.  but: the former forward said
        # not: Coach *Ben Roth* praised goalkeeper *Joe Voss*, who beat Max Cole twice. “I shot,” the striker said.
        barred = playing if noun in words("telling_nouns") else frozenset()
        focus = self._spotlight.taken_up(span, word_gender(noun), alone=not is_general, barred=barred)
        # not: *The author* called Berg “a national asset”: the author is not Berg
        if focus is None or any(focus.person is p for p in self._spotlight.others(span)):
            return None
        # not: Chairman *Ben Cole* agreed. The governor called it “a shame”: a chairman is no governor
        same = {noun, *short_titles().get(noun, ())} | (
            words("lawmaker_nouns") if noun in words("lawmaker_nouns") else frozenset()
        )
        offices = _offices()
        # e.g. *Retired admiral Joe Voss* agreed. “It was late,” the former fleet commander said.
        is_military = noun in MILITARY and bool(focus.person.roles & MILITARY)
        is_another = noun in offices and bool(focus.person.roles & offices) and not focus.person.roles & same
        is_another &= not is_military
        # not: *Ben Roth*, a strategist, said so. The nominee has said little: who has a role of his own
        is_another |= (
            noun in words("exclusive_nouns")
            and bool(focus.person.roles & words("person_nouns"))
            and not focus.person.roles & same
        )
        return None if is_another else focus.person

    def _paragraph_end(self, span: Span) -> int:
        end = self._text.find("\n", span.end)
        return end if end >= 0 else len(self._text)


@cache
def _people() -> frozenset[str]:
    """Return the nouns that mean a human being by what they do, are, or are to others."""
    return words("person_nouns") | words("kin_nouns") | words("telling_nouns")


@cache
def _offices() -> frozenset[str]:
    """Return the titles that name an office few hold: governor, Gov., chairman; not "first", "Dr" or "officer"."""
    shortened = frozenset(chain.from_iterable(short_titles().values()))
    titles = words("titles") & (words("person_nouns") | shortened)
    return titles - words("common_titles") - words("courtesy_titles")


def _is_time(word: str) -> bool:
    # e.g. the nominee for the *Nov*. 8 election
    return folded(word) in words("time_words") or _MONTH.fullmatch(word) is not None


def _is_of_same(named: set[str], person: Person) -> bool:
    """Tell whether a role of a place or body, by its folded names, can be a person's."""
    # not: Voss, commander of the *Corvane* Navy ... the commander of the *Gullane* Navy
    theirs = {folded(w) for phrase in person.phrases for w in WORD.findall(phrase) if w[:1].isupper()}
    is_apart = bool(theirs - named) and bool(named - person.descriptions) and bool(theirs & named)
    return bool(named & person.descriptions) and not is_apart
