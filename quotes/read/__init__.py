"""Read: files and streams become articles.

One module for each format (`text`, `html`, `table`), and one for each thing that all formats need: which files
(`files`), which encoding (`decode`), what a field is called (`record`), the outlet, the date, the language.
`articles` puts them together. What cannot be read becomes a `Failure`, and reading goes on.
"""

from quotes.read.articles import read
from quotes.read.files import count

__all__ = ["count", "read"]
