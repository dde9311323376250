"""What changes for others is shown before a page is published, and published with one press."""

from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import FormView
from wagtail import hooks
from wagtail.admin import messages
from wagtail.models import Revision, TaskState

from candidature.changes.admitting import AdmissionChange, admission_changes
from candidature.changes.effects import MOST_READ, Effect, effects
from candidature.changes.forms import ConfirmForm
from candidature.changes.pending import Pending, pending
from candidature.pages.admin_heading import OfPage
from candidature.pages.participation import ParticipationPage
from candidature.published.consents import FORM, TERM, WHO, Consent
from portal.models import User

# In which field of the form the note of each aspect stands.
_NOTES = {FORM: "note", TERM: "reason", WHO: "who_note"}


class ConfirmView(OfPage, FormView[ConfirmForm]):
    """Confirms what one version of a page changes, and publishes it by the door at which it was asked."""

    template_name = "candidature/changes/confirm.html"
    form_class = ConfirmForm
    header_icon = "warning"

    def may(self, page: ParticipationPage) -> bool:
        return bool(page.permissions_for_user(self.request.user).can_publish()) or self._approves(page)

    def get_page_title(self) -> str:
        return _("Prima di pubblicare")

    @cached_property
    def revision(self) -> Revision:
        return get_object_or_404(self.page.revisions, pk=self.kwargs["revision_id"])

    @cached_property
    def pending(self) -> Pending | None:
        return pending(self.revision.as_object())

    @cached_property
    def effects(self) -> list[Effect]:
        return effects(self.pending) if self.pending and self.pending.form_changes else []

    @cached_property
    def admission_changes(self) -> list[AdmissionChange]:
        return admission_changes(self.pending) if self.pending else []

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        # The permission first, then whether there is anything to confirm.
        address = reverse("wagtailadmin_pages:edit", args=[self.page.pk])
        if self.revision.pk != self.page.latest_revision_id and not self._is_under_way:
            messages.warning(request, _("Nel frattempo la pagina è stata modificata: pubblicala di nuovo."))
            return redirect(address)
        if self.pending is None or not self.pending.steps:
            messages.info(request, _("Non c’è nulla da confermare: puoi pubblicare."))
            return redirect(address)
        return super().dispatch(request, *args, **kwargs)

    @property
    def _is_under_way(self) -> bool:
        """Whether it is not the version that the editor shows, but one that waits for approval."""
        task = self.page.current_workflow_task_state
        return task is not None and task.revision_id == self.revision.pk

    def get_initial(self) -> dict[str, Any]:
        return {"shown": self._shown}

    @property
    def _shown(self) -> str:
        steps = self.pending.steps if self.pending else []
        return " ".join(f"{step.aspect}:{step.before}:{step.after}" for step in steps)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {
            **super().get_form_kwargs(),
            "asks_of_form": bool(self.effects),
            "matters": any(effect.matters for effect in self.effects),
            "asks_of_term": self.pending is not None and self.pending.term is not None,
            "asks_of_who": bool(self.admission_changes),
            "narrows": any(change.matters for change in self.admission_changes),
        }

    def form_valid(self, form: ConfirmForm) -> HttpResponse:
        if form.cleaned_data["shown"] != self._shown:
            form.add_error(None, _("Nel frattempo è cambiato qualcosa: rileggi prima di confermare."))
            return self.form_invalid(form)
        user = cast(User, self.request.user)
        with transaction.atomic():
            self._agree(form, user)
            self._publish(user)
        page = type(self.page).objects.get(pk=self.page.pk)
        self._tell(page)
        return redirect("wagtailadmin_explore", page.get_parent().pk)

    def _agree(self, form: ConfirmForm, user: User) -> None:
        pending = cast(Pending, self.pending)
        for step in pending.steps:
            Consent.objects.give(
                pending.live.pk,
                step,
                by=user,
                note=form.cleaned_data[_NOTES[step.aspect]],
                office_note=form.cleaned_data["office_note"],
                until_before=pending.live.closes_at,
                was_concluded=pending.live.concluded,
            )

    def _publish(self, user: User) -> None:
        task = self._task_to_approve(user)
        if task is not None:
            task.task.specific.on_action(task, user, "approve")
        elif self.page.permissions_for_user(user).can_publish():
            self.revision.publish(user=user)
        else:
            raise PermissionDenied

    def _task_to_approve(self, user: User) -> TaskState | None:
        """The last approval of this very version, where this account may give it: it publishes."""
        task = self.page.current_workflow_task_state
        if task is None or task.revision_id != self.revision.pk:
            return None
        tasks = task.workflow_state.workflow.workflow_tasks.filter(task__active=True).order_by("sort_order")
        is_last = tasks.values_list("task", flat=True).last() == task.task_id
        return task if is_last and self._approves(self.page) else None

    def _approves(self, page: ParticipationPage) -> bool:
        task = page.current_workflow_task
        actions = task.get_actions(page, self.request.user) if task else []
        return any(name == "approve" for name, _label, _asks in actions)

    def _tell(self, page: ParticipationPage) -> None:
        at = self.revision.as_object().go_live_at
        is_later = page.live_revision_id != self.revision.pk
        if is_later and at:
            sentence = _("Confermato: «%(title)s» cambierà da sola all’ora prevista.")
        else:
            sentence = _("«%(title)s» è pubblicata con le modifiche che hai confermato.")
        messages.success(self.request, sentence % {"title": page.title})
        for hook in hooks.get_hooks("after_publish_page"):
            hook(self.request, page)

    def form_invalid(self, form: ConfirmForm) -> HttpResponse:
        # The page is shown anew: what was on the screen may not be so any more.
        form.data = {**form.data.dict(), "shown": self._shown}  # type: ignore[attr-defined]
        return self.render_to_response(self.get_context_data(form=form), status=400)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            "pending": self.pending,
            "effects": self.effects,
            "admission_changes": self.admission_changes,
            "matters": any(effect.matters for effect in self.effects),
            "most_read": MOST_READ if self.pending and self.pending.people.writing > MOST_READ else 0,
            "submit_button_label": _("Conferma e pubblica"),
            "submit_button_active_label": _("Pubblico…"),
            "edit": reverse("wagtailadmin_pages:edit", args=[self.page.pk]),
        }
