"""Who signs a patto: what was asked for with an address, and the signature once its owner confirmed it.

A signature names the version of the text that was read. It is a person's, or a body's of which a person says
in which role they sign. Nothing of it is public unless its owner says so and somebody of the staff looked.
"""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

LONGEST_NAME, LONGEST_BODY, LONGEST_ROLE = 80, 200, 120


class SignerKind(models.TextChoices):
    """Who signs."""

    BODY = "body", _("organizzazione")
    PERSON = "person", _("persona")


class Look(models.TextChoices):
    """What somebody of the staff says of a name that may be shown."""

    NEW = "new", _("da guardare")
    APPROVED = "approved", _("approvata")
    HIDDEN = "hidden", _("nascosta")


class Signer(models.Model):
    """What is typed by whoever signs.

    Attributes:
        mailbox: what of the address tells one mailbox from another (`addresses.box`).
        body: the name of the body; empty for a person.
        role: in which role the person signs for the body.
        shows_name: whether the owner wants the name on the public page: the body's, else the person's.
        notice: the version of the privacy notice that was read.
    """

    page = models.ForeignKey(
        "patti.PattoPage", on_delete=models.CASCADE, related_name="+", verbose_name=_("patto")
    )
    version = models.ForeignKey(
        "patti.PattoVersion", on_delete=models.RESTRICT, related_name="%(class)ss", verbose_name=_("versione")
    )
    kind = models.CharField(_("chi firma"), max_length=6, choices=SignerKind.choices)
    email = models.EmailField(_("email"), blank=True)
    mailbox = models.CharField(max_length=254, blank=True, db_index=True)
    first_name = models.CharField(_("nome"), max_length=LONGEST_NAME, blank=True)
    last_name = models.CharField(_("cognome"), max_length=LONGEST_NAME, blank=True)
    body = models.CharField(_("organizzazione"), max_length=LONGEST_BODY, blank=True)
    role = models.CharField(_("ruolo"), max_length=LONGEST_ROLE, blank=True)
    municipality = models.ForeignKey(
        "territori.Municipality",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("comune"),
    )
    shows_name = models.BooleanField(_("nome da mostrare"), default=False)
    notice = models.ForeignKey(
        "candidature.PrivacyNotice",
        on_delete=models.PROTECT,
        related_name="%(class)ss",
        verbose_name=_("informativa letta"),
    )

    class Meta:
        abstract = True

    @property
    def signed_name(self) -> str:
        """The name that stands under the text: the body's, else the person's; empty once it is forgotten."""
        return self.body if self.kind == SignerKind.BODY else f"{self.first_name} {self.last_name}".strip()


class Signature(Signer):
    """One that was confirmed; it is counted for as long as it stands.

    The secret by which its owner comes back is derived from `seed` and the key of the portal
    (`portal.privacy.derived_secrets`); the database holds a digest to find it by.

    Attributes:
        key: by which names are sorted, and two signatures of the same body are known to be one.
        looked_by: who of the staff gave it the look that it has; nobody while it is new.
        version_at: since when it is of this version: its owner may sign a later one.
        forgotten_at: since when nothing is known of it but that it was given.
    """

    key = models.CharField(max_length=LONGEST_BODY, blank=True)
    look = models.CharField(_("stato"), max_length=8, choices=Look.choices, default=Look.NEW)
    looked_by = models.ForeignKey(
        "portal.User",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("chi l’ha guardata"),
    )
    looked_at = models.DateTimeField(_("guardata il"), null=True, blank=True)
    signed_at = models.DateTimeField(_("firmata il"), default=timezone.now, db_index=True)
    version_at = models.DateTimeField(default=timezone.now)
    forgotten_at = models.DateTimeField(null=True, blank=True)
    seed = models.CharField(max_length=43, blank=True)
    token_hash = models.CharField(max_length=64, unique=True, null=True)

    class Meta:
        default_permissions = ("view", "change", "delete")
        verbose_name = _("firma di un patto")
        verbose_name_plural = _("firme dei patti")
        constraints = [
            models.UniqueConstraint(
                fields=["page", "mailbox"],
                condition=Q(kind=SignerKind.PERSON) & ~Q(mailbox=""),
                name="a_mailbox_signs_once",
            ),
            models.UniqueConstraint(
                fields=["page", "key"],
                condition=Q(kind=SignerKind.BODY) & ~Q(key=""),
                name="a_body_signs_once",
            ),
        ]
        indexes = [models.Index(fields=["page", "kind", "key"], name="names_under_a_patto")]

    def __str__(self) -> str:
        return _("Firma n. %(number)s") % {"number": self.pk}


class SigningRequest(Signer):
    """What was asked for with an address that may be anybody's, until a letter to it is answered.

    The digest of the letter's secret is written when the letter left. It stays for a while once confirmed: a
    second press leads to where the first did.
    """

    # The same for what is asked twice within a short time: a second press writes no second letter.
    press = models.CharField(max_length=64, unique=True)
    asked_at = models.DateTimeField(default=timezone.now, db_index=True)
    link_hash = models.CharField(max_length=64, blank=True, db_index=True)
    signature = models.ForeignKey(Signature, on_delete=models.CASCADE, null=True, related_name="requests")

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.pk} {self.asked_at:%Y-%m-%d %H:%M}"
