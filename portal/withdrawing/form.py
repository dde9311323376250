"""Where whoever looks for a page shall be led: part of the question whether to take it off the site."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.widgets import AdminPageChooser
from wagtail.models import Page

from portal.withdrawing.leading import withdrawn_with


class AlternativeForm(forms.Form):
    """Another public page, or none.

    Args:
        page: the one that leaves the site.
    """

    alternative = forms.ModelChoiceField(
        Page.objects.filter(live=True, depth__gt=1),
        label=gettext_lazy("Chi la cerca va a"),
        required=False,
        widget=AdminPageChooser,
        help_text=gettext_lazy(
            "Un’altra pagina pubblicata: ci arriva chi apre l’indirizzo di questa. Se non la indichi, chi la "
            "cerca legge che la pagina non c’è."
        ),
        error_messages={"invalid_choice": gettext_lazy("Scegli una pagina che si vede sul sito.")},
    )

    def __init__(self, page: Page, data: Any = None) -> None:
        super().__init__(data, label_suffix="")
        self.page = page

    @property
    def leaving(self) -> Any:
        """What leaves the site with this press."""
        return withdrawn_with(self.page, and_below=bool(self.data.get("include_descendants")))

    def clean_alternative(self) -> Page | None:
        chosen: Page | None = self.cleaned_data["alternative"]
        if chosen is not None and self.leaving.filter(pk=chosen.pk).exists():
            raise forms.ValidationError(
                _("«%(title)s» sparisce insieme a questa: scegline un’altra.") % {"title": chosen.title}
            )
        return chosen
