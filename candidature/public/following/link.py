"""The personal link itself."""

from django.utils.translation import gettext as _

from candidature.public.following.part import Content, Followed, Part


def content(followed: Followed) -> Content | None:
    # Of who has no address the office hands over another: pressed here, it would leave nothing that opens.
    return Content(_("Il tuo collegamento personale")) if followed.submission.email else None


PART = Part("collegamento", "_link.html", content)
