"""Adapt a small public encoder to syntax and names: `python -m training.encoder BASE BUILD OUT`.

One pass over a sentence has to serve tagger, parser and entity recogniser, so all three teach it at once, through
heads that are thrown away: UPOS, XPOS and features; biaffine arcs and labels (Dozat and Manning 2017); BIO tags.
Stanza's own trainers then put their heads on the finished encoder. A run can be cut off and goes on from its
last checkpoint in OUT.
"""

import argparse
import json
import math
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional
from transformers import AutoModel, AutoTokenizer

from quotes.parse.encoder import CASES, LAYERS, VOCABULARY, Subwords, WordPieces
from training.treebank import Tagged, Tree, read_tagged, read_trees

SEED = 20261122
BATCH_SUBWORDS = 3000
PEAK_RATE, HEADS_FACTOR = 2.5e-4, 6
WARM_UP = 0.06
WEIGHT_DECAY = 0.01
BLANKED = 0.06
"""Share of words whose pieces are blanked, so that context has to tell what an unknown name is."""
DROPOUT = 0.2
ARC_WIDTH, LABEL_WIDTH = 256, 128
CHECKPOINT_SECONDS = 300
LOG = 100
IGNORED = -100
Vocabulary = dict[str, int]


@dataclass(frozen=True, slots=True)
class Sample:
    """A sentence as numbers; `heads` is empty where only entities are known, and the other way round."""

    pieces: Subwords
    upos: tuple[int, ...] = ()
    xpos: tuple[int, ...] = ()
    feats: tuple[int, ...] = ()
    heads: tuple[int, ...] = ()
    labels: tuple[int, ...] = ()
    entities: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Vocabularies:
    """What the throw-away heads can say."""

    upos: Vocabulary
    xpos: Vocabulary
    feats: Vocabulary
    labels: Vocabulary
    entities: Vocabulary


class Heads(nn.Module):  # type: ignore[misc]
    """The throw-away heads over (rows, words + 1, width) states; the first word stands for the root."""

    def __init__(self, width: int, names: Vocabularies) -> None:
        super().__init__()
        self.drop = nn.Dropout(DROPOUT)
        self.upos = nn.Linear(width, len(names.upos))
        self.xpos = nn.Linear(width, len(names.xpos))
        self.feats = nn.Linear(width, len(names.feats))
        self.entities = nn.Linear(width, len(names.entities))
        self.arc_child, self.arc_head = nn.Linear(width, ARC_WIDTH), nn.Linear(width, ARC_WIDTH)
        self.label_child, self.label_head = nn.Linear(width, LABEL_WIDTH), nn.Linear(width, LABEL_WIDTH)
        self.arc = nn.Parameter(torch.zeros(ARC_WIDTH + 1, ARC_WIDTH))
        self.label = nn.Parameter(torch.zeros(len(names.labels), LABEL_WIDTH + 1, LABEL_WIDTH + 1))

    def arcs(self, states: Tensor) -> Tensor:
        """Return the score of every head (last dimension) for every word, the root's row left out."""
        child = self.drop(functional.gelu(self.arc_child(states[:, 1:])))
        head = self.drop(functional.gelu(self.arc_head(states)))
        return _biased(child) @ self.arc @ head.transpose(1, 2) / math.sqrt(ARC_WIDTH)

    def relations(self, states: Tensor, heads: Tensor) -> Tensor:
        """Return the scores of the labels for every word under its given head."""
        at = heads.unsqueeze(2).expand(-1, -1, states.shape[2])
        child = _biased(self.drop(functional.gelu(self.label_child(states[:, 1:]))))
        head = _biased(self.drop(functional.gelu(self.label_head(states.gather(1, at)))))
        return torch.einsum("bwi,lij,bwj->bwl", child, self.label, head)


def _biased(states: Tensor) -> Tensor:
    return torch.cat([states, torch.ones_like(states[..., :1])], dim=-1)


def with_cases(model: Any, ids: Tensor, mask: Tensor) -> tuple[Tensor, ...]:
    """Return the hidden states of all layers for pieces that carry their case."""
    cases = ids // VOCABULARY
    found = model(ids % VOCABULARY, attention_mask=mask, token_type_ids=cases, output_hidden_states=True)
    return tuple(found.hidden_states)


def word_states(model: Any, samples: Sequence[Sample], random: Random | None) -> tuple[Tensor, Tensor]:
    """Return (rows, words + 1, width) states, the mean of the last layers, and a mask that is True for real words."""
    longest = max(len(s.pieces.ids) for s in samples)
    ids = torch.zeros(len(samples), longest, dtype=torch.long)
    for row, sample in enumerate(samples):
        ids[row, : len(sample.pieces.ids)] = torch.tensor(_blanked(sample.pieces, random))
    words = max(len(s.pieces.last) for s in samples)
    last = torch.zeros(len(samples), words, dtype=torch.long)
    mask = torch.zeros(len(samples), words, dtype=torch.bool)
    for row, sample in enumerate(samples):
        last[row, : len(sample.pieces.last)] = torch.tensor(sample.pieces.last)
        mask[row, : len(sample.pieces.last)] = True
    with torch.autocast("cpu", torch.bfloat16):
        layers = with_cases(model, ids, (ids > 0).long())
        mean = torch.stack(layers[-LAYERS:]).mean(dim=0)
    return mean.gather(1, last.unsqueeze(2).expand(-1, -1, mean.shape[2])), mask


def _blanked(pieces: Subwords, random: Random | None) -> list[int]:
    ids = list(pieces.ids)
    if random:
        for start, end in zip(pieces.last, pieces.last[1:], strict=False):
            if random.random() < BLANKED:
                ids[start + 1 : end + 1] = [WordPieces.blank(i) for i in ids[start + 1 : end + 1]]
    return ids


def loss_of(heads: Heads, states: Tensor, mask: Tensor, samples: Sequence[Sample]) -> Tensor:
    """Return the mean loss for each word, summed over what is known about these samples."""
    states = heads.drop(states)

    def target(pick: Callable[[Sample], Sequence[int]], fill: int = IGNORED) -> Tensor:
        out = torch.full((len(samples), mask.shape[1] - 1), fill, dtype=torch.long)
        for row, sample in enumerate(samples):
            out[row, : len(pick(sample))] = torch.tensor(pick(sample))
        return out

    def entropy(scores: Tensor, wanted: Tensor) -> Tensor:
        flat = scores.float().reshape(-1, scores.shape[-1])
        return functional.cross_entropy(flat, wanted.reshape(-1), ignore_index=IGNORED)

    with torch.autocast("cpu", torch.bfloat16):
        if samples[0].entities:
            return entropy(heads.entities(states[:, 1:]), target(lambda s: s.entities))
        arcs = heads.arcs(states).masked_fill(~mask.unsqueeze(1), -1e4)
        gold = target(lambda s: s.heads)
        relations = heads.relations(states, gold.clamp(min=0))
        return (
            entropy(arcs, gold)
            + entropy(relations, target(lambda s: s.labels))
            + 0.4 * entropy(heads.upos(states[:, 1:]), target(lambda s: s.upos))
            + 0.2 * entropy(heads.xpos(states[:, 1:]), target(lambda s: s.xpos))
            + 0.4 * entropy(heads.feats(states[:, 1:]), target(lambda s: s.feats))
        )


def samples_of_trees(trees: Sequence[Tree], pieces: WordPieces, names: Vocabularies) -> list[Sample]:
    """Return the trees as numbers; what the training part never saw is ignored."""
    return [
        Sample(
            pieces.of([w.form for w in tree.words]),
            tuple(names.upos.get(w.upos, IGNORED) for w in tree.words),
            tuple(names.xpos.get(w.xpos, IGNORED) for w in tree.words),
            tuple(names.feats.get(w.feats, IGNORED) for w in tree.words),
            tuple(w.head for w in tree.words),
            tuple(names.labels.get(w.deprel, IGNORED) for w in tree.words),
        )
        for tree in trees
    ]


def samples_of_tagged(sentences: Sequence[Tagged], pieces: WordPieces, names: Vocabularies) -> list[Sample]:
    """Return the sentences with entities as numbers."""
    return [Sample(pieces.of(s.forms), entities=tuple(names.entities[t] for t in s.tags)) for s in sentences]


def batches(samples: Sequence[Sample], random: Random) -> Iterator[list[Sample]]:
    """Yield the samples in batches of like length, in random order."""
    order = sorted(samples, key=lambda s: (len(s.pieces.ids), random.random()))
    made: list[list[Sample]] = [[]]
    for sample in order:
        if made[-1] and len(sample.pieces.ids) * (len(made[-1]) + 1) > BATCH_SUBWORDS:
            made.append([])
        made[-1].append(sample)
    random.shuffle(made)
    yield from made


def schedule(trees: list[Sample], tagged: list[Sample], passes: tuple[int, int]) -> list[list[Sample]]:
    """Return all batches of a run: so many passes over each kind, mixed, the same for every run."""
    random = Random(SEED)
    kinds = [
        [b for _ in range(n) for b in batches(part, random)] for part, n in zip((trees, tagged), passes, strict=True)
    ]
    places = [((n + 0.5) / len(kind), k, n) for k, kind in enumerate(kinds) for n in range(len(kind))]
    return [kinds[k][n] for _, k, n in sorted(places)]


@torch.no_grad()
def scores(model: Any, heads: Heads, trees: Sequence[Sample], tagged: Sequence[Sample]) -> dict[str, float]:
    """Return UAS, LAS, UPOS and tag accuracy outside of O, in per cent, from greedy choices."""
    model.eval(), heads.eval()
    right = dict.fromkeys(("UAS", "LAS", "UPOS", "feats", "entities"), 0)
    words = named = 0
    for batch in batches(trees, Random(0)):
        states, mask = word_states(model, batch, None)
        states = states.float()
        chosen = heads.arcs(states).masked_fill(~mask.unsqueeze(1), -1e4).argmax(2)
        labels = heads.relations(states, chosen).argmax(2)
        upos, feats = heads.upos(states[:, 1:]).argmax(2), heads.feats(states[:, 1:]).argmax(2)
        for row, sample in enumerate(batch):
            n = len(sample.heads)
            arc = chosen[row, :n] == torch.tensor(sample.heads)
            words += n
            right["UAS"] += int(arc.sum())
            right["LAS"] += int((arc & (labels[row, :n] == torch.tensor(sample.labels))).sum())
            right["UPOS"] += int((upos[row, :n] == torch.tensor(sample.upos)).sum())
            right["feats"] += int((feats[row, :n] == torch.tensor(sample.feats)).sum())
    for batch in batches(tagged, Random(0)):
        states, _ = word_states(model, batch, None)
        tags = heads.entities(states[:, 1:].float()).argmax(2)
        for row, sample in enumerate(batch):
            gold = torch.tensor(sample.entities)
            either = (gold > 0) | (tags[row, : len(gold)] > 0)
            named += int(either.sum())
            right["entities"] += int((either & (gold == tags[row, : len(gold)])).sum())
    model.train(), heads.train()
    return {name: round(100 * n / (named if name == "entities" else words), 2) for name, n in right.items()}


def _numbered(values: Iterator[str], first: str | None = None) -> Vocabulary:
    found = sorted(set(values))
    ordered = [first, *(v for v in found if v != first)] if first else found
    return {value: n for n, value in enumerate(ordered)}


def _vocabularies(trees: Sequence[Tree], tagged: Sequence[Tagged]) -> Vocabularies:
    words = [word for tree in trees for word in tree.words]
    return Vocabularies(
        _numbered(w.upos for w in words),
        _numbered(w.xpos for w in words),
        _numbered(w.feats for w in words),
        _numbered(w.deprel for w in words),
        _numbered((tag for sentence in tagged for tag in sentence.tags), "O"),
    )


def _rate(done: float) -> float:
    """Return the factor for the learning rate after the share `done` of the run."""
    return done / WARM_UP if done < WARM_UP else (1 - done) / (1 - WARM_UP)


def train(base: Path, build: Path, out: Path, passes: tuple[int, int], start: Path | None, peak: float) -> None:
    """Run, or go on with, the adaptation; writes OUT/encoder in Hugging Face's form when done.

    A finished run can be the `start` of another, which takes its weights and heads over, and nothing else.
    """
    torch.manual_seed(SEED)
    out.mkdir(parents=True, exist_ok=True)
    tokenizer = AutoTokenizer.from_pretrained(str(base), local_files_only=True)
    pieces = WordPieces(tokenizer)
    trees = {part: list(read_trees(build / f"en_quotes-ud-{part}.conllu")) for part in ("train", "dev")}
    tagged = {part: list(read_tagged(build / f"en_world.{part}.json")) for part in ("train", "dev")}
    names = _vocabularies(trees["train"], tagged["train"])
    plan = schedule(
        samples_of_trees(trees["train"], pieces, names), samples_of_tagged(tagged["train"], pieces, names), passes
    )
    dev = (samples_of_trees(trees["dev"], pieces, names), samples_of_tagged(tagged["dev"], pieces, names))
    model = _base_model(base)
    heads = Heads(model.config.hidden_size, names)
    optimizer = _optimizer(model, heads, peak)
    checkpoint = out / "checkpoint.pt"
    done = 0
    if checkpoint.is_file():
        done = _load(checkpoint, model, heads, optimizer)
    elif start:
        _load(start / "checkpoint.pt", model, heads)
    print(f"{len(plan)} batches, from {done}; {sum(p.numel() for p in model.parameters()) / 1e6:.1f} M parameters")
    model.train(), heads.train()
    began = saved_at = time.monotonic()
    total = seen = 0.0
    for step in range(done, len(plan)):
        batch = plan[step]
        for group in optimizer.param_groups:
            group["lr"] = group["peak"] * _rate((step + 1) / (len(plan) + 1))
        states, mask = word_states(model, batch, Random(SEED + step))
        loss = loss_of(heads, states, mask, batch)
        loss.backward()
        nn.utils.clip_grad_norm_([p for group in optimizer.param_groups for p in group["params"]], 1.0)
        optimizer.step()
        optimizer.zero_grad()
        total, seen = total + loss.item(), seen + sum(len(s.pieces.ids) for s in batch)
        if step % LOG == LOG - 1:
            rate = seen / (time.monotonic() - began)
            print(f"{step + 1}/{len(plan)} loss {total / LOG:.3f} {rate:.0f} subwords/s", flush=True)
            total, seen, began = 0.0, 0.0, time.monotonic()
        if time.monotonic() - saved_at > CHECKPOINT_SECONDS:
            _save(checkpoint, model, heads, optimizer, step + 1)
            saved_at = time.monotonic()
        if step % (len(plan) // 8) == len(plan) // 8 - 1:
            print(step + 1, json.dumps(scores(model, heads, *dev)), flush=True)
            began = time.monotonic()
    _save(checkpoint, model, heads, optimizer, len(plan))
    model.config.hidden_dropout_prob = 0.0
    model.save_pretrained(str(out / "encoder"))
    tokenizer.save_pretrained(str(out / "encoder"))
    (out / "encoder.json").write_text(json.dumps(scores(model, heads, *dev)) + "\n")


def _base_model(base: Path) -> Any:
    """Return the encoder to begin with.

    It tells case; its attention drops nothing, since that kernel is slow; its word embeddings stay, so that rare
    words keep what they mean.
    """
    model = AutoModel.from_pretrained(
        str(base), add_pooling_layer=False, local_files_only=True, attention_probs_dropout_prob=0.0
    ).float()
    model.embeddings.token_type_embeddings = _case_embeddings(model)
    model.config.type_vocab_size = CASES
    model.embeddings.word_embeddings.weight.requires_grad_(False)
    return model


def _case_embeddings(model: Any) -> nn.Embedding:
    old = model.embeddings.token_type_embeddings.weight.detach()
    new = nn.Embedding(CASES, old.shape[1])
    with torch.no_grad():
        new.weight.copy_(old[:1].expand(CASES, -1) + 0.002 * torch.randn(CASES, old.shape[1]))
    return new


def _optimizer(model: Any, heads: Heads, peak: float) -> torch.optim.Optimizer:
    return torch.optim.AdamW(
        [
            {"params": [p for p in model.parameters() if p.requires_grad], "peak": peak},
            {"params": list(heads.parameters()), "peak": peak * HEADS_FACTOR},
        ],
        lr=peak, weight_decay=WEIGHT_DECAY, betas=(0.9, 0.98),
    )  # fmt: skip


def _load(path: Path, model: Any, heads: Heads, optimizer: torch.optim.Optimizer | None = None) -> int:
    """Fill in what a run has saved, and return its steps; without an optimizer only its weights are taken over."""
    saved = torch.load(path, weights_only=True)
    model.load_state_dict(saved["model"])
    heads.load_state_dict(saved["heads"])
    if optimizer is not None:
        optimizer.load_state_dict(saved["optimizer"])
    return int(saved["step"])


def _save(path: Path, model: Any, heads: Heads, optimizer: torch.optim.Optimizer, step: int) -> None:
    state = {
        "model": model.state_dict(),
        "heads": heads.state_dict(),
        "optimizer": optimizer.state_dict(),
        "step": step,
    }
    part = path.with_suffix(".part")
    torch.save(state, part)
    part.replace(path)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("base", type=Path)
    parser.add_argument("build", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--passes", type=int, nargs=2, default=(14, 5), metavar=("TREES", "ENTITIES"))
    parser.add_argument("--start", type=Path, help="the OUT of a finished run to begin with")
    parser.add_argument("--rate", type=float, default=PEAK_RATE, help="peak learning rate of the encoder")
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    train(options.base, options.build, options.out, tuple(options.passes), options.start, options.rate)
