"""Run the pipeline over any number of articles: in batches, in this process or in several.

An article that trips a library is a `Failure` and costs no other article; the order is kept. Several processes pay
where there are many articles: each loads the models anew (some seconds, half a gigabyte) and then uses one core.
"""

import signal
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import cache
from itertools import islice
from multiprocessing import get_context
from pathlib import Path

from quotes.errors import QuotesError
from quotes.models import Article, Failure, IndexedArticle
from quotes.parse import Parser
from quotes.pipeline import Pipeline

BATCH_ARTICLES = 48
"""Articles that are parsed together: enough to fill the encoder's batches, few enough to lose little by Ctrl-C."""

AHEAD = 2
"""Batches for each process that are under way or done and not yet fetched."""


@dataclass(frozen=True, slots=True)
class Setup:
    """What every process needs to make its pipeline: the models, and the file that keeps parses (None for none)."""

    package: str
    cache: Path | None

    def pipeline(self) -> Pipeline:
        """Make a pipeline, its models checked now and loaded when the first frame needs them.

        Raises:
            ModelError: A model file is missing or not the one that was shipped.
        """
        return Pipeline(Parser(self.package, cache=self.cache))


def run(setup: Setup, articles: Iterable[Article], *, jobs: int = 1) -> Iterator[IndexedArticle | Failure]:
    """Yield the result for each article, in order; with several `jobs`, each is a process of its own.

    Raises:
        QuotesError: The models cannot be used, or a process was ended from outside.
    """
    batches = _batches(articles)
    if jobs == 1:
        pipeline = setup.pipeline()
        for batch in batches:
            yield from run_batch(pipeline, batch)
        return
    # spawn: a fork would copy locks that torch's threads may hold
    with ProcessPoolExecutor(jobs, get_context("spawn"), _start) as pool:
        try:
            yield from _in_order(pool, setup, batches, jobs * AHEAD)
        except BrokenProcessPool as error:
            raise QuotesError(
                "A worker process was ended, most likely for want of memory.", "Run it again with fewer --jobs."
            ) from error
        finally:
            pool.shutdown(cancel_futures=True)


def run_batch(pipeline: Pipeline, batch: list[Article]) -> list[IndexedArticle | Failure]:
    """Return the results of a batch; one that fails is tried again one article at a time."""
    try:
        return list(pipeline.run(batch))
    except QuotesError:
        raise
    except Exception:  # noqa: BLE001 -- one article that trips a library must not cost the others
        return [_alone(pipeline, article) for article in batch]


def _alone(pipeline: Pipeline, article: Article) -> IndexedArticle | Failure:
    try:
        return pipeline.run([article])[0]
    except Exception as error:  # noqa: BLE001 -- see run_batch; the failure is recorded with its cause
        problem = f"The article could not be parsed ({type(error).__name__}: {error})."
        return Failure(article.origin or article.key, problem, "Please report it, with the text of the article.")


def _batches(articles: Iterable[Article]) -> Iterator[list[Article]]:
    remaining = iter(articles)
    while batch := list(islice(remaining, BATCH_ARTICLES)):
        yield batch


def _in_order(
    pool: ProcessPoolExecutor, setup: Setup, batches: Iterable[list[Article]], ahead: int
) -> Iterator[IndexedArticle | Failure]:
    pending: deque[Future[list[IndexedArticle | Failure]]] = deque()
    for batch in batches:
        pending.append(pool.submit(_run_here, setup, batch))
        if len(pending) >= ahead:
            yield from pending.popleft().result()
    while pending:
        yield from pending.popleft().result()


# ---------------------------------------------------------------- inside a worker


def _start() -> None:
    """Leave the other cores to the other processes. Ctrl-C reaches every process; only the first one acts on it."""
    import torch

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    torch.set_num_threads(1)


def _run_here(setup: Setup, batch: list[Article]) -> list[IndexedArticle | Failure]:
    return run_batch(_own_pipeline(setup), batch)


@cache
def _own_pipeline(setup: Setup) -> Pipeline:
    return setup.pipeline()
