"""Two colleagues with the same application open learn of each other without drawing the page again."""

from playwright.sync_api import expect

from tests.browser import staff
from tests.browser.accessibility import assert_accessible
from tests.browser.conftest import DESKTOP, Visit
from tests.browser.people import OFFICER, REVIEWER

LOOKS = "la sta guardando."


def test_who_comes_and_who_goes_is_told_on_an_open_page(visitor: Visit) -> None:
    officer, reviewer = visitor(DESKTOP), visitor(DESKTOP)
    staff.log_in(officer, OFFICER)
    staff.log_in(reviewer, REVIEWER)
    reviewer.visit("/admin/candidature/?kind=call&stage=all")
    address = reviewer.page.locator(".review-queue .title a").first.get_attribute("href") or ""

    reviewer.visit(address)
    status = reviewer.page.locator("[data-presence]")
    expect(status).to_have_text("")
    officer.visit(address)
    expect(officer.page.locator("[data-presence]")).to_contain_text(LOOKS)

    # As when the window comes back to the front, rather than half a minute later.
    again = "document.dispatchEvent(new Event('visibilitychange'))"
    reviewer.page.evaluate(again)
    expect(status).to_contain_text(LOOKS)
    assert_accessible(reviewer.page)

    officer.visit("/admin/")
    # The word that it was closed is on its way by itself, and nobody is told when it arrives.
    for _look in range(180):
        reviewer.page.evaluate(again)
        reviewer.page.wait_for_timeout(500)
        if status.text_content() == "":
            break
    expect(status).to_have_text("")
