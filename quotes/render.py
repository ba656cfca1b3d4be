"""Show attributed quotations: as JSON objects for programs, as marked text with reasons for people."""

from collections.abc import Iterator
from typing import Any

from quotes.models import AttributedQuotation, IndexedArticle, Mention, Span
from quotes.rules import TABLE


def as_json(indexed: IndexedArticle) -> dict[str, Any]:
    """Return an article's quotations as one JSON object; spans are [start, end) in code points of the text."""
    text = indexed.article.text
    return {
        "id": indexed.article.key,
        "outlet": indexed.article.outlet,
        "quotes": [_quotation(text, quotation) for quotation in indexed.quotations],
    }


def _quotation(text: str, attributed: AttributedQuotation) -> dict[str, Any]:
    found = attributed.attribution
    speaker = attributed.speakers[0] if attributed.speakers else None
    return {
        "pieces": [[p.content.start, p.content.end] for p in found.quotation.pieces],
        "text": found.quotation.text(text),
        "speaker_mention": _pair(found.sources[0].span) if found.sources else None,
        "speaker": speaker.name if speaker else None,
        "speaker_kind": speaker.kind if speaker else None,
        "speakers": [s.name for s in attributed.speakers],
        "cue": _pair(found.cue.span) if found.cue else None,
        "verb": found.cue.verb if found.cue else None,
        "told_to": found.told_to.of(text) if found.told_to else None,
        "form": found.form,
        "rule": found.rule,
        "confidence": found.confidence,
        "reason": attributed.reason,
        "nested": [_quotation(text, nested) for nested in attributed.nested],
    }


def _pair(span: Span) -> list[int]:
    return [span.start, span.end]


def marked(indexed: IndexedArticle) -> str:
    """Return the text with each quotation numbered at its opening mark: `[1]“We won,” said Ruiz.`"""
    text = indexed.article.text
    starts = {q.attribution.quotation.pieces[0].outer.start: n for n, q in enumerate(indexed.quotations, 1)}
    more = {
        p.outer.start: n for n, q in enumerate(indexed.quotations, 1) for p in q.attribution.quotation.pieces[1:]
    }
    at, parts = 0, list[str]()
    for start, number in sorted({**more, **starts}.items()):
        parts += [text[at:start], f"[{number}]"]
        at = start
    return "".join([*parts, text[at:]])


def explained(indexed: IndexedArticle) -> str:
    """Return the marked text, and for each quotation why it has this speaker or none."""
    title = indexed.article.title or indexed.article.key
    head = " · ".join(part for part in (title, indexed.article.outlet, indexed.article.published) if part)
    lines = [head, "", marked(indexed), ""]
    for number, quotation in enumerate(indexed.quotations, 1):
        lines += [*_explanation(indexed.article.text, number, quotation), ""]
    if not indexed.quotations:
        lines.append("No quotation marks here: nothing to attribute.")
    return "\n".join(lines)


def _explanation(text: str, number: int, attributed: AttributedQuotation) -> Iterator[str]:
    found = attributed.attribution
    names = " and ".join(f"{s.name} ({s.kind})" for s in attributed.speakers)
    yield f"[{number}] {names or f'nobody: {_reason(attributed)}'}"
    yield f"    words       {_shortened(found.quotation.text(text))}  ({found.form})"
    if found.rule:
        rule = TABLE[found.rule]
        yield f"    rule        {rule.id}: {rule.statement} Confidence {found.confidence:.2f}."
    if found.cue:
        yield f"    cue         {found.cue.span.of(text)!r}" + (f", verb {found.cue.verb!r}" if found.cue.verb else "")
    if found.sources:
        yield f"    source      {', '.join(_mention(text, m) for m in found.sources)}"
    if len(attributed.chain) > 1:
        yield f"    mentions    {' <- '.join(repr(_shortened(span.of(text))) for span in attributed.chain)}"
    if found.told_to:
        yield f"    told to     {found.told_to.of(text)}"


def _mention(text: str, mention: Mention) -> str:
    return f"{mention.span.of(text)!r} ({mention.form}, at {mention.span.start})"


def _reason(attributed: AttributedQuotation) -> str:
    return {
        "no-cue": "nothing says who speaks",
        "no-source": "the words that frame it name nobody",
        "ambiguous": "two or more people fit equally well",
        "unresolved": "the article does not make plain who the source is",
        "not-speech": "a title, a name, a term or scare quotes, not speech",
        "inscription": "words on a sign, not speech",
    }[attributed.reason or "no-cue"]


def _shortened(words: str, limit: int = 90) -> str:
    plain = " ".join(words.split())
    return plain if len(plain) <= limit else f"{plain[: limit - 1]}…"
