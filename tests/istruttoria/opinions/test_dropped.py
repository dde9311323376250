"""Once what was sent is decided or withdrawn no opinion of it is awaited, reminded of or asked for."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_webtest import DjangoTestApp

from candidature.actors import APPLICANT
from candidature.models import Submission
from candidature.process import workflow
from candidature.statuses import Status
from istruttoria.models import Opinion, OpinionLink
from istruttoria.opinions import asking
from portal.models import OutboxMessage, User
from portal.outbox import sending as outbox
from tests.istruttoria.opinions.requests import ask_page, asked, delivered, opened, with_file, write

pytestmark = pytest.mark.django_db

ENDED = [Status.ACCEPTED, Status.REJECTED, Status.WITHDRAWN]


def ended(submission: Submission, status: Status = Status.WITHDRAWN) -> None:
    Submission.objects.filter(pk=submission.pk).update(status=status)


def test_the_link_says_that_it_is_not_needed_and_shows_nothing_any_more(
    django_app: DjangoTestApp, submission: Submission, reviewer: User
) -> None:
    uploaded = with_file(submission, "statuto.pdf")
    opinion = asked(django_app, submission, reviewer, attachments=[str(uploaded.public_id)])
    address = delivered()
    shown = opened(django_app, address)
    submission.refresh_from_db()
    workflow.transition(submission.pk, "withdraw", APPLICANT, expected_version=submission.version)

    told = opened(django_app, address)

    assert told.html.h1.get_text() == "Il tuo parere non serve più"
    for hidden in ("Un piano pubblico.", "statuto.pdf", "Il piano è fattibile?", "Ritirata"):
        assert hidden not in told.text
    django_app.get(f"{address}file/{uploaded.public_id}/", status=404)
    assert "non serve più" in write(shown, "È fattibile.").submit().follow().text
    opinion.refresh_from_db()
    assert (opinion.state, opinion.text) == (Opinion.State.ASKED, "")


@pytest.mark.parametrize("status", Status)
def test_it_is_awaited_while_nothing_final_is_decided(
    django_app: DjangoTestApp, submission: Submission, reviewer: User, status: Status
) -> None:
    asked(django_app, submission, reviewer)
    address = delivered()
    ended(submission, status)

    told = opened(django_app, address)

    assert ("non serve più" in told.text) is (status in ENDED)
    assert ("Un piano pubblico." in told.text) is (status not in ENDED)
    assert asking.remind_due(timezone.now() + timedelta(days=12)) == (status not in ENDED)


def test_a_letter_that_waits_does_not_leave_once_nobody_waits_for_its_answer(
    django_app: DjangoTestApp, submission: Submission, reviewer: User
) -> None:
    asked(django_app, submission, reviewer)
    ended(submission)

    outbox.deliver_due()

    assert not mail.outbox
    assert not OutboxMessage.objects.exists()
    assert not OpinionLink.objects.exists()


def test_what_is_open_again_is_awaited_again(
    django_app: DjangoTestApp, submission: Submission, reviewer: User
) -> None:
    opinion = asked(django_app, submission, reviewer)
    address = delivered()
    ended(submission)
    assert "non serve più" in opened(django_app, address).text
    ended(submission, Status.IN_REVIEW)

    write(opened(django_app, address), "È fattibile.").submit()

    opinion.refresh_from_db()
    assert opinion.state == Opinion.State.GIVEN


def test_one_that_was_given_stays_so(
    django_app: DjangoTestApp, submission: Submission, reviewer: User
) -> None:
    asked(django_app, submission, reviewer)
    address = delivered()
    write(opened(django_app, address), "È fattibile.").submit()
    ended(submission)

    assert "Abbiamo ricevuto il tuo parere" in opened(django_app, address).text


def test_nobody_is_offered_to_ask_for_one_and_who_was_about_to_is_told(
    django_app: DjangoTestApp, submission: Submission, reviewer: User
) -> None:
    form = ask_page(django_app, submission, reviewer).forms["chiedi-parere"]
    form["name"], form["email"], form["question"] = "Ugo Verdi", "ugo@example.net", "Che ne dici?"
    ended(submission)

    told = form.submit().follow()

    assert "Un parere non serve più" in told.text
    assert not Opinion.objects.exists()
    assert reverse("candidature_review:ask_opinion", args=[submission.pk]) not in told.text
    assert "Un parere non serve più" in ask_page(django_app, submission, reviewer).follow().text


def test_the_page_of_the_submission_says_that_it_is_not_needed(
    django_app: DjangoTestApp, submission: Submission, reviewer: User
) -> None:
    asked(django_app, submission, reviewer)
    Opinion.objects.update(due_at=timezone.now() - timedelta(minutes=1))
    ended(submission)

    shown = django_app.get(reverse("candidature_review:detail", args=[submission.pk]), user=reviewer)

    [one] = shown.html.select("#pareri-section .review-message")
    assert one.select_one(".review-status").get_text(strip=True) == "Non serve più"
    assert "Revoca la richiesta" not in one.get_text()


def test_a_request_whose_term_is_over_is_not_taken_back(
    django_app: DjangoTestApp, submission: Submission, reviewer: User
) -> None:
    asked(django_app, submission, reviewer)
    Opinion.objects.update(due_at=timezone.now() - timedelta(minutes=1))

    shown = django_app.get(reverse("candidature_review:detail", args=[submission.pk]), user=reviewer)

    [one] = shown.html.select("#pareri-section .review-message")
    assert one.select_one(".review-status").get_text(strip=True) == "Termine passato"
    assert "Revoca la richiesta" not in one.get_text()


def test_the_title_of_the_page_says_what_its_heading_says(
    django_app: DjangoTestApp, submission: Submission, reviewer: User
) -> None:
    opinion = asked(django_app, submission, reviewer)
    address = delivered()

    def said() -> str:
        page = BeautifulSoup(Client().get(address).content, "html.parser")
        title, heading = page.select("title, h1")
        assert heading.get_text() in title.get_text()
        return heading.get_text()

    assert said() == "Ti chiediamo un parere"
    Opinion.objects.update(due_at=timezone.now() - timedelta(minutes=1))
    assert said() == "Il termine è passato"
    Opinion.objects.update(due_at=timezone.now() + timedelta(days=1))
    write(opened(django_app, address), "È fattibile.").submit()
    assert said() == "Abbiamo ricevuto il tuo parere"
    Opinion.objects.update(state=Opinion.State.REVOKED, given_at=None)
    opinion.refresh_from_db()
    assert said() == "Il tuo parere non serve più"
