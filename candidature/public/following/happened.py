"""What happened so far."""

from django.utils.translation import gettext as _

from candidature.public.following.part import Content, Followed, Part
from candidature.public.states import history


def content(followed: Followed) -> Content:
    return Content(_("Che cosa è successo"), {"history": history(followed.submission)})


PART = Part("storia", "_happened.html", content)
