"""Somebody asked to confirm, without any page."""

from typing import Any

from django.utils import timezone

from candidature.confirmations import answering
from candidature.confirmations.applications import Application
from candidature.confirmations.naming import Named
from candidature.intake import others
from candidature.links import draft_links
from candidature.models import CallPage, Confirmation, Draft, Submission
from tests.candidature.factories import draft_token
from tests.candidature.intake.intake import send

RITA = Named("Rita Neri", "auser@example.org", "Auser Cortona")


def draft_with(page: CallPage, *named: Named) -> tuple[Draft, str]:
    """A draft that names these partners, and its secret."""
    token = draft_token(page, answers={"a": "Insieme"}, email="ada@example.org")
    draft = draft_links.find(token)
    assert draft
    for one in named:
        others.save(draft, None, one, {}, client="")
    return draft, token


def sent_with(page: CallPage, *named: Named) -> Submission:
    """What is sent, with these partners."""
    submission: Submission = send(page, draft_with(page, *named)[1])
    return submission


def confirm(confirmation: Confirmation) -> None:
    """They confirm what they read now."""
    read = Confirmation.objects.get(pk=confirmation.pk)
    seen = answering.shown(read, Application.of(read))
    answering.confirm(confirmation, seen=seen, at=timezone.now())


def decline(confirmation: Confirmation, reason: str = "") -> None:
    answering.decline(confirmation, reason=reason, at=timezone.now())


def logged(submission: Submission) -> list[Any]:
    """What the log says of confirmations, and by whom, first to last."""
    entries = submission.log.filter(action__startswith="confirmation").order_by("at", "pk")
    return list(entries.values_list("action", "actor_label"))
