"""Letters of many at once on a call that wants them approved: what is told, and when they leave."""

from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django_webtest import DjangoTestApp

from candidature.actors import Actor
from candidature.models import CallPage, LogEntry, Submission
from candidature.process.workflow import transition
from candidature.submissions.channels import Channel
from istruttoria.bulk.models import BulkJob
from portal.italian.days import with_article
from portal.models import OutboxMessage, User
from portal.outbox import sending as outbox
from portal.privacy import consultations
from portal.roles import Role
from tests.candidature.factories import CallPageFactory, submitted
from tests.istruttoria.bulk.jobs import finished, form_with, outcome_letters, prepared, states
from tests.istruttoria.people import committee_member, member_of
from tests.portal.outbox.letters import corrected

pytestmark = pytest.mark.django_db

Letters, Status = BulkJob.Letters, OutboxMessage.Status


@pytest.fixture
def page() -> CallPage:
    made: CallPage = CallPageFactory.create(letters_need_approval=True)
    return made


def address(job: BulkJob) -> str:
    return reverse("candidature_review:bulk_job", args=[job.pk])


def said(shown: Any) -> str:
    state = BeautifulSoup(shown.content, "html.parser").select_one(".bulk-state")
    assert state
    return " ".join(state.get_text().split())


def approve(app: DjangoTestApp, letter: OutboxMessage) -> str:
    """Pressed in the outbox, as whoever may does it; what the page answers."""
    shown = app.get(reverse("portal_outboxmessage_modeladmin_inspect", args=[letter.pk]))
    form = next(form for form in shown.forms.values() if "what" in form.fields)
    button = shown.html.find("button", attrs={"name": "what", "value": "release"})
    assert button.get_text(strip=True) == "Approva"
    told: str = form.submit("what", value="release").follow().text
    return told


def log_of(one: Submission) -> list[str]:
    actions = LogEntry.objects.filter(submission=one, action__startswith="letter_")
    return list(actions.exclude(action=consultations.LETTER_READ).values_list("action", flat=True))


def test_approved_it_leaves_at_the_hour_that_its_author_chose(
    django_app: DjangoTestApp, officer: User, page: CallPage
) -> None:
    one = submitted(page)
    job = finished(prepared(officer, "accept", one, letters=Letters.NEXT_MORNING))
    letter = outcome_letters().get()
    morning = letter.next_attempt_at
    assert (letter.status, morning > timezone.now() + timedelta(minutes=5)) == (Status.APPROVAL, True)

    told = approve(django_app, letter)

    letter.refresh_from_db()
    assert (letter.status, letter.next_attempt_at) == (Status.PENDING, morning)
    moment = with_article(timezone.localtime(morning), "il j F Y, H:i")
    assert f"La lettera è approvata: parte da sola {moment}." in told
    outbox.deliver_due()
    assert not [sent for sent in mail.outbox if "selezionata" in sent.subject]
    assert log_of(one) == [consultations.LETTER_APPROVED]
    # Until then all of it can still be taken back.
    assert "Annulla tutto" in django_app.get(address(job)).text


def test_approved_it_leaves_at_once_where_its_hour_has_passed(
    django_app: DjangoTestApp, officer: User, page: CallPage
) -> None:
    one = submitted(page)
    finished(prepared(officer, "accept", one, letters=Letters.AN_HOUR))
    outcome_letters().update(next_attempt_at=timezone.now() - timedelta(minutes=1))

    told = approve(django_app, outcome_letters().get())

    assert "è di nuovo in partenza" in told
    outbox.deliver_due()
    assert outcome_letters().get().status == Status.SENT
    assert log_of(one) == [consultations.LETTER_RELEASED]


def test_approved_it_waits_for_its_author_who_keeps_it_back(
    django_app: DjangoTestApp, client: Client, officer: User, page: CallPage
) -> None:
    author = committee_member(page)
    one, other = submitted(page), submitted(page)
    for row in (one, other):
        transition(row.pk, "take", Actor.staff(author), expected_version=1)
        row.refresh_from_db()
    job = finished(prepared(author, "admit", one, other, letters=Letters.ON_RELEASE))
    assert states(job) == ["done", "done"]

    told = approve(django_app, outcome_letters().get(related_to=one.reference))

    assert "Resta in bozza: parte quando la fa partire chi l’ha scritta." in told
    approved, waiting = outcome_letters().order_by("pk")
    assert (approved.status, waiting.status) == (Status.DRAFT, Status.APPROVAL)
    outbox.deliver_due()
    assert approved.subject not in [sent.subject for sent in mail.outbox]

    client.force_login(author)
    shown = client.get(address(job))
    assert "1 lettera non è ancora partita: aspetta che qualcuno la faccia partire." in said(shown)
    assert "1 lettera non è ancora partita: aspetta che la approvi chi può." in said(shown)
    assert "Fai partire le lettere adesso" in said(shown)
    released = client.post(address(job), {"what": "release"}, follow=True).content.decode()
    assert "1 lettera è in partenza." in released
    assert "Le altre aspettano che le approvi chi può." in released
    assert log_of(one) == [consultations.LETTER_APPROVED, consultations.LETTER_RELEASED]
    assert log_of(other) == []


def test_who_may_not_approve_is_offered_no_release_and_told_of_none(client: Client, page: CallPage) -> None:
    author, one = committee_member(page), submitted(page)
    client.force_login(author)
    transition(one.pk, "take", Actor.staff(author), expected_version=1)
    one.refresh_from_db()
    job = finished(prepared(author, "admit", one, letters=Letters.ON_RELEASE))

    assert "partire le lettere adesso" not in said(client.get(address(job)))
    told = client.post(address(job), {"what": "release"}, follow=True).content.decode()

    assert "Non ne è partita nessuna: aspettano che le approvi chi può." in told
    assert "in partenza" not in told
    assert outcome_letters().get().status == Status.APPROVAL
    assert log_of(one) == []


def test_released_by_who_may_they_are_approved_and_each_log_says_who(client: Client, page: CallPage) -> None:
    author, officer = committee_member(page), member_of(Role.OFFICERS)

    def released(how_many: int) -> int:
        rows = [submitted(page) for _one in range(how_many)]
        for row in rows:
            transition(row.pk, "take", Actor.staff(author), expected_version=1)
            row.refresh_from_db()
        job = finished(prepared(author, "admit", *rows, letters=Letters.ON_RELEASE))
        assert "Approva e fai partire le lettere adesso" in said(client.get(address(job)))
        with CaptureQueriesContext(connection) as queries:
            client.post(address(job), {"what": "release"})
        assert [log_of(row) for row in rows] == [[consultations.LETTER_RELEASED]] * how_many
        return len(queries)

    client.force_login(officer)
    released(1)
    assert released(5) == released(1)
    entry = LogEntry.objects.filter(action=consultations.LETTER_RELEASED).last()
    assert entry is not None
    assert (entry.actor, entry.actor_label) == (officer, str(officer))
    letter = outcome_letters().get(related_to=entry.reference)
    assert (letter.status, letter.waits_for_release) == (Status.PENDING, False)
    assert entry.details == {"message": str(letter.message_id)}


@pytest.mark.parametrize(
    ("letters", "sentence"),
    [
        (
            "hour",
            "Partono da sole dopo un’ora, se per allora le ha approvate chi può: se no, quando le approva.",
        ),
        ("release", "Aspettano che le approvi chi può, e poi che qualcuno le faccia partire."),
    ],
)
def test_before_it_is_confirmed_it_says_that_somebody_approves_them(
    client: Client, officer: User, page: CallPage, letters: str, sentence: str
) -> None:
    client.force_login(officer)
    job = prepared(officer, "accept", submitted(page), letters=letters)

    assert f"{sentence} Fino ad allora puoi annullare tutto." in said(client.get(address(job)))


def test_where_only_some_are_approved_it_says_how_many(client: Client, officer: User, page: CallPage) -> None:
    client.force_login(officer)
    rows = [submitted(page), submitted(CallPageFactory.create()), submitted(page)]
    job = prepared(officer, "accept", *rows, letters=Letters.AN_HOUR)

    text = said(client.get(address(job)))

    assert "Partono da sole dopo un’ora. 2 non partono finché non le approva chi può. Fino" in text


def test_where_nobody_has_an_address_it_does_not_say_that_they_leave(client: Client, officer: User) -> None:
    client.force_login(officer)
    one = submitted(CallPageFactory.create())
    Submission.objects.filter(pk=one.pk).update(email="", channel=Channel.PAPER)
    job = prepared(officer, "accept", one)

    text = said(client.get(address(job)))

    assert "1 è da stampare e consegnare a mano." in text
    assert "Finché non sono stampate o consegnate puoi annullare tutto." in text
    assert "Partono" not in text


def test_a_message_is_approved_by_nobody(client: Client, officer: User, page: CallPage) -> None:
    client.force_login(officer)
    job = prepared(officer, "message", submitted(page), text="Una parola.")

    assert "approva" not in said(client.get(address(job)))


# Corrected while somebody else has the job on the screen


def test_what_was_corrected_since_the_job_was_shown_is_not_approved_unread(
    django_app: DjangoTestApp, officer: User, page: CallPage
) -> None:
    rows = [submitted(page) for _one in range(2)]
    job = finished(prepared(member_of(Role.OFFICERS), "accept", *rows, letters=Letters.ON_RELEASE))
    shown = django_app.get(address(job))
    letter = outcome_letters().get(related_to=rows[0].reference)
    corrected(letter, "Un altro capoverso.")

    told = form_with(shown, "what").submit("what", value="release").follow()

    assert "1 lettera è in partenza." in told.text
    assert "1 aspetta ancora: è stata corretta dopo che hai aperto la pagina." in told.text
    letter.refresh_from_db()
    assert (letter.status, log_of(rows[0])) == (Status.APPROVAL, [])
    assert log_of(rows[1]) == [consultations.LETTER_RELEASED]

    form_with(told, "what").submit("what", value="release")
    letter.refresh_from_db()
    assert letter.status == Status.PENDING
