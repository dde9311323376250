"""What there is to keep: the receipt."""

from django.utils.translation import gettext as _

from candidature.public.following.part import Content, Followed, Part


def content(_followed: Followed) -> Content:
    return Content(_("Da conservare"))


PART = Part("documenti", "_downloads.html", content)
