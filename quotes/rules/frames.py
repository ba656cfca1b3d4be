"""Rules for a quotation that is framed in its own sentence by a verb: F1 to F9, F13 to F15, F19 and W7.

The frame is the nearest verb that governs the masked quotation, or that stands beside it as a comment
clause; the list of reporting verbs is a prior, not a gate. Which rule fired is a matter of where subject, verb
and quotation stand, and of how the verb came by its subject.
"""

from dataclasses import dataclass

from quotes.lexicon import words
from quotes.models import Cue, Span
from quotes.rules.base import Claim, Context, Rule, Site
from quotes.rules.mentions import can_speak, is_inscription, mentions, told_to
from quotes.rules.tree import Subject, Tree

GOVERNS = frozenset({"ccomp", "parataxis", "obj", "xcomp", "dep", "discourse", "root", "iobj", "dislocated", "vocative", "appos"})
"""How a quotation hangs on the verb that frames it. `obl` and `advcl` do only for fragments and listed verbs."""
LOOSE = GOVERNS | {"obl", "advcl", "nsubj", "nsubj:pass", "advmod", "nmod", "conj", "csubj", "obl:unmarked", "nmod:unmarked"}
COMMENTS = frozenset({"parataxis", "ccomp", "advcl", "dep", "conj", "acl:relcl", "acl", "discourse", "appos", "xcomp", "advcl:relcl"})
"""How a comment clause (`..., Ruiz said`) hangs on the quotation, as parsers have it."""
QUOTING_PASSIVES = frozenset({"quote", "cite", "hear", "report", "record", "see", "remember", "describe", "film"})

RULES = (
    Rule("F1", "Quotation, subject, verb.", "“It is over,” the mayor said.", 0.97),
    Rule("F2", "Quotation, verb, subject.", "“It is over,” said Mia Roth, 41, the deputy head of the council.", 0.97),
    Rule("F3", "Subject, verb, (that) quotation.", "Roth said that the plan “will cost every family £40”.", 0.95),
    Rule("F4", "Somebody told somebody.", "“Nobody asked us,” Roth told the Gazette on Friday.", 0.97),
    Rule("F7", "A participle takes its subject from the verb above it.",
         "Roth rejected the claim, calling it “a fairy tale”.", 0.9),
    Rule("F8", "A joined verb takes its subject from the first.", "Roth stood up and said: “Enough.”", 0.92),
    Rule("F9", "An infinitive takes its subject from the verb that governs it.",
         "Roth went on to say: “Enough is enough.”", 0.88),
    Rule("F13", "Somebody is quoted: the subject of the passive speaks.", "Kahn was quoted as saying “never again”.", 0.85),
    Rule("F14", "The agent of a passive speaks.", "The deal was described as “toxic” by union leader Pam Voss.", 0.9),
    Rule("F15", "Written on a platform.", "Voss wrote on X: “See you in court.”", 0.96),
    Rule("F19", "A fragment is the verb's object or complement.", "Critics branded the map “a mess”.", 0.88),
    Rule("W7", "The relative clause's antecedent speaks.", "Voss, who calls it “a trick”, is running.", 0.88),
)  # fmt: skip
_BY_ID = {rule.id: rule for rule in RULES}
WRITING = frozenset({"write", "post", "tweet", "retweet", "blog", "share", "text", "email"})


@dataclass(frozen=True, slots=True)
class VerbFrame:
    """A verb, its subject, and how far the quotation is from the verb (0: it hangs on the verb itself)."""

    verb: int
    subject: Subject
    distance: int
    comment: bool


def claim(site: Site, context: Context) -> Claim | None:
    """Return who speaks according to the verb that frames the piece in its sentence, None without such a verb."""
    tree = context.tree(site)
    for verb, distance, comment in frame_verbs(tree, site):
        subject = _speaking_subject(tree, verb, comment=comment)
        if subject is None:
            if distance == 0 and tree.reports(verb) and not comment:
                continue
            continue
        frame = VerbFrame(verb, subject, distance, comment)
        return _claim(tree, site, frame)
    return None


def frame_verbs(tree: Tree, site: Site) -> list[tuple[int, int, bool]]:
    """Return the verbs that may frame a piece, nearest first: (verb, distance, is a comment clause)."""
    found = []
    nodes = [site.anchor, *(head for _, head in tree.ancestors(site.anchor))]
    relation = ""
    for distance, node in enumerate(nodes):
        if distance and tree.words[node].piece is None and _governs(tree, node, relation, distance, site):
            found.append((node, distance - 1, False))
        found += [(verb, distance, True) for verb in _comments(tree, node, nodes)]
        relation = tree.words[node].deprel
    return found


def _governs(tree: Tree, node: int, relation: str, distance: int, site: Site) -> bool:
    """Tell whether a word above the piece is the verb that frames it."""
    if tree.reports(node):
        return relation in LOOSE
    if not tree.is_verb(node) or tree.lemma(node) in words("frame_stop_verbs"):
        return False
    # e.g. Critics *branded* the map “a mess”.
    return distance == 1 and relation in GOVERNS and not (relation == "obj" and not site.is_clause and False)


def _comments(tree: Tree, node: int, nodes: list[int]) -> list[int]:
    """Return the reporting verbs below `node` that comment on it: `It is “so”, Ruiz *said*`."""
    return [
        child
        for child in tree.children[node]
        if child not in nodes and tree.words[child].deprel in COMMENTS and tree.reports(child)
        and not any(w.piece is not None for w in tree.kids(child, "ccomp", "obj"))
    ]  # fmt: skip


def _speaking_subject(tree: Tree, verb: int, *, comment: bool) -> Subject | None:
    if tree.is_passive(verb):
        return _passive_subject(tree, verb)
    subject = tree.subject(verb)
    if comment and subject and subject.route not in {"own", "relative", "conjunct"}:
        subject = None
    if subject is None:
        subject = _inverted(tree, verb)
    return subject if subject and can_speak(tree, subject.word) else None


def _passive_subject(tree: Tree, verb: int) -> Subject | None:
    # e.g. The deal was described as “toxic” by union leader *Pam Voss*.
    for agent in (*tree.kids(verb, "obl:agent"), *_by(tree, verb)):
        if can_speak(tree, agent.index):
            return Subject(agent.index, "agent")
    # e.g. *Kahn* was quoted as saying “never again”.
    if tree.lemma(verb) in QUOTING_PASSIVES:
        own = [w for w in tree.kids(verb, "nsubj:pass", "nsubj") if can_speak(tree, w.index)]
        quoting = any(tree.lemma(w.index) in {"say", "tell", "ask", "shout", "call"} for w in tree.kids(verb, "xcomp", "advcl", "ccomp", "obl"))
        if own and (quoting or tree.lemma(verb) == "quote"):
            return Subject(own[0].index, "passive")
    return None


def _by(tree: Tree, verb: int):  # type: ignore[no-untyped-def]
    return [w for w in tree.kids(verb, "obl") if any(c.text.lower() == "by" for c in tree.kids(w.index, "case"))]


def _inverted(tree: Tree, verb: int) -> Subject | None:
    """Return the noun right after a verb that has no subject, where the parser took it for the object."""
    # e.g. “Enough,” said *Roth*.
    for word in tree.kids(verb, "obj", "dep", "parataxis", "ccomp", "appos", "flat", "obl", "xcomp", "iobj"):
        first = tree.phrase(word.index)[0]
        if first == verb + 1 and word.piece is None and word.upos in {"PROPN", "NOUN", "PRON"} and not tree.kids(word.index, "case"):
            return Subject(word.index, "inverted")
    return None


def _claim(tree: Tree, site: Site, frame: VerbFrame) -> Claim | None:
    head = frame.subject.word
    sources = mentions(tree, head)
    if not sources:
        return None
    rule = _BY_ID[_rule_id(tree, site, frame)]
    confidence = rule.confidence
    if not tree.reports(frame.verb):
        confidence -= 0.1
    confidence -= 0.03 * min(frame.distance, 4)
    return Claim(rule.id, confidence, cue(tree, frame.verb), sources, told_to(tree, frame.verb))


def _rule_id(tree: Tree, site: Site, frame: VerbFrame) -> str:
    route = frame.subject.route
    by_route = {"relative": "W7", "participle": "F7", "conjunct": "F8", "controlled": "F9", "passive": "F13", "agent": "F14"}
    if route in by_route:
        return by_route[route]
    if tree.lemma(frame.verb) == "tell":
        return "F4"
    if tree.lemma(frame.verb) in WRITING and told_to(tree, frame.verb):
        return "F15"
    if not site.is_clause and frame.distance == 0 and not tree.reports(frame.verb):
        return "F19"
    if site.anchor < min(frame.subject.word, frame.verb):
        return "F1" if frame.subject.word < frame.verb else "F2"
    return "F3"


def cue(tree: Tree, verb: int) -> Cue | None:
    """Return the cue: the verb with its auxiliaries and particles."""
    parts = {verb} | {w.index for w in tree.kids(verb, "aux", "aux:pass", "compound:prt") if w.piece is None}
    first = last = verb
    while first - 1 in parts:
        first -= 1
    while last + 1 in parts:
        last += 1
    span: Span | None = tree.span(first, last) or tree.words[verb].span
    return Cue(span, tree.lemma(verb)) if span else None
