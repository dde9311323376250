"""Where the portal writes to."""

from django.utils.translation import gettext as _

from candidature.links import proofs
from candidature.links.proofs import AddressProof
from candidature.public.following.part import Content, Followed, Part
from moduli.fields import readable_phone


def content(followed: Followed) -> Content:
    return Content(
        _("I tuoi recapiti"),
        {
            "phone": readable_phone(followed.submission.phone),
            "waiting": proofs.waiting(followed.submission, AddressProof.Purpose.ADDRESS),
        },
    )


PART = Part("recapiti", "_contact.html", content)
