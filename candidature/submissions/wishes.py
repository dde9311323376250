"""What whoever writes wants of letters: none that remind, and in which language."""

from candidature.submissions.drafts import Draft
from candidature.submissions.models import Submission


def no_reminders_of_draft(draft: Draft) -> None:
    Draft.objects.filter(pk=draft.pk).update(no_reminders=True)


def no_reminders_of(submission: Submission) -> None:
    Submission.objects.filter(pk=submission.pk).update(no_reminders=True)


def speak(draft: Draft) -> None:
    """Letters about it are from now on in the language that it has."""
    Draft.objects.filter(pk=draft.pk).update(language=draft.language)
