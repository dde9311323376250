"""The outbox: mail waiting to leave, written in the transaction that causes it."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.languages import ITALIAN
from portal.letters.blocks import Block, from_stored
from portal.letters.text import as_text
from portal.outbox.quiet_hours import QuietHours

# What stands behind the @ of every Message-ID. Reports about letters that left are known by it.
MESSAGE_ID_HOST = "cantieri-della-salute"


class OutboxMessage(models.Model):
    """One message to one recipient.

    The content is the blocks of `portal.letters`. It may hold `LINK_PLACEHOLDER`, or the block `Late`; they
    are replaced at the moment of sending by what `link_kind` knows how to make for `link_target`, so that no
    secret rests in the database.
    `link_seed` makes the link the same at every attempt; it is forgotten once the letter left.

    `attachments` names what `portal.outbox.attachments` makes at that moment: a list of `kind` and `target`.
    """

    class Lane(models.IntegerChoices):
        """Which letters leave before which, however many wait."""

        # It answers what its reader has just done: a receipt, a link to go on with.
        FIRST = 0, _("Chi la riceve la aspetta")
        ORDINARY = 1, _("Le altre")
        # Nobody waits for it, and there are as many as there are people who asked for news.
        LAST = 2, _("Gli aggiornamenti per chi li ha chiesti")

    class Status(models.TextChoices):
        PENDING = "pending", _("In attesa")
        SENT = "sent", _("Inviata")
        FAILED = "failed", _("Non inviata")
        # The recipient's own server said no for good, so trying again would change nothing.
        REFUSED = "refused", _("Rifiutata")
        # It left, and another server sent it back for good (`portal.outbox.delivery_reports`).
        BOUNCED = "bounced", _("Non consegnata")
        # Written before a backup that was restored: it may have left already, so staff decide.
        HELD = "held", _("Trattenuta")
        # Nobody has an address for its recipient: staff print it, and say when they handed it over.
        BY_HAND = "by_hand", _("Da consegnare a mano")
        # Written, and kept back by whoever caused it until they let it leave.
        DRAFT = "draft", _("In bozza")
        # Its page wants that whoever may, reads it before it leaves.
        APPROVAL = "approval", _("Da approvare")
        # Taken back before it left: it never will.
        ABORTED = "aborted", _("Annullata")

    key = models.CharField(
        _("chiave"), max_length=120, unique=True, help_text=_("La stessa lettera non entra due volte.")
    )
    message_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    recipient = models.EmailField(
        _("destinatario"), blank=True, help_text=_("Vuoto: la lettera si stampa e si consegna a mano.")
    )
    reply_to = models.EmailField(
        _("le risposte vanno a"), blank=True, help_text=_("Vuoto: la lettera non vuole risposte.")
    )
    # That of its reader: what is made when it leaves is in it too.
    language = models.CharField(max_length=5, default=ITALIAN, editable=False)
    subject = models.CharField(_("oggetto"), max_length=255)
    content = models.JSONField(_("contenuto"), default=list)
    link_kind = models.CharField(max_length=60, blank=True)
    link_target = models.CharField(max_length=60, blank=True)
    link_seed = models.CharField(max_length=43, blank=True)
    attachments = models.JSONField(_("allegati"), default=list, blank=True)
    related_to = models.CharField(
        _("riferimento"),
        max_length=60,
        blank=True,
        help_text=_("Per esempio il codice della candidatura."),
    )
    status = models.CharField(_("stato"), max_length=10, choices=Status.choices, default=Status.PENDING)
    # Of one to be approved: after that it waits until whoever wrote it lets it leave.
    waits_for_release = models.BooleanField(default=False, editable=False)
    # Of one that is held, or that staff stopped: where it stood before.
    held_from = models.CharField(max_length=10, blank=True, editable=False)
    lane = models.PositiveSmallIntegerField(_("corsia"), choices=Lane.choices, default=Lane.ORDINARY)
    batch = models.CharField(
        _("insieme"),
        max_length=60,
        blank=True,
        db_index=True,
        help_text=_("Le lettere che nascono insieme, per esempio da una stessa decisione su molte."),
    )
    attempts = models.PositiveSmallIntegerField(_("tentativi"), default=0)
    created_at = models.DateTimeField(_("creata il"), default=timezone.now)
    next_attempt_at = models.DateTimeField(_("prossimo tentativo"), default=timezone.now)
    # Of a letter that nobody waits for: no attempt is made in these hours of the day.
    quiet_from = models.TimeField(null=True)
    quiet_until = models.TimeField(null=True)
    sent_at = models.DateTimeField(_("inviata il"), null=True, blank=True)
    stopped_at = models.DateTimeField(
        _("ferma dal"),
        null=True,
        blank=True,
        db_index=True,
        help_text=_("Da quando la lettera non parte più da sola."),
    )
    last_error = models.CharField(_("ultimo errore"), max_length=500, blank=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("messaggio")
        verbose_name_plural = _("posta in uscita")
        indexes = [
            models.Index(fields=["status", "lane", "next_attempt_at"], name="outbox_due"),
            # The state too: by that alone SQLite would look through all letters that are to be handed over.
            models.Index(fields=["related_to", "status"], name="outbox_about"),
        ]

    def __str__(self) -> str:
        return f"{self.subject} → {self.recipient}"

    @property
    def blocks(self) -> list[Block]:
        return from_stored(self.content)

    @property
    def body(self) -> str:
        """The text as it was written, without what is made when it leaves."""
        return as_text(self.blocks, self.reply_to, self.language)

    @property
    def quiet_hours(self) -> QuietHours | None:
        if self.quiet_from is None or self.quiet_until is None:
            return None
        return QuietHours(self.quiet_from, self.quiet_until)

    @property
    def header_id(self) -> str:
        """The Message-ID, the same at each attempt."""
        return f"<{self.message_id}@{MESSAGE_ID_HOST}>"


class FormerLetter(models.Model):
    """What a letter said before staff changed it. It goes with the letter."""

    message = models.ForeignKey(OutboxMessage, on_delete=models.CASCADE, related_name="former")
    subject = models.CharField(max_length=255)
    content = models.JSONField(default=list)
    replaced_at = models.DateTimeField(default=timezone.now)
    replaced_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        default_permissions = ()
        ordering = ["-replaced_at", "-pk"]
        verbose_name = _("testo di prima")
        verbose_name_plural = _("testi di prima")

    def __str__(self) -> str:
        return self.subject

    @property
    def body(self) -> str:
        return as_text(from_stored(self.content))
