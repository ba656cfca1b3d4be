"""Language: is a text English? Refused is only what two tests agree on.

The first counts words that hardly any other language has, the second is the `py3langid` classifier.
"""

from functools import cache
from importlib.resources import files

import regex

# Fewer words say too little, and are never refused.
MINIMUM_WORDS = 20
# Share of the words in data/en/function_words.txt from which a text is English without further question. None of
# 954 English news articles has less (the least is 0.07), and 169 of their 14,718 paragraphs of at least 20 words
# (counted 2026-11-21); of 15 short texts in other languages, none has more.
CERTAIN_SHARE = 0.06

# Scripts without spaces count each character as a word; otherwise a word is a run of letters, with its apostrophe.
_WORD = regex.compile(
    r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]"
    r"|[[\p{L}\p{M}]--[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]]+(?:['’]\p{L}+)?",
    regex.VERSION1,
)


def is_english(text: str) -> bool:
    """Tell whether a text is English, or too short to tell.

    >>> is_english(
    ...     "Die Stadt will das Geld nicht zurückzahlen, sagte die Bürgermeisterin am Montag vor dem "
    ...     "Rathaus, und sie werde auch nicht mit der Regierung darüber reden."
    ... )
    False
    """
    words = [word.lower().replace("’", "'") for word in _WORD.findall(text)]
    if len(words) < MINIMUM_WORDS or share_of_function_words(words) >= CERTAIN_SHARE:
        return True
    # e.g. a news brief of two sentences full of names: few function words, and English all the same
    import py3langid  # type: ignore[import-untyped]  # here because it takes a third of a second to load

    language, _ = py3langid.classify(text)
    return bool(language == "en")


def share_of_function_words(words: list[str]) -> float:
    """Return the share of English function words among lower-case words, from 0 to 1."""
    return sum(word in function_words() for word in words) / len(words)


@cache
def function_words() -> frozenset[str]:
    """Return the function words of data/en/function_words.txt."""
    lines = (files("quotes") / "data" / "en" / "function_words.txt").read_text("utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))
