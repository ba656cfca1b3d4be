"""The sample articles can be read, and are as varied as the demonstration needs."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from quotes.cli import cli
from quotes.models import Article, Failure
from quotes.read import read

SAMPLE = Path(__file__).resolve().parent.parent / "db" / "sample"


@pytest.fixture(scope="module")
def results() -> tuple[Article | Failure, ...]:
    """Everything that reading the folder gives."""
    return tuple(read([SAMPLE]))


@pytest.fixture(scope="module")
def articles(results: tuple[Article | Failure, ...]) -> tuple[Article, ...]:
    """The articles alone."""
    return tuple(one for one in results if isinstance(one, Article))


def test_every_file_can_be_read(results: tuple[Article | Failure, ...]) -> None:
    """No sample file is refused."""
    assert [one for one in results if isinstance(one, Failure)] == []


def test_there_are_enough_articles_and_outlets(articles: tuple[Article, ...]) -> None:
    """At least 14 articles from at least 5 outlets, none of them twice."""
    keys = {article.key for article in articles}

    assert len(articles) == len(keys) >= 14
    assert len({article.outlet for article in articles} - {None}) >= 5


def test_there_are_all_kinds_of_files() -> None:
    """Text, Markdown, HTML, JSONL and CSV are all shown."""
    assert {".txt", ".md", ".html", ".jsonl", ".csv"} == {path.suffix for path in SAMPLE.iterdir()}


def test_every_article_says_where_it_comes_from(articles: tuple[Article, ...]) -> None:
    """Each has title, outlet, date and an address that cannot exist."""
    expected = [True] * len(articles)

    assert expected == [
        bool(one.title and one.outlet and one.published) and ".example/" in (one.url or "") for one in articles
    ]


def test_articles_are_news_sized(articles: tuple[Article, ...]) -> None:
    """Each text has the length of a short report."""
    assert [one.key for one in articles if not 230 <= len(one.text.split()) <= 650] == []


def test_pages_lose_their_furniture(articles: tuple[Article, ...]) -> None:
    """Captions, menus, related links and newsletter lines of the HTML pages are not part of the text."""
    furniture = ("Related stories", "Subscribe", "newsletter", "the gull that runs the prom", "at the pier gates")

    assert [words for words in furniture for one in articles if words in one.text] == []


def test_two_outlets_print_the_same_words(articles: tuple[Article, ...]) -> None:
    """One sentence of a speech appears in two outlets."""
    words = "It is the biggest check this town has ever written"

    assert {"Harbor Courier", "Inland Wire"} == {one.outlet for one in articles if words in one.text}


@pytest.mark.stanza
def test_the_readme_shows_what_the_demonstration_prints(tmp_path: Path) -> None:
    """The summary in the README is the one that a newcomer sees."""
    readme = (SAMPLE.parent.parent / "README.md").read_text(encoding="utf-8")
    shown = readme.split("```text\ndb/quotes.db: ")[1].split("```")[0]

    done = CliRunner().invoke(cli, ["index", str(tmp_path / "quotes.db"), str(SAMPLE)])

    assert done.exit_code == 0, done.output
    assert shown in done.output
