"""Two submissions side by side, what differs marked, and the button that says they are not the same."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin import messages

from candidature.models import Submission, UploadedFile
from candidature.submissions import in_words
from istruttoria import trail
from istruttoria.detail.page import SubmissionView
from istruttoria.duplicates import reading
from istruttoria.duplicates.models import DuplicateHint
from istruttoria.permissions import may_answer
from moduli import Row, readable

# Of the buttons.
DENY, RESTORE = "deny", "restore"


@dataclass(frozen=True)
class Line:
    """Something that both may say: here and there; empty where one was not asked or said nothing."""

    label: str
    here: str
    there: str

    @property
    def differs(self) -> bool:
        return " ".join(self.here.casefold().split()) != " ".join(self.there.casefold().split())


class ComparisonView(SubmissionView):
    """A submission beside another that the account sees as well. Reading both is noted in the log."""

    template_name = "istruttoria/duplicates/comparison.html"

    @cached_property
    def other(self) -> Submission:
        visible = Submission.objects.visible_to(self.request.user).exclude(pk=self.submission.pk)
        found = visible.select_related("page", "municipality", "form_version").filter(pk=self.kwargs["other"])
        return found.first() or _not_found()

    @cached_property
    def hint(self) -> DuplicateHint | None:
        return DuplicateHint.objects.filter(submission=self.submission, other=self.other).first()

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        for one in (self.submission, self.other):
            trail.record_view(one, self.user)
        return self.render_to_response(self.get_context_data())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may_answer(self.user):
            raise PermissionDenied
        is_denied = request.POST.get("do") == DENY
        if self.hint is None or request.POST.get("do") not in (DENY, RESTORE):
            raise Http404
        reading.deny(self.submission, self.other, self.user, is_denied=is_denied)
        said = _("Segnato: %(one)s e %(other)s non sono la stessa candidatura.")
        if not is_denied:
            said = _("Segnato: %(one)s e %(other)s potrebbero essere la stessa candidatura.")
        references = {"one": self.submission.reference, "other": self.other.reference}
        messages.success(request, said % references)
        return redirect(self.detail_url)

    def get_page_subtitle(self) -> str:
        return _("Confronto con %(reference)s") % {"reference": self.other.reference}

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.get_page_subtitle()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = compared(self.submission, self.other)
        return {
            **super().get_context_data(**kwargs),
            "other": self.other,
            "hint": self.hint,
            "compared": found,
            "how_many_differ": sum(line.differs for line in found),
            "may_say": may_answer(self.user) and self.hint is not None,
        }


def _not_found() -> Submission:
    raise Http404


def compared(here: Submission, there: Submission) -> list[Line]:
    """Who sent them and the answers: to the same questions, then to those that one alone was asked.

    Not when: two are never sent in the same moment, so that it would tell nothing.
    """
    lines = _of_applicant(here, there)
    ours, theirs = _answers(here), _answers(there)
    for key, row in ours.items():
        other = theirs.pop(key, None)
        lines.append(Line(row.label, row.text, other.text if other else ""))
    lines += [Line(row.label, "", row.text) for row in theirs.values()]
    return [*lines, _of_files(here, there)]


def _of_applicant(here: Submission, there: Submission) -> list[Line]:
    ours, theirs = dict(in_words.rows(here)), dict(in_words.rows(there))
    return [Line(label, ours.get(label, ""), theirs.get(label, "")) for label in {**ours, **theirs}]


def _answers(submission: Submission) -> dict[tuple[str, int], Row]:
    """By the words of the question, because forms of two calls ask the same under other keys.

    What one form asks several times in the same words is told apart by how often it was asked before.
    """
    sections = readable(submission.schema, submission.answers, submission.files.all())
    asked: Counter[str] = Counter()
    found: dict[tuple[str, int], Row] = {}
    for row in (row for section in sections for row in section.rows):
        found[row.label, asked[row.label]] = row
        asked[row.label] += 1
    return found


def _of_files(here: Submission, there: Submission) -> Line:
    """The files that are the very same bytes, whatever they are called."""

    def by_hash(submission: Submission) -> dict[str, UploadedFile]:
        return {file.sha256: file for file in submission.files.all()}

    ours, theirs = by_hash(here), by_hash(there)
    same = sorted(set(ours) & set(theirs))
    return Line(
        _("File identici"),
        "; ".join(ours[digest].original_name for digest in same),
        "; ".join(theirs[digest].original_name for digest in same),
    )
