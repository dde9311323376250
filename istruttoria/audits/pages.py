"""Where officers find what was erased, by its code, and print what the log still tells of it."""

from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from candidature.access.scope import OVERSEE
from candidature.models import LogEntry
from candidature.statuses import Kind
from istruttoria.audits import document, erased
from portal.models import User
from portal.pdf import press
from portal.web import downloads

PER_PAGE = 50
# No code of a submission is longer.
LONGEST_CODE = 24


class OverseerRequiredMixin(View):
    """Refuses accounts that do not oversee all, before anything is read."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perm(OVERSEE):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class ErasedView(OverseerRequiredMixin, WagtailAdminTemplateMixin, TemplateView):
    """The codes of what was erased, with when and by whom."""

    template_name = "istruttoria/audits/erased.html"
    header_icon = "bin"
    page_title = gettext_lazy("Cancellate")

    @property
    def asked(self) -> str:
        """The code that is searched, or its beginning."""
        return self.request.GET.get("codice", "").replace("\x00", "").strip()[:LONGEST_CODE]

    @cached_property
    def listed(self) -> Page[LogEntry]:
        return Paginator(erased.erasures(self.asked), PER_PAGE).get_page(self.request.GET.get("p"))

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        queue = {"url": reverse("candidature_review:index"), "label": _("Candidature")}
        return [*super().get_breadcrumbs_items(), queue, {"url": "", "label": str(self.page_title)}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            "asked": self.asked,
            "longest_code": LONGEST_CODE,
            "listed": self.listed,
            "rows": [{"entry": entry, "kind": Kind(entry.kind).label} for entry in self.listed],
        }


class ErasedAuditView(OverseerRequiredMixin):
    """The log of one as a document; making it is in the log too."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        erasure = erased.erasure_of(kwargs["reference"])
        if erasure is None:
            raise Http404
        user = cast(User, request.user)
        erased.note_audit(erasure, user)
        contents = erased.contents(erasure)
        contents["parts"] += erased.lists(erasure)
        try:
            content = document.made(contents, erasure.reference, contents["subject"], user)
        except press.NotMadeError:
            messages.error(request, _("Ora il documento non si può preparare: riprova tra qualche minuto."))
            return redirect("candidature_review:erased")
        return downloads.made(content, f"registro-{erasure.reference}.pdf", document.PDF)
