"""The letter is read whole, on this very submission and with the reason typed, before anything is decided."""

from typing import Any

import pytest
from django.urls import reverse
from django_webtest import DjangoTestApp

from candidature.models import CallPage, Submission
from portal.models import OutboxMessage, User
from portal.outbox import previewing
from portal.roles import Role
from tests.candidature.factories import CallPageFactory, submitted
from tests.istruttoria.people import member_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(django_app: DjangoTestApp) -> User:
    user = member_of(Role.OFFICERS)
    django_app.set_user(user)
    return user


@pytest.fixture
def submission() -> Submission:
    page: CallPage = CallPageFactory.create()
    return submitted(page)


def shown_letter(page: Any) -> str:
    return str(page.html.find("iframe", class_="review-letter-whole")["srcdoc"])


def test_reading_the_letter_decides_nothing_and_shows_what_then_leaves(
    django_app: DjangoTestApp, officer: User, submission: Submission
) -> None:
    page = django_app.get(reverse("candidature_review:decide", args=[submission.pk, "reject"]))
    form = page.forms["decision"]
    form["reason"] = 'Fuori <i>tema</i>: "le" serate.'

    read = form.submit("then", value="read")

    submission.refresh_from_db()
    assert (submission.status, submission.version) == ("received", 1)
    assert not OutboxMessage.objects.filter(subject__contains="Esito").exists()
    shown = shown_letter(read)
    assert "Fuori &lt;i&gt;tema&lt;/i&gt;" in shown
    again = read.forms["decision"]
    assert again["reason"].value == 'Fuori <i>tema</i>: "le" serate.'
    again.submit()
    written = OutboxMessage.objects.get(subject__contains="Esito")
    assert shown == previewing.as_seen(written)


def test_without_a_reason_there_is_no_letter_to_read(
    django_app: DjangoTestApp, officer: User, submission: Submission
) -> None:
    page = django_app.get(reverse("candidature_review:decide", args=[submission.pk, "reject"]))

    read = page.forms["decision"].submit("then", value="read", status=400)

    assert read.html.find("iframe", class_="review-letter-whole") is None
    assert "Scrivi la motivazione" in read.text


def test_where_no_letter_leaves_none_is_offered(
    django_app: DjangoTestApp, officer: User, submission: Submission
) -> None:
    page = django_app.get(reverse("candidature_review:decide", args=[submission.pk, "take"]))

    assert "Leggi la lettera" not in page.text
