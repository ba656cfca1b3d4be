"""Reading: files and streams become articles, and what cannot be read becomes a failure with a next step."""

import csv
import io
import json
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quotes.errors import ReadError
from quotes.models import Article, Failure
from quotes.read import count, read
from quotes.read.language import is_english
from quotes.read.outlet import outlet_of, registrable_domain
from quotes.read.published import iso_8601

ENGLISH = (
    "“We will not sign it,” Mayor Ana Ruiz told reporters on Monday. Nobody knows what the crews think about that."
)


def articles(*paths: str | Path, **options: object) -> list[Article]:
    """Return what was read, and fail where anything could not be."""
    items = list(read(paths, **options))  # type: ignore[arg-type]
    assert [item for item in items if isinstance(item, Failure)] == []
    return [item for item in items if isinstance(item, Article)]


def article(path: str | Path, **options: object) -> Article:
    """Return the one article that was read."""
    (found,) = articles(path, **options)
    return found


def failure(path: str | Path, **options: object) -> Failure:
    """Return the one failure that reading gave, after a check that its sentences are whole."""
    (found,) = read([path], **options)  # type: ignore[arg-type]
    assert isinstance(found, Failure)
    assert found.problem.endswith(".")
    assert found.next_step.endswith(".")
    return found


def saved(folder: Path, name: str, content: str | bytes) -> Path:
    """Return the path of a new file."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def rows(folder: Path, *values: object, name: str = "rows.jsonl") -> Path:
    """Return the path of a new file of JSON lines."""
    return saved(folder, name, "".join(json.dumps(value) + "\n" for value in values))


def table(folder: Path, *lines: Sequence[str], delimiter: str = ",", encoding: str = "utf-8") -> Path:
    """Return the path of a new CSV file."""
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=delimiter).writerows(lines)
    return saved(folder, "rows.csv", stream.getvalue().encode(encoding))


# ---------------------------------------------------------------- text


def test_text_without_front_matter(tmp_path: Path) -> None:
    """A plain file is the text, without blank lines around it; its path is the key and nothing is invented."""
    path = saved(tmp_path, "a.txt", f"\n \n{ENGLISH}\n\n  Second paragraph.\n\n\n")
    expected = Article(key=path.as_posix(), text=f"{ENGLISH}\n\n  Second paragraph.", origin=path.as_posix())
    assert expected == article(path)


def test_front_matter_states_the_fields(tmp_path: Path) -> None:
    """Title, outlet, address, date and author come from the front matter; the body is the text."""
    head = (
        "---\ntitle: Ferry talks fail\noutlet: Harbor Courier\nurl: https://example.org/1\n"
        "published: 2026-03-02\nauthor: [Lois Hartmann, Clark Adeyemi]\ndesk: news\n---\n"
    )
    found = article(saved(tmp_path, "a.md", f"{head}\n{ENGLISH}\n"))
    assert (found.text, found.title, found.outlet) == (ENGLISH, "Ferry talks fail", "Harbor Courier")
    assert (found.key, found.url) == ("https://example.org/1", "https://example.org/1")
    assert (found.published, found.author) == ("2026-03-02", "Lois Hartmann; Clark Adeyemi")


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("outlet: No", "No"),
        ("outlet: 1984", "1984"),
        ("outlet: 10:30", "10:30"),
        ("outlet: None", None),
        ("outlet:", None),
    ],
)
def test_front_matter_is_taken_as_written(tmp_path: Path, line: str, expected: str | None) -> None:
    """YAML's own ideas of numbers, times and truth do not change a name."""
    assert expected == article(saved(tmp_path, "a.txt", f"---\n{line}\ntitle: x\n---\n{ENGLISH}")).outlet


@pytest.mark.parametrize("rule", ["---\nnot fields\n---\n", "---\n"])
def test_a_rule_is_not_front_matter(tmp_path: Path, rule: str) -> None:
    """Words between two rules, or one rule, belong to the text."""
    assert rule + ENGLISH == article(saved(tmp_path, "a.txt", rule + ENGLISH)).text


def test_broken_front_matter_names_the_line(tmp_path: Path) -> None:
    """A title with an unquoted colon is reported with its line in the file."""
    found = failure(saved(tmp_path, "a.txt", f"---\noutlet: x\ntitle: Ruiz: no deal\n---\n{ENGLISH}"))
    assert "(line 3)" in found.problem
    assert "quotation marks" in found.next_step


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings_and_line_ends(tmp_path: Path, encoding: str) -> None:
    """The same text comes out of UTF-8, with and without mark, UTF-16 and Windows-1252, with Windows line ends."""
    path = saved(tmp_path, "a.txt", f"{ENGLISH}\r\n\r\nA café.\r\n".encode(encoding))
    assert f"{ENGLISH}\n\nA café." == article(path).text


def test_damaged_utf_8_is_not_garbled(tmp_path: Path) -> None:
    """One bad byte in UTF-8 does not make Windows-1252 of the curly marks around it."""
    found = failure(saved(tmp_path, "a.txt", ENGLISH.encode() + b"\xff"))
    assert "1 damaged byte" in found.problem


# ---------------------------------------------------------------- HTML

PAGE = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">
<title>Ferry talks fail - what now | The Harbor Courier</title>{head}</head><body>
<div id="cookie-banner" class="cookie-consent"><p>We use cookies to improve your visit. Accept all cookies?</p></div>
<header><nav><ul><li><a href="/">Home</a></li><li><a href="/sport">Sport</a></li></ul></nav></header>
<main><article><h1>Ferry talks fail - what now</h1><p class="byline">By Lois Hartmann and Clark Adeyemi</p>
<figure><img src="a.jpg"><figcaption>The ferry in the harbor. Photograph: Jo Bloggs</figcaption></figure>
<p>The talks about the Gullane ferry ended on Monday without a result, and the boats will stay in the harbor.</p>
<p>“We will not sign it,” Mayor Ana Ruiz told reporters. <q>Not now, and <em>not</em> for <q>friends</q></q>, she
said. “<q>Ever,</q>” she said.</p>
<div class="pull-quote"><p>We will not sign it</p></div>
<blockquote><p>“Nobody asked the crews what they think of it,” said Ben Cole, who steers a boat.</p></blockquote>
<p>The company, which has run the line since 1987, said in a statement that it regretted the mayor’s decision.</p>
<ul><li>“I will miss it,” said a passenger.</li></ul>
<aside class="related"><h3>Related stories</h3><ul><li><a href="/a">Harbor prices rise again</a></li></ul></aside>
<p>A new meeting is planned for Thursday. Until then a bus takes passengers round the bay in forty minutes.</p>
</article></main><footer><p>© 2026 Harbor Courier. All rights reserved.</p></footer></body></html>"""

PAGE_TEXT = """\
The talks about the Gullane ferry ended on Monday without a result, and the boats will stay in the harbor.

“We will not sign it,” Mayor Ana Ruiz told reporters. “Not now, and not for ‘friends’”, she said. “Ever,” she said.

“Nobody asked the crews what they think of it,” said Ben Cole, who steers a boat.

The company, which has run the line since 1987, said in a statement that it regretted the mayor’s decision.

“I will miss it,” said a passenger.

A new meeting is planned for Thursday. Until then a bus takes passengers round the bay in forty minutes."""

LINKED = """<script type="application/ld+json">{"@context": "https://schema.org", "@graph": [{"@type": "WebSite"},
{"@type": ["NewsArticle"], "headline": "Ferry talks fail - what now", "datePublished": "2026-03-02T17:45:00+01:00",
"publisher": {"@type": "Organization", "name": "iHarbor"}, "author": [{"@type": "Person", "name": "Lois Hartmann"},
{"@type": "Person", "name": "Clark Adeyemi"}]}]}</script>"""


def page(folder: Path, head: str = "") -> Path:
    """Return the path of a new web page."""
    return saved(folder, "page.html", PAGE.replace("{head}", head))


def test_page_is_the_article_only(tmp_path: Path) -> None:
    """Navigation, cookies, captions, links, pull quotes and footer are not in the text; a <q> gets marks."""
    assert article(page(tmp_path)).text == PAGE_TEXT


def test_page_states_its_fields(tmp_path: Path) -> None:
    """Time and publisher come from JSON-LD, the address from the canonical link; names keep their capitals."""
    found = article(page(tmp_path, LINKED + '<link rel="canonical" href="https://www.example.co.uk/news/1">'))
    assert (found.title, found.outlet) == ("Ferry talks fail - what now", "iHarbor")
    assert ("https://www.example.co.uk/news/1", found.url) == (found.key, found.key)
    assert (found.published, found.author) == ("2026-03-02T17:45:00+01:00", "Lois Hartmann; Clark Adeyemi")


@pytest.mark.parametrize(
    ("head", "outlet"),
    [
        ('<meta property="og:site_name" content="the Harbor Courier">', "the Harbor Courier"),
        (
            LINKED.replace('"name": "iHarbor"', '"@id": "#us"') + '<meta property="og:site_name" content="Harbor">',
            "Harbor",
        ),
        ('<link rel="canonical" href="https://news.example.co.uk/1">', "example.co.uk"),
        ('<base href="https://example.org/">', None),
        ("", None),
    ],
)
def test_outlet_of_a_page(tmp_path: Path, head: str, outlet: str | None) -> None:
    """The site's name, else its domain; the tail of a title is no name of a site."""
    assert outlet == article(page(tmp_path, head)).outlet


@pytest.mark.parametrize(
    ("head", "published"),
    [
        ('<meta property="article:published_time" content="2026-03-02T17:45:00Z">', "2026-03-02T17:45:00+00:00"),
        ('<meta name="date" content="2026-03-02">', "2026-03-02"),
        ("", None),
    ],
)
def test_date_of_a_page(tmp_path: Path, head: str, published: str | None) -> None:
    """A stated date is read, with its time where there is one; the year of a copyright notice is no date."""
    assert published == article(page(tmp_path, head)).published


def test_address_of_the_whole_site_is_no_key(tmp_path: Path) -> None:
    """A canonical link to the front page is not the address of the article, but says whose page it is."""
    path = page(tmp_path, '<link rel="canonical" href="https://example.org/">')
    found = article(path)
    assert (path.as_posix(), None, "example.org") == (found.key, found.url, found.outlet)


def test_page_in_a_declared_encoding(tmp_path: Path) -> None:
    """A page that says Latin-1 is read as Windows-1252, as browsers do; one that says another encoding, in that."""
    for name, encoding in [("iso-8859-1", "cp1252"), ("macintosh", "mac-roman")]:
        content = PAGE.replace("utf-8", name).encode(encoding)
        assert article(saved(tmp_path, "page.htm", content)).text == PAGE_TEXT


def test_page_without_an_article(tmp_path: Path) -> None:
    """A page that holds nothing to read is a failure."""
    found = failure(saved(tmp_path, "page.html", "<html><body><div id='root'></div></body></html>"))
    assert "No article" in found.problem


# ---------------------------------------------------------------- JSON and CSV


def test_json_lines(tmp_path: Path) -> None:
    """All fields are read; the key is the id, else the address, else path and row."""
    path = rows(
        tmp_path,
        {"id": 7, "text": ENGLISH, "title": "T", "outlet": "O", "url": "https://example.org/1", "author": ["A", "B"]},
        {"text": ENGLISH, "url": "https://www.example.co.uk/1", "published": "2026-03-02T10:00:00Z"},
        {"text": ENGLISH, "author": [{"name": "A"}, None]},
    )
    origin = path.as_posix()
    expected = [
        Article("7", ENGLISH, "T", "O", "https://example.org/1", None, "A; B", f"{origin}:1"),
        Article(
            "https://www.example.co.uk/1",
            ENGLISH,
            outlet="example.co.uk",
            url="https://www.example.co.uk/1",
            published="2026-03-02T10:00:00+00:00",
            origin=f"{origin}:2",
        ),
        Article(f"{origin}#3", ENGLISH, author="A", origin=f"{origin}:3"),
    ]
    assert expected == articles(path)


EXACT = f"  \r\n\t{ENGLISH}\u2028 \U0001f600 e\u0301\x85\n\n “Hi”\r "


def test_text_of_a_row_is_exact(tmp_path: Path) -> None:
    """Leading spaces, line ends, separators, emoji and combining accents stay, so that offsets hold."""
    as_lines = saved(tmp_path, "a.jsonl", json.dumps({"text": EXACT}, ensure_ascii=False) + "\n")
    as_list = saved(tmp_path, "a.json", json.dumps([{"text": EXACT}], indent=2))
    as_table = table(tmp_path, ["id", "text"], ["1", EXACT])
    assert [found.text for found in articles(as_lines, as_list, as_table)] == [EXACT] * 3


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(before=st.text(max_size=20), after=st.text(max_size=20), escaped=st.booleans())
def test_any_text_survives(tmp_path: Path, before: str, after: str, *, escaped: bool) -> None:
    """Whatever is written as a row comes back identical; in CSV all but a NUL, which makes a binary file of it."""
    text = before + ENGLISH + after
    as_lines = saved(tmp_path, "a.jsonl", json.dumps({"text": text}, ensure_ascii=escaped))
    assert text == article(as_lines).text
    text = text.replace("\0", "")
    assert text == article(table(tmp_path, ["text", "id"], [text, "1"])).text


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=150)
@given(
    content=st.one_of(
        st.binary(max_size=80),
        st.text(alphabet="{}[]\"',:;-\n\r\t<>qp/ab\u201c\u201d0", max_size=80).map(str.encode),
    ),
    suffix=st.sampled_from([".txt", ".html", ".jsonl", ".json", ".csv", ".md", ""]),
)
def test_no_content_stops_the_reading(tmp_path: Path, content: bytes, suffix: str) -> None:
    """Any bytes under any name give articles and failures, and the next file is read."""
    items = list(read([saved(tmp_path, f"noise{suffix}", content), saved(tmp_path, "b.txt", ENGLISH)]))
    assert len(items) > 1
    last = items[-1]
    assert isinstance(last, Article)
    assert last.text == ENGLISH


def test_broken_line_is_named_and_the_rest_read(tmp_path: Path) -> None:
    """A broken line, blank lines and a line that is no object do not stop the file; rows are counted as lines."""
    path = saved(
        tmp_path,
        "a.jsonl",
        b'\xef\xbb\xbf\n{"text": "One."}\n{"text": \n\n[1]\n{"text": "caf\xe9"}\n{"text": "Two."}\r\n',
    )
    items = list(read([path]))
    origin = path.as_posix()
    assert [f"{origin}:{row}" for row in (2, 3, 5, 6, 7)] == [item.origin for item in items]
    assert [isinstance(item, Article) for item in items] == [True, False, False, False, True]


def test_first_line_broken(tmp_path: Path) -> None:
    """A file whose first line is broken is still read line by line."""
    bad, good = read([saved(tmp_path, "a.jsonl", '{"text"\n{"text": "Two."}\n')])
    assert (Failure, "Two.") == (type(bad), good.text if isinstance(good, Article) else None)


def test_json_documents(tmp_path: Path) -> None:
    """One object, a list of objects, and lines of objects may all be called .json."""
    one = saved(tmp_path, "1.json", json.dumps({"text": "One."}, indent=1))
    several = saved(tmp_path, "2.json", json.dumps([{"text": "Two."}, {"text": "Three."}]))
    lines = rows(tmp_path, {"text": "Four."}, {"text": "Five."}, name="3.json")
    assert [found.text for found in articles(one, several, lines)] == ["One.", "Two.", "Three.", "Four.", "Five."]


def test_not_json(tmp_path: Path) -> None:
    """A file that is JSON in no way is one failure, not one for each line."""
    assert "not JSON" in failure(saved(tmp_path, "a.json", "[\n1,\n2,\n")).problem


@pytest.mark.parametrize(
    ("row", "outlet", "published", "author"),
    [
        (
            {"plaintext": ENGLISH, "authors": ["A", "B"], "publishing_date": "2024-03-05 08:30:00+00:00"},
            None,
            "2024-03-05T08:30:00+00:00",
            "A; B",
        ),
        (
            {"maintext": ENGLISH, "authors": [], "date_publish": "None", "source_domain": "www.example.co.uk"},
            "example.co.uk",
            None,
            None,
        ),
        (
            {
                "text": ENGLISH,
                "author": "A; B",
                "date": "2024-03-05",
                "source-hostname": "O",
                "source": "https://a.org/",
            },
            "O",
            "2024-03-05",
            "A; B",
        ),
        ({"Body": ENGLISH, "publication": "O", "date": "03/05/2024", "author": float("nan")}, "O", None, None),
    ],
    ids=["fundus", "news-please", "trafilatura", "other"],
)
def test_fields_of_other_tools(
    tmp_path: Path, row: dict[str, object], outlet: str | None, published: str | None, author: str | None
) -> None:
    """What other tools write is read as it is; the word None, NaN and ambiguous dates count as absent."""
    found = article(rows(tmp_path, row))
    assert (ENGLISH, outlet, published, author) == (found.text, found.outlet, found.published, found.author)


@pytest.mark.parametrize("value", [None, "None", " \n ", ""])
def test_row_without_text(tmp_path: Path, value: str | None) -> None:
    """A row whose text is missing, blank or the word None is a failure of that row."""
    path = rows(tmp_path, {"id": "a", "text": value})
    assert Failure(f"{path.as_posix()}:1", "The article has no text.", failure(path).next_step) == failure(path)


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ({"texte": ENGLISH}, "the fields are: texte"),
        ({"text": ["One."]}, "does not hold text"),
        ({"text": "\ud83d is half an emoji"}, "lone surrogate"),
    ],
)
def test_row_that_is_no_article(tmp_path: Path, row: dict[str, object], problem: str) -> None:
    """Unknown fields, a text that is not a string, and half characters are failures that say so."""
    assert problem in failure(rows(tmp_path, row)).problem


def test_names_are_always_valid_unicode(tmp_path: Path) -> None:
    """Half characters in a title and undecodable bytes in a file's name do not reach what is stored."""
    folder = tmp_path / os.fsdecode(b"caf\xe9")
    found = article(rows(folder, {"title": "T\ud83d", "text": ENGLISH}))
    assert (found.title, found.key.endswith("caf\ufffd/rows.jsonl#1")) == ("T?", True)
    assert "caf\ufffd" in failure(folder / "absent.txt").origin


def test_same_id_and_another_text(tmp_path: Path) -> None:
    """A second row with the id of an earlier one would replace it, so it is a failure; an exact repetition is not."""
    path = rows(tmp_path, {"id": "a", "text": "One."}, {"id": "a", "text": "Two."}, {"id": "a", "text": "One."})
    first, second, third = read([path])
    assert isinstance(second, Failure)
    assert "same id" in second.problem
    assert (Article, Article) == (type(first), type(third))


def test_same_id_in_two_files(tmp_path: Path) -> None:
    """An article of another file is not replaced either; a file that is named twice is no mistake."""
    one = rows(tmp_path / "one", {"id": "a", "text": "One."})
    two = rows(tmp_path / "two", {"id": "a", "text": "Two."})
    first, second, third = read([one, two, one])
    assert isinstance(second, Failure)
    assert (str(two) in second.origin, "same id" in second.problem) == (True, True)
    assert (Article, Article) == (type(first), type(third))


@pytest.mark.parametrize("suffix", ["csv", "jsonl"])
def test_field_map(tmp_path: Path, suffix: str) -> None:
    """A map names the columns of our fields, and wins over names that we know."""
    values = {"artikel": ENGLISH, "text": "summary", "source": "Harbor Courier"}
    path = rows(tmp_path, values) if suffix == "jsonl" else table(tmp_path, list(values), list(values.values()))
    found = article(path, field_map={"text": "artikel", "outlet": "source"})
    assert (found.text, found.outlet) == (ENGLISH, "Harbor Courier")


def test_map_of_an_unknown_field() -> None:
    """A map of a field that we do not have is refused at once, before anything is read."""
    with pytest.raises(ReadError, match="publisher") as caught:
        read([], field_map={"publisher": "source"})
    assert "outlet" in caught.value.next_step


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_csv_dialects(tmp_path: Path, delimiter: str, encoding: str) -> None:
    """Commas, semicolons, tabs and bars, and the encodings that spreadsheets write, are recognised."""
    path = table(tmp_path, ["id", "Text", "outlet"], ["1", ENGLISH, "Café"], delimiter=delimiter, encoding=encoding)
    assert ((found := article(path)).key, found.text, found.outlet) == ("1", ENGLISH, "Café")


def test_csv_rows(tmp_path: Path) -> None:
    """A field may be longer than 128 KiB; rows that are too long are failures, blank lines are passed over."""
    long = f"{ENGLISH} " * 2000
    path = table(tmp_path, ["text", "outlet"], [long], [], ["One.", "O", "too", "many"], ["Two.", "O"])
    items = list(read([path]))
    assert [f"{path.as_posix()}:{row}" for row in (1, 3, 4)] == [item.origin for item in items]
    assert [Article, Failure, Article] == [type(item) for item in items]
    assert long == articles(table(tmp_path, ["text"], [long]))[0].text


def test_csv_without_a_text_column(tmp_path: Path) -> None:
    """A table without a column for the text says which there are, and names the way out."""
    found = failure(table(tmp_path, ["id", "artikel"], ["1", ENGLISH]))
    assert "id, artikel" in found.problem
    assert "--map text=" in found.next_step


def test_csv_without_a_header(tmp_path: Path) -> None:
    """Where an article stands in place of the header, the message stays short."""
    assert len(failure(table(tmp_path, [ENGLISH * 30, "x"])).problem) < 200


def test_csv_without_a_mapped_column(tmp_path: Path) -> None:
    """A map to a column that is not there is a failure that names both."""
    assert "“body”" in failure(table(tmp_path, ["text"], ["One."]), field_map={"text": "body"}).problem


def test_csv_with_an_unclosed_mark(tmp_path: Path) -> None:
    """A quotation mark that is never closed does not swallow the rest of the table in silence."""
    path = saved(tmp_path, "a.csv", 'text,outlet\nOne.,O\n"Two.,O\nThree.,O\n')
    first, second = read([path])
    assert isinstance(first, Article)
    assert isinstance(second, Failure)
    assert f"{path.as_posix()}:2" == second.origin


# ---------------------------------------------------------------- files and streams


def test_folders(tmp_path: Path) -> None:
    """Folders are read through in the order of names; hidden files and unknown formats are passed over."""
    for name in ("b.txt", "a/2.txt", "a/10.txt", ".hidden.txt", ".git/x.txt", "picture.png", "c.md"):
        saved(tmp_path, f"in/{name}", f"From {name}.")
    expected = [(tmp_path / "in" / name).as_posix() for name in ("a/10.txt", "a/2.txt", "b.txt", "c.md")]
    assert expected == [found.key for found in articles(tmp_path / "in")]
    assert count([tmp_path / "in"]) == 4


def test_order_of_paths(tmp_path: Path) -> None:
    """Paths are read in the order given."""
    second, first = saved(tmp_path, "b.txt", "B."), saved(tmp_path, "a.txt", "A.")
    assert [found.text for found in articles(second, str(first))] == ["B.", "A."]
    assert count([second, first]) == 2


def test_folder_without_articles(tmp_path: Path) -> None:
    """A folder in which there is nothing to read is reported."""
    saved(tmp_path, "in/picture.png", b"\x89PNG")
    assert "no file" in failure(tmp_path / "in").problem


def test_reading_is_lazy(tmp_path: Path) -> None:
    """Nothing is opened before it is asked for, and the lines of a file one at a time."""

    def paths() -> Iterator[Path]:
        yield rows(tmp_path, *({"id": str(number), "text": ENGLISH} for number in range(5000)))
        pytest.fail("the second path was asked for")

    reading = read(paths())
    assert [item.key for item in (next(reading), next(reading)) if isinstance(item, Article)] == ["0", "1"]


def test_lines_of_standard_input_are_read_as_they_come() -> None:
    """The first row of a pipe is an article before the second is written."""
    reader, writer = os.pipe()
    with open(reader, "rb") as stream, open(writer, "wb", buffering=0) as pipe:  # noqa: PTH123 -- these are descriptors
        reading = read(["-"], stdin=stream)
        for text in ("One.", "Two."):
            pipe.write(json.dumps({"id": text, "text": text}).encode() + b"\n")
            item = next(reading)
            assert isinstance(item, Article)
            assert text == item.text


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (ENGLISH, ENGLISH),
        (f"---\noutlet: O\n---\n{ENGLISH}", ENGLISH),
        (json.dumps({"outlet": "O", "text": f" {ENGLISH}"}), f" {ENGLISH}"),
        ("\n " + json.dumps({"outlet": "O", "text": ENGLISH}, indent=2), ENGLISH),
        (json.dumps([{"outlet": "O", "text": ENGLISH}]), ENGLISH),
        (PAGE, PAGE_TEXT),
    ],
    ids=["text", "front matter", "json line", "json object", "json list", "page"],
)
def test_standard_input(tmp_path: Path, content: str, text: str) -> None:
    """Text, pages and JSON are told apart on standard input, be it bytes or characters."""
    for stream in (io.BytesIO(content.encode()), io.StringIO(content), io.TextIOWrapper(io.BytesIO(content.encode()))):
        assert text == article("-", stdin=stream).text
    assert text == article(saved(tmp_path, "no_suffix", content)).text


def test_two_texts_on_standard_input_are_two_articles() -> None:
    """What has no name gets a key from its content, so that the next one does not replace it."""
    one, again, two = (article("-", stdin=io.StringIO(text)).key for text in ("One.", "One.", "Two."))
    assert one == again
    assert one != two


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("a.txt", b"", "is empty"),
        ("a.jsonl", b"", "is empty"),
        ("a.csv", b"", "is empty"),
        ("a.html", b"", "is empty"),
        ("a.jsonl", b" \n\n", "no articles"),
        ("a.json", b"[]", "no articles"),
        ("a.json", b"\xef\xbb\xbf", "no articles"),
        ("a.csv", b"\xef\xbb\xbf", "no"),
        ("a.jsonl", b"\xff\xfe", "no articles"),
        ("a.csv", b"text,outlet\n", "no articles"),
        ("a.txt", b" \n\n", "no text"),
        ("a.txt", b"---\ntitle: x\n---\n", "no text"),
        ("a.txt", b"%PDF-1.7 ...", "a PDF file"),
        ("a.pdf", b"%PDF-1.7 ...", "a PDF file"),
        ("a.docx", b"PK\x03\x04...", "office document"),
        ("a.rtf", b"{\\rtf1 Hello}", "an RTF file"),
        ("a.jsonl", b"\x1f\x8b\x08", "gzip"),
        ("a.txt", b"\x00\x01\x02", "binary"),
        ("a.txt", b"\x81\x8d", "neither UTF-8"),
    ],
)
def test_what_is_no_text(tmp_path: Path, name: str, content: bytes, problem: str) -> None:
    """Empty and binary files are named for what they are, and the next file is read."""
    path = saved(tmp_path, name, content)
    assert problem in failure(path).problem
    assert path.as_posix() == failure(path).origin
    assert [Failure, Article] == [type(item) for item in read([path, saved(tmp_path, "b.txt", ENGLISH)])]


def test_empty_standard_input() -> None:
    """Nothing on standard input is a failure of its own."""
    found = failure("-", stdin=io.BytesIO())
    assert (found.origin, found.problem) == ("standard input", "The file is empty.")


def test_missing_path(tmp_path: Path) -> None:
    """A path that does not exist is a failure, also where it is a dead link in a folder."""
    assert "no such file" in failure(tmp_path / "absent.txt").problem
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "dead.txt").symlink_to(tmp_path / "absent.txt")
    assert "no such file" in failure(tmp_path / "in").problem


def test_permission_denied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that may not be read is a failure."""
    path = saved(tmp_path, "a.txt", ENGLISH)
    path.chmod(0)
    if os.access(path, os.R_OK):  # the tests run as root, who may read everything

        def refuse(*_: object) -> None:
            raise PermissionError(13, "Permission denied")

        monkeypatch.setattr(Path, "open", refuse)
    assert "permission denied" in failure(path).problem


# ---------------------------------------------------------------- outlet, date, language


@pytest.mark.parametrize(
    ("stated", "site", "url", "fallback", "expected"),
    [
        ("A", "B", "https://c.org/1", "D", "A"),
        (None, "B", "https://c.org/1", "D", "B"),
        (None, None, "https://c.org/1", "D", "c.org"),
        (None, None, "http://localhost/1", "D", "D"),
        (None, None, None, "D", "D"),
        (None, None, None, None, None),
    ],
)
def test_order_of_outlets(
    stated: str | None, site: str | None, url: str | None, fallback: str | None, expected: str | None
) -> None:
    """The stated outlet, else the site's name, else the domain, else the option, else none."""
    assert expected == outlet_of(stated=stated, site=site, url=url, fallback=fallback)


def test_outlet_option_fills_gaps_only(tmp_path: Path) -> None:
    """The option names the outlet of the articles that have none, and of no others."""
    path = rows(tmp_path, {"text": ENGLISH}, {"text": ENGLISH, "outlet": "Stated"}, {"text": ENGLISH, "url": "a.org/1"})
    assert [found.outlet for found in articles(path, outlet="Option")] == ["Option", "Stated", "a.org"]


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://www.bbc.co.uk/news/1", "bbc.co.uk"),
        ("HTTPS://WWW.Example.COM.", "example.com"),
        ("news.example.com.au/1", "example.com.au"),
        ("https://maria.blogspot.com/1", "maria.blogspot.com"),
        ("https://web.archive.org/web/2026id_/http://www.example.org:80/1", "example.org"),
        ("https://192.0.2.1/1", None),
        ("http://[::1]/", None),
        ("http://[broken/", None),
        ("file:///home/x/a.html", None),
        ("not an address", None),
        ("", None),
    ],
)
def test_registrable_domain(url: str, expected: str | None) -> None:
    """The domain is the one that somebody registered, by the public suffix list."""
    assert expected == registrable_domain(url)


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ("2026-03-02", "2026-03-02"),
        ("20260302", "2026-03-02"),
        ("2026-03-02T10:00:00Z", "2026-03-02T10:00:00+00:00"),
        ("2026-03-02T10:00:00.123-05:00", "2026-03-02T10:00:00-05:00"),
        ("2026-03-02 10:00", "2026-03-02T10:00:00"),
        ("2 March 2026", "2026-03-02"),
        ("Monday, 2nd March 2026", "2026-03-02"),
        ("March 2, 2026", "2026-03-02"),
        ("Sept. 4, 2024", "2024-09-04"),
        ("Mon, 02 Mar 2026 10:00:00 GMT", "2026-03-02T10:00:00+00:00"),
        ("Mon, 2 Mar 2026 10:00:00 -0500", "2026-03-02T10:00:00-05:00"),
        ("31 June 2026", None),
        ("03/02/2026", None),
        ("2 Mar 26 10:00", None),
        ("2026", None),
        ("1700000000", None),
        ("yesterday", None),
        ("None", None),
        (None, None),
    ],
)
def test_dates(stated: str | None, expected: str | None) -> None:
    """Unambiguous dates become ISO 8601; others are dropped, never guessed."""
    assert expected == iso_8601(stated)


FOREIGN = {
    "french": """La mairie ne signera pas cet accord, a déclaré lundi la maire devant la presse. « Nous ne céderons
        pas », a-t-elle ajouté, avant de quitter la salle sans répondre aux questions.""",
    "french, with English names": """Le groupe The Rolling Bridges jouera samedi à Nantes, dans la salle Old Station,
        devant deux mille personnes. « On the road again, c'est notre devise », a dit le chanteur, qui vit depuis dix
        ans en Bretagne.""",
    "german": """Die Stadt werde den Vertrag nicht unterschreiben, sagte die Bürgermeisterin am Montag. „Wir geben
        nicht nach“, fügte sie hinzu, bevor sie den Saal verließ, ohne Fragen zu beantworten.""",
    "spanish": """El ayuntamiento no firmará el acuerdo, dijo el lunes la alcaldesa ante los periodistas. «No vamos a
        ceder», añadió antes de salir de la sala sin contestar a las preguntas.""",
    "portuguese": """A câmara não vai assinar o acordo, disse na segunda-feira a presidente aos jornalistas. “Não
        vamos ceder”, acrescentou, antes de sair da sala sem responder às perguntas.""",
    "italian": """Il comune non firmerà l'accordo, ha detto lunedì la sindaca ai giornalisti. «Non cederemo», ha
        aggiunto prima di lasciare la sala senza rispondere alle domande.""",
    "dutch": """De gemeente zal het akkoord niet ondertekenen, zei de burgemeester maandag tegen journalisten. ‘Wij
        geven niet toe’, voegde ze eraan toe, voordat ze zonder vragen te beantwoorden de zaal verliet.""",
    "polish": """Miasto nie podpisze tej umowy, powiedziała w poniedziałek dziennikarzom burmistrz. „Nie ustąpimy”,
        dodała, zanim wyszła z sali, nie odpowiadając na żadne pytania dotyczące portu i promu.""",
    "swedish": """Kommunen kommer inte att skriva under avtalet, sade borgmästaren till journalister i måndags. ”Vi
        ger oss inte”, tillade hon innan hon lämnade rummet utan att svara på frågor.""",
    "turkish": """Belediye anlaşmayı imzalamayacak, dedi başkan pazartesi günü gazetecilere. “Geri adım atmayacağız”
        diye ekledi ve soruları yanıtlamadan salondan ayrıldı; toplantı perşembe günü yeniden yapılacak.""",
    "indonesian": """Pemerintah kota tidak akan menandatangani perjanjian itu, kata wali kota kepada wartawan pada
        hari Senin. “Kami tidak akan menyerah,” tambahnya sebelum meninggalkan ruangan tanpa menjawab pertanyaan.""",
    "russian": """Город не подпишет это соглашение, заявила в понедельник журналистам мэр. «Мы не уступим», добавила
        она, прежде чем покинуть зал, не ответив ни на один вопрос о порте.""",
    "chinese": "市长星期一对记者表示，市政府不会签署这项协议。“我们不会让步，”她补充说，随后离开了会场。",
    "japanese": "市長は月曜日、市は協定に署名しないと述べた。「譲歩はしない」と付け加え、会場を後にした。",
    "arabic": """قالت رئيسة البلدية للصحفيين يوم الاثنين إن المدينة لن توقع على الاتفاق. وأضافت: «لن نتراجع»،
        قبل أن تغادر القاعة من دون أن تجيب عن أي سؤال حول الميناء.""",
}

ENGLISH_TEXTS = {
    "too short to tell": "Nous ne signerons pas.",
    "foreign names": """Mayor Ana Ruiz hosted Jean-Luc Moreau, Søren Kjærgaard and Nguyễn Văn Minh at Gullane town
        hall on Monday; Marie-Claire Lefèvre, Jürgen Großmann and Zbigniew Wójcik sent regrets.""",
    "foreign quotation": """“Nous ne céderons pas, jamais, et surtout pas cette année,” she told the crowd in French on
        Monday. The mayor then switched to English and said the talks would go on.""",
    "few function words": """Poultry magnate Ronald Carver remained Gullane Action’s top donor, giving $2.5 million.
        Harbor investor Lou Stanton gave $1 million, records show.""",
    "another script": """奥野 (Okuno) and 王力 (Wang Li) said on Monday that they would not sign the agreement with the
        harbor company, which has run the ferry since 1987.""",
}


@pytest.mark.parametrize("language", FOREIGN)
def test_other_languages_are_refused(tmp_path: Path, language: str) -> None:
    """An article that is not in English is a failure that says so."""
    assert "not in English" in failure(saved(tmp_path, "a.txt", FOREIGN[language])).problem


@pytest.mark.parametrize("kind", ENGLISH_TEXTS)
def test_english_is_never_refused(kind: str) -> None:
    """Short texts, foreign names and short foreign quotations are no reason to refuse an article."""
    assert is_english(ENGLISH_TEXTS[kind])


SHARED = Path(__file__).parents[2] / "shared" / "eval"


@pytest.mark.skipif(not SHARED.is_dir(), reason="the gold articles are not beside the repository")
def test_no_gold_article_is_refused() -> None:
    """All gold articles are read, with the text as it stands in the file."""
    paths = sorted(SHARED.glob("*.jsonl"))
    expected = [json.loads(line)["text"] for path in paths for line in path.read_text("utf-8").split("\n") if line]
    assert expected == [found.text for found in articles(*paths)]
