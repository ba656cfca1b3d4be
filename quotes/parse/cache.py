"""Parses of frames, kept on disk by the text's and the models' hashes: a change of a rule costs no parsing."""

import json
import os
import sqlite3
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any


def default_path() -> Path:
    """Return the cache file: `$QUOTES_CACHE`, else `quotes/parses.db` in the user's cache directory."""
    if stated := os.environ.get("QUOTES_CACHE"):
        return Path(stated)
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "quotes" / "parses.db"


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
