"""Outlet: who published an article. Taken from what the input states or from the address, never invented."""

import re
from ipaddress import ip_address
from urllib.parse import urlsplit

# e.g. https://web.archive.org/web/20260302101500/https://www.example.org/news/1
_ARCHIVED = re.compile(r"^https?://web\.archive\.org/web/[^/]+/(?P<original>.+)$", re.IGNORECASE)


def outlet_of(
    *, stated: str | None, site: str | None, url: str | None, host: str | None = None, fallback: str | None = None
) -> str | None:
    """Return the stated outlet, else the site's name, else the domain of the address, else `fallback`, else None.

    >>> outlet_of(stated=None, site=None, url="https://www.bbc.co.uk/news/1", fallback="Harbor Courier")
    'bbc.co.uk'
    """
    return stated or site or registrable_domain(url or host) or fallback


def registrable_domain(url: str | None) -> str | None:
    """Return the domain that was registered: the public suffix (Mozilla's list, shipped with `tld`) and one label more.

    None for anything that has none, such as localhost or a number. For a page in the
    Wayback Machine it is the domain of the page, not the archive's.

    >>> registrable_domain("https://news.gullane-gazette.co.uk:8080/a?b=c")
    'gullane-gazette.co.uk'
    >>> registrable_domain("http://localhost/a") is None
    True
    """
    host = _host(url) if url else None
    if host is None:
        return None
    from tld import get_fld  # here because its list of suffixes is read only where an address is

    domain = get_fld(f"https://{host}/", fail_silently=True)
    return domain.lower() if domain else None


def _host(url: str) -> str | None:
    archived = _ARCHIVED.match(url.strip())
    address = archived["original"] if archived else url.strip()
    try:
        host = urlsplit(address if "://" in address else f"https://{address}").hostname
    except ValueError:  # e.g. an unclosed bracket
        return None
    return None if host is None or _is_number(host) else host.rstrip(".")


def _is_number(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
