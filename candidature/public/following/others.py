"""Who was asked to confirm, and where each stands."""

from django.utils.translation import gettext as _

from candidature.confirmations.applications import ENDED, Application
from candidature.confirmations.in_words import lines_now
from candidature.public.following.part import Content, Followed, Part


def content(followed: Followed) -> Content | None:
    if not followed.submission.has_confirmations:
        return None
    values = {
        "lines": lines_now(Application(followed.submission)),
        "is_open": followed.submission.status not in ENDED,
    }
    return Content(_("Chi conferma"), values)


PART = Part("conferme", "_others.html", content)
