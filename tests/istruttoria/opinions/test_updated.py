"""Answers that are replaced after an opinion was asked for: who gives it reads those that were chosen."""

from typing import Any

import pytest
from django.urls import reverse
from django_webtest import DjangoTestApp

from candidature.models import AnswerRevision, Submission
from portal.models import User
from tests.istruttoria.opinions.requests import DEED, PLAN, WHY, asked, delivered, opened, with_file, write
from tests.istruttoria.people import received_file

pytestmark = pytest.mark.django_db

UPDATED = "la candidatura è stata aggiornata"
AS_THEY_WERE = "Riguarda le risposte com’erano quando è stato chiesto"
AGAIN = "revoca la richiesta e chiedilo di nuovo"


def replaced(submission: Submission, **answers: Any) -> None:
    """What was sent, after an integration."""
    submission.refresh_from_db()
    AnswerRevision.objects.create(
        submission=submission,
        answers=submission.answers,
        form_version=submission.form_version,
        action="complete",
    )
    submission.log.create(
        reference=submission.reference, kind=submission.kind, actor_label="", action="complete"
    )
    submission.answers = {**submission.answers, **answers}
    submission.save()


def text_of(shown: Any) -> str:
    return " ".join(str(shown.text).split())


def desk(app: DjangoTestApp, submission: Submission, user: User) -> str:
    return text_of(app.get(reverse("candidature_review:detail", args=[submission.pk]), user=user))


def test_answers_and_files_are_those_that_were_chosen_and_both_pages_say_so(
    django_app: DjangoTestApp, submission: Submission, reviewer: User
) -> None:
    # What was replaced earlier was never chosen.
    replaced(submission, **{PLAN: "Il piano scelto."})
    deed = with_file(submission, "statuto.pdf")
    asked(django_app, submission, reviewer, questions=[PLAN, DEED], attachments=[str(deed.public_id)])
    address = delivered()
    assert UPDATED not in text_of(opened(django_app, address))
    assert AS_THEY_WERE not in desk(django_app, submission, reviewer)
    newer = received_file(submission, "statuto nuovo.pdf", question_key=DEED)

    replaced(submission, **{PLAN: "Il piano di poi.", DEED: [str(newer.public_id)], WHY: "Altro."})
    replaced(submission, **{PLAN: "Il piano ultimo."})

    shown = opened(django_app, address)
    assert "Il piano scelto." in shown.text
    assert "Il piano di poi." not in shown.text
    assert "Il piano ultimo." not in shown.text
    assert "statuto nuovo.pdf" not in shown.text
    assert UPDATED in text_of(shown)
    assert shown.click("statuto.pdf").status_code == 200
    of_desk = desk(django_app, submission, reviewer)
    assert AS_THEY_WERE in of_desk
    assert AGAIN in of_desk

    write(opened(django_app, address), "Va bene.").submit()

    of_desk = desk(django_app, submission, reviewer)
    assert AS_THEY_WERE in of_desk
    assert AGAIN not in of_desk
