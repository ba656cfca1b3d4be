"""Search quotations: ranked, with snippets, safe on whatever a user types."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlite_utils import Database

from quotes.store.connect import reading

# Words of a snippet: about two lines in a terminal.
SNIPPET_WORDS = 24

_PHRASE_OR_WORD = re.compile(r'"([^"]*)"|([^\s"]+)')


@dataclass(frozen=True, slots=True)
class Hit:
    """A quotation that was found; in `snippet` the words that were searched stand between the marks asked for."""

    quote_id: int
    content: str
    snippet: str
    speaker: str | None
    outlet: str | None
    title: str | None
    published: str | None
    url: str | None


def search(
    source: Path | str | Database,
    words: str,
    *,
    speaker: str | None = None,
    outlet: str | None = None,
    limit: int = 20,
    marks: tuple[str, str] = ("*", "*"),
) -> tuple[Hit, ...]:
    """Return the quotations that hold all words, the best first; words in double quote marks must stand together.

    `speaker` and `outlet` keep those whose name holds all these words. Without words to search for, the newest
    quotations are returned.

    Raises:
        StoreError: the file is missing, not ours, or newer than this release.
    """
    query = match_query(words)
    if words.strip() and not query:
        return ()  # nothing but marks: no quotation holds them as a word
    sql, parameters = _statement(query, match_query(speaker or ""), outlet, marks)
    with reading(source) as db:
        return tuple(Hit(*row) for row in db.execute(sql, {**parameters, "limit": limit}))


def match_query(words: str) -> str:
    """Return a full-text query for what a user typed: every word and phrase quoted, so that no mark is an operator.

    >>> match_query('climate-change "rent control" C++ AND "half')
    '"climate-change" "rent control" "C++" "AND" "half"'
    """
    found = (phrase or word for phrase, word in _PHRASE_OR_WORD.findall(words.encode("utf-8", "ignore").decode()))
    return " ".join(f'"{term}"' for term in (term.replace("\0", " ") for term in found) if re.search(r"\w", term))


def _statement(
    query: str, speaker: str, outlet: str | None, marks: tuple[str, str]
) -> tuple[str, dict[str, str | int]]:
    parameters: dict[str, str | int] = {
        "query": query,
        "speaker": speaker,
        "outlet": (outlet or "").lower(),
        "before": marks[0],
        "after": marks[1],
    }
    snippet = f"snippet(quotes_fts, 0, :before, :after, '…', {SNIPPET_WORDS})" if query else "q.content"
    start = "quotes_fts join quotes q on q.id = quotes_fts.rowid" if query else "quotes q"
    conditions = " and ".join(_conditions(query, speaker, outlet)) or "1"
    order = "quotes_fts.rank, q.sort_key desc" if query else "q.sort_key desc"
    sql = f"""
        select q.id, q.content, {snippet}, s.name, o.name, a.title, q.published, a.url
        from {start} join articles a on a.id = q.article_id
        left join speakers s on s.id = q.speaker_id left join outlets o on o.id = q.outlet_id
        where {conditions} order by {order} limit :limit
    """
    return sql, parameters


def _conditions(query: str, speaker: str, outlet: str | None) -> Iterator[str]:
    if query:
        yield "quotes_fts match :query"
    if speaker:
        yield (
            "q.id in (select j.quote_id from quote_speakers j "
            "where j.speaker_id in (select rowid from speakers_fts where speakers_fts match :speaker))"
        )
    if outlet:
        yield "instr(lower(o.name), :outlet) > 0"
