"""Errors that a user can act on.

    QuotesError
    ├── ReadError        an input that cannot become an article
    ├── ModelError       a model file that is missing or not the one we shipped
    ├── CacheError       a file of kept parses that is not ours or cannot be deleted
    ├── StoreError       a database that is not ours, or newer than this release
    └── EvaluationError  a gold file that cannot be scored

Every message names the file, and `next_step` says what to do.
"""


class QuotesError(Exception):
    """Any error of ours: `str(error)` is the problem, `error.next_step` the way out."""

    def __init__(self, problem: str, next_step: str) -> None:
        super().__init__(problem, next_step)  # both, so that an error comes whole from another process
        self.next_step = next_step

    def __str__(self) -> str:
        return str(self.args[0])


class ReadError(QuotesError):
    """An input cannot become an article."""


class ModelError(QuotesError):
    """A model file is missing, or is not the one that was shipped."""


class CacheError(QuotesError):
    """A file of kept parses is not ours, or cannot be deleted."""


class StoreError(QuotesError):
    """A database is not ours, is damaged, or was made by a newer release."""


class EvaluationError(QuotesError):
    """A gold file cannot be scored."""
