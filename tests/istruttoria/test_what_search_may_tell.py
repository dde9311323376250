"""What search may tell: every hidden field holds a word of its own, and no list answers to it from outside.

A page that was asked for a hidden word is, letter by letter, the page that was asked for a word that nobody
ever wrote; and so is one asked for a hidden page, zone, label or colleague.
"""

import re
from fnmatch import fnmatchcase

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from candidature.models import SubmissionWord
from candidature.search import finding
from istruttoria.queue.stages import Stage
from portal.owners import ANONYMOUS, EDITOR, ELSEWHERE
from tests.istruttoria.hidden import (
    ELSEWHERE_BY_ZONE,
    NOBODY,
    NOT_SEARCHED,
    QUEUE,
    WORDS,
    Hidden,
    hide,
    outsider,
    told,
)
from tests.istruttoria.people import committee_member
from tests.portal.addresses import World, addresses

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_the_indexes")]

ROLES = [ANONYMOUS, EDITOR, ELSEWHERE]
READERS = [ELSEWHERE, ELSEWHERE_BY_ZONE]
# Views that take words, by their names.
SEARCHING = (
    "*index *results *_index *search* *choose* *chooser* *autocomplete* *api* sportello:* find* *find "
    "*export* *report* *audit* *share* *bulk* *erased* *columns*"
)


@pytest.fixture
def hidden() -> Hidden:
    return hide()


def searching(world: World) -> list[str]:
    return sorted(
        {
            address.path
            for address in addresses(world)
            if any(fnmatchcase(address.name, view) for view in SEARCHING.split())
        }
    )


@pytest.mark.parametrize("role", ROLES)
def test_no_page_answers_to_a_hidden_word(role: str, client: Client) -> None:
    # Before what is hidden: a number of these is of nothing else.
    world, hidden = World(), hide()
    outsider(client, role)
    few = [WORDS["last_name"], WORDS["answer"], WORDS["sign-up"]]
    wrong = []
    for path in searching(world):
        untold = told(client, path, {"q": NOBODY})
        for word in WORDS.values() if path.startswith(QUEUE) else few:
            answer = told(client, path, {"q": word}, but=word)
            if answer != untold:
                # The first time that somebody asks may differ.
                untold = told(client, path, {"q": NOBODY})
            if answer != untold:
                wrong.append(f"{path}?q={word}")
            if hidden.submission.reference in answer[1] or hidden.sign_up.reference in answer[1]:
                wrong.append(f"{path}?q={word} names it")

    assert wrong == []


def test_who_may_see_it_finds_each_word_but_what_was_not_asked(client: Client, hidden: Hidden) -> None:
    client.force_login(committee_member(*hidden.pages))

    found = {
        name for name, word in WORDS.items() if client.get(QUEUE, {"q": word}).context["paginator"].count == 1
    }

    assert found == set(WORDS) - NOT_SEARCHED


@pytest.mark.parametrize("role", READERS)
def test_a_reader_asks_the_very_same_whether_a_hidden_word_is_there_or_not(
    role: str, client: Client, hidden: Hidden
) -> None:
    """So it takes as long, which `tests.load.hidden_hits` measures: nothing of what others hold is asked."""
    outsider(client, role)
    client.get(QUEUE, {"q": NOBODY})
    there = {word: _statements(client, word) for word in WORDS.values()}

    SubmissionWord.objects.filter(submission__in=hidden.pks).delete()

    assert {word: _statements(client, word) for word in WORDS.values()} == there
    # A hit that is hidden costs the queries of none.
    costs = {len(asked) for asked in (_statements(client, NOBODY), *there.values())}
    assert len(costs) == 1


@pytest.mark.parametrize("role", READERS)
def test_however_often_a_hidden_word_stands_the_very_same_is_asked(
    role: str, client: Client, hidden: Hidden, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A word that is common out of reach is looked for no otherwise than one that nobody wrote."""
    monkeypatch.setattr(finding, "_LOOKED_AT", 2)
    outsider(client, role)
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
