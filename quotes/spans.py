"""Look spans up by place: an article of a million characters has tens of thousands of them."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from operator import attrgetter

from quotes.models import Span


class SpanIndex:
    """Spans, sorted once, that can be asked which of them overlap another.

    >>> index = SpanIndex([Span(0, 4), Span(10, 14)])
    >>> list(index.overlapping(Span(3, 11))), index.touches(Span(4, 10))
    ([Span(start=0, end=4), Span(start=10, end=14)], False)
    """

    def __init__(self, spans: Iterable[Span]) -> None:
        self._spans = sorted(set(spans), key=attrgetter("start", "end"))
        self._starts = [span.start for span in self._spans]
        self._longest = max(map(len, self._spans), default=0)

    def overlapping(self, span: Span) -> Iterator[Span]:
        """Yield the spans that share at least one code point with `span`, in text order."""
        first = bisect_left(self._starts, span.start - self._longest)
        last = bisect_left(self._starts, span.end)
        return (one for one in self._spans[first:last] if one.overlaps(span))

    def touches(self, span: Span) -> bool:
        """Tell whether any of the spans overlaps `span`."""
        return next(self.overlapping(span), None) is not None

    def cover(self, span: Span) -> bool:
        """Tell whether `span` lies within one of the spans."""
        return any(one.covers(span) for one in self.overlapping(span))
