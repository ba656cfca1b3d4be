"""Running text with the labels that Stanza's tokenizer learns: `python -m training.characters BUILD`.

For every part of the treebank a text file, its paragraphs divided by blank lines, and a file of the same shape with
one digit for each character: 1 ends a token, 2 a sentence, 3 a multi-word token, 4 both.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

from training.treebank import Tree, read_trees

TREEBANK = "en_quotes-ud"


def paragraphs(trees: Iterable[Tree]) -> Iterator[list[Tree]]:
    """Yield the sentences of each paragraph."""
    current: list[Tree] = []
    for tree in trees:
        if tree.opens and current:
            yield current
            current = []
        current.append(tree)
    if current:
        yield current


def tokens(tree: Tree) -> Iterator[tuple[str, bool, bool]]:
    """Yield each token's form, whether it is a multi-word token, and whether a space follows."""
    inside = {n: m for m in tree.multiwords for n in range(m.first, m.last + 1)}
    for number, word in enumerate(tree.words, 1):
        whole = inside.get(number)
        if whole is None:
            yield word.form, False, word.space_after
        elif number == whole.last:
            yield whole.form, True, "SpaceAfter=No" not in whole.misc.split("|")


def labelled(paragraph: Iterable[Tree]) -> tuple[str, str]:
    """Return a paragraph's text and the digits under it."""
    text, labels = "", ""
    for tree in paragraph:
        if text and not text.endswith(" "):
            text, labels = text + " ", labels + "0"
        found = list(tokens(tree))
        for number, (form, multiword, space) in enumerate(found, 1):
            label = 1 + 2 * multiword + (number == len(found))
            text, labels = text + form + " " * space, labels + "0" * (len(form) - 1) + str(label) + "0" * space
    return text.rstrip(), labels[: len(text.rstrip())]


def expansions(trees: Iterable[Tree]) -> list[tuple[tuple[str, tuple[str, ...]], int]]:
    """Return how often each multi-word token has which words, in the form of Stanza's dictionary."""
    counts = Counter(
        (m.form, tuple(w.form for w in tree.words[m.first - 1 : m.last])) for tree in trees for m in tree.multiwords
    )
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


def write(build: Path) -> None:
    """Write the files of all parts."""
    # sentences that were made for the parser stand in no paragraph, and would teach wrong ends
    for part in ("plain", "dev", "test"):
        trees = list(read_trees(build / f"{TREEBANK}-{part}.conllu"))
        pairs = [labelled(p) for p in paragraphs(trees)]
        (build / f"{TREEBANK}-{part}.txt").write_text("\n\n".join(t for t, _ in pairs) + "\n", encoding="utf-8")
        (build / f"{TREEBANK}-{part}.toklabels").write_text("\n\n".join(d for _, d in pairs) + "\n", encoding="utf-8")
        (build / f"{TREEBANK}-{part}-mwt.json").write_text(json.dumps(expansions(trees)), encoding="utf-8")
        print(part, len(pairs), "paragraphs", sum(len(list(tokens(t))) for t in chain.from_iterable([trees])), "tokens")


if __name__ == "__main__":
    write(Path(sys.argv[1]))
