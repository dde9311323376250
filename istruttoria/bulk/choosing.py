"""From a selection of the list to what should be done with it."""

from typing import Any

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from candidature.models import FormVersion
from istruttoria.bulk.acts import Act, MessageAct, acts_for
from istruttoria.bulk.forms import MOST_FORMS, LettersForm, MessageForm, TargetForm, act_form
from istruttoria.bulk.preparing import prepare
from istruttoria.decisions.forms import DecisionForm
from istruttoria.decisions.request_form import RequestForm
from istruttoria.permissions import ReviewerRequiredMixin
from istruttoria.queue.saving import kept_query
from istruttoria.queue.selection import ACT, MOST_ROWS, Selection


class ChooseActView(ReviewerRequiredMixin, WagtailAdminTemplateMixin, TemplateView):
    """Asks what to do with the rows chosen, and what that asks for. Nothing happens yet: the next page says
    row by row what would."""

    template_name = "istruttoria/bulk/choose.html"
    header_icon = "tasks"

    @cached_property
    def selection(self) -> Selection:
        return Selection(self.request)

    @property
    def queue_url(self) -> str:
        return f"{reverse('candidature_review:index')}?{self.selection.listing.urlencode()}"

    @cached_property
    def acts(self) -> list[tuple[Act, int]]:
        """What the account may do, each with how many of the rows are in a state for it."""
        states = self.selection.rows.order_by().values_list("status", "kind")
        counted = list(states.annotate(n=Count("pk")))
        found = []
        for act in acts_for(self.selection.user):
            fit = sum(n for status, kind, n in counted if act.applies_to(status, kind))
            if fit:
                found.append((act, fit))
        return found

    @cached_property
    def act(self) -> Act | None:
        """The act asked for, if the account may do it and it fits a row."""
        return next((act for act, _fit in self.acts if act.key == self.request.GET.get(ACT)), None)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._sent_back() or self.render_to_response(self.get_context_data())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        sent_back = self._sent_back()
        if sent_back or self.act is None:
            return sent_back or self.render_to_response(self.get_context_data())
        form, letters = self._form(self.act, request.POST), LettersForm(request.POST)
        writes = bool(self.act.letter)
        if not form.is_valid() or (writes and not letters.is_valid()):
            context = self.get_context_data(form=form, letters_form=letters)
            return self.render_to_response(context, status=400)
        job = prepare(
            self.act,
            list(self.selection.rows.values_list("pk", "version", "status", "assigned_to")),
            self.selection.user,
            reason=form.cleaned_data.get("reason", ""),
            text=form.cleaned_data.get("text", ""),
            due_at=None if isinstance(form, MessageForm) else form.due_at,
            target=form.cleaned_data.get("target"),
            asked=form.asked if isinstance(form, RequestForm) else None,
            letters=letters.cleaned_data["letters"] if writes else LettersForm().fields["letters"].initial,
            listing=kept_query(self.request.GET),
        )
        return redirect("candidature_review:bulk_job", job.pk)

    def _sent_back(self) -> HttpResponse | None:
        """To the list, where nothing is chosen or too much."""
        if not self.selection.how_many:
            messages.warning(self.request, _("Prima scegli almeno una candidatura dell’elenco."))
        elif self.selection.is_too_many:
            messages.warning(
                self.request,
                _(
                    "Sono %(n)d: insieme se ne lavorano al massimo %(most)d, e non è cambiato nulla. "
                    "Lavorale una parte alla volta: restringi l’elenco, per esempio a un avviso, a una zona "
                    "o ai giorni in cui sono state inviate."
                )
                % {"n": self.selection.how_many, "most": MOST_ROWS},
            )
        else:
            return None
        return redirect(self.queue_url)

    def _form(self, act: Act, data: Any = None) -> DecisionForm | TargetForm | MessageForm:
        if isinstance(act, MessageAct):
            kinds = self.selection.rows.order_by().values_list("kind", flat=True).distinct()
            return MessageForm(kinds, data)
        if act.step is None:
            return TargetForm(act, self.selection.user, data)
        forms = FormVersion.objects.none()
        if act.step.needs_questions:
            used = self.selection.rows.order_by().values("form_version")
            forms = FormVersion.objects.filter(pk__in=used)[: MOST_FORMS + 1]
        return act_form(act.step, forms, data)

    def get_page_title(self) -> str:
        return _("Molte insieme")

    def get_page_subtitle(self) -> str:
        return self.act.label if self.act else ""

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *super().get_breadcrumbs_items(),
            {"url": self.queue_url, "label": _("Candidature")},
            {"url": "", "label": _("Molte insieme")},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = {
            **super().get_context_data(**kwargs),
            "how_many": self.selection.how_many,
            "cut_at": self.selection.cut_at,
            "acts": [
                {"label": act.label, "fit": fit, "url": f"?{self._with(act)}"} for act, fit in self.acts
            ],
            "act": self.act,
            "queue_url": self.queue_url,
        }
        if self.act is None:
            return context
        return {
            **context,
            "fit": next(fit for act, fit in self.acts if act is self.act),
            "form": kwargs.get("form") or self._form(self.act),
            "letters_form": kwargs.get("letters_form") or LettersForm(),
            "others_url": f"?{self.selection.parameters.urlencode()}",
        }

    def _with(self, act: Act) -> str:
        parameters = self.selection.parameters
        parameters[ACT] = act.key
        return parameters.urlencode()
