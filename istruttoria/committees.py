"""Committees, as officers keep them."""

from typing import Any

from django.db.models import BooleanField, Case, Exists, OuterRef, Q, Value, When
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import CreateView, DeleteView, EditView, IndexView
from wagtail.admin.viewsets.model import ModelViewSet

from candidature.models import Committee
from candidature.pages.kinds import original_pages, participation_models
from istruttoria.headings import OwnHeadingMixin
from portal.editorial.grouped_boxes import GroupedBoxes
from portal.models import User
from portal.roles import Role
from territori.models import Zone


def _role_of(user: Any) -> str:
    """The group under which somebody is offered: what they do, not every group they are in."""
    return str(_("Responsabili")) if user.is_officer else str(_("Revisori"))


def _time_of(page: Any) -> str:
    return str(_("Aperti o in arrivo")) if page.is_coming else str(_("Chiusi"))


def _all_zones(_zone: Zone) -> str:
    return str(_("Tutte le zone"))


class CommitteeForm(WagtailAdminModelForm):
    """Only people who review can be members, only pages that can be answered be assigned: originals, whose
    translations follow them."""

    class Meta:
        model = Committee
        fields = ["name", "members", "pages", "zones"]
        widgets = {
            "members": GroupedBoxes(_role_of, search=gettext_lazy("Cerca una persona")),
            "pages": GroupedBoxes(_time_of, search=gettext_lazy("Cerca un avviso o un evento")),
            "zones": GroupedBoxes(_all_zones, search=gettext_lazy("Cerca una zona")),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        may_sit = Q(is_active=True, groups__name__in=[Role.REVIEWERS, Role.OFFICERS])
        if self.instance.pk:
            # Whoever is a member already can be seen, and removed, even after leaving the group.
            may_sit |= Q(committees=self.instance.pk)
        officers = User.groups.through.objects.filter(user=OuterRef("pk"), group__name=Role.OFFICERS)
        members = User.objects.filter(may_sit).distinct().annotate(is_officer=Exists(officers))
        # Groups in the order of their names; in them by surname.
        self.fields["members"].queryset = members.order_by("-is_officer", "last_name", "first_name", "pk")
        self.fields["pages"].queryset = _pages()
        if not self.instance.pk or not self.instance.pages.exists():
            self.fields["pages"].widget.first = str(_("Aperti o in arrivo"))
        self.fields["pages"].label_from_instance = lambda page: page.title
        self.fields["members"].label_from_instance = lambda user: f"{user} ({user.email})"


def _pages() -> Any:
    """What can be answered, what is open or coming first."""
    coming = Q(pk__in=[])
    for model in participation_models():
        open_or_coming = model._default_manager.filter(closes_at__gt=timezone.now(), concluded=False)
        coming |= Q(pk__in=open_or_coming.order_by().values("pk"))
    is_coming = Case(When(coming, then=Value(True)), default=Value(False), output_field=BooleanField())
    return original_pages().annotate(is_coming=is_coming).order_by("-is_coming", "title")


class CommitteeIndexView(IndexView):
    page_title = gettext_lazy("Commissioni")
    add_item_label = gettext_lazy("Nuova commissione")
    nothing_yet = gettext_lazy(
        "Nessuna commissione: creane una, altrimenti nessun revisore vede candidature."
    )

    def get_base_queryset(self) -> Any:
        return super().get_base_queryset().prefetch_related("members", "pages", "zones")


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
