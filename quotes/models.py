"""The field's words as frozen types. This module imports nothing of ours.

Everything that says *where* is a `Span` over the code points of `Article.text`, the one
canonical text of an article, fixed when it is read and never altered afterwards. Content is
always a slice of that text. Absent is `None` with a `Reason`.
"""

from dataclasses import dataclass, field, replace
from enum import StrEnum
from hashlib import sha256


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of code points of `Article.text`.

    >>> Span(4, 8).of("Ana Ruiz said")
    'Ruiz'
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"not a span: {self.start} to {self.end}")

    def __len__(self) -> int:
        return self.end - self.start

    def of(self, text: str) -> str:
        """Return the slice of `text` that the span covers."""
        return text[self.start : self.end]

    def covers(self, other: "Span") -> bool:
        """Tell whether `other` lies wholly inside."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: "Span") -> bool:
        """Tell whether the two share at least one code point."""
        return self.start < other.end and other.start < self.end

    def moved(self, by: int) -> "Span":
        """Return the span a number of code points further on."""
        return Span(self.start + by, self.end + by)


@dataclass(frozen=True, slots=True)
class Article:
    """One news article as it was read.

    `key` is what makes it the same article when it is read again: the stated id, else the URL,
    else the file's path (with `#n` for the n-th row, from 1, of a JSONL or CSV file that states no ids).
    `published` is ISO 8601 (a date, or a date and time). `origin` names the file and row for messages.
    """

    key: str
    text: str
    title: str | None = None
    outlet: str | None = None
    url: str | None = None
    published: str | None = None
    author: str | None = None
    origin: str = ""

    @property
    def text_hash(self) -> str:
        """Return the SHA-256 of the text, in hexadecimal."""
        return sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True)
class Failure:
    """An input that could not become an article, or an article that could not be indexed.

    `origin` names the file (and row), `problem` says what is wrong with it, `next_step` what to do about it.
    """

    origin: str
    problem: str
    next_step: str


# ---------------------------------------------------------------- find


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of quoted text: `content` is what stands inside the marks, `outer` includes the marks.

    `closed` is False where no closing mark was found; content then ends with its paragraph at the latest.
    """

    content: Span
    outer: Span
    closed: bool = True

    def moved(self, by: int) -> "Piece":
        """Return the piece a number of code points further on."""
        return Piece(self.content.moved(by), self.outer.moved(by), self.closed)


@dataclass(frozen=True, slots=True)
class Quotation:
    """One act of quoting: its pieces in text order, disjoint, and the quotations nested in its content."""

    pieces: tuple[Piece, ...]
    nested: tuple["Quotation", ...] = ()

    @property
    def span(self) -> Span:
        """Return the span from the first piece's opening mark to the last piece's closing mark."""
        return Span(self.pieces[0].outer.start, self.pieces[-1].outer.end)

    def text(self, article_text: str) -> str:
        """Return the content, its pieces joined by one space."""
        return " ".join(piece.content.of(article_text) for piece in self.pieces)

    def moved(self, by: int) -> "Quotation":
        """Return the quotation a number of code points further on."""
        return Quotation(tuple(p.moved(by) for p in self.pieces), tuple(q.moved(by) for q in self.nested))


# ---------------------------------------------------------------- parse


@dataclass(frozen=True, slots=True)
class Word:
    """A syntactic word of Universal Dependencies.

    `head` is the index of the governing word in the same sentence, None for the root. `span` is None for
    words of a placeholder; `piece` then is the index of the masked piece in `Parse.pieces`.
    """

    index: int
    text: str
    lemma: str
    upos: str
    feats: str
    head: int | None
    deprel: str
    span: Span | None
    piece: int | None = None


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a frame: its words in order, and the index of its paragraph."""

    words: tuple[Word, ...]
    paragraph: int


@dataclass(frozen=True, slots=True)
class Entity:
    """A named entity outside quotation marks; `type` is Person, Organization, Location, ... as the model says."""

    span: Span
    type: str


@dataclass(frozen=True, slots=True)
class Parse:
    """What Stanza made of an article whose quotations were masked.

    `paragraphs` are the spans of all paragraphs; `pieces` are the masked pieces in text order; `sentences`
    cover the parsed paragraphs only, in text order; `entities` are those of the parsed paragraphs and of the
    words around such names elsewhere as may be meant in them, all outside quotations.
    """

    paragraphs: tuple[Span, ...]
    pieces: tuple[Piece, ...]
    sentences: tuple[Sentence, ...]
    entities: tuple[Entity, ...]


# ---------------------------------------------------------------- attribute


class Reason(StrEnum):
    """Why a quotation has no speaker."""

    NO_CUE = "no-cue"  # nothing frames the quotation
    NO_SOURCE = "no-source"  # a cue, but nobody to go with it: “It was said that ...”
    AMBIGUOUS = "ambiguous"  # two or more speakers fit equally well
    UNRESOLVED = "unresolved"  # the source is known ("she"), but not who that is
    NOT_SPEECH = "not-speech"  # a title, a term, scare quotes, a nickname
    INSCRIPTION = "inscription"  # a sign, a placard, a banner


class Form(StrEnum):
    """How the quotation stands in its sentence."""

    DIRECT = "direct"  # whole clauses, framed from outside
    MIXED = "mixed"  # a clause or phrase that completes indirect speech
    FRAGMENT = "fragment"  # fewer than four words inside a sentence of the reporter's


class MentionForm(StrEnum):
    """How a source is named in the text."""

    NAME = "name"
    NOMINAL = "nominal"
    PRONOUN = "pronoun"
    IMPLICIT = "implicit"


@dataclass(frozen=True, slots=True)
class Cue:
    """The words that frame the quotation; `verb` is the lemma of the reporting verb, None for `:` and the like."""

    span: Span
    verb: str | None

    def moved(self, by: int) -> "Cue":
        """Return the cue a number of code points further on."""
        return Cue(self.span.moved(by), self.verb)


@dataclass(frozen=True, slots=True)
class Mention:
    """The words that name a source; `head` is the part that names it without appositions and clauses.

    `antecedent` is what the same sentence says the words stand for: the noun before "who", the name in
    apposition to "a former partner".
    """

    span: Span
    head: Span
    form: MentionForm
    antecedent: Span | None = None

    def moved(self, by: int) -> "Mention":
        """Return the mention a number of code points further on."""
        return Mention(
            self.span.moved(by), self.head.moved(by), self.form, self.antecedent and self.antecedent.moved(by)
        )


@dataclass(frozen=True, slots=True)
class Attribution:
    """A quotation with its cue and source, or with the `reason` why it has none.

    `sources` holds several mentions where speakers speak jointly. `told_to` and `on_behalf_of` are words of
    the article. `rule` is the id of the rule that decided; `confidence` is between 0 and 1.
    """

    quotation: Quotation
    form: Form
    cue: Cue | None = None
    sources: tuple[Mention, ...] = ()
    told_to: Span | None = None
    on_behalf_of: Span | None = None
    rule: str | None = None
    confidence: float = 0.0
    reason: Reason | None = None

    def moved(self, by: int) -> "Attribution":
        """Return the attribution with everything in it a number of code points further on."""
        return replace(
            self,
            quotation=self.quotation.moved(by),
            cue=self.cue and self.cue.moved(by),
            sources=tuple(mention.moved(by) for mention in self.sources),
            told_to=self.told_to and self.told_to.moved(by),
            on_behalf_of=self.on_behalf_of and self.on_behalf_of.moved(by),
        )


# ---------------------------------------------------------------- resolve


class SpeakerKind(StrEnum):
    """What kind of voice a speaker is."""

    PERSON = "person"
    ORGANISATION = "organisation"
    GROUP = "group"  # "critics", "three residents", "the crowd"
    DOCUMENT = "document"  # "the report", "the indictment"
    ANONYMOUS = "anonymous"  # "a senior aide who asked not to be named"


@dataclass(frozen=True, slots=True)
class Speaker:
    """A speaker as one article knows them: the fullest name, other names used, and roles ("mayor of Gullane").

    `full` is False for a person of whom the article gives one name only ("Ruiz"): that alone identifies nobody.
    """

    name: str
    kind: SpeakerKind
    aliases: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    full: bool = True


@dataclass(frozen=True, slots=True)
class AttributedQuotation:
    """An attribution with its speakers resolved.

    `chain` leads from the source to the mention that gives the name: ("she", "Ruiz", "Mayor Ana Ruiz").
    `speakers` has one entry for each source that could be resolved; if it is empty, `reason` says why.
    `resolution` is the id of the rule that led from the first source to its speaker.
    """

    attribution: Attribution
    speakers: tuple[Speaker, ...] = ()
    chain: tuple[Span, ...] = ()
    reason: Reason | None = None
    resolution: str | None = None
    nested: tuple["AttributedQuotation", ...] = field(default=())


@dataclass(frozen=True, slots=True)
class IndexedArticle:
    """An article with every quotation in it, in text order: what the pipeline gives and the store takes."""

    article: Article
    quotations: tuple[AttributedQuotation, ...]
