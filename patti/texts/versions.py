"""The versions of a patto's text: written when the page is published, and never changed (`triggers`)."""

import hashlib
import json
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from patti.texts.blocks import PattoBlock

LONGEST_PROMOTER, LONGEST_NOTE = 255, 1_000


class PattoVersion(models.Model):
    """The text as it was on the site from a moment on.

    Attributes:
        number: counts from 1.
        promoter: who promoted it then.
        body: the blocks, as a StreamField stores them.
        digest: of title, promoter and blocks, by which it is known whether the page still says the same.
        note: what changed since the version before, in public.
    """

    page = models.ForeignKey("patti.PattoPage", on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField(_("numero"))
    title = models.CharField(_("titolo"), max_length=255)
    promoter = models.CharField(_("chi lo promuove"), max_length=LONGEST_PROMOTER, blank=True)
    body = models.JSONField(_("testo"))
    digest = models.CharField(max_length=64)
    note = models.TextField(_("che cosa è cambiato"), max_length=LONGEST_NOTE, blank=True)
    published_at = models.DateTimeField(_("pubblicata il"), default=timezone.now)

    class Meta:
        default_permissions = ()
        ordering = ["-number"]
        verbose_name = _("versione di un patto")
        verbose_name_plural = _("versioni dei patti")
        constraints = [models.UniqueConstraint(fields=["page", "number"], name="a_version_has_one_number")]

    def __str__(self) -> str:
        return str(_("versione %(number)s")) % {"number": self.number}

    @property
    def text(self) -> Any:
        """The blocks, as templates show them."""
        return _BLOCK.to_python(self.body)

    def is_signed(self) -> bool:
        """Whether somebody signed it, or is about to."""
        named: Any = self
        return bool(named.signatures.exists() or named.signingrequests.exists())


_BLOCK = PattoBlock()


def digest_of(title: str, promoter: str, body: list[Any]) -> str:
    """The same for the same words, whatever keys the editor gave to the blocks."""
    plain = json.dumps([title, promoter, _without_keys(body)], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(plain.encode()).hexdigest()


def _without_keys(value: Any) -> Any:
    if isinstance(value, dict):
        # A block of a list is one with a type; what a block of words is called is its own business.
        kept = {name: one for name, one in value.items() if name != "id" or "type" not in value}
        return {name: _without_keys(one) for name, one in kept.items()}
    return [_without_keys(one) for one in value] if isinstance(value, list) else value
