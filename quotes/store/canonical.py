"""Canonical forms of words and names. They serve matching only: what is shown is always what was printed."""

import re
import unicodedata

from quotes.lexicon import words
from quotes.models import Speaker, SpeakerKind

# A role is not a name: "critics" are not the same people in two articles, but worth one facet.
ROLE_KINDS = frozenset({SpeakerKind.GROUP, SpeakerKind.DOCUMENT, SpeakerKind.ANONYMOUS})

_APOSTROPHES = re.compile(r"(?<=\w)['’ʼ＇](?=\w)")
_TOKEN = re.compile(r"\w+")
_WORD = re.compile(r"\w+(?:[-'’.,]\w+)*")


def count_words(text: str) -> int:
    """Return the number of words; "don't", "half-mast" and "1,200" are one each.

    >>> count_words("We don't have 1,200 half-empty buses — yet.")
    7
    """
    return sum(1 for _ in _WORD.finditer(text))


def fold(text: str) -> str:
    """Return the text in small letters and without diacritics.

    >>> fold("José MÜLLER")
    'jose muller'
    """
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def tokens(text: str) -> tuple[str, ...]:
    """Return the folded words without any marks.

    >>> tokens("“We don’t,” she said. NOT this yéar")
    ('we', 'dont', 'she', 'said', 'not', 'this', 'year')
    """
    return tuple(_TOKEN.findall(_APOSTROPHES.sub("", fold(text))))


def folded_content(text: str) -> str:
    """Return the text as the words that decide whether two contents are the same; itself if it has none."""
    return " ".join(tokens(text)) or text


def display_name(name: str, kind: SpeakerKind) -> str:
    """Return the name as the index shows it: roles in small letters, but for names in them, and without a determiner.

    >>> display_name("The Critics", SpeakerKind.GROUP), display_name("The Harbor Trust", SpeakerKind.ORGANISATION)
    ('critics', 'The Harbor Trust')
    >>> display_name("D’Angelo Russell’s lawyer", SpeakerKind.ANONYMOUS)
    'D’Angelo Russell’s lawyer'
    """
    if kind not in ROLE_KINDS:
        return name
    role = _without_determiner(name)
    first, _, rest = role.partition(" ")
    # e.g. Kahn’s lawyer, State Department official; but a lone capital may only be that of a sentence or a headline
    is_named = first.endswith(("’s", "'s", "’", "'")) or any(word[0].isupper() for word in rest.split())
    return role if is_named else role.lower()


def speaker_key(speaker: Speaker, article_key: str) -> str:
    """Return what makes it the same speaker in two articles.

    A person known by one name only is nobody in particular in another article, so the key names the article.

    >>> speaker_key(Speaker("José Ruiz", SpeakerKind.PERSON), "a1")
    'person:jose ruiz'
    >>> speaker_key(Speaker("Ruiz", SpeakerKind.PERSON, full=False), "a1")
    'person:ruiz@a1'
    >>> speaker_key(Speaker("The Harbor Trust", SpeakerKind.ORGANISATION), "a1")
    'organisation:harbor trust'
    """
    if speaker.kind is SpeakerKind.PERSON:
        key = f"person:{folded_content(speaker.name)}"
        return key if speaker.full else f"{key}@{article_key}"
    return f"{speaker.kind}:{folded_content(_without_determiner(speaker.name))}"


def _without_determiner(name: str) -> str:
    first, _, rest = name.partition(" ")
    return rest.strip() if rest.strip() and first.lower() in words("leading_determiners") else name
