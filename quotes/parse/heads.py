"""Tag, parse and find names with Stanza's trained heads, all from one reading of the encoder.

Stanza's processors each ask the encoder anew, score every label for every pair of words and decode in Python, word by
word. Here the heads' own layers run on the states that are there; a label is scored for the chosen head alone, and
the search for the best tree is spared where the best heads are one already. The answers are the same, but for the few
that eight bits round otherwise.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional
from torch.nn.utils.rnn import pad_sequence

from quotes.parse.encoder import shares_of
from quotes.parse.layers import SMALLEST, ByRow, float_kind, product
from quotes.parse.recurrent import Stepwise

PREFIX = 4
"""Entries at the start of Stanza's vocabularies that stand for no value: padding, unknown, empty, root."""

LABEL_WORDS = 128
"""Words whose labels are scored together: what is computed on the way, 26 kB for each, has to stay in the cache."""


def check(trainer: Any) -> Any:
    """Return the model of a trainer, which must read nothing but the encoder."""
    args = trainer.args
    if args.get("char") or args.get("word_emb_dim") or args.get("pretrain") or not args.get("bert_hidden_layers"):
        raise ValueError(f"This head was trained on more than the encoder: {args.get('save_name')}")
    return trainer.model.eval()


class Rows:
    """What a head reads of sentences of like length: a row for each, padded to the longest, which comes first."""

    def __init__(self, rows: Sequence[Tensor]) -> None:
        """Take the rows, (words, width)."""
        self.values = pad_sequence(list(rows), batch_first=True)
        self.lengths = [len(row) for row in rows]
        self.is_word = torch.arange(self.values.shape[1]) < torch.tensor(self.lengths).unsqueeze(1)
        """Which values are words and no padding, (rows, longest)."""

    def split(self, words: Sequence[Any]) -> list[Sequence[Any]]:
        """Return what there is for all words, one behind the other, by row."""
        ends = list(accumulate(self.lengths))
        return [words[end - length : end] for end, length in zip(ends, self.lengths, strict=True)]


class _Recurrent:
    """A head's recurrent layer."""

    def __init__(self, model: Any, name: str) -> None:
        layer = getattr(model, name)
        if model.args["num_layers"] != 1:
            raise ValueError(f"The head was trained with more than one recurrent layer: {model.args['num_layers']}")
        is_highway = hasattr(layer, "highway")
        first = [getattr(model, f"{name}_{state}_init") for state in ("h", "c")]
        self._lstm = Stepwise((layer.lstm[0] if is_highway else layer).lstm, first)
        beside = (layer.gate[0], layer.highway[0]) if is_highway else ()
        weight = torch.cat([self._lstm.weight, *(part.weight.detach() for part in beside)])
        bias = torch.cat([self._lstm.bias, *(part.bias.detach() for part in beside)])
        self._product = ByRow(weight, bias)
        """What goes into the recurrent layer's gates and, beside it, into the highway's, in one product."""
        self._sizes = [len(self._lstm.weight), *(len(part.weight) for part in beside)]

    def __call__(self, rows: Rows) -> Tensor:
        """Return (rows, words, width) in float32 for what the head reads of the words."""
        made = self._product(rows.values.flatten(0, 1)).unflatten(0, rows.values.shape[:2])
        gates, *beside = made.split(self._sizes, dim=2)
        out = self._lstm(gates, rows.lengths)
        if beside:
            gate, highway = beside
            out.addcmul_(gate.sigmoid(), highway.tanh())
        return out


class Tagger:
    """Parts of speech and features."""

    def __init__(self, trainer: Any) -> None:
        self._model = model = check(trainer)
        self.shares = shares_of(model.bert_layer_mix.weight.detach())
        self._recurrent = _Recurrent(model, "taggerlstm")
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

    def __call__(self, rows: Rows) -> list[tuple[Sequence[str], Sequence[str]]]:
        """Return the parts of speech and the features of each row's words."""
        model = self._model
        out = self._recurrent(rows)[rows.is_word]
        upos = model.upos_clf(functional.relu(model.upos_hid(out))).argmax(1)
        hidden = functional.pad(functional.relu(model.tag_hid["feats"](out)), (0, 1), value=1.0)
        scores = torch.empty(len(hidden), len(self._bias))
        for tag in upos.unique():
            at = upos == tag
            scores[at] = hidden[at] @ self._by_upos[tag].T + self._bias
        chosen = torch.stack([part.argmax(1) for part in scores.split(self._sizes, dim=1)], dim=1)
        tags = [self._upos.id2unit(tag) for tag in upos.tolist()]
        features = [self._named(tuple(values)) for values in chosen.tolist()]
        return list(zip(rows.split(tags), rows.split(features), strict=True))


class Parser:
    """Heads and their labels."""

    def __init__(self, trainer: Any) -> None:
        self._model = model = check(trainer)
        self.shares = shares_of(model.bert_layer_mix.weight.detach())
        self._recurrent = _Recurrent(model, "parserlstm")
        scorer = model.deprel.scorer.W_bilin
        weight = scorer.weight.detach()
        # of both sides the last value is always 1: what it is multiplied with goes beside the rest
        pair = weight[:-1, :-1]
        self._of_pair = product(pair.flatten(1).T, torch.tensor([[0.0], [1.0]]).expand(2, len(pair)), float_kind())
        """What scores the labels of a word, with values from 0 to 1, for each value of its head: of both together."""
        self._of_word, self._of_head = weight[:-1, -1], weight[-1, :-1]
        self._of_any = weight[-1, -1] + scorer.bias.detach()
        if model.args.get("linearization") or model.args.get("distance") or model.args.get("use_arc_embedding"):
            raise ValueError("The parser was trained with other scorers than arcs and labels.")
        self._labels = trainer.vocab["deprel"]

    def __call__(self, rows: Rows) -> list[tuple[list[int], Sequence[str]]]:
        """Return for each row's words the head, counted from 1 with 0 for the root, and its label.

        The first of the words read stands for the root.
        """
        out = self._recurrent(rows)
        arcs = self._model.unlabeled(out, out).squeeze(3)
        arcs.masked_fill_(~rows.is_word.unsqueeze(1), -torch.inf).diagonal(dim1=1, dim2=2).fill_(-torch.inf)
        chosen = arcs.argmax(2)
        for row, (heads, length) in enumerate(zip(chosen.tolist(), rows.lengths, strict=True)):
            if not _is_tree(heads[:length]):
                scores = functional.log_softmax(arcs[row, :length, :length], 1)
                chosen[row, :length] = torch.from_numpy(_best_tree(scores.numpy()))
        labels = rows.split([self._labels.id2unit(n + PREFIX) for n in self._labelled(rows, out, chosen).tolist()])
        return [
            (heads[1:length], found[1:])
            for heads, found, length in zip(chosen.tolist(), labels, rows.lengths, strict=True)
        ]

    def _labelled(self, rows: Rows, out: Tensor, heads: Tensor) -> Tensor:
        """Return the best label of every word under its head, (words,)."""
        scorer = self._model.deprel
        child = functional.relu(scorer.W1(out[rows.is_word]))
        head = functional.relu(scorer.W2(out))
        head = head.gather(1, heads.clamp(min=0).unsqueeze(2).expand(-1, -1, head.shape[2]))[rows.is_word]
        pairs = zip(child.split(LABEL_WORDS), head.split(LABEL_WORDS), strict=True)
        return torch.cat([self._labels_of(*pair) for pair in pairs])

    def _labels_of(self, child: Tensor, head: Tensor) -> Tensor:
        """Return the best label of each pair of a word and its head, (pairs,)."""
        # every word by its own highest value
        highest = child.amax(1, keepdim=True).clamp_(min=SMALLEST)
        weights = self._of_pair(self._of_pair.quantize(child / highest)).view(len(child), head.shape[1], -1)
        scores = torch.bmm((head * highest).to(weights.dtype).unsqueeze(1), weights).squeeze(1)
        return (scores + child @ self._of_word + head @ self._of_head + self._of_any).argmax(1)


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
        self._model = model = check(trainer)
        self.shares = shares_of(model.bert_layer_mix.weight.detach())
        self._recurrent = _Recurrent(model, "taggerlstm")
        if model.input_transform:
            raise ValueError("The entity recogniser was trained with an input transform.")
        self._tags = trainer.vocab["tag"]
        self._into = model.crits[0]._transitions.detach().T.contiguous()  # noqa: SLF001 -- Stanza has no public one
        """Scores of each tag (row) behind each other tag."""

    def __call__(self, rows: Rows) -> list[list[Name]]:
        """Return the entities of each row."""
        scores = self._model.tag_clfs[0](self._recurrent(rows))
        return [list(_names([self._tag(n) for n in row])) for row in self._best_paths(scores, rows)]

    def _tag(self, number: int) -> str:
        found = self._tags.id2unit((max(number, PREFIX),))
        return str(found[0])

    def _best_paths(self, scores: Tensor, rows: Rows) -> list[list[int]]:
        """Return the best sequence of tags of each row, after Viterbi."""
        best = scores[:, 0]
        as_before = torch.arange(scores.shape[2])
        steps: list[Tensor] = []
        for at in range(1, scores.shape[1]):
            is_word = rows.is_word[:, at : at + 1]
            value, where = (best.unsqueeze(1) + self._into).max(2)
            best = torch.where(is_word, value + scores[:, at], best)
            steps.append(torch.where(is_word, where, as_before))
        path = [best.argmax(1)]
        for step in reversed(steps):
            path.append(step.gather(1, path[-1].unsqueeze(1)).squeeze(1))
        found = torch.stack(path[::-1], dim=1).tolist()
        return [tags[:length] for tags, length in zip(found, rows.lengths, strict=True)]


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
