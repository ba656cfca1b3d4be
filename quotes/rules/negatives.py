"""Rules for marks that hold no speech: N1 to N4."""

import regex

from quotes.lexicon import is_title_case, words
from quotes.models import Reason
from quotes.rules.base import Claim, Context, Rule, Site
from quotes.rules.clauses import TOLD
from quotes.rules.subjects import subject_of
from quotes.rules.tree import Tree

RULES = (
    Rule("N1", "Scare quotes: a word or two inside a noun phrase, or after “so-called”.",
         "The so-called “bathroom bill” failed.", 0.6),
    Rule("N2", "The title of a work, or a nickname between names.", "Her album “Night Bus” came out in May.", 0.85),
    Rule("N3", "A word as a word, or a name that something goes by.", "The plan, known as “Plan B”, failed.", 0.7),
    Rule("N4", "An inscription: a sign, a banner.", "He held a sign that read “Go home”.", 0.7),
)  # fmt: skip
_BY_ID = {rule.id: rule for rule in RULES}

SCARE_MAX_WORDS = 4
"""Words that scare quotes hold at most; longer marked phrases are somebody's words."""

TITLE_MIN_WORDS = 2
"""Words of a title that is known by its place alone; one capitalised word may be anything."""
NICKNAME_MAX_WORDS = 3
DESCRIPTION_WORDS = 8
"""Words behind a title among which it is said what kind of work it is."""

_WORD = regex.compile(r"\w+(?:['’-]\w+)*")
_JIBES = frozenset({"jibe", "gibe", "slur", "insult", "jab", "gaffe", "quip", "taunt", "barb"})
_HEADING = regex.compile(r"\b[Uu]nder (?:the|a|an) (?:headline|heading|title|rubric|byline)[ ,:]+$")
_SO_CALLED = ("so-called", "so called", "self-styled")
_NAMES = frozenset(
    {"name", "nickname", "hashtag", "moniker", "pseudonym", "alias", "username", "handle", "initials", "initial",
     "acronym", "codename"}
)  # fmt: skip
_NAMED = frozenset({"called", "named", "titled", "entitled", "dubbed", "nicknamed", "codenamed"})
_TITLED = frozenset({"titled", "entitled"})
_LANGUAGE = regex.compile(
    r"\p{Lu}\p{Ll}+(?:ish|ian|ese|ic)|French|German|Dutch|Greek|Hebrew|Hindi|Latin|Swahili|Urdu|Yiddish"
)
_ADVERTISEMENTS = frozenset({"ad", "advert", "advertisement", "commercial", "spot", "leaflet", "pamphlet", "flyer"})
_GENITIVES = frozenset({"'s", "’s", "'", "’"})
_BEFORE_TITLES = frozenset({"of", "in", "on", "for", "with", "about", "by", "from", "at", "to", "after", "titled",
                            "entitled", "their", "its"})  # fmt: skip


def decided(site: Site, context: Context) -> Claim | None:
    """Return a claim of no speech where that is plain whatever frames the piece, else None."""
    tree = context.tree(site)
    content = site.piece.content.of(context.text)
    if _is_nickname(tree, site, content):
        return _no_speech("N2")
    # e.g. The “so-called” reform failed.
    if content.lower() in _SO_CALLED or (not site.is_clause and _so_called(tree, site)):
        return _no_speech("N1")
    if _is_name_of_thing(tree, site, content):
        return _no_speech("N3")
    if _is_hearer(tree, site):
        return _no_speech("N1")
    # e.g. Roth laughed at Cole's “toad” jibe: the word is no description of Roth's
    above = tree.words[site.anchor].head
    is_jibe = above is not None and above > site.anchor and tree.words[above].lemma.lower() in _JIBES
    if is_jibe and tree.words[site.anchor].deprel in {"compound", "amod"}:
        return _no_speech("N1")
    # e.g. The Mail, under the headline “Roth is a snail”, said so.
    if _HEADING.search(context.text, max(0, site.piece.outer.start - 30), site.piece.outer.start):
        return _no_speech("N2")
    if _is_on_sign(tree, site):
        return Claim("N4", _BY_ID["N4"].confidence, reason=Reason.INSCRIPTION)
    return _no_speech("N2") if _is_title(tree, site, content, context) else None


def scare(site: Site, context: Context) -> Claim | None:
    """Return a claim of no speech for a short piece that nothing frames (N1)."""
    content = site.piece.content.of(context.text)
    if site.is_clause or len(_WORD.findall(content)) > SCARE_MAX_WORDS:
        return None
    return _no_speech("N1")


def _no_speech(rule: str) -> Claim:
    return Claim(rule, _BY_ID[rule].confidence, reason=Reason.NOT_SPEECH)


def _is_nickname(tree: Tree, site: Site, content: str) -> bool:
    # e.g. Joe “Shorty” Diaz
    inside = [w.index for w in tree.words if w.piece == site.index]
    before, after = inside[0] - 1, inside[-1] + 1
    if (
        before < 0
        or after >= len(tree.words)
        or len(_WORD.findall(content)) > NICKNAME_MAX_WORDS
        or not content[:1].isupper()
    ):
        return False
    return content[-1:].isalnum() and all(
        tree.words[i].upos == "PROPN" and tree.words[i].text[:1].isupper() for i in (before, after)
    )


def _is_hearer(tree: Tree, site: Site) -> bool:
    """Tell whether a piece calls something whoever is told or asked to do what follows."""
    # e.g. Roth asked the “expert” to join her.  not: Roth asked for the “full report” to be read
    head = tree.words[site.anchor].head
    first, last = (f(w.index for w in tree.words if w.piece == site.index) for f in (min, max))
    if head is None or tree.lemma(head) not in TOLD or tree.words[site.anchor].deprel not in {"obj", "iobj"}:
        return False
    behind = tree.words[last + 1].text.lower() if last + 1 < len(tree.words) else ""
    has_content = any(w.index > last and w.piece is None for w in tree.kids(head, "xcomp", "ccomp"))
    return first > 0 and tree.words[first - 1].upos == "DET" and behind in {"to", "that"} and has_content


def _so_called(tree: Tree, site: Site) -> bool:
    # e.g. the so-called “bathroom bill”
    first = next(w.index for w in tree.words if w.piece == site.index)
    return (
        " ".join(w.text.lower() for w in tree.words[max(0, first - 3) : first]).replace(" - ", "-").endswith(_SO_CALLED)
    )


def _is_title(tree: Tree, site: Site, content: str, context: Context) -> bool:
    if not is_title_case(content):
        return False
    inside = [w.index for w in tree.words if w.piece == site.index]
    before = tree.words[inside[0] - 1] if inside[0] else None
    after = next((w for w in tree.words[inside[-1] + 1 :][:1]), None)
    # e.g. her album “Night Bus”; the “Harbour Lives” textbook
    if _noun_before(tree, site) in words("work_nouns") or (
        after is not None and after.lemma.lower() in words("work_nouns")
    ):
        return True
    # e.g. “Night Bus,” a film about ferries; “Night Bus,” published in May; “Night Bus,” by Mia Roth
    if _is_described(tree, inside[-1]):
        return True
    if before is None:
        return False
    # e.g. “I know,” Roth told the network's “Hannity” on Monday.
    if _is_told(tree, before.index):
        return True
    if len(_WORD.findall(content)) < TITLE_MIN_WORDS:
        # e.g. on the network's “Hannity,” Roth said; but: chants of “Shame,” were heard
        return site.is_clause and (before.text in _GENITIVES or before.text.lower() == "on")
    # e.g. The network licenses “Low Water” and “Tom Cole Now”.
    if before.text.lower() == "and" and _is_listed_title(tree, before.index, context):
        return True
    # not: their chants of “Go Home”; he vowed to “Build Back Higher”
    above = tree.words[max(before.index - 1, 0)]
    if before.text.lower() == "of" and above.lemma.lower() in words("speech_nouns"):
        return False
    if before.text.lower() == "to" and tree.reports(above.index):
        return False
    # e.g. the network cancelled “Minority Report,” which Roth liked; Roth told “Fox and Friends”; wrote “Low Water”
    is_working = tree.lemma(before.index) in {"tell", "write"}
    verb = before.upos == "VERB" and (not tree.speaks(before.index) or is_working)
    # e.g. He said he had found a “Be Right Back” slide.
    anchor = tree.words[site.anchor]
    if anchor.deprel in {"compound", "amod", "nmod:desc"} and anchor.head == inside[-1] + 1:
        return True
    # e.g. an advertisement, “Asking Roth,” in which children sing
    if before.text == "," and above.lemma.lower() in _ADVERTISEMENTS:
        return True
    # e.g. the rules of the 2010 “Clean Coast Plan”; the authors of the “Growth and Hope Project”
    opener = tree.words[max(before.index - 2, 0)] if before.upos == "NUM" else above
    if before.upos == "NUM" and above.upos == "DET":
        return True
    # not: a chant of the “Go Home” kind; Roth referred to the “New Class”
    if before.text.lower() == "the" and opener.text.lower() in _BEFORE_TITLES and opener.index > 0:
        led_by = opener.index - 1
        is_said = tree.words[led_by].lemma.lower() in words("speech_nouns") | words("cry_nouns")
        return not is_said and not tree.reports(led_by)
    # e.g. on CNN's “State of Things”; a roundtable on “Women in Power”; their “Reconciliation Fund”
    return verb or before.text in _GENITIVES or before.text.lower() in _BEFORE_TITLES


def _is_told(tree: Tree, mark: int) -> bool:
    """Tell whether a genitive ends the name of a station right behind whoever speaks to its programme."""
    owner = tree.words[mark].head
    if tree.words[mark].text not in _GENITIVES or owner is None or tree.words[owner].upos != "PROPN":
        return False
    first = tree.phrase(owner)[0]
    first -= first > 0 and tree.words[first - 1].upos == "DET"
    return first > 0 and tree.lemma(first - 1) == "tell"


def _is_listed_title(tree: Tree, joiner: int, context: Context) -> bool:
    """Tell whether the piece right before "and" is what a verb that says nothing has for its object, like a title."""
    index = tree.words[joiner - 1].piece if joiner else None
    if index is None or not is_title_case(context.parse.pieces[index].content.of(context.text)):
        return False
    first = min(w.index for w in tree.words if w.piece == index)
    before = tree.words[max(first - 1, 0)]
    return before.upos == "VERB" and not tree.speaks(before.index)


def _is_described(tree: Tree, last: int) -> bool:
    """Tell whether a work's author, making or kind follows right behind the last word of a piece."""
    behind = [w for w in tree.words[last + 1 : last + DESCRIPTION_WORDS] if w.piece is None and w.upos != "PUNCT"]
    if not behind[1:]:
        return False
    if behind[0].text.lower() == "by":
        return behind[1].upos == "PROPN"
    if behind[0].text.lower() in words("making_verbs"):
        return True
    return behind[0].text.lower() in {"a", "an", "the"} and any(
        w.upos == "NOUN" and w.lemma.lower() in words("work_nouns") for w in behind[1:4]
    )


def _noun_before(tree: Tree, site: Site) -> str | None:
    """Return the lemma of the common noun that stands right before the piece, or on which it hangs."""
    first = next(w.index for w in tree.words if w.piece == site.index)
    before = tree.words[first - 1] if first else None
    if before is not None and before.text in {",", ":"} and first > 1:
        before = tree.words[first - 2]
    return before.lemma.lower() if before is not None and before.upos == "NOUN" else None


def _is_name_of_thing(tree: Tree, site: Site, content: str) -> bool:
    # e.g. posted under the screen name “HarbourDealer,” in May
    if _noun_before(tree, site) in _NAMES and len(_WORD.findall(content)) <= NICKNAME_MAX_WORDS:
        return True
    # e.g. a screening, known as a “credible fear” interview
    first = min(w.index for w in tree.words if w.piece == site.index)
    before = [w.text.lower() for w in tree.words[:first] if w.upos not in {"PUNCT", "DET"}]
    last = max(w.index for w in tree.words if w.piece == site.index)
    is_by = any(w.text.lower() == "by" for w in tree.words[last + 1 : last + 2])
    # e.g. his book, under the assumed name of “Raphael Peregrine”; her nickname is “The Pilot”
    if is_title_case(content) and len(before) > 1 and _names(before, words_=len(_WORD.findall(content))):
        return True
    # e.g. “Do svidaniya!” – Russian for “goodbye”
    if before[-1:] == ["for"] and _LANGUAGE.fullmatch(tree.words[max(first - 2, 0)].text):
        return True
    # e.g. the informal price (“the night price”) rose  not: They spoke of the gate (“a folly”).
    marks = tree.words[max(first - 1, 0)].text, tree.words[min(last + 1, len(tree.words) - 1)].text
    is_noun = first > 1 and tree.words[first - 2].upos == "NOUN" and not content.lower().startswith(("a ", "an "))
    if not site.is_clause and marks == ("(", ")") and is_noun and len(_WORD.findall(content)) <= NICKNAME_MAX_WORDS:
        return True
    # e.g. an engine that is known as the “Queen of the Coast,” Roth said
    is_name = not site.is_clause or is_title_case(content)
    if is_name and before[-2:] == ["known", "as"] and not is_by:
        return True
    head = tree.words[site.anchor].head
    # e.g. They looked for words such as “harbour,” “fire” and *“toll”*.
    if head is not None and tree.words[head].piece is not None and tree.words[site.anchor].deprel == "conj":
        above = tree.words[head].head
        return not site.is_clause and above is not None and tree.words[above].text.lower() in {"words", "terms"}
    if head is None or tree.words[head].piece is not None or site.is_clause:
        return False
    # e.g. a plan known as “Plan B”; a bill dubbed “the snoopers' charter”
    passive_name = (
        tree.lemma(head) in words("naming_verbs") and tree.is_passive(head) and tree.words[head].upos == "VERB"
    )
    # not: a bill dubbed “the snoopers' charter” *by* its critics
    has_agent = any(tree.words[c].deprel == "obl:agent" for c in tree.children[head])
    has_agent |= is_by
    # e.g. “Sisu” means grit.
    means = tree.lemma(head) in {"mean", "translate"} and tree.words[site.anchor].deprel == "nsubj"
    # e.g. the word “sisu”
    term = (
        tree.words[head].lemma.lower() in {"word", "term", "nickname", "name", "moniker", "hashtag"}
        and tree.words[site.anchor].deprel in {"appos", "nmod", "compound", "dep", "nmod:desc"}
        and not tree.kids(head, "nmod:poss")
        # not: She greeted him *with* the words “you again”.
        and not any(w.text.lower() == "with" for w in tree.kids(head, "case"))
        # not: in the words of *Gareth Pugh*, “a quiet week”
        and not any(head < w.index < first and w.upos == "PROPN" for w in tree.kids(head, "nmod"))
        # not: in the words of *the coroner*, “a quiet death”
        and [w.text.lower() for w in tree.words[max(head - 2, 0) : head + 2]] != ["in", "the", "words", "of"]
    )
    return (passive_name and not has_agent) or means or term


def _names(before: list[str], words_: int) -> bool:
    """Tell whether words before a piece in title case say that it is a name."""
    # e.g. a show called “The Low Road”; not: called “Never”
    # e.g. In the spot, titled “Neighbours,” Roth walks past a clinic.
    is_called = before[-1] in _NAMED and (words_ >= TITLE_MIN_WORDS or before[-1] in _TITLED)
    # not: in the name of “Freedom and Honour”
    is_name = before[-2] in _NAMES and before[-1] in {"of", "is", "was"} and before[-3:-2] != ["the"]
    return is_called or is_name


def _is_on_sign(tree: Tree, site: Site) -> bool:
    # e.g. the door has “Justice Waits” carved over it
    near = [head for _, head in tree.ancestors(site.anchor)][:2] + list(tree.children[site.anchor])
    if any(tree.lemma(i) in words("inscribing_verbs") for i in near if tree.words[i].piece is None):
        return True
    # e.g. a boy held a sign saying “I can count”; placards with messages such as “No” and “Never”
    at = min(w.index for w in tree.words if w.piece == site.index) - 1
    while at >= 0 and (tree.words[at].piece is not None or tree.words[at].upos in {"PUNCT", "CCONJ"}):
        at -= 1
    # e.g. By the till hangs a hand-lettered sign: “No Credit”
    links = int(tree.words[at + 1].text == ":")
    while at >= 0 and tree.words[at].lemma.lower() in words("inscription_links"):
        at, links = at - 1, links + 1
    if at >= 0 and links and tree.words[at].lemma.lower() in words("inscription_nouns"):
        return True
    # e.g. a banner that read “Go home”
    for _, head in tree.ancestors(site.anchor):
        if (
            tree.lemma(head) in {"read", "say", "proclaim", "declare", "bear", "state"}
            and tree.words[head].piece is None
        ):
            subject = subject_of(tree, head)
            return subject is not None and tree.words[subject.word].lemma.lower() in words("inscription_nouns")
    return False
