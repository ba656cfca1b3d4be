"""Trees that no sentence has are mended; all others stay as the parser made them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotes.parse.repair import repaired

Short = list[tuple[str, str, int, str]]


def rows(words: Short) -> list[list[object]]:
    """Return rows of (text, part of speech, head, label)."""
    return [[text, text.lower(), upos, "", head, label] for text, upos, head, label in words]


BAKER: Short = [("baker", "NOUN", 4, "nsubj"), ("Ida", "PROPN", 4, "nsubj"), ("Lund", "PROPN", 2, "flat"),
                ("disagreed", "VERB", 0, "root")]  # fmt: skip
CHAIRMAN: Short = [("Sethi", "PROPN", 2, "nsubj"), ("said", "VERB", 0, "root"), ("so", "ADV", 6, "ccomp"),
                   ("and", "CCONJ", 6, "cc"), ("Apps", "PROPN", 6, "nsubj"), ("agreed", "VERB", 2, "conj")]  # fmt: skip
PARTY: Short = [("As", "SCONJ", 3, "mark"), ("CPM", "PROPN", 3, "nsubj"), ("cried", "VERB", 6, "advcl"),
                ("its", "PRON", 5, "nmod:poss"), ("aide", "NOUN", 3, "nsubj"), ("hit", "VERB", 0, "root")]  # fmt: skip
SURVEYOR: Short = [("according", "VERB", 3, "case"), ("to", "ADP", 1, "fixed"), ("surveyor", "NOUN", 4, "nmod:desc"),
                   ("Plait", "PROPN", 5, "obl"), ("fell", "VERB", 0, "root")]  # fmt: skip
REJECTION: Short = [("Rejection", "NOUN", 4, "nsubj"), ("signals", "VERB", 4, "ccomp"), ("so", "ADV", 2, "xcomp"),
                    ("said", "VERB", 0, "root"), ("Orr", "PROPN", 4, "nsubj")]  # fmt: skip
FRIENDS: Short = [("He", "PRON", 2, "nsubj"), ("left", "VERB", 0, "root"), ("as", "ADP", 4, "case"),
                  ("friends", "NOUN", 2, "obl"), ("jeered", "VERB", 2, "advcl")]  # fmt: skip
LATER: Short = [("Orr", "PROPN", 2, "nsubj"), ("tweeted", "VERB", 0, "root"), ("and", "CCONJ", 5, "cc"),
                ("Voss", "PROPN", 5, "conj"), ("called", "VERB", 2, "conj")]  # fmt: skip
LEADER: Short = [("described", "VERB", 0, "root"), ("as", "ADP", 3, "case"), ("toxic", "NOUN", 1, "obl"),
                 ("by", "ADP", 5, "case"), ("leader", "NOUN", 3, "nmod"), ("Pam", "PROPN", 1, "obl:agent")]  # fmt: skip
ASIDE: Short = [("Those", "PRON", 5, "nsubj"), (",", "PUNCT", 1, "punct"), ("Lund", "PROPN", 1, "appos"),
                ("said", "VERB", 0, "root"), ("pay", "VERB", 4, "ccomp")]  # fmt: skip
CALLING: Short = [("She", "PRON", 2, "nsubj"), ("left", "VERB", 0, "root"), ("with", "SCONJ", 5, "mark"),
                  ("Orr", "PROPN", 2, "nsubj"), ("calling", "VERB", 2, "advcl")]  # fmt: skip
FEAR: Short = [("fear", "NOUN", 5, "nsubj"), ("that", "SCONJ", 4, "mark"), ("it", "PRON", 4, "nsubj"),
               ("failed", "VERB", 5, "xcomp"), ("spread", "VERB", 0, "root")]  # fmt: skip
OVER: Short = [("Orr", "PROPN", 2, "nsubj"), ("left", "VERB", 0, "root"), ("and", "CCONJ", 4, "cc"),
               ("Voss", "PROPN", 1, "conj"), ("later", "ADV", 6, "advmod"), ("called", "VERB", 2, "ccomp")]  # fmt: skip
JOINT: Short = [("Roth", "PROPN", 5, "nsubj"), ("leader", "NOUN", 1, "conj"), (",", "PUNCT", 4, "punct"),
                ("Apps", "PROPN", 1, "appos"), ("said", "VERB", 0, "root")]  # fmt: skip
NORMAL: Short = [("described", "VERB", 0, "root"), ("as", "ADP", 3, "case"), ("things", "NOUN", 1, "obl"),
                 ("as", "ADP", 5, "case"), ("things", "NOUN", 1, "conj")]  # fmt: skip
WHICH: Short = [("it", "PRON", 2, "nsubj"), ("states", "VERB", 0, "root"), (",", "PUNCT", 5, "punct"),
                ("which", "PRON", 5, "nsubj"), ("means", "VERB", 2, "ccomp")]  # fmt: skip
TALKS: Short = [("talks", "NOUN", 6, "nsubj"), (",", "PUNCT", 4, "punct"), ("diplomat", "NOUN", 4, "nsubj"),
                ("said", "VERB", 1, "acl:relcl"), (",", "PUNCT", 1, "punct"),
                ("failed", "VERB", 0, "root")]  # fmt: skip
BOTH: Short = [("Cole", "PROPN", 2, "nsubj"), ("agreed", "VERB", 0, "root"), (";", "PUNCT", 5, "punct"),
               ("Orr", "PROPN", 2, "nsubj"), ("left", "VERB", 2, "parataxis")]  # fmt: skip
MONDAY: Short = [("He", "PRON", 2, "nsubj"), ("left", "VERB", 6, "advcl"), ("Lund", "PROPN", 1, "appos"),
                 ("on", "ADP", 5, "case"), ("Monday", "PROPN", 6, "obl"), ("said", "VERB", 0, "root")]  # fmt: skip
PILOT: Short = [("caught", "VERB", 0, "root"), ("pilot", "NOUN", 1, "obj"), ("Joe", "PROPN", 1, "nsubj")]
GATE: Short = [("gate", "NOUN", 3, "nsubj"), (",", "PUNCT", 1, "punct"), ("said", "VERB", 0, "root"),
               ("Orr", "PROPN", 3, "nsubj"), (",", "PUNCT", 4, "punct"), ("is", "AUX", 7, "cop"),
               ("late", "ADJ", 3, "ccomp")]  # fmt: skip
AGENT: Short = [("letter", "NOUN", 9, "obl"), ("by", "ADP", 3, "case"), ("agent", "NOUN", 1, "nmod"),
                (",", "PUNCT", 5, "punct"), ("Tom", "PROPN", 3, "appos"), ("Hale", "PROPN", 5, "flat"),
                (",", "PUNCT", 8, "punct"), ("Voss", "PROPN", 5, "flat"), ("said", "VERB", 0, "root")]  # fmt: skip
AND_HE: Short = [("said", "VERB", 0, "root"), ("Cole", "PROPN", 1, "nsubj"), (",", "PUNCT", 4, "punct"),
                 ("and", "CCONJ", 6, "cc"), ("Bako", "PROPN", 2, "conj"), ("said", "VERB", 1, "conj")]  # fmt: skip
AND_THEY: Short = [("said", "VERB", 0, "root"), ("Cole", "PROPN", 1, "nsubj"), ("and", "CCONJ", 4, "cc"),
                   ("Bako", "PROPN", 2, "conj"), (",", "PUNCT", 6, "punct"), ("left", "VERB", 1, "conj")]  # fmt: skip
VOICE: Short = [("so", "ADV", 5, "ccomp"), (",", "PUNCT", 1, "punct"), ("”", "PUNCT", 1, "punct"),
                ("the", "DET", 5, "det"), ("Saudis", "PROPN", 6, "compound"), ("state", "NOUN", 0, "root"),
                (".", "PUNCT", 6, "punct")]  # fmt: skip
AD: Short = [("voice", "NOUN", 5, "nsubj"), ("in", "ADP", 4, "case"), ("the", "DET", 4, "det"),
             ("ad", "NOUN", 5, "compound"), ("states", "VERB", 0, "root")]  # fmt: skip
OWNED: Short = [("said", "VERB", 0, "root"), ("Ann", "PROPN", 1, "nsubj"), ("Orr", "PROPN", 2, "flat"),
                ("-", "PUNCT", 5, "punct"), ("D’Arcy", "PROPN", 7, "flat"), ("’s", "PART", 5, "case"),
                ("brother", "NOUN", 1, "nsubj")]  # fmt: skip
TELL: Short = [("Amin", "PROPN", 2, "nsubj"), ("tell", "VERB", 0, "root"), ("this", "DET", 4, "det"),
               ("paper", "NOUN", 2, "nsubj")]  # fmt: skip
CAST: Short = [("Orr", "PROPN", 2, "nsubj"), ("reject", "VERB", 0, "root"), ("plans", "NOUN", 2, "obj"),
               ("as", "ADP", 6, "case"), ("“", "PUNCT", 6, "punct"), ("things", "NOUN", 3, "nmod")]  # fmt: skip
STATED: Short = [("Stated", "VERB", 2, "amod"), ("Roth", "PROPN", 0, "root"), (":", "PUNCT", 2, "punct")]


@pytest.mark.parametrize(
    ("words", "number", "head", "label"),
    [
        pytest.param(BAKER, 1, 2, "nmod:desc", id="a noun before a name describes it"),
        pytest.param(CHAIRMAN, 3, 2, "ccomp", id="what stands before “and” is no part of what follows"),
        pytest.param(PARTY, 5, 6, "nsubj", id="a second subject goes to the verb that has none"),
        pytest.param(SURVEYOR, 1, 4, "case", id="a preposition goes with the name, not with its description"),
        pytest.param(REJECTION, 1, 2, "nsubj", id="of two subjects of “said” the first belongs to what is said"),
        pytest.param(FRIENDS, 4, 5, "nsubj", id="as friends jeered: the noun is the subject"),
        pytest.param(AND_HE, 5, 6, "nsubj", id="“and” that joins the verb: what follows it is the subject"),
        pytest.param(AND_THEY, 4, 2, "conj", id="“and” that joins the noun: both are the subject"),
        pytest.param(ASIDE, 3, 4, "nsubj", id="no apposition goes right over into a verb of saying"),
        pytest.param(MONDAY, 3, 6, "nsubj", id="nor over a day"),
        pytest.param(PILOT, 2, 3, "nmod:desc", id="caught pilot Joe: the noun describes the name"),
        pytest.param([*PILOT[:2], ("Joe", "PROPN", 1, "nsubj:pass")], 2, 3, "nmod:desc", id="whatever subject it is"),
        pytest.param(AD, 4, 1, "nmod", id="a voice in the ad states: the ad is no part of the verb"),
        pytest.param(OWNED, 2, 7, "nmod:poss", id="Ann Orr-D’Arcy’s brother: her brother speaks, not she"),
        pytest.param(TELL, 4, 2, "iobj", id="tell this paper: who is told is no second subject"),
        pytest.param(CAST, 6, 2, "obl", id="reject plans as things: the verb says what they are"),
        pytest.param(CALLING, 4, 5, "nsubj", id="with Orr calling: the name is the subject"),
        pytest.param(OVER, 4, 6, "nsubj", id="Orr left and Voss later called: no names are joined over a verb"),
        pytest.param(FEAR, 4, 1, "acl", id="fear that it failed: the clause belongs to the noun"),
        pytest.param(JOINT, 4, 2, "appos", id="a name describes the noun before it, not another name"),
        pytest.param(NORMAL, 5, 3, "conj", id="as this and as that: joined to each other"),
        pytest.param(WHICH, 5, 2, "advcl:relcl", id="it states, which means: on what was stated"),
        pytest.param(TALKS, 4, 6, "parataxis", id="talks, a diplomat said, failed: no relative clause behind a comma"),
        pytest.param(BOTH, 4, 5, "nsubj", id="Cole agreed; Orr left: each verb has its own subject"),
        pytest.param(GATE, 1, 7, "nsubj", id="the gate, said Orr, is late: the gate is the subject of what is said"),
        pytest.param(AGENT, 8, 9, "nsubj", id="by her agent, Tom Hale, Voss said: no name goes on over a comma"),
        pytest.param(LATER, 4, 5, "nsubj", id="what is joined stands behind, never before"),
    ],
)
def test_impossible_trees_are_mended(words: Short, number: int, head: int, label: str) -> None:
    """One word gets another head; no other word is touched, and neither are the rows that were given."""
    given = rows(words)

    mended = repaired(given)

    assert mended[number - 1][4:] == [head, label]
    assert given == rows(words)
    assert [row for n, row in enumerate(mended, 1) if n != number] == [r for n, r in enumerate(given, 1) if n != number]


def test_what_somebody_told_before_the_main_verb() -> None:
    """What a relative clause says with "that" is no part of the main clause behind it."""
    told: Short = [("Orr", "PROPN", 8, "nsubj"), ("who", "PRON", 3, "nsubj"), ("assured", "VERB", 1, "acl:relcl"),
                   ("that", "SCONJ", 8, "mark"), ("it", "PRON", 6, "nsubj"), ("so", "ADV", 8, "ccomp"),
                   (",", "PUNCT", 1, "punct"), ("left", "VERB", 0, "root")]  # fmt: skip

    mended = repaired(rows(told))

    assert mended[5][4:] == [3, "ccomp"]
    assert mended[3][4:] == [6, "mark"]


def test_a_verb_that_looks_like_a_noun() -> None:
    """A comment clause without a verb gets the one that is written like a noun, and a line that announces, too."""
    tag, line = repaired(rows(VOICE)), repaired(rows(STATED))

    assert [row[2:] for row in tag[4:6]] == [["PROPN", "", 6, "nsubj"], ["VERB", "", 0, "root"]]
    assert [row[2:] for row in line[:2]] == [["VERB", "", 0, "root"], ["PROPN", "", 1, "nsubj"]]


def test_a_general_behind_an_office() -> None:
    """The attorney general said: "general" is no name beside the attorney."""
    words: Short = [("attorney", "NOUN", 3, "nsubj"), ("general", "PROPN", 1, "appos"), ("said", "VERB", 0, "root")]

    assert repaired(rows(words))[1][2:] == ["ADJ", "", 1, "amod"]


def test_a_forward_that_looks_like_an_adverb() -> None:
    """The forward said: a noun behind an article and before a verb of speech; he said forward: none."""
    words: Short = [("the", "DET", 2, "det"), ("forward", "ADV", 3, "advmod"), ("said", "VERB", 0, "root")]
    adverb: Short = [("he", "PRON", 3, "nsubj"), *words[1:]]
    assert repaired(rows(words))[1][2:] == ["NOUN", "", 3, "nsubj"]
    assert repaired(rows(adverb)) == rows(adverb)


def test_a_name_that_looks_like_a_verb() -> None:
    """A bare verb and a subject begin no statement; a verb of saying in the past may stand before its subject."""
    hope: Short = [("Hope", "VERB", 0, "root"), ("Larkin", "PROPN", 1, "nsubj"), (":", "PUNCT", 1, "punct")]
    said: Short = [("Hoped", "VERB", 0, "root"), ("Larkin", "PROPN", 1, "nsubj"), (":", "PUNCT", 1, "punct")]
    past = [["Hoped", "hope", *row[2:]] if n == 0 else row for n, row in enumerate(rows(said))]

    assert [row[2:] for row in repaired(rows(hope))[:2]] == [["PROPN", "", 0, "root"], ["PROPN", "", 1, "flat"]]
    assert repaired(past) == past


def test_a_preposition_before_a_described_name() -> None:
    """By leader Pam: the name takes the noun for its description, and the noun's preposition."""
    assert [row[4:] for row in repaired(rows(LEADER))[3:]] == [[6, "case"], [6, "nmod:desc"], [1, "obl:agent"]]


def test_what_stands_behind_a_preposition_is_no_subject() -> None:
    """For Cole, said Roth: Roth speaks."""
    words: Short = [("trial", "NOUN", 5, "ccomp"), ("for", "ADP", 3, "case"), ("Cole", "PROPN", 5, "nsubj"),
                    (",", "PUNCT", 5, "punct"), ("said", "VERB", 0, "root"), ("Roth", "PROPN", 5, "nsubj")]  # fmt: skip

    assert [row[5] for row in repaired(rows(words)) if row[0] in {"Cole", "Roth"}] == ["obl", "nsubj"]


def test_an_office_and_its_holder_are_one_subject() -> None:
    """Said former secretary of state Mia Roth: the name is the subject, the office describes it."""
    words: Short = [("said", "VERB", 0, "root"), ("secretary", "NOUN", 1, "nsubj"), ("of", "ADP", 5, "case"),
                    ("state", "NOUN", 5, "nmod:desc"), ("Mia", "PROPN", 1, "nsubj"),
                    ("Roth", "PROPN", 5, "flat")]  # fmt: skip

    heads = [row[4:] for row in repaired(rows(words))[1:5]]

    assert heads == [[5, "nmod:desc"], [4, "case"], [2, "nmod"], [1, "nsubj"]]


def test_a_state_behind_a_town_is_no_subject() -> None:
    """A woman in Gullane, Corvane, told him: the woman did."""
    words: Short = [("met", "VERB", 0, "root"), ("woman", "NOUN", 1, "obl"), ("in", "ADP", 4, "case"),
                    ("Gullane", "PROPN", 2, "nmod"), (",", "PUNCT", 6, "punct"), ("Corvane", "PROPN", 8, "nsubj"),
                    (",", "PUNCT", 1, "punct"), ("told", "VERB", 1, "advcl")]  # fmt: skip

    mended = repaired(rows(words))

    assert [mended[1][4:], mended[5][4:]] == [[8, "nsubj"], [4, "appos"]]
    arguing = [["arguing", "argue", *row[2:]] if n == 7 else row for n, row in enumerate(rows(words))]
    assert repaired(arguing)[1] == arguing[1]


def test_possible_trees_stay() -> None:
    """A list of subjects, and a conjunct's own object, are as they should be."""
    listed = rows([("Roth", "PROPN", 4, "nsubj"), ("and", "CCONJ", 3, "cc"), ("Voss", "PROPN", 1, "conj"),
                   ("left", "VERB", 0, "root")])  # fmt: skip
    joined = rows([("Roth", "PROPN", 2, "nsubj"), ("rose", "VERB", 0, "root"), ("and", "CCONJ", 4, "cc"),
                   ("said", "VERB", 2, "conj"), ("so", "ADV", 4, "ccomp")])  # fmt: skip

    assert repaired(listed) == listed
    assert repaired(joined) == joined


LABELS = (
    "nsubj",
    "obl",
    "nmod",
    "conj",
    "advcl",
    "acl:relcl",
    "ccomp",
    "xcomp",
    "mark",
    "case",
    "cc",
    "punct",
    "appos",
    "flat",
    "amod",
)
TEXTS = ("Stated", "Hope", "states", "reject", "as", "with", "that", "which", ",", "“", "”", "Roth", ":")


@st.composite
def trees(draw: st.DrawFn) -> Short:
    """Draw a tree of some words with any labels."""
    size = draw(st.integers(2, 8))
    order = draw(st.permutations(range(1, size + 1)))
    heads = {order[0]: 0} | {word: draw(st.sampled_from(order[:n])) for n, word in enumerate(order) if n}
    tags, texts = st.sampled_from(("NOUN", "PROPN", "VERB", "PUNCT")), st.sampled_from(TEXTS)
    return [
        (draw(texts), draw(tags), heads[n], draw(st.sampled_from(LABELS)) if heads[n] else "root")
        for n in range(1, size + 1)
    ]


@given(trees())
def test_a_tree_stays_a_tree(words: Short) -> None:
    """Whatever is mended, one word is the root and every other leads to it."""
    heads = [row[4] for row in repaired(rows(words))]

    for number in range(1, len(heads) + 1):
        seen = set[int]()
        at = number
        while at:
            assert at not in seen
            seen.add(at)
            at = heads[at - 1]
    assert heads.count(0) == 1
