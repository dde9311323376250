"""What no engine sees: paper, the colours of the system, wide spacing, a menu left by Tab."""

import re
import urllib.request
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.accessibility import overflow
from tests.browser.conftest import NARROW, PHONE, Visit
from tests.browser.paper import empty_sheets, printed
from tests.browser.portal_under_test import Portal
from tests.demonstration import BESIDE_THE_SITEMAP
from tests.reading_pdf import number_of_pages, plain, words_of_page

CALL = "/partecipa/partner-punto-di-ascolto/"
EVENT = "/partecipa/supervisione-per-chi-facilita/"
QUESTIONS = "/domande-frequenti/"
GUIDELINE = "/linee-guida/partecipare-in-una-casa-di-comunita/"
ZONE = "/territori/fiorentina-sud-est/"
PATH = "/territori/valdichiana-aretina/punto-di-ascolto/"
# What a guideline says: its title, its facts and versions, its chapters.
TEXT = "h1, .facts :is(dt, dd), .chapter :is(h2, h3, p, li, dt, dd, th, td, caption, figcaption)"
# WCAG 2.2, 1.4.3 and 1.4.11: letters, and what else one must see.
LETTERS, EDGES = 4.5, 3.0
# WCAG 2.2, 1.4.12: what a reader may set, and nothing is lost.
SPACING = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: 0.12em !important;
    word-spacing: 0.16em !important } p { margin-bottom: 2em !important }`);
  document.adoptedStyleSheets = [sheet];
}"""


def style(page: Page, selector: str, name: str) -> str:
    """The computed value of a property of the first element that is shown."""
    shown = page.locator(selector).filter(visible=True).first
    return str(shown.evaluate("(element, name) => getComputedStyle(element)[name]", name))


def contrast(one: str, other: str) -> float:
    """Of two opaque colours as the browser computes them (WCAG 2.2, relative luminance)."""

    def luminance(colour: str) -> float:
        parts = [int(part) / 255 for part in re.findall(r"\d+", colour)[:3]]
        red, green, blue = (
            part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
        )
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_a_zone_is_printed_without_the_pictures_of_its_cards(visitor: Visit) -> None:
    guest = visitor()
    guest.visit(ZONE)
    cards = guest.page.locator(".portal-card")
    titles = cards.locator(".it-card-title").all_inner_texts()
    guest.page.emulate_media(media="print")
    expect(cards.locator("img").filter(visible=True)).to_have_count(0)

    document = printed(guest.page)
    sheets = number_of_pages(document)
    words = "".join(words_of_page(document, number) for number in range(sheets)).lower()

    assert len(titles) > 5
    # With the pictures they were nine.
    assert sheets <= 5
    for title in titles:
        assert "".join(title.split()).lower() in words


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_answers_that_are_closed_on_the_screen_are_printed(visitor: Visit, *, scripts: bool) -> None:
    guest = visitor(scripts=scripts)
    guest.visit(QUESTIONS)
    document = printed(guest.page)
    whole = "".join(words_of_page(document, number) for number in range(number_of_pages(document)))
    for answer in ("entriinlistad’attesa", "L’informativa", "unentepubblicotrattaquestidati"):
        assert answer.lower() in whole.lower()


def test_every_word_of_a_guideline_is_printed(visitor: Visit) -> None:
    """By the browser, from the page; and there is the document that the portal makes of it."""
    guest = visitor()
    guest.visit(GUIDELINE)
    shown = guest.page.locator("main").locator(TEXT).filter(visible=True)
    written = shown.all_inner_texts()
    guest.page.emulate_media(media="print")
    expect(shown).to_have_text(written, use_inner_text=True)
    document = printed(guest.page)
    words = "".join(words_of_page(document, number) for number in range(number_of_pages(document))).lower()

    assert len(written) > 40
    assert [one for one in written if plain(one).lower() not in words] == []
    made = guest.page.context.request.get(f"{guest.address}{GUIDELINE}pdf/")
    assert (made.status, made.headers["content-type"]) == (200, "application/pdf")
    assert number_of_pages(made.body()) > 1


@pytest.mark.parametrize("path", [GUIDELINE, QUESTIONS, CALL, "/", "/novita/", "/contatti/", "/calendario/"])
def test_no_printed_page_is_empty(visitor: Visit, path: str) -> None:
    guest = visitor()
    guest.visit(path)
    assert empty_sheets(guest.page) == []


def test_a_printed_label_stands_with_its_value(visitor: Visit) -> None:
    """On paper of any height: the first letters of each value are on the page of its label."""
    guest = visitor()
    guest.visit(EVENT)
    pairs = guest.page.locator("main dl > div").evaluate_all(
        "rows => rows.map(row => [...row.children].map(part => part.textContent.replace(/\\s/g, '')))"
    )
    assert len(pairs) > 5
    for height in range(200, 300, 15):
        document = guest.page.pdf(width="210mm", height=f"{height}mm")
        pages = [words_of_page(document, number) for number in range(number_of_pages(document))]
        parted = [label for label, value in pairs if not any(label + value[:12] in page for page in pages)]
        assert not parted, f"On pages {height} mm high these labels stand alone: {parted}"


def test_words_on_buttons_are_dark_on_paper(visitor: Visit) -> None:
    guest = visitor()
    guest.visit(CALL)
    guest.page.emulate_media(media="print")
    assert style(guest.page, ".btn-primary", "color") == "rgb(0, 0, 0)"
    assert style(guest.page, ".btn-primary", "borderTopWidth") == "1px"


def test_a_printed_month_names_its_days_in_dark_words_and_asks_nothing(visitor: Visit) -> None:
    guest = visitor()
    guest.visit("/calendario/")
    # As wide as a sheet.
    guest.page.set_viewport_size({"width": 720, "height": 1000})
    guest.page.emulate_media(media="print")
    assert style(guest.page, "a.calendar-day", "color") == "rgb(0, 0, 0)"
    expect(guest.page.locator("form.calendar-filters")).to_be_hidden()


def test_controls_have_edges_where_the_system_chooses_the_colours(visitor: Visit) -> None:
    guest = visitor(forced_colors="active")
    guest.visit(CALL)
    for selector in (".btn-primary", ".site-search input", ".site-search button"):
        assert style(guest.page, selector, "borderTopStyle") == "solid", selector
        assert style(guest.page, selector, "borderTopWidth") != "0px", selector


def test_the_current_step_looks_different_where_the_system_chooses_the_colours(visitor: Visit) -> None:
    guest = visitor(forced_colors="active")
    guest.visit(CALL)
    guest.page.get_by_role("button", name="Nuova candidatura").click()
    guest.heading("Chi sei")
    current = style(guest.page, '.step-progress-wide [aria-current="step"]', "borderTopWidth")
    other = style(guest.page, ".step-progress-wide li:not([aria-current])", "borderTopWidth")
    assert current != other


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_timetable_can_be_read_where_the_system_chooses_the_colours(visitor: Visit, scheme: str) -> None:
    guest = visitor(forced_colors="active", color_scheme=scheme)
    guest.visit(PATH)
    ground = style(guest.page, "body", "backgroundColor")
    bars = guest.page.locator(".timetable g").count()
    assert bars > 1
    for number in range(1, bars + 1):
        bar = f".timetable g:nth-of-type({number})"
        fill = style(guest.page, f"{bar} rect", "fill")
        assert contrast(style(guest.page, f"{bar} rect", "stroke"), ground) >= EDGES
        assert contrast(style(guest.page, f"{bar} text", "fill"), fill) >= LETTERS
    assert contrast(style(guest.page, ".timetable svg > text", "fill"), ground) >= LETTERS
    assert contrast(style(guest.page, ".timetable-now", "fill"), ground) >= LETTERS
    # An upright line is no wider than nothing, so it does not count as shown.
    today = guest.page.locator(".timetable-today").evaluate("line => getComputedStyle(line).stroke")
    assert contrast(today, ground) >= EDGES
    current = style(guest.page, ".timetable-current rect", "strokeWidth")
    assert current != style(guest.page, ".timetable-over rect", "strokeWidth")


def test_nothing_is_cut_with_the_spacing_that_readers_may_set(visitor: Visit, portal: Portal) -> None:
    guest = visitor(NARROW)
    wrong = []
    for path in _paths(portal):
        guest.visit(path)
        guest.page.evaluate(SPACING)
        if wider := overflow(guest.page):
            wrong.append(f"{path} is {wider} px wider than the window")
    assert not wrong, "\n".join(wrong)


def test_the_menu_of_a_phone_closes_when_tab_leads_out_of_it(visitor: Visit) -> None:
    guest = visitor(PHONE)
    guest.visit("/")
    opener = guest.page.get_by_role("button", name="Menu", exact=True)
    opener.press("Enter")
    links = guest.page.get_by_role("navigation", name="Menu principale").get_by_role("link")
    expect(links.last).to_be_visible()
    links.last.focus()
    guest.page.keyboard.press("Tab")
    expect(opener).to_have_attribute("aria-expanded", "false")
    expect(links.last).to_be_hidden()


def _paths(portal: Portal) -> list[str]:
    with urllib.request.urlopen(portal.url("/sitemap.xml"), timeout=90) as answer:  # noqa: S310 - http, ours
        text = answer.read().decode()
    listed = [urlsplit(address).path for address in re.findall(r"<loc>([^<]+)</loc>", text)]
    return [*listed, *BESIDE_THE_SITEMAP]
