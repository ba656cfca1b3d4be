"""Articles: from paths to articles and failures, one after the other."""

import io
import sys
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType
from typing import BinaryIO, TextIO, cast

from quotes.errors import ReadError
from quotes.models import Article, Failure
from quotes.read.decode import refuse_binary
from quotes.read.files import STANDARD_INPUT, Format, files_of, format_of, name_of
from quotes.read.language import is_english
from quotes.read.outlet import outlet_of
from quotes.read.published import iso_8601
from quotes.read.record import Record, check_field_map
from quotes.read.table import csv_records, json_records
from quotes.read.text import text_record

NO_MAP: Mapping[str, str] = MappingProxyType({})
NOTHING_NEXT_STEP = "Save the article in it, or take it out of the input."

KNOWN_DIGITS = 16
"""Digits of a text's hash that are remembered to tell a repeated article from another of the same name."""


def read(
    paths: Iterable[str | Path],
    *,
    outlet: str | None = None,
    field_map: Mapping[str, str] = NO_MAP,
    stdin: TextIO | BinaryIO | None = None,
) -> Iterator[Article | Failure]:
    """Yield the articles that the paths hold, and a failure for each that cannot be read, as they are reached.

    The order is that of the paths; the files of a folder are sorted. `-` reads `stdin`, by default the process's
    standard input. `outlet` is the outlet of articles that state none and have no address. `field_map` names the
    columns of JSON and CSV that hold our fields, for example `{"text": "body"}`.

    Raises:
        ReadError: `field_map` names a field that we do not have. Nothing else stops the reading.
    """
    check_field_map(field_map)
    return _read(paths, outlet, field_map, stdin)


def _read(
    paths: Iterable[str | Path], outlet: str | None, field_map: Mapping[str, str], stdin: TextIO | BinaryIO | None
) -> Iterator[Article | Failure]:
    stated: dict[str, str] = {}
    for path in files_of(paths):
        if isinstance(path, Failure):
            yield path
            continue
        for item in _records(path, field_map, stdin):
            result = item if isinstance(item, Failure) else _article(item, path, outlet)
            yield result if isinstance(result, Failure) else _unless_repeated(result, stated)


def _records(path: Path, field_map: Mapping[str, str], stdin: TextIO | BinaryIO | None) -> Iterator[Record | Failure]:
    """Yield the records of one file; whatever goes wrong with the file as a whole is its last failure."""
    origin = _origin(path)
    try:
        if path.as_posix() == STANDARD_INPUT:
            yield from _stream_records(_buffered(stdin or sys.stdin), path, field_map)
        else:
            with path.open("rb") as stream:
                yield from _stream_records(stream, path, field_map)
    except ReadError as error:
        yield Failure(origin, str(error), error.next_step)
    except UnicodeDecodeError as error:
        yield Failure(origin, f"The file is not {error.encoding} text throughout.", "Save it again as UTF-8.")
    except FileNotFoundError:
        yield Failure(origin, "There is no such file or folder.", "Check the spelling of the path.")
    except PermissionError:
        yield Failure(origin, "The file cannot be opened: permission denied.", "Allow this account to read the file.")
    except OSError as error:
        problem = f"The file cannot be read: {error.strerror or error}."
        yield Failure(origin, problem, "Copy the file to a place from which it can be read.")


def _stream_records(stream: io.BufferedReader, path: Path, field_map: Mapping[str, str]) -> Iterator[Record | Failure]:
    head = stream.peek()
    if not head:
        raise ReadError("The file is empty.", NOTHING_NEXT_STEP)
    refuse_binary(head)
    records = _records_as(format_of(path, head), stream, _origin(path), field_map)
    first = next(records, None)
    if first is None:  # e.g. a table of which only the header was exported
        raise ReadError("The file holds no articles.", NOTHING_NEXT_STEP)
    yield first
    yield from records


def _records_as(
    form: Format, stream: io.BufferedReader, origin: str, field_map: Mapping[str, str]
) -> Iterator[Record | Failure]:
    match form:
        case Format.JSON:
            yield from json_records(stream, origin, field_map)
        case Format.CSV:
            yield from csv_records(stream, origin, field_map)
        case Format.HTML:
            from quotes.read.html import html_record  # here because trafilatura takes a quarter of a second to load

            yield html_record(stream.read())
        case Format.TEXT:
            yield text_record(stream.read())


def _buffered(stream: TextIO | BinaryIO) -> io.BufferedReader:
    binary = getattr(stream, "buffer", stream)
    if isinstance(binary, io.BufferedReader):
        return binary
    content = stream.read()
    data = content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content
    return io.BufferedReader(cast("io.RawIOBase", io.BytesIO(data)))


def _article(stated: Record, path: Path, outlet: str | None) -> Article | Failure:
    origin = _origin(path) if stated.row is None else f"{_origin(path)}:{stated.row}"
    try:
        encoded = stated.text.encode()
    except UnicodeEncodeError as error:
        problem = f"The text holds half of a character (a lone surrogate) at offset {error.start}."
        return Failure(origin, problem, "Take that character out of the text, or write the whole one.")
    if not is_english(stated.text):
        problem = "The text is not in English, as far as its most frequent words show."
        return Failure(origin, problem, "Take it out of the input; only English articles can be indexed.")
    return Article(
        key=stated.id or stated.url or _key(path, stated.row, encoded),
        text=stated.text,
        title=stated.title,
        outlet=outlet_of(stated=stated.outlet, site=stated.site, url=stated.url, host=stated.host, fallback=outlet),
        url=stated.url,
        published=iso_8601(stated.published),
        author=stated.author,
        origin=origin,
    )


def _origin(path: Path) -> str:
    return "standard input" if path.as_posix() == STANDARD_INPUT else name_of(path)


def _key(path: Path, row: int | None, encoded: bytes) -> str:
    # Standard input has no name of its own: two articles piped in one after the other are two articles.
    if path.as_posix() == STANDARD_INPUT:
        return f"stdin#{sha256(encoded).hexdigest()[:16]}"
    return name_of(path) if row is None else f"{name_of(path)}#{row}"


def _unless_repeated(article: Article, stated: dict[str, str]) -> Article | Failure:
    """Return the article, or a failure where an earlier one has the same key and another text.

    Stored, the later one would silently replace the earlier. `stated` maps keys to hashes of texts so far.
    """
    known = article.text_hash[:KNOWN_DIGITS]
    if stated.setdefault(article.key, known) == known:
        return article
    problem = f"An earlier article has the same id or address ({article.key}) and another text."
    return Failure(article.origin, problem, "Give each article an id of its own, or leave one of them out.")
