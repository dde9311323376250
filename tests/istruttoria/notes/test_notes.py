"""Internal notes: who reads, writes, rewords and withdraws them, and who is told by a letter."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_webtest import DjangoTestApp

from candidature.access import scope as access
from candidature.models import CallPage, LogEntry, Submission
from candidature.privacy import portable, retention
from istruttoria.models import Note
from istruttoria.notes import writing
from portal.models import OutboxMessage, User
from portal.roles import Role
from tests.candidature.factories import CallPageFactory, staff, submitted
from tests.istruttoria.people import committee_member, member_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def page() -> CallPage:
    made: CallPage = CallPageFactory.create(title="Partner per l’ascolto")
    return made


@pytest.fixture
def submission(page: CallPage) -> Submission:
    sent = submitted(page, first_name="Zanzibarrina")
    OutboxMessage.objects.all().delete()
    return sent


def called(user: User, name: str) -> User:
    user.first_name, user.last_name = name.split(" ", 1)
    user.save()
    return user


@pytest.fixture
def author(page: CallPage) -> User:
    return called(committee_member(page), "Carla Neri")


@pytest.fixture
def colleague(page: CallPage) -> User:
    return called(committee_member(page), "Rosa D’Amico")


def detail_of(submission: Submission) -> str:
    return reverse("candidature_review:detail", args=[submission.pk])


def written(app: DjangoTestApp, submission: Submission, user: User, text: str) -> Any:
    """The page after a note was written on that of the submission."""
    form = app.get(detail_of(submission), user=user).forms["nuova-nota"]
    form["text"] = text
    return form.submit().follow()


def letters_to() -> list[str]:
    return sorted(OutboxMessage.objects.values_list("recipient", flat=True))


def later(monkeypatch: pytest.MonkeyPatch, minutes: int) -> None:
    moment = timezone.now() + timedelta(minutes=minutes)
    monkeypatch.setattr(timezone, "now", lambda: moment)


def test_a_note_is_read_by_colleagues_and_the_log_says_who_wrote_one(
    django_app: DjangoTestApp, submission: Submission, author: User, colleague: User
) -> None:
    written(django_app, submission, author, "Manca lo statuto <b>firmato</b>.")

    shown = django_app.get(detail_of(submission), user=colleague)
    assert "Manca lo statuto &lt;b&gt;firmato&lt;/b&gt;." in shown.text
    assert "Carla Neri" in shown.text
    entry = LogEntry.objects.get(action="note_written")
    assert (entry.actor, entry.submission) == (author, submission)
    assert "statuto" not in str(entry.details)
    assert "Nota interna scritta" in shown.text


def test_whoever_is_named_gets_one_letter_that_says_nothing_of_the_note(
    django_app: DjangoTestApp, submission: Submission, author: User, colleague: User
) -> None:
    shown = written(django_app, submission, author, "Zanzibarrina è celiaca: @Rosa D’Amico, che dici?")

    assert "Nominata nella nota: Rosa D’Amico." in shown.text
    [letter] = OutboxMessage.objects.all()
    assert letter.recipient == colleague.email
    assert "Partner per l’ascolto" in letter.body
    assert f"/admin/candidature/{submission.pk}/#note-section" in letter.body
    for hidden in ("Zanzibarrina", "celiaca", submission.reference, "Carla"):
        assert hidden not in letter.body + letter.subject
    # It is nobody's but the office's: neither among the applicant's letters nor in their copy.
    assert letter.related_to == ""


def test_who_cannot_read_it_is_not_told_and_the_author_hears_so(
    django_app: DjangoTestApp, submission: Submission, author: User
) -> None:
    called(committee_member(CallPageFactory.create()), "Dario Altrove")
    called(member_of(Role.EDITORS), "Elsa Redazione")

    shown = written(django_app, submission, author, "@Dario Altrove e @Elsa Redazione")

    assert letters_to() == []
    assert "Nessuno è avvisato per «@Dario Altrove», «@Elsa Redazione»" in shown.text


def test_a_name_that_two_bear_is_told_and_nobody_is_written_to(
    django_app: DjangoTestApp, page: CallPage, submission: Submission, author: User, colleague: User
) -> None:
    called(committee_member(page), "Rosa D’Amico")

    shown = written(django_app, submission, author, "@Rosa D’Amico")

    assert letters_to() == []
    assert "più persone si chiamano così" in shown.text


def test_who_switched_the_letters_off_in_the_account_gets_none_until_they_are_on_again(
    django_app: DjangoTestApp, submission: Submission, author: User, colleague: User
) -> None:
    account = reverse("wagtailadmin_account")
    form = django_app.get(account, user=colleague).forms[0]
    form["mentions-wants_letters"] = False
    form.submit()
    written(django_app, submission, author, "@Rosa D’Amico")
    assert letters_to() == []

    form = django_app.get(account, user=colleague).forms[0]
    assert form["mentions-wants_letters"].checked is False
    form["mentions-wants_letters"] = True
    form.submit()
    written(django_app, submission, author, "Di nuovo, @Rosa D’Amico")
    assert letters_to() == [colleague.email]


def test_an_editor_is_not_asked_about_notes(django_app: DjangoTestApp) -> None:
    account = django_app.get(reverse("wagtailadmin_account"), user=member_of(Role.EDITORS))

    assert "mentions-wants_letters" not in account.text


def test_nobody_writes_to_themselves_or_to_a_closed_account(
    django_app: DjangoTestApp, submission: Submission, author: User, colleague: User
) -> None:
    colleague.is_active = False
    colleague.save()

    written(django_app, submission, author, "@Carla Neri ricorda: @Rosa D’Amico non c’è più.")

    assert letters_to() == []


def test_the_second_press_of_a_form_writes_nothing_more(
    django_app: DjangoTestApp, submission: Submission, author: User, colleague: User
) -> None:
    form = django_app.get(detail_of(submission), user=author).forms["nuova-nota"]
    form["text"] = "Una volta, @Rosa D’Amico."
    form.submit()
    form.submit()

    assert Note.objects.count() == 1
    assert letters_to() == [colleague.email]


@pytest.mark.parametrize("text", ["", "   ", "x" * 4001])
def test_a_note_without_text_or_too_long_is_not_written_and_stays_typed(
    django_app: DjangoTestApp, submission: Submission, author: User, text: str
) -> None:
    form = django_app.get(detail_of(submission), user=author).forms["nuova-nota"]
    form["text"] = text

    shown = form.submit(status=400)

    assert not Note.objects.exists()
    assert shown.forms["nuova-nota"]["text"].value.strip() == text.strip()


def test_so_many_notes_and_no_more(
    django_app: DjangoTestApp, submission: Submission, author: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "MOST_NOTES", 1)
    written(django_app, submission, author, "Prima.")

    form = django_app.get(detail_of(submission), user=author).forms["nuova-nota"]
    form["text"] = "Seconda."
    shown = form.submit(status=400)

    assert "sono già 1" in shown.text
    assert Note.objects.count() == 1


def test_its_author_rewords_it_and_what_it_said_is_kept(
    django_app: DjangoTestApp, submission: Submission, author: User, colleague: User
) -> None:
    shown = written(django_app, submission, author, "Da respingere, @Rosa D’Amico.")
    form = shown.click("Cambia o ritira").forms["cambia-nota"]
    form["text"] = "Da ammettere, @Rosa D’Amico."
    form.submit()

    shown = django_app.get(detail_of(submission), user=colleague)
    assert "Da ammettere" in shown.text
    assert "Da respingere" in shown.text
    assert letters_to() == [colleague.email]
    assert LogEntry.objects.filter(action="note_reworded").count() == 1


def test_who_is_named_only_by_the_new_text_is_told(
    django_app: DjangoTestApp, submission: Submission, author: User, colleague: User
) -> None:
    form = written(django_app, submission, author, "Da vedere.").click("Cambia o ritira").forms["cambia-nota"]
    form["text"] = "Da vedere, @Rosa D’Amico."
    form.submit()

    assert letters_to() == [colleague.email]


def test_of_two_windows_neither_text_overwrites_the_other_unseen(
    django_app: DjangoTestApp, submission: Submission, author: User
) -> None:
    shown = written(django_app, submission, author, "Uno.")
    first = shown.click("Cambia o ritira").forms["cambia-nota"]
    second = shown.click("Cambia o ritira").forms["cambia-nota"]
    first["text"] = "Due."
    first.submit()
    second["text"] = "Tre."

    told = second.submit(status=409)

    assert Note.objects.get().text == "Due."
    assert "Due." in told.text
    told.forms["cambia-nota"].submit()
    note = Note.objects.get()
    assert note.text == "Tre."
    assert [former["text"] for former in note.former] == ["Uno.", "Due."]


def test_a_withdrawn_note_stays_readable_as_one(
    django_app: DjangoTestApp, submission: Submission, author: User, colleague: User
) -> None:
    shown = written(django_app, submission, author, "Forse.")
    shown.click("Cambia o ritira").forms["ritira-nota"].submit()

    shown = django_app.get(detail_of(submission), user=colleague)
    assert "Ritirata" in shown.text
    assert "Forse." in shown.text
    assert "Nota interna ritirata" in shown.text
    address = reverse("candidature_review:note", args=[submission.pk, Note.objects.get().pk])
    assert "non si cambia" in django_app.get(address, user=author).follow().text


def test_neither_a_colleague_nor_its_author_once_it_is_late_changes_a_note(
    django_app: DjangoTestApp,
    submission: Submission,
    author: User,
    colleague: User,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    form = written(django_app, submission, author, "Mia.").click("Cambia o ritira").forms["cambia-nota"]
    note = Note.objects.get()
    with pytest.raises(writing.NoteClosedError):
        writing.reword(note, colleague, "Tua.", seen=0)

    later(monkeypatch, 31)
    form["text"] = "Tardi."

    assert "non si cambia" in form.submit().follow().text
    with pytest.raises(writing.NoteClosedError):
        writing.withdraw(note, author)
    note.refresh_from_db()
    assert (note.text, note.withdrawn_at) == ("Mia.", None)


def test_a_note_of_another_submission_is_not_there(
    client: Client, page: CallPage, submission: Submission, author: User
) -> None:
    other = writing.write(submitted(page), author, "Altrove.", key="k" * 22).note
    client.force_login(author)

    for pk in (other.pk, 0, 999_999):
        address = reverse("candidature_review:note", args=[submission.pk, pk])
        assert client.get(address).status_code == 404
        assert client.post(address, {"act": "withdraw"}).status_code == 404


def test_another_committee_reads_and_writes_none(
    client: Client, submission: Submission, author: User
) -> None:
    note = writing.write(submission, author, "Nostra.", key="k" * 22).note
    client.force_login(committee_member(CallPageFactory.create()))

    for name, arguments in [("notes", []), ("note_names", []), ("note", [note.pk])]:
        address = reverse(f"candidature_review:{name}", args=[submission.pk, *arguments])
        assert client.get(address).status_code == 404
        assert client.post(address, {"text": "Io"}).status_code in (404, 405)
    assert Note.objects.count() == 1


def test_who_only_looks_on_reads_notes_and_writes_none(
    client: Client, django_app: DjangoTestApp, submission: Submission, author: User
) -> None:
    writing.write(submission, author, "Si legge.", key="k" * 22)
    onlooker = staff(access.OVERSEE, "wagtailadmin.access_admin")
    shown = django_app.get(detail_of(submission), user=onlooker)

    assert "Si legge." in shown.text
    assert "nuova-nota" not in shown.forms
    client.force_login(onlooker)
    client.post(reverse("candidature_review:notes", args=[submission.pk]), {"text": "Io"})
    assert Note.objects.count() == 1


def test_the_chooser_offers_those_alone_who_may_read_it(
    client: Client, submission: Submission, author: User, colleague: User
) -> None:
    called(committee_member(CallPageFactory.create()), "Rosa Altrove")
    officer = called(member_of(Role.OFFICERS), "Rosa Dirigente")
    client.force_login(author)

    answer = client.get(reverse("candidature_review:note_names", args=[submission.pk]), {"q": "ros"})

    names = [person["name"] for person in answer.json()["people"]]
    assert sorted(names) == sorted([str(colleague), str(officer)])


def test_only_the_newest_stand_on_the_page_and_all_of_them_on_their_own(
    django_app: DjangoTestApp, submission: Submission, author: User
) -> None:
    for number in range(7):
        writing.write(submission, author, f"Nota numero {number}.", key=f"{number}" * 22)

    shown = django_app.get(detail_of(submission), user=author)
    assert "Nota numero 1." not in shown.text
    assert "Nota numero 6." in shown.text
    assert "Nota numero 0." in shown.click("Mostra tutte le note").text


def test_notes_are_in_no_copy_for_the_applicant_and_go_with_the_submission(
    submission: Submission, author: User
) -> None:
    writing.write(submission, author, "Nessuno la legga.", key="k" * 22)

    assert b"Nessuno la legga." not in portable.as_json(submission)
    retention.erase(submission)
    assert not Note.objects.exists()


def test_a_note_outlives_the_account_of_its_author(
    django_app: DjangoTestApp, submission: Submission, author: User, colleague: User
) -> None:
    writing.write(submission, author, "Resta.", key="k" * 22)
    author.delete()

    shown = django_app.get(detail_of(submission), user=colleague)
    assert "Resta." in shown.text
    assert "Carla Neri" in shown.text
