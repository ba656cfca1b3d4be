"""Quotations as the pages list them, and the addresses of all pages."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit

from markupsafe import Markup

from quotes.models import Reason, SpeakerKind
from quotes.site.marks import snippet

if TYPE_CHECKING:
    from datasette.app import Datasette
    from datasette.database import Database

# Why a quotation has no speaker, for readers who have not read our documentation.
REASONS: Mapping[str, str] = {
    Reason.NO_CUE: "nothing around it says who speaks",
    Reason.NO_SOURCE: "it was said, but the article does not say by whom",
    Reason.AMBIGUOUS: "two or more speakers fit equally well",
    Reason.UNRESOLVED: "the article does not make clear who is meant",
    Reason.NOT_SPEECH: "a title, a term or scare quotes, not speech",
    Reason.INSCRIPTION: "written on a sign or a banner",
}
KINDS: Mapping[str, str] = {
    SpeakerKind.PERSON: "Person",
    SpeakerKind.ORGANISATION: "Organisation",
    SpeakerKind.GROUP: "Group",
    SpeakerKind.DOCUMENT: "Document",
    SpeakerKind.ANONYMOUS: "Anonymous source",
}
COLUMNS = "q.id, q.content, q.reason, q.source, q.published, q.article_id, a.title, q.outlet_id, o.name as outlet"
JOINS = "join articles a on a.id = q.article_id left join outlets o on o.id = q.outlet_id"
_WORDS_IN_A_LIST = 70  # a longer quotation is cut in lists; its own page has all of it
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


@dataclass(frozen=True, slots=True)
class Link:
    """A name and where it leads."""

    name: str
    href: str


@dataclass(frozen=True, slots=True)
class SpeakerLink:
    """A speaker and their page."""

    name: str
    kind: str
    href: str


@dataclass(frozen=True, slots=True)
class Count:
    """A line of a list of counts; `current` where it is the filter in use."""

    label: str
    count: int
    href: str = ""
    current: bool = False


@dataclass(frozen=True, slots=True)
class Listed:
    """A quotation in a list; `why` says why it has no speaker, where it has none."""

    href: str
    text: Markup | str
    speakers: tuple[SpeakerLink, ...]
    why: str
    outlet: Link | None
    published: str | None
    title: str | None
    article_href: str


class Links:
    """The addresses of our pages for one database, below Datasette's `base_url`."""

    def __init__(self, datasette: "Datasette", database: str) -> None:
        self._urls = datasette.urls
        self._database = database
        served = [name for name in datasette.databases if not name.startswith("_")]
        self.keep: tuple[tuple[str, str], ...] = (("db", database),) if len(served) > 1 else ()

    def search(self, **query: object) -> str:
        """Return the address of the search page with these filters; empty ones are left out."""
        return self._page("/-/quotes", query)

    def csv(self, **query: object) -> str:
        """Return the address of the CSV of a search."""
        return self._page("/-/quotes.csv", query)

    def speaker(self, number: int) -> str:
        """Return the address of a speaker's page."""
        return self._page(f"/-/speaker/{number}", {})

    def quotation(self, number: int) -> str:
        """Return the address of a quotation's page."""
        return str(self._urls.row(self._database, "quotes", str(number)))

    def article(self, number: int) -> str:
        """Return the address of an article's page."""
        return str(self._urls.row(self._database, "articles", str(number)))

    def table(self, name: str, format_: str = "", **query: object) -> str:
        """Return the address of a table, a view or a canned query, as a page or as csv or json."""
        address = str(self._urls.table(self._database, name, format=format_ or None))
        return f"{address}?{urlencode(query)}" if query else address

    def through(self, speaker_id: int) -> str:
        """Return Datasette's filter of the table of quotations by a speaker, joint speakers included."""
        return json.dumps({"table": "quote_speakers", "column": "speaker_id", "value": speaker_id})

    def _page(self, path: str, query: Mapping[str, object]) -> str:
        pairs = [*((name, value) for name, value in query.items() if value not in (None, "")), *self.keep]
        address = str(self._urls.path(path))
        return f"{address}?{urlencode(pairs)}" if pairs else address


def day(published: str | None) -> str | None:
    """Return a date for readers, the text itself where it is no ISO date.

    >>> day("2026-03-02T08:00:00Z")
    '2 March 2026'
    """
    if not published:
        return None
    try:
        read = date.fromisoformat(published[:10])
    except ValueError:
        return published
    return f"{read.day} {_MONTHS[read.month - 1]} {read.year}"


def web_address(url: str | None) -> Link | None:
    """Return a link to the original, None unless it is an address on the web: articles are not to be trusted.

    >>> web_address("javascript:alert(1)")
    >>> web_address("https://www.courier.example/a").name
    'courier.example'
    """
    try:
        parts = urlsplit(url or "")
        host = parts.hostname
    except ValueError:
        return None
    if url is None or parts.scheme.lower() not in {"http", "https"} or not host:
        return None
    return Link(host.removeprefix("www."), url)


def shortened(text: str) -> str:
    """Return the first words of a long text, with an ellipsis where it was cut."""
    words = text.split(" ")
    return text if len(words) <= _WORDS_IN_A_LIST else " ".join(words[:_WORDS_IN_A_LIST]) + " …"


def why(reason: str | None, source: str | None) -> str:
    """Return why a quotation has no speaker, in plain words."""
    plain = REASONS.get(reason or "", "not known")
    return f"“{source}”: {plain}" if source and reason == Reason.UNRESOLVED else plain


def outlet_link(links: Links, row: Mapping[str, Any]) -> Link | None:
    """Return the link to what an outlet printed, None where the outlet is not known."""
    return Link(row["outlet"], links.search(outlet=row["outlet_id"])) if row["outlet"] else None


async def speakers_of(database: "Database", links: Links, ids: Sequence[int]) -> Mapping[int, tuple[SpeakerLink, ...]]:
    """Return the speakers of each of these quotations, joint speakers in their order."""
    marks = ",".join("?" * len(ids))
    sql = (
        "select j.quote_id, s.id, s.name, s.kind from quote_speakers j join speakers s on s.id = j.speaker_id "
        f"where j.quote_id in ({marks}) order by j.quote_id, j.place"
    )
    found: defaultdict[int, tuple[SpeakerLink, ...]] = defaultdict(tuple)
    for row in await database.execute(sql, list(ids)):
        found[row["quote_id"]] += (SpeakerLink(row["name"], row["kind"], links.speaker(row["id"])),)
    return found


async def listed(database: "Database", links: Links, rows: Iterable[Mapping[str, Any]]) -> tuple[Listed, ...]:
    """Return rows of `COLUMNS`, with a `snippet` or without, as quotations in a list."""
    kept = tuple(rows)
    speakers = await speakers_of(database, links, [row["id"] for row in kept])
    return tuple(_listed(links, row, speakers[row["id"]]) for row in kept)


def _listed(links: Links, row: Mapping[str, Any], speakers: tuple[SpeakerLink, ...]) -> Listed:
    hit = row["snippet"] if "snippet" in row.keys() else None  # noqa: SIM118 -- sqlite3.Row tells only by its keys
    return Listed(
        href=links.quotation(row["id"]),
        text=snippet(hit) if hit else shortened(row["content"]),
        speakers=speakers,
        why=why(row["reason"], row["source"]),
        outlet=outlet_link(links, row),
        published=day(row["published"]),
        title=row["title"],
        article_href=links.article(row["article_id"]),
    )
