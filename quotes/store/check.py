"""Check a database: keys, indexes, triggers, and that every quotation is a slice of its article."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

from sqlite_utils import Database

from quotes.store.connect import connect
from quotes.store.schema import TABLES


def check(path: Path | str) -> tuple[str, ...]:
    """Return one line for each thing that is wrong with the database, none if all is well.

    Raises:
        StoreError: the file is missing, not ours, or newer than this release.
    """
    db = connect(Path(path), create=False)
    try:
        return tuple(_problems(db))
    finally:
        db.close()


def _problems(db: Database) -> Iterator[str]:
    for (problem,) in db.execute("pragma quick_check").fetchall():
        if problem != "ok":
            yield f"file: {problem}"
    for table, row, parent, _ in db.execute("pragma foreign_key_check").fetchall():
        yield f"{table} {row}: points to a row of {parent} that is not there"
    yield from _full_text_problems(db)
    yield from _content_problems(db)
    yield from _frame_problems(db)


def _full_text_problems(db: Database) -> Iterator[str]:
    triggers = {name for (name,) in db.execute("select name from sqlite_master where type = 'trigger'")}
    for table in TABLES:
        if table.full_text is None:
            continue
        for trigger in (f"{table.name}_{suffix}" for suffix in ("ai", "ad", "au")):
            if trigger not in triggers:
                yield f"{table.name}: the trigger {trigger} that keeps the full-text index is missing"
        index = f"{table.name}_fts"
        try:
            # With rank 1 the index is compared with the table, not only with itself.
            db.execute(f"insert into {index} ({index}, rank) values ('integrity-check', 1)")
        except sqlite3.DatabaseError as error:
            yield f"{index}: {error}"


def _content_problems(db: Database) -> Iterator[str]:
    """Yield what is wrong with contents: each piece is a slice of the text, and pieces are disjoint and in order."""
    rows = db.execute("""
        select q.id, q.content, a.text, p.start, p.end, p.content
        from quotes q join articles a on a.id = q.article_id left join quote_pieces p on p.quote_id = q.id
        order by q.id, p.piece_no
    """)
    quote, content, pieces, reached = 0, "", list[str](), 0
    for quote_id, whole, text, start, end, piece in rows:
        if quote_id != quote:
            if quote and " ".join(pieces) != content:
                yield f"quotes {quote}: the content is not that of its pieces"
            quote, content, pieces, reached = quote_id, whole, [], 0
        if piece is None or start < reached or text[start:end] != piece:
            yield f"quotes {quote_id}: the piece at {start} is not a slice of the article, or is out of order"
            continue
        pieces.append(piece)
        reached = end
    if quote and " ".join(pieces) != content:
        yield f"quotes {quote}: the content is not that of its pieces"


def _frame_problems(db: Database) -> Iterator[str]:
    """Yield each cue and each source that is not the slice of the text that it claims to be."""
    for what in ("cue", "source"):
        rows = db.execute(
            f"select q.id, q.{what}, q.{what}_start, q.{what}_end, a.text "
            f"from quotes q join articles a on a.id = q.article_id where q.{what} is not null"
        )
        for quote_id, words, start, end, text in rows:
            if text[start:end] != words:
                yield f"quotes {quote_id}: the {what} at {start} is not a slice of the article"
