"""What the office wrote and is not read yet, and the way to write to it."""

from django.utils.translation import gettext as _

from candidature.messages.models import Side
from candidature.messages.reading import how_many_unread
from candidature.public.following.part import Content, Followed, Part


def content(followed: Followed) -> Content:
    # Read on a page of its own: what fetches the links of a letter, as many mail servers do, must not make
    # the office believe that somebody read.
    return Content(_("Messaggi"), {"how_many_new": how_many_unread(followed.submission, Side.APPLICANT)})


PART = Part("messaggi", "_messages.html", content)
