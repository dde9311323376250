"""What the applicant is asked to do, and until when."""

from django.utils.translation import gettext as _

from candidature.public.following.part import Content, Followed, Part
from candidature.public.submission.shown import last_request


def content(followed: Followed) -> Content | None:
    if not followed.may("complete"):
        return None
    return Content(_("Che cosa devi fare"), {"request_text": last_request(followed.submission)})


PART = Part("da-fare", "_todo.html", content)
