"""What stands in the outbox of a letter to an applicant, and how often the same letter is written."""

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import override
from wagtail.models import Site

from candidature.letters import writing as letters
from candidature.models import CallPage, Submission
from portal.models import OutboxMessage
from portal.outbox import attachments
from portal.outbox import sending as outbox
from portal.outbox.attachments import Wanted
from tests.candidature.factories import CallPageFactory, EventPageFactory, submitted

pytestmark = pytest.mark.django_db


def published_call(**fields: str) -> CallPage:
    """A call that has an address."""
    made: CallPage = CallPageFactory.create(parent=Site.objects.get().root_page, **fields)
    return made


@pytest.fixture
def submission() -> Submission:
    """One received, whose receipt has left."""
    received = submitted(published_call(title="Orti in città"), first_name="Maria")
    OutboxMessage.objects.all().delete()
    return received


def test_a_letter_goes_to_the_applicant_and_is_found_by_the_reference(submission: Submission) -> None:
    letters.write("rejected", submission, reason="Manca lo statuto.")

    message = OutboxMessage.objects.get()
    assert message.recipient == submission.email
    assert message.related_to == submission.reference
    assert message.subject == f"Esito della tua candidatura – Orti in città ({submission.reference})"


def test_an_answer_goes_to_the_contact_of_the_call() -> None:
    page = published_call(title="Orti in città", contact_email="orti@example.org")
    letters.write("rejected", submitted(page), reason="Manca lo statuto.")

    assert {message.reply_to for message in OutboxMessage.objects.all()} == {"orti@example.org"}


def test_a_letter_carries_what_the_page_and_whoever_writes_it_say(
    submission: Submission, monkeypatch: pytest.MonkeyPatch
) -> None:
    def of_page(_page: CallPage, letter: str, about: Submission) -> tuple[Wanted, ...]:
        return (Wanted("test.page", f"{letter} {about.reference}"),)

    for kind in ("test.page", "test.besides"):
        monkeypatch.setitem(attachments._kinds, kind, lambda _target: None)
    monkeypatch.setattr(CallPage, "letter_attachments", of_page)
    letters.write("rejected", submission, attachments=(Wanted("test.besides", "7"),))

    assert OutboxMessage.objects.get().attachments == [
        {"kind": "test.page", "target": f"rejected {submission.reference}"},
        {"kind": "test.besides", "target": "7"},
    ]


def test_its_link_is_made_for_this_submission_when_it_leaves(submission: Submission) -> None:
    letters.write("rejected", submission)

    message = OutboxMessage.objects.get()
    assert (message.link_kind, message.link_target) == ("candidature.follow", str(submission.pk))
    assert outbox.LINK_PLACEHOLDER in message.body


def test_a_letter_reads_from_the_greeting_to_the_name_of_the_portal(submission: Submission) -> None:
    letters.write("rejected", submission, reason="Manca lo statuto.")

    paragraphs = OutboxMessage.objects.get().body.split("\n\n")
    assert paragraphs[0] == "Gentile Maria,"
    assert paragraphs[2:4] == ["Motivazione:", "Manca lo statuto."]
    assert paragraphs[6].startswith(f"Codice: {submission.reference}\n")
    assert paragraphs[6].endswith(f" Orti in città\n{settings.SITE_URL}/orti-in-citta/")
    assert f"Apri la tua pagina:\n{outbox.LINK_PLACEHOLDER}" in paragraphs
    assert paragraphs[-1].splitlines()[:2] == ["--", settings.SITE_NAME]


def test_a_letter_that_leaves_something_out_shows_no_gap(submission: Submission) -> None:
    letters.write("rejected", submission)

    body = OutboxMessage.objects.get().body
    assert "Motivazione" not in body
    assert body == body.strip() + "\n"
    paragraphs = body.removesuffix("\n").split("\n\n")
    assert all(paragraphs)
    assert paragraphs[1].startswith("la tua candidatura non è stata ammessa.")
    assert paragraphs[2] == "Se non sei d’accordo:"
    assert paragraphs[4].startswith("Codice:")


def test_a_letter_is_in_italian_whatever_language_its_cause_was_clicked_in(submission: Submission) -> None:
    submission.info_due_at = timezone.now().replace(month=3, day=2)
    with override("en"):
        letters.write("info_requested", submission)

    message = OutboxMessage.objects.get()
    assert "marzo" in message.body
    assert "Gentile Maria," in message.body


def test_an_event_writes_its_own_words() -> None:
    event = submitted(EventPageFactory.create(title="Assemblea"))
    OutboxMessage.objects.all().delete()

    letters.write("rejected", event)

    body = OutboxMessage.objects.get().body
    assert "candidatura" not in body
    assert "Assemblea" in body


def test_the_same_letter_is_written_once_for_each_version_and_occasion(submission: Submission) -> None:
    for version, occasion in [(7, ""), (7, ""), (7, "a"), (7, "a"), (7, "b"), (8, "")]:
        submission.version = version
        letters.write("new_link", submission, occasion=occasion)
    letters.write("receipt", submission)

    reference = submission.reference
    assert set(OutboxMessage.objects.values_list("key", flat=True)) == {
        f"{reference}:7:new_link",
        f"{reference}:7:new_link:a",
        f"{reference}:7:new_link:b",
        f"{reference}:8:new_link",
        f"{reference}:8:receipt",
    }


def test_each_of_many_letters_names_the_page_of_its_own_submission() -> None:
    received = [submitted(published_call()) for _number in range(2)]
    OutboxMessage.objects.all().delete()

    letters.write_many([letters.Letter("reserve", each, each.page.specific) for each in received])

    for each in received:
        body = OutboxMessage.objects.get(related_to=each.reference).body
        assert f"{settings.SITE_URL}{each.page.specific.get_url()}\n" in body


def test_a_letter_about_a_page_without_an_address_leads_to_the_portal() -> None:
    homeless = submitted(CallPageFactory.create())
    OutboxMessage.objects.all().delete()

    letters.write("rejected", homeless)

    assert f"\n{settings.SITE_URL}\n" in OutboxMessage.objects.get().body


def test_many_letters_cost_no_more_queries_than_one() -> None:
    page = published_call()
    received = [submitted(page) for _number in range(3)]
    OutboxMessage.objects.all().delete()

    def queries(*submissions: Submission) -> int:
        with CaptureQueriesContext(connection) as asked:
            letters.write_many([letters.Letter("reserve", each, page) for each in submissions])
        return len(asked)

    queries(received[0])
    assert queries(received[1]) == queries(*received)
