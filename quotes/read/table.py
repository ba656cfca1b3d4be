"""Table: JSON, JSON lines and CSV, one article a row. The text of a row is taken exactly as given."""

import codecs
import csv
import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from io import BufferedReader, TextIOWrapper
from itertools import chain

from quotes.errors import ReadError
from quotes.models import Failure
from quotes.read.decode import encoding_of
from quotes.read.record import Record, check_columns, record

# The csv module refuses fields of more than 128 KiB unless told otherwise; this is the most it takes everywhere.
LARGEST_FIELD = 2**31 - 1
DELIMITERS = ",;\t|"

_REPAIR_LINE = "Correct or delete this line, and read the file again; the other lines have been read."
_REPAIR_ROW = "Correct this row, and read the file again; the other rows have been read."
_CHUNK = 1 << 20


def json_records(stream: BufferedReader, origin: str, field_map: Mapping[str, str]) -> Iterator[Record | Failure]:
    """Yield the record or failure of each row: of JSON with one object a line, or of one list or one object.

    Rows are numbered by line, or by place in the list, from 1. Lines are read one at a time.

    Raises:
        ReadError: It is neither.
    """
    # Only a line feed ends a line: U+2028 and the like are ordinary characters inside a string.
    encoding = "utf-16" if stream.peek().startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8-sig"
    lines = TextIOWrapper(stream, encoding, errors="surrogateescape", newline="\n")
    try:
        yield from _json_rows(lines, origin, field_map)
    finally:
        _let_go(lines)


def _json_rows(lines: Iterator[str], origin: str, field_map: Mapping[str, str]) -> Iterator[Record | Failure]:
    head = []
    for line in lines:
        head.append(line)
        if line.strip():
            break
    if head and isinstance(_loads(head[-1]), dict):
        yield from _line_rows(chain(head, lines), origin, field_map)
        return
    # Either one value over several lines, or the first line is broken.
    content = "".join(chain(head, lines))
    whole = _loads(content)
    if whole is not None:
        yield from _list_rows(whole if isinstance(whole, list) else [whole], origin, field_map)
        return
    parts = content.split("\n")
    if sum(bool(part.strip()) for part in parts) > 1 and not any(isinstance(_loads(part), dict) for part in parts):
        raise ReadError("This is not JSON, neither as a whole nor line by line.", "Export it again, and check it.")
    yield from _line_rows(parts, origin, field_map)


def _list_rows(values: list[object], origin: str, field_map: Mapping[str, str]) -> Iterator[Record | Failure]:
    for row, value in enumerate(values, start=1):
        yield _record_or_failure(value, origin, row, field_map)


def _line_rows(lines: Iterable[str], origin: str, field_map: Mapping[str, str]) -> Iterator[Record | Failure]:
    for row, line in enumerate(lines, start=1):
        if line.strip():
            yield _record_or_failure(_loads(line), origin, row, field_map)


def _loads(content: str) -> object:
    """Return the value of JSON, None where it is not JSON (or `null`, which is no article either)."""
    try:
        content.encode()
        return json.loads(content)
    except (ValueError, RecursionError):
        return None


def _record_or_failure(value: object, origin: str, row: int, field_map: Mapping[str, str]) -> Record | Failure:
    if not isinstance(value, dict):
        return Failure(f"{origin}:{row}", "This row is not a JSON object in UTF-8.", _REPAIR_LINE)
    try:
        return record(value, field_map, row)
    except ReadError as error:
        return Failure(f"{origin}:{row}", str(error), error.next_step)


def csv_records(stream: BufferedReader, origin: str, field_map: Mapping[str, str]) -> Iterator[Record | Failure]:
    """Yield the record or failure of each row of a table with a header. Rows are numbered from 1 after the header.

    The delimiter is the one of `, ; tab |` that the header holds most often.

    Raises:
        ReadError: The header has no column for the text, or the encoding cannot be told.
    """
    encoding = encoding_of(iter(lambda: stream.read(_CHUNK), b""))
    stream.seek(0)
    lines = TextIOWrapper(stream, encoding, newline="")
    try:
        yield from _csv_rows(lines, origin, field_map)
    finally:
        _let_go(lines)


def _let_go(lines: TextIOWrapper) -> None:
    """Leave the stream open for whoever opened it, if they have not closed it in the meantime."""
    with suppress(ValueError):
        lines.detach()


def _csv_rows(lines: TextIOWrapper, origin: str, field_map: Mapping[str, str]) -> Iterator[Record | Failure]:
    header_line = next(lines, "")
    delimiter = max(DELIMITERS, key=header_line.count)
    csv.field_size_limit(LARGEST_FIELD)
    reader = csv.reader(chain((header_line,), lines), delimiter=delimiter, strict=True)
    row = 0
    try:
        header = next(reader, [])
        check_columns(header, field_map)
        for row, values in enumerate(reader, start=1):
            if values:
                yield _csv_row(header, values, origin, row, field_map)
    except csv.Error as error:
        # What follows an unclosed mark cannot be told apart into rows any more.
        problem = f"The quotation marks around the fields do not match near line {reader.line_num} ({error})."
        yield Failure(f"{origin}:{row + 1}", problem, "Correct this row, and read the file again from here on.")


def _csv_row(
    header: list[str], values: list[str], origin: str, row: int, field_map: Mapping[str, str]
) -> Record | Failure:
    if len(values) > len(header):
        problem = f"This row has {len(values)} fields, and the header has {len(header)}."
        return Failure(f"{origin}:{row}", problem, _REPAIR_ROW)
    try:
        return record(dict(zip(header, values, strict=False)), field_map, row)
    except ReadError as error:
        return Failure(f"{origin}:{row}", str(error), error.next_step)
