"""Parsers err without limit: whatever tree comes in, every quotation comes out, and nothing trips over it."""

from dataclasses import replace
from random import Random

import pytest
from gold_files import all_gold
from pipeline_fixture import parse_all

from quotes.attribute import attribute
from quotes.find import find
from quotes.models import Parse, Sentence, Word
from quotes.parse import Parser
from quotes.resolve import resolve

LABELS = (
    "nsubj", "nsubj:pass", "obj", "iobj", "obl", "obl:agent", "nmod", "nmod:poss", "nmod:desc", "appos", "conj", "cc",
    "ccomp", "xcomp", "advcl", "acl", "acl:relcl", "parataxis", "case", "mark", "flat", "compound", "det", "cop", "aux",
    "aux:pass", "advmod", "punct", "dep",
)  # fmt: skip
KINDS = ("NOUN", "PROPN", "VERB", "PRON", "ADJ", "ADP", "DET", "AUX", "NUM", "SCONJ", "ADV", "PUNCT")
LEMMAS = (
    "say", "claim", "call", "quote", "tell", "ask", "be", "warning", "report", "statement", "who", "that", "it", "he",
    "she", "as", "by", "from", "rumour", "letter", "reply", "note", "brother",
)  # fmt: skip


@pytest.mark.stanza
@pytest.mark.parametrize("seed", range(12))
def test_no_tree_trips_the_rules(parser: Parser, seed: int) -> None:
    """Every quotation of our own gold articles has an attribution and a resolution, however wrong the trees are."""
    random = Random(seed)
    articles = [gold.article for gold in all_gold()]
    parses = parse_all(parser, articles)

    for article in articles:
        found = find(article.text)
        mangled = _mangled(parses[article.text], random)
        attributions = attribute(article.text, found, mangled)
        resolved = resolve(article, mangled, attributions)

        pieces = {piece for one in attributions for piece in one.quotation.pieces}
        assert pieces == {piece for quotation in found for piece in quotation.pieces}
        assert len(resolved) == len(attributions)


def _mangled(parse: Parse, random: Random) -> Parse:
    return replace(parse, sentences=tuple(_mangled_sentence(s, random) for s in parse.sentences))


def _mangled_sentence(sentence: Sentence, random: Random) -> Sentence:
    """Return the sentence with some words seen as others, some heads moved, and perhaps its end cut off."""
    words = list(sentence.words)
    for _ in range(1 + len(words) // random.choice((3, 6, 12))):
        at = random.randrange(len(words))
        words[at] = _mistaken(words[at], words, random)
    if random.random() < 1 / 3 and not any(word.piece is not None for word in words[len(words) // 2 :]):
        words = words[: max(1, len(words) // 2)]
    return replace(sentence, words=_as_tree(words))


def _mistaken(word: Word, words: list[Word], random: Random) -> Word:
    match random.randrange(4):
        case 0:
            return replace(word, deprel=random.choice(LABELS))
        case 1:
            return replace(word, upos=random.choice(KINDS))
        case 2:
            return replace(word, lemma=random.choice(LEMMAS)) if word.piece is None else word
        case _:
            return replace(word, head=random.randrange(len(words))) if word.head is not None else word


def _as_tree(words: list[Word]) -> tuple[Word, ...]:
    """Return the words with one root: what leads out of the sentence, or in a circle, hangs on the root."""
    root = next((w.index for w in words if w.head is None), 0)
    mended = [replace(word, head=None) if word.index == root else word for word in words]
    for word in mended:
        at, steps = word.index, 0
        while (head := mended[at].head) is not None and head < len(mended) and steps <= len(mended):
            at, steps = head, steps + 1
        if at != root:
            mended[word.index] = replace(mended[word.index], head=root)
    return tuple(mended)
