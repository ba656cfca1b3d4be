"""A small database made by hand, and real Datasette servers over it. No model is needed."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from quotes.models import (
    Article,
    AttributedQuotation,
    Attribution,
    Cue,
    Form,
    IndexedArticle,
    Mention,
    MentionForm,
    Piece,
    Quotation,
    Reason,
    Span,
    Speaker,
    SpeakerKind,
)
from quotes.store.save import open_store

ROOT = Path(__file__).resolve().parent.parent
SERVERS = ("0.65", "1.0a")
_START_SECONDS = 60

OSK = Speaker("Mira Osk", SpeakerKind.PERSON, aliases=("Osk",), roles=("harbour master",))
VAN_DELL = Speaker("Piet van Dell", SpeakerKind.PERSON, aliases=("van Dell",), roles=("union secretary",))
AIDE = Speaker("senior aide", SpeakerKind.ANONYMOUS)
HOSTILE = Speaker("Bo <script>alert(3)</script> Lund", SpeakerKind.PERSON)

SHIFT = "We lose a shift each week and nobody has told us why,"

BRIDGE = """The harbour bridge at Stellin will stay shut until spring.

“The bearings are worn through,” Mira Osk, the harbour master, said on Monday. “Nobody should walk on it.”

Dock workers were angry. “We lose a shift each week and nobody has told us why,” said Piet van Dell.

A senior aide called the plan a “sticking plaster”. A banner read “Open the bridge”."""

COPY = """Stellin's bridge is closed for the winter. Mira Osk, the harbour master, and Piet van Dell object.

“We lose a shift each week and nobody has told us why,” van Dell said.

“We can’t wait for the ferry,” Osk and van Dell said in a joint letter."""

ATTACK = """The council met <b>late</b> on Friday.

“The <script>alert(2)</script> ferry is safe & sound,” Bo <script>alert(3)</script> Lund said."""


def _span(text: str, words: str, after: int = 0) -> Span:
    start = text.index(words, after)
    return Span(start, start + len(words))


def _piece(text: str, words: str) -> Piece:
    content = _span(text, words)
    return Piece(content, Span(content.start - 1, content.end + 1))


def said(
    text: str,
    contents: Sequence[str],
    speakers: Sequence[Speaker] = (),
    *,
    source: str | None = None,
    cue: str | None = "said",
    form: Form = Form.DIRECT,
    reason: Reason | None = None,
) -> AttributedQuotation:
    """Return a quotation of `text`; cue and source are looked for behind its first piece."""
    pieces = tuple(_piece(text, content) for content in contents)
    after = pieces[0].outer.end if cue == "said" else 0
    at = _span(text, source, after) if source else None
    attribution = Attribution(
        quotation=Quotation(pieces),
        form=form,
        cue=Cue(_span(text, cue, after), "say" if cue == "said" else "call") if cue else None,
        sources=(Mention(at, at, MentionForm.NAME),) if at else (),
        rule="content-cue-source" if speakers else None,
        confidence=0.9 if speakers else 0.0,
        reason=reason,
    )
    full = text.find(speakers[0].name) if speakers else -1
    name = Span(full, full + len(speakers[0].name)) if full >= 0 else None
    chain = (at, name) if at and name and at != name else ()
    return AttributedQuotation(attribution, tuple(speakers), chain, reason)


def articles() -> tuple[IndexedArticle, ...]:
    """Return three articles of invented outlets: news, a copy with other words, and one that attacks the pages."""
    bridge = Article(
        "bridge",
        BRIDGE,
        "Bridge shut until spring",
        "Stellin Post",
        "https://www.stellinpost.example/bridge",
        "2025-11-03",
    )
    copy = Article("copy", COPY, "No bridge this winter", "Coast Radio", None, "2025-11-04T07:30:00Z", "Ida Berg")
    attack = Article(
        "attack", ATTACK, "Ferry <script>alert(1)</script> safe", None, "javascript:alert(4)", "2024-02-01"
    )
    return (
        IndexedArticle(
            bridge,
            (
                said(
                    BRIDGE, ("The bearings are worn through,", "Nobody should walk on it."), (OSK,), source="Mira Osk"
                ),
                said(BRIDGE, (SHIFT,), (VAN_DELL,), source="Piet van Dell"),
                said(BRIDGE, ("sticking plaster",), (AIDE,), source="A senior aide", cue="called", form=Form.FRAGMENT),
                said(BRIDGE, ("Open the bridge",), cue=None, reason=Reason.INSCRIPTION),
            ),
        ),
        IndexedArticle(
            copy,
            (
                said(COPY, (SHIFT,), (VAN_DELL,), source="van Dell"),
                said(COPY, ("We can’t wait for the ferry,",), (OSK, VAN_DELL), source="Osk"),
            ),
        ),
        IndexedArticle(
            attack,
            (
                said(
                    ATTACK,
                    ("The <script>alert(2)</script> ferry is safe & sound,",),
                    (HOSTILE,),
                    source="Bo <script>alert(3)</script> Lund",
                ),
            ),
        ),
    )


def many(count: int) -> Iterator[IndexedArticle]:
    """Yield articles of one day, each with one quotation: equal dates are what paging stumbles over."""
    for number in range(count):
        text = f"“Crane {number} is idle,” Mira Osk said."
        article = Article(f"crane-{number}", text, f"Crane {number}", "Stellin Post", None, "2023-05-01")
        yield IndexedArticle(article, (said(text, (f"Crane {number} is idle,",), (OSK,), source="Mira Osk"),))


def build(path: Path, indexed: Sequence[IndexedArticle]) -> Path:
    """Write a database as the pipeline would, and return its path."""
    with open_store(path) as store:
        store.start_run("0.0.0-test")
        for article in indexed:
            store.save(article)
        store.finish_run()
    return path


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered."""

    status: int
    body: str


@dataclass(frozen=True, slots=True)
class Site:
    """A running server."""

    address: str

    def get(self, path: str) -> Answer:
        """Return the answer to a request, whatever its status."""
        try:
            with urlopen(f"{self.address}{path}", timeout=30) as response:  # noqa: S310 -- our own server
                return Answer(response.status, response.read().decode())
        except HTTPError as error:
            return Answer(error.code, error.read().decode())


def python_with(datasette: str) -> Path:
    """Return the Python whose Datasette is of this version; skip where the second environment was not made."""
    if datasette == "0.65":
        return Path(sys.executable)
    python = ROOT / ".venv-datasette-1" / "bin" / "python"
    if not python.exists():
        missing = ".venv-datasette-1 with Datasette 1.0a is missing: make test makes it"
        if os.environ.get("CI") == "true":
            pytest.fail(missing)
        pytest.skip(missing)
    return python


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@contextmanager
def serving(db: Path, datasette: str = "0.65", extra: Sequence[str] = (), prefix: str = "") -> Iterator[Site]:
    """Serve `db` by the command of `quotes serve`, in the environment with this Datasette, until the block ends."""
    python, port = python_with(datasette), free_port()
    ask = (
        "import sys; from pathlib import Path; from quotes.site.serve import serve_command\n"
        "db, port, *extra = sys.argv[1:]\n"
        "print(*serve_command(Path(db), host='127.0.0.1', port=int(port), extra=extra), sep='\\n')"
    )
    asked = [str(python), "-c", ask, str(db), str(port), *extra]
    command = subprocess.run(asked, check=True, capture_output=True, text=True, cwd=ROOT).stdout.splitlines()
    with running(command, Site(f"http://127.0.0.1:{port}{prefix}")) as site:
        yield site


@contextmanager
def running(command: Sequence[str], site: Site) -> Iterator[Site]:
    """Run a server until the block ends; what it wrote is shown if it dies."""
    with (
        tempfile.TemporaryFile("w+") as said_so,
        subprocess.Popen(command, stdout=said_so, stderr=said_so, text=True, cwd=ROOT, env=_environment()) as server,
    ):
        try:
            _wait_for(server, site, said_so)
            yield site
        finally:
            server.terminate()


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}


def _wait_for(server: "subprocess.Popen[str]", site: Site, said_so: IO[str]) -> None:
    """Return when the server answers; fail with what it wrote if it dies."""
    ends = time.monotonic() + _START_SECONDS
    while time.monotonic() < ends:
        if server.poll() is not None:
            said_so.seek(0)
            pytest.fail(f"Datasette ended with {server.returncode}:\n{said_so.read()}")
        try:
            site.get("/-/versions.json")
        except OSError:
            time.sleep(0.1)
        else:
            return
    pytest.fail(f"no answer from {site.address} in {_START_SECONDS} s")


def chromium() -> str:
    """Return the path of a browser; skip where there is none."""
    found = shutil.which("chromium") or shutil.which("google-chrome") or shutil.which("chromium-browser")
    if found is None:
        if os.environ.get("CI") == "true":
            pytest.fail("no Chromium: install the package chromium")
        pytest.skip("no Chromium: install the package chromium")
    return found
