"""What a search finds, in which order, and that nothing that a user types can break it."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from store_articles import COLE, RUIZ, council, told

from quotes.errors import StoreError
from quotes.store import Store, open_store, search


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a database with a few quotations."""
    path = tmp_path_factory.mktemp("search") / "quotes.db"
    with open_store(path) as store:
        store.start_run("0.1.0")
        store.save(council())
        store.save(
            told("b", "Climate change is here, and climate policy must follow the change.", COLE, outlet="Tidal Post")
        )
        store.save(told("c", "I don’t care about the climate of debate in this long and winding meeting.", RUIZ))
        store.save(told("d", "We wrote it in C++ because the machine is old.", COLE))
        store.save(told("e", "Señor Müller was outraged by it.", replace(RUIZ, name="José Ruiz", aliases=())))
        store.finish_run()
    return path


@pytest.fixture
def opened(path: Path) -> Iterator[Store]:
    """Return the same database, open."""
    with open_store(path) as store:
        yield store


def found(path: Path, words: str, speaker: str | None = None, outlet: str | None = None) -> list[str]:
    """Return the first words of each hit."""
    return [" ".join(hit.content.split()[:2]) for hit in search(path, words, speaker=speaker, outlet=outlet)]


def test_a_hit_says_who_where_and_when(path: Path) -> None:
    """A hit has all that a reader needs to go on: speaker, outlet, article, date and address."""
    (hit,) = search(path, "climate policy", marks=("[", "]"))
    assert hit.speaker == "Ben Cole"
    assert hit.outlet == "Tidal Post"
    assert hit.title == "Council meets (b)"
    assert hit.published == "2026-03-02"
    assert hit.url == "https://www.tidalpost.example/b"
    assert hit.snippet == "[Climate] change is here, and [climate] [policy] must follow the change."


def test_the_best_hit_is_first(path: Path) -> None:
    """A quotation in which the word weighs more comes before one that only mentions it."""
    assert found(path, "climate") == ["Climate change", "I don’t"]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("climate-change", ["Climate change"]),
        ("don't", ["I don’t"]),
        ("C++", ["We wrote"]),
        ('"climate policy must"', ["Climate change"]),
        ('"policy climate"', []),
        ('climate "policy', ["Climate change"]),
        ("muller", ["Señor Müller"]),
        ("outrage", ["Señor Müller"]),
        ("climate AND policy", ["Climate change"]),
        ("climate*", ["Climate change", "I don’t"]),
        ("content:climate", []),
        ("++", []),
        ("(", []),
        ("nothinglikethis", []),
    ],
)
def test_words_are_taken_as_words(path: Path, words: str, expected: list[str]) -> None:
    """Hyphens, apostrophes, marks and operators of the query language do what a user expects, or nothing."""
    assert found(path, words) == expected


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"speaker": "Ben Cole"}, ["Climate change"]),
        ({"speaker": "cole"}, ["Climate change"]),
        ({"speaker": "Ruiz"}, ["I don’t"]),
        ({"outlet": "Tidal Post"}, ["Climate change"]),
        ({"outlet": "tidal"}, ["Climate change"]),
        ({"speaker": "Ruiz", "outlet": "Tidal Post"}, []),
    ],
)
def test_filters_by_speaker_and_outlet(path: Path, filters: dict[str, str], expected: list[str]) -> None:
    """A part of a name is enough, in any case."""
    assert found(path, "climate", **filters) == expected


def test_joint_speakers_are_each_found(path: Path) -> None:
    """What two said together is found under either."""
    assert found(path, "harbor", speaker="Ana Ruiz") == found(path, "harbor", speaker="Ben Cole") == ["It is"]


def test_names_are_found_without_their_accents(path: Path) -> None:
    """A name can be typed without accents."""
    assert found(path, "outraged", speaker="jose ruiz") == ["Señor Müller"]


def test_without_words_the_newest_are_listed(path: Path) -> None:
    """A speaker alone gives what they said, up to the limit."""
    assert sorted(found(path, "", speaker="critics")) == ["Too late,"]
    assert len(search(path, "", limit=3)) == 3


def test_an_open_database_can_be_searched(opened: Store) -> None:
    """A connection serves as well as a path."""
    assert [hit.speaker for hit in search(opened.db, "machine")] == ["Ben Cole"]


@given(st.text())
def test_nothing_that_is_typed_breaks_it(path: Path, words: str) -> None:
    """Any text is a search, in words, speaker and outlet alike."""
    search(path, words)
    search(path, "climate", speaker=words, outlet=words)


def test_a_missing_database_is_named(tmp_path: Path) -> None:
    """A search in a file that is not there says so and makes none."""
    with pytest.raises(StoreError, match="there is no database"):
        search(tmp_path / "none.db", "climate")
    assert list(tmp_path.iterdir()) == []
