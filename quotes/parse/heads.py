"""Tag, parse and find names with Stanza's trained heads, all from one reading of the encoder.

Stanza's processors each ask the encoder anew, score every label for every pair of words and decode in Python, word by
word. Here the heads' own layers run on the states that are there; a label is scored for the chosen head alone, and
the search for the best tree is spared where the best heads are one already. The answers are the same, but for the few
that bfloat16 rounds otherwise.
"""

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from quotes.parse.encoder import shares_of
from quotes.parse.layers import product

PREFIX = 4
"""Entries at the start of Stanza's vocabularies that stand for no value: padding, unknown, empty, root."""

LABEL_WORDS = 512
"""Words whose labels are scored together: what is computed on the way, 13 kB for each, has to stay in the cache."""


def check(trainer: Any) -> Any:
    """Return the model of a trainer, which must read nothing but the encoder."""
    args = trainer.args
    if args.get("char") or args.get("word_emb_dim") or args.get("pretrain") or not args.get("bert_hidden_layers"):
        raise ValueError(f"This head was trained on more than the encoder: {args.get('save_name')}")
    return trainer.model.eval()


class _Recurrent:
    """A head's recurrent layer, over rows of one length: those need no packing, which doubles the time."""

    def __init__(self, model: Any, name: str, kind: torch.dtype) -> None:
        layer = getattr(model, name)
        if model.args["num_layers"] != 1:
            raise ValueError(f"The head was trained with more than one recurrent layer: {model.args['num_layers']}")
        is_highway = hasattr(layer, "highway")
        self._lstm = deepcopy((layer.lstm[0] if is_highway else layer).lstm).to(kind)
        self._beside = tuple(deepcopy(part[0]).to(kind) for part in (layer.gate, layer.highway)) if is_highway else ()
        self._first = tuple(getattr(model, f"{name}_{state}_init").detach().to(kind) for state in ("h", "c"))

    def __call__(self, words: Tensor) -> Tensor:
        """Return (rows, words, width) in float32 for what the head reads of the words."""
        first = tuple(state.expand(-1, len(words), -1).contiguous() for state in self._first)
        out, _ = self._lstm(words, first)
        if self._beside:
            gate, highway = self._beside
            out = out + torch.sigmoid(gate(words)) * torch.tanh(highway(words))
        return out.float()


class Tagger:
    """Parts of speech and features."""

    def __init__(self, trainer: Any, kind: torch.dtype) -> None:
        self._model = model = check(trainer)
        self.shares = shares_of(model.bert_layer_mix.weight.detach())
        self._recurrent = _Recurrent(model, "taggerlstm", kind)
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

    def __call__(self, words: Tensor) -> list[tuple[list[str], list[str]]]:
        """Return the parts of speech and the features of each row's words."""
        model = self._model
        out = self._recurrent(words).flatten(0, 1)
        upos = model.upos_clf(functional.relu(model.upos_hid(out))).argmax(1)
        hidden = functional.pad(functional.relu(model.tag_hid["feats"](out)), (0, 1), value=1.0)
        scores = torch.empty(len(hidden), len(self._bias))
        for tag in upos.unique():
            at = upos == tag
            scores[at] = hidden[at] @ self._by_upos[tag].T + self._bias
        chosen = torch.stack([part.argmax(1) for part in scores.split(self._sizes, dim=1)], dim=1)
        tags, features = upos.view(words.shape[:2]), chosen.view(*words.shape[:2], -1)
        return [
            ([self._upos.id2unit(tag) for tag in row], [self._named(tuple(f)) for f in values])
            for row, values in zip(tags.tolist(), features.tolist(), strict=True)
        ]


class Parser:
    """Heads and their labels."""

    def __init__(self, trainer: Any, kind: torch.dtype) -> None:
        self._model = model = check(trainer)
        self.shares = shares_of(model.bert_layer_mix.weight.detach())
        self._recurrent = _Recurrent(model, "parserlstm", kind)
        weight = model.deprel.scorer.W_bilin.weight.detach()
        self._product = product(weight.flatten(1).T, torch.tensor([[0.0], [1.0]]).expand(2, len(weight)), kind)
        """The half of the labels' scorer that knows the word, with values from 0 to 1, but not yet its head."""
        if model.args.get("linearization") or model.args.get("distance") or model.args.get("use_arc_embedding"):
            raise ValueError("The parser was trained with other scorers than arcs and labels.")
        self._labels = trainer.vocab["deprel"]

    def __call__(self, words: Tensor) -> list[tuple[list[int], list[str]]]:
        """Return for each row's words the head, counted from 1 with 0 for the root, and its label.

        The first of the words read stands for the root.
        """
        out = self._recurrent(words)
        arcs = self._model.unlabeled(out, out).squeeze(3)
        arcs.diagonal(dim1=1, dim2=2).fill_(-torch.inf)
        chosen = arcs.argmax(2)
        for row, heads in enumerate(chosen.tolist()):
            if not _is_tree(heads):
                chosen[row] = torch.from_numpy(_best_tree(functional.log_softmax(arcs[row], 1).numpy()))
        labels = self._labelled(out, chosen)
        return [
            (heads[1:], [self._labels.id2unit(label + PREFIX) for label in found[1:]])
            for heads, found in zip(chosen.tolist(), labels.tolist(), strict=True)
        ]

    def _labelled(self, out: Tensor, heads: Tensor) -> Tensor:
        """Return the best label of every word under its head."""
        scorer = self._model.deprel
        child = functional.pad(functional.relu(scorer.W1(out)), (0, 1), value=1.0)
        head = functional.pad(functional.relu(scorer.W2(out)), (0, 1), value=1.0)
        head = head.gather(1, heads.clamp(min=0).unsqueeze(2).expand(-1, -1, head.shape[2]))
        pairs = (side.flatten(0, 1).split(LABEL_WORDS) for side in (child, head))
        return torch.cat([self._labels_of(*pair) for pair in zip(*pairs, strict=True)]).view(heads.shape)

    def _labels_of(self, child: Tensor, head: Tensor) -> Tensor:
        """Return the best label of each pair of a word and its head, (pairs,)."""
        # every word by its own highest value, which is never 0: the last one is always 1
        highest = child.amax(1, keepdim=True)
        weights = self._product(self._product.quantize(child / highest)).view(len(child), head.shape[1], -1)
        scores = torch.bmm((head * highest).to(weights.dtype).unsqueeze(1), weights).squeeze(1)
        return (scores.float() + self._model.deprel.scorer.W_bilin.bias).argmax(1)


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

    def __init__(self, trainer: Any, kind: torch.dtype) -> None:
        self._model = model = check(trainer)
        self.shares = shares_of(model.bert_layer_mix.weight.detach())
        self._recurrent = _Recurrent(model, "taggerlstm", kind)
        if model.input_transform:
            raise ValueError("The entity recogniser was trained with an input transform.")
        self._tags = trainer.vocab["tag"]
        self._into = model.crits[0]._transitions.detach().T.contiguous()  # noqa: SLF001 -- Stanza has no public one
        """Scores of each tag (row) behind each other tag."""

    def __call__(self, words: Tensor) -> list[list[Name]]:
        """Return the entities of each row."""
        scores = self._model.tag_clfs[0](self._recurrent(words))
        return [list(_names([self._tag(n) for n in row])) for row in self._best_paths(scores)]

    def _tag(self, number: int) -> str:
        found = self._tags.id2unit((max(number, PREFIX),))
        return str(found[0])

    def _best_paths(self, scores: Tensor) -> list[list[int]]:
        """Return the best sequence of tags of each row, after Viterbi."""
        best = scores[:, 0]
        steps: list[Tensor] = []
        for at in range(1, scores.shape[1]):
            value, where = (best.unsqueeze(1) + self._into).max(2)
            best = value + scores[:, at]
            steps.append(where)
        path = [best.argmax(1)]
        for step in reversed(steps):
            path.append(step.gather(1, path[-1].unsqueeze(1)).squeeze(1))
        found: list[list[int]] = torch.stack(path[::-1], dim=1).tolist()
        return found


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
