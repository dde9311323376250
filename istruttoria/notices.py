"""Privacy notices, as officers keep them: what somebody read once is never rewritten."""

from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, ProtectedError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.ui.tables import BooleanColumn
from wagtail.admin.views.generic import CopyView, CreateView, DeleteView, EditView, IndexView
from wagtail.admin.viewsets.model import ModelViewSet

from candidature.models import PrivacyNotice
from candidature.notices import readers
from istruttoria.headings import OwnHeadingMixin


class NoticeIndexView(IndexView):
    page_title = gettext_lazy("Informative privacy")
    add_item_label = gettext_lazy("Nuova informativa")

    def get_base_queryset(self) -> Any:
        was_read = ExpressionWrapper(readers.was_read(PrivacyNotice), output_field=BooleanField())
        return super().get_base_queryset().annotate(was_read=was_read).defer("body")


class NoticeCreateView(OwnHeadingMixin, CreateView):
    page_title = gettext_lazy("Nuova informativa")
    success_message = gettext_lazy("Informativa «%(object)s» creata.")
    error_message = gettext_lazy("L’informativa non è stata creata: correggi gli errori.")


class NoticeCopyView(OwnHeadingMixin, CopyView):
    """A new version: the same text to start from, and a version still to be named."""

    page_title = gettext_lazy("Nuova versione")
    success_message = gettext_lazy(
        "Informativa «%(object)s» creata: ora sceglila negli avvisi e negli eventi."
    )
    error_message = gettext_lazy("La nuova versione non è stata creata: correggi gli errori.")

    def get_initial_form_instance(self) -> PrivacyNotice:
        source: PrivacyNotice = super().get_initial_form_instance()
        # Without a number of its own the form would overwrite the version it starts from.
        source.pk = None
        source._state.adding = True
        source.version = ""
        source.published_on = PrivacyNotice._meta.get_field("published_on").get_default()
        return source


class NoticeEditView(EditView):
    """Editing ends when the first applicant has read the notice."""

    success_message = gettext_lazy("Informativa «%(object)s» salvata.")
    error_message = gettext_lazy("L’informativa non è stata salvata: correggi gli errori.")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.user_has_permission("change") or not self.get_object().is_in_use():
            response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
            return response
        messages.warning(
            request,
            _("Qualcuno ha già letto questa versione, perciò non si modifica più. Crea una nuova versione."),
        )
        return redirect(reverse("informative:copy", args=[kwargs["pk"]]))


class NoticeDeleteView(DeleteView):
    page_title = gettext_lazy("Elimina l’informativa")
    success_message = gettext_lazy("Informativa «%(object)s» eliminata.")

    @property
    def confirmation_message(self) -> str:
        return _("Vuoi davvero eliminare questa versione dell’informativa?")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.object.is_in_use() and self.user_has_permission("delete"):
            return self._refuse()
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response

    def get_usage_url(self) -> None:
        """No list of usages, with which Wagtail would refuse by itself and not say why."""

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            response: HttpResponse = super().form_valid(form)
            return response
        except ProtectedError:
            # A call or an event uses it, or somebody read it while the confirmation was on the screen.
            return self._refuse()

    def _refuse(self) -> HttpResponse:
        messages.error(
            self.request,
            _("Questa versione non si elimina: qualcuno l’ha letta, oppure la usa una pagina."),
        )
        return redirect(reverse("informative:index"))


class PrivacyNoticeViewSet(ModelViewSet):
    model = PrivacyNotice
    name = "informative"
    icon = "lock"
    menu_label = gettext_lazy("Informative privacy")
    menu_order = 130
    add_to_admin_menu = True
    index_view_class = NoticeIndexView
    add_view_class = NoticeCreateView
    edit_view_class = NoticeEditView
    copy_view_class = NoticeCopyView
    delete_view_class = NoticeDeleteView
    search_fields = ["title", "version"]
    list_display = [
        "title",
        "version",
        "published_on",
        BooleanColumn("was_read", label=gettext_lazy("Già letta")),
    ]
