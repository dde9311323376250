"""The code of a receipt: it cannot be guessed, it fits one version, and it ends with the submission."""

import re
from datetime import timedelta

import pytest
from django.test import override_settings
from django.utils import timezone

from candidature.models import AnswerRevision
from candidature.privacy import retention
from candidature.receipts import verification
from tests.candidature.factories import CallPageFactory, submitted

pytestmark = pytest.mark.django_db


def test_the_code_of_a_receipt_tells_its_moment() -> None:
    submission = submitted(CallPageFactory.create())
    code = verification.code_of(submission, 1)

    assert re.fullmatch(r"([2-9A-HJKMNP-TV-Z]{4}-){3}[2-9A-HJKMNP-TV-Z]{4}", code)
    assert verification.issued_at(submission.reference, code) == submission.submitted_at


def test_codes_are_read_however_they_are_typed() -> None:
    submission = submitted(CallPageFactory.create())
    code = verification.code_of(submission, 1).replace("-", " ").lower()
    reference = submission.reference.replace("-", "").lower()

    assert verification.issued_at(f" {reference} ", code) == submission.submitted_at


def test_each_version_has_a_code_of_its_own_and_all_stay_good() -> None:
    submission = submitted(CallPageFactory.create())
    moments = [timezone.now() + timedelta(hours=hours) for hours in (1, 2)]
    for moment in moments:
        AnswerRevision.objects.create(
            submission=submission, answers={}, form_version=submission.form_version, replaced_at=moment
        )

    codes = [verification.code_of(submission, version) for version in (1, 2, 3)]
    told = [verification.issued_at(submission.reference, code) for code in codes]
    assert told == [submission.submitted_at, *moments]
    assert verification.issued_at(submission.reference, verification.code_of(submission, 4)) is None


def test_a_code_fits_one_submission_alone() -> None:
    page = CallPageFactory.create()
    one, other = submitted(page), submitted(page)

    assert verification.issued_at(other.reference, verification.code_of(one, 1)) is None
    assert verification.issued_at(one.reference, "") is None
    assert verification.issued_at(one.reference, "ABCD-EFGH-JKMN-PQRS") is None
    assert verification.issued_at("", "") is None


def test_an_erased_submission_has_no_receipt() -> None:
    submission = submitted(CallPageFactory.create())
    reference, code = submission.reference, verification.code_of(submission, 1)
    retention.erase(submission)

    assert verification.issued_at(reference, code) is None


def test_nobody_makes_a_code_without_the_key_of_the_portal() -> None:
    submission = submitted(CallPageFactory.create())
    code = verification.code_of(submission, 1)

    with override_settings(SECRET_KEY="another key, as long as a key has to be, of fifty letters"):
        assert verification.code_of(submission, 1) != code
