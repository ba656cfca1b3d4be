"""Marked text: every character is escaped first, then marks are laid over it by offset."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from markupsafe import Markup, escape

from quotes.models import Span

HIT_OPENS, HIT_CLOSES = "⟦", "⟧"  # what the full-text index puts round a hit; readable in CSV and JSON too
_PARAGRAPH = re.compile(r"[^\n]+")
_HIT = re.compile(f"[{HIT_OPENS}{HIT_CLOSES}]")


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of an article to be marked: `name` is its CSS class, `href` where it leads."""

    span: Span
    name: str
    href: str | None = None


def paragraphs(text: str) -> tuple[Span, ...]:
    r"""Return the spans of the lines that hold more than blanks, in text order.

    >>> paragraphs("One.\n\nTwo.")
    (Span(start=0, end=4), Span(start=6, end=10))
    """
    return tuple(Span(*found.span()) for found in _PARAGRAPH.finditer(text) if not found[0].isspace())


def marked(text: str, within: Span, marks: Iterable[Mark]) -> Markup:
    """Return the stretch `within` of `text` as HTML with its marks; marks may overlap.

    >>> marked("a <b> c", Span(0, 7), [Mark(Span(2, 5), "cue")])
    Markup('a <mark class="cue">&lt;b&gt;</mark> c')
    """
    inside = tuple(mark for mark in marks if len(mark.span) and mark.span.overlaps(within))
    ends = {end for mark in inside for end in (mark.span.start, mark.span.end)}
    cuts = sorted({within.start, within.end, *(end for end in ends if within.start < end < within.end)})
    stretches = (Span(start, end) for start, end in pairwise(cuts))
    return Markup("").join(_stretch(stretch.of(text), _over(stretch, inside)) for stretch in stretches)


def _over(stretch: Span, marks: tuple[Mark, ...]) -> tuple[Mark, ...]:
    """Return the marks that cover `stretch`, the widest first."""
    return tuple(sorted((mark for mark in marks if mark.span.covers(stretch)), key=lambda mark: -len(mark.span)))


def _stretch(text: str, marks: tuple[Mark, ...]) -> Markup:
    if not marks:
        return escape(text)
    html = Markup('<mark class="{}">{}</mark>').format(" ".join(mark.name for mark in marks), text)
    href = next((mark.href for mark in reversed(marks) if mark.href), None)
    return Markup('<a href="{}">{}</a>').format(href, html) if href else html


def snippet(text: str) -> Markup:
    """Return a snippet of the full-text index as HTML, its hits in `<mark>`.

    >>> snippet("<i> ⟦rent⟧ …")
    Markup('&lt;i&gt; <mark>rent</mark> …')
    """
    before, *hits = text.split(HIT_OPENS)
    html = escape(_HIT.sub("", before))
    for hit in hits:
        inside, _, after = hit.partition(HIT_CLOSES)
        html += Markup("<mark>{}</mark>{}").format(inside, _HIT.sub("", after))
    return html
