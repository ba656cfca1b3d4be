"""The figures on the gold articles stay above their floors; and the gate that says so holds."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from floors import (
    EPSILON_SPANS,
    FLOORS,
    SETS,
    Figure,
    FloorError,
    Pinned,
    figures,
    hash_of,
    load,
    main,
    measured,
    raised,
    save,
    sunk,
)

from quotes.evaluate import PredictedQuotation, evaluate
from quotes.evaluate.gold import gold_article
from quotes.models import Span
from quotes.pipeline import Pipeline

TEXT = "“It leaks,” Roth said. Critics called it “a mess”."


@pytest.mark.stanza
@pytest.mark.slow
@pytest.mark.parametrize("name", SETS)
def test_figures_stay_above_their_floors(shared: Path, pipeline: Pipeline, name: str) -> None:
    """No figure sinks by more than one span; `make floors` raises the floors, and lowers none."""
    gold = shared / "eval" / f"{name}.jsonl"
    pinned = load()[name]

    assert pinned.sha256 == hash_of(gold), "The gold has changed: its figures cannot be compared with the floors."
    assert sunk(pinned.figures, measured(gold, pipeline)) == ()


def test_floors_say_what_they_are() -> None:
    """The file names both sets, each with a hash, a date and floors between 0 and 1, and explains its epsilon."""
    raw = json.loads(FLOORS.read_text(encoding="utf-8"))

    assert (raw["epsilon_spans"], len(raw["epsilon_why"]) > 50) == (EPSILON_SPANS, True)
    for name, pinned in load().items():
        assert name in SETS
        assert (len(pinned.sha256), len(pinned.date)) == (64, 10)
        assert all(0 < figure.value <= 1 and figure.n > 0 for figure in pinned.figures.values())


# ---------------------------------------------------------------- the gate, on made-up figures


def pinned(value: float, n: int = 100, gold_hash: str = "a") -> Pinned:
    """Return a floor under one figure."""
    return Pinned(gold_hash, "2026-01-01", {"F1": Figure(value, n)})


def test_figures_of_an_evaluation() -> None:
    """Each figure comes with what it was counted on; a group that the gold lacks has none."""
    gold = gold_article(
        {
            "id": "a",
            "text": TEXT,
            "quotes": [
                {"start": 1, "end": 10, "attributed": True, "kind": "direct", "source": [[12, 16]], "speaker": "Roth"},
                {"start": 42, "end": 48, "attributed": True, "kind": "mixed", "source": [[23, 30]]},
            ],
        }
    )
    right = PredictedQuotation((Span(1, 10),), Span(12, 16), "Roth", "F1", 0.95)
    found = figures(evaluate([gold], {"a": [right]}))

    assert found["detection F1"] == Figure(0.66667, 2)
    assert found["end-to-end precision"] == Figure(1.0, 1)
    assert found["end-to-end F1, mixed"] == Figure(0.0, 1)
    assert found["speaker identity, exact"] == Figure(1.0, 1)
    assert found["right claims of confidence 0.9 or more"] == Figure(1.0, 1)
    assert "end-to-end F1, source in another paragraph" not in found


@pytest.mark.parametrize(("value", "lines"), [(0.95, 0), (0.9, 0), (0.891, 0), (0.889, 1)])
def test_one_span_may_flip(value: float, lines: int) -> None:
    """A figure counted on 100 spans may lie one hundredth below its floor, and no more."""
    assert len(sunk({"F1": Figure(0.9, 100)}, {"F1": Figure(value, 100)})) == lines


def test_a_figure_that_is_gone_has_sunk() -> None:
    """A floor cannot be escaped by not measuring."""
    assert sunk({"F1": Figure(0.9, 100)}, {}) == ("F1: not measured, floor 0.900",)


def test_update_raises_and_keeps() -> None:
    """A higher figure becomes the floor, of today; one inside epsilon leaves the floor as it was."""
    higher = raised(pinned(0.9), "a", {"F1": Figure(0.92, 100)}, "2026-02-02")
    inside = raised(pinned(0.9), "a", {"F1": Figure(0.895, 100)}, "2026-02-02")

    assert higher == Pinned("a", "2026-02-02", {"F1": Figure(0.92, 100)})
    assert inside == pinned(0.9)


def test_first_update_pins() -> None:
    """Without floors the figures become the floors."""
    assert raised(None, "a", {"F1": Figure(0.5, 10)}, "2026-01-01") == pinned(0.5, 10)


@pytest.mark.parametrize(("gold_hash", "value"), [("a", 0.8), ("b", 0.95)])
def test_update_refuses_to_lower(gold_hash: str, value: float) -> None:
    """A figure that sank, or other gold, needs to be allowed by name."""
    found = {"F1": Figure(value, 100)}

    with pytest.raises(FloorError):
        raised(pinned(0.9), gold_hash, found, "2026-02-02")
    assert raised(pinned(0.9), gold_hash, found, "2026-02-02", allow_regression=True) == Pinned(
        gold_hash, "2026-02-02", found
    )


def test_save_then_load_is_the_identity(tmp_path: Path) -> None:
    """What is saved is what is loaded, and nothing but the file is left in the folder."""
    path = tmp_path / "floors.json"
    path.write_text("old", encoding="utf-8")
    save({"set": pinned(0.9)}, path)

    assert load(path) == {"set": pinned(0.9)}
    assert list(tmp_path.iterdir()) == [path]
    assert load(tmp_path / "none.json") == {}


def test_a_failed_save_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """If the new file cannot be put in place, the old one stays whole and no rest is left."""
    path = tmp_path / "floors.json"
    save({"set": pinned(0.9)}, path)

    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(OSError, match="No space"):
        save({"set": pinned(0.5)}, path)

    assert load(path) == {"set": pinned(0.9)}
    assert list(tmp_path.iterdir()) == [path]


def test_command_without_gold_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there are no gold articles the command says so, and is content."""
    monkeypatch.setattr("floors.GOLD", tmp_path)
    before = FLOORS.read_bytes()
    done = CliRunner().invoke(main, ["--update"])

    assert (done.exit_code, FLOORS.read_bytes()) == (0, before)
    assert "nothing was measured" in done.output


@pytest.fixture
def gate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a floors file of 0.9 under a figure that is measured as 0.8."""
    gold = tmp_path / f"{SETS[0]}.jsonl"
    gold.write_text("gold", encoding="utf-8")
    path = tmp_path / "floors.json"
    save({SETS[0]: pinned(0.9, gold_hash=hash_of(gold))}, path)
    monkeypatch.setattr("floors.GOLD", tmp_path)
    monkeypatch.setattr("floors.load", lambda: load(path))
    monkeypatch.setattr("floors.save", lambda floors: save(floors, path))
    monkeypatch.setattr("floors.measured", lambda *_: {"F1": Figure(0.8, 100)})
    return path


def test_command_refuses_and_says_what_sank(gate: Path) -> None:
    """The exit code is not 0, the figure is named, and the file stays."""
    done = CliRunner().invoke(main, ["--update"])

    assert done.exit_code == 1
    assert "F1: 0.800 is below its floor 0.900" in done.output
    assert load(gate)[SETS[0]].figures == {"F1": Figure(0.9, 100)}


def test_command_lowers_when_told(gate: Path) -> None:
    """`--update --allow-regression` lowers; without `--update` the flag does nothing."""
    alone = CliRunner().invoke(main, ["--allow-regression"])
    both = CliRunner().invoke(main, ["--update", "--allow-regression"])

    assert (alone.exit_code, both.exit_code) == (1, 0)
    assert load(gate)[SETS[0]].figures == {"F1": Figure(0.8, 100)}
