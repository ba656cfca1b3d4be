"""The order of the stages, and nothing else: read -> find -> parse -> attribute -> resolve -> store."""

from collections.abc import Sequence
from functools import cache
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import NamedTuple

from quotes.attribute import attribute
from quotes.find import find
from quotes.models import Article, Attribution, IndexedArticle, Parse, Piece, Quotation
from quotes.parse import Parser
from quotes.resolve import resolve

STAGES = (
    "find.py",
    "initials.py",
    "marks.py",
    "paragraphs.py",
    "spans.py",
    "attribute.py",
    "lexicon.py",
    "models.py",
    "data",
    "parse",
    "rules",
    "resolve",
)
"""What decides the result for a text, besides the models."""


class _Attributed(NamedTuple):
    """What `resolve` takes: `nested` are the attributions of quotations inside quotations, in no order."""

    article: Article
    parse: Parse
    attributions: tuple[Attribution, ...]
    nested: tuple[Attribution, ...]


class Pipeline:
    """Articles in, attributed quotations out. One pipeline holds one loaded Stanza."""

    def __init__(self, parser: Parser) -> None:
        self._parser = parser

    @property
    def models(self) -> str:
        """Return the fingerprint of the models."""
        return self._parser.models

    @property
    def version(self) -> str:
        """Return a hash that changes whenever the same text might be attributed otherwise."""
        return sha256(f"{self.models} {rules_hash()}".encode()).hexdigest()

    def run(self, articles: Sequence[Article]) -> tuple[IndexedArticle, ...]:
        """Return the articles with their attributed quotations, in the same order."""
        attributed = self._attributed([(article, find(article.text)) for article in articles])
        return tuple(IndexedArticle(one.article, resolve(*one)) for one in attributed)

    def _attributed(self, items: Sequence[tuple[Article, tuple[Quotation, ...]]]) -> list[_Attributed]:
        """Return the attributions of each article, and those inside what it quotes, which is parsed only for them."""
        first = self._parser.parse(items)
        found = [attribute(article.text, q, reading.parse) for (article, q), reading in zip(items, first, strict=True)]
        readings = self._parser.parse_more(first, found)
        parses = [reading.parse for reading in readings]
        # names that are read elsewhere tell who a source is, not which words are one
        found = [
            known if len(reading.full) == len(before.full) else attribute(article.text, q, reading.parse)
            for (article, q), before, reading, known in zip(items, first, readings, found, strict=True)
        ]
        holding = [
            (number, piece, nested)
            for number, attributions in enumerate(found)
            for outer in attributions
            for piece in outer.quotation.pieces
            if (nested := tuple(q for q in outer.quotation.nested if piece.content.covers(q.span)))
        ]
        nested_in: list[list[Attribution]] = [[] for _ in items]
        if holding:
            inside = self._attributed([(_said(items[n][0], piece), _moved(q, piece)) for n, piece, q in holding])
            for (number, piece, _), one in zip(holding, inside, strict=True):
                nested_in[number] += [a.moved(piece.content.start) for a in (*one.attributions, *one.nested)]
        return [
            _Attributed(article, parse, attributions, tuple(nested))
            for (article, _), parse, attributions, nested in zip(items, parses, found, nested_in, strict=True)
        ]


def _said(article: Article, piece: Piece) -> Article:
    return Article(article.key, piece.content.of(article.text))


def _moved(quotations: tuple[Quotation, ...], piece: Piece) -> tuple[Quotation, ...]:
    return tuple(quotation.moved(-piece.content.start) for quotation in quotations)


@cache
def rules_hash() -> str:
    """Return the hash of the code and word lists that decide a result."""
    digest = sha256()
    for name in STAGES:
        for part in _sources(files("quotes").joinpath(name)):
            digest.update(part)
    return digest.hexdigest()


def _sources(at: Traversable) -> list[bytes]:
    if at.is_file():
        return [at.name.encode(), at.read_bytes()] if at.name.endswith((".py", ".txt")) else []
    return [part for child in sorted(at.iterdir(), key=lambda c: c.name) for part in _sources(child)]
