"""Finding quotations by their marks: M1 to M7 of the rule inventory, and what must hold for any text."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from quotes.find import find, paragraphs
from quotes.marks import is_blank
from quotes.models import Piece, Quotation, Span


def shown(text: str) -> str:
    """Return the text with every content in place in <>, nested ones in {}, "?" behind those that nothing closes."""
    signs: list[tuple[int, int, int, str]] = []
    for order, (depth, start, end, closed) in enumerate(_contents(find(text))):
        left, right = ("<", ">") if depth == 0 else ("{", "}")
        signs.append((start, 1, order, left))
        signs.append((end, 0, -order, right if closed else f"{right}?"))
    parts, done = [], 0
    for place, _, _, sign in sorted(signs):
        parts += [text[done:place], sign]
        done = place
    return "".join([*parts, text[done:]])


def _contents(quotations: tuple[Quotation, ...], depth: int = 0) -> list[tuple[int, int, int, bool]]:
    """Return depth, start, end and whether it is closed of every piece, nested ones after those around them."""
    rows = []
    for quotation in quotations:
        rows += [(depth, piece.content.start, piece.content.end, piece.closed) for piece in quotation.pieces]
        rows += _contents(quotation.nested, depth + 1)
    return rows


def bare(marked: str) -> str:
    """Return the text without the signs of `shown`."""
    for sign in ("<", ">?", ">", "{", "}?", "}"):
        marked = marked.replace(sign, "")
    return marked


M1_MARKS = [
    "“<We start Monday,>” Lena Orr said. “<It is late.>”",
    '"<We start Monday,>" Lena Orr said. "<It is late.>"',
    "''<We start Monday,>'' Lena Orr said. ''<It is late.>''",
    "``<We start Monday,>'' Lena Orr said, calling it ``<late>''.",
    "«<We start Monday>», said Lena Orr. « <It is late> », she said. »<Late!>«",
    "„<We start Monday>“, said Lena Orr. „<It is late,>” she said.",
    "‘‘<We start Monday,>’’ Lena Orr said.",
    "「<We start Monday>」 said Orr. 『<Late>』 ＂<Very.>＂",
    '(“<We start>”) and—“<we stop>”—and ["<we go>"], the "<A>"-team and "<go>"/"<stop>".',
    '"<...and then we left,>" she said. "<…and,>" "<$40 is a lot.>" "<(Laughs.) No.>" "<#go>" "<@orr>"',
    '**"<We start,>"** said Orr. *"<We stop>"* "<x>"[1] "<y>"(2) 😀"<Go>"😀',
    'Orr said:"<We start Monday.>" She said,“<It is late.>” "<Go!>"she said. "<One,>""<two,>" she said.',
]

M2_SINGLE_STYLE = [
    "‘<They’re late and the Joneses’ van isn’t,>’ said Tariq Dean.",
    "'<They're late and the Joneses' van isn't,>' said Tariq Dean.",
    "‘<It’s the ’90s,>’ he said. ‘<I’m goin’ home to the ol’ man.>’ It was ‘<a mess>’ at 5 o’clock.",
    "'<It's the '90s,>' he said. '<I'm goin' home to the ol' man.>' It was '<a mess>' at 5 o'clock.",
    "‘<Rock ’n’ roll,>’ she said, ‘<is what we do.>’ The boys’ club and the girls’ club shut.",
    "‘<My father said, “{Never sell,}” so I won’t,>’ said Abel Nunez.",
    "'<My father said, \"{Never sell,}\" so I won't,>' said Abel Nunez.",
    "‘<Wuthering Heights>’ is on. ‘<It’s James’,>’ she said.",
    "‘<We go,>’ said Orr.\n“<We stay,>” said Dean. ‘<No,>’ said Orr. ‘<Yes,>’ said Dean.",
]

M3_PARAGRAPHS = [
    "Ms Orr said: “<The roof leaks.>?\n“<The boiler is worse.>?\n“<We go.>” She left.",
    'Ms Orr said: "<The roof leaks.>?\n\n"<The boiler is worse.>"\n\n"<No,>" said Dean.',
    "Ms Orr said: ''<The roof leaks.>?\n\n''<The boiler is worse,>'' and left.",
    "Ms Orr said: ‘<The roof leaks.>?\n\n‘<The boiler is the Joneses’ boiler,>’ and left.",
    '"<He calls it a “{wreck}” every time.>?\n\n"<I call it home,>" she said.',
    "“<They go in person>?\n<to every meeting,>” he said.",
    "A heading\n“<The roof leaks.>?\n“<The boiler is worse.>” She left.",
]

M4_STRAY = [
    'He said: "<We never agreed. The vote is on Friday.>?\nThe vote was moved. "<So it goes,>" he said.',
    "He said: “<We never agreed. The vote is on Friday.>?\nThe vote was moved. “<So it goes,>” he said.",
    'The vote" is on Friday. "<We go,>" he said.',
    "The vote” is on Friday. It was” there. “<We go,>” he said.",
    "“<It leaks.>? “<We knew,>” he said.",
    "“<It leaks,>? he said, “<and it always has,>” she added.",
    "“<We stay,>? Mia O’Neill said. The boats are old.\n“<We know,>” she said.",
    '"<Why stay?>? asked Mr. J. Roth. The boats are old.\n\n"<We know,>" he said.',
    "‘<We stay,>? Mia Roth said on Monday. ‘<The boats are old,>’ she said. ‘<We know.>’",
    "“<She came up and, she said, it was late. I left.>?\n“<And then she called,>” Roth said.",
    "“<If Roth said no, we would go. When I asked, Roth said no.>?\n“<We left,>” Orr said.",
    '"<We go,>" she said. "<We stay,>" he said. "<The end.>?',
    "“<He said, ‘{We’re done.}?>?\nWhat happens next is open.",
    'Nothing "" here, nor " " there, nor “…” or "?".',
    'One mark at the end "',
    '" <One mark at the start>?',
]

M5_BROKEN = [
    "“<The bill is dead,>“ he said. “<Very dead.>“",
    "”<The bill is dead,>” he said, and ”<very dead>” too.",
    '“<The bill is dead,>" he said. "<Very dead,>” he said. "<Dead,>\'\' he said.',
    '" <The bill is dead,> " he said. He said: " <It is dead.> " “ <Dead> ” and "<dead> " too.',
    "â€œ<The bill is dead,>â€\x9d he said â€” then â€“ â€œ<Itâ€™s â€˜{dead}â€™.>â€",
    "\x93<The bill is dead,>\x94 he said.",
    "&ldquo;<The bill is dead,>&rdquo; he said. &quot;<It&rsquo;s dead,>&quot; he said.",
    '(a href="x.html" class="big") “<The bill>” is dead.',
]

M6_NESTED = [
    "“<My father told me, ‘{Never sell the farm,}’ so I won’t,>” Abel Nunez said.",
    "\"<My father told me, '{Never sell the farm,}' so I won't,>\" Abel Nunez said.",
    "''<My father told me, '{Never sell the farm,}' so I won't,>'' Abel Nunez said.",
    "''<He told me, '{Never,}'>'' she said. ''<'{Never,}' he told me,>'' she said.",
    "“<He told me ‘{never}’.>” And: “<‘{Never}’ is what he said,>” she said.",
    "“<She calls it “{fine}” every time,>” he said.",
    '"<She calls it "{fine}" every time,>" he said.',
    '"<She calls it “{fine}” every time,>" he said.',
    "\"<I said '{don't go}',>\" he said. \"<It's '{me too}'.>\" \"<'Tis so.>\"",
    "\"<She said, '{I'm goin' home,}'>\" he said.",
    "“<What do you mean by ‘{we}’?>” “<‘{We}’ is me.>” “<He’s a ‘{cowboy.}’>”",
    "“<The ‘{Joneses}’ van.>” “<A ‘{b “{c}” d}’ e>”",
    "“<The teachers’ union and the ’90s, rock ’n’ roll,>” he said, “<were the Joneses’ world.>”",
]

M7_NO_MARKS = [
    'the 6\'2" guard, the 5\' 10" centre, a 12" record and a 6’2” forward',
    "the '90s, the ’80s, ‘70s music, the class of '92, rock 'n' roll, rock ’n’ roll, 5 o'clock",
    'a 12"x10" print, 12" x 10", 6” long',
    "The boys' team and the girls' team don't play at St James's; 'tis so, get 'em, how 'bout that.",
    "at 51° 30' 26\" N, 0° 7' 39\" W and 51° 30′ 26″ N",
    '"<I sold every 12" record I had,>" Orr said. "<It was 1988>" and "<1989>".',
    '"<He is 6\'2" and fast,>" she said of the 5\'10" guard.',
    "The ‘Abd al-Qader story and O‘Neil’s.",
    "Trump’s ‘Art’ and the Joneses’ van: “<We go,>” he said.",
]


@pytest.mark.parametrize(
    "marked",
    [*M1_MARKS, *M2_SINGLE_STYLE, *M3_PARAGRAPHS, *M4_STRAY, *M5_BROKEN, *M6_NESTED, *M7_NO_MARKS],
)
def test_quotations_stand_where_a_reader_sees_them(marked: str) -> None:
    """Every kind of mark gives its content, without the marks, and nothing else."""
    assert shown(bare(marked)) == marked


def test_a_quotation_over_paragraphs_is_one_with_a_piece_in_each() -> None:
    """Each paragraph reopens and only the last closes: one quotation, three pieces."""
    text = "Orr said: “It leaks.\n“It rots.\n“We go.” She left.\n“I stay,” said Dean."

    assert [[piece.content.of(text) for piece in quotation.pieces] for quotation in find(text)] == [
        ["It leaks.", "It rots.", "We go."],
        ["I stay,"],
    ]
    assert [[piece.closed for piece in quotation.pieces] for quotation in find(text)] == [[False, False, True], [True]]


def test_a_quotation_after_a_heading_goes_on() -> None:
    """A paragraph's beginning leads a quotation in, whatever the line before ends with."""
    text = "A heading\n“The roof leaks.\n“The boiler is worse.” She left."

    assert [len(quotation.pieces) for quotation in find(text)] == [2]


def test_a_stray_mark_inside_a_clause_does_not_join_the_next_paragraph() -> None:
    """An opening mark that introduces nothing leaves the next paragraph's quotation alone."""
    text = "The “vote is on Friday.\n“We go,” said Orr."

    assert [quotation.text(text) for quotation in find(text)] == ["vote is on Friday.", "We go,"]


def test_split_quotations_stay_apart() -> None:
    """Two halves around a cue are two quotations here; joining them needs the cue."""
    text = "“It leaks,” Orr said, “and it always has.”"

    assert [quotation.text(text) for quotation in find(text)] == ["It leaks,", "and it always has."]


def test_the_outer_span_covers_marks_and_inner_spaces() -> None:
    """Content is trimmed, the outer span runs from mark to mark."""
    text = 'He said: " It is dead. " and left.'

    (quotation,) = find(text)

    assert quotation.pieces == (Piece(Span(11, 22), Span(9, 24)),)
    assert quotation.span.of(text) == '" It is dead. "'


def test_the_outer_span_of_an_unclosed_quotation_ends_with_its_content() -> None:
    """Without a closing mark the outer span ends where the content does."""
    text = "He said: “It is dead. \r\nHe left."

    assert find(text) == (Quotation((Piece(Span(10, 21), Span(9, 21), closed=False),)),)


def test_single_marks_in_a_heading_of_a_double_style_article_are_left_alone() -> None:
    """A heading's single marks repeat what the article quotes in double ones."""
    text = "Pier is ‘a wreck’\n“It is a wreck, a wreck,” said Orr. “We know,” said Dean."

    assert [quotation.text(text) for quotation in find(text)] == ["It is a wreck, a wreck,", "We know,"]


def test_framed_speech_in_single_marks_is_found_in_a_double_style_article() -> None:
    """A paragraph that quotes in the other style still gives its speech."""
    text = "“We go,” said Orr. “Now,” said Dean.\n‘We stay, all of us,’ said Tariq Voss."

    assert [quotation.text(text) for quotation in find(text)] == ["We go,", "Now,", "We stay, all of us,"]


WRAPPED = (
    "The council met on Monday to hear about the\nroof, which leaks, and about the old boiler,\nwhich is worse.",
    "Nobody came to the second of the meetings, but\nthe clerk did. The next meeting is on Friday.\nAll may come.",
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ()),
        (" \r\n\t\n", ()),
        ("One.\nTwo.", ("One.", "Two.")),
        ("One.\r\n\r\nTwo.\r\n", ("One.", "Two.")),
        ("\ufeffOne.\xa0\fTwo.\u2029Three. ", ("One.", "Two.", "Three.")),
        (
            "Head\n\nOne, she said.\nTwo, he said.\n- a list\n- of it",
            ("Head", "One, she said.", "Two, he said.", "- a list", "- of it"),
        ),
        ("Heading\n\n" + "\n\n".join(WRAPPED), ("Heading", *WRAPPED)),
        ("\r\n".join(WRAPPED), WRAPPED),
        ("“It is late,”\n\nsaid Orr.\n\n“We go.”\n\nhe", ("“It is late,”\n\nsaid Orr.", "“We go.”", "he")),
    ],
)
def test_paragraphs(text: str, expected: tuple[str, ...]) -> None:
    """Each line is a paragraph, unless the lines were broken to a width."""
    assert tuple(span.of(text) for span in paragraphs(text)) == expected


def test_a_quotation_runs_over_the_lines_of_wrapped_text() -> None:
    """Lines broken to a width do not end a quotation, the blank line behind them does."""
    first = "The roof of the\ntown hall leaks, and nobody knows why it does,\nshe said to all who had come."
    second = "We know why it leaks, and we have known it for\nyears,"
    text = f"The mayor spoke to the council. “{first}\n\n“{second}” said the clerk."

    assert [[piece.content.of(text) for piece in quotation.pieces] for quotation in find(text)] == [[first, second]]


# ---------------------------------------------------------------- properties

NOISE = st.lists(
    st.sampled_from([*"aaBs1 .,:?—-([\n\r\f\xa0\"\"''“”‘’„«»`´′″😀&;<>=q/", "''", "â€œ", "â€", "“a", "a” ", "\u200d"]),
    max_size=60,
).map("".join)
ANY = st.one_of(NOISE, st.text(max_size=40), st.lists(NOISE, max_size=6).map("\n\n".join))

SENTENCES = (
    "“We start on Monday,” said Lena Orr.",
    "Orr said that it was “a long road”.",
    "“It leaks,” she said, “and it always has.” Nobody's roof is worse.",
    "“He told me, ‘Never again,’ and I agreed,” said Dean.",
    "The council met in the town hall.",
    "Dean did not say how many had left the town, or when.",
    "(“Why not?”) asked the Joneses' lawyer.",
)
PARAGRAPHS = st.lists(
    st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=3).map(" ".join), min_size=1, max_size=5
)
STRAIGHT = str.maketrans("“”", '""')
SWAPPED = str.maketrans("“”‘’", "‘’“”")


def _pieces(text: str) -> list[Piece]:
    return [piece for quotation in find(text) for piece in quotation.pieces]


@given(ANY)
def test_contents_are_slices_inside_their_marks_in_order_and_disjoint(text: str) -> None:
    """Whatever the text, every content is a trimmed piece of it, inside its marks, after the one before."""
    done = 0
    for piece in _pieces(text):
        words = piece.content.of(text)

        assert words
        assert words == words.strip()
        assert piece.outer.covers(piece.content)
        assert done <= piece.outer.start
        assert piece.outer.end <= len(text)
        assert piece.closed is (piece.outer.end > piece.content.end)
        done = piece.outer.end


@given(ANY)
def test_pieces_stay_in_their_paragraphs(text: str) -> None:
    """No quotation swallows a part of the next paragraph."""
    spans = paragraphs(text)

    assert all(any(span.covers(piece.outer) for span in spans) for piece in _pieces(text))


@given(ANY)
@example("“\n'a\"`")
def test_nested_quotations_lie_inside_the_content(text: str) -> None:
    """A nested quotation never reaches over the marks around it."""
    for quotation in find(text):
        for inner in quotation.nested:
            assert any(piece.content.covers(inner.span) for piece in quotation.pieces)


@given(ANY)
def test_paragraphs_cover_all_words(text: str) -> None:
    """Paragraphs are in order and disjoint, and every character between them shows nothing."""
    done, between = 0, ""
    for span in paragraphs(text):
        assert done <= span.start < span.end
        between += text[done : span.start]
        done = span.end

    assert all(map(is_blank, between + text[done:]))


@given(ANY)
def test_finding_twice_gives_the_same(text: str) -> None:
    """The result depends on nothing but the text."""
    assert find(text) == find(text)


@given(NOISE)
def test_a_plain_paragraph_in_front_shifts_every_span(text: str) -> None:
    """What stands before the quotations does not matter to them."""
    front = "The council met on Monday.\n\n"

    shifted = [(piece.content.start - len(front), piece.content.of(front + text)) for piece in _pieces(front + text)]

    assert shifted == [(piece.content.start, piece.content.of(text)) for piece in _pieces(text)]


@given(PARAGRAPHS)
def test_curly_and_straight_double_marks_give_the_same_spans(rows: list[str]) -> None:
    """Direction is a help, not a need."""
    text = "\n".join(rows)

    assert find(text.translate(STRAIGHT)) == find(text)


@given(PARAGRAPHS)
def test_single_style_gives_the_same_spans(rows: list[str]) -> None:
    """An article in single marks is found as one in double marks is."""
    text = "\n".join(rows)

    assert find(text.translate(SWAPPED)) == find(text)


@given(PARAGRAPHS, st.data())
def test_a_stray_mark_changes_at_most_its_own_paragraph(rows: list[str], data: st.DataObject) -> None:
    """One mark too many leaves what is quoted in all other paragraphs as it was."""
    if data.draw(st.booleans()):
        rows = [row.translate(STRAIGHT) for row in rows]
    spoilt = data.draw(st.integers(0, len(rows) - 1))
    place = data.draw(st.integers(0, len(rows[spoilt])))
    stray = data.draw(st.sampled_from(['"', "“", "”", "'", "‘", "’", "''", "«", "„"]))
    row = rows[spoilt][:place] + stray + rows[spoilt][place:]

    assert _by_paragraph([*rows[:spoilt], row, *rows[spoilt + 1 :]], spoilt) == _by_paragraph(rows, spoilt)


def _by_paragraph(rows: list[str], without: int) -> list[list[str]]:
    """Return what is quoted in each paragraph but one."""
    text = "\n".join(rows)
    pieces = _pieces(text)
    return [
        [piece.content.of(text) for piece in pieces if span.covers(piece.outer)]
        for index, span in enumerate(paragraphs(text))
        if index != without
    ]
