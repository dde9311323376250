"""Step 0 at the desk: who the person is for whom it is typed. An address is welcome, and not needed."""

from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from candidature.intake import drafts, remarks
from candidature.intake.drafts import FirstStep
from candidature.public import applicant_tabs
from candidature.public.applicant import ApplicantForm
from candidature.public.draft import form_changes, saved_while_typed
from candidature.public.draft.applicant_step import held_by, known
from candidature.public.filling import autosave, press, progress
from candidature.public.secret_pages import UNAVAILABLE
from candidature.submissions.drafts import Draft
from istruttoria.desk.way import DeskWay, render_at_desk
from istruttoria.desk.words import OF_APPLICANT
from portal.web import outage


class DeskApplicantForm(ApplicantForm):
    """Who applies, as somebody else types it."""

    words = OF_APPLICANT
    writes_to_guardian = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # No program fills in what an account types.
        del self.fields["website"]
        email, phone = self.fields["email"], self.fields["phone"]
        email.required = False
        email.help_text = _(
            "Se c’è: la ricevuta e ogni comunicazione arrivano lì. Senza email tutto si stampa e si "
            "consegna a mano."
        )
        phone.help_text = _("Senza email è il modo più sicuro per raggiungere la persona: scrivilo, se c’è.")
        self.fields["municipality"].help_text = _("Dove vive la persona, o dove ha sede l’organizzazione.")
        for field in self.fields.values():
            # Typed for others all day: what the browser knows is of somebody else.
            field.widget.attrs["autocomplete"] = "off"


def applicant_step(way: DeskWay) -> HttpResponse:
    """Shows it with what is typed of it; a POST saves it, right or not."""
    if way.request.method == "POST":
        return _posted(way)
    held = held_by(way.draft, way.page, way.day)
    shown = held | remarks.about(way.draft, remarks.WHO).clashes
    if press.outcome(way.request) == press.CHECK:
        form = DeskApplicantForm(way.page, shown, known=known(way.draft, way.page), day=way.day)
        return _show(way, form, held=held)
    return _show(way, DeskApplicantForm(way.page, initial=shown, day=way.day), held=held)


def _posted(way: DeskWay) -> HttpResponse:
    request, draft = way.request, way.draft
    again = partial(DeskApplicantForm, way.page, known=known(draft, way.page), day=way.day)
    form, seen = again(request.POST), request.POST.get(press.SEEN, "")
    is_pressed = not autosave.is_asked(request)
    form.is_valid()

    def read(locked: Draft) -> FirstStep:
        step = applicant_tabs.read(form, again, held_by(locked, way.page, way.day), seen)
        return step if is_pressed else saved_while_typed.held_back(locked, step, way.page, way.day)

    at = request.received_at  # type: ignore[attr-defined]
    try:
        with outage.noticed():
            looked_at = way.now if is_pressed else None
            kept = drafts.keep_first_step(draft, read, client=way.client, at=at, now=looked_at).step
    except outage.OutageError:
        if not is_pressed:
            return autosave.not_saved(str(outage.SENTENCE))
        form.forget_errors()
        form.add_error(None, str(outage.SENTENCE))
        return _show(way, form, status=UNAVAILABLE)
    if not is_pressed:
        return autosave.answer(
            applicant_tabs.seen_now(form, kept),
            is_twofold=bool(kept.clashes),
            accepted=way.accepts(),
            form_changed=way.form_changed,
        )
    if not way.accepts():
        return redirect(way.step_address(0))
    if kept.clashes:
        return redirect(press.saying(way.same_step(0), press.BOTH))
    if kept.identity is None and press.asks_that_all_is_right(request):
        return redirect(press.saying(way.same_step(0), press.CHECK))
    on = way.after_who(kept.identity.applicant_kind) if kept.identity else way
    return on.onwards(0)


def _show(
    way: DeskWay, form: ApplicantForm, *, status: int = 200, held: dict[str, Any] | None = None
) -> HttpResponse:
    clashes = {} if held is None else remarks.about(way.draft, remarks.WHO).clashes
    uploads = way.draft.uploads()
    context = {
        "form": form,
        "seen": way.request.POST.get(press.SEEN, "") if held is None else applicant_tabs.seen(form, held),
        "clashes": applicant_tabs.both_texts(form, held or {}, clashes),
        "progress": progress.of(way, 0, uploads),
        **form_changes.context(way.draft, way.page, uploads),
        "autosaves": way.autosaves,
        "from_summary": press.comes_from_summary(way.request),
        "reserved": way.page.reserved_sentence,
    }
    return render_at_desk(way, "applicant", context, status=status)
