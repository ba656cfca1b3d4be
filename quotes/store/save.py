"""Save what the pipeline found: one transaction for each article, so that an interrupted run loses nothing."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlite_utils import Database

from quotes.errors import StoreError
from quotes.models import Article, Failure, IndexedArticle, Reason, SpeakerKind
from quotes.store.connect import connect, explained
from quotes.store.correct import StoredQuotation, corrections_of, kind_of, put_right, stored_quotation
from quotes.store.link import link
from quotes.store.rows import Correction, Values, fingerprint, rows_of
from quotes.store.schema import TABLES
from quotes.store.write import insert, replace_article, set_domains, stored_article


@dataclass(frozen=True, slots=True)
class Run:
    """A run that has been announced; it gets its row when there is something to write about it."""

    started: str
    version: str
    models: str
    rules: str


def open_store(path: Path | str, *, create: bool = True) -> "Store":
    """Return the store in a file, which is made if need be; use it in a `with` statement.

    Raises:
        StoreError: the file is missing and `create` is False, is not ours, or was made by a newer release.
    """
    return Store(connect(Path(path), create=create), Path(path))


class Store:
    """A database of quotations, open for writing."""

    def __init__(self, db: Database, path: Path) -> None:
        self.db = db
        self.path = path
        self._run: Run | None = None
        self._run_id: int | None = None
        self._changed = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file. What was saved stays; what a missing `finish_run` left open, the next one does."""
        self.db.close()

    # ------------------------------------------------------------ runs

    def start_run(self, version: str, models: str = "", rules: str = "") -> None:
        """Announce a run: release of the tool, models and rules in use. A run that changes nothing leaves no trace."""
        self._run, self._run_id = Run(_now(), version, models, rules), None

    def record_failure(self, failure: Failure) -> None:
        """Write down an input that could not be indexed."""
        with explained(self.path):
            run_id = self._ensure_run()
            with self.db.atomic():
                values = {"origin": failure.origin, "problem": failure.problem, "next_step": failure.next_step}
                storable: Values = {name: _storable(value) for name, value in values.items()}
                insert(self.db, "failures", [{"run_id": run_id, **storable}])
                self.db.execute("update runs set failures = failures + 1 where id = ?", [run_id])

    def finish_run(self) -> None:
        """End the run: link utterances, name outlets' sites, and tidy the indexes, if anything changed."""
        with explained(self.path):
            if self._changed or self._unlinked():
                link(self.db)
                set_domains(self.db)
                self._tidy()
            if self._run_id is not None:
                self.db.execute("update runs set finished = ? where id = ?", [_now(), self._run_id])
        self._run, self._run_id, self._changed = None, None, False

    # ------------------------------------------------------------ articles

    def is_current(self, article: Article, result_hash: str) -> bool:
        """Tell whether the article is stored as it is, by the same models and rules, with all corrections.

        `result_hash` stands for everything but the article that decides the result: models, rules, options.
        """
        with explained(self.path):
            stored = stored_article(self.db, _storable(article.key))
            return stored is not None and stored.result_hash == self._made_by(article, result_hash)

    def save(self, indexed: IndexedArticle, result_hash: str = "") -> bool:
        """Write an article with all its quotations, in place of what was stored of it; tell whether anything changed.

        A quotation that was there before, with the same words, keeps its id.

        Raises:
            StoreError: a span does not lie where it may, or the file cannot be written. Nothing is written then.
        """
        article = indexed.article
        with explained(self.path):
            rows = rows_of(indexed, corrections_of(self.db, _storable(article.key)))
            hashes: Values = {"rows_hash": rows.fingerprint, "result_hash": self._made_by(article, result_hash)}
            stored = stored_article(self.db, article.key)
            if stored is not None and stored.rows_hash == hashes["rows_hash"]:
                if (stored.origin, stored.result_hash) != (article.origin, hashes["result_hash"]):
                    self._touch(stored.id, article.origin, hashes)
                return False
            run_id = self._ensure_run()
            with self.db.atomic():
                replace_article(self.db, rows, stored, {**hashes, "run_id": run_id})
        self._changed = True
        return True

    # ------------------------------------------------------------ corrections

    def quotation(self, number: int) -> StoredQuotation:
        """Return the quotation of this number.

        Raises:
            StoreError: there is none.
        """
        with explained(self.path):
            found = stored_quotation(self.db, number)
        if found is None:
            raise StoreError(
                f"{self.path} has no quotation {number}",
                "look for its number with `quotes search`, or in the address of its page",
            )
        return found

    def correct(
        self,
        article_key: str,
        content: str,
        speaker: str | None,
        kind: SpeakerKind | None = None,
        note: str = "",
        reason: Reason = Reason.NOT_SPEECH,
    ) -> int:
        """Write down who said a quotation, or with None and a `reason` that nobody did or that it is not known.

        It holds at once and whenever the article is saved again. Without `kind` it is that of a speaker of this name
        who is stored, else a person. Returned is how many quotations of the article have these words by now.
        """
        with explained(self.path), self.db.atomic():
            kind = kind or (kind_of(self.db, speaker) if speaker else SpeakerKind.PERSON)
            values: Values = {
                "article_key": article_key,
                "content": content,
                "speaker": speaker,
                "kind": kind.value if speaker else None,
                "reason": None if speaker else reason.value,
                "note": note,
                "created": _now(),
            }
            insert(self.db, "corrections", [values])
            stored = stored_article(self.db, article_key)
            correction = Correction(content, speaker, kind, reason)
            found = put_right(self.db, stored.id, article_key, correction) if stored else 0
        self._changed |= found > 0
        return found

    # ------------------------------------------------------------ inside

    def _ensure_run(self) -> int:
        """Return the id of the run, whose row is written now if this is the first change. Not in a transaction."""
        if self._run_id is None:
            run = self._run or Run(_now(), "", "", "")
            values = (run.started, run.version, run.models, run.rules)
            cursor = self.db.execute(
                "insert into runs (started, version, models, rules, articles, quotations, failures) "
                "values (?, ?, ?, ?, 0, 0, 0)",
                values,
            )
            self._run_id = cursor.lastrowid
        assert self._run_id is not None  # noqa: S101 -- SQLite numbers every row that it inserts
        return self._run_id

    def _touch(self, article_id: int, origin: str, hashes: Values) -> None:
        """Note that unchanged rows came from another file or from newer rules."""
        parameters = [origin, hashes["result_hash"], article_id]
        self.db.execute("update articles set origin = ?, result_hash = ? where id = ?", parameters)

    def _made_by(self, article: Article, result_hash: str) -> str:
        stated = [article.title, article.outlet, article.url, article.published, article.author]
        corrections = [
            (c.content, c.speaker, c.kind, c.reason) for c in corrections_of(self.db, _storable(article.key))
        ]
        return fingerprint([article.key, article.text_hash, stated, result_hash, corrections])

    def _unlinked(self) -> bool:
        return self.db.execute("select 1 from quotes where utterance_id is null limit 1").fetchone() is not None

    def _tidy(self) -> None:
        for table in TABLES:
            if table.full_text:
                self.db.table(table.name).optimize()
        self.db.execute("analyze")


def _storable(text: str) -> str:
    """Return the text with halves of surrogate pairs shown as escapes: names of files may hold them."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
