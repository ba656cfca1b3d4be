"""Walk a dependency tree: what hangs where, which words are verbs of saying, how far does a noun phrase reach.

All indices are word indices within one sentence. Relations are those of Universal Dependencies.
"""

from collections.abc import Iterator
from functools import cached_property

from quotes.lexicon import clause_verbs, participle_forms, reporting_forms, reporting_verbs, words
from quotes.models import Sentence, Span, Word

SUBJECTS = frozenset({"nsubj", "nsubj:outer", "nsubj:pass"})
OUTSIDE_PHRASE = frozenset(
    {"acl:relcl", "appos", "parataxis", "punct", "cc", "conj", "advcl", "acl", "dep", "ccomp", "discourse", "csubj",
     "nsubj", "cop", "aux", "mark", "advcl:relcl", "list", "orphan"}
)  # fmt: skip
"""Children that are not part of a noun phrase as it names somebody; clauses and appositions only add to it."""
MODIFIERS = ("compound", "amod", "nummod", "nmod:poss")
"""Children before the head of a noun phrase, which may be several."""
JOINING = frozenset({"conj", "cc", "punct"})
"""What joins several modifiers."""
NAME_PARTS = frozenset({"flat", "compound", "nmod:desc", "flat:name", "goeswith", "fixed"})


ASKING = frozenset({"ask", "tell", "order", "urge", "instruct", "require", "advise", "beg"})
"""Verbs in whose passive somebody is to do something."""
QUESTION_OPENERS = frozenset({"by", "if", "whether", "about", "why", "how", "what", "when", "who", "where"})
"""Words behind "asked" that open what somebody is asked, or by whom."""


class Tree:
    """A sentence with its children at hand; built once for each sentence."""

    def __init__(self, sentence: Sentence) -> None:
        self.sentence = sentence
        self.words = sentence.words

    @cached_property
    def children(self) -> tuple[tuple[int, ...], ...]:
        """Return the children of each word, in text order."""
        found: list[list[int]] = [[] for _ in self.words]
        for word in self.words:
            if word.head is not None:
                found[word.head].append(word.index)
        return tuple(map(tuple, found))

    def kids(self, index: int, *relations: str) -> tuple[Word, ...]:
        """Return the children of a word that hold one of the relations (subtypes are named in full)."""
        return tuple(self.words[c] for c in self.children[index] if self.words[c].deprel in relations)

    def ancestors(self, index: int) -> Iterator[tuple[int, int]]:
        """Yield (child, head) pairs from a word up to the root."""
        seen = {index}
        head = self.words[index].head
        while head is not None and head not in seen:
            seen.add(head)
            yield index, head
            index, head = head, self.words[head].head

    def subtree(self, index: int, *, without: frozenset[str] = frozenset()) -> set[int]:
        """Return a word and all below it, leaving out children that hold a relation in `without`."""
        found, stack = set(), [index]
        while stack:
            at = stack.pop()
            if at not in found:
                found.add(at)
                stack += [c for c in self.children[at] if self.words[c].deprel not in without]
        return found

    # ------------------------------------------------------------ verbs

    def lemma(self, index: int) -> str:
        """Return the lemma of a verb; the surface form decides where the lemmatiser does not know the verb."""
        word = self.words[index]
        lemma = word.lemma.lower()
        if lemma in reporting_verbs():
            return lemma
        form = word.text.lower()
        return reporting_forms().get(form) or participle_forms().get(form, lemma)

    def is_verb(self, index: int) -> bool:
        """Tell whether a word can be the verb of a frame."""
        word = self.words[index]
        return word.piece is None and word.upos == "VERB"

    def reports(self, index: int) -> bool:
        """Tell whether a word is a reporting verb of our list."""
        word = self.words[index]
        if word.piece is not None:
            return False
        if self.lemma(index) not in reporting_verbs():
            # e.g. The court *held* that the plan was “unlawful”.  not: She held a “small party”.
            if self.lemma(index) in words("ruling_verbs") and word.upos == "VERB":
                content = self.kids(index, "ccomp")
                if any(m.text.lower() == "that" for w in content for m in self.kids(w.index, "mark")):
                    return True
                # e.g. “Consent is void,” the court *held*.
                is_tag = any(w.text in {",", "."} for w in self.words[index + 1 : index + 2])
                return self.lemma(index) == "hold" and is_tag and any(w.piece is not None for w in content)
            return any(
                f"{self.lemma(index)} {w.text.lower()}" in words("phrasal_verbs") for w in self._particles(index)
            )
        if word.upos == "VERB":
            return True
        # e.g. Roth is *promising* to build “a wall”: taggers may take it for an adjective
        form = word.text.lower()
        is_form = form in _PAST or (form in participle_forms() and bool(self.kids(index, "aux")))
        return is_form and word.upos in {"NOUN", "ADJ", "PROPN", "AUX"}

    def _particles(self, verb: int) -> tuple[Word, ...]:
        """Return what makes one meaning with a verb: `go *on*`, `make it *clear* that`."""
        found = self.kids(verb, "compound:prt", "advmod", "obj")
        # not: She makes this clear in her film “Night Bus”.
        for word in self.kids(verb, "xcomp"):
            content = self.kids(verb, "obj", "ccomp") + self.kids(word.index, "obj", "ccomp")
            is_done = any(w.text.lower() in {"this", "that", "these", "those"} for w in content)
            found += (word,) if any(w.upos != "PRON" for w in content) and not is_done else ()
        return found

    def speaks(self, index: int) -> bool:
        """Tell whether a word is a verb that can frame a whole clause: `said`, `continued`, `went on`."""
        return self.reports(index) or (self.is_verb(index) and self.lemma(index) in clause_verbs())

    def is_passive(self, verb: int) -> bool:
        """Tell whether a verb is a passive: `was described`, `described by critics as`."""
        # what stands in a placeholder is ours, not the article's: “It *is* so,” the release added
        auxiliaries = self.kids(verb, "aux:pass")
        if auxiliaries:
            return any(w.piece is None for w in auxiliaries)
        if any(w.piece is None for w in self.kids(verb, "nsubj:pass")):
            return True
        # not: Clinton also *has called* on him; parsers hang it anywhere
        if self.kids(verb, "aux", *SUBJECTS):
            return False
        word = self.words[verb]
        is_reduced = word.deprel in {"acl", "advcl"} and "Tense=Past" in word.feats
        return is_reduced and ("VerbForm=Part" in word.feats or self._lacks_object(verb))

    def _lacks_object(self, verb: int) -> bool:
        """Tell whether a verb that asks for an object has none."""
        # e.g. Roth visited a pier once *called* “the snail”; *asked* if it was late, he left: taggers see a past tense
        behind = self.words[verb + 1].text.lower() if verb + 1 < len(self.words) else ""
        is_asked = self.lemma(verb) == "ask" and behind in QUESTION_OPENERS
        is_cast = self.lemma(verb) in words("describing_verbs") | {"think", "believe", "consider"}
        return is_asked or (is_cast and not self.kids(verb, "obj", "iobj", "mark"))

    def is_behind_comma(self, index: int) -> bool:
        """Tell whether a comma stands before a word; it may be the last one inside a quotation's marks."""
        before = self.words[index - 1] if index else None
        if before is not None and before.piece is not None:
            return "," in {w.text for w in self.words[max(0, index - 3) : index] if w.piece == before.piece}
        return before is not None and before.text == ","

    def is_negated(self, verb: int) -> bool:
        """Tell whether a verb is denied: `did not say`, `never said`, `neither Roth nor Voss would say`."""
        # not: Nobody, *Ruiz* argued, “wants a war”.
        subjects = self.kids(verb, *SUBJECTS)
        nearest = [w for w in subjects if w.index < verb][-1:] or subjects
        nearest = [w for w in nearest if not self.kids(w.index, "appos")]
        nobody = any(
            w.text.lower() in {"nobody", "none"}
            or any(self.words[c].text.lower() == "neither" for c in self.children[w.index])
            for w in nearest
        )
        return (
            nobody
            or self.is_unsaid(verb)
            or self._is_unreal(verb)
            or any(w.text.lower() in {"not", "n't", "n’t", "never"} for w in self.kids(verb, "advmod"))
        )

    def _is_unreal(self, verb: int) -> bool:
        """Tell whether a verb says what should be, would have been, may be or is asked for, not what was."""
        auxiliaries = [w.text.lower() for w in self.kids(verb, "aux")]
        # e.g. Roth *must* say “sorry”.  e.g. Roth *would have* said “no”.
        if not {"should", "must", "might"}.isdisjoint(auxiliaries) or auxiliaries[:2] == ["would", "have"]:
            return True
        # e.g. *You could* call it “a folly”.
        subjects = [w for w in self.kids(verb, "nsubj") if not self.kids(w.index, "nmod")]
        anybody = any(w.text.lower() in {"you", "one"} for w in subjects)
        if anybody and not {"would", "could", "can", "may"}.isdisjoint(auxiliaries):
            return True
        # e.g. *If* Roth says “no”, the deal is off.
        if any(w.text.lower() in {"if", "unless"} for w in self.kids(verb, "mark")):
            return True
        # e.g. *Did* Roth say “never”?  not: Why did Roth say “never”?
        opens = self.words[0].text.lower() in words("auxiliaries") and self.words[verb].head is None
        return opens and self.words[-1].text == "?" and self.words[0].head == verb

    def is_unsaid(self, verb: int) -> bool:
        """Tell whether the verb above says that it was not done: `refused to call it`, `stopped short of saying`."""
        head = self.words[verb].head
        if head is None or self.words[head].piece is not None:
            return False
        beside = {w.text.lower() for w in self.kids(head, "advmod", "xcomp")}
        of = any(w.text.lower() == "of" for w in self.kids(verb, "mark", "case"))
        # e.g. Roth left without *saying* “thank you”.
        if any(w.text.lower() == "without" for w in self.kids(verb, "mark", "case")):
            return True
        # e.g. They stopped short of *calling* it “a coup”.  e.g. She has yet to *say* whether it is “over”.
        if (self.lemma(head) == "stop" and "short" in beside and of) or (
            self.lemma(head) == "have" and "yet" in beside
        ):
            return True
        # e.g. He was told to *say* “sorry”.
        if self.words[verb].deprel == "xcomp" and self.lemma(head) in ASKING and self.is_passive(head):
            return True
        # e.g. He refused to *call* it “a coup”.  e.g. He denied *saying* “never”.
        return self.words[verb].deprel == "xcomp" and self.lemma(head) in words("denying_verbs")

    # ------------------------------------------------------------ noun phrases

    def phrase(self, head: int) -> tuple[int, int]:
        """Return the first and last word of the noun phrase around its head, without clauses and appositions.

        Source: Universal Dependencies, "Nominal dependents".
        """
        inside = {i for i in self.subtree(head, without=OUTSIDE_PHRASE) if self.words[i].piece is None}
        # e.g. *the trade and industry minister*; *the 5-foot-4 guard*
        for word in self.kids(head, *MODIFIERS):
            joined = self.subtree(word.index, without=OUTSIDE_PHRASE - JOINING)
            inside |= {i for i in joined if i < head and self.words[i].piece is None}
        # e.g. *the court* on 3 January
        for child in self.children[head]:
            below = self.subtree(child)
            cases = {w.text.lower() for w in self.kids(child, "case")}
            is_adjunct = not cases or bool(cases & {"on", "in", "at", "during", "since", "before", "after"})
            if (
                self.words[child].deprel.startswith("nmod")
                and child > head
                and is_adjunct
                and any(map(self.is_time, below))
            ):
                inside -= below
        inside |= self._hyphens(inside) | self._ampersands(head, inside)
        first = last = head
        while first - 1 in inside:
            first -= 1
        while last + 1 in inside:
            last += 1
        while first < head and self.words[first].deprel in {"case", "fixed", "mark"}:
            first += 1  # e.g. according to *Ortiz*
        while first < head and self._is_stray(first, head):
            first += 1  # e.g. that is all that *Ortiz* would say
        while last > head and self.words[last].upos == "ADV" and self.words[last].head == head:
            last -= 1  # e.g. “It is so,” *the letter* further said.
        while last > head and self._leads_to_piece(last):
            last -= 1  # e.g. “It is so,” wrote *the authors* of the “Night Bus” report.
        return first, last

    def _leads_to_piece(self, word: int) -> bool:
        """Tell whether a preposition or article ends what stands before a quotation."""
        is_piece = word + 1 < len(self.words) and self.words[word + 1].piece is not None
        is_link = self.words[word].upos in {"ADP", "DET"}
        return is_link and (is_piece or (word + 1 < len(self.words) and self.words[word + 1].upos == "DET"))

    def _ampersands(self, head: int, inside: set[int]) -> set[int]:
        """Return what is joined by "&" to a name inside the noun phrase of another head."""
        # e.g. analysts at *Holm & Reyes*; but Roth & Voss, who are two
        found: set[int] = set()
        for first in (i for i in inside - {head} if self.words[i].upos == "PROPN"):
            joined = [w.index for w in self.kids(first, "conj") if any(c.text == "&" for c in self.kids(w.index, "cc"))]
            found |= set(range(first, joined[-1] + 1)) if joined else set()
        return found

    def nominal(self, first: int) -> int | None:
        """Return the head of the noun phrase that begins at a word, None if none begins there."""
        for word in self.words[first:]:
            if word.piece is not None or word.upos in {"PUNCT", "VERB", "AUX", "ADP", "SCONJ", "CCONJ"}:
                return None
            if word.upos in {"NOUN", "PROPN", "PRON"} and word.deprel not in {"nmod:poss", "det"}:
                head = word
                while head.head is not None and head.deprel in NAME_PARTS and head.head >= first:
                    head = self.words[head.head]
                return head.index
        return None

    def name(self, head: int) -> tuple[int, int]:
        """Return the first and last word of the part of a noun phrase that names: `Mayor Ana Ruiz`, `the aide`."""
        parts = NAME_PARTS | {"det", "amod", "nmod:poss", "nummod"}
        inside = {c for c in self.children[head] if self.words[c].deprel in parts} | {head}
        without = OUTSIDE_PHRASE | {"nmod"}
        inside = {i for part in inside for i in ([part] if part == head else self.subtree(part, without=without))}
        inside |= self._hyphens(inside)
        first = last = head
        while first - 1 in inside:
            first -= 1
        while last + 1 in inside:
            last += 1
        while first < head and self._is_stray(first, head):
            first += 1
        return first, last

    def _is_stray(self, word: int, head: int) -> bool:
        """Tell whether a word before a noun is no part of its phrase, whatever the parser says."""
        # e.g. somebody coughs, and then *a voice* says
        if self.words[word].text.lower() in {"then", "later", "finally", "even"}:
            return self.words[word].upos == "ADV"
        # e.g. At least *half of voters* say so
        if self.words[word].text.lower() in {"least", "most"} and self.words[max(word - 1, 0)].text.lower() == "at":
            return True
        # e.g. that was all *the minister* would say; not: all *the staff* would say
        noun = self.words[head]
        is_one = "Number=Sing" in noun.feats and noun.lemma.lower() in words("person_nouns") - words("group_nouns")
        if self.words[word].text.lower() == "all" and is_one:
            return True
        return noun.upos == "PROPN" and self.words[word].text.lower() in {"that", "all", "how"}

    def _hyphens(self, inside: set[int]) -> set[int]:
        """Return the hyphens and apostrophes within a compound word: `vice-president`."""
        return {i + 1 for i in inside if i + 2 in inside and self.words[i + 1].text in {"-", "–", "/", "'", "’", "."}}

    def span(self, first: int, last: int) -> Span | None:
        """Return the article's span of a run of words, None where a placeholder is in the way."""
        ends = (self.words[first].span, self.words[last].span)
        return Span(ends[0].start, ends[1].end) if ends[0] and ends[1] and ends[0].start <= ends[1].start else None

    def is_copular(self, head: int) -> bool:
        """Tell whether a word is what somebody or something is said to be, or is "be" itself: `there *was*`."""
        return self.words[head].lemma.lower() == "be" or bool(self.kids(head, "cop"))

    def is_time(self, head: int) -> bool:
        """Tell whether a word names a time: `Friday`, `last week`, as *time* went on."""
        # not: *April* Mellody said; *Time* reported
        names = [w for w in self.kids(head, "flat") if w.text[:1].isupper()]
        word = self.words[head]
        return (word.lemma.lower() in words("time_words") or word.text == "time") and not names


_PAST = frozenset(form for form in reporting_forms() if form.endswith("ed") or form in {"said", "told", "wrote"})
