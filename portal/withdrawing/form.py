"""Where whoever looks for pages shall be led: part of the question whether to take them off the site."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.widgets import AdminPageChooser
from wagtail.models import Page

from portal.pages.visibility import published
from portal.withdrawing.leading import deleted_with, withdrawn_with


class AlternativeForm(forms.Form):
    """Another public page, or none.

    Args:
        pages: those that leave the site, at least one.
        for_good: they are deleted, with all that stands below them; otherwise that leaves where it is ticked.
    """

    alternative = forms.ModelChoiceField(
        published(Page.objects.filter(depth__gt=1)),
        label=gettext_lazy("Chi la cerca va a"),
        required=False,
        widget=AdminPageChooser,
        help_text=gettext_lazy(
            "Un’altra pagina pubblicata: ci arriva chi apre l’indirizzo di questa. Se non la indichi, chi la "
            "cerca legge che la pagina non c’è."
        ),
        error_messages={"invalid_choice": gettext_lazy("Scegli una pagina che si vede sul sito.")},
    )

    def __init__(self, pages: Sequence[Page], data: Any = None, *, for_good: bool = False) -> None:
        super().__init__(data, label_suffix="")
        self.pages = pages
        self.for_good = for_good
        if self.asks_of_many:
            self.fields["alternative"].label = _("Chi le cerca va a")
            self.fields["alternative"].help_text = _(
                "Un’altra pagina pubblicata: ci arriva chi apre l’indirizzo di una di queste. Se non la "
                "indichi, chi le cerca legge che la pagina non c’è."
            )

    @property
    def asks_of_many(self) -> bool:
        """Also of one page that is off the site already: only what is below it is looked for."""
        return len(self.pages) > 1 or (self.for_good and any(not page.live for page in self.pages))

    @property
    def leaving(self) -> Any:
        """What leaves the site with this press."""
        if self.for_good:
            return deleted_with(self.pages)
        return withdrawn_with(self.pages, and_below=bool(self.data.get("include_descendants")))

    def clean_alternative(self) -> Page | None:
        chosen: Page | None = self.cleaned_data["alternative"]
        if chosen is not None and self.leaving.filter(pk=chosen.pk).exists():
            words = _("«%(title)s» sparisce insieme a questa: scegline un’altra.")
            if len(self.pages) > 1:
                words = _("«%(title)s» sparisce insieme a queste: scegline un’altra.")
            raise forms.ValidationError(words % {"title": chosen.title})
        return chosen
