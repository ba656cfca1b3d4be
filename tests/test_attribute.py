"""Each family of rules on a tree made by hand: which words are the source, which the cue, and by what rule.

A tree is a line a sentence, a word `text/lemma/UPOS/head/relation` (the lemma may be left out, heads count from 1,
0 is the root). `Q/head/relation` stands for a quoted clause, `q/head/relation` for a quoted fragment; they are filled
with the quotations of the text in order.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from quotes.attribute import attribute
from quotes.find import find
from quotes.models import Attribution, Entity, Form, Parse, Piece, Reason, Sentence, Span, Word
from quotes.paragraphs import paragraphs

# What stands for a quotation in a tree, as (word, part of speech, relation); the word "so" is its head.
CLAUSE = (
    ("“", "PUNCT", "punct"),
    ("It", "PRON", "nsubj"),
    ("is", "AUX", "cop"),
    ("so", "ADV", ""),
    ("”", "PUNCT", "punct"),
)
FRAGMENT = (("“", "PUNCT", "punct"), ("so", "ADV", ""), ("”", "PUNCT", "punct"))
PLACEHOLDERS = {"Q": CLAUSE, "q": FRAGMENT}


@dataclass(frozen=True, slots=True)
class Found:
    """What is expected of one quotation: the ids of rules that may decide, and the words of its frame."""

    rules: str
    sources: tuple[str, ...] = ()
    cue: str | None = None
    told_to: str | None = None
    reason: Reason | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """A text, its trees, the people named in it, and what is expected of each of its quotations."""

    why: str
    text: str
    trees: str
    people: tuple[str, ...]
    expected: tuple[Found, ...]


# ---------------------------------------------------------------- trees by hand


def parse_of(case: Case) -> Parse:
    """Return the parse that the trees of a case describe."""
    spans = paragraphs(case.text)
    pieces = tuple(piece for quotation in find(case.text) for piece in quotation.pieces)
    entities = tuple(
        sorted(
            (Entity(s, "Person") for name in case.people for s in _places(case.text, name, pieces)),
            key=lambda e: e.span,
        )
    )
    sentences, at, number = [], 0, 0
    for line in case.trees.strip().splitlines():
        words, ends = _sentence(line.split(), case.text, pieces, at, number)
        first = next((w.span or pieces[w.piece or 0].outer for w in words), Span(0, 0))
        sentences.append(Sentence(words, next(i for i, span in enumerate(spans) if span.covers(first))))
        at, number = ends
    assert number == len(pieces), "each quotation of the text has a placeholder in the trees"
    return Parse(spans, pieces, tuple(sentences), entities)


def _places(text: str, name: str, pieces: tuple[Piece, ...]) -> Iterator[Span]:
    at = text.find(name)
    while at >= 0:
        span = Span(at, at + len(name))
        if not any(piece.outer.overlaps(span) for piece in pieces):
            yield span
        at = text.find(name, span.end)


def _sentence(
    rows: list[str], text: str, pieces: tuple[Piece, ...], at: int, number: int
) -> tuple[tuple[Word, ...], tuple[int, int]]:
    """Return the words of a sentence, and the place in the text and the number of quotations after it."""
    anchors: list[int] = []
    length = 0
    for row in rows:
        filler = PLACEHOLDERS.get(row.partition("/")[0], ())
        anchors.append(length + next((i for i, part in enumerate(filler) if not part[2]), 0))
        length += len(filler) or 1
    words: list[Word] = []
    for row in rows:
        text_, *middle, head_, relation = row.split("/")
        head = anchors[int(head_) - 1] if int(head_) else None
        if filler := PLACEHOLDERS.get(text_, ()):
            anchor = len(words) + next(i for i, part in enumerate(filler) if not part[2])
            words += [
                Word(
                    len(words) + i,
                    part,
                    part.lower(),
                    upos,
                    "",
                    anchor if kind else head,
                    kind or relation,
                    None,
                    number,
                )
                for i, (part, upos, kind) in enumerate(filler)
            ]
            at, number = pieces[number].outer.end, number + 1
            continue
        start = text.index(text_, at)
        at = start + len(text_)
        upos, _, feats = middle[-1].partition("|")
        lemma = middle[0] if len(middle) > 1 else text_ if upos == "PROPN" else text_.lower()
        words.append(Word(len(words), text_, lemma, upos, feats, head, relation, Span(start, at)))
    return tuple(words), (at, number)


# ---------------------------------------------------------------- cases

FRAMES = (
    Case(
        "content, source, verb",
        "“It is over,” the mayor said.",
        "Q/4/ccomp the/DET/3/det mayor/NOUN/4/nsubj said/say/VERB/0/root ./PUNCT/4/punct",
        (),
        (Found("F1", ("the mayor",), "said"),),
    ),
    Case(
        "content, verb, source with an apposition",
        "“It is over,” said Mia Roth, the head of the council.",
        "Q/2/ccomp said/say/VERB/0/root Mia/PROPN/2/nsubj Roth/PROPN/3/flat ,/PUNCT/7/punct the/DET/7/det "
        "head/NOUN/3/appos "
        "of/ADP/10/case the/DET/10/det council/NOUN/7/nmod ./PUNCT/2/punct",
        ("Mia Roth",),
        (Found("F2", ("Mia Roth",), "said"),),
    ),
    Case(
        "source, verb, a part of a that-clause",
        "Roth said that the plan “will cost every family £40”.",
        "Roth/PROPN/2/nsubj said/say/VERB/0/root that/SCONJ/6/mark the/DET/5/det plan/NOUN/6/nsubj q/2/ccomp "
        "./PUNCT/2/punct",
        ("Roth",),
        (Found("F3", ("Roth",), "said"),),
    ),
    Case(
        "source, verb, colon",
        "Roth said: “It is over.”",
        "Roth/PROPN/2/nsubj said/say/VERB/0/root :/PUNCT/4/punct Q/2/ccomp",
        ("Roth",),
        (Found("F3", ("Roth",), "said"),),
    ),
    Case(
        "told an outlet",
        "“Nobody asked us,” Roth told the Gazette on Friday.",
        "Q/3/ccomp Roth/PROPN/3/nsubj told/tell/VERB/0/root the/DET/5/det Gazette/PROPN/3/iobj on/ADP/7/case "
        "Friday/PROPN/3/obl ./PUNCT/3/punct",
        ("Roth",),
        (Found("F4", ("Roth",), "told", told_to="the Gazette"),),
    ),
    Case(
        "one sentence split by its frame",
        "“It leaks,” Roth said, “and it always has.”",
        "Q/3/ccomp Roth/PROPN/3/nsubj said/say/VERB/0/root ,/PUNCT/3/punct Q/1/conj",
        ("Roth",),
        (Found("F1 F5", ("Roth",), "said"),),
    ),
    Case(
        "a quotation that goes on after its frame",
        "“It leaks,” Roth said. “It always has.”",
        "Q/3/ccomp Roth/PROPN/3/nsubj said/say/VERB/0/root ./PUNCT/3/punct\nQ/0/root",
        ("Roth",),
        (Found("F1 F6", ("Roth",), "said"),),
    ),
    Case(
        "a participle takes its subject from the verb above",
        "Roth rejected the claim, calling it “a fairy tale”.",
        "Roth/PROPN/2/nsubj rejected/reject/VERB/0/root the/DET/4/det claim/NOUN/2/obj ,/PUNCT/6/punct "
        "calling/call/VERB|VerbForm=Part/2/advcl it/PRON/6/obj q/6/xcomp ./PUNCT/2/punct",
        ("Roth",),
        (Found("F7", ("Roth",), "calling"),),
    ),
    Case(
        "a joined verb takes its subject from the first",
        "Roth stood up and said: “Enough is enough.”",
        "Roth/PROPN/2/nsubj stood/stand/VERB/0/root up/ADP/2/compound:prt and/CCONJ/5/cc said/say/VERB/2/conj "
        ":/PUNCT/7/punct Q/5/ccomp",
        ("Roth",),
        (Found("F8", ("Roth",), "said"),),
    ),
    Case(
        "an infinitive takes its subject from the verb that governs it",
        "Roth went on to say: “Enough is enough.”",
        "Roth/PROPN/2/nsubj went/go/VERB/0/root on/ADP/2/compound:prt to/PART/5/mark say/VERB|VerbForm=Inf/2/xcomp "
        ":/PUNCT/7/punct Q/5/ccomp",
        ("Roth",),
        (Found("F9", ("Roth",), "say"),),
    ),
    Case(
        "according to somebody",
        "The dam is “safe for a century”, according to Ortiz.",
        "The/DET/2/det dam/NOUN/4/nsubj is/be/AUX/4/cop q/0/root ,/PUNCT/8/punct "
        "according/accord/VERB/8/case to/ADP/6/fixed "
        "Ortiz/PROPN/4/obl ./PUNCT/4/punct",
        ("Ortiz",),
        (Found("F10", ("Ortiz",), "according to"),),
    ),
    Case(
        "the subject of a passive is quoted",
        "Kahn was quoted as saying “never again”.",
        "Kahn/PROPN/3/nsubj:pass was/be/AUX/3/aux:pass quoted/quote/VERB|Tense=Past|VerbForm=Part/0/root "
        "as/SCONJ/5/mark "
        "saying/say/VERB|VerbForm=Ger/3/advcl q/5/obj ./PUNCT/3/punct",
        ("Kahn",),
        (Found("F7 F9 F13", ("Kahn",), "saying"),),
    ),
    Case(
        "the agent of a passive speaks",
        "The deal was described as “toxic” by Pam Voss.",
        "The/DET/2/det deal/NOUN/4/nsubj:pass was/be/AUX/4/aux:pass "
        "described/describe/VERB|Tense=Past|VerbForm=Part/0/root "
        "as/ADP/6/case q/4/obl by/ADP/8/case Pam/PROPN/4/obl:agent Voss/PROPN/8/flat ./PUNCT/4/punct",
        ("Pam Voss",),
        (Found("F14", ("Pam Voss",), "described"),),
    ),
    Case(
        "an agent has its “by”, whatever the parser says",
        "The deal was described as “toxic” of Pam Voss.",
        "The/DET/2/det deal/NOUN/4/nsubj:pass was/be/AUX/4/aux:pass "
        "described/describe/VERB|Tense=Past|VerbForm=Part/0/root "
        "as/ADP/6/case q/4/obl of/ADP/8/case Pam/PROPN/4/obl:agent Voss/PROPN/8/flat ./PUNCT/4/punct",
        ("Pam Voss",),
        (Found("N1", reason=Reason.NOT_SPEECH),),
    ),
    Case(
        "written on a platform",
        "Voss wrote on X: “See you in court.”",
        "Voss/PROPN/2/nsubj wrote/write/VERB/0/root on/ADP/4/case X/PROPN/2/obl :/PUNCT/6/punct Q/2/ccomp",
        ("Voss",),
        (Found("F15", ("Voss",), "wrote", told_to="X"),),
    ),
    Case(
        "a name and a colon",
        "Voss: “We will win again.”",
        "Voss/PROPN/0/root :/PUNCT/3/punct Q/1/parataxis",
        ("Voss",),
        (Found("F16", ("Voss",), ":"),),
    ),
    Case(
        "a name after a dash",
        "“Anna is a true expert.” — Giles Starke",
        "Q/0/root —/PUNCT/3/punct Giles/PROPN/1/parataxis Starke/PROPN/3/flat",
        ("Giles Starke",),
        (Found("F17", ("Giles Starke",), "—"),),
    ),
    Case(
        "a noun of speech and its owner",
        "Voss’s warning that the site is “a death trap” was ignored.",
        "Voss/PROPN/3/nmod:poss ’s/PART/1/case warning/NOUN/10/nsubj:pass that/SCONJ/8/mark the/DET/6/det "
        "site/NOUN/8/nsubj "
        "is/be/AUX/8/cop q/3/acl was/be/AUX/10/aux:pass ignored/ignore/VERB|Tense=Past|VerbForm=Part/0/root "
        "./PUNCT/10/punct",
        ("Voss",),
        (Found("F18", ("Voss",), "warning"),),
    ),
    Case(
        "a fragment completes the verb",
        "Critics branded the map “a mess”.",
        "Critics/critic/NOUN/2/nsubj branded/brand/VERB/0/root the/DET/4/det map/NOUN/2/obj q/2/xcomp ./PUNCT/2/punct",
        (),
        (Found("F19", ("Critics",), "branded"),),
    ),
    Case(
        "who stands for the noun before it",
        "Voss, who calls it “a trick”, is running.",
        "Voss/PROPN/9/nsubj ,/PUNCT/4/punct who/PRON|PronType=Rel/4/nsubj calls/call/VERB/1/acl:relcl "
        "it/PRON/4/obj q/4/xcomp "
        ",/PUNCT/4/punct is/be/AUX/9/aux running/run/VERB/0/root ./PUNCT/9/punct",
        ("Voss",),
        (Found("W7", ("who",), "calls"),),
    ),
    Case(
        "two people speak together",
        "“We are out,” Roth and Voss said.",
        "Q/5/ccomp Roth/PROPN/5/nsubj and/CCONJ/4/cc Voss/PROPN/2/conj said/say/VERB/0/root ./PUNCT/5/punct",
        ("Roth", "Voss"),
        (Found("F1 X11", ("Roth", "Voss"), "said"),),
    ),
    Case(
        "an unlisted verb frames what it governs as a clause",
        "“It is over,” Roth harrumphed.",
        "Q/3/ccomp Roth/PROPN/3/nsubj harrumphed/harrumph/VERB/0/root ./PUNCT/3/punct",
        ("Roth",),
        (Found("F1", ("Roth",), "harrumphed"),),
    ),
)

ACROSS = (
    Case(
        "a paragraph that opens with a quotation goes on from the one before",
        "Roth said the pier was unsafe.\n\n“We closed it that night.”",
        "Roth/PROPN/2/nsubj said/say/VERB/0/root the/DET/4/det pier/NOUN/6/nsubj was/be/AUX/6/cop unsafe/ADJ/2/ccomp "
        "./PUNCT/2/punct\nQ/0/root",
        ("Roth",),
        (Found("X1", ("Roth",)),),
    ),
    Case(
        "a chain of paragraphs has one speaker",
        "“It burned all night,” Roth said.\n\n“We ran for it as soon as we could.”\n\n“It was over soon.”",
        "Q/3/ccomp Roth/PROPN/3/nsubj said/say/VERB/0/root ./PUNCT/3/punct\nQ/0/root\nQ/0/root",
        ("Roth",),
        (Found("F1", ("Roth",), "said"), Found("X1", ("Roth",), "said"), Found("X1 X2", ("Roth",), "said")),
    ),
    Case(
        "so short a paragraph may be the other's turn in a dialogue",
        "“The boat is gone,” Roth said.\n\n“Which boat?”",
        "Q/3/ccomp Roth/PROPN/3/nsubj said/say/VERB/0/root ./PUNCT/3/punct\nQ/0/root",
        ("Roth",),
        (Found("F1", ("Roth",), "said"), Found("", reason=Reason.NO_CUE)),
    ),
    Case(
        "whoever is addressed does not speak in the next paragraph",
        "“The boat is gone,” Roth said.\n\n“I would not put it quite like that, Senator.”",
        "Q/3/ccomp Roth/PROPN/3/nsubj said/say/VERB/0/root ./PUNCT/3/punct\nQ/0/root",
        ("Roth",),
        (Found("F1", ("Roth",), "said"), Found("", reason=Reason.NO_CUE)),
    ),
    Case(
        "what answers a question is another's",
        "“Do we give up now?” Roth asked.\n\n“We never will!”",
        "Q/3/ccomp Roth/PROPN/3/nsubj asked/ask/VERB/0/root ./PUNCT/3/punct\nQ/0/root",
        ("Roth",),
        (Found("F1", ("Roth",), "asked"), Found("", reason=Reason.NO_CUE)),
    ),
    Case(
        "who puts a statement out says what is in it",
        "Roth issued the following statement:\n\n“We closed it that night.”",
        "Roth/PROPN/2/nsubj issued/issue/VERB/0/root the/DET/5/det following/ADJ/5/amod statement/NOUN/2/obj "
        ":/PUNCT/2/punct\nQ/0/root",
        ("Roth",),
        (Found("X1", ("Roth",)),),
    ),
    Case(
        "the sentence before introduces the speaker",
        "Roth had no doubts. “It was rotten through and through.”",
        "Roth/PROPN/2/nsubj had/have/VERB/0/root no/DET/4/det doubts/doubt/NOUN/2/obj ./PUNCT/2/punct\nQ/0/root",
        ("Roth",),
        (Found("X3", ("Roth",)),),
    ),
    Case(
        "a new subject ends the carry-over",
        "“It is unsafe,” Roth said.\n\nLund disagreed.\n\n“I want it open.”",
        "Q/3/ccomp Roth/PROPN/3/nsubj said/say/VERB/0/root ./PUNCT/3/punct\n"
        "Lund/PROPN/2/nsubj disagreed/disagree/VERB/0/root ./PUNCT/2/punct\nQ/0/root",
        ("Roth", "Lund"),
        (Found("F1", ("Roth",), "said"), Found("X1 X3 X4", ("Lund",))),
    ),
    Case(
        "a paragraph with a subject that does not speak ends the carry-over",
        "“It is unsafe,” Roth said.\n\nThe pier opened in 1902.\n\n“I want it open.”",
        "Q/3/ccomp Roth/PROPN/3/nsubj said/say/VERB/0/root ./PUNCT/3/punct\n"
        "The/DET/2/det pier/NOUN/3/nsubj opened/open/VERB/0/root in/ADP/5/case 1902/NUM/3/obl "
        "./PUNCT/3/punct\nQ/0/root",
        ("Roth",),
        (Found("F1", ("Roth",), "said"), Found("", reason=Reason.NO_CUE)),
    ),
    Case(
        "speakers of one paragraph do not run into one another",
        "“It leaks,” Roth said. Lund disagreed. “It is dry.”",
        "Q/3/ccomp Roth/PROPN/3/nsubj said/say/VERB/0/root ./PUNCT/3/punct\n"
        "Lund/PROPN/2/nsubj disagreed/disagree/VERB/0/root ./PUNCT/2/punct\nQ/0/root",
        ("Roth", "Lund"),
        (Found("F1", ("Roth",), "said"), Found("X3", ("Lund",))),
    ),
)

NEGATIVES = (
    Case(
        "so-called",
        "The so-called “bathroom bill” failed.",
        "The/DET/4/det so/ADV/4/advmod -/PUNCT/4/punct called/call/VERB|Tense=Past|VerbForm=Part/5/amod q/6/nsubj "
        "failed/fail/VERB/0/root ./PUNCT/6/punct",
        (),
        (Found("N1", reason=Reason.NOT_SPEECH),),
    ),
    Case(
        "scare quotes",
        "The “smart” bins are full.",
        "The/DET/3/det q/3/amod bins/bin/NOUN/5/nsubj are/be/AUX/5/cop full/ADJ/0/root ./PUNCT/5/punct",
        (),
        (Found("N1", reason=Reason.NOT_SPEECH),),
    ),
    Case(
        "the title of a work",
        "Her album “Night Bus” came out in May.",
        "Her/PRON/2/nmod:poss album/NOUN/4/nsubj q/2/appos came/come/VERB/0/root out/ADP/4/compound:prt in/ADP/7/case "
        "May/PROPN/4/obl ./PUNCT/4/punct",
        (),
        (Found("N2", reason=Reason.NOT_SPEECH),),
    ),
    Case(
        "a nickname",
        "Joe “Shorty” Diaz won.",
        "Joe/PROPN/4/nsubj q/1/nmod Diaz/PROPN/1/flat won/win/VERB/0/root ./PUNCT/4/punct",
        ("Joe", "Diaz"),
        (Found("N2", reason=Reason.NOT_SPEECH),),
    ),
    Case(
        "a name that something goes by",
        "The plan, known as “the brick”, failed.",
        "The/DET/2/det plan/NOUN/8/nsubj ,/PUNCT/4/punct known/know/VERB|Tense=Past|VerbForm=Part/2/acl as/ADP/6/case "
        "q/4/obl ,/PUNCT/4/punct failed/fail/VERB/0/root ./PUNCT/8/punct",
        (),
        (Found("N3", reason=Reason.NOT_SPEECH),),
    ),
    Case(
        "a sign",
        "He held a sign that read “Go home”.",
        "He/PRON/2/nsubj held/hold/VERB/0/root a/DET/4/det sign/NOUN/2/obj that/PRON|PronType=Rel/6/nsubj "
        "read/VERB/4/acl:relcl q/6/obj ./PUNCT/2/punct",
        (),
        (Found("N4", reason=Reason.INSCRIPTION),),
    ),
    Case(
        "what somebody did not say",
        "Roth did not say “never”.",
        "Roth/PROPN/4/nsubj did/do/AUX/4/aux not/PART/4/advmod say/VERB/0/root q/4/obj ./PUNCT/4/punct",
        ("Roth",),
        (Found("", reason=Reason.NOT_SPEECH),),
    ),
    Case(
        "a cue without anybody to go with it",
        "It was announced that “all is well for now”.",
        "It/PRON/3/expl was/be/AUX/3/aux:pass announced/announce/VERB|Tense=Past|VerbForm=Part/0/root "
        "that/SCONJ/5/mark "
        "q/3/csubj:pass ./PUNCT/3/punct",
        (),
        (Found("", reason=Reason.NO_SOURCE),),
    ),
    Case(
        "nothing frames it",
        "“It is what it is.”",
        "Q/0/root",
        (),
        (Found("", reason=Reason.NO_CUE),),
    ),
)

CASES = FRAMES + ACROSS + NEGATIVES
EACH = pytest.mark.parametrize("case", CASES, ids=lambda case: case.why)


def attributed(case: Case) -> tuple[Attribution, ...]:
    """Return the attributions of a case's quotations."""
    return attribute(case.text, find(case.text), parse_of(case))


def _frame(one: Attribution, text: str, expected: Found) -> tuple[object, ...]:
    """Return the words of a frame; a cue may be printed with its auxiliaries, a source with its possessive ending."""
    cue = one.cue.span.of(text).strip() if one.cue else None
    if cue and expected.cue and expected.cue in cue:
        cue = expected.cue
    return (
        tuple(m.span.of(text).removesuffix("’s") for m in one.sources),
        cue,
        one.told_to and one.told_to.of(text),
        one.reason,
    )


@EACH
def test_frames(case: Case) -> None:
    """Each quotation has the source, the cue, the addressee or the reason of its case."""
    found = attributed(case)
    assert len(case.expected) == len(found)

    expected = [(one.sources, one.cue, one.told_to, one.reason) for one in case.expected]
    assert expected == [_frame(one, case.text, mine) for one, mine in zip(found, case.expected, strict=True)]


@EACH
def test_rules(case: Case) -> None:
    """Each quotation is decided by the rule of its case."""
    for one, mine in zip(attributed(case), case.expected, strict=True):
        allowed: set[str | None] = {*mine.rules.split()}

        assert not allowed or one.rule in allowed


@EACH
def test_confidence(case: Case) -> None:
    """A quotation with a source has a confidence above 0 and a rule; without a source it has a reason."""
    for one in attributed(case):
        assert bool(one.sources) == (one.reason is None)
        assert not one.sources or (one.rule is not None and 0 < one.confidence <= 1)


def test_split_quotations_are_one() -> None:
    """A quotation split by its frame is one with two pieces."""
    split = [case for case in FRAMES if "split" in case.why or "goes on" in case.why]

    assert [len(one.quotation.pieces) for case in split for one in attributed(case)] == [2, 2]


def test_forms() -> None:
    """A clause is direct, part of a clause mixed, a word or two a fragment."""
    by_why = {case.why: attributed(case)[0].form for case in CASES}

    assert [
        by_why[why]
        for why in ("content, source, verb", "source, verb, a part of a that-clause", "a fragment completes the verb")
    ] == [Form.DIRECT, Form.MIXED, Form.FRAGMENT]


def test_carry_over_is_less_sure_with_distance() -> None:
    """The confidence falls from paragraph to paragraph of a chain."""
    (chain,) = [case for case in ACROSS if case.why == "a chain of paragraphs has one speaker"]
    confidences = [one.confidence for one in attributed(chain)]

    assert confidences == sorted(set(confidences), reverse=True)


def test_an_open_mark_is_less_sure() -> None:
    """Where the closing mark is missing, the same words say with less confidence who spoke."""
    tree = "Q/2/ccomp said/say/VERB/0/root Mia/PROPN/2/nsubj Roth/PROPN/3/flat ./PUNCT/2/punct"
    texts = ("“It is over,” said Mia Roth.", "“It is over, said Mia Roth.")
    closed, unclosed = (attributed(Case("", text, tree, ("Mia Roth",), ()))[0] for text in texts)

    assert unclosed.sources[0].span.of(texts[1]) == "Mia Roth"
    assert unclosed.confidence < 0.9 < closed.confidence


def test_who_leads_to_its_noun() -> None:
    """A relative pronoun keeps the noun that it stands for."""
    (case,) = [case for case in FRAMES if case.why.startswith("who ")]
    (one,) = attributed(case)

    assert [m.antecedent.of(case.text) for m in one.sources if m.antecedent] == ["Voss"]
