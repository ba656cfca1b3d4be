"""The page of a speaker: what they said, where, when, and how it was reported."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from quotes.site.rows import COLUMNS, JOINS, KINDS, Count, Links, Listed, day, listed

if TYPE_CHECKING:
    from datasette.database import Database

_SHOWN = 25
_LINES = 10
_THEIRS = "from quote_speakers j join quotes q on q.id = j.quote_id"


@dataclass(frozen=True, slots=True)
class SpeakerPage:
    """All that the page of a speaker shows; `first` and `last` are dates for readers."""

    name: str
    kind_label: str
    roles: tuple[str, ...]
    aliases: tuple[str, ...]
    quotations: int
    articles: int
    words: int
    first: str | None
    last: str | None
    outlets: tuple[Count, ...]
    years: tuple[Count, ...]
    verbs: tuple[Count, ...]
    newest: tuple[Listed, ...]
    search_href: str
    keep: tuple[tuple[str, str], ...]
    all_href: str
    table_href: str
    csv_href: str
    json_href: str


async def speaker(database: "Database", links: Links, number: str) -> SpeakerPage | None:
    """Return the page of the speaker of this number, None if there is none."""
    row = (await database.execute("select id, name, kind from speakers where id = ?", [number])).first()
    if row is None:
        return None
    speaker_id = row["id"]
    sums = await _sums(database, speaker_id)
    theirs = links.through(speaker_id)
    return SpeakerPage(
        name=row["name"],
        kind_label=KINDS.get(row["kind"], row["kind"]),
        roles=await _named(database, "role", "speaker_roles", speaker_id, ""),
        aliases=await _named(database, "alias", "speaker_aliases", speaker_id, row["name"]),
        quotations=sums.quotations,
        articles=sums.articles,
        words=sums.words,
        first=day(sums.first),
        last=day(sums.last),
        outlets=await _counts(database, links, speaker_id, "outlet"),
        years=await _counts(database, links, speaker_id, "year"),
        verbs=await _counts(database, links, speaker_id, "verb"),
        newest=await _newest(database, links, speaker_id),
        search_href=links.search().partition("?")[0],
        keep=(("speaker", str(speaker_id)), *links.keep),
        all_href=links.search(speaker=speaker_id, order="newest"),
        table_href=links.table("quotes", _through=theirs),
        csv_href=links.csv(speaker=speaker_id),
        json_href=links.table("quotes", "json", _through=theirs, _labels="on", _shape="array"),
    )


@dataclass(frozen=True, slots=True)
class _Sums:
    quotations: int
    articles: int
    words: int
    first: str | None
    last: str | None


async def _sums(database: "Database", speaker_id: int) -> _Sums:
    sql = (
        "select count(*), count(distinct q.article_id), coalesce(sum(q.words), 0), min(q.published), max(q.published) "
        f"{_THEIRS} where j.speaker_id = ?"
    )
    return _Sums(*tuple((await database.execute(sql, [speaker_id])).first()))


async def _named(database: "Database", column: str, table: str, speaker_id: int, but: str) -> tuple[str, ...]:
    """Return the names or roles that articles give the speaker, the most frequent first."""
    sql = (
        f"select {column} from {table} where speaker_id = ? and {column} <> ? "
        f"group by {column} order by count(*) desc, {column} limit {_LINES}"
    )
    return tuple(row[0] for row in await database.execute(sql, [speaker_id, but]))


# Each list of counts: the value, the label and the further join.
_LISTS = {
    "outlet": ("o.id", "o.name", "join outlets o on o.id = q.outlet_id"),
    "year": ("q.year", "q.year", ""),
    "verb": ("q.verb", "q.verb", ""),
}


async def _counts(database: "Database", links: Links, speaker_id: int, name: str) -> tuple[Count, ...]:
    value, label, join = _LISTS[name]
    order = "value desc" if name == "year" else "n desc, label"
    sql = (
        f"select {value} as value, {label} as label, count(*) as n {_THEIRS} {join} "
        f"where j.speaker_id = ? and {value} is not null group by value order by {order} limit {_LINES}"
    )
    rows = await database.execute(sql, [speaker_id])
    return tuple(
        Count(str(row["label"]), row["n"], links.search(speaker=speaker_id, **{name: row["value"]})) for row in rows
    )


async def _newest(database: "Database", links: Links, speaker_id: int) -> tuple[Listed, ...]:
    sql = f"select {COLUMNS} {_THEIRS} {JOINS} where j.speaker_id = ? order by q.sort_key desc limit {_SHOWN}"
    return await listed(database, links, await database.execute(sql, [speaker_id]))
