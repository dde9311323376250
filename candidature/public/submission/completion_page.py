"""The page on which a request of integration is answered: the forms of all the steps at once."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse

from candidature.intake import completion
from candidature.public.secret_pages import UNAVAILABLE, show
from candidature.public.submission import presses, shown
from candidature.submissions.models import Submission, UploadedFile
from moduli import Answers, StepForm, walk
from portal.web import outage

# Hidden inputs of the completion page: the ids of the files that are part of the answers now.
ATTACHED = "attached"


@dataclass(frozen=True)
class CompletionPage:
    """The completion page of a submission, from which its forms are read and on which it shows them again.

    Files that came in on this page and are not sent yet always count, whatever a posted page says of them:
    so a question for one file never keeps two, and what was attached before a reload is still there.
    """

    request: HttpRequest
    token: str
    submission: Submission

    def as_sent(self) -> list[StepForm]:
        """The forms of all the steps, with the answers sent so far and every file that counts now."""
        pending = completion.files_not_sent(self.submission)
        counted = [*completion.files_sent(self.submission), *pending]
        attached = {**self.submission.answers, **_by_question(counted)}
        uploads = list(self.submission.files.all())
        return [StepForm(step, answers=attached, uploads=uploads) for step in self.submission.schema["steps"]]

    def read(self, submission: Submission) -> list[StepForm]:
        """The posted forms of all the steps, against the files of the submission as it was read."""
        request = self.request
        uploads = list(submission.files.all())
        pending = completion.files_not_sent(submission)
        posted = set(request.POST.getlist(ATTACHED))
        removed = request.POST.get("remove", "")
        counted = [
            file
            for file in uploads
            if (file in pending or str(file.public_id) in posted) and str(file.public_id) != removed
        ]
        attached = _by_question(counted)
        return [
            StepForm(
                step,
                request.POST,
                request.FILES,
                answers=attached,
                uploads=counted,
                dropped=request.dropped_files,  # type: ignore[attr-defined]
            )
            for step in submission.schema["steps"]
        ]

    def show(self, forms: list[StepForm], *, status: int = 200, opened: bool = False) -> HttpResponse:
        """Shows the forms.

        Args:
            opened: whether an answer just given asks for more, which the page now shows.
        """
        request, submission = self.request, self.submission
        steps = submission.schema["steps"]
        context = {
            **shown.context(self.token, submission),
            "forms": forms,
            "steps": list(zip(steps, forms, strict=True)),
            "request_text": shown.last_request(submission),
            "opened": opened,
            "has_errors": any(form.errors for form in forms),
            "version": presses.version(request) if request.method == "POST" else submission.version,
            "has_questions": any(list(walk(step["questions"])) for step in steps),
        }
        return show(request, "complete", submission.page, context, status=status)

    def show_outage(self, forms: list[StepForm]) -> HttpResponse:
        """Shows what was typed, and the sentence that nothing could be saved."""
        for form in forms:
            form.forget_errors()
        if forms:
            forms[0].add_error(None, outage.sentence(with_files=bool(self.request.FILES)))
        return self.show(forms, status=UNAVAILABLE)


def _by_question(files: Sequence[UploadedFile]) -> Answers:
    """The ids of files as the answers name them."""
    return {
        key: [str(file.public_id) for file in files if file.question_key == key]
        for key in {file.question_key for file in files}
    }
