"""The way through a draft."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Self

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from candidature.intake import drafts, prefilled
from candidature.intake.carrying import AskedNow, Beside
from candidature.intake.keeping import ReadForm, SavedStep
from candidature.intake.uploads import FilesOnDisk
from candidature.public.draft import form_changes, from_earlier, moving, route
from candidature.public.draft.window import accepts
from candidature.public.filling import autosave
from candidature.public.filling.way import Way
from candidature.submissions.models import Draft, UploadedFile
from moduli import Answers, StepForm, walk
from portal.web.visitors import client_of


@dataclass(frozen=True)
class DraftWay(Way):
    """From "Chi sei" to the summary of a draft; where "Salva" mails its link."""

    draft: Draft
    # What a page with an older form held that the step does not ask.
    beside: Beside | None = None

    asks_who = True

    @property
    def written(self) -> Draft:
        return self.draft

    @property
    def says_who(self) -> bool:
        return self.draft.says_who

    @property
    def autosaves(self) -> bool:
        # Without an address every saving makes a new link: only buttons do it.
        return bool(self.draft.email)

    def accepts(self) -> bool:
        return accepts(self.request, self.page)

    def step_address(self, number: int) -> str:
        return route.address(self.token, number)

    def summary_address(self) -> str:
        return route.summary(self.token)

    def save(self, read: ReadForm, files: FilesOnDisk, *, seen: str, remove: str) -> SavedStep:
        return drafts.keep_step(
            self.draft,
            read,
            files,
            client=client_of(self.request),
            seen=seen,
            remove=remove,
            at=self.request.received_at,  # type: ignore[attr-defined]
            # What the script saves is no sign that the page was looked at.
            now=None if autosave.is_asked(self.request) and not self.beside else self.now,
            beside=self.beside,
        )

    @property
    def now(self) -> AskedNow:
        """The form as it is, and which one the posted page showed."""
        return form_changes.asked_now(self.request, self.page, self.schema)

    @property
    def form_changed(self) -> bool:
        return self.now.is_stale

    def context(self, _number: int, form: StepForm, uploads: Sequence[UploadedFile]) -> dict[str, Any]:
        if at := prefilled.sent_at(self.draft):
            form.remark(prefilled.keys_of(self.draft), from_earlier.origin(at))
        return form_changes.context(self.draft, self.page, self.schema, uploads)

    def was_done(self, number: int, *, is_filled_in: bool, is_complete: bool) -> bool:
        asked = {question["key"] for question in walk(self.schema["steps"][number - 1]["questions"])}
        # What was sent before is still to be looked at.
        is_its_own = asked.isdisjoint(prefilled.keys_of(self.draft))
        return is_its_own and is_filled_in and is_complete

    def told_first(self, saved: SavedStep) -> HttpResponse | None:
        return redirect("candidature:form_changes", self.token) if saved.told_apart else None

    def saved(self, number: int) -> HttpResponse:
        return route.saved(self.request, self.token, number)

    def upload_address(self) -> str:
        # As with saving while typing.
        return reverse("candidature:upload", args=[self.token]) if self.autosaves else ""

    def change_files(self, change: Callable[[Draft], Answers]) -> Draft:
        return drafts.change_files(
            self.draft,
            change,
            at=self.request.received_at,  # type: ignore[attr-defined]
        )

    def after(self, saved: SavedStep) -> Self:
        """By the new link, if this saving ended the old one."""
        return replace(self, token=saved.moved_to) if saved.moved_to else self

    def leads(self, answer: HttpResponse, saved: SavedStep) -> HttpResponse:
        return moving.lead_on(answer, self.token, saved.moved_to) if saved.moved_to else answer
