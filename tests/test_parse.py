"""Parsing: quotations are masked and offsets hold; models are checked and loaded late; a cache changes nothing."""

import os
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from collections.abc import Set as AbstractSet
from importlib.resources import files
from pathlib import Path

import pytest
from click.testing import CliRunner
from gold_files import GoldArticle, all_gold
from hypothesis import example, given
from hypothesis import strategies as st
from pipeline_fixture import name_of, parse_all, text_article

from quotes.attribute import attribute
from quotes.cli import cli
from quotes.errors import ModelError
from quotes.find import find
from quotes.models import Parse, Piece, Sentence, Span, Word
from quotes.paragraphs import paragraphs
from quotes.parse import ANALYSIS, ANALYSIS_WORDS, Parser
from quotes.parse.mask import Frame, mask
from quotes.parse.package import shipped_directory
from quotes.parse.select import naming

TEXT = "Mayor Ana Ruiz left.\n\n“It leaks,” Ruiz said. “It can’t be mended,” she told the Gazette."
PARTS = st.sampled_from(
    ["“", "”", '"', "‘", "’", "'", "''", "«", "»", " ", "\n", "\n\n", "\r\n", "\u00a0", ",", ".", "?", "!", ":", "—",
     "(R-Wis.)", "Ruiz", "said", "Mr.", "can't", "It leaks", "the", "is", "to", "6'2\"", "a", "Ñandú", "\U0001f600",
     "FLINT, Mich. — "]
)  # fmt: skip
TEXTS = st.lists(PARTS, max_size=40).map("".join) | st.text(max_size=60)


# ---------------------------------------------------------------- masking


def frames(text: str) -> tuple[tuple[Piece, ...], list[tuple[Span, Frame]]]:
    """Return the pieces of a text, and each paragraph with its frame."""
    pieces = tuple(sorted((p for q in find(text) for p in q.pieces), key=lambda p: p.outer))
    masked = []
    for number, span in enumerate(paragraphs(text)):
        inside = tuple((i, p) for i, p in enumerate(pieces) if span.covers(p.outer))
        masked.append((span, mask(text, number, span, inside)))
    return pieces, masked


@given(TEXTS)
@example(TEXT)
@example("FLINT, Mich. (UPI) — Mr. Cole (R-Wis.) said“no”again")
def test_offsets_of_a_frame_lead_back(text: str) -> None:
    """Each code point of a frame is one of the article outside quotations, or belongs to a placeholder."""
    pieces, masked = frames(text)
    for _, frame in masked:
        for at, letter in enumerate(frame.text):
            span, piece = frame.to_article(at, at + 1), frame.piece_at(at)

            assert (span is None) != (piece is None)
            if span is not None:
                assert not any(p.outer.overlaps(span) for p in pieces)
                # Space of any kind becomes a plain one; a dateline, a bracket and the full stop of a title are blanked.
                assert letter in {span.of(text), " "}


@given(TEXTS)
@example(TEXT)
def test_a_frame_keeps_what_is_outside(text: str) -> None:
    """A frame holds every code point of its paragraph outside quotations, in order, and one placeholder a piece."""
    pieces, masked = frames(text)
    for span, frame in masked:
        back = [s for at in range(len(frame.text)) if (s := frame.to_article(at, at + 1))]
        inside = [i for i, p in enumerate(pieces) if span.covers(p.outer)]
        outside = [
            at for at in range(span.start, span.end) if not any(p.outer.start <= at < p.outer.end for p in pieces)
        ]

        assert outside == [one.start for one in back]
        assert inside == list(
            dict.fromkeys(p for at in range(len(frame.text)) if (p := frame.piece_at(at)) is not None)
        )


@given(
    st.text(alphabet="jqx ,.?!\n", max_size=200),
    st.sampled_from(["“%s” Ruiz said.", "Ruiz told a man that “%s”.", "The “%s” ban"]),
)
def test_what_was_said_is_not_parsed(content: str, around: str) -> None:
    """No word of a quotation is in a frame."""
    text = around % content
    frame_text = "".join(frame.text for _, frame in frames(text)[1])

    assert not find(text) or "\n" in content or set("jqx").isdisjoint(frame_text)


@pytest.fixture(scope="module")
def parses(parser: Parser) -> dict[str, Parse]:
    """Return the parses of all gold articles, by text."""
    return parse_all(parser, [gold.article for gold in all_gold()])


def words_of(parse: Parse) -> Iterator[tuple[Sentence, Word]]:
    """Yield each word with its sentence."""
    return ((sentence, word) for sentence in parse.sentences for word in sentence.words)


GOLD = pytest.mark.parametrize("gold", all_gold(), ids=lambda gold: name_of(gold.path))


@pytest.mark.stanza
@GOLD
def test_words_lie_outside_quotations(gold: GoldArticle, parses: dict[str, Parse]) -> None:
    """A word has either a span outside all quotations, inside its paragraph, or a piece that it stands for."""
    parse = parses[gold.article.text]
    for sentence, word in words_of(parse):
        if word.span is None:
            assert word.piece is not None
            assert parse.paragraphs[sentence.paragraph].covers(parse.pieces[word.piece].outer)
        else:
            assert not any(piece.outer.overlaps(word.span) for piece in parse.pieces)
            assert parse.paragraphs[sentence.paragraph].covers(word.span)


@pytest.mark.stanza
@GOLD
def test_words_are_slices(gold: GoldArticle, parses: dict[str, Parse]) -> None:
    """The text of a word is the slice of its span, in order of the text."""
    parse = parses[gold.article.text]
    known = [word for _, word in words_of(parse) if word.span]
    wrong = [
        (word.text, word.span.of(gold.article.text))
        for word in known
        if word.span and not _same(word.text, word.span.of(gold.article.text))
    ]

    assert wrong == []
    starts = [word.span.start for word in known if word.span]
    assert sorted(starts) == starts


def _same(word: str, printed: str) -> bool:
    """Tell whether a word is as printed, but for the full stop of a title, which is blanked."""
    return " ".join(word.split()) == " ".join(printed.split()) or word == printed.rstrip(".")


@pytest.mark.stanza
@GOLD
def test_trees_are_trees(gold: GoldArticle, parses: dict[str, Parse]) -> None:
    """Each sentence has one root, and every word leads to it."""
    for sentence in parses[gold.article.text].sentences:
        assert [word.index for word in sentence.words] == list(range(len(sentence.words)))
        assert sum(word.head is None for word in sentence.words) == 1
        for word in sentence.words:
            seen, at = set[int](), word
            while at.head is not None:
                assert at.index not in seen
                seen.add(at.index)
                at = sentence.words[at.head]


@pytest.mark.stanza
@GOLD
def test_each_piece_is_parsed(gold: GoldArticle, parses: dict[str, Parse]) -> None:
    """Each piece of a quotation has a placeholder in some tree, and names are looked for outside quotations only."""
    parse = parses[gold.article.text]

    assert set(range(len(parse.pieces))) == {word.piece for _, word in words_of(parse)} - {None}
    assert [e for e in parse.entities if any(piece.outer.overlaps(e.span) for piece in parse.pieces)] == []


def plain_frames(text: str) -> list[Frame]:
    """Return the frames of a text in which nobody is quoted."""
    return [frame for _, frame in frames(text)[1]]


def far(text: str, read: str, near: AbstractSet[int] = frozenset()) -> list[str]:
    """Return the parts of paragraphs without quotations that are read for names."""
    return [frame.text for frame in naming(plain_frames(text), plain_frames(read), [read], near)]


def test_a_name_is_read_where_it_first_stands() -> None:
    """In paragraphs where anybody named may be meant, names are read with the words around them."""
    text = (
        "The roof is old. Dr. J. K. Lund of the Harbour Board wrote to NATO. Ruiz laughed on Monday.\n\n"
        "Lund’s letter was long. So Mayor Ana Ruiz read on, and at last they began to ask for help from NATO. "
        "His friend Suharto’s train was late."
    )

    assert far(text, "Mayor Ana Ruiz left.", {0, 1}) == [
        "Dr  J. K. Lund of the Harbour Board wrote to NATO.",
        "So Mayor Ana Ruiz read on, and at last they began",
        "His friend Suharto’s train was late.",
    ]


@pytest.mark.parametrize(
    ("near", "text"),
    [
        ("Lund laughed.", "It was Mia Lund who came."),
        ("Lund’s letter was long.", "It was Mia Lund who came."),
        ("Superintendent Lund laughed.", "It was Mia Lund who came."),
        ("O'Neill laughed.", "It was Mia O’Neill who came."),
        ("The GWB was asked.", "He called the Gullane Water Board."),
        ("The deputy mayor laughed.", "A friend of mayor Mia Lund came."),
        ("The old ministry burned.", "It was sold by the Ministry of Fisheries."),
    ],
)
def test_a_name_that_may_be_meant_is_read_anywhere(near: str, text: str) -> None:
    """Who is named near a quotation, in part, by initials or by a role, may be named in full far from it."""
    assert far(text, near) == [text]


@pytest.mark.parametrize(
    ("text", "part"),
    [
        # a name that is cut in two, or a word that leads on to it, would be taken for something else
        (
            "It was in the dry summer of last year that Mia Lund sold the boat with a net to Ada Finch of Tarn.",
            "in the dry summer of last year that Mia Lund sold the boat with a net",
        ),
        (
            "The old barn was sold by Abel Van Roth to a friend of his when Mia Lund left.",
            "Abel Van Roth to a friend of his when Mia Lund left.",
        ),
        (
            "Mia Lund sold it, and the day after that all were gone when Mia Lund came again in May.",
            "Mia Lund sold it, and the day after that all were gone when Mia Lund came again in May.",
        ),
    ],
)
def test_words_around_a_name_are_read(text: str, part: str) -> None:
    """A name is read with eight words on either side, which break off in no other name, wherever it stands again."""
    assert far(text, "Lund laughed.") == [part]


@pytest.mark.parametrize(
    "near",
    ["The Roths laughed.", "Mr. Roth laughed.", "The train was late.", "It burned.", "The Lund Bridge was late."],
)
def test_a_name_that_nothing_means_is_not_read(near: str) -> None:
    """What is named far from quotations and never meant near one is not read."""
    assert far("So did Mr. Lund of the Harbour Board. It was sold to mayor Mia Lund.", near) == []


@pytest.mark.stanza
@pytest.mark.parametrize(
    ("text", "is_open"),
    [
        ("“We stay,” Lund said on Friday.", False),
        ("“We stay,” said Mia Lund, the mayor. “We do not leave.”", False),
        ("“We stay,” Lund said. “We always do,” she said.", False),
        ("Lund laughed. “We stay,” she said.", False),
        ("“We stay,” a judge said.", False),
        ("“We stay,” critics said.", False),
        ("“We stay,” BBC News said.", False),
        ("Tarn is the “long wait” of the north.", False),
        ("“We stay,” she said.", True),
        ("“We stay,” she said of Lund.", True),
        ("She met Lund. “We stay,” she said.", True),
        ("“We stay,” the judge said.", True),
        ("“We stay,” her lawyer said.", True),
        ("“We stay,” the Australian said.", True),
        ("“We stay and we wait.”", True),
    ],
)
def test_the_paragraph_before_is_read_where_it_is_open_who_speaks(text: str, is_open: bool, parser: Parser) -> None:
    """It is open where the paragraph's own sources stand for somebody whom it does not name."""
    article = text_article(f"Roth left.\n\nThe roof is old.\n\n{text}")
    (first,) = parser.parse([(article, find(article.text))])

    (reading,) = parser.parse_more([first], [attribute(article.text, find(article.text), first.parse)])

    assert [frame.paragraph for frame in first.full] == [2]
    assert [frame.paragraph for frame in reading.full] == ([2, 1] if is_open else [2])
    assert [sentence.paragraph for sentence in reading.parse.sentences] == sorted(
        sentence.paragraph for sentence in reading.parse.sentences
    )


@pytest.mark.stanza
@pytest.mark.parametrize(
    ("text", "far_text", "is_read"),
    [
        ("“We stay,” Lund said.", "It was Mia Lund who came.", True),
        ("LUND: “We stay.”", "It was Mia Lund who came.", True),
        ("“We stay,” the mayor said.", "A friend of mayor Mia Lund came.", True),
        ("Lund laughed. “We stay,” she said.", "It was Mia Lund who came.", True),
        ("“We stay,” Lund said of Roth.", "It was Ben Roth who came.", False),
        ("“We stay,” Lund said to the mayor.", "A friend of mayor Ben Roth came.", False),
    ],
)
def test_names_are_read_that_a_source_may_mean(text: str, far_text: str, is_read: bool, parser: Parser) -> None:
    """Of paragraphs far from quotations, only names that some source may stand for are read."""
    article = text_article(f"{far_text}\n\nThe roof is old.\n\nIt is late.\n\n{text}")
    (first,) = parser.parse([(article, find(article.text))])

    (reading,) = parser.parse_more([first], [attribute(article.text, find(article.text), first.parse)])

    assert [frame.paragraph for frame in reading.names] == ([0] if is_read else [])


@given(TEXTS.filter(lambda text: not find(text)))
def test_offsets_of_a_selected_sentence_lead_back(text: str) -> None:
    """Each code point of a sentence that is read for names stands at its place in the article."""
    plain = plain_frames(text)
    for frame in naming(plain, (), (), set(range(len(plain)))):
        start = frame.to_article(0, 1)
        assert start is not None
        for at in range(len(frame.text)):
            assert frame.to_article(at, at + 1) == Span(start.start + at, start.start + at + 1)


# ---------------------------------------------------------------- what is loaded, and when


def python(code: str, *arguments: str) -> str:
    """Return what a fresh interpreter prints."""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code, *arguments], check=False, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


LOADED = "print(sorted({'torch', 'stanza', 'transformers'} & sys.modules.keys()))"


def test_importing_loads_nothing() -> None:
    """Importing the package, its pipeline and its commands loads neither Stanza nor torch."""
    code = "import sys, quotes, quotes.cli, quotes.pipeline, quotes.parse, quotes.parse.package; " + LOADED

    assert python(code) == "[]"


def test_articles_without_text_load_nothing() -> None:
    """A pipeline that has nothing to parse loads neither Stanza nor torch."""
    code = (
        "import sys\n"
        "from quotes import Article\n"
        "from quotes.parse import Parser\n"
        "from quotes.pipeline import Pipeline\n"
        "made = Pipeline(Parser()).run([Article(key='a', text=''), Article(key='b', text=' \\n ')])\n"
        "assert [one.quotations for one in made] == [(), ()]\n"
    )

    assert python(code + LOADED) == "[]"


@pytest.mark.stanza
def test_what_the_cache_knows_loads_nothing(tmp_path: Path) -> None:
    """A second process that finds all parses in the cache loads neither Stanza nor torch."""
    cache = tmp_path / "parses.db"
    first = parse_all(Parser(cache=cache), [text_article(TEXT)])[TEXT]
    code = (
        "import sys\n"
        "from pathlib import Path\n"
        "from quotes import Article\n"
        "from quotes.attribute import attribute\n"
        "from quotes.find import find\n"
        "from quotes.parse import Parser\n"
        "text = sys.argv[2]\n"
        "parser = Parser(cache=Path(sys.argv[1]))\n"
        "first = parser.parse([(Article(key='a', text=text), find(text))])\n"
        "print(parser.parse_more(first, [attribute(text, find(text), first[0].parse)])[0].parse)\n"
    )

    assert [repr(first), "[]"] == python(code + LOADED, str(cache), TEXT).splitlines()


@pytest.mark.stanza
def test_the_shipped_models_need_little_to_start() -> None:
    """Neither transformers nor torch's compiler is needed, which take longer to load than all else together."""
    code = (
        "import sys\n"
        "sys.modules['transformers'] = None\n"
        "from quotes import Article\n"
        "from quotes.parse import Parser\n"
        "from quotes.pipeline import Pipeline\n"
        "[one] = Pipeline(Parser()).run([Article(key='a', text='“We stay,” Mia Roth said.')])\n"
        "print(one.quotations[0].speakers[0].name, 'torch._dynamo' in sys.modules)\n"
    )

    assert python(code) == "Mia Roth False"


# ---------------------------------------------------------------- models


def copied(tmp_path: Path) -> Path:
    """Return a resources directory like the shipped one, of links to its files."""
    return Path(shutil.copytree(shipped_directory(), tmp_path / "resources", copy_function=os.symlink))


@pytest.mark.parametrize("name", ["resources.json", "en/depparse/quotes.pt", "en/encoder/model.safetensors"])
def test_a_tampered_model_is_refused(tmp_path: Path, name: str) -> None:
    """A model file of other bytes is refused before anything is loaded, by name and with the way out."""
    path = copied(tmp_path) / name
    path.unlink()
    path.write_bytes(b"cos\nsystem\n")

    with pytest.raises(ModelError, match="not the one that was shipped") as caught:
        Parser(directory=tmp_path / "resources")

    assert str(path) in str(caught.value)
    assert "Reinstall" in caught.value.next_step


@pytest.mark.parametrize("name", ["SHA256SUMS", "en/ner/quotes.pt"])
def test_a_missing_model_is_named(tmp_path: Path, name: str) -> None:
    """A model file that is not there is an error that names it."""
    path = copied(tmp_path) / name
    path.unlink()

    with pytest.raises(ModelError, match="missing") as caught:
        Parser(directory=tmp_path / "resources")

    assert str(path) in str(caught.value)
    assert "Reinstall" in caught.value.next_step


def test_every_model_has_a_sum() -> None:
    """Nothing that is loaded from the resources directory goes unchecked."""
    folder = shipped_directory()
    listed = {line.split(maxsplit=1)[1] for line in (folder / "SHA256SUMS").read_text().splitlines() if line}
    models = {path.relative_to(folder).as_posix() for path in (folder / "en").rglob("*") if path.is_file()}

    assert set() == {*models, "resources.json"} - listed


def test_other_models_say_what_to_do(tmp_path: Path) -> None:
    """Stanford's models, where there are none, are an error that says how to get them."""
    with pytest.raises(ModelError, match="no English Stanza models") as caught:
        Parser("default", directory=tmp_path)

    assert str(tmp_path) in str(caught.value)
    assert [
        words
        for words in ("stanza.download", "STANZA_RESOURCES_DIR", "--stanza-package")
        if words in caught.value.next_step
    ] == ["stanza.download", "STANZA_RESOURCES_DIR", "--stanza-package"]


@pytest.mark.slow
def test_a_command_with_other_models_says_what_to_do(tmp_path: Path) -> None:
    """`--stanza-package default` on a machine without models ends with the problem and the next step."""
    article = tmp_path / "a.txt"
    article.write_text(TEXT, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "quotes", "extract", "--stanza-package", "default", str(article)],
        check=False, capture_output=True, text=True, env={**os.environ, "STANZA_RESOURCES_DIR": str(tmp_path / "none")},
    )  # fmt: skip

    assert (done.returncode != 0, "stanza.download('en')" in done.stderr, done.stdout) == (True, True, "")
    assert "Traceback" not in done.stderr


def test_models_are_listed_with_their_sums() -> None:
    """`quotes models` names each file in use with its SHA-256."""
    done = CliRunner().invoke(cli, ["models"])
    lines = [line.split(maxsplit=1) for line in (shipped_directory() / "SHA256SUMS").read_text().splitlines() if line]

    assert done.exit_code == 0
    assert [name for total, name in lines if name not in done.output or total not in done.output] == []


# ---------------------------------------------------------------- cache


@pytest.fixture(scope="module")
def uncached() -> Parse:
    """Return the parse of the text without a cache."""
    return parse_all(Parser(), [text_article(TEXT)])[TEXT]


@pytest.mark.stanza
def test_a_cache_knows_what_makes_a_parse() -> None:
    """Each file and word list that decides a parse before it is kept is part of its key."""
    folder = files("quotes").joinpath("parse")
    code = "".join(folder.joinpath(name).read_text(encoding="utf-8") for name in ANALYSIS)

    assert set(re.findall(r"lexicon\.words\(\"(\w+)\"\)", code)) == set(ANALYSIS_WORDS)
    assert {f"{name}.py" for name in re.findall(r"from quotes\.parse\.(\w+) import", code)} <= set(ANALYSIS)


def test_a_cache_changes_nothing(tmp_path: Path, uncached: Parse) -> None:
    """A parse is the same without a cache, when it is put into one, and when it is taken from it."""
    cache = tmp_path / "deep" / "er" / "parses.db"
    made = [parse_all(Parser(cache=cache), [text_article(TEXT)])[TEXT] for _ in range(2)]

    assert [uncached, uncached] == made
    assert cache.is_file()


def _folder(path: Path) -> None:
    path.mkdir()


def _garbage(path: Path) -> None:
    path.write_bytes(b"no database " * 100)


def _other_table(path: Path) -> None:
    with sqlite3.connect(path) as db:
        db.execute("create table parses (other text)")
    db.close()


def _other_rows(path: Path) -> None:
    with sqlite3.connect(path) as db:
        db.execute("create table parses (key blob primary key, parse text) without rowid")
        db.execute("create trigger full before insert on parses begin select raise(abort, 'disk full'); end")
    db.close()


@pytest.mark.stanza
@pytest.mark.parametrize(
    "spoil", [_folder, _garbage, _other_table, _other_rows], ids=lambda spoil: spoil.__name__.strip("_")
)
def test_a_spoilt_cache_is_survived(tmp_path: Path, uncached: Parse, spoil: Callable[[Path], None]) -> None:
    """A cache that cannot be read or written is as good as none."""
    cache = tmp_path / "parses.db"
    spoil(cache)

    assert uncached == parse_all(Parser(cache=cache), [text_article(TEXT)])[TEXT]


@pytest.mark.stanza
def test_a_cache_beneath_a_file_is_survived(tmp_path: Path, uncached: Parse) -> None:
    """A cache in a place where no folder can be made is as good as none."""
    (tmp_path / "file").write_text("x")

    assert uncached == parse_all(Parser(cache=tmp_path / "file" / "parses.db"), [text_article(TEXT)])[TEXT]
