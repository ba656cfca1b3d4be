"""Who put out a text that the article goes on to quote: "the statement said", "it read"."""

from collections.abc import Iterator
from dataclasses import dataclass

from quotes.lexicon import reporting_verbs, words
from quotes.models import Sentence, Span, Word

_SUBJECT = frozenset({"nsubj", "nsubj:outer"})
_NEW = frozenset({"a", "an", "another", "one", "his", "her", "its", "their"})
_INTO = frozenset({"in", "on", "via", "through", "by"})
_NO_AUTHOR = frozenset({"read", "run", "air", "get", "place", "contain", "include", "approve", "give", "offer"})
_AUTHORED = frozenset(
    {"author", "compile", "conduct", "draft", "file", "issue", "lodge", "pen", "post", "prepare", "produce", "publish",
     "put", "release", "send", "sign", "submit", "write"}
)  # fmt: skip
"""What whoever a document is by has done: a report *released* by the agency, not one adopted or seen by it."""
_ANSWERING = frozenset({"fire", "hit", "shoot", "snap", "push", "strike"})
"""Verbs that with "back" say that somebody answers."""
_WRITING = frozenset({"email", "e-mail", "text", "tweet", "write", "message", "cable", "wire", "post"})


@dataclass(frozen=True, slots=True)
class Issue:
    """A text that somebody puts out: where it is brought in, its noun (None for a verb like "emailed"), and by whom.

    `is_signed` tells that the noun itself says whose it is: "a report by the bank".
    """

    at: Span
    noun: str | None
    issuer: Span
    is_signed: bool = False


def issues(sentence: Sentence) -> Iterator[Issue]:
    """Yield the texts that a sentence says somebody puts out, in text order."""
    for word in sentence.words:
        signed = _signed_by(sentence, word) if word.lemma.lower() in words("document_nouns") else None
        if signed is not None and signed.span and word.span:
            yield Issue(word.span, word.lemma.lower(), signed.span, is_signed=True)
            continue
        # e.g. *Dan Cole*'s report was damning.
        owner = _owned_by(sentence, word) if signed is None else None
        if owner is not None and owner.span and word.span:
            yield Issue(word.span, word.lemma.lower(), owner.span, is_signed=True)
            continue
        verb = _verb_of(sentence, word)
        subject = _subject(sentence, verb) if verb is not None else None
        if subject is not None and subject.span and word.span:
            yield Issue(word.span, None if word is verb else word.lemma.lower(), subject.span)


def _verb_of(sentence: Sentence, word: Word) -> Word | None:
    """Return the verb of putting out whose text a word is; the verb itself where it names no text."""
    # e.g. Greer *emailed* his directors. “Call me,” it said.
    if word.upos == "VERB" and word.lemma.lower() in _WRITING:
        return word
    if word.lemma.lower() not in words("document_nouns") or word.head is None:
        return None
    kids = [w for w in sentence.words if w.head == word.index]
    is_new = any(w.text.lower() in _NEW for w in kids)
    if not is_new and not (word.deprel.startswith("obl") and any(w.text.lower() == "the" for w in kids)):
        return None
    above = sentence.words[word.head]
    lemma = above.lemma.lower()
    # e.g. Ana Ruiz issued *a statement*.
    is_issuing = lemma in words("issuing_verbs") and lemma not in _NO_AUTHOR
    if word.deprel == "obj" and (is_issuing or lemma in _WRITING):
        return above
    # e.g. In *a statement*, the bank called it “fair”.
    is_in = any(w.deprel == "case" and w.text.lower() in _INTO for w in kids)
    # e.g. The bank hit *back* in a letter.
    is_back = any(w.text.lower() == "back" for w in sentence.words if w.head == above.index)
    is_told = lemma in reporting_verbs() or (is_back and lemma in _ANSWERING)
    return above if word.deprel.startswith("obl") and is_in and is_told else None


def _signed_by(sentence: Sentence, noun: Word) -> Word | None:
    """Return whom a document is by, from its own noun phrase."""
    # e.g. a report *by the Food Agency*, a statement *from the bank*; a report *released by* the Food Agency
    # not: a report *seen by* the Gazette
    made = (w for w in sentence.words if w.head == noun.index and w.deprel == "acl" and w.lemma.lower() in _AUTHORED)
    nouns = {noun.index, *(w.index for w in made)}
    beside = (w for w in sentence.words if w.head in nouns and w.index > noun.index)
    for word in (w for w in beside if w.deprel in {"nmod", "obl", "obl:agent"}):
        kids = [w for w in sentence.words if w.head == word.index]
        cases = {w.text.lower() for w in kids if w.deprel == "case"}
        # e.g. a report by *the ministry*; not: a statement sent by an outside firm
        is_body = word.lemma.lower() in words("organisation_nouns") and any(w.text.lower() == "the" for w in kids)
        is_by = "by" in cases or (word.head == noun.index and "from" in cases)
        if is_by and (word.upos == "PROPN" or is_body):
            return word
    return None


def _owned_by(sentence: Sentence, noun: Word) -> Word | None:
    """Return whose a document is that is the subject of a sentence."""
    if noun.lemma.lower() not in words("document_nouns") or noun.deprel not in _SUBJECT:
        return None
    owners = (w for w in sentence.words if w.head == noun.index and w.deprel == "nmod:poss" and w.upos == "PROPN")
    return next(owners, None)


def _subject(sentence: Sentence, verb: Word) -> Word | None:
    """Return the subject of a verb, or of the verb that it is joined to."""
    own = next((w for w in sentence.words if w.head == verb.index and w.deprel in _SUBJECT), None)
    if own is None and verb.deprel == "conj" and verb.head is not None:
        return _subject(sentence, sentence.words[verb.head])
    return own
