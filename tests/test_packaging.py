"""The wheel: what is in it, how large it is, and that it works when it is installed by itself."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import tomllib
import urllib.error
import urllib.request
import zipfile
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path, PurePosixPath

import pytest

import quotes

MEGABYTE = 1_000_000
START_SECONDS = 60
LARGEST = 100 * MEGABYTE  # what package indexes accept for one file without asking


@pytest.fixture(scope="module")
def wheel(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the wheel, built from the checkout as a user of the repository would build it."""
    folder = tmp_path_factory.mktemp("wheel")
    _run(sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(folder), str(root))
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def names(wheel: Path) -> frozenset[str]:
    """Return the names of the files in the wheel."""
    return frozenset(zipfile.ZipFile(wheel).namelist())


def _run(*command: str, cwd: Path | None = None, env: dict[str, str] | None = None) -> str:
    """Return the standard output of a command; if it fails, the test fails with all that it wrote."""
    done = subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, check=False, timeout=280)
    assert done.returncode == 0, f"{' '.join(command)}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def test_version_has_one_source(root: Path) -> None:
    """The version that the package states is the one in pyproject.toml."""
    stated = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]

    assert quotes.__version__ == version("quote-index") == stated


@pytest.mark.slow
def test_wheel_holds_every_file_of_the_package(root: Path, names: frozenset[str]) -> None:
    """Modules, word lists, templates and Stanza models are all in the wheel."""
    package = root / "quotes"
    files = {path.relative_to(root).as_posix() for path in package.rglob("*") if path.is_file()}
    expected = {name for name in files if "__pycache__" not in PurePosixPath(name).parts}

    assert expected - names == set()


@pytest.mark.slow
def test_wheel_holds_the_metadata_and_the_encoder(names: frozenset[str]) -> None:
    """What lies outside the package, or is large, is in the wheel too."""
    assert "quotes/site/metadata.yml" in names
    assert "quotes/py.typed" in names
    assert "quotes/stanza_resources/resources.json" in names
    assert any(name.startswith("quotes/stanza_resources/en/encoder/") for name in names)


@pytest.mark.slow
def test_wheel_holds_nothing_else(wheel: Path, names: frozenset[str]) -> None:
    """Neither tests nor sample articles are shipped, and the wheel is small enough for a package index."""
    tops = {PurePosixPath(name).parts[0] for name in names}

    assert tops == {"quotes", f"quote_index-{version('quote-index')}.dist-info"}
    assert wheel.stat().st_size < LARGEST


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder into which the wheel alone was installed.

    Only the dependencies come from the environment of the tests: the folder stands first on the path of
    what is started from it, and nothing of the checkout is on that path.
    """
    folder = tmp_path_factory.mktemp("installed")
    _run(sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", str(folder), str(wheel))
    return folder


@pytest.mark.slow
@pytest.mark.stanza
@pytest.mark.datasette
def test_wheel_works_by_itself(installed: Path, tmp_path: Path) -> None:
    """The wheel alone, without the checkout, indexes an article, finds a word of it, and serves it."""
    environment = os.environ | {"PYTHONPATH": str(installed)}
    command = str(installed / "bin" / "quotes")
    article = tmp_path / "pier.txt"
    article.write_text(
        "Mayor Ana Ruiz met reporters on Monday.\n\n“The pier will open in spring,” Ruiz said.\n", encoding="utf-8"
    )

    origin = _run(sys.executable, "-c", "import quotes; print(quotes.__file__)", cwd=tmp_path, env=environment)
    assert Path(origin.strip()).is_relative_to(installed)

    _run(command, "index", "quotes.db", str(article), cwd=tmp_path, env=environment)
    answer = _run(command, "search", "quotes.db", "pier", cwd=tmp_path, env=environment)
    assert "The pier will open in spring" in answer
    assert "Ana Ruiz" in answer

    port = _free_port()
    server = subprocess.Popen(
        [command, "serve", "quotes.db", "--port", str(port)],
        cwd=tmp_path,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    try:
        page = _get(server, f"http://127.0.0.1:{port}/quotes/speakers.json?_shape=array")
    finally:
        with suppress(ProcessLookupError):
            os.killpg(server.pid, signal.SIGTERM)  # the command may have started Datasette as a child
        server.communicate(timeout=30)
    assert [speaker["name"] for speaker in json.loads(page)] == ["Ana Ruiz"]


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def _get(server: "subprocess.Popen[str]", url: str) -> str:
    """Return the page as soon as the server answers; if it dies first, the test fails with what it wrote."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if server.poll() is not None:
            pytest.fail(f"the server stopped:\n{server.stdout.read() if server.stdout else ''}")
        try:
            with urllib.request.urlopen(url, timeout=10) as answer:  # noqa: S310 -- our own server
                return str(answer.read(), "utf-8")
        except ConnectionError:
            time.sleep(0.2)
        except urllib.error.URLError as error:
            if not isinstance(error.reason, ConnectionError):
                raise
            time.sleep(0.2)
    pytest.fail(f"no answer from {url} within {START_SECONDS} seconds")
