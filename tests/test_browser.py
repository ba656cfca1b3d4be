"""The way of a reader through the pages, in a real browser: search, open, check."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Dialog, Page, expect, sync_playwright
from published import SERVERS, SHIFT, Site, articles, build, chromium, many, serving

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
WIDTHS = (1280, 375)  # a desk and a phone

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Yield the browser of this machine."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium(), args=list(FLAGS))
        yield opened
        opened.close()


@pytest.fixture(scope="module", params=SERVERS)
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Yield a database served by Datasette 0.65, then by 1.0a."""
    db: Path = build(tmp_path_factory.mktemp("browser") / "quotes.db", (*articles(), *many(30)))
    with serving(db, request.param) as served:
        yield served


@pytest.fixture(params=WIDTHS, ids=lambda width: f"{width}px")
def page(request: pytest.FixtureRequest, browser: Browser, site: Site) -> Iterator[Page]:
    """Yield a page that fails the test when a script of an article runs or another server is asked for anything."""
    context = browser.new_context(viewport={"width": request.param, "height": 800}, base_url=site.address)
    opened = context.new_page()
    strange: list[str] = []

    def refuse(dialog: Dialog) -> None:
        strange.append(dialog.message)
        dialog.dismiss()

    opened.on("dialog", refuse)
    opened.on("request", lambda asked: None if asked.url.startswith(site.address) else strange.append(asked.url))
    yield opened
    context.close()
    assert strange == []


def fits(page: Page) -> bool:
    """Tell whether the page is no wider than its window."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


def test_a_word_leads_to_who_said_it_and_where(page: Page) -> None:
    """From the front page, a word finds the quotation, and its page names speaker, outlet and article."""
    page.goto("/")
    page.get_by_role("searchbox").fill("shift")
    page.get_by_role("button", name="Search").click()
    expect(page.get_by_role("listitem").filter(has_text=SHIFT)).to_have_count(2)
    expect(page.locator("blockquote mark").first).to_have_text("shift")
    page.get_by_role("listitem").filter(has_text="Stellin Post").get_by_role("link", name=SHIFT).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Piet van Dell, in Stellin Post")
    expect(page.locator(".passage mark.current")).to_have_text(SHIFT)
    expect(page.locator(".passage mark.source")).to_have_text("Piet van Dell")
    expect(page.get_by_role("link", name="Original at stellinpost.example")).to_have_attribute(
        "href", "https://www.stellinpost.example/bridge"
    )
    page.get_by_role("link", name="Bridge shut until spring").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Bridge shut until spring")
    expect(page.locator(".passage mark")).to_have_count(5)


def test_counts_narrow_a_search_down(page: Page) -> None:
    """A click on a speaker's count keeps the words and filters; a click on the chip takes the filter away."""
    page.goto("/-/quotes?q=the")
    everything = page.locator("ol.quotations > li").count()
    page.locator(".facets").get_by_role("link", name="Mira Osk").click()
    expect(page.locator("ol.quotations > li")).to_have_count(2)
    expect(page.get_by_role("searchbox")).to_have_value("the")
    page.get_by_label("Filters in use").get_by_role("link", name="Mira Osk").click()
    expect(page.locator("ol.quotations > li")).to_have_count(everything)


def test_the_speakers_page_is_one_click_away(page: Page) -> None:
    """From a quotation to all that its speaker said, and back into the search among only that."""
    page.goto("/quotes/quotes/1")
    page.get_by_role("link", name="Mira Osk").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Mira Osk")
    page.get_by_role("searchbox").fill("ferry")
    page.keyboard.press("Enter")
    expect(page.locator("ol.quotations > li")).to_have_count(1)


@pytest.mark.parametrize(
    "path", ["/", "/-/quotes?q=the", "/quotes/quotes/1", "/quotes/quotes/7", "/quotes/articles/3", "/-/speaker/4"]
)
def test_every_page_fits_its_window(page: Page, path: str) -> None:
    """No page has to be scrolled sideways, and no script of an article runs."""
    page.goto(path)
    assert fits(page)
