"""A calibration plot as SVG, written by hand so that it needs no plotting library and reads in light and in dark."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import floor, sqrt

from quotes.evaluate.figures import Tally

WIDTH, HEIGHT = 640, 560
LEFT, RIGHT, TOP, BOTTOM = 70.0, 610.0, 30.0, 490.0  # of the square in which the dots lie
STEP = 0.1  # between two lines of the grid
MIN_CLAIMS = 5  # fewer say nothing
SMALLEST, PER_ROOT = 2.0, 0.32  # a dot's radius in pixels, and what the square root of its count adds

STYLE = """
  text { font: 14px system-ui, sans-serif; fill: #333 }
  .axis { stroke: #666; fill: none }
  .grid { stroke: #ddd }
  .even { stroke: #888; stroke-dasharray: 5 5 }
  .filled { fill: #1f6fb4; fill-opacity: .75; stroke: none }
  .open { fill: none; stroke: #c2570c; stroke-width: 2 }
  .filled-range { stroke: #1f6fb4 }
  .open-range { stroke: #c2570c }
  @media (prefers-color-scheme: dark) {
    text { fill: #ddd }
    .axis { stroke: #aaa }
    .grid { stroke: #444 }
    .filled { fill: #6db3f2 }
    .open { stroke: #ff9f5a }
    .filled-range { stroke: #6db3f2 }
    .open-range { stroke: #ff9f5a }
  }
"""


@dataclass(frozen=True, slots=True)
class Series:
    """Dots of one kind: a tally for each range of confidence."""

    label: str
    tallies: Sequence[Tally]
    filled: bool


@dataclass(frozen=True, slots=True)
class _Axes:
    """Both axes run from `low` to 1; what lies below is drawn on the edge."""

    low: float

    def x(self, share: float) -> float:
        return LEFT + (RIGHT - LEFT) * self._along(share)

    def y(self, share: float) -> float:
        return BOTTOM - (BOTTOM - TOP) * self._along(share)

    def _along(self, share: float) -> float:
        return (max(share, self.low) - self.low) / (1 - self.low)


def plot(series: Sequence[Series]) -> str:
    """Return the plot: confidence to the right, the share that was right upwards, the area of a dot by its claims."""
    axes = _from(series)
    lines = (*_grid(axes), *(line for each in series for line in _dots(each, axes)), *_legend(series))
    title = "Calibration: the share of right claims against the confidence that they were given"
    return "\n".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{title}">',
            f"<title>{title}</title>",
            f"<style>{STYLE}</style>",
            *lines,
            "</svg>",
            "",
        )
    )


def _shown(series: Series) -> tuple[Tally, ...]:
    return tuple(tally for tally in series.tallies if tally.claims >= MIN_CLAIMS)


def _from(series: Sequence[Series]) -> _Axes:
    """Return axes that begin at the tenth below the lowest dot."""
    ends = [end for each in series for tally in _shown(each) for end in (tally.confidence, tally.precision)]
    return _Axes(floor(min([*ends, 0.5]) / STEP + 1e-9) * STEP)


def _grid(axes: _Axes) -> Iterator[str]:
    for number in range(round((1 - axes.low) / STEP) + 1):
        share = axes.low + number * STEP
        yield f'<line class="grid" x1="{LEFT}" y1="{axes.y(share):.1f}" x2="{RIGHT}" y2="{axes.y(share):.1f}"/>'
        yield f'<line class="grid" x1="{axes.x(share):.1f}" y1="{TOP}" x2="{axes.x(share):.1f}" y2="{BOTTOM}"/>'
        yield f'<text x="{LEFT - 8}" y="{axes.y(share) + 5:.1f}" text-anchor="end">{share:.1f}</text>'
        yield f'<text x="{axes.x(share):.1f}" y="{BOTTOM + 20}" text-anchor="middle">{share:.1f}</text>'
    yield f'<path class="axis" d="M{LEFT} {TOP}V{BOTTOM}H{RIGHT}"/>'
    yield f'<line class="even" x1="{LEFT}" y1="{BOTTOM}" x2="{RIGHT}" y2="{TOP}"/>'
    middle = (TOP + BOTTOM) / 2
    yield f'<text x="{(LEFT + RIGHT) / 2}" y="{BOTTOM + 46}" text-anchor="middle">confidence</text>'
    yield f'<text transform="translate(22 {middle}) rotate(-90)" text-anchor="middle">share right</text>'


def _dots(series: Series, axes: _Axes) -> Iterator[str]:
    kind = "filled" if series.filled else "open"
    for tally in _shown(series):
        x, (low, high) = axes.x(tally.confidence), tally.interval
        radius = SMALLEST + PER_ROOT * sqrt(tally.claims)
        yield f'<line class="{kind}-range" x1="{x:.1f}" y1="{axes.y(low):.1f}" x2="{x:.1f}" y2="{axes.y(high):.1f}"/>'
        yield f'<circle class="{kind}" cx="{x:.1f}" cy="{axes.y(tally.precision):.1f}" r="{radius:.1f}">'
        yield f"<title>{series.label}, {tally.label}: {tally.right} of {tally.claims} right</title></circle>"


def _legend(series: Sequence[Series]) -> Iterator[str]:
    for place, each in enumerate(series):
        y = BOTTOM - 50 + 24 * place
        yield f'<circle class="{"filled" if each.filled else "open"}" cx="{RIGHT - 150}" cy="{y - 5}" r="6"/>'
        yield f'<text x="{RIGHT - 136}" y="{y}">{each.label}</text>'
