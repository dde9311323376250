"""What search may tell: every hidden field holds a word of its own, and no list answers to it from outside.

A page that was asked for a hidden word is, letter by letter, the page that was asked for a word that nobody
ever wrote; and so is one asked for a hidden page, zone, label or colleague.
"""

import re
from dataclasses import dataclass
from fnmatch import fnmatchcase
from itertools import chain
from typing import Any

import pytest
from django.test import Client
from wagtail.models import Page

from candidature.models import Submission
from candidature.search.words import write_due
from istruttoria.labels import marking
from istruttoria.labels.models import Label
from istruttoria.queue.orders import ORDERINGS
from istruttoria.saved import keeping
from portal.owners import ANONYMOUS, EDITOR, ELSEWHERE
from portal.roles import Role
from tests.candidature.factories import CallPageFactory, question, steps, submitted
from tests.istruttoria.people import committee_member, member_of, received_file
from tests.portal.addresses import World, addresses
from tests.territori.factories import MunicipalityFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_the_indexes")]

QUEUE = "/admin/candidature/"
ROLES = [ANONYMOUS, EDITOR, ELSEWHERE]
# Views that take words, by their names.
SEARCHING = "*index *results *_index *search* *choose* *chooser* *autocomplete* *api* sportello:* find* *find"
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
}
# What a page says anew each time it is drawn.
_NEW_EACH_TIME = re.compile(r"[A-Za-z0-9]{64}|nonce=\"[^\"]+\"|\"nonce\": ?\"[^\"]+\"|\b[0-9a-f]{32}\b")


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
    label = Label.objects.create(name="Etichetta nascosta", page=page)
    officer = member_of(Role.OFFICERS)
    marking.mark([submission.pk], officer, put=[label])
    keeping.save(officer, "Filtro nascosto", f"page={page.pk}", is_shared=True)
    write_due()
    return Hidden(world, submission, label)


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
    body = "" if response.streaming else response.content.decode(errors="replace")
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
        client.get(path, {"q": NOBODY})
        untold = told(client, path, {"q": NOBODY})
        for word in WORDS.values() if path.startswith(QUEUE) else few:
            answer = told(client, path, {"q": word}, but=word)
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

    assert found == set(WORDS) - {"hidden answer", "phone"}


def test_a_hidden_hit_costs_the_queries_of_none(client: Client, hidden: Hidden) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    logged_in(client, ELSEWHERE)
    client.get(QUEUE, {"q": NOBODY})
    counted = []
    for word in (NOBODY, *WORDS.values()):
        with CaptureQueriesContext(connection) as queries:
            client.get(QUEUE, {"q": word})
        counted.append(len(queries))

    assert len(set(counted)) == 1
