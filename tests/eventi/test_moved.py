"""The calendar of a mailbox that a sign-up leaves, and of the one that it comes to."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from candidature.intake import contact
from candidature.models import AddressChange, Submission
from candidature.privacy import retention
from eventi import moved
from tests.candidature.factories import submitted
from tests.candidature.public.mailbox import code_in, read_letters
from tests.eventi.calendars import event, in_letter, letter_to, of_page_and_letter, sequence_for

pytestmark = pytest.mark.django_db


def all_words(letter: Any) -> str:
    """Of each part of a letter, its attachments too."""
    parts = [part.get_payload(decode=True) for part in letter.message().walk() if not part.is_multipart()]
    return " ".join(b" ".join(parts).decode(errors="replace").replace("\r\n ", "").split())


def test_a_mailbox_whose_sign_up_gets_another_address_counts_on_and_so_does_the_new_one() -> None:
    page = event(capacity=None)
    leaves = submitted(page, email="casa@example.org", first_name="Ada")
    stays = submitted(page, email="casa@example.org", first_name="Ugo")
    before = of_page_and_letter(stays)

    moves(leaves, "nuova@example.org")
    between = of_page_and_letter(stays), of_page_and_letter(leaves)
    moves(leaves, "casa@example.org")

    assert before < between[0] < of_page_and_letter(stays)
    assert before < between[1] < of_page_and_letter(leaves)


@pytest.mark.parametrize("has_a_seat", [True, False], ids=["has a seat", "waits"])
def test_who_has_a_seat_is_invited_at_the_address_that_counts_now(has_a_seat: bool) -> None:
    page = event(capacity=1)
    people = [submitted(page, email=email) for email in ("casa@example.org", "altra@example.org")]
    leaves = people[0] if has_a_seat else people[1]
    read_letters()

    moves(leaves, "nuova@example.org")

    found = letter_to(leaves)
    assert (found is not None) is has_a_seat
    if found:
        assert found[0] == "REQUEST"
        assert str(found[1]["ATTENDEE"]) == "mailto:nuova@example.org"
        assert found[1]["SEQUENCE"] == of_page_and_letter(leaves)


def test_the_calendar_of_the_former_mailbox_loses_the_event_once_the_new_address_counts() -> None:
    page = event(capacity=None, mode="online", online_url="https://example.org/stanza")
    submission = submitted(page, email="casa@example.org")
    before = of_page_and_letter(submission)
    read_letters()

    moves(submission, "nuova@example.org")

    written = {one.to[0]: one for one in read_letters()}
    assert set(written) == {"casa@example.org", "nuova@example.org"}
    ended, invited = in_letter(written["casa@example.org"]), in_letter(written["nuova@example.org"])
    assert ended
    assert invited
    method, entry = ended
    assert (method, entry["STATUS"]) == ("CANCEL", "CANCELLED")
    assert str(entry["ATTENDEE"]) == "mailto:casa@example.org"
    assert entry["UID"] == invited[1]["UID"]
    assert int(entry["SEQUENCE"]) > before
    told = all_words(written["casa@example.org"])
    assert "il posto resta confermato" in told
    # It opens nothing, and tells nobody where the person is written to now.
    assert not [secret for secret in ("/stanza", "/candidature/", "nuova@example.org") if secret in told]


def test_a_former_mailbox_in_which_somebody_else_comes_keeps_the_event_and_gets_no_letter() -> None:
    page = event(capacity=None)
    leaves = submitted(page, email="casa@example.org", first_name="Ada")
    submitted(page, email="casa@example.org", first_name="Ugo")
    read_letters()

    moves(leaves, "nuova@example.org")

    assert [one.to for one in read_letters()] == [["nuova@example.org"]]


def test_who_waits_and_moves_is_written_to_at_the_new_address_alone() -> None:
    page = event(capacity=1)
    submitted(page, email="altra@example.org")
    waits = submitted(page, email="casa@example.org")
    read_letters()

    moves(waits, "nuova@example.org")

    assert [one.to for one in read_letters()] == [["nuova@example.org"]]


@pytest.mark.parametrize("is_over", [True, False], ids=["over", "cancelled"])
def test_nothing_is_said_to_be_confirmed_of_what_is_over_or_does_not_take_place(is_over: bool) -> None:
    page = event(capacity=None)
    submission = submitted(page, email="casa@example.org")
    past = {"starts_at": timezone.now() - timedelta(days=2), "ends_at": None}
    type(page).objects.filter(pk=page.pk).update(**(past if is_over else {"cancelled": True}))
    read_letters()

    moves(submission, "nuova@example.org")

    assert [one.to for one in read_letters()] == [["nuova@example.org"]]


@pytest.mark.parametrize("became", ["back", "erased"])
def test_a_letter_to_the_former_mailbox_that_leaves_late_takes_nothing_away_that_is_to_stay(
    became: str,
) -> None:
    submission = submitted(event(capacity=None), email="casa@example.org")
    moves(submission, "nuova@example.org")
    change = AddressChange.objects.get()
    assert moved.make(str(change.pk))

    if became == "back":
        contact.object_to(change)
    else:
        retention.erase(Submission.objects.get())

    assert moved.make(str(change.pk)) is None


def test_whoever_objects_is_invited_again_at_the_former_address() -> None:
    submission = submitted(event(capacity=None), email="casa@example.org")
    moves(submission, "nuova@example.org")
    (left,) = [one for one in read_letters() if one.to == ["casa@example.org"]]
    ended = in_letter(left)
    assert ended

    assert contact.object_to(AddressChange.objects.get())

    submission.refresh_from_db()
    assert submission.email == "casa@example.org"
    assert sequence_for(submission) > int(ended[1]["SEQUENCE"])


def moves(submission: Submission, email: str) -> None:
    """Another address, asked for and proved."""
    contact.ask(submission, email, client="192.0.2.1")
    (letter,) = [one for one in read_letters() if one.to == [email]]
    assert contact.prove_by_code(submission, code_in(letter))
    submission.refresh_from_db()
