"""The recipe: what is made up for the models is true to the trees and tags that it is made from."""

from pathlib import Path
from random import Random

import pytest

from training import augment
from training.characters import labelled, paragraphs
from training.treebank import MultiWord, Tagged, Tree, Word, read_trees, text, write_trees


def word(form: str, upos: str, head: int, deprel: str, misc: str = "_") -> Word:
    """Return a word whose lemma is its form in small letters."""
    return Word(form, form.lower(), upos, upos, "_", head, deprel, misc)


GLUED = "SpaceAfter=No"
COSTLY = Tree(
    (word("Roth", "PROPN", 2, "nsubj"), word("called", "VERB", 0, "root"), word("it", "PRON", 2, "obj"),
     word('"', "PUNCT", 7, "punct", GLUED), word("a", "DET", 7, "det"), word("costly", "ADJ", 7, "amod"),
     word("mistake", "NOUN", 2, "xcomp", GLUED), word('"', "PUNCT", 7, "punct"), word("on", "ADP", 10, "case"),
     word("Monday", "PROPN", 2, "obl", GLUED), word(".", "PUNCT", 2, "punct")),
    opens=True,
)  # fmt: skip
LEAKS = Tree(
    (word("It", "PRON", 4, "nsubj"), word("do", "AUX", 4, "aux"), word("n't", "PART", 4, "advmod"),
     word("leak", "VERB", 0, "root", GLUED), word(".", "PUNCT", 4, "punct")),
    (MultiWord(2, 3, "don't"),),
)  # fmt: skip


def heads_are_sound(tree: Tree) -> bool:
    """Tell whether every word leads to the one root."""
    roots = [n for n, w in enumerate(tree.words, 1) if w.head == 0]
    return len(roots) == 1 and len(tree.subtree(roots[0])) == len(tree.words)


def test_a_quotation_is_masked_as_the_pipeline_masks_it() -> None:
    """The marked phrase becomes “so”, in its place of the tree; marks are typographic."""
    masked = augment.masked(COSTLY)

    assert masked is not None
    assert text(masked).strip() == "Roth called it “so” on Monday."
    assert heads_are_sound(masked)
    so = masked.words[4]
    assert (so.form, so.head, so.deprel) == ("so", 2, "xcomp")
    assert (masked.words[-2].form, masked.words[-2].head) == ("Monday", 2)


def test_frames_are_trees() -> None:
    """Frames have one root, the verb; the placeholder is its clause; text and marks are as in news."""
    frames = list(augment.frames([COSTLY, LEAKS], 200, Random(1)))

    assert all(heads_are_sound(frame) for frame in frames)
    assert {frame.words[n].upos for frame in frames for n, w in enumerate(frame.words) if w.head == 0} == {"VERB"}
    assert all("“" in text(frame) and "  " not in text(frame) for frame in frames)


@pytest.mark.parametrize("dress", [augment.curly, augment.capitals, augment.headline])
def test_another_dress_keeps_the_tree(dress: object) -> None:
    """Marks and capitals change, heads and labels do not."""
    assert callable(dress)
    for tree in (COSTLY, LEAKS):
        dressed = dress(tree)

        assert [(w.head, w.deprel, w.upos) for w in dressed.words] == [(w.head, w.deprel, w.upos) for w in tree.words]
        assert len(dressed.multiwords) == len(tree.multiwords)


def test_names_outside_a_masked_quotation_keep_their_tags() -> None:
    """What was said goes, with its names; the others stay where they belong."""
    sentence = Tagged(
        ("“", "Hello", "Gullane", ",", "”", "said", "Mia", "Roth"),
        ("O", "O", "B-Location", "O", "O", "O", "B-Person", "I-Person"),
    )

    masked = augment.masked_tagged(sentence)

    assert masked is not None
    assert masked.forms == ("“", "It", "is", "so", ",", "”", "said", "Mia", "Roth")
    assert masked.tags[-2:] == ("B-Person", "I-Person")
    assert set(masked.tags[:-2]) == {"O"}


def test_a_treebank_is_written_as_it_was_read(tmp_path: Path) -> None:
    """Words, multi-word tokens and paragraphs survive."""
    path = tmp_path / "trees.conllu"
    write_trees(path, [COSTLY, LEAKS])

    assert list(read_trees(path)) == [COSTLY, LEAKS]


def test_labels_lie_under_the_last_characters() -> None:
    """Each token's end has its label: 1, 2 at a sentence's end, 3 for several words in one."""
    (paragraph,) = paragraphs([COSTLY, LEAKS])
    running, labels = labelled(paragraph)

    assert running == 'Roth called it "a costly mistake" on Monday. It don\'t leak.'
    assert len(labels) == len(running)
    assert labels[running.index(".")] == "2"
    assert labels[running.index("don't") + 4] == "3"
    assert labels.count("2") == 2
