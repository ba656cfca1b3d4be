"""Hand-made indexed articles for the tests of the store: our own prose about invented people."""

from dataclasses import dataclass

from quotes.models import (
    Article,
    AttributedQuotation,
    Attribution,
    Cue,
    Form,
    IndexedArticle,
    Mention,
    MentionForm,
    Piece,
    Quotation,
    Reason,
    Span,
    Speaker,
    SpeakerKind,
)

RUIZ = Speaker("Ana Ruiz", SpeakerKind.PERSON, aliases=("Ruiz",), roles=("mayor of Gullane",))
COLE = Speaker("Ben Cole", SpeakerKind.PERSON)
CRITICS = Speaker("The critics", SpeakerKind.GROUP)


@dataclass(frozen=True, slots=True)
class Said:
    """A quotation to build: its pieces as they stand between “ and ”, and what frames it, words of the text."""

    pieces: tuple[str, ...]
    speakers: tuple[Speaker, ...] = ()
    cue: str | None = "said"
    source: str | None = None
    reason: Reason | None = None
    nested: tuple["Said", ...] = ()
    rule: str = "content-source-cue"


def span(text: str, words: str, start: int = 0) -> Span:
    """Return where the words stand first, from `start` on."""
    place = text.index(words, start)
    return Span(place, place + len(words))


def quotation(text: str, said: Said) -> AttributedQuotation:
    """Return the quotation of a text that `said` describes."""
    pieces: list[Piece] = []
    for words in said.pieces:
        content = span(text, words, pieces[-1].outer.end if pieces else 0)
        pieces.append(Piece(content, Span(content.start - 1, content.end + 1)))
    source = span(text, said.source) if said.source else None
    attribution = Attribution(
        Quotation(tuple(pieces)),
        Form.DIRECT,
        cue=Cue(span(text, said.cue), "say") if said.cue else None,
        sources=(Mention(source, source, MentionForm.NAME),) if source else (),
        rule=said.rule if said.speakers else None,
        confidence=0.9 if said.speakers else 0.0,
        reason=said.reason,
    )
    return AttributedQuotation(
        attribution,
        said.speakers,
        chain=(source,) if source else (),
        reason=said.reason,
        nested=tuple(quotation(text, nested) for nested in said.nested),
    )


def indexed(article: Article, *quotations: Said) -> IndexedArticle:
    """Return an article with the quotations described."""
    return IndexedArticle(article, tuple(quotation(article.text, said) for said in quotations))


def told(
    key: str,
    words: str,
    speaker: Speaker | None = RUIZ,
    *,
    outlet: str | None = "Harbor Courier",
    published: str | None = "2026-03-02",
) -> IndexedArticle:
    """Return an article with one quotation, said by one speaker or by nobody that we know."""
    name = speaker.name if speaker else "Somebody"
    article = Article(
        key,
        f"The council met late on Monday. “{words}” {name} said.",
        title=f"Council meets ({key})",
        outlet=outlet,
        url=f"https://www.{(outlet or 'nowhere').replace(' ', '').lower()}.example/{key}",
        published=published,
        origin=f"{key}.txt",
    )
    reason = None if speaker else Reason.UNRESOLVED
    return indexed(article, Said((words,), (speaker,) if speaker else (), source=name, reason=reason))


def council() -> IndexedArticle:
    """Return an article that has everything: pieces, nested and joint quotations, a group, a gap, a term."""
    text = (
        "Mayor Ana Ruiz met reporters on Monday. “We will not sign it,” Ruiz said. “Not this year.”\n"
        "“He told me ‘the tide waits for nobody’ and left,” she added.\n"
        "“It is our harbor,” Ana Ruiz and Ben Cole said in a statement. “Too late,” the critics said.\n"
        "“No comment,” it was said. The so-called “dry season” is over."
    )
    article = Article(
        "council-1",
        text,
        title="Council refuses to sign",
        outlet="Harbor Courier",
        url="https://www.harborcourier.example/council",
        published="2026-03-02",
        author="Lia Stone",
        origin="council.txt",
    )
    return indexed(
        article,
        Said(("We will not sign it,", "Not this year."), (RUIZ,), source="Ruiz said"[:4]),
        Said(
            ("He told me ‘the tide waits for nobody’ and left,",),
            (RUIZ,),
            cue="added",
            source="she",
            nested=(Said(("the tide waits for nobody",), (COLE,), cue="told", source="He"),),
        ),
        Said(("It is our harbor,",), (RUIZ, COLE), source="Ana Ruiz and Ben Cole"),
        Said(("Too late,",), (CRITICS,), source="the critics"),
        Said(("No comment,",), reason=Reason.NO_SOURCE),
        Said(("dry season",), cue=None, reason=Reason.NOT_SPEECH),
    )
