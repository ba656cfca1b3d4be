"""Run Stanza's recurrent layers over rows of unlike length, without packing, which doubles the time.

LSTM: Hochreiter and Schmidhuber (1997).
"""

from bisect import bisect_left
from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor, nn

_WAYS = ("l0", "l0_reverse")
"""How torch calls the two directions of a layer."""


def turned(lengths: Sequence[int]) -> Tensor:
    """Return where each row's values stand when it is read from behind, (rows, longest, 1); padding stays behind."""
    ends, places = torch.tensor(lengths).unsqueeze(1), torch.arange(max(lengths))
    return torch.where(places < ends, ends - 1 - places, places).unsqueeze(2)


class Both:
    """A layer in both directions, one after the other: torch's own LSTM, the faster one for narrow layers."""

    def __init__(self, layer: Any) -> None:
        """Take over Stanza's layer."""
        self._ways = tuple(nn.LSTM(layer.input_size, layer.hidden_size, batch_first=True).eval() for _ in range(2))
        for way, suffix in zip(self._ways, ("", "_reverse"), strict=True):
            way.load_state_dict({name: getattr(layer, name + suffix) for name in way.state_dict()})

    def __call__(self, inputs: Tensor, backwards: Tensor) -> Tensor:
        """Return the states of all values, (rows, longest, 2 * width); `backwards` is what `turned` says."""
        there, back = self._ways
        from_behind, _ = back(inputs.gather(1, backwards.expand(-1, -1, inputs.shape[2])))
        onward, _ = there(inputs)
        return torch.cat([onward, from_behind.gather(1, backwards.expand(-1, -1, from_behind.shape[2]))], dim=2)


class Stepwise:
    """A layer in both directions at once, but for the product of what goes into it, which is left to the caller.

    In a wide layer that product is four fifths of the work. It depends on no other word, so it can be done for all of
    them together, and in eight bits, which torch's LSTM cannot.
    """

    def __init__(self, layer: Any, first: Sequence[Tensor]) -> None:
        """Take over Stanza's layer; `first` are its states before the first value, (2, 1, width), hidden and cell."""
        self.weight, into, onto = (
            torch.cat([getattr(layer, f"{name}_{way}").detach() for way in _WAYS])
            for name in ("weight_ih", "bias_ih", "bias_hh")
        )
        self.bias = into + onto
        """With `weight` what makes the gates of what goes in: `inputs @ weight.T + bias`."""
        self._remembered = torch.stack([getattr(layer, f"weight_hh_{way}").detach().T for way in _WAYS]).contiguous()
        self._first = [state.detach() for state in first]

    def __call__(self, gates: Tensor, lengths: Sequence[int]) -> Tensor:
        """Return the states of all values, (rows, longest, 2 * width), for their gates, (rows, longest, 8 * width).

        The longest row comes first. What stands behind the end of a row says nothing.
        """
        rows, longest, _ = gates.shape
        of_ways = gates.unflatten(2, (2, -1))
        hidden, cell = (state.repeat(1, rows, 1) for state in self._first)
        width = hidden.shape[2]
        states = torch.empty(rows, longest, 2, width)
        shorter = [-length for length in lengths]
        for onward in range(longest):
            back = longest - 1 - onward
            step = torch.bmm(hidden, self._remembered)
            step[0] += of_ways[:, onward, 0]
            step[1] += of_ways[:, back, 1]
            step[..., : 2 * width].sigmoid_()
            let_in, keep, new, let_out = step.split(width, dim=2)
            cell.mul_(keep).addcmul_(let_in, new.tanh_())
            hidden = let_out.sigmoid_() * cell.tanh()
            # from behind, a row that ends before this place has not begun
            begun = bisect_left(shorter, -back)
            for state, before in zip((hidden, cell), self._first, strict=True):
                state[1, begun:] = before[1]
            states[:, onward, 0] = hidden[0]
            states[:, back, 1] = hidden[1]
        return states.flatten(2)
