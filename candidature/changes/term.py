"""The page on which a term is moved, or taking part suspended: one press does it all."""

from datetime import datetime
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import FormView
from wagtail.admin import messages

from candidature.changes import acts
from candidature.changes.forms import TermForm
from candidature.changes.people import People, people
from candidature.pages.admin_heading import OfPage
from candidature.pages.participation import ParticipationPage
from candidature.published.announcing import announce
from candidature.published.history import What
from portal.models import User


class TermView(OfPage, FormView[TermForm]):
    """Extends, reopens, closes early, suspends and resumes, with a reason that everybody reads."""

    template_name = "candidature/changes/term.html"
    form_class = TermForm
    header_icon = "calendar-alt"

    def may(self, page: ParticipationPage) -> bool:
        return bool(page.permissions_for_user(self.request.user).can_publish())

    def get_page_title(self) -> str:
        return _("Cambia il termine")

    @cached_property
    def now(self) -> datetime:
        return timezone.now()

    @cached_property
    def people(self) -> People:
        return people(self.page, self.now)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not self.page.live:
            messages.info(request, _("La pagina non è pubblicata: le date si scrivono nell’editor."))
            return redirect("wagtailadmin_pages:edit", self.page.pk)
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        return {"shown": acts.shown(self.page)}

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "page": self.page, "at": self.now}

    def form_valid(self, form: TermForm) -> HttpResponse:
        try:
            what = self._act(form.cleaned_data)
        except acts.ChangedMeanwhileError:
            form.add_error(
                None,
                _(
                    "Nel frattempo un’altra persona ha cambiato il termine: guarda com’è adesso e decidi di "
                    "nuovo."
                ),
            )
            return self.form_invalid(form)
        messages.success(self.request, _("Fatto. Sulla pagina si legge: «%(what)s».") % {"what": what.label})
        announce(self.request, self.page)
        return redirect("wagtailadmin_pages:edit", self.page.pk)

    def _act(self, cleaned: dict[str, Any]) -> What:
        given = acts.Given(cast(User, self.request.user), cleaned["note"], cleaned["office_note"])
        page, at, was = self.page, self.now, cleaned["shown"]
        if cleaned["act"] == TermForm.MOVE:
            return acts.move(page, cleaned["closes_at"], given, at, was=was)
        if cleaned["act"] == TermForm.SUSPEND:
            return acts.suspend(page, cleaned["suspended_until"], given, at, was=was)
        if cleaned["act"] == TermForm.RESUME:
            return acts.resume(page, cleaned["closes_at"], given, at, was=was)
        return acts.close(page, given, at, was=was)

    def form_invalid(self, form: TermForm) -> HttpResponse:
        form.data = {**form.data.dict(), "shown": acts.shown(type(self.page).objects.get(pk=self.page.pk))}  # type: ignore[attr-defined]
        return self.render_to_response(self.get_context_data(form=form), status=400)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        number = self.people.mailboxes
        label = _("Cambia il termine")
        if number:
            label = ngettext(
                "Cambia il termine e scrivi a %(n)d persona",
                "Cambia il termine e scrivi a %(n)d persone",
                number,
            ) % {"n": number}
        return {
            **context,
            "media": context["form"].media,
            "page": self.page,
            "standing": self.page.standing(self.now),
            "people": self.people,
            "submit_button_label": label,
            "submit_button_active_label": _("Cambio il termine…"),
            "edit": reverse("wagtailadmin_pages:edit", args=[self.page.pk]),
        }
