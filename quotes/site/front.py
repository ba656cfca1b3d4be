"""The front page: a search box, what the index holds, and where to begin."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from datasette.database import QueryInterrupted

from quotes.site.rows import COLUMNS, JOINS, Count, Link, Links, Listed, listed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from datasette.database import Database

_SHOWN = 5
_LINES = 8
_FIGURES = (
    ("quotations", "quotes", "select count(*) as n from quotes"),
    ("without a speaker", "unattributed", "select count(*) as n from quotes where speaker_id is null"),
    ("speakers", "speakers", "select count(*) as n from speakers"),
    ("articles", "articles", "select count(*) as n from articles"),
    ("outlets", "outlets", "select count(*) as n from outlets"),
)
_MOST_QUOTED = (
    "select s.id, s.name, count(*) as n from quote_speakers j join speakers s on s.id = j.speaker_id "
    f"where s.kind in ('person', 'organisation') group by s.id order by n desc, s.name limit {_LINES}"
)
_OUTLETS = (
    "select o.id, o.name, count(*) as n from quotes q join outlets o on o.id = q.outlet_id "
    f"group by o.id order by n desc, o.name limit {_LINES}"
)
_NEWEST = (
    f"select {COLUMNS} from quotes q {JOINS} where q.speaker_id is not null order by q.sort_key desc limit {_SHOWN}"
)


@dataclass(frozen=True, slots=True)
class FrontPage:
    """What the front page shows of one database."""

    name: str
    action: str
    keep: tuple[tuple[str, str], ...]
    figures: tuple[Count, ...]
    speakers: tuple[Count, ...]
    outlets: tuple[Count, ...]
    questions: tuple[Link, ...]
    newest: tuple[Listed, ...]


async def front(database: "Database", links: Links, questions: "Mapping[str, str]") -> FrontPage:
    """Return the front page; `questions` are the titles of the canned queries by name."""
    speakers = await _rows(database, _MOST_QUOTED)
    outlets = await _rows(database, _OUTLETS)
    return FrontPage(
        name=database.name,
        action=links.search().partition("?")[0],
        keep=links.keep,
        figures=await _figures(database, links),
        speakers=tuple(Count(row["name"], row["n"], links.speaker(row["id"])) for row in speakers),
        outlets=tuple(Count(row["name"], row["n"], links.search(outlet=row["id"])) for row in outlets),
        questions=tuple(Link(title, links.table(name)) for name, title in questions.items()),
        newest=await listed(database, links, await _rows(database, _NEWEST)),
    )


async def _figures(database: "Database", links: Links) -> tuple[Count, ...]:
    counted = [(label, name, await _rows(database, sql)) for label, name, sql in _FIGURES]
    return tuple(Count(label, rows[0]["n"], _to(links, name)) for label, name, rows in counted if rows)


def _to(links: Links, name: str) -> str:
    return links.search() if name == "quotes" else links.table(name)


async def _rows(database: "Database", sql: str) -> "Sequence[Mapping[str, Any]]":
    """Return the rows, none if that takes longer than Datasette allows: the page is complete without."""
    try:
        return tuple((await database.execute(sql)).rows)
    except QueryInterrupted:
        return ()
