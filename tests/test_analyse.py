"""Analysis: the shared encoder and our quick way through Stanza's heads give what Stanza's own processors give."""

from typing import Any

import pytest
import torch
from gold_files import all_gold
from transformers import AutoModel

from quotes.find import find
from quotes.parse.analyse import MAX_TOKENS, Analyser
from quotes.parse.encoder import LAYERS, VOCABULARY, Encoder
from quotes.parse.package import load_shipped, shipped_directory
from quotes.parse.select import quoting, unread
from quotes.parse.tokens import WINDOW
from training.encoder import with_cases
from training.stanza_trainer import Remembered

pytestmark = pytest.mark.stanza


def texts(every: int) -> list[str]:
    """Return the frames of quotations in every so manyth gold article."""
    articles = [gold.article for gold in all_gold()[::every]]
    return [frame.text for a in articles for frame in quoting(unread(a.text, find(a.text)))]


FRAMES = texts(12)
LONG = " ".join(f"The {n}th ship of Mr. Roth’s line didn't leave before Monday." for n in range(WINDOW // 30))
ADDRESSES = "Mail ann.roth@example.org or see https://example.org/a?b=c, said Roth."
ODD = ["", " ", "…", ADDRESSES, "\U0001f600 OK\u00a0.", LONG]


@pytest.fixture(scope="module")
def loaded() -> tuple[Any, Any]:
    """Return Stanza's pipeline of the shipped models, and their encoder."""
    return load_shipped()


@pytest.fixture(scope="module")
def analyser(loaded: tuple[Any, Any]) -> Analyser:
    """Return our own way through the same models."""
    return Analyser(*loaded)


@pytest.fixture
def stanza(loaded: tuple[Any, Any], monkeypatch: pytest.MonkeyPatch) -> Any:
    """Return Stanza's pipeline, with its own processors, which ask our encoder for states."""
    pipeline, encoder = loaded
    for name in ("pos", "depparse", "ner"):
        monkeypatch.setattr(f"stanza.models.{name}.model.extract_bert_embeddings", Remembered(encoder).extract)
        monkeypatch.setattr(f"stanza.models.{name}.data.needs_length_filter", lambda _name: False)
    return pipeline


def test_tokens_are_those_of_stanza(analyser: Analyser, stanza: Any) -> None:
    """Every token has Stanza's text and place, in Stanza's sentences."""
    texts = [text for text in (*FRAMES, *ODD) if text.strip()]

    ours = [[[(t.text, t.start, t.end) for t in sentence] for sentence in found] for found in analyser.tokenize(texts)]

    documents = stanza.bulk_process(texts, processors="tokenize")
    theirs = [
        [[(t.text, t.start_char, t.end_char) for t in sentence.tokens] for sentence in document.sentences]
        for document in documents
    ]
    assert ours == theirs


def test_trees_are_those_of_stanza(analyser: Analyser, stanza: Any) -> None:
    """Tags, features, heads and labels agree; states that are rounded otherwise may turn one in five hundred."""
    documents = stanza.bulk_process(FRAMES, processors="tokenize,mwt,pos,lemma,depparse")
    theirs = [
        [(w.upos, w.feats or "", w.head, w.deprel, w.lemma) for w in sentence.words]
        for document in documents
        for sentence in document.sentences
    ]
    words = [[w.text for w in sentence.words] for document in documents for sentence in document.sentences]

    ours = [[(row[2], row[3], row[4], row[5], row[1]) for row in rows] for rows, _ in analyser.words(words)]

    pairs = [(a, b) for left, right in zip(ours, theirs, strict=True) for a, b in zip(left, right, strict=True)]
    for field in range(4):
        differing = [pair for pair in pairs if pair[0][field] != pair[1][field]]
        assert len(differing) <= 0.002 * len(pairs), differing[:5]
    # names keep their form as lemma; everything else is asked about
    assert all(a[4] == b[4] for a, b in pairs if a[0] == b[0] not in {"PROPN", "NUM", "SYM", "X", "PUNCT"})


def test_names_are_those_of_stanza(analyser: Analyser, stanza: Any) -> None:
    """Where no token holds several words, entities agree in place and type."""
    documents = stanza.bulk_process(FRAMES, processors="tokenize,mwt,ner")
    plain = [s for d in documents for s in d.sentences if all(len(t.words) == 1 for t in s.tokens)]
    theirs = [[(e.start_char, e.end_char, e.type) for e in sentence.ents] for sentence in plain]
    words = [[t.text for t in sentence.tokens] for sentence in plain]

    found = analyser.words(words, deep=False)

    ours = [
        [(s.tokens[n.first].start_char, s.tokens[n.end - 1].end_char, n.type) for n in names]
        for s, (_, names) in zip(plain, found, strict=True)
    ]
    assert sum(map(len, theirs)) > 40
    differing = sum(a != b for a, b in zip(ours, theirs, strict=True))
    assert differing <= 0.005 * len(theirs)


@pytest.fixture(scope="module")
def exact() -> Encoder:
    """Return the shared encoder without products in eight bits."""
    return Encoder(shipped_directory() / "en" / "encoder", in_eight_bits=False)


def test_states_are_those_of_bert(exact: Encoder) -> None:
    """The encoder's states are those of Hugging Face's model in float32, but for rounding."""
    directory = str(shipped_directory() / "en" / "encoder")
    bert = AutoModel.from_pretrained(directory, add_pooling_layer=False, local_files_only=True).float().eval()
    sentences = [text.split() for text in FRAMES[:40]]
    assert any(max(exact.pieces.of(words).ids) >= VOCABULARY for words in sentences), "no capital is told"

    found = exact.states(sentences, torch.eye(LAYERS))

    for words, ours in zip(sentences, found, strict=True):
        pieces = exact.pieces.of(words)
        with torch.inference_mode():
            layers = with_cases(bert, torch.tensor([pieces.ids]), torch.ones(1, len(pieces.ids)))[-LAYERS:]
        theirs = torch.stack([layer[0, list(pieces.last)] for layer in layers])
        assert (ours.float() - theirs).norm() < 0.02 * theirs.norm()


def test_products_in_eight_bits_change_few_trees(analyser: Analyser, exact: Encoder, loaded: tuple[Any, Any]) -> None:
    """Where the processor multiplies eight bits, one head in a hundred may turn, and fewer parts of speech."""
    sentences = [[token.text for token in tokens] for found in analyser.tokenize(texts(2)) for tokens in found]
    assert sum(map(len, sentences)) > 5000
    slow, quick = (
        [row for rows, _ in Analyser(loaded[0], encoder).words(sentences) for row in rows]
        for encoder in (exact, loaded[1])
    )

    differing = [sum(a[field] != b[field] for a, b in zip(slow, quick, strict=True)) for field in (2, 4, 5)]

    assert differing[0] <= 0.003 * len(slow)
    assert max(differing) <= 0.01 * len(slow)


def test_what_else_is_in_the_batch_changes_nothing(analyser: Analyser) -> None:
    """A text is analysed the same alone, among many, and in any order."""
    together = analyser.analyse(FRAMES, deep=True)

    assert analyser.analyse(FRAMES[::-1], deep=True)[::-1] == together
    for number in range(0, len(FRAMES), 25):
        assert analyser.analyse([FRAMES[number]], deep=True) == [together[number]]


@pytest.mark.parametrize("text", ODD)
def test_odd_texts_are_survived(analyser: Analyser, text: str) -> None:
    """Nothing, symbols, addresses, and more than the tokenizer's window: offsets hold, trees have one root."""
    (found,) = analyser.analyse([text], deep=True)

    rows = [row for sentence in found["sentences"] for row in sentence]
    assert [row[0] for row in rows] == [text[row[6] : row[7]] for row in rows]
    assert all([row[4] for row in sentence].count(0) == 1 for sentence in found["sentences"])


def test_a_text_without_full_stops(analyser: Analyser) -> None:
    """A sentence longer than any is read in parts, none of which ends inside marks, and no word is lost."""
    text = "“It is so,” said Mia Roth, and the ships left the harbour, " * 150

    (found,) = analyser.analyse([text], deep=True)

    sentences = [[row[0] for row in sentence] for sentence in found["sentences"]]
    assert all(len(sentence) <= MAX_TOKENS + 1 for sentence in sentences)
    assert all(sentence.count("“") == sentence.count("”") for sentence in sentences)
    assert "".join(map("".join, sentences)) == text.replace(" ", "")


def test_a_sentence_longer_than_the_encoder(analyser: Analyser) -> None:
    """A sentence of a thousand words is read in parts."""
    words = ["Roth", "said", "that", *["ships", "and"] * 500, "docks", "leak", "."]

    ((rows, names),) = analyser.words([words])

    assert len(rows) == len(words)
    assert [row[4] for row in rows].count(0) == 1
    assert any(name.first == 0 for name in names)
