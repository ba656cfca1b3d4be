"""Every gold article, read by the real pipeline: what a careful reader found is what the pipeline finds.

One test for each quotation and aspect, so that a red line says what is wrong: the pieces, who spoke, the words that
name the speaker, and so on; `news/corvane-tribune-voss-07-speaker` is the seventh entry of its file. Quotations are
matched by overlap; one that was not found is wrong in all aspects. What an entry calls open is expected to fail.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from gold_files import ASPECTS, GoldArticle, GoldQuotation, all_gold, load
from pipeline_fixture import Processed, moved, name_of

from quotes.lexicon import words
from quotes.models import (
    AttributedQuotation,
    Attribution,
    Cue,
    IndexedArticle,
    Mention,
    Piece,
    Quotation,
    Reason,
    Span,
    Speaker,
    SpeakerKind,
)
from quotes.pipeline import Pipeline
from quotes.rules import TABLE

pytestmark = pytest.mark.stanza

KNOWN_WRONG = 5
"""The entries marked `why: wrong:`, where a speaker is named who did not say it: it may fall, and must not rise."""

ALL = all_gold()
EXPECTED_TO_PASS = [gold for gold in ALL if gold.path.parent.name != "known_failures"]
BEYOND = [gold for gold in ALL if gold.path.parent.name == "known_failures"]
FRONT = "The market opens at seven and closes at noon.\n\n"
WORD = re.compile(r"\w+(?:['’-]\w+)*")
DOUBLES = str.maketrans("“”", '""')
Pair = tuple[GoldQuotation, AttributedQuotation]
Sides = tuple[object, object]


# ---------------------------------------------------------------- aspects


def trimmed(span: Span, text: str) -> Span:
    """Return the span without white space at either end."""
    content = span.of(text)
    start = span.start + len(content) - len(content.lstrip())
    return Span(start, max(start, span.end - (len(content) - len(content.rstrip()))))


def contents(quotation: Quotation, text: str) -> tuple[Span, ...]:
    """Return the trimmed contents of a quotation."""
    return tuple(trimmed(piece.content, text) for piece in quotation.pieces)


def _pairs(gold: tuple[GoldQuotation, ...], found: tuple[AttributedQuotation, ...]) -> Iterator[Pair]:
    """Yield each gold quotation with the found one that shares most with it, if any does."""
    for one in gold:
        best = max(found, key=lambda other: _shared(one, other), default=None)
        if best is not None and _shared(one, best):
            yield one, best


def _shared(one: GoldQuotation, other: AttributedQuotation) -> int:
    """Return the code points that two quotations share."""
    return sum(
        max(0, min(mine.end, piece.content.end) - max(mine.start, piece.content.start))
        for mine in one.pieces
        for piece in other.attribution.quotation.pieces
    )


def _speakers(gold: GoldQuotation, found: AttributedQuotation, _text: str) -> Sides:
    """Return the names; a name that is as right counts as the first one."""
    as_right = {name.casefold(): gold.speakers[0] for name in gold.also} if len(gold.speakers) == 1 else {}
    names = [as_right.get(one.name.casefold(), one.name) for one in found.speakers]
    same = sorted(name.casefold() for name in names) == sorted(name.casefold() for name in gold.speakers)
    return sorted(gold.speakers), sorted(gold.speakers if same else names)


def _kinds(gold: GoldQuotation, found: AttributedQuotation, _text: str) -> Sides:
    """Return the kinds of the speakers; without a speaker there is nothing to compare."""
    kinds = {one.kind.value for one in found.speakers} or {str(gold.kind)}
    return {str(gold.kind)}, kinds


def _sources(gold: GoldQuotation, found: AttributedQuotation, text: str) -> Sides:
    """Return the sources as printed; a mention counts that covers a content word of the gold source."""
    mentions = found.attribution.sources
    expected = [span.of(text) for span in gold.sources]
    hit = [span.of(text) for span in gold.sources if any(_names(span, one, text) for one in mentions)]
    return expected, expected if hit == expected else [one.span.of(text) for one in mentions]


def _names(gold: Span, mention: Mention, text: str) -> bool:
    spans = [mention.span, *([mention.antecedent] if mention.antecedent else [])]
    found = [Span(gold.start + m.start(), gold.start + m.end()) for m in WORD.finditer(gold.of(text))]
    content = [word for word in found if word.of(text).lower() not in words("determiners")] or found
    return any(span.covers(word) for span in spans for word in content)


def _cues(gold: GoldQuotation, found: AttributedQuotation, text: str) -> Sides:
    """Return the cues as printed; overlap is enough."""
    cue = found.attribution.cue
    return _overlapping(gold.cue, cue.span if cue else None, text)


def _overlapping(gold: Span | None, found: Span | None, text: str) -> Sides:
    expected, actual = gold and gold.of(text), found and found.of(text)
    return expected, expected if gold and found and gold.overlaps(found) else actual


def _reasons(gold: GoldQuotation, found: AttributedQuotation, _text: str) -> Sides:
    names = ", ".join(speaker.name for speaker in found.speakers)
    return str(gold.reason), f"a speaker: {names}" if names else str(found.reason)


def _nested(gold: GoldQuotation, found: AttributedQuotation, text: str) -> Sides:
    inner = found.attribution.quotation.nested
    return (
        [[span.of(text) for span in one.pieces] for one in gold.nested],
        [[span.of(text) for span in contents(one, text)] for one in inner],
    )


def _nested_speakers(gold: GoldQuotation, found: AttributedQuotation, text: str) -> Sides:
    pairs = {id(one): other for one, other in _pairs(gold.nested, found.nested)}
    lines = [_speakers(one, pairs[id(one)], text) if id(one) in pairs else (one.speakers, None) for one in gold.nested]
    return [expected for expected, _ in lines], [actual for _, actual in lines]


def _told_to(gold: GoldQuotation, found: AttributedQuotation, text: str) -> Sides:
    return _overlapping(gold.told_to, found.attribution.told_to, text)


def _on_behalf_of(gold: GoldQuotation, found: AttributedQuotation, text: str) -> Sides:
    return _overlapping(gold.on_behalf_of, found.attribution.on_behalf_of, text)


def _found_pieces(gold: GoldQuotation, found: AttributedQuotation, text: str) -> Sides:
    """Return the pieces as printed; each must begin and end where the gold file says."""
    actual = contents(found.attribution.quotation, text)
    expected = [span.of(text) for span in gold.pieces]
    return expected, expected if actual == gold.pieces else [f"{span.of(text)} ({span})" for span in actual]


COMPARISONS: dict[str, Callable[[GoldQuotation, AttributedQuotation, str], Sides]] = {
    "pieces": _found_pieces,
    "speaker": _speakers,
    "source": _sources,
    "kind": _kinds,
    "cue": _cues,
    "reason": _reasons,
    "told_to": _told_to,
    "on_behalf_of": _on_behalf_of,
    "nested": _nested,
    "nested_speaker": _nested_speakers,
}


def compared(aspect: str, gold: GoldQuotation, one: Processed) -> Sides:
    """Return what the gold entry says of an aspect and what was found, in words."""
    for _, found in _pairs((gold,), one.quotations):
        return COMPARISONS[aspect](gold, found, one.text)
    return " / ".join(span.of(one.text) for span in gold.pieces), "no quotation found"


def unstated(one: Processed) -> list[str]:
    """Return the quotations that were found where the gold file has none."""
    known = {id(found) for found in one.quotations for gold in one.gold.quotations if _shared(gold, found)}
    return [found.attribution.quotation.text(one.text) for found in one.quotations if id(found) not in known]


# ---------------------------------------------------------------- wrong people


def wrongly_named(gold: GoldQuotation, one: Processed) -> list[str]:
    """Return the speakers that the pipeline gives a quotation, or one nested in it, and who did not say it.

    A name that is only incomplete is not wrong, nor are the words of the right source that were not resolved.
    """
    return [name for mine, found in _pairs((gold,), one.quotations) for name in _wrong_names(mine, found, one.text)]


def _wrong_names(gold: GoldQuotation, found: AttributedQuotation, text: str) -> list[str]:
    names = [*gold.speakers, *(gold.also if gold.speakers else ())]
    mentions = [one for one in found.attribution.sources if any(_names(span, one, text) for span in gold.sources)]
    wrong = [one.name for one in found.speakers if not (_among(one.name, names) or _gap(one, gold, mentions, text))]
    inner = [_wrong_names(mine, other, text) for mine, other in _pairs(gold.nested, found.nested)]
    return wrong + [name for names in inner for name in names]


def _gap(speaker: Speaker, gold: GoldQuotation, mentions: list[Mention], text: str) -> bool:
    """Tell whether a speaker is but the words of the right source, of which nobody has said yet who that is."""
    if _among(speaker.name, [one.head.of(text) for one in mentions]):
        return True
    antecedents = [one.antecedent.of(text) for one in mentions if one.antecedent]
    if speaker.kind is SpeakerKind.ANONYMOUS:  # e.g. Idwal Rees, a sheep farmer who says the turbines “hum in B flat”
        return _among(speaker.name, antecedents)
    return speaker.kind is SpeakerKind.GROUP and len(gold.speakers) > 1  # e.g. “Yes,” the pair said.


def _among(name: str, known: list[str]) -> bool:
    """Tell whether a name is one that is known or a part of it: `Ruiz` of `Ana Ruiz`."""
    return any(_content_words(name) <= _content_words(one) for one in known)


def _content_words(name: str) -> frozenset[str]:
    return frozenset(word.casefold() for word in WORD.findall(name)) - words("determiners")


# ---------------------------------------------------------------- gold


def _numbered(articles: list[GoldArticle]) -> Iterator[tuple[GoldArticle, int, GoldQuotation]]:
    """Yield each entry with its article and its number, from 1; nested ones belong to the one around them."""
    for article in articles:
        for number, one in enumerate(article.quotations, start=1):
            yield article, number, one


def _open(one: GoldQuotation, aspect: str) -> tuple[pytest.MarkDecorator, ...]:
    """Return the mark of an open aspect; nothing but a comparison that fails is expected."""
    reason = one.why or "beyond the rules so far"
    return (pytest.mark.xfail(strict=True, raises=AssertionError, reason=reason),) if aspect in one.open else ()


@pytest.mark.parametrize(
    ("path", "one", "aspect"),
    [
        pytest.param(gold.path, one, aspect, id=f"{name_of(gold.path)}-{number:02}-{aspect}", marks=_open(one, aspect))
        for gold, number, one in _numbered(EXPECTED_TO_PASS)
        for aspect in one.stated
    ],
)
def test_entry(path: Path, one: GoldQuotation, aspect: str, processed: dict[Path, Processed]) -> None:
    """What the gold file says of a quotation is what the pipeline says."""
    expected, actual = compared(aspect, one, processed[path])

    assert expected == actual


@pytest.mark.parametrize("path", [gold.path for gold in EXPECTED_TO_PASS], ids=name_of)
def test_nothing_else_is_found(path: Path, processed: dict[Path, Processed]) -> None:
    """What the gold file does not call a quotation is none."""
    assert unstated(processed[path]) == []


@pytest.mark.parametrize("path", [gold.path for gold in ALL], ids=name_of)
def test_wrong_speakers_are_called_wrong(path: Path, processed: dict[Path, Processed]) -> None:
    """Words put into somebody's mouth are marked as that, never as a gap, and nothing else is."""
    one = processed[path]
    named = {number: wrongly_named(entry, one) for _, number, entry in _numbered([one.gold])}
    expected = {number: named[number] or "nobody" for _, number, entry in _numbered([one.gold]) if entry.wrong}

    assert expected == {number: names for number, names in named.items() if names}


def test_no_more_wrong_speakers_than_known() -> None:
    """The quotations for which a wrong speaker is named do not grow in number."""
    wrong = [f"{name_of(gold.path)}-{number:02}" for gold, number, one in _numbered(list(ALL)) if one.wrong]

    assert len(wrong) <= KNOWN_WRONG, wrong


@pytest.mark.parametrize(
    "path",
    [
        pytest.param(
            gold.path,
            id=name_of(gold.path),
            marks=pytest.mark.xfail(strict=True, raises=AssertionError, reason=gold.why),
        )
        for gold in BEYOND
    ],
)
def test_beyond_the_rules(path: Path, processed: dict[Path, Processed]) -> None:
    """A known failure fails; when it no longer does, its file belongs elsewhere."""
    one = processed[path]
    sides = [compared(aspect, entry, one) for entry in one.gold.quotations for aspect in entry.stated]

    assert ([], [expected for expected, _ in sides]) == (unstated(one), [actual for _, actual in sides])


def test_each_aspect_is_compared() -> None:
    """Whatever an entry can say is compared with what was found."""
    assert list(ASPECTS) == list(COMPARISONS)


@pytest.mark.parametrize("rule", sorted(TABLE))
def test_each_rule_has_a_gold_file(rule: str) -> None:
    """No rule is dead: each is named by the header or by an entry of a gold file."""
    shown = [gold for gold in ALL if rule in gold.rules or any(rule == one.rule for one in gold.quotations)]

    assert shown


# ---------------------------------------------------------------- what holds for every article


def _pieces(quotations: tuple[Quotation, ...]) -> Iterator[Piece]:
    for quotation in quotations:
        yield from quotation.pieces
        yield from _pieces(quotation.nested)


def _top_pieces(indexed: IndexedArticle) -> list[Piece]:
    return [piece for one in indexed.quotations for piece in one.attribution.quotation.pieces]


def shifted(indexed: IndexedArticle, by: int) -> tuple[AttributedQuotation, ...]:
    """Return the quotations with every span `by` code points further on."""
    return tuple(_shifted(one, by) for one in indexed.quotations)


def _shifted(one: AttributedQuotation, by: int) -> AttributedQuotation:
    a = one.attribution
    return AttributedQuotation(
        Attribution(
            quotation=_shifted_quotation(a.quotation, by),
            form=a.form,
            cue=a.cue and Cue(moved(a.cue.span, by), a.cue.verb),
            sources=tuple(_shifted_mention(source, by) for source in a.sources),
            told_to=a.told_to and moved(a.told_to, by),
            on_behalf_of=a.on_behalf_of and moved(a.on_behalf_of, by),
            rule=a.rule,
            confidence=a.confidence,
            reason=a.reason,
        ),
        one.speakers,
        tuple(moved(span, by) for span in one.chain),
        one.reason,
        one.resolution,
        tuple(_shifted(inner, by) for inner in one.nested),
    )


def _shifted_mention(mention: Mention, by: int) -> Mention:
    antecedent = mention.antecedent and moved(mention.antecedent, by)
    return Mention(moved(mention.span, by), moved(mention.head, by), mention.form, antecedent)


def _shifted_quotation(quotation: Quotation, by: int) -> Quotation:
    pieces = tuple(Piece(moved(p.content, by), moved(p.outer, by), p.closed) for p in quotation.pieces)
    return Quotation(pieces, tuple(_shifted_quotation(inner, by) for inner in quotation.nested))


def spans(indexed: IndexedArticle) -> list[tuple[object, ...]]:
    """Return where everything is, and who spoke by what rule."""
    return [
        (
            contents(one.attribution.quotation, indexed.article.text),
            one.attribution.cue,
            one.attribution.sources,
            one.attribution.told_to,
            one.attribution.rule,
            one.attribution.reason,
            [speaker.name.translate(DOUBLES) for speaker in one.speakers],
        )
        for one in indexed.quotations
    ]


@pytest.fixture(scope="module")
def in_front(pipeline: Pipeline) -> dict[Path, IndexedArticle]:
    """Return all gold articles with a plain paragraph put in front."""
    return _rerun(pipeline, lambda text: FRONT + text)


@pytest.fixture(scope="module")
def straight(pipeline: Pipeline) -> dict[Path, IndexedArticle]:
    """Return all gold articles with straight double marks for curly ones."""
    return _rerun(pipeline, lambda text: text.translate(DOUBLES))


def _rerun(pipeline: Pipeline, change: Callable[[str], str]) -> dict[Path, IndexedArticle]:
    changed = [replace(gold.article, text=change(gold.article.text)) for gold in ALL]
    return dict(zip((gold.path for gold in ALL), pipeline.run(changed), strict=True))


EVERY = pytest.mark.parametrize("path", [gold.path for gold in ALL], ids=name_of)


@EVERY
def test_contents_are_slices(path: Path, processed: dict[Path, Processed]) -> None:
    """Contents lie inside their marks, inside the text, and none is empty."""
    one = processed[path]
    pieces = list(_pieces(tuple(quotation.attribution.quotation for quotation in one.quotations)))

    assert [p for p in pieces if not p.outer.covers(p.content) or p.outer.end > len(one.text)] == []
    assert [p for p in pieces if not p.content.of(one.text).strip()] == []


@EVERY
def test_pieces_are_disjoint_and_in_order(path: Path, processed: dict[Path, Processed]) -> None:
    """Pieces of an article stand in text order and do not overlap; so do its quotations."""
    pieces = _top_pieces(processed[path].indexed)
    outers = [
        piece.outer for quotation in processed[path].quotations for piece in quotation.attribution.quotation.pieces
    ]
    starts = [quotation.attribution.quotation.span.start for quotation in processed[path].quotations]

    assert sorted(outers) == sorted(piece.outer for piece in pieces)
    assert [(a, b) for n, a in enumerate(outers) for b in outers[n + 1 :] if a.overlaps(b)] == []
    assert sorted(starts) == starts


@EVERY
def test_frames_lie_outside_contents(path: Path, processed: dict[Path, Processed]) -> None:
    """Cues, sources and addressees are the reporter's words, never those inside the marks."""
    one = processed[path]
    inside = [piece.content for piece in _top_pieces(one.indexed)]
    frames = [span for quotation in one.quotations for span in _frame(quotation.attribution)]

    assert [span.of(one.text) for span in frames if any(span.overlaps(content) for content in inside)] == []


def _frame(attribution: Attribution) -> Iterator[Span]:
    if attribution.cue:
        yield attribution.cue.span
    for source in attribution.sources:
        yield from (source.span, source.head)
    if attribution.told_to:
        yield attribution.told_to


@EVERY
def test_speaker_or_reason(path: Path, processed: dict[Path, Processed]) -> None:
    """Every quotation has a speaker or a reason, and never both; who speaks is said by a rule of the table."""
    quotations = processed[path].quotations

    assert [q for q in quotations if bool(q.speakers) == (q.reason is not None)] == []
    assert [
        q for q in quotations if q.speakers and (q.attribution.rule not in TABLE or not q.attribution.sources)
    ] == []
    assert [q for q in quotations if not 0 <= q.attribution.confidence <= 1] == []
    assert [q for q in quotations if q.reason and q.reason not in Reason] == []


@EVERY
def test_a_paragraph_in_front_only_shifts(
    path: Path, processed: dict[Path, Processed], in_front: dict[Path, IndexedArticle]
) -> None:
    """A plain paragraph put in front shifts every span by its length and changes nothing else."""
    expected = shifted(processed[path].indexed, len(FRONT))

    assert expected == in_front[path].quotations


@pytest.mark.parametrize(
    "path",
    [gold.path for gold in ALL if set("“”") & set(gold.article.text) and not set("\"„‟«»'`‘") & set(gold.article.text)],
    ids=name_of,
)
def test_straight_marks_give_the_same(
    path: Path, processed: dict[Path, Processed], straight: dict[Path, IndexedArticle]
) -> None:
    """Curly and straight double marks give the same spans and speakers."""
    assert spans(processed[path].indexed) == spans(straight[path])


def test_running_twice_gives_the_same(pipeline: Pipeline, processed: dict[Path, Processed]) -> None:
    """A second run over the same articles gives equal results."""
    again = pipeline.run([gold.article for gold in ALL])

    assert [processed[gold.path].indexed for gold in ALL] == list(again)


SAMPLE = [
    load(gold.path) for gold in ALL if gold.path.stem in {"F2-content-verb-source", "F10-according-to", "X5-pronoun"}
]
"""Articles that are parsed anew, one by one: what stands beside an article in a batch must not matter."""


@pytest.mark.parametrize("path", [gold.path for gold in SAMPLE], ids=name_of)
def test_a_batch_of_one_gives_the_same(path: Path, fresh: Pipeline, processed: dict[Path, Processed]) -> None:
    """An article gives the same alone as among many, parsed anew."""
    (alone,) = fresh.run([load(path).article])

    assert processed[path].indexed == alone


def test_order_of_articles_changes_nothing(fresh: Pipeline) -> None:
    """Articles in another order give the same, parsed anew."""
    articles = [gold.article for gold in SAMPLE]

    assert fresh.run(articles) == fresh.run(articles[::-1])[::-1]
