"""Mend trees that no sentence of English has: a parser scores each arc by itself and cannot see that they clash."""

from functools import cache
from typing import Any

from quotes.lexicon import reporting_forms, reporting_verbs, words

TEXT, LEMMA, UPOS, FEATS, HEAD, LABEL = range(6)
"""Columns of a row; `HEAD` counts from 1, 0 is the root."""

PHRASE_WORDS = 8
"""Words of a noun phrase before its head, at most, among which its preposition is looked for."""

GENERAL_OFFICES = frozenset(
    {"attorney", "secretary", "solicitor", "director", "governor", "inspector", "surgeon", "comptroller", "auditor",
     "advocate", "consul", "prosecutor", "registrar", "commissioner", "quartermaster", "postmaster"}
)  # fmt: skip
"""Offices of which one is general: `the surgeon general`."""

Row = list[Any]
SUBJECTS = frozenset({"nsubj", "nsubj:pass"})
RELATIVES = frozenset({"who", "whom", "whose", "which", "that", "where", "when"})
AT_PLACE = frozenset({"in", "at", "near", "from", "outside"})
MIN_RESIDENT = 5
"""The first place in a sentence for a state behind somebody, a preposition, a town and a comma."""
OBLIQUES = frozenset({"obl", "obl:agent", "nmod"})


def repaired(rows: list[Row]) -> list[Row]:
    """Return a sentence's rows with the heads and labels that clash set right; the rows given are not changed."""
    mended = [list(row) for row in rows]
    _seen_as_verb(mended)
    _seen_as_noun(mended)
    _seen_as_adjective(mended)
    _seen_as_adverb(mended)
    _seen_as_pronoun(mended)
    _seen_as_rank(mended)
    _seen_as_one_name(mended)
    _seen_as_speakers(mended)
    _seen_as_reports(mended)
    for number, row in enumerate(mended, 1):
        if name := _name_behind(mended, number):
            row[HEAD], row[LABEL] = name, "nmod:desc"
            for other in mended[name:]:
                if other[HEAD] == number and other[LABEL].startswith("acl"):
                    other[HEAD] = name
    for number, row in enumerate(mended, 1):
        if told := _told_aside(mended, number):
            row[HEAD], mark = told
            mended[mark - 1][HEAD] = number
        elif clause := _clause_around(mended, number):
            row[HEAD] = clause
        elif noun := _noun_of_clause(mended, number):
            row[HEAD], row[LABEL] = noun, "acl"
        elif row[LABEL] in SUBJECTS and (main := _main_verb(mended, number) or _said_verb(mended, number)):
            row[HEAD] = main
        elif _acts(mended, number):
            row[LABEL] = "nsubj"
        elif verb := _verb_behind(mended, number):
            row[HEAD], row[LABEL] = verb, "nsubj"
        elif row[LABEL] == "case" and row[HEAD] and mended[row[HEAD] - 1][LABEL] == "nmod:desc":
            row[HEAD] = mended[row[HEAD] - 1][HEAD]  # e.g. *according* to surveyor Owen Plait
        elif row[LABEL] in SUBJECTS and (later := _later_verb(mended, number)):
            row[HEAD] = later
        elif owned := _owned(mended, number):
            _make_owner(mended, number, owned)
        elif _is_told(mended, number):
            row[LABEL] = "iobj"
        elif noun := _noun_before_verb(mended, number):
            row[HEAD], row[LABEL] = noun, "nmod"
        elif main := _interrupted(mended, number):
            row[HEAD], row[LABEL] = main, "parataxis"
        elif above := (
            _first_conjunct(mended, number) or _report_beside(mended, number) or _report_added_to(mended, number)
        ):
            row[HEAD] = above
        elif _tells_of_sentence(mended, number):
            row[LABEL] = "advcl:relcl"
        elif cast := _cast(mended, number):
            row[HEAD], row[LABEL] = cast, "obl"
        elif nearer := _nearer(mended, number):
            row[HEAD] = nearer
            for other in mended:
                if other[HEAD] == number and other[LABEL] == "cc":
                    other[HEAD] = nearer
    return mended


def _seen_as_adverb(rows: list[Row]) -> None:
    """Make a subject of somebody behind an article and right before a verb of speech that has none."""
    # e.g. “It is so,” the Gullane-born *forward* said.
    for at in range(1, len(rows) - 1):
        row, verb = rows[at], rows[at + 1]
        is_somebody = row[UPOS] == "ADV" and row[TEXT] in words("person_nouns")
        if not is_somebody or verb[UPOS] != "VERB" or verb[TEXT] not in reporting_forms():
            continue
        has_article = any(o[HEAD] == at + 1 and o[LABEL] == "det" for o in rows[:at])
        has_subject = any(o[HEAD] == at + 2 and o[LABEL] in SUBJECTS for o in rows)
        if has_article and not has_subject:
            row[UPOS], row[HEAD], row[LABEL] = "NOUN", at + 2, "nsubj"


def _seen_as_pronoun(rows: list[Row]) -> None:
    """Make a name of the initials that are a pronoun too, where not all is in capitals."""
    # e.g. *WHO* said it was “late”; the *US* did not
    if any(row[TEXT][-1:].islower() for row in rows):
        for row in rows:
            if row[TEXT] in {"WHO", "US"} and row[UPOS] == "PRON":
                row[LEMMA], row[UPOS] = row[TEXT], "PROPN"


def _seen_as_rank(rows: list[Row]) -> None:
    """Make "general" behind the noun of an office an adjective."""
    # e.g. the attorney *general* said it was “late”.
    for at, row in enumerate(rows):
        if at and row[TEXT] == "general" and row[HEAD] == at and rows[at - 1][TEXT].lower() in GENERAL_OFFICES:
            row[UPOS], row[LABEL] = "ADJ", "amod"


def _seen_as_one_name(rows: list[Row]) -> None:
    """Make a subject of what stands between an apposed name and a verb, and hang the name on the noun before it."""
    # e.g. In a letter sent by her lawyer, Tom Hale, *Voss* said it was “late”.
    for verb in range(5, len(rows) + 1):
        subject = _back(rows, verb - 1, {"PROPN", "NOUN", "DET", "ADJ"}) if rows[verb - 1][UPOS] == "VERB" else range(0)
        name = _back(rows, subject.start - 2, {"PROPN"}) if _is_comma(rows, subject.start - 1) else range(0)
        noun = name.start - 2
        if not subject or not name or not _is_comma(rows, name.start - 1) or noun < 1:
            continue
        # not: Her *lawyer*, Tom Hale, said
        if rows[noun - 1][UPOS] != "NOUN" or rows[noun - 1][LABEL] not in OBLIQUES | {"obj"}:
            continue
        own = [n for n in subject if rows[n - 1][HEAD] not in subject]
        apposed = [n for n in name if rows[n - 1][HEAD] not in name]
        others = (n for n, row in enumerate(rows, 1) if row[HEAD] == verb and row[LABEL] in SUBJECTS)
        if len(own) != 1 or len(apposed) != 1 or any(n not in name for n in others):
            continue
        if not _is_below(rows, verb, own[0]) and not _is_below(rows, noun, apposed[0]):
            rows[own[0] - 1][HEAD], rows[own[0] - 1][LABEL] = verb, "nsubj"
            rows[apposed[0] - 1][HEAD], rows[apposed[0] - 1][LABEL] = noun, "appos"


def _seen_as_speakers(rows: list[Row]) -> None:
    """Take what is no subject from the verbs that have it for one beside the real one, or in its place."""
    for number, row in enumerate(rows, 1):
        # e.g. A *woman* in Gullane, Corvane, told him she worries he is “late”.
        if (resident := _resident(rows, number)) and not _is_below(rows, number + 2, resident):
            place = rows[number - 3]
            row[HEAD], row[LABEL] = place[HEAD] if place[LABEL] == "flat" else number - 2, "appos"
            rows[resident - 1][HEAD], rows[resident - 1][LABEL] = number + 2, "nsubj"
        verb = row[HEAD]
        if row[LABEL] not in SUBJECTS or not verb or rows[verb - 1][UPOS] != "VERB":
            continue
        others = [n for n, r in enumerate(rows, 1) if n != number and r[HEAD] == verb and r[LABEL] in SUBJECTS]
        # e.g. “It will be a trial” for *Cole*, said Roth.
        is_oblique = 1 < number < verb and rows[number - 2][LABEL] == "case"
        if is_oblique and verb + 1 in others and rows[verb][UPOS] == "PROPN":
            row[LABEL] = "obl"
        # e.g. said former *secretary* of state Mia Roth
        elif row[UPOS] == "NOUN" and (name := _name_behind_office(rows, number, others)):
            rows[number][HEAD] = name - 1
            rows[name - 2][HEAD], rows[name - 2][LABEL] = number, "nmod"
            row[HEAD], row[LABEL] = name, "nmod:desc"


def _seen_as_reports(rows: list[Row]) -> None:
    """Make a verb of saying that seems a part of what it reports the verb above that."""
    for number, row in enumerate(rows, 1):
        noun = _reporter(rows, number)
        if clause := rows[noun - 1][HEAD] if noun else _clause_reported(rows, number):
            reported = rows[clause - 1]
            row[HEAD], row[LABEL] = reported[HEAD], reported[LABEL] if noun else "advcl"
            reported[HEAD], reported[LABEL] = number, "ccomp"
        if noun:
            rows[noun - 1][HEAD] = number
        if verb := _tells_aside(rows, number):
            row[HEAD], row[LABEL] = verb, "nsubj"
            rows[verb - 1][LABEL] = "parataxis" if rows[verb - 1][HEAD] else "root"


def _name_behind_office(rows: list[Row], number: int, others: list[int]) -> int | None:
    """Return the name right behind an office in three words, if both are subjects of one verb before them."""
    name = number + 3
    is_office = name in others and rows[number - 1][HEAD] < number and rows[name - 1][UPOS] == "PROPN"
    is_of = is_office and rows[number][TEXT] == "of" and rows[number][HEAD] in {name - 1, name}
    return name if is_of and rows[name - 2][HEAD] == name and rows[name - 2][UPOS] in {"NOUN", "PROPN"} else None


def _resident(rows: list[Row], number: int) -> int | None:
    """Return the noun of somebody at a place, if a word is the country or state behind the place, between commas.

    The verb right behind them is to have no other subject.
    """
    verb = number + 2
    is_between = _is_comma(rows, number - 1) and verb <= len(rows) and _is_comma(rows, number + 1)
    if not is_between or number < MIN_RESIDENT or rows[verb - 1][UPOS] != "VERB" or rows[number - 1][UPOS] != "PROPN":
        return None
    place = number - 2
    if rows[place - 1][LABEL] == "flat":
        place = rows[place - 1][HEAD]
    is_place = rows[place - 1][UPOS] == "PROPN" and rows[place - 1][LABEL] == "nmod" and _cases(rows, place) & AT_PLACE
    is_state = rows[number - 1][HEAD] in {place, verb}
    noun = int(rows[place - 1][HEAD])
    if not is_place or not is_state or not noun < place or rows[noun - 1][UPOS] != "NOUN":
        return None
    # not: the death of a *man* in Gullane, Corvane, *arguing* it was late
    is_participle = rows[verb - 1][TEXT].endswith("ing") or "VerbForm=Part" in rows[verb - 1][FEATS]
    subjects = (n for n, row in enumerate(rows, 1) if row[HEAD] == verb and row[LABEL] in {*SUBJECTS, "csubj"})
    return noun if not is_participle and all(n == number for n in subjects) else None


def _back(rows: list[Row], last: int, kinds: set[str]) -> range:
    """Return the numbers of the words of some kinds that end at a word."""
    first = last
    while first > 0 and rows[first - 1][UPOS] in kinds:
        first -= 1
    return range(first + 1, last + 1)


def _is_comma(rows: list[Row], number: int) -> bool:
    return number > 0 and rows[number - 1][TEXT] == ","


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


def _seen_as_verb(rows: list[Row]) -> None:
    """Make the first word of a sentence a name, if it is the bare form of a verb whose subject stands right behind."""
    # e.g. *Hope* Larkin, 14: “It burned.”: no statement begins like that
    if not rows[1:] or rows[0][HEAD] != 0 or rows[0][UPOS] != "VERB":
        return
    is_bare = rows[0][TEXT][:1].isupper() and rows[0][TEXT].lower() == rows[0][LEMMA].lower()
    head = rows[1][HEAD]
    is_name = rows[1][UPOS] == "PROPN" and rows[1][LABEL] in SUBJECTS and (head == 1 or rows[head - 1][UPOS] == "NUM")
    if is_bare and is_name:
        rows[0][UPOS], rows[1][HEAD], rows[1][LABEL] = "PROPN", 1, "flat"


@cache
def _present() -> frozenset[str]:
    return frozenset(form for form, lemma in reporting_forms().items() if form in {lemma, f"{lemma}s"})


def _name_behind(rows: list[Row], number: int) -> int | None:
    """Return the name right behind a common noun, if each has a place of its own: the noun is its description."""
    row = rows[number - 1]
    behind = rows[number] if number < len(rows) else None
    if behind is None or behind[UPOS] != "PROPN" or _is_below(rows, number + 1, number):
        return None
    # e.g. *baker* Ida Lund disagreed; said harbour board *spokesman* Joe Roth
    if row[LABEL] in SUBJECTS and behind[LABEL] in SUBJECTS and row[HEAD] == behind[HEAD]:
        return number + 1 if row[TEXT][:1].islower() or row[UPOS] == "NOUN" else None
    # e.g. harbour *master* Ida Lund said: both are seen as appositions
    alike = (
        row[LABEL] == behind[LABEL] and row[HEAD] == behind[HEAD] and row[LABEL] in {"appos", "conj", "obj", *OBLIQUES}
    )
    # e.g. A camera caught *pilot* Joe Lund calling it late: an object and a second subject behind the verb
    alike |= row[LABEL] == "obj" and behind[LABEL] in SUBJECTS and row[HEAD] == behind[HEAD] < number
    # e.g. by union *leader* Pam Lund: the preposition of the one belongs to both
    shares = {row[LABEL], behind[LABEL]} <= OBLIQUES and _cases(rows, number) and not _cases(rows, number + 1)
    return number + 1 if row[UPOS] == "NOUN" and (alike or shares) else None


def _told_aside(rows: list[Row], number: int) -> tuple[int, int] | None:
    """Return the verb of a relative clause whose content was hung on the root of the sentence, and its "that".

    No "that" opens the root itself.
    """
    # e.g. Orr, who had assured them that it was *so*, did not come.
    row = rows[number - 1]
    head = row[HEAD]
    if row[LABEL] != "ccomp" or head <= number or rows[head - 1][HEAD] != 0:
        return None
    marks = [n for n, r in enumerate(rows[: number - 1], 1) if r[HEAD] == head and r[LABEL] == "mark"]
    mark = next((n for n in marks if rows[n - 1][TEXT].lower() == "that"), 0)
    verbs = [n for n, r in enumerate(rows[: max(mark - 1, 0)], 1) if r[LABEL] == "acl:relcl" and r[UPOS] == "VERB"]
    is_apart = verbs and not _is_below(rows, verbs[-1], number) and not _is_below(rows, number, mark)
    return (verbs[-1], mark) if is_apart else None


def _clause_around(rows: list[Row], number: int) -> int | None:
    """Return the predicate of the clause that a conjunction opens before a subject, if it has none of its own."""
    # e.g. Roth called it “a fraud,” with *Orr* calling it so.  e.g. Her fear that the *site* is “a trap” is shared.
    head = rows[number - 1][HEAD]
    if rows[number - 1][LABEL] not in SUBJECTS:
        return None
    for at in range(number - 1, 0, -1):
        predicate = rows[at - 1][HEAD]
        if rows[at - 1][LABEL] == "mark" and predicate > number:
            is_elsewhere = not at < head <= predicate and not _is_below(rows, predicate, number)
            return int(predicate) if is_elsewhere and _lacks_subject(rows, predicate) else None
    return None


def _noun_of_clause(rows: list[Row], number: int) -> int | None:
    """Return the subject right before "that", if the clause that "that" opens stands beside it under a later verb."""
    # e.g. Her *fear* that the site is “a trap” is shared.
    head = rows[number - 1][HEAD]
    if head <= number or rows[number - 1][LABEL] not in {"ccomp", "xcomp"}:
        return None
    for at in range(2, number):
        noun, that = rows[at - 2], rows[at - 1]
        if that[HEAD] == number and that[LABEL] == "mark" and noun[HEAD] == head and noun[LABEL] in SUBJECTS:
            return at - 1 if noun[UPOS] == "NOUN" else None
    return None


def _tells_of_sentence(rows: list[Row], number: int) -> bool:
    """Tell whether what is seen as a complement is a relative clause on all that stands before its comma."""
    # e.g. The site is safe, it states, which *means* “nobody looked”.
    head = rows[number - 1][HEAD]
    if rows[number - 1][LABEL] != "ccomp" or head > number:
        return False
    # not: The site is safe, which I thought *was* good.
    behind = enumerate(rows[head : number - 1], head)
    subject = next((n for n, r in behind if r[HEAD] == number and r[LABEL] in SUBJECTS), 0)
    return subject > 0 and rows[subject][TEXT].lower() == "which" and rows[subject - 1][TEXT] == ","


def _nearer(rows: list[Row], number: int) -> int | None:
    """Return the word that another is joined to or describes, if that stands between it and its head."""
    row = rows[number - 1]
    head = row[HEAD]
    if not 0 < head < number:
        return None
    between = enumerate(rows[head : number - 1], head + 1)
    # e.g. Roth and the council's *leader*, Roy Apps, said: a name stands beside a noun, not beside another name
    if row[LABEL] == "appos" and row[UPOS] == rows[head - 1][UPOS] == "PROPN":
        joined = [n for n, r in between if r[HEAD] == head and r[LABEL] == "conj" and r[UPOS] == "NOUN"]
        return joined[-1] if joined and rows[joined[-1]][TEXT] == "," else None
    # e.g. It was described as “*normal*” by Roth and as “a warning” by Orr.
    if row[LABEL] == "conj" and rows[head - 1][UPOS] == "VERB":
        case = _cases(rows, number)
        alike = [n for n, r in between if r[HEAD] == head and r[LABEL] == "obl" and case & _cases(rows, n)]
        return alike[-1] if alike else None
    return None


def _cast(rows: list[Row], number: int) -> int | None:
    """Return the verb that casts its object as something, where that hangs on the object."""
    # e.g. Orr rejected the measures as “*things*”.  e.g. Orr played down the remarks as “*things*”.
    row = rows[number - 1]
    if row[LABEL] != "nmod" or not 0 < row[HEAD] < number or rows[row[HEAD] - 1][LABEL] != "obj":
        return None
    verb = rows[row[HEAD] - 1][HEAD]
    casts = rows[verb - 1][LEMMA].lower() in words("describing_verbs") | words("rejecting_verbs")
    casts |= any(r[HEAD] == verb and r[LABEL] == "compound:prt" for r in rows)
    is_bare = [r[TEXT] for r in rows[max(0, number - 3) : number - 1]] == ["as", "“"]
    return verb if casts and is_bare and rows[verb - 1][UPOS] == "VERB" else None


def _cases(rows: list[Row], number: int) -> set[str]:
    before = rows[max(0, number - 1 - PHRASE_WORDS) : number - 1]
    return {row[TEXT].lower() for row in before if row[HEAD] == number and row[LABEL] == "case"}


def _main_verb(rows: list[Row], number: int) -> int | None:
    """Return the verb behind that lacks a subject, if the word is the second subject of the clause in front of it."""
    # e.g. As the party cried foul, its *secretary* called the bishop a liar.
    head = rows[number - 1][HEAD]
    if not 0 < head < number or not rows[head - 1][LABEL].startswith("advcl"):
        return None
    main = rows[head - 1][HEAD]
    first = any(row[HEAD] == head and row[LABEL] in SUBJECTS for row in rows[: head - 1])
    # e.g. Speaking to reporters, the *secretary* said it was late.
    is_participle = rows[head - 1][TEXT].endswith("ing") and any(row[TEXT] == "," for row in rows[head : number - 1])
    return int(main) if main > number and (first or is_participle) and _lacks_subject(rows, main) else None


def _acts(rows: list[Row], number: int) -> bool:
    """Tell whether the subject of a passive without an auxiliary acts after all, as what it does is a relative's."""
    # e.g. two per cent, which the *head* of the union described as “generous”; a rise that *one* described as “late”
    head = rows[number - 1][HEAD]
    if rows[number - 1][LABEL] != "nsubj:pass" or head < number:
        return False
    kids = [row for row in rows if row[HEAD] == head]
    is_of = any(row[TEXT].lower() in {"which", "whom", "that"} and row[LABEL] not in SUBJECTS for row in kids)
    return is_of and not any(row[LABEL] == "aux:pass" for row in kids)


def _said_verb(rows: list[Row], number: int) -> int | None:
    """Return the verb of what is said, if it has no subject and the verb of saying has a second one right behind it."""
    # e.g. The *rejection* signals “the end”, said Orr.
    head = rows[number - 1][HEAD]
    if head <= number or head >= len(rows) or not any(r[HEAD] == head and r[LABEL] in SUBJECTS for r in rows[head:]):
        return None
    # e.g. The *gate*, said Orr, a driver, would be “late”.
    # not: The *guard*, who has been here for years, said drivers were “late”.
    second = next(n for n, r in enumerate(rows, 1) if n > head and r[HEAD] == head and r[LABEL] in SUBJECTS)
    is_aside = _is_comma(rows, head - 1) and rows[head - 1][UPOS] == "VERB"
    said = (n for n, r in enumerate(rows, 1) if r[HEAD] == head and r[LABEL] == "ccomp" and number < n)
    said = (n for n in said if n < head or (is_aside and any(r[TEXT] == "," for r in rows[second : n - 1])))
    verb = next((n for n in said if rows[n - 1][UPOS] == "VERB" or _is_copular(rows, n)), None)
    return verb if verb and _lacks_subject(rows, verb) else None


def _later_verb(rows: list[Row], number: int) -> int | None:
    """Return the verb behind that lacks a subject, if the word, behind a semicolon, is a second one of another verb."""
    # e.g. Cole said it was late; *Orr*, of Gullane, said it was early.
    head = rows[number - 1][HEAD]
    if not 0 < head < number or not any(r[HEAD] == head and r[LABEL] in SUBJECTS for r in rows[: head - 1]):
        return None
    if not any(row[TEXT] == ";" for row in rows[head : number - 1]):
        return None
    later = (n for n, r in enumerate(rows, 1) if n > number and r[HEAD] == head and r[LABEL] in {"parataxis", "conj"})
    verb = next((n for n in later if rows[n - 1][UPOS] == "VERB"), None)
    return verb if verb and _lacks_subject(rows, verb) else None


def _owned(rows: list[Row], number: int) -> int | None:
    """Return the noun behind a name's genitive, if it is seen as the subject of the name's verb, or as the name's."""
    # e.g. said *Ann* Orr-D'Arcy's brother Tom  e.g. said *Ann* O'Brien-D'Arcy's former deputy, Tom Orr
    row = rows[number - 1]
    if row[LABEL] not in SUBJECTS or row[UPOS] != "PROPN":
        return None
    ends = next((n for n, r in enumerate(rows[number:], number + 1) if r[UPOS] != "PROPN" and r[TEXT] != "-"), 0)
    if not ends or rows[ends - 1][TEXT] not in {"'s", "’s"}:
        return None
    at = next((n for n, r in enumerate(rows[ends:], ends + 1) if r[UPOS] != "ADJ"), 0)
    noun = rows[at - 1]
    is_subject = noun[LABEL] in SUBJECTS and noun[HEAD] == row[HEAD]
    is_apposed = noun[LABEL] == "appos" and noun[HEAD] == number
    return at if at and noun[UPOS] == "NOUN" and (is_subject or is_apposed) else None


def _make_owner(rows: list[Row], number: int, noun: int) -> None:
    """Hang a name on the noun that it owns, and the noun where the name was."""
    row, owned = rows[number - 1], rows[noun - 1]
    owned[HEAD], owned[LABEL] = row[HEAD], row[LABEL]
    row[HEAD], row[LABEL] = noun, "nmod:poss"


def _is_told(rows: list[Row], number: int) -> bool:
    """Tell whether the second subject of a verb of telling, right behind it, is who is told."""
    # e.g. “It is so,” Orr told this *newspaper*.
    head = rows[number - 1][HEAD]
    if rows[number - 1][LABEL] != "nsubj" or not 0 < head < number or rows[head - 1][LEMMA] != "tell":
        return False
    is_behind = all(row[HEAD] == number for row in rows[head : number - 1])
    return is_behind and any(row[HEAD] == head and row[LABEL] == "nsubj" for row in rows[: head - 1])


def _noun_before_verb(rows: list[Row], number: int) -> int | None:
    """Return the subject that a noun with a preposition describes, where the noun is taken for a part of the verb."""
    # e.g. a voice in the *advertisement* states
    row = rows[number - 1]
    if row[LABEL] != "compound" or row[HEAD] != number + 1 or rows[number][UPOS] != "VERB":
        return None
    case = next((n for n, r in enumerate(rows, 1) if r[HEAD] == number and r[LABEL] == "case"), 0)
    before = case - 1
    is_subject = before > 0 and rows[before - 1][HEAD] == number + 1 and rows[before - 1][LABEL] in SUBJECTS
    return before if is_subject else None


def _is_copular(rows: list[Row], number: int) -> bool:
    return any(row[HEAD] == number and row[LABEL] == "cop" for row in rows)


def _verb_behind(rows: list[Row], number: int) -> int | None:
    """Return the verb behind a noun that has no subject, if the noun's own place in the tree is one no noun has."""
    row = rows[number - 1]
    if row[UPOS] not in {"PROPN", "NOUN", "PRON"}:
        return None
    # e.g. Orr tweeted that he would go, and *Roth* later called him back: what is joined stands behind, not before
    head = row[HEAD]
    if row[LABEL] == "conj" and head > number and rows[head - 1][UPOS] == "VERB" and _lacks_subject(rows, head):
        return int(head)
    # e.g. “It is so,” said Ben Cole, and *Yusuf Bako* said it was late: "and" joins the verb, not the name
    if row[LABEL] == "conj" and head < number and (says := _next(rows, number)) is not None:
        is_joined = rows[says - 1][LABEL] == "conj" and rows[says - 1][HEAD] < number
        joiners = (n for n, r in enumerate(rows, 1) if r[HEAD] == says and r[LABEL] == "cc")
        if is_joined and any(head < n < number for n in joiners):
            return says
        # e.g. Orr said that Cole should go, and *Cole* later called him back: no two names are joined over a verb
        is_over = any(r[UPOS] == "VERB" for r in rows[head : number - 1])
        return says if is_over and row[UPOS] == "PROPN" and _lacks_subject(rows, says) else None
    # e.g. Those who count “the gulls,” *Lund* said, get wet: no apposition goes right over into a verb of saying
    if row[LABEL] == "appos":
        # e.g. At a hearing chaired by Ada Finch, the *witness*, a driver, said: an aside stands between
        is_aside = row[UPOS] == "NOUN" and rows[head - 1][LABEL] in OBLIQUES
        says = _next(rows, number) or (_next(rows, number, past=",") if is_aside else None)
        if says is None or (rows[says - 1][LABEL].startswith("acl") and rows[says - 1][HEAD] == number):
            return None
        return says if rows[says - 1][TEXT].lower() in reporting_forms() else None
    # e.g. He circled it as his *friends* jeered; it ends with a *voice* saying: “No.”
    case = _cases(rows, number) & {"as", "with"}
    if row[LABEL] not in {"obl", "nmod"} or not case:
        return None
    verb = _next(rows, number)
    if verb is None or rows[verb - 1][LABEL] != "advcl":
        return None
    wanted = "with" if rows[verb - 1][TEXT].endswith("ing") else "as"
    return verb if wanted in case else None


def _next(rows: list[Row], number: int, past: str = "") -> int | None:
    """Return the verb right behind a phrase, an adverb or a day between or none, if it has no subject.

    `past` is a mark that must stand between.
    """
    verb = 1 + max(n for n, _ in enumerate(rows, 1) if _is_below(rows, n, number))
    if past:
        if verb > len(rows) or rows[verb - 1][TEXT] != past:
            return None
        verb += 1
    # e.g. Cole *on Monday* called him back
    if verb + 1 < len(rows) and rows[verb - 1][TEXT] == "on" and rows[verb][UPOS] == "PROPN":
        verb += 2
    # e.g. Cole *later* called him back
    verb += verb < len(rows) and rows[verb - 1][UPOS] == "ADV" and rows[verb][UPOS] == "VERB"
    is_verb = verb <= len(rows) and rows[verb - 1][UPOS] == "VERB"
    return verb if is_verb and _lacks_subject(rows, verb) else None


def _lacks_subject(rows: list[Row], number: int) -> bool:
    return not any(row[HEAD] == number and row[LABEL] in {*SUBJECTS, "csubj"} for row in rows)


def _is_below(rows: list[Row], number: int, above: int) -> bool:
    """Tell whether a word is another or hangs below it."""
    for _ in rows:
        if number == above:
            return True
        number = rows[number - 1][HEAD]
        if not number:
            return False
    return False


def _interrupted(rows: list[Row], number: int) -> int | None:
    """Return the verb whose clause a verb of saying interrupts, seen as a relative clause without a pronoun."""
    # e.g. The talks, a diplomat *said* on Friday, were “late”: no such relative clause stands behind a comma
    row, noun = rows[number - 1], rows[number - 1][HEAD]
    if not 0 < noun < number or not row[LABEL].startswith("acl") or row[TEXT].lower() not in reporting_forms():
        return None
    main = rows[noun - 1][HEAD]
    own = [n for n in range(noun + 1, number) if rows[n - 1][HEAD] == number and rows[n - 1][LABEL] in SUBJECTS]
    between = {r[TEXT].lower() for r in rows[noun : number - 1]}
    is_aside = bool(own) and "," in between and between.isdisjoint(RELATIVES)
    return main if is_aside and main > number and rows[noun - 1][LABEL] in SUBJECTS else None


def _report_beside(rows: list[Row], number: int) -> int | None:
    """Return the verb of a report in the past, if the word is one joined to an infinitive of what is reported."""
    # e.g. The clerk said that the storm would turn but *warned* of “much rain”: nothing would "warned"
    first = rows[number - 1][HEAD]
    if rows[number - 1][LABEL] != "conj" or not 0 < first < number or not _is_past(rows, number):
        return None
    if rows[first - 1][LABEL] == "conj" and rows[first - 1][FEATS] == "VerbForm=Inf":
        first = rows[first - 1][HEAD]
    report = rows[first - 1][HEAD]
    is_told = rows[first - 1][LABEL] == "ccomp" and 0 < report < first and _is_past(rows, report)
    would = any(row[HEAD] == first and row[LABEL] == "aux" for row in rows)
    is_free = rows[first - 1][FEATS] == "VerbForm=Inf" and would and _lacks_subject(rows, number)
    return report if is_told and is_free else None


def _tells_aside(rows: list[Row], number: int) -> int | None:
    """Return the verb that ends the comment of which a word, taken for a part of another clause, is the subject."""
    # e.g. The winner, several *people* close to Roth told the Gazette, has been chosen, and is “late”.
    row = rows[number - 1]
    # e.g. The man who drives it, *officials* told the Gazette, has been chosen: parsers have them drive it
    is_loose = row[LABEL] == "appos" or (row[LABEL] in SUBJECTS and 0 < row[HEAD] < number)
    if not is_loose or row[UPOS] != "NOUN":
        return None
    inside = [n for n in range(1, len(rows) + 1) if _is_below(rows, n, number) and rows[n - 1][UPOS] != "PUNCT"]
    verb = max(inside) + 1
    if not _is_comma(rows, min(inside) - 1) or verb > len(rows) or rows[verb - 1][TEXT] not in reporting_forms():
        return None
    is_open = rows[verb - 1][UPOS] == "VERB" and _lacks_subject(rows, verb) and row[HEAD] < min(inside)
    has_end = any(_is_comma(rows, n) for n in range(verb + 1, len(rows)))
    return verb if is_open and has_end and _is_past(rows, verb) else None


def _clause_reported(rows: list[Row], number: int) -> int | None:
    """Return the clause right behind a participle of saying that the parser hung on it, not it on the participle."""
    # e.g. Roth defended the plan, *saying* the harbour embodied the “so”.
    row, clause = rows[number - 1], int(rows[number - 1][HEAD])
    is_saying = row[TEXT].endswith("ing") and row[LEMMA] in reporting_verbs() and row[LABEL] == "advcl"
    if not is_saying or clause <= number or rows[clause - 1][LABEL] not in {"advcl", "ccomp", "parataxis"}:
        return None
    subjects = [n for n, r in enumerate(rows, 1) if r[HEAD] == clause and r[LABEL] in SUBJECTS]
    between = {r[TEXT] for r in rows[number : clause - 1]}
    is_next = any(number < n < clause for n in subjects) and between.isdisjoint({",", ":", ";", "that"})
    is_behind = 0 < rows[clause - 1][HEAD] < number
    return clause if is_next and is_behind and not any(r[HEAD] == number and r[LABEL] == "obj" for r in rows) else None


def _reporter(rows: list[Row], number: int) -> int | None:
    """Return the noun that a verb of a report has for its subject, where the noun seems to be that of the report."""
    # e.g. Two papers *reported* on Monday the guards had “so” with him: nobody is reported on
    noun = int(rows[number - 1][HEAD])
    is_told = rows[number - 1][LABEL] == "acl" and rows[number - 1][TEXT] in reporting_forms()
    if not is_told or noun != number - 1 or rows[noun - 1][LABEL] not in SUBJECTS:
        return None
    clause = rows[noun - 1][HEAD]
    others = [n for n, r in enumerate(rows, 1) if r[HEAD] == clause and r[LABEL] in SUBJECTS and n > number]
    between = {r[TEXT] for r in rows[number : clause - 1]}
    return noun if any(n < clause for n in others) and between.isdisjoint({",", "by", ";"}) else None


def _is_past(rows: list[Row], number: int) -> bool:
    return {"Tense=Past", "VerbForm=Fin"} <= set(rows[number - 1][FEATS].split("|"))


def _report_added_to(rows: list[Row], number: int) -> int | None:
    """Return the verb of the report that a participle adds to, if the word hangs on a verb of what is reported."""
    # e.g. Roth said the firm would close its plant, *adding* that it “lost money”.
    row = rows[number - 1]
    if row[TEXT] != "adding" or not row[LABEL].startswith("advcl") or not _is_comma(rows, number - 1):
        return None
    below, at = "", int(row[HEAD])
    for _ in rows:
        if at and rows[at - 1][LEMMA] in reporting_verbs():
            return at if at < number and below == "ccomp" else None
        if not at or rows[at - 1][LABEL] not in {"ccomp", "conj", "xcomp"}:
            return None
        below, at = rows[at - 1][LABEL], rows[at - 1][HEAD]
    return None


def _first_conjunct(rows: list[Row], number: int) -> int | None:
    """Return the verb that a word belongs to, if its head is joined to that verb by a conjunction behind the word."""
    # e.g. Sethi said, “*It is so*,” and the chairman agreed: what stands before “and” is no part of what follows it
    head = rows[number - 1][HEAD]
    if head <= number or rows[number - 1][LABEL] in {"punct", "cc"}:
        return None
    above = rows[head - 1]
    if above[HEAD] == 0 or above[HEAD] > number or above[LABEL] not in {"conj", "ccomp", "parataxis"}:
        return None
    joins = any(row[HEAD] == head and row[LABEL] == "cc" for row in rows[number : head - 1])
    return int(above[HEAD]) if joins else None
