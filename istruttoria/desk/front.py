"""The desk itself: the code of a printed form, what can be answered, and what is still to be finished."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from candidature.access import entering
from candidature.access.scope import Reach, reach_now
from candidature.intake import desk
from candidature.models import DeskEntry
from candidature.pages.kinds import participation_models
from candidature.pages.participation import ParticipationPage
from candidature.paper import codes
from istruttoria.clerk_pages import ClerkView
from istruttoria.desk.entries import being_typed

# For so long after the closing a page is still offered: papers that came in time are typed by then.
OFFERED_AFTER_CLOSING = timedelta(days=30)


class CodeForm(forms.Form):
    """The code at the foot of a printed form."""

    code = forms.CharField(
        label=gettext_lazy("Codice del modulo"),
        help_text=gettext_lazy("È stampato su ogni foglio del modulo vuoto, per esempio 4K-7KQ4X."),
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
        error_messages={"required": gettext_lazy("Scrivi il codice del modulo.")},
    )


@dataclass(frozen=True)
class Offered:
    """A call or an event for which something may be typed now.

    Attributes:
        is_late: whether only what came before the closing is taken.
        places: how many it still takes in, in words; empty where that is not limited.
    """

    page: ParticipationPage
    is_late: bool
    places: str


class DeskView(ClerkView):
    """Where somebody at the desk begins, and finds again what they began."""

    template_name = "istruttoria/desk/front.html"
    page_title = gettext_lazy("Allo sportello")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Finds the form of a code."""
        reach = reach_now(self.clerk)
        form = CodeForm(request.POST)
        if form.is_valid():
            found = codes.find(form.cleaned_data["code"])
            if found is None:
                form.add_error("code", _("Nessun modulo ha questo codice: ricontrolla lettere e cifre."))
            elif not entering.covers(reach, found.page):
                form.add_error(
                    "code", _("Questo modulo è di un avviso che non segui: passalo a chi se ne occupa.")
                )
            else:
                if not found.is_present:
                    messages.warning(
                        request,
                        _(
                            "Dopo la stampa il modulo è cambiato: le domande sul foglio non sono tutte "
                            "quelle di ora."
                        ),
                    )
                return redirect("sportello:begin", found.page.pk)
        return self.render_to_response(self.get_context_data(code_form=form), status=400)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        reach, now = reach_now(self.clerk), timezone.now()
        return {
            "code_form": CodeForm(),
            **super().get_context_data(**kwargs),
            "offered": offered(reach, now),
            "unfinished": [_titled(entry) for entry in being_typed(self.clerk, reach)],
        }


def offered(reach: Reach, now: datetime) -> list[Offered]:
    """What may be typed for, by the closing: what is open first."""
    found = []
    for model in participation_models():
        recent = model._default_manager.filter(
            original=None, live=True, opens_at__lte=now, closes_at__gt=now - OFFERED_AFTER_CLOSING
        )
        for page in recent:
            is_late = not page.accepts(now)
            if entering.covers(reach, page) and (not is_late or desk.is_taken_late(page, now)):
                places = page.places()
                found.append(Offered(page, is_late, places.line if places else ""))
    return sorted(found, key=lambda one: (one.is_late, one.page.last_moment or now, one.page.title))


def _titled(entry: DeskEntry) -> dict[str, Any]:
    draft = entry.typed
    return {
        "entry": entry,
        "draft": draft,
        "who": draft.applicant_name or _("Ancora senza nome"),
        "title": draft.page.title,
    }
