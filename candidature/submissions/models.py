"""What people send, before (`Draft`) and after (`Submission`) it is sent."""

import secrets
import uuid
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, ClassVar, Self, cast

from django.contrib.auth.models import AnonymousUser
from django.core.files.storage import Storage, storages
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidature.access import scope as access
from candidature.statuses import Kind, Status, label_for
from candidature.submissions import addresses

if TYPE_CHECKING:
    from moduli import Answers, Schema
    from portal.models import User

DRAFT_LIFETIME = timedelta(days=30)
# Of one in which nothing is written yet: the button that begins was pressed, and no more.
EMPTY_DRAFT_LIFETIME = timedelta(days=2)
# No I, L, O, U, 0 or 1: a reference is read aloud and copied by hand.
REFERENCE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


def new_reference(at: datetime) -> str:
    """A public code such as `CS-2026-7KQ4-XW9M`: it tells the year, and not how many came before."""
    letters = "".join(secrets.choice(REFERENCE_ALPHABET) for _position in range(8))
    return f"CS-{timezone.localtime(at).year}-{letters[:4]}-{letters[4:]}"


def private_storage() -> Storage:
    return storages["private"]


def private_name(_instance: "UploadedFile", _filename: str) -> str:
    """A random name: nothing of what the applicant called the file reaches the disk."""
    name = uuid.uuid4().hex
    return f"{name[:2]}/{name}"


def draft_expiry() -> datetime:
    return timezone.now() + DRAFT_LIFETIME


class ApplicantKind(models.TextChoices):
    CITIZEN = "citizen", _("Cittadina o cittadino")
    ORGANISATION = "organisation", _("Organizzazione o gruppo")


class Applicant(models.Model):
    """Who applies: real columns, because the queue filters and sorts on them."""

    applicant_kind = models.CharField(
        _("chi si candida"), max_length=12, choices=ApplicantKind.choices, default=ApplicantKind.CITIZEN
    )
    first_name = models.CharField(_("nome"), max_length=80)
    last_name = models.CharField(_("cognome"), max_length=80)
    organisation_name = models.CharField(_("denominazione"), max_length=200, blank=True)
    email = models.EmailField(_("email"))
    phone = models.CharField(_("telefono"), max_length=30, blank=True)
    municipality = models.ForeignKey(
        "territori.Municipality",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("comune"),
    )

    class Meta:
        abstract = True

    @property
    def applicant_name(self) -> str:
        """The organisation's name, or the person's."""
        return self.organisation_name or self.contact_name

    @property
    def contact_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()


class Draft(Applicant):
    """An application being written, reached only by its secret link and forgotten after `DRAFT_LIFETIME`.

    The link is made when the draft is begun, another whenever another address is written; see `secret_links`.
    Until the first step was filled in, the columns of the applicant are blank.
    """

    token_hash = models.CharField(max_length=64, unique=True)
    # Protected: whoever deletes a page must not take away what somebody is writing on it.
    page = models.ForeignKey("wagtailcore.Page", on_delete=models.PROTECT, related_name="+")
    answers = models.JSONField(default=dict)
    # The first step as it was typed, by field, while something in it is missing or wrong.
    applicant_typed = models.JSONField(default=dict)
    # The address, as `addresses.normal` gives it, of which whoever writes has read a letter; empty for none.
    proved_email = models.EmailField(blank=True)
    # When what last changed it reached the server, before its body was read.
    written_at = models.DateTimeField(null=True)
    # Somebody wrote by the link of a letter: the link of the browser that began it is ended.
    only_by_letter = models.BooleanField(default=False)
    no_reminders = models.BooleanField(default=False)
    # What could not be kept among the answers, by step (`candidature.intake.remarks`).
    remarks = models.JSONField(default=dict)
    # The form as whoever writes knows it; what they were told that changed, and those of their answers that
    # it no longer asks for (`candidature.intake.carrying`).
    form_version = models.ForeignKey(
        "candidature.FormVersion", on_delete=models.PROTECT, null=True, related_name="+"
    )
    form_changes = models.JSONField(default=list)
    former_answers = models.JSONField(default=list)
    # What it holds of something sent before, until its step is saved (`candidature.intake.reuse`).
    prefilled = models.JSONField(default=dict)
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(auto_now=True)
    expires_at = models.DateTimeField(default=draft_expiry, db_index=True)

    class Meta:
        verbose_name = _("bozza")
        verbose_name_plural = _("bozze")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{_('Bozza')} {self.pk}"

    @property
    def says_who(self) -> bool:
        """Whether the first step was filled in, and nothing in it waits to be corrected."""
        return bool(self.last_name) and not self.applicant_typed

    @property
    def is_proved(self) -> bool:
        """Whether the present address is proved to be read by whoever writes."""
        return bool(self.email) and self.proved_email == addresses.normal(self.email)

    @property
    def typed_answers(self) -> "Answers":
        """All of its answers were typed into it."""
        return cast("Answers", self.answers)

    def uploads(self) -> list["UploadedFile"]:
        """Its files, read now."""
        return list(self.files.all())

    def owning(self) -> dict[str, Any]:
        """The columns of a file that belongs to it."""
        return {"draft": self}

    def take_away(self, file: "UploadedFile") -> None:
        """Nobody but the draft named this file."""
        file.delete()


class SendingRequest(models.Model):
    """ "Invia" was pressed on a draft whose address is still to be proved (`candidature.intake.confirming`).

    The moment counts, if the address is proved soon enough and nothing else was changed after the closing.
    """

    draft = models.OneToOneField(Draft, on_delete=models.CASCADE, related_name="sending_request")
    pressed_at = models.DateTimeField()
    notice_id = models.PositiveBigIntegerField()
    # Until when it counts, if the closing passes meanwhile: known once the first letter after it left.
    confirm_until = models.DateTimeField(null=True)
    # Of what was ready to be sent, but for the address.
    content = models.CharField(max_length=64)
    # The questions that the summary showed: after the closing they count, whatever an editor changed since.
    form_version = models.ForeignKey("candidature.FormVersion", on_delete=models.PROTECT, related_name="+")
    # Another address as it was typed, while it is not one.
    typed_email = models.TextField(blank=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.draft} {self.pressed_at:%Y-%m-%d %H:%M}"


class SubmissionQuerySet(models.QuerySet["Submission"]):
    def visible_to(self, user: "User | AnonymousUser") -> Self:
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
    respond_by = models.DateField(_("risposta entro il"), null=True, blank=True)
    info_due_at = models.DateTimeField(_("integrazione entro"), null=True, blank=True)
    protocol_number = models.CharField(_("numero di protocollo"), max_length=60, blank=True)
    proposal = models.ForeignKey(
        "candidature.LogEntry",
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("proposta"),
        help_text="The entry by which a reviewer proposed an outcome; none once the state moved on.",
    )
    no_reminders = models.BooleanField(default=False, editable=False)
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
        ]
        indexes = [
            # Whatever the queue filters by stands in each of them, so that finding the rows of a list,
            # however deep, reads one index from one end and never the rows (see `review.listing`).
            models.Index(
                fields=["submitted_at", "id", "status", "page", "zone", "kind"], name="submission_by_time"
            ),
            models.Index(
                fields=["status", "submitted_at", "id", "page", "zone", "kind"], name="submission_by_status"
            ),
            models.Index(
                fields=["page", "submitted_at", "id", "status", "zone", "kind"], name="submission_by_page"
            ),
            models.Index(
                fields=["zone", "submitted_at", "id", "status", "page", "kind"], name="submission_by_zone"
            ),
            models.Index(
                fields=["reference", "id", "status", "page", "zone", "kind", "submitted_at"],
                name="submission_by_reference",
            ),
            # Only those with messages to read, of which there are few.
            models.Index(
                fields=["submitted_at", "id", "status", "page", "zone", "kind"],
                condition=models.Q(unread_since__isnull=False),
                name="submission_with_unread",
            ),
            # Only those whom letters do not reach.
            models.Index(
                fields=["submitted_at", "id", "status", "page", "zone", "kind"],
                condition=models.Q(undelivered_since__isnull=False),
                name="submission_unreached",
            ),
        ]
        constraints = [
            # The public register gives each number once.
            models.UniqueConstraint(
                fields=["protocol_number"],
                condition=~models.Q(protocol_number=""),
                name="protocol_number_given_once",
            ),
            # A term that outlived its request would be read as one that is still running.
            models.CheckConstraint(
                condition=models.Q(status=Status.NEEDS_INFO) | models.Q(info_due_at__isnull=True),
                name="term_only_while_waiting",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def schema(self) -> "Schema":
        """The questions as they were asked."""
        return cast("Schema", self.form_version.schema)

    @property
    def status_label(self) -> str:
        return label_for(self.status, self.kind)


class FollowLink(models.Model):
    """A secret link by which the applicant follows, completes and withdraws a submission.

    Each letter carries one of its own, which opens once the letter left; all stay valid until revoked.
    """

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="follow_links")
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=timezone.now)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("collegamento personale")
        verbose_name_plural = _("collegamenti personali")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.submission} {self.created_at:%Y-%m-%d}"


class AnswerRevision(models.Model):
    """A former version: what an integration or a correction replaced, kept as long as the submission."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="answer_revisions")
    answers = models.JSONField()
    # The columns of the applicant as they were, where the later version changed them; no address.
    applicant = models.JSONField(default=dict)
    # The questions that these answers answer.
    form_version = models.ForeignKey("candidature.FormVersion", on_delete=models.PROTECT, related_name="+")
    # The transition that replaced it.
    action = models.CharField(max_length=40)
    replaced_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-replaced_at", "-pk"]
        verbose_name = _("risposte precedenti")
        verbose_name_plural = _("risposte precedenti")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.submission} {self.replaced_at:%Y-%m-%d %H:%M}"


_FILE_OWNERS = ("draft", "submission", "message", "revision")


class UploadedFile(models.Model):
    """A file sent with an answer or a message, on private storage under a random name.

    It belongs to a draft until the draft is sent, then to the submission; what is attached to a revision, to
    that until it is sent; or to a message, written or sent. Answers name it by `public_id`.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, null=True, related_name="files")
    revision = models.ForeignKey(
        "candidature.PendingRevision", on_delete=models.CASCADE, null=True, related_name="files"
    )
    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, null=True, related_name="files")
    message = models.ForeignKey(
        "candidature.Message", on_delete=models.CASCADE, null=True, related_name="files"
    )
    question_key = models.CharField(max_length=64)
    original_name = models.CharField(_("nome del file"), max_length=200)
    content_type = models.CharField(_("tipo"), max_length=100)
    size = models.PositiveBigIntegerField(_("dimensione in byte"))
    sha256 = models.CharField(max_length=64)
    file = models.FileField(storage=private_storage, upload_to=private_name, max_length=120)
    uploaded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["uploaded_at", "pk"]
        verbose_name = _("file ricevuto")
        verbose_name_plural = _("file ricevuti")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    *(
                        models.Q(*((f"{other}__isnull", other != owner) for other in _FILE_OWNERS))
                        for owner in _FILE_OWNERS
                    ),
                    _connector=models.Q.OR,
                ),
                name="file_has_one_owner",
            )
        ]

    def __str__(self) -> str:
        return self.original_name
