"""Show attributed quotations: as JSON objects for programs, as marked text with reasons for people."""

from collections.abc import Iterator
from typing import Any

from quotes.models import AttributedQuotation, IndexedArticle, Mention, Reason, Span
from quotes.rules import TABLE

LONGEST_LINE = 90
"""Code points of the words of a quotation that an explanation repeats."""

WHY = {
    Reason.NO_CUE: "nothing says who speaks",
    Reason.NO_SOURCE: "the words that frame it name nobody",
    Reason.AMBIGUOUS: "two or more speakers fit equally well",
    Reason.UNRESOLVED: "the article does not make plain who the source is",
    Reason.NOT_SPEECH: "a title, a name, a term or scare quotes, not speech",
    Reason.INSCRIPTION: "words on a sign, not speech",
}

# All control characters but newline and tab: an article must not be able to steer the terminal that shows it.
_CONTROLS = dict.fromkeys({*range(0x20), *range(0x7F, 0xA0)} - {ord("\n"), ord("\t")}, "�")


# ---------------------------------------------------------------- for programs


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
        "pieces": [_pair(piece.content) for piece in found.quotation.pieces],
        "text": found.quotation.text(text),
        "speaker_mention": _pair(found.sources[0].span) if found.sources else None,
        "speaker": speaker.name if speaker else None,
        "speaker_kind": speaker.kind if speaker else None,
        "speakers": [s.name for s in attributed.speakers],
        "cue": _pair(found.cue.span) if found.cue else None,
        "verb": found.cue.verb if found.cue else None,
        "told_to": found.told_to.of(text) if found.told_to else None,
        "on_behalf_of": found.on_behalf_of.of(text) if found.on_behalf_of else None,
        "form": found.form,
        "rule": found.rule,
        "resolution": attributed.resolution,
        "confidence": found.confidence,
        "reason": attributed.reason,
        "nested": [_quotation(text, nested) for nested in attributed.nested],
    }


def _pair(span: Span) -> list[int]:
    return [span.start, span.end]


# ---------------------------------------------------------------- for people


def marked(indexed: IndexedArticle) -> str:
    """Return the text with each piece numbered at its opening mark: `[1]“We won,” said Ruiz, [1]“again.”`.

    A quotation inside the sixth one is numbered `[6.1]`.
    """
    text = indexed.article.text
    starts = {piece.outer.start: label for label, q in _numbered(indexed) for piece in q.attribution.quotation.pieces}
    at, parts = 0, list[str]()
    for start, label in sorted(starts.items()):
        parts += [text[at:start], f"[{label}]"]
        at = start
    return "".join([*parts, text[at:]])


def explained(indexed: IndexedArticle) -> str:
    """Return the marked text, and for each quotation why it has this speaker or none."""
    article = indexed.article
    head = " · ".join(part for part in (article.title or article.key, article.outlet, article.published) if part)
    lines = [head, "", marked(indexed), ""]
    for label, quotation in _numbered(indexed):
        lines += [*_explanation(article.text, label, quotation), ""]
    if not indexed.quotations:
        lines += ["There are no quotation marks here, and so nothing to attribute.", ""]
    return "\n".join(lines)


def printable(text: str) -> str:
    r"""Return the text with its control characters replaced, newlines and tabs excepted.

    >>> printable("a\x1b[2Jb")
    'a�[2Jb'
    """
    return text.translate(_CONTROLS)


def sentence(words: str, *, capital: bool = False) -> str:
    """Return a message with a full stop, unless it ends in a mark of its own, and with a capital if asked for.

    >>> sentence("try --port 8002", capital=True)
    'Try --port 8002.'
    >>> sentence("may we write there?")
    'may we write there?'
    """
    ended = words if words.endswith((".", "?", "!", "…")) else f"{words}."
    return f"{ended[0].upper()}{ended[1:]}" if capital else ended


def _numbered(indexed: IndexedArticle) -> Iterator[tuple[str, AttributedQuotation]]:
    """Yield each quotation with its label, those inside others right after them."""
    return _labelled(indexed.quotations, "")


def _labelled(quotations: tuple[AttributedQuotation, ...], above: str) -> Iterator[tuple[str, AttributedQuotation]]:
    for number, quotation in enumerate(quotations, start=1):
        yield f"{above}{number}", quotation
        yield from _labelled(quotation.nested, f"{above}{number}.")


def _explanation(text: str, label: str, attributed: AttributedQuotation) -> Iterator[str]:
    found = attributed.attribution
    names = " and ".join(f"{s.name} ({s.kind})" for s in attributed.speakers)
    yield f"[{label}] {names or f'nobody: {WHY[attributed.reason or Reason.NO_CUE]}'}"
    yield f"    words       {shortened(found.quotation.text(text))}  ({found.form})"
    if found.rule:
        rule = TABLE[found.rule]
        yield f"    rule        {rule.id}: {rule.statement} Confidence {found.confidence:.2f}."
    if found.cue:
        yield f"    cue         {found.cue.span.of(text)!r}" + (f", verb {found.cue.verb!r}" if found.cue.verb else "")
    if found.sources:
        yield f"    source      {', '.join(_mention(text, m) for m in found.sources)}"
    if attributed.resolution:
        yield f"    resolved by {attributed.resolution}: {TABLE[attributed.resolution].statement}"
    if len(attributed.chain) > 1:
        yield f"    mentions    {' <- '.join(repr(shortened(span.of(text))) for span in attributed.chain)}"
    if found.told_to:
        yield f"    told to     {found.told_to.of(text)}"
    if found.on_behalf_of:
        yield f"    on behalf   of {found.on_behalf_of.of(text)}"


def _mention(text: str, mention: Mention) -> str:
    return f"{mention.span.of(text)!r} ({mention.form}, at {mention.span.start})"


def shortened(words: str) -> str:
    """Return words of an article on one line, cut off where that would be a long one."""
    plain = " ".join(words.split())
    return plain if len(plain) <= LONGEST_LINE else f"{plain[: LONGEST_LINE - 1]}…"
