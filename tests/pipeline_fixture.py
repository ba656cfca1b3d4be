"""The real pipeline for tests: Stanza is loaded once, and all gold articles go through it in one batch.

Parses are kept in pytest's cache folder under a name made of the parsing code and the models, so that a change of
a rule costs no parsing here either; `pytest --cache-clear` drops them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

import pytest
from gold_files import GOLD, GoldArticle, all_gold

from quotes.attribute import attribute
from quotes.find import find
from quotes.models import Article, AttributedQuotation, IndexedArticle, Parse, Span
from quotes.parse import Parser, package
from quotes.pipeline import Pipeline

PARSING = Path(__file__).resolve().parent.parent / "quotes" / "parse"


@dataclass(frozen=True, slots=True)
class Processed:
    """A gold article and what the pipeline makes of it."""

    gold: GoldArticle
    indexed: IndexedArticle

    @property
    def text(self) -> str:
        """Return the text of the article."""
        return self.gold.article.text

    @property
    def quotations(self) -> tuple[AttributedQuotation, ...]:
        """Return the quotations that the pipeline found."""
        return self.indexed.quotations


def name_of(path: Path) -> str:
    """Return the name of a gold file as tests show it: `synthetic/F1-content-source-verb`."""
    return path.relative_to(GOLD).with_suffix("").as_posix()


def text_article(text: str, author: str | None = None) -> Article:
    """Return an article that has a text and nothing else, but perhaps an author."""
    return Article(key=sha256(text.encode()).hexdigest()[:12], text=text, author=author)


def parse_all(parser: Parser, articles: list[Article]) -> dict[str, Parse]:
    """Return the parse of each article, by its text."""
    items = [(article, find(article.text)) for article in articles]
    first = parser.parse(items)
    found = [attribute(a.text, q, reading.parse) for (a, q), reading in zip(items, first, strict=True)]
    return {reading.text: reading.parse for reading in parser.parse_more(first, found)}


def moved(span: Span, by: int) -> Span:
    """Return the span `by` code points further on."""
    return Span(span.start + by, span.end + by)


@cache
def parsing_hash() -> str:
    """Return a hash of the code that makes parses of what Stanza says."""
    return sha256(b"".join(path.read_bytes() for path in sorted(PARSING.glob("*.py")))).hexdigest()[:16]


@pytest.fixture(scope="session", autouse=True)
def one_stanza() -> Iterator[None]:
    """Let all parsers of a session share one loaded Stanza: loading takes seconds, and nobody alters it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(package, "load", cache(package.load))
        patch.setattr(package, "load_shipped", cache(package.load_shipped))
        yield


@pytest.fixture(scope="session")
def parser(request: pytest.FixtureRequest) -> Parser:
    """Return a parser that keeps its parses in pytest's cache folder."""
    kept: pytest.Cache | None = getattr(request.config, "cache", None)
    if kept is None:  # e.g. -p no:cacheprovider
        return Parser()
    path = kept.mkdir("parses") / f"{parsing_hash()}.db"
    for old in path.parent.glob("*.db"):
        if old != path:
            old.unlink()
    return Parser(cache=path)


@pytest.fixture(scope="session")
def pipeline(parser: Parser) -> Pipeline:
    """Return the real pipeline."""
    return Pipeline(parser)


@pytest.fixture(scope="session")
def fresh() -> Pipeline:
    """Return a real pipeline that parses everything anew."""
    return Pipeline(Parser())


@pytest.fixture(scope="session")
def processed(pipeline: Pipeline) -> dict[Path, Processed]:
    """Return all gold articles as the pipeline sees them, run in one batch, by path."""
    every = all_gold()
    indexed = pipeline.run([gold.article for gold in every])
    return {gold.path: Processed(gold, one) for gold, one in zip(every, indexed, strict=True)}
