"""What is in a database, in a few figures."""

from dataclasses import dataclass
from pathlib import Path

from sqlite_utils import Database

from quotes.models import Reason
from quotes.store.connect import reading

# How many of the most quoted speakers a summary names.
MOST_QUOTED = 5


@dataclass(frozen=True, slots=True)
class VoiceCount:
    """A speaker and the number of their quotations."""

    speaker: str
    quotations: int


@dataclass(frozen=True, slots=True)
class Summary:
    """Figures of a database. `attributed` quotations have a speaker; `not_speech` are titles, terms and signs."""

    articles: int
    outlets: int
    quotations: int
    attributed: int
    not_speech: int
    speakers: int
    most_quoted: tuple[VoiceCount, ...]


def summary(source: Path | str | Database) -> Summary:
    """Return the figures of a database; speakers with as many quotations are in the order of their names.

    Raises:
        StoreError: the file is missing, not ours, or newer than this release.
    """
    with reading(source) as db:
        return Summary(
            articles=_count(db, "articles"),
            outlets=_count(db, "outlets"),
            quotations=_count(db, "quotes"),
            attributed=_count(db, "quotes where speaker_id is not null"),
            not_speech=_count(db, f"quotes where reason in ('{Reason.NOT_SPEECH}', '{Reason.INSCRIPTION}')"),
            speakers=_count(db, "speakers"),
            most_quoted=_most_quoted(db),
        )


def _count(db: Database, what: str) -> int:
    return int(db.execute(f"select count(*) from {what}").fetchone()[0])


def _most_quoted(db: Database) -> tuple[VoiceCount, ...]:
    rows = db.execute(
        "select s.name, count(*) from quote_speakers j join speakers s on s.id = j.speaker_id "
        "group by s.id order by count(*) desc, s.name, s.key limit ?",
        [MOST_QUOTED],
    )
    return tuple(VoiceCount(*row) for row in rows)
