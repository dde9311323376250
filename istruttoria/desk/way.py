"""The way through what is typed at the desk: that of a draft, reached by an account instead of a link."""

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin import messages

from candidature.intake import desk, others
from candidature.intake.keeping import SavedStep
from candidature.models import DeskEntry
from candidature.pages.participation import ParticipationPage
from candidature.public.draft.way import DraftWay
from candidature.public.filling.page_order import OTHERS
from istruttoria.desk.entries import INDEX
from istruttoria.desk.words import OF_APPLICANT


@dataclass(frozen=True)
class DeskWay(DraftWay):
    """From "Chi sei" to the summary; "Salva" leads to the list of what is still to be finished."""

    entry: DeskEntry = field(kw_only=True)

    template = "step"
    words = OF_APPLICANT
    # There is no link that a saving could end.
    autosaves = True

    @cached_property
    def says_who(self) -> bool:
        # How old somebody is, is asked of the day on which it came.
        return others.says_who(self.draft, self.page, self.entry.received_at)

    @property
    def day(self) -> date:
        return timezone.localdate(self.entry.received_at)

    @property
    def client(self) -> str:
        return ""

    @property
    def number(self) -> int:
        """By which it is reached."""
        return self.entry.pk

    def accepts(self) -> bool:
        at = self.request.received_at  # type: ignore[attr-defined]
        return desk.may_be_entered(self.page, self.entry.received_at, at)

    def step_address(self, number: int) -> str:
        if number == OTHERS:
            return reverse("sportello:others", args=[self.number])
        return reverse("sportello:step", args=[self.number, number])

    def summary_address(self) -> str:
        return reverse("sportello:summary", args=[self.number])

    def upload_address(self) -> str:
        return reverse("sportello:upload", args=[self.number])

    def saved(self, _number: int) -> HttpResponse:
        messages.success(self.request, _("Salvato: lo ritrovi qui, in «Da finire»."))
        return redirect(INDEX)

    def told_first(self, _saved: SavedStep) -> HttpResponse | None:
        # What the form no longer asks for is told on the summary.
        return None

    def led_out(self) -> dict[str, Any]:
        return {}

    def show_out(self, context: dict[str, Any]) -> HttpResponse:
        return render_at_desk(self, "not_for_you", context)

    def show(self, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
        return render_at_desk(self, self.template, context, status=status)


def way_of(request: HttpRequest, entry: DeskEntry, page: ParticipationPage) -> DeskWay:
    """The way through an entry that is still typed."""
    return DeskWay(request, "", page, page.schema, entry.typed, entry=entry)


def render_at_desk(way: DeskWay, name: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    """A page of the journey in the desk's frame: `templates/istruttoria/desk/`."""
    about = {"entry": way.entry, "draft": way.draft, "page": way.page}
    about |= {"at_desk": True, "who_title": way.words.title}
    return render(way.request, f"istruttoria/desk/{name}.html", {**context, **about}, status=status)
