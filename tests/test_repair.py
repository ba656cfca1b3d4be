"""Trees that no sentence has are mended; all others stay as the parser made them."""

import pytest

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


@pytest.mark.parametrize(
    ("words", "number", "head", "label"),
    [
        pytest.param(BAKER, 1, 2, "nmod:desc", id="a noun before a name describes it"),
        pytest.param(CHAIRMAN, 3, 2, "ccomp", id="what stands before “and” is no part of what follows"),
        pytest.param(PARTY, 5, 6, "nsubj", id="a second subject goes to the verb that has none"),
        pytest.param(SURVEYOR, 1, 4, "case", id="a preposition goes with the name, not with its description"),
    ],
)
def test_impossible_trees_are_mended(words: Short, number: int, head: int, label: str) -> None:
    """One word gets another head; no other word is touched, and neither are the rows that were given."""
    given = rows(words)

    mended = repaired(given)

    assert mended[number - 1][4:] == [head, label]
    assert given == rows(words)
    assert [row for n, row in enumerate(mended, 1) if n != number] == [r for n, r in enumerate(given, 1) if n != number]


def test_possible_trees_stay() -> None:
    """A list of subjects, and a conjunct's own object, are as they should be."""
    listed = rows([("Roth", "PROPN", 4, "nsubj"), ("and", "CCONJ", 3, "cc"), ("Voss", "PROPN", 1, "conj"),
                   ("left", "VERB", 0, "root")])  # fmt: skip
    joined = rows([("Roth", "PROPN", 2, "nsubj"), ("rose", "VERB", 0, "root"), ("and", "CCONJ", 4, "cc"),
                   ("said", "VERB", 2, "conj"), ("so", "ADV", 4, "ccomp")])  # fmt: skip

    assert repaired(listed) == listed
    assert repaired(joined) == joined
