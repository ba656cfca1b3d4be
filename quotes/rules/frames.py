"""Rules for a quotation that is framed in its own sentence by a verb: F1 to F4, F7 to F9, F13 to F15, F19, W7.

The frame is a verb that governs the masked quotation, or that stands beside it as a comment clause
(`..., Ruiz said`). The list of reporting verbs is a prior, not a gate: an unlisted verb frames what it governs
as a clause. Which rule fired is a matter of where subject, verb and quotation stand, and of how the verb came
by its subject.
"""

from quotes.lexicon import words
from quotes.models import Cue, Mention, MentionForm, Reason
from quotes.rules.base import Claim, Context, Rule, Site
from quotes.rules.clauses import QUOTING_PASSIVES, SUBORDINATORS, Hold, VerbFrame, verb_frames
from quotes.rules.mentions import WRITING, can_speak, is_person, is_voice, mentions, on_behalf_of, told_to
from quotes.rules.subjects import Subject, is_comment, subject_of
from quotes.rules.tree import NAME_PARTS, Tree

DISTANT = 0.02
"""What each step between quotation and verb takes from the confidence."""
UNLISTED = 0.1
"""What a verb that is not on the list takes from the confidence."""
OTHER_VERB = 0.06
"""What a listed verb of less plain meaning than "say" takes: 88 % of such claims were right, 95 % of the plain ones."""
COMMON_NOUN = 0.08
"""What a source without a name takes: 78 % of such claims were right, 93 % of the others."""
ACCORDING_REACH = 8
"""Words before a quotation among which an "according to somebody" of its own stands."""
LOOSE = frozenset({Hold.SCOPE, Hold.VOICE})
ALOUD = frozenset({"aloud", "out"})
"""How somebody reads what somebody else may have written."""
PLAIN_VERBS = frozenset({"say", "tell", "add", "write", "ask", "tweet", "state", "explain", "go", "continue"})

RULES = (
    Rule("F1", "The quotation, then who said it, then the verb.", "“It is over,” the mayor said.", 0.97),
    Rule("F2", "The quotation, then the verb, then who said it.",
         "“It is over,” said Mia Roth, 41, the deputy head of the council.", 0.98),
    Rule("F3", "Who said it, the verb, and the quotation, with or without “that”.",
         "Roth said that the plan “will cost every family £40”.", 0.95),
    Rule("F4", "Somebody told somebody.", "“Nobody asked us,” Roth told the Gazette on Friday.", 0.96),
    Rule("F7", "A participle takes its subject from the verb above it.",
         "Roth rejected the claim, calling it “a fairy tale”.", 0.88),
    Rule("F8", "A joined verb takes its subject from the first.", "Roth stood up and said: “Enough is enough.”", 0.88),
    Rule("F9", "An infinitive takes its subject from the verb that governs it.",
         "Roth went on to warn that the pier “will not last the winter”.", 0.9),
    Rule("F13", "Somebody is quoted: the subject of the passive speaks.",
         "Kahn was quoted as saying “never again”.", 0.85),
    Rule("F14", "The agent of a passive speaks.", "The deal was described as “toxic” by union leader Pam Voss.", 0.85),
    Rule("F15", "Written on a platform.", "Voss wrote on X: “See you in court.”", 0.9),
    Rule("F19", "A fragment is the verb's object or complement.", "Critics branded the map “a mess”.", 0.88),
    Rule("F20", "What somebody did not say is not speech.", "Roth did not say “never”.", 0.8),
    Rule("W7", "The relative clause's antecedent speaks.", "Voss, who calls it “a trick”, is running.", 0.6),
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
    frames = _frames(tree, site, context)
    if not frames or frames[0].hold in LOOSE or _is_quoted_on(tree, site, frames[0].verb):
        return None
    frame = _right_before(tree, site, frames, context) or _outermost_of_same(tree, site, frames, context)
    return _claim(tree, site, _gapped(tree, site, frame, context) or frame, context) if frame else None


def scoped(site: Site, context: Context) -> Claim | None:
    """Return who speaks according to a verb that holds the piece loosely: other cues go first."""
    tree = context.tree(site)
    frames = _frames(tree, site, context)
    if not frames or frames[0].hold not in LOOSE:
        return None
    frame = _outermost_of_same(tree, site, frames, context)
    return _claim(tree, site, frame, context) if frame else None


def stance(site: Site, context: Context) -> Claim | None:
    """Return who speaks according to an adjective that frames a part of the reporter's clause (F3)."""
    tree = context.tree(site)
    for child, head in tree.ancestors(site.anchor):
        word = tree.words[head]
        is_stance = not {word.lemma.lower(), word.text.lower()}.isdisjoint(words("stance_adjectives"))
        if site.is_clause or word.piece is not None or not is_stance:
            continue
        subject = subject_of(tree, head)
        is_pronoun = subject is not None and tree.words[subject.word].text.lower() == "it"
        # e.g. *Roth* was adamant that it was “over”.  e.g. *Roth* was scathing about the “old guard”.
        is_framed = tree.words[child].deprel in {"ccomp", "advcl", "obl", "acl"} and not tree.is_negated(head)
        if subject is None or is_pronoun or not is_framed or not is_voice(tree, subject.word, context) or not word.span:
            continue
        sources = mentions(tree, subject.word, context)
        return Claim("F3", _BY_ID["F3"].confidence - UNLISTED, Cue(word.span, None), sources) if sources else None
    return None


def _frames(tree: Tree, site: Site, context: Context) -> list[VerbFrame]:
    """Return the verb frames of a piece, the firmest first."""
    frames = sorted(verb_frames(tree, site, context), key=lambda f: (f.hold, f.distance))
    return [f for f in frames if not _is_hearer(tree, f, context) and not _is_second_clause(tree, site, f)]


def _is_second_clause(tree: Tree, site: Site, frame: VerbFrame) -> bool:
    """Tell whether a frame's verb is what "but that" joins to the piece, so that both are somebody else's words."""
    # e.g. Roth said the plan was “late” but that *drivers* had objected.
    is_joined = tree.words[frame.verb].deprel == "conj" and tree.words[frame.verb].head == site.anchor < frame.verb
    return is_joined and any(w.text.lower() == "that" for w in tree.kids(frame.verb, "mark"))


def _is_hearer(tree: Tree, frame: VerbFrame, context: Context) -> bool:
    """Tell whether the subject of a frame only takes in or passes on what somebody else says."""
    # not: Voss said, and *I* quote, “It leaks.”
    is_quoter = tree.lemma(frame.verb) == "quote" and tree.words[frame.subject.word].text == "I"
    # not: *Roth* read that it was “over”.  but: *The letter* reads that it is “over”.
    content = tree.kids(frame.verb, "ccomp") if tree.lemma(frame.verb) == "read" else ()
    if is_person(tree, frame.subject.word, context) and any(
        m.text.lower() == "that" for w in content for m in tree.kids(w.index, "mark")
    ):
        return True
    # not: Roth unfolded the letter. “Dear Council,” *she* read aloud.
    is_aloud = tree.lemma(frame.verb) == "read" and any(
        w.head == frame.verb and w.text.lower() in ALOUD for w in tree.words
    )
    # not: Roth had told his brother “I did it”, *the court* heard.
    return (
        is_quoter or is_aloud or (tree.lemma(frame.verb) == "hear" and frame.subject.route not in {"passive", "agent"})
    )


def _is_quoted_on(tree: Tree, site: Site, verb: int) -> bool:
    """Tell whether "according to" somebody else stands right before the piece, behind the verb that frames it."""
    # e.g. The Gazette found that, according to *the ministry*, “a full review” would follow.
    first = min(w.index for w in tree.words if w.piece == site.index)
    before = list(tree.words[max(verb, first - ACCORDING_REACH) + 1 : first])
    # e.g. Roth said that according to *Voss*, Cole was “a snail”.
    behind = [w.text.lower() for w in tree.words[verb + 1 : verb + 4] if w.text.lower() not in {"that", ","}]
    if behind[:1] == ["according"] and verb < first:
        return True
    at = next((n for n, w in enumerate(before) if w.text.lower() == "according"), None)
    rest = before[at:] if at is not None else []
    return bool(rest) and rest[-1].text == "," and not any(w.upos in {"AUX", "VERB"} for w in rest[1:])


def _right_before(tree: Tree, site: Site, frames: list[VerbFrame], context: Context) -> VerbFrame | None:
    """Return the frame of a verb right before the piece, where a comment clause seems to follow behind it."""
    # e.g. When *somebody* shouted, “Voss,” Roth joked, “Amen.”  e.g. As *Orr* claimed that “it leaks,” Roth said so.
    if frames[0].verb < site.anchor:
        return None
    first = min(w.index for w in tree.words if w.piece == site.index)
    # e.g. After *Scalia* said they do better at “lesser schools,” Roth said: “I disagree.”
    tag = frames[0].verb
    if tag + 1 < len(tree.words) and tree.words[tag + 1].text == ":":
        earlier = (f for f in frames if f.verb < first and f.subject.word < first)
        if (frame := next(earlier, None)) is not None:
            return frame
    if not site.is_clause and (frame := _first_clause(tree, first, context)):
        return frame
    # e.g. Told that *Haag* had called the firm “a rumour”, Roth laughed: nobody laughs a fragment
    if not site.is_clause and tree.lemma(tag) not in words("speech_verbs") | {"report"}:
        earlier = (f for f in frames if f.hold is Hold.OWN and f.verb < first and f.subject.word < first)
        if (frame := next(earlier, None)) is not None:
            return frame
    before = next((w for w in reversed(tree.words[:first]) if w.upos != "PUNCT" and w.text.lower() != "that"), None)
    if before is None or not tree.reports(before.index) or tree.is_negated(before.index):
        return None
    marks = {w.text for w in tree.words[before.index + 1 : first]}
    is_framed = any(f.hold is Hold.OWN and f.verb == before.index for f in frames)
    if tree.is_passive(before.index) or not (is_framed or marks & {",", ":"}):
        return None
    subject = subject_of(tree, before.index)
    is_own = subject is not None and subject.route == "own" and can_speak(tree, subject.word, context)
    return VerbFrame(before.index, subject, Hold.OWN, 0) if subject and is_own else None


def _gapped(tree: Tree, site: Site, frame: VerbFrame, context: Context) -> VerbFrame | None:
    """Return the frame of a verb that is said once for two, with the second one's subject."""
    # e.g. Roth calls the plan “a fraud” and *Voss* “a start”.
    first = min(w.index for w in tree.words if w.piece == site.index)
    # not: Roth called *Voss* “a fraud” and Orr “a start”: two that are called so
    objects = [w for w in tree.kids(frame.verb, "obj", "iobj") if w.piece is None]
    # e.g. Roth said it was “a fraud”, *Voss* “a start”.
    is_said = not objects and tree.lemma(frame.verb) in words("speech_verbs") | {"say"}
    # not: Roth said Cole was “late” and *Voss* “early”: two of whom something is said
    named = [w for w in tree.words[frame.verb + 1 : first] if w.deprel in {"nsubj", "nsubj:pass"}]
    is_said = is_said and all(w.text.lower() == "it" for w in named[:1])
    # not: calling *him* “a fraud” and Orr “a start”
    is_person_cast = any(
        is_person(tree, w.index, context) or w.upos == "PROPN" or (w.upos == "PRON" and w.text.lower() != "it")
        for w in objects
    )
    if not (objects or is_said) or is_person_cast:
        return None
    between = tree.words[frame.verb + 1 : first]
    quoted = max((w.index for w in between if w.piece is not None), default=None)
    if quoted is None or any(w.upos in {"VERB", "AUX"} for w in tree.words[quoted + 1 : first]):
        return None
    # e.g. Some called it “a fraud”, *others* “a start”.
    rest = [w for w in tree.words[quoted + 1 : first] if w.upos == "PROPN" or w.text.lower() in {"others", "another"}]
    names = [w.index for w in rest if w.deprel not in NAME_PARTS]
    # only a name, right before the second quotation, perhaps a comma between, and right behind "and"
    end = tree.phrase(names[0])[1] + 1 if len(names) == 1 else 0
    if not end or end != first - (tree.words[end].text == ","):
        return None
    opener = tree.words[tree.phrase(names[0])[0] - 1]
    is_second = opener.text.lower() in {"and", "but", ",", ";"} and can_speak(tree, names[0], context)
    return VerbFrame(frame.verb, Subject(names[0], "own"), frame.hold, frame.distance) if is_second else None


def _first_clause(tree: Tree, first: int, context: Context) -> VerbFrame | None:
    """Return the frame of the reporting verb in a sentence's first clause, if that is not its main clause."""
    opening = {w.text.lower() for w in tree.words[:2]}
    if opening.isdisjoint(SUBORDINATORS | {"as"}):
        return None
    for word in tree.words[:first]:
        subject = subject_of(tree, word.index) if word.deprel == "advcl" and tree.reports(word.index) else None
        is_own = subject is not None and subject.route == "own" and can_speak(tree, subject.word, context)
        # e.g. Although *Weiner* admitted that they had “been friends,” he claimed they had never met.
        # not: When Voss said so, *he* “caught the mood,” said Roth.
        is_inside = not any(
            w.deprel == "nsubj" and tree.words[w.index - 1].text == "," for w in tree.words[word.index : first]
        )
        if subject and is_own and is_inside and not tree.is_negated(word.index) and not tree.is_passive(word.index):
            return VerbFrame(word.index, subject, Hold.OWN, 1)
    return None


def _outermost_of_same(tree: Tree, site: Site, frames: list[VerbFrame], context: Context) -> VerbFrame | None:
    """Return the first frame, or the one above it where a pronoun only takes up the subject there again."""
    # e.g. *Ruiz* says she hopes that the plan “will die”.
    best = _before_and_that(tree, site, frames)
    if best.hold is Hold.TAG:
        return best
    # e.g. Voss denied saying that it was “ours”.
    if tree.is_unsaid(best.verb):
        return None
    # e.g. Voss returned to it at the rally, where *she* wrongly suggested he was foreign: “The judge ...”
    if best.hold is Hold.CLAUSE and frames[-1].hold is Hold.SCOPE and frames[-1].verb > best.verb:
        return frames[-1]
    # e.g. *Ryan* said the spate of shootings demands “more listening”: things do not speak where somebody does
    if _is_anaphor(tree, best) and (whose := _free_relative(tree, best, context)):
        return whose
    if _is_relative(tree, best) and best.subject.route == "own":
        return best if _is_plausible(tree, best, context) else None
    while _is_anaphor(tree, best) or _is_idea(tree, best) or not _is_plausible(tree, best, context):
        above = [f for f in frames if f.hold in {Hold.ABOVE, Hold.OWN} and _is_under(tree, best.verb, f.verb)]
        # e.g. The vote signals “the beginning of the end”, said *Geert Wolders*.
        above = above or [f for f in frames if f.hold is Hold.COMMENT and f is not best and not _is_anaphor(tree, best)]
        # not: *She* recalled that he had said it was “over”: two pronouns are two people
        above = [f for f in above if not (_is_anaphor(tree, best) and _is_other_pronoun(tree, f, best))]
        if not above:
            break
        best = min(above, key=lambda f: f.distance)
    if best.hold in {Hold.OWN, Hold.COMMENT, Hold.CLAUSE} and best.subject.route == "own":
        return None if tree.is_negated(best.verb) else best
    return best if _is_plausible(tree, best, context) else None


def _before_and_that(tree: Tree, site: Site, frames: list[VerbFrame]) -> VerbFrame:
    """Return the frame of the verb that has said something before "and that", else the first."""
    # e.g. *Roth* said he had not known until they told him, and that he “acted at once”.
    best = frames[0]
    opener = next((w for w in tree.words[best.verb : site.anchor] if w.text.lower() == "that"), None)
    is_joined = opener is not None and opener.index > 0 and tree.words[opener.index - 1].text.lower() == "and"
    if not is_joined or opener is None or best.subject.route != "own":
        return best
    content = [w for w in tree.kids(best.verb, "ccomp") if best.verb < w.index < opener.index]
    above = [f for f in frames if f.verb < best.verb and f.hold in {Hold.ABOVE, Hold.OWN}]
    return above[0] if not content and above else best


def _free_relative(tree: Tree, frame: VerbFrame, context: Context) -> VerbFrame | None:
    """Return the frame with the main clause's subject, where a free relative's pronoun takes it up."""
    # e.g. *Ban* condemned what he called “a brazen breach”: parsers hang one of the two verbs on "what"
    head = tree.words[frame.verb].head
    whats = tree.kids(frame.verb, "obj", "nsubj", "mark", "obl", "iobj", "dep")
    is_above = head is not None and tree.words[head].text.lower() == "what"
    if not is_above and not any(w.text.lower() == "what" for w in whats):
        return None
    for _, above in tree.ancestors(frame.verb):
        subject = subject_of(tree, above) if tree.words[above].upos in {"VERB", "ADJ"} else None
        if subject is None or subject.word >= frame.subject.word or not can_speak(tree, subject.word, context):
            continue
        # e.g. *Clinton* says Americans are hungry for what she calls “real solutions”.
        if _agree(tree, subject.word, tree.words[frame.subject.word].text.lower()):
            return VerbFrame(frame.verb, subject, frame.hold, frame.distance)
    return None


def _agree(tree: Tree, noun: int, pronoun: str) -> bool:
    """Tell whether a pronoun may stand for a noun, as far as number, titles and other pronouns tell."""
    word = tree.words[noun]
    if word.upos == "PRON":
        return word.text.lower() in {pronoun, "who"}
    # not: Roth read a *text* that told of what he called “a farce”.
    nobodies = words("document_nouns") | words("organisation_nouns")
    if pronoun in {"he", "she"} and word.upos == "NOUN" and word.lemma.lower() in nobodies - words("person_nouns"):
        return False
    # e.g. *Roth and Voss* attacked what they called “a farce”.
    is_plural = "Number=Plur" in word.feats or word.lemma.lower() in words("group_nouns")
    is_plural |= any(w.upos in {"PROPN", "NOUN"} for w in tree.kids(noun, "conj"))
    titles = {w.text.lower().rstrip(".") for w in tree.kids(noun, "nmod:desc", "compound")}
    other = {"he": words("female_titles"), "she": words("male_titles")}.get(pronoun, frozenset())
    return is_plural == (pronoun == "they") and pronoun != "it" and titles.isdisjoint(other)


def _is_relative(tree: Tree, frame: VerbFrame) -> bool:
    """Tell whether a frame says more of somebody or something that was just named."""
    # e.g. Orr said the marchers came, whom *he* described as “peaceful”.
    objects = {w.text.lower() for w in tree.kids(frame.verb, "obj", "obl", "nsubj:outer", "iobj", "ccomp", "mark")}
    return tree.words[frame.verb].deprel == "acl:relcl" and bool(objects & {"which", "whom", "who"})


def _is_plausible(tree: Tree, frame: VerbFrame, context: Context) -> bool:
    """Tell whether a frame's subject is somebody, and the verb not denied."""
    # e.g. The governor did not call it “a crisis”.
    if tree.is_negated(frame.verb):
        return False
    # e.g. He wants candidates who say “yes”: a kind of person, nobody in particular
    if frame.subject.route == "relative" and tree.words[frame.subject.word].upos != "PROPN":
        determiners = {w.text.lower() for w in tree.kids(frame.subject.word, "det")}
        is_certain = bool(determiners & {"the", "a", "an", "one"})
        # e.g. *her editors*, who once called it “spinach”; *an impersonator* who promises it “won't”
        if any(w.text.lower() == "who" for w in tree.kids(frame.verb, "nsubj")):
            is_owned = bool(tree.kids(frame.subject.word, "nmod:poss"))
            # e.g. It angered *parents*, who call it “a gag”.  e.g. It angered *parents* who called it “a gag”.
            is_past = "Tense=Past" in tree.words[frame.verb].feats and not tree.kids(frame.verb, "aux")
            is_told = is_past or tree.is_behind_comma(min(tree.subtree(frame.verb)))
            is_told &= is_voice(tree, frame.subject.word, context)
            return is_certain or ((is_owned or is_told) and tree.reports(frame.verb))
        # e.g. *Orr's summary*, which says it would “cost every family”
        is_owned = bool(tree.kids(frame.subject.word, "nmod:poss")) and tree.reports(frame.verb)
        return (is_certain or is_owned) and is_voice(tree, frame.subject.word, context)
    is_speech = tree.lemma(frame.verb) in words("speech_verbs")
    # e.g. *A voice* could be heard saying: “Wait.”
    voice = tree.words[frame.subject.word]
    if voice.lemma.lower() == "voice" and voice.head is not None and tree.lemma(voice.head) == "hear":
        return True
    # e.g. The vast majority of them, rated “confidential”: no voice where verb and noun are both unsure
    if (
        frame.subject.route in {"participle", "conjunct", "controlled"}
        and tree.words[frame.subject.word].upos == "NOUN"
    ):
        # e.g. They placed *advertisements* calling the deal a “$25 billion mistake”.
        is_acl = tree.words[frame.verb].deprel == "acl" and tree.reports(frame.verb)
        is_text = is_acl and tree.words[frame.subject.word].lemma.lower() in words("document_nouns")
        # e.g. Roth's *campaign* took a step back, accusing the agency of “overreach”.
        above = tree.words[frame.verb].head
        is_main = above is not None and tree.words[above].deprel in {"root", "conj"}
        # e.g. The *ministry*, describing it as “generous”, cut it by half.
        is_main |= is_acl and tree.is_behind_comma(frame.verb)
        is_active = is_main and tree.reports(frame.verb) and tree.words[frame.verb].text.endswith("ing")
        # e.g. The *campaign* sent out an email and accused her of being “a traitor”.
        is_joined = frame.subject.route == "conjunct" and tree.reports(frame.verb)
        is_voiced = (is_speech or is_active or is_joined) and is_voice(tree, frame.subject.word, context)
        return is_text or is_voiced or is_person(tree, frame.subject.word, context)
    return (is_speech and frame.subject.route == "own") or is_voice(tree, frame.subject.word, context)


def _is_anaphor(tree: Tree, frame: VerbFrame) -> bool:
    return tree.words[frame.subject.word].text.lower() in {"he", "she", "they", "it", "we"}


def _is_other_pronoun(tree: Tree, one: VerbFrame, other: VerbFrame) -> bool:
    """Tell whether the subjects of two frames are pronouns of different people: she and he."""
    pronouns = {tree.words[frame.subject.word].text.lower() for frame in (one, other)}
    return pronouns == {"he", "she"}


def _is_idea(tree: Tree, frame: VerbFrame) -> bool:
    """Tell whether a verb is no verb of speech, or says what should be said: somebody above may well be quoted."""
    # e.g. *Voss* said that Roth represents “old money”.  e.g. *Voss* said that the party should reiterate its “values”.
    # e.g. *Voss* says if people think the matter is settled by “the establishment”, they are wrong.
    if any(w.text.lower() == "if" for w in tree.kids(frame.verb, "mark")):
        return True
    # e.g. *Voss*, for the governor, said that Roth believes in “local control”.
    is_belief = tree.lemma(frame.verb) == "believe" and frame.subject.route == "own"
    if is_belief and any(
        c.text.lower() == "in" for w in tree.kids(frame.verb, "obl") for c in tree.kids(w.index, "case")
    ):
        return True
    # e.g. *Voss* said the owners were calling “every hour”.
    is_bare_call = tree.lemma(frame.verb) == "call" and tree.words[frame.verb].text.lower().endswith("ing")
    is_bare_call &= frame.hold is Hold.OWN and frame.subject.route == "own"
    called = [w for w in tree.kids(frame.verb, "obj", "iobj") if w.piece is None]
    if is_bare_call and tree.words[frame.verb].deprel == "ccomp" and not called:
        return True
    modals = {w.text.lower() for w in tree.kids(frame.verb, "aux")}
    return frame.hold is Hold.CLAUSE or bool(modals & {"should", "must", "could", "might", "may", "will", "would"})


def _is_under(tree: Tree, verb: int, above: int) -> bool:
    """Tell whether a verb stands in the complement of another, which comes first or is a comment: `..., Orr said`."""
    steps = list(tree.ancestors(verb))
    return (above < verb or is_comment(tree, above)) and any(
        head == above and tree.words[child].deprel in {"ccomp", "xcomp"} for child, head in steps
    )


def _claim(tree: Tree, site: Site, frame: VerbFrame, context: Context) -> Claim | None:
    frame = _author(tree, frame, context)
    sources = _relative(tree, frame) or mentions(tree, frame.subject.word, context)
    if not sources:
        return None
    rule = _BY_ID[_rule_id(tree, site, frame, context)]
    confidence = rule.confidence - DISTANT * min(frame.distance, 4)
    if tree.lemma(frame.verb) not in PLAIN_VERBS:
        confidence -= OTHER_VERB if tree.reports(frame.verb) else UNLISTED
    if sources[0].form is MentionForm.NOMINAL:
        confidence -= COMMON_NOUN
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
    if word.deprel in {"obj", "obl"} and word.head is not None and tree.lemma(word.head) in words("issuing_verbs"):
        issuer = subject_of(tree, word.head)
        # not: Roth read out *an email* sent by a tester, which warned that it was “corrupted”
        is_others = tree.lemma(word.head) == "read" and bool(tree.kids(word.index, "nmod:poss", "nmod", "acl"))
        # not: Roth posted it under *a headline* that called it “late”
        is_others |= any(w.text.lower() in {"under", "above", "below"} for w in tree.kids(word.index, "case"))
        if issuer and can_speak(tree, issuer.word, context) and not tree.is_passive(word.head) and not is_others:
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
