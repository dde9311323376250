"""Allo sportello: staff type for somebody who came with a paper or rang."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from django_webtest import DjangoTestApp

from candidature.intake import desk
from candidature.letters import way_back
from candidature.models import CallPage, DeskEntry, Draft, EndedDraftLink, LogEntry, Submission
from candidature.paper.codes import code_of
from candidature.submissions.channels import Channel
from moduli import freeze
from portal.models import OutboxMessage, User
from portal.roles import Role
from tests.candidature.factories import (
    CallPageFactory,
    CommitteeFactory,
    EventPageFactory,
    question,
    reviewer,
    steps,
    submitted,
)
from tests.candidature.public.mailbox import read_letters
from tests.istruttoria.desk.at_the_desk import ANSWER, arrived, at_summary, press, registered
from tests.istruttoria.people import committee_member, member_of
from tests.territori.factories import MunicipalityFactory, ZoneFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def page() -> CallPage:
    made: CallPage = CallPageFactory.create(
        title="Partner per l’ascolto", office="Ufficio partecipazione", contact_email="ufficio@example.org"
    )
    return made


@pytest.fixture
def clerk(page: CallPage) -> User:
    return committee_member(page)


def officer() -> User:
    return member_of(Role.OFFICERS)


def test_what_is_typed_without_an_address_is_registered_with_both_moments_and_who_typed_it(
    django_app: DjangoTestApp, page: CallPage, clerk: User
) -> None:
    came = timezone.now().replace(microsecond=0) - timedelta(hours=3)

    submission = registered(django_app, page, clerk, at=came)

    assert (submission.email, submission.channel) == ("", Channel.PAPER)
    assert submission.submitted_at == came
    assert submission.answers == {"q-motivation": ANSWER}
    entry = LogEntry.objects.get(submission=submission, action="received")
    assert entry.actor == clerk
    assert timezone.now() - entry.at < timedelta(minutes=5)
    assert entry.details == {desk.RECEIVED_AT: came.isoformat(), desk.CHANNEL: "paper"}
    assert not Draft.objects.exists()


def test_with_an_address_the_receipt_leaves_and_says_that_the_office_typed_it(
    django_app: DjangoTestApp, page: CallPage, clerk: User
) -> None:
    registered(django_app, page, clerk, email="ada@example.org", channel="phone")

    letter = OutboxMessage.objects.get()
    assert (letter.recipient, letter.status) == ("ada@example.org", OutboxMessage.Status.PENDING)
    assert "È arrivata per telefono: l’ha inserita l’ufficio" in " ".join(letter.body.split())
    assert str(clerk) not in letter.body


def test_what_came_before_the_closing_is_typed_after_it(
    django_app: DjangoTestApp, page: CallPage, clerk: User
) -> None:
    closing = timezone.now() - timedelta(hours=1)
    CallPage.objects.update(closes_at=closing)

    submission = registered(django_app, page, clerk, at=closing - timedelta(minutes=5))

    assert submission.submitted_at < closing


@pytest.mark.parametrize(
    ("moment", "sentence"),
    [
        (timedelta(hours=2), "È un momento che deve ancora venire"),
        (timedelta(minutes=-30), "Si potevano inviare candidature fino a"),
        (timedelta(days=-3), "Apre "),
    ],
)
def test_nothing_is_begun_for_a_moment_at_which_the_page_took_nothing(
    django_app: DjangoTestApp, page: CallPage, clerk: User, moment: timedelta, sentence: str
) -> None:
    CallPage.objects.update(closes_at=timezone.now() - timedelta(hours=1))

    answer = arrived(django_app, page, clerk, at=timezone.now() + moment)

    assert answer.status_code == 400
    assert sentence in answer
    assert not DeskEntry.objects.exists()


def test_what_came_before_the_opening_is_not_taken_once_the_page_is_open(
    django_app: DjangoTestApp, page: CallPage, clerk: User
) -> None:
    CallPage.objects.update(opens_at=timezone.now() - timedelta(hours=1))

    answer = arrived(django_app, page, clerk, at=timezone.now() - timedelta(hours=2))

    assert answer.status_code == 400
    assert not DeskEntry.objects.exists()


def test_a_closing_that_was_moved_before_the_receipt_registers_nothing_and_loses_nothing(
    django_app: DjangoTestApp, page: CallPage, clerk: User
) -> None:
    summary = at_summary(django_app, page, clerk)
    CallPage.objects.update(closes_at=timezone.now() - timedelta(hours=1))

    answer = press(summary).follow(expect_errors=True)

    assert answer.status_code == 409
    assert "Non si può registrare" in answer
    assert ANSWER in answer
    assert not Submission.objects.exists()


def test_a_page_that_was_taken_down_registers_nothing(
    django_app: DjangoTestApp, page: CallPage, clerk: User
) -> None:
    summary = at_summary(django_app, page, clerk)
    page.unpublish()

    assert press(summary).follow(expect_errors=True).status_code == 409
    assert not Submission.objects.exists()


def test_an_event_that_has_begun_takes_nobody_whenever_the_paper_came(
    django_app: DjangoTestApp,
) -> None:
    event = EventPageFactory.create()
    summary = at_summary(django_app, event, officer())
    type(event).objects.update(starts_at=timezone.now() - timedelta(minutes=1))

    assert press(summary).follow(expect_errors=True).status_code == 409
    assert not Submission.objects.exists()


def test_for_what_takes_nobody_any_more_nothing_is_offered(django_app: DjangoTestApp) -> None:
    event = EventPageFactory.create(capacity=9)
    address, clerk = f"/admin/sportello/nuova/{event.pk}/", officer()
    open_still = django_app.get(address, user=clerk)
    assert "Restano 9 posti liberi" in open_still.text
    type(event).objects.update(starts_at=timezone.now() - timedelta(minutes=1))

    shown = django_app.get(address, user=clerk)

    assert "arrivo" not in shown.forms
    assert "posti liberi" not in shown.text
    assert "Ora qui non si registra niente" in shown.text
    assert open_still.forms["arrivo"].submit(status=400)
    assert not DeskEntry.objects.exists()


def test_where_all_seats_are_taken_it_is_not_the_desk_that_signs_up(django_app: DjangoTestApp) -> None:
    event = EventPageFactory.create(capacity=1)
    registered(django_app, event, officer(), phone="+39 347 123 4567")

    summary = at_summary(django_app, event, officer(), first_name="Ugo", phone="+39 347 123 4568")

    assert "Questa iscrizione entra in lista d’attesa." in summary.text
    assert "Ti iscrivi" not in summary.text


def test_a_sign_up_at_the_desk_takes_a_seat_and_the_next_one_waits(django_app: DjangoTestApp) -> None:
    event = EventPageFactory.create(capacity=1)

    first = registered(django_app, event, officer(), phone="+39 347 123 4567")
    second = registered(django_app, event, officer(), first_name="Bea", phone="+39 347 765 4321")

    assert [first.status, second.status] == ["accepted", "reserve"]


def test_a_second_press_leads_to_what_the_first_one_made(
    django_app: DjangoTestApp, page: CallPage, clerk: User
) -> None:
    summary = at_summary(django_app, page, clerk)

    first, second = press(summary), press(summary)

    assert Submission.objects.count() == 1
    assert second.location == first.location
    assert second.follow().status_code == 200


def test_the_notice_is_given_before_anything_is_registered(
    django_app: DjangoTestApp, page: CallPage, clerk: User
) -> None:
    summary = at_summary(django_app, page, clerk)

    answer = press(summary, notice_read=False).follow()

    assert "Per registrare occorre dichiarare che la persona ha avuto l’informativa" in answer
    assert not Submission.objects.exists()


def test_who_has_no_permission_to_type_finds_no_desk(client: Client, page: CallPage) -> None:
    client.force_login(reviewer(page))

    for address in ("", "da-consegnare/", f"nuova/{page.pk}/", "1/passo/0/", "1/riepilogo/", "1/file/"):
        assert client.get(f"/admin/sportello/{address}").status_code in (302, 403), address
    assert client.post("/admin/sportello/1/riepilogo/").status_code in (302, 403)


def test_a_clerk_types_only_for_what_their_committee_sees(django_app: DjangoTestApp, page: CallPage) -> None:
    stranger = committee_member(CallPageFactory.create())

    assert page.title not in django_app.get("/admin/sportello/", user=stranger)
    assert django_app.get(f"/admin/sportello/nuova/{page.pk}/", user=stranger, status=404)


def test_what_a_colleague_of_another_committee_types_is_not_opened(
    django_app: DjangoTestApp, page: CallPage, clerk: User
) -> None:
    at_summary(django_app, page, clerk)
    entry = DeskEntry.objects.get()
    stranger = committee_member(CallPageFactory.create())

    for address in ("passo/1/", "riepilogo/", "arrivo/"):
        answer = django_app.get(f"/admin/sportello/{entry.pk}/{address}", user=stranger)
        assert answer.location == "/admin/sportello/"
    assert "Ada Prova" not in django_app.get("/admin/sportello/", user=stranger)


def test_a_colleague_of_the_same_committee_finishes_what_was_begun(
    django_app: DjangoTestApp, page: CallPage, clerk: User
) -> None:
    at_summary(django_app, page, clerk)
    colleague = committee_member()
    clerk.committees.get().members.add(colleague)

    front = django_app.get("/admin/sportello/", user=colleague)
    press(front.click("Ada Prova"))

    assert LogEntry.objects.get(action="received").actor == colleague


def test_of_two_who_finish_the_same_one_the_second_is_led_to_what_the_first_registered(
    django_app: DjangoTestApp, page: CallPage, clerk: User
) -> None:
    summary = at_summary(django_app, page, clerk)
    desk.submit(
        DeskEntry.objects.get(),
        at=timezone.now(),
        notice_id=page.privacy_notice_id,
        shown=summary.forms[0]["form"].value if "form" in summary.forms[0].fields else "",
        by=officer(),
    )

    answer = press(summary)

    assert Submission.objects.count() == 1
    assert "/registrata/" in answer.location


def test_what_concerns_another_zone_than_the_clerks_is_left_to_an_officer(
    django_app: DjangoTestApp,
) -> None:
    here, there = ZoneFactory.create(), ZoneFactory.create()
    elsewhere = MunicipalityFactory.create(zone=there)
    page = CallPageFactory.create()
    user = committee_member()
    committee = CommitteeFactory.create()
    committee.members.add(user)
    committee.zones.add(here)

    answer = press(at_summary(django_app, page, user, municipality=elsewhere.cadastral_code)).follow()

    assert "riguarda una zona che non segui" in answer
    assert not Submission.objects.exists()
    press(django_app.get("/admin/sportello/", user=officer()).click("Ada Prova"))
    assert Submission.objects.get().zone == there


def test_who_sent_already_is_told_to_the_clerk_with_the_way_to_it(
    django_app: DjangoTestApp, page: CallPage, clerk: User
) -> None:
    earlier = submitted(page, email="ada@example.org")

    answer = press(at_summary(django_app, page, clerk, email="ada@example.org")).follow()

    assert "Questa persona ha già inviato" in answer
    assert f"/admin/candidature/{earlier.pk}/" in answer
    assert Submission.objects.count() == 1


def test_those_without_an_address_are_not_taken_for_one_another(
    django_app: DjangoTestApp, page: CallPage, clerk: User
) -> None:
    registered(django_app, page, clerk)
    registered(django_app, page, clerk, first_name="Bea")

    assert Submission.objects.count() == 2


def test_at_an_event_who_has_no_address_is_known_by_name_and_telephone(django_app: DjangoTestApp) -> None:
    event, user = EventPageFactory.create(), officer()
    registered(django_app, event, user, phone="+39 347 123 4567")
    registered(django_app, event, user)

    answer = press(at_summary(django_app, event, user, phone="347 1234567")).follow()

    assert "Questa persona ha già inviato" in answer
    assert Submission.objects.count() == 2


def test_the_code_of_a_printed_form_finds_it(django_app: DjangoTestApp, page: CallPage, clerk: User) -> None:
    form = django_app.get("/admin/sportello/", user=clerk).forms["codice-form"]
    form["code"] = code_of(page, freeze(page.steps)).lower()

    assert form.submit().location == f"/admin/sportello/nuova/{page.pk}/"


def test_a_code_that_no_form_has_is_told(django_app: DjangoTestApp, clerk: User) -> None:
    form = django_app.get("/admin/sportello/", user=clerk).forms["codice-form"]
    form["code"] = "ZZ-ZZZZZ"

    answer = form.submit(status=400)

    assert "Nessun modulo ha questo codice" in answer


def test_what_is_typed_at_the_desk_is_reached_by_no_link_whatever_address_stands_in_it(
    django_app: DjangoTestApp, page: CallPage, clerk: User
) -> None:
    at_summary(django_app, page, clerk, email="ada@example.org")

    way_back.request("ada@example.org", at=timezone.now())

    assert read_letters() == []
    assert not EndedDraftLink.objects.exists()


def test_a_forged_press_registers_nothing(page: CallPage, clerk: User) -> None:
    entry = desk.begin(page, Channel.PAPER, timezone.now(), clerk)
    client = Client(enforce_csrf_checks=True)
    client.force_login(clerk)

    for address in ("passo/0/", "riepilogo/", "file/", "elimina/"):
        assert client.post(f"/admin/sportello/{entry.pk}/{address}", {"last_name": "X"}).status_code == 403
    assert DeskEntry.objects.filter(pk=entry.pk, draft__last_name="").exists()


def test_what_is_given_up_leaves_nothing(django_app: DjangoTestApp, page: CallPage, clerk: User) -> None:
    at_summary(django_app, page, clerk)

    django_app.get("/admin/sportello/", user=clerk).forms["elimina-1"].submit()

    assert not DeskEntry.objects.exists()
    assert not Draft.objects.exists()


def test_a_wrong_first_step_is_kept_as_it_was_typed(
    django_app: DjangoTestApp, page: CallPage, clerk: User
) -> None:
    form = arrived(django_app, page, clerk).forms["step-form"]
    form["first_name"], form["last_name"], form["email"] = "Ada", "Prova", "ada@"

    answer = form.submit("action", value="next").follow()

    assert answer.forms["step-form"]["email"].value == "ada@"
    assert "Scrivi un indirizzo completo" in answer


def test_a_form_that_changed_since_the_summary_was_opened_is_read_again(
    django_app: DjangoTestApp, page: CallPage, clerk: User
) -> None:
    summary = at_summary(django_app, page, clerk)
    page.steps = steps(question("short_text", "q-motivation", "Con altre parole", max_length=200))
    page.save()

    answer = press(summary).follow()

    assert "Il modulo è cambiato" in answer
    assert not Submission.objects.exists()


def test_what_a_colleague_wrote_while_the_summary_was_open_is_read_again(
    django_app: DjangoTestApp, page: CallPage, clerk: User
) -> None:
    summary = at_summary(django_app, page, clerk)
    step = django_app.get(summary.request.path.replace("riepilogo", "passo/1"), user=clerk).forms["step-form"]
    step["q-q-motivation"] = "Di un collega"
    step.submit("action", value="next")

    told = press(summary).follow()

    assert "forse per mano di un collega" in told
    assert not Submission.objects.exists()
    press(told)
    assert Submission.objects.get().answers["q-motivation"] == "Di un collega"
