"""An event, or a call, in two languages is one event: whoever comes from either stands in one line."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_webtest import DjangoTestApp
from pytest_django import DjangoAssertNumQueries
from wagtail.models import Locale
from wagtail.test.utils.form_data import nested_form_data, querydict_from_html, streamfield

from candidature.actors import APPLICANT
from candidature.models import CallPage, Committee, Draft, Submission
from candidature.pages.participation import ParticipationPage
from candidature.pages.standings import standings
from candidature.pages.window import Reason, Window
from candidature.process.workflow import transition
from candidature.published import telling
from candidature.statuses import Status
from eventi import invitations
from eventi.models import EventPage, Seat, SeatPool
from portal.models import OutboxMessage
from portal.roles import Role
from tests.candidature.factories import CallPageFactory, EventPageFactory, submitted
from tests.home.factories import make_home
from tests.istruttoria.people import administrator, member_of

pytestmark = pytest.mark.django_db

PUBLISH = {"action-publish": "action-publish"}


def translated(page: ParticipationPage) -> Any:
    """The published translation of a page."""
    english, _made = Locale.objects.get_or_create(language_code="en")
    copy = page.copy_for_translation(english, copy_parents=True)
    copy.title = f"{page.title} in English"
    copy.save_revision().publish()
    return type(page).objects.get(pk=copy.pk)


@pytest.fixture
def event() -> EventPage:
    made: EventPage = EventPageFactory.create(parent=make_home(), capacity=1, place="Sala civica")
    return made


def test_a_translated_event_and_its_original_sell_each_seat_once(event: EventPage) -> None:
    english = translated(event)

    first, second = submitted(english), submitted(event)

    assert (first.status, second.status) == (Status.ACCEPTED, Status.RESERVE)
    assert set(Submission.objects.values_list("page", flat=True)) == {event.pk}
    assert list(Seat.objects.values_list("pool__event", "number")) == [(event.pk, 1)]
    assert not SeatPool.objects.filter(event=english).exists()


def test_who_waits_in_one_language_gets_the_seat_that_is_given_back_in_the_other(event: EventPage) -> None:
    english = translated(event)
    first, second = submitted(event), submitted(english)

    transition(first.pk, "withdraw", APPLICANT, expected_version=first.version)

    second.refresh_from_db()
    assert second.status == Status.ACCEPTED


def test_a_translation_shows_where_its_original_stands(event: EventPage) -> None:
    english = translated(event)
    submitted(event)

    assert english.places() == event.places()
    assert {said.reason for said in standings([event.pk, english.pk]).values()} == {Reason.FULL}
    # As visitors see it: in a preview the button leads nowhere.
    visited = english.make_preview_request().context_data["request"]
    visited.is_preview = False
    shown = english.serve(visited).render().content.decode()
    assert "Se l’unico posto si libera" in shown
    assert reverse("candidature:start", args=[event.pk]) in shown


def test_the_form_of_a_translation_is_that_of_its_original(event: EventPage, client: Client) -> None:
    english = translated(event)

    response = client.get(reverse("candidature:start", args=[english.pk]))

    assert response.context["page"].pk == event.pk


def test_dates_and_seats_of_a_translation_follow_its_original(event: EventPage) -> None:
    english = translated(event)
    event.closes_at, event.capacity, event.place = timezone.now() - timedelta(hours=1), 7, "Palestra"

    event.save_revision().publish()

    english = EventPage.objects.get(pk=english.pk)
    assert english.window() is Window.CLOSED
    assert (english.closes_at, english.capacity) == (event.closes_at, 7)
    # Old words of a place would lead to the wrong one.
    assert english.place == "Palestra"


def test_who_reads_english_learns_the_new_place_until_somebody_translates_it(event: EventPage) -> None:
    english = translated(event)
    english.place, english.directions, english.costs = "Town hall", "Bus 7", "Free"
    english.save_revision().publish()
    person = submitted(event)
    Submission.objects.filter(pk=person.pk).update(language="en")
    event.place, event.address, event.directions, event.costs = "Biblioteca", "Via Lunga 3", "Bus 9", "Gratis"
    event.save_revision().publish()

    telling.tell_due(timezone.now() + timedelta(minutes=6))

    letter = OutboxMessage.objects.filter(related_to=person.reference).latest("pk").body
    assert "Where: Biblioteca, Via Lunga 3" in letter
    file = invitations.make(str(person.pk))
    assert file
    assert b"LOCATION:Biblioteca" in file.content
    english = EventPage.objects.get(pk=english.pk)
    assert (english.place, english.directions, english.costs) == ("Biblioteca", "Bus 9", "Free")

    english.place = "Library"
    english.save_revision().publish()
    event.costs = "Dieci euro"
    event.save_revision().publish()
    assert EventPage.objects.get(pk=english.pk).place == "Library"


def test_another_spelling_of_a_place_takes_no_translation_away(event: EventPage) -> None:
    english = translated(event)
    EventPage.objects.filter(pk=english.pk).update(place="Town hall")
    event.place = "Sala  Civica."

    event.save_revision().publish()

    assert EventPage.objects.get(pk=english.pk).place == "Town hall"


@pytest.mark.parametrize(
    ("written", "stands"),
    [("Sala civica", "Biblioteca"), ("Library", "Library")],
    ids=["old", "written anew"],
)
def test_a_draft_of_a_translation_brings_no_old_place_back(
    event: EventPage, written: str, stands: str
) -> None:
    english = translated(event)
    english.title, english.place = "Another title", written
    draft = english.save_revision()
    event.place = "Biblioteca"
    event.save_revision().publish()

    draft.refresh_from_db()
    draft.publish()

    english = EventPage.objects.get(pk=english.pk)
    assert (english.title, english.place) == ("Another title", stands)


def test_a_draft_of_the_original_renews_no_words(event: EventPage) -> None:
    english = translated(event)
    event.place = "Biblioteca"

    event.save_revision()

    assert EventPage.objects.get(pk=english.pk).place == "Sala civica"


def test_a_draft_of_the_original_changes_no_column_of_a_translation(event: EventPage) -> None:
    english = translated(event)
    before = EventPage.objects.filter(pk=english.pk).values(*EventPage.followed).get()
    event.closes_at, event.capacity, event.cancelled = timezone.now() + timedelta(days=40), 7, True
    event.suspended = not event.suspended

    draft = event.save_revision()

    assert EventPage.objects.filter(pk=english.pk).values(*EventPage.followed).get() == before
    draft.publish()
    assert EventPage.objects.get(pk=english.pk).capacity == 7


def test_an_old_draft_of_a_translation_changes_nothing_that_its_original_decides(event: EventPage) -> None:
    english = translated(event)
    english.capacity = 99
    draft = english.save_revision()
    event.capacity = 5
    event.save_revision().publish()

    draft.publish()

    english = EventPage.objects.get(pk=english.pk)
    assert english.capacity == 5
    assert list(SeatPool.objects.values_list("event", "capacity")) == [(event.pk, 5)]


def test_a_translation_of_a_translation_follows_the_first_original(event: EventPage) -> None:
    english = translated(event)
    french, _made = Locale.objects.get_or_create(language_code="fr")

    third = english.copy_for_translation(french, copy_parents=True)

    assert third.original_id == event.pk


def test_an_ordinary_copy_is_an_event_of_its_own(event: EventPage) -> None:
    english = translated(event)

    copy = english.copy(update_attrs={"slug": "copia", "title": "Copia"})

    assert copy.original_id is None
    assert SeatPool.objects.get(event=copy).capacity == 1


def test_an_alias_is_the_event_that_it_repeats(event: EventPage) -> None:
    alias = event.create_alias(update_slug="altrove")

    first, second = submitted(EventPage.objects.get(pk=alias.pk)), submitted(event)

    assert (first.status, second.status) == (Status.ACCEPTED, Status.RESERVE)
    assert set(Submission.objects.values_list("page", flat=True)) == {event.pk}
    assert list(SeatPool.objects.values_list("event", flat=True)) == [event.pk]


def test_an_alias_of_a_translation_or_of_an_alias_is_the_first_original(event: EventPage) -> None:
    english = translated(event)
    one = english.create_alias(update_slug="elsewhere", reset_translation_key=True)
    other = event.create_alias(update_slug="altrove").create_alias(update_slug="ancora")

    assert EventPage.objects.get(pk=one.pk).answered_id == event.pk
    assert EventPage.objects.get(pk=other.pk).answered_id == event.pk


def test_what_is_published_reaches_the_alias(event: EventPage, client: Client) -> None:
    alias = event.create_alias(update_slug="altrove")
    event.place, event.capacity = "Biblioteca", 7
    event.save_revision().publish()

    alias = EventPage.objects.get(pk=alias.pk)
    assert (alias.place, alias.capacity, alias.answered_id) == ("Biblioteca", 7, event.pk)
    assert not SeatPool.objects.filter(event=alias).exists()
    assert "Biblioteca" in client.get(alias.url).content.decode()


def test_a_translation_is_closed_while_its_original_is_unpublished(event: EventPage) -> None:
    english = translated(event)
    event.unpublish()

    assert not english.accepts()


def test_deleting_a_translation_keeps_everything(event: EventPage) -> None:
    english = translated(event)
    submission = submitted(english)
    committee = Committee.objects.create(name="Commissione")
    committee.pages.add(event.pk)

    english.delete()

    assert Submission.objects.get() == submission
    assert Seat.objects.get().submission == submission
    assert list(committee.pages.values_list("pk", flat=True)) == [event.pk]


def test_an_original_with_a_translation_is_not_deleted_and_staff_read_why(
    event: EventPage, django_app: DjangoTestApp
) -> None:
    translated(event)
    form = django_app.get(f"/admin/pages/{event.pk}/delete/", user=administrator())

    assert "elimina prima la traduzione" in form.follow().text
    assert EventPage.objects.filter(pk=event.pk).exists()


def test_committees_are_offered_originals_only(event: EventPage, django_app: DjangoTestApp) -> None:
    english = translated(event)

    form = django_app.get(reverse("commissioni:add"), user=member_of(Role.OFFICERS))

    offered = {box["value"] for box in form.html.find_all("input", attrs={"name": "pages"})}
    assert str(event.pk) in offered
    assert str(english.pk) not in offered


def test_a_call_is_one_call_in_every_language() -> None:
    call = CallPageFactory.create(parent=make_home())
    english = translated(call)

    submission = submitted(english)

    assert isinstance(english, CallPage)
    assert submission.page_id == call.pk
    assert not Draft.objects.exists()


def test_an_original_costs_no_query_to_be_known_as_one(
    event: EventPage, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    page = EventPage.objects.get(pk=event.pk)

    with django_assert_num_queries(0):
        assert page.answered is page
        assert page.accepts()


def test_the_editor_of_a_translation_says_what_is_decided_elsewhere_and_saves_the_rest(
    event: EventPage, client: Client
) -> None:
    english = translated(event)
    address = f"/admin/pages/{english.pk}/edit/"
    client.force_login(administrator())
    shown = client.get(address).content.decode()
    assert "Questa pagina è una traduzione" in shown
    posted = querydict_from_html(shown, form_id="page-edit-form")
    assert not {"opens_at", "capacity", "privacy_notice", "starts_at"} & set(posted)
    assert 'id="steps"' not in shown

    posted.update(nested_form_data({"body": streamfield([]), "place": "Town hall", **PUBLISH}))
    client.post(address, posted)

    english = EventPage.objects.get(pk=english.pk)
    assert english.place == "Town hall"
    assert (english.closes_at, english.capacity) == (event.closes_at, 1)
    assert english.steps.raw_data[0]["type"] == "step"


def test_the_editor_of_an_original_refuses_fewer_seats_than_are_confirmed(
    event: EventPage, client: Client
) -> None:
    event.capacity = 2
    event.save_revision().publish()
    submitted(event)
    submitted(event)
    address = f"/admin/pages/{event.pk}/edit/"
    client.force_login(administrator())
    shown = client.get(address).content.decode()
    assert "Questa pagina è una traduzione" not in shown
    posted = querydict_from_html(shown, form_id="page-edit-form")

    streams = {"body": streamfield([]), "steps": streamfield([])}
    posted.update(nested_form_data({**streams, **PUBLISH}))
    posted["capacity"] = "1"
    refused = client.post(address, posted)

    assert "Ci sono già 2 posti confermati" in refused.content.decode()
    assert EventPage.objects.get(pk=event.pk).capacity == 2
