"""Attribute quotations: for each, the cue, the source's mention and the rule that found them, or a reason why not.

find pieces in the parse -> ask each piece's own sentence -> its paragraph -> the paragraph before -> join
"""

from collections.abc import Iterator, Mapping

import regex

from quotes.initials import spelled_out
from quotes.models import Attribution, Cue, Form, Parse, Piece, Quotation, Reason
from quotes.rules import IN_SENTENCE, TABLE, Claim, Context, Site, Tree, across, frames, negatives
from quotes.rules.clauses import relative_behind
from quotes.spans import SpanIndex

FRAGMENT_DOUBT = 0.08
"""What a fragment takes from the confidence: a word or two in marks is often nobody's speech."""
FRAMED_DOUBT = {Form.DIRECT: 0, Form.MIXED: 0.1, Form.FRAGMENT: 0.25}
"""The same where a comment clause follows: `the “90 percent” figure, she said` quotes nobody."""
OPEN_DOUBT = 0.15
"""What a mark that nothing closes takes from the confidence, be it left out or taken up in the next paragraph: of such
claims 68 of 90 were right on PolNeAR's training articles, of those at 0.9 and above 33 of 48 (2026-11-23)."""
FRAGMENT_MAX_WORDS = 3
"""Words of a quoted fragment at most."""

_WORD = regex.compile(r"\w+(?:['’-]\w+)*")


def attribute(text: str, quotations: tuple[Quotation, ...], parse: Parse) -> tuple[Attribution, ...]:
    """Return an attribution for each quotation, in text order; quotations split by their frame are joined."""
    context = _context(text, parse)
    claims = _claims(context)
    by_piece = {piece: index for index, piece in enumerate(parse.pieces)}
    groups = [tuple(by_piece[piece] for piece in quotation.pieces) for quotation in quotations]
    holders = {index: quotation for group, quotation in zip(groups, quotations, strict=True) for index in group}
    groups = [part for group in groups for part in _parted(group, claims)]
    claims = _chained(groups, claims)
    return tuple(
        _attribution(context, claims, joined, tuple(n for g in joined for i in g for n in _nested(i, context, holders)))
        for joined in _joined(context, sorted(groups), claims)
    )


def _context(text: str, parse: Parse) -> Context:
    trees = tuple(Tree(sentence) for sentence in parse.sentences)
    anchors: dict[int, Site] = {}
    for number, tree in enumerate(trees):
        for index in dict.fromkeys(w.piece for w in tree.words if w.piece is not None):
            site = _site(parse.pieces[index], index, number, tree)
            if index not in anchors or site.is_clause:
                anchors[index] = site
    types = {entity.span: entity.type for entity in parse.entities}
    people = [span for span, kind in types.items() if kind == "Person"]
    sentences: dict[int, list[int]] = {}
    for number, tree in enumerate(trees):
        sentences.setdefault(tree.sentence.paragraph, []).append(number)
    return Context(
        text,
        parse,
        trees,
        tuple(anchors.get(i) for i in range(len(parse.pieces))),
        SpanIndex(types),
        types,
        SpanIndex(people),
        frozenset(word for span in people for word in span.of(text).split()),
        SpanIndex(span for span, _ in spelled_out(text)),
        {paragraph: tuple(numbers) for paragraph, numbers in sentences.items()},
    )


def _site(piece: Piece, index: int, number: int, tree: Tree) -> Site:
    inside = [w for w in tree.words if w.piece == index]
    words = [w for w in inside if any(c.isalnum() for c in w.text)] or inside
    outward = [w for w in words if w.head is None or tree.words[w.head].piece != index]
    anchor = next((w for w in outward if w.text in {"so", "do", "thing", "things"}), (outward or words)[-1])
    is_clause = any(w.text in {"It", "Is"} for w in words)
    return Site(index, piece, tree.sentence.paragraph, number, anchor.index, is_clause)


def _claims(context: Context) -> list[Claim | None]:
    claims: list[Claim | None] = [
        next((c for find in IN_SENTENCE if (c := find(site, context))), None) if site else None
        for site in context.sites
    ]
    for site in context.sites:
        if site and claims[site.index] is None:
            claims[site.index] = (
                across.resumed(site, context, claims)
                or across.listed(site, context, claims)
                or _from_afar(site, context, claims)
                or negatives.scare(site, context)
            )
    for site in context.sites:
        if site and (claim := across.before_beat(site, context, claims)):
            claims[site.index] = claim
    for index, claim in across.repeated(context, claims).items():
        claims[index] = claim
    return claims


def _from_afar(site: Site, context: Context, claims: list[Claim | None]) -> Claim | None:
    if not _stands_alone(site, context):
        return across.continued(site, context, claims)
    return (
        across.tagged(site, context, claims)
        or across.summed_up(site, context, claims)
        or across.same_paragraph(site, context, claims)
        or across.following(site, context, claims)
        or across.previous_paragraph(site, context, claims)
    )


def _stands_alone(site: Site, context: Context) -> bool:
    """Tell whether a piece is a sentence of its own rather than a part of one of the reporter's."""
    tree = context.tree(site)
    aside = relative_behind(tree, site)
    # e.g. “I wouldn't call it reform. It's a tax increase” for the top bracket.
    return site.is_clause and not any(
        w.piece is None
        and w.index not in aside
        and w.deprel in {"nsubj", "nsubj:pass"}
        and w.head is not None
        and tree.words[w.head].piece is None
        for w in tree.words
    )


def _parted(group: tuple[int, ...], claims: list[Claim | None]) -> list[tuple[int, ...]]:
    """Return the pieces of a quotation over paragraphs, parted where a later one has a frame of its own."""
    # e.g. Roth said: “It leaks. ¶ “It always has,” *she said*. “It always will.”
    parts = [[group[0]]]
    framed = _framed(claims[group[0]])
    for index in group[1:]:
        own = _framed(claims[index])
        if framed and own and own != framed:
            parts.append([index])
        else:
            parts[-1].append(index)
        framed = own or framed
    return [tuple(part) for part in parts]


def _nested(index: int, context: Context, holders: Mapping[int, Quotation]) -> Iterator[Quotation]:
    """Yield the quotations nested in a piece; `holders` says which quotation each piece was found in."""
    content = context.parse.pieces[index].content
    return (n for n in holders[index].nested if content.start <= n.pieces[0].outer.start < content.end)


def _framed(claim: Claim | None) -> Cue | None:
    return claim.cue if claim and claim.sources else None


def _chained(groups: list[tuple[int, ...]], claims: list[Claim | None]) -> list[Claim | None]:
    """Give the pieces of one quotation that runs over paragraphs the claim of the one that is framed."""
    shared = list(claims)
    for group in groups:
        framed = [c for i in group if (c := claims[i]) and c.sources and c.cue]
        if len(group) > 1 and framed:
            for index in group:
                own = claims[index]
                shared[index] = own if own and own.sources and own.cue else framed[0]
    return shared


def _joined(
    context: Context, groups: list[tuple[int, ...]], claims: list[Claim | None]
) -> list[tuple[tuple[int, ...], ...]]:
    """Return runs of groups that are one act of quoting: same paragraph, same cue and source, nothing between."""
    runs: list[list[tuple[int, ...]]] = []
    for group in groups:
        if runs and _continues(context, runs[-1][-1], group, claims):
            runs[-1].append(group)
        else:
            runs.append([group])
    return [tuple(run) for run in runs]


def _continues(context: Context, before: tuple[int, ...], group: tuple[int, ...], claims: list[Claim | None]) -> bool:
    first, second = claims[before[-1]], claims[group[0]]
    sites = context.sites[before[-1]], context.sites[group[0]]
    if not (first and second and first.sources and sites[0] and sites[1]):
        return False
    sentences = sites[1].number - sites[0].number
    # e.g. “It leaks,” Roth said. It is “a sieve”: the second sentence is the reporter's own
    is_near = sites[0].paragraph == sites[1].paragraph and sentences <= (1 if sites[1].is_clause else 0)
    return is_near and first.sources == second.sources and first.cue == second.cue


def _attribution(
    context: Context, claims: list[Claim | None], groups: tuple[tuple[int, ...], ...], nested: tuple[Quotation, ...]
) -> Attribution:
    indices = [index for group in groups for index in group]
    quotation = Quotation(tuple(context.parse.pieces[i] for i in indices), nested)
    form = _form(context, indices)
    claim = max((c for i in indices if (c := claims[i])), key=lambda c: c.rule != "F6", default=None)
    if claim is None:
        sites = [site for i in indices if (site := context.sites[i])]
        is_cued = any(frames.has_cue(site, context) for site in sites)
        return Attribution(quotation, form, reason=Reason.NO_SOURCE if is_cued else Reason.NO_CUE)
    rule = _split_rule(context, groups) or claim.rule
    doubt = FRAMED_DOUBT[form] if claim.rule in {"F1", "F2"} else FRAGMENT_DOUBT if form is Form.FRAGMENT else 0
    if any(not piece.closed for piece in quotation.pieces):
        doubt = max(doubt, OPEN_DOUBT)
    confidence = round(max(min(claim.confidence, TABLE[rule].confidence) - doubt, 0.1), 3)
    return Attribution(
        quotation, form, claim.cue, claim.sources, claim.told_to, claim.on_behalf_of, rule, confidence, claim.reason
    )


def _split_rule(context: Context, groups: tuple[tuple[int, ...], ...]) -> str | None:
    """Return the rule that joined the groups to one quotation, None if there is one group only."""
    if len(groups) == 1:
        return None
    first, last = context.sites[groups[0][-1]], context.sites[groups[-1][0]]
    # e.g. “It leaks,” Roth said, “and it always has.”  e.g. “It leaks,” Roth said. “It always has.”
    return "F5" if first and last and first.number == last.number else "F6"


def _form(context: Context, indices: list[int]) -> Form:
    sites = [site for i in indices if (site := context.sites[i])]
    if any(site.is_clause for site in sites) or not sites:
        return Form.DIRECT
    longest = max(len(_WORD.findall(context.parse.pieces[i].content.of(context.text))) for i in indices)
    return Form.MIXED if longest > FRAGMENT_MAX_WORDS else Form.FRAGMENT
