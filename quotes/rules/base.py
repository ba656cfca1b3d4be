"""What a rule is, what it is asked about, and what it answers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from quotes.models import Cue, Mention, Parse, Piece, Reason, Span
from quotes.rules.tree import Tree
from quotes.spans import SpanIndex


@dataclass(frozen=True, slots=True)
class Rule:
    """A row of the rule table: an id of the inventory, one line that says it, and a sentence that it fires on.

    `confidence` is the share of its claims that are right, counted on news that was not used to write it.
    """

    id: str
    statement: str
    example: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Site:
    """Where a quoted piece stands in the parse.

    `anchor` is the word of the placeholder by which it hangs in the tree of its sentence; `number` is the
    sentence's place in `Context.trees`. `is_clause` tells whether the piece was masked as a clause.
    """

    index: int
    piece: Piece
    paragraph: int
    number: int
    anchor: int
    is_clause: bool


@dataclass(frozen=True, slots=True)
class Context:
    """Everything that a rule may look at: the text, the parse, the trees in text order and the sites by piece.

    `entities` is where anything is named, `types` of what type it is there; `people` is where people are named, `names`
    are the words of those names; `spelled_out` is where a name stands before its initials; `sentences` are the numbers
    of the trees of each paragraph.
    """

    text: str
    parse: Parse
    trees: tuple[Tree, ...]
    sites: tuple[Site | None, ...]
    entities: SpanIndex
    types: Mapping[Span, str]
    people: SpanIndex
    names: frozenset[str]
    spelled_out: SpanIndex
    sentences: Mapping[int, tuple[int, ...]]

    def tree(self, site: Site) -> Tree:
        """Return the tree of the sentence in which a site stands."""
        return self.trees[site.number]


@dataclass(frozen=True, slots=True)
class Claim:
    """A rule's answer for one piece. Without sources there is a `reason`.

    `heads` are the sources' head words (sentence number, word index), for rules that look back at it.
    """

    rule: str
    confidence: float
    cue: Cue | None = None
    sources: tuple[Mention, ...] = ()
    told_to: Span | None = None
    on_behalf_of: Span | None = None
    reason: Reason | None = None


Finder = Callable[[Site, Context], Claim | None]
Table = Mapping[str, Rule]
