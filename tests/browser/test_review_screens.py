"""Every screen of the review, wide and narrow: axe finds nothing of ours, and nothing is in English."""

from collections.abc import Iterator

from tests.browser import mailbox, staff
from tests.browser.accessibility import overflow
from tests.browser.conftest import DESKTOP, NARROW, Visit
from tests.browser.people import OFFICER, Person, call_title
from tests.browser.portal_under_test import Portal
from tests.browser.test_editor_screens import Inspection
from tests.browser.visitor import Visitor

QUEUE = "/admin/candidature/"
# By the rest of their address: those of the list, and those of one submission.
OF_THE_LIST = (
    "?need=any",
    "?stage=todo&kind=call",
    "?q=nessuno-si-chiama-cosi",
    "etichette/",
    "colonne/",
    "filtri/",
    "rapporto/",
    "esporta/?kind=call",
    "distribuisci/?kind=call",
    "assenze/",
    "insieme/?tutte=1&stage=todo&kind=call",
    "insieme/?tutte=1&stage=todo&kind=call&azione=reject",
)
OF_ONE = ("", "note/", "assegna/", "parere/")
DECISIONS = ("request_info/", "forewarn/", "reject/")
BESIDE = ("/admin/", "/admin/portal/outboxmessage/", "/admin/manuale/", "/admin/sportello/")


def test_every_screen_of_the_review_is_accessible_and_in_italian(visitor: Visit, portal: Portal) -> None:
    officer, adviser = visitor(DESKTOP), Person("Ada", "Esterna")
    staff.log_in(officer, OFFICER)
    page, inspection = officer.page, Inspection(officer.page)
    addresses = list(filled(officer, adviser))

    for address in addresses:
        page.set_viewport_size(DESKTOP)
        answer = officer.visit(address)
        assert answer.status == 200, address
        for size in (DESKTOP, NARROW):
            page.set_viewport_size(size)
            screen = f"{address} at {size['width']}"
            inspection.look(screen)
            if wider := overflow(page):
                inspection.wrong.append(f"{screen} is {wider} px wider than the window")

    letter = mailbox.wait_for(portal.mail, adviser.email, "parere")
    outsider = visitor(DESKTOP)
    told = Inspection(outsider.page)
    for size in (DESKTOP, NARROW):
        outsider.page.set_viewport_size(size)
        outsider.visit(letter.link_to(portal.address))
        told.look(f"the page of an opinion at {size['width']}")
        assert not overflow(outsider.page)
    inspection.wrong += told.wrong
    inspection.conclude()


def filled(officer: Visitor, adviser: Person) -> Iterator[str]:
    """Works until every screen has something to show; gives the addresses of the screens."""
    page = officer.page
    officer.visit(f"{QUEUE}etichette/")
    # What is marked or kept under a name has that of nothing else.
    name = call_title("Da richiamare")
    page.get_by_label("Nome").fill(name)
    page.get_by_role("button", name="Crea l’etichetta").click()
    label = page.locator("a[href^='/admin/candidature/etichette/']", has_text=name).get_attribute("href")
    assert label

    officer.visit(f"{QUEUE}?stage=todo&kind=call")
    page.locator("summary", has_text="Salva questo filtro").click()
    page.get_by_label("Nome", exact=True).fill(name)
    page.get_by_role("button", name="Salva il filtro").click()
    # What is asked for, told or refused can be so from this state.
    page.locator(".review-queue tr", has_text="In istruttoria").locator(".title a").first.click()
    one = page.url.partition("?")[0].removeprefix(officer.address)
    page.get_by_label("Scrivi una nota").fill("Sentita al telefono: richiama lunedì.")
    page.get_by_role("button", name="Scrivi la nota").click()
    page.get_by_role("link", name="Cambia o ritira").first.click()
    note = page.url

    officer.visit(f"{one}parere/")
    page.get_by_label("A chi lo chiedi").fill(f"{adviser.first_name} {adviser.last_name}")
    page.get_by_label("La sua email").fill(adviser.email)
    page.get_by_label("Che cosa chiedi").fill("È adatta al territorio?")
    page.locator("[name=questions]").first.check()
    page.get_by_role("button", name="Chiedi il parere").click()

    officer.visit(f"{QUEUE}insieme/?tutte=1&stage=todo&kind=call&azione=reject")
    page.get_by_label("Motivazione").fill("I posti sono esauriti.")
    page.get_by_role("button", name="Mostra che cosa succede").click()
    job = page.url

    yield from (f"{QUEUE}{rest}" for rest in OF_THE_LIST)
    yield from (f"{one}{rest}" for rest in OF_ONE + DECISIONS)
    yield from (label, note, job)
    yield from BESIDE
