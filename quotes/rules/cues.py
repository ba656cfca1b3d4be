"""Rules for a quotation that something else than a verb frames: F10, F11, F12, F16, F17 and F18."""

from collections.abc import Iterator

import regex

from quotes.lexicon import words
from quotes.models import Cue, Entity, Mention, MentionForm, Reason, Span, Word
from quotes.rules.base import Claim, Context, Rule, Site
from quotes.rules.clauses import is_agent, turns_to_another
from quotes.rules.mentions import OBJECT_PRONOUNS, can_speak, is_person, is_voice, mentions
from quotes.rules.subjects import Subject, subject_of
from quotes.rules.tree import SUBJECTS, Tree

RULES = (
    Rule("F10", "According to somebody.", "The dam is “safe for a century”, according to Ortiz.", 0.87),
    Rule("F11", "As somebody put it; in somebody's words.", "It was, in Ortiz's words, “a slow-motion robbery”.", 0.88),
    Rule("F16", "A name and a colon, no verb.", "Voss: “We will win”", 0.82),
    Rule("F17", "A line of attribution after the quotation.", "“Anna is a true expert.” —Commissioner G. Starke", 0.9),
    Rule("N6", "The lead of a related link or a caption, not a name.", "Related: “Under the Limes”", 0.9),
    Rule("F18", "A noun of speech and its owner.", "Voss's warning that the site is “a death trap”.", 0.6),
)
_BY_ID = {rule.id: rule for rule in RULES}

LINE_MAX_WORDS = 12
"""Words before the colon of a speaker line, title and age included."""

NAMELESS_MAX_WORDS = 4
"""Words on a speaker line that holds no name: "A resident:"."""
WHOSE_REACH = 3
"""Words behind "whose" among which its noun stands."""
CONTENT_REACH = 14
"""Words before a quotation among which the noun of speech stands whose content it is a part of."""
CONNECTING = 3
"""Words between such a noun and the quotation where no "that" is: "for a", "to"."""
THAT_REACH = 7
"""Words between a noun of speech and the "that" which opens its content."""
LABEL_REACH = 60
"""Code points before a quotation in which a dash and a name have to stand."""
WORDS_REACH = 8
"""Words behind a quotation among which "words" of "in the words of" is looked for."""
AS_REACH = 3
"""Words between "as" and the subject of "put it": a role before a name is no part of the subject for some parsers."""
COLON_CONFIDENCE = 0.85
FOR_CONFIDENCE = 0.75
TITLE_CONFIDENCE = 0.85
NAMELESS_CONFIDENCE = 0.7

_AFFILIATION = regex.compile(r",|\s(?:of|from|at|for|in)\s")
_WORD = regex.compile(r"\w[\w.'’&-]*")
_SENTENCE_END = regex.compile(r"(?<=[.!?][”’\"']{0,2})\s+(?=\p{Lu})")
_DASH_LINE = regex.compile(r"\s*(?:[–—―]|--?)\s*(?P<who>\p{Lu}[^\n!?;:“”]{1,80}?)\s*[.,]?\s*$")
_BRACKET_LINE = regex.compile(r"\s*[(\[](?P<who>\p{Lu}[^\n()\[\]!?;:“”]{1,80})[)\]]\s*\.?\s*$")
_SIGNED_LINE = regex.compile(r"\s+(?P<who>\p{Lu}[^.,;:!?“”\"\n]{2,60}), \p{Ll}[^.;:!?“”\"\n]{2,60}\s*")
_BARE_LINE = regex.compile(
    r"\s+(?P<who>\p{Lu}[\p{L}.'’-]*(?: (?:\p{Ll}{1,3} )?\p{Lu}[\p{L}.'’-]*){0,5}?)(?<!\.)\.?\s*$"
)
_DATED = regex.compile(r"\b(?:19|20)\d\d$")
ITEM = regex.compile(r"\d{1,2}[.)]|[-–—•*·]")
"""What stands before an item of a list."""
_HANDLE = regex.compile(r" \(@\w+\)")
_LABEL = regex.compile(r"\s[-–—]\s?(?P<who>\p{Lu}[\p{L}.'’ -]{2,40}?)\s*:\s*\Z")
_COLON_LINE = regex.compile(r"^\W*(?P<who>\p{L}[^\n:!?“”\"]{0,90}?)\s*:\s*$")

_OWN_WORDS = frozenset({"words", "word", "phrase", "opinion", "view", "eyes"})
_OWN_ACCOUNTS = frozenset({"account", "telling", "reckoning", "estimation", "assessment", "admission", "definition"})
_NARRATIVES = frozenset(
    {"narrative", "account", "version", "theory", "telling", "argument", "estimate", "calculation", "logic", "view"}
)
"""Nouns behind "according to" that are somebody's, who speaks."""
_HOLDING = frozenset({"include", "contain", "carry", "feature"})
"""Verbs by which one thing that is said is a part of another."""
_HELD = frozenset(
    {"argument", "assertion", "assurance", "belief", "claim", "comment", "contention", "conviction", "insistence",
     "opinion", "promise", "remark", "statement", "suggestion", "testimony", "view"}
)  # fmt: skip
"""Nouns of speech behind whose "of" stands whoever speaks, if it is somebody."""
_BRUSHING = frozenset({"laugh", "shrug", "brush", "wave"})
_BARE_SUBJECTS = (["he"], ["she"], ["it"], ["they"], ["we"], ["there"])
_CASTING = frozenset(
    {"description", "depiction", "portrayal", "characterisation", "characterization", "denunciation", "dismissal",
     "condemnation"}
)  # fmt: skip
"""Nouns behind whose "of" stands what is described, and behind "as" what as."""
_COMPLEMENTS = frozenset({"acl", "ccomp", "appos", "dep", "nmod", "acl:relcl", "parataxis", "compound", "nmod:desc",
                          "xcomp", "obj", "nsubj", "conj"})  # fmt: skip
AROUND = frozenset({"to", "amid", "amidst", "despite", "by", "over", "against", "after", "before", "under"})
"""Prepositions of what others say while somebody does something."""
_COPULAS = frozenset({"is", "was", "are", "were"})


def according_to(site: Site, context: Context) -> Claim | None:
    """Return the noun after "according to" in the sentence of the piece, the nearest of several (F10)."""
    tree = context.tree(site)
    # e.g. He “ran” (according to Cole) or “walked” (according to *Roth*).
    near = sorted(tree.words, key=lambda word: (word.index < site.anchor, abs(word.index - site.anchor)))
    return next((claim for word in near if (claim := _according(tree, word, context))), None)


def _according(tree: Tree, word: Word, context: Context) -> Claim | None:
    head = _per(tree, word.index) if word.text.lower() == "per" else _after_according(tree, word.index)
    # not: according to her “clawback” plan
    holds_piece = head is not None and any(w.piece is not None for w in tree.words[word.index : head])
    is_source = head is not None and (_is_source(tree, head, context) or _is_specific(tree, head))
    if head is None or holds_piece or not is_source or word.span is None:
        return None
    sources = mentions(tree, _author(tree, head, context) or _narrator(tree, head, context) or head, context)
    cue = tree.span(word.index, word.index + 1) if word.text.lower() == "according" else word.span
    return Claim("F10", _BY_ID["F10"].confidence, Cue(cue, None), sources) if sources and cue else None


def _author(tree: Tree, noun: int, context: Context) -> int | None:
    """Return the name between a text and the verb that says who gave, wrote or put it out."""
    # e.g. It is “late”, according to a speech *Ortiz* delivered in May: parsers hang the name anywhere
    end = noun + 1
    while end < len(tree.words) and (tree.words[end].upos == "PROPN" or tree.words[end].text == "."):
        end += 1
    if end in {noun + 1, len(tree.words)} or tree.lemma(end) not in words("issuing_verbs"):
        return None
    name = noun + 1
    while (above := tree.words[name].head) is not None and noun < above < end:
        name = above
    return name if can_speak(tree, name, context, oblique=True) else None


def _narrator(tree: Tree, noun: int, context: Context) -> int | None:
    """Return whose account of things a noun means."""
    # e.g. According to *the prosecutors*' narrative, he was hired to “assist”.
    is_account = tree.words[noun].lemma.lower() in _NARRATIVES
    owners = tree.kids(noun, "nmod:poss") if is_account else []
    return next((w.index for w in owners if can_speak(tree, w.index, context, oblique=True)), None)


def _per(tree: Tree, index: int) -> int | None:
    # e.g. “to fill a vacancy”, per *the party's bylaws*
    return tree.words[index].head if tree.words[index].deprel == "case" else None


def _is_source(tree: Tree, head: int, context: Context) -> bool:
    return can_speak(tree, head, context, oblique=True) and (
        is_voice(tree, head, context)
        or tree.words[head].text.lower() in OBJECT_PRONOUNS
        or tree.words[head].text[:1].isupper()
    )


def _is_specific(tree: Tree, head: int) -> bool:
    # e.g. “to discuss the test,” according to *a Pentagon readout*; not: according to plan
    is_noun = tree.words[head].upos == "NOUN" and not tree.is_time(head)
    # not: They push “R” or “D,” according to *their* instinctive preference.
    is_own = any(w.upos == "PRON" for w in tree.kids(head, "nmod:poss"))
    return is_noun and not is_own and bool(tree.kids(head, "det", "compound", "amod", "nummod"))


def _after_according(tree: Tree, index: int) -> int | None:
    """Return the head of the noun phrase after "according to"; its `case` child, or its head, is "according"."""
    pair = [w.text.lower() for w in tree.words[index : index + 2]]
    if pair != ["according", "to"]:
        return None
    head = tree.words[index].head
    if head is not None and head > index and tree.words[head].piece is None:
        return head
    below = [c for c in tree.children[index] if c > index + 1 and tree.words[c].piece is None]
    # e.g. Over the long term, according to *the budget office*, the debt “is too high”: parsers join both adjuncts
    return below[0] if below else tree.nominal(index + 2)


def in_words_of(site: Site, context: Context) -> Claim | None:
    """Return who "in somebody's words" and "in the words of" mean, right beside the piece (F11)."""
    tree = context.tree(site)
    inside = [w.index for w in tree.words if w.piece == site.index]
    # what stands before another quotation belongs to that one
    start = max((w.index for w in tree.words[: inside[0]] if w.piece is not None), default=0)
    for word in tree.words[start : inside[-1] + WORDS_REACH]:
        # e.g. It was “a slow night”, by *Ortiz*'s account.
        allowed = {"in", "to"} if word.text.lower() in _OWN_WORDS else {"in", "by"}
        is_phrase = word.text.lower() in _OWN_WORDS | _OWN_ACCOUNTS and word.piece is None
        if not is_phrase or not any(w.text.lower() in allowed for w in tree.kids(word.index, "case")):
            continue
        # e.g. In *Ortiz*'s words, it was “a robbery”.  e.g. “a robbery”, in the words of *Ortiz*
        owners = (w.index for w in tree.kids(word.index, "nmod:poss", "nmod"))
        owner = next((i for i in owners if can_speak(tree, i, context, oblique=True)), None)
        if owner is not None and word.span:
            return Claim("F11", _BY_ID["F11"].confidence, Cue(word.span, None), mentions(tree, owner, context))
    return None


def as_put(site: Site, context: Context) -> Claim | None:
    """Return the subject of "as somebody put it" beside the piece (F11)."""
    tree = context.tree(site)
    if (quoted := _to_quote(tree, site, context) or _as_described(tree, site, context)) is not None:
        return quoted
    if not any(w.text.lower() in {"as", "how", "way"} for w in tree.words):
        return None
    for word in tree.words:
        # e.g. The way *Roth* sees it, the vote was “a coin toss”.
        is_view = [w.text.lower() for w in tree.words[word.index + 1 : word.index + 3]] == ["it", ","]
        is_verb = tree.lemma(word.index) in words("as_verbs") or (is_view and tree.lemma(word.index) == "see")
        if word.piece is not None or not is_verb or word.span is None:
            continue
        subject = _misplaced_subject(tree, word.index) or subject_of(tree, word.index)
        if subject is None or subject.route != "own" or not can_speak(tree, subject.word, context):
            continue
        # e.g. It was, as *Ortiz* put it, “a slow-motion robbery”.
        first = tree.phrase(subject.word)[0]
        ahead = tree.words[max(0, first - AS_REACH) : subject.word]
        before = [w.text.lower() for w in (*ahead, *tree.kids(word.index, "mark"))]
        objects = {w.text.lower() for w in tree.kids(word.index, "obj") if w.piece is None}
        # e.g. As *Ortiz* has pointed out, that is the “textbook definition” of theft.
        opens = tree.words[0].text == "As" and word.index < site.anchor and not objects
        is_put = opens or bool(objects & {"it", "them", "him", "her", "this"}) or _is_as_aside(tree, word.index)
        # e.g. “A slow-motion robbery” is how *Ortiz* put it.
        openers = {"as", "how"} | ({"way"} if is_view else set())
        if subject.word < word.index and not openers.isdisjoint(before) and is_put:
            cue = Cue(word.span, tree.lemma(word.index))
            return Claim("F11", _BY_ID["F11"].confidence, cue, mentions(tree, subject.word, context))
    return None


def _as_described(tree: Tree, site: Site, context: Context) -> Claim | None:
    """Return by whom something is described as quoted, right behind the piece."""
    # e.g. The “clown show” (as described by *the press*) is over.
    last = max(w.index for w in tree.words if w.piece == site.index)
    behind = [w for w in tree.words[last + 1 : last + 5] if w.upos != "PUNCT"]
    match behind:
        case [as_, verb, by, *_] if (as_.text.lower(), by.text.lower()) == ("as", "by") and verb.span is not None:
            agent = tree.nominal(by.index + 1)
            is_cast = tree.lemma(verb.index) in words("describing_verbs") | {"put"}
            if is_cast and agent is not None and can_speak(tree, agent, context, oblique=True):
                return Claim("F11", _BY_ID["F11"].confidence, Cue(verb.span, None), mentions(tree, agent, context))
    return None


def _is_as_aside(tree: Tree, verb: int) -> bool:
    """Tell whether a clause with "as" stands between commas."""
    # e.g. He stayed away because, as *his aides* reminded reporters, he had a “prior commitment”.
    inside = [i for i in tree.subtree(verb) if tree.words[i].upos != "PUNCT"] or [verb]
    first, last = min(inside), max(inside)
    closes = last + 1 < len(tree.words) and tree.words[last + 1].text == ","
    is_whole = tree.words[first].text.lower() == "as" and not any(tree.words[i].piece is not None for i in inside)
    return is_whole and closes and tree.is_behind_comma(first) and tree.reports(verb)


def _to_quote(tree: Tree, site: Site, context: Context) -> Claim | None:
    """Return whom an aside right before the piece quotes."""
    # e.g. The gate is, to quote *Ortiz*, “as good as new”.
    first = min(w.index for w in tree.words if w.piece == site.index)
    for word in tree.words[1:first]:
        opener = " ".join(w.text.lower() for w in tree.words[max(0, word.index - 2) : word.index])
        # not: She wanted to quote *Ortiz*, “the old snail”.
        is_aside = word.text.lower() in {"quote", "paraphrase"} and opener in {"to", ", to"}
        quoted = next((w.index for w in tree.kids(word.index, "obj") if w.piece is None), None) if is_aside else None
        if quoted is None or tree.phrase(quoted)[1] + 1 < first - 1 or word.span is None:
            continue
        if can_speak(tree, quoted, context, oblique=True):
            return Claim("F11", _BY_ID["F11"].confidence, Cue(word.span, None), mentions(tree, quoted, context))
    return None


def speech_noun(site: Site, context: Context) -> Claim | None:
    """Return the owner of the noun of speech whose complement the piece is (F18)."""
    tree = context.tree(site)
    for noun in _complemented(tree, site, context):
        word = tree.words[noun]
        if word.lemma.lower() in words("speech_nouns") and word.upos == "NOUN" and word.span:
            owner = _owner(tree, noun, context)
            if owner is not None:
                return Claim("F18", _BY_ID["F18"].confidence, Cue(word.span, None), mentions(tree, owner, context))
    return _equated(tree, site, context) or _before_that(tree, site, context)


def _misplaced_subject(tree: Tree, verb: int) -> Subject | None:
    """Return the noun phrase between "as" and a verb that has no subject, whatever the parser took it for."""
    # e.g. ..., as *a memo* put it
    if tree.kids(verb, "nsubj", "nsubj:pass", "nsubj:outer"):
        return None
    before = [w.index for w in tree.kids(verb, "obl", "obj") if tree.phrase(w.index)[1] + 1 == verb]
    first = tree.phrase(before[-1])[0] if before else 0
    return Subject(before[-1], "own") if first and tree.words[first - 1].text.lower() == "as" else None


def owned_noun(site: Site, context: Context) -> Claim | None:
    """Return the owner, by name or noun, of the noun of speech of which the piece is the content (F18).

    Whoever takes up another's words has not said them, so this goes before the verb that governs the noun.
    """
    tree = context.tree(site)
    first = min(w.index for w in tree.words if w.piece == site.index)
    # not: Voss's claim that it was “over,” Roth said
    if site.piece.content.of(context.text).endswith(",") or first == 0:
        return None
    if (whose := _whose(tree, first, context)) is not None:
        return whose
    reach = tree.words[max(0, first - CONTENT_REACH) : first - (tree.words[first - 1].text == ":")]
    asides = _asides(tree)
    commas = {*asides, *asides.values()}
    for noun in reversed(reach):
        if noun.piece is not None or (noun.text in {",", ":", ";"} and noun.index not in commas):
            return None
        # not: Roth quashed *rumours* that he was leaving by saying that “nothing has changed”.
        is_done = any(w.text.lower() == "by" for w in tree.kids(noun.index, "mark"))
        if is_done and noun.index == tree.words[site.anchor].head and tree.reports(noun.index):
            return None
        if noun.upos == "NOUN" and noun.lemma.lower() in words("speech_nouns") and _opens_content(tree, noun, first):
            # e.g. I changed *my* answer: “Of course.”  not: Roth said in her statement: “Of course.”
            is_colon = tree.words[noun.index + 1].text == ":"
            owners = tree.kids(noun.index, "nmod:poss")
            # e.g. Roth left despite warnings from *the union* that it was “over”.
            giver = _giver(tree, noun.index, context)
            if giver is not None and noun.span:
                return Claim("F18", _BY_ID["F18"].confidence, Cue(noun.span, None), mentions(tree, giver, context))
            named = [w.index for w in owners if (w.text.lower() in {"my", "our"} if is_colon else w.upos != "PRON")]
            named += [] if is_colon else _genitive_before(tree, noun)
            named += _holder(tree, noun)
            owner = next((i for i in named if can_speak(tree, i, context, oblique=True)), None)
            if noun.span is None:
                return None
            if owner is None:
                cue = Cue(noun.span, None)
                taken = _is_taken_in(tree, noun) and not owners
                return Claim("F18", _BY_ID["F18"].confidence, cue, reason=Reason.NO_SOURCE) if taken else None
            owner = _acting(tree, noun.index) or owner if is_colon else owner
            return Claim("F18", _BY_ID["F18"].confidence, Cue(noun.span, None), mentions(tree, owner, context))
    return None


def _holder(tree: Tree, noun: Word) -> list[int]:
    """Return whose remarks hold a noun of speech without an owner."""
    verb = noun.head if noun.deprel == "obj" else None
    if verb is None or tree.lemma(verb) not in _HOLDING or tree.kids(noun.index, "nmod:poss"):
        return []
    # e.g. *Voss*'s remarks included the suggestion that it was “over”.
    holders = [w.index for w in tree.kids(verb, "nsubj")]
    # e.g. a row over *Voss*'s remarks, which have included the suggestion that it was “over”
    above = tree.words[verb].head
    holders += [above] if above is not None and tree.words[verb].deprel == "acl:relcl" else []
    spoken = (i for i in holders if tree.words[i].lemma.lower() in words("speech_nouns"))
    return [w.index for i in spoken for w in tree.kids(i, "nmod:poss") if w.upos != "PRON"]


def _whose(tree: Tree, first: int, context: Context) -> Claim | None:
    """Return of whom a clause with "whose" and a noun of speech tells, before a colon and the piece behind it."""
    # e.g. Roth turned to *Voss*, whose answer was short: “No.”
    opener = next((w for w in reversed(tree.words[:first]) if w.text.lower() == "whose"), None)
    if opener is None or not turns_to_another(tree, 0, first):
        return None
    # e.g. whose favourite *saying* hangs above the door: parsers may take the noun for a verb
    behind = tree.words[opener.index + 1 : opener.index + 1 + WHOSE_REACH]
    noun = next((w for w in behind if {w.lemma.lower(), w.text.lower()} & words("speech_nouns")), None)
    if noun is None or noun.span is None or any(w.upos == "PART" for w in behind[: noun.index - opener.index]):
        return None
    above = next((head for child, head in tree.ancestors(noun.index) if tree.words[child].deprel == "acl:relcl"), None)
    if above is None or not can_speak(tree, above, context, oblique=True) or not is_voice(tree, above, context):
        return None
    return Claim("F18", _BY_ID["F18"].confidence, Cue(noun.span, None), mentions(tree, above, context))


def _is_taken_in(tree: Tree, noun: Word) -> bool:
    """Tell whether the subject of the verb above a noun of speech is given it, by whom the sentence does not say."""
    if noun.head is None or noun.deprel not in {"obj", "iobj", "obl"} or not tree.is_verb(noun.head):
        return False
    # not: *Cole* said that Roth faced claims of “neglect”.
    above = [head for child, head in tree.ancestors(noun.head) if tree.words[child].deprel == "ccomp"]
    if any(tree.reports(head) for head in above):
        return False
    # not: Roth faced claims *from Voss* that it was “over”.
    if any(c.text.lower() in {"from", "by"} for w in tree.kids(noun.index, "nmod") for c in tree.kids(w.index, "case")):
        return False
    cases = {c.text.lower() for c in tree.kids(noun.index, "case")}
    # e.g. Roth *faced* claims of “neglect”.  e.g. Roth *responded* to claims that it was “over”.
    is_answer = tree.lemma(noun.head) in {"respond", "react", "reply"} and "to" in cases
    # e.g. *Asked* about claims that it was “over”, Roth shrugged.
    is_asked = tree.lemma(noun.head) in {"ask", "question", "press", "challenge"} and bool(
        cases & {"about", "on", "over"}
    )
    # e.g. Roth *rejected* claims of “neglect”.  not: Roth *rejected* the claim: “I was never there.”
    is_rejected = tree.lemma(noun.head) in words("rejecting_verbs") and tree.words[noun.index + 1].text != ":"
    is_given = tree.lemma(noun.head) in words("receiving_verbs") or is_rejected
    # e.g. Roth left *amid* accusations that it was “over”.  e.g. Roth hit back *at* suggestions that it was “over”.
    is_around = bool(cases & (AROUND - {"to", "by", "over"} | {"at"})) and "Number=Plur" in noun.feats
    # e.g. Roth laughed *off* suggestions that it was “over”.
    beside = cases | {w.text.lower() for w in tree.kids(noun.head, "compound:prt", "advmod")}
    is_brushed = tree.lemma(noun.head) in {"laugh", "shrug", "brush", "wave"} and bool(
        beside & {"off", "aside", "away"}
    )
    return is_answer or is_asked or is_around or (is_given and not cases) or (is_brushed and cases <= {"off"})


def asked(site: Site, context: Context) -> Claim | None:
    """Return by whom a question is put that the piece is a part of, or that the sentence does not say so (F14)."""
    # e.g. Asked by *Voss* if it was “too slow”, Roth laughed.  e.g. *Asked* if it was “too slow”, Roth laughed.
    tree = context.tree(site)
    for child, head in tree.ancestors(site.anchor):
        is_question = tree.words[child].deprel in {"ccomp", "advcl"} and child > head
        if tree.lemma(head) == "ask" and is_question and tree.is_passive(head) and (span := tree.words[head].span):
            agents = (w.index for w in tree.kids(head, "obl", "obl:agent") if is_agent(tree, w.index))
            agent = next((i for i in agents if can_speak(tree, i, context, oblique=True)), None)
            cue = Cue(span, "ask")
            if agent is None:
                return Claim("F14", NAMELESS_CONFIDENCE, cue, reason=Reason.NO_SOURCE)
            return Claim("F14", NAMELESS_CONFIDENCE, cue, mentions(tree, agent, context))
        if tree.reports(head):
            return None
    return None


def _acting(tree: Tree, noun: int) -> int | None:
    """Return the first person that does something with a noun of their own."""
    # e.g. *I* changed my answer: “Of course.”
    head = tree.words[noun].head
    subject = subject_of(tree, head) if head is not None and tree.is_verb(head) else None
    return subject.word if subject and tree.words[subject.word].text.lower() in {"i", "we"} else None


def _genitive_before(tree: Tree, noun: Word) -> list[int]:
    """Return the name whose genitive stands before a noun, where the parser hung it on another."""
    # e.g. She blasted pilot *Joe Voss*'s | call
    at = noun.index - 1
    while at > 0 and tree.words[at].upos == "ADJ":
        at -= 1
    mark = tree.words[at]
    owner = mark.head if mark.deprel == "case" and mark.text in {"'s", "’s", "'", "’"} else None
    return [owner] if owner is not None and tree.words[owner].upos == "PROPN" else []


def _opens_content(tree: Tree, noun: Word, first: int) -> bool:
    """Tell whether what stands between a noun of speech and a piece makes the piece what was said."""
    between = [w.text.lower() for w in tree.words[_behind_giver(tree, noun.index) : first]]
    # e.g. Roth answered *Voss*'s accusation that she was “asleep”.
    # not: Voss's claim that it was over is “not true”; Voss's claim that it was over as “a tale”
    is_of_noun = noun.head is not None and tree.words[noun.head].piece is not None
    # e.g. Roth rejected accusations *she* was “asleep”.
    # not: Roth said Voss's claim that the pier is safe *is* “not true”.
    if between[:1] == ["that"] and between[-1] in _COPULAS and _has_said_all(tree, noun.index, first - 1):
        return False
    is_clause = between[:1] == ["that"] or between[:1] in _BARE_SUBJECTS
    if is_clause or between == [":"]:
        return not is_of_noun and between[-1] != "as"
    # e.g. Roth bristled at *Voss*'s description of the gate as “a folly”.
    if noun.lemma.lower() in _CASTING and between[:1] == ["of"] and between[-1:] == ["as"]:
        return True
    # e.g. Roth mocked *Voss*'s promise to “drain the basin”; *Voss*'s call for a “gate across the river”
    # not: Roth dismissed *Voss*'s claims of fraud as “a tale”
    is_near = len(between) <= CONNECTING and between[:1] in (["of"], ["for"], ["to"]) and between[-1] != "as"
    # not: Roth called *Voss*'s claim of fraud “a tale”
    is_cast = noun.deprel == "obj" and noun.head is not None and tree.lemma(noun.head) in words("describing_verbs")
    is_near = is_near and not (is_cast and tree.words[first - 1].upos in {"NOUN", "PROPN"})
    return is_near and noun.lemma.lower() in words("content_nouns")


def _has_said_all(tree: Tree, noun: int, copula: int) -> bool:
    """Tell whether the clause behind a noun of speech has its verb before a copula, which then is the noun's own."""
    between = tree.words[noun + 1 : copula]
    # not: the claim that the pier which Cole *built*, and that Orr *sold*, is “late”; that it was so and is “late”
    is_longer = any(w.text.lower() in {"and", "but", "or", ",", "who", "which"} for w in between)
    is_longer |= sum(w.text.lower() == "that" for w in between) > 1
    finite = (w for w in between if w.upos in {"VERB", "AUX"} and "VerbForm=Fin" in w.feats)
    return not is_longer and any(not w.deprel.startswith("acl") for w in finite)


def _givers(tree: Tree, noun: int) -> list[Word]:
    """Return who is named behind a noun of speech and "from" or "by"."""
    behind = (w for w in tree.kids(noun, "nmod") if w.index > noun and w.piece is None)
    return [w for w in behind if any(c.text.lower() in {"from", "by"} for c in tree.kids(w.index, "case"))]


def _giver(tree: Tree, noun: int, context: Context) -> int | None:
    return next((w.index for w in _givers(tree, noun) if can_speak(tree, w.index, context, oblique=True)), None)


def passed_on(site: Site, context: Context) -> Claim | None:
    """Return who wrote what somebody reads out or is sent, as the words around the noun before the colon tell (F18)."""
    tree = context.tree(site)
    first = min(w.index for w in tree.words if w.piece == site.index)
    if first < CONNECTING or tree.words[first - 1].text != ":":
        return None
    for noun in reversed(tree.words[: first - 1]):
        if noun.piece is not None:
            return None
        is_text = noun.upos == "NOUN" and noun.lemma.lower() in words("document_nouns") | words("speech_nouns")
        is_passed = is_text and noun.head is not None and tree.lemma(noun.head) in words("relaying_verbs")
        if not is_passed or noun.deprel not in {"obj", "obl"} or noun.span is None:
            continue
        writer = next((i for i in _writers(tree, noun.index) if can_speak(tree, i, context, oblique=True)), None)
        # not: Roth read out a letter from *the archive*: “Come home.”
        if writer is None or not is_voice(tree, writer, context):
            return None
        return Claim("F18", _BY_ID["F18"].confidence, Cue(noun.span, None), mentions(tree, writer, context))
    return None


def _writers(tree: Tree, noun: int) -> Iterator[int]:
    """Yield who may have written a text, besides whoever reads it out."""
    # e.g. Roth read out an email from *Voss*: “Lose it.”  e.g. Roth read out *Voss*'s reply: “Lose it.”
    # not: Roth read out *her* reply: “Lose it.”
    yield from (w.index for w in _givers(tree, noun))
    yield from (w.index for w in tree.kids(noun, "nmod:poss") if w.upos != "PRON")
    for clause in tree.kids(noun, "acl", "acl:relcl"):
        verb = tree.lemma(clause.index)
        if verb in words("issuing_verbs") | {"leave", "text"}:
            # e.g. Roth read out the text that *Voss* had sent: “Lose it.”  e.g. a letter signed by *Voss*: “Lose it.”
            senders = tree.kids(clause.index, "obl:agent") or tree.kids(clause.index, "nsubj")
            yield from (w.index for w in senders if w.text.lower() not in {"that", "which", "who"})
        elif verb in {"receive", "get"}:
            # e.g. Roth read out the reply that she had received from *Voss*: “Lose it.”
            yield from (
                w.index
                for w in tree.kids(clause.index, "obl")
                if any(c.text.lower() == "from" for c in tree.kids(w.index, "case"))
            )


def _behind_giver(tree: Tree, noun: int) -> int:
    """Return the place behind a noun of speech, and behind who gave it."""
    behind = max((tree.phrase(w.index)[1] for w in _givers(tree, noun)), default=noun) + 1
    return _asides(tree).get(behind, behind - 1) + 1


def _asides(tree: Tree) -> dict[int, int]:
    """Return the commas that close appositions, by those that open them."""
    # e.g. Roth winced at the remark by her deputy*,* Cole*,* that voters were “sheep”.
    found: dict[int, int] = {}
    for word in tree.words:
        inside = (
            [i for i in tree.subtree(word.index) if tree.words[i].upos != "PUNCT"] if word.deprel == "appos" else []
        )
        if not inside or any(tree.words[i].piece is not None for i in inside):
            continue
        opening, closing = min(inside) - 1, max(inside) + 1
        if opening > 0 and closing < len(tree.words) and tree.words[opening].text == tree.words[closing].text == ",":
            found[opening] = closing
    return found


def cried_from(site: Site, context: Context) -> Claim | None:
    """Return from whom cries of the piece come, wherever the parser hung it (F18)."""
    tree = context.tree(site)
    # e.g. That drew a shout of “Go home!” from *the benches*.  e.g. He left to cries of “Shame” from *the crowd*.
    inside = [w.index for w in tree.words if w.piece == site.index]
    before = [w for w in tree.words[: inside[0]] if w.upos != "PUNCT"][-2:]
    behind = [w for w in tree.words[inside[-1] + 1 :] if w.upos != "PUNCT"]
    is_cry = len(before) > 1 and before[1].text.lower() == "of" and before[0].lemma.lower() in words("cry_nouns")
    if not is_cry or not before[0].span:
        return None
    from_ = behind[0] if behind and behind[0].text.lower() == "from" else None
    source = from_.head if from_ else _comes_from(tree, before[0].index)
    if source is None or (from_ and source < from_.index):
        return None
    # not: cries of “Shame” from across *the aisle*; *a shout* of “Shame” rang out
    if not can_speak(tree, source, context, oblique=True) or not is_voice(tree, source, context):
        return Claim("F18", _BY_ID["F18"].confidence, Cue(before[0].span, None), reason=Reason.NO_SOURCE)
    return Claim("F18", _BY_ID["F18"].confidence, Cue(before[0].span, None), mentions(tree, source, context))


def _comes_from(tree: Tree, cry: int) -> int | None:
    """Return where a cry comes from that opens its clause; the cry itself if the clause does not say."""
    verb = tree.words[cry].head
    if verb is None or tree.kids(cry, "nmod:poss"):
        return None
    others = [w for w in tree.kids(verb, *SUBJECTS) if w.index != cry and w.piece is None]
    # e.g. From *the gallery* came a cry of “Shame”.
    first = tree.words[0].head if tree.words[0].text == "From" else None
    if first is not None and cry > verb and not others and tree.words[first].head == verb:
        return first
    # e.g. There were *shouts* of “Shame”.  e.g. A *shout* of “Shame” rang out.  not: Roth gave a shout of “Shame”.
    return cry if tree.words[cry].deprel in SUBJECTS and not others else None


def _before_that(tree: Tree, site: Site, context: Context) -> Claim | None:
    """Return whose noun of speech stands with a time or a place before the "that" which opens the piece."""
    first = min(w.index for w in tree.words if w.piece == site.index)
    opener = next((w for w in reversed(tree.words[:first]) if w.upos != "PUNCT"), None)
    if opener is None or opener.text.lower() != "that":
        return None
    # e.g. an advertisement with *her* comments before a committee that “I was right”: parsers hang it anywhere
    for word in reversed(tree.words[max(0, opener.index - THAT_REACH) : opener.index]):
        if word.upos in {"VERB", "AUX"} or word.piece is not None or word.text in {",", ";", ":"}:
            return None
        owners = tree.kids(word.index, "nmod:poss")
        if word.upos == "NOUN" and word.lemma.lower() in words("speech_nouns") and owners and word.span:
            owner = owners[-1].index
            if can_speak(tree, owner, context, oblique=True):
                return Claim("F18", _BY_ID["F18"].confidence, Cue(word.span, None), mentions(tree, owner, context))
    return None


def _complemented(tree: Tree, site: Site, context: Context) -> Iterator[int]:
    """Yield the words whose complement a piece may be, innermost first."""
    for child, head in tree.ancestors(site.anchor):
        relation = tree.words[child].deprel
        # not: The minister's “unfortunate” *remarks* drew laughter.
        is_modifier = relation in {"compound", "amod"} and child == site.anchor and tree.words[child].text == "thing"
        if (
            relation in _COMPLEMENTS
            and not (is_modifier and _is_one_word(site, context))
            and tree.words[head].piece is None
        ):
            yield head
        # e.g. Roth repeated her *claim* that “profits” were the motive: parsers hang the clause on the verb
        if relation == "ccomp":
            # e.g. Roth gave *assurances* that it was “over”.
            gives = tree.lemma(head) in words("giving_verbs")
            objects = [w for w in tree.kids(head, "obj", "iobj") if w.index < child]
            objects = [w for w in objects if gives or tree.kids(w.index, "nmod:poss")]
            opens = {"that", *(pronoun for [pronoun] in _BARE_SUBJECTS)}
            yield from (w.index for w in objects if tree.words[w.index + 1].text.lower() in opens)
        # e.g. Nolan landed a *dig* at “people”: the tree has her landing there
        before = tree.words[max(min(tree.subtree(child)) - 1, 0)]
        # not: Roth played down Voss's *comments* as “a joke”.
        is_as = any(w.text.lower() == "as" for w in tree.kids(child, "case"))
        if relation == "obl" and child == site.anchor and before.head == head and before.deprel == "obj" and not is_as:
            yield before.index


def _is_one_word(site: Site, context: Context) -> bool:
    return len(_WORD.findall(site.piece.content.of(context.text))) == 1


def _equated(tree: Tree, site: Site, context: Context) -> Claim | None:
    """Return the owner of the noun of speech of which the piece, or the clause around it, is said to be the content."""
    first = min(w.index for w in tree.words if w.piece == site.index)
    for node in (site.anchor, *(head for _, head in tree.ancestors(site.anchor))):
        # e.g. “Call the roll,” came shouts from *the crowd*.
        came = tree.kids(node, "nsubj", "obj") if tree.lemma(node) == "come" and node > site.anchor else ()
        for word in came:
            owner = _owner(tree, word.index, context) if word.lemma.lower() in words("speech_nouns") else None
            owner = _from(tree, node, context) if owner is None and word.index > node else owner
            if owner is not None and word.span and word.lemma.lower() in words("speech_nouns"):
                return Claim("F18", _BY_ID["F18"].confidence, Cue(word.span, None), mentions(tree, owner, context))
        for word in tree.kids(node, "nsubj", "nsubj:outer"):
            is_speech = word.piece is None and word.upos == "NOUN" and word.lemma.lower() in words("speech_nouns")
            behind = tree.words[min(word.index + 1, len(tree.words) - 1)]
            # e.g. *Voss*'s answer was that the site “is a death trap”.  e.g. *His* message was: “Go home.”
            between = {w.text for w in tree.words[word.index : site.anchor] if w.piece is None}
            # not: Her words were those of “a friend”
            is_content = behind.text.lower() in _COPULAS and bool(between & {"that", ":"})
            # e.g. *His* answer to reporters was “Never.”
            is_answer = site.is_clause and tree.words[first - 1].text.lower() in _COPULAS and node == site.anchor
            # e.g. *Voss*'s message to the fans was simple: “Stay with us.”
            is_announced = site.is_clause and tree.words[first - 1].text == ":" and tree.is_copular(node)
            is_content = is_content or is_announced or (is_answer and bool(tree.kids(word.index, "nmod:poss")))
            owner = _owner(tree, word.index, context) if is_speech and is_content else None
            if owner is not None and word.span:
                return Claim("F18", _BY_ID["F18"].confidence, Cue(word.span, None), mentions(tree, owner, context))
    return None


def _from(tree: Tree, verb: int, context: Context) -> int | None:
    """Return from whom something comes."""
    for word in tree.kids(verb, "obl"):
        cases = {c.text.lower() for c in tree.kids(word.index, "case")}
        if "from" in cases and can_speak(tree, word.index, context, oblique=True):
            return word.index
    return None


def _owner(tree: Tree, noun: int, context: Context) -> int | None:
    # e.g. *Voss*'s warning that the site is “a death trap”
    for word in reversed(tree.kids(noun, "nmod:poss")):
        if can_speak(tree, word.index, context, oblique=True):
            return word.index
    # e.g. a warning from *Voss* that the site is “a death trap”
    for word in tree.kids(noun, "nmod"):
        if any(c.text.lower() in {"from", "by"} for c in tree.kids(word.index, "case")) and can_speak(
            tree, word.index, context, oblique=True
        ):
            return word.index
        # e.g. the contention of *Voss* that the site is “a death trap”; not: the accusation of Voss
        is_holder = tree.lemma(noun) in _HELD and any(c.text.lower() == "of" for c in tree.kids(word.index, "case"))
        if is_holder and is_voice(tree, word.index, context):
            return word.index
    # e.g. *Voss* repeated her warning / *Voss* issued a warning that the site is “a death trap”
    head = tree.words[noun].head
    if head is not None and tree.words[noun].deprel in {"obj", "iobj", "obl"} and tree.is_verb(head):
        subject = subject_of(tree, head)
        # e.g. Voss roused *the crowd* to chants of “Go home.”  not: Voss left to chants of “Go home.”
        is_beside = tree.words[noun].deprel == "obl"
        # not: She shared a picture with the caption “Gone.”
        cases = {w.text.lower() for w in tree.kids(noun, "case")} if is_beside else set()
        # e.g. Voss ridiculed *the party* over its description of the gate as “art”.
        # not: Voss left *the firm* amid claims of “fraud”.
        is_theirs = "to" in cases or (is_beside and bool(tree.kids(noun, "nmod:poss")))
        stirred = tree.kids(head, "obj") if is_theirs else []
        roused = next((w for w in stirred if is_voice(tree, w.index, context)), None)
        is_others = bool(cases & AROUND)
        # not: *Roth* faced claims that it was “over”.
        if tree.lemma(head) in words("receiving_verbs"):
            return None
        # not: They forced a change, striking a call for “a gate”: no change calls for it
        # not: *A visit* would have given the answer that it was “over”.
        is_heard = subject is not None and is_voice(tree, subject.word, context)
        speaker = roused.index if roused else subject.word if subject and is_heard and not is_others else None
        if speaker is not None and can_speak(tree, speaker, context) and not tree.is_passive(head):
            return speaker
    return None


def label(site: Site, context: Context) -> Claim | None:
    """Return the name between a dash and the colon before the piece (F16)."""
    start = context.parse.paragraphs[site.paragraph].start
    # e.g. The primary has mattered - Philip Bump: “Two weeks ago ...”
    match = _LABEL.search(context.text, max(start, site.piece.outer.start - LABEL_REACH), site.piece.outer.start)
    if match is None:
        return None
    who = Span(*match.span("who"))
    # e.g. Few voters have decided - TarnPoll: “Most of them ...”: a name that no list has
    tree = context.tree(site)
    is_name = all(w.upos == "PROPN" for w in tree.words if w.span and who.covers(w.span))
    found = is_name or any(_people(context, who))
    return _line("F16", context, who, Span(who.end, who.end + 1)) if found else None


def colon_line(site: Site, context: Context) -> Claim | None:
    """Return the name before a colon at the head of the piece's paragraph, where no verb stands (F16)."""
    start = context.parse.paragraphs[site.paragraph].start
    before = context.text[start : site.piece.outer.start]
    sentence = _SENTENCE_END.split(before)[-1]
    offset = start + len(before) - len(sentence)
    # e.g. Bo Hart, 30: “It burned.”
    match = _COLON_LINE.match(sentence)
    if match is None or len(_WORD.findall(match["who"])) > LINE_MAX_WORDS:
        return None
    # e.g. Related: “Under the Limes”
    if match["who"].lower() in words("boilerplate_leads"):
        return Claim("N6", _BY_ID["N6"].confidence, reason=Reason.NOT_SPEECH)
    # not: Then, later that month on the network: “I never said so.”
    if match["who"].split()[0].lower().rstrip(",") in words("leading_adverbs"):
        return None
    colon = offset + match.end("who")
    if _has_verb(context, Span(offset, colon)):
        return None
    return _line("F16", context, Span(offset + match.start("who"), colon), Span(colon, colon + 1))


def _has_verb(context: Context, span: Span) -> bool:
    return any(
        w.upos in {"VERB", "AUX"} and w.span is not None and span.covers(w.span) and not _is_in_relative(tree, w.index)
        for tree in context.trees
        for w in tree.words
    )


def _is_in_relative(tree: Tree, index: int) -> bool:
    # e.g. Di Shah, 52, who has sold buttons there since school: “It's a shed.”
    chain = [index, *(head for _, head in tree.ancestors(index))]
    return any(tree.words[i].deprel in {"acl:relcl", "acl", "amod"} for i in chain)


def colon_clause(site: Site, context: Context) -> Claim | None:
    """Return the person who is the subject of the clause that a colon joins to the piece (X3)."""
    tree = context.tree(site)
    first = min(w.index for w in tree.words if w.piece == site.index)
    if not site.is_clause or first < 2 or tree.words[first - 1].text != ":":  # noqa: PLR2004 -- a subject and a verb
        return None
    if turns_to_another(tree, 0, first):
        return None
    # e.g. *Voss* was blunt: “No chance at all.”  e.g. *Her letter* had one message: “Go home.”
    for word in tree.words[:first]:
        if (
            word.deprel in {"nsubj", "nsubj:pass"}
            and (is_person(tree, word.index, context) or _is_body(word, context) or _has_words(tree, word, context))
            and can_speak(tree, word.index, context)
        ):
            head = tree.words[word.head] if word.head is not None else word
            if (
                head.deprel in {"root", "conj", "parataxis"}
                and head.piece is None
                and (cue := tree.words[first - 1].span)
            ):
                return Claim("X3", COLON_CONFIDENCE, Cue(cue, None), mentions(tree, word.index, context))
    return None


def _is_body(word: Word, context: Context) -> bool:
    """Tell whether a word is a part of an organisation's name."""
    # e.g. The *Board of Elections* was conclusive: “Further discussion is unnecessary.”
    return word.span is not None and any(
        context.types[span] == "Organization" for span in context.entities.overlapping(word.span)
    )


def _has_words(tree: Tree, subject: Word, context: Context) -> bool:
    """Tell whether a voice is the subject of a verb whose object is a noun of speech."""
    objects = tree.kids(subject.head, "obj") if subject.head is not None else []
    is_speech = any(w.lemma.lower() in words("speech_nouns") | {"point", "case"} for w in objects)
    return is_speech and is_voice(tree, subject.index, context)


def to_somebody(site: Site, context: Context) -> Claim | None:
    """Return to whom something is as quoted, by a pronoun right before the piece (F11)."""
    tree = context.tree(site)
    first = min(w.index for w in tree.words if w.piece == site.index)
    # e.g. She spoke up because to *her*, “nothing is more important”.
    match tree.words[:first]:
        case [*ahead, to, pronoun, comma] if comma.text == "," and to.span is not None:
            # not: They will say to *him*, “Never.”
            is_behind_verb = bool(ahead) and ahead[-1].upos in {"VERB", "AUX"}
            is_to = to.text.lower() in {"to", "for"} and pronoun.text.lower() in OBJECT_PRONOUNS
            if is_to and not is_behind_verb:
                return Claim("F11", FOR_CONFIDENCE, Cue(to.span, None), mentions(tree, pronoun.index, context))
    return None


def for_somebody(site: Site, context: Context) -> Claim | None:
    """Return the people for whom something is as quoted, named at the head of the sentence (F11)."""
    tree = context.tree(site)
    if site.is_clause or not tree.words or tree.words[0].text not in {"For", "To"}:
        return None
    head, span = tree.words[0].head, tree.words[0].span
    if head is None or span is None or tree.words[0].deprel != "case":
        return None
    sources = mentions(tree, head, context)
    # e.g. For *Marguerite Dole*, 71, the matter is “simpler than all that”.
    is_name = is_person(tree, head, context) and tree.words[head].upos == "PROPN"
    # e.g. To the bassist *Lou Farrow* she was “a storm”.
    is_apposed = tree.words[head].upos == "NOUN" and any(context.people.touches(m.head) for m in sources)
    # e.g. To *its critics* the toll is “a muzzle”.
    is_group = tree.words[head].lemma.lower() in words("group_nouns") or tree.words[head].text in words("group_nouns")
    is_group &= head in {w.index for w in tree.kids(site.anchor, "obl")} and bool(tree.kids(site.anchor, "cop"))
    return Claim("F11", FOR_CONFIDENCE, Cue(span, None), sources) if is_name or is_apposed or is_group else None


def dash_line(site: Site, context: Context) -> Claim | None:
    """Return the name on the line of attribution behind the piece (F17)."""
    paragraphs = context.parse.paragraphs
    end = paragraphs[site.paragraph].end
    # e.g. “Anna is a true expert.” —Commissioner G. Starke
    match = _DASH_LINE.match(context.text[site.piece.outer.end : end])
    # e.g. “That was enough.” ¶ — Bernard Hext
    if match is None and site.paragraph + 1 < len(paragraphs) and not context.text[site.piece.outer.end : end].strip():
        match = _DASH_LINE.match(context.text[site.piece.outer.end : paragraphs[site.paragraph + 1].end])
    # e.g. “I am done.” (Joe Voss, mayor): in brackets only a person
    if match is None and (match := _BRACKET_LINE.match(context.text[site.piece.outer.end : end])):
        place = Span(site.piece.outer.end + match.start("who"), site.piece.outer.end + match.end("who"))
        match = match if any(e.type == "Person" for e in _people(context, place)) else None
    # e.g. “Wash your hands,” Dr Ana Roth. ¶ The clinic is open.  the verb was forgotten
    if match is None and context.text[: site.piece.content.end].endswith(","):
        match = _BARE_LINE.match(context.text[site.piece.outer.end : end])
        match = match if match and _ends_in_person(context, site.piece.outer.end + match.end("who")) else None
    # e.g. “I wore her jacket.” Joe Voss, musician
    if match is None and (match := _SIGNED_LINE.fullmatch(context.text[site.piece.outer.end : end])):
        match = match if _ends_in_person(context, site.piece.outer.end + match.end("who")) else None
    before = context.text[paragraphs[site.paragraph].start : site.piece.outer.start].strip()
    # e.g. 2. “That was enough.” – Bernard Hext
    opens = not before or ITEM.fullmatch(before) is not None
    if match is None or not opens or not site.is_clause or len(_WORD.findall(match["who"])) > LINE_MAX_WORDS:
        return None
    if match["who"][-1] in "–—―-":
        return None  # e.g. – Ready to speak – : a subheading
    # e.g. “We are done.” — Joe Voss (@jvoss) May 3, 2025: a post
    handle = _HANDLE.search(match["who"])
    # e.g. “Piano found on rainy pier” — Corvane Tribune, May 15, 2025: an article in a list
    if _DATED.search(match["who"]) and not handle:
        return Claim("N2", TITLE_CONFIDENCE, reason=Reason.NOT_SPEECH)
    offset = site.piece.outer.end
    length = handle.start() if handle else len(match["who"])
    who = Span(offset + match.start("who"), offset + match.start("who") + length)
    return _line("F17", context, who, Span(offset, who.start))


def _ends_in_person(context: Context, end: int) -> bool:
    """Tell whether a person's name ends at a place."""
    return any(span.end == end for span in context.people.overlapping(Span(end - 1, end)))


def _line(rule: str, context: Context, who: Span, cue: Span) -> Claim | None:
    """Return the claim for a line that names somebody: it has a name in it, or is a short noun phrase."""
    people = list(_people(context, who))
    named = next(
        (e for e in people if e.type == "Person"), people[0] if people and people[0].span.start == who.start else None
    )
    # e.g. Olwen Price of the Heritage Party: “One down.”
    if named is None and (cut := _AFFILIATION.search(who.of(context.text))):
        head = Span(who.start, who.start + cut.start())
        form = MentionForm.NAME if head.of(context.text)[:1].isupper() else MentionForm.NOMINAL
        return Claim(rule, _BY_ID[rule].confidence, Cue(cue, None), (Mention(head, head, form),))
    if named is None and len(_WORD.findall(who.of(context.text))) > NAMELESS_MAX_WORDS:
        return None
    span = named.span if named else who
    form = MentionForm.NAME if named or span.of(context.text)[0].isupper() else MentionForm.NOMINAL
    return Claim(rule, _BY_ID[rule].confidence, Cue(cue, None), (Mention(who, span, form),))


def _people(context: Context, span: Span) -> Iterator[Entity]:
    inside = (Entity(s, context.types[s]) for s in context.entities.overlapping(span) if span.covers(s))
    return (entity for entity in inside if entity.type in {"Person", "Organization"})
