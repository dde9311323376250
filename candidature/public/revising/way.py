"""The way through a revision of what was sent."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from candidature.intake import revisions
from candidature.intake.keeping import ReadForm, SavedStep
from candidature.intake.revisions import Purpose, Revision
from candidature.intake.uploads import FilesOnDisk
from candidature.public.applicant import initial
from candidature.public.draft.typed import of_the_applicant
from candidature.public.draft.window import why_and_what_else
from candidature.public.filling.typed import Rows
from candidature.public.filling.way import Way
from candidature.public.following import told
from candidature.public.submission import shown
from candidature.submissions.files import UploadedFile
from moduli import Answers, Node, Row, Step, StepForm, asked_keys, readable, settled
from portal.web.visitors import client_of


@dataclass(frozen=True)
class Group:
    """Questions of a step that stand together: open ones, as `nodes`, or closed ones to read, as `rows`."""

    nodes: Sequence[Node] = ()
    rows: Sequence[Row] = ()


@dataclass(frozen=True)
class RevisionWay(Way):
    """From the first step with an open question to the summary; "Salva" leads to the personal page."""

    revision: Revision
    # Of the submission, as the page showed it from which this request comes, or shows it that is answered.
    version: int

    template = "revise_step"
    autosaves = True

    @property
    def written(self) -> Revision:
        return self.revision

    @property
    def kind(self) -> str:
        return self.revision.kind

    @property
    def asks_who(self) -> bool:
        """Who sends it may be corrected; an office asks for answers, and where a body has its seat stays."""
        return self.revision.purpose is Purpose.CORRECTION

    @property
    def says_who(self) -> bool:
        return not self.revision.who_typed

    def accepts(self) -> bool:
        # What does not count any more is not even saved.
        return True

    def step_address(self, number: int) -> str:
        if number == 0 and not self.asks_who:
            return self._follow()
        return reverse(f"candidature:{self.revision.purpose}_step", args=[self.token, number])

    def summary_address(self) -> str:
        return reverse(f"candidature:{self.revision.purpose}_summary", args=[self.token])

    def first_address(self) -> str:
        """Where it begins; the summary, where there is no step."""
        first = self.order[0]
        return self.step_address(first) if first <= self.last else self.summary_address()

    def save(self, read: ReadForm, files: FilesOnDisk, *, seen: str, remove: str) -> SavedStep:
        return revisions.keep_step(
            self.revision,
            self.page,
            read,
            files,
            version=self.version,
            client=client_of(self.request),
            at=self.request.received_at,  # type: ignore[attr-defined]
            seen=seen,
            remove=remove,
        )

    def upload_address(self) -> str:
        # The version is in it, because a piece of a file says nothing of the page that sends it.
        return reverse(f"candidature:{self.revision.purpose}_upload", args=[self.token, self.version])

    def change_files(self, change: Callable[[Revision], Answers]) -> Revision:
        return revisions.change_files(
            self.revision,
            self.page,
            change,
            version=self.version,
            at=self.request.received_at,  # type: ignore[attr-defined]
        )

    def saved(self, _number: int) -> HttpResponse:
        return redirect(told.address(self.token, told.NOT_SENT))

    def led_out(self) -> dict[str, Any]:
        return {**why_and_what_else(self.request, self.page), "follow": self._follow()}

    def was_done(self, _number: int, *, is_filled_in: bool, is_complete: bool) -> bool:
        """What is corrected was filled in when it was sent; what is asked for, once it was looked at."""
        return is_complete and (is_filled_in or self.asks_who)

    def context(self, number: int, form: StepForm, uploads: Sequence[UploadedFile]) -> dict[str, Any]:
        step = self.step(number)
        return {
            **about(self),
            "groups": list(_groups(self.revision, step, form, uploads)),
        }

    def looked_at(self) -> set[str]:
        sent = self.revision.submission
        return super().looked_at() | asked_keys(sent.schema, sent.answers)

    def _follow(self) -> str:
        return reverse("candidature:follow", args=[self.token])


def about(way: RevisionWay) -> dict[str, Any]:
    """What the pages of a revision have in common."""
    revision = way.revision
    return {
        "submission": revision.submission,
        "subject": way.page,
        "revision": revision,
        "is_correction": revision.purpose is Purpose.CORRECTION,
        "version": way.version,
        "request_text": shown.last_request(revision.submission),
        "left_over": [*(() if way.asks_who else who_in_words(way)), *revision.left_over()],
    }


def who_in_words(way: RevisionWay) -> Rows:
    """What was written otherwise of who sends it, right or wrong."""
    row, page = way.revision.row, way.page
    if not row.applicant_typed and not row.applicant:
        return []
    written = row.applicant_typed or initial(way.revision.applicant_written)
    as_sent = of_the_applicant(initial(way.revision.submission), page)
    return [one for one in of_the_applicant(written, page) if one not in as_sent]


def _groups(revision: Revision, step: Step, form: StepForm, uploads: Sequence[UploadedFile]) -> "list[Group]":
    """The questions of a step in the order of the form as it was sent, those that are closed included."""
    nodes = {node.question["key"]: node for node in form.nodes()}
    whole = revision.whole_step(step)
    groups: list[Group] = []
    for question in whole["questions"]:
        if (node := nodes.get(question["key"])) is not None:
            if not groups or groups[-1].rows:
                groups.append(Group(nodes=[]))
            groups[-1] = Group(nodes=[*groups[-1].nodes, node])
        elif rows := _rows({**whole, "questions": [question]}, revision.submission.answers, uploads):
            if not groups or groups[-1].nodes:
                groups.append(Group())
            groups[-1] = Group(rows=[*groups[-1].rows, *rows])
    return groups


def _rows(step: Step, answers: Answers, uploads: Sequence[UploadedFile]) -> list[Row]:
    alone = settled({"format": 1, "steps": [step]}, answers)
    return [row for section in readable(alone, answers, uploads) for row in section.rows]
