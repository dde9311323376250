"""Letters that no longer leave by themselves, and how the staff learn of them."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Permission
from django.db.models import Count, Q, QuerySet
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override
from wagtail.admin.ui.components import Component

from portal.accounts.models import User
from portal.letters.blocks import Block
from portal.letters.source import rendered
from portal.outbox import sending as outbox
from portal.outbox.models import OutboxMessage
from portal.roles import READ_OUTBOX, RESEND_OUTBOX

Status = OutboxMessage.Status
STOPPED = (Status.FAILED, Status.REFUSED, Status.BOUNCED, Status.HELD)
# A letter that is still waiting after this long is late: the mail server is away, or nobody is sending.
LATE_AFTER = timedelta(minutes=15)
# Of thousands that are written at once and stand aside for every other, the last leaves hours later.
LATE_IN_THE_LAST_LANE = timedelta(hours=6)
# Staff are written to at most so often.
BETWEEN_DIGESTS = timedelta(days=1)
DIGEST_KEY = "undelivered:"
REGISTER = "portal_outboxmessage_modeladmin_index"


def stopped_counts() -> dict[str, int]:
    """How many letters are stopped, by status; statuses without any are missing."""
    rows = _stopped().order_by().values("status")
    return {row["status"]: row["how_many"] for row in rows.annotate(how_many=Count("pk"))}


def _stopped() -> QuerySet[OutboxMessage]:
    """Those that somebody has to look at. What nobody waits for, whoever wrote it deals with itself."""
    stopped = OutboxMessage.objects.filter(status__in=STOPPED)
    return stopped.exclude(~Q(status=Status.HELD), lane=OutboxMessage.Lane.LAST)


def late(now: datetime | None = None) -> QuerySet[OutboxMessage]:
    """The letters that have been waiting for long, also those between two attempts; oldest first.

    One that was never tried waits since the moment from which it may leave.
    """
    now = now or timezone.now()
    written_before = now - LATE_AFTER
    may_leave = Q(attempts__gt=0) | Q(next_attempt_at__lt=written_before)
    waiting = OutboxMessage.objects.filter(may_leave, status=Status.PENDING, created_at__lt=written_before)
    stand_aside = Q(lane=OutboxMessage.Lane.LAST, created_at__gte=now - LATE_IN_THE_LAST_LANE)
    return waiting.exclude(stand_aside).order_by("created_at")


def tell_officers(now: datetime | None = None) -> int:
    """Writes to whoever may read the register when letters stopped since the last time; returns to how many.

    The letter holds figures and a link, no names: it goes to ordinary mailboxes.
    """
    now = now or timezone.now()
    digests = OutboxMessage.objects.filter(key__startswith=DIGEST_KEY)
    last = digests.order_by("-created_at").values_list("created_at", flat=True).first()
    if last is not None and now - last < BETWEEN_DIGESTS:
        return 0
    news = _stopped().exclude(key__startswith=DIGEST_KEY)
    if last is not None:
        news = news.filter(stopped_at__gt=last)
    if not news.exists():
        return 0
    officers = readers_of_the_register()
    with override(settings.LANGUAGE_CODE):
        heading, body = subject(), blocks(_words())
    for officer in officers:
        outbox.enqueue(
            key=f"{DIGEST_KEY}{now:%Y%m%dT%H%M}:{officer.pk}",
            recipient=officer.email,
            subject=heading,
            body=body,
        )
    return len(officers)


def subject() -> str:
    return _("Lettere che non sono arrivate")


def blocks(counts: list[dict[str, Any]]) -> list[Block]:
    """The letter to officers, from the lines of `_words`."""
    context = {
        "heading": subject(),
        "counts": [
            {"label": f"{line['how_many']} {line['meaning']}", "url": settings.SITE_URL + line["url"]}
            for line in counts
        ],
        "several": len(counts) > 1,
        # Those it tells of; of several kinds each has a link of its own.
        "url": settings.SITE_URL + (counts[0]["url"] if len(counts) == 1 else reverse(REGISTER)),
        "site": settings.SITE_NAME,
    }
    return rendered("portal/letters/undelivered.txt", context)


def readers_of_the_register() -> QuerySet[User]:
    """The accounts that may read the outbox: by a role, by themselves, or as administrators."""
    app_label, codename = READ_OUTBOX.split(".")
    permission = Permission.objects.filter(content_type__app_label=app_label, codename=codename)
    may_read = (
        Q(is_superuser=True) | Q(groups__permissions__in=permission) | Q(user_permissions__in=permission)
    )
    return User.objects.filter(may_read, is_active=True).order_by("pk").distinct()


def _words() -> list[dict[str, Any]]:
    """One line for each kind of trouble there is: how many letters, what it means, and where they stand."""
    counts = stopped_counts()
    stopped = [status for status in _TROUBLE if counts.get(status)]
    register = reverse(REGISTER)
    return [
        {
            "how_many": counts[status],
            "meaning": _meaning(status, counts[status]),
            "url": f"{register}?status__exact={status}",
        }
        for status in stopped
    ]


# In the order in which they are told.
_TROUBLE = (Status.REFUSED, Status.BOUNCED, Status.FAILED, Status.HELD)


def _meaning(status: OutboxMessage.Status, n: int) -> str:
    """What it means that so many letters stand so; the figure stands before it."""
    match status:
        case Status.REFUSED:
            return ngettext(
                "rifiutata dal server del destinatario: l’indirizzo è forse sbagliato",
                "rifiutate dal server del destinatario: l’indirizzo è forse sbagliato",
                n,
            )
        case Status.BOUNCED:
            return ngettext(
                "tornata indietro: l’indirizzo non esiste, o la casella non riceve più",
                "tornate indietro: l’indirizzo non esiste, o la casella non riceve più",
                n,
            )
        case Status.FAILED:
            return ngettext("non partita dopo molti tentativi", "non partite dopo molti tentativi", n)
        case Status.HELD:
            return ngettext(
                "trattenuta perché la base dati è stata ripristinata: forse era già partita",
                "trattenute perché la base dati è stata ripristinata: forse erano già partite",
                n,
            )
        case Status.APPROVAL:
            return ngettext(
                "da approvare: leggila e falla partire", "da approvare: leggile e falle partire", n
            )
    return ngettext(
        "in bozza: parte quando la fa partire chi l’ha trattenuta",
        "in bozza: partono quando le fa partire chi le ha trattenute",
        n,
    )


def _on_hold() -> list[dict[str, Any]]:
    """The same for letters that wait for somebody's word."""
    waiting = (Status.APPROVAL, Status.DRAFT)
    rows = OutboxMessage.objects.filter(status__in=waiting).order_by().values_list("status")
    counts = dict(rows.annotate(how_many=Count("pk")))
    return [
        {
            "how_many": counts[status],
            "meaning": _meaning(status, counts[status]),
            "url": f"{reverse(REGISTER)}?status__exact={status}",
        }
        for status in waiting
        if counts.get(status)
    ]


class UndeliveredPanel(Component):
    """On the home of the admin, for whoever may read the register; nothing is shown while all is well."""

    name = "undelivered"
    template_name = "portal/outbox/panel.html"
    order = 40

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        user = parent_context["request"].user
        if not user.has_perm(READ_OUTBOX):
            return {"is_shown": False, "to_release": []}
        lines, waiting, to_release = _words(), late().count(), _on_hold()
        if not user.has_perm(RESEND_OUTBOX):
            to_release = []
        return {
            "is_shown": bool(lines or waiting),
            # A component's template sees nothing of the page around it.
            "csrf_token": get_token(parent_context["request"]),
            "lines": lines,
            "late": waiting,
            "to_release": to_release,
            "late_url": f"{reverse(REGISTER)}?status__exact={Status.PENDING}",
            "release_url": reverse("outbox_release_held")
            if Status.HELD in stopped_counts() and user.has_perm(RESEND_OUTBOX)
            else "",
        }
