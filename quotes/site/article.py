"""The page of an article: its whole text with every quotation marked and linked."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from quotes.models import Span
from quotes.site.marks import Mark, marked, paragraphs
from quotes.site.quotation import Paragraph
from quotes.site.rows import Count, Link, Links, day, outlet_link, web_address

if TYPE_CHECKING:
    from datasette.database import Database


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """All that the page of an article shows; `gaps` is the number of quotations without a speaker."""

    title: str | None
    outlet: Link | None
    published: str | None
    author: str | None
    url: Link | None
    passage: tuple[Paragraph, ...]
    speakers: tuple[Count, ...]
    gaps: int


async def article(database: "Database", links: Links, number: str) -> ArticlePage | None:
    """Return the page of the article of this number, None if there is none."""
    sql = "select a.*, o.name as outlet from articles a left join outlets o on o.id = a.outlet_id where a.id = ?"
    row = (await database.execute(sql, [number])).first()
    if row is None:
        return None
    marks = await _marks(database, links, row["id"])
    return ArticlePage(
        title=row["title"],
        outlet=outlet_link(links, row),
        published=day(row["published"]),
        author=row["author"],
        url=web_address(row["url"]),
        passage=tuple(Paragraph(marked(row["text"], span, marks)) for span in paragraphs(row["text"])),
        speakers=await _speakers(database, links, row["id"]),
        gaps=await _gaps(database, row["id"]),
    )


async def _marks(database: "Database", links: Links, article_id: int) -> tuple[Mark, ...]:
    sql = (
        "select p.start, p.end, q.id, q.speaker_id from quotes q join quote_pieces p on p.quote_id = q.id "
        "where q.article_id = ? order by p.start"
    )
    return tuple(
        Mark(
            Span(row["start"], row["end"]),
            "quotation" if row["speaker_id"] is not None else "quotation unattributed",
            links.quotation(row["id"]),
        )
        for row in await database.execute(sql, [article_id])
    )


async def _speakers(database: "Database", links: Links, article_id: int) -> tuple[Count, ...]:
    sql = (
        "select s.id, s.name, count(*) as n from quotes q join quote_speakers j on j.quote_id = q.id "
        "join speakers s on s.id = j.speaker_id where q.article_id = ? group by s.id order by n desc, s.name"
    )
    rows = await database.execute(sql, [article_id])
    return tuple(Count(row["name"], row["n"], links.speaker(row["id"])) for row in rows)


async def _gaps(database: "Database", article_id: int) -> int:
    sql = "select count(*) from quotes where article_id = ? and speaker_id is null"
    return int((await database.execute(sql, [article_id])).single_value())
