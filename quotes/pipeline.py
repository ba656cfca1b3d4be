"""The order of the stages, and nothing else: read -> find -> parse -> attribute -> resolve -> store."""

from collections.abc import Sequence
from functools import cache
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable

from quotes.attribute import attribute
from quotes.find import find
from quotes.models import Article, IndexedArticle
from quotes.parse import Parser
from quotes.resolve import resolve

STAGES = ("find.py", "marks.py", "attribute.py", "lexicon.py", "models.py", "data", "parse", "rules", "resolve")
"""What decides the result for a text, besides the models."""


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
        found = [find(article.text) for article in articles]
        parses = self._parser.parse(list(zip(articles, found, strict=True)))
        return tuple(
            IndexedArticle(article, resolve(article, parse, attribute(article.text, quotations, parse)))
            for article, quotations, parse in zip(articles, found, parses, strict=True)
        )


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
