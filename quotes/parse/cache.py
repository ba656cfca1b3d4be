"""Parses of frames, kept on disk by the text's and the models' hashes: a change of a rule costs no parsing."""

import json
import os
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from typing import Any

from quotes.errors import CacheError


def default_path() -> Path:
    """Return the cache file: `$QUOTES_CACHE`, else `quotes/parses.db` in the user's cache directory."""
    if stated := os.environ.get("QUOTES_CACHE"):
        return Path(stated)
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "quotes" / "parses.db"


def clear(path: Path) -> int:
    """Delete the cache file, if there is one, and return its size in bytes.

    Raises:
        CacheError: It is none of ours, or cannot be deleted.
    """
    if not path.exists():
        return 0
    if not _is_ours(path):
        raise CacheError(f"{path} is no cache of parses, so it is left alone.", "Set QUOTES_CACHE to the right file.")
    files = [path, *(path.with_name(path.name + end) for end in ("-wal", "-shm", "-journal"))]
    size = sum(file.stat().st_size for file in files if file.exists())
    try:
        for file in files:
            file.unlink(missing_ok=True)
    except OSError as error:
        raise CacheError(f"{path} cannot be deleted: {error}.", "Delete it by hand.") from error
    return size


def _is_ours(path: Path) -> bool:
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as db:
            tables = {row[0] for row in db.execute("select name from sqlite_master where type = 'table'")}
    except sqlite3.Error:
        return False
    return tables == {"parses"}


class ParseCache:
    """A key-value table in one SQLite file; several processes may share it.

    Raises `sqlite3.Error` nowhere: a cache that cannot be read or written is an empty one.
    """

    def __init__(self, path: Path, models: str) -> None:
        self._models = models
        self._db = _connect(path)

    def get(self, texts: Sequence[str]) -> dict[str, Any]:
        """Return what is known of `texts`, by text."""
        if self._db is None:
            return {}
        found = {}
        for text in texts:
            row = self._db.execute("select parse from parses where key = ?", [self._key(text)]).fetchone()
            if row:
                found[text] = json.loads(row[0])
        return found

    def put(self, parses: Mapping[str, Any]) -> None:
        """Keep `parses`, by text."""
        if self._db is None:
            return
        rows = [(self._key(text), json.dumps(parse, ensure_ascii=False)) for text, parse in parses.items()]
        try:
            with self._db:
                self._db.executemany("insert or ignore into parses values (?, ?)", rows)
        except sqlite3.Error:  # a full disk, a cache held by another process: go on without
            self._db = None

    def _key(self, text: str) -> bytes:
        return sha256(f"{self._models}\0{text}".encode("utf-8", "surrogatepass")).digest()


def _connect(path: Path) -> sqlite3.Connection | None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        db = sqlite3.connect(path, timeout=30)
        db.execute("create table if not exists parses (key blob primary key, parse text) without rowid")
        db.execute("select key from parses limit 1").fetchall()
    except (OSError, sqlite3.Error):
        return None
    return db
