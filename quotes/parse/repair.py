"""Mend trees that no sentence of English has: a parser scores each arc by itself and cannot see that they clash."""

from functools import cache
from typing import Any

from quotes.lexicon import reporting_forms

TEXT, _LEMMA, UPOS, _FEATS, HEAD, LABEL = range(6)
"""Columns of a row; `HEAD` counts from 1, 0 is the root."""

PHRASE_WORDS = 8
"""Words of a noun phrase before its head, at most, among which its preposition is looked for."""

Row = list[Any]
SUBJECTS = frozenset({"nsubj", "nsubj:pass"})


def repaired(rows: list[Row]) -> list[Row]:
    """Return a sentence's rows with the heads and labels that clash set right; the rows given are not changed."""
    mended = [list(row) for row in rows]
    _seen_as_noun(mended)
    _seen_as_adjective(mended)
    for number, row in enumerate(mended, 1):
        if row[LABEL] in SUBJECTS and (name := _name_behind(mended, number)):
            row[HEAD], row[LABEL] = name, "nmod:desc"
        elif row[LABEL] in SUBJECTS and (main := _main_verb(mended, number) or _said_verb(mended, number)):
            row[HEAD] = main
        elif verb := _verb_behind(mended, number):
            row[HEAD], row[LABEL] = verb, "nsubj"
        elif row[LABEL] == "case" and row[HEAD] and mended[row[HEAD] - 1][LABEL] == "nmod:desc":
            row[HEAD] = mended[row[HEAD] - 1][HEAD]  # e.g. *according* to surveyor Owen Plait
        elif first := _first_conjunct(mended, number):
            row[HEAD] = first
    return mended


def _seen_as_noun(rows: list[Row]) -> None:
    """Make the last noun of a comment clause that has no verb its verb, if a reporting verb is written like it."""
    # e.g. “It is so,” a voice in the advertisement *states*.
    closes = next((n for n, row in enumerate(rows) if row[TEXT] == "”" and n and rows[n - 1][TEXT] == ","), None)
    root = next((n for n, row in enumerate(rows) if row[HEAD] == 0), None)
    if closes is None or root is None or root < closes:
        return
    for at in range(closes + 2, len(rows)):
        if rows[at][UPOS] in {"VERB", "AUX"} or rows[at][TEXT] in {",", ";"}:
            return
        ends = at + 1 == len(rows) or rows[at + 1][UPOS] in {"PUNCT", "ADP", "ADV", "SCONJ"}
        compound = rows[at - 1][UPOS] in {"NOUN", "PROPN"} and rows[at - 1][HEAD] == at + 1
        if rows[at][UPOS] == "NOUN" and rows[at][TEXT] in _present() and compound and ends:
            _make_verb(rows, at, root, closes)
            return


def _make_verb(rows: list[Row], at: int, root: int, closes: int) -> None:
    """Make the word at `at` the root: what it was the head of, or the old root, becomes its subject."""
    before = rows[at - 1]
    for number, row in enumerate(rows[:at]):
        if row[HEAD] == at + 1 and number < at - 1:
            row[HEAD] = at + 1 if number < closes else at
        elif number < closes and row[HEAD] == root + 1:
            row[HEAD] = at + 1
    if root == at:
        before[HEAD], before[LABEL] = at + 1, "nsubj"
    else:
        before[HEAD], before[LABEL] = rows[at][HEAD], rows[at][LABEL]
        rows[root][HEAD], rows[root][LABEL] = at + 1, "nsubj"
    rows[at][UPOS], rows[at][HEAD], rows[at][LABEL] = "VERB", 0, "root"


def _seen_as_adjective(rows: list[Row]) -> None:
    """Make the first word of a line that announces a quotation its verb, and the name behind it the subject."""
    # e.g. *Stated* Roth:
    root = next((n for n, row in enumerate(rows) if row[HEAD] == 0), 0)
    announces = root > 0 and rows[0][HEAD] == root + 1 and rows[0][LABEL] == "amod" and rows[root][UPOS] == "PROPN"
    if announces and rows[0][TEXT].lower() in reporting_forms() and rows[-1][TEXT] == ":":
        rows[0][UPOS], rows[0][HEAD], rows[0][LABEL] = "VERB", 0, "root"
        rows[root][HEAD], rows[root][LABEL] = 1, "nsubj"


@cache
def _present() -> frozenset[str]:
    return frozenset(form for form, lemma in reporting_forms().items() if form in {lemma, f"{lemma}s"})


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


def _said_verb(rows: list[Row], number: int) -> int | None:
    """Return the verb of what is said, if it has no subject and the verb of saying has a second one right behind it."""
    # e.g. The *rejection* signals “the end”, said Orr.
    head = rows[number - 1][HEAD]
    if head <= number or head >= len(rows) or not any(r[HEAD] == head and r[LABEL] in SUBJECTS for r in rows[head:]):
        return None
    said = (n for n, r in enumerate(rows, 1) if r[HEAD] == head and r[LABEL] == "ccomp" and number < n < head)
    verb = next((n for n in said if rows[n - 1][UPOS] == "VERB"), None)
    return None if any(r[HEAD] == verb and r[LABEL] in SUBJECTS for r in rows) else verb


def _verb_behind(rows: list[Row], number: int) -> int | None:
    """Return the verb behind a noun that has no subject, if the noun's own place in the tree is one no noun has."""
    row = rows[number - 1]
    if row[UPOS] not in {"PROPN", "NOUN", "PRON"}:
        return None
    # e.g. Orr tweeted that he would go, and *Roth* later called him back: what is joined stands behind, not before
    head = row[HEAD]
    if row[LABEL] == "conj" and head > number and rows[head - 1][UPOS] == "VERB" and _lacks_subject(rows, head):
        return int(head)
    # e.g. He circled it as his *friends* jeered; it ends with a *voice* saying: “No.”
    before = rows[max(0, number - 1 - PHRASE_WORDS) : number - 1]
    case = {r[TEXT].lower() for r in before if r[HEAD] == number and r[LABEL] == "case"} & {"as", "with"}
    if row[LABEL] not in {"obl", "nmod"} or not case:
        return None
    verb = 1 + max(n for n, _ in enumerate(rows, 1) if _is_below(rows, n, number))
    if verb > len(rows) or rows[verb - 1][LABEL] != "advcl" or rows[verb - 1][UPOS] != "VERB":
        return None
    wanted = "with" if rows[verb - 1][TEXT].endswith("ing") else "as"
    return verb if wanted in case and _lacks_subject(rows, verb) else None


def _lacks_subject(rows: list[Row], number: int) -> bool:
    return not any(row[HEAD] == number and row[LABEL] in SUBJECTS for row in rows)


def _is_below(rows: list[Row], number: int, above: int) -> bool:
    """Tell whether a word is another or hangs below it."""
    for _ in rows:
        if number == above:
            return True
        number = rows[number - 1][HEAD]
        if not number:
            return False
    return False


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
