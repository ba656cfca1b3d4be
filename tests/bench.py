"""Measure speed: `make bench`, or `python tests/bench.py [ARTICLES.jsonl] [--rounds 3]`.

Each round is a fresh process that loads the models, warms up on one article, and then takes every article through
the stages, on one thread and without a cache; figures are medians over the rounds. Where `.venv-textacy` has been made
(`make bench` does it), textacy with spaCy's small model runs on the same articles between our rounds, as a public
reference. Without ARTICLES, PolNeAR's dev articles are taken where they are, else articles made from db/sample.
"""

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared" / "eval" / "polnear-dev.jsonl"
TEXTACY = ROOT / ".venv-textacy" / "bin" / "python"
COPIES = 12
FEW, MANY = 96, 480
"""Articles that one process and several are given. The times differ by what the articles take, start-up apart."""

ONE_THREAD = os.environ | {"OMP_NUM_THREADS": "1", "TOKENIZERS_PARALLELISM": "false"}
STAGES = ("read", "find", "parse", "attribute", "resolve")


def generated(path: Path) -> Path:
    """Write articles made from the sample, no two paragraphs alike, and return the file."""
    from quotes.models import Article
    from quotes.read import read

    articles = [a for a in read([str(ROOT / "db" / "sample")]) if isinstance(a, Article)]
    path.parent.mkdir(exist_ok=True)
    with path.open("w", encoding="utf-8") as out:
        for copy in range(COPIES):
            for article in articles:
                text = "\n\n".join(f"In week {copy}, part {n}. {p}" for n, p in enumerate(article.text.split("\n\n")))
                out.write(json.dumps({"id": f"{article.key}-{copy}", "text": text}) + "\n")
    return path


def repeated(path: Path, number: int) -> Path:
    """Write so many articles, over and over again from the first one, and return the file."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    out = ROOT / "build" / f"bench-{number}.jsonl"
    out.parent.mkdir(exist_ok=True)
    lines = (json.dumps({"id": f"{n}", "text": rows[n % len(rows)]["text"]}) for n in range(number))
    out.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return out


def one_round(path: Path) -> dict[str, Any]:
    """Take the articles through the stages once and return words, seconds by stage, and peak memory in MB."""
    import torch

    from quotes import pipeline as stages
    from quotes.models import Article
    from quotes.parse import Parser
    from quotes.parse.select import Reading
    from quotes.read import read

    torch.set_num_threads(1)
    seconds = dict.fromkeys(STAGES, 0.0)

    def timed(stage: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def run(*arguments: Any) -> Any:
            began = time.perf_counter()
            try:
                return function(*arguments)
            finally:
                seconds[stage] += time.perf_counter() - began

        return run

    parser = Parser()
    stages.Pipeline(parser).run([Article("warm-up", "“It works,” she said. “It does,” said Mia Roth, 41.")])
    began = time.perf_counter()
    articles = [a for a in read([str(path)]) if isinstance(a, Article)]
    seconds["read"] = time.perf_counter() - began
    for stage in ("find", "attribute", "resolve"):
        setattr(stages, stage, timed(stage, getattr(stages, stage)))
    readings: list[Reading] = []

    def parse_more(*arguments: Any) -> list[Reading]:
        found = Parser.parse_more(parser, *arguments)
        readings.extend(found)
        return found

    parser.parse = timed("parse", parser.parse)  # type: ignore[method-assign]
    parser.parse_more = timed("parse", parse_more)  # type: ignore[method-assign]
    quotations = sum(len(one.quotations) for one in stages.Pipeline(parser).run(articles))
    words = sum(len(a.text.split()) for a in articles)
    parsed = sum(len(frame.text.split()) for one in readings for frame in (*one.full, *one.names))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"words": words, "parsed": parsed, "quotations": quotations, "seconds": seconds, "peak": peak}


def start_up() -> float:
    """Return the seconds from the start of the command to the first quotation of a short article."""
    began = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "quotes", "extract", "--no-cache", "-"],
        input="“It works,” said Mia Roth, 41, the head of the council.".encode(),
        check=True,
        capture_output=True,
    )
    return time.perf_counter() - began


def command(path: Path, jobs: int) -> float:
    """Return the seconds that `quotes extract` takes for the articles."""
    began = time.perf_counter()
    line = [sys.executable, "-m", "quotes", "extract", "--no-cache", "--jobs", str(jobs), str(path)]
    subprocess.run(line, check=True, capture_output=True, env=ONE_THREAD)
    return time.perf_counter() - began


def _child(*line: str) -> dict[str, Any]:
    done = subprocess.run(line, check=True, capture_output=True, env=ONE_THREAD)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def main() -> None:
    """Run the rounds and print the figures."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("articles", type=Path, nargs="?")
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--jobs", type=int, default=2, help="processes to compare with one")
    options.add_argument("--one-round", action="store_true", help=argparse.SUPPRESS)
    chosen = options.parse_args()
    if chosen.one_round:
        print(json.dumps(one_round(chosen.articles)))
        return
    path = chosen.articles or (SHARED if SHARED.exists() else generated(ROOT / "build" / "bench.jsonl"))
    ours, theirs = [], []
    for _ in range(chosen.rounds):
        ours.append(_child(sys.executable, __file__, "--one-round", str(path)))
        if TEXTACY.exists():
            theirs.append(_child(str(TEXTACY), str(ROOT / "tests" / "bench_textacy.py"), str(path)))
    words, parsed = ours[0]["words"], ours[0]["parsed"]
    took = statistics.median(sum(one["seconds"].values()) for one in ours)
    print(f"{path.name}: {words:,} words, {ours[0]['quotations']} quotations; medians of {chosen.rounds} rounds")
    print(f"quotes    {words / took:8,.0f} words/s on one thread, {took:.2f} s")
    for stage in STAGES:
        seconds = statistics.median(one["seconds"][stage] for one in ours)
        print(f"  {stage:<10}{seconds:6.2f} s  {100 * seconds / took:5.1f} %")
    print(f"  parsed    {parsed:,} words, {100 * parsed / words:.0f} % of all")
    print(f"  memory    {max(one['peak'] for one in ours):,.0f} MB at most")
    if theirs:
        reference = statistics.median(one["seconds"] for one in theirs)
        print(f"textacy   {words / reference:8,.0f} words/s; we run at {reference / took:.2f} times its speed")
    else:
        print("textacy   not measured: there is no .venv-textacy")
    start = statistics.median(start_up() for _ in range(chosen.rounds))
    print(f"start-up  {start:.1f} s to the first quotation")
    few, many = (repeated(path, number) for number in (FEW, MANY))
    # both in each round: a machine that is slower for some minutes is slower for both
    more = [[command(many, jobs) - command(few, jobs) for jobs in (1, chosen.jobs)] for _ in range(chosen.rounds)]
    alone, together = (statistics.median(column) for column in zip(*more, strict=True))
    ratio = statistics.median(one / several for one, several in more)
    print(
        f"extract   {MANY - FEW} articles more take {alone:.1f} s, with --jobs {chosen.jobs} {together:.1f} s: ", end=""
    )
    print(f"{ratio:.2f} times as fast")


if __name__ == "__main__":
    main()
