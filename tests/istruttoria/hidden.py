"""What is out of a reader's reach, with a word of its own in every field, for tests of what lists tell."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.test import Client
from django.utils import timezone
from wagtail.models import Page

from candidature.actors import Actor
from candidature.models import CallPage, Confirmation, Submission
from candidature.privacy import requests as erasure
from candidature.process import workflow
from candidature.process.payloads import AskedFor, Document
from candidature.search.words import write_due
from eventi.models import EventPage
from istruttoria.checklists import answering as checks
from istruttoria.checklists.answering import Given
from istruttoria.checklists.reading import lines
from istruttoria.duplicates.models import Alike, DuplicateHint
from istruttoria.labels import marking
from istruttoria.labels.models import Label
from istruttoria.notes import writing as notes
from istruttoria.opinions import asking as opinions
from istruttoria.opinions.asking import Request
from istruttoria.saved import keeping
from portal.models import User
from portal.owners import EDITOR, ELSEWHERE
from portal.roles import Role
from territori.models import Municipality
from tests import remembering
from tests.candidature.factories import (
    CallPageFactory,
    CommitteeFactory,
    EventPageFactory,
    question,
    steps,
    submitted,
)
from tests.candidature.messages.conversations import from_applicant
from tests.candidature.public.journey import pdf
from tests.istruttoria.people import committee_member, member_of, received_file
from tests.istruttoria.scores.points import LISTED, scored
from tests.territori.factories import MunicipalityFactory, ZoneFactory

QUEUE = "/admin/candidature/"
ELSEWHERE_BY_ZONE = "reviewer of another zone"
# The same length as each hidden word, so that nothing else differs.
NOBODY = "qqqqqqqqqq"
WORDS = {
    "last_name": "zafferanox",
    "first_name": "zibibbarix",
    "organisation_name": "zigomatrix",
    "email": "zolfanelix",
    "protocol_number": "zuccherosx",
    "protocol_date": "1963-04-17",
    "birth_date": "1931-07-23",
    "phone": "3331234567",
    "answer": "zampillarx",
    "file": "zerbinotax",
    "hidden answer": "zoccolanex",
    "label": "zuppieraxx",
    "note": "zabaionexx",
    "message": "zizzaniaxx",
    "reason": "zavorraxxx",
    "file of a message": "zibaldonex",
    "asked document": "zootecnicx",
    "reason of points": "zuccottoxx",
    "opinion": "zinnamomox",
    "who advises": "zerofiliax",
    "address that advises": "zampironex",
    "remark": "zufolareax",
    "who confirms": "zirlandolx",
    "body that confirms": "zinzilulax",
    "address that confirms": "zecchinerx",
    "sign-up": "zampognarx",
}
# What no search goes through, whoever asks.
NOT_SEARCHED = {
    "protocol_date",
    "birth_date",
    "phone",
    "hidden answer",
    "label",
    "note",
    "message",
    "reason",
    "file of a message",
    "asked document",
    "reason of points",
    "opinion",
    "who advises",
    "address that advises",
    "remark",
    "who confirms",
    "body that confirms",
    "address that confirms",
}
# What a page says anew each time it is drawn.
_NEW_EACH_TIME = re.compile(
    r"[A-Za-z0-9]{64}|nonce=\"[^\"]+\"|\"nonce\": ?\"[^\"]+\"|\b[0-9a-f]{32}\b|\d{4}, \d\d:\d\d"
)


@dataclass
class Hidden:
    """Out of reach: an application and a sign-up, what hangs on them, and somebody who objected."""

    submission: Submission
    sign_up: Submission
    objecting: Submission
    label: Label

    @property
    def pages(self) -> tuple[CallPage, EventPage]:
        return self.submission.page.specific, self.sign_up.page.specific

    @property
    def pks(self) -> set[int]:
        return {self.submission.pk, self.sign_up.pk, self.objecting.pk}

    @property
    def says(self) -> list[str]:
        """What stands in no page of who may not see it."""
        references = (one.reference for one in (self.submission, self.sign_up, self.objecting))
        return [*WORDS.values(), "nascost", *references]


def hide(municipality: Municipality | None = None) -> Hidden:
    """An application, of one municipality, to which each filter of the queue leads, and a sign-up."""
    root = Page.get_first_root_node()
    page = CallPageFactory.create(
        parent=root,
        title="Avviso nascosto",
        checks=json.dumps([{"type": "check", "id": "k", "value": {"text": "Firmato", "required": False}}]),
        scoring=LISTED,
        steps=steps(
            question("short_text", "q-text", "Perché?", required=False, max_length=200),
            question("file", "q-file", "Statuto", required=False),
        ),
    )
    submission = submitted(
        page,
        applicant_kind="organisation",
        first_name=WORDS["first_name"],
        last_name=WORDS["last_name"],
        organisation_name=f"Ente {WORDS['organisation_name']}",
        email=f"info@{WORDS['email']}.example",
        phone=WORDS["phone"],
        municipality_id=(municipality or MunicipalityFactory.create()).pk,
        answers={"q-text": f"Le parole {WORDS['answer']}"},
    )
    file = received_file(submission, f"{WORDS['file']}.pdf")
    submission.answers = {
        "q-text": f"Le parole {WORDS['answer']}",
        "q-file": [str(file.public_id)],
        "q-nobody-asked": WORDS["hidden answer"],
    }
    submission.protocol_number = WORDS["protocol_number"]
    submission.protocol_date = date.fromisoformat(WORDS["protocol_date"])
    submission.birth_date = date.fromisoformat(WORDS["birth_date"])
    submission.save()
    event = EventPageFactory.create(parent=root, title="Evento nascosto", admission="moderated")
    sign_up = submitted(event, last_name=WORDS["sign-up"])
    label = Label.objects.create(name=f"Etichetta nascosta {WORDS['label']}", page=page)
    officer = member_of(Role.OFFICERS)
    _written_about(submission, committee_member(page))
    _asked_of_others(submission)
    _to_be_looked_after(submission, sign_up, officer)
    marking.mark([submission.pk], officer, put=[label])
    keeping.save(officer, "Filtro nascosto", f"page={page.pk}", is_shared=True)
    write_due()
    alike = {"alike": Alike.CODE.value}
    DuplicateHint.objects.create(submission=submission, other=sign_up, **alike)
    DuplicateHint.objects.create(submission=sign_up, other=submission, **alike)
    submission.refresh_from_db()
    return Hidden(submission, sign_up, _objecting(page, officer), label)


def _objecting(page: CallPage, officer: User) -> Submission:
    """Somebody who was told the reasons against their application, and objected."""
    objecting = submitted(page, last_name="Nascosta")
    workflow.transition(
        objecting.pk,
        "forewarn",
        Actor.staff(officer),
        expected_version=objecting.version,
        reason="Motivo nascosto.",
        due_at=timezone.now() + timedelta(days=12),
    )
    from_applicant(objecting, "Osservazione nascosta.")
    objecting.refresh_from_db()
    return objecting


def _written_about(submission: Submission, reviewer: User) -> None:
    """What the office and whoever sent it write while it is looked at, each with its word."""
    notes.write(submission, reviewer, f"Nota {WORDS['note']}", key="n")
    from_applicant(submission, f"Messaggio {WORDS['message']}", pdf(f"{WORDS['file of a message']}.pdf"))
    scored(submission, reviewer, 3, 10, reason=f"Punti {WORDS['reason of points']}")
    adviser = f"Ada {WORDS['who advises']}", f"ada@{WORDS['address that advises']}.example"
    asked = Request(*adviser, WORDS["opinion"], timezone.now() + timedelta(days=5))
    opinions.ask(submission, asked, reviewer, key="o")
    [line] = lines(submission, submission.page.specific)
    checks.answer(submission, [Given(line.key, "no", WORDS["remark"], line.mark)], reviewer)
    submission.refresh_from_db()
    workflow.transition(
        submission.pk,
        "request_info",
        Actor.staff(reviewer),
        expected_version=submission.version,
        reason="Manca un documento.",
        due_at=timezone.now() + timedelta(days=10),
        asked=AskedFor(documents=(Document(f"Documento {WORDS['asked document']}"),)),
    )
    submission.refresh_from_db()
    workflow.transition(
        submission.pk,
        "propose_reject",
        Actor.staff(reviewer),
        expected_version=submission.version,
        reason=WORDS["reason"],
    )
    submission.refresh_from_db()


def _asked_of_others(submission: Submission) -> None:
    """Somebody else who is asked to confirm it, and has not."""
    Confirmation.objects.create(
        submission=submission,
        role=Confirmation.Role.PARTNER,
        body=f"Ente {WORDS['body that confirms']}",
        name=f"Rita {WORDS['who confirms']}",
        email=f"rita@{WORDS['address that confirms']}.example",
        state=Confirmation.State.ASKED,
    )
    marks = {"has_confirmations": True, "awaits_confirmations": True}
    Submission.objects.filter(pk=submission.pk).update(**marks)


def _to_be_looked_after(submission: Submission, sign_up: Submission, officer: User) -> None:
    """For each filter of what is to be looked after, a reason to find one of the two."""
    now, today = timezone.now(), timezone.localdate()
    erasure.ask(submission, submission.page.specific, now)
    Submission.objects.filter(pk=submission.pk).update(
        undelivered_since=now, respond_by=today + timedelta(days=3), assigned_to=officer
    )
    Submission.objects.filter(pk=sign_up.pk).update(respond_by=today - timedelta(days=3))


def outsider(client: Client, role: str) -> Client:
    """Logs in as somebody to whom nothing of `hide` can be seen; nobody for who has no account."""
    if role == EDITOR:
        client.force_login(member_of(Role.EDITORS))
    elif role in (ELSEWHERE, ELSEWHERE_BY_ZONE):
        client.force_login(reviewer_elsewhere(role))
    return client


def reviewer_elsewhere(role: str) -> User:
    """Who reads one application: that of their page, or of their zone."""
    own = CallPageFactory.create(parent=Page.get_first_root_node())
    if role == ELSEWHERE:
        submitted(own)
        return committee_member(own)
    zone = ZoneFactory.create()
    submitted(own, municipality_id=MunicipalityFactory.create(zone=zone).pk)
    user, committee = committee_member(), CommitteeFactory.create()
    committee.members.add(user)
    committee.zones.add(zone)
    return user


@contextmanager
def taken_back() -> Iterator[None]:
    """What is written within was never there afterwards."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    remembering.forget()


def told(client: Client, path: str, parameters: dict[str, Any], *, but: str = "") -> tuple[int, str]:
    """The answer to a request without what is new each time, and without what was asked."""
    return as_told(client.get(path, parameters), but=but)


def as_told(response: Any, *, but: str = "") -> tuple[int, str]:
    """The state of an answer, where it leads, and what it says."""
    led_to = response.headers.get("Location", "")
    body = led_to + b"".join(response).decode(errors="replace")
    return response.status_code, _NEW_EACH_TIME.sub("", body.replace(but, NOBODY) if but else body)
