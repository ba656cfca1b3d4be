"""Describe the database for `db/README.md`: `python -m quotes.store.describe > db/README.md`."""

import sys
from collections.abc import Iterator

from quotes.store.schema import TABLES, VIEWS, Column, Table, View

_HEAD = """\
# The database

This directory is where databases live. `quotes.db` is the one that every command reads and writes unless it is told
otherwise; it is made by `quotes index` and is not kept in git. `sample/` holds sample articles, all about invented
people and outlets.

It is one ordinary SQLite file. All offsets count code points of `articles.text`, from 0, and the end is the first
place behind. Content is always a slice of that text. Start with the view `quotes_flat`: one row for each quotation,
with all names spelled out.

This page is made from the code (`python -m quotes.store.describe > db/README.md`); a test keeps it current.
"""

# Each query: what it answers, and its SQL. A test runs them.
QUERIES: tuple[tuple[str, str], ...] = (
    (
        "What did one speaker say, the newest first?",
        """\
select published, outlet, quote, url
from quotes_flat
where speaker = 'Ana Ruiz'
order by sort_key desc;""",
    ),
    (
        "Whose words fill an outlet's columns in a year?",
        """\
select speaker, kind, quotations, words
from voice_share
where outlet = 'Harbor Courier' and year = 2026
order by words desc
limit 20;""",
    ),
    (
        "Who printed the same words in another way, or credits them to somebody else?",
        """\
select utterance_id, outlet, speaker, content
from variants
order by utterance_id, published;""",
    ),
    (
        "Which quotations hold a word, the best first? The index knows word stems: rent finds rents.",
        """\
select q.quote, q.speaker, q.outlet, q.published
from quotes_fts join quotes_flat q on q.id = quotes_fts.rowid
where quotes_fts match 'rent'
order by quotes_fts.rank
limit 20;""",
    ),
)

_NOTEBOOK = """\
## In a notebook

Open the file for reading only: then nothing that runs in the notebook can change it, and several can read at once.

```python
import sqlite3
import pandas as pd

connection = sqlite3.connect("file:db/quotes.db?mode=ro", uri=True)
quotes = pd.read_sql("select * from quotes_flat", connection)
quotes["published"] = pd.to_datetime(quotes["published"], format="ISO8601", utc=True)
quotes.groupby(["outlet", "speaker"])["words"].sum().nlargest(20)
```

A large file is better filtered in SQL:

```python
pd.read_sql("select * from quotes_flat where speaker = :speaker", connection, params={"speaker": "Ana Ruiz"})
```

A quotation as printed, with its marks, is `text[start:end]` in Python, and in SQL
`substr(articles.text, quotes.start + 1, quotes.end - quotes.start)`.
"""


def description() -> str:
    """Return the whole page, in Markdown."""
    return (
        "\n".join((_HEAD, *_queries(), _NOTEBOOK, "## Tables\n", *_tables(), "## Views\n", *_views())).rstrip() + "\n"
    )


def _queries() -> Iterator[str]:
    yield "## Examples\n"
    for question, sql in QUERIES:
        yield f"{question}\n\n```sql\n{sql}\n```\n"


def _tables() -> Iterator[str]:
    for table in TABLES:
        yield f"### {table.name}\n\n{table.description}\n"
        yield "| column | type | holds |\n|---|---|---|"
        yield "\n".join(_column(column) for column in table.columns) + "\n"
        yield from _notes(table)


def _column(column: Column) -> str:
    points = f" Points to `{column.references}`." if column.references else ""
    return f"| `{column.name}` | {_sql_type(column)} | {column.description}{points} |"


def _sql_type(column: Column) -> str:
    return {int: "integer", float: "real"}.get(column.type, "text")


def _notes(table: Table) -> Iterator[str]:
    for group in table.unique:
        yield f"No two rows agree in {' and '.join(f'`{name}`' for name in group)}.\n"
    if table.full_text:
        columns = ", ".join(f"`{name}`" for name in table.full_text.columns)
        yield f"Full-text index: `{table.name}_fts` over {columns}.\n"


def _views() -> Iterator[str]:
    for view in VIEWS:
        yield f"### {view.name}\n\n{view.description}\n"
        yield _view_columns(view)


def _view_columns(view: View) -> str:
    rows = "\n".join(f"| `{name}` | {text} |" for name, text in view.columns)
    return f"| column | holds |\n|---|---|\n{rows}\n"


if __name__ == "__main__":
    sys.stdout.write(description())
