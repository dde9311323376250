"""What the applicant is asked to do, and until when."""

from django.utils.translation import gettext as _

from candidature.intake import revisions
from candidature.intake.revisions import Purpose
from candidature.public.following.part import Content, Followed, Part
from candidature.public.submission.shown import last_request
from moduli import walk


def content(followed: Followed) -> Content | None:
    if not followed.may("complete"):
        return None
    revision = revisions.of(followed.submission, Purpose.INTEGRATION)
    asked = set(revision.request.questions) if revision.request else set()
    values = {
        "request_text": last_request(followed.submission),
        "is_begun": revision.is_begun,
        "asked": [
            question["label"]
            for step in followed.submission.schema["steps"]
            for question in walk(step["questions"])
            if question["key"] in asked
        ],
    }
    return Content(_("Che cosa devi fare"), values)


PART = Part("da-fare", "_todo.html", content)
