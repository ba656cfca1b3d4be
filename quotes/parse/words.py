"""Where the words of a multi-word token stand in its text."""

from collections.abc import Iterator, Sequence


def part_offsets(text: str, start: int, end: int, parts: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield the offsets of each word of the token that `text` has from `start` to `end`."""
    at = start
    for number, part in enumerate(parts, 1):
        matches = text[at : at + len(part)].casefold() == part.casefold()
        # e.g. "can't" = "can" + "n't"; where a part is not spelled so ("won't" = "will" + "not"), it gets the rest
        stop = end if number == len(parts) or not matches else min(at + len(part), end)
        yield at, stop
        at = stop if matches else at
