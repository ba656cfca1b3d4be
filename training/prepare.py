"""Make the training files: `python -m training.prepare DATA BUILD`.

DATA holds the public treebank and entity files, BUILD receives plain copies of dev and test, and a training
part with the augmented sentences behind the original ones.
"""

import sys
from collections import Counter
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from random import Random
from typing import TypeVar

from training import augment
from training.treebank import Tagged, Tree, Word, read_tagged, read_trees, write_tagged, write_trees

T = TypeVar("T")

SEED = 20261122
TREEBANK, ENTITIES = "en_quotes-ud", "en_world"
FRAMES = 4000
LEMMAS_IN_A_ROW = 20
SHARES = {"curly": 0.25, "capitals": 0.03, "headline": 0.04}
"""The share of sentences that come again in another dress."""


def prepare(data: Path, build: Path) -> None:
    """Write all files of `build`."""
    build.mkdir(parents=True, exist_ok=True)
    for part in ("train", "dev", "test"):
        trees = list(read_trees(data / f"{TREEBANK}-{part}.conllu.gz"))
        tagged = list(read_tagged(data / f"{ENTITIES}.{part}.json.gz"))
        if part == "train":
            write_trees(build / f"{TREEBANK}-plain.conllu", trees)
            write_trees(build / f"{TREEBANK}-lemmas.conllu", _lemmas(trees))
            trees += _more_trees(trees, Random(SEED))
            tagged += _more_tagged(tagged, Random(SEED))
        write_trees(build / f"{TREEBANK}-{part}.conllu", trees)
        write_tagged(build / f"{ENTITIES}.{part}.json", tagged)
        print(f"{part}: {len(trees)} trees, {len(tagged)} sentences with entities")


def _lemmas(trees: list[Tree]) -> Iterator[Tree]:
    """Yield each pair of a word and its part of speech once, with its most frequent lemma, in made-up sentences."""
    counts: dict[tuple[str, str], Counter[str]] = {}
    for tree in trees:
        for word in tree.words:
            counts.setdefault((word.form, word.upos), Counter())[word.lemma] += 1
    words = [Word(form, found.most_common(1)[0][0], upos, "_", "_", 0, "dep") for (form, upos), found in counts.items()]
    for start in range(0, len(words), LEMMAS_IN_A_ROW):
        yield Tree(tuple(words[start : start + LEMMAS_IN_A_ROW]))


def _more_trees(trees: list[Tree], random: Random) -> list[Tree]:
    quoted = [tree for tree in trees if any(w.form in {*augment.PLAIN_MARKS, "'", "’", "“"} for w in tree.words)]
    dressed = chain(
        map(augment.curly, quoted),
        (m for m in map(augment.masked, quoted) if m),
        map(augment.curly, _some(trees, SHARES["curly"] / 4, random)),
        map(augment.capitals, _some(trees, SHARES["capitals"], random)),
        map(augment.headline, _some(trees, SHARES["headline"], random)),
        augment.frames(trees, FRAMES, random),
    )
    return list(dressed)


def _more_tagged(sentences: list[Tagged], random: Random) -> list[Tagged]:
    quoted = [s for s in sentences if any(f in {*augment.PLAIN_MARKS, "“", "”", "'", "’"} for f in s.forms)]
    dressed = chain(
        map(augment.curly_tagged, _some(quoted, SHARES["curly"], random)),
        map(augment.straight_tagged, _some(quoted, SHARES["curly"], random)),
        (m for m in map(augment.masked_tagged, quoted) if m),
        map(augment.capitals_tagged, _some(sentences, SHARES["capitals"], random)),
    )
    return list(dressed)


def _some(items: list[T], share: float, random: Random) -> Iterator[T]:
    return (item for item in items if random.random() < share)


if __name__ == "__main__":
    prepare(Path(sys.argv[1]), Path(sys.argv[2]))
