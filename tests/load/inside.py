"""Runs with the database of a server under load: makes what the test needs, and counts what came of it.

`tests.load.errands` says how they are sent.
"""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import django

django.setup()

from django.db.models import F  # noqa: E402 - needs the applications loaded
from django.utils import timezone  # noqa: E402 - needs the applications loaded
from wagtail.models import Site  # noqa: E402 - needs the applications loaded

from candidature.intake import confirming  # noqa: E402
from candidature.models import CallPage, Draft, LogEntry, Submission  # noqa: E402
from istruttoria.bulk.acts import ACTS  # noqa: E402
from istruttoria.bulk.preparing import prepare  # noqa: E402
from istruttoria.models import BulkJob, BulkRow  # noqa: E402
from portal.media import avif  # noqa: E402
from portal.models import User  # noqa: E402
from portal.outbox.models import OutboxMessage  # noqa: E402
from portal.roles import Role  # noqa: E402
from tests.candidature.factories import (  # noqa: E402
    CallPageFactory,
    EventPageFactory,
    question,
    steps,
    submitted,
)
from tests.istruttoria.people import member_of  # noqa: E402
from tests.load.errands import serve  # noqa: E402
from tests.portal.sessions import begun_by  # noqa: E402

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


def prove(page: int, every: int = 1) -> dict[str, Any]:
    """Notes of drafts on a page, one in so many, that their address is their writer’s, as a letter would."""
    drafts = list(Draft.objects.filter(page_id=page).order_by("pk"))[::every]
    for draft in drafts:
        confirming.prove(draft)
    return {"proved": len(drafts)}


def end_claims() -> dict[str, Any]:
    """Lets the time pass for which a letter is left alone that a worker had in hand when it was killed."""
    claimed = OutboxMessage.objects.filter(status=OutboxMessage.Status.PENDING, attempts__gt=0)
    return {"claimed": claimed.update(next_attempt_at=timezone.now())}


def finish_pictures() -> dict[str, Any]:
    """Makes the AVIF that the worker makes by and by, and has pages drawn anew that are kept without it."""
    made = 0
    while some := avif.make_some():
        made += some
    Site.objects.update(site_name=F("site_name"))
    return {"made": made}


def officers(how_many: int) -> list[dict[str, Any]]:
    """Accounts that decide, each with the cookie of a session that it began."""
    found = []
    for _one in range(how_many):
        user = member_of(Role.OFFICERS)
        found.append({"pk": user.pk, "name": str(user), "session": begun_by(user)})
    return found


def received(page: int, how_many: int) -> list[int]:
    """So many submissions for a page, all of one person."""
    one = submitted(CallPage.objects.get(pk=page))
    values = {
        field.attname: getattr(one, field.attname)
        for field in Submission._meta.concrete_fields
        if field.attname not in ("id", "reference")
    }
    Submission.objects.bulk_create(
        Submission(**values, reference=f"CS-2026-{number:04}-MOLT") for number in range(1, how_many)
    )
    return list(Submission.objects.filter(page=page).order_by("pk").values_list("pk", flat=True))


def many_at_once(page: int, user: int) -> dict[str, Any]:
    """A job that accepts everything sent for a page, to be confirmed."""
    rows = list(
        Submission.objects.filter(page=page)
        .order_by("pk")
        .values_list("pk", "version", "status", "assigned_to")
    )
    job = prepare(ACTS["accept"], rows, User.objects.get(pk=user))
    return {"job": job.pk}


def many_so_far(job: int) -> dict[str, Any]:
    """How far a job is, and for each row of it its state, that of its submission, and what was written."""
    rows = BulkRow.objects.filter(job=job).order_by("position")
    letters = Counter(OutboxMessage.objects.filter(batch=f"bulk:{job}").values_list("related_to", "status"))
    entries = Counter(LogEntry.objects.values_list("submission", "action"))
    return {
        "state": BulkJob.objects.get(pk=job).state,
        "rows": [
            {
                "row": row.state,
                "status": row.submission.status,
                "letters": {
                    status: n for (to, status), n in letters.items() if to == row.submission.reference
                },
                "accepted": entries[row.submission_id, "accept"],
                "undone": entries[row.submission_id, "undo"],
            }
            for row in rows.select_related("submission")
        ],
    }


def told(submission: int) -> dict[str, Any]:
    """What the log says was decided of a submission, in order, and which letters were written about it."""
    row = Submission.objects.get(pk=submission)
    entries = row.log.exclude(from_status="").order_by("pk")
    letters = OutboxMessage.objects.filter(related_to=row.reference).order_by("pk")
    return {
        "status": row.status,
        "log": [
            list(entry) for entry in entries.values_list("action", "actor_label", "from_status", "to_status")
        ],
        "letters": list(letters.values_list("key", flat=True)),
    }


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
    commands: list[Callable[..., Any]] = [
        event,
        many_at_once,
        many_so_far,
        officers,
        received,
        told,
        call,
        close,
        end_claims,
        finish_pictures,
        plain_form,
        prove,
        submissions,
    ]
    serve({command.__name__: command for command in commands})
