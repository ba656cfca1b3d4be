"""Measure what goes into the encoder's products: `python -m training.ranges BUILD`.

Quantized to eight bits, a value has 256 steps for a range that is fixed beforehand. Here sentences of the training
parts go through the encoder, and the lowest and highest value of every channel are kept, in BUILD/encoder/encoder.
"""

import sys
from pathlib import Path

import torch
from safetensors.torch import save_file
from torch import Tensor

from quotes.parse.encoder import LAYERS, RANGES, Encoder
from training.treebank import read_tagged, read_trees

EVERY = 20
"""One sentence of so many is read; four times as many move the widest channel of five of the six layers by 1 %."""


def measure(build: Path) -> dict[str, Tensor]:
    """Return the lowest and highest value of each channel, (2, channels), by layer and product."""
    encoder = Encoder(build / "encoder" / "encoder", in_eight_bits=False)
    sentences = [[word.form for word in tree.words] for tree in read_trees(build / "en_quotes-ud-train.conllu")]
    sentences += [list(tagged.forms) for tagged in read_tagged(build / "en_world.train.json")]
    seen: dict[str, Tensor] = {}

    def observe(name: str, values: Tensor) -> None:
        found = torch.stack([values.amin(0), values.amax(0)]).float()
        before = seen.get(name, found)
        seen[name] = torch.stack([torch.minimum(before[0], found[0]), torch.maximum(before[1], found[1])])

    encoder.states(sentences[::EVERY], torch.eye(LAYERS), observe)
    return seen


if __name__ == "__main__":
    save_file(measure(Path(sys.argv[1])), Path(sys.argv[1]) / "encoder" / "encoder" / RANGES)
