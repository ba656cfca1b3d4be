"""The one small transformer that tagger, parser and entity recogniser share: words in, a state for each word out.

It runs once per sentence, on sentences of like length together, in bfloat16 where the processor has it. Its word
pieces know no capitals, so the case of each word is told beside them, as BERT tells first from second sentences.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn

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

Words = Sequence[str]


@dataclass(frozen=True, slots=True)
class Subwords:
    """A sentence in word pieces: `ids` with both ends, and where each word's `last` piece stands; the first is 0."""

    ids: tuple[int, ...]
    last: tuple[int, ...]


class WordPieces:
    """Cuts words into pieces, each word once."""

    def __init__(self, tokenizer: Any) -> None:
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

    def word(self, form: str) -> tuple[int, ...]:
        """Return a word's pieces, at least one and fewer than fill the encoder."""
        pieces = self._known.get(form)
        if pieces is None:
            cut = self._tokenizer(form, add_special_tokens=False)["input_ids"] or [UNKNOWN]
            pieces = self._known[form] = tuple(piece + VOCABULARY * _case(form) for piece in cut[: MAX_PIECES - 2])
        return pieces

    @staticmethod
    def blank(piece: int) -> int:
        """Return the unknown piece in the same case."""
        return UNKNOWN + piece // VOCABULARY * VOCABULARY


def _case(form: str) -> int:
    if not form[:1].isupper():
        return 0
    return 2 if len(form) > 1 and form.isupper() else 1


def with_cases(model: Any, ids: Tensor, mask: Tensor | None) -> tuple[Tensor, ...]:
    """Return the hidden states of all layers for pieces that carry their case."""
    cases = ids // VOCABULARY
    found = model(ids % VOCABULARY, attention_mask=mask, token_type_ids=cases, output_hidden_states=True)
    return tuple(found.hidden_states)


def has_bfloat16() -> bool:
    """Tell whether the processor multiplies bfloat16 natively; elsewhere it is slower than float32."""
    capabilities = torch.cpu.get_capabilities()
    return bool(capabilities.get("avx512_bf16") or capabilities.get("amx_bf16"))


class Encoder(nn.Module):  # type: ignore[misc]  # mypy does not follow torch
    """A Hugging Face BERT and its word pieces; stands in Stanza's foundation cache for both."""

    _hf_peft_config_loaded = False  # read by stanza.models.common.bert_embedding

    def __init__(self, model: Any, tokenizer: Any, *, bfloat16: bool) -> None:
        super().__init__()
        self.bfloat16 = bfloat16
        self.model = model.to(torch.bfloat16 if bfloat16 else torch.float32).eval()
        self.config = model.config
        self.pieces = WordPieces(tokenizer)

    @torch.inference_mode()  # type: ignore[untyped-decorator]
    def states(self, sentences: Sequence[Words]) -> Tensor:
        """Return (`LAYERS`, rows, words + 1, width): the last layers at each word's last piece.

        What stands before the first word is the state of the sentence's opening; rows are padded with junk.
        """
        cut = [self.pieces.of(sentence) for sentence in sentences]
        if any(len(pieces.ids) > MAX_PIECES for pieces in cut):
            return self._long_states(sentences)
        longest, words = max(len(p.ids) for p in cut), max(len(p.last) for p in cut)
        ids = torch.tensor([p.ids + (0,) * (longest - len(p.ids)) for p in cut])
        last = torch.tensor([p.last + (0,) * (words - len(p.last)) for p in cut])
        mask = None if all(len(p.ids) == longest for p in cut) else (ids > 0).long()
        layers = with_cases(self.model, ids, mask)[-LAYERS:]
        at = last.unsqueeze(2).expand(-1, -1, self.config.hidden_size)
        return torch.stack([layer.gather(1, at) for layer in layers])

    def _long_states(self, sentences: Sequence[Words]) -> Tensor:
        """Return the states of sentences of which some do not fit: those are read in parts."""
        rows = [torch.cat([part[:, 0, n > 0 :] for n, part in enumerate(map(self._part, self._parts(sentence)))], dim=1)
                for sentence in sentences]  # fmt: skip
        words = max(row.shape[1] for row in rows)
        return torch.stack([nn.functional.pad(row, (0, 0, 0, words - row.shape[1])) for row in rows], dim=1)

    def _part(self, words: Words) -> Tensor:
        return self.states([words])

    def _parts(self, sentence: Words) -> list[list[str]]:
        parts: list[list[str]] = [[]]
        room = MAX_PIECES - 2
        for word in sentence:
            needs = len(self.pieces.word(word))
            if needs > room:
                parts.append([])
                room = MAX_PIECES - 2
            parts[-1].append(word)
            room -= needs
        return parts


def mixed(states: Tensor, shares: Tensor) -> Tensor:
    """Return (rows, heads, words + 1, width) in float32: the layers in each head's `shares`, (heads, layers)."""
    return torch.einsum("lrwd,hl->rhwd", states.float(), shares)


def shares_of(weights: Tensor) -> Tensor:
    """Return the shares of the layers in what a head reads, as Stanza counts them from the weights of its mix."""
    return weights.flatten() + 1 / LAYERS
