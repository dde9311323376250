"""What differs between the things that are filled in step by step."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from candidature.intake.keeping import ReadForm, SavedStep, Written
from candidature.intake.uploads import FilesOnDisk
from candidature.pages.participation import ParticipationPage
from candidature.public.filling import page_order, press
from candidature.submissions.models import UploadedFile
from moduli import Answers, Schema, StepForm


@dataclass(frozen=True)
class Way(ABC):
    """The way from the first step to the summary of something that is being written.

    Attributes:
        token: the secret by which it is reached.
        schema: the steps that are asked on this way, numbered from 1.
    """

    request: HttpRequest
    token: str
    page: ParticipationPage
    schema: Schema

    # Of `templates/candidature/public/`.
    template: ClassVar[str] = "step"

    @property
    @abstractmethod
    def written(self) -> Written:
        """What is being written, as it was read."""

    @property
    @abstractmethod
    def asks_who(self) -> bool:
        """Whether step 0, who you are, is on this way."""

    @property
    @abstractmethod
    def says_who(self) -> bool:
        """Whether step 0 is in order."""

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

    @abstractmethod
    def saved(self, number: int) -> HttpResponse:
        """Where "Salva" leads from a step."""

    def upload_address(self) -> str:
        """Where a script sends files in pieces (`filling.uploading`); empty where none may be sent so."""
        return ""

    def change_files(self, change: Callable[[Any], Answers]) -> Written:
        """Locks what is written, stores the answers that `change` makes of it, and gives it back."""
        raise NotImplementedError

    def after(self, _saved: SavedStep) -> Self:
        """The way on from a step that was saved."""
        return self

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
        if self.request.POST.get("action") == "summary" or following > self.last:
            return redirect(self.summary_address())
        return redirect(self.step_address(following))

    def following(self, number: int) -> int:
        """The page after this one; after the summary there is none."""
        order = self.order
        return order[min(order.index(number) + 1, len(order) - 1)]

    def preceding(self, number: int) -> int:
        """The page before this one; before the first there is none."""
        order = self.order
        return order[max(order.index(number) - 1, 0)]

    @property
    def order(self) -> list[int]:
        """The numbers of the pages as one comes to them, the summary last."""
        return page_order.numbers(self.schema, asks_who=self.asks_who)

    @property
    def last(self) -> int:
        """The number of the last step before the summary."""
        return len(self.schema["steps"])
