"""A new page begins with the values of its site, shows them, and keeps its own whatever they become."""

import json
from datetime import time
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django_webtest import DjangoTestApp
from wagtail.models import Page, Site

from candidature.models import CallPage, ParticipationIndexPage, StartingValues
from candidature.pages.promised import PROMISED
from eventi.models import EventPage
from portal.editorial import checking
from portal.roles import Role
from tests.candidature.factories import CallPageFactory, PrivacyNoticeFactory, participation_index
from tests.home.factories import make_home
from tests.istruttoria.people import member_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def index() -> ParticipationIndexPage:
    return participation_index(make_home())


@pytest.fixture
def values(index: ParticipationIndexPage) -> StartingValues:
    site = Site.objects.get(is_default_site=True)
    made, _is_new = StartingValues.objects.update_or_create(
        site=site,
        defaults={
            "office": "Ufficio partecipazione",
            "responsible_person": "Ada Neri",
            "response_days": 45,
            "appeal": "Al TAR entro 60 giorni.",
            "contact_email": "ufficio@example.org",
            "privacy_notice": PrivacyNoticeFactory.create(),
            "retention_months": 12,
            "quiet_from": time(20),
            "draft_days": 15,
        },
    )
    kept: StartingValues = made
    return kept


def new_page(app: DjangoTestApp, index: Page, kind: str) -> Any:
    app.set_user(member_of(Role.EDITORS))
    app_label = {"callpage": "candidature", "eventpage": "eventi"}[kind]
    return app.get(f"/admin/pages/add/{app_label}/{kind}/{index.pk}/")


def folded(page: Any) -> dict[str, bool]:
    """The headings of the panels of an editor, and whether each is folded."""
    return {
        " ".join(panel.find(attrs={"data-panel-heading-text": True}).text.split()): "collapsed"
        in panel["class"]
        for panel in page.html.select("section[data-panel]")
        if panel.find(attrs={"data-panel-heading-text": True})
    }


@pytest.mark.parametrize(("kind", "steps"), [("callpage", ["step"]), ("eventpage", [])])
def test_a_new_call_has_a_step_for_its_questions_and_an_event_need_have_none(
    django_app: DjangoTestApp, index: ParticipationIndexPage, kind: str, steps: list[str]
) -> None:
    page = new_page(django_app, index, kind)

    blocks, _error = json.loads(page.html.find(id="steps")["data-w-block-arguments-value"])

    assert [block["type"] for block in blocks] == steps


def test_the_form_of_a_new_call_shows_them_and_folds_what_needs_no_more(
    django_app: DjangoTestApp, index: ParticipationIndexPage, values: StartingValues
) -> None:
    page = new_page(django_app, index, "callpage")
    form = page.forms["page-edit-form"]

    assert (form["office"].value, form["response_days"].value) == ("Ufficio partecipazione", "45")
    assert form["privacy_notice"].value == str(values.privacy_notice_id)
    assert (form["quiet_from"].value, form["draft_days"].value) == ("20:00", "15")
    panels = folded(page)
    assert panels["Procedimento – Ufficio partecipazione, Ada Neri, risposta in 45 giorni"]
    assert panels[f"Dati personali – dati per 12 mesi, {values.privacy_notice.title}"]
    assert panels["Chi partecipa e chi conferma – Persone e organizzazioni, una volta a testa, a ogni età"]
    assert not panels["Termini"]


def test_what_a_page_cannot_do_without_stands_open(
    django_app: DjangoTestApp, index: ParticipationIndexPage
) -> None:
    panels = folded(new_page(django_app, index, "callpage"))

    assert not panels["Procedimento – manca l’ufficio, risposta in 30 giorni"]
    assert not panels["Dati personali – dati per 24 mesi, manca l’informativa"]


def test_a_new_event_has_no_appeal_and_a_term_only_for_what_a_committee_gives(
    django_app: DjangoTestApp, index: ParticipationIndexPage, values: StartingValues
) -> None:
    page = new_page(django_app, index, "eventpage")
    form = page.forms["page-edit-form"]

    assert "Solo se l’ammissione è moderata" in page.text
    assert form["response_days"].value == str(values.response_days)
    # Seats are given as they last, until somebody chooses otherwise.
    assert folded(page)["Procedimento – Ufficio partecipazione, Ada Neri"]
    assert form["office"].value == "Ufficio partecipazione"
    assert form["appeal"].value == ""
    assert EventPage.begins_with == tuple(name for name in PROMISED if name != "appeal")


def test_a_page_keeps_what_it_promised(
    django_app: DjangoTestApp, index: ParticipationIndexPage, values: StartingValues
) -> None:
    """Title, dates and a question are all that a simple call has to be given."""
    django_app.set_user(member_of(Role.EDITORS))
    form = django_app.get("/admin/gruppi-pronti/nuovo-avviso/").forms["w-editor-form"]
    form["title"], form["sets"] = "Nuovo avviso", ["iscrizione"]
    form.submit(status=302)
    call = CallPage.objects.get()
    values.office, values.response_days, values.retention_months = "Altro ufficio", 90, 3
    values.save()

    call = CallPage.objects.get(pk=call.pk)

    assert (call.office, call.response_days, call.retention_months) == ("Ufficio partecipazione", 45, 12)
    lacking = [one.check for one in checking.errors(call.get_latest_revision_as_object())]
    assert lacking == ["no_term"]


def test_an_older_page_is_not_filled_in_when_it_is_edited(
    django_app: DjangoTestApp, index: ParticipationIndexPage, values: StartingValues
) -> None:
    call = CallPageFactory.create(parent=index, office="")
    django_app.set_user(member_of(Role.EDITORS))

    form = django_app.get(f"/admin/pages/{call.pk}/edit/").forms["page-edit-form"]

    assert form["office"].value == ""


@pytest.mark.parametrize(
    ("begins", "ends", "place"),
    [(time(21), None, "quiet_until"), (None, time(8), "quiet_from"), (time(8), time(8), "quiet_until")],
)
def test_quiet_hours_are_two_different_ones(begins: time | None, ends: time | None, place: str) -> None:
    for row in (StartingValues(), CallPage(title="Avviso", slug="avviso")):
        row.quiet_from, row.quiet_until = begins, ends
        with pytest.raises(ValidationError) as refused:
            row.clean()
        assert set(refused.value.message_dict) == {place}
