"""Analyse frames with the shipped models: tokens, words, tags, trees, lemmas and names from one reading of each.

The stages are Stanza's models; what runs them is made for many short frames at once. Multi-word tokens and lemmas
depend on nothing but the word, so each is asked for once and remembered.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

import torch
from torch import Tensor

from quotes import lexicon
from quotes.parse.encoder import Encoder, Words
from quotes.parse.heads import Name, Names, Parser, Rows, Tagger
from quotes.parse.tokens import Token, Tokenizer
from quotes.parse.words import part_offsets

MAX_TOKENS = 500
"""Tokens of a sentence that is read whole; a longer one is a table or a list without full stops."""

BATCH_WORDS = 2048
"""Words in one run of the heads, padding included."""

ALIKE = 0.75
"""How long the shortest sentence of a run is at least, as a share of the longest: what is shorter is padded."""

_INITIALS = re.compile(r"(?:[A-Z]\.){1,3}")
_PLACES = frozenset(
    {"U.S.", "U.K.", "U.N.", "E.U.", "D.C.", "L.A.", "N.Y.", "N.J.", "U.A.E.", "B.C.", "A.D.", "P.M.", "A.M."}
)
"""What is written like initials and may end a sentence."""

_SMALL = frozenset(
    {"in", "on", "at", "by", "of", "and", "to", "from", "with", "for", "but", "as", "so", "if", "or", "said"}
)
"""Small words before a name inside a sentence, and such as open the next one."""

AS_WRITTEN = frozenset({"PROPN", "PUNCT", "NUM", "SYM", "X"})
"""Parts of speech whose words the lemmatizer's network is not asked about: where its dictionary is silent, the lemma
is the word."""

_CLITIC = re.compile(r"(.+?)(n['’]t|['’](?:s|ll|re|ve|d|m)|(?<=s)['’])", re.IGNORECASE)
"""A word and what is written on to it. The expander's network, which is slow, splits these in the same place."""

Row = list[Any]
"""A word: text, lemma, part of speech, features, head (counted from 1, 0 is the root), label."""


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    start: int
    end: int


class Analyser:
    """A loaded `stanza.Pipeline` whose heads read the one shared encoder."""

    def __init__(self, pipeline: Any, encoder: Encoder) -> None:
        processors = pipeline.processors
        self._encoder = encoder
        self._tokenizer = Tokenizer(processors["tokenize"].trainer)
        self._tagger = Tagger(processors["pos"].trainer)
        self._parser = Parser(processors["depparse"].trainer)
        self._names = Names(processors["ner"].trainer)
        self._words_of = _Remembered(processors["mwt"], _expanded)
        self._lemma_of = _Remembered(processors["lemma"], _lemmatized)

    def analyse(self, texts: Sequence[str], *, deep: bool) -> list[dict[str, Any]]:
        """Return for each text its sentences, as rows of words, and its entities, as `[start, end, type]`.

        Only `deep` ones get sentences, whose rows have the start and end of the word behind the rest.
        """
        cut = [[part for sentence in _joined(found) for part in _parts(sentence)] for found in self.tokenize(texts)]
        self._words_of.learn({t.text for t in chain.from_iterable(chain.from_iterable(cut)) if _is_multiword(t)})
        places = [n for n, found in enumerate(cut) for _ in found]
        words = [list(self._words(tokens, texts[n])) for n, found in enumerate(cut) for tokens in found]
        found: list[dict[str, Any]] = [{"sentences": [], "entities": []} for _ in texts]
        analysed = self.words([[word.text for word in sentence] for sentence in words], deep=deep)
        for n, sentence, (rows, names) in zip(places, words, analysed, strict=True):
            if deep:
                both = zip(rows, sentence, strict=True)
                found[n]["sentences"].append([[texts[n][w.start : w.end], *row[1:], w.start, w.end] for row, w in both])
            found[n]["entities"] += [[sentence[x.first].start, sentence[x.end - 1].end, x.type] for x in names]
        return found

    def tokenize(self, texts: Sequence[str]) -> list[list[list[Token]]]:
        """Return the tokens of each sentence of each text."""
        return self._tokenizer.sentences(texts)

    def words(self, sentences: Sequence[Words], *, deep: bool = True) -> list[tuple[list[Row], list[Name]]]:
        """Return the rows (none unless `deep`; without offsets) and the names of sentences given as words."""
        analysed: list[tuple[list[Row], list[Name]]] = [([], [])] * len(sentences)
        heads = (self._names, self._tagger, self._parser) if deep else (self._names,)
        states = self._encoder.states(sentences, torch.stack([head.shares for head in heads]))
        for batch in _alike([len(words) for words in sentences]):
            found = self._run([sentences[at] for at in batch], [states[at] for at in batch])
            for at, one in zip(batch, found, strict=True):
                analysed[at] = one
        self._lemmatize([row for rows, _ in analysed for row in rows])
        return analysed

    def _words(self, tokens: Sequence[Token], text: str) -> Iterator[_Word]:
        for token in tokens:
            parts = self._words_of[token.text] if _is_multiword(token) else (token.text,)
            for part, (start, end) in zip(parts, part_offsets(text, token.start, token.end, parts), strict=True):
                yield _Word(part, start, end)

    @torch.inference_mode()  # type: ignore[untyped-decorator]
    def _run(self, sentences: Sequence[Words], states: Sequence[Tensor]) -> list[tuple[list[Row], list[Name]]]:
        """Return the rows and names of sentences of like length, the longest first."""
        names = self._names(Rows([for_names[1:] for for_names, *_ in states]))
        if len(states[0]) == 1:
            return [([], found) for found in names]
        tags = self._tagger(Rows([for_tags[1:] for _, for_tags, _ in states]))
        trees = self._parser(Rows([for_trees for _, _, for_trees in states]))
        rows = [
            [[word, word, tag, "" if feats == "_" else feats, head, label]
             for word, tag, feats, head, label in zip(words, upos, features, heads, labels, strict=True)]
            for words, (upos, features), (heads, labels) in zip(sentences, tags, trees, strict=True)
        ]  # fmt: skip
        return list(zip(rows, names, strict=True))

    def _lemmatize(self, rows: Sequence[Row]) -> None:
        self._lemma_of.learn({(row[0], row[2]) for row in rows})
        for row in rows:
            row[1] = self._lemma_of[row[0], row[2]]


def _parts(sentence: list[Token]) -> Iterator[list[Token]]:
    """Yield a sentence, in parts if it is longer than any: every pair of its words is scored, which takes memory."""
    while len(sentence) > MAX_TOKENS:
        end, depth = MAX_TOKENS, 0
        for number, token in enumerate(sentence[:MAX_TOKENS], 1):
            depth += (token.text == "“") - (token.text == "”")
            if token.text in {",", ";"} and depth == 0:
                end = number
        yield sentence[:end]
        sentence = sentence[end:]
    yield sentence


def _joined(sentences: list[list[Token]]) -> list[list[Token]]:
    """Return the sentences of a text, a quotation put back to the colon before it, a surname to its initials."""
    # e.g. Roth fired back: | “It is so,” referencing the number of jurors.
    joined = sentences[:1]
    for sentence in sentences[1:]:
        # e.g. a bench of Justice R.V. | Deshmukh observed
        is_initials = _INITIALS.fullmatch(joined[-1][-1].text) and joined[-1][-1].text not in _PLACES
        is_name = is_initials and len(joined[-1]) > 1 and _before_name(joined[-1][-2].text, sentence[0].text)
        if (joined[-1][-1].text == ":" and sentence[0].text == "“") or is_name:
            joined[-1] = joined[-1] + sentence
        else:
            joined.append(sentence)
    return joined


def _before_name(before: str, behind: str) -> bool:
    """Tell whether initials stand in a name: behind a title or inside a sentence, and before a word of a name."""
    opening = (
        lexicon.words("function_words")
        | lexicon.words("determiners")
        | lexicon.words("subject_pronouns")
        | lexicon.words("auxiliaries")
        | _SMALL
    )
    is_name = behind[:1].isupper() and behind[1:].islower() and behind.lower() not in opening
    return is_name and (before.lower().rstrip(".") in lexicon.words("titles") or before in _SMALL)


def _alike(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Yield the places of sentences of like length, long ones first, as many at once as there is room for."""
    batch: list[int] = []
    for at in sorted(range(len(lengths)), key=lambda n: (-lengths[n], n)):
        longest = lengths[batch[0]] if batch else 0
        if longest * (len(batch) + 1) > BATCH_WORDS or lengths[at] < ALIKE * longest:
            yield batch
            batch = []
        batch.append(at)
    if batch:
        yield batch


def _is_multiword(token: Token) -> bool:
    # e.g. *its* letter reads: in treebanks of web text it often stands for "it's", in newspapers it does not
    return token.is_multiword and token.text.lower() != "its"


class _Remembered:
    """Answers of a processor that looks at nothing but the one thing it is asked about."""

    def __init__(self, processor: Any, ask: Any) -> None:
        self._processor = processor
        self._ask = ask
        self._known: dict[Any, Any] = {}

    def learn(self, things: set[Any]) -> None:
        """Ask about all that is not known yet, at once."""
        if new := sorted(things - self._known.keys()):
            self._known.update(zip(new, self._ask(self._processor, new), strict=True))

    def __getitem__(self, thing: Any) -> Any:
        return self._known[thing]


def _expanded(processor: Any, tokens: Sequence[str]) -> list[tuple[str, ...]]:
    """Return the words of each multi-word token."""
    from stanza.models.common.doc import Document

    words = {token: match.groups() for token in tokens if (match := _CLITIC.fullmatch(token))}
    asked = [token for token in tokens if token not in words]
    rows = [[{"id": (1,), "text": token, "misc": "MWT=Yes"}] for token in asked]
    document = processor.process(Document(rows, " ".join(asked))) if rows else Document([])
    words |= {t: tuple(w.text for w in s.words) for t, s in zip(asked, document.sentences, strict=True)}
    return [words[token] for token in tokens]


def _lemmatized(processor: Any, pairs: Sequence[tuple[str, str]]) -> list[str]:
    """Return the lemma of each pair of a word and its part of speech."""
    from stanza.models.common.doc import Document

    known = processor.trainer.skip_seq2seq(pairs)
    lemmas = dict(zip(pairs, processor.trainer.predict_dict(pairs), strict=True))
    asked = [pair for pair, is_known in zip(pairs, known, strict=True) if not is_known and pair[1] not in AS_WRITTEN]
    if asked:
        rows = [[{"id": (n,), "text": text, "upos": upos} for n, (text, upos) in enumerate(asked, 1)]]
        document = processor.process(Document(rows, " ".join(text for text, _ in asked)))
        lemmas |= {pair: word.lemma for pair, word in zip(asked, document.sentences[0].words, strict=True)}
    return [lemmas[pair] or pair[0] for pair in pairs]
