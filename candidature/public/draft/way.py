"""The way through a draft."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any, Self

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from candidature.confirmations.applications import Application
from candidature.confirmations.in_words import in_the_way, lines_now
from candidature.confirmations.models import Confirmation
from candidature.intake import carrying, drafts, others, prefilled
from candidature.intake.carrying import AskedNow, Beside
from candidature.intake.keeping import ReadForm, SavedStep
from candidature.intake.uploads import FilesOnDisk
from candidature.public.draft import form_changes, from_earlier, moving, route
from candidature.public.draft.window import accepts, why_and_what_else
from candidature.public.filling import autosave
from candidature.public.filling.page_order import OTHERS
from candidature.public.filling.way import Way
from candidature.submissions.drafts import Draft
from candidature.submissions.files import UploadedFile
from moduli import Answers, StepForm, walk


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
    def kind(self) -> str:
        return self.page.kind_of(self.draft)

    @cached_property
    def says_who(self) -> bool:
        return others.says_who(self.draft, self.page, self.request.received_at)  # type: ignore[attr-defined]

    @property
    def day(self) -> date:
        """On which it would count as sent."""
        return timezone.localdate(self.request.received_at)  # type: ignore[attr-defined]

    @cached_property
    def named(self) -> list[Confirmation]:
        """Who is asked to confirm it. A query only where the page asks for others."""
        return others.counting(self.draft, self.page, self.day)

    @property
    def asks_others(self) -> bool:
        return self.page.most_partners > 0 or self.page.needs_guardian(self.draft.birth_date, self.day)

    def standing_of_others(self) -> tuple[bool, bool]:
        is_complete = all(one.is_named for one in self.named)
        waits = self.page.waits_for_others and others.have_not_confirmed(self.draft, self.named)
        return bool(self.named) and is_complete and not waits, not is_complete

    def others_summed_up(self) -> dict[str, Any]:
        """What the summary shows of those who confirm."""
        asked = lines_now(Application(self.draft), self.named)
        return {
            "others": asked,
            "others_address": self.step_address(OTHERS),
            "in_the_way": in_the_way(asked),
            "awaits_others": self.page.waits_for_others and not all(line.is_settled for line in asked),
        }

    def following(self, number: int) -> int:
        following = super().following(number)
        # A guardian is named with who one is: only partners are asked for on the way.
        return self.last + 1 if following == OTHERS and not self.page.most_partners else following

    def preceding(self, number: int) -> int:
        preceding = super().preceding(number)
        is_passed_by = preceding == OTHERS and not self.page.most_partners
        return super().preceding(OTHERS) if is_passed_by else preceding

    @property
    def autosaves(self) -> bool:
        # Without an address every saving makes a new link: only buttons do it.
        return bool(self.draft.email)

    def accepts(self) -> bool:
        return accepts(self.request, self.page)

    def step_address(self, number: int) -> str:
        if number == OTHERS:
            return route.others(self.token)
        return route.address(self.token, number)

    def summary_address(self) -> str:
        return route.summary(self.token)

    def save(self, read: ReadForm, files: FilesOnDisk, *, seen: str, remove: str) -> SavedStep:
        return drafts.keep_step(
            self.draft,
            read,
            files,
            client=self.client,
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
        return form_changes.asked_now(self.request, self.page)

    @property
    def form_changed(self) -> bool:
        return self.now.is_stale

    def context(self, _number: int, form: StepForm, uploads: Sequence[UploadedFile]) -> dict[str, Any]:
        if at := prefilled.sent_at(self.draft):
            form.remark(prefilled.keys_of(self.draft), from_earlier.origin(at))
        return form_changes.context(self.draft, self.page, uploads)

    def was_done(self, number: int, *, is_filled_in: bool, is_complete: bool) -> bool:
        asked = {question["key"] for question in walk(self.step(number)["questions"])}
        # What was sent before is still to be looked at.
        is_its_own = asked.isdisjoint(prefilled.keys_of(self.draft))
        return is_its_own and is_filled_in and is_complete

    def not_asked_before(self) -> Collection[str]:
        return carrying.not_asked_before(self.draft, AskedNow(self.page))

    def told_first(self, saved: SavedStep) -> HttpResponse | None:
        return redirect("candidature:form_changes", self.token) if saved.told_apart else None

    def saved(self, number: int) -> HttpResponse:
        return route.saved(self.request, self.token, number)

    def led_out(self) -> dict[str, Any]:
        forget = reverse("candidature:forget", args=[self.token])
        return {
            **why_and_what_else(self.request, self.page),
            "expires_at": self.draft.expires_at,
            "forget": forget,
        }

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
        after = super().after(saved)
        return replace(after, token=saved.moved_to) if saved.moved_to else after

    def leads(self, answer: HttpResponse, saved: SavedStep) -> HttpResponse:
        return moving.lead_on(answer, self.token, saved.moved_to) if saved.moved_to else answer
