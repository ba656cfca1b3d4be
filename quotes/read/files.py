"""Files: which files are meant by the paths that a user gives, and which format each has."""

import re
from collections.abc import Iterable, Iterator
from enum import Enum
from pathlib import Path

from quotes.models import Failure

STANDARD_INPUT = "-"


class Format(Enum):
    """A format that we read, with the ends of its files' names."""

    TEXT = (".txt", ".text", ".md", ".markdown")
    HTML = (".html", ".htm", ".xhtml")
    JSON = (".jsonl", ".ndjson", ".json")
    CSV = (".csv", ".tsv")


FORMATS = {suffix: form for form in Format for suffix in form.value}

_HTML = re.compile(
    rb"(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype|html|head|body|article|main|div|p|h1)\b",
    re.IGNORECASE | re.DOTALL,
)
_JSON = re.compile(rb"\{|\[\s*\{")
_BEFORE_CONTENT = b"\xef\xbb\xbf \t\r\n"


def files_of(paths: Iterable[str | Path]) -> Iterator[Path | Failure]:
    """Yield the files that are meant, in the order given; those of a folder sorted by name, folder by folder.

    In folders, hidden files, files of formats that we do not read, and links to folders are passed over. What a
    path names directly is always yielded, whether it exists or not; `-` stands for standard input.
    """
    for given in paths:
        path = Path(given)
        if path.as_posix() == STANDARD_INPUT or not _is_folder(path):
            yield path
            continue
        found = False
        for entry in _files_in(path):
            found = True
            yield entry
        if not found:
            problem = "The folder holds no file that can be an article."
            yield Failure(name_of(path), problem, f"Put files into it that end in {', '.join(sorted(FORMATS))}.")


def count(paths: Iterable[str | Path]) -> int:
    """Return how many files are meant, without opening any; standard input counts as one."""
    return sum(isinstance(entry, Path) for entry in files_of(paths))


def format_of(path: Path, head: bytes) -> Format:
    """Return the format by the end of the file's name, else (standard input, say) by its first bytes."""
    known = FORMATS.get(path.suffix.lower())
    if known:
        return known
    start = head.lstrip(_BEFORE_CONTENT)
    if _JSON.match(start):
        return Format.JSON
    return Format.HTML if _HTML.match(start) else Format.TEXT


def name_of(path: Path) -> str:
    """Return a path for messages and keys, with `/` between its parts and in valid Unicode, whatever the disk holds."""
    return path.as_posix().encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:  # it stands in a folder that may not be searched; opening it will say so
        return False


def _files_in(folder: Path) -> Iterator[Path | Failure]:
    try:
        entries = sorted(folder.iterdir(), key=lambda entry: entry.name)
    except OSError as error:
        yield Failure(name_of(folder), f"The folder cannot be opened: {error.strerror}.", "Allow reading it.")
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if _is_folder(entry):
            if not entry.is_symlink():
                yield from _files_in(entry)
        elif entry.suffix.lower() in FORMATS:
            yield entry
