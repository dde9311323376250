"""Every screen of the review, wide and narrow: axe finds nothing of ours, and nothing is in English."""

from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import urlsplit

from django.urls import resolve
from playwright.sync_api import expect
from wagtail.admin.viewsets.base import ViewSet

from istruttoria.viewset import ReviewViewSet
from istruttoria.wording.viewset import WordingViewSet
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
    "cancellate/",
    "insieme/?tutte=1&stage=todo&kind=call",
    "insieme/?tutte=1&stage=todo&kind=call&azione=reject",
    "insieme/?tutte=1&stage=todo&kind=call&azione=assign",
    "insieme/lavori/",
    "insieme/lavori/?solo=lettere",
)
OF_ONE = ("", "note/", "assegna/", "parere/")
DECISIONS = ("request_info/", "forewarn/", "reject/", "accept/", "admit/")
BESIDE = (
    "/admin/",
    "/admin/portal/outboxmessage/",
    "/admin/manuale/",
    "/admin/sportello/",
    "/admin/sportello/da-consegnare/",
    "/admin/commissioni/",
    "/admin/commissioni/new/",
    "/admin/informative/",
    "/admin/informative/new/",
    "/admin/lettere/",
    "/admin/lettere/tutti/call/rejected/",
)
# No screens: files and documents, letters as their readers see them, what scripts read, and what is only
# pressed.
NO_SCREENS = {
    *("index_results", "presence", "note_names"),
    *("files", "file", "file_shown", "opinion", "opinion_shown"),
    *("audit", "erased_audit", "printed_receipt", "printed_letter", "letter", "bulk_letter"),
    *("filter", "absence_end", "new_link", "reached", "handed_over", "signed", "labels_of"),
}


def test_every_screen_of_the_review_is_accessible_and_in_italian(visitor: Visit, portal: Portal) -> None:
    officer, adviser = visitor(DESKTOP), Person("Ada", "Esterna")
    staff.log_in(officer, OFFICER)
    page, inspection = officer.page, Inspection(officer.page)
    made = portal.office("with_everything", title=call_title("Con tutto"))
    addresses = [*about(made), *filled(officer, adviser, made)]
    not_seen = unseen(addresses, ReviewViewSet(), WordingViewSet(), leaving_out=NO_SCREENS)
    assert not not_seen, "These screens are not looked at."

    for address in addresses:
        answer = officer.visit(address)
        assert answer.status == 200, address
        inspection.look_at_each_width(address)

    for size in (DESKTOP, NARROW):
        page.set_viewport_size(size)
        officer.visit(f"{QUEUE}esito/{made['page']}/")
        page.get_by_role("button", name="Mostra come sarebbe").click()
        expect(page.get_by_role("button", name="Metti nella bozza")).to_be_visible()
        inspection.look(f"an outcome that is looked at, at {size['width']}")
        assert not overflow(page)

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


def unseen(addresses: Iterable[str], *rooms: ViewSet, leaving_out: Iterable[str]) -> set[str]:
    """The screens of these rooms that none of the addresses opens.

    Args:
        leaving_out: names of views that are no screens.
    """
    ours = {f"{room.name}:{one.name}" for room in rooms for one in room.get_urlpatterns()}
    no_screens = {f"{room.name}:{name}" for room in rooms for name in leaving_out}
    return ours - no_screens - {resolve(urlsplit(address).path).view_name for address in addresses}


def about(made: dict[str, Any]) -> Iterator[str]:
    """The screens of what there is in a call `with_everything`."""
    one = f"{QUEUE}{made['one']}/"
    yield from (one, f"{one}messaggi/", f"{one}controlli/", f"{one}punteggi/", f"{one}admit/")
    yield f"{one}confronto/{made['other']}/"
    yield f"{one}file/{made['file']}/anteprima/"
    yield f"{one}parere/{made['opinion']}/anteprima/"
    yield f"{QUEUE}{made['erased']}/cancellazione/"
    yield from (f"{QUEUE}{made['refused']}/", f"{QUEUE}esito/{made['page']}/")
    yield from (f"/admin/lettere/{made['page']}/", f"/admin/lettere/{made['page']}/rejected/")


def filled(officer: Visitor, adviser: Person, made: dict[str, Any]) -> Iterator[str]:
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
    with page.expect_navigation():
        page.get_by_role("button", name="Salva il filtro").click()
    # What is asked for, told or refused can be so from this state.
    with page.expect_navigation():
        page.locator(".review-queue tr", has_text="In istruttoria").locator(".title a").first.click()
    one = page.url.partition("?")[0].removeprefix(officer.address)
    page.get_by_label("Scrivi una nota").fill("Sentita al telefono: richiama lunedì.")
    with page.expect_navigation():
        page.get_by_role("button", name="Scrivi la nota").click()
    with page.expect_navigation():
        page.get_by_role("link", name="Cambia o ritira").first.click()
    note = page.url

    officer.visit(f"{one}parere/")
    page.get_by_label("A chi lo chiedi").fill(f"{adviser.first_name} {adviser.last_name}")
    page.get_by_label("La sua email").fill(adviser.email)
    page.get_by_label("Che cosa chiedi").fill("È adatta al territorio?")
    page.locator("[name=questions]").first.check()
    with page.expect_navigation():
        page.get_by_role("button", name="Chiedi il parere").click()

    officer.visit(f"{QUEUE}insieme/?tutte=1&stage=todo&kind=call&azione=reject")
    page.get_by_label("Motivazione").fill("I posti sono esauriti.")
    with page.expect_navigation():
        page.get_by_role("button", name="Mostra che cosa succede").click()
    job = page.url

    officer.visit(f"{QUEUE}insieme/?tutte=1&stage=all&page={made['page']}&azione=message")
    page.get_by_label("Messaggio").fill("Buongiorno {nome}, ci vediamo lunedì.")
    page.get_by_role("button", name="Mostra che cosa succede").click()
    message = page.get_by_role("link", name="Leggi il messaggio").first.get_attribute("href")
    assert message

    yield from (f"{QUEUE}{rest}" for rest in OF_THE_LIST)
    yield from (f"{one}{rest}" for rest in OF_ONE + DECISIONS)
    yield from (label, note, job, page.url, message)
    yield from BESIDE
