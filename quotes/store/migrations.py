"""How a database gets its shape, and how an older one gets to be like a new one.

Each migration is one transaction. Views hold no data: they are made again, outside migrations, whenever
their text differs from the one in `schema`.
"""

import sqlite3
from textwrap import dedent

from sqlite_utils import Database, Migrations

from quotes.errors import StoreError
from quotes.store.schema import TABLES, VIEWS, Column, Table, View

migrations = Migrations("quotes")

_UPGRADE = "install the newest release of quote-index, or index into a new file"
_OTHER_FILE = "name another file: this one is left as it is"


def create_table(db: Database, table: Table, since: int) -> None:
    """Create a table as it was in migration `since`, with its indexes and its full-text index."""
    columns = [column for column in table.columns if column.since <= since]
    made = db.table(table.name).create(
        {column.name: column.type for column in columns},
        pk="id",
        not_null={column.name for column in columns if column.required and column.name != "id"},
        foreign_keys=[(column.name, column.references, "id") for column in columns if column.references],
    )
    for column in columns:
        create_index(db, table, column)
    for group in table.unique:
        made.create_index(group, unique=True)
    if table.full_text:
        made.enable_fts(table.full_text.columns, create_triggers=True, tokenize=table.full_text.tokenize)


def create_index(db: Database, table: Table, column: Column) -> None:
    """Create the index that a column asks for, if it asks for one."""
    if column.unique or column.indexed:
        db.table(table.name).create_index([column.name], unique=column.unique)


@migrations()
def m001_first_release(db: Database) -> None:
    """Create the tables of the first release."""
    for table in TABLES:
        if table.since == 1:
            create_table(db, table, since=1)


@migrations()
def m002_reasons_of_corrections(db: Database) -> None:
    """Let a correction say that nobody knows who spoke, not only that it is no speech."""
    db.table("corrections").add_column("reason", str)


def migrate(db: Database, name: str) -> None:
    """Bring a new or an older database of ours to the present shape; `name` is for messages.

    Raises:
        StoreError: the file is not SQLite, not ours, or was made by a newer release. It is left as it is.
    """
    refuse_foreign(db, name)
    if migrations.pending(db):
        migrations.apply(db)
    for view in VIEWS:
        _ensure_view(db, view)


def refuse_foreign(db: Database, name: str) -> None:
    """Raise if the database is not one that this release may write to.

    Raises:
        StoreError: the file is not SQLite, not ours, or was made by a newer release.
    """
    try:
        tables = set(db.table_names()) - {Migrations.migrations_table}
    except sqlite3.OperationalError:
        raise  # locked or unreadable: that says nothing about what is in it
    except sqlite3.DatabaseError as error:
        raise StoreError(f"{name} is not an SQLite database ({error})", _OTHER_FILE) from error
    applied = {migration.name for migration in migrations.applied(db)}
    if tables and not applied:
        raise StoreError(f"{name} is an SQLite database, but not one of quotations", _OTHER_FILE)
    unknown = applied - {migration.name for migration in migrations._migrations}  # noqa: SLF001 -- it has no public list
    if unknown:
        raise StoreError(f"{name} was made by a newer release ({', '.join(sorted(unknown))})", _UPGRADE)


def _ensure_view(db: Database, view: View) -> None:
    body = dedent(view.sql).strip()
    wanted = f'CREATE VIEW "{view.name}" AS {body}'
    row = db.execute("select sql from sqlite_master where type = 'view' and name = ?", [view.name]).fetchone()
    if row is None or row[0] != wanted:
        with db.atomic():
            db.execute(f'drop view if exists "{view.name}"')
            db.execute(wanted)
