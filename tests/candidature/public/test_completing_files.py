"""While completing, a question for one file keeps one file, whatever a posted page says of those before."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from candidature.models.submissions import UploadedFile
from candidature.transitions import Actor
from django.db import connection
from django.test import Client
from django.utils import timezone

from candidature import workflow
from candidature.models import Submission
from tests.candidature.factories import CallPageFactory, overseer
from tests.candidature.public.journey import Journey, attachment, form_of, pdf
from tests.candidature.questions.builders import block


def asked() -> Journey:
    """Somebody who sent no file, and is asked for one."""
    file = attachment()
    file["value"]["required"] = False
    why = block("short_text", "why", label="Perché?", required=True, max_length=200)
    journey = Journey(CallPageFactory(steps=form_of([file, why])))
    journey.start()
    journey.step(1, why="Per la mia comunità")
    journey.send()
    submission = Submission.objects.get()
    workflow.transition(
        submission.pk,
        "request_info",
        Actor.staff(overseer()),
        expected_version=submission.version,
        reason="Manca il curriculum.",
        due_at=timezone.now() + timedelta(days=7),
    )
    return journey


def upload(journey: Journey, name: str, **changes: str) -> int:
    """Attaches a file and leaves an answer blank, so that nothing is sent yet."""
    version = Submission.objects.values_list("version", flat=True).get()
    data = {"version": version, "q-why": "", "q-cv": pdf(name), **changes}
    return Client().post(journey.url("complete"), data).status_code


@pytest.mark.django_db
def test_one_file_after_another_is_kept_once():
    journey = asked()

    for number in range(15):
        assert upload(journey, f"{number}.pdf") == 422

    assert [file.original_name for file in UploadedFile.objects.all()] == ["0.pdf"]
    # It is still there when the page is opened again, and can be taken away for another.
    assert "0.pdf" in journey.get("complete").content.decode()
    first = str(UploadedFile.objects.get().public_id)
    upload(journey, "altro.pdf", remove=first)
    assert [file.original_name for file in UploadedFile.objects.all()] == ["altro.pdf"]


def test_of_two_uploads_at_the_same_time_one_is_kept(committed_db):
    journey = asked()

    def attach(number: int) -> int:
        try:
            return upload(journey, f"{number}.pdf")
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(attach, range(4))) == {422}

    assert UploadedFile.objects.count() == 1
