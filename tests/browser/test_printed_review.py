"""What the review shows, on paper: its figures and rows whole, and nothing that is there to be pressed."""

from playwright.sync_api import Locator, Page, expect

from tests.browser import staff
from tests.browser.conftest import DESKTOP, Visit
from tests.browser.paper import empty_sheets, printed
from tests.browser.people import OFFICER, call_title
from tests.browser.portal_under_test import Portal
from tests.reading_pdf import number_of_pages, plain, words_of_page

REPORT = "/admin/candidature/rapporto/"
QUEUE = "/admin/candidature/"
# For thirty rows.
MOST_SHEETS = 3
# What is pressed, typed into or followed elsewhere, and the side bar that leads to all rooms of the admin.
CHROME = "aside, .sidebar, button, input, select, textarea, .button, .skiplink, .w-breadcrumbs"
# Of the menu, of the head and of the tools of a list.
OF_THE_SCREEN = ("Posta in uscita", "Allo sportello", "Esporta questo elenco", "Comprimi", "Filtra")


def words_on_paper(page: Page) -> str:
    """All that is printed, without spaces, in small letters."""
    document = printed(page)
    return "".join(words_of_page(document, number) for number in range(number_of_pages(document))).lower()


def said_in(rows: Locator) -> list[str]:
    """Each row as paper has it: its cells one after the other."""
    texts = rows.evaluate_all("rows => rows.map(row => row.textContent)")
    return [plain(text).lower() for text in texts]


def assert_without_chrome(page: Page, words: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    assert plain(page.get_by_role("heading", level=1).inner_text()).lower() in words
    left = page.locator(CHROME).filter(visible=True)
    assert left.evaluate_all("all => all.map(one => one.outerHTML.slice(0, 200))") == []
    assert [told for told in OF_THE_SCREEN if plain(told).lower() in words] == []


def test_a_report_is_printed_with_the_table_of_each_figure(visitor: Visit) -> None:
    officer = visitor(DESKTOP)
    staff.log_in(officer, OFFICER)
    page = officer.page
    officer.visit(REPORT)
    page.emulate_media(media="print")

    words = words_on_paper(page)

    tables = page.locator("table.report-table")
    assert tables.count() > 5
    # Those that are closed on the screen are open on paper.
    expect(tables.filter(visible=True)).to_have_count(tables.count())
    rows = said_in(tables.locator("tr"))
    assert len(rows) > 40
    assert [row for row in rows if row not in words] == []
    headings = page.locator(".w-panel__heading").all_inner_texts()
    assert [one for one in headings if plain(one).lower() not in words] == []
    assert empty_sheets(page) == []
    assert_without_chrome(page, words)


def test_a_list_is_printed_with_all_its_rows(visitor: Visit, portal: Portal) -> None:
    title = call_title("Su carta")
    call = portal.office("received", title=title, how_many=30)
    officer = visitor(DESKTOP)
    staff.log_in(officer, OFFICER)
    page = officer.page
    officer.visit(f"{QUEUE}?page={call['page']}&stage=all")
    page.emulate_media(media="print")

    words = words_on_paper(page)

    rows = page.locator(".review-queue tbody tr")
    assert rows.count() == len(call["references"])
    assert [one for one in call["references"] if plain(one).lower() not in words] == []
    names = [f"Prova Numero {number:02}" for number in range(len(call["references"]))]
    assert [one for one in names if plain(one).lower() not in words] == []
    # Lines under their headings, and no cards as on a phone: a sheet holds a dozen.
    expect(page.locator(".review-queue thead")).to_be_visible()
    assert number_of_pages(printed(page)) <= MOST_SHEETS
    assert empty_sheets(page) == []
    assert_without_chrome(page, words)
