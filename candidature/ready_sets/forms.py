"""What is asked of whoever puts a set aside, renames one, or begins a call from some."""

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from candidature.pages.kinds import page_choices
from candidature.ready_sets import versions
from candidature.ready_sets.choosing import ReadySet, offered_to
from candidature.ready_sets.models import OwnSet, clean_name
from portal.models import User


class OwnSetForm(forms.ModelForm[OwnSet]):
    """Name, purpose and who sees it. A set that changed since it was shown is not written over."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = OwnSet
        fields = ["name", "about", "is_shared"]
        error_messages = {"name": {"required": gettext_lazy("Scrivi il nome del gruppo.")}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["seen"] = self.mark

    def clean_name(self) -> str:
        return clean_name(self.cleaned_data["name"])

    def clean_about(self) -> str:
        return " ".join(self.cleaned_data["about"].split())

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.instance.pk and cleaned.get("seen") != self.mark:
            raise ValidationError({"name": changed_meanwhile()})
        return cleaned

    def stored(self, by: User) -> OwnSet | None:
        """The set as it is stored now; None, with an error, where a colleague was faster."""
        try:
            with transaction.atomic():
                if self.instance.pk:
                    former = self._as_read()
                    if former is None:
                        self.add_error("name", changed_meanwhile())
                        return None
                    versions.note_former(former)
                made = self.save()
                versions.note(made, by)
                return made
        except IntegrityError:
            # Asked of the database alone: what a colleague keeps to themselves is not told apart.
            self.add_error("name", _("Un gruppo con questo nome c’è già: scrivine un altro."))
            return None

    def _as_read(self) -> OwnSet | None:
        """The row, locked from now on; None where somebody changed or deleted it since it was read."""
        rows = OwnSet.objects.select_for_update().filter(
            pk=self.instance.pk, changed_at=self.instance.changed_at
        )
        return rows.first()

    @property
    def mark(self) -> str:
        """Which state of the set is shown."""
        return self.instance.mark if self.instance.pk else ""


def changed_meanwhile() -> str:
    return _("Nel frattempo questo gruppo è cambiato: guarda com’è adesso, poi riprova.")


class BeginForm(forms.Form):
    """A title, what is begun, and the sets it asks from the start."""

    title = forms.CharField(
        label=gettext_lazy("Titolo"),
        max_length=255,
        error_messages={"required": gettext_lazy("Scrivi il titolo del nuovo avviso o evento.")},
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Che cosa crei"), choices=page_choices, widget=forms.RadioSelect
    )
    sets = forms.MultipleChoiceField(
        label=gettext_lazy("Gruppi di domande"),
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Entrano nel modulo in quest’ordine. Puoi cambiare tutto dopo."),
        error_messages={"required": gettext_lazy("Scegli almeno un gruppo.")},
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered = {one.key: one for one in offered_to(user)}
        sets = cast(forms.MultipleChoiceField, self.fields["sets"])
        sets.choices = [(one.key, f"{one.name} – {one.about}".rstrip(" –")) for one in self.offered.values()]
        self.fields["kind"].initial = page_choices()[0][0]

    def clean_title(self) -> str:
        return " ".join(self.cleaned_data["title"].split())

    def clean_sets(self) -> list[ReadySet]:
        chosen = [one for key, one in self.offered.items() if key in self.cleaned_data["sets"]]
        for one in chosen:
            if one.refusal:
                raise ValidationError(
                    _("«%(name)s» non si può usare. %(why)s") % {"name": one.name, "why": one.refusal}
                )
        return chosen
