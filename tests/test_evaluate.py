"""quotes.evaluate: the figures on hand-made cases, and equal to those of the scorer that came with the gold."""

import importlib.util
import json
import random
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from quotes.errors import EvaluationError
from quotes.evaluate import (
    Evaluation,
    GoldArticle,
    Outcome,
    PredictedQuotation,
    Score,
    errors,
    evaluate,
    load_gold,
    predicted,
    report,
)
from quotes.evaluate.gold import Position, gold_article
from quotes.evaluate.names import Agreement, compare
from quotes.evaluate.sources import SourceType, head_regions, mention_is_right, source_type
from quotes.models import (
    Article,
    AttributedQuotation,
    Attribution,
    Form,
    IndexedArticle,
    Mention,
    MentionForm,
    Piece,
    Quotation,
    Span,
    Speaker,
    SpeakerKind,
)

TEXT = (
    "“The pier will open in spring,” Ms. Roth, a spokeswoman for Gullane council, said. “No later than May.”\n"
    "He called the plan a “costly mistake” on “Morning Tide” last week.\n"
    "It was said to be “a folly” by nobody in particular."
)
OPENING, MAY, MISTAKE, PROGRAMME, FOLLY = (
    "The pier will open in spring,",
    "No later than May.",
    "costly mistake",
    "Morning Tide",
    "a folly",
)
ROTH = "Ms. Roth, a spokeswoman for Gullane council,"


def at(words: str) -> Span:
    """Return the place of `words` in the text."""
    start = TEXT.index(words)
    return Span(start, start + len(words))


def row(words: str, source: str | None = None, **more: object) -> dict[str, object]:
    """Return a quotation of a gold file."""
    span = at(words)
    place = [[at(source).start, at(source).end]] if source else []
    return {"start": span.start, "end": span.end, "attributed": True, "kind": "direct", "source": place, **more}


def gold_row() -> dict[str, Any]:
    """Return a gold article: four attributed spans, one of them without a source, and the title of a programme."""
    return {
        "id": "a",
        "text": TEXT,
        "outlet": "Gullane Gazette",
        "quotes": [
            row(OPENING, ROTH, speaker=["Mia Roth", "Roth"]),
            row(MAY, ROTH, speaker="Mia Roth"),
            row(MISTAKE, "He", kind="mixed"),
            row(PROGRAMME, attributed=False, kind=None),
            row(FOLLY, kind="mixed"),
        ],
    }


@pytest.fixture
def gold() -> GoldArticle:
    """Return the gold article of this module."""
    return gold_article(gold_row())


def says(*pieces: str, mention: str | None = None, speaker: str | None = None, rule: str = "x") -> PredictedQuotation:
    """Return a prediction."""
    return PredictedQuotation(tuple(map(at, pieces)), at(mention) if mention else None, speaker, rule, 0.85)


def run(gold: GoldArticle, *predictions: PredictedQuotation) -> Evaluation:
    """Return the evaluation of one article."""
    return evaluate([gold], {"a": predictions})


ALL_RIGHT = (
    says(OPENING, MAY, mention="Ms. Roth", speaker="Mia Roth"),
    says(MISTAKE, mention="He"),
    says(PROGRAMME),
    says(FOLLY),
)


def test_everything_right(gold: GoldArticle) -> None:
    """Right predictions score 1 everywhere; a piece counts as a span, and a title without a speaker costs nothing."""
    result = run(gold, *ALL_RIGHT)

    assert result.detection() == Score(4, 4, 4)
    assert result.detection(5) == Score(1, 1, 1)
    assert result.end_to_end() == Score(3, 3, 3)
    assert result.attribution().recall == 1.0
    assert (result.identity().named, result.identity().exact) == (2, 2)
    assert errors(result) == ()


def test_nothing_predicted(gold: GoldArticle) -> None:
    """An article without prediction costs recall, and no division by zero."""
    result = evaluate([gold], {})

    assert result.without_prediction == 1
    assert result.detection() == Score(0, 0, 4)
    assert result.end_to_end().f1 == 0.0
    assert result.identity().score == 0.0


def test_speaker_for_a_title_is_a_wrong_claim(gold: GoldArticle) -> None:
    """A speaker for an unattributed span counts against both precisions."""
    result = run(gold, *ALL_RIGHT[:2], says(PROGRAMME, speaker="Mia Roth"))

    assert result.detection() == Score(3, 4, 4)
    assert result.end_to_end() == Score(3, 4, 3)
    assert result.causes() == {Outcome.SCARE_QUOTE: 1}


def test_unasked_quotation_is_wrong_and_claims_only_with_a_speaker(gold: GoldArticle) -> None:
    """A prediction that pairs with nothing lowers detection; end to end only if it names a speaker."""
    silent = run(gold, *ALL_RIGHT, says("last week"))
    claiming = run(gold, *ALL_RIGHT, says("last week", speaker="Mia Roth"))

    assert silent.detection() == claiming.detection() == Score(4, 5, 4)
    assert silent.end_to_end() == Score(3, 3, 3)
    assert claiming.end_to_end() == Score(3, 4, 3)
    assert claiming.causes() == {Outcome.NOT_GOLD: 1}


def test_claim_without_gold_source_cannot_be_judged(gold: GoldArticle) -> None:
    """A speaker for a span whose source the gold does not mark is neither right nor wrong."""
    result = run(gold, *ALL_RIGHT[:3], says(FOLLY, mention="nobody"))

    assert result.end_to_end() == Score(3, 3, 3)


def test_ignored_spans_count_neither_way() -> None:
    """A prediction on an ignored span, or half inside one, is dropped."""
    data = gold_row()
    data["quotes"][0]["ignore"] = True
    half = PredictedQuotation((Span(at(OPENING).start, at(OPENING).start + 12),), speaker="Mia Roth")

    for prediction in (says(OPENING, speaker="Mia Roth"), half):
        result = run(gold_article(data), prediction)

        assert result.detection() == Score(0, 0, 3)
        assert result.end_to_end() == Score(0, 0, 2)


def test_marks_at_the_ends_do_not_matter(gold: GoldArticle) -> None:
    """A prediction that includes its marks is paired as if it did not."""
    outer = PredictedQuotation((Span(at(FOLLY).start - 1, at(FOLLY).end + 1),))

    assert run(gold, outer).detection() == Score(1, 1, 4)


def test_wrong_and_missing_speakers_are_told_apart(gold: GoldArticle) -> None:
    """Errors say what is wrong, where, and by which rule."""
    result = run(gold, says(OPENING, mention="He", rule="F1"), says(MAY), says(FOLLY))

    rows = [(error.error, error.quote, error.mention, error.rule) for error in errors(result)]
    assert rows == [
        (Outcome.WRONG_SPEAKER, OPENING, "He", "F1"),
        (Outcome.NO_SPEAKER, MAY, None, "x"),
        (Outcome.MISSED, MISTAKE, None, None),
    ]


def test_groups(gold: GoldArticle) -> None:
    """Breakdowns count the spans with a source: by its type, its position, and by length."""
    groups = {(group.aspect, group.value): group for group in run(gold, *ALL_RIGHT[1:]).groups()}

    assert groups["type", "pronoun"].score == Score(1, 1, 1)
    assert groups["type", "name"].score == Score(0, 0, 2)
    assert groups["position", "after"].score == Score(0, 0, 1)
    assert groups["position", "split"].score == Score(0, 0, 1)
    assert groups["words", "<5"].found == 1


def test_rules_and_calibration(gold: GoldArticle) -> None:
    """Each rule gets the count of its claims and of the right ones, and so does each twentieth of confidence."""
    sure = replace(says(MISTAKE, mention="He", rule="F2"), confidence=1.0)
    result = run(
        gold, says(OPENING, MAY, mention="Ms. Roth", rule="F1"), sure, says(PROGRAMME, speaker="He", rule="F1")
    )

    assert [(tally.label, tally.claims, tally.right) for tally in result.rules()] == [("F1", 3, 2), ("F2", 1, 1)]
    assert [(tally.label, tally.right) for tally in result.calibration()] == [("0.85 to 0.90", 2), ("0.95 to 1.00", 1)]


def test_share_of_the_sure(gold: GoldArticle) -> None:
    """Claims from a confidence on are counted by themselves; where there are none, nothing is claimed of them."""
    sure = replace(says(MISTAKE, mention="He"), confidence=0.9)
    result = run(gold, says(OPENING, mention="He"), sure)

    assert (result.sure().claims, result.sure().right) == (1, 1)
    assert (result.sure(0.5).claims, result.sure(0.5).right) == (2, 1)
    assert (result.sure(0.95).claims, result.sure(0.95).precision) == (0, 0.0)


def test_confidence_bins_hold_their_lower_bound(gold: GoldArticle) -> None:
    """A confidence of 0.55 lies in the bin that begins there, whatever floating point makes of it."""
    lows = [low / 20 for low in range(20)]
    labels = [run(gold, replace(says(MISTAKE, mention="He"), confidence=low)).calibration()[0].label for low in lows]

    assert labels == [f"{low:.2f} to {low + 0.05:.2f}" for low in lows]


def test_silence_is_right_where_nobody_spoke(gold: GoldArticle) -> None:
    """Quotations without a source are counted by reason and rule; a title among them is rightly silent."""
    silent = [replace(says(words), reason="not-speech", rule="N2") for words in (PROGRAMME, MISTAKE)]
    open_ = replace(says(OPENING), reason="no-cue", rule=None)
    result = run(gold, *silent, open_, says(FOLLY))

    rows = [(tally.label, tally.claims, tally.right) for tally in result.silences()]
    assert rows == [("not-speech N2", 2, 1), ("no-cue", 1, 0)]
    assert [(error.quote, error.reason) for error in errors(result)] == [
        (OPENING, "no-cue"), (MAY, None), (MISTAKE, "not-speech"),
    ]  # fmt: skip


def test_identity_tells_gaps_from_wrong_names() -> None:
    """A span without a name is a gap, one with another's name is wrong, and one that was not found is missed."""
    data = gold_row()
    for quote, name in zip(data["quotes"], ("Mia Roth", "Mia Roth", "Ben Cole", None, "Ben Cole"), strict=True):
        quote["speaker"] = name
    result = run(
        gold_article(data), says(OPENING, mention="Ms. Roth", speaker="Mia Roth"), says(MISTAKE, mention="He"),
        says(FOLLY, mention="nobody", speaker="Mia Roth"),
    )  # fmt: skip
    identity = result.identity()

    assert (identity.named, identity.exact, identity.wrong, identity.open, identity.missed) == (4, 1, 1, 1, 1)
    assert identity.precision == 0.5


def test_names_are_tallied_by_the_rule_that_found_them(gold: GoldArticle) -> None:
    """Only right mentions count, so that a wrong source is not held against the rule that resolves it."""
    right = replace(says(OPENING, mention="Ms. Roth", speaker="Mia Roth"), resolution="W5")
    last_name = replace(says(MAY, mention="Ms. Roth", speaker="Roth"), resolution="W5")
    elsewhere = replace(says(OPENING, mention="He", speaker="Mia Roth"), resolution="X5")

    assert [(t.label, t.claims, t.right) for t in run(gold, right, last_name).resolutions()] == [("W5", 2, 1)]
    assert run(gold, elsewhere).resolutions() == ()


def test_report_has_every_table(gold: GoldArticle) -> None:
    """The report shows figures in per cent, and a heading for each table."""
    lines = report(run(gold, *ALL_RIGHT)).splitlines()

    assert lines[0] == "1 articles"
    assert lines[3].split() == ["detection", "100.0", "100.0", "100.0", "4", "4", "4"]
    for heading in (
        "speaker identity, exact", "  wrong name", "  found, but no name given", "end to end by", "wrong claims",
        "claims by rule", "claims by confidence", "without a source, by reason", "names by rule",
    ):  # fmt: skip
        assert any(line.startswith(heading) for line in lines)


def test_predicted_takes_mention_and_name_from_an_indexed_article() -> None:
    """The pieces, the first source, the first speaker, the rule and the confidence are what is measured."""
    pieces = tuple(Piece(at(words), Span(at(words).start - 1, at(words).end + 1)) for words in (OPENING, MAY))
    mention = Mention(at("Ms. Roth"), at("Roth"), MentionForm.NAME)
    attribution = Attribution(Quotation(pieces), Form.DIRECT, sources=(mention,), rule="F1", confidence=0.9)
    speaker = Speaker("Mia Roth", SpeakerKind.PERSON)
    indexed = IndexedArticle(Article("a", TEXT), (AttributedQuotation(attribution, (speaker,)),))

    expected = PredictedQuotation((at(OPENING), at(MAY)), at("Ms. Roth"), "Mia Roth", "F1", 0.9)
    assert predicted(indexed) == (expected,)


# ---------------------------------------------------------------- sources and names


@pytest.mark.parametrize(
    ("source", "regions"),
    [
        ("a spokesman for Joe Doe", ["a spokesman"]),
        ("Ann Lee, 41, a nurse from Hull, who was there", ["Ann Lee", "41", "a nurse"]),
        ("one of the voters", ["one of the voters"]),
        ("secretary of state John Kerry", ["secretary of state John Kerry"]),
        ("the head of the council", ["the head"]),
        ("by officials", ["officials"]),
        ("who", ["who"]),
    ],
)
def test_head_regions(source: str, regions: list[str]) -> None:
    """What belongs to a source without naming it is cut off."""
    assert [region.of(source) for region in head_regions(source)] == regions


@pytest.mark.parametrize(
    ("mention", "right"),
    [("Roth", True), ("Ms. Roth", True), ("spokeswoman", True), ("council", False), ("Rot", False), ("a", False)],
)
def test_mention_must_hold_a_naming_word(mention: str, right: bool) -> None:
    """A mention is right if it holds a whole word of the head of the gold source."""
    place = Span(at(ROTH).start + ROTH.index(mention), at(ROTH).start + ROTH.index(mention) + len(mention))

    assert mention_is_right(TEXT, [at(ROTH)], place) is right


def test_a_mention_that_covers_everything_is_wrong() -> None:
    """More than 40 words name nobody."""
    text = "Roth " + "and so on " * 14

    assert not mention_is_right(text, [Span(0, 4)], Span(0, len(text)))


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("", SourceType.NONE),
        ("she", SourceType.PRONOUN),
        ("the mayor", SourceType.NOMINAL),
        ("Officials", SourceType.NOMINAL),
        ("Mia Roth and her staff", SourceType.NAME),
    ],
)
def test_source_type(source: str, expected: SourceType) -> None:
    """The wording of a source tells what type it is."""
    assert source_type(source) is expected


@pytest.mark.parametrize(
    ("name", "accepted", "expected"),
    [
        ("Mayor José Ruiz", ["Jose Ruiz"], Agreement.EXACT),
        ("Ann B. Lee", ["Ann Lee"], Agreement.EXACT),
        ("Lee", ["Ann Lee", "Lee"], Agreement.PARTIAL),
        ("Lee", ["Lee", "Ann Lee"], Agreement.EXACT),
        ("Ann Lee", ["Lee"], Agreement.PARTIAL),
        ("Bob Lee", ["Ann Lee"], Agreement.WRONG),
        (None, ["Ann Lee"], Agreement.WRONG),
    ],
)
def test_compare_names(name: str | None, accepted: list[str], expected: Agreement) -> None:
    """A last name alone is partial; titles, initials and diacritics do not count."""
    assert compare(name, accepted) is expected


# ---------------------------------------------------------------- gold files


def test_load_gold(tmp_path: Path) -> None:
    """A gold file gives articles with trimmed spans, and with fields that the pipeline can use."""
    path = tmp_path / "gold.jsonl"
    path.write_text(json.dumps(gold_row(), ensure_ascii=False) + "\n\n", encoding="utf-8")
    (loaded,) = load_gold(path)

    assert (loaded.article.key, loaded.article.outlet) == ("a", "Gullane Gazette")
    assert [quotation.span.of(TEXT) for quotation in loaded.quotations] == [OPENING, MAY, MISTAKE, PROGRAMME, FOLLY]
    assert [quotation.position for quotation in loaded.quotations[:3]] == [
        Position.AFTER,
        Position.SPLIT,
        Position.BEFORE,
    ]


@pytest.mark.parametrize(
    ("lines", "problem"),
    [
        ("", "holds no articles"),
        ("{", "line 1 is not JSON"),
        ('\n{"id": "a"}', "line 2 has no 'text'"),
        ('{"id": 1, "text": "", "quotes": []}', "line 1 is no gold article: 'id' and 'text' must be strings"),
        ('{"id": "a", "text": "", "quotes": [{"start": 0, "end": 3}]}', "line 1 is no gold article: offset 3"),
        ('["a"]', "line 1 is no gold article"),
        ('{"id": "a", "text": "", "quotes": []}\n' * 2, "line 2: id 'a' stands on line 1 too"),
    ],
)
def test_bad_gold_files_are_named(tmp_path: Path, lines: str, problem: str) -> None:
    """A gold file that cannot be scored is reported with its name, the line and what is wrong."""
    path = tmp_path / "gold.jsonl"
    path.write_text(lines, encoding="utf-8")

    with pytest.raises(EvaluationError) as caught:
        load_gold(path)

    assert str(caught.value).startswith(str(path))
    assert problem in str(caught.value)
    assert caught.value.next_step


def test_missing_gold_file_is_named(tmp_path: Path) -> None:
    """A path that does not exist is an error with a next step, not a traceback."""
    with pytest.raises(EvaluationError, match="cannot be read"):
        load_gold(tmp_path / "none.jsonl")


# ---------------------------------------------------------------- against the scorer of the gold


@pytest.fixture(scope="session")
def scorer(shared: Path) -> Any:
    """Return the scorer that came with the gold, as a module."""
    spec = importlib.util.spec_from_file_location("scorer_of_the_gold", shared / "eval" / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def perturbed(rows: Sequence[Mapping[str, Any]], seed: int) -> dict[str, list[dict[str, Any]]]:
    """Return the gold with some of everything wrong in it: spans, mentions, names, gaps and inventions."""
    rng = random.Random(seed)
    return {row["id"]: _perturbed_article(row, rng) for row in rows if rng.random() > 0.05}


def _perturbed_article(row: Mapping[str, Any], rng: random.Random) -> list[dict[str, Any]]:
    size = len(row["text"])
    spans = [_moved(quote["start"], quote["end"], size, rng) for quote in row["quotes"] if rng.random() > 0.15]
    spans += [_moved(start, start + rng.randrange(60), size, rng) for start in rng.sample(range(size - 1), 3)]
    mentions = [mention for quote in row["quotes"] for mention in quote["source"]]
    names = [name for quote in row["quotes"] for name in _listed(quote.get("speaker"))]
    near = {quote["start"]: quote for quote in row["quotes"]}
    quotes = []
    for span in spans:
        quote = near.get(span[0])
        own = quote["source"][0] if quote and quote["source"] and rng.random() < 0.6 else None
        mention = own or (rng.choice(mentions) if mentions and rng.random() < 0.4 else None)
        name = rng.choice(_listed(quote.get("speaker")) if quote and quote.get("speaker") else [*names, "Kim Doe"])
        said = rng.choice([name, name, name.split()[-1], f"Mr. {name}", None])
        pieces = [list(span)] if rng.random() < 0.8 else [list(span), _other_piece(spans, size, rng)]
        place = list(_moved(mention[0], mention[1], size, rng)) if mention else None
        quotes.append({"pieces": pieces, "speaker_mention": place, "speaker": said})
    return quotes


def _moved(start: int, end: int, size: int, rng: random.Random) -> tuple[int, int]:
    """Return the span, or one of which an end is moved by some code points."""
    if rng.random() < 0.6:
        return start, min(end, size)
    start = min(max(0, start + rng.randint(-4, 4)), size - 1)
    return start, max(start, min(end + rng.randint(-4, 4), size))


def _other_piece(spans: Sequence[tuple[int, int]], size: int, rng: random.Random) -> list[int]:
    start, end = rng.choice(spans)
    return list(_moved(start, end, size, rng))


def _listed(names: str | list[str] | None) -> list[str]:
    return [names] if isinstance(names, str) else names or []


def as_predictions(rows: Sequence[Mapping[str, Any]]) -> tuple[PredictedQuotation, ...]:
    """Return rows in the scorer's form as our type."""
    return tuple(
        PredictedQuotation(
            pieces=tuple(Span(*piece) for piece in row["pieces"]),
            mention=Span(*row["speaker_mention"]) if row["speaker_mention"] else None,
            speaker=row["speaker"],
        )
        for row in rows
    )


def headline(result: Evaluation) -> dict[str, float]:
    """Return the figures under the scorer's names."""
    figures: dict[str, float] = {}
    for prefix, score in (
        ("detect1", result.detection()),
        ("detect5", result.detection(5)),
        ("e2e", result.end_to_end()),
        ("e2e5", result.end_to_end(5)),
    ):
        figures |= {f"{prefix}_p": score.precision, f"{prefix}_r": score.recall, f"{prefix}_f1": score.f1}
    attribution, identity = result.attribution(), result.identity()
    figures |= {"attr_acc": attribution.recall, "attr_acc_given_found": attribution.precision}
    figures |= {"name_exact": identity.exact / identity.named, "name_partial": identity.partial / identity.named}
    return figures | {"name_score": identity.score}


@pytest.mark.parametrize("gold_file", ["polnear-dev.jsonl", "worldwide-dev.jsonl"])
@pytest.mark.parametrize("seed", range(4))
def test_same_figures_as_the_scorer(scorer: Any, shared: Path, gold_file: str, seed: int) -> None:
    """Every figure, every breakdown and every error is the scorer's, on gold with pseudo-random mistakes."""
    rows = scorer.read(shared / "eval" / gold_file)
    predictions = perturbed(rows, seed)
    their_errors: list[dict[str, Any]] = []
    theirs = scorer.evaluate(rows, predictions, bootstrap=0, errors=their_errors)

    ours = evaluate(
        load_gold(shared / "eval" / gold_file), {key: as_predictions(quotes) for key, quotes in predictions.items()}
    )

    figures = headline(ours)
    assert figures == pytest.approx({name: theirs["metrics"][name]["value"] for name in figures}, abs=1e-12)
    assert 0.2 < figures["e2e_f1"] < 0.9
    groups = {
        f"{group.aspect}/{group.value}": (group.score.wanted, group.score.precision, group.score.recall, group.score.f1)
        for group in ours.groups()
    }
    expected = {name: (group["n"], group["p"], group["r"], group["f1"]) for name, group in theirs["groups"].items()}
    assert groups == {name: pytest.approx(values, abs=1e-12) for name, values in expected.items()}
    assert [(error.id, error.error, (error.at.start, error.at.end)) for error in errors(ours)] == [
        (error["id"], error["error"], tuple(error["at"])) for error in their_errors
    ]
