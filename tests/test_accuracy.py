"""docs/accuracy.md: its plot is a picture, its causes are right, and without gold articles nothing is written."""

from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from click.testing import CliRunner

from docs import accuracy
from docs.misses import rows
from docs.page import Measured, Sets, page, readme_figures
from docs.plot import MIN_CLAIMS, Series, plot
from quotes.evaluate import Evaluation, PredictedQuotation, Tally, evaluate
from quotes.evaluate.gold import gold_article
from quotes.models import Span
from quotes.rules import TABLE

TEXT = "“It leaks,” Roth said. Critics called it “a mess”. She likes “Night Bus”."
SVG = "{http://www.w3.org/2000/svg}"


def evaluated(*quotations: PredictedQuotation) -> Evaluation:
    """Return the evaluation of one small article: a direct and a mixed quotation, and the title of an album."""
    gold = gold_article(
        {
            "id": "a",
            "text": TEXT,
            "quotes": [
                {"start": 1, "end": 10, "attributed": True, "kind": "direct", "source": [[12, 16]], "speaker": "Roth"},
                {"start": 42, "end": 48, "attributed": True, "kind": "mixed", "source": [[23, 30]]},
                {"start": 62, "end": 71, "attributed": False, "source": []},
            ],
        }
    )
    return evaluate([gold], {"a": quotations})


RIGHT = PredictedQuotation((Span(1, 10),), Span(12, 16), "Roth", "F1", 0.95, resolution="W5")
SILENT = PredictedQuotation((Span(42, 48),), rule="N1", confidence=0.9, reason="not-speech")
TITLE = PredictedQuotation((Span(62, 71),), Span(51, 54), "Roth", "F19", 0.7)


def test_plot_has_a_dot_for_each_range() -> None:
    """The plot is well-formed, and shows each range with enough claims, larger for more of them."""
    tallies = (Tally("0.70 to 0.75", 9, 6, 0.72), Tally("0.95 to 1.00", 400, 390, 0.96), Tally("few", 4, 4, 0.5))
    picture = ET.fromstring(plot([Series("train", tallies, filled=True)]))  # noqa: S314 -- our own
    dots = [dot for dot in picture.iter(f"{SVG}circle") if dot.find(f"{SVG}title") is not None]
    (_, small), (_, large) = [(dot, float(dot.attrib["r"])) for dot in dots]

    assert MIN_CLAIMS > 4
    assert small < large
    assert next(dot.findtext(f"{SVG}title") for dot in dots) == "train, 0.70 to 0.75: 6 of 9 right"


def test_causes_of_misses() -> None:
    """Each miss has a cause with its details, counted by set; what is right has none."""
    first, second = evaluated(RIGHT, SILENT, TITLE), evaluated(SILENT)

    assert list(rows((first, second))) == [
        ("no speaker", "", (1, 1)),
        ("no speaker", "taken for a term, a title or scare quotes (N1)", (1, 1)),
        ("claim on a non-quotation", "", (1, 0)),
        ("claim on a non-quotation", "the people who marked the article saw no speech", (1, 0)),
        ("span not found", "", (0, 1)),
        ("span not found", "direct quotation", (0, 1)),
    ]


def test_right_name_by_another_mention_is_told_apart() -> None:
    """Somebody found by words that are not the marked ones is no wrong speaker in the index."""
    elsewhere = PredictedQuotation((Span(1, 10),), Span(51, 54), "Roth", "F1", 0.95)
    wrong = PredictedQuotation((Span(1, 10),), Span(51, 54), "Voss", "F1", 0.95)

    assert "wrong mention" in {row[0] for row in rows((evaluated(elsewhere),))}
    assert ("wrong speaker", "direct, the source after it, a name", (1,)) in set(rows((evaluated(wrong),)))


def test_page_has_every_rule_and_no_gap() -> None:
    """The page can be made of any evaluation, lists each rule once, and leaves no placeholder."""
    quotations = (RIGHT, SILENT, TITLE)
    names = ("polnear-train", "polnear-dev", "worldwide-dev")
    train, polnear, worldwide = (Measured(name, evaluated(*quotations), quotations) for name in names)
    sets = Sets(train, polnear, worldwide, quotations)
    written = page(sets)
    cells = [line.split(" | ") for line in written.splitlines() if line.startswith("| ")]
    rules = [row[0].removeprefix("| ") for row in cells if row[0].removeprefix("| ") in TABLE]

    assert rules == list(TABLE)
    assert "{" not in written
    assert "| 1, US political news | 80.0 |" in readme_figures(sets)


def test_without_gold_nothing_is_written(tmp_path: Path, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there are no gold articles the command says so and leaves all files as they are."""
    files = [root / name for name in ("README.md", "docs/accuracy.md", "docs/calibration.svg")]
    before = [path.read_bytes() for path in files]
    monkeypatch.setattr(accuracy, "GOLD", tmp_path)
    done = CliRunner().invoke(accuracy.main, [])

    assert (done.exit_code, [path.read_bytes() for path in files]) == (0, before)
    assert "nothing was measured" in done.output
