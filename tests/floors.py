"""Floors under the figures: what the tool reached on the gold articles, below which it must not sink.

    python tests/floors.py                               compare, change nothing
    python tests/floors.py --update                      raise the floors that were passed
    python tests/floors.py --update --allow-regression   take the figures as they are, lower ones too

`tests/floors.json` holds the floors with the SHA-256 of each gold file, as figures on other gold cannot be compared.
"""

import json
import os
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import click

from quotes.evaluate import Evaluation, evaluate, load_gold, predicted
from quotes.evaluate.measure import LONG
from quotes.parse import Parser
from quotes.parse.cache import default_path
from quotes.pipeline import Pipeline

FLOORS = Path(__file__).resolve().parent / "floors.json"
GOLD = FLOORS.parent.parent.parent / "shared" / "eval"
SETS = ("polnear-dev", "worldwide-dev")

DIGITS = 5
"""Figures, floors and what a floor lets pass are rounded alike: else one span of 841 is more than one of 841."""

EPSILON_SPANS = 1.0
EPSILON_WHY = (
    "A figure may lie below its floor by what one span of its group weighs: the parser's near ties fall differently "
    "on another processor or another build of PyTorch, and one flipped span moves a figure by about 1/n."
)


@dataclass(frozen=True, slots=True)
class Figure:
    """A share between 0 and 1, and how many spans or claims it is counted on."""

    value: float
    n: int

    @property
    def least(self) -> float:
        """Return the lowest value that a floor of this height lets pass."""
        return round(self.value - EPSILON_SPANS / max(self.n, 1), DIGITS)


@dataclass(frozen=True, slots=True)
class Pinned:
    """The floors of one gold file: its SHA-256, the day when they were set last, and the figures by name."""

    sha256: str
    date: str
    figures: Mapping[str, Figure]


Floors = Mapping[str, Pinned]


class FloorError(Exception):
    """Floors that may not be set: a figure would sink, or the gold is another."""


def figures(evaluation: Evaluation) -> dict[str, Figure]:
    """Return the figures that have floors, by name; groups of which the gold has none are left out."""
    end_to_end, detection = evaluation.end_to_end(), evaluation.detection()
    longer, identity, sure = evaluation.end_to_end(LONG), evaluation.identity(), evaluation.sure()
    groups = {(group.aspect, group.value): group.score for group in evaluation.groups()}
    mixed, nominal, other = groups["kind", "mixed"], groups["type", "nominal"], groups["position", "other-paragraph"]
    found = {
        "detection F1": Figure(detection.f1, detection.wanted),
        "end-to-end F1": Figure(end_to_end.f1, end_to_end.wanted),
        "end-to-end precision": Figure(end_to_end.precision, end_to_end.claimed),
        "end-to-end F1, 5 words or more": Figure(longer.f1, longer.wanted),
        "end-to-end F1, mixed": Figure(mixed.f1, mixed.wanted),
        "end-to-end F1, nominal source": Figure(nominal.f1, nominal.wanted),
        "end-to-end F1, source in another paragraph": Figure(other.f1, other.wanted),
        "speaker identity, exact": Figure(identity.exact / identity.named if identity.named else 0.0, identity.named),
        "right claims of confidence 0.9 or more": Figure(sure.precision, sure.claims),
    }
    return {name: Figure(round(figure.value, DIGITS), figure.n) for name, figure in found.items() if figure.n}


def sunk(floors: Mapping[str, Figure], found: Mapping[str, Figure]) -> tuple[str, ...]:
    """Return a line for each figure below its floor by more than epsilon, and for each that is not measured."""
    return tuple(_sunk(floors, found))


def _sunk(floors: Mapping[str, Figure], found: Mapping[str, Figure]) -> Iterator[str]:
    for name, floor in floors.items():
        if name not in found:
            yield f"{name}: not measured, floor {floor.value:.3f}"
        elif found[name].value < floor.least:
            yield f"{name}: {found[name].value:.3f} is below its floor {floor.value:.3f} (n = {floor.n})"


def raised(
    pinned: Pinned | None, gold_hash: str, found: Mapping[str, Figure], today: str, *, allow_regression: bool = False
) -> Pinned:
    """Return the floors with those raised that were passed; with `allow_regression` all as they were found.

    Raises:
        FloorError: a figure has sunk or the gold has changed, and that was not allowed.
    """
    if pinned is None or allow_regression:
        return Pinned(gold_hash, today, dict(found))
    if pinned.sha256 != gold_hash:
        raise FloorError("the gold file is not the one of the floors")
    if problems := sunk(pinned.figures, found):
        raise FloorError("; ".join(problems))
    higher = {
        name: figure
        for name, figure in found.items()
        if name not in pinned.figures or figure.value > pinned.figures[name].value
    }
    return Pinned(gold_hash, today, {**pinned.figures, **higher}) if higher else pinned


# ---------------------------------------------------------------- the file


def load(path: Path = FLOORS) -> dict[str, Pinned]:
    """Return the floors by the name of their gold file; none if there is no file yet."""
    if not path.exists():
        return {}
    rows = json.loads(path.read_text(encoding="utf-8"))["gold"]
    return {
        name: Pinned(
            row["sha256"], row["date"], {key: Figure(each["floor"], each["n"]) for key, each in row["figures"].items()}
        )
        for name, row in rows.items()
    }


def save(floors: Floors, path: Path = FLOORS) -> None:
    """Replace the file as a whole or not at all."""
    rows = {
        name: {
            "sha256": pinned.sha256,
            "date": pinned.date,
            "figures": {key: {"floor": figure.value, "n": figure.n} for key, figure in pinned.figures.items()},
        }
        for name, pinned in floors.items()
    }
    content = json.dumps({"epsilon_spans": EPSILON_SPANS, "epsilon_why": EPSILON_WHY, "gold": rows}, indent=2)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(f"{content}\n")
        temporary.chmod(0o644)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def hash_of(gold: Path) -> str:
    """Return the SHA-256 of a gold file."""
    return sha256(gold.read_bytes()).hexdigest()


def measured(gold: Path, pipeline: Pipeline) -> dict[str, Figure]:
    """Return the figures that the pipeline reaches on a gold file."""
    known = load_gold(gold)
    indexed = pipeline.run([each.article for each in known])
    return figures(evaluate(known, {one.article.key: predicted(one) for one in indexed}))


# ---------------------------------------------------------------- the command


@click.command()
@click.option("--update", is_flag=True, help="Raise the floors that were passed.")
@click.option("--allow-regression", is_flag=True, help="With --update: lower floors too, and accept other gold.")
def main(*, update: bool, allow_regression: bool) -> None:
    """Compare the figures on the gold articles with their floors."""
    paths = {name: GOLD / f"{name}.jsonl" for name in SETS if (GOLD / f"{name}.jsonl").is_file()}
    if not paths:
        click.echo("No gold articles beside the checkout (../shared/eval): nothing was measured or changed.")
        return
    pipeline = Pipeline(Parser(cache=default_path()))
    floors, problems = load(), []
    for name, path in paths.items():
        found, gold_hash = measured(path, pipeline), hash_of(path)
        pinned = floors.get(name)
        click.echo(_table(name, pinned, found))
        try:
            floors[name] = raised(pinned, gold_hash, found, _today(), allow_regression=allow_regression and update)
        except FloorError as error:
            problems.append(f"{name}: {error}")
    if problems:
        lines = "\n".join(problems)
        raise click.ClickException(
            f"{lines}\nNo floor was changed; --update --allow-regression takes them as they are."
        )
    if update:
        save(floors)


def _table(name: str, pinned: Pinned | None, found: Mapping[str, Figure]) -> str:
    lines = [f"{name:44}{'found':>7}{'floor':>7}{'n':>6}"]
    for key, figure in found.items():
        floor = pinned.figures.get(key) if pinned else None
        shown = f"{100 * floor.value:7.1f}" if floor else f"{'-':>7}"
        lines.append(f"  {key:42}{100 * figure.value:7.1f}{shown}{figure.n:6}")
    return "\n".join(lines)


def _today() -> str:
    return datetime.now(UTC).date().isoformat()


if __name__ == "__main__":
    main()
