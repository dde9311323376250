"""Until when the data are kept, and asking that they be erased before."""

from django.utils.translation import gettext as _

from candidature.privacy import requests
from candidature.public.following.part import Content, Followed, Part


def content(followed: Followed) -> Content:
    asked = requests.open_request(followed.submission)
    refused = None if asked else requests.last_refusal(followed.submission)
    return Content(_("I tuoi dati"), {"asked": asked, "refused": refused})


PART = Part("dati", "_erasure.html", content)
