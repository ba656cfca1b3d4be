"""The page of a quotation: where it stands in the article, who is said to have said it, and why."""

import json
from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from quotes.models import Form, Span
from quotes.rules import TABLE
from quotes.site.marks import Mark, marked, paragraphs
from quotes.site.rows import (
    COLUMNS,
    JOINS,
    Link,
    Links,
    Listed,
    SpeakerLink,
    day,
    listed,
    outlet_link,
    speakers_of,
    web_address,
    why,
)

if TYPE_CHECKING:
    from datasette.database import Database

_CORRECTION = "correction"
_APPEARANCES = 100  # shown of an utterance that went round the world
_FORMS: Mapping[str, str] = {
    Form.DIRECT: "Direct: whole clauses, framed from outside",
    Form.MIXED: "Mixed: it completes a sentence of the reporter's",
    Form.FRAGMENT: "Fragment: a few words inside a sentence of the reporter's",
}


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph with its marks; `near` if it is only there for context."""

    html: Markup
    near: bool = False


@dataclass(frozen=True, slots=True)
class Fact:
    """A line of the explanation."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class QuotationPage:
    """All that the page of a quotation shows; `url` is None unless it is an address on the web."""

    heading: str
    speakers: tuple[SpeakerLink, ...]
    why: str
    outlet: Link | None
    published: str | None
    title: str | None
    article_href: str
    url: Link | None
    passage: tuple[Paragraph, ...]
    cue: bool
    source: bool
    facts: tuple[Fact, ...]
    appearances: tuple[Listed, ...]


async def quotation(database: "Database", links: Links, number: str) -> QuotationPage | None:
    """Return the page of the quotation of this number, None if there is none."""
    sql = f"select q.*, a.title, a.url, a.text, o.name as outlet from quotes q {JOINS} where q.id = ?"
    row = (await database.execute(sql, [number])).first()
    if row is None:
        return None
    speakers = (await speakers_of(database, links, [row["id"]]))[row["id"]]
    return QuotationPage(
        heading=_heading(row, speakers),
        speakers=speakers,
        why=why(row["reason"], row["source"]),
        outlet=outlet_link(links, row),
        published=day(row["published"]),
        title=row["title"],
        article_href=links.article(row["article_id"]),
        url=web_address(row["url"]),
        passage=_passage(row["text"], await _marks(database, row)),
        cue=row["cue_start"] is not None,
        source=row["source_start"] is not None,
        facts=(*[fact async for fact in _roles(database, row)], *_facts(row)),
        appearances=await _appearances(database, links, row),
    )


def _heading(row: Mapping[str, Any], speakers: tuple[SpeakerLink, ...]) -> str:
    names = " and ".join(speaker.name for speaker in speakers) or "A quotation without a speaker"
    return f"{names}, in {row['outlet']}" if row["outlet"] else names


async def _marks(database: "Database", row: Mapping[str, Any]) -> tuple[Mark, ...]:
    sql = "select start, end from quote_pieces where quote_id = ? order by piece_no"
    pieces = await database.execute(sql, [row["id"]])
    named = (_optional(row, "cue"), _optional(row, "source"))
    return (
        *(Mark(Span(piece["start"], piece["end"]), "quotation current") for piece in pieces),
        *(mark for mark in named if mark),
    )


def _optional(row: Mapping[str, Any], name: str) -> Mark | None:
    start, end = row[f"{name}_start"], row[f"{name}_end"]
    return None if start is None or end is None else Mark(Span(start, end), name)


def _passage(text: str, marks: tuple[Mark, ...]) -> tuple[Paragraph, ...]:
    """Return the paragraphs from the first mark to the last, and one more on either side."""
    spans = paragraphs(text)
    touched = [number for number, span in enumerate(spans) if any(mark.span.overlaps(span) for mark in marks)]
    if not touched:
        return ()
    shown = range(max(touched[0] - 1, 0), min(touched[-1] + 2, len(spans)))
    return tuple(Paragraph(marked(text, spans[number], marks), number not in touched) for number in shown)


def _facts(row: Mapping[str, Any]) -> Iterator[Fact]:
    """Generate what the row says about its attribution, leaving out what it does not say."""
    if row["speaker_id"] is None:
        yield Fact("Reason", why(row["reason"], None))
    if row["source"]:
        yield Fact("Named as", f"“{row['source']}”")
    if chain := _chain(row["chain"]):
        yield Fact("Name found by", " → ".join(chain))
    if row["cue"]:
        verb = f" (verb: {row['verb']})" if row["verb"] else ""
        yield Fact("Introduced by", f"“{row['cue']}”{verb}")
    if row["rule"]:
        yield Fact("Rule", _rule(row["rule"]))
    if row["resolution"]:
        yield Fact("Resolved by", _rule(row["resolution"]))
    if row["speaker_id"] is not None:
        yield Fact("Confidence", f"{row['confidence']:.0%}")
    if row["told_to"]:
        yield Fact("Told to", row["told_to"])
    if row["on_behalf_of"]:
        yield Fact("On behalf of", row["on_behalf_of"])
    if row["parent_id"] is not None:
        yield Fact("Nested", "quoted inside another quotation")
    yield Fact("Form", _FORMS.get(row["form"], row["form"]))
    yield Fact("Place", f"quotation {row['position_no']} of the article, {row['position']:.0%} of the way down")


def _rule(number: str) -> str:
    """Return the id of a rule with what it says; a rule of another release is only named."""
    if number == _CORRECTION:
        return "none: corrected by a human"
    rule = TABLE.get(number)
    return f"{number}: {rule.statement}" if rule else number


def _chain(stored: str | None) -> tuple[str, ...]:
    """Return the mentions that lead to the name, empty where the source is the name."""
    mentions = json.loads(stored) if stored else []
    return tuple(str(mention) for mention in mentions) if len(mentions) > 1 else ()


async def _roles(database: "Database", row: Mapping[str, Any]) -> AsyncIterator[Fact]:
    sql = "select role from speaker_roles where speaker_id = ? and article_id = ? order by id"
    roles = [found["role"] for found in await database.execute(sql, [row["speaker_id"], row["article_id"]])]
    if roles:
        yield Fact("Described as", "; ".join(roles))


async def _appearances(database: "Database", links: Links, row: Mapping[str, Any]) -> tuple[Listed, ...]:
    sql = (
        f"select {COLUMNS} from quotes q {JOINS} where q.utterance_id = ? and q.id <> ? "
        f"order by q.sort_key limit {_APPEARANCES}"
    )
    rows = await database.execute(sql, [row["utterance_id"], row["id"]])
    return await listed(database, links, rows)
