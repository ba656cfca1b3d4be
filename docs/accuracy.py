"""Write docs/accuracy.md, docs/calibration.svg and the figures in README.md from what is measured now.

    make accuracy        (python -m docs.accuracy)

The gold articles are looked for in ../shared/eval beside the checkout. Without them nothing is changed.
"""

import re
from pathlib import Path

import click

from docs.page import Measured, Sets, page, readme_figures
from docs.plot import Series, plot
from quotes.evaluate import PredictedQuotation, evaluate, load_gold, predicted
from quotes.models import Article
from quotes.parse import Parser
from quotes.parse.cache import default_path
from quotes.pipeline import Pipeline
from quotes.read import read

ROOT = Path(__file__).resolve().parent.parent
GOLD = ROOT.parent / "shared" / "eval"
TRAIN, POLNEAR, WORLDWIDE = "polnear-train", "polnear-dev", "worldwide-dev"
BATCH_ARTICLES = 100
FIGURES = re.compile(r"(?<=<!-- figures -->\n).*?(?=<!-- /figures -->)", re.DOTALL)


@click.command()
def main() -> None:
    """Measure on all gold articles and write the page, the plot and the README's table."""
    paths = [GOLD / f"{name}.jsonl" for name in (TRAIN, POLNEAR, WORLDWIDE)]
    if not all(path.is_file() for path in paths):
        click.echo("No gold articles beside the checkout (../shared/eval): nothing was measured or changed.")
        return
    pipeline = Pipeline(Parser(cache=default_path()))
    train, polnear, worldwide = (_measured(path, pipeline) for path in paths)
    sample = _sample(pipeline)
    sets = Sets(train, polnear, worldwide, sample)
    series = (
        Series("PolNeAR train", train.evaluation.calibration(), filled=True),
        Series("both dev sets", sets.dev.calibration(), filled=False),
    )
    docs = ROOT / "docs"
    (docs / "calibration.svg").write_text(plot(series), encoding="utf-8")
    (docs / "accuracy.md").write_text(page(sets), encoding="utf-8")
    _write_readme(ROOT / "README.md", readme_figures(sets))
    click.echo("Wrote docs/accuracy.md, docs/calibration.svg and the figures in README.md.")


def _measured(path: Path, pipeline: Pipeline) -> Measured:
    click.echo(f"Measuring on {path.stem} ...")
    gold = load_gold(path)
    articles = [each.article for each in gold]
    found: dict[str, tuple[PredictedQuotation, ...]] = {}
    for start in range(0, len(articles), BATCH_ARTICLES):
        batch = articles[start : start + BATCH_ARTICLES]
        found |= {one.article.key: predicted(one) for one in pipeline.run(batch)}
    return Measured(path.stem, evaluate(gold, found), tuple(q for each in found.values() for q in each))


def _sample(pipeline: Pipeline) -> tuple[PredictedQuotation, ...]:
    articles = [one for one in read([ROOT / "db" / "sample"]) if isinstance(one, Article)]
    return tuple(quotation for one in pipeline.run(articles) for quotation in predicted(one))


def _write_readme(path: Path, figures: str) -> None:
    text = path.read_text(encoding="utf-8")
    path.write_text(FIGURES.sub(lambda _: f"\n{figures}\n\n", text), encoding="utf-8")


if __name__ == "__main__":
    main()
