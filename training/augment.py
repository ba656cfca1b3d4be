"""Let the models see what the pipeline feeds them, and what treebanks of web text lack.

Curly marks, capitals throughout, headlines, quotations masked by a placeholder, and frames (who said it)
in many word orders. Every change keeps the tree and the tags true.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from random import Random

from training.treebank import Tagged, Tree, Word

OPENING, CLOSING = "“", "”"
PLAIN_MARKS = frozenset({'"', "``", "''"})

FRAME_VERBS = {
    "said": "say",
    "added": "add",
    "told": "tell",
    "argued": "argue",
    "wrote": "write",
    "explained": "explain",
    "insisted": "insist",
    "asked": "ask",
    "warned": "warn",
    "admitted": "admit",
    "replied": "reply",
    "announced": "announce",
    "declared": "declare",
    "claimed": "claim",
    "continued": "continue",
    "recalled": "recall",
    "joked": "joke",
    "tweeted": "tweet",
    "stressed": "stress",
    "noted": "note",
    "concluded": "conclude",
    "complained": "complain",
    "testified": "testify",
    "shouted": "shout",
    "whispered": "whisper",
    "confirmed": "confirm",
}
"""Past forms of verbs that frame speech, with their lemmas."""
PARTICIPLES = {"adding": "add", "saying": "say", "calling": "call", "insisting": "insist", "explaining": "explain"}
MAX_SUBJECT = 16


def curly(tree: Tree) -> Tree:
    """Return the tree with typographic marks and apostrophes."""
    is_open = False
    words: list[Word] = []
    for word in tree.words:
        form = word.form
        if form in PLAIN_MARKS:
            is_open = not is_open if form == '"' else form == "``"
            form = OPENING if is_open else CLOSING
        words.append(replace(word, form=form.replace("'", "’")))
    multiwords = tuple(replace(m, form=m.form.replace("'", "’")) for m in tree.multiwords)
    return replace(tree, words=tuple(words), multiwords=multiwords)


def capitals(tree: Tree) -> Tree:
    """Return the tree with every letter a capital."""
    upper = tree.with_forms(w.form.upper() for w in tree.words)
    return replace(upper, multiwords=tuple(replace(m, form=m.form.upper()) for m in tree.multiwords))


def headline(tree: Tree) -> Tree:
    """Return the tree with a capital on every word that carries sense, as in a headline."""
    small = {"ADP", "DET", "CCONJ", "PART", "PUNCT", "SCONJ"}
    return replace(tree.with_forms(w.form if w.upos in small else w.form[:1].upper() + w.form[1:] for w in tree.words))


def masked(tree: Tree) -> Tree | None:
    """Return the tree with its one marked stretch masked as the pipeline masks it; None if there is no such stretch.

    e.g. The agency called it “a costly mistake” on Monday. -> The agency called it “so” on Monday.
    """
    marks = [n for n, w in enumerate(tree.words, 1) if w.form in PLAIN_MARKS or w.form in {OPENING, CLOSING}]
    if len(marks) != 2 or marks[1] - marks[0] < 2 or tree.multiwords:
        return None
    inside = range(marks[0] + 1, marks[1])
    tops = [n for n in inside if tree.words[n - 1].head not in inside and tree.words[n - 1].upos != "PUNCT"]
    entering = [w for n, w in enumerate(tree.words, 1) if n not in inside and w.head in inside and w.upos != "PUNCT"]
    if len(tops) != 1 or entering:
        return None
    top = tree.words[tops[0] - 1]
    last = tree.words[marks[1] - 2]
    stop = last.form if last.form in {",", ".", "?"} else ""
    clause = any(tree.words[n - 1].deprel.startswith("nsubj") and tree.words[n - 1].head == tops[0] for n in inside)
    content = _clause(top.deprel) if clause and stop else [Word("so", "so", "ADV", "RB", "_", -1, top.deprel)]
    at = len(content)
    head = len(content)  # the last word of the placeholder is its head
    put = [*content, *([Word(stop, stop, "PUNCT", stop, "_", 0, "punct")] if stop else [])]
    start = marks[0]
    new_place = {n: n for n in range(1, start + 1)}
    new_place |= dict.fromkeys(inside, start + head)
    new_place |= {n: n - len(inside) + len(put) for n in range(marks[1], len(tree.words) + 1)}
    new_place[0] = 0
    out: list[Word] = []
    for number, word in enumerate(tree.words, 1):
        if number == inside[0]:
            for place, filler in enumerate(put, 1):
                target = new_place[top.head] if place == at else start + at
                out.append(replace(filler, head=target, misc="SpaceAfter=No" if place >= at else "_"))
        if number not in inside:
            out.append(replace(word, head=new_place[word.head]))
    opening, closing = out[start - 1], out[start + len(put)]
    out[start - 1] = replace(opening, form=OPENING, head=start + head, misc="SpaceAfter=No")
    out[start + len(put)] = replace(closing, form=CLOSING, head=start + head)
    return replace(tree, words=tuple(out))


def _clause(deprel: str) -> list[Word]:
    return [
        Word("It", "it", "PRON", "PRP", "Case=Nom|Gender=Neut|Number=Sing|Person=3|PronType=Prs", -1, "nsubj"),
        Word("is", "be", "AUX", "VBZ", "Mood=Ind|Number=Sing|Person=3|Tense=Pres|VerbForm=Fin", -1, "cop"),
        Word("so", "so", "ADV", "RB", "_", -1, deprel),
    ]


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase cut from a tree: heads count from 1 inside it, 0 marks its top."""

    words: tuple[Word, ...]

    @property
    def top(self) -> int:
        """Return the position of the top, from 1."""
        return next(n for n, w in enumerate(self.words, 1) if w.head == 0)


def phrases(trees: Sequence[Tree]) -> tuple[list[Phrase], list[Phrase]]:
    """Return the subjects and the short adverbials of the trees, to build frames from."""
    subjects: list[Phrase] = []
    adverbials: list[Phrase] = []
    for tree in trees:
        covered = {n for m in tree.multiwords for n in range(m.first, m.last + 1)}
        for number, word in enumerate(tree.words, 1):
            wanted = word.deprel == "nsubj" and word.upos in {"PROPN", "NOUN", "PRON"}
            adverbial = word.deprel in {"obl", "obl:tmod", "obl:unmarked", "advmod"} and word.head < number
            if not (wanted or adverbial) or word.feats.find("PronType=Rel") >= 0:
                continue
            places = tree.subtree(number)
            if places[-1] - places[0] + 1 != len(places) or covered.intersection(places):
                continue
            phrase = _cut(tree, places)
            if any(w.form in PLAIN_MARKS or w.form in {"(", ")", ":", "-"} for w in phrase.words):
                continue
            if wanted and len(places) <= MAX_SUBJECT and not (word.upos == "PRON" and len(places) > 1):
                subjects.append(phrase)
            elif adverbial and 1 < len(places) <= 6 and tree.words[places[0] - 1].upos == "ADP":
                adverbials.append(phrase)
    return subjects, adverbials


def _cut(tree: Tree, places: tuple[int, ...]) -> Phrase:
    moved = {place: n for n, place in enumerate(places, 1)}
    return Phrase(tuple(replace(tree.words[p - 1], head=moved.get(tree.words[p - 1].head, 0)) for p in places))


class _Builder:
    """Puts a sentence together from words and phrases; heads are names until the end."""

    def __init__(self) -> None:
        self.words: list[Word] = []
        self.heads: list[str | int] = []
        self.names: dict[str, int] = {}

    def word(self, word: Word, head: str, name: str = "", glue: bool = False) -> None:
        """Add a word that hangs on the word named `head`; `glue` it to what follows."""
        self.words.append(replace(word, misc="SpaceAfter=No" if glue else "_"))
        self.heads.append(head)
        if name:
            self.names[name] = len(self.words)

    def phrase(self, phrase: Phrase, head: str, deprel: str) -> None:
        """Add a phrase whose top hangs on the word named `head`."""
        start = len(self.words)
        for word in phrase.words:
            self.words.append(word if word.head else replace(word, deprel=deprel))
            self.heads.append(start + word.head if word.head else head)
        last = self.words[-1]
        self.words[-1] = replace(last, misc="_")

    def glue(self) -> None:
        """Glue the last word to what follows."""
        self.words[-1] = replace(self.words[-1], misc="SpaceAfter=No")

    def mark(self, form: str, head: str, glue: bool = False) -> None:
        """Add a punctuation mark."""
        xpos = {"“": "``", "”": "''"}.get(form, form)
        self.word(Word(form, form, "PUNCT", xpos, "_", 0, "punct"), head, glue=glue)

    def tree(self) -> Tree:
        """Return the sentence, its first letter a capital."""
        names = {**self.names, "root": 0}
        words = [
            replace(word, head=head if isinstance(head, int) else names[head])
            for word, head in zip(self.words, self.heads, strict=True)
        ]
        first = next((n for n, w in enumerate(words) if w.upos != "PUNCT"), 0)
        words[first] = replace(words[first], form=words[first].form[:1].upper() + words[first].form[1:])
        return Tree(tuple(words), opens=True)


def frames(trees: Sequence[Tree], count: int, random: Random) -> Iterator[Tree]:
    """Yield `count` sentences that frame a masked quotation, with subjects and adverbials of real sentences.

    e.g. “It is so,” said the head of the council, which owns the pier, on Monday.
    """
    subjects, adverbials = phrases(trees)
    names = [s for s in subjects if s.words[s.top - 1].upos == "PROPN"]
    for _ in range(count):
        pool = names if random.random() < 0.5 else subjects
        yield _frame(random.choice(pool), random.choice(adverbials) if random.random() < 0.3 else None, random)


def _frame(subject: Phrase, adverbial: Phrase | None, random: Random) -> Tree:
    build = _Builder()
    verb = random.choice(list(FRAME_VERBS))
    pronoun = subject.words[subject.top - 1].upos == "PRON"
    order = random.choice(("before", "inverted", "after") if not pronoun else ("before", "after"))
    fragment = order != "after" and random.random() < 0.1
    if order in {"before", "inverted"}:
        _speech(build, "verb", ",", fragment=fragment)
    if order == "inverted":
        _verb(build, verb)
        build.phrase(subject, "verb", "nsubj")
    else:
        build.phrase(subject, "verb", "nsubj")
        _comma_closes(build, subject)
        _verb(build, verb)
    if adverbial:
        build.phrase(adverbial, "verb", "obl")
    if order == "after":
        build.glue()
        build.mark(",", "verb")
        _speech(build, "verb", ".", fragment=False)
    else:
        if random.random() < 0.25:
            participle = random.choice(list(PARTICIPLES))
            build.glue()
            build.mark(",", "participle")
            xpos = "Tense=Pres|VerbForm=Part"
            build.word(Word(participle, PARTICIPLES[participle], "VERB", "VBG", xpos, 0, "advcl"), "verb", "participle")
            if participle == "calling":
                build.word(Word("it", "it", "PRON", "PRP", "Case=Acc|Gender=Neut|Number=Sing|Person=3|PronType=Prs",
                                0, "obj"), "participle")  # fmt: skip
                _speech(build, "participle", "", fragment=True, deprel="xcomp", name="second")
            else:
                build.glue()
                build.mark(",", "participle")
                _speech(build, "participle", ".", fragment=False, name="second")
                return build.tree()
        build.glue()
        build.mark(".", "verb")
    return build.tree()


def _verb(build: _Builder, verb: str) -> None:
    feats = "Mood=Ind|Tense=Past|VerbForm=Fin"
    build.word(Word(verb, FRAME_VERBS[verb], "VERB", "VBD", feats, 0, "root"), "root", "verb")


def _comma_closes(build: _Builder, subject: Phrase) -> None:
    # e.g. Roth, the deputy head, said
    if any(w.deprel in {"appos", "acl:relcl"} for w in subject.words) and any(w.form == "," for w in subject.words):
        top = len(build.words) - len(subject.words) + subject.top
        build.glue()
        build.names["subject"] = top
        build.mark(",", "subject")


def _speech(
    build: _Builder, head: str, stop: str, *, fragment: bool, deprel: str = "ccomp", name: str = "speech"
) -> None:
    build.mark(OPENING, name, glue=True)
    for word in _clause(deprel)[-1:] if fragment else _clause(deprel):
        is_head = word.form == "so"
        build.word(word, head if is_head else name, name if is_head else "", glue=is_head)
    if stop:
        build.mark(stop, name, glue=True)
    build.mark(CLOSING, name)


def curly_tagged(sentence: Tagged) -> Tagged:
    """Return the sentence with typographic marks and apostrophes."""
    is_open = False
    forms: list[str] = []
    for form in sentence.forms:
        if form in PLAIN_MARKS:
            is_open = not is_open if form == '"' else form == "``"
            forms.append(OPENING if is_open else CLOSING)
        else:
            forms.append(form.replace("'", "’"))
    return replace(sentence, forms=tuple(forms))


def straight_tagged(sentence: Tagged) -> Tagged:
    """Return the sentence with typewriter marks and apostrophes."""
    table = str.maketrans({"“": '"', "”": '"', "’": "'", "‘": "'"})
    return replace(sentence, forms=tuple(form.translate(table) for form in sentence.forms))


def capitals_tagged(sentence: Tagged) -> Tagged:
    """Return the sentence with every letter a capital."""
    return replace(sentence, forms=tuple(form.upper() for form in sentence.forms))


def masked_tagged(sentence: Tagged) -> Tagged | None:
    """Return the sentence with its first marked stretch, if no entity crosses a mark, masked; else None."""
    marks = [n for n, form in enumerate(sentence.forms) if form in PLAIN_MARKS or form in {OPENING, CLOSING}]
    if len(marks) < 2 or marks[1] - marks[0] < 3 or sentence.tags[marks[1]] != "O" or sentence.tags[marks[0]] != "O":
        return None
    stop = sentence.forms[marks[1] - 1]
    put = ("It", "is", "so", stop) if stop in {",", ".", "?"} else ("so",)
    return Tagged(
        (*sentence.forms[: marks[0]], OPENING, *put, CLOSING, *sentence.forms[marks[1] + 1 :]),
        (*sentence.tags[: marks[0]], *("O",) * (len(put) + 2), *sentence.tags[marks[1] + 1 :]),
    )
