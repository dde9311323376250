"""Who was asked to confirm, and where each stands."""

from django.utils.translation import gettext as _

from candidature.confirmations.applications import Application
from candidature.confirmations.in_words import lines
from candidature.public.following.part import Content, Followed, Part


def content(followed: Followed) -> Content | None:
    if not followed.submission.has_confirmations:
        return None
    application = Application(followed.submission)
    values = {"lines": lines(application), "is_open": not application.has_ended(followed.at)}
    return Content(_("Chi conferma"), values)


PART = Part("conferme", "_others.html", content)
