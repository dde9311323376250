"""What people sent, and where it stands."""

import secrets
from datetime import date, datetime
from typing import ClassVar, Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidature.access import scope as access
from candidature.statuses import OPEN_STATUSES, Kind, Status, label_for
from candidature.submissions.applicants import Applicant
from candidature.submissions.channels import Channel, in_a_sentence
from candidature.submissions.folding import NameKeyField
from candidature.submissions.protocol_number import ProtocolNumber
from moduli import Schema, for_kind
from portal.models import User

# In the place of a day where no answer is owed: it sorts after all others.
NO_TERM = date(9999, 12, 31)
# The columns that hold a moment while somebody of the office is waited for, beside the state and the term.
ASKING = ("completed_at", "unread_since", "info_due_at")
# In the very words of the index that holds these rows alone, so that the databases take it.
ASKS = (
    models.Q(completed_at__isnull=False)
    | models.Q(unread_since__isnull=False)
    | models.Q(info_due_at__isnull=False)
)
# No I, L, O, U, 0 or 1: a reference is read aloud and copied by hand.
REFERENCE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


def new_reference(at: datetime) -> str:
    """A public code such as `CS-2026-7KQ4-XW9M`: it tells the year, and not how many came before."""
    letters = "".join(secrets.choice(REFERENCE_ALPHABET) for _position in range(8))
    return f"CS-{timezone.localtime(at).year}-{letters[:4]}-{letters[4:]}"


class SubmissionQuerySet(models.QuerySet["Submission"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """The submissions this account may read: the one scope of list, detail, files, export and search."""
        return access.scope(self, user)

    def with_unread(self) -> Self:
        """Those with a message that the office was not shown yet."""
        # By their ids, from the index that holds them alone: a condition on the column would have SQLite walk
        # the index of the page or of the order, and look at every row.
        unread = Submission.objects.filter(unread_since__isnull=False).order_by()
        return self.filter(pk__in=unread.values("pk"))


class Submission(Applicant):
    """An application or a sign-up, exactly as it was sent, and where it stands.

    `form_version` holds the questions that were asked, so that editing the page never changes them.
    Only `candidature.intake` creates rows, and `status` changes only through `candidature.process.workflow`:
    people through its door, the portal itself (seats, the waiting list) by the same table and guards. When a
    row is erased is asked of `candidature.privacy.erasure_day`, which reads the page's present dates.
    """

    page = models.ForeignKey(
        "wagtailcore.Page",
        on_delete=models.PROTECT,
        related_name="submissions",
        # "submission_by_page" serves.
        db_index=False,
        verbose_name=_("avviso o evento"),
    )
    kind = models.CharField(_("tipo"), max_length=8, choices=Kind.choices)
    reference = models.CharField(_("codice"), max_length=24, unique=True)
    status = models.CharField(_("stato"), max_length=12, choices=Status.choices, default=Status.RECEIVED)
    version = models.PositiveIntegerField(default=1)
    channel = models.CharField(
        _("come è arrivata"), max_length=8, choices=Channel.choices, default=Channel.ONLINE
    )
    # When its draft was begun: how long the form takes is measured by it.
    begun_at = models.DateTimeField(_("cominciata il"), null=True, editable=False)
    submitted_at = models.DateTimeField(_("inviata il"))
    # When its sender last corrected it before the closing.
    corrected_at = models.DateTimeField(_("corretta il"), null=True, editable=False)
    updated_at = models.DateTimeField(_("aggiornata il"), default=timezone.now)
    zone = models.ForeignKey(
        "territori.Zone",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        # "submission_by_zone" serves.
        db_index=False,
        verbose_name=_("zona-distretto"),
        help_text=_("La zona dell’avviso o, se ne riguarda più d’una, quella del comune di chi si candida."),
    )
    privacy_notice = models.ForeignKey(
        "candidature.PrivacyNotice",
        on_delete=models.PROTECT,
        related_name="submissions",
        verbose_name=_("informativa letta"),
    )
    # The day moves by what an integration takes (`candidature.process.suspension`).
    respond_by = models.DateField(_("risposta entro il"), null=True, blank=True)
    # From when until when an integration suspended it, or will have; empty while none has.
    suspended_on = models.DateField(null=True, editable=False)
    suspended_until = models.DateField(null=True, editable=False)
    info_due_at = models.DateTimeField(_("integrazione entro"), null=True, blank=True)
    # When the applicant sent the integration, until somebody takes the next step.
    completed_at = models.DateTimeField(null=True, editable=False)
    # By what the queue sorts: the day of the answer while it is owed, else one after all others. The database
    # keeps it, whoever writes the columns that it follows.
    term_on = models.GeneratedField(
        expression=models.Case(
            models.When(
                status__in=sorted(OPEN_STATUSES), respond_by__isnull=False, then=models.F("respond_by")
            ),
            default=models.Value(NO_TERM),
            output_field=models.DateField(),
        ),
        output_field=models.DateField(),
        db_persist=True,
    )
    name_key = NameKeyField(editable=False)
    protocol_number = models.CharField(_("numero di protocollo"), max_length=60, blank=True)
    protocol_date = models.DateField(_("data di protocollo"), null=True, blank=True)
    proposal = models.ForeignKey(
        "candidature.LogEntry",
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("proposta"),
        help_text="The entry by which a reviewer proposed an outcome; none once the state moved on.",
    )
    # Who works on it; nobody decides less or more by that (`candidature.process.assigning`).
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        # "submission_by_assignee" serves.
        db_index=False,
        verbose_name=_("assegnata a"),
    )
    # By when they should have looked at it; given and taken away with it, and no term of the procedure.
    work_by = models.DateField(_("da valutare entro il"), null=True, editable=False)
    no_reminders = models.BooleanField(default=False, editable=False)
    # Whether somebody else was asked to confirm it (`candidature.confirmations`): others are not looked for.
    has_confirmations = models.BooleanField(default=False, editable=False)
    # Whether any of them has not confirmed what it says now (`candidature.confirmations.noting`).
    awaits_confirmations = models.BooleanField(default=False, editable=False)
    # When the oldest message of the applicant was sent that the office was not shown yet; empty for none.
    # Kept by `candidature.messages`, so that the queue finds them by an index.
    unread_since = models.DateTimeField(null=True, editable=False)
    # Since when letters are known not to reach the applicant; empty for never, or once somebody reached them.
    # Kept by `candidature.process.unreached`.
    undelivered_since = models.DateTimeField(null=True, editable=False)
    form_version = models.ForeignKey(
        "candidature.FormVersion",
        on_delete=models.PROTECT,
        related_name="submissions",
        verbose_name=_("versione del modulo"),
    )
    # Large, so last: SQLite reads a row from its beginning, and lists need only what stands before.
    answers = models.JSONField()

    objects: ClassVar[models.Manager["Submission"]] = SubmissionQuerySet.as_manager()

    class Meta:
        ordering = ["-submitted_at", "-pk"]
        verbose_name = _("candidatura o iscrizione")
        verbose_name_plural = _("candidature e iscrizioni")
        default_permissions = ()
        permissions = [
            ("review_submission", _("Può istruire le candidature della propria commissione")),
            ("propose_submission", _("Può proporre un esito per le candidature che vede")),
            ("decide_submission", _("Può decidere sulle candidature che vede")),
            ("reverse_submission", _("Può rivedere una decisione già presa")),
            ("oversee_submission", _("Vede tutte le candidature")),
            ("export_submission", _("Può esportare le candidature che vede")),
            ("enter_submission", _("Può inserire allo sportello ciò che arriva su carta o per telefono")),
        ]
        indexes = [
            # Whatever the queue filters by stands in each of them, so that finding the rows of a list,
            # however deep, reads one index from one end and never the rows (see `review.listing`).
            models.Index(
                fields=["submitted_at", "id", "status", "page", "zone", "kind", "assigned_to"],
                name="submission_by_time",
            ),
            models.Index(
                fields=["status", "submitted_at", "id", "page", "zone", "kind", "assigned_to"],
                name="submission_by_status",
            ),
            models.Index(
                fields=["page", "submitted_at", "id", "status", "zone", "kind", "assigned_to"],
                name="submission_by_page",
            ),
            models.Index(
                fields=["zone", "submitted_at", "id", "status", "page", "kind", "assigned_to"],
                name="submission_by_zone",
            ),
            models.Index(
                fields=["reference", "id", "status", "page", "zone", "kind", "submitted_at", "assigned_to"],
                name="submission_by_reference",
            ),
            models.Index(
                fields=["assigned_to", "submitted_at", "id", "status", "page", "zone", "kind"],
                name="submission_by_assignee",
            ),
            models.Index(
                fields=["term_on", "submitted_at", "id", "status", "page", "zone", "kind", "assigned_to"],
                name="submission_by_term",
            ),
            models.Index(
                fields=["name_key", "id", "status", "page", "zone", "kind", "submitted_at", "assigned_to"],
                name="submission_by_name",
            ),
            # Only those that wait for something else, with all that is asked of them. Not the term: SQLite
            # reads the row of whatever asks for a generated column.
            models.Index(
                fields=["assigned_to", "page", "zone", "kind", "status", *ASKING],
                condition=ASKS,
                name="submission_waiting",
            ),
            # Only those that wait for whoever decides, with what is asked of them besides.
            models.Index(
                fields=["proposal", "assigned_to", "status", "term_on", *ASKING, "work_by", "page", "zone"],
                condition=models.Q(proposal__isnull=False),
                name="submission_proposed",
            ),
            # Only those that somebody has to look at by a day.
            models.Index(
                fields=["work_by", "id", "status", "page", "zone", "kind", "assigned_to"],
                condition=models.Q(work_by__isnull=False),
                name="submission_by_work_day",
            ),
            # Only those for which an integration is awaited, with the days on which the term stands still for
            # it; and those for which it came.
            models.Index(
                fields=[
                    "info_due_at",
                    "id",
                    "status",
                    "page",
                    "zone",
                    "kind",
                    "assigned_to",
                    "suspended_on",
                    "suspended_until",
                ],
                condition=models.Q(info_due_at__isnull=False),
                name="submission_awaiting",
            ),
            models.Index(
                fields=["submitted_at", "id", "status", "page", "zone", "kind", "assigned_to"],
                condition=models.Q(completed_at__isnull=False),
                name="submission_completed",
            ),
            # Only those with messages to read, of which there are few.
            models.Index(
                fields=["submitted_at", "id", "status", "page", "zone", "kind", "assigned_to"],
                condition=models.Q(unread_since__isnull=False),
                name="submission_with_unread",
            ),
            # Only those whom letters do not reach.
            models.Index(
                fields=["submitted_at", "id", "status", "page", "zone", "kind", "assigned_to"],
                condition=models.Q(undelivered_since__isnull=False),
                name="submission_unreached",
            ),
            # Only those that somebody else has not confirmed.
            models.Index(
                fields=["submitted_at", "id", "status", "page", "zone", "kind", "assigned_to"],
                condition=models.Q(awaits_confirmations=True),
                name="submission_unconfirmed",
            ),
        ]
        constraints = [
            # The public register gives each number once.
            models.UniqueConstraint(
                fields=["protocol_number"],
                condition=~models.Q(protocol_number=""),
                name="protocol_number_given_once",
            ),
            models.CheckConstraint(
                condition=~models.Q(protocol_number="") | models.Q(protocol_date__isnull=True),
                name="protocol_date_of_a_number",
            ),
            # A term that outlived its request would be read as one that is still running.
            models.CheckConstraint(
                condition=models.Q(status__in=[Status.NEEDS_INFO, Status.FOREWARNED])
                | models.Q(info_due_at__isnull=True),
                name="term_only_while_waiting",
            ),
            models.CheckConstraint(
                condition=models.Q(suspended_on__isnull=True, suspended_until__isnull=True)
                | models.Q(suspended_on__isnull=False, suspended_until__isnull=False)
                & models.Q(suspended_until__gt=models.F("suspended_on")),
                name="suspended_from_one_day_to_a_later_one",
            ),
            # Who sends online is written to; only an office knows how to reach somebody otherwise.
            models.CheckConstraint(
                condition=~models.Q(email="") | ~models.Q(channel=Channel.ONLINE),
                name="address_unless_at_the_desk",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def is_from_desk(self) -> bool:
        """Whether somebody of the staff typed it."""
        return self.channel != Channel.ONLINE

    @property
    def came(self) -> str:
        """How it came, as a sentence goes on with it; empty for what was sent online."""
        return in_a_sentence(self.channel)

    @property
    def term_now(self) -> date:
        """The day by which an answer is owed, or `NO_TERM`: what the database keeps in `term_on`."""
        return self.respond_by if self.respond_by and self.status in OPEN_STATUSES else NO_TERM

    @property
    def protocol(self) -> ProtocolNumber:
        return ProtocolNumber(self.protocol_number, self.protocol_date)

    @property
    def schema(self) -> Schema:
        """The questions as they were asked of who is of this kind."""
        return self.schema_for(self.applicant_kind)

    def schema_for(self, kind: str) -> Schema:
        """The questions of the same form as another kind of applicant (`ApplicantKind`) is asked."""
        return for_kind(self.form_version.schema, kind)

    @property
    def status_label(self) -> str:
        return label_for(self.status, self.kind)
