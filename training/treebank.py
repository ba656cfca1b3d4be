"""Read and write what the models are trained on: CoNLL-U treebanks and token lists with entity tags."""

import gzip
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Word:
    """A syntactic word; `head` counts from 1, 0 is the root; `misc` as in the file."""

    form: str
    lemma: str
    upos: str
    xpos: str
    feats: str
    head: int
    deprel: str
    misc: str = "_"

    @property
    def space_after(self) -> bool:
        """Tell whether a space follows in running text."""
        return "SpaceAfter=No" not in self.misc.split("|")


@dataclass(frozen=True, slots=True)
class MultiWord:
    """A token of several words ("don't"): `first` and `last` count from 1."""

    first: int
    last: int
    form: str
    misc: str = "_"


@dataclass(frozen=True, slots=True)
class Tree:
    """A sentence; `opens` tells that it begins a paragraph."""

    words: tuple[Word, ...]
    multiwords: tuple[MultiWord, ...] = ()
    opens: bool = False

    def with_forms(self, forms: Iterable[str]) -> "Tree":
        """Return the tree with other forms, one for each word."""
        return replace(self, words=tuple(replace(w, form=f) for w, f in zip(self.words, forms, strict=True)))

    def subtree(self, head: int) -> tuple[int, ...]:
        """Return the positions, from 1 and in order, of a word and all that hangs on it."""
        found, grows = {head}, True
        while grows:
            more = {n for n, word in enumerate(self.words, 1) if word.head in found} - found
            grows = bool(more)
            found |= more
        return tuple(sorted(found))


@dataclass(frozen=True, slots=True)
class Tagged:
    """A sentence with one entity tag (BIO) for each token."""

    forms: tuple[str, ...]
    tags: tuple[str, ...]


def read_trees(path: Path) -> Iterator[Tree]:
    """Yield the sentences of a CoNLL-U file, gzipped or not; empty nodes and enhanced dependencies are left out."""
    words: list[Word] = []
    multiwords: list[MultiWord] = []
    opens = False
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        for line in lines:
            if line.startswith("#"):
                opens = opens or line.startswith(("# newpar", "# newdoc"))
            elif not line.strip():
                if words:
                    yield Tree(tuple(words), tuple(multiwords), opens)
                words, multiwords, opens = [], [], False
            else:
                number, form, lemma, upos, xpos, feats, head, deprel, _, misc = line.rstrip("\n").split("\t")
                if "-" in number:
                    first, last = map(int, number.split("-"))
                    multiwords.append(MultiWord(first, last, form, misc))
                elif number.isdigit():
                    words.append(Word(form, lemma, upos, xpos, feats, int(head), deprel, misc))
    if words:
        yield Tree(tuple(words), tuple(multiwords), opens)


def write_trees(path: Path, trees: Iterable[Tree]) -> None:
    """Write a CoNLL-U file with the text of each sentence."""
    with path.open("w", encoding="utf-8") as out:
        for tree in trees:
            if tree.opens:
                out.write("# newpar\n")
            out.write(f"# text = {text(tree).strip()}\n")
            starts = {m.first: m for m in tree.multiwords}
            for number, word in enumerate(tree.words, 1):
                if number in starts:
                    token = starts[number]
                    out.write(f"{token.first}-{token.last}\t{token.form}" + "\t_" * 7 + f"\t{token.misc}\n")
                fields = [str(number), word.form, word.lemma, word.upos, word.xpos, word.feats, str(word.head)]
                out.write("\t".join([*fields, word.deprel, f"{word.head}:{word.deprel}", word.misc]) + "\n")
            out.write("\n")


def text(tree: Tree) -> str:
    """Return the running text of a sentence, with the space after it if there is one."""
    inside = {n: m for m in tree.multiwords for n in range(m.first, m.last + 1)}
    parts: list[str] = []
    for number, word in enumerate(tree.words, 1):
        token = inside.get(number)
        if token is None:
            parts.append(word.form + " " * word.space_after)
        elif number == token.last:
            parts.append(token.form + " " * ("SpaceAfter=No" not in token.misc.split("|")))
    return "".join(parts)


def read_tagged(path: Path) -> Iterator[Tagged]:
    """Yield the sentences of a JSON file as Stanza's entity trainer reads it, gzipped or not."""
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as file:
        for sentence in json.load(file):
            yield Tagged(tuple(t["text"] for t in sentence), tuple(t["ner"] for t in sentence))


def write_tagged(path: Path, sentences: Iterable[Tagged]) -> None:
    """Write the sentences as Stanza's entity trainer reads them."""
    rows = [[{"text": f, "ner": t} for f, t in zip(s.forms, s.tags, strict=True)] for s in sentences]
    path.write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")
