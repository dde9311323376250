"""A call that takes so many and no more: who comes last is told kindly, and loses nothing."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_webtest import DjangoTestApp
from pytest_django import DjangoAssertNumQueries

from candidature.access import scope as access
from candidature.actors import APPLICANT, Actor
from candidature.intake import desk, drafts, reminders, sending
from candidature.intake.sending import FullError
from candidature.models import CallPage, DeskEntry, Draft, LogEntry, Submission
from candidature.pages import listing
from candidature.pages.window import Reason
from candidature.process.workflow import transition
from candidature.submissions.channels import Channel
from eventi.agenda.happenings import Wanted, happenings
from istruttoria.trail import in_words
from portal.editorial import checking
from portal.models import OutboxMessage, User
from tests.candidature.factories import (
    CallPageFactory,
    draft_token,
    identity,
    overseer,
    participation_index,
    staff,
    submitted,
)
from tests.candidature.intake.intake import send
from tests.candidature.public.journey import Journey, form_key, hidden
from tests.home.factories import make_home

pytestmark = pytest.mark.django_db


@pytest.fixture
def call() -> CallPage:
    made: CallPage = CallPageFactory.create(parent=participation_index(make_home()), most_submissions=2)
    return made


def withdrawn(submission: Submission) -> None:
    transition(submission.pk, "withdraw", APPLICANT, expected_version=submission.version)


def test_one_beyond_the_maximum_is_not_taken_and_its_draft_stays(call: CallPage) -> None:
    submitted(call)
    late = draft_token(call)
    submitted(call)

    with pytest.raises(FullError):
        send(call, late)

    assert Submission.objects.count() == 2
    assert Draft.objects.get().answers == {"q-motivation": "Per dare una mano."}


def test_who_withdraws_frees_a_place_and_who_is_refused_does_not(call: CallPage) -> None:
    first, second = submitted(call), submitted(call)
    officer = Actor.staff(overseer())
    version = transition(second.pk, "take", officer, expected_version=1).version
    transition(second.pk, "reject", officer, expected_version=version, reason="Manca tutto.")
    late = draft_token(call)
    with pytest.raises(FullError):
        send(call, late)

    withdrawn(first)

    assert send(call, late).page_id == call.pk
    assert call.standing().reason is Reason.REACHED


def test_a_second_press_of_the_last_one_leads_to_what_it_sent(call: CallPage) -> None:
    submitted(call)
    token = draft_token(call)
    sent = send(call, token, form_key="chiave")

    assert send(call, token, form_key="chiave") == sent


def test_of_those_who_send_at_the_same_moment_as_many_are_taken_as_there_are_places(
    committed_db: None,
) -> None:
    page = CallPageFactory.create(most_submissions=3)
    submitted(page)
    tokens = [draft_token(page) for _one in range(5)]

    def one(token: str) -> str:
        try:
            sending.submit(token, received_at=timezone.now(), notice_id=page.privacy_notice_id)
        except FullError:
            return "full"
        finally:
            connection.close()
        return "sent"

    with ThreadPoolExecutor(5) as pool:
        answers = sorted(pool.map(one, tokens))

    assert answers == ["full"] * 3 + ["sent"] * 2
    assert Submission.objects.count() == 3
    assert Draft.objects.count() == 3


def test_translations_and_originals_share_the_places(call: CallPage) -> None:
    english = CallPageFactory.create(
        parent=call.get_parent(), original=call, most_submissions=2, title="Call", slug="call"
    )
    submitted(call)
    assert english.has_room()
    submitted(call)

    assert not english.has_room()
    assert english.places() == call.places()


def test_who_comes_too_late_is_told_before_anything_is_typed(client: Client, call: CallPage) -> None:
    begin = reverse("candidature:start", args=[call.pk])
    assert client.get(begin).status_code == 200
    submitted(call)
    submitted(call)

    # The press leads to the same address, so that Back asks nothing.
    for answer in (client.get(begin), client.post(begin, follow=True)):
        assert answer.status_code == 410
        assert "Il numero massimo è raggiunto" in answer.content.decode()
    assert not Draft.objects.exists()
    shown = client.get(call.url).content.decode()
    assert "Numero raggiunto" in shown
    assert "sono arrivate tutte" in shown
    assert "https://schema.org/SoldOut" in shown
    assert begin not in shown


def test_the_page_says_how_many_came(client: Client, call: CallPage) -> None:
    submitted(call)

    shown = client.get(call.url).content.decode()

    assert "al massimo 2 candidature, in ordine di arrivo: finora 1." in shown
    assert "https://schema.org/InStock" in shown


def test_who_was_writing_finds_the_draft_and_why_it_cannot_be_sent(call: CallPage) -> None:
    journey = Journey(call)
    journey.start()
    journey.step(1, **{"q-motivation": "Per dare una mano."})
    before = journey.get("summary")
    assert 'value="send"' in before.content.decode()
    journey.sending_key, journey.sending_form = form_key(before), hidden(before, "form")
    submitted(call)
    submitted(call)

    shown = journey.get("summary").content.decode()
    pressed = journey.send().content.decode()

    assert "Il numero massimo è raggiunto" in shown
    assert 'value="send"' not in shown
    assert "Intanto è arrivata l’ultima candidatura che si poteva ricevere" in pressed
    assert Submission.objects.count() == 2
    # It may still be written, and be sent once there is a place.
    assert "La proposta" in journey.get("step", 1).content.decode()
    withdrawn(Submission.objects.latest("pk"))
    assert journey.send().status_code == 302
    assert Submission.objects.count() == 3


def test_nobody_is_reminded_of_what_cannot_be_sent(call: CallPage) -> None:
    draft_token(call)
    later = timezone.now() + timedelta(days=5, hours=12)
    submitted(call)
    submitted(call)
    Draft.objects.update(expires_at=later + timedelta(days=30))

    reminders.write_due(later)
    full = OutboxMessage.objects.filter(key__contains="reminder").count()
    withdrawn(Submission.objects.latest("pk"))
    reminders.write_due(later)

    assert full == 0
    assert OutboxMessage.objects.filter(key__contains="reminder").count() == 1


def test_lists_and_calendars_say_of_one_that_is_full_that_it_is_over(client: Client, call: CallPage) -> None:
    index = call.get_parent()
    home = index.get_parent()
    submitted(call)
    now = timezone.now()
    wanted = Wanted(locale_id=call.locale_id)

    def places() -> tuple[bool, bool, bool, bool]:
        rows = listing.rows(now)
        return (
            (call.pk, "call") in rows[listing.State.OPEN],
            (call.pk, "call") in rows[listing.State.CONCLUDED],
            call.pk in [one.page.pk for one in happenings(wanted, now)],
            call.title in client.get(home.url).content.decode(),
        )

    assert places() == (True, False, True, True)
    sent = submitted(call)
    assert places() == (False, True, False, False)
    assert "Numero raggiunto" in client.get(index.url).content.decode()
    withdrawn(sent)
    assert places() == (True, False, True, True)


def test_one_without_a_maximum_asks_nothing_of_the_database(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    call = CallPageFactory.create()

    with django_assert_num_queries(0):
        assert call.has_room()
        assert call.places() is None


def test_a_maximum_lower_than_what_came_is_not_published(call: CallPage) -> None:
    for _one in range(2):
        submitted(call)

    def remarks() -> list[str]:
        return [one.place for one in checking.errors(call) if one.check == "too_few"]

    assert remarks() == []
    call.most_submissions = 1
    assert remarks() == ["most_submissions"]
    # Who wrote nothing of it does not hear of it: a withdrawal that was taken back may exceed it.
    CallPage.objects.filter(pk=call.pk).update(most_submissions=1)
    assert remarks() == []


def test_the_desk_takes_no_more_either(client: Client, call: CallPage) -> None:
    clerk = staff(access.OVERSEE, access.REVIEW, access.ENTER, "wagtailadmin.access_admin")
    client.force_login(clerk)
    submitted(call)
    front, begin = reverse("sportello:index"), reverse("sportello:begin", args=[call.pk])
    assert (
        "Si ricevono al massimo 2 candidature, in ordine di arrivo: finora 1."
        in client.get(front).content.decode()
    )
    entry = desk.begin(call, Channel.PAPER, timezone.now(), clerk)
    typed(entry)
    submitted(call)

    told = client.get(begin).content.decode()
    assert "sono arrivate tutte" in told
    assert "prima che il numero fosse raggiunto si può ancora registrare" in told
    with pytest.raises(FullError):
        desk.submit(
            entry, at=timezone.now(), notice_id=call.privacy_notice_id, shown=call.form_digest, by=clerk
        )
    summary = client.get(reverse("sportello:summary", args=[entry.pk])).content.decode()
    assert "Il numero massimo è raggiunto" in summary
    assert 'value="send"' not in summary


def arrived_earlier(call: CallPage, clerk: User) -> DeskEntry:
    """What is typed for a paper that came before the two that make the call full."""
    entry = desk.begin(call, Channel.PAPER, timezone.now() - timedelta(minutes=5), clerk)
    typed(entry)
    submitted(call, email="uno@example.org")
    submitted(call, email="due@example.org")
    return entry


CLERK = (access.REVIEW, access.OVERSEE, access.ENTER, "wagtailadmin.access_admin")


def test_who_decides_registers_beyond_it_what_came_to_the_desk_before_it_was_reached(
    django_app: DjangoTestApp, call: CallPage
) -> None:
    officer = staff(*CLERK, access.DECIDE)
    entry = arrived_earlier(call, officer)
    shown = django_app.get(reverse("sportello:summary", args=[entry.pk]), user=officer)
    assert "puoi registrarla oltre il numero" in shown.html.select_one("[role=alert]").text
    form = next(form for form in shown.forms.values() if "beyond" in form.fields)
    form["notice_read"] = True
    # Not by inadvertence.
    again = form.submit("action", value="send").follow()
    assert "spunta la casella" in again.text
    assert Submission.objects.count() == 2

    form = next(form for form in again.forms.values() if "beyond" in form.fields)
    form["notice_read"] = form["beyond"] = True
    form.submit("action", value="send")

    sent = Submission.objects.get(channel=Channel.PAPER)
    entry_of_log = LogEntry.objects.get(submission=sent, action="received")
    assert entry_of_log.details[desk.BEYOND] == "2"
    [line] = in_words([entry_of_log])
    assert "oltre il numero massimo di 2, perché arrivata prima" in line.what


@pytest.mark.parametrize("why", ["does not decide", "came later"])
def test_who_may_not_register_beyond_it_reads_why_and_loses_nothing(
    django_app: DjangoTestApp, call: CallPage, why: str
) -> None:
    decides = () if why == "does not decide" else (access.DECIDE,)
    clerk = staff(*CLERK, *decides)
    entry = arrived_earlier(call, clerk)
    if why == "came later":
        DeskEntry.objects.update(received_at=timezone.now())
        entry.refresh_from_db()

    shown = django_app.get(reverse("sportello:summary", args=[entry.pk]), user=clerk)

    said = {
        "does not decide": "la registra un responsabile",
        "came later": "quando erano già arrivate tutte quelle che si possono ricevere",
    }
    assert said[why] in " ".join(shown.html.select_one("[role=alert]").text.split())
    assert 'value="send"' not in shown.text
    assert 'name="beyond"' not in shown.text
    with pytest.raises(FullError):
        desk.submit(
            entry,
            at=timezone.now(),
            notice_id=call.privacy_notice_id,
            shown=call.form_digest,
            by=clerk,
            is_beyond=True,
        )
    assert DeskEntry.objects.get().typed.answers == {"q-motivation": "Per dare una mano."}


def test_who_had_not_withdrawn_yet_filled_the_call_when_the_paper_came(
    django_app: DjangoTestApp, call: CallPage
) -> None:
    officer = staff(*CLERK, access.DECIDE)
    first = submitted(call, email="uno@example.org")
    submitted(call, email="due@example.org")
    entry = desk.begin(call, Channel.PAPER, timezone.now(), officer)
    typed(entry)
    withdrawn(first)
    submitted(call, email="tre@example.org")

    shown = django_app.get(reverse("sportello:summary", args=[entry.pk]), user=officer)

    said = " ".join(shown.html.select_one("[role=alert]").text.split())
    assert "quando erano già arrivate tutte quelle che si possono ricevere" in said
    assert 'name="beyond"' not in shown.text


def test_where_somebody_withdrew_meanwhile_nothing_is_exceeded(call: CallPage) -> None:
    officer = staff(*CLERK, access.DECIDE)
    entry = arrived_earlier(call, officer)
    withdrawn(Submission.objects.latest("pk"))

    sent = desk.submit(
        entry,
        at=timezone.now(),
        notice_id=call.privacy_notice_id,
        shown=call.form_digest,
        by=officer,
        is_beyond=True,
    )

    assert desk.BEYOND not in LogEntry.objects.get(submission=sent, action="received").details


def test_who_sent_already_finds_on_a_full_call_the_way_to_it(client: Client, call: CallPage) -> None:
    submitted(call)
    submitted(call)

    for address in (call.url, reverse("candidature:start", args=[call.pk])):
        shown = client.get(address).content.decode()
        assert reverse("candidature:find") in shown
        assert "Ritrova la tua domanda" in shown
    box = BeautifulSoup(client.get(call.url).content, "html.parser").select_one(".participate")
    assert box is not None
    assert "Se hai già inviato non devi fare nulla" in box.text
    assert "collegamento ricevuto per email" in box.text


def typed(entry: DeskEntry) -> None:
    drafts.save_identity(entry.typed, identity())
    drafts.save_answers(entry.typed, {"q-motivation": "Per dare una mano."})


def test_editors_see_how_many_of_how_many(client: Client, call: CallPage) -> None:
    submitted(call)
    client.force_login(User.objects.create_superuser(email="capo@example.org", password="prova"))

    assert "finora 1." in client.get(reverse("wagtailadmin_home")).content.decode()
