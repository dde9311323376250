"""Reading letters and looking for people by email leave a line in the log, without what was looked for."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from candidature.models import LogEntry, Submission
from portal.models import OutboxMessage, User
from portal.outbox import sending as outbox
from portal.roles import Role
from tests.candidature.factories import CallPageFactory, UserFactory, submitted

pytestmark = pytest.mark.django_db

QUEUE, REGISTER = "/admin/candidature/", "/admin/portal/outboxmessage/"


@pytest.fixture
def officer(client: Client) -> User:
    user = UserFactory.create()
    user.groups.add(Group.objects.get(name=Role.OFFICERS))
    client.force_login(user)
    return user


def test_reading_a_letter_is_logged_with_its_submission_and_reader(client: Client, officer: User) -> None:
    submission = submitted(CallPageFactory.create())
    message = OutboxMessage.objects.get()

    assert client.get(f"{REGISTER}inspect/{message.pk}/").status_code == 200

    entry = LogEntry.objects.get(action="letter_read")
    assert (entry.submission, entry.actor, entry.reference) == (submission, officer, submission.reference)
    assert "Lettera letta" in client.get(f"{QUEUE}{submission.pk}/").content.decode()


def test_reading_a_letter_about_no_submission_is_logged_too(client: Client, officer: User) -> None:
    message = outbox.enqueue(key="x", recipient="a@example.org", subject="Prova", body="Prova")

    client.get(f"{REGISTER}inspect/{message.pk}/")

    entry = LogEntry.objects.get(action="letter_read")
    assert (entry.submission, entry.details) == (None, {"message": str(message.message_id)})


@pytest.mark.parametrize(("address", "place"), [(QUEUE, "queue"), (REGISTER, "outbox")])
def test_a_search_by_email_is_logged_without_the_email(
    client: Client, officer: User, address: str, place: str
) -> None:
    submission = submitted(CallPageFactory.create(), email="mario.rossi@example.org")

    found = client.get(address, {"q": "mario.rossi@example.org"})

    assert submission.reference in found.content.decode()
    entry = LogEntry.objects.get(action="searched_by_email")
    assert (entry.actor, entry.details) == (officer, {"place": place})
    assert "rossi" not in str(LogEntry.objects.filter(pk=entry.pk).values())


@pytest.mark.parametrize(
    ("address", "part"),
    [(QUEUE, "mario.rossi"), (REGISTER, "mario.ros"), (REGISTER, "rossi"), (REGISTER, "altro Mario")],
)
def test_a_search_by_a_part_of_an_email_is_logged_too(
    client: Client, officer: User, address: str, part: str
) -> None:
    submitted(CallPageFactory.create(), email="mario.rossi@example.org")

    client.get(address, {"q": part})

    assert LogEntry.objects.filter(action="searched_by_email").count() == 1


def test_what_is_typed_letter_by_letter_is_one_search(client: Client, officer: User) -> None:
    for query in ("m@", "m@e", "m@ex"):
        client.get(f"{QUEUE}results/", {"q": query})

    assert LogEntry.objects.filter(action="searched_by_email").count() == 1


@pytest.mark.parametrize("query", ["", "Rossi", "CS-2026", "12.345", "s.r.l", "or"])
def test_other_searches_leave_no_line(client: Client, officer: User, query: str) -> None:
    for address in (QUEUE, REGISTER):
        client.get(address, {"q": query})

    assert not LogEntry.objects.exists()


def test_whoever_may_not_read_a_letter_leaves_no_line(client: Client) -> None:
    submitted(CallPageFactory.create())
    user = UserFactory.create()
    user.groups.add(Group.objects.get(name=Role.REVIEWERS))
    client.force_login(user)

    client.get(f"{REGISTER}inspect/{OutboxMessage.objects.get().pk}/")

    assert not LogEntry.objects.filter(action="letter_read").exists()
    assert Submission.objects.exists()
