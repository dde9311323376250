"""Who signed is known for a time, and forgotten at the end of it, or at a word of its owner."""

import json
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import timezone

from patti.models import PattoPage, Signature, SigningRequest
from patti.signatures import keeping
from patti.signatures.keeping import CONFIRM_WITHIN, KEPT_AFTER_CLOSING, KEPT_AT_MOST
from portal.models import OutboxMessage
from portal.worker import clock
from tests.patti.factories import asked, body_signed, patto, signed

pytestmark = pytest.mark.django_db


def personal_data(*arguments: str) -> str:
    said = StringIO()
    call_command("personal_data", *arguments, stdout=said)
    return said.getvalue()


def test_what_nobody_confirms_is_forgotten_with_its_letter() -> None:
    page = patto()
    asked(page)
    now = timezone.now()

    keeping.prune(now + CONFIRM_WITHIN - timedelta(minutes=1))
    assert SigningRequest.objects.exists()
    keeping.prune(now + CONFIRM_WITHIN + timedelta(minutes=1))

    assert not SigningRequest.objects.exists()
    assert not OutboxMessage.objects.exists()


def test_a_confirmed_signature_outlives_its_request() -> None:
    signed(patto())

    keeping.prune(timezone.now() + CONFIRM_WITHIN + timedelta(minutes=1))

    assert not SigningRequest.objects.exists()
    assert Signature.objects.count() == 1
    assert OutboxMessage.objects.filter(link_kind="patti.signed").exists()


def test_two_years_after_the_last_day_nobody_is_known_and_all_are_counted() -> None:
    page = patto()
    ada, body = signed(page), body_signed(page, "Circolo")
    assert page.closes_at is not None
    over = page.closes_at + KEPT_AFTER_CLOSING

    keeping.prune(over - timedelta(minutes=1))
    ada.refresh_from_db()
    assert ada.email

    keeping.prune(over + timedelta(minutes=1))
    for one in (ada, body):
        one.refresh_from_db()
        known = (one.email, one.mailbox, one.first_name, one.last_name, one.body, one.key, one.role, one.seed)
        assert set(known) == {""}
        assert one.token_hash is None
        assert keeping.ends(one) is None
    assert Signature.objects.count() == 2
    assert not OutboxMessage.objects.exists()


def test_in_no_case_is_it_known_for_longer_than_ten_years() -> None:
    page = patto()
    PattoPage.objects.filter(pk=page.pk).update(closes_at=timezone.now() + timedelta(days=20_000))
    signature = signed(PattoPage.objects.get(pk=page.pk))
    end = keeping.ends(signature)

    assert end == timezone.localdate(signature.signed_at + KEPT_AT_MOST)
    keeping.prune(signature.signed_at + KEPT_AT_MOST + timedelta(minutes=1))
    signature.refresh_from_db()
    assert signature.email == ""


def test_a_patto_without_a_last_day_is_forgotten_too() -> None:
    page = patto()
    signature = signed(page)
    PattoPage.objects.filter(pk=page.pk).update(closes_at=None)
    signature = Signature.objects.get()

    assert keeping.ends(signature) == timezone.localdate(signature.signed_at + KEPT_AFTER_CLOSING)
    keeping.prune(signature.signed_at + KEPT_AFTER_CLOSING + timedelta(minutes=1))
    signature.refresh_from_db()
    assert signature.email == ""


def test_the_clock_does_it() -> None:
    asked(patto())
    SigningRequest.objects.update(asked_at=timezone.now() - CONFIRM_WITHIN * 2)

    [job] = [job for job in clock.registered() if job.name == "signatures of patti"]
    job.run()

    assert not SigningRequest.objects.exists()


def test_whoever_asks_gets_all_that_is_known_and_has_it_erased(tmp_path: Path) -> None:
    page, other = patto(), patto(title="Un altro")
    signed(page, "ada@example.org", shows_name=True)
    asked(other, "ada@example.org")
    signed(page, "bea@example.org", first_name="Bea")
    file = tmp_path / "ada.json"

    personal_data("--email", "Ada@Example.org", "--export", str(file))
    written = file.read_text()
    assert {one["model"] for one in json.loads(written)} >= {
        "patti.Signature",
        "patti.SigningRequest",
    }
    assert "Rossi" in written
    assert "Bea" not in written

    personal_data("--email", "ada@example.org", "--erase")
    assert [one.first_name for one in Signature.objects.all()] == ["Bea"]
    assert not SigningRequest.objects.filter(email="ada@example.org").exists()
    assert not OutboxMessage.objects.filter(recipient="ada@example.org").exists()
