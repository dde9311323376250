"""The letter by which the office learns of a problem.

It holds what happened and where, and a link to the register. The address to answer to stays there: a letter
lies in mailboxes that the portal does not empty.
"""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from portal.letters.blocks import Block
from portal.letters.source import rendered
from portal.outbox import sending as outbox
from portal.pages.models import PortalSettings
from riscontri.problems.models import ProblemReport

REGISTER = "riscontri_problemreport_modeladmin_inspect"


def tell_the_office(report: ProblemReport, site: PortalSettings | None) -> None:
    """Writes the letter to the address of the contacts; without one the register is all that tells.

    Call it in the transaction that keeps the report.
    """
    recipient = site.contact_email if site else ""
    if not recipient:
        return
    with override(settings.LANGUAGE_CODE):
        outbox.enqueue(
            key=report.letter_key, recipient=recipient, subject=subject(report), body=blocks(report)
        )


def subject(report: ProblemReport) -> str:
    return _("Un problema sul sito, segnalazione n. %(number)s") % {"number": report.pk}


def blocks(report: ProblemReport) -> list[Block]:
    context = {
        "report": report,
        "wants_answer": bool(report.email),
        "url": settings.SITE_URL + reverse(REGISTER, args=[report.pk]),
        "heading": subject(report),
        "site": settings.SITE_NAME,
    }
    return rendered("riscontri/letters/problem.txt", context)
