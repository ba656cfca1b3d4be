"""The quotations of a search as CSV: all of them, with all names spelled out, the newest first.

Datasette's own CSV cannot be filtered by a joint speaker and by a column at once (it confuses the two values),
and its order would not be that of the page.
"""

import csv
import io
from collections.abc import AsyncIterator, Sequence
from typing import TYPE_CHECKING

from quotes.site.search import Wanted, found_by, full_text

if TYPE_CHECKING:
    from datasette.database import Database

_ROWS_AT_A_TIME = 1000


async def lines(database: "Database", asked: Wanted) -> AsyncIterator[str]:
    """Generate the CSV, its heading first, some rows at a time."""
    match, _ = await full_text(database, asked)
    before: str | None = None
    while True:
        source, parameters = found_by(asked, match, condition="(:before is null or q.sort_key < :before)")
        sql = (
            f"select * from quotes_flat where id in (select q.id {source} order by q.sort_key desc "
            f"limit {_ROWS_AT_A_TIME}) order by sort_key desc"
        )
        results = await database.execute(sql, {**parameters, "before": before})
        rows = results.rows
        if before is None:
            yield _csv([results.columns])
        if not rows:
            return
        yield _csv(rows)
        before = rows[-1]["sort_key"]


def _csv(rows: Sequence[Sequence[object]]) -> str:
    written = io.StringIO()
    csv.writer(written).writerows(rows)
    return written.getvalue()
