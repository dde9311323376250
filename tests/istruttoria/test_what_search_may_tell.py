"""What search may tell: every hidden field holds a word of its own, and no list answers to it from outside.

A page that was asked for a hidden word is, letter by letter, the page that was asked for a word that nobody
ever wrote; and so is one asked for a hidden page, zone, label or colleague.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any
from urllib.parse import quote, quote_plus

import pytest
from django.db import connection, reset_queries
from django.db.backends.utils import CursorWrapper
from django.test import Client
from django.test.utils import CaptureQueriesContext

from candidature.models import Submission, SubmissionWord
from candidature.search import finding
from candidature.search.words import stored_form
from istruttoria.queue.stages import Stage
from portal.owners import ANONYMOUS, EDITOR, ELSEWHERE
from tests.istruttoria.hidden import (
    ELSEWHERE_BY_ZONE,
    NOBODY,
    NOT_SEARCHED,
    QUEUE,
    WORDS,
    Hidden,
    as_told,
    hide,
    outsider,
)
from tests.istruttoria.people import committee_member
from tests.portal.addresses import World, addresses

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_the_indexes")]

ROLES = [ANONYMOUS, EDITOR, ELSEWHERE, ELSEWHERE_BY_ZONE]
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


def test_no_page_answers_to_a_hidden_word() -> None:
    """One world for all who ask: to make it takes as long as to ask."""
    # Before what is hidden: a number of these is of nothing else.
    world, hidden = World(), hide()
    paths = searching(world)

    wrong = {role: list(_answering(outsider(Client(), role), paths, hidden)) for role in ROLES}

    assert wrong == {role: [] for role in ROLES}


def _answering(client: Client, paths: list[str], hidden: Hidden) -> Iterator[str]:
    """The addresses whose answer is another to a hidden word than to one that nobody wrote."""
    few = [WORDS["last_name"], WORDS["answer"], WORDS["sign-up"]]
    for path in paths:
        words = list(WORDS.values()) if path.startswith(QUEUE) else few
        untold = _asked(client, path, NOBODY)
        joined = " ".join(words)
        answers = {joined: _asked(client, path, joined)}
        if answers[joined] != untold and words[0] not in str(answers[joined].statements):
            # The first time that somebody asks may differ.
            untold = _asked(client, path, NOBODY)
        # Whichever the words, a view that says the same, asks the same of the database and reads none of them
        # there has nothing to look for them in.
        heeds = answers[joined] != untold or answers[joined].reads_hidden
        for word in words if heeds else ():
            answers[word] = _asked(client, path, word)
            if answers[word].told != untold.told:
                untold = _asked(client, path, NOBODY)
            if answers[word].told != untold.told:
                yield f"{path}?q={word}"
        for word, answer in answers.items():
            if any(sent.reference in answer.told[1] for sent in (hidden.submission, hidden.sign_up)):
                yield f"{path}?q={word} names it"


@dataclass(frozen=True)
class Asked:
    """What was answered to a word, and what of the database was asked for it."""

    told: tuple[int, str]
    statements: list[str]
    reads_hidden: bool


@contextmanager
def _noting_rows() -> Iterator[list[str]]:
    """What the database hands over meanwhile, as text."""
    read: list[str] = []

    def noting(name: str) -> Callable[..., Any]:
        def fetch(cursor: CursorWrapper, *how_many: int) -> Any:
            rows = getattr(cursor.cursor, name)(*how_many)
            read.append(repr(rows))
            return rows

        return fetch

    with pytest.MonkeyPatch.context() as patched:
        for name in ("fetchone", "fetchmany", "fetchall"):
            patched.setattr(CursorWrapper, name, noting(name), raising=False)
        yield read


def _asked(client: Client, path: str, word: str) -> Asked:
    """Without what is new each time. Of several words the answer is as if each place held that of nobody."""
    # What is captured stays in a log, which holds so many statements and no more.
    reset_queries()
    with CaptureQueriesContext(connection) as queries, _noting_rows() as read:
        response = client.get(path, {"q": word})
        state, body = as_told(response, but=word)
    reads_hidden = any(hidden in row for row in read for hidden in WORDS.values())
    written = quote_plus(word)
    body = body.replace(written, NOBODY).replace(quote(word), NOBODY)
    # Where nothing is found, the whole address is looked for among those that lead elsewhere.
    address = f"?q={written}'"
    statements = [one.replace(address, f"?q={NOBODY}'") for one in _of_no_moment(queries)]
    return Asked((state, body), statements, reads_hidden)


def test_who_may_see_it_finds_each_word_but_what_was_not_asked(client: Client, hidden: Hidden) -> None:
    client.force_login(committee_member(*hidden.pages))

    # The list alone, which stands in the page as it is.
    answers = {name: client.get(f"{QUEUE}results/", {"q": word}) for name, word in WORDS.items()}
    found = {name for name, answer in answers.items() if answer.context["paginator"].count == 1}

    assert found == set(WORDS) - NOT_SEARCHED


@pytest.mark.parametrize("role", READERS)
def test_a_reader_asks_the_very_same_whether_a_hidden_word_is_there_or_not(
    role: str, client: Client, hidden: Hidden
) -> None:
    """So it takes as long, which `tests.load.hidden_hits` measures: nothing of what others hold is asked."""
    outsider(client, role)
    client.get(QUEUE, {"q": NOBODY})
    there = {word: _statements(client, word) for word in WORDS.values()}
    nowhere = _statements(client, NOBODY)
    # For these is asked what is asked for a word that is nowhere; others are of another form, such as days.
    others = [word for word, asked in there.items() if _as_of_nobody(asked, word) != nowhere]
    assert len(others) < len(WORDS) / 2

    SubmissionWord.objects.filter(submission__in=hidden.pks).delete()

    assert {word: _statements(client, word) for word in others} == {word: there[word] for word in others}
    # A hit that is hidden costs the queries of none.
    costs = {len(asked) for asked in (nowhere, *there.values())}
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


@pytest.mark.parametrize("address", ["insieme/", "esporta/"])
@pytest.mark.parametrize("role", READERS)
def test_what_is_done_with_all_that_a_word_finds_asks_nothing_of_what_is_hidden(
    role: str, address: str, client: Client, hidden: Hidden, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where the list is cut, and more is looked for than it shows."""
    monkeypatch.setattr(finding, "MOST_FOUND", 0)
    outsider(client, role)
    own, word = Submission.objects.exclude(pk__in=hidden.pks).latest("pk"), WORDS["answer"]
    SubmissionWord.objects.create(submission=own, page=own.page_id, zone=own.zone_id, word=word.encode())
    asked = {"path": f"{QUEUE}{address}", "tutte": "1"}
    _statements(client, word, **asked)

    there = _statements(client, word, **asked)
    shown = client.get(asked["path"], {"q": word, "tutte": "1"})
    SubmissionWord.objects.filter(submission__in=hidden.pks).delete()

    assert (shown.context["how_many"], shown.context["cut_at"]) == (1, 0)
    assert _statements(client, word, **asked) == there


def _statements(client: Client, word: str, path: str = QUEUE, **parameters: str) -> list[str]:
    """What a search asks of the database."""
    with CaptureQueriesContext(connection) as queries:
        client.get(path, {"q": word, **parameters})
    return _of_no_moment(queries)


def _of_no_moment(queries: CaptureQueriesContext) -> list[str]:
    """Statements without the moments that stand in them, and the numbers of their savepoints."""
    return [re.sub(r"\d\d:\d\d:\d\d[.\d]*|_x\d+", "", query["sql"]) for query in queries.captured_queries]


def _as_of_nobody(statements: list[str], word: str) -> list[str]:
    """The same statements, had they been asked for the word that nobody wrote."""
    asked, nobody = stored_form(word), stored_form(NOBODY)
    # SQLite writes the numbers of bytes with large letters, PostgreSQL with small ones.
    in_numbers = (asked.encode().hex(), nobody.encode().hex())
    pairs = [(word, NOBODY), (asked, nobody), in_numbers, [one.upper() for one in in_numbers]]
    for written, instead in pairs:
        statements = [one.replace(written, instead) for one in statements]
    return statements
