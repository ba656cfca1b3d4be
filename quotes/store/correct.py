"""Put right by hand who said something: in the rows at once, and for whenever the article is indexed again."""

from dataclasses import dataclass
from typing import TypeVar

from sqlite_utils import Database

from quotes.errors import StoreError
from quotes.models import Reason, SpeakerKind
from quotes.store.canonical import folded_content, speaker_key
from quotes.store.rows import CORRECTION_RULE, Correction, Values, speaker_row
from quotes.store.write import free_utterances, insert, name_speaker, prune, speaker_id_of

E = TypeVar("E", SpeakerKind, Reason)


@dataclass(frozen=True, slots=True)
class StoredQuotation:
    """A quotation as far as it takes to correct it; `speakers` are their names, none if it has none."""

    id: int
    article_key: str
    content: str
    speakers: tuple[str, ...]


def stored_quotation(db: Database, number: int) -> StoredQuotation | None:
    """Return the quotation of this number, or None."""
    sql = "select a.key, q.content from quotes q join articles a on a.id = q.article_id where q.id = ?"
    row = db.execute(sql, [number]).fetchone()
    if row is None:
        return None
    article_key, content = row
    sql = """select s.name from quote_speakers j join speakers s on s.id = j.speaker_id
             where j.quote_id = ? order by j.place"""
    return StoredQuotation(number, article_key, content, tuple(name for (name,) in db.execute(sql, [number])))


def kind_of(db: Database, name: str) -> SpeakerKind:
    """Return the kind of the speaker of this name; a person where there is none yet, or several."""
    kinds = db.execute("select distinct kind from speakers where name = ?", [name]).fetchall()
    return SpeakerKind(kinds[0][0]) if len(kinds) == 1 else SpeakerKind.PERSON


def corrections_of(db: Database, article_key: str) -> tuple[Correction, ...]:
    """Return the corrections of an article, the oldest first.

    Raises:
        StoreError: somebody wrote a kind or a reason into the table that there is none of.
    """
    sql = "select content, speaker, kind, reason from corrections where article_key = ? order by created, id"
    return tuple(
        Correction(
            content,
            speaker or None,
            _known(SpeakerKind, kind or SpeakerKind.PERSON, "kind", article_key),
            _known(Reason, reason or Reason.NOT_SPEECH, "reason", article_key),
        )
        for content, speaker, kind, reason in db.execute(sql, [article_key])
    )


def put_right(db: Database, article_id: int, article_key: str, correction: Correction) -> int:
    """Give the quotations of these words in a stored article the corrected speaker; return how many there are.

    The rows are then those that indexing the article again would make.
    """
    words = folded_content(correction.content)
    contents = db.execute("select id, content from quotes where article_id = ?", [article_id])
    found = [number for number, content in contents if folded_content(content) == words]
    if not found:
        return 0
    free_utterances(db, article_id)
    before = _speakers(db, article_id)
    speaker_id = _write_speaker(db, article_id, article_key, correction)
    values: Values = {
        "speaker_id": speaker_id,
        "speaker_kind": None if speaker_id is None else correction.kind.value,
        "reason": correction.reason.value if speaker_id is None else None,
        "rule": CORRECTION_RULE,
        "resolution": None,
        "confidence": 1.0,
        "chain": "[]",
    }
    assignments = ", ".join(f'"{name}" = :{name}' for name in values)
    db.conn.executemany(f"update quotes set {assignments} where id = :id", [{**values, "id": n} for n in found])
    db.conn.executemany("delete from quote_speakers where quote_id = ?", [(n,) for n in found])
    if speaker_id is not None:
        insert(db, "quote_speakers", [{"quote_id": n, "speaker_id": speaker_id, "place": 1} for n in found])
    after = _speakers(db, article_id)
    for table in ("speaker_aliases", "speaker_roles"):
        sql = f"delete from {table} where article_id = ? and speaker_id = ?"
        db.conn.executemany(sql, [(article_id, gone) for gone in before - after])
    prune(db, before - after, None)
    for changed in sorted(before | after):
        name_speaker(db, changed)
    return len(found)


def _write_speaker(db: Database, article_id: int, article_key: str, correction: Correction) -> int | None:
    """Return the number of the corrected speaker, whom the article now names so; None where there is none."""
    for speaker in correction.speakers:
        row = speaker_row(speaker_key(speaker, article_key), [speaker])
        speaker_id = speaker_id_of(db, row)
        for alias, fullest in row.names:
            db.execute(
                "insert into speaker_aliases (speaker_id, article_id, alias, fullest) values (?, ?, ?, ?) "
                "on conflict (speaker_id, article_id, alias) do update set fullest = excluded.fullest",
                [speaker_id, article_id, alias, fullest],
            )
        return speaker_id
    return None


def _speakers(db: Database, article_id: int) -> set[int]:
    sql = """select distinct j.speaker_id from quote_speakers j join quotes q on q.id = j.quote_id
             where q.article_id = ?"""
    return {number for (number,) in db.execute(sql, [article_id])}


def _known(values: type[E], value: str, column: str, article_key: str) -> E:
    try:
        return values(value)
    except ValueError:
        choices = ", ".join(values)
        raise StoreError(
            f"a correction of {article_key!r} has the {column} {value!r}", f"use one of {choices}"
        ) from None
