"""The database as journalists meet it: real Datasette servers of both versions, asked over HTTP."""

import asyncio
import csv
import io
import json
import re
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest
import yaml
from datasette.app import Datasette
from published import SERVERS, SHIFT, Site, articles, build, free_port, many, python_with, running, serving

from quotes.errors import QuotesError, StoreError
from quotes.site.export import lines
from quotes.site.search import Wanted
from quotes.site.serve import check_port, metadata_for, serve_command
from quotes.store.schema import TABLES, VIEWS

COPIES = 230  # more than two pages of 100, all of one date

# Each canned query with parameters that it has rows for.
QUERIES = {
    "search": {"words": "bearings worn"},
    "by_speaker": {"speaker": "osk"},
    "by_outlet": {"outlet": "coast"},
    "two_speakers": {"words": "we", "first_speaker": "Osk", "second_speaker": "van Dell"},
    "most_quoted": {"outlet": "Stellin", "year": "2025"},
    "without_speaker": {"reason": "inscription"},
    "anonymous_sources": {},
    "newest": {},
    "same_words": {},
    "check_a_quote": {"quotation": "“Nobody should walk on it.”", "speaker": "Osk"},
}
# The columns of every table and view.
NAMES = {table.name: tuple(column.name for column in table.columns) for table in TABLES} | {
    view.name: tuple(name for name, _ in view.columns) for view in VIEWS
}
METADATA: dict[str, Any] = yaml.safe_load((Path(__file__).parent.parent / "metadata.yml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a database of three articles with every kind of quotation, and many of one date."""
    return build(tmp_path_factory.mktemp("site") / "quotes.db", (*articles(), *many(COPIES)))


@pytest.fixture(scope="module", params=SERVERS)
def site(request: pytest.FixtureRequest, database: Path) -> Iterator[Site]:
    """Yield the database served by Datasette 0.65, then by 1.0a."""
    with serving(database, request.param) as served:
        yield served


def rows_of(site: Site, path: str) -> list[dict[str, Any]]:
    """Return the rows of a table, a view or a query as JSON gives them on both versions."""
    joined = "&" if "?" in path else "?"
    answer = site.get(f"{path}{joined}_shape=array")
    assert answer.status == 200, answer.body
    rows: list[dict[str, Any]] = json.loads(answer.body)
    return rows


def number(database: Path, sql: str) -> int:
    """Return the one number that a query finds."""
    with sqlite3.connect(database) as connection:
        return int(connection.execute(sql).fetchone()[0])


def listed(body: str) -> list[str]:
    """Return the quotations that a page lists, as text."""
    return [re.sub("<[^>]+>", "", found) for found in re.findall(r"<blockquote>(.*?)</blockquote>", body, re.DOTALL)]


class TestMetadata:
    """metadata.yml says something about everything in the file, and names nothing that is not there."""

    def test_every_table_and_view_has_a_title_and_a_description(self) -> None:
        """A reader is told what each table is."""
        described = METADATA["databases"]["quotes"]["tables"]
        assert set(NAMES) == {name for name, it in described.items() if it.get("title") and it.get("description")}

    @pytest.mark.parametrize("name", NAMES)
    def test_every_column_has_a_description(self, name: str) -> None:
        """A reader is told what each column holds, and no column is described that is gone."""
        described = METADATA["databases"]["quotes"]["tables"][name]["columns"]
        assert NAMES[name] == tuple(column for column, description in described.items() if description)

    def test_facets_are_indexed(self) -> None:
        """A facet on a column without an index times out on a large file."""
        described = METADATA["databases"]["quotes"]["tables"]
        indexed = {(table.name, column.name) for table in TABLES for column in table.columns if column.indexed}
        facets = {(table.name, facet) for table in TABLES for facet in described[table.name].get("facets", ())}
        # quote_speakers.speaker_id and the like are indexed because they refer to another table.
        assert set() == facets - indexed

    def test_tables_are_sorted_downwards_by_unique_columns_only(self) -> None:
        """Datasette loses rows when it pages downwards through equal values of an indexed column."""
        unique = {(table.name, column.name) for table in TABLES for column in table.columns if column.unique}
        described = METADATA["databases"]["quotes"]["tables"]
        sorted_by = {(table.name, key) for table in TABLES for key in [described[table.name].get("sort_desc")] if key}
        assert sorted_by <= unique

    def test_every_query_has_a_title_and_a_description(self) -> None:
        """A reader is told what each canned query answers, and each is tried below."""
        queries = METADATA["databases"]["quotes"]["queries"]
        assert set(QUERIES) == {name for name, query in queries.items() if query["title"] and query["description"]}


class TestExport:
    """The CSV of a search, written some rows at a time."""

    def test_nothing_is_lost_between_two_batches(self, database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """Quotations of one date on both sides of a cut are there once."""
        monkeypatch.setattr("quotes.site.export._ROWS_AT_A_TIME", 50)

        async def written() -> str:
            served = Datasette([str(database)])
            asked = Wanted(q="crane", order="best", filters=(), page=1)
            return "".join([chunk async for chunk in lines(served.get_database("quotes"), asked)])

        rows = list(csv.DictReader(io.StringIO(asyncio.run(written()))))
        assert len(rows) == len({row["id"] for row in rows}) == COPIES


class TestServing:
    """`quotes serve` picks the flags, and says what is wrong before Datasette starts."""

    def test_a_missing_database_is_named(self, tmp_path: Path) -> None:
        """The message names the file and the command that makes one."""
        with pytest.raises(StoreError, match=r"no\.db: there is no such database") as caught:
            serve_command(tmp_path / "no.db", host="127.0.0.1", port=0)
        assert "quotes index" in caught.value.next_step

    @pytest.mark.parametrize("content", [b"", b"not a database at all, but long enough to have a header" * 20])
    def test_a_file_that_is_not_ours_is_refused(self, tmp_path: Path, content: bytes) -> None:
        """Neither an empty file nor a text file is served."""
        other = tmp_path / "other.db"
        other.write_bytes(content)
        with pytest.raises(StoreError, match=r"other\.db"):
            serve_command(other, host="127.0.0.1", port=0)

    def test_a_port_in_use_is_named_and_a_free_one_suggested(self) -> None:
        """The message says which port is taken, and which is not."""
        with socket.socket() as listener:
            listener.bind(("127.0.0.1", 0))
            listener.listen()
            taken = listener.getsockname()[1]
            with pytest.raises(QuotesError, match=f"port {taken}: another program does") as caught:
                check_port("127.0.0.1", taken)
        assert re.fullmatch(r"try --port \d+", caught.value.next_step)

    def test_nothing_heavy_is_imported(self) -> None:
        """A server needs neither stanza nor torch."""
        code = (
            "import sys, quotes.site.plugin, quotes.site.serve; print(sorted({'stanza', 'torch'} & set(sys.modules)))"
        )
        ran = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
        assert ran.stdout.strip() == "[]"

    def test_metadata_follows_the_name_of_the_file(self, tmp_path: Path) -> None:
        """A database of another name has the same descriptions under that name."""
        renamed = yaml.safe_load(metadata_for(tmp_path / "2025 news.db").read_text(encoding="utf-8"))
        assert renamed["databases"] == {"2025 news": METADATA["databases"]["quotes"]}

    @pytest.mark.datasette
    @pytest.mark.parametrize("version", SERVERS)
    def test_a_database_of_another_name_below_a_prefix(self, tmp_path: Path, version: str) -> None:
        """Canned queries, pages and links work for `my news.db` behind a proxy's path."""
        db = build(tmp_path / "my news.db", articles())
        extra = ("--setting", "base_url", "/archive/")
        with serving(db, version, extra, prefix="/archive") as served:
            assert len(rows_of(served, "/my+news/newest.json")) == 7
            body = served.get("/-/quotes?q=bearings").body
            assert 'href="/archive/my+news/quotes/1"' in body
            assert served.get("/my+news/quotes/1").body.count('class="quotation current">Nobody should') == 1
            assert set(re.findall(r'(?:href|src|action)="/(?!archive/)', body)) == set()


@pytest.mark.datasette
class TestDatasettesOwnPages:
    """What Datasette makes of the file and of metadata.yml, on both versions."""

    @pytest.mark.parametrize("name", NAMES)
    def test_every_table_and_view_is_described_on_its_page(self, site: Site, name: str) -> None:
        """The page of a table shows its title and the meaning of its columns."""
        answer = site.get(f"/quotes/{name}")
        assert answer.status == 200
        assert METADATA["databases"]["quotes"]["tables"][name]["title"] in answer.body
        assert "Number of the" in answer.body or name == "voice_share"

    @pytest.mark.parametrize("name", QUERIES)
    def test_every_canned_query_answers(self, site: Site, name: str) -> None:
        """Each question has rows, and a page with its title."""
        query = urlencode(QUERIES[name])
        assert rows_of(site, f"/quotes/{name}.json?{query}")
        assert METADATA["databases"]["quotes"]["queries"][name]["title"] in site.get(f"/quotes/{name}?{query}").body

    @pytest.mark.parametrize("name", QUERIES)
    def test_no_canned_query_fails_without_its_parameters(self, site: Site, name: str) -> None:
        """A question opened from the list is a page with empty boxes, not an error."""
        assert site.get(f"/quotes/{name}").status == 200

    @pytest.mark.parametrize("words", ['"', "((", "a AND", "NEAR(", "*", "“”", "x:y", "'; drop table quotes --"])
    def test_no_words_break_the_canned_searches(self, site: Site, words: str) -> None:
        """Operators and stray marks are words like others."""
        for name, parameter in (("search", "words"), ("two_speakers", "words"), ("check_a_quote", "quotation")):
            assert site.get(f"/quotes/{name}?{urlencode({parameter: words})}").status == 200

    def test_did_they_say_it(self, site: Site) -> None:
        """Exactly printed words are told from similar ones, and an invented sentence from both."""
        asked = {"quotation": "We can't wait for the ferry", "speaker": ""}
        assert rows_of(site, f"/quotes/check_a_quote.json?{urlencode(asked)}")[0]["verdict"] == "printed exactly so"
        asked = {"quotation": "We cannot walk to the ferry", "speaker": "Osk"}
        assert {row["verdict"] for row in rows_of(site, f"/quotes/check_a_quote.json?{urlencode(asked)}")} == {
            "similar words"
        }
        asked = {"quotation": "Zebras gallop", "speaker": ""}
        assert rows_of(site, f"/quotes/check_a_quote.json?{urlencode(asked)}") == []

    def test_the_same_words_in_two_outlets(self, site: Site) -> None:
        """An utterance that two outlets printed is listed once for each."""
        rows = rows_of(site, "/quotes/same_words.json")
        assert [(row["content"], row["outlet"]) for row in rows] == [(SHIFT, "Stellin Post"), (SHIFT, "Coast Radio")]

    @pytest.mark.parametrize("name", ["quotes", "quotes_flat"])
    def test_csv_is_complete(self, site: Site, name: str, database: Path) -> None:
        """The CSV of a table has each row once, although most share one date."""
        body = site.get(f"/quotes/{name}.csv?_stream=on").body
        ids = [row["id"] for row in csv.DictReader(io.StringIO(body))]
        assert len(ids) == len(set(ids)) == number(database, "select count(*) from quotes")

    def test_paging_loses_nothing(self, site: Site, database: Path) -> None:
        """Going through the pages of the table, newest first, one meets every quotation once."""
        met: list[int] = []
        path = "/quotes/quotes.json?_size=100&_sort_desc=sort_key&_shape=objects"
        while path:
            page = json.loads(site.get(path).body)
            met += [row["id"] for row in page["rows"]]
            follow = page.get("next")
            path = (
                f"/quotes/quotes.json?_size=100&_sort_desc=sort_key&_shape=objects&_next={quote(follow)}"
                if follow
                else ""
            )
        assert len(met) == len(set(met)) == number(database, "select count(*) from quotes")

    def test_facets_of_quotations(self, site: Site) -> None:
        """The table of quotations counts speakers, outlets, years and kinds."""
        body = site.get("/quotes/quotes").body
        assert re.findall(r'data-column="(speaker_id|outlet_id|year|speaker_kind)"', body)
        assert all(f'id="facet-{name}' in body or f"_facet={name}" in body for name in ("speaker_id", "year"))

    def test_full_text_search_on_a_view(self, site: Site) -> None:
        """A view with all names can be searched like a table."""
        found = rows_of(site, "/quotes/quotes_flat.json?_search=bearing")
        assert [row["speakers"] for row in found] == ["Mira Osk"]

    def test_internal_tables_are_hidden(self, site: Site) -> None:
        """The list of tables leaves out the full-text index and the migrations."""
        listed_tables = json.loads(site.get("/quotes.json").body)["tables"]
        assert {table["name"] for table in listed_tables if not table["hidden"]} == {table.name for table in TABLES}


@pytest.mark.datasette
class TestOurPages:
    """The pages for readers, on both versions."""

    def test_front_page(self, site: Site) -> None:
        """The front page has a search box, the figures, and whom the index quotes most."""
        body = site.get("/").body
        assert 'action="/-/quotes"' in body
        assert re.search(rf"<strong>{COPIES + 7}</strong> quotations", body)
        assert f'Mira Osk</a> <span class="n">{COPIES + 2}</span>' in body
        assert 'href="/quotes/same_words"' in body

    def test_search_finds_and_marks(self, site: Site) -> None:
        """A search shows the words found, who said them and where they were printed."""
        body = site.get("/-/quotes?q=bearing").body
        assert listed(body) == ["“The bearings are worn through, Nobody should walk on it.”"]
        assert "<mark>bearings</mark>" in body
        assert all(word in body for word in ("Mira Osk", "Stellin Post", "3 November 2025", "Bridge shut until spring"))

    def test_the_best_match_comes_first_unless_the_newest_is_wanted(self, site: Site) -> None:
        """Both orders hold the same quotations."""
        best, newest = site.get("/-/quotes?q=the").body, site.get("/-/quotes?q=the&order=newest").body
        assert sorted(listed(best)) == sorted(listed(newest))
        assert listed(newest)[0] == "“We can’t wait for the ferry,”"
        assert '<option value="newest" selected>' in newest

    def test_filters(self, site: Site) -> None:
        """Speaker, outlet, year and kind narrow a search down, joint speakers included."""
        osk = site.get("/-/quotes?q=ferry&speaker=2").body
        assert listed(osk) == ["“We can’t wait for the ferry,”"]
        assert len(listed(site.get("/-/quotes?year=2024").body)) == 1
        assert len(listed(site.get("/-/quotes?outlet=2").body)) == 2
        assert len(listed(site.get("/-/quotes?kind=anonymous").body)) == 1

    def test_gaps_are_shown_as_gaps(self, site: Site) -> None:
        """A quotation without a speaker is listed as such, with the reason."""
        body = site.get("/-/quotes?kind=none").body
        assert listed(body) == ["“Open the bridge”"]
        assert "No speaker</span>" in body
        assert "written on a sign or a banner" in body

    def test_facets_count_and_narrow_down(self, site: Site) -> None:
        """Each count of the search page leads to that many quotations."""
        body = site.get("/-/quotes?q=the").body
        counts = re.findall(r'<li><a href="([^"]+)">[^<]*</a> <span class="n">(\d+)</span>', body)
        assert len(counts) > 5
        for href, count in counts:
            assert len(listed(site.get(href.replace("&amp;", "&")).body)) == int(count)

    def test_the_last_word_is_completed_when_nothing_else_is_found(self, site: Site) -> None:
        """Half a word finds the words that begin with it, and the page says so."""
        body = site.get("/-/quotes?q=bearin").body
        assert len(listed(body)) == 1
        assert "begin like the last one" in body

    def test_a_name_leads_to_the_speaker(self, site: Site) -> None:
        """Who types a name is shown the person's page."""
        assert "Speakers of that name" in site.get("/-/quotes?q=van+Dell").body

    @pytest.mark.parametrize("search", ["q=crane", "q=the&year=2025", "outlet=2", "kind=none", "speaker=3&kind=person"])
    def test_the_csv_of_a_search_is_complete(self, site: Site, search: str) -> None:
        """The link to the CSV of a search gives as many rows as the search page counts."""
        body = site.get(f"/-/quotes?{search}").body
        counted = re.search(r'role="status">(\d+) quotation', body)
        address = re.search(r'href="(/-/quotes\.csv[^"]*)"', body)
        assert counted
        assert address
        rows = list(csv.DictReader(io.StringIO(site.get(address[1].replace("&amp;", "&")).body)))
        assert len({row["id"] for row in rows}) == len(rows) == int(counted[1])

    def test_pages_of_results(self, site: Site) -> None:
        """All pages of a search together have each quotation once."""
        path, met = "/-/quotes?q=crane", list[str]()
        while path:
            body = site.get(path).body
            met += listed(body)
            following = re.search(r'rel="next" href="([^"]+)"', body)
            path = following[1].replace("&amp;", "&") if following else ""
        assert len(met) == len(set(met)) == COPIES

    @pytest.mark.parametrize(
        "words",
        ['"', "((", "a AND", "NEAR(a", "*", "“”", "x:y", "'; drop table quotes --", "\x00", "don't", "C++", "%"],
    )
    def test_no_words_break_the_search(self, site: Site, words: str) -> None:
        """Operators, quotation marks and SQL are words like others."""
        assert site.get(f"/-/quotes?{urlencode({'q': words})}").status == 200

    @pytest.mark.parametrize("filters", ["speaker=x", "outlet=0", "year=;", "kind='", "page=-1", "page=x", "page=9999"])
    def test_no_filter_breaks_the_search(self, site: Site, filters: str) -> None:
        """A filter that fits nothing finds nothing."""
        assert site.get(f"/-/quotes?q=the&{filters}").status == 200

    def test_quotation_in_its_paragraph(self, site: Site) -> None:
        """The page of a quotation marks its pieces, the cue and the source, and says why."""
        body = site.get("/quotes/quotes/1").body
        assert re.findall(r'<mark class="([a-z ]+)">([^<]+)</mark>', body)[:4] == [
            ("quotation current", "The bearings are worn through,"),
            ("source", "Mira Osk"),
            ("cue", "said"),
            ("quotation current", "Nobody should walk on it."),
        ]
        assert all(words in body for words in ("content-cue-source", "90%", "harbour master", "3 November 2025"))
        assert 'href="https://www.stellinpost.example/bridge"' in body

    def test_the_chain_to_the_name_is_told(self, site: Site, database: Path) -> None:
        """Where a surname stands for a person, the page says which name it goes back to."""
        of_both = number(database, "select quote_id from quote_speakers where place = 2")
        body = site.get(f"/quotes/quotes/{of_both}").body
        assert "Osk → Mira Osk" in body
        assert re.search(r"Mira Osk</a> and <a[^>]*>Piet van Dell</a>", body)

    def test_other_appearances(self, site: Site) -> None:
        """The page of a quotation lists where else the same words were printed."""
        body = site.get("/quotes/quotes/2").body
        assert "The same words elsewhere" in body
        assert "Coast Radio" in body

    def test_why_there_is_no_speaker(self, site: Site) -> None:
        """The page of a quotation without a speaker gives the reason."""
        body = site.get("/quotes/quotes/4").body
        assert "Why there is no speaker" in body
        assert "written on a sign or a banner" in body

    @pytest.mark.parametrize("path", ["/-/speaker/2", "/quotes/speakers/2"])
    def test_speaker(self, site: Site, path: str) -> None:
        """A speaker's page has their roles, other names, outlets, years, verbs and quotations."""
        body = site.get(path).body
        assert all(word in body for word in ("Person: harbour master", "<li>Osk</li>", "Coast Radio", "2023", "say"))
        assert len(listed(body)) == 25
        assert f"All {COPIES + 2} quotations" in body

    def test_article(self, site: Site) -> None:
        """An article's page has its whole text, each quotation a link to its page."""
        body = site.get("/quotes/articles/1").body
        linked = re.findall(r'<a href="/quotes/quotes/(\d)"><mark', body)
        assert linked == ["1", "1", "2", "3", "4"]
        assert "The harbour bridge at Stellin will stay shut until spring." in body
        assert '<mark class="quotation unattributed">Open the bridge</mark>' in body

    @pytest.mark.parametrize(
        "path", ["/-/quotes?q=ferry", "/quotes/articles/3", "/quotes/quotes/7", "/-/speaker/4", "/"]
    )
    def test_what_articles_say_is_never_markup(self, site: Site, path: str) -> None:
        """Scripts in titles, texts, names and addresses are shown, not run."""
        body = site.get(path).body
        assert "&lt;script&gt;alert(" in body
        assert "<script>alert(" not in body
        assert 'href="javascript:' not in body

    @pytest.mark.parametrize(
        "path", ["/-/speaker/999", "/-/speaker/x", "/quotes/quotes/999999", "/quotes/nothing", "/-/quotes?db=nothing"]
    )
    def test_what_is_not_there_is_not_found(self, site: Site, path: str) -> None:
        """A number that no row has gives 404, not an empty page."""
        assert site.get(path).status == 404

    def test_pages_of_rows_keep_their_json(self, site: Site) -> None:
        """Our page of a row leaves its JSON as Datasette gives it."""
        assert rows_of(site, "/quotes/quotes/2.json")[0]["content"] == SHIFT

    def test_style_sheet(self, site: Site) -> None:
        """The pages bring their own style sheet and ask no other server for anything."""
        body = site.get("/-/quotes").body
        address = re.search(r'href="(/-/quotes/quotes\.css\?[0-9a-f]+)"', body)
        assert address
        assert site.get(address[1]).body.startswith("/* The look")
        assert not re.findall(r'(?:src|<link[^>]+href)="https?://(?!127\.0\.0\.1)', body)


@pytest.mark.datasette
@pytest.mark.parametrize("version", SERVERS)
class TestAccess:
    """Who may not read the database does not read it through our pages."""

    @pytest.mark.parametrize("closed", ["database", "table"])
    def test_a_closed_database_stays_closed(self, tmp_path: Path, version: str, closed: str) -> None:
        """A database or a table that is for its owner only is neither searched nor shown."""
        db = build(tmp_path / "quotes.db", articles())
        entry = (
            {"allow": {"id": "owner"}} if closed == "database" else {"tables": {"articles": {"allow": {"id": "owner"}}}}
        )
        rules = tmp_path / "closed.yml"
        rules.write_text(yaml.safe_dump({"databases": {"quotes": entry}}), encoding="utf-8")
        with started_plainly(db, version, rules) as served:
            assert served.get("/-/quotes?q=bearings").status == 403
            assert served.get("/-/speaker/2").status == 403
            assert "bearings" not in served.get("/").body
            assert "stay shut" not in served.get("/quotes/quotes/1").body

    def test_another_programs_database_is_left_alone(self, tmp_path: Path, version: str) -> None:
        """With none of our tables, Datasette's front page and rows are its own, and our pages are not there."""
        other = tmp_path / "other.db"
        with sqlite3.connect(other) as connection:
            connection.execute("create table quotes (id integer primary key, content text)")
            connection.execute("insert into quotes (content) values ('a price')")
        with started_plainly(other, version, None) as served:
            assert 'class="qx' not in served.get("/").body
            assert 'class="qx' not in served.get("/other/quotes/1").body
            assert "a price" in served.get("/other/quotes/1").body
            assert served.get("/-/quotes").status == 404


def started_plainly(db: Path, version: str, rules: Path | None) -> Any:
    """Serve a database by datasette itself, with nothing of ours but the plugin."""
    flag = "-c" if version == "1.0a" else "-m"
    port = free_port()
    given = [flag, str(rules)] if rules else []
    command = [str(python_with(version)), "-m", "datasette", "serve", str(db), "--port", str(port), *given]
    return running(command, Site(f"http://127.0.0.1:{port}"))
