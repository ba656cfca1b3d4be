"""Rules for a quotation that is framed in its own sentence by a verb: F1 to F4, F7 to F9, F13 to F15, F19, W7.

The frame is a verb that governs the masked quotation, or that stands beside it as a comment clause
(`..., Ruiz said`). The list of reporting verbs is a prior, not a gate: an unlisted verb frames what it governs
as a clause. Which rule fired is a matter of where subject, verb and quotation stand, and of how the verb came
by its subject.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

from quotes.lexicon import words
from quotes.models import Cue, Mention, MentionForm, Reason, Word
from quotes.rules.base import Claim, Context, Rule, Site
from quotes.rules.mentions import can_speak, is_named, is_source_word, is_voice, mentions, on_behalf_of, told_to
from quotes.rules.tree import Subject, Tree

CLAUSAL = frozenset({"ccomp", "parataxis", "xcomp", "discourse", "dep"})
"""How a quoted clause hangs on a verb that frames it."""
GOVERNED = CLAUSAL | {"obj", "obl", "advcl", "nsubj", "nsubj:pass", "nsubj:outer", "advmod", "nmod", "conj", "csubj",
                      "iobj", "appos", "vocative", "dislocated", "obl:unmarked", "nmod:unmarked", "obl:agent", "acl",
                      "advcl:relcl", "acl:relcl"}  # fmt: skip
"""How anything that holds the quotation hangs on a listed reporting verb; parsers differ."""
COMMENTS = frozenset({"parataxis", "ccomp", "advcl", "dep", "conj", "acl:relcl", "acl", "discourse", "appos", "xcomp",
                      "advcl:relcl", "list", "root"})  # fmt: skip
"""How a comment clause hangs on the quotation, as parsers have it."""
QUOTING_PASSIVES = frozenset({"quote", "cite", "hear", "report", "record", "see", "remember", "describe", "film"})
WRITING = frozenset({"write", "post", "tweet", "retweet", "blog", "share", "text", "email"})
TAG_OPENERS = frozenset(
    {"and", "but", "while", "when", "because", "if", "that", "which", "who", "or", "to", "in", "of", "for"}
)
"""Words after a quotation that show that no comment clause follows at once."""
SCOPING = frozenset({"root", "conj", "advcl", "parataxis"})
INNER_MARKS = " '\"’”»"
"""What may close an inner quotation at the end of an outer one: `..., 'Our way,'” Roth said`."""
TAG_WORDS = 30
"""Words after a quotation among which the verb of its comment clause is looked for."""

DISTANT = 0.03
"""What each step between quotation and verb takes from the confidence."""
UNLISTED = 0.1
"""What a verb that is not on the list takes from the confidence."""

RULES = (
    Rule("F1", "The quotation, then who said it, then the verb.", "“It is over,” the mayor said.", 0.97),
    Rule("F2", "The quotation, then the verb, then who said it.",
         "“It is over,” said Mia Roth, 41, the deputy head of the council.", 0.97),
    Rule("F3", "Who said it, the verb, and the quotation, with or without “that”.",
         "Roth said that the plan “will cost every family £40”.", 0.95),
    Rule("F4", "Somebody told somebody.", "“Nobody asked us,” Roth told the Gazette on Friday.", 0.97),
    Rule("F7", "A participle takes its subject from the verb above it.",
         "Roth rejected the claim, calling it “a fairy tale”.", 0.9),
    Rule("F8", "A joined verb takes its subject from the first.", "Roth stood up and said: “Enough is enough.”", 0.92),
    Rule("F9", "An infinitive takes its subject from the verb that governs it.",
         "Roth went on to warn that the pier “will not last the winter”.", 0.88),
    Rule("F13", "Somebody is quoted: the subject of the passive speaks.", "Kahn was quoted as saying “never again”.", 0.85),
    Rule("F14", "The agent of a passive speaks.", "The deal was described as “toxic” by union leader Pam Voss.", 0.9),
    Rule("F15", "Written on a platform.", "Voss wrote on X: “See you in court.”", 0.96),
    Rule("F19", "A fragment is the verb's object or complement.", "Critics branded the map “a mess”.", 0.88),
    Rule("F20", "What somebody did not say is not speech.", "Roth did not say “never”.", 0.9),
    Rule("W7", "The relative clause's antecedent speaks.", "Voss, who calls it “a trick”, is running.", 0.88),
)  # fmt: skip
_BY_ID = {rule.id: rule for rule in RULES}
_BY_ROUTE = {
    "relative": "W7",
    "participle": "F7",
    "conjunct": "F8",
    "controlled": "F9",
    "passive": "F13",
    "agent": "F14",
}


class Hold(IntEnum):
    """How firmly a verb holds the quotation; the firmer goes first."""

    TAG = 0  # a comment clause right behind the quotation
    OWN = 1  # a listed verb that governs the quotation itself
    CLAUSE = 2  # an unlisted verb that governs it as a clause
    COMMENT = 3  # a comment clause on a clause that holds the quotation
    ABOVE = 4  # a listed verb that governs a clause that holds the quotation
    SCOPE = 5  # a listed verb before the quotation in a sentence that the parser could not put together


@dataclass(frozen=True, slots=True)
class VerbFrame:
    """A verb, its subject, how it holds the quotation, and how many words of the tree lie between."""

    verb: int
    subject: Subject
    hold: Hold
    distance: int


def denied(site: Site, context: Context) -> Claim | None:
    """Return a claim of no speech for a fragment that somebody is said not to have said (F20)."""
    tree = context.tree(site)
    head = tree.words[site.anchor].head
    # e.g. Roth did not say “never”.
    if site.is_clause or head is None or not tree.reports(head) or not tree.is_negated(head):
        return None
    return Claim("F20", _BY_ID["F20"].confidence, reason=Reason.NOT_SPEECH)


def has_cue(site: Site, context: Context) -> bool:
    """Tell whether a reporting verb governs a piece, though it names nobody: `It was announced that “...”`."""
    tree = context.tree(site)
    return any(tree.reports(head) for _, head in tree.ancestors(site.anchor) if tree.words[head].piece is None)


def claim(site: Site, context: Context) -> Claim | None:
    """Return who speaks according to the verb that frames the piece in its sentence, None without such a verb."""
    tree = context.tree(site)
    frames = sorted(_frames(tree, site, context), key=lambda f: (f.hold, f.distance))
    if not frames:
        return None
    frame = _outermost_of_same(tree, frames, context)
    return _claim(tree, site, frame, context) if frame else None


def _frames(tree: Tree, site: Site, context: Context) -> Iterator[VerbFrame]:
    yield from _tags(tree, site, context)
    nodes = [site.anchor, *(head for _, head in tree.ancestors(site.anchor))]
    relation = ""
    for distance, node in enumerate(nodes):
        if distance and (hold := _hold(tree, node, relation, distance, site)) is not None:
            if (subject := _speaking(tree, node, site, context)) is not None:
                yield VerbFrame(node, subject, hold, distance - 1)
        for verb in _comments(tree, node, nodes, site, distance):
            if (subject := _commenting(tree, verb, context)) is not None:
                yield VerbFrame(verb, subject, Hold.COMMENT if distance else Hold.OWN, distance)
        relation = tree.words[node].deprel
    yield from _scopes(tree, site, context, nodes)


def _hold(tree: Tree, node: int, relation: str, distance: int, site: Site) -> Hold | None:
    """Return how a word above the piece frames it, None if it does not."""
    if tree.words[node].piece is not None:
        return None
    if tree.reports(node):
        # e.g. Holm said that the advertisement “wrongly” suggests support: no complement of "suggests"
        is_inside = site.anchor < node and relation not in CLAUSAL | {"obj"}
        return None if relation not in GOVERNED or is_inside else Hold.OWN if distance == 1 else Hold.ABOVE
    if not tree.is_verb(node) or distance > 1:
        return None
    lemma = tree.lemma(node)
    # e.g. The report *found* that costs “will double”.
    if lemma in words("document_verbs") and (subject := tree.subject(node)) is not None:
        if tree.words[subject.word].lemma.lower() in words("document_nouns"):
            return Hold.OWN
    # e.g. Roth *shrugged*: “It is over.”
    is_framing = site.is_clause and relation in {"ccomp", "parataxis"} and lemma not in words("frame_stop_verbs")
    return Hold.CLAUSE if is_framing else None


# ------------------------------------------------------------ comment clauses


def _tags(tree: Tree, site: Site, context: Context) -> Iterator[VerbFrame]:
    """Yield the verb of the comment clause right behind the piece: `“...,” *Roth told* the Gazette`."""
    last = max(w.index for w in tree.words if w.piece == site.index)
    if not _expects_tag(site, context):
        return
    behind = [w for w in tree.words[last + 1 :] if w.upos != "PUNCT" and w.span]
    behind = behind[: next((n for n, w in enumerate(behind) if w.piece is not None), len(behind))][:TAG_WORDS]
    if not behind or behind[0].text.lower() in TAG_OPENERS:
        return
    end = next((w.index for w in tree.words[last + 1 :] if w.piece is not None), len(tree.words))
    for word in behind:
        if word.index >= end:
            return
        is_clause = word.deprel not in {"acl:relcl", "acl", "amod"} and not word.text.lower().endswith("ing")
        if not is_clause or not tree.reports(word.index):
            continue
        if tree.is_passive(word.index):
            # e.g. “Never,” *he* was quoted as saying.
            if (quoted := _passive_subject(tree, word.index, context)) and quoted.word > last:
                yield VerbFrame(word.index, quoted, Hold.TAG, 0)
                return
            continue
        subject = _tag_subject(tree, word.index, last, behind[0].index, context)
        if subject is not None:
            yield VerbFrame(word.index, subject, Hold.TAG, 0)
            return


def _expects_tag(site: Site, context: Context) -> bool:
    """Tell whether a piece ends as it does before a comment clause: with a comma, a question mark, a dash."""
    content = site.piece.content.of(context.text).rstrip(INNER_MARKS)
    if site.is_clause and content[-1:].isalnum():
        return True  # e.g. “Cruz has the same positions” Viguerie notes.
    behind = context.text[site.piece.outer.end : site.piece.outer.end + 2].lstrip()
    return content[-1:] in {",", "?", "!", "-", "—", "–", "…", ";"} or behind[:1] in {",", "-", "—", "–"}


def _tag_subject(tree: Tree, verb: int, last: int, first: int, context: Context) -> Subject | None:
    subject = tree.subject(verb)
    if (
        subject is not None
        and subject.word > last
        and subject.route == "own"
        and can_speak(tree, subject.word, context)
    ):
        return subject
    if verb == first or (verb - first == 1 and tree.words[first].upos == "ADV"):
        # e.g. “Enough,” said *Roth*, 41.
        return _nominal(tree, verb + 1, len(tree.words), context, "own")
    # e.g. “Enough,” *the head of the union* said.
    return _nominal(tree, last + 1, verb, context, "own")


def _nominal(tree: Tree, start: int, end: int, context: Context, route: str) -> Subject | None:
    """Return the noun that heads the first noun phrase in a stretch of words, if it can speak."""
    nominal = {"PROPN", "NOUN", "PRON"}
    stretch = tree.words[start:end]
    first = next((w for w in stretch if w.piece is None and (w.upos in nominal or is_source_word(w, context))), None)
    if first is None or any(
        w.upos in {"VERB", "ADP", "SCONJ"} or w.piece is not None for w in tree.words[start : first.index]
    ):
        return None
    head = first.index
    while (above := tree.words[head].head) is not None and start <= above < end and tree.words[above].upos in nominal:
        if tree.words[head].deprel in {"appos", "conj", "acl:relcl", "parataxis"}:
            break
        head = above
    return Subject(head, route) if can_speak(tree, head, context) else None


def _breaks(word: Word) -> bool:
    """Tell whether a word ends the search for a noun phrase: a verb, a preposition, another quotation."""
    return word.piece is not None or word.upos in {"ADP", "SCONJ"} or (word.upos == "VERB" and "VerbForm=Fin" in word.feats)


def _comments(tree: Tree, node: int, nodes: list[int], site: Site, distance: int) -> list[int]:
    """Return the reporting verbs below `node` that comment on it: `It is “so”, Ruiz *said*`."""
    return [
        child
        for child in tree.children[node]
        if child not in nodes
        and tree.words[child].deprel in COMMENTS
        and tree.reports(child)
        and (child > site.anchor or distance == 0)
        and not any(w.piece not in {None, site.index} for w in tree.kids(child, "ccomp", "obj"))
        and not (tree.words[child].deprel in {"conj", "acl", "acl:relcl"} and distance > 0)
    ]


def _commenting(tree: Tree, verb: int, context: Context) -> Subject | None:
    subject = tree.subject(verb)
    if tree.is_passive(verb) or subject is None or subject.route != "own":
        return _inverted(tree, verb, context)
    return subject if can_speak(tree, subject.word, context) else None


# ------------------------------------------------------------ subjects


def _speaking(tree: Tree, verb: int, site: Site, context: Context) -> Subject | None:
    if tree.is_passive(verb):
        return _passive_subject(tree, verb, context, site)
    subject = tree.subject(verb) or _inverted(tree, verb, context) or _unseen(tree, verb, context)
    return subject if subject and can_speak(tree, subject.word, context) else None


def _unseen(tree: Tree, verb: int, context: Context) -> Subject | None:
    """Return the name right before a verb that has no subject, where the tagger did not know it for a name."""
    # e.g. *Early* described it as “news to me”.
    if verb and is_named(tree.words[verb - 1], context):
        return Subject(verb - 1, "own")
    return None


def _passive_subject(tree: Tree, verb: int, context: Context, site: Site | None = None) -> Subject | None:
    # e.g. The deal was described as “toxic” by union leader *Pam Voss*.
    on_piece = [w for w in tree.kids(site.anchor, "nmod", "obl", "obl:agent") if w.index > site.anchor] if site else []
    for agent in (*tree.kids(verb, "obl:agent", "obl"), *on_piece):
        below = (tree.words[i] for i in tree.subtree(agent.index) if i < agent.index)
        is_by = agent.deprel == "obl:agent" or any(w.text.lower() == "by" and w.deprel == "case" for w in below)
        if is_by and can_speak(tree, agent.index, context, oblique=True):
            return Subject(agent.index, "agent")
    # e.g. *Kahn* was quoted as saying “never again”.
    if tree.lemma(verb) in QUOTING_PASSIVES:
        own = [w for w in tree.kids(verb, "nsubj:pass", "nsubj") if can_speak(tree, w.index, context)]
        below = tree.kids(verb, "xcomp", "advcl", "ccomp", "obj")
        is_quoting = any(tree.lemma(w.index) in {"say", "tell", "ask", "shout", "call"} for w in below)
        if own and (is_quoting or tree.lemma(verb) == "quote"):
            return Subject(own[0].index, "passive")
    return None


def _inverted(tree: Tree, verb: int, context: Context) -> Subject | None:
    """Return the noun right behind a verb that has no subject, where the parser took it for the object."""
    # e.g. “Enough,” said *Roth*.
    if tree.lemma(verb) in {"tell", "ask", "urge", "remind", "call", "quote"} or verb + 1 >= len(tree.words):
        return None
    before = tree.words[verb - 1] if verb else None
    if before is None or not (before.piece is not None or before.text == ","):
        return None
    return _nominal(tree, verb + 1, len(tree.words), context, "own")


def _scopes(tree: Tree, site: Site, context: Context, nodes: list[int]) -> Iterator[VerbFrame]:
    """Yield the first listed verb before the piece, for a sentence whose parts the parser did not connect."""
    first = min(w.index for w in tree.words if w.piece == site.index)
    for word in tree.words[:first]:
        if (
            word.piece is None
            and word.index not in nodes
            and tree.reports(word.index)
            and word.deprel in {"root", "conj"}
        ):
            subject = tree.subject(word.index)
            if subject and subject.word < word.index and subject.route in {"own", "conjunct"}:
                if not tree.is_passive(word.index) and can_speak(tree, subject.word, context):
                    yield VerbFrame(word.index, subject, Hold.SCOPE, 1)
                    return


# ------------------------------------------------------------ the choice


def _outermost_of_same(tree: Tree, frames: list[VerbFrame], context: Context) -> VerbFrame | None:
    """Return the first frame, or the one above it where a pronoun only takes up the subject there again."""
    # e.g. *Ruiz* says she hopes that the plan “will die”.
    best = frames[0]
    if best.hold is Hold.TAG:
        return best
    # e.g. *Ryan* said the spate of shootings demands “more listening”: things do not speak where somebody does
    while _is_anaphor(tree, best) or not _is_plausible(tree, best, context):
        above = [f for f in frames if f.hold in {Hold.ABOVE, Hold.OWN} and _is_under(tree, best.verb, f.verb)]
        # e.g. The vote signals “the beginning of the end”, said *Geert Wolders*.
        above = above or [f for f in frames if f.hold is Hold.COMMENT and f is not best and not _is_anaphor(tree, best)]
        if not above:
            break
        best = min(above, key=lambda f: f.distance)
    if best.hold in {Hold.OWN, Hold.COMMENT, Hold.CLAUSE} and best.subject.route == "own":
        return None if tree.is_negated(best.verb) else best
    return best if _is_plausible(tree, best, context) else None


def _is_plausible(tree: Tree, frame: VerbFrame, context: Context) -> bool:
    """Tell whether a frame's subject is somebody, and the verb not denied."""
    # e.g. The governor did not call it “a crisis”.
    if tree.is_negated(frame.verb):
        return False
    # e.g. He wants candidates who say “yes”: a kind of person, nobody in particular
    if frame.subject.route == "relative" and tree.words[frame.subject.word].upos != "PROPN":
        determiners = {w.text.lower() for w in tree.kids(frame.subject.word, "det")}
        return is_voice(tree, frame.subject.word, context) and bool(determiners & {"the", "a", "an", "one"})
    is_speech = tree.lemma(frame.verb) in words("speech_verbs") and frame.subject.route == "own"
    return is_speech or is_voice(tree, frame.subject.word, context)


def _is_anaphor(tree: Tree, frame: VerbFrame) -> bool:
    return tree.words[frame.subject.word].text.lower() in {"he", "she", "they", "it", "we"}


def _is_under(tree: Tree, verb: int, above: int) -> bool:
    """Tell whether a verb stands in the complement of another, which comes first."""
    steps = list(tree.ancestors(verb))
    return above < verb and any(
        head == above and tree.words[child].deprel in {"ccomp", "xcomp"} for child, head in steps
    )


def _claim(tree: Tree, site: Site, frame: VerbFrame, context: Context) -> Claim | None:
    frame = _author(tree, frame, context)
    sources = _relative(tree, frame) or mentions(tree, frame.subject.word, context)
    if not sources:
        return None
    rule = _BY_ID[_rule_id(tree, site, frame, context)]
    confidence = rule.confidence - DISTANT * min(frame.distance, 4)
    if not tree.reports(frame.verb):
        confidence -= UNLISTED
    whom = on_behalf_of(tree, frame.subject.word)
    return Claim(rule.id, confidence, cue(tree, frame.verb), sources, told_to(tree, frame.verb, context), whom)


def _author(tree: Tree, frame: VerbFrame, context: Context) -> VerbFrame:
    """Return the frame with a statement or letter as its subject replaced by who issues it in the same sentence."""
    word = tree.words[frame.subject.word]
    if frame.subject.route not in {"relative", "participle"} or word.lemma.lower() not in words(
        "document_nouns"
    ) | words("speech_nouns"):
        return frame
    # e.g. *The council* issued a statement calling the test “a provocation”.
    if word.deprel in {"obj", "obl"} and word.head is not None and tree.is_verb(word.head):
        issuer = tree.subject(word.head)
        if issuer and can_speak(tree, issuer.word, context) and not tree.is_passive(word.head):
            return VerbFrame(frame.verb, Subject(issuer.word, "participle"), frame.hold, frame.distance)
    return frame


def _relative(tree: Tree, frame: VerbFrame) -> tuple[Mention, ...]:
    """Return the relative pronoun as the mention, with the noun it stands for."""
    if frame.subject.route != "relative":
        return ()
    pronoun = next((w for w in tree.kids(frame.verb, "nsubj", "nsubj:pass") if w.upos == "PRON" and w.span), None)
    antecedent = mentions(tree, frame.subject.word)
    if pronoun is None or pronoun.span is None or not antecedent:
        return antecedent
    return (Mention(pronoun.span, pronoun.span, MentionForm.PRONOUN, antecedent[0].span),)


def _rule_id(tree: Tree, site: Site, frame: VerbFrame, context: Context) -> str:
    above = tree.words[frame.verb].head
    if (
        above is not None
        and tree.lemma(above) in QUOTING_PASSIVES
        and tree.is_passive(above)
        and frame.subject.route != "agent"
    ):
        return "F13"
    if frame.subject.route in _BY_ROUTE:
        return _BY_ROUTE[frame.subject.route]
    if tree.lemma(frame.verb) == "tell":
        return "F4"
    if tree.lemma(frame.verb) in WRITING and told_to(tree, frame.verb, context):
        return "F15"
    has_object = any(w.piece is None and frame.verb < w.index < site.anchor for w in tree.kids(frame.verb, "obj"))
    if (
        not site.is_clause
        and frame.distance == 0
        and (has_object or tree.words[site.anchor].deprel in {"obj", "xcomp"})
    ):
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
    span = tree.span(first, last) or tree.words[verb].span
    return Cue(span, tree.lemma(verb)) if span else None
