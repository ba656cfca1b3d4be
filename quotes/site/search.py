"""The search page: quotations that hold the words, ranked or newest first, with counts to narrow them down by."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from datasette.database import QueryInterrupted

from quotes.site.marks import HIT_CLOSES, HIT_OPENS
from quotes.site.rows import COLUMNS, JOINS, KINDS, Count, Link, Links, Listed, listed
from quotes.site.words import completions
from quotes.site.words import query as full_text_query

if TYPE_CHECKING:
    from datasette.database import Database
    from datasette.utils.asgi import MultiParams

PAGE = 20  # quotations on a page
LAST_PAGE = 50  # deeper pages cost more than they tell: by then, narrow down
# Ranking reads every hit: 588,000 hits took 0.95 s on a million quotations, the newest 20 of them 1 ms
# (November 2026). Above this number the newest come first.
RANKED_AT_MOST = 100_000
_DIGITS = 6  # a longer page number is a mistake or an attack
_FACET_VALUES = 10
_NO_SPEAKER = "none"
_SNIPPET_TOKENS = 48

# Each filter: the condition that a quotation q has to meet.
_CONDITIONS = {
    "speaker": "q.id in (select quote_id from quote_speakers where speaker_id = :speaker)",
    "outlet": "q.outlet_id = :outlet",
    "year": "q.year = :year",
    "kind": "coalesce(q.speaker_kind, 'none') = :kind",
}
# Each facet: its heading, and the value, the label and the further join for its counts.
_FACETS = {
    "speaker": (
        "Speaker",
        "s.id",
        "s.name",
        "join quote_speakers j on j.quote_id = q.id join speakers s on s.id = j.speaker_id",
    ),
    "outlet": ("Outlet", "o.id", "o.name", "join outlets o on o.id = q.outlet_id"),
    "year": ("Year", "q.year", "q.year", ""),
    "kind": ("Kind of speaker", "coalesce(q.speaker_kind, 'none')", "coalesce(q.speaker_kind, 'none')", ""),
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the reader asked for: words, an order, filters, and the page of results from 1."""

    q: str
    order: str
    filters: tuple[tuple[str, str], ...]
    page: int

    def query(self, *, without: str = "", **changed: object) -> dict[str, object]:
        """Return the parameters of this search, some of them changed or left out, on its first page."""
        kept = {name: value for name, value in self.filters if name != without}
        order = self.order if self.order != "best" else ""
        return {"q": self.q, "order": order, **kept, **changed}


@dataclass(frozen=True, slots=True)
class Facet:
    """Counts of one property of the quotations found."""

    heading: str
    values: tuple[Count, ...]


@dataclass(frozen=True, slots=True)
class Search:
    """All that the search page shows; `total` is None where counting took too long."""

    action: str
    q: str
    order: str
    keep: tuple[tuple[str, str], ...]
    chips: tuple[Link, ...]
    notice: str
    speakers: tuple[Mapping[str, Any], ...]
    total: int | None
    quotations: tuple[Listed, ...]
    facets: tuple[Facet, ...]
    previous: str
    next: str
    csv_href: str


def wanted(args: "MultiParams") -> Wanted:
    """Return what the parameters of the address ask for."""
    page = args.get("page") or "1"
    return Wanted(
        q=(args.get("q") or "").strip(),
        order="newest" if args.get("order") == "newest" else "best",
        filters=tuple((name, args[name]) for name in _CONDITIONS if args.get(name)),
        page=min(int(page), LAST_PAGE) if page.isdecimal() and len(page) < _DIGITS and int(page) > 0 else 1,
    )


async def search(database: "Database", links: Links, asked: Wanted) -> Search:
    """Return the page of results."""
    match, notice = await full_text(database, asked)
    total = await _total(database, asked, match)
    ranked = bool(match) and asked.order == "best" and total is not None and total <= RANKED_AT_MOST
    if match and asked.order == "best" and not ranked:
        notice = "So many quotations hold these words that the newest come first. More words narrow them down."
    rows = await _rows(database, asked, match, ranked=ranked)
    return Search(
        action=links.search().partition("?")[0],
        q=asked.q,
        order=asked.order,
        keep=(*asked.filters, *links.keep),
        chips=await _chips(database, links, asked),
        notice=notice,
        speakers=await _speakers(database, links, asked),
        total=0 if asked.q and not match else total,
        quotations=await listed(database, links, rows[:PAGE]),
        facets=await _facets(database, links, asked, match),
        previous=links.search(**asked.query(page=asked.page - 1)) if asked.page > 1 else "",
        next=links.search(**asked.query(page=asked.page + 1)) if len(rows) > PAGE and asked.page < LAST_PAGE else "",
        csv_href=links.csv(**asked.query()),
    )


async def full_text(database: "Database", asked: Wanted) -> tuple[str, str]:
    """Return the full-text query, and a notice where the last word had to be completed to find anything."""
    plain = full_text_query(asked.q)
    if not plain or await _any(database, plain):
        return plain, ""
    for completed in completions(asked.q):
        if await _any(database, completed):
            return completed, "No quotation holds just these words. These hold words that begin like the last one."
    return plain, ""


async def _any(database: "Database", match: str) -> bool:
    sql = "select 1 from quotes_fts where quotes_fts match ? limit 1"
    return (await database.execute(sql, [match])).first() is not None


def found_by(asked: Wanted, match: str, joins: str = "", condition: str = "") -> tuple[str, dict[str, str]]:
    """Return the `from` and `where` of the quotations found, and their parameters."""
    tables = "quotes_fts join quotes q on q.id = quotes_fts.rowid" if match else "quotes q"
    conditions = [*(["quotes_fts match :match"] if match else []), *(_CONDITIONS[name] for name, _ in asked.filters)]
    if asked.q and not match:
        conditions.append("0")  # characters were typed, but no word
    if condition:
        conditions.append(condition)
    where = f" where {' and '.join(conditions)}" if conditions else ""
    return f"from {tables} {joins}{where}", {"match": match, **dict(asked.filters)}


async def _total(database: "Database", asked: Wanted, match: str) -> int | None:
    source, parameters = found_by(asked, match)
    try:
        return int((await database.execute(f"select count(*) {source}", parameters)).single_value())
    except QueryInterrupted:
        return None


async def _rows(database: "Database", asked: Wanted, match: str, *, ranked: bool) -> list[Mapping[str, Any]]:
    """Return the rows of the page and one more, which tells that there is a next page."""
    source, parameters = found_by(asked, match, JOINS)
    cut = f"snippet(quotes_fts, 0, '{HIT_OPENS}', '{HIT_CLOSES}', '…', {_SNIPPET_TOKENS}) as snippet"
    columns = f"{COLUMNS}, {cut}" if match else COLUMNS
    order = "quotes_fts.rank" if ranked else "q.sort_key desc"
    sql = f"select {columns} {source} order by {order} limit {PAGE + 1} offset {PAGE * (asked.page - 1)}"
    return list((await database.execute(sql, parameters)).rows)


async def _facets(database: "Database", links: Links, asked: Wanted, match: str) -> tuple[Facet, ...]:
    """Return the counts that say more than one thing; those that take too long are left out."""
    facets = []
    for name in _FACETS:
        try:
            facet = await _facet(database, links, asked, match, name)
        except QueryInterrupted:
            continue
        if len(facet.values) > 1 or any(value.current for value in facet.values):
            facets.append(facet)
    return tuple(facets)


async def _facet(database: "Database", links: Links, asked: Wanted, match: str, name: str) -> Facet:
    heading, value, label, join = _FACETS[name]
    source, parameters = found_by(asked, match, join)
    order = "value desc" if name == "year" else "n desc, label"
    sql = (
        f"select {value} as value, {label} as label, count(*) as n {source} "
        f"group by value having value is not null order by {order} limit {_FACET_VALUES}"
    )
    rows = await database.execute(sql, parameters)
    return Facet(heading, tuple(_count(links, asked, name, row) for row in rows))


def _count(links: Links, asked: Wanted, name: str, row: Mapping[str, Any]) -> Count:
    current = (name, str(row["value"])) in asked.filters
    query = asked.query(without=name) if current else asked.query(**{name: row["value"]})
    return Count(_plain(name, str(row["label"])), row["n"], links.search(**query), current)


def _plain(name: str, value: str) -> str:
    if name != "kind":
        return value
    return "No speaker" if value == _NO_SPEAKER else KINDS.get(value, value)


async def _chips(database: "Database", links: Links, asked: Wanted) -> tuple[Link, ...]:
    return tuple(
        [
            Link(await _name(database, name, value), links.search(**asked.query(without=name)))
            for name, value in asked.filters
        ]
    )


async def _name(database: "Database", name: str, value: str) -> str:
    """Return what a filter is called for readers: the speaker's or the outlet's name, the year, the kind."""
    if name not in {"speaker", "outlet"}:
        return _plain(name, value)
    row = (await database.execute(f"select name from {name}s where id = ?", [value])).first()
    return str(row["name"]) if row else f"unknown {name} {value}"


async def _speakers(database: "Database", links: Links, asked: Wanted) -> tuple[Mapping[str, Any], ...]:
    """Return the speakers whose name holds the words: who types a name wants the person."""
    match = full_text_query(asked.q)
    if not match or asked.page > 1:
        return ()
    sql = (
        "select s.id, s.name, count(j.id) as n from speakers_fts join speakers s on s.id = speakers_fts.rowid "
        "join quote_speakers j on j.speaker_id = s.id where speakers_fts match ? group by s.id order by n desc limit 5"
    )
    try:
        rows = await database.execute(sql, [match])
    except QueryInterrupted:
        return ()
    return tuple({"name": row["name"], "href": links.speaker(row["id"]), "count": row["n"]} for row in rows)
