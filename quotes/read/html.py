"""HTML: a web page as it was saved. The text, title and author are what trafilatura extracts."""

import codecs
import json
import logging
import re
from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias
from urllib.parse import urlsplit

import trafilatura

from quotes.errors import ReadError
from quotes.read.decode import decode, refuse_binary
from quotes.read.published import iso_8601
from quotes.read.record import Record, record

# What goes wrong with a page is told by a failure; without a handler it would be printed as well.
for _library in ("trafilatura", "htmldate"):
    logging.getLogger(_library).addHandler(logging.NullHandler())

# An lxml.html.HtmlElement, which has no types of its own.
Element: TypeAlias = Any

OPENING_MARKS = "“‘"
CLOSING_MARKS = "”’"
ALL_MARKS = "“”„‟«»‘’‚‹›\"'"

_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_CHARSET_WITHIN = 4096  # bytes; browsers look for it in the first 1024
_PULL_QUOTE = (
    '//*[contains(@class, "pullquote") or contains(@class, "pull-quote") or contains(@class, "pull_quote")'
    ' or contains(@class, "PullQuote")]'
)
_META = "//meta[@property = $name or @name = $name]/@content"
_NO_TEXT = "Open the page, and save it again once the article is shown; or save the article as plain text."


def html_record(data: bytes) -> Record:
    """Return the record of a page: its paragraphs parted by blank lines, without navigation, captions and the like.

    Quotation marks stay as printed. A `<q>` element, whose marks a browser adds, gets curly ones.

    Raises:
        ReadError: It is binary or undecodable, or no article was found in it.
    """
    page = trafilatura.load_html(_decode_page(data))
    if page is None:
        raise ReadError("This is not a web page.", "Save it as plain text (.txt) if it is one.")
    stated = _stated(page)
    _drop_pull_quotes(page)
    _mark_quotations(page)
    document = trafilatura.bare_extraction(
        page,
        include_comments=False,
        with_metadata=True,
        date_extraction_params={"original_date": True, "extensive_search": False},
    )
    if document is None or not (document.text or "").strip():
        raise ReadError("No article was found in this page.", _NO_TEXT)
    dates = (stated["published"], _meta(page, "article:published_time"), document.date)
    return record(
        {
            **stated,
            "text": _body(document.text, document.title),
            "title": document.title,
            "author": document.author,
            "published": next((value for value in dates if isinstance(value, str) and iso_8601(value)), None),
        },
        {"text": "text"},
    )


def _body(text: str, title: str | None) -> str:
    """Return paragraphs parted by blank lines, without the title above them and trafilatura's bullets."""
    paragraphs = [line.removeprefix("- ").strip() for line in text.split("\n") if line.strip()]
    return "\n\n".join(paragraphs[1:] if paragraphs[0] == title and len(paragraphs) > 1 else paragraphs)


def _decode_page(data: bytes) -> str:
    """Return the characters of a page: UTF-8 if it can be, else in the encoding that it declares."""
    refuse_binary(data)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        declared = _CHARSET.search(data[:_CHARSET_WITHIN])
        name = declared[1].decode() if declared else ""
    try:
        # Browsers read Latin-1 as Windows-1252, which has the curly marks.
        encoding = codecs.lookup(name).name
        return decode(data) if encoding in {"iso8859-1", "ascii", "utf-8"} else data.decode(encoding)
    except (LookupError, UnicodeDecodeError):
        return decode(data)


def _stated(page: Element) -> dict[str, object]:
    """Return what the page states of itself: date, address, the site's name; for the outlet nothing else will do.

    trafilatura's own site name may be part of the title, and its address may be that of the whole site.
    """
    linked = next(_linked_articles(page), {})
    address = _address(page)
    return {
        "sitename": _name_of(linked.get("publisher")) or _meta(page, "og:site_name"),
        "url": address if address and urlsplit(address).path.strip("/") else None,
        "hostname": urlsplit(address).hostname if address else None,
        "published": linked.get("datePublished"),
    }


def _name_of(publisher: object) -> str | None:
    first = publisher[0] if isinstance(publisher, list) and publisher else publisher
    name = first.get("name") if isinstance(first, dict) else None
    return name if isinstance(name, str) and name.strip() else None


def _address(page: Element) -> str | None:
    candidates = (*page.xpath('//link[@rel = "canonical"]/@href'), _meta(page, "og:url"))
    return next((str(url).strip() for url in candidates if url and str(url).strip().startswith("http")), None)


def _meta(page: Element, name: str) -> str | None:
    return next((str(content) for content in page.xpath(_META, name=name) if content.strip()), None)


def _linked_articles(page: Element) -> Iterator[Mapping[str, object]]:
    """Yield the articles that the page describes in JSON-LD (schema.org)."""
    for content in page.xpath('//script[@type = "application/ld+json"]/text()'):
        try:
            described = json.loads(content, strict=False)
        except (ValueError, RecursionError):
            continue
        nodes = described if isinstance(described, list) else [described]
        for node in nodes:
            graph = node.get("@graph", [node]) if isinstance(node, dict) else []
            yield from (item for item in graph if isinstance(item, dict) and _is_article(item))


def _is_article(node: Mapping[str, object]) -> bool:
    kinds = node.get("@type")
    return any(
        isinstance(kind, str) and kind.endswith(("Article", "BlogPosting"))
        for kind in (kinds if isinstance(kinds, list) else [kinds])
    )


def _drop_pull_quotes(page: Element) -> None:
    """Take out the quotations that are set large beside an article and stand in it anyway: else they count twice."""
    for element in page.xpath(_PULL_QUOTE):
        words = _words(element.text_content())
        if words and _words(page.text_content()).count(words) > 1 and element.getparent() is not None:
            element.drop_tree()


def _words(text: str) -> str:
    return " ".join("".join(" " if character in ALL_MARKS else character for character in text).split())


def _mark_quotations(page: Element) -> None:
    """Replace each `<q>` by its text in curly marks, double outside and single inside."""
    for element in list(page.iterdescendants("q")):
        depth = sum(1 for _ in element.iterancestors("q"))
        content = element.text_content().strip()
        if content and content[0] not in ALL_MARKS and not _is_marked_outside(element):
            _put_marks(element, OPENING_MARKS[depth % 2], CLOSING_MARKS[depth % 2])
    for element in list(page.iterdescendants("q")):
        element.drop_tag()


def _is_marked_outside(element: Element) -> bool:
    # e.g. <p>“<q>We won,</q>” said Ruiz.
    previous, parent = element.getprevious(), element.getparent()
    before = (parent.text if previous is None else previous.tail) or ""
    return before.rstrip().endswith((*OPENING_MARKS, '"', "«", "„"))


def _put_marks(element: Element, opening: str, closing: str) -> None:
    element.text = opening + (element.text or "").lstrip()
    if len(element):
        element[-1].tail = (element[-1].tail or "").rstrip() + closing
    else:
        element.text = element.text.rstrip() + closing
