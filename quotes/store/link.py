"""Which quotations are the same utterance: computed over the whole file, so that the order of articles is no matter."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256

from sqlite_utils import Database

from quotes.store.canonical import count_words, tokens

# Fewer words than this ("Absolutely not") are the same utterance only if the same speaker said them.
LONE_WORDS = 5
# From this many words on, a trimmed version is recognised: both then share a run of so many words.
SHINGLE = 8
# Of the shorter version's runs of eight words, this share must be in the longer one. Wordings that differ in
# a word or two at an end pass; two speeches that share one slogan do not. Our judgement, 2026-11; not yet measured.
CONTAINMENT = 0.5


@dataclass(frozen=True, slots=True)
class Appearance:
    """A quotation as far as linking needs it; `wording` is the key of its exact words."""

    id: int
    utterance_id: int | None
    article_id: int
    outlet_id: int | None
    speaker_id: int | None
    nested: bool
    content: str
    wording: str


@dataclass(frozen=True, slots=True)
class Utterance:
    """A group of appearances of the same words; `content` is the longest form."""

    key: str
    content: str
    appearances: tuple[Appearance, ...]

    @property
    def values(self) -> dict[str, str | int]:
        """Return the values of its row, in the order of its columns."""
        outlets = {appearance.outlet_id for appearance in self.appearances} - {None}
        return {
            "key": self.key,
            "content": self.content,
            "words": count_words(self.content),
            "appearances": len(self.appearances),
            "articles": len({appearance.article_id for appearance in self.appearances}),
            "outlets": len(outlets),
        }


def link(db: Database) -> None:
    """Give every quotation its utterance; rows that are right already are left alone."""
    utterances = tuple(group(tuple(_appearances(db))))
    with db.atomic():
        ids = _write_utterances(db, utterances)
        moved = [
            {"id": appearance.id, "utterance": ids[utterance.key]}
            for utterance in utterances
            for appearance in utterance.appearances
            if appearance.utterance_id != ids[utterance.key]
        ]
        db.conn.executemany("update quotes set utterance_id = :utterance where id = :id", moved)
        db.execute("delete from utterances where id not in (select utterance_id from quotes)")


def group(appearances: tuple[Appearance, ...]) -> Iterator[Utterance]:
    """Yield the utterances: exact wordings, and trimmed versions of the same speaker's words joined to the longer."""
    roots = _joined(appearances)
    groups: dict[str, list[Appearance]] = defaultdict(list)
    for appearance in appearances:
        groups[_root(roots, appearance.wording)].append(appearance)
    for members in groups.values():
        longest = min(members, key=lambda member: (-len(member.content), member.content, member.wording))
        yield Utterance(longest.wording, longest.content, tuple(members))


def wording_key(content: str, speaker_key: str | None, article_key: str) -> str:
    """Return the key of the exact words; a few words are the same only from one speaker, or in one article.

    >>> long = wording_key("We will not sign it, ever.", "person:ana ruiz", "a1")
    >>> long == wording_key("“We will not sign it — EVER”", None, "a2")
    True
    >>> wording_key("Absolutely.", None, "a1") == wording_key("Absolutely", None, "a2")
    False
    """
    found = tokens(content)
    words = " ".join(found) or content
    owner = "" if len(found) >= LONE_WORDS else (speaker_key or f"article:{article_key}")
    return sha256(f"{owner}\n{words}".encode()).hexdigest()[:32]


def shingles(content: str) -> frozenset[int]:
    """Return the hashes of all runs of eight words; none for a shorter content."""
    found = tokens(content)
    return frozenset(hash(found[start : start + SHINGLE]) for start in range(len(found) - SHINGLE + 1))


def _appearances(db: Database) -> Iterator[Appearance]:
    rows = db.execute("""
        select q.id, q.utterance_id, q.article_id, q.outlet_id, q.speaker_id, q.parent_id is not null, q.content,
               s.key, a.key
        from quotes q join articles a on a.id = q.article_id left join speakers s on s.id = q.speaker_id
    """)
    for quote_id, utterance_id, article_id, outlet_id, speaker_id, nested, content, speaker_key, article_key in rows:
        yield Appearance(
            id=quote_id,
            utterance_id=utterance_id,
            article_id=article_id,
            outlet_id=outlet_id,
            speaker_id=speaker_id,
            nested=bool(nested),
            content=content,
            wording=wording_key(content, speaker_key, article_key),
        )


def _write_utterances(db: Database, utterances: tuple[Utterance, ...]) -> dict[str, int]:
    """Write the rows that are new or differ, and return the id of every utterance by its key."""
    present = set(db.execute("select key, content, words, appearances, articles, outlets from utterances"))
    changed = [
        values for values in (utterance.values for utterance in utterances) if (*values.values(),) not in present
    ]
    db.conn.executemany(
        """
        insert into utterances (key, content, words, appearances, articles, outlets)
        values (:key, :content, :words, :appearances, :articles, :outlets)
        on conflict (key) do update set content = excluded.content, words = excluded.words,
          appearances = excluded.appearances, articles = excluded.articles, outlets = excluded.outlets
        """,
        changed,
    )
    return dict(db.execute("select key, id from utterances").fetchall())


# ---------------------------------------------------------------- trimmed versions


def _joined(appearances: tuple[Appearance, ...]) -> dict[str, str]:
    """Return a union-find forest over wordings: trimmed versions of one speaker's words are in one tree."""
    by_speaker: dict[int, dict[str, str]] = defaultdict(dict)
    for appearance in appearances:
        # A nested quotation is part of its outer one's words: that is no second appearance of them.
        if appearance.speaker_id is not None and not appearance.nested:
            by_speaker[appearance.speaker_id][appearance.wording] = appearance.content
    roots: dict[str, str] = {}
    for contents in by_speaker.values():
        for one, other in _versions(contents) if len(contents) > 1 else ():
            _union(roots, one, other)
    return roots


def _versions(contents: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield pairs of wordings of which one is a trimmed version of the other."""
    runs = {wording: found for wording, content in contents.items() if (found := shingles(content))}
    holders: dict[int, list[str]] = defaultdict(list)
    for wording, found in runs.items():
        shared = Counter(other for run in found for other in holders[run])
        for other, count in shared.items():
            if count >= CONTAINMENT * min(len(found), len(runs[other])):
                yield wording, other
        for run in found:
            holders[run].append(wording)


def _root(roots: dict[str, str], wording: str) -> str:
    while (above := roots.get(wording, wording)) != wording:
        roots[wording] = roots.get(above, above)
        wording = above
    return wording


def _union(roots: dict[str, str], one: str, other: str) -> None:
    one, other = _root(roots, one), _root(roots, other)
    if one != other:
        roots[max(one, other)] = min(one, other)
