"""What the office does with its calls while people answer them, in the database of the portal under test.

`tests.load.errands` says how they are sent.
"""

import io
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import django

django.setup()

from django.apps import apps  # noqa: E402
from django.core.files.base import ContentFile  # noqa: E402
from django.db.models import Model, Sum  # noqa: E402
from django.utils import timezone  # noqa: E402 - needs the applications loaded
from PIL import Image  # noqa: E402
from wagtail.models import Comment  # noqa: E402

from candidature.actors import APPLICANT, Actor  # noqa: E402
from candidature.models import (  # noqa: E402
    CallPage,
    ParticipationIndexPage,
    Passage,
    StartingValues,
    Submission,
    SubmissionCount,
)
from candidature.privacy import requests  # noqa: E402
from candidature.process import workflow  # noqa: E402
from candidature.process.payloads import NewVersion  # noqa: E402
from candidature.ready_sets.notation import one_choice, option, question, step, steps  # noqa: E402
from candidature.search.words import write_due  # noqa: E402
from demo.candidature import questions  # noqa: E402
from demo.candidature.load import load_notice  # noqa: E402
from istruttoria.opinions import asking  # noqa: E402
from portal.languages import ITALIAN  # noqa: E402
from portal.limits.models import LimitUsage  # noqa: E402
from portal.models import OutboxMessage, User  # noqa: E402
from tests.browser.people import OFFICER, REVIEWER  # noqa: E402
from tests.candidature.factories import CallPageFactory, CommitteeFactory, submitted  # noqa: E402
from tests.istruttoria.people import received_file  # noqa: E402
from tests.istruttoria.scores.points import criteria  # noqa: E402
from tests.load.errands import serve  # noqa: E402
from tests.moduli.long_forms import long_form, one_of_each  # noqa: E402
from tests.portal.sessions import begun_by  # noqa: E402

FORMS: dict[str, Callable[[], list[dict[str, Any]]]] = {
    "organisation": questions.organisation_steps,
    "citizen": questions.citizen_steps,
}
WHILE_SOMEBODY_WRITES = timedelta(days=20)


def italian_index() -> ParticipationIndexPage:
    """Where calls and events stand; what English has is a translation of it."""
    found: ParticipationIndexPage = ParticipationIndexPage.objects.get(locale__language_code=ITALIAN)
    return found


def session(email: str) -> str:
    """The value of the cookie of somebody of the staff who logs in."""
    return begun_by(User.objects.get(email=email))


def publish(title: str, form: str, partners: int = 0) -> dict[str, Any]:
    """A call of its own for one test, with a form of the demonstration.

    Args:
        partners: how many may be named who confirm.
    """
    page = CallPageFactory(
        parent=italian_index(),
        title=title,
        slug=title.lower().replace(" ", "-"),
        allowed_applicants=form,
        privacy_notice=load_notice(),
        steps=steps(*FORMS[form]()),
        minimum_age=16 if form == "citizen" else None,
        guardian_confirms=form == "citizen",
        most_partners=partners,
        closes_at=timezone.now() + WHILE_SOMEBODY_WRITES,
    )
    return {"page": page.pk, "path": page.url}


def take_at_most(page: int, most: int) -> dict[str, Any]:
    """Has a call take so many applications at most; none is as if all had come."""
    CallPage.objects.filter(pk=page).update(most_submissions=most)
    return {}


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


def received(title: str, how_many: int, last_name: str = "Numero") -> dict[str, Any]:
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
    names = [f"{last_name} {number:02}" for number in range(how_many)]
    references = [submitted(page, last_name=name).reference for name in names]
    return {"page": page.pk, "references": references}


def with_everything(title: str) -> dict[str, Any]:
    """A call with checks and criteria, and applications about which there is all that there can be.

    Returns:
        The numbers of the call and of what came for it: two that are alike, of which one has a picture and an
        opinion, one that was refused, and one whose sender asks to be erased.
    """
    page = CallPageFactory(
        parent=italian_index(),
        title=title,
        slug=title.lower().replace(" ", "-"),
        privacy_notice=load_notice(),
        closes_at=timezone.now() + WHILE_SOMEBODY_WRITES,
        checks=json.dumps(
            [{"type": "check", "id": "firmata", "value": {"text": "La domanda è firmata", "required": True}}]
        ),
        scoring=criteria(("radici", "Radicamento nel territorio", 10)),
        steps=steps(
            step(
                "proposta",
                "La proposta",
                question("short_text", "perche", "Perché?", required=False, max_length=200),
                question("file", "sede", "Una fotografia della sede", required=False, max_files=1),
            )
        ),
    )
    officer, now = User.objects.get(email=OFFICER), timezone.now()
    body = {"applicant_kind": "organisation", "phone": "+390575123456"}
    one, other = (
        submitted(page, organisation_name=name, answers={"perche": "Per gli orti."}, **body)
        for name in ("Orti e giardini", "Giardini e orti")
    )
    picture = io.BytesIO()
    Image.new("RGB", (320, 200), "teal").save(picture, "PNG")
    drawn = {"content_type": "image/png", "size": picture.tell(), "sha256": "0" * 64}
    uploaded = received_file(
        one, "sede.png", question_key="sede", file=ContentFile(picture.getvalue(), name="x"), **drawn
    )
    one.answers = {**one.answers, "sede": [str(uploaded.public_id)]}
    one.save()
    asked = asking.Request("Ugo Esterno", "ugo@esterno.example", "È adatta?", now + timedelta(days=5))
    opinion = asking.ask(one, asked, officer, key=f"{page.pk:022}")
    attached = {"original_name": "mappa.png", "file": ContentFile(picture.getvalue(), name="x"), **drawn}
    asking.give(opinion, "È adatta.", attached, now)
    refused, erased = submitted(page, answers={}), submitted(page, answers={})
    workflow.transition(
        refused.pk, "reject", Actor.staff(officer), expected_version=refused.version, reason="Fuori tema."
    )
    requests.ask(erased, page, now)
    write_due()
    numbers: dict[str, Any] = {"page": page, "one": one, "other": other, "refused": refused, "erased": erased}
    return {
        **{name: row.pk for name, row in numbers.items()},
        "file": str(uploaded.public_id),
        "opinion": opinion.pk,
    }


def complete(reference: str, motivation: str) -> dict[str, Any]:
    """Sends the integration that an applicant was asked for, with another answer to the one question."""
    submission = Submission.objects.get(reference=reference)
    new = NewVersion({**submission.answers, "q-motivation": motivation})
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
    """How many there are of whatever an application could leave."""
    kept = ("candidature", "eventi")
    models = [model for model in apps.get_models() if model._meta.app_label in kept]
    models += [OutboxMessage, LimitUsage]
    return {model._meta.label: _how_many(model) for model in models}


def _how_many(model: type[Model]) -> int:
    rows = model._default_manager.all()
    if model in (Passage, SubmissionCount):
        # The clock adds up their rows at any moment; what they count stays.
        return rows.aggregate(total=Sum("how_many"))["total"] or 0
    return rows.count()


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
    commands: list[Callable[..., Any]] = [
        session,
        publish,
        take_at_most,
        long_draft,
        draft_of_each,
        begin_with_values,
        comment,
        stored,
        draft,
        received,
        with_everything,
        complete,
        statuses,
        letters_of,
        left_behind,
        close,
        reopen,
        change_form,
    ]
    serve({command.__name__: command for command in commands})
