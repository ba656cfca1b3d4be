"""What an indexed article becomes in the tables, worked out and checked before anything is written."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from itertools import pairwise
from urllib.parse import urlsplit

from quotes.errors import StoreError
from quotes.models import (
    Article,
    AttributedQuotation,
    Attribution,
    IndexedArticle,
    Mention,
    Piece,
    Quotation,
    Reason,
    Span,
    Speaker,
    SpeakerKind,
)
from quotes.store.canonical import count_words, display_name, folded_content, speaker_key

Value = str | int | float | None
Values = dict[str, Value]

CORRECTION_RULE = "correction"

_OUR_FAULT = "the article was not stored; please report it, with the article if you can"


@dataclass(frozen=True, slots=True)
class Correction:
    """What a human said about a quotation of an article; `reason` is why it has no speaker, where `speaker` is None."""

    content: str
    speaker: str | None
    kind: SpeakerKind = SpeakerKind.PERSON
    reason: Reason = Reason.NOT_SPEECH

    @property
    def speakers(self) -> tuple[Speaker, ...]:
        """Return the speaker, if there is one; a person's only name identifies nobody in another article."""
        if self.speaker is None:
            return ()
        return (Speaker(self.speaker, self.kind, full=len(self.speaker.split()) > 1),)


@dataclass(frozen=True, slots=True)
class SpeakerRow:
    """A speaker of an article: (name, 1 for a fullest one else 0) pairs and roles, each sorted."""

    key: str
    kind: str
    names: tuple[tuple[str, int], ...]
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class QuotationRow:
    """A quotation: the values of its row, the number of the one it is nested in, its pieces, its speakers' keys."""

    values: Values
    parent_no: int | None
    pieces: tuple[Values, ...]
    speakers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ArticleRows:
    """All rows of an article, without the numbers that the database gives."""

    values: Values
    outlet: str | None
    speakers: tuple[SpeakerRow, ...]
    quotations: tuple[QuotationRow, ...]

    @property
    def fingerprint(self) -> str:
        """Return the SHA-256 of the rows, in hexadecimal. Where the article was read from does not count.

        Raises:
            StoreError: a text holds half of a surrogate pair, which no database can store.
        """
        everything = asdict(replace(self, values={**self.values, "origin": None}))
        try:
            return fingerprint(everything)
        except UnicodeEncodeError as error:
            raise StoreError(
                f"{self.values['key']!r}: the article holds half a character (a lone surrogate)",
                "mend the encoding of the file it was read from",
            ) from error


def fingerprint(value: object) -> str:
    """Return the SHA-256 of anything that JSON can hold, in hexadecimal."""
    return sha256(json.dumps(value, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def domain_of(url: str | None) -> str | None:
    """Return the host of an address without www., or None.

    >>> domain_of("https://www.harborcourier.example/2026/03/02/dredging")
    'harborcourier.example'
    >>> domain_of("https://[harborcourier") is None
    True
    """
    try:
        host = urlsplit(url or "").hostname
    except ValueError:
        return None
    return host.removeprefix("www.") if host else None


def rows_of(indexed: IndexedArticle, corrections: Sequence[Correction] = ()) -> ArticleRows:
    """Return the rows of an article, corrections applied, every span checked against the text.

    Raises:
        StoreError: a span does not lie where it may; nothing of the article must be stored.
    """
    article = indexed.article
    numbered = tuple(
        (number, parent, corrected(article.text, quotation, corrections))
        for number, parent, quotation in _numbered(indexed.quotations)
    )
    for _, _, quotation in numbered:
        _check(article, quotation.attribution, quotation.chain)
    return ArticleRows(
        values=_article_values(article),
        outlet=article.outlet,
        speakers=_speaker_rows(article, tuple(quotation for _, _, quotation in numbered)),
        quotations=tuple(_quotation_row(article, *entry) for entry in numbered),
    )


def _numbered(
    quotations: tuple[AttributedQuotation, ...],
) -> Iterator[tuple[int, int | None, AttributedQuotation]]:
    """Yield (number, number of the outer quotation, quotation), each nested one behind the one that holds it."""
    stack: list[tuple[int | None, AttributedQuotation]] = [(None, quotation) for quotation in reversed(quotations)]
    number = 0
    while stack:
        number += 1
        parent, quotation = stack.pop()
        yield number, parent, quotation
        stack.extend((number, nested) for nested in reversed(quotation.nested))


# ---------------------------------------------------------------- corrections


def corrected(text: str, quotation: AttributedQuotation, corrections: Sequence[Correction]) -> AttributedQuotation:
    """Return the quotation as the newest correction of its content has it, or as it is."""
    content = folded_content(quotation.attribution.quotation.text(text))
    for correction in reversed(corrections):
        if folded_content(correction.content) == content:
            return _apply(correction, quotation)
    return quotation


def _apply(correction: Correction, quotation: AttributedQuotation) -> AttributedQuotation:
    reason = None if correction.speaker else correction.reason
    attribution = replace(quotation.attribution, rule=CORRECTION_RULE, confidence=1.0, reason=reason)
    return replace(
        quotation, attribution=attribution, speakers=correction.speakers, chain=(), reason=reason, resolution=None
    )


# ---------------------------------------------------------------- values


def _article_values(article: Article) -> Values:
    return {
        "key": article.key,
        "title": article.title,
        "url": article.url,
        "published": article.published,
        "year": _year(article.published),
        "author": article.author,
        "text": article.text,
        "words": count_words(article.text),
        "text_hash": article.text_hash,
        "origin": article.origin,
    }


def _year(published: str | None) -> int | None:
    digits = (published or "")[:4]
    return int(digits) if len(digits) == len("2026") and digits.isascii() and digits.isdecimal() else None


def _speaker_rows(article: Article, quotations: tuple[AttributedQuotation, ...]) -> tuple[SpeakerRow, ...]:
    """Return one row for each speaker of the article, sorted by key, with all names and roles it has there."""
    found: dict[str, list[Speaker]] = {}
    for quotation in quotations:
        for speaker in quotation.speakers:
            found.setdefault(speaker_key(speaker, article.key), []).append(speaker)
    return tuple(speaker_row(key, speakers) for key, speakers in sorted(found.items()))


def speaker_row(key: str, speakers: Sequence[Speaker]) -> SpeakerRow:
    """Return the row of one speaker, of all that an article says of them."""
    kind = speakers[0].kind
    fullest = {display_name(speaker.name, kind) for speaker in speakers}
    names = fullest | {display_name(alias, kind) for speaker in speakers for alias in speaker.aliases}
    roles = {role for speaker in speakers for role in speaker.roles}
    return SpeakerRow(
        key, kind.value, tuple((name, int(name in fullest)) for name in sorted(names)), tuple(sorted(roles))
    )


def _quotation_row(article: Article, number: int, parent: int | None, quotation: AttributedQuotation) -> QuotationRow:
    attribution = quotation.attribution
    content, span = attribution.quotation.text(article.text), attribution.quotation.span
    values: Values = {
        "position_no": number,
        "content": content,
        "start": span.start,
        "end": span.end,
        "told_to": _slice(article, attribution.told_to),
        "on_behalf_of": _slice(article, attribution.on_behalf_of),
        "form": attribution.form.value,
        "rule": attribution.rule,
        "resolution": quotation.resolution,
        "confidence": attribution.confidence,
        "speaker_kind": quotation.speakers[0].kind.value if quotation.speakers else None,
        "reason": _reason(quotation),
        "chain": json.dumps([mention.of(article.text) for mention in quotation.chain], ensure_ascii=False),
        "position": round(span.start / len(article.text), 4),
        "words": count_words(content),
        "published": article.published,
        "year": _year(article.published),
        "sort_key": sort_key(article, number),
    }
    values |= _cue_values(article, attribution) | _source_values(article, attribution)
    pieces = tuple(_piece_values(article, place, piece) for place, piece in enumerate(attribution.quotation.pieces, 1))
    keys = dict.fromkeys(speaker_key(speaker, article.key) for speaker in quotation.speakers)
    return QuotationRow(values, parent, pieces, tuple(keys))


def sort_key(article: Article, number: int) -> str:
    """Return date, article and position as one text, unique and the same in whatever order articles come."""
    return (
        f"{article.published or ''}#{sha256(article.key.encode('utf-8', 'surrogatepass')).hexdigest()[:16]}#{number:05}"
    )


def _reason(quotation: AttributedQuotation) -> str | None:
    if quotation.speakers:
        return None
    reason = quotation.reason or quotation.attribution.reason
    return (reason or (Reason.UNRESOLVED if quotation.attribution.sources else Reason.NO_SOURCE)).value


def _cue_values(article: Article, attribution: Attribution) -> Values:
    if attribution.cue is None:
        return {"cue": None, "cue_start": None, "cue_end": None, "verb": None}
    span = attribution.cue.span
    return {"cue": span.of(article.text), "cue_start": span.start, "cue_end": span.end, "verb": attribution.cue.verb}


def _source_values(article: Article, attribution: Attribution) -> Values:
    if not attribution.sources:
        return {"source": None, "source_start": None, "source_end": None, "source_form": None}
    span = _source_span(attribution.quotation, attribution.sources)
    return {
        "source": span.of(article.text),
        "source_start": span.start,
        "source_end": span.end,
        "source_form": attribution.sources[0].form.value,
    }


def _source_span(quotation: Quotation, sources: tuple[Mention, ...]) -> Span:
    """Return the span over all sources; over the first alone if the quotation stands between them.

    e.g. "Ana Ruiz and Ben Cole said" is one source as printed.
    """
    whole = Span(min(source.span.start for source in sources), max(source.span.end for source in sources))
    return sources[0].span if any(whole.overlaps(piece.outer) for piece in quotation.pieces) else whole


def _piece_values(article: Article, number: int, piece: Piece) -> Values:
    return {
        "piece_no": number,
        "start": piece.content.start,
        "end": piece.content.end,
        "content": piece.content.of(article.text),
        "closed": int(piece.closed),
    }


def _slice(article: Article, span: Span | None) -> str | None:
    return None if span is None else span.of(article.text)


# ---------------------------------------------------------------- checks


def _check(article: Article, attribution: Attribution, chain: tuple[Span, ...]) -> None:
    """Raise unless every span of a quotation lies where it may."""
    pieces = attribution.quotation.pieces
    _check_pieces(article, pieces)
    frame = tuple(_frame(attribution))
    addressees = (("told-to", attribution.told_to), ("on-behalf-of", attribution.on_behalf_of))
    mentions = tuple(("mention", span) for span in chain)
    for what, span in (*frame, *addressees, *mentions):
        if span is not None and span.end > len(article.text):
            raise _fault(article, f"the {what} at {span.start} to {span.end} lies behind the end of the text")
    for what, span in frame:
        if any(span.overlaps(piece.content) for piece in pieces):
            raise _fault(article, f"the {what} at {span.start} to {span.end} lies inside the words that it frames")


def _check_pieces(article: Article, pieces: tuple[Piece, ...]) -> None:
    if not pieces:
        raise _fault(article, "a quotation has no piece")
    for piece in pieces:
        if not piece.outer.covers(piece.content):
            raise _fault(article, f"the content at {piece.content.start} does not lie inside its marks")
        if piece.outer.end > len(article.text):
            raise _fault(article, f"the quotation at {piece.outer.start} reaches behind the end of the text")
    for before, after in pairwise(pieces):
        if after.outer.start < before.outer.end:
            raise _fault(
                article, f"the pieces at {before.outer.start} and {after.outer.start} overlap or are out of order"
            )


def _frame(attribution: Attribution) -> Iterator[tuple[str, Span]]:
    if attribution.cue is not None:
        yield "cue", attribution.cue.span
    yield from (("source", source.span) for source in attribution.sources)


def _fault(article: Article, problem: str) -> StoreError:
    return StoreError(f"{article.key!r}: {problem}", _OUR_FAULT)
