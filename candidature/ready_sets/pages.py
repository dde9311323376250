"""The pages of ready sets: all of them, one with its questions, and a call that begins with some."""

from dataclasses import replace
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import FormView, TemplateView, UpdateView
from wagtail.admin import messages
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from candidature.pages.index import first_index
from candidature.pages.kinds import participation_models
from candidature.pages.starting_values import starting_values
from candidature.ready_sets.choosing import ReadySet, find, offered_to
from candidature.ready_sets.contents import UnusableSetError, block
from candidature.ready_sets.editor import TAKEN_BACK, EditorRequiredMixin, named_in_log
from candidature.ready_sets.forms import BeginForm, OwnSetForm, changed_meanwhile
from candidature.ready_sets.models import OwnSet
from candidature.ready_sets.versions import OwnSetVersion, take_back
from candidature.shelf.copying import added_as_draft
from candidature.shelf.heading import ShelfPage
from moduli import on_paper
from portal.models import User


def may_begin(user: User | AnonymousUser) -> bool:
    """Whether this account may make a call or an event below the first index of the site."""
    index = first_index()
    return index is not None and bool(index.permissions_for_user(user).can_add_subpage())


class SetsPage(EditorRequiredMixin, ShelfPage):
    """A page below the list of sets."""

    header_icon = "list-ul"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        *above, here = super().get_breadcrumbs_items()
        return [*above, {"url": reverse("ready_sets:index"), "label": _("Gruppi pronti")}, here]


class ListView(EditorRequiredMixin, ShelfPage, TemplateView):
    """Every set that this account may take."""

    template_name = "candidature/ready_sets/list.html"
    header_icon = "list-ul"

    def get_page_title(self) -> str:
        return _("Gruppi pronti di domande")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        offered = offered_to(self.user)
        return {
            **super().get_context_data(**kwargs),
            "supplied": [one for one in offered if one.own is None],
            "own": [one for one in offered if one.own is not None],
        }


class OneSet(SetsPage):
    """A page about one set."""

    @cached_property
    def found(self) -> ReadySet:
        """
        Raises:
            Http404: there is none that this account may see.
        """
        found = find(self.kwargs["key"], self.user)
        if found is None:
            raise Http404
        return found

    @property
    def kept(self) -> OwnSet:
        """The row of a set that this account may change.

        Raises:
            Http404, PermissionDenied
        """
        own = self.found.own
        if own is None or not own.belongs_to(self.user):
            raise PermissionDenied
        return own


class SetView(OneSet, TemplateView):
    """What a set asks, who made it, and what happened to it."""

    template_name = "candidature/ready_sets/set.html"

    def get_page_title(self) -> str:
        return self.found.name

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = self.found
        own = found.own
        may_change = own is not None and own.belongs_to(self.user)
        try:
            read = found.contents
        except UnusableSetError:
            read = None
        return {
            **super().get_context_data(**kwargs),
            "set": found,
            "steps": on_paper(read.schema) if read else [],
            "remarks": read.remarks if read else [],
            "may_begin": may_begin(self.user),
            "may_change": may_change,
            "versions": list(own.versions.select_related("by").defer("content"))
            if own and may_change
            else [],
            "history": list(ModelLogEntry.objects.for_instance(own).select_related("user")) if own else [],
        }


class VersionView(OneSet, TemplateView):
    """What a set held from one moment on; a press puts it back."""

    template_name = "candidature/ready_sets/version.html"
    header_icon = "history"

    @cached_property
    def version(self) -> OwnSetVersion:
        """
        Raises:
            Http404, PermissionDenied
        """
        return get_object_or_404(self.kept.versions.select_related("by"), number=self.kwargs["number"])

    @cached_property
    def is_present(self) -> bool:
        return bool(self.version.content == self.kept.content)

    def get_page_title(self) -> str:
        return _("«%(name)s», versione %(number)d") % {
            "name": self.found.name,
            "number": self.version.number,
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        own = self.kept
        former = replace(self.found, content=self.version.content)
        refusal = former.refusal
        return {
            **super().get_context_data(**kwargs),
            "set": self.found,
            "version": self.version,
            "is_present": self.is_present,
            "seen": own.mark,
            "refusal": refusal,
            "remarks": [] if refusal else former.contents.remarks,
            "steps": [] if refusal else on_paper(former.contents.schema),
        }

    def post(self, request: HttpRequest, key: str, number: int) -> HttpResponse:
        own, version = self.kept, self.version
        if refusal := replace(self.found, content=version.content).refusal:
            messages.error(request, refusal)
        elif request.POST.get("seen") != own.mark or not take_back(own, version, self.user):
            messages.error(request, changed_meanwhile())
        else:
            log(
                instance=own,
                action=TAKEN_BACK,
                user=self.user,
                title=named_in_log(own),
                content_changed=True,
            )
            messages.success(
                request,
                _("«%(name)s» ha di nuovo le domande della versione %(number)d.")
                % {"name": own.name, "number": version.number},
            )
        return redirect("ready_sets:set", key)


class RenameView(OneSet, UpdateView[OwnSet, OwnSetForm]):
    """Name, purpose and who sees it."""

    template_name = "candidature/ready_sets/rename.html"
    form_class = OwnSetForm
    header_icon = "edit"

    def get_object(self, queryset: Any = None) -> OwnSet:
        return self.kept

    def get_page_title(self) -> str:
        return _("Cambia «%(name)s»") % {"name": self.found.name}

    def form_valid(self, form: Any) -> HttpResponse:
        changed = form.stored(self.user)
        if changed is None:
            return self.form_invalid(form)
        log(
            instance=changed,
            action="wagtail.edit",
            user=self.user,
            title=named_in_log(changed),
            content_changed=form.has_changed(),
        )
        messages.success(self.request, _("«%(name)s» è salvato.") % {"name": changed.name})
        return redirect("ready_sets:index")

    def form_invalid(self, form: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=400)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "submit_button_label": _("Salva")}


class DeleteView(OneSet, TemplateView):
    """Asks, and deletes: forms that took the set keep their own copy."""

    template_name = "candidature/ready_sets/delete.html"
    header_icon = "bin"

    def get_page_title(self) -> str:
        return _("Elimina «%(name)s»") % {"name": self.kept.name}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "set": self.found}

    def post(self, request: HttpRequest, key: str) -> HttpResponse:
        own = self.kept
        log(instance=own, action="wagtail.delete", user=self.user, title=named_in_log(own), deleted=True)
        own.delete()
        messages.success(
            request, _("«%(name)s» è eliminato: i moduli restano come sono.") % {"name": own.name}
        )
        return redirect("ready_sets:index")


class BeginView(SetsPage, FormView[BeginForm]):
    """Makes a draft whose form asks some sets from the start, and leads to its editor."""

    template_name = "candidature/ready_sets/begin.html"
    form_class = BeginForm
    header_icon = "plus"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        index = first_index()
        if index is None or not may_begin(request.user):
            raise PermissionDenied
        self.index = index
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        return _("Da gruppi pronti")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "user": self.user}

    def get_initial(self) -> dict[str, Any]:
        return {"sets": [self.request.GET.get("gruppo", "")]}

    def form_valid(self, form: BeginForm) -> HttpResponse:
        cleaned = form.cleaned_data
        model = {str(model.kind): model for model in participation_models()}[cleaned["kind"]]
        page = model(title=cleaned["title"], **starting_values(self.index, model.begins_with))
        asked = [step for one in cleaned["sets"] for step in one.contents.steps]
        page.steps = block().to_python([step.get_prep_value() for step in in_order(asked)])
        made = added_as_draft(page, self.index, self.user)
        messages.success(
            self.request,
            _("«%(title)s» è pronto: è una bozza, che nessuno vede finché non la pubblichi.")
            % {"title": made.draft_title},
        )
        for remark in (remark for one in cleaned["sets"] for remark in one.contents.remarks):
            messages.warning(self.request, remark)
        return redirect("wagtailadmin_pages:edit", made.pk)

    def form_invalid(self, form: BeginForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=400)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "submit_button_label": _("Crea la bozza")}


def in_order(steps: list[Any]) -> list[Any]:
    """What is asked before all else comes first, once: of several sets that bring it the first counts."""
    before = [step for step in steps if step.block_type == "eligibility"]
    return [*before[:1], *(step for step in steps if step.block_type != "eligibility")]
