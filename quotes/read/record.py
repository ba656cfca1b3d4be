"""Record: what an input states of one article, whatever its format calls the fields."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from textwrap import shorten

from quotes.errors import ReadError

# Our field, and the names under which other tools write it. The first of them that holds something counts.
# fundus: plaintext, authors, publishing_date. news-please: maintext, date_publish, source_domain.
# trafilatura: date, sitename, hostname, source (the URL), source-hostname (the site name).
KNOWN_NAMES: Mapping[str, tuple[str, ...]] = {
    "id": ("id",),
    "text": ("text", "body", "content", "maintext", "plaintext", "article_text"),
    "title": ("title", "headline"),
    "outlet": ("outlet", "publisher", "publication"),
    "site": ("sitename", "site_name", "source-hostname"),
    "host": ("hostname", "source_domain"),
    "url": ("url", "link"),
    "published": (
        "published",
        "published_at",
        "publishedat",
        "publishing_date",
        "date_publish",
        "publish_date",
        "date",
    ),
    "author": ("author", "authors", "byline"),
}
FIELDS = ("id", "text", "title", "outlet", "url", "published", "author")

# How exports spell that there is nothing. Python tools write the word None, others null, pandas NaN.
ABSENT = frozenset({"", "None", "null", "NaN", "nan"})

# How much of the names of columns a message shows: characters of each, and how many of them.
LONGEST_NAME = 40
MOST_NAMES = 20

MAP_NEXT_STEP = "Say which one holds the text of the article, for example with --map text=article_body."


@dataclass(frozen=True, slots=True)
class Record:
    """One article as its input states it: `text` exactly as given, the rest without surrounding white space.

    `row` counts the rows of a table from 1 and is None where a file is one article. `site` is the site's own
    name, `host` a host name where that is all there is.
    """

    text: str
    row: int | None = None
    id: str | None = None
    title: str | None = None
    outlet: str | None = None
    site: str | None = None
    host: str | None = None
    url: str | None = None
    published: str | None = None
    author: str | None = None


def record(values: Mapping[str, object], field_map: Mapping[str, str], row: int | None = None) -> Record:
    """Return the record that a row (column to value) states; `field_map` names the columns of our fields.

    Names of columns are compared without regard to case and surrounding space. Unknown columns are ignored.

    Raises:
        ReadError: No column holds the text, or what it holds is not text.
    """
    columns = {_name(column): value for column, value in values.items()}
    stated = {field: _first(columns, _names_of(field, field_map)) for field in KNOWN_NAMES if field != "text"}
    if stated["url"] is None and "url" not in field_map:
        stated["url"] = _web_address(_first(columns, ("source",)))
    return Record(text=_text(columns, field_map), row=row, **stated)


def check_columns(columns: Iterable[str], field_map: Mapping[str, str]) -> None:
    """Check that a table has a column for the text, and every column that `field_map` names.

    Raises:
        ReadError: It lacks one. The message names the columns found.
    """
    found = tuple(columns)
    names = {_name(column) for column in found}
    for column in field_map.values():
        if _name(column) not in names:
            problem = f"There is no column “{column}”; the columns are: {_listing(found)}."
            raise ReadError(problem, "Correct the name of the column after --map.")
    if not names.intersection(_names_of("text", field_map)):
        problem = f"No column is known to hold the text; the columns are: {_listing(found)}."
        raise ReadError(problem, MAP_NEXT_STEP)


def check_field_map(field_map: Mapping[str, str]) -> None:
    """Check that a map from our fields to columns names fields that we have.

    Raises:
        ReadError: It names another one.
    """
    unknown = sorted(set(field_map) - set(FIELDS))
    if unknown:
        raise ReadError(f"There is no field “{unknown[0]}” to map.", f"Map one of these: {', '.join(FIELDS)}.")


def _listing(columns: Iterable[str]) -> str:
    """Return names for a message; a table without a header has whole articles in their place, so they are cut."""
    names = [shorten(column, LONGEST_NAME, placeholder=" …") for column in columns]
    more = len(names) - MOST_NAMES
    return ", ".join(names[:MOST_NAMES]) + (f" and {more} more" if more > 0 else "") or "none at all"


def _name(column: str) -> str:
    return column.strip().casefold()


def _names_of(field: str, field_map: Mapping[str, str]) -> tuple[str, ...]:
    return (_name(field_map[field]),) if field in field_map else KNOWN_NAMES[field]


def _first(columns: Mapping[str, object], names: Iterable[str]) -> str | None:
    return next((value for name in names if (value := _stated(columns.get(name)))), None)


def _text(columns: Mapping[str, object], field_map: Mapping[str, str]) -> str:
    names = _names_of("text", field_map)
    for name in names:
        value = columns.get(name)
        if isinstance(value, str) and value.strip() not in ABSENT:
            return value
        if value is not None and not isinstance(value, str | float):
            raise ReadError(f"The field “{name}” does not hold text.", "Give the text of the article as one string.")
    if any(name in columns for name in names):
        raise ReadError("The article has no text.", "Fill in its text, or take it out of the input.")
    raise ReadError(f"No field is known to hold the text; the fields are: {_listing(columns)}.", MAP_NEXT_STEP)


def _stated(value: object) -> str | None:
    """Return a value of a field as one string, None if it states nothing."""
    match value:
        case str():
            # Half a character (a lone surrogate) cannot be stored; in a name, unlike in the text, a `?` does no harm.
            whole = value.encode("utf-8", "replace").decode()
            return None if value.strip() in ABSENT else " ".join(whole.split())
        case bool() | None:
            return None
        case float() if not math.isfinite(value):
            return None
        case float() if value.is_integer():  # pandas writes the id 12 as 12.0 where another row has none
            return str(int(value))
        case int() | float():
            return str(value)
        case dict():  # e.g. {"@type": "Person", "name": "Ana Ruiz"}
            return _stated(value.get("name"))
        case list():
            return "; ".join(part for item in value if (part := _stated(item))) or None
        case _:
            return None


def _web_address(value: str | None) -> str | None:
    return value if value and value.lower().startswith(("http://", "https://")) else None
