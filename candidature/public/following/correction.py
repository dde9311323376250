"""Correcting what was sent, while it is possible; and what was written of a correction that was not sent."""

from django.utils.translation import gettext as _

from candidature.intake import revisions
from candidature.intake.revisions import Purpose
from candidature.public.following.part import Content, Followed, Part
from candidature.submissions.revisions import PendingRevision


def content(followed: Followed) -> Content | None:
    submission = followed.submission
    is_possible = revisions.refusal(submission, Purpose.CORRECTION, followed.page, followed.at) is None
    pending = PendingRevision.objects.filter(submission=submission, purpose=Purpose.CORRECTION).first()
    if not is_possible and pending is None:
        return None
    return Content(_("Hai sbagliato qualcosa?"), {"is_possible": is_possible, "pending": pending})


PART = Part("correzione", "_correction.html", content)
