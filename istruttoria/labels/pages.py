"""The pages on which labels are made, changed and deleted."""

from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from candidature.access.scope import Reach, reach_now
from candidature.models import Submission
from istruttoria.labels.forms import KeptLabelForm, LabelChangedError, LabelForm, mark
from istruttoria.labels.models import Label
from istruttoria.labels.offered import carrying, labels_within, may_keep
from istruttoria.permissions import ReviewerRequiredMixin, may_answer
from portal.models import User

# The name of the button that deletes.
DELETE = "delete"
CONFLICT = 409


class LabelsPage(ReviewerRequiredMixin, WagtailAdminTemplateMixin, TemplateView):
    header_icon = "tag"

    @cached_property
    def user(self) -> User:
        return cast(User, self.request.user)

    @cached_property
    def reach(self) -> Reach:
        return reach_now(self.user)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may_answer(self.user):
            raise PermissionDenied
        return self.posted(request)

    def posted(self, request: HttpRequest) -> HttpResponse:
        raise NotImplementedError

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        queue, labels = reverse("candidature_review:index"), reverse("candidature_review:labels")
        return [
            *super().get_breadcrumbs_items(),
            {"url": queue, "label": _("Candidature")},
            {"url": labels, "label": _("Etichette")},
        ]


class LabelsView(LabelsPage):
    """The labels that the account may know of, and the form that makes one."""

    template_name = "istruttoria/labels/labels.html"
    page_title = gettext_lazy("Etichette")

    def posted(self, request: HttpRequest) -> HttpResponse:
        form = LabelForm(self.user, self.reach, request.POST)
        label = form.stored() if form.is_valid() else None
        if label is None:
            return self.render_to_response(self.get_context_data(form=form), status=400)
        messages.success(request, _("Etichetta «%(name)s» creata.") % {"name": label.name})
        return redirect("candidature_review:labels")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            "form": LabelForm(self.user, self.reach),
            **super().get_context_data(**kwargs),
            "labels": labels_within(self.reach).select_related("page"),
            "may_label": may_answer(self.user),
        }


class LabelView(LabelsPage):
    """One label: its name and colour, and the button that deletes it."""

    template_name = "istruttoria/labels/label.html"

    @cached_property
    def label(self) -> Label:
        label = labels_within(self.reach).select_related("page").filter(pk=self.kwargs["label"]).first()
        if label is None:
            raise Http404
        if not may_keep(label, self.user, self.reach):
            raise PermissionDenied
        return label

    def get_page_title(self) -> str:
        return self.label.name

    def posted(self, request: HttpRequest) -> HttpResponse:
        label = self.label
        if DELETE in request.POST:
            name = label.name
            label.delete()
            messages.success(request, _("Etichetta «%(name)s» eliminata.") % {"name": name})
            return redirect("candidature_review:labels")
        form = KeptLabelForm(request.POST, instance=label)
        try:
            stored = form.stored() if form.is_valid() else None
        except LabelChangedError:
            return self._changed()
        if stored is None:
            label.refresh_from_db()
            return self.render_to_response(self.get_context_data(form=form), status=400)
        messages.success(request, _("Etichetta «%(name)s» salvata.") % {"name": label.name})
        return redirect("candidature_review:labels")

    def _changed(self) -> HttpResponse:
        """The label as a colleague made it; what was typed stays, to be saved over that or not."""
        del self.__dict__["label"]
        data = self.request.POST.copy()
        data["seen"] = mark(self.label)
        again = KeptLabelForm(data, instance=self.label)
        again.is_valid()
        again.add_error(None, _("Intanto un collega l’ha cambiata: guarda com’è adesso, poi salva."))
        self.label.refresh_from_db()
        return self.render_to_response(self.get_context_data(form=again), status=CONFLICT)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            "form": KeptLabelForm(instance=self.label),
            **super().get_context_data(**kwargs),
            "label": self.label,
            "standing": carrying(self.reach.narrow(Submission.objects.all()), [str(self.label.pk)]).count(),
        }
