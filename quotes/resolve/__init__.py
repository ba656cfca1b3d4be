"""Resolve the source of each attribution to a speaker of the article.

Names go to the fullest form in the article, pronouns to the person last in focus whose gender fits, roles
("the mayor", "the 58-year-old") to the one person who holds them. What stays open stays without a speaker:
a wrong name beside somebody's words is worse than a gap.
"""

from collections.abc import Mapping

from quotes.models import Article, AttributedQuotation, Attribution, Parse, Piece, Reason, Speaker
from quotes.resolve.scene import Scene

__all__ = ["resolve"]


def resolve(
    article: Article, parse: Parse, attributions: tuple[Attribution, ...], nested: tuple[Attribution, ...] = ()
) -> tuple[AttributedQuotation, ...]:
    """Return the attributions with their speakers, in the same order; `nested` are those inside what is quoted."""
    scene = Scene(article, parse, (*attributions, *nested))
    inner = {piece: attribution for attribution in nested for piece in attribution.quotation.pieces}
    return tuple(_resolved(scene, attribution, inner) for attribution in attributions)


def _resolved(
    scene: Scene, attribution: Attribution, inner: Mapping[Piece, Attribution], outer: Speaker | None = None
) -> AttributedQuotation:
    found = [scene.resolve(mention, outer) for mention in scene.apart(attribution.sources)]
    speakers = tuple(dict.fromkeys(s for r in found for s in (r.speaker, r.other) if s))
    inside = dict.fromkeys(inner[q.pieces[0]] for q in attribution.quotation.nested if q.pieces[0] in inner)
    nested = tuple(_resolved(scene, one, inner, speakers[0] if speakers else None) for one in inside)
    if not found:
        return AttributedQuotation(attribution, reason=attribution.reason or Reason.NO_SOURCE, nested=nested)
    reason = None if speakers else found[0].reason
    return AttributedQuotation(attribution, speakers, found[0].chain, reason, found[0].rule, nested)
