"""The shape of the database, as data: tables, columns, views, full-text indexes, and what each is for.

Migrations, `db/README.md`, the checks and the tests of `metadata.yml` all read this one description.
A column that a later release adds names its migration in `since`; a released line is never edited.
"""

from dataclasses import dataclass

# How words are cut for searching. Quotations and articles: words are stemmed and accents ignored, so that
# "outrages" finds "outrage" and "muller" finds "Müller". Names are not stemmed.
PROSE = "porter unicode61 remove_diacritics 2"
NAMES = "unicode61 remove_diacritics 2"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, its Python type, and what it holds.

    `references` names the table that it points to; `indexed` is set for every facet and foreign key.
    """

    name: str
    type: type[int] | type[str] | type[float]
    description: str
    required: bool = False
    unique: bool = False
    indexed: bool = False
    references: str | None = None
    since: int = 1


@dataclass(frozen=True, slots=True)
class FullText:
    """A full-text index over columns of a table, named after the table with `_fts` behind it."""

    columns: tuple[str, ...]
    tokenize: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table. Its first column is `id`; `label` is the column that names a row to a reader."""

    name: str
    description: str
    columns: tuple[Column, ...]
    label: str = "id"
    unique: tuple[tuple[str, ...], ...] = ()
    full_text: FullText | None = None
    since: int = 1


@dataclass(frozen=True, slots=True)
class View:
    """A view: its columns in order, each with what it holds, and the query behind it."""

    name: str
    description: str
    columns: tuple[tuple[str, str], ...]
    sql: str


def _id(description: str) -> Column:
    return Column("id", int, description, required=True)


def _to(name: str, table: str, description: str, *, required: bool = False, indexed: bool = True) -> Column:
    return Column(name, int, description, required=required, indexed=indexed, references=table)


# Tables stand in an order in which each refers only to itself and to tables above it.
TABLES: tuple[Table, ...] = (
    Table(
        "runs",
        "One row for each indexing run that wrote something or met a problem.",
        (
            _id("Number of the run."),
            Column("started", str, "When the run began, in UTC, ISO 8601.", required=True),
            Column("finished", str, "When the run ended; empty if it was interrupted."),
            Column("version", str, "Release of the tool.", required=True),
            Column("models", str, "The Stanza models in use."),
            Column("rules", str, "Version of the attribution rules."),
            Column("articles", int, "Articles that the run added or changed.", required=True),
            Column("quotations", int, "Quotations in those articles.", required=True),
            Column("failures", int, "Inputs that could not be indexed.", required=True),
        ),
        label="started",
    ),
    Table(
        "failures",
        "Inputs that could not become an article or could not be indexed, each with what to do about it.",
        (
            _id("Number of the failure."),
            _to("run_id", "runs", "The run that met it.", required=True),
            Column("origin", str, "The file, and the row in it.", required=True),
            Column("problem", str, "What is wrong.", required=True),
            Column("next_step", str, "What to do about it.", required=True),
        ),
        label="origin",
    ),
    Table(
        "outlets",
        "Who published the articles: newspapers, agencies, broadcasters, sites.",
        (
            _id("Number of the outlet."),
            Column("name", str, "Name of the outlet, as its articles state it.", required=True, unique=True),
            Column("domain", str, "The site that most of its articles' addresses are on, without www."),
        ),
        label="name",
    ),
    Table(
        "articles",
        "The news articles, each with the one text that all offsets count in.",
        (
            _id("Number of the article."),
            Column(
                "key",
                str,
                "What makes it the same article when it is read again: its stated id, else its address, else its file.",
                required=True,
                unique=True,
            ),
            Column("title", str, "Headline."),
            _to("outlet_id", "outlets", "The outlet that published it; empty if that is not known."),
            Column("url", str, "Address of the article."),
            Column("published", str, "Date of publication, or date and time, ISO 8601."),
            Column("year", int, "Year of publication.", indexed=True),
            Column("author", str, "Byline."),
            Column("text", str, "The text of the article, exactly as it was read.", required=True),
            Column("words", int, "Number of words of the text.", required=True),
            Column(
                "text_hash", str, "SHA-256 of the text, the same for syndicated copies.", required=True, indexed=True
            ),
            Column("origin", str, "The file, and the row in it, that the article was read from.", required=True),
            Column(
                "result_hash", str, "Fingerprint of all that the rows follow from: article, models, rules, corrections."
            ),
            Column("rows_hash", str, "Fingerprint of the rows themselves, to tell whether a new run changed them."),
            _to("run_id", "runs", "The run that last changed its rows."),
        ),
        label="title",
        full_text=FullText(("title", "text"), PROSE),
    ),
    Table(
        "speakers",
        "Who is quoted: persons, organisations, groups, documents and anonymous roles.",
        (
            _id("Number of the speaker."),
            Column(
                "key",
                str,
                "What makes it the same speaker in two articles: kind and name, in small letters and without accents. "
                "A person of whom an article gives one name only is not the same in another article, so that the key "
                "ends in that article's.",
                required=True,
                unique=True,
            ),
            Column(
                "name",
                str,
                "The name as most articles print it. Groups, documents and anonymous speakers are in small letters, "
                "but for names in them, and without a leading article: they are roles (“critics”), not necessarily "
                "the same people each time.",
                required=True,
            ),
            Column("kind", str, "person, organisation, group, document or anonymous.", required=True, indexed=True),
            Column("other_names", str, "The other names that articles use, with semicolons between them."),
        ),
        label="name",
        full_text=FullText(("name", "other_names"), NAMES),
    ),
    Table(
        "speaker_aliases",
        "The names that an article uses for a speaker, the fullest included.",
        (
            _id("Number of the row."),
            _to("speaker_id", "speakers", "The speaker.", required=True),
            _to("article_id", "articles", "The article that uses the name.", required=True),
            Column("alias", str, "The name as printed.", required=True),
            Column("fullest", int, "1 for the fullest name in the article, else 0.", required=True),
        ),
        label="alias",
        unique=(("speaker_id", "article_id", "alias"),),
    ),
    Table(
        "speaker_roles",
        "What an article says that a speaker is, such as “mayor of Gullane”.",
        (
            _id("Number of the row."),
            _to("speaker_id", "speakers", "The speaker.", required=True),
            _to("article_id", "articles", "The article that says so.", required=True),
            Column("role", str, "The role as printed.", required=True),
        ),
        label="role",
        unique=(("speaker_id", "article_id", "role"),),
    ),
    Table(
        "utterances",
        "The same words wherever they were printed; each quotation is one appearance of an utterance.",
        (
            _id("Number of the utterance."),
            Column("key", str, "Fingerprint of the words without marks, case and accents.", required=True, unique=True),
            Column("content", str, "The longest form in which the words were printed.", required=True),
            Column("words", int, "Number of words of that form.", required=True),
            Column("appearances", int, "Number of quotations that print it.", required=True, indexed=True),
            Column("articles", int, "Number of articles that print it.", required=True),
            Column("outlets", int, "Number of outlets that print it.", required=True),
        ),
        label="content",
    ),
    Table(
        "quotes",
        "One row for each quotation, with its speaker or with the reason why it has none.",
        (
            _id("Number of the quotation. It stays when the article is indexed again and still has these words."),
            _to("article_id", "articles", "The article that prints it.", required=True),
            _to("outlet_id", "outlets", "The outlet that published the article."),
            _to("speaker_id", "speakers", "Who said it, the first of them if several did; empty if that is not known."),
            _to(
                "utterance_id",
                "utterances",
                "The utterance that it is an appearance of; empty until the run has ended.",
            ),
            _to("parent_id", "quotes", "The quotation that this one is quoted in, if it is nested."),
            Column("position_no", int, "Number of the quotation in the article, from 1.", required=True),
            Column(
                "content", str, "The words inside the quotation marks; pieces are joined by a space.", required=True
            ),
            Column(
                "start",
                int,
                "Where the first opening mark stands, in code points of the article's text, from 0.",
                required=True,
            ),
            Column(
                "end", int, "Where the last closing mark ends, in code points of the article's text.", required=True
            ),
            Column("cue", str, "The words that frame it: told, according to, or a colon."),
            Column("cue_start", int, "Where the cue starts, in code points."),
            Column("cue_end", int, "Where the cue ends, in code points."),
            Column("verb", str, "The reporting verb, in its dictionary form.", indexed=True),
            Column("source", str, "The words that name who spoke, as printed: she, the mayor, Ana Ruiz."),
            Column("source_start", int, "Where the source starts, in code points."),
            Column("source_end", int, "Where the source ends, in code points."),
            Column("source_form", str, "How the source is named: name, nominal, pronoun or implicit.", indexed=True),
            Column("speaker_kind", str, "person, organisation, group, document or anonymous.", indexed=True),
            Column(
                "told_to",
                str,
                "Whom or what the words were given to, when the article says so: the BBC, X.",
                indexed=True,
            ),
            Column("on_behalf_of", str, "For whom the speaker spoke, when the article says so."),
            Column(
                "form",
                str,
                "How it stands in its sentence: direct (whole clauses), mixed (part of a clause) or fragment.",
                required=True,
                indexed=True,
            ),
            Column("rule", str, "The rule that decided; “correction” if a human did.", indexed=True),
            Column("resolution", str, "The rule that led from the source's words to the speaker."),
            Column("confidence", float, "How sure the attribution is, from 0 to 1.", required=True),
            Column(
                "reason",
                str,
                "Why it has no speaker: no-cue, no-source, ambiguous, unresolved, not-speech or inscription.",
                indexed=True,
            ),
            Column(
                "chain", str, "JSON list of the mentions that lead from the source to the name: she, Ruiz, Ana Ruiz."
            ),
            Column("position", float, "Where it stands in the article, from 0 (start) to 1 (end).", required=True),
            Column("words", int, "Number of words of the content.", required=True),
            Column("published", str, "Date of publication of the article, ISO 8601."),
            Column("year", int, "Year of publication.", indexed=True),
            Column(
                "sort_key",
                str,
                "Date, article and position as one unique text: sort by it to get the newest or the oldest first.",
                required=True,
                unique=True,
            ),
        ),
        label="content",
        full_text=FullText(("content",), PROSE),
    ),
    Table(
        "quote_pieces",
        "The stretches of quoted text of a quotation: “A,” she said, “B” has two.",
        (
            _id("Number of the row."),
            _to("quote_id", "quotes", "The quotation.", required=True, indexed=False),
            Column("piece_no", int, "Number of the piece, from 1.", required=True),
            Column("start", int, "Where the words start, after the opening mark, in code points.", required=True),
            Column("end", int, "Where the words end, before the closing mark, in code points.", required=True),
            Column("content", str, "The words of the piece.", required=True),
            Column("closed", int, "1 if a closing mark was found, else 0.", required=True),
        ),
        label="content",
        unique=(("quote_id", "piece_no"),),
    ),
    Table(
        "quote_speakers",
        "The speakers of each quotation: one row, or several where they speak jointly.",
        (
            _id("Number of the row."),
            _to("quote_id", "quotes", "The quotation.", required=True, indexed=False),
            _to("speaker_id", "speakers", "One who said it.", required=True),
            Column("place", int, "Number among the joint speakers, from 1.", required=True),
        ),
        unique=(("quote_id", "place"),),
    ),
    Table(
        "corrections",
        "Speakers corrected by a human (`quotes correct`). They hold when the article is indexed again.",
        (
            _id("Number of the correction."),
            Column("article_key", str, "Key of the article.", required=True, indexed=True),
            Column("content", str, "The words of the quotation; marks, case and accents do not matter.", required=True),
            Column("speaker", str, "Who said it; empty if that is not known, or if it is not speech."),
            Column("kind", str, "Kind of the speaker; person if empty."),
            Column("note", str, "How we know."),
            Column("created", str, "When the correction was made, in UTC, ISO 8601.", required=True),
            Column(
                "reason", str, "Why it has no speaker, in the words of `quotes.reason`; not-speech if empty.", since=2
            ),
        ),
        label="content",
    ),
)

VIEWS: tuple[View, ...] = (
    View(
        "quotes_flat",
        "Every quotation with all names spelled out: the one to export or to load into a notebook.",
        (
            ("id", "Number of the quotation."),
            ("quote", "The words inside the quotation marks."),
            ("speaker", "Who said it, the first of them if several did."),
            ("speakers", "All who said it, with semicolons between them."),
            ("kind", "person, organisation, group, document or anonymous."),
            ("outlet", "The outlet that published the article."),
            ("title", "Headline of the article."),
            ("url", "Address of the article."),
            ("published", "Date of publication, ISO 8601."),
            ("year", "Year of publication."),
            ("verb", "The reporting verb, in its dictionary form."),
            ("cue", "The words that frame the quotation."),
            ("source", "The words that name who spoke, as printed."),
            ("told_to", "Whom or what the words were given to."),
            ("on_behalf_of", "For whom the speaker spoke."),
            ("form", "direct, mixed or fragment."),
            ("rule", "The rule that decided."),
            ("confidence", "How sure the attribution is, from 0 to 1."),
            ("reason", "Why it has no speaker."),
            ("position", "Where it stands in the article, from 0 to 1."),
            ("words", "Number of words."),
            ("article_id", "Number of the article."),
            ("speaker_id", "Number of the speaker."),
            ("utterance_id", "Number of the utterance."),
            ("sort_key", "Date, article and position as one unique text."),
        ),
        """
        select q.id, q.content as quote, s.name as speaker,
               (select group_concat(name, '; ') from (
                  select js.name from quote_speakers j join speakers js on js.id = j.speaker_id
                  where j.quote_id = q.id order by j.place)) as speakers,
               q.speaker_kind as kind, o.name as outlet, a.title, a.url, q.published, q.year, q.verb, q.cue, q.source,
               q.told_to, q.on_behalf_of, q.form, q.rule, q.confidence, q.reason, q.position, q.words,
               q.article_id, q.speaker_id, q.utterance_id, q.sort_key
        from quotes q
        join articles a on a.id = q.article_id
        left join speakers s on s.id = q.speaker_id
        left join outlets o on o.id = q.outlet_id
        """,
    ),
    View(
        "voice_share",
        "Who gets to speak: quotations and words of each speaker in each outlet and year. "
        "Joint speakers count once each; nested quotations are not counted, their words are in the outer one.",
        (
            ("outlet", "The outlet."),
            ("year", "Year of publication."),
            ("speaker", "The speaker."),
            ("kind", "person, organisation, group, document or anonymous."),
            ("quotations", "Number of quotations."),
            ("words", "Number of words quoted."),
            ("articles", "Number of articles that quote the speaker."),
            ("speaker_id", "Number of the speaker."),
            ("outlet_id", "Number of the outlet."),
        ),
        """
        select o.name as outlet, q.year, s.name as speaker, s.kind, count(*) as quotations, sum(q.words) as words,
               count(distinct q.article_id) as articles, s.id as speaker_id, q.outlet_id
        from quote_speakers j
        join quotes q on q.id = j.quote_id
        join speakers s on s.id = j.speaker_id
        left join outlets o on o.id = q.outlet_id
        where q.parent_id is null
        group by q.outlet_id, q.year, s.id
        """,
    ),
    View(
        "unattributed",
        "The gaps: quotations without a speaker, each with the reason.",
        (
            ("id", "Number of the quotation."),
            ("quote", "The words inside the quotation marks."),
            ("reason", "Why it has no speaker."),
            ("cue", "The words that frame it."),
            ("source", "The words that name who spoke, as printed."),
            ("form", "direct, mixed or fragment."),
            ("words", "Number of words."),
            ("outlet", "The outlet that published the article."),
            ("title", "Headline of the article."),
            ("url", "Address of the article."),
            ("published", "Date of publication, ISO 8601."),
            ("article_id", "Number of the article."),
            ("sort_key", "Date, article and position as one unique text."),
        ),
        """
        select q.id, q.content as quote, q.reason, q.cue, q.source, q.form, q.words, o.name as outlet, a.title, a.url,
               q.published, q.article_id, q.sort_key
        from quotes q
        join articles a on a.id = q.article_id
        left join outlets o on o.id = q.outlet_id
        where q.speaker_id is null
        """,
    ),
    View(
        "variants",
        "The same utterance in several articles, or in several wordings: who printed it how, and whom they credit.",
        (
            ("utterance_id", "Number of the utterance."),
            ("utterance", "The longest form in which it was printed."),
            ("quote_id", "Number of the quotation."),
            ("content", "The words as this article prints them."),
            ("speaker", "Whom this article credits."),
            ("outlet", "The outlet that published the article."),
            ("title", "Headline of the article."),
            ("published", "Date of publication, ISO 8601."),
            ("article_id", "Number of the article."),
            ("appearances", "Number of quotations that print the utterance."),
            ("outlets", "Number of outlets that print it."),
        ),
        """
        select u.id as utterance_id, u.content as utterance, q.id as quote_id, q.content, s.name as speaker,
               o.name as outlet, a.title, q.published, q.article_id, u.appearances, u.outlets
        from utterances u
        join quotes q on q.utterance_id = u.id
        join articles a on a.id = q.article_id
        left join speakers s on s.id = q.speaker_id
        left join outlets o on o.id = q.outlet_id
        where u.appearances > 1
          and (u.articles > 1 or exists (
                 select 1 from quotes d where d.utterance_id = u.id and d.content <> q.content))
        """,
    ),
)
