"""The personal link itself."""

from django.utils.translation import gettext as _

from candidature.public.following.part import Content, Followed, Part


def content(_followed: Followed) -> Content:
    return Content(_("Il tuo collegamento personale"))


PART = Part("collegamento", "_link.html", content)
