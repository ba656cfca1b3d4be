"""Which of Datasette's databases are ours, and which of them this visitor may read.

Datasette 0.65 and 1.0 ask about permissions in different words; this is the one place that knows both.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any
from weakref import WeakSet

from datasette import Forbidden, NotFound

try:
    from datasette.resources import DatabaseResource, TableResource
except ImportError:  # Datasette 0.65
    DatabaseResource = TableResource = None

if TYPE_CHECKING:
    from datasette.app import Datasette
    from datasette.database import Database
    from datasette.utils.asgi import Request

# What the pages read. A database without all of these is another program's; a visitor who may not read
# one of them sees none of the pages, since each page shows parts of several.
TABLES = ("quotes", "articles", "speakers", "outlets")
_SIGNS = frozenset((*TABLES, "quotes_fts", "quote_pieces", "quote_speakers"))
_known: "WeakSet[Database]" = WeakSet()  # found to be ours once; tables do not go away while they are served


async def is_ours(database: "Database") -> bool:
    """Tell whether `database` has the tables that the pages read."""
    if database in _known:
        return True
    if _SIGNS.issubset(await database.table_names()):
        _known.add(database)
    return database in _known


async def may_read(datasette: "Datasette", actor: dict[str, Any] | None, database: str) -> bool:
    """Tell whether `actor` may see `database` and the tables that the pages read."""
    if DatabaseResource is None:
        return await _may_read_065(datasette, actor, database)
    if not await datasette.allowed(action="view-database", resource=DatabaseResource(database), actor=actor):
        return False
    for table in TABLES:
        if not await datasette.allowed(action="view-table", resource=TableResource(database, table), actor=actor):
            return False
    return True


async def _may_read_065(datasette: "Datasette", actor: dict[str, Any] | None, database: str) -> bool:
    for table in TABLES:
        levels = [("view-table", (database, table)), ("view-database", database), "view-instance"]
        visible, _ = await datasette.check_visibility(actor, permissions=levels)
        if not visible:
            return False
    return True


async def readable(datasette: "Datasette", request: "Request") -> tuple["Database", ...]:
    """Return our databases that the visitor may read, in the order in which they are served."""
    ours = [database for database in _ordered(datasette.databases.values()) if await is_ours(database)]
    return tuple([database for database in ours if await may_read(datasette, request.actor, database.name)])


def _ordered(databases: "Iterable[Database]") -> "tuple[Database, ...]":
    return tuple(database for database in databases if not database.name.startswith("_"))


async def chosen(datasette: "Datasette", request: "Request") -> "Database":
    """Return the database that `?db=` names, else the first of ours.

    Raises:
        NotFound: no database of ours is served, or none of that name.
        Forbidden: the visitor may not read it.
    """
    named = request.args.get("db")
    ours = [database for database in _ordered(datasette.databases.values()) if await is_ours(database)]
    wanted = [database for database in ours if named in (None, "", database.name)]
    if not wanted:
        raise NotFound("No database of quotations here" + (f" is called {named}" if named else ""))
    for database in wanted:
        if await may_read(datasette, request.actor, database.name):
            return database
    raise Forbidden("You do not have permission to view these quotations")
