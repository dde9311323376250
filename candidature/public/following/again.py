"""The way to something new that begins with these answers."""

from django.utils.translation import gettext as _

from candidature.public.following.part import Content, Followed, Part


def content(_followed: Followed) -> Content:
    return Content(_("Un’altra domanda?"))


PART = Part("un-altra-domanda", "_again.html", content)
