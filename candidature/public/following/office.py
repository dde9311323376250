"""Who answers, by when, and until when the data are kept."""

from django.utils.translation import gettext as _

from candidature.public.following.part import Content, Followed, Part


def content(_followed: Followed) -> Content:
    return Content(_("Chi se ne occupa"))


PART = Part("ufficio", "_office.html", content)
