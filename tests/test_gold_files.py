"""The gold files can be read, are complete, and say what they mean to say."""

import re
from pathlib import Path

import pytest
from gold_files import GOLD, GoldArticle, GoldError, GoldQuotation, all_gold, load

from quotes.models import Article, Reason, Span, SpeakerKind

FILES = sorted(GOLD.glob("*/*.txt"))
PATTERNS = {"M": 7, "F": 21, "X": 12, "W": 7, "N": 6}
TEXT = 'Ana Ruiz spoke.\n"No," Ruiz said. "Never." She left.\nBen Cole said "no".'
# A double mark that opens or closes something: not the inches of 6'9" or 12".
DOUBLE_MARK = re.compile(r"(?<!\d)[\"“”„«»]|''|``|â€")


def write(folder: Path, entries: str, text: str = TEXT, header: str = "why: a test") -> Path:
    """Return a gold file with these entries."""
    path = folder / "gold.txt"
    path.write_text(f"{header}\n---\n{text}\n--- quotations\n{entries}\n", encoding="utf-8")
    load.cache_clear()
    return path


def test_a_file_becomes_spans(tmp_path: Path) -> None:
    """Pieces, source and cue become spans of the text; the header becomes the article."""
    path = write(
        tmp_path,
        'speaker: Ana Ruiz | kind: person | source: Ruiz@2 | cue: said | rule: F6\n  "No,"\n  "Never."\n'
        'speaker: Ben Cole | kind: person | source: Ben Cole | cue: said\n  "no"',
        header="outlet: Harbor Courier\npublished: 2026-03-02\nwhy: a test\nrules: F6 F3",
    )

    expected = GoldArticle(
        path=path,
        article=Article(key="gold", text=TEXT, outlet="Harbor Courier", published="2026-03-02", origin=str(path)),
        why="a test",
        rules=("F6", "F3"),
        quotations=(
            GoldQuotation(
                pieces=(Span(17, 20), Span(34, 40)),
                speakers=("Ana Ruiz",),
                kind=SpeakerKind.PERSON,
                sources=(Span(22, 26),),
                cue=Span(27, 31),
                rule="F6",
            ),
            GoldQuotation(
                pieces=(Span(67, 69),),
                speakers=("Ben Cole",),
                kind=SpeakerKind.PERSON,
                sources=(Span(52, 60),),
                cue=Span(61, 65),
            ),
        ),
    )

    assert expected == load(path)


def test_no_speaker_has_a_reason(tmp_path: Path) -> None:
    """A quotation without a speaker keeps its reason."""
    gold = load(write(tmp_path, 'speaker: none | reason: not-speech\n  "no"'))

    assert [(one.speaker, one.source, one.reason) for one in gold.quotations] == [(None, None, Reason.NOT_SPEECH)]


def test_nested_quotations_belong_to_the_outer_one(tmp_path: Path) -> None:
    """A nested entry is searched inside the quotation above, and so are its source and cue."""
    text = "“My father said, ‘No,’ and left,” Ruiz said. Her father said less."
    gold = load(
        write(
            tmp_path,
            "speaker: Ruiz | kind: person | source: Ruiz | cue: said\n  “My father said, ‘No,’ and left,”\n"
            "nested: yes | speaker: father | kind: person | source: My father | cue: said\n  ‘No,’",
            text=text,
        ),
    )

    (outer,) = gold.quotations
    (inner,) = outer.nested
    assert ("No,", Span(11, 15)) == (inner.pieces[0].of(text), inner.cue)


def test_joint_speakers_and_elided_words(tmp_path: Path) -> None:
    """Semicolons part joint speakers, and [...] stands for the words between."""
    text = "“We have thought about this for long,” Ruiz and Cole said."
    gold = load(
        write(tmp_path, "speaker: A; B | kind: person | source: Ruiz; Cole\n  “We have [...] long,”", text=text),
    )

    (one,) = gold.quotations
    assert (one.speakers, [span.of(text) for span in one.sources]) == (("A", "B"), ["Ruiz", "Cole"])
    assert one.pieces[0].of(text) == "We have thought about this for long,"


def test_an_entry_says_what_is_open(tmp_path: Path) -> None:
    """The aspects in which the pipeline fails are kept with the reason; `wrong:` begins that of a wrong speaker."""
    gold = load(
        write(
            tmp_path,
            'speaker: Ana Ruiz | kind: person | source: Ruiz@2 | open: speaker kind | why: wrong: Ben Cole\n  "No,"\n'
            'speaker: Ana Ruiz | kind: person | source: Ruiz@2 | open: source\n  "Never."',
        ),
    )

    expected = [(frozenset({"speaker", "kind"}), "wrong: Ben Cole", True), (frozenset({"source"}), "", False)]
    assert expected == [(one.open, one.why, one.wrong) for one in gold.quotations]


@pytest.mark.parametrize(
    ("entries", "problem"),
    [
        ('speaker: Ana Ruiz | kind: person | source: Ruiz\n  "Nope,"', "not in the article"),
        ('speaker: Ana Ruiz | kind: person | source: Ruiz\n  "Never."\n  "No,"', "after the piece before"),
        ('speaker: Ana Ruiz | kind: person | source: Diaz\n  "No,"', "outside its quotations: Diaz"),
        ('speaker: Ana Ruiz | kind: person | source: Never\n  "No,"\n  "Never."', "outside its quotations: Never"),
        ('speaker: Ana Ruiz | kind: person | source: Ruiz@3\n  "No,"', "2 times in the article, not 3"),
        ('speaker: Ana Ruiz | kind: person\n  "No,"', "needs"),
        ('speaker: none\n  "No,"', "needs"),
        ('kind: person | source: Ruiz\n  "No,"', "'speaker' is missing"),
        ("speaker: Ana Ruiz | kind: person | source: Ruiz", "without a piece"),
        ("speaker: Ana Ruiz | kind: person | source: Ruiz\n  No", "must begin with its quotation mark"),
        ('speaker: Ana Ruiz | who: Ruiz\n  "No,"', "cannot read"),
        ('speaker: Ana Ruiz | kind: person | source: Ruiz | rule: F0\n  "No,"', "not the id of a pattern"),
        ('nested: yes | speaker: none | reason: no-cue\n  "No,"', "nested in nothing"),
        ('  "No,"', "before the first entry"),
        ('speaker: none | reason: no-cue | open: speech\n  "No,"', "'open' cannot hold ['speech']"),
        ('speaker: none | reason: no-cue | open: speaker\n  "No,"', "of this entry it can: pieces, reason"),
        ('speaker: none | reason: no-cue | open:\n  "No,"', "'open' cannot hold []"),
        ('speaker: none | reason: no-cue | why: hard\n  "No,"', "there is none"),
        (
            'speaker: none | reason: no-cue\n  "No,"\nnested: yes | speaker: none | reason: no-cue | open: kind\n  "o"',
            "belongs to the quotation around",
        ),
    ],
)
def test_a_slip_is_reported(tmp_path: Path, entries: str, problem: str) -> None:
    """Words that are not there, cannot be told apart or contradict each other are an error that names the file."""
    with pytest.raises(GoldError, match=re.escape(problem)) as caught:
        load(write(tmp_path, entries))

    assert str(tmp_path) in str(caught.value)


def test_a_tie_is_reported(tmp_path: Path) -> None:
    """Two places that are equally near have to be told apart."""
    path = write(tmp_path, 'speaker: Ruiz | kind: person | source: Ruiz\n  "No"', text='Ruiz "No" Ruiz')

    with pytest.raises(GoldError, match="equally near"):
        load(path)


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_every_mark_is_accounted_for(path: Path) -> None:
    """Each double quotation mark of a gold article delimits a piece of it."""
    gold = load(path)
    text = gold.article.text
    near = {place for one in gold.quotations for span in one.pieces for place in range(span.start - 4, span.end + 4)}
    orphan = {"M4-unclosed": 1}.get(path.stem, 0)

    assert orphan == sum(mark.start() not in near for mark in DOUBLE_MARK.finditer(text))


def test_each_pattern_has_a_file_of_its_own() -> None:
    """The synthetic files show every pattern of the inventory, named by its id."""
    expected = {f"{family}{number}" for family, count in PATTERNS.items() for number in range(1, count + 1)}

    assert expected == {gold.path.stem.split("-")[0] for gold in all_gold("synthetic")}


def test_negative_files_have_no_speaker() -> None:
    """Nobody speaks in the negative files."""
    assert sorted({one.speaker for gold in all_gold("negative") for one in gold.quotations}, key=str) == [None]


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_the_header_names_the_patterns_of_the_entries(path: Path) -> None:
    """Patterns that decide an entry stand in the header, so that a file can be found by its pattern."""
    gold = load(path)

    assert {one.rule for one in gold.quotations} - {None} <= set(gold.rules)
