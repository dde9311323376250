"""The same message to many: read before by each name, written once, withdrawn while nobody knows of it."""

from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.core import mail
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django_webtest import DjangoTestApp

from candidature.actors import APPLICANT, Actor
from candidature.messages import reading
from candidature.messages.models import Message
from candidature.messages.telling import ONE_LETTER_IN
from candidature.models import CallPage, LogEntry, Submission
from candidature.process.workflow import transition
from candidature.submissions.channels import Channel
from istruttoria.bulk import working
from istruttoria.bulk.models import BulkJob
from portal.models import OutboxMessage, User
from portal.outbox import sending as outbox
from portal.roles import Role
from tests.candidature.factories import CallPageFactory, EventPageFactory, submitted
from tests.candidature.messages.conversations import from_office
from tests.istruttoria.bulk import jobs
from tests.istruttoria.bulk.jobs import CHOOSE, finished, states
from tests.istruttoria.people import committee_member, member_of
from tests.portal.web.test_languages import reads_english

pytestmark = pytest.mark.django_db


@pytest.fixture
def page() -> CallPage:
    made: CallPage = CallPageFactory.create(title="Partner per l’ascolto")
    return made


def prepared(user: User, *rows: Submission, text: str = "Una novità.", **values: Any) -> BulkJob:
    return jobs.prepared(user, "message", *rows, text=text, **values)


def taken_back(job: BulkJob, user: User) -> BulkJob:
    assert working.take_back(job, Actor.staff(user))
    return gone_on(job)


def gone_on(job: BulkJob) -> BulkJob:
    working.go_on()
    job.refresh_from_db()
    return job


def letters() -> Any:
    return OutboxMessage.objects.filter(key__contains=":message:")


def texts(submission: Submission) -> list[str]:
    """What the applicant finds."""
    return [one.message.text for one in reading.conversation(submission, APPLICANT).messages]


def url_of(job: BulkJob) -> str:
    return reverse("candidature_review:bulk_job", args=[job.pk])


# From the list to the conversation


def test_one_letter_to_applications_and_sign_ups_is_told_once(
    django_app: DjangoTestApp, officer: User, page: CallPage
) -> None:
    chosen = [submitted(page), submitted(EventPageFactory.create()), submitted(page)]
    query = "&".join(f"scelta={one.pk}" for one in chosen)
    form = django_app.get(f"{reverse(CHOOSE)}?{query}").click("Scrivi un messaggio").forms["che-cosa"]
    form["text"] = "Ciao {nome}, ci vediamo martedì."
    preview = " ".join(form.submit().follow().html.select_one(".review-letter").get_text(" ").split())
    assert preview.startswith("Si scrivono 3 lettere: «C’è un messaggio per te».")
    assert preview.count("C’è un messaggio per te") == 1


def test_each_reads_the_message_with_their_own_name_and_it_is_one_of_their_messages(
    django_app: DjangoTestApp, officer: User, page: CallPage
) -> None:
    ada = submitted(page, first_name="Ada", last_name="Prova")
    bice = submitted(page, first_name="Bice", last_name="Prova")
    query = f"{reverse(CHOOSE)}?scelta={ada.pk}&scelta={bice.pk}"
    asked = django_app.get(query).click("Scrivi un messaggio")
    assert "{avviso}" in asked.text
    form = asked.forms["che-cosa"]
    form["text"] = "Ciao {nome},\n\nper «{avviso}» ci vediamo {quando}."
    refused = form.submit(status=400)
    assert "«{quando}» non è un segnaposto" in refused.text
    form = refused.forms["che-cosa"]
    form["text"] = "Ciao {nome},\n\nper «{avviso}» ci vediamo martedì. {codice}"
    preview = form.submit().follow()

    assert "Per <strong>2</strong> candidature si può scrivere" in preview.text
    assert "Si scrivono 2 lettere: «C’è un messaggio per te»" in preview.text
    read = preview.click("Leggi il messaggio", index=0)
    first = ada if ada.reference in read.text else bice
    assert f"Ciao {first.first_name}," in read.text
    letter = read.click("Leggi la lettera")
    assert "Leggi il messaggio" in letter.text
    assert "martedì" not in letter.text
    assert "sandbox" in letter.headers["Content-Security-Policy"]
    assert not Message.objects.exists()
    assert not letters().exists()

    job = finished(BulkJob.objects.get())

    assert states(job) == ["done", "done"]
    for row in (ada, bice):
        said = f"Ciao {row.first_name},\n\nper «Partner per l’ascolto» ci vediamo martedì. {row.reference}"
        assert texts(row) == [said]
        assert LogEntry.objects.filter(submission=row, action="message_sent", actor=officer).count() == 1
    message = Message.objects.filter(submission=ada).get()
    assert (message.author, message.author_label) == (officer, str(officer))
    shown = django_app.get(reverse("candidature_review:messages", args=[ada.pk])).text
    assert "ci vediamo martedì" in shown
    assert "Non ancora aperto da chi lo riceve" in shown


def test_what_is_read_before_is_what_is_written_whatever_language_staff_read(
    client: Client, officer: User, page: CallPage
) -> None:
    """The worker writes in Italian: who reads the portal in English reads the same before."""
    one = submitted(page)
    text = "Inviata il {inviata}, protocollo {protocollo}, ufficio {ufficio}."
    client.force_login(reads_english(officer))
    job = prepared(officer, one, text=text)
    address = reverse("candidature_review:bulk_message", args=[job.pk, job.rows.get().pk])

    shown = client.get(address).content.decode()

    finished(job)
    [said] = texts(one)
    assert "protocollo non ancora assegnato" in said
    assert '<html lang="en"' in shown
    assert said in shown


def test_the_letters_wait_and_then_leave_once(officer: User, page: CallPage) -> None:
    job = finished(prepared(officer, submitted(page), submitted(page)))
    OutboxMessage.objects.filter(batch="").delete()
    outbox.deliver_due()
    assert mail.outbox == []

    letters().update(next_attempt_at=timezone.now())
    outbox.deliver_due()
    gone_on(job)
    outbox.deliver_due()

    assert len(mail.outbox) == 2
    assert all("/candidature/segui/" in str(letter.body) for letter in mail.outbox)


def test_only_placeholders_that_mean_something_to_all_may_stand_in_it(
    client: Client, officer: User, page: CallPage
) -> None:
    client.force_login(officer)
    here, there = submitted(page), submitted(EventPageFactory.create())
    address = f"{reverse(CHOOSE)}?scelta={here.pk}&scelta={there.pk}&azione=message"

    answer = client.post(address, {"text": "Per {avviso}.", "letters": "after"})

    assert answer.status_code == 400
    assert not BulkJob.objects.exists()
    assert "{avviso}" not in client.get(address).content.decode()
    assert client.post(address, {"text": "Per {codice}.", "letters": "after"}).status_code == 302


def test_what_somebody_typed_is_never_read_as_a_placeholder(officer: User, page: CallPage) -> None:
    one = submitted(page, organisation_name="{codice} <b>e altri</b>", applicant_kind="organisation")
    finished(prepared(officer, one, text="Per {candidato}."))

    assert one.reference not in texts(one)[0]


@pytest.mark.parametrize("text", ["", "   ", "x" * 4001])
def test_nothing_and_too_much_is_not_prepared(
    client: Client, officer: User, page: CallPage, text: str
) -> None:
    client.force_login(officer)
    address = f"{reverse(CHOOSE)}?scelta={submitted(page).pk}&azione=message"

    assert client.post(address, {"text": text, "letters": "after"}).status_code == 400
    assert not BulkJob.objects.exists()


# Who may


def test_who_only_looks_on_writes_to_nobody(client: Client, page: CallPage) -> None:
    onlooker = member_of(Role.OFFICERS)
    job = prepared(onlooker, submitted(page))
    onlooker.groups.clear()
    onlooker.user_permissions.add(Permission.objects.get(codename="oversee_submission"))
    onlooker = User.objects.get(pk=onlooker.pk)
    client.force_login(onlooker)
    one = Submission.objects.get()

    shown = client.get(f"{reverse(CHOOSE)}?scelta={one.pk}").content.decode()
    client.post(f"{reverse(CHOOSE)}?scelta={one.pk}&azione=message", {"text": "Salve.", "letters": "after"})

    assert "Scrivi un messaggio" not in shown
    assert BulkJob.objects.count() == 1
    assert states(finished(job)) == ["refused"]
    assert not Message.objects.exists()
    assert [row.refusal for row in prepared(onlooker, one).rows.all()] == ["NotAllowedError"]


def test_what_is_out_of_reach_is_neither_written_to_nor_read(client: Client, page: CallPage) -> None:
    mine, foreign = submitted(page), submitted(CallPageFactory.create())
    member = committee_member(page)
    client.force_login(member)

    job = finished(prepared(member, mine, foreign))

    assert states(job) == ["done", "refused"]
    assert texts(foreign) == []
    row = job.rows.get(submission=foreign)
    for name in ("bulk_message", "bulk_letter"):
        assert client.get(reverse(f"candidature_review:{name}", args=[job.pk, row.pk])).status_code == 404
    stranger = committee_member(page)
    client.force_login(stranger)
    row = job.rows.get(submission=mine)
    assert client.get(reverse("candidature_review:bulk_message", args=[job.pk, row.pk])).status_code == 404


def test_who_left_the_committee_meanwhile_neither_writes_nor_takes_back(page: CallPage) -> None:
    member = committee_member(page)
    sent = finished(prepared(member, submitted(page)))
    job = prepared(member, submitted(page))
    member.committees.clear()

    assert states(finished(job)) == ["refused"]
    assert states(taken_back(sent, member)) == ["kept"]
    assert Message.objects.filter(withdrawn_at__isnull=True).count() == 1


def test_a_decision_has_no_message_to_read(client: Client, page: CallPage, officer: User) -> None:
    one = submitted(page)
    client.force_login(officer)
    job = jobs.prepared(officer, "accept", one)
    row = job.rows.get()

    assert client.get(reverse("candidature_review:bulk_message", args=[job.pk, row.pk])).status_code == 404


# Once, whatever happens


def test_a_row_that_changed_since_the_preview_is_not_written_to(officer: User, page: CallPage) -> None:
    one, other = submitted(page), submitted(page)
    job = prepared(officer, one, other)
    transition(one.pk, "take", Actor.staff(officer), expected_version=1)

    assert states(finished(job)) == ["refused", "done"]
    assert job.rows.get(submission=one).refusal == "ConflictError"
    assert texts(one) == []


def test_a_portion_cut_off_writes_nothing_and_no_message_comes_twice(
    officer: User, page: CallPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(working, "PORTION", 2)
    rows = [submitted(page) for _one in range(3)]
    job = prepared(officer, *rows)
    working.confirm(job)
    working.do_portion(job.pk)

    def cut(*_args: Any, **_values: Any) -> None:
        raise SystemExit

    with monkeypatch.context() as while_it_dies:
        while_it_dies.setattr(working, "_write", cut)
        with pytest.raises(SystemExit):
            working.do_portion(job.pk)
    assert letters().count() == Message.objects.count() == 2

    gone_on(job)

    assert [texts(row) for row in rows] == [["Una novità."]] * 3
    assert letters().count() == 3


def test_even_a_row_that_forgot_what_became_of_it_is_not_written_to_twice(
    officer: User, page: CallPage
) -> None:
    one = submitted(page)
    job = finished(prepared(officer, one))
    job.rows.update(state="waiting", made=None)
    BulkJob.objects.filter(pk=job.pk).update(state="running")

    gone_on(job)

    assert texts(one) == ["Una novità."]
    assert letters().count() == 1


def test_who_is_told_already_gets_no_second_letter(officer: User, page: CallPage) -> None:
    one = submitted(page)
    from_office(one, officer, "Prima.")
    job = finished(prepared(officer, one))

    assert texts(one) == ["Prima.", "Una novità."]
    assert letters().count() == 1
    assert states(taken_back(job, officer)) == ["undone"]
    assert texts(one) == ["Prima."]
    assert letters().get().status == OutboxMessage.Status.PENDING


def test_who_gave_no_address_has_a_letter_to_be_handed_over(client: Client, page: CallPage) -> None:
    officer = member_of(Role.OFFICERS)
    client.force_login(officer)
    one, other = submitted(page), submitted(page)
    Submission.objects.update(email="", channel=Channel.PAPER)
    job = prepared(officer, one, other)
    assert "2 sono da stampare e consegnare a mano" in client.get(url_of(job)).content.decode()

    finished(job)

    assert [letter.status for letter in letters()] == [OutboxMessage.Status.BY_HAND] * 2
    printed = letters().get(related_to=one.reference)
    client.get(reverse("candidature_review:printed_letter", args=[one.pk, printed.pk]))
    client.post(reverse("candidature_review:printed_letter", args=[one.pk, printed.pk]))
    assert states(taken_back(job, officer)) == ["kept", "undone"]
    assert texts(one) == ["Una novità."]
    assert texts(other) == []


def test_a_whole_portion_costs_little_more_than_ten(officer: User, page: CallPage) -> None:
    def cost(*rows: Submission) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert set(states(finished(prepared(officer, *rows)))) == {"done"}
        return len(queries)

    cost(submitted(page))
    few = cost(*[submitted(page) for _one in range(10)])
    many = cost(*[submitted(page) for _one in range(working.PORTION)])

    # SQLite takes so many values in one statement.
    assert few <= many <= few + 3 <= 60


# Taken back


def test_messages_are_withdrawn_while_nobody_knows_of_them(client: Client, page: CallPage) -> None:
    officer = member_of(Role.OFFICERS)
    client.force_login(officer)
    free, read, told = submitted(page), submitted(page), submitted(page)
    job = finished(prepared(officer, free, read, told))
    reading.mark_read(read, reading.conversation(read, APPLICANT).messages, APPLICANT)
    letters().filter(related_to=told.reference).update(status="sent", sent_at=timezone.now())
    assert "Annulla tutto" in client.get(url_of(job)).content.decode()

    taken_back(job, officer)

    assert [job.rows.get(submission=one).state for one in (free, read, told)] == ["undone", "kept", "kept"]
    assert job.rows.get(submission=read).refusal == "AlreadyReadError"
    assert job.rows.get(submission=told).refusal == "LetterLeftError"
    assert (texts(free), len(texts(read)), len(texts(told))) == ([], 1, 1)
    assert reading.how_many_unread(free, reading.side_of(APPLICANT)) == 0
    assert letters().get(related_to=free.reference).status == OutboxMessage.Status.ABORTED
    # What was read is read on: its letter leaves as it would have.
    assert letters().get(related_to=read.reference).status == OutboxMessage.Status.PENDING
    shown = client.get(reverse("candidature_review:detail", args=[free.pk])).content.decode()
    assert "Chi lo doveva ricevere non lo vede" in shown
    assert "Messaggio ritirato" in shown
    assert "Chi l’ha ricevuto l’ha già letto" in client.get(url_of(job)).content.decode()


def test_a_later_message_is_told_of_when_the_letter_that_would_have_done_it_is_stopped(
    officer: User, page: CallPage
) -> None:
    one = submitted(page)
    job = finished(prepared(officer, one))
    from_office(one, officer, "Dopo.")
    assert letters().count() == 1

    taken_back(job, officer)

    assert texts(one) == ["Dopo."]
    assert letters().get(status=OutboxMessage.Status.PENDING).batch == ""


def test_of_an_earlier_message_it_is_not_told_again(officer: User, page: CallPage) -> None:
    one = submitted(page)
    # One letter told of both.
    from_office(one, officer, "Prima.")
    from_office(one, officer, "E poi.")
    letters().update(status="sent", sent_at=timezone.now(), created_at=timezone.now() - 3 * ONE_LETTER_IN)
    job = finished(prepared(officer, one))
    assert letters().count() == 2

    taken_back(job, officer)

    assert not letters().filter(status=OutboxMessage.Status.PENDING).exists()


def test_a_letter_kept_until_it_is_released_keeps_no_later_message_waiting(
    officer: User, page: CallPage
) -> None:
    one = submitted(page)
    finished(prepared(officer, one, letters="release"))
    assert letters().get().status == OutboxMessage.Status.DRAFT

    from_office(one, officer, "Urgente.")

    assert letters().filter(status=OutboxMessage.Status.PENDING).count() == 1


def test_the_database_keeps_a_withdrawn_message_withdrawn_and_a_read_one_read(
    officer: User, page: CallPage
) -> None:
    gone, seen = submitted(page), submitted(page)
    job = finished(prepared(officer, gone, seen))
    reading.mark_read(seen, reading.conversation(seen, APPLICANT).messages, APPLICANT)
    taken_back(job, officer)
    now = timezone.now()

    for about, change in (
        (gone, {"withdrawn_at": None}),
        (gone, {"withdrawn_at": now}),
        (gone, {"read_at": now}),
        (seen, {"withdrawn_at": now}),
        (gone, {"text": "Altro."}),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            Message.objects.filter(submission=about).update(**change)
