"""Turn words of a tree into mentions, and tell what can be a source at all."""

from collections.abc import Iterator
from itertools import chain

import regex

from quotes.lexicon import words
from quotes.models import Mention, MentionForm, Span, Word
from quotes.rules.base import Context
from quotes.rules.tree import SUBJECTS, Tree

SUBJECT_PRONOUNS = frozenset(
    {"he", "she", "they", "i", "we", "it", "who", "you", "one", "some", "others", "another", "many", "both",
     "several", "those", "someone", "somebody", "everyone", "everybody", "nobody", "none", "most", "few", "all",
     "anyone", "anybody", "each", "either", "neither", "two", "three", "which", "that"}
)  # fmt: skip
OBJECT_PRONOUNS = frozenset(
    {"him", "her", "them", "me", "us", "himself", "herself", "themselves", "his", "their", "my", "our"}
)

_ON = regex.compile(r"\b[Oo]n $")

WRITING = frozenset({"write", "post", "tweet", "retweet", "blog", "share", "text", "email"})
"""Verbs of which `on X` tells the platform."""

PLACES = frozenset({"Norp", "Location", "Facility", "Money"})
"""Types of names that are surely no outlet's; an outlet that no list has may be taken for a date."""


def mention(tree: Tree, head: int, context: Context | None = None) -> Mention | None:
    """Return the mention whose head word is given, None if it lies inside a quotation."""
    head = _apposed_name(tree, head, context) if context else head
    span, name = tree.span(*tree.phrase(head)), tree.span(*tree.name(head))
    if span is None or name is None:
        return None
    return Mention(span, name, form(tree, head, context))


def form(tree: Tree, head: int, context: Context | None = None) -> MentionForm:
    """Tell how a noun phrase names: by a name, a pronoun, or a common noun."""
    word = tree.words[head]
    # not: the *WHO* said
    is_name = word.upos == "PROPN" and word.text.isupper()
    if word.upos == "PRON" or (word.text.lower() in SUBJECT_PRONOUNS and not is_name):
        return MentionForm.PRONOUN
    # e.g. the Ghana *international* said, where the tagger saw a name
    is_small = word.text[:1].islower() and not (context and word.span and _is_person_name(word.span, context))
    if _is_titled_noun(tree, head, context) or (is_small and word.upos == "PROPN"):
        return MentionForm.NOMINAL
    if word.upos == "PROPN" or (word.text[:1].isupper() and head > 0 and word.upos != "NOUN"):
        return MentionForm.NAME
    return MentionForm.NOMINAL


def _is_titled_noun(tree: Tree, head: int, context: Context | None) -> bool:
    """Tell whether a word that is tagged as a name is a common noun with a capital."""
    # e.g. the *Court* ruled; the First *Lady* said; not: the Supreme Court of Ohio, Lady Roth, the Gazette
    word = tree.words[head]
    nouns = words("person_nouns") | words("organisation_nouns") | words("document_nouns")
    in_entity = word.span is None or context is None or context.entities.cover(word.span)
    beside = tree.kids(head, "compound", "flat", "nmod:desc", "appos")
    # e.g. the Vice *President*, the West Corvane *Premier*; not: the President Hotel, the Gullane Guardian
    is_only = word.text.lower() in words("sole_offices")
    is_office = (is_only or (not in_entity and word.text.lower() in words("titles"))) and all(
        w.index < head for w in beside
    )
    return (
        word.upos == "PROPN"
        and (not in_entity or is_only or word.text.lower() in nouns)
        and any(w.text.lower() in {"the", "this", "that", "our"} for w in tree.kids(head, "det"))
        and (is_office or not beside)
        and not any(
            c.text.lower() in {"of", "for"} for w in tree.kids(head, "nmod") for c in tree.kids(w.index, "case")
        )
    )


def _apposed_name(tree: Tree, head: int, context: Context) -> int:
    """Return the name in apposition to a noun that is no name itself."""
    own, lemma = tree.words[head].span, tree.words[head].lemma.lower()
    if own is None or _is_person_name(own, context):
        return head
    if tree.words[head].upos == "NOUN" and lemma not in words("person_nouns") and lemma not in words("titles"):
        return head
    # e.g. the chief executive, *Tim Cole*, said
    for word in tree.kids(head, "appos", "flat", "nmod", "nmod:unmarked", "dep", "list"):
        is_bare = word.deprel != "nmod" or not tree.kids(word.index, "case")
        # not: *His critics*, among them Joan Adair, said
        is_one_of_several = word.deprel == "appos" and "Number=Plur" in tree.words[head].feats
        is_bare &= not is_one_of_several or bool(tree.kids(word.index, "conj"))
        if word.span and word.index > head and is_bare and _is_person_name(word.span, context):
            return word.index
    # e.g. one of the members, the former teacher *Hal Orr*, said
    if tree.words[head].text.lower() == "one":
        for group in tree.kids(head, "nmod"):
            named = [w for w in tree.kids(group.index, "appos") if w.span and _is_person_name(w.span, context)]
            if len(named) == 1 and not tree.kids(named[0].index, "conj"):
                return named[0].index
    # e.g. her predecessor, *Gil Tennant*, told the Courier
    last = tree.phrase(head)[1]
    if last + 2 < len(tree.words) and tree.words[last + 1].text == ",":
        name = tree.words[last + 2]
        # not: Told it had been called “late” by *one analyst*, Mia Roth shrugged.
        end = tree.phrase(name.index)[1] + 1
        # not: According to *the Ledger*, Roth was “late”.
        is_beside = name.head != tree.words[head].head or tree.words[head].deprel in {"obl", "obl:agent", "nmod"}
        opens_clause = name.deprel in SUBJECTS and is_beside
        opens_clause = opens_clause and end < len(tree.words) and tree.words[end].text != ","
        if name.span and name.upos == "PROPN" and _is_person_name(name.span, context) and not opens_clause:
            return name.index
    # e.g. *Cole*, a doctor, said: parsers take the apposition for the subject
    first, last = tree.phrase(head)
    is_closed = last + 1 < len(tree.words) and tree.words[last + 1].text == ","
    opens = first > 1 and tree.words[first - 1].text == "," and tree.words[first].text.lower() in {"a", "an", "the"}
    # not: As Roth attacked *Cole*, the crowd chanted ...
    if opens and is_closed:
        name = tree.words[first - 2]
        whole = name.head if name.deprel == "flat" and name.head is not None else name.index
        # not: At a hearing chaired by Ada Finch, *the witness*, a driver, said
        is_beside = bool(tree.kids(whole, "case")) or tree.words[whole].deprel in {"obj", "obl", "obl:agent", "nmod"}
        if name.span and name.upos == "PROPN" and _is_person_name(name.span, context) and not is_beside:
            return whole
    return head


def _in_one_name(tree: Tree, first: int, second: int, context: Context) -> bool:
    ends = tree.words[first].span, tree.words[second].span
    if ends[0] is None or ends[1] is None:
        return False
    whole = Span(ends[0].start, max(ends[0].end, ends[1].end))
    # e.g. the Gullane Workers and Pilots Union (GWPU): the recogniser may see two
    return context.entities.cover(whole) or context.spelled_out.cover(whole)


def _is_person_name(span: Span, context: Context) -> bool:
    return context.people.touches(span)


def mentions(tree: Tree, head: int, context: Context | None = None) -> tuple[Mention, ...]:
    """Return the mention of a head word and of the nouns joined to it by "and": joint speakers."""
    # e.g. “We are out,” the union's leaders, *Ana Roth* and *Joe Voss*, said.
    noun = head
    head = _apposed_name(tree, noun, context) if context else noun
    # e.g. “We are out,” *Roth* and *Voss* said in a joint letter.
    joined = [w.index for w in tree.kids(head, "conj") if w.upos in {"PROPN", "NOUN", "PRON"} and w.piece is None]
    # e.g. The mayor, *Ana Roth*, and the head of the union, *Joe Voss*, called it “late”.
    if context and noun != head:
        named = ((w.index, _apposed_name(tree, w.index, context)) for w in tree.kids(noun, "conj") if w.piece is None)
        joined += [i for i, name in named if i > head and (name != i or tree.words[i].upos == "PROPN")]
    # e.g. the Department of Coasts and Harbors: one name
    joined = [i for i in joined if not (context and _in_one_name(tree, head, i, context))]
    # not: Lina Berg, *Voss's wife* and *the chair of the board*: other roles of the first
    if joined and _is_role_behind(tree, head, joined[0]):
        joined = []
    linked = [i for i in joined if any(c.text.lower() in {"and", "&"} for c in tree.kids(i, "cc"))]
    heads = [head, *(joined if linked else [])]
    return tuple(dict.fromkeys(found for h in heads if (found := mention(tree, h, context))))


def _is_role_behind(tree: Tree, name: int, noun: int) -> bool:
    """Tell whether a noun stands behind a name and a comma, as an apposition does, and the list goes on after it."""
    first = tree.phrase(noun)[0]
    is_noun = tree.words[name].upos == "PROPN" and tree.words[noun].upos == "NOUN"
    # e.g. said Ana Roth, a writer in Gullane, and *a co-editor of* the “Almanac”
    is_a = tree.words[first].text.lower() in {"a", "an"} and any(
        c.text.lower() == "of" for c in tree.words[noun + 1 : noun + 2]
    )
    if is_noun and is_a and any(w.index < noun for w in tree.kids(name, "appos")):
        return True
    return is_noun and first > 0 and tree.words[first - 1].text == "," and not tree.kids(noun, "cc")


def can_speak(tree: Tree, head: int, context: Context, *, oblique: bool = False) -> bool:
    """Tell whether a noun phrase can be a source: no time, no placeholder, no mere "this" or "there".

    `oblique` is for a place after a preposition ("according to her") or before a noun ("her words").
    """
    word = tree.words[head]
    if word.piece is not None or word.span is None or tree.is_time(head):
        return False
    text = word.text.lower()
    # not: *So* says a voice at the end.
    is_inverted = text == "so" and head == 0 and len(tree.words) > 1 and tree.reports(1)
    if is_inverted and any(w.index > 1 for w in tree.kids(1, "obj", *SUBJECTS)):
        return False
    # not: the *US* said
    is_name = word.upos == "PROPN" and word.text.isupper()
    if word.upos == "PRON" or (text in OBJECT_PRONOUNS and not is_name):
        return text in (OBJECT_PRONOUNS | {"it", "whom", "whose"} if oblique else SUBJECT_PRONOUNS - {"that"})
    is_nominal = word.upos in {"PROPN", "NOUN", "NUM", "ADJ", "DET", "X", "SYM"} or is_named(word, context)
    return is_nominal and (any(c.isalnum() for c in text) or text == "%")


def is_person(tree: Tree, head: int, context: Context) -> bool:
    """Tell whether a noun phrase surely means a human being."""
    word = tree.words[head]
    if word.upos == "PRON":
        return word.text.lower() in {"he", "she", "i"}
    if word.span is None:
        return False
    if _is_person_name(word.span, context):
        return True
    # e.g. *The 61-year-old* paused before answering: “In my way.”
    if word.text.lower() == "old" and any(w.text.lower() in {"year", "month"} for w in tree.kids(head, "compound")):
        return True
    # not: *The Fisher’s Apprentice* was shown again.
    is_work = any(context.types[span] == "Misc" for span in context.entities.overlapping(word.span))
    return (
        not is_work
        and word.upos in {"NOUN", "PROPN"}
        and (word.lemma.lower() in words("person_nouns") or word.text.lower() in words("person_nouns"))
    )


def is_named(word: Word, context: Context) -> bool:
    """Tell whether a word is, here or elsewhere in the article, (part of) a person's name."""
    if word.span is None or word.piece is not None or not word.text[:1].isupper():
        return False
    return word.text in context.names


def is_source_word(word: Word, context: Context) -> bool:
    """Tell whether a word that is tagged as no noun names somebody all the same: `another`, an unusual name."""
    return is_named(word, context) or word.text.lower() in SUBJECT_PRONOUNS - {"that", "which"}


def is_voice(tree: Tree, head: int, context: Context) -> bool:
    """Tell whether a noun phrase means somebody or something that speaks: a person, a body, a group, a document."""
    word = tree.words[head]
    if word.upos in {"PRON", "PROPN", "NUM"} or is_person(tree, head, context) or is_named(word, context):
        return True
    nouns = words("group_nouns") | words("organisation_nouns") | words("document_nouns") | words("person_nouns")
    if word.text.lower() in nouns or word.lemma.lower() in nouns:
        return True
    # e.g. *Hundreds of demonstrators* marched past, chanting “Go home.”
    counted = tree.kids(head, "nmod") if word.text.lower() in words("quantity_nouns") else []
    many = word.text.lower() in {"hundreds", "thousands", "dozens", "scores"}
    return any(
        w.index > head and (is_voice(tree, w.index, context) or (many and "Number=Plur" in w.feats)) for w in counted
    )


def is_inscription(tree: Tree, head: int) -> bool:
    """Tell whether a noun is a thing that bears words: a banner, a badge."""
    return tree.words[head].lemma.lower() in words("inscription_nouns")


def on_behalf_of(tree: Tree, head: int) -> Span | None:
    """Return for whom a spokesperson or lawyer, or anybody who says so, speaks."""
    # e.g. a spokeswoman for *the board*; Ann Lee, a spokeswoman for *Voss*; *his client*'s lawyer
    nouns = [tree.words[head], *tree.kids(head, "appos", "flat", "nmod", "compound", "nmod:desc")]
    above = tree.words[head].head
    if above is not None and tree.words[head].deprel in {"appos", "flat", "nmod"}:
        nouns.append(tree.words[above])
    for noun in nouns:
        if noun.lemma.lower() not in words("representative_nouns"):
            continue
        for word in tree.kids(noun.index, "nmod", "nmod:poss"):
            cases = {c.text.lower() for c in tree.kids(word.index, "case")}
            if word.index != head and word.piece is None and (word.deprel == "nmod:poss" or cases & {"for", "of"}):
                first, last = tree.phrase(word.index)
                while last > first and tree.words[last].deprel == "case":
                    last -= 1  # e.g. *the council*’s lawyer
                return tree.span(first, last)
        # e.g. *council* spokesman Joe Voss; *Foreign Ministry* spokesperson Ana Ruiz; not: a police press officer
        for word in tree.kids(noun.index, "compound") if noun.lemma.lower().startswith("spokes") else ():
            if word.upos == "PROPN" or word.text.lower() in words("organisation_nouns"):
                return tree.span(*tree.phrase(word.index))
    return _spoken_for(tree, above) if above is not None and tree.words[head].deprel == "nsubj" else None


def _spoken_for(tree: Tree, verb: int) -> Span | None:
    """Return for whom the subject of a verb is said to speak."""
    # e.g. Joe Voss said on behalf of *the family*: “We are done.”
    behalf = (k for w in tree.kids(verb, "obl") if w.lemma.lower() == "behalf" for k in tree.kids(w.index, "nmod"))
    # e.g. Speaking for *the family*, Joe Voss said: “We are done.”
    speaking = (w.index for w in tree.kids(verb, "advcl") if w.text.lower() == "speaking")
    spoken = (
        k
        for v in speaking
        for k in tree.kids(v, "obl")
        if any(c.text.lower() == "for" for c in tree.kids(k.index, "case")) and not tree.is_time(k.index)
    )
    found = next(chain(behalf, spoken), None)
    return tree.span(*tree.phrase(found.index)) if found is not None and found.piece is None else None


def told_to(tree: Tree, verb: int, context: Context) -> Span | None:
    """Return the outlet or platform that the words were given to, None for people and audiences."""
    is_written = tree.lemma(verb) in WRITING
    outlets = (_outlet(found, context, is_written=is_written) for found in _told(tree, verb))
    return next((outlet for outlet in outlets if outlet is not None), None)


def _outlet(found: Span, context: Context, *, is_written: bool) -> Span | None:
    """Return the outlet or platform in a noun phrase, behind what is said or `is_written`."""
    last = found.of(context.text).split()[-1]
    if last.lower() in words("platforms"):
        return found
    inside = list(context.entities.overlapping(found))
    bodies = [s for s in inside if context.types[s] not in PLACES | {"Person", "Date"}]
    if bodies:
        return bodies[0]
    # not: Roth said on *Tarn Island* that it was late
    # e.g. Roth wrote on *Chirrup*, which sounds like a place; nobody writes on one
    is_on = is_written and _ON.search(context.text[: found.start]) is not None
    if any(context.types[s] in PLACES for s in inside if not is_on) or context.people.touches(found):
        return None
    return found if last[:1].isupper() or last.lower() in words("media_nouns") else None


def _told(tree: Tree, verb: int) -> Iterator[Span]:
    """Yield the noun phrases that may say to whom, on what or where words were given."""
    heads: list[int] = []
    if tree.lemma(verb) in {"tell", "inform", "assure", "remind"}:
        # e.g. “Nobody asked us,” Roth told *the Gazette* on Friday.
        heard = [w.index for w in tree.kids(verb, "obj", "iobj") if w.piece is None]
        heads += [i for i in heard if tree.words[i].upos in {"PROPN", "NOUN", "PRON"}]
        # e.g. “Nobody asked us,” Roth told *CTN*'s “Daybreak”.
        shows = (w.index for w in tree.kids(verb, "obj", "iobj", "ccomp", "xcomp") if w.piece is not None)
        heads += [w.index for show in shows for w in tree.kids(show, "nmod:poss") if w.upos == "PROPN"]
        # e.g. “Nobody asked us,” Roth told Joe Voss of *the Gazette*.
        heads += [w.index for w in tree.kids(verb, "obl") if heard and _cases(tree, w.index) == {"of"}]
    # e.g. Speaking to *the Gazette*, Roth said: “Never.”
    speaking = (w.index for w in tree.kids(verb, "advcl") if w.text.lower() in {"speaking", "talking", "appearing"})
    for above in (verb, *speaking):
        heads += [i for w in tree.kids(above, "obl") if (i := _told_in(tree, w.index)) is not None]
    # e.g. Roth wrote in *the Gazette*: “Never.”
    if tree.lemma(verb) == "write":
        inside = (w.index for w in tree.kids(verb, "obl") if w.upos == "PROPN" and _cases(tree, w.index) == {"in"})
        heads += [i for i in inside if not tree.is_time(i)]
    spans = (tree.span(*tree.phrase(head)) for head in heads)
    yield from (span for span in spans if span is not None)


def _cases(tree: Tree, noun: int) -> set[str]:
    return {w.text.lower() for w in tree.kids(noun, "case")}


def _told_in(tree: Tree, noun: int) -> int | None:
    """Return the word in an adjunct that may name an outlet or platform."""
    word = tree.words[noun]
    # e.g. Voss wrote on *X*: “See you in court.”
    is_place = word.lemma.lower() in words("platforms") or word.upos == "PROPN"
    if _cases(tree, noun) & {"on", "via", "to"} and is_place and not tree.is_time(noun):
        return noun
    # e.g. “Never,” Roth wrote in a *Facebook* post.
    platforms = [w.index for w in tree.kids(noun, "compound") if w.text.lower() in words("platforms")]
    if platforms:
        return platforms[0]
    # e.g. “Never,” Roth said in an interview with *the Gazette*.
    if word.lemma.lower() in {"interview", "conversation", "statement", "email", "comment"}:
        inner = tree.kids(noun, "nmod")
        return next((w.index for w in inner if _cases(tree, w.index) & {"with", "to", "on"}), None)
    return None
