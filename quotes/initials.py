"""Names that an article spells out before their initials: `National Safety Board (NSB)`."""

from collections.abc import Iterator

import regex

from quotes.models import Span

REACH = 160
"""Code points before the bracket in which a name begins."""

_BRACKETED = regex.compile(r"[ \u00a0]\([“\"‘']?(?P<short>\p{Lu}{3,12})[”\"’']?\)")
_WORD = regex.compile(r"[\p{L}\p{N}][\p{L}\p{N}'’]*|&")
_SMALL = frozenset({"of", "and", "for", "the", "in", "on", "to", "de", "&"})


def spelled_out(text: str) -> Iterator[tuple[Span, str]]:
    """Yield where a name stands whose capitals are the initials in the bracket behind it, and the initials.

    >>> text = "The Gullane Workers and Pilots Union (GWPU) met at the Mill (1902)."
    >>> [(span.of(text), short) for span, short in spelled_out(text)]
    [('Gullane Workers and Pilots Union', 'GWPU')]
    """
    for match in _BRACKETED.finditer(text):
        line = max(text.rfind("\n", 0, match.start()) + 1, match.start() - REACH)
        left = match["short"]
        for word in reversed(list(_WORD.finditer(text, line, match.start()))):
            if word[0] in _SMALL:
                continue
            if not word[0].startswith(left[-1]):
                break
            left = left[:-1]
            if not left:
                yield Span(word.start(), match.start()), match["short"]
                break
