"""Run Stanza's recurrent layers over rows of unlike length, without packing, which doubles the time."""

from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor, nn


def turned(lengths: Sequence[int]) -> Tensor:
    """Return where each row's values stand when it is read from behind, (rows, longest, 1); padding stays behind."""
    ends, places = torch.tensor(lengths).unsqueeze(1), torch.arange(max(lengths))
    return torch.where(places < ends, ends - 1 - places, places).unsqueeze(2)


class Both:
    """A recurrent layer in both directions."""

    def __init__(self, layer: Any, first: Sequence[Tensor] = (), kind: torch.dtype = torch.float32) -> None:
        """Take over Stanza's layer; `first` are its states before the first value, (2, 1, width), hidden and cell."""
        self._ways = tuple(nn.LSTM(layer.input_size, layer.hidden_size, batch_first=True).eval() for _ in range(2))
        for way, suffix in zip(self._ways, ("", "_reverse"), strict=True):
            way.load_state_dict({name: getattr(layer, name + suffix) for name in way.state_dict()})
            way.to(kind)
        self._first = tuple(state.detach().to(kind) for state in first)

    def __call__(self, inputs: Tensor, backwards: Tensor) -> Tensor:
        """Return the states of all values, (rows, longest, 2 * width); `backwards` is what `turned` says."""
        there, back = self._ways
        from_behind, _ = back(inputs.gather(1, backwards.expand(-1, -1, inputs.shape[2])), self._before(1, len(inputs)))
        onward, _ = there(inputs, self._before(0, len(inputs)))
        return torch.cat([onward, from_behind.gather(1, backwards.expand(-1, -1, from_behind.shape[2]))], dim=2)

    def _before(self, way: int, rows: int) -> tuple[Tensor, ...] | None:
        return tuple(state[way : way + 1].expand(-1, rows, -1).contiguous() for state in self._first) or None
