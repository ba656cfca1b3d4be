"""Cut frames into sentences and tokens with Stanza's tokenizer, whole batches of characters at a time.

The same network and the same reading of its answer as Stanza's own loop, which handles each character in Python.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from quotes.parse.recurrent import Both, turned

WINDOW = 1000
"""Characters that the network sees together; a longer frame is cut after the last sentence that ends inside."""

BATCH_CHARACTERS = 12_000
"""Characters in one run of the network, padding included."""

TOKEN, SENTENCE, MULTIWORD, MULTIWORD_SENTENCE = 1, 2, 3, 4
"""What the network says of a token's last character."""

_SPACE = re.compile(r"[\s\u0080-\u009f]")
_MAYBE_ADDRESS = re.compile(r"@|://|www\.|\.(?:gov|org|edu|net|com|co)")
_FEATURES = ("space_before", "capitalized", "numeric", "end_of_para", "start_of_para")


@dataclass(frozen=True, slots=True)
class Token:
    """A token: its text, `start` and `end` in the frame, and whether it holds several words ("don't")."""

    text: str
    start: int
    end: int
    is_multiword: bool


@dataclass(frozen=True, slots=True)
class _Characters:
    """A frame's characters, runs of spaces made one: vocabulary numbers, features, and where each one stood."""

    text: str
    numbers: np.ndarray[Any, Any]
    features: np.ndarray[Any, Any]
    places: np.ndarray[Any, Any]


class _Network:
    """What Stanza's `Tokenizer` module does with characters."""

    def __init__(self, trainer: Any) -> None:
        self._model = model = trainer.model.eval()
        if not model.args["hierarchical"] or not model.args["use_mwt"] or model.args["conv_res"] is not None:
            raise ValueError("The tokenizer was trained with other layers than two recurrent ones.")
        self._doubt = model.args["hier_invtemp"]
        self._layers = Both(model.rnn), Both(model.rnn2)

    def __call__(self, numbers: Tensor, features: Tensor, lengths: Sequence[int]) -> Tensor:
        """Return the label of every character of rows that are padded to the longest."""
        model, (first, second) = self._model, self._layers
        backwards = turned(lengths)
        states = first(torch.cat([model.embeddings(numbers), features], dim=2), backwards)
        ends_token = model.tok_clf(states)
        surer = second(states * (1 - torch.sigmoid(-ends_token * self._doubt)), backwards)
        token = ends_token + model.tok_clf2(surer)
        sentence = model.sent_clf(states) + model.sent_clf2(surer)
        multiword = model.mwt_clf(states) + model.mwt_clf2(surer)
        # whether it ends a token, that a sentence, and has several words: no and yes of each, as logarithms
        cut, last, many = ((functional.logsigmoid(-x), functional.logsigmoid(x)) for x in (token, sentence, multiword))
        parts = [cut[0], *(cut[1] + last[a] + many[b] for b in (0, 1) for a in (0, 1))]
        return torch.cat(parts, dim=2).argmax(2)


class Tokenizer:
    """Stanza's tokenizer behind one method."""

    def __init__(self, trainer: Any) -> None:
        if tuple(trainer.args["feat_funcs"]) != _FEATURES:
            raise ValueError(f"The tokenizer was trained with other features: {trainer.args['feat_funcs']}")
        self._network = _Network(trainer)
        self._described = cache(partial(_described, trainer.vocab))

    def sentences(self, texts: Sequence[str]) -> list[list[list[Token]]]:
        """Return the tokens of each sentence of each text."""
        read = [self._characters(text) for text in texts]
        labels = self._labels(read)
        return [list(_tokens(c, found)) for c, found in zip(read, labels, strict=True)]

    def _characters(self, text: str) -> _Characters:
        plain = _SPACE.sub(" ", text)
        length = len(plain.rstrip())
        codes = np.frombuffer(plain[:length].encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
        spaces = codes == ord(" ")
        kept = np.flatnonzero(~(spaces & np.concatenate(([False], spaces[:-1])))) if length else np.zeros(0, int)
        codes = codes[kept]
        units, inverse = np.unique(codes, return_inverse=True)
        known = np.array([self._described(chr(code)) for code in units]).reshape(-1, 4)[inverse]
        features = np.zeros((len(codes), len(_FEATURES)), dtype=np.float32)
        features[:, :3] = known[:, 1:]
        if len(codes):
            features[-1, 3] = features[0, 4] = 1
        return _Characters("".join(map(chr, codes)), known[:, 0], features, kept)

    def _labels(self, read: Sequence[_Characters]) -> list[np.ndarray[Any, Any]]:
        """Return the label of every character."""
        labels: list[list[np.ndarray[Any, Any]]] = [[] for _ in read]
        pending = [(n, 0) for n, c in enumerate(read) if len(c.numbers)]
        while pending:
            again: list[tuple[int, int]] = []
            for batch in _batches(pending, read):
                for (n, start), found in zip(batch, self._predict(batch, read), strict=True):
                    advance = len(found)
                    if start + advance < len(read[n].numbers):
                        ends = np.flatnonzero((found == SENTENCE) | (found == MULTIWORD_SENTENCE))
                        advance = int(ends[-1]) + 1 if len(ends) else advance
                        again.append((n, start + advance))
                    labels[n].append(found[:advance])
            pending = again
        return [_finished(np.concatenate(parts), c) if parts else np.zeros(0, int)
                for parts, c in zip(labels, read, strict=True)]  # fmt: skip

    @torch.inference_mode()  # type: ignore[untyped-decorator]
    def _predict(self, batch: Sequence[tuple[int, int]], read: Sequence[_Characters]) -> list[np.ndarray[Any, Any]]:
        lengths = [min(WINDOW, len(read[n].numbers) - start) for n, start in batch]
        numbers = np.zeros((len(batch), lengths[0]), dtype=np.int64)
        features = np.zeros((len(batch), lengths[0], len(_FEATURES)), dtype=np.float32)
        for row, ((n, start), length) in enumerate(zip(batch, lengths, strict=True)):
            numbers[row, :length] = read[n].numbers[start : start + length]
            features[row, :length] = read[n].features[start : start + length]
        chosen = self._network(torch.from_numpy(numbers), torch.from_numpy(features), lengths).numpy()
        return [chosen[row, :length] for row, length in enumerate(lengths)]


def _described(vocabulary: Any, unit: str) -> tuple[int, int, int, int]:
    # Stanza's patterns for numbers take decimal digits only
    return vocabulary.unit2id(unit), int(unit == " "), int(unit.isupper()), int(unit.isdecimal())


def _batches(pending: list[tuple[int, int]], read: Sequence[_Characters]) -> Iterator[list[tuple[int, int]]]:
    """Yield the windows in batches, long ones first, as the network wants them."""
    sizes = {item: min(WINDOW, len(read[item[0]].numbers) - item[1]) for item in pending}
    batch: list[tuple[int, int]] = []
    for item in sorted(pending, key=lambda i: (-sizes[i], i)):
        if batch and sizes[batch[0]] * (len(batch) + 1) > BATCH_CHARACTERS:
            yield batch
            batch = []
        batch.append(item)
    yield batch


def _finished(labels: np.ndarray[Any, Any], characters: _Characters) -> np.ndarray[Any, Any]:
    """Return the labels with a sentence's end at the end, and no token's end inside a web or mail address."""
    from stanza.models.tokenization.utils import update_pred_regex

    labels[-1] = MULTIWORD_SENTENCE if labels[-1] >= MULTIWORD else SENTENCE
    if _MAYBE_ADDRESS.search(characters.text):
        labels = np.asarray(update_pred_regex(list(characters.text), labels))
    return labels


def _tokens(characters: _Characters, labels: np.ndarray[Any, Any]) -> Iterator[list[Token]]:
    sentence: list[Token] = []
    start = 0
    for at in np.flatnonzero(labels).tolist():
        raw = characters.text[start : at + 1]
        text = raw.lstrip()
        if text:
            first = start + len(raw) - len(text)
            place, end = int(characters.places[first]), int(characters.places[at]) + 1
            sentence.append(Token(text, place, end, bool(labels[at] >= MULTIWORD)))
        start = at + 1
        if labels[at] in (SENTENCE, MULTIWORD_SENTENCE) and sentence:
            yield sentence
            sentence = []
    if sentence:
        yield sentence
