"""Find the verbs that may frame a quoted piece in its sentence, with who does what they say.

A frame is a verb that governs the masked piece, or that stands beside it as a comment clause (`..., Ruiz said`).
Parsers err most around quotations, so each way of standing there is looked for by itself, and each frame knows
how firmly it holds the piece.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from itertools import takewhile

import regex

from quotes.lexicon import clause_verbs, words
from quotes.models import Word
from quotes.rules.base import Context, Site
from quotes.rules.mentions import can_speak, is_named, is_source_word, is_voice
from quotes.rules.subjects import LEADING, Subject, is_comment, subject_of
from quotes.rules.tree import SUBJECTS, Tree

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
TAG_OPENERS = frozenset(
    {"and", "but", "while", "when", "because", "if", "that", "which", "who", "or", "to", "in", "of", "for"}
)
"""Words after a quotation that show that no comment clause follows at once."""
INNER_MARKS = " '\"’”»"
"""What may close an inner quotation at the end of an outer one: `..., 'Our way,'” Roth said`."""
SUBORDINATORS = frozenset(
    {"when", "while", "after", "before", "because", "since", "although", "though", "if", "unless", "until", "where"}
)
FIRST_PERSON = frozenset({"I", "me", "my", "We", "we", "us", "our", "My", "Our"})
_WORD = regex.compile(r"\w+")
NOMINAL = frozenset({"PROPN", "NOUN", "PRON"})
SCOPING = frozenset({"root", "conj", "advcl", "parataxis"})
SCOPE_WORDS = 6
"""Words before a quotation among which the verb of its own clause is looked for."""
TAG_WORDS = 30
"""Words after a quotation among which the verb of its comment clause is looked for."""


class Hold(IntEnum):
    """How firmly a verb holds the quotation; the firmer goes first."""

    TAG = 0  # a comment clause right behind the quotation
    OWN = 1  # a listed verb that governs the quotation itself
    CLAUSE = 2  # an unlisted verb that governs it as a clause
    COMMENT = 3  # a comment clause on a clause that holds the quotation
    ABOVE = 4  # a listed verb that governs a clause that holds the quotation
    SCOPE = 5  # a listed verb before the quotation in a sentence that the parser could not put together
    VOICE = 6  # an unlisted verb whose object speaks in the first person


@dataclass(frozen=True, slots=True)
class VerbFrame:
    """A verb, its subject, how it holds the quotation, and how many words of the tree lie between."""

    verb: int
    subject: Subject
    hold: Hold
    distance: int


def verb_frames(tree: Tree, site: Site, context: Context) -> Iterator[VerbFrame]:
    """Yield every verb frame of a piece; `(hold, distance)` orders them from the firmest."""
    yield from _tags(tree, site, context)
    aside = relative_behind(tree, site)
    nodes = [site.anchor, *(head for _, head in tree.ancestors(site.anchor))]
    relation = ""
    for distance, node in enumerate(nodes):
        hold = _hold(tree, node, relation, distance, site, context) if distance and node not in aside else None
        if hold is not None and (subject := _speaking(tree, node, site, context)) and not _is_in(subject, node, nodes):
            said = _infinitive(tree, node) if hold is Hold.CLAUSE else None
            if said is None:
                yield VerbFrame(node, subject, hold, distance - 1)
            else:
                yield VerbFrame(said, Subject(subject.word, "controlled"), Hold.OWN, distance - 1)
        for verb in _comments(tree, node, nodes, site, distance):
            if verb not in aside and (subject := _commenting(tree, verb, context)) and not _is_in(subject, verb, nodes):
                yield VerbFrame(verb, subject, Hold.COMMENT if distance else Hold.OWN, distance)
        relation = tree.words[node].deprel
    yield from _scopes(tree, site, context, nodes)


def _infinitive(tree: Tree, verb: int) -> int | None:
    """Return the reporting verb that an unlisted one governs."""
    # e.g. “A bridge,” as the mayor likes to *say*, “is a promise.”
    below = tree.kids(verb, "xcomp", "advcl")
    governed = [w for w in below if any(m.text.lower() == "to" for m in tree.kids(w.index, "mark"))]
    return next((w.index for w in governed if tree.reports(w.index)), None)


def _is_in(subject: Subject, verb: int, nodes: Sequence[int]) -> bool:
    """Tell whether the piece is a part of what is said of the speaker."""
    # e.g. “We ask questions,” said *Roth*, whose book features “rebellious” people.
    # not: *Roth*, who coined the word, once said, “It happened.”: there parsers err
    anchor = nodes[0]
    return subject.word in nodes and subject.route == "own" and not subject.word < verb < anchor


def relative_behind(tree: Tree, site: Site) -> set[int]:
    """Return the words of a relative clause right behind the piece; it tells of what was said, and frames nothing."""
    # e.g. “We could win in Ohio,” which *votes* in June.
    last = max(w.index for w in tree.words if w.piece == site.index)
    behind = next((w for w in tree.words[last + 1 :] if w.upos != "PUNCT"), None)
    if behind is None or behind.text.lower() not in {"which", "whose", "where"}:
        return set()
    return {w.index for w in tree.words[behind.index :]}


def _hold(tree: Tree, node: int, relation: str, distance: int, site: Site, context: Context) -> Hold | None:
    """Return how a word above the piece frames it, None if it does not."""
    if tree.words[node].piece is not None or (distance > 1 and _is_parted(tree, site, node)):
        return None
    # e.g. “Tear down this wall!” Conservatives still *praise* his refusal.
    is_plain = tree.lemma(node) in words("speech_verbs") | {"say"}
    if node > site.anchor and not is_plain and _says_something_else(tree, node, "obj"):
        return None
    # not: Roth said *Cole* had begged to stay and “would have wept”: Roth says what Cole would have done
    if relation == "conj" and distance == 1 and node < site.anchor and _is_predicate(tree, node, site, context):
        return None
    # not: *Voss* has called a vote — “No to the Pier” — for June
    if node < site.anchor and tree.lemma(node) == "call" and _is_named_aside(tree, node, site):
        return None
    # not: *Roth*, head of a pro-Voss “super fund”, argued that it was late
    if not site.is_clause and distance == 1 and node > site.anchor and _is_about_more(tree, node, site):
        return None
    # not: The site is safe, it states, which means “nobody looked”.
    if relation == "advcl:relcl" and node < site.anchor and _has_content_before(tree, node):
        return None
    if tree.reports(node) or (distance == 1 and _frames_clause(tree, node, site)):
        # e.g. Holm said that the advertisement “wrongly” suggests support: no complement of "suggests"
        is_inside = site.anchor < node and relation not in CLAUSAL | {"obj"} and not is_comment(tree, node)
        return None if relation not in GOVERNED or is_inside else Hold.OWN if distance == 1 else Hold.ABOVE
    if not tree.is_verb(node) or distance > 1:
        return None
    lemma = tree.lemma(node)
    # e.g. The report *found* that costs “will double”.
    subject = subject_of(tree, node) if lemma in words("document_verbs") else None
    if subject and tree.words[subject.word].lemma.lower() in words("document_nouns"):
        return Hold.OWN
    # e.g. Roth *had* this to say about it: “Go home.”  e.g. He wanted to *know*, “How much?”
    has_this = lemma == "have" and any(w.text.lower() in {"this", "plenty"} for w in tree.kids(node, "obj"))
    says = any(tree.lemma(w.index) == "say" for w in tree.kids(node, "xcomp", "advcl", "acl"))
    head = tree.words[node].head
    asks = lemma == "know" and head is not None and tree.lemma(head) == "want" and relation in CLAUSAL
    # e.g. She *talks* about “a fierce urgency”.
    cases = tree.kids(site.anchor, "case", "mark") + tree.kids(node, "mark")
    is_topic = lemma == "talk" and any(w.text.lower() in {"about", "of"} for w in cases)
    if (has_this and says) or asks or is_topic:
        return Hold.OWN
    # e.g. Two analysts *found* that the fleet is “the best in the world”.
    is_reported = relation == "ccomp" and lemma in words("ruling_verbs")
    if is_reported and any(w.piece is None and w.text.lower() == "that" for w in tree.words[node : site.anchor]):
        return Hold.OWN
    # e.g. Roth *spoke* of “a slow death”.
    if lemma in {"speak", "talk"} and relation == "obl":
        return Hold.OWN if any(w.text.lower() == "of" for w in tree.kids(site.anchor, "case")) else None
    # e.g. Roth *introduced* him as “a fighter for families”.
    if relation in {"obl", "xcomp", "advcl", "obj"} and not site.is_clause and _casts_as(tree, node, site.anchor):
        return Hold.OWN
    # e.g. He *offered* “my thoughts and prayers”: words of the first person are those of who acts
    if relation in {"obj", "ccomp", "xcomp"} and not site.is_clause and _in_first_person(site, context):
        return Hold.VOICE
    # not: Roth is so rash, Voss said, that if his son *served* under him, “I would leave.”
    if any(w.text.lower() in {"if", "unless"} for w in tree.kids(node, "mark")):
        return None
    # e.g. Roth *shrugged*: “It is over.”
    is_framing = site.is_clause and relation in {"ccomp", "parataxis"} and lemma not in words("frame_stop_verbs")
    # not: Roth *cancelled* “Night Bus,” which ran on Fridays
    first = min(w.index for w in tree.words if w.piece == site.index)
    # not: “Is it late?” Her husband *used* to stand there and say, “It is.”
    is_ended = site.piece.content.of(context.text).rstrip(INNER_MARKS).endswith((".", "?", "!"))
    frames_another = is_ended and node > site.anchor and any(w.piece is not None for w in tree.words[node + 1 :])
    # not: When Voss refers to it as “care for all,” Roth *nods*.
    is_open = node > site.anchor and not frames_another and not _is_led_up_to(tree, node, first)
    is_introduced = is_open or tree.words[first - 1].text in {",", ":"}
    return Hold.CLAUSE if is_framing and is_introduced and not turns_to_another(tree, node, first) else None


def _is_named_aside(tree: Tree, verb: int, site: Site) -> bool:
    """Tell whether a dash stands between what is called and the piece, which then is its name."""
    first = min(w.index for w in tree.words if w.piece == site.index)
    called = [w for w in tree.kids(verb, "obj") if w.index < first and w.piece is None]
    is_new = any(w.text.lower() in {"a", "an"} for o in called for w in tree.kids(o.index, "det"))
    return is_new and tree.words[first - 1].text in DASHES


def _is_led_up_to(tree: Tree, verb: int, first: int) -> bool:
    """Tell whether a clause with a subordinator leads up to the piece without a comma, and hangs on a verb behind."""
    before = tree.words[first - 1] if first else None
    if before is None or before.piece is not None or before.upos == "PUNCT":
        return False
    opened = (w for w in tree.kids(verb, "advcl") if w.index < first)
    return any(
        not SUBORDINATORS.isdisjoint(m.text.lower() for m in tree.kids(w.index, "mark", "advmod")) for w in opened
    )


def _is_predicate(tree: Tree, verb: int, site: Site, context: Context) -> bool:
    """Tell whether a piece goes on with what somebody is said to have done, as its first word shows."""
    words_ = _WORD.findall(site.piece.content.of(context.text))
    is_told = any(tree.words[child].deprel == "ccomp" and tree.reports(head) for child, head in tree.ancestors(verb))
    return is_told and bool(words_) and words_[0] in words("auxiliaries")


def _is_about_more(tree: Tree, verb: int, site: Site) -> bool:
    """Tell whether a verb behind a fragment has its subject before it, and behind itself a clause that it reports."""
    first = min(w.index for w in tree.words if w.piece == site.index)
    is_parted = any(w.index < first for w in tree.kids(verb, *SUBJECTS))
    return is_parted and any(w.index > verb and w.piece is None for w in tree.kids(verb, "ccomp"))


def turns_to_another(tree: Tree, start: int, end: int) -> bool:
    """Tell whether words that end in a colon turn to somebody else, with a clause with "whose" before the colon."""
    # not: *They* marched for Lund, whose last words were on every banner: “Never again.”
    # but: *Roth* met Voss, whose dog had died, and was short: “No.”
    if tree.words[end - 1].text != ":" or not any(w.text.lower() == "whose" for w in tree.words[start:end]):
        return False
    return end > 1 and any(tree.words[child].deprel == "acl:relcl" for child, _ in tree.ancestors(end - 2))


def _is_parted(tree: Tree, site: Site, verb: int) -> bool:
    """Tell whether a colon stands between the piece and a verb behind it."""
    # not: The “Night Bus” star posted a word on it: “It is over,” she *wrote*.
    return any(w.text == ":" and w.piece is None for w in tree.words[site.anchor : verb])


def _in_first_person(site: Site, context: Context) -> bool:
    """Tell whether a piece speaks of "me" or "us"."""
    return not FIRST_PERSON.isdisjoint(_WORD.findall(site.piece.content.of(context.text)))


def _has_content_before(tree: Tree, verb: int) -> bool:
    return any(w.index < verb for w in tree.kids(verb, "ccomp", "parataxis"))


def _casts_as(tree: Tree, verb: int, anchor: int) -> bool:
    """Tell whether a verb says as what its object is to be seen: `casts the plan as “...”`."""
    is_as = any(w.text.lower() == "as" and w.index > verb for w in tree.kids(anchor, "case", "mark"))
    is_main = not tree.words[verb].deprel.endswith("relcl")
    has_object = any(verb < w.index < anchor for w in tree.kids(verb, "obj", "iobj"))
    # e.g. Roth *played* down the loss as “a blip”.
    is_phrasal = bool(tree.kids(verb, "compound:prt"))
    is_use = tree.lemma(verb) in words("using_verbs") | words("frame_stop_verbs") and not is_phrasal
    return is_as and is_main and has_object and not is_use


# ------------------------------------------------------------ comment clauses


def _tags(tree: Tree, site: Site, context: Context) -> Iterator[VerbFrame]:
    """Yield the verb of the comment clause right behind the piece: `“...,” *Roth told* the Gazette`."""
    last = max(w.index for w in tree.words if w.piece == site.index)
    behind = [w for w in _up_to_next_piece(tree, last) if w.upos != "PUNCT" and w.span][:TAG_WORDS]
    if not behind or behind[0].text.lower() in TAG_OPENERS | SUBORDINATORS or not _expects_tag(site, context):
        return
    all_that = _past_all(behind)
    last = all_that or last
    for word in behind:
        if (heard := _heard(tree, word.index, context)) is not None:
            yield heard
            return
        is_verb = tree.reports(word.index) or _frames_clause(tree, word.index, site)
        is_clause = _is_finite_clause(tree, word) or (all_that is not None and word.deprel == "acl:relcl")
        if not is_verb or not is_clause or _is_subordinate(tree, word.index):
            continue
        if (quoted := _quoted_as(tree, word.index, context)) is not None:
            yield VerbFrame(word.index, quoted, Hold.TAG, 0)
            return
        if _says_something_else(tree, word.index) or _leads_on(tree, word):
            continue
        if not tree.is_passive(word.index):
            subject = _tag_subject(tree, word.index, last, behind[0].index, context)
        else:
            # e.g. “Never,” *he* was quoted as saying.
            subject = _passive_subject(tree, word.index, context)
        if subject is not None and subject.word > last:
            yield VerbFrame(word.index, subject, Hold.TAG, 0)
            return


def _past_all(behind: Sequence[Word]) -> int | None:
    """Return the last word of "was all that" at the head of what stands behind a quotation."""
    # e.g. “No,” was all *the minister* would say.  e.g. “No,” is all that *Roth* had to say.
    forms = [w.text.lower() for w in behind[:3]]
    if forms[:1] not in (["is"], ["was"]) or forms[1:2] != ["all"]:
        return None
    return behind[1 + (forms[2:] == ["that"])].index


def _quoted_as(tree: Tree, verb: int, context: Context) -> Subject | None:
    """Return whom somebody quotes as saying it."""
    # e.g. “Never,” the Gazette quoted *Roth* as saying.
    if tree.lemma(verb) not in {"quote", "cite"} or tree.is_passive(verb):
        return None
    behind = [w.text.lower() for w in tree.words[verb + 1 :]]
    objects = (w.index for w in tree.kids(verb, "obj", "iobj", "nsubj") if w.index > verb)
    quoted = [i for i in objects if can_speak(tree, i, context, oblique=True)]
    return Subject(quoted[0], "passive") if quoted and "as" in behind else None


def _leads_on(tree: Tree, verb: Word) -> bool:
    """Tell whether a verb that is not the first of its clause frames a later quotation."""
    # e.g. “Is it late?” Her husband used to stand there and *say*, “It is.”
    said = (w for w in tree.kids(verb.index, *CLAUSAL) if w.piece is not None)
    return verb.deprel in {"conj", "xcomp"} and any(w.index > verb.index for w in said)


def _heard(tree: Tree, verb: int, context: Context) -> VerbFrame | None:
    """Return the frame of whom somebody heard, or remembers, saying it."""
    if tree.lemma(verb) not in HEARING or tree.is_passive(verb) or tree.is_negated(verb):
        return None
    behind = tree.words[verb + 1 :]
    clause = takewhile(lambda w: w.text not in {",", ";", ":"} and w.piece is None, behind)
    saying = next((w for w in clause if tree.reports(w.index)), None)
    if saying is None or saying.index == verb + 1:
        return None
    # e.g. “Never,” she recalls being told by *Max Orr*.
    if tree.is_passive(saying.index):
        agents = (w for w in tree.kids(saying.index, "obl:agent", "obl") if is_agent(tree, w.index))
        agent = next((w.index for w in agents if can_speak(tree, w.index, context, oblique=True)), None)
        return VerbFrame(saying.index, Subject(agent, "agent"), Hold.TAG, 0) if agent is not None else None
    # e.g. “Never,” she remembers *her father* telling her.  e.g. “Never,” Roth heard *the judge* say.
    is_bare = saying.text.endswith("ing") or (saying.text.lower() == saying.lemma.lower() and behind[0].text != "to")
    noun = _phrase_between(tree, verb, saying.index)
    if not is_bare or noun is None or not can_speak(tree, noun, context, oblique=True):
        return None
    return VerbFrame(saying.index, Subject(noun, "controlled"), Hold.TAG, 0)


def _phrase_between(tree: Tree, first: int, last: int) -> int | None:
    """Return the head of the noun phrase that is all that stands between two words, None if anything else does."""
    inside = range(first + 1, last)
    heads = [i for i in inside if tree.words[i].head not in inside]
    is_noun = len(heads) == 1 and tree.words[heads[0]].upos in NOMINAL
    return heads[0] if is_noun else None


def _says_something_else(tree: Tree, verb: int, *relations: str) -> bool:
    """Tell whether a verb with a subject of its own has something else than the quotation for its object."""
    # e.g. Roth calls it “a gift”; rivals *deride* it as a trick.  e.g. As Roth said “no,” Orr *said* they would go.
    relations = relations or ("obj", "ccomp")
    own = [w for w in tree.kids(verb, *relations) if w.piece is None and w.index > verb]
    # not: “Why me?” he remembers *thinking*.  not: “A circus” is how she described *the talks*.
    own = [w for w in own if not w.text.lower().endswith("ing")]
    # not: He has till May – “We want him,” Orr *affirmed* this week – he *seems* sure to go
    own = [w for w in own if not DASHES & {t.text for t in tree.words[verb + 1 : w.index]}]
    says_how = any(w.text.lower() == "how" for w in tree.kids(verb, "advmod", "mark", "obl"))
    is_free = tree.lemma(verb) in TELLING or says_how
    # not: Voss spoke of “a fair tax,” Roth used his speech to *call* her a cheat.
    is_purpose = tree.words[verb].deprel == "advcl" and any(w.text.lower() == "to" for w in tree.kids(verb, "mark"))
    return not is_free and bool(own) and (is_purpose or any(w.index < verb for w in tree.kids(verb, "nsubj")))


DASHES = frozenset({"–", "—", "--", "-"})
TOLD = frozenset(
    {"tell", "inform", "assure", "warn", "advise", "ask", "remind", "urge", "order", "instruct", "address"}
)
"""Verbs in whose passive the agent speaks and the subject hears."""
HEARING = frozenset({"hear", "overhear", "remember", "recall", "recollect", "recount"})
"""Verbs whose object, not subject, said the quotation before them: `“Never,” she remembers Roth saying.`"""
TELLING = frozenset({"tell", "ask", "assure", "remind", "inform", "warn", "advise", "urge", "answer", "interrupt"})


def _up_to_next_piece(tree: Tree, last: int) -> tuple[Word, ...]:
    end = next((w.index for w in tree.words[last + 1 :] if w.piece is not None), len(tree.words))
    return tree.words[last + 1 : end]


def _frames_clause(tree: Tree, verb: int, site: Site) -> bool:
    """Tell whether a verb that reports nothing smaller can frame a quoted clause."""
    # e.g. “We closed it that night,” she continued.
    return site.is_clause and tree.is_verb(verb) and tree.lemma(verb) in clause_verbs()


def _is_subordinate(tree: Tree, verb: int) -> bool:
    """Tell whether a clause is an aside on time or cause: `“...,” when Clinton blasted him`."""
    return any(w.text.lower() in SUBORDINATORS for w in tree.kids(verb, "mark", "advmod"))


def _is_finite_clause(tree: Tree, word: Word) -> bool:
    first = word
    # not: It was part of “the day,” a rite in which they meet and *tell* the owners why.
    while first.deprel == "conj" and first.head is not None:
        first = tree.words[first.head]
    return first.deprel not in {"acl:relcl", "acl", "amod"} and not word.text.lower().endswith("ing")


def _expects_tag(site: Site, context: Context) -> bool:
    """Tell whether a piece ends as it does before a comment clause: with a comma, a question mark, a dash."""
    content = site.piece.content.of(context.text).rstrip(INNER_MARKS)
    if site.is_clause and content[-1:].isalnum():
        return True  # e.g. “Cruz has the same positions” Viguerie notes.
    behind = context.text[site.piece.outer.end : site.piece.outer.end + 2].lstrip()
    return content[-1:] in {",", "?", "!", "-", "—", "–", "…", ";"} or behind[:1] in {",", "-", "—", "–"}


def _tag_subject(tree: Tree, verb: int, last: int, first: int, context: Context) -> Subject | None:
    subject = subject_of(tree, verb)
    if subject and subject.word > last and subject.route == "own" and can_speak(tree, subject.word, context):
        return subject
    is_first = verb == first or (verb - first == 1 and tree.words[first].upos == "ADV")
    # not: Roth, who presents “Morning,” reminded *his staff* of it: who is reminded does not speak
    is_heard = any(w.index > verb for w in tree.kids(verb, "obj", "iobj"))
    if subject and subject.route == "own" and subject.word < last and tree.lemma(verb) in TOLD and is_heard:
        return None
    # not: what he calls a “reckless rollout”, told *the meeting* it was late: who is told does not speak
    if is_first and tree.lemma(verb) == "tell":
        return None
    # e.g. “Enough,” said *Roth*, 41.  e.g. “Enough,” *the head of the union* said.
    return _nominal(tree, verb + 1, len(tree.words), context) if is_first else _nominal(tree, last + 1, verb, context)


def _nominal(tree: Tree, start: int, end: int, context: Context) -> Subject | None:
    """Return the noun that heads the first noun phrase in a stretch of words, if it can speak."""
    stretch = tree.words[start:end]
    first = next((w for w in stretch if w.piece is None and (w.upos in NOMINAL or is_source_word(w, context))), None)
    if first is None or any(_breaks(w) for w in tree.words[start : first.index]):
        return None
    head = first.index
    while (above := tree.words[head].head) is not None and start <= above < end and tree.words[above].upos in NOMINAL:
        if tree.words[head].deprel in {"appos", "conj", "acl:relcl", "parataxis"}:
            break
        head = above
    return Subject(head, "own") if can_speak(tree, head, context) else None


def _breaks(word: Word) -> bool:
    """Tell whether a word ends the search for a noun phrase: a finite verb, a preposition, another quotation."""
    is_finite = word.upos == "VERB" and "VerbForm=Part" not in word.feats
    return word.piece is not None or word.upos in {"ADP", "SCONJ"} or is_finite


def _comments(tree: Tree, node: int, nodes: list[int], site: Site, distance: int) -> list[int]:
    """Return the reporting verbs below `node` that comment on it: `It is “so”, Ruiz *said*`."""
    # e.g. Loyalty, he *noted*, has long been “a core value”: parsers hang the comment on the subject
    asides = (
        [a for s in tree.kids(node, "nsubj") for a in tree.children[s.index] if is_comment(tree, a)] if distance else []
    )
    # e.g. The pier, *said* the mayor, had “no future”: parsers hang the comment on the verb
    aside = tree.kids(node, *COMMENTS) if distance else []
    asides += [w.index for w in aside if w.index < min(node, site.anchor) and _is_aside(tree, w.index)]
    return asides + [
        child
        for child in tree.children[node]
        if child not in nodes
        and tree.words[child].deprel in COMMENTS
        and tree.reports(child)
        and (child > site.anchor or distance == 0)
        and not _is_subordinate(tree, child)
        and not tree.words[child].text.lower().endswith("ing")
        and not _is_meanwhile(tree, child)
        and not any(w.text.lower() == "to" for w in tree.kids(child, "mark"))
        and not any(w.piece not in {None, site.index} for w in tree.kids(child, "ccomp", "obj"))
        and not (tree.words[child].deprel in {"conj", "acl", "acl:relcl"} and distance > 0)
        and not _is_parted(tree, site, child)
    ]


def _is_aside(tree: Tree, verb: int) -> bool:
    """Tell whether a comment clause stands between a subject and its verb: `the pier, said the mayor, had`."""
    # e.g. The pier, the mayor *wrote* in a letter, had “no future”.
    main = tree.words[verb].head
    before = [w for w in tree.kids(main, "nsubj", "nsubj:pass") if w.index < verb] if main is not None else []
    subject = subject_of(tree, verb)
    if not before or not tree.reports(verb) or subject is None or subject.route != "own":
        return False
    inside = [i for i in tree.subtree(verb) if tree.words[i].upos != "PUNCT"] or [verb]
    closes = max(inside) + 1
    is_whole = tree.is_behind_comma(min(inside)) and closes < len(tree.words) and tree.words[closes].text == ","
    return is_whole and not tree.kids(verb, "obj", "ccomp", "xcomp", "mark", "cc")


def _is_meanwhile(tree: Tree, verb: int) -> bool:
    """Tell whether "as" opens a clause on what happened at the same time: `..., as he promised to go`."""
    complement = any(w.piece is None and w.index > verb for w in tree.kids(verb, "xcomp", "ccomp", "obj"))
    return complement and any(w.text.lower() == "as" for w in tree.kids(verb, "mark"))


def _commenting(tree: Tree, verb: int, context: Context) -> Subject | None:
    subject = subject_of(tree, verb)
    if tree.is_passive(verb) or subject is None or subject.route != "own":
        return _inverted(tree, verb, context)
    return subject if can_speak(tree, subject.word, context) else None


# ------------------------------------------------------------ subjects


def _speaking(tree: Tree, verb: int, site: Site, context: Context) -> Subject | None:
    if tree.is_passive(verb):
        return _passive_subject(tree, verb, context, site)
    # e.g. Roth quotes *his mother*: “You are a snail.”
    quoted = _quoted_before(tree, verb, context) if tree.lemma(verb) == "quote" and verb < site.anchor else None
    if quoted is not None:
        return Subject(quoted, "passive")
    subject = subject_of(tree, verb) or _inverted(tree, verb, context) or _unseen(tree, verb, context)
    if subject is None:
        return None
    # e.g. The win led *her* to declare that it was “in sight”.
    head = tree.words[verb].head
    is_led = subject.route == "controlled" and head is not None and tree.lemma(head) in LEADING
    # e.g. Roth remembers *her* saying “never again”: parsers take the pronoun for the object or the subject
    # not: You never hear *him* say “thanks”.
    is_object = tree.words[subject.word].text.lower() in {"him", "her"}
    is_led |= is_object and head is not None and not tree.is_negated(head)
    return subject if can_speak(tree, subject.word, context, oblique=is_led) else None


def _quoted_before(tree: Tree, verb: int, context: Context) -> int | None:
    """Return who is quoted before a colon."""
    for word in tree.kids(verb, "obj", "iobj"):
        end = tree.phrase(word.index)[1] + 1
        is_colon = word.index > verb and end < len(tree.words) and tree.words[end].text == ":"
        if is_colon and can_speak(tree, word.index, context, oblique=True) and is_voice(tree, word.index, context):
            return word.index
    return None


def _unseen(tree: Tree, verb: int, context: Context) -> Subject | None:
    """Return the name right before a verb that has no subject, where the tagger did not know it for a name."""
    # e.g. *Early* described it as “news to me”.
    if verb and is_named(tree.words[verb - 1], context):
        return Subject(verb - 1, "own")
    return None


def _passive_subject(tree: Tree, verb: int, context: Context, site: Site | None = None) -> Subject | None:
    # e.g. The deal was described as “toxic” by union leader *Pam Voss*, and as “a relief” by *Max Orr*.
    on_piece = [w for w in tree.kids(site.anchor, "nmod", "obl", "obl:agent") if w.index > site.anchor] if site else []
    for agent in (*on_piece, *tree.kids(verb, "obl:agent", "obl")):
        is_by = is_agent(tree, agent.index)
        # e.g. Nair was told by *Joe Voss* that the matter was “in hand”.
        is_describing = site is None or tree.lemma(verb) in words("describing_verbs") | TOLD
        if is_by and is_describing and can_speak(tree, agent.index, context, oblique=True):
            return Subject(agent.index, "agent")
    # e.g. *Kahn* was quoted as saying “never again”.
    own = [w for w in tree.kids(verb, "nsubj:pass", "nsubj") if can_speak(tree, w.index, context)]
    below = tree.kids(verb, "xcomp", "advcl", "ccomp", "obj")
    is_quoting = any(tree.lemma(w.index) in {"say", "tell", "ask", "shout", "call"} for w in below)
    quotes_somebody = tree.lemma(verb) == "quote" or (tree.lemma(verb) in QUOTING_PASSIVES and is_quoting)
    return Subject(own[0].index, "passive") if own and quotes_somebody else None


def is_agent(tree: Tree, noun: int) -> bool:
    """Tell whether "by" stands before a noun: parsers see agents in *accused Evan Moss of*, too."""
    inside = (tree.words[i] for i in tree.subtree(noun) if i < noun)
    return any(w.text.lower() == "by" and w.deprel == "case" for w in inside)


def _inverted(tree: Tree, verb: int, context: Context) -> Subject | None:
    """Return the noun right behind a verb that has no subject, where the parser took it for the object."""
    # e.g. “Enough,” said *Roth*.
    if tree.lemma(verb) in {"tell", "ask", "urge", "remind", "call", "quote"} or verb + 1 >= len(tree.words):
        return None
    # not: “They will lose,” referencing *the number* of immigrants
    if tree.words[verb].text.lower().endswith("ing"):
        return None
    # e.g. Said *Roth*: “Enough.”
    before = tree.words[verb - 1] if verb else None
    if before is not None and before.piece is None and before.text != ",":
        return None
    return _nominal(tree, verb + 1, len(tree.words), context)


def _scopes(tree: Tree, site: Site, context: Context, nodes: list[int]) -> Iterator[VerbFrame]:
    """Yield a listed verb before the piece, for a sentence whose parts the parser did not connect.

    That is the verb that stands right before the piece's own clause, else the first of the sentence.
    """
    first = min(w.index for w in tree.words if w.piece == site.index)
    for word in (*_nearest_verb(tree, first), *(w for w in tree.words[:first] if w.deprel in SCOPING)):
        if word.index in nodes or not tree.reports(word.index) or tree.is_passive(word.index):
            continue
        # not: While Voss *called* it “ours”, Roth preferred “theirs”.
        main = word.head if word.deprel == "advcl" and tree.kids(word.index, "mark", "advmod") else None
        is_marked = bool(tree.kids(word.index, "mark"))
        if is_marked and main in nodes and any(word.index < w.index < first for w in tree.kids(main, "nsubj")):
            continue
        # not: Boos rained down when *Roth* mentioned her, and the crowd took up the chant “Send her home!”
        if main in nodes and _is_closed(tree, word.index, site, nodes):
            continue
        subject = subject_of(tree, word.index)
        is_own = subject and subject.word < word.index and subject.route in {"own", "conjunct", "participle"}
        if subject and is_own and can_speak(tree, subject.word, context):
            yield VerbFrame(word.index, subject, Hold.SCOPE, 1)
            return


def _is_closed(tree: Tree, verb: int, site: Site, nodes: list[int]) -> bool:
    """Tell whether a clause with a subordinator has ended before a piece, and another with a subject has begun."""
    marks = {w.text.lower() for w in tree.kids(verb, "mark", "advmod")}
    subjects = [w for node in nodes for w in tree.kids(node, *SUBJECTS) if verb < w.index <= site.anchor]
    commas = [w.index for w in tree.words[verb : site.anchor] if w.text == "," and w.piece is None]
    return not SUBORDINATORS.isdisjoint(marks) and any(commas[0] < w.index for w in subjects if commas)


def _nearest_verb(tree: Tree, first: int) -> tuple[Word, ...]:
    # e.g. The town released a statement *saying* his comments “are based on opinion”.
    near = [w for w in tree.words[max(0, first - SCOPE_WORDS) : first] if w.upos == "VERB" and w.piece is None]
    return tuple(near[-1:])
