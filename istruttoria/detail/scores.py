"""The points of a submission on a page of their own, where they are given."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin import messages

from candidature.models import ParticipationPage, Submission
from istruttoria import trail
from istruttoria.checklists.answering import NotExaminedError, is_examined
from istruttoria.detail import scores_panel
from istruttoria.detail.page import CONFLICT, SubmissionView
from istruttoria.detail.scores_panel import ScoresForm
from istruttoria.permissions import may_answer
from istruttoria.queue.neighbours import NEXT, THEN, next_to_score
from istruttoria.scores import giving
from istruttoria.scores.giving import ScoresChangedError, Seen, mark_of_criteria, mark_of_own
from istruttoria.scores.reading import sheet_of


class ScoresView(SubmissionView):
    """Shows them; a POST keeps the account's own, or takes them back, and leads back to the submission."""

    template_name = "istruttoria/scores.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        trail.record_view(self.submission, self.user)
        return self.render_to_response(self.get_context_data())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may_answer(self.user):
            raise PermissionDenied
        try:
            if not is_examined(self.submission):
                raise NotExaminedError
            return self._taken_back() if "take_back" in request.POST else self._given()
        except Submission.DoesNotExist as erased:
            raise Http404 from erased
        except NotExaminedError:
            messages.warning(request, _("I punti non si cambiano più: nel frattempo è stata conclusa."))
            return self._back()
        except ScoresChangedError:
            return self._changed()

    def _given(self) -> HttpResponse:
        form = self._form(self.request.POST)
        if form["seen_criteria"].value() != mark_of_criteria(form.criteria):
            # What was typed answers other criteria, so it is not judged by these.
            raise ScoresChangedError
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(scores_form=form), status=400)
        was_saved = giving.give(self.submission, form.given, self.user, seen=form.seen)
        if self.request.POST.get(THEN) == NEXT:
            return self._onward()
        if was_saved:
            messages.success(self.request, _("I tuoi punti sono salvati."))
        return self._back()

    def _onward(self) -> HttpResponse:
        """To the next of the list that lacks points of the account, else to the list; both say of what."""
        following = next_to_score(self.request, self.submission)
        said = _("I tuoi punti sono salvati.")
        if following is None:
            said = _("I tuoi punti sono salvati. Più avanti nell’elenco non ne mancano altri.")
        return self.onward(following, said)

    def _taken_back(self) -> HttpResponse:
        form = self._form(self.request.POST)
        seen = Seen(form["seen_criteria"].value() or "", form["seen_own"].value() or "")
        if giving.take_back(self.submission, self.user, seen=seen):
            messages.success(self.request, _("Hai tolto i tuoi punti."))
        return self._back()

    def _changed(self) -> HttpResponse:
        """What was typed, by the criteria that there are now; a second press saves it."""
        data = self.request.POST.copy()
        now = self._form(None)
        data[now.add_prefix("seen_criteria")] = mark_of_criteria(now.criteria)
        data[now.add_prefix("seen_own")] = mark_of_own(now.own.values())
        form = ScoresForm(now.criteria, now.own, data)
        return self.render_to_response(
            self.get_context_data(scores_form=form, scores_changed=True), status=CONFLICT
        )

    def _form(self, data: Any) -> ScoresForm:
        sheet = sheet_of(self.submission, self._page)
        return ScoresForm(sheet.criteria, sheet.own(self.user), data)

    @cached_property
    def _page(self) -> ParticipationPage:
        page: ParticipationPage = self.submission.page.specific
        return page

    def _back(self) -> HttpResponse:
        return redirect(f"{self.detail_url}#punteggi-section")

    def get_page_subtitle(self) -> str:
        return _("Punteggi")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": _("Punteggi")}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            **scores_panel.context(self.submission, self._page, self.user, **kwargs),
            "scores_changed": kwargs.get("scores_changed", False),
        }
