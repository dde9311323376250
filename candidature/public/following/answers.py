"""What was sent: the answers, as they are now."""

from django.utils.translation import gettext as _

from candidature.public.following.part import Content, Followed, Part


def content(_followed: Followed) -> Content:
    return Content(_("Che cosa hai inviato"))


PART = Part("risposte", "_answers.html", content)
