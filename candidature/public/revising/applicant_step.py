"""Step 0 of a correction, "Chi sei": but for the address, which has to be proved, and for who confirms."""

from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy

from candidature.intake import quotas, remarks, revisions
from candidature.intake.drafts import FirstStep
from candidature.intake.revisions import Revision
from candidature.pages.participation import ParticipationPage
from candidature.process.refusals import WorkflowError
from candidature.public import applicant_tabs
from candidature.public.applicant import ApplicantForm, initial, too_young
from candidature.public.draft.typed import of_the_applicant
from candidature.public.filling import autosave, press, progress
from candidature.public.revising import refused
from candidature.public.revising.way import RevisionWay, about
from candidature.public.secret_pages import UNAVAILABLE, retry_later, show
from candidature.question_types.municipality import OTHER_MUNICIPALITY
from candidature.submissions.applicants import ApplicantKind
from candidature.submissions.models import Submission
from portal.limits import counting as limits
from portal.web import outage
from portal.web.visitors import client_of

OTHER_GUARDIAN = gettext_lazy(
    "Con questa data di nascita cambia se un genitore, o chi ne fa le veci, deve confermare: qui non la puoi "
    "correggere. Scrivi all’ufficio."
)

NO_GUARDIAN = gettext_lazy(
    "Per chi ha meno di 18 anni conferma un genitore, o chi ne fa le veci: qui non puoi cambiare per chi "
    "partecipi. Scrivi all’ufficio."
)


class CorrectedApplicantForm(ApplicantForm):
    """Who applied, whose address stays, and whose guardian.

    The age that counts is that of the day of sending; a date of birth that stays as it was sent is right. So
    is the kind of applicant, of whom else the page has taken since.
    """

    def __init__(self, submission: Submission, page: ParticipationPage, *args: Any, **kwargs: Any) -> None:
        self.submission = submission
        super().__init__(page, *args, **kwargs)
        for name in ("email", "guardian_name", "guardian_email"):
            self.fields.pop(name, None)

    @property
    def only_kind(self) -> str:
        return str(super().only_kind and self.submission.applicant_kind)

    def clean(self) -> dict[str, Any]:
        # Nobody writes it.
        cleaned = {**super().clean(), "email": ""}
        if "birth_date" not in self.fields:
            cleaned["birth_date"] = self.submission.birth_date
        if self.kind == ApplicantKind.ORGANISATION and self._needs_guardian(self.submission.birth_date):
            self.add_error("applicant_kind", NO_GUARDIAN)
        return cleaned

    def clean_municipality(self) -> str:
        place = self.submission.municipality
        as_sent = place.cadastral_code if place else OTHER_MUNICIPALITY
        code: str = self.cleaned_data["municipality"]
        return code if code == as_sent else super().clean_municipality()

    def check_age(self, born: date, cleaned: dict[str, Any]) -> None:
        if born == self.submission.birth_date:
            return
        if self.page.is_too_young(born, self._sent_on):
            self.add_error("birth_date", too_young(self.page, born, self.words))
        elif self._needs_guardian(born) != self._needs_guardian(self.submission.birth_date):
            self.add_error("birth_date", OTHER_GUARDIAN)

    def _needs_guardian(self, born: date | None) -> bool:
        return self.page.needs_guardian(born, self._sent_on)

    @property
    def _sent_on(self) -> date:
        return timezone.localdate(self.submission.submitted_at)


def applicant_step(way: RevisionWay) -> HttpResponse:
    """Shows it with what is written of it; a POST saves it."""
    revision, at = way.revision, way.request.received_at  # type: ignore[attr-defined]
    refusal = revisions.refusal(revision.submission, revision.purpose, way.page, at)
    if way.request.method == "POST":
        return _posted(way)
    if refusal is not None:
        return refused.page(way, refusal)
    held = _held(revision)
    shown = held | remarks.about(revision, remarks.WHO).clashes
    again = _again(way)
    if press.outcome(way.request) == press.CHECK:
        return _show(way, again(shown), held=held)
    return _show(way, again(initial=shown), held=held)


def _again(way: RevisionWay) -> "partial[CorrectedApplicantForm]":
    return partial(CorrectedApplicantForm, way.revision.submission, way.page)


def _held(revision: Revision) -> dict[str, Any]:
    """What is kept of it, as the form shows it."""
    return dict(revision.who_typed) or initial(revision.applicant)


def _posted(way: RevisionWay) -> HttpResponse:
    request, again = way.request, _again(way)
    form, seen = again(request.POST), request.POST.get(press.SEEN, "")
    is_pressed = not autosave.is_asked(request)
    form.is_valid()

    def read(locked: Revision) -> FirstStep:
        return applicant_tabs.read(form, again, _held(locked), seen)

    try:
        with outage.noticed():
            kept = revisions.keep_first_step(
                way.revision,
                way.page,
                read,
                version=way.version,
                client=client_of(request),
                at=request.received_at,  # type: ignore[attr-defined]
            )
    except limits.LimitReachedError as reached:
        sentence = quotas.sentence(reached, way.page.contact_email)
        if not is_pressed:
            return autosave.not_saved(sentence)
        form.forget_errors()
        form.add_error(None, sentence)
        return retry_later(_show(way, form, status=429), reached)
    except outage.OutageError:
        if not is_pressed:
            return autosave.not_saved(str(outage.SENTENCE))
        form.forget_errors()
        form.add_error(None, str(outage.SENTENCE))
        return _show(way, form, status=UNAVAILABLE)
    except WorkflowError as refusal:
        if not is_pressed:
            return autosave.not_saved(refused.sentence(way, refusal), goes_on=False)
        return refused.page(way, refusal, of_the_applicant(request.POST, way.page))
    if not is_pressed:
        return autosave.answer(applicant_tabs.seen_now(form, kept), is_twofold=bool(kept.clashes))
    if kept.clashes:
        return redirect(press.saying(way.same_step(0), press.BOTH))
    if kept.identity is None and press.asks_that_all_is_right(request):
        return redirect(press.saying(way.same_step(0), press.CHECK))
    on = way.after_who(kept.identity.applicant_kind) if kept.identity else way
    return on.onwards(0)


def _show(
    way: RevisionWay, form: ApplicantForm, *, held: Mapping[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    """Shows it.

    Args:
        held: what is kept of it; None where the posted page is shown again.
    """
    clashes = remarks.about(way.revision, remarks.WHO).clashes if held is not None else {}
    context = {
        **about(way),
        "token": way.token,
        "page": way.page,
        "form": form,
        "seen": way.request.POST.get(press.SEEN, "") if held is None else applicant_tabs.seen(form, held),
        "clashes": applicant_tabs.both_texts(form, held or {}, clashes),
        "progress": progress.of(way, 0, way.revision.uploads()),
        "autosaves": way.autosaves,
        "from_summary": press.comes_from_summary(way.request),
    }
    return show(way.request, "revise_applicant", way.page, context, status=status)
