"""Who acts in a sentence, as its parse tells: its subjects, whom they act upon, who among them has no name."""

from collections.abc import Iterable, Iterator
from functools import cache
from itertools import takewhile

import regex

from quotes.lexicon import reporting_forms, reporting_verbs, words
from quotes.models import Parse, Sentence, Span, Word
from quotes.resolve.names import folded
from quotes.resolve.phrases import WORD
from quotes.resolve.recognised import is_many

SUBJECT = frozenset({"nsubj", "nsubj:pass", "nsubj:outer"})
"""Relations of who or what a clause is about."""

_CORE = SUBJECT | {"obj", "iobj"}
_JOINED = frozenset({"conj", "parataxis"})
_ABOUT = frozenset({"on", "of", "about", "to", "against", "for", "with"})
_NAMING = frozenset({"flat", "appos", "compound", "nmod:desc"})
_OPENING = regex.compile(r"(?:^|(?<=[.!?]\s)|(?<=\n))(?P<name>\p{Lu}[\p{L}.-]*(?: \p{Lu}[\p{L}.-]*){0,5})(?= \p{Ll})")


def main_subjects(sentence: Sentence) -> set[int]:
    """Return the words that are, or name, subjects of main clauses, of what is joined to them, and of reports."""
    listed = sentence.words
    main = {w.index for w in listed if w.head is None}
    main |= {w.index for w in listed if w.deprel in {"conj", "parataxis"} and w.head in main}
    # e.g. In a letter that spring *Roth* was blunter.: parsers take the clause for one that tells of the letter
    phrases = main & {w.head for w in listed if w.deprel == "case"} - {w.head for w in listed if w.deprel in SUBJECT}
    main |= {w.index for w in listed if w.deprel == "acl:relcl" and w.head in phrases}
    # e.g. Roth had hardly begun when *Joe Voss* rose. “Is that in order?” he asked.
    main |= {w.index for w in listed if w.deprel == "advcl" and w.head in main and _is_news(sentence, w)}
    # e.g. Polls move little, noted the Gazette's *Ana Ruiz*.
    reports = {w.index for w in listed if w.upos == "VERB" and w.lemma.lower() in reporting_verbs()}
    inverted = {w.index for w in listed if w.deprel in SUBJECT and w.head in reports and w.head < w.index}
    subjects = {w.index for w in listed if w.deprel in SUBJECT and w.head in main} | inverted
    # e.g. I asked *my mother* why. She put down the knife. “Nobody asked me,” she said.
    by_us = {w.head for w in listed if w.deprel == "nsubj" and w.text in {"I", "we", "We"}}
    asked = {w.index for w in listed if w.index in main & by_us and w.lemma.lower() == "ask"}
    subjects |= {w.index for w in listed if w.deprel in {"obj", "iobj"} and w.head in asked and w.upos != "PRON"}
    # e.g. It was *Joe Voss* who stood up. “Let her in,” he said.
    who = {w.head for w in listed if w.text.lower() == "who" and w.deprel in SUBJECT}
    clefts = {w.head for w in listed if w.deprel == "acl:relcl" and w.index in who}
    its = {w.head for w in listed if w.text.lower() == "it" and w.deprel in SUBJECT}
    subjects |= {w.index for w in listed if w.index in main & clefts & its and w.upos == "PROPN"}
    # e.g. And *Tibbs*? “Quiet,” he said.
    if listed[-1].text == "?":
        subjects |= {w.index for w in listed if w.head is None and w.upos == "PROPN"}
    # e.g. Legislator *Hung*; the chief executive, *Tim Cole*
    naming = {w.index for w in listed if w.deprel in _NAMING and w.head in subjects}
    # e.g. one of them, *Isidore Bell*, said
    pronouns = {w.index for w in listed if w.upos == "PRON" and w.head in subjects}
    naming |= {w.index for w in listed if w.deprel == "appos" and w.head in pronouns | naming}
    naming |= {w.index for w in listed if w.deprel == "flat" and w.head in naming}
    return subjects | naming


def _is_news(sentence: Sentence, verb: Word) -> bool:
    """Tell whether a clause with "when" tells what happened, and the one before it only what that broke into."""
    below = {w.text.lower() for w in sentence.words if w.head == verb.index and w.deprel in {"mark", "advmod"}}
    if "when" not in below or verb.head is None or verb.index < verb.head:
        return False
    main = sentence.words[verb.head]
    around = {w.text.lower() for w in sentence.words if w.head == verb.head and w.deprel in {"advmod", "aux"}}
    # e.g. Roth was leaving when *Joe Voss* called.  not: Roth smiled when Joe Voss called.
    is_going_on = main.text.lower().endswith("ing") and not around.isdisjoint({"was", "were"})
    return is_going_on or not around.isdisjoint({"hardly", "barely", "scarcely", "just"})


def unnamed_subjects(sentence: Sentence) -> set[int]:
    """Return the main subjects that mean one human being without a name: `a nurse`, `her mother`, `the chairman`.

    "The official" and its like take up somebody who is named; "an official" does not.
    """
    people = words("person_nouns") | words("kin_nouns")
    named = named_behind(sentence)
    main = {i for i in main_subjects(sentence) if sentence.words[i].deprel in _CORE}
    subjects = (main | _telling(sentence)) - named
    nouns = {i: sentence.words[i].text.lower() for i in subjects if sentence.words[i].upos == "NOUN"}
    new = brought_in(sentence)
    unnamed = {i for i, noun in nouns.items() if noun in people and (i in new or noun not in words("general_nouns"))}
    unnamed |= {i for i in subjects if _is_age(sentence, i)}
    # e.g. *One* of them said she would stay.  not: One of them, *Isidore Bell*, said
    several = {w.head: w for w in sentence.words if w.deprel == "nmod" and (_is_human(w) or w.upos == "PRON")}
    ones = {i for i in subjects if sentence.words[i].text.lower() == "one" and i in several}
    return unnamed | {i for i in ones if several[i].index not in named}


def named_behind(sentence: Sentence) -> set[int]:
    """Return the words behind which a name says who is meant."""
    # e.g. spokesman *Joe Voss*; not: a *Harvard* student
    naming = (w for w in sentence.words if w.deprel in _NAMING and w.upos == "PROPN")
    return {w.head for w in naming if w.head is not None and w.index > w.head}


def with_apposition(sentence: Sentence) -> set[int]:
    """Return the words that an apposition says more of: one *companion*, the surgeon Joe Voss."""
    return {w.head for w in sentence.words if w.deprel == "appos" and w.head is not None}


def _is_age(sentence: Sentence, at: int) -> bool:
    """Tell whether a word is the last of "33-year-old", which is cut at its hyphens."""
    before = [w.text.lower() for w in sentence.words[max(0, at - 3) : at]]
    return sentence.words[at].text.lower() == "old" and before[-3:] == ["-", "year", "-"]


def kin(sentence: Sentence) -> set[int]:
    """Return the words for somebody's kin without a name: `her brother`."""
    owned = {w.head for w in sentence.words if w.deprel == "nmod:poss" and w.upos == "PRON"}
    named = {w.head for w in sentence.words if w.deprel in _NAMING and w.upos == "PROPN"}
    found = {w.index for w in sentence.words if w.text.lower() in words("kin_nouns") and w.piece is None}
    return found & {i for i in owned - named if i is not None}


def named_kin(sentence: Sentence) -> set[int]:
    """Return the names of whom the article brings in as somebody's kin: `her daughter, *Tiwa*`."""
    owned = {w.head for w in sentence.words if w.deprel == "nmod:poss" and w.upos == "PRON"}
    kin = {w.index for w in sentence.words if w.index in owned and w.text.lower() in words("kin_nouns")}
    return {w.index for w in sentence.words if w.deprel in _NAMING and w.head in kin and w.upos == "PROPN"}


def _telling(sentence: Sentence) -> set[int]:
    """Return the subjects of verbs of speech, of whatever clause."""
    # e.g. The arrests came after a tea *vendor* told the police he had seen a tractor. “It was dark,” he said.
    verbs = {w.index for w in sentence.words if w.upos == "VERB" and w.lemma.lower() in words("speech_verbs")}
    return {w.index for w in sentence.words if w.deprel == "nsubj" and w.head in verbs}


def speaking_names(sentence: Sentence) -> Iterator[Span]:
    """Yield the names that are subjects of reporting verbs."""
    verbs = {w.index for w in sentence.words if w.upos == "VERB" and w.lemma.lower() in reporting_verbs()}
    named = (w for w in sentence.words if w.deprel == "nsubj" and w.head in verbs and w.upos == "PROPN")
    yield from (w.span for w in named if w.span and may_be_surname(w.text))


def is_speaking_name(text: str, opening: Span) -> bool:
    """Tell whether one unknown word with a capital opens a sentence before a finite reporting verb."""
    verb = WORD.match(text, opening.end + 1)
    return verb is not None and verb[0] in reporting_forms() and may_be_surname(opening.of(text))


def may_be_surname(word: str) -> bool:
    """Tell whether one word with a capital may be somebody's surname."""
    # not: the First *Lady* said; the *Court* said; *They* said; *One* said
    is_word = WORD.fullmatch(word) is not None and not any(map(str.isdigit, word))
    return is_word and not word.isupper() and folded(word) not in _no_names() and not is_many(folded(word))


@cache
def _no_names() -> frozenset[str]:
    """Return the words that are no name of a person, though a sentence may begin with them and a verb of speech."""
    nouns = words("titles") | words("person_nouns") | words("organisation_nouns") | words("group_nouns")
    return nouns | words("subject_pronouns") | words("function_words") | words("determiners") | words("time_words")


def represented(sentence: Sentence) -> Iterator[tuple[Span, Span]]:
    """Yield the main subjects that speak or stand for a body, each with the last word of a name that is the body's."""
    # e.g. *Forecasters* at the *National Weather Institute* said; a *spokesman* for one of the firms, *Acme*, said
    people = {i for i in main_subjects(sentence) if _is_human(sentence.words[i])}
    below = {"nmod", "appos", "nummod"}
    for word in sentence.words:
        above = word
        while above.deprel in below and above.head is not None and above.head < above.index:
            above = sentence.words[above.head]
        is_named = word.upos == "PROPN" and above is not word and above.index in people
        if is_named and word.span and above.span:
            yield above.span, word.span


def _is_human(word: Word) -> bool:
    return word.upos == "NOUN" and (word.text.lower() in words("person_nouns") or is_many(word.text.lower()))


def identified(sentence: Sentence) -> Iterator[tuple[Span, Span]]:
    """Yield the pronouns that a sentence says the name of, each with the name."""
    copular = {w.head for w in sentence.words if w.deprel == "cop"}
    for word in sentence.words:
        if word.upos == "PROPN" and word.index in copular and word.span:
            subjects = (w for w in sentence.words if w.head == word.index and w.deprel in SUBJECT and w.upos == "PRON")
            yield from ((w.span, word.span) for w in subjects if w.span)


def brought_in(sentence: Sentence) -> set[int]:
    """Return the words that "a" brings in as somebody new."""
    openers = {"a", "an", "another", "one"}
    return {w.head for w in sentence.words if w.head is not None and w.text.lower() in openers}


def spans(sentence: Sentence, indices: Iterable[int]) -> Iterator[Span]:
    """Yield where the words of some indices stand in the article, in order; placeholders stand nowhere."""
    chosen = set(indices)
    yield from (w.span for w in sentence.words if w.span and w.index in chosen)


def objects(sentence: Sentence) -> Iterator[tuple[Span, tuple[Span, ...]]]:
    """Yield each subject with who else acts or is acted upon in its clause: nobody there is the subject himself.

    Source: Chomsky 1981, "Lectures on Government and Binding", principle C.
    """
    # e.g. *He* told the fans that Cole was “going nowhere”: he is not Cole
    for word in sentence.words:
        if word.deprel in SUBJECT and word.head is not None and word.span and word.upos in {"PRON", "NOUN"}:
            # but: *He* notes that there was something wrong with Trump's microphone
            # but: *He* calls Cole's endorsement “a gift”: he is not Cole
            behind = (w for w in sentence.words[word.index + 1 :] if w.deprel in _CORE or _is_owner(sentence, w))
            below = (w for w in behind if _is_in_clause(sentence, w, word.head))
            others = (*below, *_beside(sentence, word), *_spoken_of(sentence, word))
            yield word.span, tuple(w.span for w in others if w.span)
    for word in sentence.words:
        # e.g. Ruth Voss remembers *her* saying “never”: she is not Voss
        if word.text.lower() in {"him", "her"} and word.deprel in {"obj", "iobj", *SUBJECT} and word.span:
            clauses = {word.head, None if word.head is None else sentence.words[word.head].head} - {None}
            acting = (w for w in sentence.words if w.head in clauses and w.deprel in SUBJECT and w is not word)
            yield word.span, tuple(w.span for w in acting if w.span)


def _beside(sentence: Sentence, subject: Word) -> Iterator[Word]:
    """Yield the words of clauses before a subject that take theirs from it."""
    # e.g. Pointing at *Mr Hanratty*, he added; asked about *Barve*, the captain said
    open_ = {
        w.index
        for w in sentence.words[: subject.index]
        if w.deprel == "advcl" and w.head == subject.head and ("VerbForm=Part" in w.feats or w.index == 0)
        and not any(k.head == w.index and k.deprel in SUBJECT for k in sentence.words)
    }  # fmt: skip
    # e.g. On *Osei*, who may leave, he said: “No.”  not: In Osei's view, he said
    open_ |= {
        w.index
        for w in sentence.words[: subject.index]
        if w.deprel == "obl" and w.head == subject.head and w.upos == "PROPN"
        and any(k.head == w.index and k.deprel == "case" and k.text.lower() in _ABOUT for k in sentence.words)
    }  # fmt: skip
    for word in sentence.words[: subject.index] if open_ else ():
        above: Word | None = word
        while above is not None and above.index not in open_:
            above = None if above.head is None else sentence.words[above.head]
        if above is not None and (above is not word or word.upos == "PROPN"):
            yield word


def _is_owner(sentence: Sentence, word: Word) -> bool:
    """Tell whether a name stands in the genitive before an object."""
    owned = sentence.words[word.head] if word.head is not None else None
    return word.deprel == "nmod:poss" and word.upos == "PROPN" and owned is not None and owned.deprel == "obj"


def _spoken_of(sentence: Sentence, subject: Word) -> Iterator[Word]:
    """Yield the names in a clause that is quoted in part, before the subject who says it."""
    # e.g. *Cole* is “the best we have had,” he said; not: Cole stood up. “I am late,” he said.
    before = list(sentence.words[: subject.index])
    while before and before[-1].piece is not None:
        before.pop()
    if len(before) == subject.index:
        return
    clause = list(takewhile(lambda word: word.upos != "PUNCT", reversed(before)))
    # not: *Cole* said he left because it was “no good any more,” he said.
    if not any(word.upos == "VERB" and word.lemma.lower() in reporting_verbs() for word in clause):
        yield from (word for word in clause if word.upos == "PROPN")


def _is_in_clause(sentence: Sentence, word: Word, verb: int) -> bool:
    """Tell whether a word stands below a verb, and in no clause that is joined to it."""
    while word.index != verb:
        if word.head is None or word.deprel in _JOINED:
            return False
        word = sentence.words[word.head]
    return True


def opening(text: str, parse: Parse) -> Iterator[Span]:
    """Yield the names and pronouns that open sentences where no parse tells the subject: mostly they are it."""
    parsed = {sentence.paragraph for sentence in parse.sentences}
    for sentence in parse.sentences:
        first = next((w.span for w in sentence.words if w.span), None)
        # e.g. *Otto Brandt* rang Simon Lacey: parsers may take the verb for a name
        if first and any(w.head is None and w.upos == "PROPN" for w in sentence.words):
            yield from (Span(*m.span("name")) for m in [_OPENING.match(text, first.start)] if m)
    for number, paragraph in enumerate(parse.paragraphs):
        if number not in parsed:
            # e.g. *Mayor Ana Ruiz* flew home. *She* had won.
            for match in _OPENING.finditer(text, paragraph.start, paragraph.end):
                yield Span(*match.span("name"))


def owned_names(sentence: Sentence) -> set[int]:
    """Return the names behind "whose" and a role."""
    whose = {w.head for w in sentence.words if w.text.lower() == "whose" and w.deprel == "nmod:poss"}
    roles = whose | {w.head for w in sentence.words if w.index in whose and w.deprel in _NAMING}
    named = {w.index for w in sentence.words if w.index in roles or (w.head in roles and w.deprel in _NAMING)}
    return {w.index for w in sentence.words if w.index in named and w.upos == "PROPN"}


def acted_upon_or_shown(sentence: Sentence) -> set[int]:
    """Return the names of whom something, not somebody, acts upon in the main clause, or shows to do something."""
    # e.g. The letters show that *Roth* met Joe Voss.  not: Ruiz said that *Roth* met Joe Voss.
    listed = sentence.words
    things = {w.head for w in listed if w.deprel in SUBJECT and w.upos == "NOUN" and not _is_human(w)}
    shown = {w.index for w in listed if w.head is None and w.index in things}
    heads = {w.index for w in listed if w.deprel == "ccomp" and w.head in shown}
    # e.g. A camera caught *Roth* calling out.
    acted_upon = {w.index for w in listed if w.deprel == "obj" and w.head in shown and w.upos == "PROPN"}
    return acted_upon | {w.index for w in listed if w.deprel == "nsubj" and w.head in heads and w.upos == "PROPN"}


def relative_heads(sentence: Sentence) -> set[int]:
    """Return the words of which a relative clause tells more."""
    return {w.head for w in sentence.words if w.deprel == "acl:relcl" and w.head is not None}
