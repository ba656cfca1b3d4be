"""Write the rows of one article in place of those that were there. The caller holds the transaction."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from unicodedata import combining, normalize

from sqlite_utils import Database

from quotes.store.rows import ArticleRows, QuotationRow, SpeakerRow, Values, domain_of

_SEPARATOR = "; "


@dataclass(frozen=True, slots=True)
class StoredArticle:
    """What the database holds of an article besides its rows."""

    id: int
    outlet_id: int | None
    result_hash: str | None
    rows_hash: str | None
    origin: str


def stored_article(db: Database, key: str) -> StoredArticle | None:
    """Return what is stored under the key of an article, or None."""
    columns = "id, outlet_id, result_hash, rows_hash, origin"
    row = db.execute(f"select {columns} from articles where key = ?", [key]).fetchone()
    return StoredArticle(*row) if row else None


def insert(db: Database, table: str, rows: Sequence[Values]) -> None:
    """Insert rows that all have the same columns."""
    if rows:
        names = list(rows[0])
        columns, places = ", ".join(f'"{name}"' for name in names), ", ".join("?" * len(names))
        sql = f'insert into "{table}" ({columns}) values ({places})'
        db.conn.executemany(sql, [[row[name] for name in names] for row in rows])


def replace_article(db: Database, rows: ArticleRows, stored: StoredArticle | None, made: Values) -> None:
    """Write all rows of an article; remove what was stored of it, and what nothing points to any more."""
    next_quote = _next_id(db, "quotes")
    kept, before = _remove_rows(db, stored.id) if stored else ({}, set())
    outlet_id = _outlet_id(db, rows.outlet, domain_of(str(rows.values["url"] or "")))
    article_id = _write_article(db, stored, {**rows.values, **made, "outlet_id": outlet_id})
    speakers = _write_speakers(db, article_id, rows.speakers)
    ids = _quote_ids(rows.quotations, kept, next_quote)
    _write_quotations(db, rows.quotations, ids, speakers, {"article_id": article_id, "outlet_id": outlet_id})
    prune(db, before - set(speakers.values()), stored.outlet_id if stored else None)
    for speaker_id in sorted(before | set(speakers.values())):
        name_speaker(db, speaker_id)
    db.execute(
        "update runs set articles = articles + 1, quotations = quotations + ? where id = ?",
        [len(rows.quotations), made["run_id"]],
    )


def set_domains(db: Database) -> None:
    """Give each outlet the site that most of its articles' addresses are on; of equals, the first by the alphabet."""
    sites: dict[int, Counter[str]] = defaultdict(Counter)
    for outlet_id, url in db.execute("select outlet_id, url from articles where outlet_id is not null"):
        if domain := domain_of(url):
            sites[outlet_id][domain] += 1
    present = dict(db.execute("select id, domain from outlets").fetchall())
    with db.atomic():
        for outlet_id, domain in present.items():
            wanted = min(sites[outlet_id], key=lambda site: (-sites[outlet_id][site], site), default=None)
            if wanted != domain:
                db.execute("update outlets set domain = ? where id = ?", [wanted, outlet_id])


# ---------------------------------------------------------------- what was there


def _next_id(db: Database, table: str) -> int:
    """Return an id above all in use, before rows are removed: the id of a removed row must not be another's."""
    return int(db.execute(f'select coalesce(max(id), 0) + 1 from "{table}"').fetchone()[0])


def _remove_rows(db: Database, article_id: int) -> tuple[dict[str, list[int]], set[int]]:
    """Remove an article's rows but its own; return the ids that its contents had, in order, and its speakers' ids.

    Quotations of other articles in the same utterances are set free, to be linked anew.
    """
    kept: dict[str, list[int]] = defaultdict(list)
    for quote_id, content in db.execute(
        "select id, content from quotes where article_id = ? order by position_no", [article_id]
    ):
        kept[content].append(quote_id)
    own = "select id from quotes where article_id = ?"
    speakers = db.execute(f"select distinct speaker_id from quote_speakers where quote_id in ({own})", [article_id])
    before = {speaker_id for (speaker_id,) in speakers}
    free_utterances(db, article_id)
    for child in ("quote_pieces", "quote_speakers"):
        db.execute(f"delete from {child} where quote_id in ({own})", [article_id])
    for child in ("quotes", "speaker_aliases", "speaker_roles"):
        db.execute(f"delete from {child} where article_id = ?", [article_id])
    return kept, before


def free_utterances(db: Database, article_id: int) -> None:
    """Set all appearances of what an article quotes free, to be linked anew."""
    rows = db.execute("select distinct utterance_id from quotes where article_id = ?", [article_id])
    utterances = [(utterance_id,) for (utterance_id,) in rows if utterance_id is not None]
    db.conn.executemany("update quotes set utterance_id = null where utterance_id = ?", utterances)
    db.conn.executemany("delete from utterances where id = ?", utterances)


def prune(db: Database, speaker_ids: Iterable[int], outlet_id: int | None) -> None:
    """Remove the given speakers and outlet where no row points to them any more."""
    db.conn.executemany(
        "delete from speakers where id = :id and not exists (select 1 from quote_speakers where speaker_id = :id)",
        [{"id": speaker_id} for speaker_id in sorted(speaker_ids)],
    )
    db.execute(
        "delete from outlets where id = :id and not exists (select 1 from articles where outlet_id = :id)",
        {"id": outlet_id},
    )


# ---------------------------------------------------------------- what comes


def _outlet_id(db: Database, name: str | None, domain: str | None) -> int | None:
    if name is None:
        return None
    row = db.execute("select id from outlets where name = ?", [name]).fetchone()
    return int(row[0]) if row else _inserted(db, "insert into outlets (name, domain) values (?, ?)", [name, domain])


def _write_article(db: Database, stored: StoredArticle | None, values: Values) -> int:
    if stored is None:
        article_id = _next_id(db, "articles")
        insert(db, "articles", [{"id": article_id, **values}])
        return article_id
    assignments = ", ".join(f'"{name}" = :{name}' for name in values)
    db.execute(f"update articles set {assignments} where id = :id", {**values, "id": stored.id})
    return stored.id


def _write_speakers(db: Database, article_id: int, speakers: Sequence[SpeakerRow]) -> dict[str, int]:
    """Write an article's speakers, their names and roles; return their ids by their keys."""
    ids = {speaker.key: speaker_id_of(db, speaker) for speaker in speakers}
    for speaker in speakers:
        row: Values = {"speaker_id": ids[speaker.key], "article_id": article_id}
        insert(db, "speaker_aliases", [{**row, "alias": name, "fullest": fullest} for name, fullest in speaker.names])
        insert(db, "speaker_roles", [{**row, "role": role} for role in speaker.roles])
    return ids


def speaker_id_of(db: Database, speaker: SpeakerRow) -> int:
    """Return the number of a speaker, who gets a row if need be."""
    row = db.execute("select id from speakers where key = ?", [speaker.key]).fetchone()
    if row:
        return int(row[0])
    name = next(name for name, fullest in speaker.names if fullest)
    values = [speaker.key, name, speaker.kind]
    return _inserted(db, "insert into speakers (key, name, kind) values (?, ?, ?)", values)


def _inserted(db: Database, sql: str, values: Sequence[str | None]) -> int:
    number = db.execute(sql, values).lastrowid
    assert number is not None  # noqa: S101 -- SQLite numbers every row that it inserts
    return number


def _quote_ids(quotations: Sequence[QuotationRow], kept: Mapping[str, list[int]], next_id: int) -> list[int]:
    """Return an id for each quotation: that of the same words before, in their order, or a new one."""
    free = {content: iter(ids) for content, ids in kept.items()}
    ids: list[int] = []
    for quotation in quotations:
        known = next(free.get(str(quotation.values["content"]), iter(())), None)
        ids.append(next_id if known is None else known)
        next_id += known is None
    return ids


def _write_quotations(
    db: Database, quotations: Sequence[QuotationRow], ids: Sequence[int], speakers: Mapping[str, int], common: Values
) -> None:
    # Outer quotations stand before those nested in them, so that a parent is there when it is pointed to.
    insert(
        db, "quotes", [_quote(row, number, ids, speakers, common) for row, number in zip(quotations, ids, strict=True)]
    )
    numbered = tuple(zip(quotations, ids, strict=True))
    insert(db, "quote_pieces", [{"quote_id": number, **piece} for row, number in numbered for piece in row.pieces])
    places = [(number, place, key) for row, number in numbered for place, key in enumerate(row.speakers, 1)]
    insert(
        db,
        "quote_speakers",
        [{"quote_id": number, "speaker_id": speakers[key], "place": place} for number, place, key in places],
    )


def _quote(row: QuotationRow, number: int, ids: Sequence[int], speakers: Mapping[str, int], common: Values) -> Values:
    return {
        "id": number,
        **common,
        **row.values,
        "speaker_id": speakers[row.speakers[0]] if row.speakers else None,
        "parent_id": None if row.parent_no is None else ids[row.parent_no - 1],
    }


def name_speaker(db: Database, speaker_id: int) -> None:
    """Set the name that most articles print in full; of equals, the one with more accents, then by the alphabet."""
    sql = "select alias, fullest, count(*) from speaker_aliases where speaker_id = ? group by alias, fullest"
    counts = db.execute(sql, [speaker_id]).fetchall()
    if not counts:
        return
    _, _, name = min((-count, -_accents(alias), alias) for alias, fullest, count in counts if fullest)
    others = _SEPARATOR.join(sorted({alias for alias, _, _ in counts} - {name})) or None
    db.execute(
        "update speakers set name = :name, other_names = :others "
        "where id = :id and (name is not :name or other_names is not :others)",
        {"name": name, "others": others, "id": speaker_id},
    )


def _accents(name: str) -> int:
    return sum(1 for char in normalize("NFD", name) if combining(char))
