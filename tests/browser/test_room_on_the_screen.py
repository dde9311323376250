"""What real use of the desk found too tall, covered or out of its column, held to where it was put right."""

import pytest
from playwright.sync_api import Locator, Page, ViewportSize

from tests.browser import staff
from tests.browser.accessibility import overflow
from tests.browser.conftest import DESKTOP, PHONE, Visit
from tests.browser.people import OFFICER, call_title
from tests.browser.portal_under_test import Portal

QUEUE = "/admin/candidature/"
# Below what Wagtail keeps at the top of the window.
ROOM = DESKTOP["height"] - 100
# Of a letter in the outbox on a phone.
MOST_PIXELS_OF_A_LETTER = 120
LONG_NAME = "Castelnuovodigarfagnanadellavallealtaedibagnolungo Serravalle"
# Elements whose words do not fit into them, by their text.
CUT = """(elements) => elements.filter((one) => one.scrollWidth > one.clientWidth + 1)
    .map((one) => one.textContent.trim())"""


def box(part: Locator) -> dict[str, float]:
    found = part.bounding_box()
    assert found is not None
    return {"y": found["y"], "end": found["y"] + found["height"]}


def open_the_first(page: Page) -> None:
    # Nothing is measured before all of the page is there.
    with page.expect_navigation():
        page.locator(".review-queue .title a").first.click()


def test_ten_rows_of_the_list_stand_on_a_screen(visitor: Visit, portal: Portal) -> None:
    call = portal.office("received", title=call_title("Dieci righe"), how_many=10)
    officer = visitor(DESKTOP)
    staff.log_in(officer, OFFICER)

    officer.visit(f"{QUEUE}?stage=todo&page={call['page']}")

    rows = officer.page.locator(".review-queue tbody tr").all()
    assert len(rows) == 10
    assert box(rows[-1])["end"] - box(rows[0])["y"] <= ROOM


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["1280", "390"])
def test_a_long_name_covers_nothing_and_who_it_is_comes_before_what_can_be_pressed(
    visitor: Visit, portal: Portal, size: ViewportSize
) -> None:
    call = portal.office("received", title=call_title("Nome lungo"), how_many=1, last_name=LONG_NAME)
    officer = visitor(size)
    staff.log_in(officer, OFFICER)
    page = officer.page
    officer.visit(f"{QUEUE}?stage=todo&page={call['page']}")
    assert page.locator(".review-queue tbody td").evaluate_all(CUT) == []
    assert not overflow(page)

    open_the_first(page)

    head = page.locator(".review-head")
    name, below = box(head.locator(".review-name")), box(head.locator("p").nth(1))
    assert head.locator("p").evaluate_all(CUT) == []
    assert name["end"] <= below["y"]
    assert not overflow(page)
    who, actions = box(page.locator("#chi-section")), box(page.locator("#azioni-section"))
    assert who["y"] < PHONE["height"]
    if size == PHONE:
        assert below["end"] <= who["y"]
        assert who["end"] <= actions["y"]


def test_a_letter_of_the_outbox_is_a_few_lines_on_a_phone(visitor: Visit) -> None:
    officer = visitor(PHONE)
    staff.log_in(officer, OFFICER)

    officer.visit("/admin/portal/outboxmessage/")

    rows = officer.page.locator(".outbox-list tbody tr").all()
    assert rows
    assert (box(rows[-1])["end"] - box(rows[0])["y"]) / len(rows) <= MOST_PIXELS_OF_A_LETTER
    assert not overflow(officer.page)


@pytest.mark.parametrize("of_many", [False, True], ids=["one", "many"])
def test_a_list_of_names_with_who_stands_in_does_not_leave_a_phone(
    visitor: Visit, portal: Portal, of_many: bool
) -> None:
    title = call_title("Assenze di molte" if of_many else "Assenze di una")
    call = portal.office("received", title=title, how_many=1)
    officer = visitor(PHONE)
    staff.log_in(officer, OFFICER)
    page = officer.page
    officer.visit(f"{QUEUE}?stage=todo&page={call['page']}")
    if of_many:
        officer.visit(f"{QUEUE}insieme/?tutte=1&stage=todo&page={call['page']}&azione=assign")
    else:
        open_the_first(page)
        officer.visit(f"{page.url.partition('?')[0].removeprefix(portal.address)}assegna/")
    names = page.locator("main select").first

    named = f"{LONG_NAME} · oggi è assente, al suo posto"
    names.evaluate("(one, name) => { one.options[1].text = name }", named)

    place = names.bounding_box()
    assert place is not None
    assert place["x"] + place["width"] <= PHONE["width"]
