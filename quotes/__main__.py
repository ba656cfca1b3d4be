"""`python -m quotes` is the command `quotes`."""

from quotes.cli import cli

cli()
