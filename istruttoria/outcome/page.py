"""The page on which an outcome is prepared: what it tells is ticked, looked at, and then put into a draft."""

from collections.abc import Iterator
from typing import Any, cast

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from candidature.models import CallPage, Submission
from candidature.pages.scoring import criteria_of
from candidature.statuses import OPEN_STATUSES, Kind, label_for
from candidature.submissions.applicants import ApplicantKind
from istruttoria.outcome.allowed import may_prepare, preparable
from istruttoria.outcome.making import DECIDED, MOST_ROWS, Told, put_into_draft, table_of
from istruttoria.outcome.moved import moved
from istruttoria.permissions import ReviewerRequiredMixin
from portal.models import User


class OutcomeForm(forms.Form):
    """What the outcome tells.

    Args:
        states: those in which there are any, with their words.
    """

    states = forms.MultipleChoiceField(
        label=gettext_lazy("Quali"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Scegli almeno un esito.")},
    )
    points = forms.BooleanField(
        label=gettext_lazy("Anche i punti"),
        required=False,
        help_text=gettext_lazy("Prima chi ne ha di più. Senza, l’ordine è quello dei codici."),
    )
    names = forms.BooleanField(
        label=gettext_lazy("Anche il nome delle organizzazioni"),
        required=False,
        help_text=gettext_lazy(
            "Solo se l’avviso diceva che si pubblica. Delle persone non si scrive mai il nome: resta fuori "
            "anche quello di un’organizzazione che contiene il nome di chi ha scritto."
        ),
    )
    # Of the table that was on the screen.
    shown = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(
        self, states: list[tuple[str, str]], *, has_points: bool, has_bodies: bool, data: Any = None
    ) -> None:
        super().__init__(data, initial={"states": [state for state, _words in states]})
        cast(forms.MultipleChoiceField, self.fields["states"]).choices = states
        if not has_points:
            del self.fields["points"]
        if not has_bodies:
            del self.fields["names"]

    @property
    def told(self) -> Told:
        """What was ticked, once it is valid."""
        ticked = self.cleaned_data
        return Told(ticked["states"], bool(ticked.get("points")), bool(ticked.get("names")))


class OutcomeView(ReviewerRequiredMixin, WagtailAdminTemplateMixin, TemplateView):
    """For whoever may decide upon the call and edit its page."""

    template_name = "istruttoria/outcome.html"
    header_icon = "list-ol"
    page_title = gettext_lazy("Prepara l’esito")

    @cached_property
    def user(self) -> User:
        return cast(User, self.request.user)

    @cached_property
    def call(self) -> CallPage:
        """The call.

        Raises:
            Http404: there is none, or it is the translation of one.
            PermissionDenied: the account may not prepare its outcome.
        """
        call: CallPage | None = CallPage.objects.filter(id=self.kwargs["page_id"], original=None).first()
        if call is None:
            raise Http404
        if not preparable(self.user, CallPage.objects.filter(pk=call.pk)).exists():
            raise PermissionDenied
        return call

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        # Asked before anything is counted.
        _asked = self.call
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many came, by state."""
        rows = Submission.objects.filter(page=self.call.pk).order_by().values_list("status")
        return dict(rows.annotate(n=Count("pk")))

    @property
    def decided(self) -> int:
        return sum(self.counts.get(status, 0) for status in DECIDED)

    @property
    def is_locked(self) -> bool:
        return bool(self.call.permissions_for_user(self.user).page_locked())

    def _form(self, data: Any = None) -> OutcomeForm:
        states = [
            (str(status), f"{label_for(status, Kind.CALL)} ({self.counts[status]})")
            for status in DECIDED
            if self.counts.get(status)
        ]
        bodies = Q(page=self.call.pk, status__in=DECIDED, applicant_kind=ApplicantKind.ORGANISATION)
        return OutcomeForm(
            states,
            has_points=bool(criteria_of(self.call.scoring)),
            has_bodies=Submission.objects.filter(bodies).exists(),
            data=data,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Shows the table, or puts it into a draft if it is the one that was shown."""
        if not self.decided or self.decided > MOST_ROWS or self.is_locked:
            return self.render_to_response(self.get_context_data(), status=409)
        form = self._form(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=400)
        table = table_of(self.call, form.told, timezone.localdate())
        shown = form.cleaned_data["shown"]
        if "confirm" in request.POST and shown == table.digest:
            put_into_draft(self.call, table, self.user)
            messages.success(
                request, _("L’esito è in bozza: leggilo ancora una volta, e pubblica quando va bene.")
            )
            return redirect("wagtailadmin_pages:edit", self.call.pk)
        changed = "confirm" in request.POST
        return self.render_to_response(self.get_context_data(form=form, table=table, changed=changed))

    def get_page_subtitle(self) -> str:
        text: str = self.call.title
        return text

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *super().get_breadcrumbs_items(),
            {"url": self.queue_url, "label": _("Candidature")},
            {"url": "", "label": str(self.page_title)},
        ]

    @property
    def queue_url(self) -> str:
        return f"{reverse('candidature_review:index')}?stage=all&page={self.call.pk}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            "call": self.call,
            "form": kwargs.get("form") or self._form(),
            "decided": self.decided,
            "is_too_many": self.decided > MOST_ROWS,
            "is_locked": self.is_locked,
            "still_open": sum(self.counts.get(status, 0) for status in OPEN_STATUSES),
            "moved": moved({self.call.pk: self.call.outcome}).get(self.call.pk, 0),
            "queue_url": self.queue_url,
            "edit_url": reverse("wagtailadmin_pages:edit", args=[self.call.pk]),
        }


def header_buttons(page: Page, user: Any, **_more: Any) -> Iterator[Button]:
    """Of a call: its outcome, for whoever may prepare it."""
    if isinstance(page.specific, CallPage) and may_prepare(user, page.pk):
        address = reverse("candidature_review:outcome", args=[page.pk])
        yield Button(_("Prepara l’esito"), address, icon_name="list-ol", priority=58)
