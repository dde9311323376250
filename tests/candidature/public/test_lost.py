"""What is typed into a page of something that was erased meanwhile stands in the answer, to be copied."""

import pytest
from django_webtest import DjangoTestApp

from candidature.models import FollowLink, Submission
from candidature.privacy import retention
from tests.candidature.confirmations.asking import RITA, sent_with
from tests.candidature.public.mailbox import links_in, read_letters
from tests.candidature.public.others import call, letter_to

pytestmark = pytest.mark.django_db

TYPED = "Un testo lungo che ho scritto"


def sent_to(address: str) -> str:
    """The link of the letter to this address about what is sent with a partner."""
    sent_with(call(most_partners=1), RITA)
    return links_in(letter_to(address, read_letters()))[0]


def test_a_message(django_app: DjangoTestApp) -> None:
    shown = django_app.get(f"{sent_to('ada@example.org')}messaggi/")
    form = next(form for form in shown.forms.values() if "q-text" in form.fields)
    form["q-text"] = TYPED
    retention.erase(Submission.objects.get())
    assert TYPED in form.submit(status=404).text


def test_a_message_by_a_link_that_ended(django_app: DjangoTestApp) -> None:
    shown = django_app.get(f"{sent_to('ada@example.org')}messaggi/")
    form = next(form for form in shown.forms.values() if "q-text" in form.fields)
    form["q-text"] = TYPED
    FollowLink.objects.update(revoked_at="2026-01-01T00:00:00Z")
    assert TYPED in form.submit(status=410).text


def test_the_name_of_who_is_to_be_asked(django_app: DjangoTestApp) -> None:
    shown = django_app.get(f"{sent_to('ada@example.org')}chi-conferma/")
    shown = shown.click("Correggi")
    shown.forms["step-form"]["name"] = TYPED
    retention.erase(Submission.objects.get())
    assert TYPED in shown.forms["step-form"].submit("action", value="save", status=404).text


def test_why_a_partner_does_not_confirm(django_app: DjangoTestApp) -> None:
    shown = django_app.get(sent_to(RITA.email))
    form = next(form for form in shown.forms.values() if "reason" in form.fields)
    form["reason"] = TYPED
    retention.erase(Submission.objects.get())
    assert TYPED in form.submit("action", value="decline", status=404).text
