"""Gold articles: readable files that say, for every quotation, who spoke and which words of the article say so.

The format is described in `tests/gold/README.md`. Pieces are searched from left to right, so repeated words
find their own place; sources, cues and addressees are the occurrence nearest to their quotation.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from quotes.models import Article, Reason, Span, SpeakerKind
from quotes.read import read

ROOT = Path(__file__).resolve().parent.parent
GOLD = ROOT / "tests" / "gold"
FOLDERS = ("news", "synthetic", "negative", "known_failures")

# Longest first: two apostrophes are one mark, and so are the three letters that a mark becomes in the wrong encoding.
MARKS = ("â€œ", "â€\x9d", "''", "``", *"\"“”„‟«»‘’‚‹›'")
ELISION = " [...] "
HEADERS = frozenset({"outlet", "published", "why", "rules", "title", "author", "url", "article"})
FIELDS = frozenset(
    {"speaker", "kind", "also", "source", "cue", "reason", "told_to", "on_behalf_of", "rule", "nested", "open", "why"},
)
RULE_ID = re.compile(r"[MFXWN][1-9][0-9]?\Z")
WRONG = "wrong:"
"""How the `why` of an entry begins for which the pipeline names somebody who did not say it."""


class GoldError(ValueError):
    """A gold file that cannot be read as it stands; the message names the file and the line."""


@dataclass(frozen=True, slots=True)
class GoldQuotation:
    """One quotation as a careful reader marks it.

    `pieces` are the spans of the content, inside the marks and without white space at either end. `speakers`
    are canonical names, empty with a `reason`; `sources` are the mentions, one for each speaker. `also` are
    other names that are as right as the first one. `nested` are the quotations inside the content. `open` are
    the aspects in which the pipeline is known to fail, and `why` says what is hard about them.
    """

    pieces: tuple[Span, ...]
    speakers: tuple[str, ...] = ()
    kind: SpeakerKind | None = None
    sources: tuple[Span, ...] = ()
    cue: Span | None = None
    told_to: Span | None = None
    on_behalf_of: Span | None = None
    rule: str | None = None
    reason: Reason | None = None
    also: tuple[str, ...] = ()
    nested: tuple["GoldQuotation", ...] = ()
    open: frozenset[str] = frozenset()
    why: str = ""

    @property
    def stated(self) -> tuple[str, ...]:
        """Return the aspects of which the entry says something, in the order of `ASPECTS`."""
        return tuple(name for name, states in ASPECTS.items() if states(self))

    @property
    def wrong(self) -> bool:
        """Tell whether the pipeline is known to name somebody who did not say it."""
        return self.why.startswith(WRONG)

    @property
    def speaker(self) -> str | None:
        """Return the first speaker's name."""
        return self.speakers[0] if self.speakers else None

    @property
    def source(self) -> Span | None:
        """Return the first speaker's mention."""
        return self.sources[0] if self.sources else None


ASPECTS: dict[str, Callable[[GoldQuotation], bool]] = {
    "pieces": lambda gold: bool(gold.pieces),
    "speaker": lambda gold: bool(gold.speakers),
    "source": lambda gold: bool(gold.sources),
    "kind": lambda gold: gold.kind is not None,
    "cue": lambda gold: gold.cue is not None,
    "reason": lambda gold: gold.reason is not None,
    "told_to": lambda gold: gold.told_to is not None,
    "on_behalf_of": lambda gold: gold.on_behalf_of is not None,
    "nested": lambda gold: bool(gold.nested),
    "nested_speaker": lambda gold: any(one.speakers for one in gold.nested),
}
"""Each thing that an entry can say, and whether an entry says it."""


@dataclass(frozen=True, slots=True)
class GoldArticle:
    """An article, why it is in the collection, the patterns that it shows, and its quotations in text order."""

    path: Path
    article: Article
    why: str
    rules: tuple[str, ...]
    quotations: tuple[GoldQuotation, ...]


@dataclass(frozen=True, slots=True)
class _Entry:
    """An entry as it is written: the number of its first line, its fields and its pieces in their marks."""

    where: str
    fields: dict[str, str]
    snippets: tuple[str, ...]

    @property
    def nested(self) -> bool:
        return self.fields.get("nested") == "yes"


def all_gold(folder: str | None = None) -> tuple[GoldArticle, ...]:
    """Return the gold articles of one folder (`news`, `synthetic`, ...), or of all, in order of path."""
    folders = FOLDERS if folder is None else (folder,)
    return tuple(load(path) for name in folders for path in sorted((GOLD / name).glob("*.txt")))


@cache
def load(path: Path) -> GoldArticle:
    """Return the gold article in the file.

    Raises:
        GoldError: if a field is unknown, or words are missing from the article or cannot be told apart.
    """
    lines = path.read_text(encoding="utf-8").split("\n")
    header, body, first = _parts(lines, path)
    article = _article(header, body, path)
    entries = tuple(_entries(lines, first, path))
    return GoldArticle(
        path=path,
        article=article,
        why=header["why"],
        rules=tuple(header.get("rules", "").split()),
        quotations=_quotations(entries, article.text),
    )


# ---------------------------------------------------------------- the file's parts


def _parts(lines: list[str], path: Path) -> tuple[dict[str, str], str, int]:
    """Return the header, the article's text, and the index of the first line after `--- quotations`."""
    try:
        rule = lines.index("---")
        quotations = lines.index("--- quotations", rule)
    except ValueError as error:
        raise GoldError(f"{path}: needs a line '---' and after it a line '--- quotations'") from error
    header = _fields(lines[:rule], HEADERS, str(path))
    if "why" not in header:
        raise GoldError(f"{path}: the header needs 'why'")
    _check_rules(header.get("rules", "").split(), str(path))
    return header, "\n".join(lines[rule + 1 : quotations]).strip("\n"), quotations + 1


def _fields(parts: list[str], allowed: frozenset[str], where: str) -> dict[str, str]:
    """Return `name: words` pairs."""
    pairs = {}
    for part in parts:
        name, colon, words = part.strip().partition(":")
        if not colon or name not in allowed or name in pairs:
            raise GoldError(f"{where}: cannot read {part!r}; fields are {', '.join(sorted(allowed))}, each once")
        pairs[name] = words.strip()
    return pairs


def _check_rules(rules: list[str], where: str) -> None:
    for rule in rules:
        if not RULE_ID.match(rule):
            raise GoldError(f"{where}: {rule!r} is not the id of a pattern")


def _article(header: dict[str, str], body: str, path: Path) -> Article:
    """Return the article in the file, or the one that the header points to."""
    if "article" in header:
        return _sample(header["article"], path)
    if not body:
        raise GoldError(f"{path}: has neither a text nor a header 'article'")
    return Article(
        key=path.stem,
        text=body,
        title=header.get("title"),
        outlet=header.get("outlet"),
        url=header.get("url"),
        published=header.get("published"),
        author=header.get("author"),
        origin=str(path),
    )


def _sample(name: str, path: Path) -> Article:
    """Return an article of `db/sample`; `NAME#2` is the second row of a file with several articles."""
    file, _, row = name.partition("#")
    articles = [one for one in read([ROOT / file]) if isinstance(one, Article)]
    try:
        return articles[int(row or 1) - 1]
    except IndexError:
        raise GoldError(f"{path}: no article at {name}") from None


def _entries(lines: list[str], first: int, path: Path) -> list[_Entry]:
    """Return the entries: a line that is not indented begins one, its indented lines are the pieces."""
    entries: list[_Entry] = []
    for number, line in enumerate(lines[first:], first + 1):
        if not line.strip():
            continue
        if line[0].isspace():
            if not entries:
                raise GoldError(f"{path}:{number}: a piece before the first entry")
            entries[-1] = replace(entries[-1], snippets=(*entries[-1].snippets, line.strip()))
        else:
            where = f"{path}:{number}"
            entries.append(_Entry(where, _fields(line.split(" | "), FIELDS, where), ()))
    for entry in entries:
        _check(entry)
    return entries


def _check(entry: _Entry) -> None:
    """Reject an entry that says too little or contradicts itself."""
    fields = entry.fields
    if not entry.snippets:
        raise GoldError(f"{entry.where}: an entry without a piece")
    if fields.get("nested", "yes") != "yes":
        raise GoldError(f"{entry.where}: 'nested' is 'yes' or absent")
    if "speaker" not in fields:
        raise GoldError(f"{entry.where}: 'speaker' is missing; write 'speaker: none' with a reason")
    _check_rules(fields["rule"].split() if "rule" in fields else [], entry.where)
    needed = {"reason"} if fields["speaker"] == "none" else {"kind", "source"}
    barred = {"kind"} if fields["speaker"] == "none" else {"reason"}
    if needed - fields.keys() or barred & fields.keys():
        raise GoldError(f"{entry.where}: 'speaker: {fields['speaker']}' needs {needed} and bars {barred}")
    if "open" not in fields and "why" in fields:
        raise GoldError(f"{entry.where}: 'why' says what is hard about an 'open' aspect, and there is none")
    if entry.nested and "open" in fields:
        raise GoldError(f"{entry.where}: 'open' belongs to the quotation around: nested or nested_speaker")
    if len(_names(fields.get("source", ""))) > max(1, len(_names(fields["speaker"]))):
        raise GoldError(f"{entry.where}: more sources than speakers")


def _names(words: str) -> tuple[str, ...]:
    """Return the names that semicolons part."""
    return tuple(name.strip() for name in words.split(";") if name.strip())


# ---------------------------------------------------------------- words to spans


def _quotations(entries: tuple[_Entry, ...], text: str) -> tuple[GoldQuotation, ...]:
    """Return the quotations, each with those nested in it."""
    places = _places(entries, text)
    outer = tuple(span for entry, spans in zip(entries, places, strict=True) if not entry.nested for span in spans)
    inner = tuple(span for entry, spans in zip(entries, places, strict=True) if entry.nested for span in spans)
    found: list[GoldQuotation] = []
    for entry, pieces in zip(entries, places, strict=True):
        if entry.nested:
            one = _quotation(entry, pieces, _Frame(text, within=found[-1].pieces, without=inner))
            found[-1] = replace(found[-1], nested=(*found[-1].nested, one))
        else:
            found.append(_quotation(entry, pieces, _Frame(text, within=(Span(0, len(text)),), without=outer)))
    for entry, one in zip((entry for entry in entries if not entry.nested), found, strict=True):
        _check_open(entry, one)
    return tuple(found)


def _check_open(entry: _Entry, one: GoldQuotation) -> None:
    """Reject an open aspect that no test looks at: one that does not exist, or of which the entry says nothing."""
    given = entry.fields.get("open", "pieces").split()
    unknown = [name for name in given if name not in one.stated]
    if unknown or not given:
        raise GoldError(f"{entry.where}: 'open' cannot hold {unknown}; of this entry it can: {', '.join(one.stated)}")


def _places(entries: tuple[_Entry, ...], text: str) -> list[tuple[Span, ...]]:
    """Return the spans of each entry's pieces; each piece is searched after the one before."""
    places: list[tuple[Span, ...]] = []
    cursor, parent = 0, Span(0, 0)
    for entry in entries:
        if entry.nested and not parent:
            raise GoldError(f"{entry.where}: nested in nothing")
        start = parent.start if entry.nested else cursor
        end = parent.end if entry.nested else len(text)
        spans = []
        for snippet in entry.snippets:
            outer = _find(snippet, text, start, end, entry.where)
            spans.append(_inside(snippet, outer, text, entry.where))
            start = outer.end
        places.append(tuple(spans))
        if not entry.nested:
            cursor, parent = start, Span(spans[0].start, spans[-1].end)
    return places


def _find(snippet: str, text: str, start: int, end: int, where: str) -> Span:
    """Return the first place of the snippet; ` [...] ` in it stands for any words of the same paragraph."""
    head, elided, tail = snippet.partition(ELISION)
    begin = text.find(head, start, end)
    if begin < 0:
        raise GoldError(f"{where}: not in the article after the piece before: {head}")
    if not elided:
        return Span(begin, begin + len(head))
    paragraph = text.find("\n", begin)
    stop = text.find(tail, begin + len(head), end if paragraph < 0 else min(paragraph, end))
    if stop < 0:
        raise GoldError(f"{where}: not in the same paragraph: {tail}")
    return Span(begin, stop + len(tail))


def _inside(snippet: str, outer: Span, text: str, where: str) -> Span:
    """Return what stands inside the marks, without white space at either end."""
    opener = next((mark for mark in MARKS if snippet.startswith(mark)), None)
    if opener is None:
        raise GoldError(f"{where}: a piece must begin with its quotation mark: {snippet}")
    closer = next((mark for mark in MARKS if snippet.endswith(mark)), "")
    start, end = outer.start + len(opener), outer.end - len(closer)
    content = text[start:end]
    if not content.strip():
        raise GoldError(f"{where}: nothing inside the marks: {snippet}")
    return Span(start + len(content) - len(content.lstrip()), end - len(content) + len(content.rstrip()))


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where sources and cues may stand: inside one of `within`, touching none of `without`."""

    text: str
    within: tuple[Span, ...]
    without: tuple[Span, ...]

    def allows(self, span: Span) -> bool:
        return any(one.covers(span) for one in self.within) and not any(one.overlaps(span) for one in self.without)


def _quotation(entry: _Entry, pieces: tuple[Span, ...], frame: _Frame) -> GoldQuotation:
    fields = entry.fields

    def nearest(name: str) -> Span | None:
        return _nearest(fields[name], pieces, frame, entry.where) if name in fields else None

    return GoldQuotation(
        pieces=pieces,
        speakers=() if fields["speaker"] == "none" else _names(fields["speaker"]),
        kind=SpeakerKind(fields["kind"]) if "kind" in fields else None,
        sources=tuple(_nearest(words, pieces, frame, entry.where) for words in _names(fields.get("source", ""))),
        cue=nearest("cue"),
        told_to=nearest("told_to"),
        on_behalf_of=nearest("on_behalf_of"),
        rule=fields.get("rule"),
        reason=Reason(fields["reason"]) if "reason" in fields else None,
        also=_names(fields.get("also", "")),
        open=frozenset(fields.get("open", "").split()),
        why=fields.get("why", ""),
    )


def _nearest(words: str, pieces: tuple[Span, ...], frame: _Frame, where: str) -> Span:
    """Return the occurrence nearest to the quotation; `she@2` is the second in the whole text."""
    words, at, number = words.partition("@")
    everywhere = [Span(*found.span()) for found in re.finditer(_whole(words), frame.text)]
    if at:
        if not 1 <= int(number) <= len(everywhere):
            raise GoldError(f"{where}: {len(everywhere)} times in the article, not {number}: {words}")
        return everywhere[int(number) - 1]
    allowed = [span for span in everywhere if frame.allows(span)]
    if not allowed:
        raise GoldError(f"{where}: not in the article outside its quotations: {words}")
    ranked = sorted(allowed, key=lambda span: _distance(span, pieces, frame.text))
    if len(ranked) > 1 and len({_distance(span, pieces, frame.text) for span in ranked[:2]}) == 1:
        raise GoldError(f"{where}: two places are equally near; write {words}@1 or the like")
    return ranked[0]


def _whole(words: str) -> str:
    """Return a pattern for the words that does not match inside a longer word."""
    before = r"(?<!\w)" if words[:1].isalnum() else ""
    after = r"(?!\w)" if words[-1:].isalnum() else ""
    return before + re.escape(words) + after


def _distance(span: Span, pieces: tuple[Span, ...], text: str) -> tuple[int, int]:
    """Return the paragraphs and the code points between the span and the nearest piece."""
    gaps = [
        Span(*sorted((span.end, piece.start))) if span < piece else Span(piece.end, max(piece.end, span.start))
        for piece in pieces
    ]
    return min((gap.of(text).count("\n"), len(gap)) for gap in gaps)
