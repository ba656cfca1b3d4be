"""What the store keeps: every row checked, nothing twice, nothing lost, whatever the order of articles."""

import random
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlite_utils import Database, Migrations
from store_articles import COLE, RUIZ, Said, council, indexed, quotation, told

from quotes.errors import StoreError
from quotes.models import (
    Article,
    AttributedQuotation,
    Attribution,
    Cue,
    Failure,
    Form,
    IndexedArticle,
    Piece,
    Quotation,
    Reason,
    Span,
    Speaker,
    SpeakerKind,
)
from quotes.store import Store, check, open_store, search, summary
from quotes.store.describe import QUERIES, description
from quotes.store.schema import TABLES, VIEWS

LONG = "We will rebuild the sea wall before the winter storms come and nobody will pay a penny more for it."
TRIMMED = "rebuild the sea wall before the winter storms come"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return where the database of a test is."""
    return tmp_path / "quotes.db"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    """Return an empty store, with a run begun."""
    with open_store(path) as opened:
        opened.start_run("0.1.0", models="m1", rules="r1")
        yield opened


def rows(store: Store, sql: str, *values: str) -> list[tuple[Any, ...]]:
    """Return the rows of a query."""
    return store.db.execute(sql, values).fetchall()


def seen(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Return everything that a user sees, without the numbers that the database gave."""
    hidden = {"id", "article_id", "speaker_id", "utterance_id", "outlet_id", "quote_id", "run_id", "parent_id"}
    times = {"started", "finished", "created"}
    found = {}
    with sqlite3.connect(path) as connection:
        for name in [table.name for table in TABLES] + [view.name for view in VIEWS]:
            columns = [column[0] for column in connection.execute(f"select * from {name}").description]  # noqa: S608 -- our own names
            shown = ", ".join(f'"{column}"' for column in columns if column not in hidden | times)
            if shown:
                found[name] = sorted(connection.execute(f"select {shown} from {name}"), key=repr)  # noqa: S608 -- our own names
    connection.close()
    return found


def index(path: Path, *articles: IndexedArticle) -> None:
    """Index articles in one run."""
    with open_store(path) as store:
        store.start_run("0.1.0")
        for article in articles:
            store.save(article)
        store.finish_run()


# ---------------------------------------------------------------- what a row holds


def test_every_quotation_is_spelled_out_with_speaker_and_outlet(store: Store) -> None:
    """The view for export names speaker, outlet and article of each quotation, or gives the reason why not."""
    store.save(council())
    sql = "select quote, speakers, kind, outlet, year, verb, source, reason, words from quotes_flat order by sort_key"
    assert rows(store, sql) == [
        ("We will not sign it, Not this year.", "Ana Ruiz", "person", "Harbor Courier", 2026, "say", "Ruiz", None, 8),
        (
            "He told me ‘the tide waits for nobody’ and left,",
            "Ana Ruiz",
            "person",
            "Harbor Courier",
            2026,
            "say",
            "she",
            None,
            10,
        ),
        ("the tide waits for nobody", "Ben Cole", "person", "Harbor Courier", 2026, "say", "He", None, 5),
        (
            "It is our harbor,",
            "Ana Ruiz; Ben Cole",
            "person",
            "Harbor Courier",
            2026,
            "say",
            "Ana Ruiz and Ben Cole",
            None,
            4,
        ),
        ("Too late,", "critics", "group", "Harbor Courier", 2026, "say", "the critics", None, 2),
        ("No comment,", None, None, "Harbor Courier", 2026, "say", None, "no-source", 2),
        ("dry season", None, None, "Harbor Courier", 2026, None, None, "not-speech", 2),
    ]


def test_offsets_lead_back_to_the_article(store: Store) -> None:
    """Each piece, cue and source is the slice of the stored text that its offsets name."""
    store.save(council())
    text = council().article.text
    pieces = rows(store, "select start, end, content from quote_pieces")
    frames = rows(store, "select cue_start, cue_end, cue from quotes where cue is not null")
    frames += rows(store, "select source_start, source_end, source from quotes where source is not null")
    assert [text[start:end] for start, end, _ in pieces + frames] == [words for _, _, words in pieces + frames]


def test_nested_quotation_points_to_the_outer_one(store: Store) -> None:
    """A quotation inside another has a row of its own that names the outer one."""
    store.save(council())
    sql = "select i.content, o.content from quotes i join quotes o on o.id = i.parent_id"
    assert rows(store, sql) == [("the tide waits for nobody", "He told me ‘the tide waits for nobody’ and left,")]


def test_names_and_roles_of_a_speaker_are_kept(store: Store) -> None:
    """A speaker has the fullest name, the other names that articles use, and the roles they give."""
    store.save(council())
    assert rows(store, "select name, other_names from speakers where key = 'person:ana ruiz'") == [("Ana Ruiz", "Ruiz")]
    assert rows(store, "select role from speaker_roles") == [("mayor of Gullane",)]


def test_same_person_is_one_speaker_whatever_the_accents(store: Store) -> None:
    """One person in two articles is one speaker; of two spellings as frequent, the one with accents is shown."""
    store.save(told("a", "We are ready for the summer.", Speaker("Jose Muller", SpeakerKind.PERSON)))
    store.save(told("b", "We are ready for the winter.", Speaker("José Müller", SpeakerKind.PERSON)))
    assert rows(store, "select name, other_names from speakers") == [("José Müller", "Jose Muller")]


def test_a_lone_surname_is_nobody_in_another_article(store: Store) -> None:
    """A person of whom an article gives one name only is not merged with the same name elsewhere."""
    ruiz = Speaker("Ruiz", SpeakerKind.PERSON, full=False)
    store.save(told("a", "We are ready for the summer.", ruiz))
    store.save(told("b", "We are ready for the winter.", ruiz))
    assert rows(store, "select name, count(*) from speakers group by name") == [("Ruiz", 2)]


def test_a_person_and_an_organisation_of_one_name_are_two_speakers(store: Store) -> None:
    """Speakers of different kinds are different speakers."""
    store.save(told("a", "We are ready for the summer.", Speaker("Marlow Gray", SpeakerKind.PERSON)))
    store.save(told("b", "We are ready for the winter.", Speaker("Marlow Gray", SpeakerKind.ORGANISATION)))
    assert rows(store, "select kind from speakers order by kind") == [("organisation",), ("person",)]


def test_roles_share_a_speaker_without_their_determiner(store: Store) -> None:
    """“The report” and “this report” are one facet, shown in small letters."""
    store.save(told("a", "The wall is unsafe.", Speaker("The report", SpeakerKind.DOCUMENT)))
    store.save(told("b", "The pier is unsafe.", Speaker("this Report", SpeakerKind.DOCUMENT)))
    assert rows(store, "select name, other_names from speakers") == [("report", None)]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
@given(
    before=st.text(st.characters(codec="utf-8"), max_size=30),
    words=st.text(st.characters(codec="utf-8"), min_size=1, max_size=40),
    after=st.text(st.characters(codec="utf-8"), max_size=30),
)
def test_saved_text_is_read_as_it_was(tmp_path: Path, before: str, words: str, after: str) -> None:
    """Any text comes back exactly, and so does the content of a quotation in it."""
    text = f"{before}“{words}”{after}"
    content = Span(len(before) + 1, len(before) + 1 + len(words))
    piece = Piece(content, Span(content.start - 1, content.end + 1))
    found = AttributedQuotation(Attribution(Quotation((piece,)), Form.DIRECT), reason=Reason.NO_CUE)
    path = tmp_path / "any.db"
    index(path, IndexedArticle(Article("any", text, title=after or None), (found,)))
    assert check(path) == ()
    with open_store(path) as store:
        assert rows(store, "select text, title from articles") == [(text, after or None)]
        assert rows(store, "select content, start, end, reason from quotes") == [
            (words, len(before), len(before) + len(words) + 2, "no-cue")
        ]


# ---------------------------------------------------------------- spans are checked


def broken(
    *, cue: Span | None = None, told_to: Span | None = None, pieces: tuple[Piece, ...] | None = None
) -> IndexedArticle:
    """Return an article whose only quotation has a span that lies wrong."""
    good = told("a", "We will not sign it.")
    (first,) = good.quotations
    attribution = replace(
        first.attribution,
        quotation=first.attribution.quotation if pieces is None else Quotation(pieces),
        cue=first.attribution.cue if cue is None else Cue(cue, "say"),
        told_to=told_to,
    )
    return replace(good, quotations=(replace(first, attribution=attribution),))


@pytest.mark.parametrize(
    ("article", "problem"),
    [
        (broken(cue=Span(900, 904)), "the cue at 900 to 904 lies behind the end"),
        (broken(cue=Span(40, 44)), "the cue at 40 to 44 lies inside the words"),
        (broken(told_to=Span(900, 904)), "the told-to at 900 to 904 lies behind the end"),
        (broken(pieces=()), "has no piece"),
        (broken(pieces=(Piece(Span(40, 50), Span(41, 51)),)), "does not lie inside its marks"),
        (broken(pieces=(Piece(Span(40, 900), Span(39, 901)),)), "reaches behind the end"),
        (
            broken(pieces=(Piece(Span(40, 44), Span(39, 45)), Piece(Span(44, 48), Span(43, 49)))),
            "overlap or are out of order",
        ),
        (replace(council(), article=replace(council().article, text=council().article.text + "\ud800")), "surrogate"),
    ],
)
def test_an_article_with_a_wrong_span_is_refused_whole(store: Store, article: IndexedArticle, problem: str) -> None:
    """A span where none may be stops the article, by name, and leaves nothing of it behind."""
    with pytest.raises(StoreError, match=problem) as caught:
        store.save(article)
    assert article.article.key in str(caught.value)
    assert rows(store, "select * from articles") == []


def test_a_refused_article_does_not_stop_the_next(store: Store, path: Path) -> None:
    """After a refusal the run goes on as if the article had not been there."""
    with pytest.raises(StoreError):
        store.save(broken(pieces=()))
    store.save(council())
    store.finish_run()
    assert check(path) == ()
    assert rows(store, "select articles, quotations, failures from runs") == [(1, 7, 0)]


# ---------------------------------------------------------------- indexing again


def test_indexing_twice_changes_no_byte(path: Path) -> None:
    """The same articles again leave the file as it is, to the last byte."""
    index(path, council(), told("b", LONG, COLE))
    once = path.read_bytes()
    index(path, council(), told("b", LONG, COLE))
    assert path.read_bytes() == once


def test_a_changed_article_replaces_its_rows(path: Path) -> None:
    """After a change only the new rows are there, and speakers and outlets that nothing names are gone."""
    index(path, council(), told("b", LONG, COLE))
    index(path, replace(told("council-1", "I have nothing to add.", RUIZ, outlet="Tidal Post")))
    index(path, told("b", LONG, RUIZ, outlet="Tidal Post"))
    with open_store(path) as store:
        assert rows(store, "select quote, speaker, outlet from quotes_flat order by sort_key") == sorted(
            [("I have nothing to add.", "Ana Ruiz", "Tidal Post"), (LONG, "Ana Ruiz", "Tidal Post")],
            key=lambda row: rows(store, "select sort_key from quotes where content = ?", row[0]),
        )
        assert rows(store, "select name from speakers") == [("Ana Ruiz",)]
        assert rows(store, "select name, domain from outlets") == [("Tidal Post", "tidalpost.example")]
        assert rows(store, "select count(*) from utterances") == [(2,)]
    assert check(path) == ()


def test_a_quotation_that_stays_keeps_its_number(path: Path) -> None:
    """A link to a quotation lives on when another rule attributes it, and no other quotation gets a removed number."""
    index(path, council())
    first = council()
    text = "“A new first sentence,” Ruiz said. " + first.article.text
    quotations = (
        Said(("A new first sentence,",), (RUIZ,), source="Ruiz"),
        Said(("Too late,",), (COLE,), source="the critics"),
    )
    with open_store(path) as store:
        before = dict(rows(store, "select content, id from quotes"))
        store.save(indexed(replace(first.article, text=text), *quotations))
        after = dict(rows(store, "select content, id from quotes"))
        assert after["Too late,"] == before["Too late,"]
        assert after["A new first sentence,"] > max(before.values())


def test_unchanged_work_can_be_skipped(path: Path) -> None:
    """An article is current until its text, its facts, the rules or a correction change."""
    article = council().article
    with open_store(path) as store:
        assert not store.is_current(article, "rules 1")
        store.save(council(), "rules 1")
        assert store.is_current(article, "rules 1")
        assert store.is_current(replace(article, origin="moved.txt"), "rules 1")
        assert not store.is_current(article, "rules 2")
        assert not store.is_current(replace(article, title="Another headline"), "rules 1")
        assert not store.is_current(replace(article, text=article.text + " More."), "rules 1")
        store.correct(article.key, "Too late,", "Ben Cole")
        assert not store.is_current(article, "rules 1")


def test_new_rules_with_the_same_result_leave_the_rows(path: Path) -> None:
    """When other rules find the same, the article is current for them and no row is touched."""
    with open_store(path) as store:
        assert store.save(council(), "rules 1")
        before = rows(store, "select * from quotes")
        assert not store.save(council(), "rules 2")
        assert store.is_current(council().article, "rules 2")
        assert rows(store, "select * from quotes") == before


@pytest.mark.parametrize("seed", range(6))
def test_the_order_of_articles_changes_nothing(tmp_path: Path, seed: int) -> None:
    """In whatever order articles come, over however many runs, a user sees the same."""
    muller = Speaker("Jose Muller", SpeakerKind.PERSON, aliases=("Muller",))
    articles = [
        council(),
        told("b", LONG, RUIZ),
        told("c", TRIMMED, RUIZ, outlet="Tidal Post"),
        told("d", "before the winter storms come and nobody will pay a penny more", RUIZ, outlet="The Ledger"),
        told("e", LONG, None, outlet="The Ledger", published=None),
        told("f", "Absolutely.", COLE),
        told("g", "Absolutely.", RUIZ),
        told("h", "The pier stays open.", muller),
        told("i", "The pier stays closed.", replace(muller, name="José Müller")),
        told("j", "No.", None, outlet=None),
    ]
    first, second = tmp_path / "first.db", tmp_path / "second.db"
    index(first, *articles)
    random.Random(seed).shuffle(articles)
    index(second, *articles[:4])
    index(second, told("b", "Something else for a while.", COLE))
    index(second, *articles[4:], told("b", LONG, RUIZ))
    expected, actual = seen(first), seen(second)
    for name in ("runs", "failures"):
        expected.pop(name), actual.pop(name)
    assert actual == expected
    assert check(second) == ()


def test_an_interrupted_run_loses_nothing(path: Path) -> None:
    """What was saved before an interruption is there, and the next run finishes it."""
    with open_store(path) as store:
        store.start_run("0.1.0")
        store.save(council())
        store.save(told("b", LONG))
    assert check(path) == ()
    index(path, told("c", TRIMMED))
    with open_store(path) as store:
        assert rows(store, "select count(*) from quotes where utterance_id is null") == [(0,)]
        assert rows(store, "select finished is null from runs order by id") == [(1,), (0,)]
        assert rows(store, "select articles from utterances where content = ?", LONG) == [(2,)]


def test_an_interruption_inside_an_article_leaves_the_old_one(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An article is replaced whole or not at all."""

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    index(path, council())
    before = seen(path)
    with monkeypatch.context() as patch, open_store(path) as store:
        patch.setattr("quotes.store.write._write_quotations", interrupt)
        with pytest.raises(KeyboardInterrupt):
            store.save(told("council-1", "I have nothing to add."))
    after = seen(path)
    before.pop("runs"), after.pop("runs")
    assert after == before


# ---------------------------------------------------------------- the same words elsewhere


def utterances(path: Path) -> list[tuple[Any, ...]]:
    """Return (content, appearances, articles, outlets) of each utterance."""
    with open_store(path) as store:
        return rows(store, "select content, appearances, articles, outlets from utterances order by content")


def test_two_outlets_with_the_same_words_are_one_utterance(path: Path) -> None:
    """Marks, case and accents do not matter, nor does whom an outlet credits."""
    index(
        path,
        told("a", "We won’t sign it, not ever!"),
        told("b", "we won't sign it — Not Ever", None, outlet="Tidal Post"),
    )
    assert utterances(path) == [("We won’t sign it, not ever!", 2, 2, 2)]


def test_a_trimmed_version_is_the_same_utterance(path: Path) -> None:
    """An outlet that prints a part of the same speaker's words prints the same utterance, shown in its longest form."""
    index(path, told("a", LONG), told("b", TRIMMED, outlet="Tidal Post"))
    assert utterances(path) == [(LONG, 2, 2, 2)]
    with open_store(path) as store:
        sql = "select utterance, content, outlet, speaker from variants order by outlet"
        assert rows(store, sql) == [
            (LONG, LONG, "Harbor Courier", "Ana Ruiz"),
            (LONG, TRIMMED, "Tidal Post", "Ana Ruiz"),
        ]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (told("a", "Absolutely not."), told("b", "Absolutely not.", COLE)),
        (told("a", "Absolutely not.", None), told("b", "Absolutely not.", None)),
        (told("a", LONG), told("b", TRIMMED, COLE)),
        (told("a", LONG), told("b", "before the winter storms come")),
        (
            told("a", "Our plan is to keep the old harbor open to all, and the schools and the clinics besides."),
            told("b", "Nothing else matters more to me and my friends than to keep the old harbor open to all."),
        ),
    ],
    ids=["few words", "few words of nobody known", "trimmed, another speaker", "too short to tell", "one slogan"],
)
def test_different_utterances_stay_apart(path: Path, one: IndexedArticle, other: IndexedArticle) -> None:
    """Few words, other speakers' words and a shared slogan do not make two quotations one utterance."""
    index(path, one, replace(other, article=replace(other.article, outlet="Tidal Post")))
    assert [row[1:] for row in utterances(path)] == [(1, 1, 1), (1, 1, 1)]


def test_a_bridge_that_goes_takes_its_utterance_apart(path: Path) -> None:
    """When the longer version that joined two parts is replaced, the parts are two utterances again."""
    parts = (told("b", LONG[:50]), told("c", LONG[-50:].lstrip()))
    index(path, told("a", LONG), *parts)
    assert len(utterances(path)) == 1
    index(path, told("a", "I have nothing to add."))
    assert len(utterances(path)) == 3


# ---------------------------------------------------------------- corrections


def test_a_correction_survives_indexing_again(path: Path) -> None:
    """What a human said about a speaker holds whatever the rules find later."""
    with open_store(path) as store:
        store.save(council())
        store.correct("council-1", "too late", "Ben Cole", note="He told us so.")
        store.correct("council-1", "“No comment”", "harbor authority", SpeakerKind.ORGANISATION)
        store.correct("council-1", "It is our harbor", None)
        assert store.save(council())
        store.save(replace(council(), article=replace(council().article, title="Changed")))
        store.finish_run()
        sql = """select quote, speaker, kind, rule, confidence, reason from quotes_flat
                 where rule = 'correction' order by quote"""
        assert rows(store, sql) == [
            ("It is our harbor,", None, None, "correction", 1.0, "not-speech"),
            ("No comment,", "harbor authority", "organisation", "correction", 1.0, None),
            ("Too late,", "Ben Cole", "person", "correction", 1.0, None),
        ]
        assert rows(store, "select name from speakers where name = 'critics'") == []
    assert check(path) == ()


def test_the_newest_correction_holds(store: Store) -> None:
    """Of two corrections of the same words the later one counts."""
    store.correct("council-1", "Too late", "Ben Cole")
    store.correct("council-1", "Too late", "Lia Stone")
    store.save(council())
    assert rows(store, "select speaker from quotes_flat where quote = 'Too late,'") == [("Lia Stone",)]


@pytest.mark.parametrize(
    ("words", "speaker", "kind"),
    [
        ("too late", "Ben Cole", None),
        ("too late", "Ana Ruiz", None),
        ("“Too late!”", "Cole", None),
        ("too late", "The Harbor Trust", SpeakerKind.ORGANISATION),
        ("too late", None, None),
        ("We will not sign it, not this year", "Lia Stone", None),
        ("He told me the tide waits for nobody and left", "Ben Cole", None),
        ("the tide waits for nobody", "Lia Stone", None),
        ("It is our harbor", "Ana Ruiz", None),
        ("dry season", "critics", SpeakerKind.GROUP),
        ("These words are in no article", "Lia Stone", None),
    ],
)
def test_a_correction_holds_at_once(
    path: Path, tmp_path: Path, words: str, speaker: str | None, kind: SpeakerKind | None
) -> None:
    """What a correction makes of the rows is what indexing the article again would."""
    again = tmp_path / "again.db"
    for file in (path, again):
        with open_store(file) as store:
            store.save(council())
            store.save(told("b", LONG))
            if file == path:
                store.finish_run()
            store.correct("council-1", words, speaker, kind, reason=Reason.UNRESOLVED)
            if file == again:
                store.save(council())
            store.finish_run()
    at_once, indexed_again = seen(path), seen(again)
    for found in (at_once, indexed_again):
        del found["articles"], found["runs"]  # the fingerprints by which a later run knows what to do
    assert at_once == indexed_again
    assert check(path) == ()


def test_a_wrong_name_can_be_taken_away(path: Path) -> None:
    """Speech of which nobody can tell who spoke keeps its words, has no speaker, and is listed among the gaps."""
    with open_store(path) as store:
        store.save(council())
        ids = dict(rows(store, "select content, id from quotes"))
        assert store.correct("council-1", "Too late", None, reason=Reason.UNRESOLVED) == 1
        assert rows(store, "select id, reason from unattributed where quote = 'Too late,'") == [
            (ids["Too late,"], "unresolved")
        ]
        store.save(council(), "newer rules")
        assert rows(store, "select speaker, rule from quotes_flat where quote = 'Too late,'") == [(None, "correction")]


def test_a_correction_knows_the_kind_of_a_stored_speaker(store: Store) -> None:
    """Who types the name of a group that the file has need not say that it is one."""
    store.save(council())
    store.correct("council-1", "No comment", "critics")
    store.correct("council-1", "Too late", "Mia Roth")
    assert rows(store, "select speaker, kind from quotes_flat where rule = 'correction' order by quote") == [
        ("critics", "group"),
        ("Mia Roth", "person"),
    ]


def test_a_file_of_the_first_release_takes_corrections(path: Path) -> None:
    """An older file can be searched as it is, and gets the column that it lacks; old corrections stay as they were."""
    with open_store(path) as store:
        store.save(council())
        store.correct("council-1", "Too late", None)
        store.db.execute("alter table corrections drop column reason")
        store.db.execute("delete from _sqlite_migrations where name = 'm002_reasons_of_corrections'")
    assert [hit.speaker for hit in search(path, "not sign it")] == ["Ana Ruiz"]
    with open_store(path) as store:
        store.correct("council-1", "No comment", None, reason=Reason.UNRESOLVED)
        store.save(council(), "newer rules")
        assert rows(store, "select quote, reason from quotes_flat where rule = 'correction' order by quote") == [
            ("No comment,", "unresolved"),
            ("Too late,", "not-speech"),
        ]


def test_a_correction_of_an_unknown_kind_names_the_kinds(store: Store) -> None:
    """A correction typed into the table with a wrong kind is refused with the right ones."""
    store.db.execute(
        "insert into corrections (article_key, content, speaker, kind, created) values (?, ?, ?, ?, ?)",
        ["council-1", "Too late", "Ben Cole", "human", "2026-03-03"],
    )
    with pytest.raises(StoreError, match="'human'") as caught:
        store.save(council())
    assert "person, organisation" in caught.value.next_step


# ---------------------------------------------------------------- runs and failures


def test_a_run_counts_what_it_did(store: Store) -> None:
    """A run has its release, models and rules, and counts articles, quotations and failures."""
    store.save(council())
    store.save(told("b", LONG))
    store.record_failure(Failure("bad\udcff.txt", "it is empty", "remove it"))
    store.finish_run()
    sql = "select version, models, rules, articles, quotations, failures, finished is not null from runs"
    assert rows(store, sql) == [("0.1.0", "m1", "r1", 2, 8, 1, 1)]
    assert rows(store, "select origin, problem, next_step from failures") == [
        ("bad\\udcff.txt", "it is empty", "remove it")
    ]


def test_an_outlet_has_the_site_of_most_of_its_articles(path: Path) -> None:
    """The domain of an outlet comes from its articles' addresses, without www."""
    odd = told("c", "Again.")
    odd = replace(odd, article=replace(odd.article, url="https://a.example/1"))
    index(path, odd, told("a", LONG), told("b", TRIMMED))
    with open_store(path) as store:
        assert rows(store, "select name, domain from outlets") == [("Harbor Courier", "harborcourier.example")]


def test_summary_gives_the_figures(path: Path) -> None:
    """The summary counts articles, quotations and speakers, and names the most quoted."""
    index(path, council(), told("b", LONG))
    found = summary(path)
    assert (found.articles, found.outlets, found.quotations, found.attributed, found.not_speech, found.speakers) == (
        2,
        1,
        8,
        6,
        1,
        3,
    )
    assert [(voice.speaker, voice.quotations) for voice in found.most_quoted] == [
        ("Ana Ruiz", 4),
        ("Ben Cole", 2),
        ("critics", 1),
    ]


def test_voice_share_counts_words_by_outlet_and_year(path: Path) -> None:
    """The view adds up quotations and words; nested quotations are not counted twice."""
    index(path, council())
    with open_store(path) as store:
        assert rows(store, "select outlet, year, speaker, quotations, words from voice_share order by words desc") == [
            ("Harbor Courier", 2026, "Ana Ruiz", 3, 22),
            ("Harbor Courier", 2026, "Ben Cole", 1, 4),
            ("Harbor Courier", 2026, "critics", 1, 2),
        ]


# ---------------------------------------------------------------- the file


def test_shape_is_what_the_description_says(store: Store) -> None:
    """Tables, views, columns, foreign keys and indexes are those of the schema."""
    for table in TABLES:
        made = store.db.table(table.name)
        assert {column.name: column.type for column in made.columns} == {
            column.name: {int: "INTEGER", str: "TEXT", float: "REAL"}[column.type] for column in table.columns
        }
        assert {(key.column, key.other_table) for key in made.foreign_keys} == {
            (column.name, column.references) for column in table.columns if column.references
        }
        indexed_columns = {tuple(found.columns) for found in made.indexes}
        assert {(column.name,) for column in table.columns if column.indexed or column.unique} <= indexed_columns
    for view in VIEWS:
        columns = [column[0] for column in store.db.execute(f"select * from {view.name}").description]  # noqa: S608 -- our own names
        assert columns == [name for name, _ in view.columns]


def test_everything_has_a_description() -> None:
    """Every table, view and column says what it holds, in a sentence."""
    described = [(table.name, table.description) for table in TABLES] + [
        (view.name, view.description) for view in VIEWS
    ]
    described += [(column.name, column.description) for table in TABLES for column in table.columns]
    described += [column for view in VIEWS for column in view.columns]
    assert [name for name, text in described if not text.endswith((".", "to."))] == []


def test_readme_of_the_database_is_current(root: Path) -> None:
    """db/README.md is what the code describes."""
    assert (root / "db" / "README.md").read_text(encoding="utf-8") == description()


def test_queries_of_the_readme_run(path: Path) -> None:
    """The examples of db/README.md work as they stand and find something."""
    index(path, council(), told("b", "The rent is too high for most of us here."), told("c", LONG), told("d", TRIMMED))
    with open_store(path) as store:
        assert [question for question, sql in QUERIES if not rows(store, sql)] == []


def test_triggers_are_there_after_everything(path: Path) -> None:
    """Saving, replacing and linking leave all triggers, sound indexes and no file beside the database."""
    index(path, council(), told("b", LONG))
    index(path, told("b", TRIMMED))
    with open_store(path) as store:
        assert rows(store, "select count(*) from sqlite_master where type = 'trigger'") == [(9,)]
        assert rows(store, "pragma journal_mode") == [("delete",)]
    assert check(path) == ()
    assert [file.name for file in path.parent.iterdir()] == ["quotes.db"]


def test_a_file_left_in_wal_mode_is_brought_back(path: Path) -> None:
    """A database that somebody put into WAL mode is one file again after it was opened."""
    index(path, council())
    with sqlite3.connect(path) as connection:
        connection.execute("pragma journal_mode = wal")
    connection.close()
    with open_store(path) as store:
        assert rows(store, "pragma journal_mode") == [("delete",)]


@pytest.mark.parametrize(
    ("damage", "problem"),
    [
        ("update quote_pieces set content = 'other' where id = 1", "not a slice of the article"),
        ("update quotes set content = 'other' where id = 1", "not that of its pieces"),
        ("update quotes set cue = 'other' where id = 1", "the cue at"),
        ("delete from outlets", "points to a row of outlets"),
        ("drop trigger quotes_au", "the trigger quotes_au"),
        ("insert into quotes_fts (rowid, content) values (999, 'ghost')", "quotes_fts"),
    ],
)
def test_check_finds_damage(path: Path, damage: str, problem: str) -> None:
    """What other programs break in the file is named."""
    index(path, council())
    with sqlite3.connect(path) as connection:
        connection.execute(damage)
    connection.close()
    assert [line for line in check(path) if problem in line]


def test_foreign_keys_are_enforced(store: Store) -> None:
    """Nothing can be written that points to a row that is not there."""
    with pytest.raises(sqlite3.IntegrityError):
        store.db.execute("insert into speaker_roles (speaker_id, article_id, role) values (99, 99, 'mayor')")


# ---------------------------------------------------------------- files that are refused


def test_a_file_that_is_not_sqlite_is_refused(path: Path) -> None:
    """A text file is named, and left as it is."""
    path.write_text("These are notes, not a database. " * 50)
    with pytest.raises(StoreError, match=r"quotes\.db is not an SQLite database"):
        open_store(path)
    assert path.read_text().startswith("These are notes")


def test_somebody_elses_database_is_refused(path: Path) -> None:
    """An SQLite file with other tables is named, and left as it is."""
    with sqlite3.connect(path) as connection:
        connection.execute("create table recipes (id integer primary key)")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(StoreError, match="not one of quotations"):
        open_store(path)
    assert path.read_bytes() == before


def test_a_database_of_a_newer_release_is_refused(path: Path) -> None:
    """A file with a migration that we do not know is left alone; the message says to upgrade."""
    index(path, council())
    newer = Migrations("quotes")

    @newer(name="m999_from_the_future")
    def _future(db: Database) -> None:
        db.execute("create table future (id integer primary key)")

    db = Database(path)
    newer.apply(db)
    db.close()
    for opening in (open_store, summary, check):
        with pytest.raises(StoreError, match="newer release") as caught:
            opening(path)
        assert "newest release" in caught.value.next_step


def test_a_missing_database_is_named_with_the_next_step(path: Path) -> None:
    """Nothing is made where only an existing file will do."""
    with pytest.raises(StoreError, match=r"there is no database .*quotes\.db") as caught:
        open_store(path, create=False)
    assert "quotes index" in caught.value.next_step
    assert not path.exists()


def test_an_empty_file_holds_no_quotations_yet(path: Path) -> None:
    """Reading from a file without content says what to do, and leaves it as it is."""
    path.touch()
    with pytest.raises(StoreError, match="holds no quotations yet"):
        summary(path)
    assert path.read_bytes() == b""


def test_a_folder_is_no_database(tmp_path: Path) -> None:
    """A folder in place of a file is named."""
    with pytest.raises(StoreError, match=str(tmp_path)):
        open_store(tmp_path)


def test_an_empty_file_becomes_a_database(path: Path) -> None:
    """A file without content, as made by a temporary-file function, is as good as none."""
    path.touch()
    index(path, council())
    assert check(path) == ()


def test_a_database_whose_making_was_interrupted_is_made_again(path: Path) -> None:
    """An interruption in the first second does not leave a file that we refuse."""
    db = Database(path)
    Migrations("quotes").ensure_migrations_table(db)
    db.close()
    index(path, council())
    assert check(path) == ()


def test_a_locked_database_is_reported(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """While another program writes, the message says so."""
    monkeypatch.setattr("quotes.store.connect.PATIENCE", 0.05)
    index(path, council())
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("begin exclusive")
    try:
        with pytest.raises(StoreError, match="locked") as caught, open_store(path) as store:
            store.save(told("b", LONG))
        assert "another program" in caught.value.next_step
    finally:
        other.close()


def test_the_site_can_import_the_store_without_stanza() -> None:
    """Nothing of the store needs Stanza or torch."""
    code = "import sys, quotes.store; sys.exit(bool({'stanza', 'torch'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_joint_sources_apart_from_each_other_keep_the_first(store: Store) -> None:
    """Where the quotation stands between two sources, the source printed is the first alone."""
    text = "Ana Ruiz said “we are one” and Ben Cole said so."
    base = quotation(text, Said(("we are one",), (RUIZ, COLE), source="Ana Ruiz"))
    second = quotation(text, Said(("we are one",), (COLE,), source="Ben Cole"))
    sources = base.attribution.sources + second.attribution.sources
    joint = replace(base, attribution=replace(base.attribution, sources=sources))
    store.save(IndexedArticle(Article("j", text), (joint,)))
    assert rows(store, "select source, speakers from quotes_flat") == [("Ana Ruiz", "Ana Ruiz; Ben Cole")]
