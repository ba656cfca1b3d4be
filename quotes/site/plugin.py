"""The Datasette plugin: pages for readers round the tables. Without our tables it does nothing.

Hooks take only arguments that Datasette 0.65 and 1.0 both give. Pages of rows keep Datasette's addresses and
its json and csv; only their HTML is ours. A template of the same name in `--template-dir` wins over ours.
"""

import re
from collections.abc import Awaitable, Callable, Mapping
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from datasette import Forbidden, NotFound, Response, hookimpl
from datasette.utils.asgi import AsgiStream
from jinja2 import BaseLoader, Environment, FileSystemLoader, TemplateNotFound
from markupsafe import Markup

from quotes.site.access import chosen, is_ours, may_read, readable
from quotes.site.article import article
from quotes.site.export import lines
from quotes.site.front import FrontPage, front
from quotes.site.marks import HIT_OPENS, snippet
from quotes.site.quotation import quotation
from quotes.site.rows import Links
from quotes.site.search import search, wanted
from quotes.site.speaker import speaker

if TYPE_CHECKING:
    from datasette.app import Datasette
    from datasette.database import Database
    from datasette.utils.asgi import AsgiWriter, Request

    Source = tuple[str, str | None, Callable[[], bool] | None]
    PageOfRow = Callable[[Database, Links, str], Awaitable[object]]

_HERE = files("quotes.site")
_CSS_LIFETIME = 86400  # seconds; its address changes when it does
# The tables whose row pages are ours: the template's name for what it shows, and what fetches that.
_ROWS: Mapping[str, tuple[str, "PageOfRow"]] = {
    "quotes": ("quotation", quotation),
    "articles": ("article", article),
    "speakers": ("speaker", speaker),
}
_ROW_TEMPLATES = {
    "quotes": "quotes_quotation.html",
    "articles": "quotes_article.html",
    "speakers": "quotes_speaker_row.html",
}
_ROW_TEMPLATE = re.compile(rf"row-.+-({'|'.join(_ROW_TEMPLATES)})\.html")


class Templates(BaseLoader):
    """The user's and Datasette's templates, and ours where they have none or only Datasette's own front page."""

    def __init__(self, theirs: BaseLoader) -> None:
        self._theirs = theirs
        self._ours = FileSystemLoader(str(_HERE / "templates"))

    def get_source(self, environment: Environment, template: str) -> "Source":
        """Return the source of a template, the file it is from, and what tells whether that is still the same."""
        try:
            found = self._theirs.get_source(environment, template)
        except TemplateNotFound:
            row = _ROW_TEMPLATE.fullmatch(template)
            return self._ours.get_source(environment, _ROW_TEMPLATES[row[1]] if row else template)
        if template == "index.html" and found[1] == self._theirs.get_source(environment, "default:index.html")[1]:
            return self._ours.get_source(environment, "quotes_front.html")
        return found

    def list_templates(self) -> list[str]:
        """Return the names of all templates."""
        return sorted({*self._theirs.list_templates(), *self._ours.list_templates()})


@hookimpl  # type: ignore[untyped-decorator]
def prepare_jinja2_environment(env: Environment) -> None:
    """Let Datasette find our templates."""
    if env.loader is not None:
        env.loader = Templates(env.loader)


@hookimpl  # type: ignore[untyped-decorator]
def extra_template_vars(
    database: str | None, table: str | None, view_name: str, request: "Request", datasette: "Datasette"
) -> Callable[[], Awaitable[dict[str, Any]]]:
    """Return what our templates of the front page and of rows show."""

    async def variables() -> dict[str, Any]:
        if request is None:
            return {}
        if view_name == "index":
            return {"front": await _front_pages(datasette, request), "quotes_css": _css_address(datasette)}
        if view_name == "row" and database is not None and table is not None and table in _ROWS:
            return await _row_page(datasette, request, database, table)
        return {}

    return variables


async def _front_pages(datasette: "Datasette", request: "Request") -> tuple[FrontPage, ...]:
    return tuple(
        [
            await front(database, Links(datasette, database.name), await _questions(datasette, request, database.name))
            for database in await readable(datasette, request)
        ]
    )


async def _questions(datasette: "Datasette", request: "Request", database: str) -> dict[str, str]:
    """Return the titles of the canned queries by name."""
    if hasattr(datasette, "list_queries"):
        listed = await datasette.list_queries(database, actor=request.actor)
        return {query.name: query.title or query.name for query in listed.queries}
    canned = await datasette.get_canned_queries(database, request.actor)
    return {name: query.get("title") or name for name, query in canned.items()}


async def _row_page(datasette: "Datasette", request: "Request", database: str, table: str) -> dict[str, Any]:
    name, fetch = _ROWS[table]
    served = datasette.databases[database]
    if not await is_ours(served) or not await may_read(datasette, request.actor, database):
        return {}
    page = await fetch(served, Links(datasette, database), request.url_vars["pks"])
    return {name: page, "quotes_css": _css_address(datasette)}


@hookimpl  # type: ignore[untyped-decorator]
def register_routes() -> list[tuple[str, Callable[..., Awaitable[Response | AsgiStream]]]]:
    """Return the addresses of our own pages."""
    return [
        (r"^/-/quotes$", search_page),
        (r"^/-/quotes\.csv$", search_csv),
        (r"^/-/quotes/quotes\.css$", css),
        (r"^/-/speaker/(?P<number>\d+)$", speaker_page),
    ]


async def search_page(datasette: "Datasette", request: "Request") -> Response:
    """Return the page of results."""
    database = await chosen(datasette, request)
    page = await search(database, Links(datasette, database.name), wanted(request.args))
    shown = {"page": page, "csv_allowed": datasette.setting("allow_csv_stream")}
    return await _page(datasette, request, database, "quotes_search.html", shown)


async def search_csv(datasette: "Datasette", request: "Request") -> AsgiStream:
    """Return all quotations of a search as CSV.

    Raises:
        Forbidden: this Datasette gives no whole tables as CSV.
    """
    if not datasette.setting("allow_csv_stream"):
        raise Forbidden("CSV of whole tables is switched off")
    database = await chosen(datasette, request)

    async def write(to: "AsgiWriter") -> None:
        async for chunk in lines(database, wanted(request.args)):
            await to.write(chunk)

    headers = {"Content-Disposition": 'attachment; filename="quotations.csv"'}
    return AsgiStream(write, headers=headers, content_type="text/csv; charset=utf-8")


async def speaker_page(datasette: "Datasette", request: "Request") -> Response:
    """Return the page of a speaker.

    Raises:
        NotFound: there is no such speaker.
    """
    database = await chosen(datasette, request)
    page = await speaker(database, Links(datasette, database.name), request.url_vars["number"])
    if page is None:
        raise NotFound("No speaker has this number")
    return await _page(datasette, request, database, "quotes_speaker.html", {"speaker": page})


async def _page(
    datasette: "Datasette", request: "Request", database: "Database", template: str, shown: dict[str, object]
) -> Response:
    context = {**shown, "database": database.name, "quotes_css": _css_address(datasette)}
    return Response.html(await datasette.render_template(template, context, request=request))


async def css() -> Response:
    """Return our style sheet."""
    headers = {"Cache-Control": f"public, max-age={_CSS_LIFETIME}"}
    return Response(_css(), content_type="text/css; charset=utf-8", headers=headers)


@cache
def _css() -> str:
    return (_HERE / "static" / "quotes.css").read_text(encoding="utf-8")


def _css_address(datasette: "Datasette") -> str:
    return f"{datasette.urls.path('/-/quotes/quotes.css')}?{sha256(_css().encode()).hexdigest()[:8]}"


@hookimpl  # type: ignore[untyped-decorator]
def menu_links(datasette: "Datasette", request: "Request") -> Callable[[], Awaitable[list[dict[str, str]]]]:
    """Return the line of Datasette's menu that leads to the search page."""

    async def links() -> list[dict[str, str]]:
        ours = await readable(datasette, request) if request else ()
        found = [Links(datasette, database.name).search() for database in ours[:1]]
        return [{"href": href, "label": "Search quotations"} for href in found]

    return links


# Columns of views and canned queries that hold the number of a row: the page each leads to.
_NUMBERS: Mapping[str, Callable[[Links, int], str]] = {
    "quotation": Links.quotation,
    "quote_id": Links.quotation,
    "speaker_id": Links.speaker,
    "article_id": Links.article,
}
_VIEWS_OF_QUOTATIONS = ("quotes_flat", "unattributed")
_LINKED_VIEWS = (*_VIEWS_OF_QUOTATIONS, "variants", "voice_share")


@hookimpl  # type: ignore[untyped-decorator]
def render_cell(
    value: object, column: str, table: str | None, database: str, datasette: "Datasette"
) -> Callable[[], Awaitable[Markup | None]] | None:
    """Return a cell of a view or a query as a link or with its hits marked; None leaves it to Datasette."""
    if table is not None and table not in _LINKED_VIEWS:
        return None
    html = _cell(value, column, table, Links(datasette, database))
    if html is None:
        return None

    async def ours() -> Markup | None:
        return html if await is_ours(datasette.databases[database]) else None

    return ours


def _cell(value: object, column: str, table: str | None, links: Links) -> Markup | None:
    if isinstance(value, int):
        to = Links.quotation if column == "id" and table in _VIEWS_OF_QUOTATIONS else _NUMBERS.get(column)
        return to and Markup('<a href="{}">{}</a>').format(to(links, value), value)
    if table is None and column == "snippet" and isinstance(value, str) and HIT_OPENS in value:
        return snippet(value)
    return None
