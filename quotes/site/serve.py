"""The command line that serves a database with Datasette.

Datasette 0.65 reads everything from `-m metadata.yml`; 1.0 reads descriptions from `-m` and canned queries from
`-c`, so it is given the same file twice. The settings are those that keep pages fast on a million quotations.
"""

import socket
import sqlite3
import sys
import tempfile
from collections.abc import Sequence
from contextlib import closing
from importlib.metadata import version
from pathlib import Path

import yaml

from quotes.errors import QuotesError, StoreError

# Each pair is a name and a value of Datasette's `--setting`. A facet's limit above the limit of a query would be
# ignored by Datasette without a word, so the second stays above the first.
SETTINGS = (
    ("suggest_facets", "off"),  # the costliest part of a table page: seconds on a million rows
    ("facet_time_limit_ms", "1000"),
    ("sql_time_limit_ms", "3000"),
    ("default_page_size", "50"),
    ("truncate_cells_html", "400"),  # a table page should not carry whole articles
)
_PUBLISHED_AS = "quotes"  # the name of the database in metadata.yml
_PORTS_TRIED = 20


def serve_command(db: Path, *, host: str, port: int, extra: Sequence[str] = ()) -> list[str]:
    """Return the command that serves `db`; `extra` are further arguments for `datasette serve`.

    Raises:
        StoreError: `db` is missing or holds no quotations.
        QuotesError: the port is taken, or the package has lost its metadata.yml.
    """
    check_database(db)
    check_port(host, port)
    metadata = str(metadata_for(db))
    flags = ["-m", metadata, "-c", metadata] if datasette_version() >= (1, 0) else ["-m", metadata]
    for name, value in SETTINGS:
        flags += ["--setting", name, value]
    where = ["--host", host, "--port", str(port)]
    return [sys.executable, "-m", "datasette", "serve", str(db), *flags, *where, *extra]


def datasette_version() -> tuple[int, int]:
    """Return the first two numbers of the installed Datasette's version, (0, 65) or (1, 0)."""
    major, minor = version("datasette").split(".")[:2]
    return int(major), int("".join(filter(str.isdigit, minor.split("a")[0])))


def check_database(db: Path) -> None:
    """Return if `db` is a database of quotations.

    Raises:
        StoreError: it is missing, not SQLite, or has no table of quotations.
    """
    if not db.is_file():
        raise StoreError(f"{db}: there is no such database", f"make it: quotes index {db} PATH...")
    try:
        with closing(sqlite3.connect(f"{db.resolve().as_uri()}?mode=ro", uri=True)) as connection:
            found = connection.execute("select 1 from sqlite_master where name = 'quotes_fts'").fetchone()
    except sqlite3.DatabaseError as error:
        raise StoreError(f"{db}: {error}", "name a file that `quotes index` made") from error
    if found is None:
        raise StoreError(f"{db}: holds no index of quotations", f"make one: quotes index {db} PATH...")


def check_port(host: str, port: int) -> None:
    """Return if `port` can be listened on; port 0 always can.

    Raises:
        QuotesError: another program listens there, or the host is not one of this machine's.
    """
    if not _is_free(host, port):
        following = (other for other in range(port + 1, min(port + _PORTS_TRIED, 65536)) if _is_free(host, other))
        free = next(following, 0)
        raise QuotesError(f"cannot listen on {host} port {port}: another program does", f"try --port {free}")


def _is_free(host: str, port: int) -> bool:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with closing(socket.socket(family, socket.SOCK_STREAM)) as listener:
        # As the server does: a port that was left a moment ago is free.
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, port))
        except OSError:
            return False
    return True


def metadata_file() -> Path:
    """Return metadata.yml: beside this module in a wheel, at the top of the repository in a checkout.

    Raises:
        QuotesError: it is in neither place.
    """
    here = Path(__file__).resolve().parent
    for candidate in (here / "metadata.yml", here.parent.parent / "metadata.yml"):
        if candidate.is_file():
            return candidate
    raise QuotesError(f"{here}: metadata.yml is missing", "reinstall quote-index")


def metadata_for(db: Path) -> Path:
    """Return the metadata file for `db`.

    Datasette finds a database's entry by the name of its file, so a file of another name than
    quotes.db gets a copy, in a new temporary folder, with the entry renamed.
    """
    if db.stem == _PUBLISHED_AS:
        return metadata_file()
    content = yaml.safe_load(metadata_file().read_text(encoding="utf-8"))
    content["databases"] = {db.stem: content["databases"][_PUBLISHED_AS]}
    copy = Path(tempfile.mkdtemp(prefix="quotes-serve-")) / "metadata.yml"
    copy.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return copy
