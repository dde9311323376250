"""A call or an event is used again: as a draft of its own, without what belonged to that one time."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from django_webtest import DjangoTestApp
from wagtail.models import Page

from candidature.models import CallPage, Committee, ParticipationIndexPage
from candidature.pages.window import AdmittedFrom
from eventi.pages import EventPage
from portal.roles import Role
from tests.candidature.factories import CommitteeFactory, EventPageFactory
from tests.istruttoria.people import committee_member, member_of
from tests.territori.factories import TerritoryPageFactory, ZoneFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_the_indexes")]


def form_of(app: DjangoTestApp, page: Page) -> Any:
    """The form to which Wagtail's own “Copia” leads."""
    app.set_user(member_of(Role.EDITORS))
    return app.get(f"/admin/pages/{page.pk}/copy/").follow().forms["w-editor-form"]


def test_a_copy_says_and_asks_the_same_and_leaves_dates_places_and_outcome_behind(
    django_app: DjangoTestApp, call: CallPage
) -> None:
    call.territories.add(TerritoryPageFactory.create())
    call.save()
    CommitteeFactory.create().pages.add(call.pk)
    form = form_of(django_app, call)
    form["title"] = "Partner per la Lunigiana"

    editor = form.submit(status=302)

    copy = CallPage.objects.get(draft_title="Partner per la Lunigiana")
    assert editor["Location"].endswith(f"/admin/pages/{copy.pk}/edit/")
    for seen in (copy, copy.get_latest_revision_as_object()):
        assert seen.title == "Partner per la Lunigiana"
        assert (seen.opens_at, seen.closes_at, seen.concluded) == (None, None, False)
        assert (list(seen.territories.all()), seen.path_page, len(seen.outcome)) == ([], None, 0)
        assert seen.steps.get_prep_value() == call.steps.get_prep_value()
        assert (seen.office, seen.criteria, seen.privacy_notice) == (
            call.office,
            call.criteria,
            call.privacy_notice,
        )
        assert seen.copied_from_id == call.pk
    assert copy.live is False
    assert not Committee.objects.filter(pages=copy.pk).exists()


def test_what_the_form_asks_anew_is_in_the_draft(django_app: DjangoTestApp, call: CallPage) -> None:
    zone = TerritoryPageFactory.create(title="Lunigiana")
    form = form_of(django_app, call)
    form["title"] = "Partner per la Lunigiana"
    form.set("territories", True, index=0)
    form["opens_at"], form["closes_at"] = "2027-03-01 09:00", "2027-04-01 12:00"

    form.submit(status=302)

    draft = CallPage.objects.get(copied_from=call.pk).get_latest_revision_as_object()
    assert [page.pk for page in draft.territories.all()] == [zone.pk]
    assert timezone.localtime(draft.closes_at).isoformat() == "2027-04-01T12:00:00+02:00"


def test_two_copies_of_one_title_get_addresses_of_their_own(
    django_app: DjangoTestApp, call: CallPage
) -> None:
    for _time in range(2):
        form = form_of(django_app, call)
        form["title"] = call.title
        form.submit(status=302)

    slugs = [page.get_latest_revision_as_object().slug for page in CallPage.objects.order_by("pk")]
    assert len({*slugs}) == 3


def test_a_copy_can_be_published_when_its_dates_are_written(
    django_app: DjangoTestApp, call: CallPage
) -> None:
    form = form_of(django_app, call)
    form["title"] = "Di nuovo"
    form.submit(status=302)
    copy = CallPage.objects.get(copied_from=call.pk)
    draft = copy.get_latest_revision_as_object()
    draft.opens_at = timezone.now() - timedelta(days=1)
    draft.closes_at = timezone.now() + timedelta(days=1)

    draft.save_revision().publish()

    copy.refresh_from_db()
    assert (copy.live, copy.accepts(), copy.copied_from_id) == (True, True, call.pk)


def test_wrong_dates_are_said_at_their_field_and_nothing_is_made(
    django_app: DjangoTestApp, call: CallPage
) -> None:
    form = form_of(django_app, call)
    form["title"] = "Al contrario"
    form["opens_at"], form["closes_at"] = "2027-04-01 09:00", "2027-03-01 12:00"

    again = form.submit(status=400)

    assert "La chiusura deve venire dopo l’apertura." in again
    assert again.forms["w-editor-form"]["title"].value == "Al contrario"
    assert CallPage.objects.count() == 1


def test_an_event_leaves_its_day_and_its_meeting_behind_and_keeps_its_place(
    django_app: DjangoTestApp, index: ParticipationIndexPage
) -> None:
    event = EventPageFactory.create(
        parent=index, place="Sala del Consiglio", online_url="https://riunioni.example.org/1", cancelled=True
    )
    event.save_revision()
    form = form_of(django_app, event)
    form["title"] = "Secondo laboratorio"

    form.submit(status=302)

    draft = EventPage.objects.get(copied_from=event.pk).get_latest_revision_as_object()
    assert (draft.starts_at, draft.ends_at, draft.online_url, draft.cancelled) == (None, None, "", False)
    assert draft.place == "Sala del Consiglio"


def test_a_draft_that_nobody_published_is_copied_as_the_editor_shows_it(
    django_app: DjangoTestApp, call: CallPage
) -> None:
    call.office = "Ufficio nuovo"
    call.save_revision()
    form = form_of(django_app, call)
    form["title"] = "Dal non pubblicato"

    form.submit(status=302)

    assert CallPage.objects.get(copied_from=call.pk).office == "Ufficio nuovo"


def test_who_may_not_add_pages_makes_no_copy(django_app: DjangoTestApp, call: CallPage) -> None:
    django_app.set_user(committee_member(call))

    django_app.get(f"/admin/nuovo/{call.pk}/riusa/", status=302)

    assert CallPage.objects.count() == 1


class TestTheShelf:
    def test_models_come_first_and_each_way_to_begin_is_there(
        self, django_app: DjangoTestApp, call: CallPage
    ) -> None:
        call.on_shelf = True
        call.title = call.draft_title = "Modello di avviso"
        call.save()
        other = EventPageFactory.create(parent=call.get_parent().specific, title="Un laboratorio")
        django_app.set_user(member_of(Role.EDITORS))

        page = django_app.get("/admin/nuovo/")

        titles = [table.text.split() for table in page.html.select("table.listing tbody")]
        assert "Modello" in titles[0]
        assert "laboratorio" in titles[1]
        assert page.html.find("a", href=f"/admin/nuovo/{other.pk}/riusa/")
        parent = call.get_parent().pk
        for address in (
            f"/admin/pages/add/candidature/callpage/{parent}/",
            f"/admin/pages/add/eventi/eventpage/{parent}/",
            "/admin/nuovo/da-un-file/",
        ):
            assert page.html.find("a", href=address)

    def test_who_looks_for_a_title_finds_it(self, django_app: DjangoTestApp, call: CallPage) -> None:
        EventPageFactory.create(parent=call.get_parent().specific, title="Un laboratorio")
        django_app.set_user(member_of(Role.EDITORS))
        form = next(form for form in django_app.get("/admin/nuovo/").forms.values() if "q" in form.fields)
        form["q"] = "servizio"

        found = form.submit()

        assert "Partner per il servizio" in found.html.find("main").text
        assert "Un laboratorio" not in found.html.find("main").text

    def test_an_empty_shelf_says_how_to_fill_it(
        self, django_app: DjangoTestApp, index: ParticipationIndexPage
    ) -> None:
        django_app.set_user(member_of(Role.EDITORS))

        assert "Lo scaffale è vuoto" in django_app.get("/admin/nuovo/")


class TestComparison:
    def test_the_editor_of_a_copy_leads_to_what_differs_from_its_model(
        self, django_app: DjangoTestApp, call: CallPage
    ) -> None:
        form = form_of(django_app, call)
        form["title"] = "Partner per la Lunigiana"
        form["closes_at"] = "2027-04-01 12:00"
        editor = form.submit(status=302).follow()
        copy = CallPage.objects.get(copied_from=call.pk)
        draft = copy.get_latest_revision_as_object()
        draft.office = "Ufficio della Lunigiana"
        draft.save_revision()

        shown = editor.click("Confronta con il modello")

        rows = {title.text.strip(" :\n") for title in shown.html.select("tbody tr .title")}
        assert rows == {"Titolo", "Ufficio competente"}
        assert "della Lunigiana" in shown.html.find("main").text

    def test_a_page_begun_from_nothing_has_no_model(self, django_app: DjangoTestApp, call: CallPage) -> None:
        django_app.set_user(member_of(Role.EDITORS))

        assert "Confronta con il modello" not in django_app.get(f"/admin/pages/{call.pk}/edit/")
        django_app.get(f"/admin/nuovo/{call.pk}/differenze/", status=404)


def test_the_zones_from_which_people_may_come_are_asked_anew_and_stay_where_nothing_is_changed(
    django_app: DjangoTestApp, call: CallPage
) -> None:
    theirs, another = ZoneFactory.create(name="Lunigiana"), ZoneFactory.create(name="Valdera")
    call.admits_from = AdmittedFrom.CHOSEN
    call.admitted_zones.set([theirs])
    call.save_revision().publish()
    form = form_of(django_app, call)
    form["title"] = "Come prima"
    form.submit(status=302)
    form = form_of(django_app, call)
    form["title"] = "Altrove"
    form.set("admitted_zones", False, index=0)
    form.set("admitted_zones", True, index=1)
    form.submit(status=302)

    def admitted(title: str) -> list[str]:
        found = CallPage.objects.get(draft_title=title)
        assert found.admitted_zone_names() == found.get_latest_revision_as_object().admitted_zone_names()
        made: list[str] = found.admitted_zone_names()
        return made

    assert admitted("Come prima") == [theirs.name]
    assert admitted("Altrove") == [another.name]
