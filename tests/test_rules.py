"""The rule table: every rule is described in full, and fires on its own example with the real pipeline."""

import re

import pytest
from pipeline_fixture import text_article

from quotes.models import AttributedQuotation
from quotes.pipeline import Pipeline
from quotes.rules import TABLE, Rule

RULES = tuple(TABLE.values())
RULE_ID = re.compile(r"[MFXWN][1-9][0-9]?\Z")
SENTENCE = re.compile(r"[A-Z“].*[^ ][.]\Z")
EACH = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)


def as_text(example: str) -> str:
    """Return an example as an article has it: ¶ parts paragraphs."""
    return re.sub(r"\s*¶\s*", "\n\n", example)


@pytest.fixture(scope="module")
def fired(pipeline: Pipeline) -> dict[str, tuple[AttributedQuotation, ...]]:
    """Return what the pipeline makes of each rule's example, all run in one batch."""
    indexed = pipeline.run([text_article(as_text(rule.example), author="Lois Hale") for rule in RULES])
    return {rule.id: one.quotations for rule, one in zip(RULES, indexed, strict=True)}


def test_ids_are_those_of_the_table() -> None:
    """The table finds each rule by its own id, an id of the inventory."""
    assert list(TABLE) == [rule.id for rule in RULES]
    assert [rule.id for rule in RULES if not RULE_ID.match(rule.id)] == []


def test_the_rules_that_every_release_has_are_there() -> None:
    """The table holds at least the frames, carry-overs and negatives that were promised."""
    promised = {"F1", "F2", "F3", "F4", "F6", "F10", "F15", "F16", "X1", "N1", "N2", "N3"}

    assert set() == promised - set(TABLE)


@EACH
def test_a_rule_is_stated_in_a_sentence(rule: Rule) -> None:
    """A statement is a full sentence, and no two rules say the same."""
    statement = rule.statement

    assert SENTENCE.match(statement)
    assert [other.statement for other in RULES].count(statement) == 1


@EACH
def test_a_rule_has_an_example_with_a_quotation(rule: Rule) -> None:
    """An example quotes something, and its marks are closed."""
    example = rule.example

    assert example.count("“") == example.count("”")
    assert example.count("“") > 0


@EACH
def test_a_confidence_is_a_share(rule: Rule) -> None:
    """A confidence is above 0 and at most 1."""
    assert 0 < rule.confidence <= 1


@pytest.mark.stanza
@pytest.mark.parametrize("rule", sorted(TABLE))
def test_a_rule_fires_on_its_example(rule: str, fired: dict[str, tuple[AttributedQuotation, ...]]) -> None:
    """The rules that decide the example's quotations include the rule itself."""
    decided = {one for quotation in fired[rule] for one in (quotation.attribution.rule, quotation.resolution)}

    assert rule in decided


@pytest.mark.stanza
@pytest.mark.parametrize("rule", sorted(TABLE))
def test_a_claim_is_no_surer_than_its_rule(rule: str, fired: dict[str, tuple[AttributedQuotation, ...]]) -> None:
    """The confidence of a quotation is at most that of the rule that decided it."""
    decided = [quotation.attribution for quotation in fired[rule] if quotation.attribution.rule]

    assert [one.rule for one in decided if one.confidence > TABLE[str(one.rule)].confidence] == []
