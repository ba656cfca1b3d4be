"""Parse what frames the quotations: the only importer of stanza and torch.

Paragraphs with a quotation are parsed first, with the quotations masked. Once it is known what they tell of who
speaks, the paragraph before is parsed where that is open, and sentences elsewhere are read for names alone.
"""

import gc
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from hashlib import sha256
from importlib.resources import files
from itertools import islice
from pathlib import Path
from typing import Any

from quotes.models import Article, Attribution, Entity, Parse, Quotation, Sentence, Word
from quotes.parse import package as stanza_package
from quotes.parse.cache import ParseCache
from quotes.parse.mask import Frame
from quotes.parse.repair import repaired
from quotes.parse.select import Reading, lacking, quoting, unread
from quotes.parse.words import part_offsets

for _cache in ("ONEDNN_PRIMITIVE_CACHE_CAPACITY", "LRU_CACHE_CAPACITY"):
    # What torch keeps of every shape of a batch that it has met; no two batches are alike, and by default it keeps a
    # thousand, which doubles the memory of a long run. Read when torch is loaded, which is not yet.
    os.environ.setdefault(_cache, "128")

BATCH_FRAMES = 1024
"""Distinct frames that go through Stanza together; more needs more memory and gains nothing."""

DEEP = "tokenize,mwt,pos,lemma,depparse,ner"
LIGHT = "tokenize,ner"

ENTITY_TYPES = {"ORG": "Organization", "GPE": "Location", "LOC": "Location", "FAC": "Facility"}
"""OntoNotes' names for what the shipped models call otherwise; others differ in case only."""


ANALYSIS = ("analyse.py", "encoder.py", "heads.py", "layers.py", "recurrent.py", "tokens.py", "words.py")
"""The code that, with the models, decides what the parse of a frame is; what is kept on disk is no use to another."""

ANALYSIS_WORDS = ("auxiliaries", "determiners", "function_words", "subject_pronouns", "titles")
"""The word lists that this code asks."""


class Parser:
    """Stanza behind one method. Nothing is loaded before the first frame that no cache knows."""

    def __init__(
        self, package: str = stanza_package.SHIPPED, *, directory: Path | None = None, cache: Path | None = None
    ) -> None:
        """Choose the models; `cache` is the file to keep parses in, None for none.

        Raises:
            ModelError: A model file is missing or not the one that was shipped.
        """
        self._package = package
        self._directory = directory
        self.models = stanza_package.fingerprint(package, stanza_package.model_files(package, directory))
        self._cache = ParseCache(cache, f"{self.models} {_analysis_hash()}") if cache else None
        self._analyse_texts: Callable[[Sequence[str], str], Iterable[dict[str, Any]]] | None = None

    def parse(self, items: Iterable[tuple[Article, Sequence[Quotation]]]) -> list[Reading]:
        """Parse the paragraphs with quotations of each article, batched over all of them; the order is kept."""
        readings = [unread(article.text, quotations) for article, quotations in items]
        return self._extended(readings, [(quoting(reading), ()) for reading in readings])

    def parse_more(self, readings: Sequence[Reading], attributions: Iterable[Sequence[Attribution]]) -> list[Reading]:
        """Parse what else tells who speaks, given the attributions that each article's reading led to."""
        return self._extended(readings, [lacking(*both) for both in zip(readings, attributions, strict=True)])

    def _extended(
        self, readings: Sequence[Reading], more: Sequence[tuple[tuple[Frame, ...], tuple[Frame, ...]]]
    ) -> list[Reading]:
        """Return the readings with frames that are read in full and for names alone."""
        deep = self._analyse([f.text for full, _ in more for f in full], DEEP)
        light = self._analyse([f.text for _, names in more for f in names], LIGHT)
        return [
            _with(reading, *new, deep, light) if any(new) else reading
            for reading, new in zip(readings, more, strict=True)
        ]

    def _analyse(self, texts: Sequence[str], processors: str) -> dict[str, Any]:
        wanted = dict.fromkeys(f"{processors}\n{text}" for text in texts)
        known = self._cache.get(list(wanted)) if self._cache else {}
        missing = iter(sorted((key for key in wanted if key not in known), key=len))
        while batch := list(islice(missing, BATCH_FRAMES)):
            fresh = dict(zip(batch, self._run([key.partition("\n")[2] for key in batch], processors), strict=True))
            if self._cache:
                self._cache.put(fresh)
            known.update(fresh)
        return {key.partition("\n")[2]: parse for key, parse in known.items()}

    def _run(self, texts: Sequence[str], processors: str) -> Iterable[dict[str, Any]]:
        if self._analyse_texts is None:
            self._analyse_texts = self._load()
        return self._analyse_texts(texts, processors)

    def _load(self) -> Callable[[Sequence[str], str], Iterable[dict[str, Any]]]:
        if self._package == stanza_package.SHIPPED:
            from quotes.parse.analyse import Analyser

            analyser = Analyser(*stanza_package.load_shipped(self._directory))
            # What models are made of lives as long as the process: looking at it again and again for garbage, Python
            # spends a tenth of the time.
            gc.freeze()
            return lambda texts, processors: analyser.analyse(texts, deep=processors == DEEP)
        pipeline = stanza_package.load(self._package, self._directory)
        return lambda texts, processors: map(_plain, texts, pipeline.bulk_process(list(texts), processors=processors))


def _analysis_hash() -> str:
    code = (files("quotes").joinpath("parse", name) for name in ANALYSIS)
    lists = (files("quotes").joinpath("data", "en", f"{name}.txt") for name in ANALYSIS_WORDS)
    return sha256(b"".join(file.read_bytes() for file in (*code, *lists))).hexdigest()


def _plain(text: str, document: Any) -> dict[str, Any]:
    """Return Stanza's document as plain lists: rows of words by sentence, and entities, in frame offsets."""
    return {
        "sentences": [list(_rows(text, sentence)) for sentence in document.sentences if sentence.words[0].deprel],
        "entities": [[entity.start_char, entity.end_char, entity.type] for entity in document.ents],
    }


def _rows(text: str, sentence: Any) -> Iterator[list[Any]]:
    for token in sentence.tokens:
        offsets = part_offsets(text, token.start_char, token.end_char, [word.text for word in token.words])
        for word, (start, end) in zip(token.words, offsets, strict=True):
            yield [text[start:end], word.lemma or text[start:end], word.upos, word.feats or "", word.head, word.deprel,
                   start, end]  # fmt: skip


def _with(
    reading: Reading, full: tuple[Frame, ...], names: tuple[Frame, ...], deep: dict[str, Any], light: dict[str, Any]
) -> Reading:
    """Return the reading with more frames, which have been analysed."""
    before = reading.parse
    sentences = [s for frame in full for s in _sentences(frame, deep[frame.text]["sentences"])]
    entities = [e for frame in full for e in _entities(frame, deep[frame.text]["entities"])]
    entities += [e for frame in names for e in _entities(frame, light[frame.text]["entities"])]
    parse = Parse(
        before.paragraphs,
        before.pieces,
        tuple(sorted((*before.sentences, *sentences), key=lambda sentence: sentence.paragraph)),
        tuple(sorted((*before.entities, *entities), key=lambda entity: entity.span)),
    )
    return replace(reading, full=reading.full + full, names=reading.names + names, parse=parse)


def _sentences(frame: Frame, rows: list[list[list[Any]]]) -> Iterator[Sentence]:
    for sentence in map(repaired, rows):
        words = tuple(
            Word(index, text, lemma, upos, feats, head - 1 if head else None, deprel,
                 frame.to_article(start, end), frame.piece_at(start))
            for index, (text, lemma, upos, feats, head, deprel, start, end) in enumerate(sentence)
        )  # fmt: skip
        yield Sentence(words, frame.paragraph)


def _entities(frame: Frame, rows: list[list[Any]]) -> Iterator[Entity]:
    for start, end, kind in rows:
        if span := frame.to_article(start, end):
            yield Entity(span, ENTITY_TYPES.get(kind, kind.capitalize()))
