"""Step 0 of a correction, "Chi sei": everything but the address, which has to be proved."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect

from candidature.intake import quotas, revisions
from candidature.process.refusals import WorkflowError
from candidature.public.applicant import ApplicantForm, initial
from candidature.public.draft.typed import of_the_applicant
from candidature.public.filling import press, progress
from candidature.public.revising import refused
from candidature.public.revising.way import RevisionWay, about
from candidature.public.secret_pages import UNAVAILABLE, retry_later, show
from candidature.public.submission import presses
from portal.limits import counting as limits
from portal.web import outage
from portal.web.visitors import client_of


class WithoutAddressForm(ApplicantForm):
    """Who applies, whose address stays."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["email"]

    def clean(self) -> dict[str, Any]:
        # Nobody writes it.
        return {**super().clean(), "email": ""}


def applicant_step(way: RevisionWay) -> HttpResponse:
    """Shows it with what is written of it; a POST saves it."""
    revision, at = way.revision, way.request.received_at  # type: ignore[attr-defined]
    refusal = revisions.refusal(revision.submission, revision.purpose, way.page, at)
    if way.request.method == "POST":
        return _posted(way)
    if refusal is not None:
        return refused.page(way, refusal)
    held = revision.row.applicant_typed or initial(revision.applicant)
    if press.outcome(way.request) == press.CHECK:
        return _show(way, WithoutAddressForm(way.page, held))
    return _show(way, WithoutAddressForm(way.page, initial=held))


def _posted(way: RevisionWay) -> HttpResponse:
    request, form = way.request, WithoutAddressForm(way.page, way.request.POST)
    is_valid = form.is_valid()
    try:
        with outage.noticed():
            quotas.text(client_of(request), form.typed())
            revisions.keep_applicant(
                way.revision,
                way.page,
                identity=form.identity() if is_valid else None,
                typed=form.typed(),
                version=presses.version(request),
                at=request.received_at,  # type: ignore[attr-defined]
            )
    except limits.LimitReachedError as reached:
        form.forget_errors()
        form.add_error(None, quotas.sentence(reached, way.page.contact_email))
        return retry_later(_show(way, form, status=429), reached)
    except outage.OutageError:
        form.forget_errors()
        form.add_error(None, str(outage.SENTENCE))
        return _show(way, form, status=UNAVAILABLE)
    except WorkflowError as refusal:
        return refused.page(way, refusal, of_the_applicant(request.POST, way.page))
    if not is_valid and press.asks_that_all_is_right(request):
        return redirect(press.saying(way.same_step(0), press.CHECK))
    return way.onwards(0)


def _show(way: RevisionWay, form: ApplicantForm, *, status: int = 200) -> HttpResponse:
    context = {
        **about(way),
        "token": way.token,
        "page": way.page,
        "form": form,
        "progress": progress.of(way, 0, way.revision.uploads()),
        "from_summary": press.comes_from_summary(way.request),
    }
    return show(way.request, "revise_applicant", way.page, context, status=status)
