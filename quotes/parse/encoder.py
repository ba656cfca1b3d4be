"""The one small transformer that tagger, parser and entity recogniser share: words in, a state for each word out.

It runs once per sentence, on many sentences together. Its word pieces know no capitals, so the case of each word is
told beside them, as BERT tells first from second sentences.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from itertools import accumulate, chain, groupby
from pathlib import Path

import torch
from safetensors.torch import load_file
from tokenizers import Tokenizer
from torch import Tensor, nn

from quotes.parse.layers import Block, Layers, Observer, Shape

RANGES = "ranges.safetensors"
"""What was seen of the values that go into the encoder's products (`quotes.parse.layers.Ranges`)."""

LAYERS = 4
"""Hidden layers that the heads average (`--bert_hidden_layers 4` in their training)."""

CASES = 3
"""How a word is written: in small letters (0), with a capital (1), in capitals (2)."""

VOCABULARY = 30_522
"""Word pieces of the encoder; a piece's number carries its word's case as so many vocabularies."""

UNKNOWN, OPENING, CLOSING = 100, 101, 102
"""BERT's pieces `[UNK]`, `[CLS]` and `[SEP]`."""

MAX_PIECES = 512
"""Positions that the encoder knows, both ends included."""

BATCH_PIECES = 2048
"""Word pieces that go through the layers together."""

Words = Sequence[str]


@dataclass(frozen=True, slots=True)
class Subwords:
    """A sentence in word pieces: `ids` with both ends, and where each word's `last` piece stands; the first is 0."""

    ids: tuple[int, ...]
    last: tuple[int, ...]


class WordPieces:
    """Cuts words into pieces, each word once."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self._tokenizer = tokenizer
        self._known: dict[str, tuple[int, ...]] = {}

    def of(self, forms: Words) -> Subwords:
        """Return a sentence's pieces."""
        ids = [OPENING]
        last = [0]
        for form in forms:
            ids += self.word(form)
            last.append(len(ids) - 1)
        return Subwords((*ids, CLOSING), tuple(last))

    def learn(self, sentences: Iterable[Words]) -> None:
        """Cut all words that are new at once, which takes a fifth of the time of one by one."""
        if new := list(set(chain.from_iterable(sentences)) - self._known.keys()):
            for form, cut in zip(new, self._tokenizer.encode_batch_fast(new, add_special_tokens=False), strict=True):
                pieces = cut.ids[: MAX_PIECES - 2] or [UNKNOWN]
                self._known[form] = tuple(piece + VOCABULARY * _case(form) for piece in pieces)

    def word(self, form: str) -> tuple[int, ...]:
        """Return a word's pieces, at least one and fewer than fill the encoder."""
        if form not in self._known:
            self.learn([[form]])
        return self._known[form]

    @staticmethod
    def blank(piece: int) -> int:
        """Return the unknown piece in the same case."""
        return UNKNOWN + piece // VOCABULARY * VOCABULARY


def _case(form: str) -> int:
    if not form[:1].isupper():
        return 0
    return 2 if len(form) > 1 and form.isupper() else 1


class Encoder(nn.Module):  # type: ignore[misc]  # mypy does not follow torch
    """A Hugging Face BERT and its word pieces; stands in Stanza's foundation cache for both.

    Its files are read without the transformers library, which takes half of the time of a start to load.
    """

    _hf_peft_config_loaded = False  # read by stanza.models.common.bert_embedding

    def __init__(self, directory: Path, *, in_eight_bits: bool = True) -> None:
        """Read the files that `save_pretrained` writes; products are done `in_eight_bits` where the processor can."""
        super().__init__()
        config = json.loads((directory / "config.json").read_text())
        self.config = Shape(**{field.name: config[field.name] for field in fields(Shape)})
        self.pieces = WordPieces(Tokenizer.from_file(str(directory / "tokenizer.json")))
        ranges = load_file(directory / RANGES) if in_eight_bits else None
        self._layers = Layers(load_file(directory / "model.safetensors"), self.config, ranges)

    @torch.inference_mode()  # type: ignore[untyped-decorator]
    def states(self, sentences: Sequence[Words], shares: Tensor, observe: Observer | None = None) -> list[Tensor]:
        """Return for each sentence what each head reads, (heads, words + 1, width) in float32.

        That is the last layers in the head's `shares`, (heads, `LAYERS`), at each word's last piece; what stands
        before the first word is the state of the sentence's opening. `observe` sees what goes into each product.
        """
        self.pieces.learn(sentences)
        parts = [self._parts(sentence) for sentence in sentences]
        cut = [self.pieces.of(words) for of_sentence in parts for words in of_sentence]
        read: list[Tensor] = [torch.empty(0)] * len(cut)
        for batch in _batches([len(pieces.ids) for pieces in cut]):
            together = self._read([cut[at] for at in batch], shares, observe)
            for at, one in zip(batch, together.split([len(cut[at].last) for at in batch], dim=1), strict=True):
                read[at] = one
        remaining = iter(read)
        return [_joined([next(remaining) for _ in of_sentence]) for of_sentence in parts]

    def _read(self, cut: Sequence[Subwords], shares: Tensor, observe: Observer | None) -> Tensor:
        """Return what the heads read of all words of sentences that are sorted by length, (heads, words, width)."""
        lengths = [len(pieces.ids) for pieces in cut]
        starts = [0, *accumulate(lengths)]
        ids = torch.tensor([piece for pieces in cut for piece in pieces.ids])
        last = torch.tensor([start + at for start, pieces in zip(starts, cut, strict=False) for at in pieces.last])
        layers = self._layers(ids % VOCABULARY, ids // VOCABULARY, list(_blocks(lengths)), observe)[-LAYERS:]
        read = torch.stack([layer.index_select(0, last) for layer in layers])
        return torch.einsum("lwd,hl->hwd", read, shares)

    def _parts(self, sentence: Words) -> list[Words]:
        """Return the sentence, in parts if it does not fit."""
        parts: list[list[str]] = [[]]
        room = MAX_PIECES - 2
        for word in sentence:
            needs = len(self.pieces.word(word))
            if needs > room:
                parts.append([])
                room = MAX_PIECES - 2
            parts[-1].append(word)
            room -= needs
        return list(parts)


def _batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Yield the places of sentences of like length, as many as go through the layers together."""
    batch: list[int] = []
    taken = 0
    for at in sorted(range(len(lengths)), key=lambda n: (lengths[n], n)):
        if batch and taken + lengths[at] > BATCH_PIECES:
            yield batch
            batch, taken = [], 0
        batch.append(at)
        taken += lengths[at]
    if batch:
        yield batch


def _blocks(lengths: Sequence[int]) -> Iterator[Block]:
    start = 0
    for length, same in groupby(lengths):
        end = start + sum(same)
        yield Block(start, end, length)
        start = end


def _joined(parts: Sequence[Tensor]) -> Tensor:
    """Return the states of a sentence that was read in parts; the openings of all but the first are no words."""
    return torch.cat([part[:, n > 0 :] for n, part in enumerate(parts)], dim=1) if len(parts) > 1 else parts[0]


def shares_of(weights: Tensor) -> Tensor:
    """Return the shares of the layers in what a head reads, as Stanza counts them from the weights of its mix."""
    return weights.flatten() + 1 / LAYERS
