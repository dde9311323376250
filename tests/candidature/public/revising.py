"""An applicant who opens what was sent by the personal link, and writes over it by pressing buttons."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from candidature.actors import Actor
from candidature.models import FollowLink, Submission
from candidature.process.workflow import AskedFor, transition
from portal.privacy.tokens import digest, new_token
from tests.candidature.factories import overseer
from tests.candidature.public.journey import form_of
from tests.moduli.builders import block, item

FORM = 0


def three_steps() -> str:
    """A choice that opens a question, and a text; another text; a file that need not be there."""
    nested = block("short_text", "runts", label="Numero RUNTS", required=True)
    return form_of(
        [
            block(
                "one_choice",
                "type",
                label="Che cosa siete?",
                required=True,
                options=[item("Associazione", nested, id_="formal"), item("Gruppo", id_="informal")],
            ),
            block("long_text", "why", label="Perché?", required=True, max_length=500),
        ],
        [block("short_text", "where", label="Dove?", required=True)],
        [
            block(
                "file", "cv", label="Curriculum", required=False, kinds=["pdf"], max_megabytes=1, max_files=1
            )
        ],
    )


ANSWERS = {"type": "informal", "why": "Per la mia comunità", "where": "Cortona"}


def personal(submission: Submission, folder: str = "") -> str:
    """The address of the personal page, or of a folder below it, by a link that opens it."""
    token = new_token()
    FollowLink.objects.create(submission=submission, token_hash=digest(token))
    return f"/candidature/segui/{token}/{folder}"


def ask(submission: Submission, *questions: str, days: int = 7, **values: Any) -> Submission:
    """The office asks for these."""
    return transition(
        submission.pk,
        "request_info",
        Actor.staff(overseer()),
        expected_version=submission.version,
        reason="Manca qualcosa.",
        due_at=timezone.now() + timedelta(days=days),
        asked=AskedFor(questions=questions, **values),
    )


def office(submission: Submission, action: str, **values: Any) -> Submission:
    """The office acts on what stands now."""
    version = Submission.objects.values_list("version", flat=True).get(pk=submission.pk)
    return transition(submission.pk, action, Actor.staff(overseer()), expected_version=version, **values)


def press(shown: Any, action: str, **typed: Any) -> Any:
    """What a page leads to, once this is typed and this button pressed."""
    form = shown.forms["step-form"]
    for name, value in typed.items():
        form[f"q-{name}"] = value
    return form.submit("action", value=action).follow()


def send(summary: Any) -> Any:
    """What is seen after the button of the summary."""
    return summary.forms[FORM].submit("action", value="send").maybe_follow()


def fields(shown: Any) -> set[str]:
    """The questions that a page lets answer."""
    names = [name for name in shown.forms["step-form"].fields if name and name.startswith("q-")]
    return {name.removeprefix("q-") for name in names}
