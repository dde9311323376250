"""How and when something came to the desk: asked before it is typed, and to be corrected while it is."""

from datetime import datetime
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from candidature.access.scope import reach_now
from candidature.intake import desk
from candidature.intake.drafts import DraftGoneError, IntakeError
from candidature.models import DeskEntry
from candidature.pages.participation import ParticipationPage
from candidature.privacy import retention
from candidature.submissions.channels import Channel
from istruttoria.clerk_pages import ClerkView
from istruttoria.desk.entries import INDEX, being_typed, page_for

_DAY, _HOUR = "%Y-%m-%d", "%H:%M"


class ArrivalForm(forms.Form):
    """By which way it came, and when it reached the office."""

    channel = forms.ChoiceField(
        label=gettext_lazy("Come è arrivata"),
        choices=Channel.at_the_desk,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Scegli come è arrivata.")},
    )
    day = forms.DateField(
        label=gettext_lazy("Ricevuta il giorno"),
        widget=forms.DateInput(format=_DAY, attrs={"type": "date"}),
        input_formats=[_DAY, "%d/%m/%Y"],
        error_messages={
            "required": gettext_lazy("Scrivi il giorno in cui è arrivata."),
            "invalid": gettext_lazy("Scrivi il giorno così: 28/11/2026."),
        },
    )
    hour = forms.TimeField(
        label=gettext_lazy("Alle ore"),
        widget=forms.TimeInput(format=_HOUR, attrs={"type": "time"}),
        input_formats=[_HOUR, "%H.%M", "%H:%M:%S"],
        help_text=gettext_lazy(
            "Conta quando è arrivata all’ufficio, non quando la scrivi: il registro ricorda tutti e due i "
            "momenti."
        ),
        error_messages={
            "required": gettext_lazy("Scrivi l’ora in cui è arrivata."),
            "invalid": gettext_lazy("Scrivi l’ora così: 10:42."),
        },
    )

    @property
    def received_at(self) -> datetime:
        """The moment that was typed, in Rome."""
        return timezone.make_aware(datetime.combine(self.cleaned_data["day"], self.cleaned_data["hour"]))

    @staticmethod
    def of(channel: str, moment: datetime) -> "ArrivalForm":
        """The form as it is shown first."""
        local = timezone.localtime(moment)
        return ArrivalForm(initial={"channel": channel, "day": local.date(), "hour": local.time()})


class ArrivalView(ClerkView):
    """The page that asks it, for a call or event."""

    template_name = "istruttoria/desk/arrival.html"
    page_title = gettext_lazy("Allo sportello")

    @property
    def answered(self) -> ParticipationPage:
        raise NotImplementedError

    def first(self) -> ArrivalForm:
        """The form before anything is typed into it."""
        raise NotImplementedError

    def write(self, form: ArrivalForm) -> DeskEntry:
        """Keeps what was typed."""
        raise NotImplementedError

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=self.first()))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = ArrivalForm(request.POST)
        page = self.answered
        if form.is_valid():
            try:
                return redirect("sportello:step", self.write(form).pk, 0)
            except desk.NotYetError:
                form.add_error("hour", _("È un momento che deve ancora venire."))
            except DraftGoneError:
                messages.warning(request, _("Nel frattempo è stata registrata o eliminata."))
                return redirect(INDEX)
            except IntakeError:
                form.add_error("hour", _why_not(page, form.received_at))
        return self.render_to_response(self.get_context_data(form=form), status=400)

    def get_page_subtitle(self) -> str:
        text: str = self.answered.title
        return text

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page, now = self.answered, timezone.now()
        takes = page.accepts(now) or desk.is_taken_late(page, now)
        return {
            **super().get_context_data(**kwargs),
            "answered": page,
            "standing": page.standing(),
            "takes": takes,
            # What is left of something that takes nobody any more is no news.
            "places": page.places() if takes else None,
        }


class BeginView(ArrivalView):
    """Begins to type something for the page whose number is in the address."""

    @cached_property
    def answered(self) -> ParticipationPage:
        return page_for(self.kwargs["page_id"], reach_now(self.clerk))

    def first(self) -> ArrivalForm:
        return ArrivalForm.of(Channel.PAPER, timezone.now())

    def write(self, form: ArrivalForm) -> DeskEntry:
        channel = Channel(form.cleaned_data["channel"])
        return desk.begin(self.answered, channel, form.received_at, self.clerk)


class EntryMixin(ArrivalView):
    """For what is being typed, whose number is in the address."""

    entry: DeskEntry

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        entries = being_typed(self.clerk, reach_now(self.clerk))
        found = next((entry for entry in entries if entry.pk == kwargs["pk"]), None)
        if found is None:
            messages.warning(request, _("Quello che cercavi non è più allo sportello."))
            return redirect(INDEX)
        self.entry = found
        return super().dispatch(request, *args, **kwargs)


class ChangeArrivalView(EntryMixin):
    """Corrects how and when it came."""

    @cached_property
    def answered(self) -> ParticipationPage:
        page: ParticipationPage = self.entry.typed.page.specific
        return page

    def first(self) -> ArrivalForm:
        return ArrivalForm.of(self.entry.typed.channel, self.entry.received_at)

    def write(self, form: ArrivalForm) -> DeskEntry:
        desk.change_arrival(
            self.entry, self.answered, Channel(form.cleaned_data["channel"]), form.received_at
        )
        return self.entry


class GiveUpView(EntryMixin):
    """Forgets what is being typed; by POST only."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        retention.forget_draft(self.entry.typed)
        messages.success(request, _("Eliminata: di ciò che era scritto non resta nulla."))
        return redirect(INDEX)


def _why_not(page: ParticipationPage, received_at: datetime) -> str:
    """Why nothing is taken that came at a moment."""
    standing = page.standing(received_at)
    if standing.is_open:
        # It came in time, and something else happened since: it has begun, or is suspended.
        standing = page.standing()
    return _("A quel momento non si può registrare. %(why)s") % {"why": standing.sentence}
