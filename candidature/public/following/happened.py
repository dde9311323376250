"""What happened so far."""

from django.utils.translation import gettext as _

from candidature.public.following.part import Content, Followed, Part


def content(followed: Followed) -> Content:
    return Content(_("Che cosa è successo"), {"history": followed.history})


PART = Part("storia", "_happened.html", content)
