"""Rules for a quotation that is framed elsewhere than in its own sentence: F6, X1, X2, X3, X12.

They look at what the pieces before (or right behind) were given, so they run when every piece has had its
own sentence asked. In news, quoted paragraphs in a row are one speaker's; they do not take turns.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import regex

from quotes.lexicon import is_title_case, words
from quotes.models import Mention, MentionForm, Span
from quotes.rules.base import Claim, Context, Rule, Site
from quotes.rules.clauses import COMMENTS, turns_to_another
from quotes.rules.cues import ITEM
from quotes.rules.frames import cue
from quotes.rules.mentions import can_speak, is_person, is_voice, mentions
from quotes.rules.subjects import subject_of
from quotes.rules.tree import Tree

RULES = (
    Rule("F5", "A quotation split by its frame within one sentence is one.",
         "“It leaks,” Roth said, “and it always has.”", 0.93),
    Rule("F6", "The quotation goes on after its frame, or begins before it, in the same paragraph.",
         "“It leaks,” Roth said. The roof is old. “It always has.”", 0.97),
    Rule("X1", "A paragraph that opens with a quotation continues the speaker of the paragraph before.",
         "Roth said the pier was unsafe. ¶ “We closed it that night.”", 0.82),
    Rule("X2", "A chain of such paragraphs has one speaker.",
         "“It burned,” Roth said. ¶ “We ran as fast as we could go.” ¶ “It was over.”", 0.6),
    Rule("X3", "The sentence before introduces the speaker.", "Roth had no doubts. “It was rotten.”", 0.6),
    Rule("X12", "A heading repeats words that the text below gives to somebody.",
         "“We saw nothing” ¶ “We saw nothing at all that night,” Roth said.", 0.9),
)  # fmt: skip
_BY_ID = {rule.id: rule for rule in RULES}

REPORTING = 0.1
"""What a reporting verb in the sentence that introduces a speaker adds to the confidence."""

_SPEAKER_LINE = regex.compile(r"\p{Lu}[\p{Lu} .'’-]{2,30}:\s")
CONTINUED = 0.65
JOINED = 0.8
"""Confidence of what "and" joins to a quotation that is framed."""
TAG_MAX_WORDS = 4
"""Words of a sentence that is nothing but a comment clause behind a full stop: “Never.” Mayor Ana Roth said."""
TAG_CONFIDENCE = 0.9
POINTING = frozenset({"that", "those", "these", "this", "such"})
SUMMED_UP = 0.8
BY_REACH = 10
"""Words at the end of an announcement among which "this statement by Roth" is looked for."""
PHRASE_MIN_WORDS = 4
"""Words of a phrase that continues a quotation; shorter ones are mostly scare quotes."""
DECAY = 0.04
"""What each further paragraph of a chain takes from the confidence."""

TURN_WORDS = 6
"""Words of a paragraph that is one side of a dialogue: “Which boat?” Longer ones mostly go on what was said."""

REPEATED_MIN_WORDS = 3
"""Words that a heading repeats at least; two may be anybody's."""
HEADING_MAX_WORDS = 25
_SAID_WORD = regex.compile(r"[\p{L}\p{N}]+(?:['-][\p{L}\p{N}]+)*")
_OPEN_END = regex.compile(r"[\p{L}\p{N}%][”\"’'»)]*$")
_ADDRESS = regex.compile(
    r", (?:sir|ma['’]am|Madam|Mr|Mrs|Ms|Senator|Congress(?:wo)?man|Minister|Governor|Your (?:Honou?r|Lordship))\b"
    r"[^,.;?!]{0,20}[.?!]$"
)
_REACTING = frozenset({"agree", "disagree", "concur", "demur", "object", "protest"})
"""Verbs of a short sentence that may as well introduce what comes next as close what came before."""
_ANSWER = regex.compile(r"(?:No|Yes|Yeah|Nope)[,.!]")

Claims = Sequence[Claim | None]


def resumed(site: Site, context: Context, claims: Claims) -> Claim | None:
    """Return the claim of the piece right before, where nothing but its frame and a comma stand between (F5)."""
    before = context.sites[site.index - 1] if site.index else None
    found = claims[before.index] if before and before.paragraph == site.paragraph else None
    if before is None or found is None or found.cue is None or not found.sources:
        return None
    # e.g. “It leaks,” *Roth continued*, “and always has.”
    gap = Span(before.piece.outer.end, site.piece.outer.start)
    is_framed = all(gap.start <= s.start and s.end <= gap.end for s in (found.cue.span, found.sources[0].span))
    if not is_framed or not gap.of(context.text).rstrip().endswith(","):
        return None
    return replace(found, rule="F5", confidence=min(found.confidence, _BY_ID["F5"].confidence))


def listed(site: Site, context: Context, claims: Claims) -> Claim | None:
    """Return the claim of the piece in the same sentence to which "and" joins the piece (F8)."""
    # e.g. Roth talked of “a plan to close the pier” and of “*a scheme to sell it*”.
    tree = context.tree(site)
    anchor = tree.words[site.anchor]
    first = tree.words[anchor.head].piece if anchor.deprel == "conj" and anchor.head is not None else None
    found = claims[first] if first is not None else None
    # not: Roth called it “a scheme” and *Voss* “a start”
    verbs = (w for w in tree.words[anchor.head or 0 : site.anchor] if w.piece is None and w.upos in {"VERB", "PROPN"})
    if found is None or not found.sources or any(verbs):
        return None
    return replace(found, rule="F8", confidence=min(found.confidence, JOINED))


def tagged(site: Site, context: Context, claims: Claims) -> Claim | None:
    """Return who speaks according to the next sentence, if that is nothing but a comment clause (F1, F2)."""
    number = site.number + 1
    if number not in context.sentences[site.paragraph] or not site.is_clause:
        return None
    tree = context.trees[number]
    start = tree.words[0].span
    if start is None or context.text[site.piece.outer.end : start.start].strip():
        return None
    verb = next((w.index for w in tree.words if w.head is None), None)
    subject = subject_of(tree, verb) if verb is not None else None
    if verb is None or subject is None or subject.route != "own" or not tree.speaks(verb):
        return None
    # not: “Never,” Roth said. “It leaks.” *She* paused.
    # not: “Never,” Roth said. “It leaks.” *Cole* agreed. “Yes.”
    is_before_more = any(s and s.number == number + 1 for s in context.sites[site.index + 1 : site.index + 2])
    is_doubtful = not tree.reports(verb) or (is_before_more and tree.lemma(verb) in _REACTING)
    if is_doubtful and _neighbour(site, context, claims, step=-1):
        return None
    # e.g. “Never.” *Roth* said.  e.g. “Never!” *Roth* went on, as if he had not heard.
    is_bare = len([w for w in tree.words if w.upos != "PUNCT"]) <= TAG_MAX_WORDS
    is_open = context.text[: site.piece.content.end].endswith(("?", "!")) and not tree.kids(verb, "xcomp")
    opens = min(tree.phrase(subject.word)[0], verb) == 0
    if not opens or not (is_bare or is_open) or tree.kids(verb, "ccomp", "obj"):
        return None
    if not can_speak(tree, subject.word, context) or not is_voice(tree, subject.word, context):
        return None
    rule = "F1" if subject.word < verb else "F2"
    return Claim(rule, TAG_CONFIDENCE, cue(tree, verb), mentions(tree, subject.word, context))


def summed_up(site: Site, context: Context, claims: Claims) -> Claim | None:
    """Return whose words they were according to the next sentence, which says nothing else (F2, F11, F18)."""
    number = site.number + 1
    is_alone = site.is_clause and not _neighbour(site, context, claims, step=-1)
    if number not in context.sentences[site.paragraph] or not is_alone:
        return None
    tree = context.trees[number]
    start = tree.words[0].span
    if start is None or context.text[site.piece.outer.end : start.start].strip():
        return None
    opener, root = tree.words[0].text.lower(), next((w.index for w in tree.words if w.head is None), 0)
    rule, source = None, None
    # e.g. “Never.” So said *Roth*.
    if opener == "so" and tree.reports(root):
        rule, source = "F2", next((w.index for w in tree.kids(root, "nsubj") if w.index > root), None)
    # e.g. “Never.” That was the verdict of *Roth*.  e.g. “Never.” That was *Roth*'s answer.
    elif opener in POINTING and tree.words[root].lemma.lower() in words("speech_nouns") and tree.kids(root, "cop"):
        rule, source = "F18", _whose(tree, root)
    # e.g. “Never.” That is how *Roth* put it.
    elif opener in POINTING and tree.words[root].text.lower() == "how":
        verb = next((w for w in tree.kids(root, *COMMENTS) if w.upos == "VERB"), None)
        rule, source = "F11", next((w.index for w in tree.kids(verb.index, "nsubj")), None) if verb else None
    if rule is None or source is None or not can_speak(tree, source, context, oblique=True):
        return None
    # not: “Never.” That was *its* message.
    if not is_voice(tree, source, context) or not (found := mentions(tree, source, context)):
        return None
    return Claim(rule, SUMMED_UP, cue(tree, root), found)


def _whose(tree: Tree, noun: int) -> int | None:
    """Return whose words a noun of speech says that something was."""
    behind = (w for w in tree.kids(noun, "nmod") if w.index > noun)
    of = [w.index for w in behind if any(c.text.lower() in {"of", "from"} for c in tree.kids(w.index, "case"))]
    return next((w.index for w in tree.kids(noun, "nmod:poss")), of[0] if of else None)


def same_paragraph(site: Site, context: Context, claims: Claims) -> Claim | None:
    """Return the claim of the piece before in the same paragraph, unless somebody else steps in between (F6, X3)."""
    before = _neighbour(site, context, claims, step=-1)
    first = before.number + 1 if before else _first_sentence(site, context)
    for number in range(site.number - 1, first - 1, -1):
        # e.g. “It leaks,” Roth said. *Voss* disagreed. “It is dry.”
        content = site.piece.content.of(context.text)
        introduced, is_reporting = introducer(context.trees[number], context, content)
        if introduced and not site.piece.content.of(context.text).rstrip().endswith(","):
            return Claim("X3", _BY_ID["X3"].confidence + (REPORTING if is_reporting else 0), None, introduced)
    if before and (found := claims[_main(before, context, claims).index]) and found.sources:
        if joined := _joining(context.tree(before), found, context):
            return Claim("X3", _BY_ID["X3"].confidence, None, joined)
        return replace(found, rule="F6", confidence=min(found.confidence, _BY_ID["F6"].confidence))
    return None


def _joining(tree: Tree, claim: Claim, context: Context) -> tuple[Mention, ...]:
    """Return who else speaks at the end of a sentence, behind its comment clause."""
    # e.g. “We had no choice,” a juror said, and *Pavel Lund* agreed. “Nobody slept.”
    for word in reversed(tree.words):
        if claim.cue is None or word.span is None or word.span.start <= claim.cue.span.end:
            return ()
        before = [w.index for w in tree.kids(word.index, "nsubj") if w.index < word.index]
        if tree.reports(word.index) and before:
            opener = tree.words[max(tree.phrase(before[-1])[0] - 1, 0)].text.lower()
            return _human(tree, before[-1], context) if opener in {"and", "but"} else ()
    return ()


def _human(tree: Tree, noun: int, context: Context) -> tuple[Mention, ...]:
    """Return the mentions of a noun that means or names a person."""
    if tree.words[noun].upos == "PRON" or not can_speak(tree, noun, context):
        return ()
    found = mentions(tree, noun, context)
    return found if is_person(tree, noun, context) or (found and found[0].form is MentionForm.NAME) else ()


def _main(site: Site, context: Context, claims: Claims) -> Site:
    """Return the clause that the sentence of a fragment quotes before it, if there is one; else the site itself."""
    # e.g. “Never,” said Roth, who calls the plan “crooked”. “It will die.”
    earlier = (s for s in context.sites[: site.index] if s and s.number == site.number and s.is_clause)
    framed = (s for s in earlier if (claim := claims[s.index]) and claim.sources)
    return site if site.is_clause else next(framed, site)


def continued(site: Site, context: Context, claims: Claims) -> Claim | None:
    """Return the claim of the sentence before for a phrase that the reporter's next sentence quotes (F6)."""
    before = _neighbour(site, context, claims, step=-1)
    tree = context.tree(site)
    content = site.piece.content.of(context.text)
    is_phrase = len(content.split()) >= PHRASE_MIN_WORDS and not is_title_case(content)
    is_open = not introducer(tree, context)[0] and not any(tree.reports(w.index) for w in tree.words)
    if not is_phrase or not is_open:
        return None
    if before is None or site.number - before.number > 1:
        return _told_before(site, context)
    # e.g. “It's ambush journalism,” she says. It's “this new in-your-face journalism.”
    found = claims[before.index]
    return replace(found, rule="F6", confidence=CONTINUED) if found and found.sources else None


def _told_before(site: Site, context: Context) -> Claim | None:
    """Return who reports in the sentence before, for a phrase that the reporter's next sentence quotes (X3)."""
    number = site.number - 1
    if number not in context.sentences[site.paragraph]:
        return None
    # e.g. Errors are hard to catch, *he* said. A good story drives them out only if it is “sexier than the lie”.
    tree = context.trees[number]
    for word in tree.words:
        is_main = word.head is None or (word.deprel == "parataxis" and tree.words[word.head].head is None)
        content = tree.kids(word.index, "ccomp", "parataxis")
        is_denied = tree.is_negated(word.index) or tree.is_passive(word.index)
        if not is_main or not tree.reports(word.index) or not content or is_denied:
            continue
        subject = subject_of(tree, word.index)
        is_own = subject is not None and subject.route == "own" and can_speak(tree, subject.word, context)
        if subject and is_own and is_voice(tree, subject.word, context):
            return Claim("X3", _BY_ID["X3"].confidence, cue(tree, word.index), mentions(tree, subject.word, context))
    return None


def following(site: Site, context: Context, claims: Claims) -> Claim | None:
    """Return the claim of the piece that follows at once in the same paragraph (F6)."""
    # e.g. “It leaks. It always has.” “And it will,” Roth said.
    after = _neighbour(site, context, claims, step=1)
    if after is None or after.number > site.number + 1 or not site.is_clause:
        return None
    found = claims[after.index]
    between = context.text[site.piece.outer.end : after.piece.outer.start]
    if found and found.sources and found.cue and found.cue.span.start > after.piece.outer.start and not between.strip():
        return replace(found, rule="F6", confidence=min(found.confidence, _BY_ID["F6"].confidence) - 0.05)
    return None


def before_beat(site: Site, context: Context, claims: Claims) -> Claim | None:
    """Return the claim of the piece behind what its speaker does, for one that opens the paragraph (F6)."""
    # e.g. “Snails are poets.” *Roth* pours more tea. “They carry their homes.”
    own, found = claims[site.index], claims[site.index + 1] if site.index + 1 < len(claims) else None
    after = context.sites[site.index + 1] if found else None
    is_open = site.is_clause and (own is None or own.rule in {"X1", "X2"})
    if not is_open or after is None or found is None or found.rule != "X3" or after.number != site.number + 2:
        return None
    opens = not context.text[context.parse.paragraphs[site.paragraph].start : site.piece.outer.start].strip()
    is_whole = opens and not context.text[: site.piece.content.end].endswith(",") and after.paragraph == site.paragraph
    acts = introducer(context.trees[site.number + 1], context)[0] if is_whole else ()
    return replace(found, rule="F6", confidence=_BY_ID["X3"].confidence) if acts and acts == found.sources else None


def previous_paragraph(site: Site, context: Context, claims: Claims) -> Claim | None:
    """Return who spoke last in the paragraph before, for a paragraph that opens with the piece (X1, X2)."""
    start = context.parse.paragraphs[site.paragraph].start
    before = context.text[start : site.piece.outer.start].strip()
    # e.g. 2. “It is too late for that.”
    if not site.is_clause or (before and not ITEM.fullmatch(before)) or site.paragraph == 0:
        return None
    above = _sites_above(site, context)
    # e.g. “WALLACE: Governor, ...” ¶ “PENCE: Well, ...”: a transcript names its speakers itself
    if any(_SPEAKER_LINE.match(s.piece.content.of(context.text)) for s in (site, *above)):
        return None
    # e.g. “DIVISIVE, STUPID AND WRONG”: a heading between paragraphs
    if site.piece.content.of(context.text).isupper() and _is_all(site, context):
        return None
    # e.g. “We are out,” added Rep. Cole: a comma promises a speaker who is still to come
    if site.piece.content.of(context.text).rstrip().endswith(","):
        return None
    # e.g. “Do we give up?” Roth asked. ¶ “Never!”: what answers a question is another's
    if above and _is_asked(above[-1], context, claims[above[-1].index]) and _is_all(site, context):
        return None
    # e.g. “Was it you?” ¶ “It was,” Roth said. ¶ “That is not what I asked you.”: two take turns
    if _is_answered(above, context) and _is_all(site, context):
        return None
    numbers = list(context.sentences.get(site.paragraph - 1, ()))
    if announced := _announced(numbers, site.paragraph - 1, context):
        return Claim("X1", _BY_ID["X1"].confidence, None, announced)
    # e.g. “The boat is gone,” Roth said. ¶ “No boat.” ¶ “Which boat?”: so short it may be the other's turn
    # but: “I was born here,” Roth said. ¶ “My mother trimmed the wick every night.” ¶ “I hope she was wrong.”
    is_chain = bool(above) and (last := claims[above[-1].index]) is not None and last.rule in {"X1", "X2"}
    is_alone = bool(above) and above[-1].piece.closed and _is_all(site, context)
    if is_alone and not is_chain and _is_turn(site, context):
        return None
    for number in reversed(numbers):
        here = [s for s in above if s.number == number]
        spoken = [s for s in here if (c := claims[s.index]) is not None and c.sources]
        # e.g. “We have no say,” *Roth* said of Voss's charge of “fraud”. ¶ “The law will take its course.”
        if spoken and (found := claims[_main(spoken[-1], context, claims).index]) is not None:
            return _carried(found, is_chain=_is_bare(above, context.parse.paragraphs[site.paragraph - 1], context.text))
        # not: Did *he* hold it against her? ¶ “Never said so.”
        is_question = context.trees[number].words[-1].text == "?"
        introduced, is_reported = introducer(context.trees[number], context, site.piece.content.of(context.text))
        if introduced and (is_reported or not is_question):
            return Claim("X1", _BY_ID["X1"].confidence, None, introduced)
        if here:
            return None
    return None


def _sites_above(site: Site, context: Context) -> tuple[Site, ...]:
    """Return the sites of the paragraph before, in text order."""
    found = []
    for index in range(site.index - 1, -1, -1):
        other = context.sites[index]
        if other is not None and other.paragraph < site.paragraph - 1:
            break
        if other is not None and other.paragraph == site.paragraph - 1:
            found.append(other)
    return tuple(reversed(found))


def _announced(numbers: list[int], paragraph: int, context: Context) -> tuple[Mention, ...]:
    """Return whom a paragraph ending in a colon announces: who reports, a document, or who puts it out."""
    if not numbers or not context.parse.paragraphs[paragraph].of(context.text).endswith(":"):
        return ()
    tree = context.trees[numbers[-1]]
    # e.g. The site rated this statement by *Roth* in June: ¶ “We never had a gate.”
    for noun, by in pairwise(tree.words[-BY_REACH:]):
        texts = words("speech_nouns") | words("document_nouns")
        is_text = noun.upos == "NOUN" and noun.lemma.lower() in texts and by.text.lower() in {"by", "from"}
        owner = tree.nominal(by.index + 1) if is_text else None
        if owner is not None and can_speak(tree, owner, context, oblique=True):
            return mentions(tree, owner, context)
    # e.g. *The Gullane Times* reports: ¶ “In a sign of ...”
    last = max((w.index for w in tree.words if tree.reports(w.index)), default=None)
    reporter = subject_of(tree, last) if last is not None else None
    if reporter and can_speak(tree, reporter.word, context) and is_voice(tree, reporter.word, context):
        return mentions(tree, reporter.word, context)
    # e.g. Here are the reasons in *Roth*'s own words: ¶ “It is late. ...”
    for word in tree.words:
        owners = tree.kids(word.index, "nmod:poss") if word.lemma.lower() == "word" else ()
        if owners and can_speak(tree, owners[-1].index, context, oblique=True):
            return mentions(tree, owners[-1].index, context)
    # e.g. Below is *the full statement* for public consumption: ¶ “The office ...”
    for word in reversed(tree.words):
        if (
            word.upos == "NOUN"
            and word.lemma.lower() in words("document_nouns")
            and word.deprel in {"root", "conj", "nsubj", "obj", "parataxis"}
        ):
            # e.g. *Ruth Dale* issued the following statement: ¶ “Our thoughts ...”
            issuer = subject_of(tree, word.head) if word.deprel == "obj" and word.head is not None else None
            is_speaker = issuer is not None and can_speak(tree, issuer.word, context)
            return mentions(tree, issuer.word if issuer and is_speaker else word.index, context)
    return ()


def _is_asked(site: Site, context: Context, claim: Claim | None) -> bool:
    """Tell whether a piece is a question that waits for somebody's answer."""
    is_said = claim is not None and claim.cue is not None and claim.cue.verb in {"say", "add", "continue", "tell"}
    return site.piece.content.of(context.text).rstrip().endswith("?") and not is_said


def _is_answered(sites: Sequence[Site], context: Context) -> bool:
    """Tell whether a paragraph opens with the answer to a question that is all of the paragraph before it."""
    asked = context.sites[sites[0].index - 1] if sites and sites[0].index else None
    if asked is None or asked.paragraph != sites[0].paragraph - 1 or not asked.piece.closed:
        return False
    is_question = asked.piece.content.of(context.text).rstrip().endswith("?")
    start = context.parse.paragraphs[sites[0].paragraph].start
    opens = not context.text[start : sites[0].piece.outer.start].strip()
    return is_question and opens and _is_all(asked, context)


def _is_turn(site: Site, context: Context) -> bool:
    """Tell whether a piece is like what one of two says to the other."""
    # not: “But I remember it. ¶ “Nobody has forgotten it.”
    if not site.piece.closed:
        return False
    content = site.piece.content.of(context.text)
    is_short = len(content.split()) <= TURN_WORDS
    return is_short or _ANSWER.match(content) is not None or _ADDRESS.search(content) is not None


def _is_all(site: Site, context: Context) -> bool:
    """Tell whether the paragraph of a piece is nothing but that piece."""
    rest = context.parse.paragraphs[site.paragraph]
    around = context.text[rest.start : site.piece.outer.start] + context.text[site.piece.outer.end : rest.end]
    return not any(c.isalnum() for c in around)


def _carried(claim: Claim, *, is_chain: bool) -> Claim:
    rule = "X2" if is_chain or claim.rule in {"X1", "X2"} else "X1"
    return replace(
        claim, rule=rule, confidence=min(claim.confidence, _BY_ID[rule].confidence) - DECAY, told_to=claim.told_to
    )


def _is_bare(above: Sequence[Site], paragraph: Span, text: str) -> bool:
    """Tell whether a paragraph is nothing but the quotations in it."""
    rest, at = "", paragraph.start
    for site in above:
        rest += text[at : site.piece.outer.start]
        at = site.piece.outer.end
    return not any(c.isalnum() for c in rest + text[at : paragraph.end])


def introducer(tree: Tree, context: Context, content: str = "") -> tuple[tuple[Mention, ...], bool]:
    """Return the person who is the subject of a sentence, and whether they are the subject of a reporting verb.

    Who is asked answers, if `content`, the quotation introduced, is no question.
    """
    verbs = [w.index for w in tree.words if tree.reports(w.index)]
    for verb in reversed(verbs):
        # e.g. *Roth* said that Voss had told her to leave. “I was shocked.”
        if _is_told_by(tree, verb, context):
            continue
        if content and not content.rstrip().endswith("?") and (asked := _asked(tree, verb, context)):
            return asked, True
        # e.g. Or maybe Bush, consultant *Phil Musser* says. “A second look is occurring.”
        subject = subject_of(tree, verb) if tree.kids(verb, "nsubj", "nsubj:pass", "nsubj:outer") else None
        # not: When *I* mention this, she goes pink. “Did he?”
        if subject and tree.words[verb].deprel == "advcl" and tree.words[subject.word].text in {"I", "we"}:
            continue
        if subject and can_speak(tree, subject.word, context) and is_person(tree, subject.word, context):
            return mentions(tree, subject.word, context), True
    roots = [w.index for w in tree.words if w.head is None and w.piece is None]
    # e.g. *Roth*'s answer? “Never.”
    for root in roots:
        owners = tree.kids(root, "nmod:poss") if tree.words[root].lemma.lower() in words("speech_nouns") else ()
        if tree.words[-1].text in {"?", ":"} and owners and can_speak(tree, owners[-1].index, context, oblique=True):
            return mentions(tree, owners[-1].index, context), True
    # e.g. *Roth*'s response was blunt. “Never.”
    for root in roots:
        owner = _answering(tree, root)
        if owner is not None and can_speak(tree, owner, context, oblique=True):
            return mentions(tree, owner, context), True
    if turns_to_another(tree, 0, len(tree.words)):
        return (), False
    # e.g. I saw his surprise, and *the judge* interrupted me. “Explain to me why you are here.”
    joined = [w.index for root in roots for w in tree.kids(root, "conj") if w.upos == "VERB"]
    for clause in (*reversed(joined), *roots):
        for word in tree.kids(clause, "nsubj", "nsubj:pass", "nsubj:outer"):
            # not: The children of the town would come to him. “They would say ...”
            is_one = word.upos != "NOUN" or "Number=Plur" not in word.feats
            is_speaker = is_one and is_person(tree, word.index, context)
            # e.g. *The party* issued a statement on the leak. ¶ “On behalf of everyone, we are sorry.”
            is_name = word.text[:1].isupper() and word.index > 0
            is_issuer = _issues(tree, clause) and (is_name or is_voice(tree, word.index, context))
            if (is_speaker or is_issuer) and can_speak(tree, word.index, context):
                return mentions(tree, word.index, context), is_issuer
    return (), False


def _is_told_by(tree: Tree, verb: int, context: Context) -> bool:
    """Tell whether a clause is a part of what a person reports."""
    for child, head in tree.ancestors(verb):
        subject = subject_of(tree, head) if tree.words[child].deprel == "ccomp" and tree.reports(head) else None
        if subject is not None and is_person(tree, subject.word, context):
            return True
    return False


def _answering(tree: Tree, root: int) -> int | None:
    """Return whose answer a sentence says is blunt, short or simple, and no more than that."""
    is_plain = tree.words[root].upos == "ADJ" and bool(tree.kids(root, "cop")) and not tree.is_negated(root)
    subjects = tree.kids(root, "nsubj") if is_plain else []
    owners = [o for w in subjects if w.lemma.lower() in words("speech_nouns") for o in tree.kids(w.index, "nmod:poss")]
    return owners[-1].index if owners else None


def _asked(tree: Tree, verb: int, context: Context) -> tuple[Mention, ...]:
    """Return who is asked a question that the sentence tells of."""
    # e.g. I asked *Roth* what the book was for. ¶ “To show what was lost.”  not: He was asked by Roth ...
    if tree.lemma(verb) != "ask" or tree.is_passive(verb) or tree.is_negated(verb) or not subject_of(tree, verb):
        return ()
    # e.g. I asked the curator *Ana Roth* what it was for: parsers take the name for a second subject
    behind = (w for w in tree.kids(verb, "nsubj", "iobj", "obj") if w.index > verb)
    people = sorted((w for w in behind if is_person(tree, w.index, context)), key=lambda w: w.upos != "PROPN")
    asked = next((w.index for w in people if can_speak(tree, w.index, context, oblique=True)), None)
    return mentions(tree, asked, context) if asked is not None else ()


def _issues(tree: Tree, verb: int) -> bool:
    """Tell whether a clause says that somebody puts out a text."""
    texts = {"statement", "letter", "release", "apology", "note", "memo", "email", "message", "tweet"}
    objects = {w.lemma.lower() for w in tree.kids(verb, "obj")}
    return tree.lemma(verb) in words("issuing_verbs") and bool(objects & texts)


def repeated(context: Context, claims: Claims) -> dict[int, Claim]:
    """Return the claims of pieces in headings whose words one source is quoted with below, by piece (X12)."""
    # e.g. “We saw nothing” ¶ The town is asleep. ¶ “We saw nothing at all that night,” *Roth* said.
    said = {site.index: _said(site, context) for site in context.sites if site}
    found: dict[int, Claim] = {}
    for site in context.sites:
        if site is None or not _is_heading(context.parse.paragraphs[site.paragraph].of(context.text)):
            continue
        own = said[site.index]
        below = (other for other in context.sites[site.index :] if other and other.paragraph > site.paragraph)
        again = [other.index for other in below if f" {own} " in f" {said[other.index]} "]
        # not: The “right to repair” law ... ¶ She fears the “right to repair” law: a name for it, nobody's words
        count = len(own.split())
        told = [c for n in again if (said[n] != own or count > REPEATED_MIN_WORDS) and (c := claims[n])]
        # not: one who said so, and another who denied it
        sources = {tuple(m.head.of(context.text) for m in claim.sources) for claim in told}
        if count >= REPEATED_MIN_WORDS and len(sources) == 1 and told[0].sources:
            sure = min(told[0].confidence, _BY_ID["X12"].confidence)
            found[site.index] = replace(told[0], rule="X12", confidence=sure)
    return found


def _is_heading(paragraph: str) -> bool:
    return len(paragraph.split()) <= HEADING_MAX_WORDS and _OPEN_END.search(paragraph) is not None


def _said(site: Site, context: Context) -> str:
    """Return the words of a quotation, without case and marks."""
    return " ".join(_SAID_WORD.findall(site.piece.content.of(context.text).lower().replace("’", "'")))


def _neighbour(site: Site, context: Context, claims: Claims, *, step: int) -> Site | None:
    """Return the next site in the same paragraph, before or behind, that has a claim with a source."""
    index = site.index + step
    while 0 <= index < len(context.sites):
        other = context.sites[index]
        if other is None or other.paragraph != site.paragraph:
            return None
        if (claim := claims[index]) is not None and claim.sources:
            return other
        index += step
    return None


def _first_sentence(site: Site, context: Context) -> int:
    number = site.number
    while number > 0 and context.trees[number - 1].sentence.paragraph == site.paragraph:
        number -= 1
    return number
