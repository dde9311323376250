"""Runs with the database of a server under load: makes what the test needs, and counts what came of it.

`python -m tests.load.inside COMMAND '{"argument": 1}'` prints the answer as JSON.
"""

import json
import sys
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import django

django.setup()

from django.db.models import F  # noqa: E402 - needs the applications loaded
from django.utils import timezone  # noqa: E402 - needs the applications loaded
from wagtail.models import Site  # noqa: E402 - needs the applications loaded

from candidature.intake import confirming  # noqa: E402
from candidature.models import CallPage, Draft, Submission  # noqa: E402
from portal.outbox.models import OutboxMessage  # noqa: E402
from tests.candidature.factories import CallPageFactory, EventPageFactory, question, steps  # noqa: E402

QUESTION = "q-motivation"


def event(seats: int) -> dict[str, Any]:
    """An open event that confirms by itself while seats last."""
    return _published(EventPageFactory, capacity=seats, admission="automatic")


def call() -> dict[str, Any]:
    return _published(CallPageFactory)


def close(page: int, seconds: float) -> dict[str, Any]:
    """Lets a call close in so many seconds from now."""
    closes_at = timezone.now() + timedelta(seconds=seconds)
    CallPage.objects.filter(pk=page).update(closes_at=closes_at)
    return {"closes_at": closes_at.timestamp()}


def _published(factory: Any, **fields: Any) -> dict[str, Any]:
    form = steps(question("short_text", QUESTION, "Perché vuoi partecipare?", max_length=200))
    page = factory(parent=Site.objects.get().root_page, steps=form, **fields)
    return {"page": page.pk, "notice": page.privacy_notice_id, "path": page.url}


def prove(page: int) -> dict[str, Any]:
    """Notes of every draft on a page that its address is its writer's, as a letter would."""
    drafts = list(Draft.objects.filter(page_id=page))
    for draft in drafts:
        confirming.prove(draft)
    return {"proved": len(drafts)}


def end_claims() -> dict[str, Any]:
    """Lets the time pass for which a letter is left alone that a worker had in hand when it was killed."""
    claimed = OutboxMessage.objects.filter(status=OutboxMessage.Status.PENDING, attempts__gt=0)
    return {"claimed": claimed.update(next_attempt_at=timezone.now())}


def plain_form() -> dict[str, Any]:
    """A form of `wagtail.contrib.forms` that asks for what the journey of `call` asks for."""
    # Only where it is installed (`tests.load.plain_form.settings`).
    from tests.load.plain_form.models import PlainFormField, PlainFormPage

    asked = [
        ("Chi sei", "radio", True, "Cittadino,Ente"),
        ("Nome", "singleline", True, ""),
        ("Cognome", "singleline", True, ""),
        ("Email", "email", True, ""),
        ("Telefono", "singleline", False, ""),
        ("Comune", "singleline", True, ""),
        ("Motivazione", "multiline", True, ""),
    ]
    fields = [
        PlainFormField(label=label, field_type=type_, required=required, choices=choices)
        for label, type_, required, choices in asked
    ]
    page = PlainFormPage(title="Modulo semplice", slug="modulo-semplice", form_fields=fields)
    Site.objects.get().root_page.add_child(instance=page)
    return {"path": page.url}


def submissions(page: int) -> list[dict[str, Any]]:
    """Everything that was sent for a page."""
    rows = Submission.objects.filter(page_id=page).order_by("pk")
    values = rows.values("reference", "email", "status", "submitted_at", seat_number=F("seat__number"))
    return [{**row, "submitted_at": row["submitted_at"].timestamp()} for row in values]


if __name__ == "__main__":
    commands: dict[str, Callable[..., Any]] = {
        "event": event,
        "call": call,
        "close": close,
        "end_claims": end_claims,
        "plain_form": plain_form,
        "prove": prove,
        "submissions": submissions,
    }
    answer = commands[sys.argv[1]](**json.loads(sys.argv[2]))
    json.dump(answer, sys.stdout)
