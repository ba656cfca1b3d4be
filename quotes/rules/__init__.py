"""The rule table: every rule with its id, statement, example and confidence; and the order they are asked in."""

from quotes.rules import across, cues, frames, negatives, who
from quotes.rules.base import Claim, Context, Finder, Rule, Site
from quotes.rules.tree import Tree

__all__ = [
    "IN_SENTENCE",
    "TABLE",
    "Claim",
    "Context",
    "Finder",
    "Rule",
    "Site",
    "Tree",
    "across",
    "frames",
    "negatives",
]

TABLE: dict[str, Rule] = {rule.id: rule for module in (frames, cues, across, negatives, who) for rule in module.RULES}
"""All rules by id."""

IN_SENTENCE: tuple[Finder, ...] = (
    negatives.decided,
    cues.dash_line,
    cues.label,
    cues.as_put,
    cues.in_words_of,
    cues.cried_from,
    cues.owned_noun,
    cues.passed_on,
    cues.asked,
    cues.to_somebody,
    frames.claim,
    frames.denied,
    frames.stance,
    cues.according_to,
    cues.speech_noun,
    cues.colon_line,
    frames.scoped,
    cues.colon_clause,
    cues.for_somebody,
)
"""What is asked about each piece in its own sentence; the first answer counts."""
