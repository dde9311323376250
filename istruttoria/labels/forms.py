"""What staff type to make a label, or to change it."""

import hashlib
from typing import Any, cast

from django import forms
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from candidature.access.scope import OVERSEE, Reach
from istruttoria.labels.models import NAME_TAKEN, Label
from istruttoria.labels.offered import MOST_LABELS, pages_within
from portal.forms.text import plain_text_data
from portal.models import User


class LabelChangedError(Exception):
    """A colleague renamed, recoloured or deleted the label since it was shown."""


def mark(label: Label) -> str:
    """What a page says of the label that it shows, for its hidden input."""
    return hashlib.sha256(f"{label.colour} {label.name}".encode()).hexdigest()[:16]


class LabelForm(forms.ModelForm[Label]):
    """A new label. For all pages only where the account sees all."""

    class Meta:
        model = Label
        fields = ["name", "colour", "page"]

    def __init__(self, user: User, reach: Reach, data: Any = None) -> None:
        super().__init__(None if data is None else plain_text_data(data))
        page = cast("forms.ModelChoiceField[Any]", self.fields["page"])
        page.queryset = pages_within(reach).order_by("title")
        page.label_from_instance = lambda found: found.title  # type: ignore[method-assign, assignment]
        page.required = not user.has_perm(OVERSEE)
        page.empty_label = _("Tutti gli avvisi e gli eventi") if not page.required else _("Scegli")

    def clean_name(self) -> str:
        return " ".join(self.cleaned_data["name"].split())

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if "page" in cleaned and not self.instance.pk:
            alike = Label.objects.filter(page=cleaned["page"])
            if alike.count() >= MOST_LABELS:
                self.add_error(
                    None,
                    _("Ci sono già %(most)d etichette: eliminane una che non serve più.")
                    % {"most": MOST_LABELS},
                )
        return cleaned

    def stored(self) -> Label | None:
        """The label of a valid form, stored; None, with an error, where a colleague was faster."""
        return _stored(self)


class KeptLabelForm(forms.ModelForm[Label]):
    """A label that is there: what it is for stays, because it may stand on submissions."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Label
        fields = ["name", "colour"]

    clean_name = LabelForm.clean_name

    def __init__(self, data: Any = None, *, instance: Label) -> None:
        super().__init__(None if data is None else plain_text_data(data), instance=instance)
        self.initial["seen"] = mark(self.instance)

    def stored(self) -> Label | None:
        """As of a new one.

        Raises:
            LabelChangedError: it is not as it was on the screen.
        """
        with transaction.atomic():
            present = Label.objects.select_for_update().filter(pk=self.instance.pk).first()
            if present is None or mark(present) != self.cleaned_data["seen"]:
                raise LabelChangedError
            return _stored(self)

    def _get_validation_exclusions(self) -> set[str]:
        # The name is unique for its page, which is not typed.
        excluded: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]
        return excluded - {"page"}


def _stored(form: forms.ModelForm[Label]) -> Label | None:
    try:
        with transaction.atomic():
            return form.save()
    except IntegrityError:
        # Asked before; somebody took the name since.
        form.add_error(None, NAME_TAKEN)
        return None
