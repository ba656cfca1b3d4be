"""Resolve the source of each attribution to a speaker of the article.

Names go to the fullest form in the article, pronouns to the person last in focus whose gender fits, roles
("the mayor", "the 58-year-old") to the one person who holds them. What stays open stays without a speaker:
a wrong name beside somebody's words is worse than a gap.
"""

from collections.abc import Mapping
from dataclasses import replace

from quotes.models import Article, AttributedQuotation, Attribution, Parse, Piece, Reason, Speaker
from quotes.resolve.content import names_speaker
from quotes.resolve.resolved import Resolved
from quotes.resolve.scene import Scene

__all__ = ["resolve"]

TAKEN_UP = frozenset({"X5", "X6", "X7"})
"""Rules that take up somebody by a pronoun or a role."""


def resolve(
    article: Article, parse: Parse, attributions: tuple[Attribution, ...], nested: tuple[Attribution, ...] = ()
) -> tuple[AttributedQuotation, ...]:
    """Return the attributions with their speakers, in the same order; `nested` are those inside what is quoted."""
    scene = Scene(article, parse, (*attributions, *nested))
    inner = {piece: attribution for attribution in nested for piece in attribution.quotation.pieces}
    return tuple(_resolved(scene, attribution, inner) for attribution in attributions)


def _resolved(
    scene: Scene,
    attribution: Attribution,
    inner: Mapping[Piece, Attribution],
    outer: Speaker | None = None,
    *,
    is_nested: bool = False,
) -> AttributedQuotation:
    led = (scene.resolve(mention, outer, is_nested=is_nested) for mention in scene.apart(attribution.sources))
    found = [_unless_named(scene, attribution, one) for one in led]
    speakers = tuple(dict.fromkeys(s for r in found for s in (r.speaker, r.other) if s))
    inside = dict.fromkeys(inner[q.pieces[0]] for q in attribution.quotation.nested if q.pieces[0] in inner)
    by = speakers[0] if speakers else None
    nested = tuple(_resolved(scene, one, inner, by, is_nested=True) for one in inside)
    if not found:
        return AttributedQuotation(attribution, reason=attribution.reason or Reason.NO_SOURCE, nested=nested)
    reason = None if speakers else found[0].reason
    return AttributedQuotation(attribution, speakers, found[0].chain, reason, found[0].rule, nested)


def _unless_named(scene: Scene, attribution: Attribution, found: Resolved) -> Resolved:
    """Return what a mention leads to, unless that is somebody whom the quoted words speak of."""
    # e.g. The artist drew the cover. “I am glad that *Ana* did it.”: not Ana, who is an artist
    is_doubtful = found.rule in TAKEN_UP or str(attribution.rule).startswith("X")
    if not is_doubtful or found.speaker is None:
        return found
    is_other = names_speaker(scene.text, attribution.quotation, found.speaker)
    return replace(found, speaker=None, other=None, rule=None, reason=Reason.UNRESOLVED) if is_other else found
