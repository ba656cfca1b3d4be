"""Every quotation in your news articles, with its speaker and its outlet, in one searchable SQLite file.

    read -> find -> parse -> attribute -> resolve -> store -> publish

Importing this package loads neither Stanza nor PyTorch; the first call of `extract` does.
"""

from importlib.metadata import version

from quotes.errors import QuotesError
from quotes.models import Article, AttributedQuotation, IndexedArticle, Span

__all__ = ["Article", "AttributedQuotation", "IndexedArticle", "QuotesError", "Span", "extract"]

__version__ = version("quote-index")


def extract(article: Article | str) -> tuple[AttributedQuotation, ...]:
    """Return the attributed quotations of an article or a plain text, in text order."""
    from quotes.parse import Parser
    from quotes.pipeline import Pipeline

    stated = Article(key="text", text=article) if isinstance(article, str) else article
    return Pipeline(Parser()).run([stated])[0].quotations
