"""Published: the date of an article in ISO 8601, or none. Nothing is guessed, so 03/02/2026 is not a date."""

import re
from datetime import date, datetime, time
from email.utils import parsedate_to_datetime

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+)?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>\d{4})"
_WRITTEN = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_WEEKDAY}{_DAY}\s+{_MONTH},?\s+{_YEAR}",  # e.g. Monday, 2 March 2026
        rf"{_WEEKDAY}{_MONTH}\s+{_DAY},?\s+{_YEAR}",  # e.g. March 2, 2026
    )
)


def iso_8601(stated: str | None) -> str | None:
    """Return a date, or a date and time to the second, in ISO 8601; None where `stated` is absent or ambiguous.

    Read are ISO 8601, RFC 2822 and dates with the month as an English word. An offset from UTC is kept as stated.

    >>> iso_8601("March 2, 2026")
    '2026-03-02'
    >>> iso_8601("Mon, 02 Mar 2026 10:00:00 GMT")
    '2026-03-02T10:00:00+00:00'
    >>> iso_8601("03/02/2026") is None
    True
    """
    if not stated:
        return None
    text = stated.strip()
    moment = _iso(text) or _written(text) or _rfc_2822(text)
    if isinstance(moment, datetime):
        return moment.isoformat(timespec="seconds")
    return moment.isoformat() if moment else None


def _iso(text: str) -> date | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment.date() if moment.time() == time() and ":" not in text else moment


def _written(text: str) -> date | None:
    match = next((match for pattern in _WRITTEN if (match := pattern.fullmatch(text))), None)
    if match is None:
        return None
    try:
        return date(int(match["year"]), MONTHS.index(match["month"][:3].lower()) + 1, int(match["day"]))
    except ValueError:  # e.g. 31 June 2026
        return None


def _rfc_2822(text: str) -> datetime | None:
    # The parser takes "2 Mar 26 10:00" too; a year of two digits is a guess.
    if not re.search(r"\b\d{4}\b", text) or not re.search(r"[a-z]{3}", text, re.IGNORECASE):
        return None
    try:
        return parsedate_to_datetime(text)
    except (ValueError, IndexError, OverflowError):
        return None
