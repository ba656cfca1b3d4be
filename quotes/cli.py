"""The command line: the only place that prints, exits, and knows how a run goes on when one article fails.

Data goes to standard output, everything else to standard error. Exit codes: 0 done, 1 an error of ours with its
next step, 2 wrong usage, 3 done but for some inputs, 130 interrupted.
"""

import errno
import io
import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, TextIO, TypeVar

import click

from quotes import __version__
from quotes.errors import QuotesError, ReadError, StoreError
from quotes.models import Article, Failure, IndexedArticle, Reason, SpeakerKind
from quotes.pipeline import Pipeline, rules_hash
from quotes.render import as_json, explained, printable, sentence, shortened
from quotes.runs import Setup, run

if TYPE_CHECKING:  # SQLite and its libraries are loaded by the commands that need them
    from quotes.store import Hit, Store

T = TypeVar("T")

SHOWN_FAILURES = 20
"""Failures that are printed one by one; `index` keeps all of them in the table `failures`."""

EXIT_SOME_FAILED = 3
EXIT_INTERRUPTED = 130

SETTINGS = {"help_option_names": ["-h", "--help"], "auto_envvar_prefix": "QUOTES", "show_default": True}

PATHS = click.argument("paths", nargs=-1, required=True, metavar="PATH...")
DATABASE = click.argument("database", type=click.Path(path_type=Path, dir_okay=False), metavar="DB")
OUTLET = click.option(
    "--outlet", envvar="QUOTES_OUTLET", show_envvar=True, help="Outlet of articles that name none themselves."
)
MAP = click.option(
    "--map", "field_map", multiple=True, metavar="FIELD=NAME", envvar="QUOTES_MAP", show_envvar=True,
    help="Column of a JSONL or CSV file that holds one of our fields (id, text, title, outlet, url, published, "
    "author), for example text=body. May be given several times.",
)  # fmt: skip
PACKAGE = click.option(
    "--stanza-package", default="quotes", envvar="QUOTES_STANZA_PACKAGE", show_envvar=True,
    help="Stanza models: 'quotes' (shipped), or 'default' for Stanford's own from your Stanza directory.",
)  # fmt: skip
CACHE = click.option(
    "--cache/--no-cache", default=True,
    help="Keep parses on disk ($QUOTES_CACHE, else your cache directory), so that a second run is quick.",
)  # fmt: skip
JOBS = click.option(
    "--jobs", default=1, type=click.IntRange(min=1), show_envvar=True,
    help="Processes that parse. Each loads the models and uses one core; pays from some hundred articles on.",
)  # fmt: skip
PROGRESS = click.option(
    "--progress/--no-progress", default=True, help="Show a progress bar on standard error, if that is a terminal."
)


class _Group(click.Group):
    """Turns errors that a user can act on into a sentence on what is wrong and one on what to do."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 -- click's signature
        """Return the commands in the order of their definition, which is that of their use."""
        return list(self.commands)

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except QuotesError as error:
            problem, next_step = sentence(str(error)), sentence(error.next_step, capital=True)
            raise click.ClickException(printable(f"{problem}\n{next_step}")) from error
        except OSError as error:
            if error.errno == errno.EPIPE:  # the reader of our output has gone, which click knows how to take
                raise
            raise click.ClickException(f"The system refused: {error}.") from error
        except KeyboardInterrupt:
            goes_on = " Articles that were finished are kept: run the command again, and it goes on from there."
            click.echo(f"\nInterrupted.{goes_on if ctx.invoked_subcommand == 'index' else ''}", err=True)
            ctx.exit(EXIT_INTERRUPTED)


@click.group(cls=_Group, context_settings=SETTINGS)
@click.version_option(__version__, prog_name="quotes")
def cli() -> None:
    """Find every quotation in news articles, with its speaker and its outlet, and publish them as a database."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a terminal without curly quotes is no reason to stop


@cli.command(epilog="Example: quotes index db/quotes.db articles/ --outlet 'Harbor Courier'")
@DATABASE
@PATHS
@OUTLET
@MAP
@PACKAGE
@CACHE
@JOBS
@PROGRESS
@click.option("--force", is_flag=True, help="Index articles again that have not changed.")
def index(
    *, database: Path, paths: tuple[str, ...], outlet: str | None, field_map: tuple[str, ...],
    stanza_package: str, cache: bool, jobs: int, progress: bool, force: bool,
) -> None:  # fmt: skip
    """Index articles into a SQLite file.

    DB is made if need be. PATH is a text, Markdown, HTML, JSONL or CSV file, a folder of them, or - for standard input.

    An article that has not changed since it was indexed is skipped. An input that cannot be read is named,
    recorded in the table `failures`, and does not stop the run; the exit code is then 3.
    """
    from quotes.store import open_store

    inputs = _read(paths, outlet, field_map)
    setup = _setup(stanza_package, cache=cache)
    pipeline = setup.pipeline()
    failures: list[Failure] = []
    with (
        open_store(database) as store,
        _run_of(store, pipeline, failures),
        _bar(inputs, _length(paths), "Indexing", shown=progress) as bar,
    ):
        articles = _articles(bar, failures)
        stale = (a for a in articles if force or not store.is_current(a, pipeline.version))
        changed = sum(_saved(store, indexed, pipeline, failures) for indexed in _run(setup, stale, failures, jobs))
    click.echo(f"{_counted(changed, 'article')} new or changed.", err=True)
    _say_summary(database)
    _report(failures)


@cli.command(epilog="Example: quotes serve db/quotes.db --port 8080 -- --cors")
@DATABASE
@click.option("--host", default="127.0.0.1", show_envvar=True, help="Address to listen on.")
@click.option("--port", default=8001, type=click.IntRange(0, 65535), show_envvar=True, help="Port to listen on.")
@click.argument("datasette_options", nargs=-1, type=click.UNPROCESSED)
def serve(database: Path, host: str, port: int, datasette_options: tuple[str, ...]) -> None:
    """Serve a database with Datasette. Options after -- go to Datasette as they are."""
    from quotes.site.serve import serve_command

    command = serve_command(database, host=host, port=port, extra=datasette_options)
    click.echo(f"Serving {database} on http://{host}:{port}/ (press Ctrl-C to stop).", err=True)
    if os.name == "posix":
        os.execvp(command[0], command)  # noqa: S606 -- no shell; a signal for us is then one for Datasette
    raise SystemExit(subprocess.run(command, check=False).returncode)  # noqa: S603 -- our own command


@cli.command(epilog="Example: quotes search db/quotes.db '\"fishing fleet\" harbor' --speaker Ruiz")
@DATABASE
@click.argument("words", nargs=-1, required=True, metavar="WORDS...")
@click.option("--speaker", help="Only quotations of speakers whose name holds these words.")
@click.option("--outlet", help="Only quotations in outlets whose name holds these words.")
@click.option("--limit", default=20, type=click.IntRange(min=1), help="Quotations to show at most.")
def search(database: Path, words: tuple[str, ...], speaker: str | None, outlet: str | None, limit: int) -> None:
    """Search the words of quotations, best matches first.

    A quotation must hold all the words, in any form (tax finds taxes); words in double quote marks must stand
    together.
    """
    from quotes.store import search as find_words

    marks = ("*", "*") if sys.stdout.isatty() else ("", "")  # a pipe gets the words as they were printed
    hits = find_words(database, " ".join(words), speaker=speaker, outlet=outlet, limit=limit, marks=marks)
    for hit in hits:
        _say_hit(hit)
    more = f" There may be more: raise --limit {limit}." if len(hits) == limit else ""
    click.echo(f"{_counted(len(hits), 'quotation')}.{more}" if hits else "No quotation has these words.", err=True)


@cli.command(epilog="Example: quotes correct db/quotes.db 17 --speaker 'Ana Ruiz'")
@DATABASE
@click.argument("numbers", nargs=-1, required=True, type=int, metavar="NUMBER...")
@click.option("--speaker", help="The full name of who said it.")
@click.option(
    "--kind", type=click.Choice([kind.value for kind in SpeakerKind]), show_default=False,
    help="What kind of voice that is; that of the speaker of this name, if the database has one, else a person.",
)  # fmt: skip
@click.option("--unknown", is_flag=True, help="It is speech, but nobody can tell whose: takes a wrong name away.")
@click.option("--not-speech", is_flag=True, help="It is no speech: a title, a term, scare quotes.")
@click.option(
    "--note",
    default="",
    show_default=False,
    help="How you know; it goes into the table `corrections`, which is served.",
)
def correct(
    *, database: Path, numbers: tuple[int, ...], speaker: str | None, kind: str | None,
    unknown: bool, not_speech: bool, note: str,
) -> None:  # fmt: skip
    """Put right who said a quotation.

    NUMBER is that of the quotation: the last one in the address of its page, `id` in quotes_flat, and what
    `quotes search` prints behind #. The correction holds at once, for the same words everywhere in that article, and
    whenever the article is indexed again. A later correction replaces it.
    """
    from quotes.store import open_store

    name = " ".join((speaker or "").split()) or None
    if [name is not None, unknown, not_speech].count(True) != 1:
        raise click.UsageError("Say who it was with --speaker NAME, or --unknown, or --not-speech: one of them.")
    if kind and not name:
        raise click.UsageError("--kind is that of a --speaker.")
    reason = Reason.UNRESOLVED if unknown else Reason.NOT_SPEECH
    now = name or ("nobody known" if unknown else "not speech")
    with open_store(database, create=False) as store:
        for found in [store.quotation(number) for number in numbers]:
            store.correct(found.article_key, found.content, name, SpeakerKind(kind) if kind else None, note, reason)
            was = " and ".join(found.speakers) or "nobody named"
            click.echo(printable(f"#{found.id} “{shortened(found.content)}”: {was} -> {now}"), err=True)
        store.finish_run()


@cli.command(epilog="Example: quotes extract articles.jsonl --map text=body > quotations.jsonl")
@PATHS
@OUTLET
@MAP
@PACKAGE
@CACHE
@JOBS
@PROGRESS
@click.option("--text", "with_text", is_flag=True, help="Add the text of each article, which the offsets count in.")
def extract(
    *, paths: tuple[str, ...], outlet: str | None, field_map: tuple[str, ...],
    stanza_package: str, cache: bool, jobs: int, progress: bool, with_text: bool,
) -> None:  # fmt: skip
    """Print the quotations as JSON, one object for each article.

    No database is made. Offsets are [start, end) in code points of the article's text, which for a row of
    JSONL or CSV is exactly the text given.
    """
    inputs = _read(paths, outlet, field_map)
    setup = _setup(stanza_package, cache=cache)
    failures: list[Failure] = []
    with _bar(inputs, _length(paths), "Extracting", shown=progress) as bar:
        for indexed in _run(setup, _articles(bar, failures), failures, jobs):
            found = as_json(indexed) | ({"text": indexed.article.text} if with_text else {})
            click.echo(json.dumps(found, ensure_ascii=False).encode())  # in UTF-8, whatever the terminal speaks
    _report(failures)


@cli.command(epilog="Example: quotes explain db/sample/harbor-courier-breakwater.txt")
@PATHS
@OUTLET
@MAP
@PACKAGE
@CACHE
def explain(
    paths: tuple[str, ...], outlet: str | None, field_map: tuple[str, ...], stanza_package: str, cache: bool
) -> None:
    """Print why each quotation has this speaker, or none.

    Shown are the article with its quotations numbered, and for each of them the rule that decided, the cue, the
    source as printed, and the mentions that lead to the name.
    """
    inputs = _read(paths, outlet, field_map)
    setup = _setup(stanza_package, cache=cache)
    failures: list[Failure] = []
    for indexed in _run(setup, _articles(inputs, failures), failures):
        click.echo(printable(explained(indexed)))
    _report(failures)


@cli.command(epilog="Example: quotes evaluate gold.jsonl --errors errors.jsonl")
@click.argument("gold", type=click.Path(path_type=Path, dir_okay=False), metavar="GOLD.jsonl")
@click.option(
    "--errors", "errors_file", type=click.File("w", encoding="utf-8", lazy=False),
    help="File to write each error to, as a JSON line.",
)  # fmt: skip
@PACKAGE
@CACHE
@PROGRESS
def evaluate(gold: Path, errors_file: TextIO | None, stanza_package: str, cache: bool, progress: bool) -> None:
    """Measure the tool on articles with known answers.

    Printed are detection, attribution, end to end and speaker identity, with breakdowns, the precision of each
    rule, and how well confidence tells right from wrong.
    """
    from quotes import evaluate as evaluation

    known = evaluation.load_gold(gold)
    setup = _setup(stanza_package, cache=cache)
    failures: list[Failure] = []
    with _bar([each.article for each in known], len(known), "Evaluating", shown=progress) as bar:
        found = {i.article.key: evaluation.predicted(i) for i in _run(setup, bar, failures)}
    result = evaluation.evaluate(known, found)
    click.echo(evaluation.report(result))
    if errors_file:
        for error in evaluation.errors(result):
            errors_file.write(f"{json.dumps(asdict(error), ensure_ascii=False)}\n")
    _report(failures)


@cli.command(epilog="Example: quotes models --stanza-package default")
@PACKAGE
def models(stanza_package: str) -> None:
    """List the models in use: SHA-256, size, file, licence.

    A file that is not the one that was shipped is refused, here and by every command before it is loaded.
    """
    from quotes.parse.package import model_files

    for file in model_files(stanza_package):
        click.echo(f"{file.sha256}  {file.size:>10,} bytes  {file.path}  {file.licence}")


@cli.group("cache", epilog="Example: quotes cache clear")
def cache_group() -> None:
    """Manage the parses that are kept on disk."""


@cache_group.command("clear", epilog="Example: quotes cache clear")
def cache_clear() -> None:
    """Delete all kept parses; the next run parses anew."""
    from quotes.parse.cache import clear, default_path

    freed = clear(default_path())
    click.echo(f"{default_path()}: {f'{freed:,} bytes freed' if freed else 'nothing was kept'}.", err=True)


# ---------------------------------------------------------------- in


def _read(paths: Sequence[str], outlet: str | None, field_map: Sequence[str]) -> Iterator[Article | Failure]:
    from quotes.read import read

    pairs = [entry.partition("=") for entry in field_map]
    for entry, (field, _, name) in zip(field_map, pairs, strict=True):
        if not (field and name):
            raise click.BadParameter(f"{entry!r} is not of the form FIELD=NAME.", param_hint="--map")
    standard_input = sys.stdin.buffer if sys.stdin else io.BytesIO()  # a service may run without one
    try:
        return read(paths, outlet=outlet, field_map={field: name for field, _, name in pairs}, stdin=standard_input)
    except ReadError as error:
        raise click.BadParameter(f"{error} {error.next_step}", param_hint="--map") from error


def _length(paths: Sequence[str]) -> int | None:
    """Return how many articles the paths hold; None if one is a table or a stream, which may hold any number."""
    from quotes.read.files import FORMATS, Format, files_of

    files = [path for path in files_of(paths) if isinstance(path, Path)]
    return len(files) if all(FORMATS.get(path.suffix.lower()) in {Format.TEXT, Format.HTML} for path in files) else None


def _bar(items: Iterable[T], length: int | None, label: str, *, shown: bool) -> AbstractContextManager[Iterable[T]]:
    """Return click's progress bar on standard error, hidden where that is no terminal."""
    hidden = not shown or not sys.stderr.isatty()
    return click.progressbar(items, length=length, label=label, file=sys.stderr, hidden=hidden)


def _articles(inputs: Iterable[Article | Failure], failures: list[Failure]) -> Iterator[Article]:
    for item in inputs:
        if isinstance(item, Failure):
            failures.append(item)
        else:
            yield item


# ---------------------------------------------------------------- a run


def _setup(package: str, *, cache: bool) -> Setup:
    from quotes.parse.cache import default_path

    return Setup(package, default_path() if cache else None)


def _run(setup: Setup, articles: Iterable[Article], failures: list[Failure], jobs: int = 1) -> Iterator[IndexedArticle]:
    """Yield indexed articles; those that could not be parsed go into `failures`."""
    for result in run(setup, articles, jobs=jobs):
        if isinstance(result, Failure):
            failures.append(result)
        else:
            yield result


@contextmanager
def _run_of(store: "Store", pipeline: Pipeline, failures: Sequence[Failure]) -> Iterator[None]:
    """Announce a run and, however it ends, write down its failures and put the indexes in order."""
    store.start_run(__version__, pipeline.models, rules_hash())
    try:
        yield
    finally:
        for failure in failures:
            store.record_failure(failure)
        store.finish_run()


def _saved(store: "Store", indexed: IndexedArticle, pipeline: Pipeline, failures: list[Failure]) -> bool:
    """Save an article and tell whether that changed anything; an article that must not be stored is a failure."""
    try:
        return store.save(indexed, pipeline.version)
    except StoreError as error:
        if isinstance(error.__cause__, sqlite3.OperationalError | OSError):
            raise  # a full disk or a locked file: the next article would fare no better
        failures.append(Failure(indexed.article.origin or indexed.article.key, str(error), error.next_step))
        return False


# ---------------------------------------------------------------- out


def _say_hit(hit: "Hit") -> None:
    facts = (hit.speaker or "nobody named", hit.outlet or "no outlet", hit.published or "no date", f"#{hit.quote_id}")
    click.echo(printable(" · ".join(facts)))
    for line in (hit.snippet, hit.title, hit.url):
        if line:
            click.echo(f"    {printable(' '.join(line.split()))}")


def _say_summary(database: Path) -> None:
    from quotes.store import summary

    found = summary(database)
    unnamed = found.quotations - found.attributed - found.not_speech
    click.echo(f"{database}: {_counted(found.articles, 'article')} from {_counted(found.outlets, 'outlet')}")
    click.echo(f"{_counted(found.quotations, 'quotation')}: {found.attributed} attributed, ", nl=False)
    click.echo(f"{unnamed} without a speaker, {found.not_speech} not speech")
    click.echo(f"{_counted(found.speakers, 'speaker')}{'; most quoted:' if found.most_quoted else ''}")
    for voice in found.most_quoted:
        click.echo(f"{voice.quotations:>6}  {printable(voice.speaker)}")


def _report(failures: Sequence[Failure]) -> None:
    """Say which inputs failed, and exit with 3 if any did."""
    for failure in failures[:SHOWN_FAILURES]:
        line = f"{failure.origin}: {sentence(failure.problem)} {sentence(failure.next_step, capital=True)}"
        click.echo(printable(line), err=True)
    if len(failures) > SHOWN_FAILURES:
        click.echo(f"... and {len(failures) - SHOWN_FAILURES} more.", err=True)
    if failures:
        raise SystemExit(EXIT_SOME_FAILED)


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
