"""What the applicant is asked to do, and until when."""

from django.utils.translation import gettext as _

from candidature.intake import revisions
from candidature.intake.revisions import Purpose
from candidature.process import forewarning, reasons, untold
from candidature.public.following.part import Content, Followed, Part
from candidature.public.submission.shown import last_request
from candidature.statuses import Status
from moduli import walk


def content(followed: Followed) -> Content | None:
    if followed.page.comes_to_nothing(followed.at):
        return None
    if followed.submission.status == Status.FOREWARNED:
        return _forewarned(followed)
    if not followed.may("complete"):
        return None
    revision = revisions.of(followed.submission, Purpose.INTEGRATION)
    asked = set(revision.request.questions) if revision.request else set()
    refused = revisions.refusal(followed.submission, Purpose.INTEGRATION, followed.page, followed.at)
    values = {
        "is_late": refused is not None,
        "request_text": last_request(followed.submission),
        "is_begun": revision.is_under_way,
        "asked": [
            question["label"]
            for step in followed.submission.schema["steps"]
            for question in walk(step["questions"])
            if question["key"] in asked
        ],
    }
    return Content(_("Che cosa ti era chiesto") if refused else _("Che cosa devi fare"), values)


def _forewarned(followed: Followed) -> Content:
    """The reasons against it, and until when one may object."""
    entry = forewarning.told(followed.submission)
    in_time = forewarning.takes_observations(followed.submission, followed.at)
    was_observed = entry is not None and forewarning.was_observed_since(followed.submission, entry)
    closes = entry is not None and forewarning.closes_unobserved(followed.page, entry.action)
    values = {
        "forewarned": True,
        "reasons": reasons.as_told(followed.submission, entry),
        "in_time": in_time,
        "was_observed": was_observed,
        # What was told by a letter that never left waits for a person.
        "closes_unobserved": closes
        and not was_observed
        and (in_time or not untold.is_untold(followed.submission)),
    }
    return Content(_("I motivi e le tue osservazioni"), values)


PART = Part("da-fare", "_todo.html", content)
