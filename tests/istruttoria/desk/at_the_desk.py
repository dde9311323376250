"""Somebody at the desk who presses the buttons of the rendered pages."""

from datetime import datetime
from typing import Any

from django.utils import timezone

from candidature.intake import desk, drafts
from candidature.models import Submission
from candidature.pages.participation import ParticipationPage
from candidature.submissions.channels import Channel
from candidature.submissions.form_versions import digest_of
from moduli import freeze
from portal.models import User
from tests.candidature.factories import identity

ANSWER = "Me l’ha dettata al banco"
WHO = {"applicant_kind": "citizen", "first_name": "Ada", "last_name": "Prova", "municipality": "other"}


def arrived(
    app: Any, page: ParticipationPage, user: User, *, channel: str = "paper", at: datetime | None = None
) -> Any:
    """The page after saying how and when something came: the first step, or the same page with its errors."""
    form = app.get(f"/admin/sportello/nuova/{page.pk}/", user=user).forms["arrivo"]
    form["channel"] = channel
    if at is not None:
        local = timezone.localtime(at)
        form["day"], form["hour"] = local.strftime("%Y-%m-%d"), local.strftime("%H:%M:%S")
    answer = form.submit(expect_errors=True)
    return answer.follow() if answer.status_code == 302 else answer


def at_summary(app: Any, page: ParticipationPage, user: User, **changes: Any) -> Any:
    """The summary, or where partners are named the page before it, once everything is typed.

    Args:
        changes: to the first step; `channel` and `at` as in `arrived`.
    """
    arrival = {name: changes.pop(name) for name in ("channel", "at") if name in changes}
    form = arrived(app, page, user, **arrival).forms["step-form"]
    asked = {name: value for name, value in WHO.items() if name in form.fields}
    for name, value in {**asked, **changes}.items():
        form[name] = value
    shown = form.submit("action", value="next").follow()
    while "step-form" in shown.forms and "who" not in shown.forms["step-form"].fields:
        form = shown.forms["step-form"]
        if "q-q-motivation" in form.fields:
            form["q-q-motivation"] = ANSWER
        shown = form.submit("action", value="next").follow()
    return shown


def press(summary: Any, **changes: Any) -> Any:
    """The answer to "Registra", the notice given."""
    form = next(form for form in summary.forms.values() if "notice_read" in form.fields)
    form["notice_read"] = changes.pop("notice_read", True)
    return form.submit("action", value="send")


def registered(app: Any, page: ParticipationPage, user: User, **changes: Any) -> Submission:
    """What is registered for somebody, as the page after it shows."""
    answer = press(at_summary(app, page, user, **changes))
    assert "/registrata/" in answer.location, answer.location
    return Submission.objects.get(desk_entry=int(answer.location.split("/")[-3]))


def typed(page: ParticipationPage, by: User, *, channel: str = Channel.PAPER, **who: Any) -> Submission:
    """What is registered for somebody, without any page; who has no address, unless one is given."""
    entry = desk.begin(page, Channel(channel), timezone.now(), by)
    drafts.save_identity(entry.typed, identity(**{"email": "", **who}))
    drafts.save_answers(entry.typed, {"q-motivation": ANSWER})
    shown = digest_of(freeze(page.steps))
    return desk.submit(entry, at=timezone.now(), notice_id=page.privacy_notice_id, shown=shown, by=by)
