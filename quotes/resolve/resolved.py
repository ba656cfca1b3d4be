"""What the resolution of one mention comes to."""

from dataclasses import dataclass

from quotes.models import Reason, Span, Speaker


@dataclass(frozen=True, slots=True)
class Resolved:
    """A speaker, the rule and the mentions that led there, the source's own first; or the reason why there is none.

    `other` is the second of two that one mention means: "the pair".
    """

    speaker: Speaker | None
    chain: tuple[Span, ...]
    rule: str | None = None
    reason: Reason | None = None
    other: Speaker | None = None
