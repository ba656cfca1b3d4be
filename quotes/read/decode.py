"""Decode: bytes become characters. UTF-8 first, Windows-1252 where it cannot be UTF-8, never a mixture."""

import codecs
import re
from collections.abc import Iterable

from quotes.errors import ReadError

# What a file that is not plain text begins with, and what it is then.
_MAGIC = {
    b"%PDF": "a PDF file",
    b"{\\rtf": "an RTF file",
    b"PK\x03\x04": "a ZIP archive or an office document",
    b"\x1f\x8b": "a gzip archive",
    b"\xd0\xcf\x11\xe0": "an old office document",
}
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_NOT_ASCII = re.compile("[^\x00-\x7f]")
_UNDECODABLE = re.compile("[\udc80-\udcff]")
_SAVE_AS_UTF_8 = "Save it again as UTF-8, best from the program that wrote it."


def refuse_binary(head: bytes) -> None:
    """Check that the first bytes of an input can be those of text.

    Raises:
        ReadError: They are those of a known binary format, or hold a NUL and are not UTF-16.
    """
    kind = next((kind for magic, kind in _MAGIC.items() if head.startswith(magic)), None)
    if kind is None and b"\0" in head and not head.startswith(_UTF_16):
        kind = "a binary file"
    if kind:
        raise ReadError(f"This is {kind}, not text.", "Save the article as plain text (.txt) or HTML, and give that.")


def encoding_of(chunks: Iterable[bytes]) -> str:
    """Return the name of the encoding of an input, given as chunks of bytes.

    A byte order mark decides. Else it is UTF-8, or Windows-1252 if more characters cannot be UTF-8 than can.

    Raises:
        ReadError: It is UTF-8 with damaged bytes: read as Windows-1252, every curly mark in it would be garbled.
    """
    decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
    good = bad = 0
    for number, chunk in enumerate(chunks):
        if number == 0 and chunk.startswith(_UTF_16):
            return "utf-16"
        text = decoder.decode(chunk)
        if not text.isascii():
            damaged = len(_UNDECODABLE.findall(text))
            bad += damaged
            good += len(_NOT_ASCII.findall(text)) - damaged
    bad += len(decoder.decode(b"", final=True))
    if 0 < bad <= good:
        raise ReadError(f"This is UTF-8 with {bad} damaged bytes.", _SAVE_AS_UTF_8)
    return "cp1252" if bad else "utf-8-sig"


def decode(data: bytes) -> str:
    r"""Return the characters of an input, without a byte order mark.

    >>> decode(b"\x93We won,\x94 said Ruiz.")
    '“We won,” said Ruiz.'

    Raises:
        ReadError: It is binary, or in no encoding that we know.
    """
    refuse_binary(data)
    try:
        return data.decode(encoding_of((data,)))
    except UnicodeDecodeError as error:
        raise ReadError("This is neither UTF-8 nor Windows-1252 text.", _SAVE_AS_UTF_8) from error
