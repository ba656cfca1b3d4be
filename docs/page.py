"""The text of docs/accuracy.md and of the README's figures, around what was measured."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from docs.misses import rows
from quotes.evaluate import Evaluation, PredictedQuotation, Score, Tally
from quotes.evaluate.measure import LONG, SURE
from quotes.rules import TABLE

CONFIDENCES_SET = "2026-11-22"


# Of the best of five public tools on the same articles, and of annotators among themselves, by our own measurement
# with the same scorer: end-to-end F1 in per cent, all spans and those of five words or more.
RIVAL = {"polnear-dev": (74.7, 81.0), "worldwide-dev": (72.6, None)}
ANNOTATORS = (96.7, 98.6)


@dataclass(frozen=True, slots=True)
class Measured:
    """An evaluation, and all that was predicted on its articles."""

    name: str
    evaluation: Evaluation
    quotations: tuple[PredictedQuotation, ...]


@dataclass(frozen=True, slots=True)
class Sets:
    """What was measured on the three gold files, and what the tool says of the sample articles."""

    train: Measured
    polnear: Measured
    worldwide: Measured
    sample: tuple[PredictedQuotation, ...]

    @property
    def dev(self) -> Evaluation:
        """Return both dev sets as one evaluation."""
        one, other = self.polnear.evaluation, self.worldwide.evaluation
        return Evaluation(
            one.articles + other.articles,
            one.without_prediction + other.without_prediction,
            (*one.judgements, *other.judgements),
        )


def page(sets: Sets) -> str:
    """Return the whole page."""
    parts = (_intro(), _headline(sets), _calibration(sets), _rules(sets), _misses(sets))
    return "\n".join(line for part in parts for line in part)


def readme_figures(sets: Sets) -> str:
    """Return the table of the README."""
    head = ("articles", "found", "right speaker (precision, recall)", "the same, 5 words or more", "direct only",
            "fragments and mixed only", "name exactly right")  # fmt: skip
    lines = _table(
        head,
        (
            _readme_row(sets.polnear.evaluation, "US political news"),
            _readme_row(sets.worldwide.evaluation, "English-language papers worldwide"),
        ),
    )
    about = (
        "F1 in per cent; a speaker is right if the words that name him or her are the ones that the people marked. "
        "The\ncalibration, the precision of each rule and what goes wrong: [docs/accuracy.md](docs/accuracy.md)."
    )
    return "\n".join((about, "", *lines))


def _readme_row(evaluation: Evaluation, what: str) -> Sequence[str]:
    score, identity = evaluation.end_to_end(), evaluation.identity()
    groups = {(group.aspect, group.value): group.score for group in evaluation.groups()}
    return (
        f"{evaluation.articles}, {what}",
        _percent(evaluation.detection().f1),
        f"{_percent(score.f1)} ({_percent(score.precision)}, {_percent(score.recall)})",
        _percent(evaluation.end_to_end(LONG).f1),
        _f1(groups["kind", "direct"]),
        _f1(groups["kind", "mixed"]),
        _percent(identity.exact / identity.named),
    )


# ---------------------------------------------------------------- parts


def _intro() -> Iterator[str]:
    yield f"""\
# How accurate it is

This page is written by `make accuracy`; all figures are in per cent unless they are counts.

Measured on news articles in which people marked every quotation and the words that name its source: the development
part of PolNeAR (84 articles of US political news, 2015 and 2016) and 30 newspaper articles of 2020 to 2022 from outlets
in 30 countries, which we marked ourselves. The rules were written with these articles in view, so expect somewhat
less on your own. `quotes evaluate GOLD.jsonl` prints the same figures for any articles of your own.

- *Found*: the spans between quotation marks in which somebody is quoted, without titles, terms and scare quotes.
- *End to end*: the span is found and the mention of its source is one that the annotators marked.
- *Precision* is over all claims: a speaker for a title or for scare quotes is a wrong claim. A quotation left without a
  speaker costs recall only.
- *Name exactly right*: the name of the speaker, over all spans whose speaker is known; a last name alone is not exact.

What PolNeAR's convention does to the figures: it marks the *outermost* source (in `Roth said Ortiz had called it
“absurd”` Roth, where we mean Ortiz, who uttered the word), and of several mentions the *nearest*. A right speaker by
another mention counts as wrong there, which costs most in mixed quotations. PolNeAR's own annotators, scored against
each other by the same rules on 16 articles, reach an end-to-end F1 of {ANNOTATORS[0]} ({ANNOTATORS[1]} on quotations of
{LONG} words or more): differences above that mean nothing.
"""


def _headline(sets: Sets) -> Iterator[str]:
    yield "## The figures\n"
    yield from _table(
        ("", "polnear-dev", "best public tool", "worldwide-dev", "best public tool"),
        zip(
            _labels(), _column(sets.polnear), _rivals(sets.polnear.name), _column(sets.worldwide),
            _rivals(sets.worldwide.name), strict=True,
        ),
    )  # fmt: skip
    yield """
The tools compared were measured by us with the same scorer on the same articles: textacy, GenderGapTracker, BBC Citron
(retrained on PolNeAR), the JournalismAI pipeline of the Guardian and AFP, and 40 lines of our own that take the nearest
name beside a verb of speech. textacy is the best of them on both sets. At their best, on either set, they reach 74 on
mixed quotations, 65 on nominal sources and 41 where the source is in another paragraph. With so few articles, 95 %
intervals are about 4 points to either side.
"""


def _labels() -> Sequence[str]:
    return (
        "found, F1", "end to end, F1", "… precision over all claims", "… recall", f"… of {LONG} words or more, F1",
        "… direct, F1", "… mixed, F1", "… nominal source, F1", "… source in another paragraph, F1",
        "name exactly right", "… partly (last name only)", "… wrong name", "… found, but left without a name",
        "… not found", f"right, of the claims with confidence {SURE} or more",
    )  # fmt: skip


def _column(measured: Measured) -> Sequence[str]:
    evaluation = measured.evaluation
    score, identity, sure = evaluation.end_to_end(), evaluation.identity(), evaluation.sure()
    groups = {(group.aspect, group.value): group.score for group in evaluation.groups()}
    fates = (identity.exact, identity.partial, identity.wrong, identity.open, identity.missed)
    return (
        _percent(evaluation.detection().f1),
        _percent(score.f1),
        _percent(score.precision),
        _percent(score.recall),
        _percent(evaluation.end_to_end(LONG).f1),
        *(_f1(groups[key]) for key in (("kind", "direct"), ("kind", "mixed"), ("type", "nominal"))),
        _f1(groups["position", "other-paragraph"]),
        *(f"{_percent(count / identity.named)} ({count})" for count in fates),
        f"{_percent(sure.precision)} ({sure.right} of {sure.claims})",
    )


def _rivals(name: str) -> Iterator[str]:
    every, longer = RIVAL[name]
    known = {1: f"{every:.1f}", 4: f"{longer:.1f}" if longer else "–"}
    return (known.get(place, "–") for place in range(len(_labels())))


def _calibration(sets: Sets) -> Iterator[str]:
    dev, train = sets.dev, sets.train.evaluation
    yield f"""\
## What the confidence means

Each attribution carries the confidence of the rule that made it: the share of that rule's claims that were right on
PolNeAR's training articles ({train.articles} articles, counted on {CONFIDENCES_SET}). A rule takes something off where
the verb stands far from the quotation, is not known as a verb of speech, or where the speaker is taken over from
further away. No model was fitted. The development articles played no part in it, so they show whether the numbers hold.

![Share of right claims against confidence](calibration.svg)

The closer to the dashed line, the better; above it the tool is too modest. The area of a dot grows with its number of
claims, the strokes are 95 % intervals, ranges with fewer than 5 claims are left out.
"""
    pooled = {tally.label: tally for tally in (*dev.calibration(), dev.sure())}
    counted = {tally.label: tally for tally in (*train.calibration(), train.sure())}
    labels = sorted(pooled.keys() | counted.keys(), key=lambda label: (label.startswith(">"), label))
    yield from _table(
        ("confidence", "claims on train", "right", "95 % interval", "claims on dev", "right", "95 % interval"),
        ((label.replace(">=", "≥"), *_shown(counted.get(label)), *_shown(pooled.get(label))) for label in labels),
    )
    yield ""


def _shown(tally: Tally | None) -> Sequence[str]:
    if tally is None or not tally.claims:
        return ("0", "–", "–")
    return (str(tally.claims), _percent(tally.precision), _interval(tally))


def _rules(sets: Sets) -> Iterator[str]:
    yield """\
## The rules

How often each rule decided: quotations in the sample articles of `db/sample/` and in PolNeAR's training articles, then
the spans (pieces of quotations) that could be judged. *Right*, for a rule that finds a source, is the share of right
claims on train. For one that says that nobody spoke (F20, N1 to N6) it is the share of spans that PolNeAR has as
unattributed: it counts titles, slogans and nicknames inside indirect speech as attributed, so these look worse than
they are, and what they get wrong is a gap, not a wrong name. For a rule that leads from a right mention to a name (W1
to W5, X5 to X8; marked °) it is the share of exact names on both dev sets, as PolNeAR's training articles have none.
"""
    sample, train = _fired(sets.sample), _fired(sets.train.quotations)
    evaluation = sets.train.evaluation
    claims = {tally.label: tally for tally in evaluation.rules()}
    silences = {tally.label.split()[-1]: tally for tally in evaluation.silences() if " " in tally.label}
    names = {tally.label: tally for tally in sets.dev.resolutions()}

    def row(rule: str) -> Sequence[str]:
        tally = claims.get(rule) or silences.get(rule) or names.get(rule)
        is_name = tally is not None and tally is names.get(rule)
        judged, share, interval = _shown(tally)
        return (
            rule, TABLE[rule].statement, f"{TABLE[rule].confidence:.2f}", str(sample[rule]), str(train[rule]),
            f"{judged}{'°' if is_name else ''}", share, interval,
        )  # fmt: skip

    head = ("rule", "states", "confidence", "on the sample", "on train", "judged", "right", "95 % interval")
    yield from _table(head, (row(rule) for rule in TABLE))
    yield ""


def _fired(quotations: Iterable[PredictedQuotation]) -> Counter[str]:
    every = list(quotations)
    return Counter(each.rule for each in every if each.rule) + Counter(
        each.resolution for each in every if each.resolution
    )


def _misses(sets: Sets) -> Iterator[str]:
    one, other = sets.polnear.evaluation, sets.worldwide.evaluation
    first, second = (f"{each.wanted - each.right} of {each.wanted}" for each in (one.end_to_end(), other.end_to_end()))
    yield f"""\
## What still goes wrong

All spans of the development articles that are not right, by cause: {first} on polnear-dev and {second} on
worldwide-dev, and the claims on what is no quotation. *Wrong mention* is the effect of the convention above: the name
in the index is right, but the words that it was taken from are not the ones marked. In brackets stands the rule that
decided.
"""
    yield from _table(
        ("cause", "polnear-dev", "worldwide-dev"),
        (
            (f"… {detail}" if detail else f"**{cause}**", *map(str, counts))
            for cause, detail, counts in rows((one, other))
        ),
    )
    yield """
Claims by what is wrong with them, and where the speaker is not named at all, are printed by `quotes evaluate` too;
`--errors FILE` writes each of them with its place in the article.
"""


# ---------------------------------------------------------------- cells


def _table(head: Sequence[str], body: Iterable[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    for row in body:
        yield f"| {' | '.join(row)} |"


def _percent(share: float) -> str:
    return f"{100 * share:.1f}"


def _f1(score: Score) -> str:
    return _percent(score.f1) if score.wanted else "–"


def _interval(tally: Tally) -> str:
    low, high = tally.interval
    return f"{100 * low:.0f} to {100 * high:.0f}"
