"""Two who press at the same moment: one signature, whatever the database."""

from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.utils import timezone

from patti.models import Signature, SignerKind
from patti.signatures import confirming
from portal.models import OutboxMessage
from tests.patti.factories import asked, patto

pytestmark = pytest.mark.usefixtures("committed_db")


def at_once(*presses: Callable[[], object]) -> list[object]:
    """What became of each: its answer, or its error."""
    ready = Barrier(len(presses))
    outcomes: list[object] = []

    def press(run: Callable[[], object]) -> None:
        try:
            ready.wait()
            outcomes.append(run())
        except Exception as error:
            outcomes.append(error)
        finally:
            connection.close()

    threads = [Thread(target=press, args=(run,)) for run in presses]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def test_the_same_mailbox_confirmed_by_two_letters_at_once_signs_once() -> None:
    page = patto()
    requests = [asked(page, "ada@example.org"), asked(page, "ada+due@example.org")]
    now = timezone.now()

    outcomes = at_once(*[lambda one=one: confirming.confirm(one, at=now) for one in requests])

    [signature] = Signature.objects.all()
    assert sorted(outcome[1] for outcome in outcomes) == [False, True]  # type: ignore[index]
    assert {outcome[0].pk for outcome in outcomes} == {signature.pk}  # type: ignore[index]
    assert OutboxMessage.objects.filter(link_kind="patti.signed").count() == 1


def test_the_same_letter_pressed_twice_at_once_signs_once() -> None:
    request = asked(patto())
    now = timezone.now()

    at_once(*[lambda: confirming.confirm(request, at=now)] * 2)

    assert Signature.objects.count() == 1
    assert OutboxMessage.objects.filter(link_kind="patti.signed").count() == 1


def test_two_who_sign_for_one_body_at_once_are_told_that_it_signs_once() -> None:
    page = patto()
    facts = {"kind": SignerKind.BODY, "body": "Circolo Uno", "role": "socia"}
    requests = [asked(page, f"{name}@example.org", **facts) for name in ("uno", "due")]
    now = timezone.now()

    outcomes = at_once(*[lambda one=one: confirming.confirm(one, at=now) for one in requests])

    assert Signature.objects.count() == 1
    assert [type(one) for one in outcomes if isinstance(one, Exception)] == [confirming.SignedByOthersError]
