"""Run one of Stanza's trainers on our encoder: `python -m training.stanza_trainer ENCODER TRAINER OPTION...`.

TRAINER is tagger, parser or ner_tagger; all options go to it.

The encoder is finished and frozen, so what it says of a sentence is computed once and remembered: Stanza's own
trainer would run it in every step, in float32, through a hub's name.
"""

import importlib
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from quotes.parse.encoder import LAYERS, Encoder, shares_of

NAME = "quotes/encoder"
MODULES = {"tagger": "pos", "parser": "depparse", "ner_tagger": "ner"}


class Remembered:
    """The states of sentences, (layers, words + 1, width) in bfloat16, computed when first asked for."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._known: dict[tuple[str, ...], Tensor] = {}

    def extract(
        self, _name: str, _tokenizer: Any, _model: Any, data: Sequence[Sequence[str]], _device: Any,
        keep_endpoints: bool, *, bert_layer_mix: Any, **_options: Any,
    ) -> list[Tensor]:  # fmt: skip
        """Answer like `stanza.models.common.bert_embedding.extract_bert_embeddings`."""
        sentences = [tuple(words) for words in data]
        new = list({s for s in sentences if s not in self._known})
        for sentence, states in zip(new, self._encoder.states(new, torch.eye(LAYERS)), strict=True):
            self._known[sentence] = states.to(torch.bfloat16)
        found = []
        for sentence in sentences:
            states = self._known[sentence].float()
            word_states = torch.einsum("lwd,l->wd", states, shares_of(bert_layer_mix.weight))
            # Stanza drops the closing piece of sentences that come with both ends
            found.append(torch.cat([word_states, word_states[:1]]) if keep_endpoints else word_states[1:])
        return found


def main(encoder_directory: Path, trainer: str, arguments: list[str]) -> None:
    """Patch the trainer's access to encoders and run it."""
    torch.set_num_threads(1)
    encoder = Encoder(encoder_directory, in_eight_bits=False)
    remembered = Remembered(encoder)
    package = f"stanza.models.{MODULES[trainer]}"
    for part in ("trainer", "data"):
        module = importlib.import_module(f"{package}.{part}")
        module.load_bert = lambda *_args, **_options: (encoder, None)
        module.needs_length_filter = lambda _name: False
    importlib.import_module(f"{package}.model").extract_bert_embeddings = remembered.extract
    importlib.import_module(f"stanza.models.{trainer}").main(
        ["--bert_model", NAME, "--bert_hidden_layers", "4", *arguments]
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], sys.argv[3:])
