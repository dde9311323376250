"""Where the portal writes to."""

from django.utils.translation import gettext as _

from candidature.public.applicant import readable_phone
from candidature.public.following.part import Content, Followed, Part


def content(followed: Followed) -> Content:
    return Content(_("I tuoi recapiti"), {"phone": readable_phone(followed.submission.phone)})


PART = Part("recapiti", "_contact.html", content)
