"""What the quoted words tell of who can have said them."""

import regex

from quotes.models import Quotation, Speaker, SpeakerKind
from quotes.resolve.names import folded, surname, tokens

_INTRODUCED = regex.compile(r"\b(?:I am|I['’]m|[Mm]y name is|[Tt]his is|I,) (?:\p{Lu}[\p{L}.’'-]*(?: \p{Ll}{1,3})? ?)+")
_GIVEN_MIN = 3
"""Letters of a given name; shorter ones are words of many languages."""


def names_speaker(text: str, quotation: Quotation, speaker: Speaker) -> bool:
    """Tell whether the quoted words of an article name a person as somebody else.

    People say "I". Of 951 quotations of named people in the development articles two have the speaker's surname in
    them, both of them one man's (2026-11-22).
    """
    name = tokens(speaker.name)
    is_whole = len(name) > 1
    if speaker.kind is not SpeakerKind.PERSON or not is_whole:
        return False
    # e.g. “I am glad that *Ana* did this book. The pictures that *Ruiz* made are her own.”
    # not: “I am *Ana Ruiz*”; “the *Ruiz* Foundation”; “*Ruiz*: We are out.”; “They said, ‘Stay, *Ana*’”
    parts = [part for part in name if surname(name) == folded(part)] + [p for p in name[:1] if len(p) >= _GIVEN_MIN]
    said = _INTRODUCED.sub("", _own_words(text, quotation))
    if not any(part in said for part in parts):
        return False
    one = rf"(?<![\p{{L}}’'-])(?:{'|'.join(map(regex.escape, parts))})(?![\p{{L}}-]|:| \p{{Lu}}| and I\b)"
    return regex.search(one, said) is not None


def _own_words(text: str, quotation: Quotation) -> str:
    """Return what is quoted without the quotations inside it."""
    inside = [nested.span for nested in quotation.nested]
    kept = []
    for piece in quotation.pieces:
        at = piece.content.start
        for span in sorted(s for s in inside if piece.content.covers(s)):
            kept.append(text[at : span.start])
            at = max(at, span.end)
        kept.append(text[at : piece.content.end])
    return " ".join(kept)
