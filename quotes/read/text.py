"""Text: plain text and Markdown, with optional front matter between two lines of `---`."""

import re

import yaml

from quotes.errors import ReadError
from quotes.read.decode import decode
from quotes.read.record import Record, record

_FRONT_MATTER = re.compile(r"\s*^---[ \t]*\n(?P<fields>.*?)^---[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_OUTER_BLANK_LINES = re.compile(r"\A(?:[^\S\n]*\n)+|(?:\n[^\S\n]*)+\Z")


def text_record(data: bytes) -> Record:
    """Return the record of a text file. Line ends become line feeds; blank lines before and after the text go.

    Raises:
        ReadError: It is binary or undecodable, its front matter is not YAML, or it has no text.
    """
    text = decode(data).replace("\r\n", "\n").replace("\r", "\n")
    fields, body = split_front_matter(text)
    return record({**fields, "text": _OUTER_BLANK_LINES.sub("", body)}, {"text": "text"})


def split_front_matter(text: str) -> tuple[dict[str, object], str]:
    r"""Return the fields of the front matter, and the text after it; no fields where there is none.

    Values stay as they are written: a date is not converted, nor is an outlet called No.

    >>> split_front_matter("---\noutlet: No\npublished: 2026-03-02\n---\nWe won.")
    ({'outlet': 'No', 'published': '2026-03-02'}, 'We won.')

    Raises:
        ReadError: It is not YAML.
    """
    match = _FRONT_MATTER.match(text)
    if match is None:
        return {}, text
    try:
        fields = yaml.load(match["fields"], Loader=yaml.BaseLoader)  # noqa: S506 -- it builds nothing but strings
    except yaml.YAMLError as error:
        problem = f"The front matter between the lines of --- is not YAML{_line_of(error)}."
        raise ReadError(problem, "Put a value that holds a colon or a quotation mark into quotation marks.") from error
    # Two rules across the page with words between them are no front matter.
    return (fields, text[match.end() :]) if isinstance(fields, dict) else ({}, text)


def _line_of(error: yaml.YAMLError) -> str:
    mark = getattr(error, "problem_mark", None)
    return f" (line {mark.line + 2})" if mark else ""
