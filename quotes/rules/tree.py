"""Walk a dependency tree: who is the subject of this verb, how far does this noun phrase reach.

All indices are word indices within one sentence. Relations are those of Universal Dependencies.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from quotes.lexicon import clause_verbs, participle_forms, reporting_forms, reporting_verbs, words
from quotes.models import Sentence, Span, Word

SUBJECTS = frozenset({"nsubj", "nsubj:outer", "nsubj:pass"})
OUTSIDE_PHRASE = frozenset(
    {"acl:relcl", "appos", "parataxis", "punct", "cc", "conj", "advcl", "acl", "dep", "ccomp", "discourse", "csubj",
     "nsubj", "cop", "aux", "mark", "advcl:relcl", "list", "orphan"}
)  # fmt: skip
"""Children that are not part of a noun phrase as it names somebody; clauses and appositions only add to it."""
NAME_PARTS = frozenset({"flat", "compound", "nmod:desc", "flat:name", "goeswith", "fixed"})
LEADING = frozenset({"lead", "prompt", "force", "push", "spur"})
"""Verbs that make their object do something: it is done."""
OBJECT_CONTROL = frozenset(
    {"ask", "tell", "urge", "force", "hear", "order", "persuade", "allow", "lead", "prompt", "let", "make", "see",
     "want", "watch", "help", "cause", "get", "have", "encourage", "invite", "remember"}
)  # fmt: skip
"""Verbs whose object, not subject, does what the infinitive says: `They heard Roth say “no”.`"""


@dataclass(frozen=True, slots=True)
class Subject:
    """Who does what a verb says, and how that was found: the `route` is part of the rule that fires."""

    word: int
    route: str  # own, conjunct, participle, controlled, relative, passive, agent, inverted


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
            return any(
                f"{self.lemma(index)} {w.text.lower()}" in words("phrasal_verbs")
                for w in self.kids(index, "compound:prt", "advmod")
            )
        if word.upos == "VERB":
            return True
        # e.g. Roth is *promising* to build “a wall”: taggers may take it for an adjective
        form = word.text.lower()
        is_form = form in _PAST or (form in participle_forms() and bool(self.kids(index, "aux")))
        return is_form and word.upos in {"NOUN", "ADJ", "PROPN", "AUX"}

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
        return word.deprel in {"acl", "advcl"} and "VerbForm=Part" in word.feats and "Tense=Past" in word.feats

    def is_comment(self, verb: int) -> bool:
        """Tell whether a verb and its subject stand as a comment clause behind a comma: `..., Roth said, ...`."""
        subject = self._own_subject(verb)
        if subject is None:
            return False
        first, last = self.phrase(subject)
        is_inverted = first == verb + 1
        start = verb if is_inverted else first
        is_closed = verb + 1 == len(self.words) or self.words[verb + 1].upos == "PUNCT"
        return self.is_behind_comma(start) and (is_inverted or (last + 1 == verb and is_closed))

    def is_behind_comma(self, index: int) -> bool:
        """Tell whether a comma stands before a word; it may be the last one inside a quotation's marks."""
        before = self.words[index - 1] if index else None
        if before is not None and before.piece is not None:
            return "," in {w.text for w in self.words[max(0, index - 3) : index] if w.piece == before.piece}
        return before is not None and before.text == ","

    def is_negated(self, verb: int) -> bool:
        """Tell whether a verb is denied: `did not say`, `never said`."""
        return any(w.text.lower() in {"not", "n't", "n’t", "never"} for w in self.kids(verb, "advmod"))

    # ------------------------------------------------------------ subjects

    def subject(self, verb: int) -> Subject | None:
        """Return who does what a verb says, inherited where the verb has no subject of its own."""
        route, seen = "own", set[int]()
        while verb not in seen:
            seen.add(verb)
            if (own := self._own_subject(verb)) is not None:
                return self._resolved(own, route)
            if route == "own" and self._is_finite(verb) and (noun := self._before_aside(verb)) is not None:
                return Subject(noun, "own")
            step = self._inherit(verb)
            if step is None:
                return None
            if isinstance(step, Subject):
                return self._resolved(step.word, step.route)
            verb, how = step
            route = how if route == "own" else route
        return None

    def _own_subject(self, verb: int) -> int | None:
        found = [w.index for w in self.kids(verb, *SUBJECTS) if w.piece is None]
        # e.g. Mook agreed, arguing that Trump “lashed out”: a participle has no subject behind it
        if self.words[verb].text.lower().endswith("ing") and not self.kids(verb, "aux"):
            found = [i for i in found if i < verb]
        before = [i for i in found if i < verb]
        # e.g. Couple this with a “lightning rod” and people get nervous, said *Orr*: no thing says so
        behind = [i for i in found if self.phrase(i)[0] == verb + 1]
        behind = [i for i in behind if not self.kids(i, "case")]
        if behind and before and self.words[verb - 1].text == ",":
            # e.g. Cole “did quite well” here, said *Orr*.
            is_over = any(w.piece is not None for w in self.words[before[-1] : verb])
            is_inverted = is_over and self.lemma(verb) == "say" and self._is_human(behind[0])
            if not self._is_human(before[-1]) or is_inverted:
                return self._named_behind(behind)
        if (close := self._close_before(verb, before)) is not None:
            return close
        # e.g. As *Akhil Amar*, professor of law, put it: an object before its verb is the subject
        if not found and self.words[0].text == "As" and self.kids(verb, "obj"):
            before = [w.index for w in self.kids(verb, "obj", "obl") if w.index < verb and w.upos == "PROPN"]
        # e.g. A cashier who “steals” is fined, *Roth* said: the nearest before the verb; else the first behind it
        return before[-1] if before else self._named_behind(found) if found else None

    def _close_before(self, verb: int, subjects: list[int]) -> int | None:
        """Return the noun phrase right before a verb that the parser made an apposition or object of what it is not."""
        beside = [(w, w) for i in subjects for w in self.kids(i, "appos")]
        # e.g. Or maybe Cole, consultant *Phil Orr* says.
        beside += [(w, name) for w, _ in beside for name in self.kids(w.index, "appos")]
        for outer, word in beside:
            first = self.phrase(outer.index)[0]
            if self.phrase(word.index)[1] + 1 != verb:
                continue
            behind = self.words[verb + 1].text if verb + 1 < len(self.words) else ""
            # e.g. Cole, *a top aide* said, is “confident”: no comma parts the aide from the verb, so Cole is another
            is_comment = self.is_behind_comma(first) and behind in {",", "."}
            # e.g. the founder *Dmitri Orr* told the Post
            is_name = word.upos == "PROPN" and first - 1 in subjects
            if is_comment or is_name:
                return word.index
        # e.g. Network vice president for news *Dave Orr* called it “good”: an object before its verb is the subject
        names = [w.index for w in self.kids(verb, "obj") if w.upos == "PROPN" and self.phrase(w.index)[1] + 1 == verb]
        return names[-1] if names and subjects else None

    def _is_finite(self, verb: int) -> bool:
        return "VerbForm=Fin" in self.words[verb].feats or any(self.kids(verb, "aux"))

    def _before_aside(self, verb: int) -> int | None:
        """Return the noun before an aside between commas right before a verb that has no subject."""
        first = verb
        while first and self.words[first - 1].upos in {"AUX", "ADV"} and self.words[first - 1].piece is None:
            first -= 1
        if first < 2 or self.words[first - 1].text != ",":  # noqa: PLR2004 -- a noun and a comma
            return None
        # e.g. Of Voss, *Roth*, who has sold buttons there, said, “No.”  e.g. *Roth*, asked about it, said: “No.”
        opens = next((i for i in range(first - 2, 0, -1) if self.words[i].text == ","), None)
        if opens is None:
            return None
        aside, noun = self.words[opens + 1], self.words[opens - 1]
        is_aside = aside.text.lower() == "who" or (aside.upos == "VERB" and aside.text.endswith(("ed", "ing")))
        if not is_aside or noun.piece is not None or noun.upos not in {"PROPN", "NOUN"}:
            return None
        while noun.head is not None and noun.deprel in NAME_PARTS:
            noun = self.words[noun.head]
        return noun.index

    def _named_behind(self, subjects: list[int]) -> int:
        """Return the first of the subjects behind a verb, or the name that stands right behind it."""
        # e.g. said harbour board spokesman *Joe Roth*: parsers may take both for the subject
        first, *others = subjects
        name = next((i for i in others if self.phrase(i)[0] == self.phrase(first)[1] + 1), None)
        return name if name is not None and self.words[name].upos == "PROPN" else first

    def _inherit(self, verb: int) -> "Subject | tuple[int, str] | None":
        """Return a subject found elsewhere, or the verb whose subject this verb shares and how."""
        word = self.words[verb]
        head = word.head
        # e.g. “It is so,” *Roth* said, adding that “it was”: parsers hang the participle on what was said
        while head is not None and self.words[head].piece is not None and word.deprel in {"advcl", "conj", "parataxis"}:
            head = self.words[head].head
        if head is None or self.words[head].piece is not None:
            return None
        is_verbal = self.words[head].upos in {"VERB", "AUX", "ADJ"} or bool(self.kids(head, *SUBJECTS))
        # e.g. *Roth* stood up and said: “Enough.”
        if word.deprel == "conj" and is_verbal:
            return self._conjoined(verb, head), "conjunct"
        # e.g. They heard *Roth* say “never”.
        is_controlled = word.deprel in {"xcomp", "ccomp"} and self.lemma(head) in OBJECT_CONTROL
        # e.g. It prompted *Roth* to say “never”: parsers may take it for a purpose
        is_controlled |= word.deprel == "advcl" and self.lemma(head) in LEADING
        if is_controlled and not self.is_passive(head) and (objects := self.kids(head, "obj", "iobj")):
            return Subject(objects[0].index, "controlled")
        # e.g. *Roth* went on to say: “Enough.”
        if word.deprel in {"xcomp", "ccomp"} and is_verbal:
            return head, "controlled"
        # e.g. *Roth* went on to say: “Enough.” -- parsers may take it for a purpose
        if word.deprel == "advcl" and self.lemma(head) == "go" and self.kids(verb, "mark"):
            return head, "controlled"
        # e.g. While *Roth* was on stage, saying: “Enough,” Voss was resigning.
        if word.deprel == "advcl" and head > verb and (clause := self._clause_before(verb, head)) is not None:
            return clause, "participle"
        # e.g. *Roth* complained that Voss is too soft, suggesting he sees “evil”: the speaker suggests
        if word.deprel == "advcl" and (main := self._reporting_above(verb, head)) is not None:
            return main, "participle"
        # e.g. *Roth* rejected the claim, calling it “a fairy tale”.
        if word.deprel in {"advcl", "parataxis"} and is_verbal:
            return head, "participle"
        # e.g. *Whitman*, a former candidate, labelled him “unfit”: parsers make the name the root
        if word.deprel == "parataxis" and self.words[head].upos in {"PROPN", "NOUN"} and head < verb:
            return Subject(head, "own")
        # e.g. *Roth*, calling it “a fairy tale”, left.
        if word.deprel == "acl" and not self.is_passive(verb):
            above = self._above_thing(head)
            return Subject(head, "participle") if above is None else (above, "participle")
        return None

    def _conjoined(self, verb: int, head: int) -> int:
        """Return the verb that a joined verb shares its subject with: of the same form, and not itself its object."""
        above = next((a for c, a in self.ancestors(head) if self.words[c].deprel == "ccomp"), None)
        if above is None or self.words[above].piece is not None or above > verb or not self.reports(verb):
            return head
        # e.g. *Roth*, saying that the bill was good but was blocked, and arguing that it is “fine”
        is_participle = self.words[verb].text.endswith("ing") and not self.words[head].text.endswith("ing")
        # e.g. *Roth* said Voss is responsible and accused him of “inciting” them
        tenses = [self._tense(i) for i in (verb, head, above)]
        # not: Orr said *Voss* has criticised her and called her “weak”
        is_perfect = any(w.text.lower() in {"has", "have", "had"} for w in self.kids(head, "aux"))
        is_back = tenses == ["Past", "Pres", "Past"] and not is_perfect
        return above if is_participle or is_back else head

    def _tense(self, verb: int) -> str:
        """Return the tense of a clause: its verb's, or that of what stands in for it."""
        words = [self.words[verb], *self.kids(verb, "aux", "cop", "aux:pass")]
        return next((t for w in reversed(words) for t in ("Past", "Pres") if f"Tense={t}" in w.feats), "")

    def _reporting_above(self, verb: int, head: int) -> int | None:
        """Return the verb that reports the clause to which a participle of saying is joined behind a comma."""
        is_joined = self.reports(verb) and self.words[verb].text.endswith("ing") and self.is_behind_comma(verb)
        # not: Orr said *Roth* hushed them, telling the room to “wait”: whoever acts there tells them
        if not is_joined or verb < head or self.lemma(verb) == "tell":
            return None
        for child, above in self.ancestors(head):
            is_loose = self.words[child].text.endswith("ing") or any(w.text == "to" for w in self.kids(child, "mark"))
            is_inner = self.words[child].deprel in {"ccomp", "acl", "obj", "obl"} or is_loose
            if not is_inner or self.words[above].piece is not None:
                return None
            if self.words[above].upos == "VERB" and self.kids(above, *SUBJECTS):
                return above
        return None

    def _clause_before(self, verb: int, main: int) -> int | None:
        """Return the clause with a subject of its own before a verb, if both hang on a later verb."""
        clauses = [w.index for w in self.kids(main, "advcl") if w.index < verb and self.kids(w.index, *SUBJECTS)]
        return clauses[-1] if clauses else None

    def _above_thing(self, noun: int) -> int | None:
        """Return the verb whose object a noun is that names no voice, None otherwise."""
        # e.g. *Roth* opened a new line of attack, stating that the plan was “dead”.
        word = self.words[noun]
        voices = words("person_nouns") | words("group_nouns") | words("organisation_nouns") | words("document_nouns")
        is_voice = word.upos != "NOUN" or word.lemma.lower() in voices or word.text.lower() in voices
        for child, head in self.ancestors(noun):
            if is_voice or self.words[child].deprel not in {"obj", "obl", "nmod", "xcomp"}:
                return None
            if self.words[head].upos == "VERB" and self.words[head].piece is None:
                return head
        return None

    def _resolved(self, index: int, route: str) -> Subject:
        """Return the subject with a relative pronoun replaced by what it stands for."""
        word = self.words[index]
        if word.text.lower() in {"who", "which", "that"} and word.upos == "PRON":
            for child, head in self.ancestors(index):
                if self.words[child].deprel in {"acl:relcl", "acl"}:
                    # e.g. *Voss*, who calls it “a trick”, is running.
                    return Subject(self._antecedent(index, head), "relative")
        return Subject(index, route)

    def _antecedent(self, pronoun: int, head: int) -> int:
        """Return what a relative pronoun stands for: the head of its clause, or who stands right before "who"."""
        # e.g. a lecture from *the president*, who said the pier was “safe”: parsers take it for the lecture
        before = next((w for w in reversed(self.words[head + 1 : pronoun]) if w.upos != "PUNCT"), None)
        if self.words[pronoun].text.lower() != "who" or before is None or self._is_human(head):
            return head
        while before.head is not None and before.deprel in NAME_PARTS and before.head > head:
            before = self.words[before.head]
        return before.index if self._is_human(before.index) else head

    def _is_human(self, index: int) -> bool:
        word = self.words[index]
        people = words("person_nouns") | words("group_nouns")
        return word.piece is None and (
            word.upos == "PROPN"
            or (word.upos == "NOUN" and not people.isdisjoint({word.lemma.lower(), word.text.lower()}))
        )

    # ------------------------------------------------------------ noun phrases

    def phrase(self, head: int) -> tuple[int, int]:
        """Return the first and last word of the noun phrase around its head, without clauses and appositions.

        Source: Universal Dependencies, "Nominal dependents".
        """
        inside = {i for i in self.subtree(head, without=OUTSIDE_PHRASE) if self.words[i].piece is None}
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
        inside |= self._hyphens(inside)
        first = last = head
        while first - 1 in inside:
            first -= 1
        while last + 1 in inside:
            last += 1
        while first < head and self.words[first].deprel in {"case", "fixed", "mark"}:
            first += 1  # e.g. according to *Ortiz*
        while last > head and self.words[last].upos == "ADV" and self.words[last].head == head:
            last -= 1  # e.g. “It is so,” *the letter* further said.
        return first, last

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
        return first, last

    def _hyphens(self, inside: set[int]) -> set[int]:
        """Return the hyphens and apostrophes within a compound word: `vice-president`."""
        return {i + 1 for i in inside if i + 2 in inside and self.words[i + 1].text in {"-", "–", "/", "'", "’", "."}}

    def span(self, first: int, last: int) -> Span | None:
        """Return the article's span of a run of words, None where a placeholder is in the way."""
        ends = (self.words[first].span, self.words[last].span)
        return Span(ends[0].start, ends[1].end) if ends[0] and ends[1] and ends[0].start <= ends[1].start else None

    def is_time(self, head: int) -> bool:
        """Tell whether a word names a time: `Friday`, `last week`."""
        # not: *April* Mellody said
        names = [w for w in self.kids(head, "flat") if w.text[:1].isupper()]
        return self.words[head].lemma.lower() in words("time_words") and not names


_PAST = frozenset(form for form in reporting_forms() if form.endswith("ed") or form in {"said", "told", "wrote"})
