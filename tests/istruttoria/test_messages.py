"""The office's side of the messages: who sees, who answers, what is noted, and what the queue tells."""

import errno
import itertools
from typing import Any
from unittest import mock

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django_webtest import DjangoTestApp
from pytest_django import DjangoAssertNumQueries
from webtest import Upload

from candidature.access import scope as access
from candidature.messages.models import Message, Side
from candidature.models import CallPage, LogEntry, Submission, UploadedFile
from candidature.privacy import retention
from portal.models import OutboxMessage, User
from portal.roles import Role
from tests.candidature.factories import CallPageFactory, staff, submitted
from tests.candidature.messages.conversations import from_applicant, from_office
from tests.candidature.public.journey import pdf
from tests.istruttoria.people import committee_member, member_of
from tests.moduli.builders import PDF

pytestmark = pytest.mark.django_db


@pytest.fixture
def page() -> CallPage:
    made: CallPage = CallPageFactory.create()
    return made


@pytest.fixture
def submission(page: CallPage) -> Submission:
    return submitted(page)


@pytest.fixture
def reviewer(page: CallPage) -> User:
    return committee_member(page)


def detail_of(submission: Submission) -> str:
    return reverse("candidature_review:detail", args=[submission.pk])


def answer(shown: Any, text: str, *files: Any) -> Any:
    """The page after pressing "Invia il messaggio" on the page of a submission."""
    form = shown.forms["risposta"]
    form["q-text"] = text
    if files:
        form["q-files"] = list(files)
    pressed = form.submit()
    assert pressed.status_code == 302
    return pressed.follow()


def sent_by_office() -> list[str]:
    found = Message.objects.filter(side=Side.OFFICE, sent_at__isnull=False).order_by("sent_at")
    return list(found.values_list("text", flat=True))


def test_what_the_applicant_wrote_is_read_where_the_submission_is(
    django_app: DjangoTestApp, submission: Submission, reviewer: User
) -> None:
    message = from_applicant(submission, "Posso aggiungere un file?", pdf("statuto.pdf"))
    shown = django_app.get(detail_of(submission), user=reviewer)

    assert "Posso aggiungere un file?" in shown.text
    message.refresh_from_db()
    submission.refresh_from_db()
    assert message.read_at is not None
    assert submission.unread_since is None
    entry = LogEntry.objects.get(action="messages_read")
    assert (entry.actor, entry.submission) == (reviewer, submission)
    assert "Messaggi letti" in django_app.get(detail_of(submission), user=reviewer).text


def test_reading_again_is_noted_once(
    django_app: DjangoTestApp, submission: Submission, reviewer: User
) -> None:
    from_applicant(submission)
    for _time in range(2):
        django_app.get(detail_of(submission), user=reviewer)

    assert LogEntry.objects.filter(action="messages_read").count() == 1


def test_who_only_looks_on_reads_nothing_away_from_those_who_answer(
    django_app: DjangoTestApp, submission: Submission
) -> None:
    onlooker = staff(access.OVERSEE, "wagtailadmin.access_admin")
    message = from_applicant(submission, "Una domanda.")
    shown = django_app.get(detail_of(submission), user=onlooker)

    assert "Una domanda." in shown.text
    assert "risposta" not in shown.forms
    message.refresh_from_db()
    assert message.read_at is None


def test_who_only_looks_on_cannot_post_an_answer(client: Client, submission: Submission) -> None:
    client.force_login(staff(access.OVERSEE, "wagtailadmin.access_admin"))
    client.post(reverse("candidature_review:messages", args=[submission.pk]), {"q-text": "Io"})

    assert not Message.objects.exists()


def test_an_answer_leaves_with_its_files_and_a_letter(
    django_app: DjangoTestApp, submission: Submission, reviewer: User
) -> None:
    OutboxMessage.objects.all().delete()
    shown = django_app.get(detail_of(submission), user=reviewer)
    after = answer(shown, "Sì, mandalo.", Upload("guida.pdf", PDF, "application/pdf"))

    assert sent_by_office() == ["Sì, mandalo."]
    assert "Messaggio inviato." in after.text
    assert "Non ancora aperto da chi lo riceve" in after.text
    assert after.click("^guida.pdf").body == PDF
    assert OutboxMessage.objects.get().recipient == submission.email


def test_a_second_press_sends_nothing_more(
    django_app: DjangoTestApp, submission: Submission, reviewer: User
) -> None:
    form = django_app.get(detail_of(submission), user=reviewer).forms["risposta"]
    form["q-text"] = "Una volta."
    form.submit()
    form.submit()

    assert sent_by_office() == ["Una volta."]
    assert Message.objects.count() == 1


def test_an_answer_that_is_wrong_is_kept_for_who_wrote_it_and_for_no_colleague(
    django_app: DjangoTestApp, submission: Submission, reviewer: User, page: CallPage
) -> None:
    shown = django_app.get(detail_of(submission), user=reviewer)
    after = answer(shown, "x" * 4001, Upload("guida.pdf", PDF, "application/pdf"))

    assert "Il testo ha 4001 caratteri" in after.text
    assert after.forms["risposta"]["q-text"].value == "x" * 4001
    assert "guida.pdf" in after.text
    colleague = django_app.get(detail_of(submission), user=committee_member(page))
    assert colleague.forms["risposta"]["q-text"].value == ""
    assert "guida.pdf" not in colleague.text
    file = UploadedFile.objects.get()
    address = reverse("candidature_review:file", args=[submission.pk, file.public_id])
    assert django_app.get(address, user=committee_member(page), expect_errors=True).status_code == 404


def test_a_refused_file_is_named_and_can_be_left_out(
    django_app: DjangoTestApp, submission: Submission, reviewer: User
) -> None:
    shown = django_app.get(detail_of(submission), user=reviewer)
    after = answer(shown, "Ecco.", Upload("virus.exe", b"MZ", "application/pdf"))

    assert "virus.exe" in after.text
    assert sent_by_office() == []
    answer(after, "Ecco.")
    assert sent_by_office() == ["Ecco."]


def test_an_attached_file_can_be_taken_away_again(
    django_app: DjangoTestApp, submission: Submission, reviewer: User
) -> None:
    shown = django_app.get(detail_of(submission), user=reviewer)
    after = answer(shown, "", Upload("guida.pdf", PDF, "application/pdf"))
    again = after.forms["risposta"].submit("remove").follow()

    assert not UploadedFile.objects.exists()
    assert "guida.pdf" not in again.text


@pytest.mark.parametrize("newer", ["a colleague", "the applicant"])
def test_who_answers_what_is_no_longer_the_last_word_reads_first_and_keeps_the_text(
    django_app: DjangoTestApp, submission: Submission, reviewer: User, page: CallPage, newer: str
) -> None:
    from_applicant(submission, "Quando?")
    form = django_app.get(detail_of(submission), user=reviewer).forms["risposta"]
    form["q-text"] = "Lunedì."
    if newer == "a colleague":
        from_office(submission, committee_member(page), "Martedì.")
    else:
        from_applicant(submission, "Anzi, dove?")
    after = form.submit().follow()

    assert "Lunedì." not in sent_by_office()
    assert "il tuo messaggio non è partito" in after.text.lower()
    assert ("Martedì." if newer == "a colleague" else "Anzi, dove?") in after.text
    assert after.forms["risposta"]["q-text"].value == "Lunedì."
    after.forms["risposta"].submit()
    assert "Lunedì." in sent_by_office()


def test_of_two_windows_of_one_account_neither_text_is_lost(
    django_app: DjangoTestApp, submission: Submission, reviewer: User
) -> None:
    first = django_app.get(detail_of(submission), user=reviewer)
    second = django_app.get(detail_of(submission), user=reviewer)
    answer(first, "x" * 5000)

    after = answer(second, "Lunedì.")

    assert sent_by_office() == []
    assert "x" * 5000 in after.text
    assert "in un’altra finestra avevi scritto un altro testo" in after.text.lower()
    assert after.forms["risposta"]["q-text"].value == "Lunedì."
    answer(after, "Lunedì.")
    assert sent_by_office() == ["Lunedì."]


def test_a_message_that_began_before_another_and_was_sent_after_it_is_newer(
    django_app: DjangoTestApp, submission: Submission, reviewer: User, page: CallPage
) -> None:
    colleague = committee_member(page)
    answer(django_app.get(detail_of(submission), user=colleague), "x" * 4001)
    from_office(submission, reviewer, "Uno.")
    form = django_app.get(detail_of(submission), user=reviewer).forms["risposta"]
    from_office(submission, colleague, "Due.")
    form["q-text"] = "Tre."
    form.submit()

    assert sent_by_office() == ["Uno.", "Due."]


def test_a_portal_that_cannot_write_shows_the_answer_again(
    django_app: DjangoTestApp, submission: Submission, reviewer: User
) -> None:
    form = django_app.get(detail_of(submission), user=reviewer).forms["risposta"]
    form["q-text"] = "Da non perdere"
    with mock.patch("candidature.messages.writing.press", side_effect=OSError(errno.ENOSPC, "full")):
        refused = form.submit(expect_errors=True)

    assert refused.status_code == 503
    assert refused.forms["risposta"]["q-text"].value == "Da non perdere"


def test_what_an_applicant_writes_is_text_without_links(
    django_app: DjangoTestApp, submission: Submission, reviewer: User
) -> None:
    from_applicant(submission, "<img src=x onerror=alert(1)> https://esempio.example/truffa")
    shown = django_app.get(detail_of(submission), user=reviewer)

    assert "&lt;img src=x" in shown.text
    assert "https://esempio.example/truffa" in shown.text
    assert not shown.html.find("a", href="https://esempio.example/truffa")


def test_the_other_committee_finds_nothing_of_a_conversation(client: Client, submission: Submission) -> None:
    from_applicant(submission, "Zanzibarrini mi aiuta.", pdf("zanzibarrini.pdf"))
    file = UploadedFile.objects.get()
    other = CallPageFactory.create()
    submitted(other)
    client.force_login(committee_member(other))

    for name, arguments in (("messages", [submission.pk]), ("file", [submission.pk, file.public_id])):
        address = reverse(f"candidature_review:{name}", args=arguments)
        assert client.get(address).status_code == 404
    posted = client.post(reverse("candidature_review:messages", args=[submission.pk]), {"q-text": "Io"})
    assert posted.status_code == 404
    queue = reverse("candidature_review:index")
    home = reverse("wagtailadmin_home")
    for address in (f"{queue}?messages=unread", f"{queue}?q=Zanzibarrini", queue, home):
        shown = client.get(address).content.decode()
        assert submission.reference not in shown
        assert "Messaggio da leggere" not in shown
    assert tile(client.get(home).content.decode()) == 0
    submission.refresh_from_db()
    assert submission.unread_since is not None


def test_an_editor_comes_to_no_conversation(client: Client, submission: Submission) -> None:
    client.force_login(member_of(Role.EDITORS))
    answered = client.get(reverse("candidature_review:messages", args=[submission.pk]))

    assert answered.status_code in (302, 403)


def test_the_search_of_the_queue_does_not_look_into_messages(
    client: Client, submission: Submission, reviewer: User
) -> None:
    from_applicant(submission, "Zanzibarrini mi aiuta.")
    client.force_login(reviewer)

    shown = client.get(reverse("candidature_review:index"), {"q": "Zanzibarrini"}).content.decode()
    assert submission.reference not in shown


def tile(home: str) -> int:
    """How many messages the home of the admin says are to be read."""
    before = home.partition("Messaggi da leggere</a>")[0]
    return int(before.rpartition("<strong>")[2].partition("</strong>")[0])


def test_the_queue_and_the_home_tell_what_is_to_be_read_until_it_was(
    client: Client, page: CallPage, reviewer: User
) -> None:
    waiting, quiet = submitted(page), submitted(page)
    from_applicant(waiting)
    from_applicant(waiting, "Ancora.")
    client.force_login(reviewer)
    address = reverse("candidature_review:index") + "?messages=unread"

    shown = client.get(address).content.decode()
    assert waiting.reference in shown
    assert quiet.reference not in shown
    assert "Messaggio da leggere, oggi" in shown
    assert tile(client.get(reverse("wagtailadmin_home")).content.decode()) == 1
    client.get(detail_of(waiting))
    assert waiting.reference not in client.get(address).content.decode()
    assert tile(client.get(reverse("wagtailadmin_home")).content.decode()) == 0


@pytest.mark.parametrize("ordering", ["", "reference", "-status", "page__title", "-submitted_at"])
def test_the_unread_are_counted_and_cut_into_pages_in_every_order(
    client: Client, page: CallPage, reviewer: User, ordering: str
) -> None:
    Submission.objects.filter(pk__in=[submitted(page).pk for _each in range(3)])
    unread = [submitted(page) for _each in range(2)]
    for one in unread:
        from_applicant(one)
    Submission.objects.filter(pk=unread[0].pk).update(status="rejected")
    client.force_login(reviewer)

    response = client.get(reverse("candidature_review:index"), {"messages": "unread", "ordering": ordering})
    assert {row.pk for row in response.context["object_list"]} == {one.pk for one in unread}
    counts = {str(stage["label"]): stage["count"] for stage in response.context["stages"]}
    assert (counts["Tutte"], counts["Concluse"], counts["Da lavorare"]) == (2, 1, 1)


def test_the_messages_cost_the_page_few_queries_however_many_they_are(
    client: Client,
    submission: Submission,
    reviewer: User,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    client.force_login(reviewer)
    for number in range(8):
        from_applicant(submission, f"Numero {number}.", pdf(f"{number}.pdf"))
        from_office(submission, reviewer, f"Risposta {number}.")
    # The view is noted at the first look, and so are the messages.
    client.get(detail_of(submission))
    # One more than without files in the messages.
    with django_assert_max_num_queries(20):
        shown = client.get(detail_of(submission)).content.decode()
    assert "Numero 0." not in shown
    whole = client.get(reverse("candidature_review:messages", args=[submission.pk])).content.decode()
    assert "Numero 0." in whole


def test_the_first_look_at_new_messages_costs_the_page_no_more_and_notes_them_once_it_has_left(
    client: Client, submission: Submission, reviewer: User
) -> None:
    client.force_login(reviewer)
    client.get(detail_of(submission))
    from_applicant(submission, "Ecco lo statuto.", pdf("statuto.pdf"))
    with CaptureQueriesContext(connection) as captured:
        client.get(detail_of(submission))
    statements = [query["sql"] for query in captured]
    page = list(itertools.takewhile(lambda sql: sql.lstrip("(").startswith("SELECT"), statements))
    assert len(page) <= 18
    # A savepoint around what is noted as read, and the opening.
    assert len(statements) <= len(page) + 7
    assert Submission.objects.get(pk=submission.pk).unread_since is None
    assert not any("grouppagepermission" in sql for sql in statements[len(page) :])


def test_an_erased_submission_takes_its_flag_and_its_messages_out_of_the_queue(
    client: Client, submission: Submission, reviewer: User
) -> None:
    from_applicant(submission)
    retention.erase(submission)
    client.force_login(reviewer)

    assert tile_or_none(client.get(reverse("wagtailadmin_home")).content.decode()) in (0, None)


def tile_or_none(home: str) -> int | None:
    return tile(home) if "Messaggi da leggere" in home else None
