"""One step of a form: shown, saved whether valid or not, and left by one of its buttons."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from candidature.intake import quotas, remarks, two_tabs
from candidature.intake.keeping import SavedStep, Written
from candidature.intake.remarks import Remarks
from candidature.pages.participation import ParticipationPage
from candidature.public.filling import autosave, press, progress
from candidature.public.filling.clash import Clash
from candidature.public.filling.refusals import Refusal, refusals
from candidature.public.filling.way import Way
from candidature.public.secret_pages import UNAVAILABLE, retry_later
from candidature.question_types.municipality import put_first
from candidature.submissions.files import UploadedFile
from candidature.submissions.form_versions import digest_of
from moduli import Answers, Step, StepForm, answerable, in_words, kept_form, type_of, walk, ways_out
from portal.limits import counting as limits
from portal.web import outage


@dataclass(frozen=True)
class StepPage:
    """The page of one step, from which its form is read and on which it is shown again."""

    way: Way
    number: int

    @property
    def request(self) -> HttpRequest:
        return self.way.request

    @property
    def step(self) -> Step:
        return self.way.step(self.number)

    def kept(self) -> HttpResponse:
        """The step with what is kept of it, and what the address says that the last press came to.

        What is not asked of who answers so leads on.
        """
        if self.number not in self.way.order:
            way = self.way
            back = press.comes_from_summary(self.request)
            return redirect(way.summary_address() if back else way.page_address(way.following(self.number)))
        step, outcome, kept = self.step, press.outcome(self.request), self.way.written
        if outcome == press.LED_OUT and (found := refusals(step, kept.answers)):
            return self._show_out(found)
        uploads, remarked = kept.uploads(), remarks.about(kept, step["key"])
        answers = kept.answers | remarked.clashes
        if outcome:
            form = kept_form(step, answers, uploads)
            if outcome == press.CHECK:
                form.forget_missing(self.way.not_asked_before())
            else:
                form.forget_errors()
            form.tell(remarked.refused)
        else:
            form = StepForm(step, answers=answers, uploads=uploads)
        form.open_row(self.request.GET.get(press.ROW, ""))
        seen = two_tabs.seen(step, kept.answers)
        clashes = _both_texts(step, kept.answers, remarked)
        return self._show(form, uploads, seen=seen, clashes=clashes)

    def posted(self) -> HttpResponse:
        """Saves what was typed and attached, then goes where the button says."""
        request, way = self.request, self.way
        seen = request.POST.get(press.SEEN, "")
        # Files are written before the transaction; where none are asked for, the form is read under it alone.
        with_files = [self._read(way.written)] if _asks_files(self.step) else []
        try:
            with outage.noticed(), way.taking(with_files) as files:
                saved = way.save(self._read, files, seen=seen, remove=request.POST.get("remove", ""))
        except limits.LimitReachedError as reached:
            sentence = quotas.sentence(reached, way.page.contact_email)
            if autosave.is_asked(request):
                return autosave.not_saved(sentence)
            if request.FILES:
                sentence = f"{sentence} {outage.FILES_SENTENCE}"
            unsaved = self._unsaved(with_files, sentence)
            return retry_later(self._show(unsaved, seen=seen, status=429), reached)
        except outage.OutageError:
            if autosave.is_asked(request):
                return autosave.not_saved(str(outage.SENTENCE))
            unsaved = self._unsaved(with_files, outage.sentence(with_files=bool(request.FILES)))
            return self._show(unsaved, seen=seen, status=UNAVAILABLE)
        if autosave.is_asked(request):
            return autosave.answer(
                _seen_now(saved),
                is_twofold=bool(saved.remarks.clashes),
                accepted=way.accepts(),
                form_changed=way.form_changed,
            )
        return way.leads(replace(self, way=way.after(saved))._left(saved), saved)

    def _read(self, kept: Written) -> StepForm:
        """The posted form, against what was kept as it was read."""
        return StepForm(
            self.step,
            self.request.POST,
            self.request.FILES,
            answers=kept.answers,
            uploads=kept.uploads(),
            dropped=self.request.dropped_files,  # type: ignore[attr-defined]
        )

    def _unsaved(self, read: list[StepForm], why: str) -> StepForm:
        """The posted form as it was typed, with the reason for which none of it was saved.

        Args:
            read: the form, if it was read already.
        """
        form = read[0] if read else self._read(self.way.written)
        form.forget_errors()
        form.add_error(None, why)
        return form

    def _show(
        self,
        form: StepForm,
        uploads: Sequence[UploadedFile] | None = None,
        *,
        seen: str,
        status: int = 200,
        clashes: Sequence[Clash] = (),
    ) -> HttpResponse:
        """Shows the step.

        Args:
            uploads: the files kept; read, unless given.
            seen: which answers this page shows (`candidature.intake.two_tabs.seen`).
        """
        way = self.way
        put_first(form.every_field, way.page.nearest_zone_ids)
        stored = way.written.uploads() if uploads is None else uploads
        context: dict[str, Any] = {
            "page": way.page,
            "token": way.token,
            "step": self.step,
            "form": form,
            "progress": progress.of(way, self.number, stored),
            "seen": seen,
            "opened": press.outcome(self.request) == press.OPENED,
            "clashes": clashes,
            "from_summary": press.comes_from_summary(self.request),
            "autosaves": way.autosaves,
            "upload_address": way.upload_address(),
            "is_first": self.number == way.order[0],
            "not_for_you": refusals(self.step, way.written.answers) if form.errors else [],
            **way.context(self.number, form, stored),
        }
        # Not before what stands above, which may say more of a question.
        context["drawn_as"] = _drawn_as(way.page, form)
        return way.show(context, status=status)

    def _show_out(self, found: list[Refusal]) -> HttpResponse:
        """Why whoever answered so cannot take part, and what becomes of what is typed."""
        way = self.way
        context = {"page": way.page, "ways": found, "change": way.same_step(self.number), **way.led_out()}
        return way.show_out(context)

    def _left(self, saved: SavedStep) -> HttpResponse:
        """Where a saved step leads: "Avanti" asks that it be right, the other buttons do not."""
        way, number = self.way, self.number
        same = way.same_step(number)
        if not way.accepts():
            return redirect(same)
        if saved.remarks.clashes:
            return redirect(press.saying(same, press.BOTH))
        if (first := way.told_first(saved)) is not None:
            return first
        if saved.removed is not None:
            return redirect(f"{same}#q-{saved.removed.question_key}")
        if address := press.changed_rows(self.request, same, saved.answers):
            return redirect(address)
        if not press.asks_that_all_is_right(self.request):
            if saved.remarks.refused:
                return redirect(press.saying(same, press.FILES))
            if self.request.POST.get("action") == "back":
                return redirect(way.step_address(way.preceding(number)))
        elif ways_out(self.step, saved.answers):
            # Whatever else is missing: nothing would come of it.
            return redirect(press.saying(same, press.LED_OUT))
        elif saved.form.unrevealed():
            # Not an error: the page could not show these questions before the choice was made.
            return redirect(press.saying(same, press.OPENED))
        elif not saved.form.is_valid():
            return redirect(press.saying(same, press.CHECK))
        return way.onwards(number)


def _asks_files(step: Step) -> bool:
    return any(type_of(question).takes_files for question in answerable(step["questions"]))


def _drawn_as(page: ParticipationPage, form: StepForm) -> tuple[int, str, date] | None:
    """By what the questions of a form are told apart that are the same for whoever comes to them.

    None where something in them is somebody's own. So they are drawn once for each edition of the page, as
    they are asked of who is of one kind and answered so, and once for each day: a type may ask by the day.
    """
    if not (page.is_remembered and form.is_untouched):
        return None
    return page.pk, digest_of(form.step), timezone.localdate()


def _seen_now(saved: SavedStep) -> str:
    """What the page that saved itself shows: not what another tab left in answers that it never showed."""
    typed = {key: value for key, value in saved.form.typed().items() if key not in saved.form.file_keys()}
    return two_tabs.seen(saved.form.step, {**saved.answers, **typed})


def _both_texts(step: Step, kept: Answers, remarked: Remarks) -> list[Clash]:
    """What this tab wrote and what is kept where another tab wrote differently."""
    return [
        Clash(
            question["label"],
            in_words(question, remarked.clashes[question["key"]]),
            in_words(question, kept.get(question["key"])),
        )
        for question in walk(step["questions"])
        if question["key"] in remarked.clashes
    ]
