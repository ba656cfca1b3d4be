"""Select what is read: in full what may hold a speaker, for names alone what tells more of whoever may be one.

The paragraphs with quotations come first. Where they leave open who speaks, the paragraph before is read in full too.
Of all others only names are read, with the words around them, and only those that may be meant: by a short form or
a role that a source has, or by what a paragraph says that leaves open who speaks.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cache
from itertools import accumulate

import regex

from quotes.find import paragraphs
from quotes.lexicon import words
from quotes.models import Attribution, Mention, MentionForm, Parse, Quotation, Reason, Span
from quotes.parse.mask import Frame, mask
from quotes.spans import SpanIndex

_NAME = regex.compile(r"\p{Lu}[\w.’'-]*+(?: (?:(?:of|the|and|for|de|la|du|van|von|bin|al) )*+\p{Lu}[\w.’'-]*+)*+")
_SENTENCE_END = regex.compile(r"(?<=[.!?][”\"’')]*)(?<!\b\p{Lu}\.) +(?=[“\"‘'(]*\p{Lu})")
_POSSESSIVE = regex.compile(r"['’]s?$")
_OPENING = regex.compile(r"[^\p{L}]*")
_SPACED = regex.compile(r"\S+")
_WORD = regex.compile(r"\p{L}+(?:['’-](?!s\b)\p{L}+)*")
_DEFINITE = regex.compile(r"\b[Tt]he((?: [\p{L}\d-]+){1,3})")

AROUND = 8
"""Words on either side of a name that are read with it. Of the people and bodies in the Worldwide corpus's dev and
test parts 89.4 % are found so; in whole sentences 89.6, with six words 89.1."""

_TAKES_UP = regex.compile(
    r"(?:the|this|that|these|those|both|his|her|its|their)\b|.*\b\d+-year-old\b", regex.IGNORECASE
)
"""What begins like words for somebody who was named before: *the judge*, *her lawyer*; not *a judge*, *critics*."""

_PRONOUNS = frozenset({"he", "she", "his", "her", "him"})
"""Words that stand for one person named before."""

_LINKS = frozenset({"about", "and", "as", "at", "by", "for", "from", "in", "of", "on", "or", "that", "to", "with"})
"""Words that lead on to what follows them."""

_ROLES = ("person_nouns", "organisation_nouns")
"""Lists of the nouns that stand for a speaker who was named elsewhere."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What has been read of an article so far: frames in `full`, others for `names` alone, and their parse.

    `frames` are those of all paragraphs.
    """

    text: str
    frames: tuple[Frame, ...]
    parse: Parse
    full: tuple[Frame, ...] = ()
    names: tuple[Frame, ...] = ()


def unread(text: str, quotations: Iterable[Quotation]) -> Reading:
    """Return the reading of an article of which nothing has been read."""
    spans = paragraphs(text)
    pieces = tuple(sorted((p for q in quotations for p in q.pieces), key=lambda p: p.outer))
    starts = [piece.outer.start for piece in pieces]
    inside = [
        tuple((i, pieces[i]) for i in range(bisect_left(starts, span.start), bisect_left(starts, span.end)))
        for span in spans
    ]
    frames = tuple(mask(text, n, span, inside[n]) for n, span in enumerate(spans))
    return Reading(text, frames, Parse(spans, pieces, (), ()))


def quoting(reading: Reading) -> tuple[Frame, ...]:
    """Return the frames with quotations."""
    return tuple(frame for frame in reading.frames if any(segment.piece is not None for segment in frame.segments))


def lacking(reading: Reading, attributions: Sequence[Attribution]) -> tuple[tuple[Frame, ...], tuple[Frame, ...]]:
    """Return the frames that may tell more of who speaks: to read in full, and for names alone.

    `attributions` are what the paragraphs with quotations tell by themselves.
    """
    told = _Told(reading)
    open_in = told.paragraphs(a for a in attributions if told.leaves_open(a))
    read = {frame.paragraph for frame in reading.full}
    before = tuple(f for f in reading.frames if f.paragraph + 1 in open_in and f.paragraph not in read)
    read |= {frame.paragraph for frame in before}
    unnamed = (a for a in attributions if any(m.form is not MentionForm.NAME for m in a.sources))
    unnamed_in = open_in | told.paragraphs(unnamed)
    meaning = [
        f.text
        for f in reading.frames
        if f.paragraph in read and not unnamed_in.isdisjoint(range(f.paragraph, f.paragraph + 2))
    ]
    meaning += [mention.span.of(reading.text) for a in attributions for mention in a.sources]
    # e.g. The head of a rail firm refused to go, saying “no”. | *Adrian Foulds* said it was late.
    near = {n - 2 for n in open_in} | ({1} if 0 in unnamed_in else set())
    others = (frame for frame in reading.frames if frame.paragraph not in read)
    return before, tuple(naming(others, (*reading.full, *before), meaning, near))


class _Told:
    """What the paragraphs with quotations tell of who speaks in them."""

    def __init__(self, reading: Reading) -> None:
        parse = reading.parse
        self._text = reading.text
        self._starts = [paragraph.start for paragraph in parse.paragraphs]
        self._people = SpanIndex(e.span for e in parse.entities if e.type == "Person")
        personal = (w for s in parse.sentences for w in s.words if w.text.lower() in _PRONOUNS)
        self._pronouns = SpanIndex(word.span for word in personal if word.span)
        ends = (max((w.span.end for w in s.words if w.span), default=0) for s in parse.sentences)
        self._sentence_ends = list(accumulate(ends, max))

    def paragraphs(self, attributions: Iterable[Attribution]) -> set[int]:
        """Return the paragraphs in which the quotations stand."""
        return {self._paragraph(piece.outer.start) for a in attributions for piece in a.quotation.pieces}

    def leaves_open(self, attribution: Attribution) -> bool:
        """Tell whether somebody may speak who is named in another paragraph, and not by a short form alone."""
        if not attribution.sources:
            return attribution.reason not in {Reason.NOT_SPEECH, Reason.INSCRIPTION}
        return any(self._is_taken_up(mention) for mention in attribution.sources)

    def _is_taken_up(self, mention: Mention) -> bool:
        if mention.form in {MentionForm.PRONOUN, MentionForm.IMPLICIT}:
            # e.g. “It is so,” *he* said.  not: Roth laughed. “It is so,” *he* said.
            return not self._people.touches(self._before(mention.head.start))
        # e.g. “It is so,” *the judge* said; *the Australian* said.  not: *a judge* said
        return _TAKES_UP.match(mention.span.of(self._text)) is not None

    def _before(self, place: int) -> Span:
        """Return the sentences of a paragraph before the one with a place, up to a word for somebody named before."""
        start = self._starts[self._paragraph(place)]
        at = bisect_right(self._sentence_ends, place)
        end = max(start, self._sentence_ends[at - 1] if at else 0)
        # e.g. *He* moved to Roth. “It is so,” *he* said.
        return Span(start, next(iter(self._pronouns.overlapping(Span(start, end))), Span(end, end)).start)

    def _paragraph(self, place: int) -> int:
        return bisect_right(self._starts, place) - 1


def naming(
    frames: Iterable[Frame], read: Iterable[Frame], meaning: Iterable[str], near: AbstractSet[int] = frozenset()
) -> Iterator[Frame]:
    """Yield the parts of `frames`, which are without quotations, that bring in names which `read` does not hold.

    Left out are names that nothing in the texts `meaning` may mean; in the paragraphs `near` any may be meant.
    """
    meanings = _meanings(meaning)
    known = _names_of(frame.text for frame in read)
    for frame in frames:
        for start, end in _sentences(frame.text):
            sentence = frame.text[start:end]
            new = [(name, at) for name, at in _names(sentence) if name not in known]
            any_may = frame.paragraph in near or not meanings.roles.isdisjoint(_roles_in(sentence))
            if meant := [(name, at) for name, at in new if any_may or meanings.fit(name)]:
                known |= _with_parts(name for name, _ in meant)
                first, last = _around(sentence, meant[0][1], meant[-1][1] + len(meant[-1][0]))
                yield frame.part(start + first, start + last)


@dataclass(frozen=True, slots=True)
class _Meanings:
    """What may mean somebody who is named elsewhere."""

    short_forms: frozenset[frozenset[str]]
    initials: frozenset[str]
    roles: frozenset[str]

    def fit(self, name: str) -> bool:
        """Tell whether a name may be meant by a short form of it or by its initials."""
        telling = _telling(name)
        # e.g. Gullane Water Board ... the *GWB*
        return _initials(name) in self.initials or any(form <= telling for form in self.short_forms)


def _meanings(texts: Iterable[str]) -> _Meanings:
    sentences = [text[start:end] for text in texts for start, end in _sentences(text)]
    return _Meanings(
        frozenset(form for sentence in sentences for form in _short_forms(sentence)),
        frozenset(word for sentence in sentences for word in _WORD.findall(sentence) if word[1:].isupper()),
        frozenset(role for sentence in sentences for role in _roles_in(" ".join(_DEFINITE.findall(sentence)))),
    )


def _names_of(texts: Iterable[str]) -> set[str]:
    sentences = (text[start:end] for text in texts for start, end in _sentences(text))
    return {part for sentence in sentences for part in _with_parts(name for name, _ in _names(sentence))}


def _around(sentence: str, start: int, end: int) -> tuple[int, int]:
    """Return the start and end of a stretch of a sentence that holds names, with `AROUND` words on either side.

    It ends neither in another name nor in words like *for the*: the recogniser takes what is left for something else.
    """
    spaced = [match.span() for match in _SPACED.finditer(sentence)]
    held = [n for n, (opens, closes) in enumerate(spaced) if opens < end and start < closes]
    has_capital = [sentence[opens].isupper() for opens, _ in spaced]
    leading = _untelling() | _LINKS
    leads_on = [sentence[opens:closes].lower() in leading for opens, closes in spaced]
    first, last = max(held[0] - AROUND, 0), min(held[-1] + AROUND, len(spaced) - 1)
    while first > 0 and has_capital[first] and has_capital[first - 1]:
        first -= 1
    while held[-1] < last < len(spaced) - 1 and (has_capital[last] or leads_on[last]):
        last -= 1
    return spaced[first][0], spaced[last][1]


def _short_forms(sentence: str) -> Iterator[frozenset[str]]:
    """Yield the telling words of what is written like a name; a longer name that has them all may be meant by it."""
    opening = _OPENING.match(sentence)
    for match in _NAME.finditer(sentence):
        # e.g. *But* Roth laughed.: the first word may be no part of the name
        is_first = opening is not None and match.start() == opening.end()
        forms = {match.group(), match.group().partition(" ")[2] if is_first else ""}
        # e.g. *Superintendent* Roth laughed. The titles of the world are not all in a list.
        last = match.group().rpartition(" ")[2]
        if last.lower() not in _roles():
            forms.add(last)
        yield from filter(None, (frozenset(_telling(form)) for form in forms))


def _telling(text: str) -> set[str]:
    """Return the words of a text that may be parts of a name which tell it from others, in small letters."""
    found = (w.replace("’", "'") for w in _WORD.findall(text) if w[0].isupper())
    # e.g. Chef Yara *Roth* closes. | ROTH: “It is so.”
    return {w.lower() for w in found} - _untelling()


def _roles_in(text: str) -> AbstractSet[str]:
    return _roles().intersection(_WORD.findall(text.lower()))


@cache
def _roles() -> frozenset[str]:
    return frozenset().union(*map(words, _ROLES))


@cache
def _untelling() -> frozenset[str]:
    """Return the words that many names share, or that have a capital at the start of a sentence."""
    titles = {title.rstrip(".") for title in words("titles")}
    return words("function_words") | words("determiners") | words("subject_pronouns") | titles


def _initials(name: str) -> str:
    return "".join(word[0] for word in name.split() if word[0].isupper())


def _names(sentence: str) -> Iterator[tuple[str, int]]:
    """Yield what is written like a name, and where it starts."""
    opening = _OPENING.match(sentence)
    for match in _NAME.finditer(sentence):
        name = _POSSESSIVE.sub("", match.group().rstrip(".'’"))
        # not: *So* Mayor Ana Ruiz read on.  not: He came on *Monday*.
        is_first = opening is not None and match.start() == opening.end() and not name.isupper()
        is_bare = " " not in name and (is_first or name.lower() in words("time_words"))
        if len(name) > 1 and not is_bare:
            yield name, match.start()


def _with_parts(names: Iterable[str]) -> set[str]:
    # e.g. Mia Roth ... *Roth*
    return {part for name in names for part in (name, *name.split())}


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for match in _SENTENCE_END.finditer(text):
        yield start, match.start()
        start = match.end()
    yield start, len(text)
