"""How a database file is opened: for writing, with everything checked first, or for reading only."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlite_utils import Database

from quotes.errors import StoreError
from quotes.store.migrations import migrate, migrations, refuse_foreign

# How long to wait for another program that is writing, in seconds.
PATIENCE = 30.0


def connect(path: Path, *, create: bool = True) -> Database:
    """Return a connection that may write, to a database in its present shape.

    Raises:
        StoreError: the file is missing and `create` is False, is not ours, is newer, or cannot be opened.
    """
    if not create:
        _refuse_missing(path)
    with explained(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        db = _database(sqlite3.connect(path, timeout=PATIENCE))
        try:
            refuse_foreign(db, str(path))
            db.execute("pragma foreign_keys = on")
            # A write-ahead log beside the file is lost when only the file is copied or published.
            db.execute("pragma journal_mode = delete")
            migrate(db, str(path))
        except BaseException:
            db.close()
            raise
    return db


@contextmanager
def reading(source: Path | str | Database) -> Iterator[Database]:
    """Yield a connection that cannot write: the one given, or one to the file, closed at the end.

    Raises:
        StoreError: the file is missing, not ours, or newer than this release.
    """
    if isinstance(source, Database):
        yield source
        return
    path = Path(source)
    _refuse_missing(path)
    with explained(path):
        db = _database(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=PATIENCE))
        try:
            refuse_foreign(db, str(path))
            # What later migrations add, readers do not ask for: a file of an older release can be searched.
            if not migrations.applied(db):
                raise StoreError(f"{path} holds no quotations yet", _index_first(path))
            yield db
        finally:
            db.close()


@contextmanager
def explained(path: Path | str) -> Iterator[None]:
    """Turn errors of SQLite and of the file system into ours, which name the file."""
    try:
        yield
    except sqlite3.OperationalError as error:
        hint = (
            "is another program writing to it?"
            if "locked" in str(error)
            else "may we write there, and is the disk full?"
        )
        raise StoreError(f"{path}: {error}", hint) from error
    except sqlite3.DatabaseError as error:
        raise StoreError(f"{path}: {error}", "restore the file from a copy, or index into a new one") from error
    except OSError as error:
        raise StoreError(f"{path}: {error.strerror}", "name another file") from error


def _database(connection: sqlite3.Connection) -> Database:
    return Database(connection, execute_plugins=False)


def _refuse_missing(path: Path) -> None:
    if not path.is_file():
        raise StoreError(f"there is no database {path}", _index_first(path))


def _index_first(path: Path) -> str:
    return f"make it with: quotes index {path} PATH..."
