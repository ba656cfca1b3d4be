"""Fixtures that several test modules share, and the order of tests: the fast ones first."""

import os
from pathlib import Path

import hypothesis
import pytest
from command import Command
from pipeline_fixture import fresh, one_stanza, parser, parsing_hash, pipeline, processed

__all__ = ["fresh", "one_stanza", "parser", "pipeline", "processed"]

collect_ignore = ["bench_textacy.py"]  # runs in an environment of its own

ROOT = Path(__file__).resolve().parent.parent

# Tests without any of these marks run first, then from the cheapest kind to the dearest.
ORDER = ("datasette", "stanza", "slow", "browser")

hypothesis.settings.register_profile("local", deadline=None)
hypothesis.settings.register_profile("ci", deadline=None, derandomize=True)
hypothesis.settings.load_profile("ci" if os.environ.get("CI") == "true" else "local")


def _cost(item: pytest.Item) -> int:
    """Return the place of the dearest mark of a test in `ORDER`, counted from 1; 0 without a mark."""
    return max((place for place, mark in enumerate(ORDER, start=1) if item.get_closest_marker(mark)), default=0)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put cheap tests first, so that a mistake shows within seconds; otherwise the order stays."""
    items.sort(key=_cost)


@pytest.fixture(scope="session")
def root() -> Path:
    """Return the root of the checkout."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the folder of shared gold data beside the checkout; the test is skipped where there is none."""
    folder = ROOT.parent / "shared"
    if not (folder / "eval").is_dir():
        pytest.skip("no gold articles beside the checkout")
    return folder


@pytest.fixture(scope="session")
def quotes(request: pytest.FixtureRequest) -> Command:
    """Return the command `quotes`, which keeps its parses where the other tests keep theirs."""
    return Command(ROOT, request.config.cache.mkdir("parses") / f"{parsing_hash()}.db")


@pytest.fixture(scope="session")
def sample_database(quotes: Command, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a database of the sample articles, made by the real pipeline; tests must not write to it."""
    path = tmp_path_factory.mktemp("sample") / "quotes.db"
    done = quotes("index", path, "db/sample")
    assert done.returncode == 0, done.stderr
    return path
