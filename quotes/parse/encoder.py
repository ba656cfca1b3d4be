"""The one small transformer that tagger, parser and entity recogniser share, run once per sentence.

Each of Stanza's processors asks the encoder anew for the same sentences. `SharedEncoder` stands in for the
Hugging Face model: it remembers the hidden states of a sentence until the batch is over, runs sentences of
like length together, so that little is padded, and computes in bfloat16 where the processor has it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn

LAYERS = 4
"""Hidden layers that the taggers average (`--bert_hidden_layers 4` in their training)."""

BATCH_TOKENS = 4096
"""Subwords in one run of the encoder, padding included."""

MEMO_TOKENS = 60_000
"""Subwords remembered at most: 60,000 x 384 x 4 layers x 4 bytes = 370 MB in float32, half of it in bfloat16."""


@dataclass(frozen=True, slots=True)
class HiddenStates:
    """The part of a Hugging Face model's output that Stanza reads: one (rows, subwords, width) tensor a layer."""

    hidden_states: tuple[Tensor, ...]


def has_bfloat16() -> bool:
    """Tell whether the processor multiplies bfloat16 natively; elsewhere it is slower than float32."""
    capabilities = torch.cpu.get_capabilities()
    return bool(capabilities.get("avx512_bf16") or capabilities.get("amx_bf16"))


class SharedEncoder(nn.Module):  # type: ignore[misc]  # mypy does not follow torch
    """Answers like the Hugging Face model that it wraps, from memory where it can."""

    _hf_peft_config_loaded = False  # read by stanza.models.common.bert_embedding

    def __init__(self, model: Any, *, bfloat16: bool) -> None:
        super().__init__()
        self.model = model
        self.config = model.config
        self.bfloat16 = bfloat16
        self._memo: dict[tuple[int, ...], Tensor] = {}
        self._memo_tokens = 0

    def forget(self) -> None:
        """Drop what is remembered."""
        self._memo.clear()
        self._memo_tokens = 0

    def forward(self, input_ids: Tensor, attention_mask: Tensor, *, output_hidden_states: bool = True) -> HiddenStates:
        """Return the last `LAYERS` hidden states, in float32, zero where the row is padded."""
        del output_hidden_states
        lengths = attention_mask.sum(dim=1).tolist()
        keys = [tuple(row[:n]) for row, n in zip(input_ids.tolist(), lengths, strict=True)]
        if self._memo_tokens > MEMO_TOKENS:
            self.forget()
        self._learn(sorted({key for key in keys if key not in self._memo}, key=lambda key: (len(key), key)))
        states = torch.zeros(LAYERS, len(keys), input_ids.shape[1], self.config.hidden_size)
        for row, key in enumerate(keys):
            states[:, row, : len(key)] = self._memo[key]
        return HiddenStates(tuple(states))

    def _learn(self, keys: list[tuple[int, ...]]) -> None:
        for batch in _batches(keys):
            longest = len(batch[-1])
            ids = torch.tensor([key + (0,) * (longest - len(key)) for key in batch])
            mask = torch.tensor([[1] * len(key) + [0] * (longest - len(key)) for key in batch])
            with torch.no_grad(), torch.autocast("cpu", torch.bfloat16, enabled=self.bfloat16):
                layers = self.model(ids, attention_mask=mask, output_hidden_states=True).hidden_states[-LAYERS:]
            stacked = torch.stack([layer.to(torch.bfloat16 if self.bfloat16 else torch.float32) for layer in layers])
            for row, key in enumerate(batch):
                self._memo[key] = stacked[:, row, : len(key)].clone()
                self._memo_tokens += len(key)


def _batches(keys: list[tuple[int, ...]]) -> Iterator[list[tuple[int, ...]]]:
    """Yield runs of `keys`, which are sorted by length, of at most `BATCH_TOKENS` subwords each."""
    batch: list[tuple[int, ...]] = []
    for key in keys:
        if batch and len(key) * (len(batch) + 1) > BATCH_TOKENS:
            yield batch
            batch = []
        batch.append(key)
    if batch:
        yield batch
