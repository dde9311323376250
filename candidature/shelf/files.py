"""Taking a call or an event away as a file, and making one of a file that arrives."""

from typing import Any, cast

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, View
from wagtail.admin import messages

from candidature.pages.index import first_index
from candidature.pages.kinds import original_pages
from candidature.shelf import travelling
from candidature.shelf.heading import ShelfPage
from portal.models import User


class LeaveView(View):
    """The file of a page, for whoever may edit it."""

    def get(self, request: HttpRequest, page_id: int) -> HttpResponse:
        page = get_object_or_404(original_pages().specific(), pk=page_id)
        if not page.permissions_for_user(request.user).can_edit():
            raise PermissionDenied
        packed = travelling.packed(page.get_latest_revision_as_object())
        response = HttpResponse(packed, content_type="application/json")
        response["Content-Disposition"] = f'attachment; filename="{page.slug}.json"'
        return response


class ArriveForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("Il file .json scaricato da un portale come questo."),
        error_messages={
            "required": gettext_lazy("Scegli il file."),
            "empty": gettext_lazy("Il file è vuoto."),
        },
    )

    def clean_file(self) -> dict[str, Any]:
        chosen = self.cleaned_data["file"]
        try:
            return travelling.unpacked(chosen.read(travelling.MOST_BYTES + 1))
        except travelling.BadFileError as error:
            raise forms.ValidationError(str(error)) from None


class ArriveView(ShelfPage, FormView[ArriveForm]):
    """Makes a draft of a file, and leads to its editor."""

    template_name = "candidature/shelf/arrive.html"
    form_class = ArriveForm
    header_icon = "upload"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        found = first_index()
        if found is None or not found.permissions_for_user(request.user).can_add_subpage():
            raise PermissionDenied
        self.index = found
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        return _("Da un file")

    def form_valid(self, form: ArriveForm) -> HttpResponse:
        try:
            user = cast(User, self.request.user)
            arrived = travelling.arrived(form.cleaned_data["file"], self.index, user)
        except travelling.BadFileError as error:
            form.add_error("file", str(error))
            return self.form_invalid(form)
        messages.success(
            self.request,
            _("«%(title)s» è pronto: è una bozza, senza date e senza territori.")
            % {"title": arrived.page.title},
        )
        for remark in arrived.remarks:
            messages.warning(self.request, remark)
        return redirect("wagtailadmin_pages:edit", arrived.page.pk)

    def form_invalid(self, form: ArriveForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=400)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return {**context, "form_is_multipart": True, "submit_button_label": _("Crea la bozza")}
