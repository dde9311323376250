"""Letters put right before they leave. What stood there is kept."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from django import forms
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.accounts.models import User
from portal.forms.text import PlainTextForm
from portal.letters import blocks
from portal.letters.blocks import Block, Heading, Note, Paragraph, Quote
from portal.outbox import corrections
from portal.outbox.models import FormerLetter, OutboxMessage
from portal.outbox.taking_back import may_be_taken_back

LONGEST_PART = 5_000
# Paragraphs that can be added at once, below what is there.
ADDED = 2
# Before any letter was corrected.
_EVER = datetime.fromtimestamp(0, UTC)
# What is text of its own, and no link, code or fact that something else relies on.
_TEXT = (Heading, Paragraph, Quote, Note)


class GoneError(Exception):
    """It left meanwhile, or somebody took it back."""


class ChangedError(Exception):
    """A colleague changed it since it was shown."""


def may_be_edited(message: OutboxMessage) -> bool:
    status = OutboxMessage.Status
    return may_be_taken_back(message) or message.status in (status.FAILED, status.REFUSED)


class LetterForm(PlainTextForm):
    """The subject and each paragraph of a letter; an empty paragraph is left out.

    Links, codes and facts stay as they are.
    """

    seen = forms.CharField(widget=forms.HiddenInput)
    subject = forms.CharField(label=gettext_lazy("Oggetto"), max_length=255)

    def __init__(self, message: OutboxMessage, data: Any = None) -> None:
        super().__init__(data, initial={"seen": mark(message), "subject": message.subject})
        self.message = message
        for number, block in enumerate(message.blocks):
            if isinstance(block, _TEXT):
                self.fields[_name(number)] = _field(
                    _("Titolo") if isinstance(block, Heading) else getattr(block, "label", "") or _("Testo"),
                    block.text,
                    required=isinstance(block, Heading),
                )
        for number in range(ADDED):
            self.fields[f"added_{number}"] = _field(_("Un altro capoverso"), "")

    def clean_subject(self) -> str:
        return " ".join(self.cleaned_data["subject"].split())

    def texts(self) -> list[corrections.Corrected]:
        """Each text that stood there, with what was typed in its place."""
        typed: Mapping[str, str] = self.cleaned_data
        return [
            corrections.Corrected(block, typed[_name(number)].strip())
            for number, block in enumerate(self.message.blocks)
            if isinstance(block, _TEXT)
        ]

    def written(self) -> list[Block]:
        """The letter as it was typed: what is added stands below the last paragraph."""
        typed: Mapping[str, str] = self.cleaned_data
        found: list[Block] = []
        last = 0
        for number, block in enumerate(self.message.blocks):
            if isinstance(block, _TEXT):
                text = typed[_name(number)].strip()
                if not text:
                    continue
                block = replace(block, text=text)
            found.append(block)
            if isinstance(block, Paragraph | Quote):
                last = len(found)
        added = [Paragraph(typed[f"added_{number}"].strip()) for number in range(ADDED)]
        return found[:last] + [one for one in added if one.text] + found[last:]


def mark(message: OutboxMessage) -> str:
    """What a page says of the letter that it shows, for its hidden input: it changes with each change."""
    return str(message.former.count())


def corrected_since(letters: Collection[int], moment: datetime) -> set[int]:
    """Of these letters, by their ids, those that were corrected after a moment."""
    corrections = FormerLetter.objects.filter(message__in=letters, replaced_at__gt=moment)
    return set(corrections.order_by().values_list("message__pk", flat=True))


def moment_of(posted: str) -> datetime:
    """When a page was drawn, as its hidden input says; long ago where that says nothing."""
    try:
        return datetime.fromisoformat(posted).astimezone(UTC)
    except (ValueError, OverflowError):
        return _EVER


def edit(form: LetterForm, user: User) -> OutboxMessage:
    """Writes what was typed, and keeps what stood there.

    Raises:
        GoneError: it is not for anybody to change any more.
        ChangedError: a colleague changed it since.
        corrections.RefusedError: it must not say this.
    """
    subject, content = form.cleaned_data["subject"], blocks.as_stored(form.written())
    with transaction.atomic():
        # First what it is about, then the letter: in this order whoever erases locks the two.
        corrections.follow(form.message, form.texts(), user)
        locked = OutboxMessage.objects.select_for_update().filter(pk=form.message.pk).first()
        if locked is None or not may_be_edited(locked):
            raise GoneError
        if mark(locked) != form.cleaned_data["seen"]:
            raise ChangedError
        FormerLetter.objects.create(
            message=locked, subject=locked.subject, content=locked.content, replaced_by=user
        )
        locked.subject, locked.content = subject, content
        locked.save(update_fields=["subject", "content"])
    return locked


def _name(number: int) -> str:
    return f"part_{number}"


def _field(label: str, text: str, *, required: bool = False) -> forms.CharField:
    rows = max(2, min(10, len(text) // 80 + 1))
    return forms.CharField(
        label=label,
        initial=text,
        required=required,
        max_length=LONGEST_PART,
        strip=False,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


def former(message: OutboxMessage) -> Sequence[FormerLetter]:
    """What stood there before, the last first."""
    return list(message.former.select_related("replaced_by"))
