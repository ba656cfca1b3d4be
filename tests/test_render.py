"""Attributed quotations as JSON and as explanations."""

import json
import re
from dataclasses import replace

import pytest
from published import OSK, VAN_DELL, articles
from published import said as said_by_no_rule

from quotes.models import Article, AttributedQuotation, IndexedArticle, Reason, Span, Speaker
from quotes.render import WHY, as_json, explained, marked, printable, sentence

LABEL = re.compile(r"\[\d+(?:\.\d+)*\]")

TEXT = "“We can’t wait,” Osk and van Dell wrote. “She told me ‘Go home’ twice,” Osk said."


def said(
    contents: str,
    *speakers: Speaker,
    source: str | None = None,
    cue: str = "said",
    text: str = TEXT,
    reason: Reason | None = None,
) -> AttributedQuotation:
    """Return a quotation in one piece, attributed by a rule of ours."""
    found = said_by_no_rule(text, (contents,), speakers, source=source, cue=cue, reason=reason)
    return replace(found, attribution=replace(found.attribution, rule="F1" if speakers else None))


def example(*, reason: Reason | None = None) -> IndexedArticle:
    """Return an article with joint speakers, and a quotation inside another; `reason` takes the last one's speaker."""
    joint = said("We can’t wait,", OSK, VAN_DELL, source="Osk", cue="wrote")
    outer = said("She told me ‘Go home’ twice,", OSK, source="Osk")
    inner = said("Go home", reason=reason or Reason.UNRESOLVED)
    return IndexedArticle(Article("letter", TEXT, "A letter", "Stellin Post"), (joint, replace(outer, nested=(inner,))))


@pytest.mark.parametrize("indexed", [*articles(), example()], ids=lambda indexed: indexed.article.key)
def test_json_is_slices_of_the_text(indexed: IndexedArticle) -> None:
    """Each span of the JSON object leads back to the words."""
    text = indexed.article.text
    row = json.loads(json.dumps(as_json(indexed)))

    assert (row["id"], row["outlet"]) == (indexed.article.key, indexed.article.outlet)
    assert len(row["quotes"]) == len(indexed.quotations)
    for shown, quotation in zip(row["quotes"], indexed.quotations, strict=True):
        found = quotation.attribution
        assert " ".join(text[start:end] for start, end in shown["pieces"]) == shown["text"]
        assert shown["speaker_mention"] == (_pair(found.sources[0].span) if found.sources else None)
        assert shown["cue"] == (_pair(found.cue.span) if found.cue else None)
        assert shown["speakers"] == [speaker.name for speaker in quotation.speakers]
        assert shown["speaker"] == (shown["speakers"][0] if shown["speakers"] else None)
        assert shown["reason"] == quotation.reason


def _pair(span: Span) -> list[int]:
    return [span.start, span.end]


def test_json_has_joint_and_nested_quotations() -> None:
    """All who speak jointly are named, and what is quoted inside a quotation is in it."""
    joint, outer = as_json(example())["quotes"]

    assert joint["speakers"] == ["Mira Osk", "Piet van Dell"]
    assert [nested["text"] for nested in outer["nested"]] == ["Go home"]
    assert outer["nested"][0]["reason"] == "unresolved"


@pytest.mark.parametrize("indexed", [*articles(), example()], ids=lambda indexed: indexed.article.key)
def test_marking_only_adds_labels(indexed: IndexedArticle) -> None:
    """Without its labels the marked text is the text, and each label stands before an opening mark."""
    shown = marked(indexed)

    assert LABEL.sub("", shown) == indexed.article.text
    assert {shown[match.end()] for match in LABEL.finditer(shown)} <= set("“‘")


def test_a_quotation_inside_another_has_a_number_of_its_own() -> None:
    """The reader can tell which quotation is inside which, in the text and in the explanations."""
    shown = explained(example())

    assert "[2]“She told me [2.1]‘Go home’ twice,” Osk said." in shown
    assert "\n[2.1] nobody: the article does not make plain who the source is\n" in shown


def test_joint_speakers_are_both_named() -> None:
    """An explanation names everybody who speaks."""
    assert "\n[1] Mira Osk (person) and Piet van Dell (person)\n" in explained(example())


@pytest.mark.parametrize("reason", Reason)
def test_every_reason_has_its_words(reason: Reason) -> None:
    """Whatever the reason why nobody is named, it is said in words."""
    assert f"nobody: {WHY[reason]}\n" in explained(example(reason=reason))


def test_an_article_without_quotations_says_so() -> None:
    """An explanation of nothing is not an empty page."""
    shown = explained(IndexedArticle(Article("quiet", "The council met."), ()))

    assert shown.startswith("quiet\n\nThe council met.\n")
    assert "no quotation marks" in shown


def test_long_words_are_cut_in_explanations() -> None:
    """An explanation repeats the beginning of a long quotation only, on one line."""
    waiting = "We waited.\n" * 50
    text = f"“{waiting}” Osk said."
    indexed = IndexedArticle(Article("long", text), (said(waiting, OSK, source="Osk", text=text),))

    (line,) = [line for line in explained(indexed).splitlines() if line.startswith("    words ")]
    assert line.endswith("…  (direct)")
    assert len(line) < 120


def test_control_characters_are_shown_not_obeyed() -> None:
    """No escape sequence reaches the terminal; newlines, tabs and everything printable do."""
    assert printable("a\x1b[2J\x00\x9b\x7f\n\t“é🌊”") == "a�[2J���\n\t“é🌊”"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("no such file", "no such file."),
        ("Done.", "Done."),
        ("is it full?", "is it full?"),
        ("quotes index a.db PATH...", "quotes index a.db PATH..."),
    ],
)
def test_messages_end_like_sentences(words: str, expected: str) -> None:
    """A message gets a full stop where it has no mark of its own."""
    assert sentence(words) == expected
