"""The commands, as a user meets them: what they print where, their exit codes, and what they leave behind."""

import json
import os
import pty
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from command import Command
from published import articles, build

from quotes.cli import cli
from quotes.errors import ModelError
from quotes.parse import Parser, package
from quotes.runs import BATCH_ARTICLES
from quotes.store import check

COMMANDS = ("index", "serve", "search", "correct", "extract", "explain", "evaluate", "models", "cache")

PIER = """Mayor Ana Ruiz met reporters on Monday.

“The pier will open in spring,” Ruiz said.
"""


def run(*arguments: str | Path, stdin: bytes = b"", **settings: str) -> Result:
    """Return what a command that needs no models did, in this process."""
    return CliRunner(env=settings).invoke(cli, [str(argument) for argument in arguments], input=stdin)


def rows(path: Path) -> list[tuple[object, ...]]:
    """Return what a user reads of all quotations, in order."""
    with closing(sqlite3.connect(path)) as db:
        return db.execute("select * from quotes_flat order by sort_key, id").fetchall()


def count(path: Path, table: str) -> int:
    """Return the number of rows of a table."""
    with closing(sqlite3.connect(path)) as db:
        return int(db.execute(f"select count(*) from {table}").fetchone()[0])  # noqa: S608 -- names from below


def json_lines(text: str) -> list[dict[str, Any]]:
    """Return the objects that stand one a line."""
    return [json.loads(line) for line in text.splitlines()]


def write_jsonl(path: Path, objects: Sequence[Mapping[str, object]]) -> Path:
    """Write objects one a line, and return the path."""
    path.write_text("".join(f"{json.dumps(each, ensure_ascii=False)}\n" for each in objects), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a small database that was made without the pipeline; tests must not write to it."""
    return build(tmp_path_factory.mktemp("made") / "made.db", articles())


# ---------------------------------------------------------------- help and usage


def test_help_lists_the_commands() -> None:
    """Nine commands, in the order in which they are used, each with a line that is not cut off."""
    lines = run("--help").stdout.partition("Commands:\n")[2].splitlines()

    assert tuple(line.split()[0] for line in lines) == COMMANDS
    assert all(line.endswith(".") and not line.endswith("...") for line in lines)


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_has_an_example(command: str) -> None:
    """The help of a command ends with a line that can be copied."""
    assert run(command, "-h").stdout.splitlines()[-1].startswith(f"  Example: quotes {command} ")


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["index"], "Missing argument 'DB'"),
        (["index", "new.db"], "Missing argument 'PATH...'"),
        (["index", ".", "article.txt"], "is a directory"),
        (["extract", "article.txt", "--map", "text"], "'text' is not of the form FIELD=NAME"),
        (["extract", "article.txt", "--map", "words=body"], "no field “words”"),
        (["search", "quotes.db", "word", "--limit", "0"], "--limit"),
        (["serve", "quotes.db", "--port", "99999"], "--port"),
        (["correct", "quotes.db", "1"], "--speaker NAME, or --unknown, or --not-speech"),
        (["correct", "quotes.db", "1", "--speaker", "Ana Ruiz", "--unknown"], "one of them"),
        (["correct", "quotes.db", "1", "--speaker", " "], "one of them"),
        (["correct", "quotes.db", "1", "--kind", "group", "--unknown"], "--kind is that of a --speaker"),
        (["correct", "quotes.db", "first", "--unknown"], "'first' is not a valid integer"),
        (["correct", "quotes.db", "1", "--speaker", "Ana Ruiz", "--kind", "human"], "person"),
        (["publish"], "No such command 'publish'"),
    ],
)
def test_wrong_usage_is_2(arguments: list[str], complaint: str) -> None:
    """Wrong usage is told from errors by its exit code, says what is wrong, and prints no data."""
    result = run(*arguments)

    assert result.exit_code == 2
    assert complaint in result.stderr
    assert result.stdout == ""


def test_options_can_be_set_in_the_environment(made: Path) -> None:
    """QUOTES_COMMAND_OPTION stands for an option; those of several commands have one short name too."""
    assert "1 quotation." in run("search", made, "the", QUOTES_SEARCH_LIMIT="1").stderr
    assert "'--port'" in run("serve", made, QUOTES_SERVE_PORT="http").stderr
    assert "no field “words”" in run("extract", "article.txt", QUOTES_MAP="words=body").stderr


# ---------------------------------------------------------------- databases


@pytest.mark.parametrize("command", [["search", "{}", "word"], ["serve", "{}"], ["correct", "{}", "1", "--unknown"]])
def test_missing_database_is_named_with_the_way_to_make_it(command: list[str], tmp_path: Path) -> None:
    """Reading a database that is not there is an error, and does not make it."""
    path = tmp_path / "quotes.db"

    result = run(*(word.format(path) for word in command))

    assert result.exit_code == 1
    assert f"no database {path}" in result.stderr or f"{path}: there is no such database" in result.stderr
    assert f"quotes index {path} PATH..." in result.stderr
    assert not path.exists()


@pytest.mark.parametrize(
    "command",
    [["index", "{}", "article.txt"], ["search", "{}", "word"], ["serve", "{}"], ["correct", "{}", "1", "--unknown"]],
)
@pytest.mark.parametrize("kind", ["text", "foreign"])
def test_a_file_that_is_not_ours_is_left_as_it_is(command: list[str], kind: str, tmp_path: Path) -> None:
    """A text file, or somebody else's database, given by mistake is refused and not written to."""
    path = tmp_path / "recipes.db"
    if kind == "text":
        path.write_text("Flour, butter, salt.", encoding="utf-8")
    else:
        with closing(sqlite3.connect(path)) as db:
            db.execute("create table recipes (name text)")
    before = path.read_bytes()

    result = run(*(word.format(path) for word in command))

    assert result.exit_code == 1
    assert str(path) in result.stderr
    assert path.read_bytes() == before


def test_serve_names_a_free_port(made: Path) -> None:
    """A port that is taken is named together with one that is free."""
    with closing(socket.create_server(("127.0.0.1", 0))) as other:
        port = other.getsockname()[1]
        result = run("serve", made, "--port", str(port))

    assert result.exit_code == 1
    assert f"port {port}" in result.stderr
    assert "Try --port" in result.stderr


# ---------------------------------------------------------------- search


def test_search_prints_speaker_outlet_and_words(made: Path) -> None:
    """A hit is three lines of data; how many there are is said on standard error."""
    result = run("search", made, "bearings")

    assert result.exit_code == 0
    assert result.stdout.splitlines()[0].startswith("Mira Osk · ")
    assert "The bearings are worn through" in result.stdout
    assert result.stderr == "1 quotation.\n"


def test_search_that_finds_nothing(made: Path) -> None:
    """No data, a sentence on standard error, and no error."""
    result = run("search", made, "unicorn", "?!")

    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "No quotation has these words.\n")


def test_search_says_that_there_is_more(made: Path) -> None:
    """A list that was cut off does not look complete."""
    assert "raise --limit 1" in run("search", made, "the", "--limit", "1").stderr


# ---------------------------------------------------------------- correct


def test_a_wrong_name_is_put_right_by_its_number(tmp_path: Path) -> None:
    """Search tells the number; after the correction the other name stands beside the words."""
    database = build(tmp_path / "made.db", articles())
    number = run("search", database, "bearings").stdout.splitlines()[0].rpartition("#")[2]

    result = run("correct", database, number, "--speaker", "Piet  van Dell", "--note", "He rang us.")

    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr.startswith(f"#{number} “The bearings are worn through")
    assert result.stderr.endswith("”: Mira Osk -> Piet van Dell\n")
    assert run("search", database, "bearings", "--speaker", "Dell").stdout.startswith("Piet van Dell · ")
    assert check(database) == ()


def test_a_wrong_name_is_taken_away(tmp_path: Path) -> None:
    """Several quotations at once can lose their speaker, or be declared no speech."""
    database = build(tmp_path / "made.db", articles())
    found = [
        line.rpartition("#")[2] for line in run("search", database, "a", "shift").stdout.splitlines() if "#" in line
    ]

    result = run("correct", database, *found, "--unknown")

    assert len(found) > 1
    assert result.stderr.count(": Piet van Dell -> nobody known") == len(found)
    assert run("search", database, "a", "shift").stdout.count("nobody named") == len(found)
    assert run("correct", database, found[0], "--not-speech").stderr.endswith(": nobody named -> not speech\n")


def test_a_quotation_that_is_not_there_changes_nothing(tmp_path: Path) -> None:
    """A wrong number among right ones is named before anything is written."""
    database = build(tmp_path / "made.db", articles())

    result = run("correct", database, "1", "4711", "--unknown")

    assert result.exit_code == 1
    assert "no quotation 4711" in result.stderr
    assert "quotes search" in result.stderr
    assert count(database, "corrections") == 0


# ---------------------------------------------------------------- models


def test_models_lists_every_file(root: Path) -> None:
    """The twelve shipped files, with the sums that were published, their sizes and licences."""
    result = run("models")

    sums = (root / "quotes" / "stanza_resources" / "SHA256SUMS").read_text(encoding="utf-8").split()[::2]
    lines = result.stdout.splitlines()
    assert len(lines) == 12
    assert [line.split()[0] for line in lines] == sums
    assert all("bytes" in line and "Apache-2.0" in line for line in lines)


@pytest.fixture
def tampered(tmp_path: Path) -> Path:
    """Return a copy of the models in which one byte of one file differs."""
    copy = tmp_path / "resources"
    shutil.copytree(package.shipped_directory(), copy, copy_function=os.symlink)
    file = copy / "en" / "ner" / "quotes.pt"
    content = bytearray(file.read_bytes())
    content[1000] ^= 1
    file.unlink()
    file.write_bytes(content)
    return copy


def test_a_tampered_model_is_refused_before_it_is_loaded(tampered: Path) -> None:
    """A parser cannot even be made of models that are not the ones that were shipped."""
    with pytest.raises(ModelError, match=r"ner/quotes\.pt is not the one that was shipped"):
        Parser(directory=tampered)


@pytest.mark.parametrize("arguments", [["models"], ["extract", "-"], ["index", "{}/new.db", "-"]])
def test_a_tampered_model_is_an_error(
    arguments: list[str], tampered: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every command that would load it names the file, says what to do, and leaves no database behind."""
    monkeypatch.setattr(package, "shipped_directory", lambda: tampered)
    monkeypatch.setattr(package, "load", lambda *_: pytest.fail("the models were loaded"))

    result = run(*(word.format(tmp_path) for word in arguments), stdin=PIER.encode())

    assert result.exit_code == 1
    assert "ner/quotes.pt" in result.stderr
    assert "Reinstall quote-index" in result.stderr
    assert not (tmp_path / "new.db").exists()


@pytest.mark.slow
def test_models_of_the_user_that_are_missing(quotes: Command, tmp_path: Path) -> None:
    """Asking for Stanford's models where there are none says where they were looked for and how to get them."""
    done = quotes.with_settings(STANZA_RESOURCES_DIR=str(tmp_path))("models", "--stanza-package", "default")

    assert done.returncode == 1
    assert str(tmp_path) in done.stderr
    assert "stanza.download" in done.stderr
    assert "Traceback" not in done.stderr


# ---------------------------------------------------------------- inputs that fail


def test_inputs_that_fail_are_named_and_do_not_stop_the_run(tmp_path: Path) -> None:
    """Missing, empty, binary and foreign files are named with a next step and recorded; the exit code is 3."""
    contents = {
        "empty.txt": b"",
        "photo.txt": bytes(range(256)) * 20,
        "german.txt": "Der Rat der Stadt hat am Montag nicht über die neue Brücke beraten. ".encode() * 5,
        "quiet.txt": b"The council met on Monday and went home again. Nobody had anything to say about the bridge.",
    }
    for name, content in contents.items():
        (tmp_path / name).write_bytes(content)
    paths = [tmp_path / name for name in ("missing.txt", *contents)]

    result = run("index", tmp_path / "new.db", *paths, "--no-cache")

    assert result.exit_code == 3
    failed = [line.partition(": ")[0] for line in result.stderr.splitlines()[1:]]
    assert failed == [str(tmp_path / name) for name in ("missing.txt", "empty.txt", "photo.txt", "german.txt")]
    assert all(line.endswith(".") for line in result.stderr.splitlines())
    assert count(tmp_path / "new.db", "failures") == 4
    assert count(tmp_path / "new.db", "articles") == 1


def test_only_so_many_failures_are_printed(tmp_path: Path) -> None:
    """A thousand missing files do not bury the terminal; how many more there are is said."""
    result = run("extract", *(tmp_path / f"{number}.txt" for number in range(30)))

    assert result.exit_code == 3
    assert len(result.stderr.splitlines()) == 21
    assert result.stderr.splitlines()[-1] == "... and 10 more."


def test_a_service_without_standard_input(quotes: Command) -> None:
    """Where there is no standard input at all, `-` is an empty one."""
    command = " ".join(["exec", *quotes.words("extract", "-"), "<&-"])

    done = subprocess.run(["sh", "-c", command], cwd=quotes.root, capture_output=True, text=True, check=False)

    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr.startswith("standard input: The file is empty.")


@pytest.mark.parametrize("command", ["index", "explain"])
def test_an_article_cannot_steer_the_terminal(command: str, tmp_path: Path) -> None:
    """Escape sequences in names of files are shown, not obeyed."""
    target = [tmp_path / "new.db"] if command == "index" else []

    result = run(command, *target, tmp_path / "\x1b[2Jmissing.txt")

    assert result.exit_code == 3
    assert "\x1b" not in result.stderr
    assert "�[2Jmissing.txt" in result.stderr


# ---------------------------------------------------------------- index


@pytest.mark.stanza
def test_index_says_what_is_in_the_database(quotes: Command, sample_database: Path) -> None:
    """The summary is data: articles, outlets, quotations, attributed, speakers and the five most quoted."""
    with closing(sqlite3.connect(sample_database)) as db:
        quotations, attributed = db.execute("select count(*), count(speaker_id) from quotes").fetchone()

    done = quotes("index", sample_database, "db/sample")

    lines = done.stdout.splitlines()
    assert lines[0] == f"{sample_database}: 18 articles from 9 outlets"
    assert lines[1].startswith(f"{quotations} quotations: {attributed} attributed, ")
    assert lines[2].endswith(" speakers; most quoted:")
    assert len(lines) == 8
    assert done.stderr == "0 articles new or changed.\n"


@pytest.mark.stanza
def test_indexing_twice_changes_nothing(quotes: Command, sample_database: Path, tmp_path: Path) -> None:
    """A second run, even one that is forced, leaves the file as it was, byte for byte."""
    copy = tmp_path / "quotes.db"
    shutil.copy(sample_database, copy)
    before = copy.read_bytes()

    assert quotes("index", copy, "db/sample").returncode == 0
    assert copy.read_bytes() == before
    assert quotes("index", copy, "db/sample", "--force").returncode == 0
    assert copy.read_bytes() == before


@pytest.mark.stanza
def test_a_changed_article_replaces_its_rows(quotes: Command, tmp_path: Path) -> None:
    """After a correction of the text, the old words are gone, and the other article is as it was."""
    database, pier, dam = tmp_path / "quotes.db", tmp_path / "pier.txt", tmp_path / "dam.txt"
    pier.write_text(PIER, encoding="utf-8")
    dam.write_text("“The dam is safe,” said Lena Marsh, an engineer.", encoding="utf-8")
    assert quotes("index", database, pier, dam).returncode == 0
    before = {row[1]: row for row in rows(database)}
    pier.write_text(PIER.replace("spring", "autumn"), encoding="utf-8")

    done = quotes("index", database, pier, dam)

    assert done.stderr == "1 article new or changed.\n"
    after = {row[1]: row for row in rows(database)}
    assert set(before) == {"The pier will open in spring,", "The dam is safe,"}
    assert set(after) == {"The pier will open in autumn,", "The dam is safe,"}
    assert after["The dam is safe,"] == before["The dam is safe,"]
    assert quotes("search", database, "spring").stdout == ""


@pytest.mark.stanza
def test_standard_input_is_an_article(quotes: Command, tmp_path: Path) -> None:
    """`-` reads one, names its outlet by the option, and search finds it."""
    database = tmp_path / "new" / "folder" / "quotes.db"

    done = quotes("index", database, "-", "--outlet", "Harbor Courier", stdin=PIER)

    assert done.returncode == 0
    hit = quotes("search", database, "pier", "open").stdout.splitlines()
    assert hit[0] == "Ana Ruiz · Harbor Courier · no date · #1"
    assert hit[1].strip() == "The pier will open in spring,"


@pytest.mark.stanza
@pytest.mark.slow
def test_an_interrupted_run_goes_on(quotes: Command, tmp_path: Path) -> None:
    """Ctrl-C keeps the articles that were finished, says so, exits with 130; the same command does the rest."""
    total = 10 * BATCH_ARTICLES  # seconds of work behind the first, also where the signal is late
    database = tmp_path / "quotes.db"
    source = write_jsonl(tmp_path / "many.jsonl", [{"id": f"crane-{n}", "text": crane(n)} for n in range(total)])
    # what a shell starts in the background ignores Ctrl-C, and so would all that it starts
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    running = quotes.start("index", database, source, "--no-cache")
    signal.signal(signal.SIGINT, before)
    while running.poll() is None and not _articles_in(database):
        time.sleep(0.02)

    running.send_signal(signal.SIGINT)
    _, messages = running.communicate(timeout=120)

    assert running.returncode == 130
    assert "Interrupted. Articles that were finished are kept" in messages
    assert "Traceback" not in messages
    kept = rows(database)
    assert 0 < len(kept) < total
    done = quotes("index", database, source, "--no-cache")
    assert done.returncode == 0
    assert len(rows(database)) == total
    assert f"{total - len(kept)} articles new or changed." in done.stderr
    assert {row[:4] for row in kept} <= {row[:4] for row in rows(database)}


@pytest.mark.stanza
@pytest.mark.slow
def test_processes_change_nothing(quotes: Command, tmp_path: Path) -> None:
    """Two processes give what one gives, in the same order, and an input that fails is named all the same."""
    total = 2 * BATCH_ARTICLES + 3
    source = write_jsonl(tmp_path / "many.jsonl", [{"id": f"crane-{n}", "text": crane(n)} for n in range(total)])

    one = quotes("extract", source, tmp_path / "none.txt", "--no-cache")
    two = quotes("extract", source, tmp_path / "none.txt", "--no-cache", "--jobs", "2")

    assert [json.loads(line)["id"] for line in one.stdout.splitlines()] == [f"crane-{n}" for n in range(total)]
    assert two.stdout == one.stdout
    assert two.stderr == one.stderr
    assert two.returncode == one.returncode == 3


@pytest.mark.stanza
@pytest.mark.slow
def test_kept_parses_can_be_deleted(quotes: Command, tmp_path: Path) -> None:
    """Parses are kept in the cache file, `cache clear` deletes it and says how much; a second time there is nothing."""
    kept = Command(quotes.root, tmp_path / "parses.db")
    kept("extract", "-", stdin=crane(1))
    size = kept.cache.stat().st_size

    done, again = kept("cache", "clear"), kept("cache", "clear")

    assert (done.returncode, again.returncode) == (0, 0)
    assert f"{size:,} bytes freed" in done.stderr
    assert "nothing was kept" in again.stderr
    assert not kept.cache.exists()


def test_only_a_cache_is_deleted(made: Path, tmp_path: Path) -> None:
    """Where $QUOTES_CACHE names some other file by mistake, that file is left alone."""
    for path in (made, write_jsonl(tmp_path / "articles.jsonl", [{"text": "x"}])):
        before = path.read_bytes()

        result = CliRunner().invoke(cli, ["cache", "clear"], env={"QUOTES_CACHE": str(path)})

        assert result.exit_code == 1
        assert "left alone" in result.stderr
        assert path.read_bytes() == before


def crane(number: int) -> str:
    """Return an article that shares no sentence with any other: each must be parsed."""
    day, month = number % 28 + 1, ("March", "April", "May", "June")[number % 4]
    return (
        f"Crane {number} at the Stellin docks will not move again before {month} {day}, the port company wrote.\n\n"
        f"“Number {number} is rusted through,” said Mira Osk, who has counted {number + 40} cranes since she came.\n\n"
        f"Piet van Dell, who drove it for {number + 2} years, was not surprised and left after {number + 5} minutes."
    )


def _articles_in(database: Path) -> int:
    try:
        return count(database, "articles")
    except sqlite3.OperationalError:  # not made yet, or being written to
        return 0


# ---------------------------------------------------------------- extract, explain, evaluate

SEAWALL = """Harbor master Pete Lomax wants the wall mended before winter.

“We have two winters left,” Lomax said. “After that we have none.” 🌊

The so-called “forever wall” was built in 1934. Nora Bell, a fishmonger, was not convinced. “Who pays?” she asked."""

FERRY = """The ferry to Halvik will stop on May 1, the company said.

“Nobody told the islanders,” said Dag Moen, who has lived on the island since 1970.

According to a letter that was passed to the council, the boat is “past mending”."""


def gold_row(key: str, text: str, *quotations: tuple[str, str | None]) -> dict[str, object]:
    """Return a gold article: the words of each quotation, and those of its source, None if nobody says it."""
    spans = []
    for content, source in quotations:
        start = text.index(content)
        at = [] if source is None else [[text.index(source), text.index(source) + len(source)]]
        span = {"start": start, "end": start + len(content), "source": at}
        spans.append({**span, "attributed": source is not None, "kind": "direct"})
    return {"id": key, "text": text, "quotes": spans}


@pytest.fixture(scope="module")
def gold(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a gold file of two articles: what a careful reader marked, whatever the tool makes of it."""
    years, none = ("We have two winters left,", "Lomax"), ("After that we have none.", "Lomax")
    seawall = gold_row("seawall", SEAWALL, years, none, ("forever wall", None), ("Who pays?", "she"))
    ferry = gold_row("ferry", FERRY, ("Nobody told the islanders,", "Dag Moen"), ("past mending", "a letter"))
    return write_jsonl(tmp_path_factory.mktemp("gold") / "gold.jsonl", [seawall, ferry])


@pytest.mark.stanza
def test_extract_prints_one_object_for_each_article(quotes: Command, gold: Path) -> None:
    """Offsets count code points of the string in the JSONL row, also behind a character outside the basic plane."""
    done = quotes("extract", gold, "--text")

    assert (done.returncode, done.stderr) == (0, "")
    seawall, ferry = json_lines(done.stdout)
    assert (seawall["id"], seawall["text"], ferry["id"], ferry["text"]) == ("seawall", SEAWALL, "ferry", FERRY)
    last = seawall["quotes"][-1]
    assert [SEAWALL[start:end] for start, end in last["pieces"]] == ["Who pays?"] == [last["text"]]
    first = seawall["quotes"][0]
    pieces = [SEAWALL[start:end] for start, end in first["pieces"]]
    assert pieces == ["We have two winters left,", "After that we have none."]
    assert SEAWALL[slice(*first["speaker_mention"])] == "Lomax"
    assert SEAWALL[slice(*first["cue"])] == "said"
    assert (first["speaker"], first["speaker_kind"], first["verb"], first["reason"]) == (
        "Pete Lomax", "person", "say", None,
    )  # fmt: skip
    assert all(0 <= quote["confidence"] <= 1 for row in (seawall, ferry) for quote in row["quotes"])


@pytest.mark.stanza
def test_extract_names_a_gap(quotes: Command) -> None:
    """A quotation without a speaker is printed too, with the reason."""
    (article,) = json_lines(quotes("extract", "-", stdin="The so-called “bathroom bill” failed on Monday.").stdout)
    (quote,) = article["quotes"]

    assert (quote["text"], quote["speaker"], quote["speaker_mention"]) == ("bathroom bill", None, None)
    assert quote["reason"] == "not-speech"


@pytest.mark.stanza
def test_evaluate_agrees_with_the_scorer(quotes: Command, gold: Path, shared: Path, tmp_path: Path) -> None:
    """What `extract` prints is what the scorer of the gold reads, and both give the same figures."""
    predictions = tmp_path / "predictions.jsonl"
    predictions.write_text(quotes("extract", gold).stdout, encoding="utf-8")
    scorer = [sys.executable, str(shared / "eval" / "score.py"), "--json", "--bootstrap", "0"]
    scored = subprocess.run([*scorer, str(gold), str(predictions)], capture_output=True, text=True, check=False)
    assert scored.returncode == 0, scored.stderr
    theirs = {name: figure["value"] for name, figure in json.loads(scored.stdout)["metrics"].items()}

    done = quotes("evaluate", gold)

    assert done.returncode == 0
    figures = {line[:34].strip(): line[34:].split() for line in done.stdout.splitlines() if line[34:].strip()}
    for label, measure in (("detection", "detect1"), ("detection, >= 5 words", "detect5"), ("end to end", "e2e1")):
        name = measure if f"{measure}_p" in theirs else measure.rstrip("1")
        assert figures[label][:3] == [f"{100 * theirs[f'{name}_{part}']:.1f}" for part in ("p", "r", "f1")]
    assert figures["attribution accuracy"] == [f"{100 * theirs['attr_acc']:.1f}"]


@pytest.mark.stanza
def test_evaluate_writes_each_error(quotes: Command, gold: Path, tmp_path: Path) -> None:
    """A quotation that has another source in the gold is an error with its words and its place."""
    row = json_lines(gold.read_text(encoding="utf-8"))[1]
    row["quotes"][0]["source"] = [[FERRY.index("the company"), FERRY.index("the company") + len("the company")]]
    other = write_jsonl(tmp_path / "other.jsonl", [row])

    done = quotes("evaluate", other, "--errors", tmp_path / "errors.jsonl")

    assert done.returncode == 0
    errors = json_lines((tmp_path / "errors.jsonl").read_text(encoding="utf-8"))
    (error,) = [error for error in errors if error["quote"] == "Nobody told the islanders,"]
    assert (error["error"], error["mention"], error["speaker"]) == ("wrong speaker", "Dag Moen", "Dag Moen")


def test_evaluate_refuses_what_is_no_gold(tmp_path: Path) -> None:
    """A gold file that is missing or malformed is an error that names it and the line."""
    broken = tmp_path / "gold.jsonl"
    broken.write_text('{"id": "a"}\n', encoding="utf-8")

    missing, malformed = run("evaluate", tmp_path / "none.jsonl"), run("evaluate", broken)

    assert (missing.exit_code, malformed.exit_code) == (1, 1)
    assert "none.jsonl cannot be read" in missing.stderr
    assert "gold.jsonl, line 1 has no 'text'" in malformed.stderr


@pytest.mark.stanza
def test_explain_shows_rule_cue_source_and_chain(quotes: Command) -> None:
    """Each quotation is numbered in the text, and below stands why it has this speaker."""
    done = quotes("explain", "-", stdin=SEAWALL)

    assert done.returncode == 0
    assert "[1]“We have two winters left,” Lomax said. [1]“After that we have none.”" in done.stdout
    lomax = done.stdout.partition("\n[1] Pete Lomax (person)\n")[2].partition("\n\n")[0].splitlines()
    assert [line.split()[0] for line in lomax] == ["words", "rule", "cue", "source", "resolved", "mentions"]
    assert lomax[1].split()[1].rstrip(":") in {"F1", "F6"}
    assert lomax[2].split(maxsplit=1)[1] == "'said', verb 'say'"
    assert lomax[3].split(maxsplit=1)[1] == f"'Lomax' (name, at {SEAWALL.index('Lomax said')})"
    assert lomax[4].startswith("    resolved by W5: A name goes to the fullest form")
    assert lomax[5].split(maxsplit=1)[1].startswith("'Lomax' <- '")
    assert lomax[5].endswith("Pete Lomax'")
    assert "[2] nobody: a title, a name, a term or scare quotes, not speech" in done.stdout


# ---------------------------------------------------------------- streams


@pytest.mark.stanza
def test_a_reader_that_goes_away_is_no_crash(quotes: Command, sample_database: Path) -> None:
    """`quotes extract ... | head -1` ends quietly."""
    running = quotes.start("extract", "db/sample")
    assert running.stdout
    first = running.stdout.readline()
    running.stdout.close()
    assert running.stderr
    messages = running.stderr.read()
    running.stderr.close()

    assert running.wait(timeout=60) == 1
    assert json.loads(first)["quotes"]
    assert messages == ""


@pytest.mark.stanza
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_a_full_disk_is_said_in_a_sentence(quotes: Command, sample_database: Path) -> None:
    """Output that cannot be written is an error, not a traceback."""
    command = " ".join([*quotes.words("explain", "db/sample/harbor-courier-breakwater.txt"), ">/dev/full"])

    done = subprocess.run(
        ["sh", "-c", command], cwd=quotes.root, env=quotes.environment, capture_output=True, text=True, check=False
    )

    assert done.returncode != 0
    assert "No space left on device" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.stanza
def test_any_terminal_will_do(quotes: Command, sample_database: Path) -> None:
    """JSON is UTF-8 whatever the locale says; text for people loses the marks that the terminal has not got."""
    old = quotes.with_settings(PYTHONIOENCODING="latin-1", PYTHONUTF8="0")
    article = "db/sample/harbor-courier-breakwater.txt"

    assert old("extract", article).stdout == quotes("extract", article).stdout
    assert "[1]?We can build it now" in old("explain", article).stdout


@pytest.mark.stanza
def test_progress_is_for_terminals(quotes: Command, sample_database: Path) -> None:
    """A bar is drawn on standard error if that is a terminal and nobody said no; never among the data."""
    shown, data = _on_a_terminal(quotes, "extract", "db/sample")
    hidden, _ = _on_a_terminal(quotes, "extract", "db/sample", "--no-progress")

    assert "Extracting" in shown
    assert len(json_lines(data)) == 18
    assert hidden == ""


def _on_a_terminal(quotes: Command, *arguments: str) -> tuple[str, str]:
    """Return what a command writes to standard error, which is a terminal, and to standard output, a file."""
    reader, terminal = pty.openpty()
    with subprocess.Popen(
        quotes.words(*arguments), cwd=quotes.root, env=quotes.environment, stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=terminal, encoding="utf-8",
    ) as running:  # fmt: skip
        os.close(terminal)
        data, _ = running.communicate(timeout=60)
    shown = b""
    try:
        while chunk := os.read(reader, 65536):
            shown += chunk
    except OSError:  # that is how a terminal says that the other side has gone
        pass
    os.close(reader)
    return shown.decode(), data
