"""Load Stanza: the shipped models, checked against their sums, or the user's own.

`stanza.download` needs a hub that many newsrooms' machines cannot reach, so the shipped package is an
ordinary Stanza resources directory that is loaded with `download_method=None`.
"""

import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import file_digest, sha256
from importlib.resources import files
from pathlib import Path
from typing import Any

from quotes.errors import ModelError

SHIPPED = "quotes"
"""The name of the shipped package, and of the encoder inside its checkpoints."""

SUMS = "SHA256SUMS"

LICENCE = "Apache-2.0 (encoder); trained on CC BY-SA 4.0 treebanks and the Worldwide English NER corpus"

OPTIONS = {"download_method": None, "use_gpu": False, "verbose": False, "logging_level": "ERROR"}

REINSTALL = "Reinstall quote-index; if you changed the file on purpose, run with --stanza-package default instead."


@dataclass(frozen=True, slots=True)
class ModelFile:
    """A model file in use; `path` is relative to its resources directory."""

    path: str
    sha256: str
    size: int
    licence: str


def shipped_directory() -> Path:
    """Return the resources directory inside the installed package."""
    return Path(str(files("quotes"))) / "stanza_resources"


def stanza_directory() -> Path:
    """Return the user's own Stanza resources directory (`$STANZA_RESOURCES_DIR`, else Stanza's default)."""
    from stanza.resources.common import DEFAULT_MODEL_DIR

    return Path(DEFAULT_MODEL_DIR)


def model_files(package: str, directory: Path | None = None) -> tuple[ModelFile, ...]:
    """Return the model files of a package with their sums.

    Raises:
        ModelError: A shipped file is missing or does not match its sum; or the user has no Stanza models.
    """
    return checked(directory or shipped_directory()) if package == SHIPPED else _own_files(directory)


def checked(directory: Path) -> tuple[ModelFile, ...]:
    """Return the files of a resources directory, each compared with `SHA256SUMS` before anybody loads it."""
    sums = directory / SUMS
    if not sums.is_file():
        raise ModelError(f"{sums} is missing: the models cannot be checked.", REINSTALL)
    return tuple(_checked_file(directory, *line.split(maxsplit=1)) for line in sums.read_text().splitlines() if line)


def _checked_file(directory: Path, expected: str, name: str) -> ModelFile:
    path = directory / name
    if not path.is_file():
        raise ModelError(f"The model file {path} is missing.", REINSTALL)
    with path.open("rb") as file:
        found = file_digest(file, "sha256").hexdigest()
    if found != expected:
        raise ModelError(f"The model file {path} is not the one that was shipped: its SHA-256 is {found}.", REINSTALL)
    return ModelFile(name, found, path.stat().st_size, LICENCE)


def _own_files(directory: Path | None) -> tuple[ModelFile, ...]:
    own = directory or stanza_directory()
    paths = sorted((own / "en").rglob("*.pt")) if (own / "resources.json").is_file() else []
    if not paths:
        raise ModelError(
            f"There are no English Stanza models in {own}.",
            "Run `python -c \"import stanza; stanza.download('en')\"` on a machine with internet access and copy the "
            "directory here (or set STANZA_RESOURCES_DIR), or leave out --stanza-package to use the shipped models.",
        )
    return tuple(
        ModelFile(
            str(path.relative_to(own)),
            file_digest(path.open("rb"), "sha256").hexdigest(),
            path.stat().st_size,
            "Apache-2.0 (Stanford NLP Group)",
        )
        for path in paths
    )


def fingerprint(package: str, model_files_: tuple[ModelFile, ...]) -> str:
    """Return one hash for a set of model files: parses made by the same models have the same fingerprint."""
    lines = [f"{file.sha256} {file.path}" for file in model_files_]
    return sha256("\n".join([package, *lines]).encode()).hexdigest()


def load(package: str, directory: Path | None = None) -> Any:
    """Return a `stanza.Pipeline` of the user's own models; nothing is downloaded.

    Raises:
        ModelError: See `model_files`.
    """
    model_files(package, directory)
    with _quiet():
        import stanza

        processors = "tokenize,mwt,pos,lemma,depparse,ner"
        return stanza.Pipeline(
            "en", dir=str(directory or stanza_directory()), package=package, processors=processors, **OPTIONS
        )


def load_shipped(directory: Path | None = None) -> tuple[Any, Any]:
    """Return a `stanza.Pipeline` of the shipped models and the `Encoder` that they share.

    Raises:
        ModelError: See `model_files`.
    """
    model_files(SHIPPED, directory)
    with _quiet(), _untrained():
        import stanza
        from stanza.models.common.foundation_cache import BertRecord, FoundationCache

        from quotes.parse.encoder import Encoder

        resources = directory or shipped_directory()
        encoder = Encoder(resources / "en" / "encoder")
        cache = FoundationCache(local_files_only=True)
        cache.bert["quotes/encoder"] = BertRecord(encoder, None, {})
        # the lemmatizer takes a step for each letter of the longest word of a batch
        pipeline = stanza.Pipeline(
            "en", dir=str(resources), package=SHIPPED, foundation_cache=cache, lemma_batch_size=1024, **OPTIONS
        )
        return pipeline, encoder


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep the libraries' start-up chatter off the user's terminal."""
    logger = logging.getLogger("stanza")
    level = logger.level
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield
    logger.setLevel(level)


@dataclass(frozen=True, slots=True)
class _NoOptimizer:
    """What trains nothing."""

    param_groups: tuple[()] = ()


@contextmanager
def _untrained() -> Iterator[None]:
    """Keep Stanza from making optimizers for models that nobody trains: torch loads its compiler for the first one."""
    from stanza.models.common import utils

    dispatch = utils.dispatch_optimizer
    utils.dispatch_optimizer = lambda *_args, **_options: _NoOptimizer()
    try:
        yield
    finally:
        utils.dispatch_optimizer = dispatch
