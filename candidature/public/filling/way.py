"""What differs between the things that are filled in step by step."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, ClassVar, Self

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from candidature.intake.keeping import ReadForm, SavedStep, Written
from candidature.intake.uploads import FilesOnDisk, written
from candidature.pages.participation import ParticipationPage
from candidature.public.applicant_words import TO_APPLICANT, ApplicantWords
from candidature.public.filling import page_order, press
from candidature.public.secret_pages import show
from candidature.submissions.files import UploadedFile
from moduli import (
    Answers,
    Schema,
    Step,
    StepForm,
    answerable,
    asked_form,
    conditional_keys,
    for_kind,
    on_its_own,
)
from portal.web.visitors import client_of


@dataclass(frozen=True)
class Way(ABC):
    """The way from the first step to the summary of something that is being written.

    Attributes:
        token: the secret by which it is reached.
        schema: all steps of the form, numbered from 1, those included that are not asked of everybody.
        left_with: the answers with which a page was just left; else those of `written` count.
        left_as: the kind of applicant with which the first step was just left; else `kind` counts.
    """

    request: HttpRequest
    token: str
    page: ParticipationPage
    schema: Schema
    left_with: Answers | None = field(default=None, kw_only=True)
    left_as: str = field(default="", kw_only=True)

    # Of `templates/candidature/public/`.
    template: ClassVar[str] = "step"
    # How it speaks of who applies.
    words: ClassVar[ApplicantWords] = TO_APPLICANT

    @property
    @abstractmethod
    def written(self) -> Written:
        """What is being written, as it was read."""

    @property
    @abstractmethod
    def kind(self) -> str:
        """Of what kind who answers is, as it was read; empty while that is not known."""

    @cached_property
    def form(self) -> Schema:
        """What is asked of this kind of applicant."""
        return for_kind(self.schema, self.left_as or self.kind)

    @cached_property
    def asked(self) -> dict[int, Step]:
        """The steps that are asked of who is of this kind and answered so, by number, as they are asked."""
        answers = self.written.answers if self.left_with is None else self.left_with
        now = {step["key"]: step for step in asked_form(self.form, answers)["steps"]}
        return {
            number: now[step["key"]]
            for number, step in enumerate(self.schema["steps"], start=1)
            if step["key"] in now
        }

    def step(self, number: int) -> Step:
        """A step as it is asked; one that is not asked any more as the page showed it that was posted."""
        return self.asked.get(number) or on_its_own(self.schema["steps"][number - 1])

    @property
    @abstractmethod
    def asks_who(self) -> bool:
        """Whether step 0, who you are, is on this way."""

    @property
    @abstractmethod
    def says_who(self) -> bool:
        """Whether step 0 is in order."""

    @property
    def asks_others(self) -> bool:
        """Whether the page on which others are named is on this way."""
        return False

    def standing_of_others(self) -> tuple[bool, bool]:
        """Whether that page is done, and whether something on it is to be completed."""
        raise NotImplementedError

    @property
    @abstractmethod
    def autosaves(self) -> bool:
        """Whether a step may be saved while it is typed."""

    @abstractmethod
    def accepts(self) -> bool:
        """Whether what arrived with this request still counts."""

    @abstractmethod
    def step_address(self, number: int) -> str: ...

    @abstractmethod
    def summary_address(self) -> str: ...

    @abstractmethod
    def save(self, read: ReadForm, files: FilesOnDisk, *, seen: str, remove: str) -> SavedStep:
        """Saves what was typed into a step (`candidature.intake.keeping.keep`), in one transaction."""

    def taking(self, forms: Iterable[StepForm]) -> AbstractContextManager[FilesOnDisk]:
        """What becomes of the good files of posted forms, until the transaction that names them is over."""
        return written(forms, self.written, self.client)

    @abstractmethod
    def saved(self, number: int) -> HttpResponse:
        """Where "Salva" leads from a step."""

    @property
    def client(self) -> str:
        """The visitor whose quotas count what is stored; empty for an account, which has none."""
        return client_of(self.request)

    def show(self, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
        """The page of a step."""
        return show(self.request, self.template, self.page, context, status=status)

    @abstractmethod
    def led_out(self) -> dict[str, Any]:
        """What the page for whoever an answer leads out says besides: what becomes of what is typed."""

    def show_out(self, context: dict[str, Any]) -> HttpResponse:
        """The page for whoever an answer leads out."""
        return show(self.request, "not_for_you", self.page, context)

    def upload_address(self) -> str:
        """Where a script sends files in pieces (`filling.uploading`); empty where none may be sent so."""
        return ""

    def change_files(self, change: Callable[[Any], Answers]) -> Written:
        """Locks what is written, stores the answers that `change` makes of it, and gives it back."""
        raise NotImplementedError

    def page_address(self, number: int) -> str:
        """Where the page of this number is, be it a step or the summary."""
        return self.summary_address() if number == self.last + 1 else self.step_address(number)

    def after(self, saved: SavedStep) -> Self:
        """The way on from a step that was saved."""
        return replace(self, left_with=saved.answers)

    def after_who(self, kind: str) -> Self:
        """The way on from the first step, where it is in order: as this kind of applicant."""
        return replace(self, left_as=kind)

    def leads(self, answer: HttpResponse, _saved: SavedStep) -> HttpResponse:
        """The answer to a press, once it is known where it leads."""
        return answer

    def context(self, _number: int, _form: StepForm, _uploads: Sequence[UploadedFile]) -> dict[str, Any]:
        """What the page of a step shows besides."""
        return {}

    @property
    def form_changed(self) -> bool:
        """Whether the posted page showed another form than there is now."""
        return False

    def not_asked_before(self) -> Collection[str]:
        """The keys of questions that, left blank, are no mistake: nobody was told yet to answer them."""
        return ()

    def told_first(self, _saved: SavedStep) -> HttpResponse | None:
        """A page to be read before one goes where the button leads; None for none."""
        return None

    def was_done(self, _number: int, *, is_filled_in: bool, is_complete: bool) -> bool:
        """Whether the list of steps calls a step done."""
        return is_filled_in and is_complete

    def same_step(self, number: int) -> str:
        """The address of a step for the same purpose as the one that was asked for."""
        return press.for_the_same_purpose(self.request, self.step_address(number))

    def onwards(self, number: int) -> HttpResponse:
        """Where one goes from a step that is in order, according to the button."""
        to = press.chosen(self.request)
        if to is not None:
            # Past the last step is the summary.
            return redirect(self.step_address(to))
        if self.request.POST.get("action") == "save":
            return self.saved(number)
        following = self.following(number)
        if self.request.POST.get("action") == "summary" or following == self.last + 1:
            opened = self._opened_elsewhere(number)
            return redirect(self.summary_address() if opened is None else self._to_opened(opened))
        return redirect(self.step_address(following))

    def _opened_elsewhere(self, number: int) -> int | None:
        """The first other step that asks, because of an answer, what nobody has looked at yet."""
        known = {*self.looked_at(), *(self.left_with or {})}
        for other in self.order:
            if other == number or other not in self.asked:
                continue
            depends = conditional_keys(self.schema["steps"][other - 1])
            now = {question["key"] for question in answerable(self.asked[other]["questions"])}
            if now & depends - known:
                return other
        return None

    def looked_at(self) -> set[str]:
        """The keys of questions on whose page a button was pressed."""
        return set(self.written.typed_answers)

    def _to_opened(self, number: int) -> str:
        """The address of a step that asks more than it did, from which the summary is the next page."""
        return press.saying(f"{self.step_address(number)}?{press.FROM_SUMMARY}", press.OPENED)

    def following(self, number: int) -> int:
        """The page after this one; after the summary there is none."""
        order = self.order
        return next(
            (other for other in self._every[self._every.index(number) + 1 :] if other in order), order[-1]
        )

    def preceding(self, number: int) -> int:
        """The page before this one; before the first there is none."""
        order = self.order
        before = self._every[: self._every.index(number)]
        return next((other for other in reversed(before) if other in order), order[0])

    @property
    def order(self) -> list[int]:
        """The numbers of the pages as one comes to them, the summary last; no step that is not asked."""
        return [number for number in self._every if number in self.asked or not self._is_step(number)]

    @cached_property
    def _every(self) -> list[int]:
        """The numbers of all pages, whoever answers."""
        return page_order.numbers(self.schema, asks_who=self.asks_who, asks_others=self.asks_others)

    def _is_step(self, number: int) -> bool:
        return 0 < number <= self.last

    @property
    def last(self) -> int:
        """The number of the last step before the summary."""
        return len(self.schema["steps"])
