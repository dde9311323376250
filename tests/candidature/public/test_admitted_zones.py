"""Only from some zones: said before anything is typed, asked at the step, with what else is open."""

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from candidature.intake import desk, drafts
from candidature.intake.receiving import ApplicantNotAdmittedError
from candidature.models import CallPage, Draft, Submission
from candidature.pages.participation import ParticipationPage
from candidature.pages.window import AdmittedFrom
from candidature.public.revising.applicant_step import CorrectedApplicantForm
from candidature.submissions.channels import Channel
from candidature.trying import trials
from portal.editorial import checking
from territori.models import Municipality, Zone
from tests.candidature.factories import (
    CallPageFactory,
    EventPageFactory,
    draft_token,
    identity,
    overseer,
    participation_index,
    submitted,
)
from tests.candidature.intake.intake import corrected, send
from tests.candidature.public.journey import Journey
from tests.home.factories import make_home
from tests.territori.factories import MunicipalityFactory, TerritoryPageFactory, ZoneFactory

pytestmark = pytest.mark.django_db

SAID = "Si partecipa solo da qui: Lunigiana, Valdera."


@pytest.fixture
def zones() -> list[Zone]:
    return [ZoneFactory.create(name=name) for name in ("Valdera", "Lunigiana", "Casentino")]


@pytest.fixture
def places(zones: list[Zone]) -> dict[str, Municipality]:
    """One of each zone, by its name, and one whose zone nobody knows."""
    known = {zone.name: MunicipalityFactory.create(zone=zone) for zone in zones}
    return {**known, "": MunicipalityFactory.create(zone=None)}


@pytest.fixture
def call(zones: list[Zone]) -> CallPage:
    page: CallPage = CallPageFactory.create(
        parent=participation_index(make_home()),
        admits_from=AdmittedFrom.CHOSEN,
        contact_email="ufficio@example.org",
    )
    made: CallPage = admitting(page, *zones[:2])
    return made


def admitting(page: Any, *zones: Zone) -> Any:
    page.admitted_zones.set(zones)
    page.save()
    return type(page).objects.get(pk=page.pk)


def from_(place: Municipality) -> dict[str, str]:
    return {"municipality": place.cadastral_code}


def test_the_page_and_all_before_the_first_field_say_from_where(client: Client, call: CallPage) -> None:
    journey = Journey(call)
    journey.begin()
    listed = client.get(call.get_parent().url).content.decode()
    shown = [
        client.get(call.url),
        client.get(reverse("candidature:start", args=[call.pk])),
        journey.get("step", 0),
    ]

    assert "Solo da alcune zone" in listed
    for page in shown:
        assert SAID in page.content.decode()
    [data] = [part for part in shown[0].content.decode().split("ld+json") if "GovernmentService" in part]
    assert '"areaServed":[{"@type":"AdministrativeArea","name":"Lunigiana"}' in data


def test_who_is_from_there_goes_on(call: CallPage, places: dict[str, Municipality]) -> None:
    for name in ("Valdera", "Lunigiana"):
        journey = Journey(call)
        assert "/1/" in journey.start(**from_(places[name]))["Location"]


def test_who_is_from_elsewhere_is_told_at_the_step_with_what_is_open_for_them(
    call: CallPage, places: dict[str, Municipality], zones: list[Zone]
) -> None:
    index = call.get_parent()
    CallPageFactory.create(parent=index, title="Aperto a tutti")
    theirs = CallPageFactory.create(parent=index, title="Per il Casentino", admits_from=AdmittedFrom.CHOSEN)
    admitting(theirs, zones[2])
    not_theirs = CallPageFactory.create(parent=index, title="Per la Valdera", admits_from=AdmittedFrom.CHOSEN)
    admitting(not_theirs, zones[0])

    told = Journey(call).start(**from_(places["Casentino"])).content.decode()

    assert f"Da questo comune non si può partecipare. {SAID}" in told
    assert "Aperto a tutti" in told
    assert "Per il Casentino" in told
    assert "Per la Valdera" not in told
    # Nothing that was typed is lost.
    assert Draft.objects.get().applicant_typed["first_name"] == "Ada"


def test_one_of_no_list_and_one_whose_zone_nobody_knows_hear_what_they_can_do(
    call: CallPage, places: dict[str, Municipality]
) -> None:
    other = Journey(call).start(municipality="other").content.decode()
    unknown = Journey(call).start(**from_(places[""])).content.decode()

    assert f"Da questo comune non si può partecipare. {SAID}" in other
    assert "non conosce ancora la zona" in unknown
    assert "Scrivi a ufficio@example.org" in unknown


def test_a_page_that_was_limited_while_somebody_wrote_takes_nothing_and_keeps_the_draft(
    zones: list[Zone], places: dict[str, Municipality]
) -> None:
    page = CallPageFactory.create(parent=participation_index(make_home()))
    token = draft_token(page, municipality_id=places["Casentino"].pk)
    CallPage.objects.filter(pk=page.pk).update(admits_from=AdmittedFrom.CHOSEN)
    page = admitting(CallPage.objects.get(pk=page.pk), zones[1])

    with pytest.raises(ApplicantNotAdmittedError):
        send(page, token)

    shown = Client().get(reverse("candidature:summary", args=[token])).content.decode()
    assert "Chi può partecipare è cambiato mentre scrivevi" in shown
    assert "Si partecipa solo da qui: Lunigiana." in shown
    assert Draft.objects.exists()


def test_who_sent_corrects_what_they_sent_and_moves_only_to_where_they_could_have_come_from(
    zones: list[Zone], places: dict[str, Municipality]
) -> None:
    page = CallPageFactory.create()
    sent = submitted(page, municipality_id=places["Casentino"].pk)
    CallPage.objects.filter(pk=page.pk).update(admits_from=AdmittedFrom.CHOSEN)
    page = admitting(CallPage.objects.get(pk=page.pk), *zones[:2])

    def typed(name: str) -> CorrectedApplicantForm:
        data = {"applicant_kind": "citizen", "first_name": "Ada", "last_name": "Prova", "phone": ""}
        return CorrectedApplicantForm(sent, page, {**data, **from_(places[name])})

    assert typed("Casentino").is_valid()
    assert typed("Valdera").is_valid()
    assert "municipality" in typed("").errors
    assert corrected(sent, {"q-motivation": "Ho pensato meglio."}).answers == {
        "q-motivation": "Ho pensato meglio."
    }


def test_its_own_territories_are_those_that_it_names(
    zones: list[Zone], places: dict[str, Municipality]
) -> None:
    page = CallPageFactory.create(admits_from=AdmittedFrom.ITS_TERRITORIES)
    # Until some are named it admits everybody, and says so.
    assert page.admits_zone(zones[2].pk)
    assert page.reserved_sentence == ""
    page.territories.set([TerritoryPageFactory.create(zone=zones[0])])
    page.save()
    page = CallPage.objects.get(pk=page.pk)

    assert page.admitted_zone_names() == ["Valdera"]
    assert submitted(page, municipality_id=places["Valdera"].pk)
    with pytest.raises(ApplicantNotAdmittedError):
        submitted(page, municipality_id=places["Casentino"].pk)


def test_an_event_admits_from_some_zones_too(zones: list[Zone], places: dict[str, Municipality]) -> None:
    event = admitting(EventPageFactory.create(admits_from=AdmittedFrom.CHOSEN), zones[0])

    assert submitted(event, municipality_id=places["Valdera"].pk)
    with pytest.raises(ApplicantNotAdmittedError):
        submitted(event, municipality_id=places["Casentino"].pk)


def test_a_translation_admits_whom_its_original_does(call: CallPage, zones: list[Zone]) -> None:
    english: ParticipationPage = CallPageFactory.create(
        parent=call.get_parent(), original=call, title="Call", slug="call"
    )

    assert english.admitted_zone_names() == ["Lunigiana", "Valdera"]
    assert not english.admits_zone(zones[2].pk)


def test_where_nobody_is_left_out_nothing_is_asked_of_the_database(
    django_assert_num_queries: Any,
) -> None:
    page = CallPageFactory.create()

    with django_assert_num_queries(0):
        assert page.admits_zone(None)
        assert page.reserved_sentence == ""


def test_the_desk_registers_nobody_from_elsewhere(call: CallPage, places: dict[str, Municipality]) -> None:
    officer = overseer()
    entry = desk.begin(call, Channel.PAPER, timezone.now(), officer)
    drafts.save_identity(entry.typed, identity(municipality_id=places["Casentino"].pk))
    drafts.save_answers(entry.typed, {"q-motivation": "Per dare una mano."})

    with pytest.raises(ApplicantNotAdmittedError):
        desk.submit(
            entry,
            at=timezone.now(),
            notice_id=call.privacy_notice_id,
            shown=call.form_digest,
            by=officer,
        )

    assert not Submission.objects.exists()


def test_who_is_invented_for_a_trial_may_take_part(call: CallPage, places: dict[str, Municipality]) -> None:
    MunicipalityFactory.create(name="Aaa", zone=places["Casentino"].zone)
    token = trials.begin(call, trials.CITIZEN, by=overseer())

    trial = trials.find(token)

    assert trial
    assert trial.applicant_typed["municipality"] in {
        places["Valdera"].cadastral_code,
        places["Lunigiana"].cadastral_code,
    }


@pytest.mark.parametrize(
    ("where", "place"),
    [(AdmittedFrom.CHOSEN, "admitted_zones"), (AdmittedFrom.ITS_TERRITORIES, "territories")],
)
def test_one_that_names_no_zone_is_not_published(where: AdmittedFrom, place: str, zones: list[Zone]) -> None:
    page = CallPageFactory.create(parent=make_home(), admits_from=where)

    def places() -> list[str]:
        return [found.place for found in checking.errors(page) if found.check == "no_zones"]

    assert places() == [place]
    page.admitted_zones.set(zones)
    page.territories.set([TerritoryPageFactory.create(zone=zones[0])])
    assert places() == []


def test_the_paper_says_from_where(call: CallPage) -> None:
    from candidature.paper.form import EmptyForm
    from portal.pages.models import PortalSettings

    contents = json.dumps(EmptyForm(call, PortalSettings()).contents, default=str, ensure_ascii=False)

    assert SAID in contents
