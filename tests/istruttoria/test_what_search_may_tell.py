"""What search may tell: every hidden field holds a word of its own, and no list answers to it from outside.

A page that was asked for a hidden word is, letter by letter, the page that was asked for a word that nobody
ever wrote; and so is one asked for a hidden page, zone, label or colleague.
"""

import json
import re
from dataclasses import dataclass
from datetime import timedelta
from fnmatch import fnmatchcase
from itertools import chain
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page

from candidature.actors import Actor
from candidature.models import Submission, SubmissionWord
from candidature.process import workflow
from candidature.search import finding
from candidature.search.words import write_due
from istruttoria.checklists import answering as checks
from istruttoria.checklists.answering import Given
from istruttoria.checklists.reading import lines
from istruttoria.labels import marking
from istruttoria.labels.models import Label
from istruttoria.notes import writing as notes
from istruttoria.opinions import asking as opinions
from istruttoria.opinions.asking import Request
from istruttoria.queue.orders import ORDERINGS
from istruttoria.queue.stages import Stage
from istruttoria.saved import keeping
from portal.models import User
from portal.owners import ANONYMOUS, EDITOR, ELSEWHERE
from portal.roles import Role
from tests.candidature.factories import CallPageFactory, question, steps, submitted
from tests.candidature.messages.conversations import from_applicant
from tests.istruttoria.people import committee_member, member_of, received_file
from tests.portal.addresses import World, addresses
from tests.territori.factories import MunicipalityFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_the_indexes")]

QUEUE = "/admin/candidature/"
ROLES = [ANONYMOUS, EDITOR, ELSEWHERE]
# Views that take words, by their names.
SEARCHING = (
    "*index *results *_index *search* *choose* *chooser* *autocomplete* *api* sportello:* find* *find "
    "*export* *report* *audit* *share* *bulk* *erased* *columns*"
)
# The same length as each hidden word, so that nothing else differs.
NOBODY = "qqqqqqqqqq"
WORDS = {
    "last_name": "zafferanox",
    "first_name": "zibibbarix",
    "organisation_name": "zigomatrix",
    "email": "zolfanelix",
    "protocol_number": "zuccherosx",
    "phone": "3331234567",
    "answer": "zampillarx",
    "file": "zerbinotax",
    "hidden answer": "zoccolanex",
    "label": "zuppieraxx",
    "note": "zabaionexx",
    "message": "zizzaniaxx",
    "reason": "zavorraxxx",
    "opinion": "zinnamomox",
    "remark": "zufolareax",
}
# What no search goes through, whoever asks.
NOT_SEARCHED = {"hidden answer", "phone", "label", "note", "message", "reason", "opinion", "remark"}
# What a page says anew each time it is drawn.
_NEW_EACH_TIME = re.compile(
    r"[A-Za-z0-9]{64}|nonce=\"[^\"]+\"|\"nonce\": ?\"[^\"]+\"|\b[0-9a-f]{32}\b|\d{4}, \d\d:\d\d"
)


@dataclass
class Hidden:
    """A submission out of reach, and what hangs on it."""

    world: World
    submission: Submission
    label: Label


@pytest.fixture
def hidden() -> Hidden:
    world = World()
    page = CallPageFactory.create(
        parent=Page.get_first_root_node(),
        title="Avviso nascosto",
        checks=json.dumps([{"type": "check", "id": "k", "value": {"text": "Firmato", "required": False}}]),
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
        municipality_id=MunicipalityFactory.create().pk,
        answers={"q-text": f"Le parole {WORDS['answer']}"},
    )
    file = received_file(submission, f"{WORDS['file']}.pdf")
    submission.answers = {
        "q-text": f"Le parole {WORDS['answer']}",
        "q-file": [str(file.public_id)],
        "q-nobody-asked": WORDS["hidden answer"],
    }
    submission.protocol_number = WORDS["protocol_number"]
    submission.save()
    label = Label.objects.create(name=f"Etichetta nascosta {WORDS['label']}", page=page)
    officer = member_of(Role.OFFICERS)
    written_about(submission, committee_member(page))
    marking.mark([submission.pk], officer, put=[label])
    keeping.save(officer, "Filtro nascosto", f"page={page.pk}", is_shared=True)
    write_due()
    return Hidden(world, submission, label)


def written_about(submission: Submission, reviewer: User) -> None:
    """What the office and whoever sent it write while it is looked at, each with its word."""
    notes.write(submission, reviewer, f"Nota {WORDS['note']}", key="n")
    from_applicant(submission, f"Messaggio {WORDS['message']}")
    asked = Request(
        "Ada Esterna", "ada@esterna.example", WORDS["opinion"], timezone.now() + timedelta(days=5)
    )
    opinions.ask(submission, asked, reviewer, key="o")
    [line] = lines(submission, submission.page.specific)
    checks.answer(submission, [Given(line.key, "no", WORDS["remark"], line.mark)], reviewer)
    submission.refresh_from_db()
    workflow.transition(
        submission.pk,
        "propose_reject",
        Actor.staff(reviewer),
        expected_version=submission.version,
        reason=WORDS["reason"],
    )
    submission.refresh_from_db()


def logged_in(client: Client, role: str) -> Client:
    if role == EDITOR:
        client.force_login(member_of(Role.EDITORS))
    elif role == ELSEWHERE:
        own = CallPageFactory.create(parent=Page.get_first_root_node())
        submitted(own)
        client.force_login(committee_member(own))
    return client


def told(client: Client, path: str, parameters: dict[str, Any], *, but: str = "") -> tuple[int, str]:
    """The answer to a request without what is new each time, and without what was asked."""
    response = client.get(path, parameters)
    body = b"".join(response).decode(errors="replace")
    return response.status_code, _NEW_EACH_TIME.sub("", body.replace(but, NOBODY) if but else body)


def _said(body: str, asked: Any) -> str:
    """Without what was asked for, and numbers, which are those of the request."""
    return re.sub(r"\d+", "", body.replace(str(asked), ""))


def searching(world: World) -> list[str]:
    return sorted(
        {
            address.path
            for address in addresses(world)
            if any(fnmatchcase(address.name, view) for view in SEARCHING.split())
        }
    )


@pytest.mark.parametrize("role", ROLES)
def test_no_page_answers_to_a_hidden_word(role: str, client: Client, hidden: Hidden) -> None:
    logged_in(client, role)
    few = [WORDS["last_name"], WORDS["answer"]]
    wrong = []
    for path in searching(hidden.world):
        untold = told(client, path, {"q": NOBODY})
        for word in WORDS.values() if path.startswith(QUEUE) else few:
            answer = told(client, path, {"q": word}, but=word)
            if answer != untold:
                # The first time that somebody asks may differ.
                untold = told(client, path, {"q": NOBODY})
            if answer != untold:
                wrong.append(f"{path}?q={word}")
            if hidden.submission.reference in answer[1]:
                wrong.append(f"{path}?q={word} names it")

    assert wrong == []


def test_no_filter_order_or_count_of_the_queue_answers_from_outside(client: Client, hidden: Hidden) -> None:
    logged_in(client, ELSEWHERE)
    submission = hidden.submission
    pairs = [
        ("page", submission.page_id, 987_654),
        ("label", hidden.label.pk, 987_654),
        ("assigned_to", member_of(Role.OFFICERS).pk, 987_654),
        ("q", submission.reference, "CS-2026-QQQQ-QQQQ"),
        ("q", WORDS["last_name"], NOBODY),
    ]
    orders = [{}, *({"ordering": order} for order in ORDERINGS)]
    wrong = []
    for name, asked, nobody in pairs:
        for more in chain(orders[:3], ({"stage": "all"}, {"twice": "maybe"}, {"status": submission.status})):
            here = {**more, name: asked}
            got, untold = (told(client, QUEUE, {**more, name: value}) for value in (asked, nobody))
            if _said(got[1], asked) != _said(untold[1], nobody):
                wrong.append(str(here))
    for more in orders:
        body = told(client, QUEUE, {**more, "stage": "all"})[1]
        hidden_words = (*WORDS.values(), "nascost", submission.reference)
        wrong += [f"{more} {word}" for word in hidden_words if word in body]

    assert wrong == []


def test_who_may_see_it_finds_each_word_but_what_was_not_asked(client: Client, hidden: Hidden) -> None:
    client.force_login(committee_member(hidden.submission.page.specific))

    found = {
        name for name, word in WORDS.items() if client.get(QUEUE, {"q": word}).context["paginator"].count == 1
    }

    assert found == set(WORDS) - NOT_SEARCHED


def test_a_hidden_hit_costs_the_queries_of_none(client: Client, hidden: Hidden) -> None:
    logged_in(client, ELSEWHERE)
    client.get(QUEUE, {"q": NOBODY})

    assert len({len(_statements(client, word)) for word in (NOBODY, *WORDS.values())}) == 1


def test_a_reader_asks_the_very_same_whether_a_hidden_word_is_there_or_not(
    client: Client, hidden: Hidden
) -> None:
    """So it takes as long, which `tests.load.hidden_hits` measures: nothing of what others hold is asked."""
    logged_in(client, ELSEWHERE)
    client.get(QUEUE, {"q": NOBODY})
    there = {word: _statements(client, word) for word in WORDS.values()}

    SubmissionWord.objects.filter(submission=hidden.submission).delete()

    assert {word: _statements(client, word) for word in WORDS.values()} == there


def test_however_often_a_hidden_word_stands_the_very_same_is_asked(
    client: Client, hidden: Hidden, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A word that is common out of reach is looked for no otherwise than one that nobody wrote."""
    monkeypatch.setattr(finding, "_LOOKED_AT", 2)
    logged_in(client, ELSEWHERE)
    client.get(QUEUE, {"q": NOBODY})
    once = {stage: _statements(client, WORDS["answer"], stage=stage) for stage in Stage.values}

    sent = hidden.submission
    more = [
        SubmissionWord(
            submission=sent, page=sent.page_id, zone=sent.zone_id, word=f"{WORDS['answer']}{n}".encode()
        )
        for n in range(5)
    ]
    SubmissionWord.objects.bulk_create(more)

    again = {stage: _statements(client, WORDS["answer"], stage=stage) for stage in Stage.values}
    assert again == once


def _statements(client: Client, word: str, **parameters: str) -> list[str]:
    """What a search asks of the database, without the moments that stand in it."""
    with CaptureQueriesContext(connection) as queries:
        client.get(QUEUE, {"q": word, **parameters})
    return [re.sub(r"\d\d:\d\d:\d\d[.\d]*", "", query["sql"]) for query in queries.captured_queries]
