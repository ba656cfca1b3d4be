"""The Markdown files say what is so: commands, options, rules, targets, links and queries."""

import importlib
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from types import ModuleType

import click
import pytest
from published import articles, build

import quotes
from quotes.cli import cli
from quotes.models import Article
from quotes.read import read
from quotes.rules import TABLE

GENERATED = ("README.md", "CONTRIBUTING.md", "db/README.md")
LINK = re.compile(r"\]\((?!https?:|#)([^)#]+)")
COPIED = re.compile(r"^ {4}(quotes|make) +(\S+)", re.MULTILINE)


@pytest.fixture(scope="module")
def readme(root: Path) -> str:
    """Return the text of README.md."""
    return (root / "README.md").read_text(encoding="utf-8")


def options(command: click.Command) -> set[str]:
    """Return all spellings of a command's options."""
    return {name for option in command.params if isinstance(option, click.Option) for name in option.opts}


@pytest.mark.parametrize("name", list(cli.commands))
def test_readme_describes_each_command(readme: str, name: str) -> None:
    """Each command has a section, with all of its options."""
    section = readme.partition(f"\n### quotes {name}\n")[2].partition("\n### ")[0]

    assert {option for option in options(cli.commands[name]) if option not in section} == set()
    assert f"Usage: quotes {name} " in section


def test_readme_lists_each_rule(readme: str) -> None:
    """The table of rules has a row for each, in the order of the code."""
    listed = re.findall(r"^\| ([A-Z]\d+[a-z]?) \|", readme.partition("\n## Rules\n")[2], re.MULTILINE)

    assert listed == list(TABLE)


def test_generated_parts_are_current(root: Path) -> None:
    """What cog writes into the Markdown files is what it wrote last; `make docs` writes it again."""
    done = subprocess.run(
        [sys.executable, "-m", "cogapp", "--check", *GENERATED], cwd=root, capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, f"{done.stdout}{done.stderr}\nRun: make docs"


def test_two_commands_stand_on_the_first_screen(readme: str) -> None:
    """Who opens the README sees at once what to type."""
    first_screen = "\n".join(readme.splitlines()[:20])

    assert "    make demo " in first_screen
    assert "    make test " in first_screen


def test_lines_to_copy_name_real_commands(root: Path, readme: str) -> None:
    """Each line to type starts with a command or a target that exists."""
    targets = re.findall(r"^([a-z]+):", (root / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    copied = COPIED.findall(readme)

    assert {name for program, name in copied if program == "make"} <= set(targets)
    assert {name for program, name in copied if program == "quotes"} <= set(cli.commands)
    assert len(copied) >= 5


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "db/README.md"])
def test_links_lead_somewhere(root: Path, name: str) -> None:
    """A link to a file of the repository leads to a file that is there."""
    page = root / name

    assert [link for link in LINK.findall(page.read_text(encoding="utf-8")) if not (page.parent / link).exists()] == []


def test_sql_of_the_readme_runs(readme: str, tmp_path: Path) -> None:
    """Each query can be pasted into any database of quotations."""
    queries = re.findall(r"```sql\n(.*?)```", readme, re.DOTALL)

    with closing(sqlite3.connect(build(tmp_path / "quotes.db", articles()))) as db:
        assert [db.execute(query).description[0][0] for query in queries] == ["published"]


def test_python_of_the_readme_is_python(readme: str) -> None:
    """The notebook example can be pasted; that its columns exist is checked against the view."""
    (example,) = re.findall(r"```python\n(.*?)```", readme, re.DOTALL)

    compile(example, "README.md", "exec")
    assert "select * from quotes_flat" in example


def test_demo_counts_the_sample(root: Path, readme: str) -> None:
    """The output of the demonstration speaks of the articles that are in db/sample."""
    found = [article for article in read([root / "db" / "sample"]) if isinstance(article, Article)]
    outlets = {article.outlet for article in found} - {None}

    assert f"db/quotes.db: {len(found)} articles from {len(outlets)} outlets\n" in readme
    assert f"the {len(found)} articles" in readme


def test_changelog_has_the_version(root: Path) -> None:
    """The first release of the changelog is the one that the package states."""
    changelog = (root / "CHANGELOG.md").read_text(encoding="utf-8")

    assert re.findall(r"^## (\S+)", changelog, re.MULTILINE)[0] in {quotes.__version__, "Unreleased"}


@pytest.mark.parametrize("name", ["quotes", "quotes.read", "quotes.store", "quotes.evaluate", "quotes.rules"])
def test_public_names_are_declared(name: str) -> None:
    """`__all__` holds exactly the public things of ours that a package offers."""
    package = importlib.import_module(name)
    offered = {
        attribute
        for attribute, value in vars(package).items()
        if not (attribute.startswith("_") or isinstance(value, ModuleType))
        and getattr(value, "__module__", name).startswith("quotes")
    }

    assert offered - set(package.__all__) == set()
    assert [each for each in package.__all__ if not hasattr(package, each)] == []
    assert len(package.__all__) == len(set(package.__all__))
