"""The layers of the shared encoder, over the word pieces of many sentences laid end to end.

BERT (Devlin et al. 2019). Nothing is padded: attention takes sentences of one length together. Products are done in
eight bits where the processor can, twice as fast as in bfloat16, or in float32 where it has none of that. The range of
what goes into each product was measured when the models were packed and is fixed, so what comes out does not depend on
what else is in a batch.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import ceil
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional

LARGEST_SCORE = 75.0
"""Scores of attention are kept inside this, so that powers of e can be summed as they are; seen are up to 55."""

MIGRATION = 0.7
"""How much of a channel's range is moved into the weights before both are quantized, from 0 (none) to 1."""

LEVELS = 255
"""Steps in the range of what goes into a product."""

WEIGHT_LEVELS = (127, 63)
"""Steps of a weight on either side of zero, with eight bits and with seven."""

OVERFLOWING = 24
"""Channels of a feed-forward network, those that reach highest, whose excess goes to channels of its own."""

SMALLEST = 1e-6
"""Highest value that a row is taken to have at least: one of padding has none."""

WIDTH_STEP = 48
"""What the width of a product must be a multiple of: the processor's kernels take so many channels at a time, and a
few left over cost a fifth of the time."""

PLACES = ("qkv", "attention_output", "intermediate", "output")
"""The products of a layer: what makes queries, keys and values, and what follows attention; into and out of the
feed-forward network."""

Weights = Mapping[str, Tensor]
"""A BERT's weights and biases, by the names that Hugging Face gives them."""

Ranges = Mapping[str, Tensor]
"""Lowest and highest value of each channel, (2, channels), of what goes into a product, by `layer.product`."""

Observer = Callable[[str, Tensor], None]
"""What is told the name of each product and what goes into it."""


def float_kind() -> torch.dtype:
    """Return bfloat16 where the processor multiplies it natively; elsewhere it is slower than float32."""
    capabilities = torch.cpu.get_capabilities()
    return torch.bfloat16 if capabilities.get("avx512_bf16") or capabilities.get("amx_bf16") else torch.float32


@cache
def weight_levels() -> int | None:
    """Return how many of the `WEIGHT_LEVELS` this processor multiplies rightly, None where it has no such products.

    Without VNNI, two products are added in sixteen bits, which the largest ones overflow: there weights get seven bits.
    Nor has every torch these products: they are no public part of it.
    """
    if not torch.cpu.get_capabilities().get("avx2"):
        return None
    values, weights = torch.full((32, 64), float(LEVELS)), torch.full((64, 64), -1.0)
    for levels in WEIGHT_LEVELS:
        try:
            product = _Int8(weights, torch.zeros(64), torch.tensor([[0.0] * 64, [LEVELS] * 64]), levels)
            found = product(product.quantize(values))
        except (AttributeError, RuntimeError, TypeError):
            return None
        if torch.allclose(found, values @ weights.T, rtol=1e-3):
            return levels
    return None


_Linear = tuple[Tensor, Tensor]
"""The weight and the bias of a product."""


class _Float:
    """`x @ weight.T + bias` in bfloat16 or float32."""

    def __init__(self, weight: Tensor, bias: Tensor, kind: torch.dtype) -> None:
        self._kind = kind
        self._weight, self._bias = weight.to(kind), bias.to(kind)

    def quantize(self, values: Tensor) -> Tensor:
        """Return float32 values as the product takes them."""
        return values.to(self._kind)

    def __call__(self, values: Tensor) -> Tensor:
        """Return the product, in the same kind."""
        return functional.linear(values, self._weight, self._bias)

    def gelu_for(self, _following: "_Float", values: Tensor) -> Tensor:
        """Return the GELU of the product, as the following product takes it."""
        return functional.gelu(self(values))


class _Int8:
    """`x @ weight.T + bias` in eight bits: the weights by row, x in `LEVELS` steps of the range `seen` of it.

    `smooth` moves the channels' unlike ranges into the weights first (SmoothQuant, Xiao et al. 2023).
    """

    def __init__(
        self,
        weight: Tensor,
        bias: Tensor,
        seen: Tensor,
        levels: int,
        *,
        smooth: bool = False,
    ) -> None:
        sizes, of_weights = (t.abs().amax(0).clamp(min=1e-3) for t in (seen, weight))
        factors = sizes**MIGRATION / of_weights ** (1 - MIGRATION) if smooth else torch.ones_like(sizes)
        lowest, highest = float((seen[0] / factors).min()), float((seen[1] / factors).max())
        self.step = (highest - lowest) / LEVELS
        self.zero = min(max(round(-lowest / self.step), 0), LEVELS)
        self._factors = 1 / (factors * self.step)
        # the half makes a rounding of what else would be cut off
        self._offset = torch.tensor(self.zero + 0.5)
        self._scales = (weight * factors).abs().amax(1) / levels
        # packed as if it lay row by row in memory, whatever its strides
        whole = (weight * factors / self._scales.unsqueeze(1)).round().to(torch.int8).contiguous()
        self._weight = torch.ops.onednn.qlinear_prepack(whole, None)
        self._zeros = torch.zeros(len(weight), dtype=torch.int64)
        self._bias = bias

    def quantize(self, values: Tensor) -> Tensor:
        """Return float32 values as the product takes them."""
        return torch.addcmul(self._offset, values, self._factors).clamp_(0, LEVELS).to(torch.uint8)

    def __call__(self, values: Tensor) -> Tensor:
        """Return the product, in float32."""
        return self._run(values, 1.0, 0, torch.float32, "none")

    def gelu_for(self, following: "_Int8", values: Tensor) -> Tensor:
        """Return the GELU of the product, as the following product takes it."""
        return self._run(values, following.step, following.zero, torch.uint8, "gelu")

    def _run(self, values: Tensor, step: float, zero: int, kind: torch.dtype, then: str) -> Tensor:
        algorithm = "none" if then == "gelu" else ""
        found: Tensor = torch.ops.onednn.qlinear_pointwise(
            values, self.step, self.zero, self._weight, self._scales, self._zeros, self._bias, step, zero, kind,
            then, [], algorithm,
        )  # fmt: skip
        return found


def product(weight: Tensor, seen: Tensor, kind: torch.dtype) -> _Int8 | _Float:
    """Return what multiplies a weight with values in the range `seen`: in eight bits if it can be, else in `kind`."""
    bias, levels = torch.zeros(len(weight)), weight_levels()
    return _Int8(weight.float(), bias, seen, levels) if levels else _Float(weight, bias, kind)


class ByRow:
    """`x @ weight.T + bias` in eight bits where the processor can, in steps of each row's own highest value.

    No range needs to be known beforehand, and what comes out does not depend on what else is in a batch.
    """

    def __init__(self, weight: Tensor, bias: Tensor) -> None:
        """Take a product over."""
        self._product = product(weight, torch.tensor([[-1.0], [1.0]]).expand(2, weight.shape[1]), torch.float32)
        self._bias = bias

    def __call__(self, values: Tensor) -> Tensor:
        """Return the product, (rows, outputs) in float32, for (rows, inputs) in float32."""
        highest = values.abs().amax(1, keepdim=True).clamp_(min=SMALLEST)
        return self._product(self._product.quantize(values / highest)).mul_(highest).add_(self._bias)


def _with_overflow(intermediate: _Linear, output: _Linear, seen: Tensor) -> tuple[_Linear, _Linear, Tensor]:
    """Return a feed-forward network's products, and the ranges between them, with channels for what overflows.

    A few channels reach several times as high as all others, and would make the steps of all of them as coarse. What
    they have above the height of the next one runs over into a channel that is the same but for its bias: what is
    large is hardly changed by GELU, so GELU(x) is near min(GELU(x), height) + GELU(x - height).
    """
    highest = seen[1].sort(descending=True).values
    height = float(highest[OVERFLOWING])
    over = [
        (channel, n * height) for channel, high in enumerate(seen[1].tolist()) for n in range(1, ceil(high / height))
    ]
    channels, below = torch.tensor([c for c, _ in over]), torch.tensor([b for _, b in over])
    (weight, bias), (weight_after, bias_after) = intermediate, output
    wide = torch.cat([weight, weight[channels]]), torch.cat([bias, bias[channels] - below])
    after = torch.cat([weight_after, weight_after[:, channels]], dim=1)
    between = torch.cat([seen, seen[:, channels]], dim=1).clamp(max=height)
    more = -len(wide[0]) % WIDTH_STEP
    return (
        (functional.pad(wide[0], (0, 0, 0, more)), functional.pad(wide[1], (0, more))),
        (functional.pad(after, (0, more)), bias_after),
        functional.pad(between, (0, more)),
    )


@dataclass(frozen=True, slots=True)
class Block:
    """Sentences of one length, laid end to end among others: the places `start` to `end`, each sentence's `length`."""

    start: int
    end: int
    length: int


@dataclass(frozen=True, slots=True)
class Shape:
    """What Hugging Face's `config.json` says of a BERT and its weights do not, by the same names."""

    hidden_size: int
    num_hidden_layers: int
    num_attention_heads: int
    layer_norm_eps: float


class _Norm:
    """Layer normalization in float32."""

    def __init__(self, weights: Weights, name: str, shape: Shape) -> None:
        self._weight, self._bias = _linear(weights, name)
        self._least = shape.layer_norm_eps

    def __call__(self, values: Tensor) -> Tensor:
        """Return the values, each piece's brought to one mean and spread."""
        return functional.layer_norm(values, self._weight.shape, self._weight, self._bias, self._least)


def _linear(weights: Weights, name: str) -> _Linear:
    return weights[f"{name}.weight"].float(), weights[f"{name}.bias"].float()


def _in_int8(parts: Sequence[_Linear], seen: Sequence[Tensor], levels: int) -> list[_Int8]:
    """Return the four products of a layer."""
    qkv, attention_output, intermediate, output = parts
    intermediate, output, between = _with_overflow(intermediate, output, seen[3])
    return [
        _Int8(*qkv, seen[0], levels, smooth=True),
        _Int8(*attention_output, seen[1], levels, smooth=True),
        _Int8(*intermediate, seen[2], levels, smooth=True),
        _Int8(*output, between, levels),
    ]


class _Layer:
    """Self-attention and a feed-forward network, each added to what it reads."""

    def __init__(self, weights: Weights, name: str, shape: Shape, ranges: Ranges | None) -> None:
        self._name, self._heads = name, shape.num_attention_heads
        self._head_width = shape.hidden_size // shape.num_attention_heads
        layer = f"encoder.layer.{name}"
        query, key, value = (_linear(weights, f"{layer}.attention.self.{part}") for part in ("query", "key", "value"))
        # the scores are divided by the root of a head's width; here the queries are
        scaled = query[0] * self._head_width**-0.5, query[1] * self._head_width**-0.5
        weight, bias = (torch.cat(parts) for parts in zip(scaled, key, value, strict=True))
        following = ("attention.output", "intermediate", "output")
        parts = [(weight, bias), *(_linear(weights, f"{layer}.{part}.dense") for part in following)]
        levels = weight_levels()
        products: list[Any] = (
            [_Float(*part, float_kind()) for part in parts]
            if ranges is None or levels is None
            else _in_int8(parts, [ranges[f"{name}.{place}"] for place in PLACES], levels)
        )
        self._qkv, self._attention_output, self._intermediate, self._output = products
        self._attention_norm = _Norm(weights, f"{layer}.attention.output.LayerNorm", shape)
        self._output_norm = _Norm(weights, f"{layer}.output.LayerNorm", shape)

    def __call__(self, states: Tensor, blocks: Sequence[Block], observe: Observer | None) -> Tensor:
        """Return the next states, (pieces, width) in float32."""
        qkv = self._qkv(self._qkv.quantize(states))
        found = torch.cat([self._attend(qkv[block.start : block.end], block.length) for block in blocks]).float()
        attended = self._attention_output(self._attention_output.quantize(found)).float()
        middle = self._attention_norm(attended.add_(states))
        wide = self._intermediate.gelu_for(self._output, self._intermediate.quantize(middle))
        if observe:
            for place, values in zip(PLACES, (states, found, middle, wide), strict=True):
                observe(f"{self._name}.{place}", values)
        return self._output_norm(self._output(wide).float().add_(middle))

    def _attend(self, qkv: Tensor, length: int) -> Tensor:
        """Return what each piece takes from the pieces of its sentence, of their queries, keys and values."""
        # for short sentences torch's own attention takes longer
        query, key, value = qkv.view(-1, length, 3, self._heads, self._head_width).permute(2, 0, 3, 1, 4).flatten(1, 2)
        powers = torch.bmm(query, key.transpose(1, 2)).clamp_(-LARGEST_SCORE, LARGEST_SCORE).exp_()
        taken = torch.bmm(powers, value).div_(powers.sum(-1, keepdim=True))
        return taken.view(-1, self._heads, length, self._head_width).transpose(1, 2).reshape(len(qkv), -1)


class Layers:
    """A Hugging Face `BertModel`, made for reading."""

    def __init__(self, weights: Weights, shape: Shape, ranges: Ranges | None) -> None:
        """Take the weights over; with `ranges` the products are done in eight bits where the processor can."""
        tables = ("word_embeddings", "token_type_embeddings", "position_embeddings")
        self._tables = tuple(weights[f"embeddings.{table}.weight"] for table in tables)
        self._norm = _Norm(weights, "embeddings.LayerNorm", shape)
        self._layers = [_Layer(weights, str(number), shape, ranges) for number in range(shape.num_hidden_layers)]

    def __call__(
        self, ids: Tensor, cases: Tensor, blocks: Sequence[Block], observe: Observer | None = None
    ) -> list[Tensor]:
        """Return the states behind each layer, (pieces, width) in float32, of pieces laid end to end."""
        of_words, of_cases, of_positions = self._tables
        positions = torch.cat([torch.arange(b.length).repeat((b.end - b.start) // b.length) for b in blocks])
        found = [self._norm((of_words[ids] + of_cases[cases] + of_positions[positions]).float())]
        for layer in self._layers:
            found.append(layer(found[-1], blocks, observe))
        return found
