"""Why spans are not right, from what the evaluation knows of them."""

from collections import Counter
from collections.abc import Iterator

from quotes.evaluate import Evaluation, Judgement, Outcome
from quotes.evaluate.names import Agreement

REASONS = {
    "no-cue": "nothing recognised as its frame",
    "no-source": "a frame was seen, but no source in it",
    "ambiguous": "two speakers fit equally well",
    "unresolved": "a source was seen, but not who that is",
    "not-speech": "taken for a term, a title or scare quotes",
    "inscription": "taken for an inscription",
}
MISSES = frozenset(Outcome) - {Outcome.RIGHT, Outcome.NOT_JUDGED, Outcome.LEFT_OPEN}


def misses(evaluation: Evaluation) -> Counter[tuple[str, str]]:
    """Return how many spans went wrong, by cause and what is known of it."""
    return Counter(_cause(each) for each in evaluation.judgements if each.outcome in MISSES)


def _cause(judgement: Judgement) -> tuple[str, str]:
    gold = judgement.gold
    match judgement.outcome:
        case Outcome.MISSED:
            return "span not found", f"{gold.kind} quotation" if gold and gold.kind else "quotation"
        case Outcome.NO_SPEAKER:
            return "no speaker", _silence(judgement)
        case Outcome.WRONG_SPEAKER:
            if judgement.name is Agreement.EXACT:
                return "wrong mention", "another mention of the right speaker, whose name is right"
            return "wrong speaker", _place(judgement)
        case Outcome.SCARE_QUOTE:
            return "claim on a non-quotation", "the people who marked the article saw no speech"
        case _:
            return "claim on a non-quotation", "no such span among the marked ones"


def _silence(judgement: Judgement) -> str:
    quotation = judgement.piece.quotation if judgement.piece else None
    reason = REASONS.get((quotation and quotation.reason) or "", "no reason given")
    return f"{reason} ({quotation.rule})" if quotation and quotation.rule else reason


def _place(judgement: Judgement) -> str:
    """Return where the right source stands, and what it and the quotation are like."""
    gold = judgement.gold
    return (
        f"{gold.kind or 'a quotation'}, the source {_WHERE[gold.position.value]}, a {gold.source_type}" if gold else ""
    )


_WHERE = {
    "before": "before it",
    "after": "after it",
    "split": "between its pieces",
    "other-paragraph": "in another paragraph",
    "none": "nowhere",
}


def rows(evaluations: tuple[Evaluation, ...]) -> Iterator[tuple[str, str, tuple[int, ...]]]:
    """Yield cause, detail and the count in each evaluation: causes in the order of their weight, details likewise."""
    counts = [misses(each) for each in evaluations]
    total: Counter[tuple[str, str]] = sum(counts, Counter())
    by_cause: Counter[str] = Counter()
    for (cause, _), count in total.items():
        by_cause[cause] += count
    for cause, _ in by_cause.most_common():
        yield cause, "", tuple(sum(n for (c, _), n in each.items() if c == cause) for each in counts)
        for (_, detail), _ in Counter({key: n for key, n in total.items() if key[0] == cause}).most_common():
            yield cause, detail, tuple(each[cause, detail] for each in counts)
