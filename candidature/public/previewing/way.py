"""The way through a trial: that of a draft, into which nothing is sent and of which nothing is kept."""

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from candidature.intake import keeping
from candidature.intake.keeping import ReadForm, SavedStep
from candidature.intake.uploads import FilesOnDisk
from candidature.public.draft.window import why_and_what_else
from candidature.public.filling.way import Way
from candidature.submissions.files import UploadedFile
from candidature.trying import trials
from candidature.trying.models import Trial
from moduli import StepForm

# In the address of a step: "Salva" was pressed, which in a trial mails nothing.
NOT_MAILED = "senza-lettera"


@dataclass(frozen=True)
class TrialWay(Way):
    """From "Chi sei" to the summary."""

    trial: Trial

    asks_who = True
    # What is typed lives some hours: only buttons keep it.
    autosaves = False

    @property
    def written(self) -> Trial:
        return self.trial

    @property
    def kind(self) -> str:
        return self.page.kind_of(self.trial.who())

    @property
    def day(self) -> date:
        return timezone.localdate(self.request.received_at)  # type: ignore[attr-defined]

    @cached_property
    def says_who(self) -> bool:
        return self.trial.is_complete_on(self.page, self.day)

    @property
    def client(self) -> str:
        """Nothing of it counts."""
        return ""

    def accepts(self) -> bool:
        """A form is tried before it opens."""
        return True

    def step_address(self, number: int) -> str:
        return reverse("candidature:trial_step", args=[self.token, number])

    def summary_address(self) -> str:
        return reverse("candidature:trial_summary", args=[self.token])

    def taking(self, forms: Iterable[StepForm]) -> AbstractContextManager[FilesOnDisk]:
        return trials.looked_into()

    def save(self, read: ReadForm, files: FilesOnDisk, *, seen: str, remove: str) -> SavedStep:
        def write(locked: Trial) -> SavedStep:
            saved, to_store = keeping.keep(locked, read, files, client="", seen=seen, remove=remove)
            locked.answers = {**locked.answers, **to_store}
            return saved

        return trials.change(self.trial, write)[1]

    def saved(self, number: int) -> HttpResponse:
        address = self.step_address(number) if number <= self.last else self.summary_address()
        return redirect(f"{address}?{NOT_MAILED}")

    def led_out(self) -> dict[str, Any]:
        return {**why_and_what_else(self.request, self.page), "is_tried": True}

    def context(self, _number: int, _form: StepForm, _uploads: Sequence[UploadedFile]) -> dict[str, Any]:
        return self.told()

    def told(self) -> dict[str, Any]:
        """What every page of it says besides."""
        return {"form_shown": self.page.form_digest, "not_mailed": NOT_MAILED in self.request.GET}
