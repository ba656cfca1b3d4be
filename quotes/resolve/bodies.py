"""The full names of organisations: what their initials and short names stand for in an article."""

from collections.abc import Iterable, Mapping

import regex

from quotes.initials import spelled_out
from quotes.models import Entity
from quotes.resolve.phrases import plain

_BRACKETED = regex.compile(r" \((?:the )?[“\"‘']?(?P<short>[\p{Lu}\p{N}][\p{L}\p{N}.&-]{1,11})[”\"’']?\)")
_LEGAL = regex.compile(
    r",? (?:&? ?Co|Company|Inc|Incorporated|Corp|Corporation|Ltd|Limited|LLC|LLP|PLC|Plc|plc|AG|SA|SE|NV|ASA|AB|Oyj|"
    r"GmbH|Bhd|Sdn Bhd|Pte|Pty|SpA|Group|Holdings|Holding)\.?$"
)
_INITIALS_MIN = 3
"""Letters of initials that tell a body without brackets: `NTSB`; two stand for too much."""


def full_names(text: str, entities: Iterable[Entity]) -> Mapping[str, str]:
    """Return the full name of each organisation that the article also calls by a shorter one.

    >>> from quotes.models import Span
    >>> text = "The National Safety Board (NSB) met. Glass Co. paid. The NSB said Glass was late."
    >>> spans = [(4, 25), (27, 30), (37, 46), (57, 60), (66, 71)]
    >>> full_names(text, [Entity(Span(*span), "Organization") for span in spans])
    {'NSB': 'National Safety Board', 'Glass': 'Glass Co.'}
    """
    bodies = sorted({e.span for e in entities if e.type == "Organization"})
    names = list(dict.fromkeys(plain(span.of(text)) for span in bodies))
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
        whole |= {
            other for other in names if name.isupper() and len(name) >= _INITIALS_MIN and _initials(other) == name
        }
        if len(whole) == 1:
            found.setdefault(name, whole.pop())
    return found


def _initials(name: str) -> str:
    """Return the first letters of the words with a capital: `NTSB` of "National Transportation Safety Board"."""
    return "".join(word[0] for word in regex.split(r"[\s-]+", name) if word[:1].isupper()) if " " in name else ""
