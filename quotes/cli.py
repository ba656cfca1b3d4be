"""The command line: the only place that prints, exits, and knows how a run goes on when one article fails."""

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from itertools import islice
from pathlib import Path
from typing import TypeVar

import click

from quotes import __version__
from quotes.errors import QuotesError, ReadError
from quotes.models import Article, Failure, IndexedArticle
from quotes.pipeline import Pipeline, rules_hash
from quotes.render import as_json, explained

T = TypeVar("T")

BATCH_ARTICLES = 24
"""Articles that are parsed together: enough to fill Stanza's batches, few enough to lose little on an interrupt."""

SHOWN_FAILURES = 20
"""Failures that are printed one by one; all of them are in the table `failures`."""

EXIT_SOME_FAILED = 3
EXIT_INTERRUPTED = 130

PATHS = click.argument("paths", nargs=-1, required=True, metavar="PATH...")
DATABASE = click.argument("database", type=click.Path(path_type=Path, dir_okay=False), metavar="DB")
OUTLET = click.option("--outlet", help="Outlet of articles that name none themselves.")
MAP = click.option(
    "--map", "mapped", multiple=True, metavar="FIELD=NAME",
    help="Name of one of our fields in JSONL or CSV, e.g. --map text=body. May be given several times.",
)  # fmt: skip
PACKAGE = click.option(
    "--stanza-package", default="quotes", show_default=True,
    help="Stanza models: 'quotes' (shipped), or 'default' for Stanford's own from your Stanza directory.",
)  # fmt: skip
CACHE = click.option("--cache/--no-cache", default=True, help="Keep parses on disk, so that a second run is quick.")
PROGRESS = click.option("--progress/--no-progress", default=True, help="Show a progress bar on standard error.")


class _Group(click.Group):
    """Turns our errors into one sentence on what is wrong and one on what to do."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except QuotesError as error:
            raise click.ClickException(f"{error}\n{error.next_step}") from error
        except KeyboardInterrupt:
            click.echo("\nInterrupted. What was finished is kept; run the same command again to go on.", err=True)
            ctx.exit(EXIT_INTERRUPTED)


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"], "auto_envvar_prefix": "QUOTES"})
@click.version_option(__version__, prog_name="quotes")
def cli() -> None:
    """Find every quotation in news articles, with its speaker and its outlet, and publish them as a database."""


@cli.command()
@DATABASE
@PATHS
@OUTLET
@MAP
@PACKAGE
@CACHE
@PROGRESS
@click.option("--force", is_flag=True, help="Index articles again that have not changed.")
def index(
    database: Path, paths: tuple[str, ...], outlet: str | None, mapped: tuple[str, ...], stanza_package: str,
    cache: bool, progress: bool, force: bool,
) -> None:  # fmt: skip
    """Index articles (files, folders, or - for standard input) into a SQLite file.

    An article that has not changed since it was indexed is skipped. An input that cannot be read is named,
    recorded in the table `failures`, and does not stop the run; the exit code is then 3.
    """
    from quotes.read import count
    from quotes.store import open_store

    failures: list[Failure] = []
    inputs = _read(paths, outlet, mapped)
    pipeline = _pipeline(stanza_package, cache=cache)
    database.parent.mkdir(parents=True, exist_ok=True)
    with open_store(database) as store:
        store.start_run(__version__, pipeline.models, rules_hash())
        try:
            with _bar(inputs, count(paths), "Indexing", shown=progress) as bar:
                articles = _articles(bar, failures)
                stale = (a for a in articles if force or not store.is_current(a, pipeline.version))
                for indexed in _run(pipeline, stale, failures):
                    try:
                        store.save(indexed, pipeline.version)
                    except QuotesError as error:
                        failures.append(Failure(indexed.article.origin, str(error), error.next_step))
        finally:
            for failure in failures:
                store.record_failure(failure)
            store.finish_run()
    _say_summary(database)
    _report(failures)


@cli.command()
@DATABASE
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8001, show_default=True, help="Port to listen on.")
@click.argument("datasette_options", nargs=-1, type=click.UNPROCESSED)
def serve(database: Path, host: str, port: int, datasette_options: tuple[str, ...]) -> None:
    """Serve a database with Datasette. Options after -- go to Datasette as they are."""
    from quotes.site.serve import serve_command

    command = serve_command(database, host=host, port=port, extra=datasette_options)
    click.echo(f"Serving {database} on http://{host}:{port}/ (press Ctrl-C to stop).", err=True)
    sys.stderr.flush()
    if os.name == "posix":
        os.execvp(command[0], command)  # so that a signal for us is one for Datasette
    raise SystemExit(subprocess.run(command, check=False).returncode)


@cli.command()
@DATABASE
@click.argument("words", nargs=-1, required=True)
@click.option("--speaker", help="Only quotations of this speaker.")
@click.option("--outlet", help="Only quotations in this outlet.")
@click.option("--limit", default=20, show_default=True, help="Quotations to show at most.")
def search(database: Path, words: tuple[str, ...], speaker: str | None, outlet: str | None, limit: int) -> None:
    """Search the words of the quotations in a database, best matches first."""
    from quotes.store import search as find_words

    hits = find_words(database, " ".join(words), speaker=speaker, outlet=outlet, limit=limit)
    for hit in hits:
        click.echo(f"{hit.speaker or 'nobody named'} · {hit.outlet or 'no outlet'} · {hit.published or 'no date'}")
        click.echo(f"    {hit.snippet}")
        click.echo(f"    {' '.join(part for part in (hit.title, hit.url) if part)}")
    click.echo(f"{len(hits)} quotations." if hits else "No quotation has these words.", err=True)


@cli.command()
@PATHS
@OUTLET
@MAP
@PACKAGE
@CACHE
@PROGRESS
def extract(
    paths: tuple[str, ...], outlet: str | None, mapped: tuple[str, ...], stanza_package: str, cache: bool, progress: bool
) -> None:
    """Print one JSON object for each article, with its quotations; no database is made."""
    from quotes.read import count

    failures: list[Failure] = []
    inputs = _read(paths, outlet, mapped)
    pipeline = _pipeline(stanza_package, cache=cache)
    with _bar(inputs, count(paths), "Extracting", shown=progress) as bar:
        for indexed in _run(pipeline, _articles(bar, failures), failures):
            click.echo(json.dumps(as_json(indexed), ensure_ascii=False))
    _report(failures)


@cli.command()
@PATHS
@OUTLET
@MAP
@PACKAGE
@CACHE
def explain(
    paths: tuple[str, ...], outlet: str | None, mapped: tuple[str, ...], stanza_package: str, cache: bool
) -> None:
    """Print each article with its quotations marked, and why each has this speaker or none."""
    failures: list[Failure] = []
    pipeline = _pipeline(stanza_package, cache=cache)
    for indexed in _run(pipeline, _articles(_read(paths, outlet, mapped), failures), failures):
        click.echo(explained(indexed))
    _report(failures)


@cli.command()
@click.argument("gold", type=click.Path(path_type=Path, dir_okay=False), metavar="GOLD.jsonl")
@click.option("--errors", "errors_file", type=click.Path(path_type=Path, dir_okay=False), help="Write each error as a JSON line.")
@PACKAGE
@CACHE
@PROGRESS
def evaluate(gold: Path, errors_file: Path | None, stanza_package: str, cache: bool, progress: bool) -> None:
    """Measure detection, attribution and speaker identity on articles with known answers."""
    from dataclasses import asdict

    from quotes import evaluate as evaluation

    loaded = evaluation.load_gold(gold)
    failures: list[Failure] = []
    pipeline = _pipeline(stanza_package, cache=cache)
    with _bar([g.article for g in loaded], len(loaded), "Evaluating", shown=progress) as bar:
        found = {i.article.key: evaluation.predicted(i) for i in _run(pipeline, bar, failures)}
    result = evaluation.evaluate(loaded, found)
    click.echo(evaluation.report(result))
    if errors_file:
        lines = (json.dumps(asdict(error), ensure_ascii=False) for error in evaluation.errors(result))
        errors_file.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    _report(failures)


@cli.command()
@PACKAGE
def models(stanza_package: str) -> None:
    """List the models in use, with their SHA-256, size and licence."""
    from quotes.parse.package import model_files

    for file in model_files(stanza_package):
        click.echo(f"{file.sha256}  {file.size / 1e6:6.1f} MB  {file.path}  {file.licence}")


# ---------------------------------------------------------------- shared by the commands


def _pipeline(package: str, *, cache: bool) -> Pipeline:
    from quotes.parse import Parser
    from quotes.parse.cache import default_path

    return Pipeline(Parser(package, cache=default_path() if cache else None))


def _read(paths: Sequence[str], outlet: str | None, mapped: Sequence[str]) -> Iterator[Article | Failure]:
    from quotes.read import read

    pairs = [entry.partition("=") for entry in mapped]
    for field, equals, name in pairs:
        if not (field and equals and name):
            raise click.BadParameter(f"{field!r} is not of the form FIELD=NAME.", param_hint="--map")
    try:
        return read(paths, outlet=outlet, field_map={field: name for field, _, name in pairs}, stdin=sys.stdin.buffer)
    except ReadError as error:
        raise click.BadParameter(f"{error} {error.next_step}", param_hint="--map") from error


def _bar(items: Iterable[T], length: int, label: str, *, shown: bool) -> AbstractContextManager[Iterable[T]]:
    """Return click's progress bar on standard error, hidden where that is no terminal."""
    hidden = not shown or not sys.stderr.isatty()
    return click.progressbar(items, length=length, label=label, file=sys.stderr, hidden=hidden)


def _articles(inputs: Iterable[Article | Failure], failures: list[Failure]) -> Iterator[Article]:
    for item in inputs:
        if isinstance(item, Failure):
            failures.append(item)
        else:
            yield item


def _run(pipeline: Pipeline, articles: Iterable[Article], failures: list[Failure]) -> Iterator[IndexedArticle]:
    """Yield indexed articles, batch by batch. A batch that fails is tried again one article at a time."""
    remaining = iter(articles)
    while batch := list(islice(remaining, BATCH_ARTICLES)):
        try:
            yield from pipeline.run(batch)
        except QuotesError:
            raise
        except Exception:  # noqa: BLE001 -- one article that trips a library must not cost the others
            yield from _one_by_one(pipeline, batch, failures)


def _one_by_one(pipeline: Pipeline, batch: list[Article], failures: list[Failure]) -> Iterator[IndexedArticle]:
    for article in batch:
        try:
            yield from pipeline.run([article])
        except Exception as error:  # noqa: BLE001 -- see _run; the failure is recorded with its cause
            problem = f"it could not be parsed ({type(error).__name__}: {error})"
            failures.append(Failure(article.origin or article.key, problem, "Please report it with the article's text."))


def _say_summary(database: Path) -> None:
    from quotes.store import summary

    found = summary(database)
    click.echo(f"{database}: {found.articles} articles from {found.outlets} outlets")
    click.echo(f"{found.quotations} quotations, {found.attributed} attributed, {found.not_speech} not speech")
    click.echo(f"{found.speakers} speakers; most quoted:")
    for voice in found.most_quoted:
        click.echo(f"{voice.quotations:>6}  {voice.speaker}")


def _report(failures: Sequence[Failure]) -> None:
    """Say which inputs failed, and exit with 3 if any did."""
    for failure in failures[:SHOWN_FAILURES]:
        click.echo(f"{failure.origin}: {failure.problem} {failure.next_step}", err=True)
    if len(failures) > SHOWN_FAILURES:
        click.echo(f"... and {len(failures) - SHOWN_FAILURES} more.", err=True)
    if failures:
        raise SystemExit(EXIT_SOME_FAILED)
