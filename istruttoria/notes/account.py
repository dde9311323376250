"""The choice in one's account: whether a letter tells when a note names one."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.account import BaseSettingsPanel, notifications_tab

from istruttoria.notes.models import MentionSilence
from istruttoria.permissions import may_review
from portal.models import User


class MentionsForm(forms.Form):
    """Reads and writes `MentionSilence` of one account."""

    wants_letters = forms.BooleanField(
        label=_("Avvisami per email quando una nota interna mi nomina"), required=False
    )

    def __init__(self, *args: Any, instance: User, **kwargs: Any) -> None:
        self.user = instance
        is_silent = MentionSilence.objects.filter(user=instance).exists()
        super().__init__(*args, **kwargs)
        self.fields["wants_letters"].initial = not is_silent

    def save(self) -> None:
        if self.cleaned_data["wants_letters"]:
            MentionSilence.objects.filter(user=self.user).delete()
        else:
            MentionSilence.objects.get_or_create(user=self.user)


class MentionsPanel(BaseSettingsPanel):
    """Shown to whoever reviews: nobody else is named in a note."""

    name = "mentions"
    title = _("Note interne")
    tab = notifications_tab
    order = 200
    form_class = MentionsForm

    def is_active(self) -> bool:
        return may_review(self.user)
