"""What the office does with its calls while people answer them, in the database of the portal under test.

`python -m tests.browser.office COMMAND '{"argument": 1}'` prints the answer as JSON.
"""

import json
import sys
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import django

django.setup()

from django.apps import apps  # noqa: E402
from django.utils import timezone  # noqa: E402 - needs the applications loaded
from wagtail.models import Comment  # noqa: E402

from candidature.actors import APPLICANT  # noqa: E402
from candidature.models import CallPage, ParticipationIndexPage, StartingValues, Submission  # noqa: E402
from candidature.process import workflow  # noqa: E402
from candidature.process.payloads import NewVersion  # noqa: E402
from candidature.ready_sets.notation import one_choice, option, question, step, steps  # noqa: E402
from demo.candidature import questions  # noqa: E402
from demo.candidature.load import load_notice  # noqa: E402
from portal.languages import ITALIAN  # noqa: E402
from portal.limits.models import LimitUsage  # noqa: E402
from portal.models import OutboxMessage, User  # noqa: E402
from tests.browser.people import OFFICER, REVIEWER  # noqa: E402
from tests.candidature.factories import CallPageFactory, CommitteeFactory, submitted  # noqa: E402
from tests.moduli.long_forms import long_form, one_of_each  # noqa: E402

FORMS: dict[str, Callable[[], list[dict[str, Any]]]] = {
    "organisation": questions.organisation_steps,
    "citizen": questions.citizen_steps,
}
WHILE_SOMEBODY_WRITES = timedelta(days=20)


def italian_index() -> ParticipationIndexPage:
    """Where calls and events stand; what English has is a translation of it."""
    return ParticipationIndexPage.objects.get(locale__language_code=ITALIAN)


def publish(title: str, form: str) -> dict[str, Any]:
    """A call of its own for one test, with a form of the demonstration."""
    page = CallPageFactory(
        parent=italian_index(),
        title=title,
        slug=title.lower().replace(" ", "-"),
        allowed_applicants=form,
        privacy_notice=load_notice(),
        steps=steps(*FORMS[form]()),
        minimum_age=16 if form == "citizen" else None,
        guardian_confirms=form == "citizen",
        closes_at=timezone.now() + WHILE_SOMEBODY_WRITES,
    )
    return {"page": page.pk, "path": page.url}


def long_draft(title: str) -> dict[str, Any]:
    """A call with 72 questions, which only editors see."""
    return _draft_of(title, long_form())


def draft_of_each(title: str) -> dict[str, Any]:
    """A call with a question of every type, which only editors see."""
    return _draft_of(title, one_of_each())


def _draft_of(title: str, form: list[dict[str, Any]]) -> dict[str, Any]:
    page = CallPageFactory(
        parent=italian_index(),
        title=title,
        slug=title.lower().replace(" ", "-"),
        privacy_notice=load_notice(),
        steps=json.dumps(form),
        live=False,
    )
    page.save_revision()
    return {"page": page.pk}


def begin_with_values() -> dict[str, Any]:
    """Says once for the site what every new call begins with."""
    site = italian_index().get_site()
    values = StartingValues.for_site(site)
    values.office, values.responsible_person = "Ufficio partecipazione", "Dott.ssa Inventata"
    values.privacy_notice = load_notice()
    values.save()
    return {}


def comment(page: int, place: str) -> dict[str, Any]:
    """Has a colleague comment on a place of a page."""
    author = User.objects.get(email=OFFICER)
    Comment.objects.create(page_id=page, user=author, contentpath=place, text="Si capisce?")
    # The editor reads them in the newest version.
    CallPage.objects.get(pk=page).save_revision()
    return {}


def stored(page: int) -> list[Any]:
    """The form of the newest draft of a page, with what its questions leave to their type."""
    form = CallPage.objects.get(pk=page).get_latest_revision_as_object().steps
    return list(form.stream_block.get_form_state(form))


def draft(title: str) -> dict[str, Any]:
    """A call that was never public, whose form has a choice that opens a question, and asks for a file."""
    more = question("short_text", "altri", "Chi sono gli altri?", required=True)
    page = CallPageFactory(
        parent=italian_index(),
        title=title,
        slug=title.lower().replace(" ", "-"),
        live=False,
        privacy_notice=load_notice(),
        steps=steps(
            step(
                "proposta",
                "La proposta",
                one_choice(
                    "con",
                    "Con chi?",
                    option("solo", "Solo io"),
                    option("insieme", "Con altri", more),
                    required=True,
                ),
                question("file", "statuto", "Il documento", required=True, kinds=["pdf"], max_files=1),
            )
        ),
    )
    page.save_revision()
    return {"page": page.pk, "title": title}


def received(title: str, how_many: int) -> dict[str, Any]:
    """A call of its own for one test, with one question, and so many applications that came for it."""
    page = CallPageFactory(
        parent=italian_index(),
        title=title,
        slug=title.lower().replace(" ", "-"),
        privacy_notice=load_notice(),
        closes_at=timezone.now() + WHILE_SOMEBODY_WRITES,
    )
    committee = CommitteeFactory.create(name=title)
    committee.members.add(User.objects.get(email=REVIEWER))
    committee.pages.add(page)
    references = [submitted(page, last_name=f"Numero {number:02}").reference for number in range(how_many)]
    return {"page": page.pk, "references": references}


def complete(reference: str) -> dict[str, Any]:
    """Sends the integration that an applicant was asked for, with the answers they had given."""
    submission = Submission.objects.get(reference=reference)
    new = NewVersion(submission.answers)
    workflow.transition(submission.pk, "complete", APPLICANT, expected_version=submission.version, new=new)
    return {}


def statuses(page: int) -> list[str]:
    """The states of the applications of a call, in the order in which they came."""
    return list(
        Submission.objects.filter(page=page).order_by("submitted_at", "pk").values_list("status", flat=True)
    )


def letters_of(page: int) -> list[str]:
    """Where the letters about the outcomes of a call stand, oldest first."""
    references = Submission.objects.filter(page=page).values("reference")
    found = OutboxMessage.objects.filter(related_to__in=references, subject__startswith="Esito")
    return list(found.order_by("pk").values_list("status", flat=True))


def left_behind() -> dict[str, int]:
    """How many rows there are of whatever an application could leave."""
    kept = ("candidature", "eventi")
    models = [model for model in apps.get_models() if model._meta.app_label in kept]
    models += [OutboxMessage, LimitUsage]
    return {model._meta.label: model._default_manager.count() for model in models}


def close(page: int) -> dict[str, Any]:
    """Lets the term pass."""
    return _ends(page, timezone.now())


def reopen(page: int) -> dict[str, Any]:
    return _ends(page, timezone.now() + WHILE_SOMEBODY_WRITES)


def _ends(page: int, moment: Any) -> dict[str, Any]:
    CallPage.objects.filter(pk=page).update(closes_at=moment)
    return {"closes_at": moment.timestamp()}


def change_form(page: int, key: str, removed: str, label: str) -> dict[str, Any]:
    """Takes a question out of a step, adds another, and publishes the page.

    Args:
        key: of the step.
        removed: key of the question that is asked no more.
        label: of the new question, which must be answered.
    """
    call = CallPage.objects.get(pk=page)
    form = call.steps.get_prep_value()
    [step] = [one for one in form if one["id"] == key]
    kept = [one for one in step["value"]["questions"] if one["id"] != removed]
    added = question("short_text", "nuova", label, max_length=160)
    step["value"]["questions"] = [*kept, added]
    call.steps = json.dumps(form)
    call.save_revision().publish()
    return {}


if __name__ == "__main__":
    commands: dict[str, Callable[..., Any]] = {
        "publish": publish,
        "long_draft": long_draft,
        "draft_of_each": draft_of_each,
        "begin_with_values": begin_with_values,
        "comment": comment,
        "stored": stored,
        "draft": draft,
        "received": received,
        "complete": complete,
        "statuses": statuses,
        "letters_of": letters_of,
        "left_behind": left_behind,
        "close": close,
        "reopen": reopen,
        "change_form": change_form,
    }
    answer = commands[sys.argv[1]](**json.loads(sys.argv[2]))
    json.dump(answer, sys.stdout)
