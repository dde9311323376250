"""What is asked of whoever confirms a change, or moves a term."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateTimeInput

from candidature.pages.participation import ParticipationPage
from candidature.pages.window import Window
from candidature.published.history import LONGEST_NOTE

_THREE_LINES = {"rows": 3}


def _note(label: Any, help_text: Any, *, required: bool = True, missing: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=required,
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs=_THREE_LINES),
        error_messages={"required": missing} if missing else {},
    )


def _office_note() -> forms.CharField:
    return _note(
        _("Annotazione dell’ufficio"),
        _("Facoltativa: l’atto o la richiesta da cui viene. Non si pubblica."),
        required=False,
    )


class ConfirmForm(forms.Form):
    """The notes that go with a publication.

    `shown` says which change was on the screen when the button was pressed.
    """

    shown = forms.CharField(widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        asks_of_form: bool,
        matters: bool,
        asks_of_term: bool,
        asks_of_who: bool,
        narrows: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        if asks_of_form:
            self.fields["note"] = _note(
                _("Nota pubblica sul modulo"),
                _(
                    "Una o due frasi: che cosa è cambiato e perché. Si legge sulla pagina, con la data, e la "
                    "trova chi sta scrivendo."
                ),
                required=matters,
                missing=_("Scrivi che cosa è cambiato e perché: lo legge chi sta scrivendo."),
            )
        if asks_of_term:
            self.fields["reason"] = _note(
                _("Motivo del nuovo termine"),
                _("Si legge sulla pagina, con la data, e nella lettera a chi sta scrivendo."),
                missing=_("Scrivi perché il termine cambia: lo legge chi sta scrivendo."),
            )
        if asks_of_who:
            self.fields["who_note"] = _note(
                _("Nota pubblica su chi può partecipare"),
                _("Che cosa è cambiato e perché. Si legge sulla pagina, con la data."),
                required=narrows,
                missing=_("Scrivi perché cambia chi può partecipare: lo legge chi sta scrivendo."),
            )
        self.fields["office_note"] = _office_note()


class TermForm(forms.Form):
    """One of the acts on the term of a page, with its reason."""

    MOVE, CLOSE, SUSPEND, RESUME = "move", "close", "suspend", "resume"
    _LABELS = {
        MOVE: _("Spostare il termine: proroga, riapertura o termine anticipato"),
        CLOSE: _("Chiudere subito"),
        SUSPEND: _("Sospendere"),
        RESUME: _("Far riprendere"),
    }

    shown = forms.CharField(widget=forms.HiddenInput)
    act = forms.ChoiceField(
        label=_("Che cosa vuoi fare"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Scegli che cosa vuoi fare.")},
    )
    closes_at = forms.DateTimeField(
        label=_("Nuovo termine"),
        required=False,
        widget=AdminDateTimeInput,
        help_text=_(
            "Giorno e ora, fuso di Roma. Serve per spostare il termine; se fai riprendere, solo se cambia."
        ),
    )
    suspended_until = forms.DateTimeField(
        label=_("Sospeso fino a"),
        required=False,
        widget=AdminDateTimeInput,
        help_text=_(
            "Solo per sospendere: a quell’ora riprende da solo. Vuoto: finché non lo fai riprendere."
        ),
    )
    note = _note(
        _("Motivo"),
        _("Si legge sulla pagina, con la data, e nella lettera a chi sta scrivendo."),
        missing=_("Scrivi il motivo: lo legge chi sta scrivendo."),
    )
    office_note = _office_note()

    def __init__(self, *args: Any, page: ParticipationPage, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.page, self.at = page, at
        acts = self._acts()
        self.fields["act"].choices = [(act, self._LABELS[act]) for act in acts]  # type: ignore[attr-defined]
        if len(acts) == 1:
            self.fields["act"].initial = acts[0]
        if self.SUSPEND not in acts:
            del self.fields["suspended_until"]

    def _acts(self) -> list[str]:
        if self.page.is_suspended(self.at):
            return [self.RESUME, self.CLOSE]
        if self.page.window(self.at) is Window.CLOSED:
            return [self.MOVE]
        return [self.MOVE, self.CLOSE, self.SUSPEND]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        act = cleaned.get("act")
        if act == self.MOVE:
            self._check_move(cleaned.get("closes_at"))
        elif act == self.RESUME:
            self._check_resume(cleaned.get("closes_at"))
        elif act == self.SUSPEND:
            self._check_suspend(cleaned.get("suspended_until"))
        return cleaned

    def _check_move(self, closes_at: datetime | None) -> None:
        if "closes_at" in self.errors:
            return
        if closes_at is None:
            self.add_error("closes_at", _("Scrivi il nuovo termine, con giorno e ora."))
        elif closes_at <= self.at:
            self.add_error(
                "closes_at", _("Questo momento è già passato. Per chiudere ora scegli «Chiudere subito».")
            )
        elif closes_at == self.page.closes_at:
            self.add_error("closes_at", _("È il termine che c’è già."))
        else:
            self._check_moments(closes_at)

    def _check_resume(self, closes_at: datetime | None) -> None:
        if "closes_at" in self.errors:
            return
        ends = closes_at or self.page.closes_at
        if ends is None or ends <= self.at:
            self.add_error("closes_at", _("Il termine è passato durante la sospensione: scrivine uno nuovo."))
        elif closes_at:
            self._check_moments(closes_at)

    def _check_suspend(self, until: datetime | None) -> None:
        if until is None:
            return
        if until <= self.at:
            self.add_error("suspended_until", _("Questo momento è già passato."))
        elif self.page.closes_at and until >= self.page.closes_at:
            self.add_error(
                "suspended_until",
                _("A quell’ora il termine sarà già passato: prima sposta il termine, o lascia vuoto."),
            )

    def _check_moments(self, closes_at: datetime) -> None:
        trial = type(self.page)()
        for name in self.page.moments:
            setattr(trial, name, getattr(self.page, name))
        trial.closes_at = closes_at
        if wrong := trial.wrong_moments().get("closes_at"):
            self.add_error("closes_at", wrong)
