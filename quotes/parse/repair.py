"""Mend trees that no sentence of English has: a parser scores each arc by itself and cannot see that they clash."""

from typing import Any

TEXT, _LEMMA, UPOS, _FEATS, HEAD, LABEL = range(6)
"""Columns of a row; `HEAD` counts from 1, 0 is the root."""

Row = list[Any]
SUBJECTS = frozenset({"nsubj", "nsubj:pass"})


def repaired(rows: list[Row]) -> list[Row]:
    """Return a sentence's rows with the heads and labels that clash set right; the rows given are not changed."""
    mended = [list(row) for row in rows]
    for number, row in enumerate(mended, 1):
        if row[LABEL] in SUBJECTS and (name := _name_behind(mended, number)):
            row[HEAD], row[LABEL] = name, "nmod:desc"
        elif row[LABEL] in SUBJECTS and (main := _main_verb(mended, number)):
            row[HEAD] = main
        elif row[LABEL] == "case" and row[HEAD] and mended[row[HEAD] - 1][LABEL] == "nmod:desc":
            row[HEAD] = mended[row[HEAD] - 1][HEAD]  # e.g. *according* to surveyor Owen Plait
        elif first := _first_conjunct(mended, number):
            row[HEAD] = first
    return mended


def _name_behind(rows: list[Row], number: int) -> int | None:
    """Return the name right behind a common noun, if both are subjects of one verb: the noun is its description."""
    # e.g. *baker* Ida Lund disagreed; said harbour board *spokesman* Joe Roth
    row = rows[number - 1]
    behind = rows[number] if number < len(rows) else None
    if behind is None or behind[LABEL] not in SUBJECTS or behind[HEAD] != row[HEAD] or behind[UPOS] != "PROPN":
        return None
    return number + 1 if row[TEXT][:1].islower() or row[UPOS] == "NOUN" else None


def _main_verb(rows: list[Row], number: int) -> int | None:
    """Return the verb behind that lacks a subject, if the word is the second subject of the clause in front of it."""
    # e.g. As the party cried foul, its *secretary* called the bishop a liar.
    head = rows[number - 1][HEAD]
    if not 0 < head < number or not rows[head - 1][LABEL].startswith("advcl"):
        return None
    main = rows[head - 1][HEAD]
    first = any(row[HEAD] == head and row[LABEL] in SUBJECTS for row in rows[: head - 1])
    lacks = not any(row[HEAD] == main and row[LABEL] in SUBJECTS for row in rows)
    return int(main) if main > number and first and lacks else None


def _first_conjunct(rows: list[Row], number: int) -> int | None:
    """Return the verb that a word belongs to, if its head is joined to that verb by a conjunction behind the word."""
    # e.g. Sethi said, “*It is so*,” and the chairman agreed: what stands before “and” is no part of what follows it
    head = rows[number - 1][HEAD]
    if head <= number or rows[number - 1][LABEL] in {"punct", "cc"}:
        return None
    joins = any(row[HEAD] == head and row[LABEL] == "cc" and number < at < head for at, row in enumerate(rows, 1))
    above = rows[head - 1]
    if not joins or above[HEAD] == 0 or above[HEAD] > number or above[LABEL] not in {"conj", "ccomp", "parataxis"}:
        return None
    return int(above[HEAD])
