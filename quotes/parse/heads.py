"""Tag, parse and find names with Stanza's trained heads, all from one reading of the encoder.

Stanza's processors each ask the encoder anew, score every label for every pair of words and decode in Python, word by
word. Here the heads' own layers run on the states that are there; a label is scored for the chosen head alone, and
the search for the best tree is spared where the best heads are one already. The answers are the same, but for the few
that bfloat16 rounds otherwise.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional
from torch.nn.utils.rnn import PackedSequence, pack_padded_sequence, pad_packed_sequence

from quotes.parse.encoder import mixed

PREFIX = 4
"""Entries at the start of Stanza's vocabularies that stand for no value: padding, unknown, empty, root."""


def check(trainer: Any) -> Any:
    """Return the model of a trainer, which must read nothing but the encoder."""
    args = trainer.args
    if args.get("char") or args.get("word_emb_dim") or args.get("pretrain") or not args.get("bert_hidden_layers"):
        raise ValueError(f"This head was trained on more than the encoder: {args.get('save_name')}")
    return trainer.model.eval()


def _packed(states: Tensor, lengths: list[int]) -> PackedSequence:
    return pack_padded_sequence(states, lengths, batch_first=True)


def _start(model: Any, name: str, rows: int) -> tuple[Tensor, Tensor]:
    """Return the learned first states of a model's recurrent layer."""
    first = getattr(model, f"{name}_h_init"), getattr(model, f"{name}_c_init")
    return first[0].expand(-1, rows, -1).contiguous(), first[1].expand(-1, rows, -1).contiguous()


class Tagger:
    """Parts of speech and features."""

    def __init__(self, trainer: Any) -> None:
        self._model = model = check(trainer)
        self._upos = trainer.vocab["upos"]
        self._feats = trainer.vocab["feats"]
        self._sizes = self._feats.lens()
        scorers = list(model.tag_clf["feats"])
        weight = torch.cat([scorer.W_bilin.weight for scorer in scorers])
        parents = functional.pad(model.upos_emb.weight, (0, 1), value=1.0)
        self._by_upos = torch.einsum("oij,uj->uoi", weight, parents).detach()
        """For each part of speech, what scores all values of all features: the second half of Stanza's bilinear."""
        self._bias = torch.cat([scorer.W_bilin.bias for scorer in scorers]).detach()
        self._named = cache(self._feats.id2unit)

    def __call__(self, states: Tensor, lengths: list[int]) -> list[tuple[list[str], list[str]]]:
        """Return the parts of speech and the features of each row's words."""
        model = self._model
        words = _packed(mixed(states[:, :, 1:], model.bert_layer_mix.weight), lengths)
        out, _ = model.taggerlstm(words, lengths, hx=_start(model, "taggerlstm", len(lengths)))
        upos = model.upos_clf(functional.relu(model.upos_hid(out.data))).argmax(1)
        hidden = functional.pad(functional.relu(model.tag_hid["feats"](out.data)), (0, 1), value=1.0)
        scores = torch.empty(len(hidden), len(self._bias))
        for tag in upos.unique():
            at = upos == tag
            scores[at] = hidden[at] @ self._by_upos[tag].T + self._bias
        chosen = torch.stack([part.argmax(1) for part in scores.split(self._sizes, dim=1)], dim=1)
        both = torch.cat([upos.unsqueeze(1), chosen], dim=1)
        rows, _ = pad_packed_sequence(PackedSequence(both, out.batch_sizes), batch_first=True)
        return [
            (
                [self._upos.id2unit(tag) for tag, *_ in found[:length]],
                [self._named(tuple(f)) for _, *f in found[:length]],
            )
            for found, length in zip(rows.tolist(), lengths, strict=True)
        ]


class Parser:
    """Heads and their labels."""

    def __init__(self, trainer: Any, *, bfloat16: bool) -> None:
        self._model = model = check(trainer)
        self._kind = torch.bfloat16 if bfloat16 else torch.float32
        self._weight = model.deprel.scorer.W_bilin.weight.detach().to(self._kind)
        if model.args.get("linearization") or model.args.get("distance") or model.args.get("use_arc_embedding"):
            raise ValueError("The parser was trained with other scorers than arcs and labels.")
        self._labels = trainer.vocab["deprel"]

    def __call__(self, states: Tensor, lengths: list[int]) -> list[tuple[list[int], list[str]]]:
        """Return for each row's words the head, counted from 1 with 0 for the root, and its label."""
        model = self._model
        with_root = [length + 1 for length in lengths]
        words = _packed(mixed(states, model.bert_layer_mix.weight), with_root)
        packed, _ = model.parserlstm(words, with_root, hx=_start(model, "parserlstm", len(lengths)))
        out, _ = pad_packed_sequence(packed, batch_first=True)
        arcs = model.unlabeled(out, out).squeeze(3)
        arcs.diagonal(dim1=1, dim2=2).fill_(-torch.inf)
        # a pad is no head: Stanza cuts the pads off before its search
        ends = torch.tensor(with_root).view(-1, 1, 1)
        arcs.masked_fill_(torch.arange(arcs.shape[2]).view(1, 1, -1) >= ends, -torch.inf)
        chosen = arcs.argmax(2)
        for row, length in enumerate(with_root):
            heads = chosen[row, :length].tolist()
            if not _is_tree(heads):
                scores = functional.log_softmax(arcs[row, :length, :length], 1)
                chosen[row, :length] = torch.from_numpy(_best_tree(scores.numpy()))
        labels = self._labelled(out, chosen)
        return [
            (heads[1 : length + 1], [self._labels.id2unit(label + PREFIX) for label in found[1 : length + 1]])
            for heads, found, length in zip(chosen.tolist(), labels.tolist(), lengths, strict=True)
        ]

    def _labelled(self, out: Tensor, heads: Tensor) -> Tensor:
        """Return the best label of every word under its head."""
        scorer = self._model.deprel
        child = functional.pad(functional.relu(scorer.W1(out)), (0, 1), value=1.0)
        head = functional.pad(functional.relu(scorer.W2(out)), (0, 1), value=1.0)
        head = head.gather(1, heads.clamp(min=0).unsqueeze(2).expand(-1, -1, head.shape[2]))
        width, labels = self._weight.shape[1:]
        of_child = (child.flatten(0, 1).to(self._kind) @ self._weight.flatten(1)).view(-1, width, labels)
        scores = torch.bmm(head.flatten(0, 1).to(self._kind).unsqueeze(1), of_child).squeeze(1)
        return (scores.float() + scorer.scorer.W_bilin.bias).argmax(1).view(heads.shape)


def _is_tree(heads: list[int]) -> bool:
    """Tell whether the heads of words 1, 2, … make a tree with one root; `heads[0]` says nothing."""
    if heads[1:].count(0) != 1:
        return False
    state = [0] * len(heads)
    state[0] = -1
    for word in range(1, len(heads)):
        at = word
        while state[at] == 0:
            state[at] = word
            at = heads[at]
        if state[at] == word:
            return False
        at = word
        while state[at] == word:
            state[at] = -1
            at = heads[at]
    return True


def _best_tree(scores: Any) -> Any:
    """Return the heads of the maximum spanning tree with one root."""
    from stanza.models.common.chuliu_edmonds import chuliu_edmonds, chuliu_edmonds_one_root

    # Where the best tree has one root anyhow it is the answer, and found in far fewer steps than under that condition.
    tree = np.asarray(chuliu_edmonds(scores.astype(np.float64)))
    return tree if np.count_nonzero(tree[1:] == 0) == 1 else np.asarray(chuliu_edmonds_one_root(scores))


@dataclass(frozen=True, slots=True)
class Name:
    """A named entity: its first word, the one behind its last, and its type."""

    first: int
    end: int
    type: str


class Names:
    """Named entities."""

    def __init__(self, trainer: Any) -> None:
        self._model = check(trainer)
        self._tags = trainer.vocab["tag"]
        self._into = self._model.crits[0]._transitions.detach().T.contiguous()  # noqa: SLF001 -- Stanza has no public one
        """Scores of each tag (row) behind each other tag."""

    def __call__(self, states: Tensor, lengths: list[int]) -> list[list[Name]]:
        """Return the entities of each row."""
        model = self._model
        words = _packed(mixed(states[:, :, 1:], model.bert_layer_mix.weight), lengths)
        if model.input_transform:
            words = PackedSequence(model.input_transform(words.data), words.batch_sizes)
        out, _ = model.taggerlstm(words, lengths, hx=_start(model, "taggerlstm", len(lengths)))
        scores, _ = pad_packed_sequence(PackedSequence(model.tag_clfs[0](out.data), out.batch_sizes), batch_first=True)
        return [list(_names([self._tag(n) for n in row])) for row in self._best_paths(scores, lengths)]

    def _tag(self, number: int) -> str:
        found = self._tags.id2unit((max(number, PREFIX),))
        return str(found[0])

    def _best_paths(self, scores: Tensor, lengths: list[int]) -> list[list[int]]:
        """Return the best sequence of tags of each row, after Viterbi; rows are sorted, long ones first."""
        best = scores[:, 0]
        came_from: list[Tensor] = []
        ends: dict[int, Tensor] = {}
        for at in range(1, scores.shape[1] + 1):
            going = sum(length > at for length in lengths)
            for row in range(going, len(best)):
                ends[row] = best[row]
            if not going:
                break
            value, where = (best[:going].unsqueeze(1) + self._into).max(2)
            best = value + scores[:going, at]
            came_from.append(where)
        paths: list[list[int]] = []
        steps = [step.tolist() for step in came_from]
        for row, length in enumerate(lengths):
            path = [int(ends[row].argmax())]
            for at in range(length - 2, -1, -1):
                path.append(steps[at][row][path[-1]])
            paths.append(path[::-1])
        return paths


def _names(tags: Sequence[str]) -> list[Name]:
    """Return the entities of a row of BIOES tags, as Stanza reads them."""
    found: list[Name] = []
    start: int | None = None
    kind = ""
    for at, tag in enumerate([*tags, "O"]):
        place, _, name = tag.partition("-")
        if start is not None and place in {"O", "B", "S"}:
            found.append(Name(start, at, kind))
            start = None
        if place == "S":
            found.append(Name(at, at + 1, name))
        elif place != "O":
            start = at if start is None else start
            kind = name
            if place == "E":
                found.append(Name(start, at + 1, kind))
                start = None
    return found
