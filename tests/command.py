"""Run the command `quotes` as a user does: in a process of its own, with its own cache."""

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

TIMEOUT_SECONDS = 280


@dataclass(frozen=True, slots=True)
class Command:
    """`python -m quotes`, started in the root of the checkout, so that paths of samples are as in the README."""

    root: Path
    cache: Path
    settings: Mapping[str, str] = field(default_factory=dict)

    def words(self, *arguments: str | Path) -> list[str]:
        """Return the command line."""
        return [sys.executable, "-m", "quotes", *map(str, arguments)]

    @property
    def environment(self) -> dict[str, str]:
        """Return the environment: that of the tests without any setting of ours, and the cache."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("QUOTES_")}
        return kept | {"QUOTES_CACHE": str(self.cache), "PYTHONUTF8": "1"} | dict(self.settings)

    def with_settings(self, **settings: str) -> "Command":
        """Return the same command with more environment variables."""
        return Command(self.root, self.cache, {**self.settings, **settings})

    def __call__(self, *arguments: str | Path, stdin: str = "") -> "subprocess.CompletedProcess[str]":
        """Return what came of it; a failure of the command is no failure of the test."""
        return subprocess.run(
            self.words(*arguments), cwd=self.root, env=self.environment, input=stdin, capture_output=True,
            encoding="utf-8", errors="replace", check=False, timeout=TIMEOUT_SECONDS,
        )  # fmt: skip

    def start(self, *arguments: str | Path) -> "subprocess.Popen[str]":
        """Return the running command, with pipes for all that it writes."""
        return subprocess.Popen(
            self.words(*arguments), cwd=self.root, env=self.environment, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8",
        )  # fmt: skip
