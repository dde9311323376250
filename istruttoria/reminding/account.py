"""The choice in one's account: whether a daily letter tells what waits."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.account import BaseSettingsPanel, notifications_tab

from istruttoria.permissions import may_answer
from istruttoria.reminding.models import ReminderSilence
from portal.models import User


class RemindersForm(forms.Form):
    """Reads and writes `ReminderSilence` of one account."""

    wants_letters = forms.BooleanField(
        label=_("Scrivimi ogni mattina che cosa di mio scade o aspetta"), required=False
    )

    def __init__(self, *args: Any, instance: User, **kwargs: Any) -> None:
        self.user = instance
        is_silent = ReminderSilence.objects.filter(account=instance).exists()
        super().__init__(*args, **kwargs)
        self.fields["wants_letters"].initial = not is_silent

    def save(self) -> None:
        if self.cleaned_data["wants_letters"]:
            ReminderSilence.objects.filter(account=self.user).delete()
        else:
            ReminderSilence.objects.get_or_create(account=self.user)


class RemindersPanel(BaseSettingsPanel):
    """Shown to whoever reviews: nothing waits for anybody else."""

    name = "reminders"
    title = _("Scadenze")
    tab = notifications_tab
    order = 210
    form_class = RemindersForm

    def is_active(self) -> bool:
        return may_answer(self.user)
