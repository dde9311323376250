"""Committees, as officers keep them."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import CreateView, DeleteView, EditView, IndexView
from wagtail.admin.viewsets.model import ModelViewSet

from candidature.models import Committee
from candidature.pages.kinds import answered_pages
from istruttoria.headings import OwnHeadingMixin
from portal.models import User
from portal.roles import Role


class CommitteeForm(WagtailAdminModelForm):
    """Only people who review can be members, only pages that can be answered be assigned: originals, whose
    translations follow them."""

    class Meta:
        model = Committee
        fields = ["name", "members", "pages", "zones"]
        widgets = {
            "members": forms.CheckboxSelectMultiple,
            "pages": forms.CheckboxSelectMultiple,
            "zones": forms.CheckboxSelectMultiple,
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        may_sit = Q(is_active=True, groups__name__in=[Role.REVIEWERS, Role.OFFICERS])
        if self.instance.pk:
            # Whoever is a member already can be seen, and removed, even after leaving the group.
            may_sit |= Q(committees=self.instance.pk)
        self.fields["members"].queryset = User.objects.filter(may_sit).distinct()
        self.fields["pages"].queryset = answered_pages().order_by("title")
        self.fields["pages"].label_from_instance = lambda page: page.title
        self.fields["members"].label_from_instance = lambda user: f"{user} ({user.email})"


class CommitteeIndexView(IndexView):
    page_title = gettext_lazy("Commissioni")
    add_item_label = gettext_lazy("Nuova commissione")

    def get_base_queryset(self) -> Any:
        return super().get_base_queryset().prefetch_related("members", "pages", "zones")

    @property
    def no_results_message(self) -> str:
        return _("Nessuna commissione: creane una, altrimenti nessun revisore vede candidature.")


class CommitteeCreateView(OwnHeadingMixin, CreateView):
    page_title = gettext_lazy("Nuova commissione")
    success_message = gettext_lazy("Commissione «%(object)s» creata.")
    error_message = gettext_lazy("La commissione non è stata creata: correggi gli errori.")


class CommitteeEditView(EditView):
    success_message = gettext_lazy("Commissione «%(object)s» salvata.")
    error_message = gettext_lazy("La commissione non è stata salvata: correggi gli errori.")


class CommitteeDeleteView(DeleteView):
    page_title = gettext_lazy("Elimina la commissione")
    success_message = gettext_lazy("Commissione «%(object)s» eliminata.")

    @property
    def confirmation_message(self) -> str:
        return _("I componenti non vedranno più ciò che vedono per suo tramite. Le candidature restano.")


def _names(relation: str) -> Any:
    return lambda committee: ", ".join(str(item) for item in getattr(committee, relation).all()) or "–"


class CommitteeViewSet(ModelViewSet):
    model = Committee
    name = "commissioni"
    icon = "group"
    menu_label = gettext_lazy("Commissioni")
    menu_order = 120
    add_to_admin_menu = True
    copy_view_enabled = False
    # The reference index follows pages and media; a committee names people.
    add_to_reference_index = False
    index_view_class = CommitteeIndexView
    add_view_class = CommitteeCreateView
    edit_view_class = CommitteeEditView
    delete_view_class = CommitteeDeleteView
    search_fields = ["name"]
    list_display = [
        "name",
        Column("members", label=gettext_lazy("Componenti"), accessor=_names("members")),
        Column("pages", label=gettext_lazy("Avvisi ed eventi"), accessor=_names("pages")),
        Column("zones", label=gettext_lazy("Zone-distretto"), accessor=_names("zones")),
    ]

    def get_form_class(self, for_update: bool = False) -> type[CommitteeForm]:
        return CommitteeForm
