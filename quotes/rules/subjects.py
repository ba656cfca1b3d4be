"""Find who does what a verb says: its own subject, mended where the parser errs, or one that it shares or inherits.

All indices are word indices within one sentence. Relations are those of Universal Dependencies.
"""

from dataclasses import dataclass

from quotes.lexicon import words
from quotes.models import Word
from quotes.rules.tree import NAME_PARTS, SUBJECTS, Tree

LEADING = frozenset({"lead", "prompt", "force", "push", "spur"})
"""Verbs that make their object do something: it is done."""
HEARER_REACH = 7
"""Words behind "told" among which the comma stands that ends a comment clause."""
OBJECT_CONTROL = frozenset(
    {"ask", "tell", "urge", "force", "hear", "order", "persuade", "allow", "lead", "prompt", "let", "make", "see",
     "want", "watch", "help", "cause", "get", "have", "encourage", "invite", "remember"}
)  # fmt: skip
"""Verbs whose object, not subject, does what the infinitive says: `They heard Roth say “no”.`"""
_PERSONAL = frozenset({"he", "she", "they", "we", "i"})
_OBJECTS = frozenset({"them", "their", "him", "his", "her"})
"""Pronouns for people who are spoken of."""
WINNING = frozenset({"win", "receive", "get", "accept", "secure", "seek", "demand", "obtain"})
"""Verbs whose subject gets something, for what somebody else did: `Roth won damages for calling him`: not Roth."""
DESIRING = frozenset(
    {"ask", "want", "urge", "tell", "order", "encourage", "invite", "beg", "implore", "press", "expect", "need"}
)
"""Verbs whose subject wants something said, which is not said yet: `Roth asked them to call it “late”.`"""
SHOWING = frozenset(
    {"show", "catch", "film", "record", "capture", "depict", "portray", "hear", "overhear", "see", "watch", "find",
     "recall", "remember", "describe", "recount"}
)  # fmt: skip
"""Verbs whose object does what the participle behind it says: `The video shows Roth saying “no”.`"""


@dataclass(frozen=True, slots=True)
class Subject:
    """Who does what a verb says, and how that was found: the `route` is part of the rule that fires."""

    word: int
    route: str  # own, conjunct, participle, controlled, relative, passive, agent, inverted


def subject_of(tree: Tree, verb: int) -> Subject | None:
    """Return who does what a verb says, inherited where the verb has no subject of its own."""
    route, seen, asked = "own", set[int](), verb
    while verb not in seen:
        seen.add(verb)
        if (own := _own_subject(tree, verb)) is not None:
            # e.g. *Roth* spoke of news that the server had failed, saying it was “late”: servers do not
            is_meant = route == "participle" and _is_thing(tree, own)
            voice = _voice_above(tree, asked, verb) if is_meant else None
            return _resolved(tree, own if voice is None else voice, route)
        if route == "own" and _is_finite(tree, verb) and (noun := _before_aside(tree, verb)) is not None:
            return Subject(noun, "own")
        step = _inherit(tree, verb)
        if step is None:
            return None
        if isinstance(step, Subject):
            return _resolved(tree, step.word, step.route)
        verb, how = step
        route = how if route == "own" else route
    return None


def _voice_above(tree: Tree, participle: int, clause: int) -> int | None:
    """Return the nearest subject above a clause that is no thing, to which a participle of saying is joined."""
    if not _is_joined(tree, participle):
        return None
    above = (i for _, i in tree.ancestors(clause) if i < participle and tree.words[i].piece is None)
    subjects = (own for i in above if tree.words[i].upos == "VERB" and (own := _own_subject(tree, i)) is not None)
    return next((own for own in subjects if _is_human(tree, own) or tree.words[own].text.lower() in _PERSONAL), None)


def _is_joined(tree: Tree, verb: int) -> bool:
    """Tell whether a word is a participle of saying behind a comma."""
    return tree.reports(verb) and tree.words[verb].text.endswith("ing") and tree.is_behind_comma(verb)


def _own_subject(tree: Tree, verb: int) -> int | None:
    found = [w.index for w in tree.kids(verb, *SUBJECTS) if w.piece is None]
    # e.g. Mook agreed, arguing that Trump “lashed out”: a participle has no subject behind it
    if tree.words[verb].text.lower().endswith("ing") and not tree.kids(verb, "aux"):
        found = [i for i in found if i < verb]
    # e.g. *Roth*, whose *podcast* I like, says so: parsers may take both for the subject
    found = [i for i in found if not any(w.text.lower() == "whose" for w in tree.kids(i, "nmod:poss"))] or found
    before = [i for i in found if i < verb]
    # e.g. Couple this with a “lightning rod” and people get nervous, said *Orr*: no thing says so
    behind = [i for i in found if tree.phrase(i)[0] == verb + 1]
    behind = [i for i in behind if not tree.kids(i, "case")]
    if behind and before and tree.words[verb - 1].text == ",":
        # e.g. Cole “did quite well” here, said *Orr*.
        is_over = any(w.piece is not None for w in tree.words[before[-1] : verb])
        is_inverted = is_over and tree.lemma(verb) == "say" and _is_human(tree, behind[0])
        # not: The spot, which began to run in May, says *Voss*, a lawyer, “would end it”: what is said comes behind
        is_said = any(w.piece is not None for w in tree.words[:verb])
        # e.g. The plan is, insists *Hart*, “late”.
        closes = tree.phrase(behind[0])[1] + 1
        is_aside = tree.words[closes].text == "," if closes < len(tree.words) else False
        is_aside = is_aside and _is_thing(tree, before[-1]) and _is_human(tree, behind[0])
        if (is_said and not _is_human(tree, before[-1])) or is_inverted or is_aside:
            return _named_behind(tree, behind)
    if (close := _close_before(tree, verb, before)) is not None:
        return close
    # e.g. As *Akhil Amar*, professor of law, put it: an object before its verb is the subject
    if not found and tree.words[0].text == "As" and tree.kids(verb, "obj"):
        before = [w.index for w in tree.kids(verb, "obj", "obl") if w.index < verb and w.upos == "PROPN"]
    # e.g. A cashier who “steals” is fined, *Roth* said: the nearest before the verb; else the first behind it
    return before[-1] if before else _named_behind(tree, found) if found else None


def _close_before(tree: Tree, verb: int, subjects: list[int]) -> int | None:
    """Return the noun phrase right before a verb that the parser made an apposition or object of what it is not."""
    beside = [(w, w) for i in subjects for w in tree.kids(i, "appos")]
    # e.g. Or maybe Cole, consultant *Phil Orr* says.
    beside += [(w, name) for w, _ in beside for name in tree.kids(w.index, "appos")]
    for outer, word in beside:
        first = tree.phrase(outer.index)[0]
        if tree.phrase(word.index)[1] + 1 != verb:
            continue
        behind = tree.words[verb + 1].text if verb + 1 < len(tree.words) else ""
        # e.g. Cole, *a top aide* said, is “confident”: no comma parts the aide from the verb, so Cole is another
        # e.g. The man who leads, *two aides* told the Gazette, has been “late”.
        is_ended = behind in {",", "."} or _is_told_aside(tree, verb)
        is_comment = tree.is_behind_comma(first) and is_ended
        # e.g. the founder *Dmitri Orr* told the Post
        # not: Gullane Power Corp. said: taggers take the full stop for a name
        is_name = word.upos == "PROPN" and word.text[:1].isalnum() and first - 1 in subjects
        if is_comment or is_name:
            return word.index
    # e.g. Network vice president for news *Dave Orr* called it “good”: an object before its verb is the subject
    names = [w.index for w in tree.kids(verb, "obj") if w.upos == "PROPN" and tree.phrase(w.index)[1] + 1 == verb]
    return names[-1] if names and subjects else None


def _is_told_aside(tree: Tree, verb: int) -> bool:
    """Tell whether who is told ends a comment clause, with a finite verb right behind its comma."""
    behind = tree.words[verb + 1 : verb + 1 + HEARER_REACH]
    comma = next((w.index for w in behind if w.text == ","), None)
    if tree.lemma(verb) != "tell" or comma is None or comma + 1 >= len(tree.words):
        return False
    is_noun = all(w.upos in {"PROPN", "NOUN", "DET", "ADJ", "ADP"} for w in tree.words[verb + 1 : comma])
    return is_noun and tree.words[comma + 1].upos in {"AUX", "VERB"} and "VerbForm=Fin" in tree.words[comma + 1].feats


def _is_finite(tree: Tree, verb: int) -> bool:
    return "VerbForm=Fin" in tree.words[verb].feats or any(tree.kids(verb, "aux"))


def _before_aside(tree: Tree, verb: int) -> int | None:
    """Return the noun before an aside between commas right before a verb that has no subject."""
    first = verb
    while first and tree.words[first - 1].upos in {"AUX", "ADV"} and tree.words[first - 1].piece is None:
        first -= 1
    if not first or tree.words[first - 1].text != ",":
        return None
    # e.g. Of Voss, *Roth*, who has sold buttons there, said, “No.”  e.g. *Roth*, asked about it, said: “No.”
    opens = next((i for i in range(first - 2, 0, -1) if tree.words[i].text == ","), None)
    if opens is None:
        return None
    aside, noun = tree.words[opens + 1], tree.words[opens - 1]
    # e.g. In a letter to staff, Lund's *partner*, Julian Orr, promised “more”.
    is_name = aside.upos == "PROPN" and noun.upos == "NOUN" and _is_human(tree, noun.index)
    is_verbal = aside.upos == "VERB" and aside.text.endswith(("ed", "ing"))
    is_aside = aside.text.lower() == "who" or is_verbal or is_name
    if not is_aside or noun.piece is not None or noun.upos not in {"PROPN", "NOUN"}:
        return None
    # not: the man who doubts her over *her heritage*, who shouts, claims it is “late”
    if aside.text.lower() == "who" and _is_thing(tree, noun.index):
        return None
    while noun.head is not None and noun.deprel in NAME_PARTS:
        noun = tree.words[noun.head]
    return noun.index


def _named_behind(tree: Tree, subjects: list[int]) -> int:
    """Return the first of the subjects behind a verb, or the name that stands right behind it."""
    # e.g. said harbour board spokesman *Joe Roth*: parsers may take both for the subject
    first, *others = subjects
    name = next((i for i in others if tree.phrase(i)[0] == tree.phrase(first)[1] + 1), None)
    return name if name is not None and tree.words[name].upos == "PROPN" else first


def _inherit(tree: Tree, verb: int) -> "Subject | tuple[int, str] | None":
    """Return a subject found elsewhere, or the verb whose subject this verb shares and how."""
    word = tree.words[verb]
    head = word.head
    # e.g. “It is so,” *Roth* said, adding that “it was”: parsers hang the participle on what was said
    while head is not None and tree.words[head].piece is not None and word.deprel in {"advcl", "conj", "parataxis"}:
        head = tree.words[head].head
    if head is None or tree.words[head].piece is not None:
        return None
    is_verbal = tree.words[head].upos in {"VERB", "AUX", "ADJ"} or bool(tree.kids(head, *SUBJECTS))
    # e.g. *Roth* stood up and said: “Enough.”
    if word.deprel == "conj" and is_verbal:
        return _conjoined(tree, verb, head), "conjunct"
    # e.g. They heard *Roth* say “never”.
    is_controlled = word.deprel in {"xcomp", "ccomp"} and tree.lemma(head) in OBJECT_CONTROL
    # e.g. It prompted *Roth* to say “never”: parsers may take it for a purpose
    is_controlled |= word.deprel == "advcl" and tree.lemma(head) in LEADING
    # e.g. *Roth* asked Voss to call it “late”.
    is_wanted = tree.lemma(head) in DESIRING and any(w.text.lower() == "to" for w in tree.kids(verb, "mark"))
    if is_controlled and is_wanted and not tree.is_passive(head):
        return head, "controlled"
    if is_controlled and not tree.is_passive(head) and (objects := tree.kids(head, "obj", "iobj")):
        return Subject(objects[0].index, "controlled")
    # e.g. She heard *Voss* call Cole “a snail”: parsers take the name for a second object
    if is_controlled and (before := [w for w in tree.kids(verb, "obj", "iobj") if head < w.index < verb]):
        return Subject(before[0].index, "controlled")
    # e.g. The video shows *Roth* saying: “Enough.”: parsers take the name for a subject, the participle for an aside
    if tree.lemma(head) in SHOWING and word.text.endswith("ing") and not tree.is_behind_comma(verb):
        seen = [w for w in tree.kids(head, "obj", "iobj", "nsubj") if head < w.index < verb and w.piece is None]
        if seen and not tree.is_passive(head):
            return Subject(seen[-1].index, "controlled")
    # e.g. Police quoted *the witness* as saying the driver was “speeding”.
    quoted = [w for w in tree.kids(head, "obj", "iobj", "nsubj") if head < w.index < verb]
    is_quoting = tree.lemma(head) in {"quote", "cite"}
    if (
        is_quoting
        and quoted
        and not tree.is_passive(head)
        and any(w.text.lower() == "as" for w in tree.kids(verb, "mark", "case"))
    ):
        return Subject(quoted[0].index, "passive")
    # e.g. There is footage of *Roth* saying: “Enough.”
    if (shown := _shown(tree, verb)) is not None:
        return Subject(shown, "participle")
    # e.g. *Roth* went on to say: “Enough.”
    if word.deprel in {"xcomp", "ccomp"} and is_verbal:
        return head, "controlled"
    # e.g. *Roth* went on to say: “Enough.” -- parsers may take it for a purpose
    is_to = any(w.text.lower() == "to" for w in tree.kids(verb, "mark"))
    if word.deprel == "advcl" and tree.lemma(head) == "go" and is_to:
        return head, "controlled"
    # e.g. While *Roth* was on stage, saying: “Enough,” Voss was resigning.
    if word.deprel == "advcl" and head > verb and (clause := _clause_before(tree, verb, head)) is not None:
        return clause, "participle"
    # e.g. *Roth* complained that Voss is too soft, suggesting he sees “evil”: the speaker suggests
    if word.deprel == "advcl" and (main := _reporting_above(tree, verb, head)) is not None:
        return main, "participle"
    # e.g. Nobody should eat it, *the agency* said, describing the risk as “low”: whoever said so describes
    if word.deprel == "advcl" and (said := _comment_before(tree, verb)) is not None:
        return said, "participle"
    # e.g. *Roth* left after a vote in which her motion failed, saying it was “a disgrace”: motions do not
    if word.deprel == "advcl" and (main := _above_aside(tree, verb, head)) is not None:
        return main, "participle"
    # e.g. Voss accused *Roth* of saying it was “over”.
    is_charge = tree.reports(verb) and any(w.text.lower() in {"of", "for"} for w in tree.kids(verb, "mark"))
    charged = [w for w in tree.kids(head, "obj", "iobj") if head < w.index < verb and w.piece is None]
    # e.g. Voss slammed *Roth* for calling it “over”; not: Roth faced anger for calling it “over”
    if tree.lemma(verb) != "say":
        charged = [w for w in charged if _is_human(tree, w.index) or w.text.lower() in {"him", "her", "them"}]
    # e.g. Voss went after *Roth* for saying it was “over”.
    if is_charge and not charged and tree.lemma(head) == "go":
        after = (w for w in tree.kids(head, "obl") if head < w.index < verb and w.piece is None)
        charged = [w for w in after if any(c.text.lower() == "after" for c in tree.kids(w.index, "case"))]
    # e.g. Roth won damages from *the Mail* for calling him “a snail”.
    if is_charge and not charged and tree.lemma(head) in WINNING:
        below = [w for o in (head, *(k.index for k in tree.kids(head, "obj"))) for w in tree.kids(o, "obl", "nmod")]
        charged = [w for w in below if any(c.text.lower() == "from" for c in tree.kids(w.index, "case"))]
        if not charged:
            return None
    if word.deprel == "advcl" and is_charge and charged and not tree.is_passive(head):
        return Subject(charged[-1].index, "controlled")
    # e.g. *Roth* rejected the claim, calling it “a fairy tale”.
    if word.deprel in {"advcl", "parataxis"} and is_verbal:
        return head, "participle"
    # e.g. *Whitman*, a former candidate, labelled him “unfit”: parsers make the name the root
    if word.deprel == "parataxis" and tree.words[head].upos in {"PROPN", "NOUN"} and head < verb:
        return Subject(head, "own")
    # e.g. *Roth* was on television accusing Voss of having been “bought”.
    own = _own_subject(tree, head) if word.deprel == "acl" and tree.kids(head, "cop") else None
    # e.g. *Roth* was at pains to stress that it was “over”.
    is_own = word.text.endswith("ing") or tree.words[head].text.lower() == "pains"
    if own is not None and is_own and not _is_human(tree, head) and _is_human(tree, own):
        return head, "participle"
    # e.g. *Roth*, calling it “a fairy tale”, left.  not: He called those arguing so “fools”.
    if word.deprel == "acl" and not tree.is_passive(verb) and tree.words[head].text.lower() != "those":
        # e.g. *Roth* said it was like the book titled “Low Water,” adding, “Only late.”: books do not add
        is_apart = _is_joined(tree, verb) and any(w.index < verb for w in tree.kids(head, "acl"))
        voice = _voice_above(tree, verb, head) if is_apart and tree.words[head].upos == "NOUN" else None
        if voice is not None:
            return Subject(voice, "participle")
        above = _above_thing(tree, head)
        return Subject(head, "participle") if above is None else (above, "participle")
    return None


def _shown(tree: Tree, verb: int) -> int | None:
    """Return the name right before a participle of saying, if a preposition before it shows that it is its subject."""
    # not: Roth attacked Voss calling him “a liar”; of *Voss*, calling him “a liar”
    # e.g. What did he think of *Voss* privately calling it “a gimmick”?
    at = verb - 1
    while at > 0 and tree.words[at].upos == "ADV":
        at -= 1
    name = tree.words[at] if verb else None
    if name is None or name.upos != "PROPN" or not tree.reports(verb) or not tree.words[verb].text.endswith("ing"):
        return None
    while name.head is not None and name.deprel in NAME_PARTS:
        name = tree.words[name.head]
    cases = {w.text.lower() for w in tree.kids(name.index, "case")}
    # e.g. She was asked about *Voss* calling it “a gimmick”.
    return name.index if cases & {"of", "as", "like", "about", "over", "despite", "after", "before", "by"} else None


def _conjoined(tree: Tree, verb: int, head: int) -> int:
    """Return the verb that a joined verb shares its subject with: of the same form, and not itself its object."""
    above = next((a for c, a in tree.ancestors(head) if tree.words[c].deprel == "ccomp"), None)
    if above is None or tree.words[above].piece is not None or above > verb or not tree.reports(verb):
        return head
    # e.g. *Roth*, saying that the bill was good but was blocked, and arguing that it is “fine”
    is_participle = tree.words[verb].text.endswith("ing") and not tree.words[head].text.endswith("ing")
    # e.g. *Roth* said Voss is responsible and accused him of “inciting” them
    tenses = [_tense(tree, i) for i in (verb, head, above)]
    # not: Orr said *Voss* has criticised her and called her “weak”
    is_perfect = any(w.text.lower() in {"has", "have", "had"} for w in tree.kids(head, "aux"))
    is_back = tenses == ["Past", "Pres", "Past"] and not is_perfect
    # e.g. *Roth* confirmed that Voss had been dropped but called it “a detail”
    is_but = any(w.text.lower() == "but" for w in tree.kids(verb, "cc"))
    # not: Roth said *Voss* had been hurt but told police he was “fine”
    is_describing = tree.lemma(verb) in words("describing_verbs")
    is_active = is_but and is_describing and tree.is_passive(head) and not tree.is_passive(verb)
    # e.g. *Roth* said the schools had done “so”, and warned of “chaos”: not the schools
    joiner = next((w.index for w in tree.kids(verb, "cc")), 0)
    is_apart = joiner > 0 and tree.words[joiner - 1].text in {",", "”"}
    own = _own_subject(tree, head)
    is_apart = is_apart and own is not None and not _is_human(tree, own) and tree.words[own].upos == "NOUN"
    return above if is_participle or is_back or is_active or is_apart else head


def _tense(tree: Tree, verb: int) -> str:
    """Return the tense of a clause: its verb's, or that of what stands in for it."""
    words = [tree.words[verb], *tree.kids(verb, "aux", "cop", "aux:pass")]
    return next((t for w in reversed(words) for t in ("Past", "Pres") if f"Tense={t}" in w.feats), "")


def _reporting_above(tree: Tree, verb: int, head: int) -> int | None:
    """Return the verb that reports the clause to which a participle of saying is joined behind a comma."""
    is_joined = _is_joined(tree, verb)
    # not: Orr said *Roth* hushed them, telling the room to “wait”: whoever acts there tells them
    if not is_joined or verb < head or tree.lemma(verb) == "tell":
        return None
    for child, above in tree.ancestors(head):
        is_loose = tree.words[child].text.endswith("ing") or any(w.text == "to" for w in tree.kids(child, "mark"))
        is_inner = tree.words[child].deprel in {"ccomp", "acl", "obj", "obl"} or is_loose
        if not is_inner or tree.words[above].piece is not None:
            return None
        if tree.words[above].upos == "VERB" and tree.kids(above, *SUBJECTS):
            return above
    return None


def _comment_before(tree: Tree, verb: int) -> int | None:
    """Return the verb of the comment clause that ends right before a participle of saying."""
    at = verb - 2
    is_saying = tree.words[verb].text.endswith("ing") and tree.reports(verb) and tree.is_behind_comma(verb)
    # a comment clause has a subject before its verb
    if at <= 0 or not is_saying or tree.words[at].piece is not None or tree.words[at].upos != "VERB":
        return None
    return at if tree.reports(at) and is_comment(tree, at) else None


def _above_aside(tree: Tree, verb: int, head: int) -> int | None:
    """Return the verb above a relative clause of a thing, to which a participle of saying seems joined."""
    is_joined = _is_joined(tree, verb)
    own = _own_subject(tree, head)
    if not is_joined or tree.words[head].deprel != "acl:relcl" or own is None:
        return None
    # e.g. *He* wants a new law, under which owners may settle, describing the old one as “dead”
    first = min((i for i in tree.subtree(head) if tree.words[i].upos != "PUNCT"), default=head)
    is_aside = tree.is_behind_comma(first) and tree.words[own].text.lower() not in {"who", "which", "that"}
    if not _is_thing(tree, own) and not is_aside and not _takes_up(tree, verb, head):
        return None
    verbs = (i for _, i in tree.ancestors(head) if tree.words[i].upos == "VERB" and tree.words[i].piece is None)
    return next((i for i in verbs if tree.kids(i, *SUBJECTS)), None)


def _takes_up(tree: Tree, verb: int, relative: int) -> bool:
    """Tell whether a participle is about whom a relative clause before it tells of, so that it is not they who speak.

    A pronoun is never the object of what it does itself. Source: Chomsky 1981, principle B.
    """
    # e.g. *Roth* thanked the nurses who had stayed, calling them “the best of us”.
    objects = tree.kids(verb, "obj", "iobj", "nsubj")
    pronouns = [w for o in objects for w in (o, *tree.kids(o.index, "nmod:poss")) if w.text.lower() in _OBJECTS]
    antecedent = tree.words[relative].head
    if not pronouns or antecedent is None:
        return False
    is_plural = pronouns[0].text.lower() in {"them", "their"}
    # not: Roth met Voss, *who* had slammed Cole, calling him “a snail”
    rivals = [w for w in tree.kids(relative, "obj", "obl", "iobj") if w.index < verb and not tree.is_time(w.index)]
    is_about_rival = any(_is_plural(w) == is_plural and (w.upos == "PRON" or _is_human(tree, w.index)) for w in rivals)
    return _is_plural(tree.words[antecedent]) == is_plural and not is_about_rival


def _is_plural(word: Word) -> bool:
    return "Number=Plur" in word.feats


def _is_thing(tree: Tree, noun: int) -> bool:
    """Tell whether a noun means nobody who speaks: no person, body, group or document."""
    word = tree.words[noun]
    voices = words("person_nouns") | words("group_nouns") | words("organisation_nouns") | words("document_nouns")
    return word.upos in {"NOUN", "NUM"} and voices.isdisjoint({word.lemma.lower(), word.text.lower()})


def _clause_before(tree: Tree, verb: int, main: int) -> int | None:
    """Return the clause with a subject of its own before a verb, if both hang on a later verb."""
    clauses = [w.index for w in tree.kids(main, "advcl") if w.index < verb and tree.kids(w.index, *SUBJECTS)]
    return clauses[-1] if clauses else None


def _above_thing(tree: Tree, noun: int) -> int | None:
    """Return the verb whose object a noun is that names no voice, None otherwise."""
    # e.g. *Roth* opened a new line of attack, stating that the plan was “dead”.
    word = tree.words[noun]
    voices = words("person_nouns") | words("group_nouns") | words("organisation_nouns") | words("document_nouns")
    is_voice = word.upos != "NOUN" or word.lemma.lower() in voices or word.text.lower() in voices
    for child, head in tree.ancestors(noun):
        if is_voice or tree.words[child].deprel not in {"obj", "obl", "nmod", "xcomp"}:
            return None
        if tree.words[head].upos == "VERB" and tree.words[head].piece is None:
            return head
    return None


def _resolved(tree: Tree, index: int, route: str) -> Subject:
    """Return the subject with a relative pronoun replaced by what it stands for."""
    word = tree.words[index]
    if word.text.lower() in {"who", "which", "that"} and word.upos == "PRON":
        for child, head in tree.ancestors(index):
            if tree.words[child].deprel in {"acl:relcl", "acl"}:
                # e.g. *Voss*, who calls it “a trick”, is running.
                return Subject(_antecedent(tree, index, head), "relative")
        # e.g. “Go,” Roth told *Voss*, who shouted back: “No!”: parsers lose relative clauses behind quotations
        before = tree.words[index - 2] if word.text.lower() == "who" and index > 1 else None
        if before is not None and before.piece is None and tree.words[index - 1].text == "," and before.upos == "PROPN":
            while before.head is not None and before.deprel in NAME_PARTS:
                before = tree.words[before.head]
            return Subject(before.index, "relative")
    return Subject(index, route)


def _antecedent(tree: Tree, pronoun: int, head: int) -> int:
    """Return what a relative pronoun stands for: the head of its clause, or who stands right before "who"."""
    # e.g. a lecture from *the president*, who said the pier was “safe”: parsers take it for the lecture
    before = next((w for w in reversed(tree.words[head + 1 : pronoun]) if w.upos != "PUNCT"), None)
    # e.g. Roth won damages from *the Mail*, which had called him “a snail”: parsers take it for the damages
    is_body = before is not None and before.upos == "PROPN" and tree.words[pronoun].text.lower() == "which"
    is_body = is_body and tree.reports(tree.words[pronoun].head or 0) and _is_thing(tree, head)
    if before is None or (tree.words[pronoun].text.lower() != "who" and not is_body):
        return head
    while before.head is not None and before.deprel in NAME_PARTS and before.head > head:
        before = tree.words[before.head]
    is_meant = _is_human(tree, before.index) and (not _is_human(tree, head) or _is_example(tree, before.index, head))
    return before.index if is_meant else head


def _is_example(tree: Tree, name: int, noun: int) -> bool:
    """Tell whether a name is the last of those that a noun is exemplified by."""
    # e.g. singers like Paul Garrick and *Ben Cole*, who joked
    first = tree.words[name]
    while first.deprel == "conj" and first.head is not None:
        first = tree.words[first.head]
    cases = {w.text.lower() for w in tree.kids(first.index, "case")}
    return first.head == noun and first.deprel == "nmod" and bool(cases & {"like", "including", "such"})


def _is_human(tree: Tree, index: int) -> bool:
    word = tree.words[index]
    people = words("person_nouns") | words("group_nouns")
    return word.piece is None and (
        word.upos == "PROPN" or (word.upos == "NOUN" and not people.isdisjoint({word.lemma.lower(), word.text.lower()}))
    )


def is_comment(tree: Tree, verb: int) -> bool:
    """Tell whether a verb and its subject stand as a comment clause behind a comma: `..., Roth said, ...`."""
    subject = _own_subject(tree, verb)
    if subject is None:
        return False
    first, last = tree.phrase(subject)
    is_inverted = first == verb + 1
    start = verb if is_inverted else first
    is_closed = verb + 1 == len(tree.words) or tree.words[verb + 1].upos == "PUNCT"
    return tree.is_behind_comma(start) and (is_inverted or (last + 1 == verb and is_closed))
