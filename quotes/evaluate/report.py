"""The figures of an evaluation as a table for people."""

from collections.abc import Iterable, Iterator

from quotes.evaluate.figures import Group, Score, Tally
from quotes.evaluate.measure import LONG, Evaluation

_WIDTH = 34  # of the first column


def report(evaluation: Evaluation) -> str:
    """Return all figures as lines of text, shares in per cent."""
    parts = (_head(evaluation), _scores(evaluation), _shares(evaluation), _groups(evaluation.groups()))
    tables = (
        _causes(evaluation),
        _tallies("claims by rule", evaluation.rules()),
        _tallies("claims by confidence", (*evaluation.calibration(), evaluation.sure())),
        _tallies("without a source, by reason", evaluation.silences()),
        _tallies("names by rule, of right mentions", evaluation.resolutions()),
    )
    return "\n\n".join("\n".join(lines) for lines in (*parts, *tables))


def _percent(share: float) -> str:
    return f"{100 * share:7.1f}"


def _head(evaluation: Evaluation) -> Iterator[str]:
    without = f", {evaluation.without_prediction} without prediction" if evaluation.without_prediction else ""
    yield f"{evaluation.articles} articles{without}"


def _scores(evaluation: Evaluation) -> Iterator[str]:
    yield f"{'':{_WIDTH}}{'P':>7}{'R':>7}{'F1':>7}{'right':>8}{'claims':>8}{'gold':>7}"
    for label, score in (
        ("detection", evaluation.detection()),
        (f"detection, >= {LONG} words", evaluation.detection(LONG)),
        ("end to end", evaluation.end_to_end()),
        (f"end to end, >= {LONG} words", evaluation.end_to_end(LONG)),
    ):
        yield f"{label:{_WIDTH}}{_prf(score)}{score.right:8}{score.claimed:8}{score.wanted:7}"


def _prf(score: Score) -> str:
    return "".join(map(_percent, (score.precision, score.recall, score.f1)))


def _shares(evaluation: Evaluation) -> Iterator[str]:
    attribution, identity = evaluation.attribution(), evaluation.identity()
    yield f"{'attribution accuracy':{_WIDTH}}{_percent(attribution.recall)}"
    yield f"{'  of the spans that were found':{_WIDTH}}{_percent(attribution.precision)}"
    if identity.named:
        for label, count in (
            ("speaker identity, exact", identity.exact),
            ("  partial (last name only)", identity.partial),
            ("  wrong name", identity.wrong),
            ("  found, but no name given", identity.open),
            ("  span missed", identity.missed),
        ):
            yield f"{label:{_WIDTH}}{_percent(count / identity.named)}{count:8}"
        yield f"{'  score (exact + partial / 2)':{_WIDTH}}{_percent(identity.score)}{identity.named:8}"
        yield f"{'  exact, of the names given':{_WIDTH}}{_percent(identity.precision)}"


def _groups(groups: Iterable[Group]) -> Iterator[str]:
    yield f"{'end to end by':{_WIDTH}}{'P':>7}{'R':>7}{'F1':>7}{'found':>8}{'gold':>8}"
    for group in groups:
        if group.score.wanted:
            label = f"{group.aspect}: {group.value}"
            yield f"{label:{_WIDTH}}{_prf(group.score)}{group.found:8}{group.score.wanted:8}"


def _causes(evaluation: Evaluation) -> Iterator[str]:
    causes = evaluation.causes()
    yield f"{'wrong claims':{_WIDTH}}{sum(causes.values()):7}"
    for outcome, count in causes.items():
        yield f"{'  ' + outcome:{_WIDTH}}{count:7}"


def _tallies(title: str, tallies: Iterable[Tally]) -> Iterator[str]:
    yield f"{title:{_WIDTH}}{'n':>7}{'right':>7}{'share':>7}{'95 % interval':>16}{'conf.':>8}"
    for tally in tallies:
        low, high = tally.interval
        shares = f"{_percent(tally.precision)}{_percent(low):>9}{_percent(high)}{_percent(tally.confidence):>8}"
        yield f"{tally.label:{_WIDTH}}{tally.claims:7}{tally.right:7}{shares}"
