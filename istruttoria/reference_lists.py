"""The lists as editors keep them: each loading is a new version, and none is ever taken away."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import OuterRef, Subquery
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.generic import CreateView, DeleteView, EditView, IndexView
from wagtail.admin.viewsets.model import ModelViewSet

from candidature.reference_lists.models import ReferenceList, ReferenceListVersion
from candidature.reference_lists.reading import LARGEST_FILE, MOST_ENTRIES, MalformedListError, read
from istruttoria.headings import OwnHeadingMixin


class ReferenceListForm(WagtailAdminModelForm):
    """The name, and a file whose content becomes the newest version."""

    file = forms.FileField(
        label=gettext_lazy("File CSV"), widget=forms.FileInput(attrs={"accept": ".csv,text/csv"})
    )

    class Meta:
        model = ReferenceList
        fields = ["name"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.entries: list[tuple[str, str]] = []
        present = self.instance.present() if self.instance.pk else None
        self.fields["file"].required = present is None
        rule = _(
            "La prima riga dice le colonne: «voce» e, se c’è, «codice». Codifica UTF-8, al massimo %(most)d "
            "voci."
        ) % {"most": MOST_ENTRIES}
        if present is not None:
            rule += " " + _(
                "Adesso vale la versione %(number)d (voci: %(size)d). Se carichi un altro file nasce una "
                "nuova versione: i moduli la mostrano subito, ciò che è già stato inviato resta com’era."
            ) % {"number": present.number, "size": present.size}
        self.fields["file"].help_text = rule

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file:
            try:
                # One byte more than there may be, so that too large a file is known for one.
                self.entries = read(file.read(LARGEST_FILE + 1))
            except MalformedListError as error:
                raise ValidationError(error.problems) from error
        return file

    def save(self, commit: bool = True) -> Any:
        saved = super().save(commit)
        if self.entries:
            saved.take(self.entries)
        return saved


class ReferenceListIndexView(IndexView):
    page_title = gettext_lazy("Elenchi di riferimento")
    add_item_label = gettext_lazy("Nuovo elenco")
    nothing_yet = gettext_lazy(
        "Nessun elenco: caricane uno da un file CSV, e una domanda potrà farne scegliere una voce."
    )

    def get_base_queryset(self) -> Any:
        newest = ReferenceListVersion.objects.filter(reference_list=OuterRef("pk")).order_by("-number")
        return (
            super()
            .get_base_queryset()
            .annotate(
                number=Subquery(newest.values("number")[:1]),
                size=Subquery(newest.values("size")[:1]),
                loaded_at=Subquery(newest.values("loaded_at")[:1]),
            )
        )


class ReferenceListCreateView(OwnHeadingMixin, CreateView):
    page_title = gettext_lazy("Nuovo elenco")
    success_message = gettext_lazy(
        "Elenco «%(object)s» creato: ora si può scegliere nelle domande «Voce di un elenco»."
    )
    error_message = gettext_lazy("L’elenco non è stato creato: correggi gli errori.")


class ReferenceListEditView(EditView):
    success_message = gettext_lazy("Elenco «%(object)s» salvato.")
    error_message = gettext_lazy("L’elenco non è stato salvato: correggi gli errori.")


class ReferenceListDeleteView(DeleteView):
    """A list is never deleted, whoever asks: forms that were sent name its versions."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.user_has_permission("delete"):
            response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
            return response
        messages.error(
            request,
            _("Un elenco non si elimina: i moduli già inviati lo citano. Puoi cambiarne il nome e le voci."),
        )
        return redirect(reverse("elenchi:index"))


class ReferenceListViewSet(ModelViewSet):
    model = ReferenceList
    name = "elenchi"
    icon = "list-ul"
    menu_label = gettext_lazy("Elenchi")
    menu_order = 140
    add_to_admin_menu = True
    copy_view_enabled = False
    index_view_class = ReferenceListIndexView
    add_view_class = ReferenceListCreateView
    edit_view_class = ReferenceListEditView
    delete_view_class = ReferenceListDeleteView
    search_fields = ["name"]
    list_display = [
        "name",
        Column("number", label=gettext_lazy("Versione")),
        Column("size", label=gettext_lazy("Voci")),
        DateColumn("loaded_at", label=gettext_lazy("Caricata")),
    ]

    def get_form_class(self, for_update: bool = False) -> Any:
        return ReferenceListForm
