"""Score packed models on the test parts: `python -m training.score BUILD RESOURCES`.

From raw text: F1 of tokens and sentences. On gold words: UPOS, features, lemma, UAS and LAS (all labels, punctuation
included). Entities: F1 of exact spans with the right type, for Person and Organization together and for all types.
"""

import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

import torch

from quotes.parse.analyse import Analyser
from quotes.parse.package import load_shipped
from training.characters import labelled, paragraphs
from training.treebank import Tagged, Tree, read_tagged, read_trees

CHUNK = 500


def score(build: Path, resources: Path, part: str = "test") -> dict[str, float]:
    """Return every figure, in per cent."""
    torch.set_num_threads(1)
    analyser = Analyser(*load_shipped(resources))
    trees = list(read_trees(build / f"en_quotes-ud-{part}.conllu"))
    tagged = list(read_tagged(build / f"en_world.{part}.json"))
    figures = {**_raw(analyser, trees), **_words(analyser, trees), **_entities(analyser, tagged)}
    return {name: round(100 * value, 2) for name, value in figures.items()}


def _raw(analyser: Analyser, trees: Iterable[Tree]) -> dict[str, float]:
    gold_tokens, tokens, gold_sentences, sentences = set(), set(), set(), set()
    pairs = [labelled(paragraph) for paragraph in paragraphs(trees)]
    for number, ((text, labels), found) in enumerate(zip(pairs, analyser.tokenize([t for t, _ in pairs]), strict=True)):
        start = first = 0
        for at, label in enumerate(labels):
            if label != "0":
                while text[start] == " ":
                    start += 1
                gold_tokens.add((number, start, at + 1))
                start = at + 1
            if label in "24":
                while text[first] == " ":
                    first += 1
                gold_sentences.add((number, first, at + 1))
                first = at + 1
        for sentence in found:
            tokens |= {(number, token.start, token.end) for token in sentence}
            sentences.add((number, sentence[0].start, sentence[-1].end))
    return {"tokens F1": _f1(gold_tokens, tokens), "sentences F1": _f1(gold_sentences, sentences)}


def _words(analyser: Analyser, trees: Sequence[Tree]) -> dict[str, float]:
    rows = [row for chunk in _chunks(trees) for row in analyser.words([[w.form for w in t.words] for t in chunk])]
    names = ("UPOS", "features", "lemma", "UAS", "LAS")
    right = dict.fromkeys(names, 0)
    total = 0
    for tree, (found, _) in zip(trees, rows, strict=True):
        for word, (_, lemma, upos, feats, head, label, *_) in zip(tree.words, found, strict=True):
            total += 1
            right["UPOS"] += upos == word.upos
            right["features"] += (feats or "_") == word.feats
            right["lemma"] += lemma == word.lemma
            right["UAS"] += head == word.head
            right["LAS"] += head == word.head and label == word.deprel
    return {name: right[name] / total for name in names}


def _entities(analyser: Analyser, sentences: Sequence[Tagged]) -> dict[str, float]:
    rows = [row for chunk in _chunks(sentences) for row in analyser.words([s.forms for s in chunk], deep=False)]
    gold = {(n, *span) for n, sentence in enumerate(sentences) for span in _spans(sentence.tags)}
    found = {(n, name.first, name.end, name.type) for n, (_, names) in enumerate(rows) for name in names}
    who = {"Person", "Organization"}
    return {
        "Person and Organization F1": _f1({s for s in gold if s[3] in who}, {s for s in found if s[3] in who}),
        "all entities F1": _f1(gold, found),
    }


def _spans(tags: Sequence[str]) -> list[tuple[int, int, str]]:
    found: list[tuple[int, int, str]] = []
    for at, tag in enumerate(tags):
        place, _, kind = tag.partition("-")
        if place == "I" and found and found[-1][1] == at and found[-1][2] == kind:
            found[-1] = (found[-1][0], at + 1, kind)
        elif place != "O":
            found.append((at, at + 1, kind))
    return found


def _f1(gold: set[tuple[int, ...]], found: set[tuple[int, ...]]) -> float:
    return 2 * len(gold & found) / (len(gold) + len(found))


def _chunks(items: Sequence) -> Iterable[Sequence]:
    return (items[start : start + CHUNK] for start in range(0, len(items), CHUNK))


if __name__ == "__main__":
    print(json.dumps(score(Path(sys.argv[1]), Path(sys.argv[2]), *sys.argv[3:]), indent=1))
