"""How well the tool does: its quotations against those that people marked.

    gold = load_gold(path)
    result = evaluate(gold, {article.key: predicted(index(article)) for article in gold})
    print(report(result))

Measured are the spans (*detection*), the source mention of each span (*attribution*), both together
(*end to end*) and the resolved name (*identity*). `quotes.evaluate.measure` defines them.
"""

from quotes.evaluate.figures import Group, Identity, Score, Tally
from quotes.evaluate.gold import GoldArticle, GoldQuotation, PredictedQuotation, load_gold, predicted
from quotes.evaluate.judging import Judgement, Outcome
from quotes.evaluate.measure import Error, Evaluation, errors, evaluate
from quotes.evaluate.report import report

__all__ = [
    "Error",
    "Evaluation",
    "GoldArticle",
    "GoldQuotation",
    "Group",
    "Identity",
    "Judgement",
    "Outcome",
    "PredictedQuotation",
    "Score",
    "Tally",
    "errors",
    "evaluate",
    "load_gold",
    "predicted",
    "report",
]
