"""Figures made of counts: shares, precision and recall, and how far a share of few can be trusted."""

from dataclasses import dataclass
from math import sqrt

Z = 1.96  # standard deviations to either side that hold 95 %


def share(part: float, whole: float) -> float:
    """Return part by whole; a share of nothing is 0."""
    return part / whole if whole else 0.0


def wilson(right: int, of: int) -> tuple[float, float]:
    """Return the 95 % interval of a share, by Wilson's score; of nothing, all is possible.

    Source: E. B. Wilson, Probable inference, the law of succession, and statistical inference, 1927.

    >>> [round(end, 2) for end in wilson(9, 10)]
    [0.6, 0.98]
    >>> wilson(0, 0)
    (0.0, 1.0)
    """
    if not of:
        return 0.0, 1.0
    p, z2 = right / of, Z * Z
    middle, half = p + z2 / (2 * of), Z * sqrt((p * (1 - p) + z2 / (4 * of)) / of)
    return max(0.0, (middle - half) / (1 + z2 / of)), min(1.0, (middle + half) / (1 + z2 / of))


@dataclass(frozen=True, slots=True)
class Score:
    """Precision, recall and F1, from counts. A share of nothing is 0.

    >>> Score(right=3, claimed=4, wanted=6)
    Score(right=3, claimed=4, wanted=6)
    >>> Score(right=3, claimed=4, wanted=6).f1
    0.6
    """

    right: int
    claimed: int
    wanted: int

    @property
    def precision(self) -> float:
        """Return the share of the claims that are right."""
        return share(self.right, self.claimed)

    @property
    def recall(self) -> float:
        """Return the share of the wanted that was found."""
        return share(self.right, self.wanted)

    @property
    def f1(self) -> float:
        """Return the harmonic mean of precision and recall."""
        return share(2 * self.precision * self.recall, self.precision + self.recall)


@dataclass(frozen=True, slots=True)
class Identity:
    """What became of the spans whose speaker the gold names; `wrong` are those that got another name.

    `open` spans were found but got no name, an honest gap; `missed` ones were not found.
    """

    named: int
    exact: int
    partial: int
    wrong: int = 0
    open: int = 0
    missed: int = 0

    @property
    def score(self) -> float:
        """Return the exact share and half of the partial share."""
        return share(self.exact, self.named) + share(self.partial, self.named) / 2

    @property
    def precision(self) -> float:
        """Return the share of the names given that are exactly right."""
        return share(self.exact, self.exact + self.partial + self.wrong)


@dataclass(frozen=True, slots=True)
class Group:
    """The spans with a source that have something in common, for example a pronoun as source."""

    aspect: str
    value: str
    found: int
    score: Score


@dataclass(frozen=True, slots=True)
class Tally:
    """The claims that have something in common, such as their rule; `confidence` is their mean."""

    label: str
    claims: int
    right: int
    confidence: float

    @property
    def precision(self) -> float:
        """Return the share of the claims that are right."""
        return share(self.right, self.claims)

    @property
    def interval(self) -> tuple[float, float]:
        """Return the 95 % interval of the precision."""
        return wilson(self.right, self.claims)
