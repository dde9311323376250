"""Two who press at the same moment: one signature, whatever the database."""

from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.utils import timezone

from patti.models import PattoVersion, Signature, SignerKind
from patti.signatures import confirming, managing
from portal.models import OutboxMessage
from tests.patti.factories import asked, patto, publish, signed, text
from tests.row_locks import locks_asked

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


def test_the_same_address_confirmed_by_two_letters_at_once_signs_once() -> None:
    page = patto()
    requests = [asked(page, shows_name=shows) for shows in (False, True)]
    now = timezone.now()

    outcomes = at_once(*[lambda one=one: confirming.confirm(one, at=now) for one in requests])

    [signature] = Signature.objects.all()
    assert sorted(outcome[1] for outcome in outcomes) == [False, True]  # type: ignore[index]
    assert {outcome[0].pk for outcome in outcomes} == {signature.pk}  # type: ignore[index]
    assert OutboxMessage.objects.filter(link_kind="patti.signed").count() == 1


def test_two_addresses_of_one_mailbox_at_once_sign_once_and_only_one_is_led_to_it() -> None:
    page = patto()
    requests = [asked(page, "ada@example.org"), asked(page, "ada+due@example.org")]
    now = timezone.now()

    outcomes = at_once(*[lambda one=one: confirming.confirm(one, at=now) for one in requests])

    [signature] = Signature.objects.all()
    [refused] = [one for one in outcomes if isinstance(one, Exception)]
    assert isinstance(refused, confirming.SignedBeforeError)
    assert [one for one in outcomes if not isinstance(one, Exception)] == [(signature, True)]
    assert OutboxMessage.objects.filter(link_kind="patti.signed").count() == 1
    assert OutboxMessage.objects.get(link_kind="patti.way_back").recipient == signature.email


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


def test_who_signs_a_later_version_and_who_publishes_another_do_not_fail_each_other() -> None:
    """Nobody holds the later one yet, so publishing would take it away."""
    page = patto()
    signature = signed(page)
    page = publish(page, body=text("Altre parole."), change_note="Nuove.")
    second = page.last_version()
    now = timezone.now()

    outcomes = at_once(
        lambda: managing.sign_again(signature, second, at=now),
        lambda: publish(page, body=text("Ancora altre."), change_note="Ancora."),
    )

    assert [one for one in outcomes if isinstance(one, Exception)] == []
    [done] = [one for one in outcomes if isinstance(one, bool)]
    signature.refresh_from_db()
    texts = {one.number: one.body[0]["value"] for one in PattoVersion.objects.filter(page=page)}
    if done:
        assert (signature.version.number, len(texts)) == (2, 3)
        assert texts[2] == "<p>Altre parole.</p>"
    else:
        assert (signature.version.number, len(texts)) == (1, 2)
        assert texts[2] == "<p>Ancora altre.</p>"


def test_who_signs_a_later_version_holds_it_as_whoever_publishes_does() -> None:
    page = patto()
    signature = signed(page)
    second = publish(page, body=text("Altre parole."), change_note="Nuove.").last_version()

    with locks_asked() as locked:
        assert managing.sign_again(signature, second, at=timezone.now())

    assert locked == ["patti_pattoversion"]


def test_a_version_that_has_a_successor_or_is_gone_is_not_signed_again() -> None:
    page = patto()
    signature, other = signed(page), signed(page, "bea@example.org")
    second = publish(page, body=text("Altre parole."), change_note="Nuove.").last_version()
    gone = publish(page, body=text("Senza refusi."), change_note="Nuove.").last_version()
    assert not managing.sign_again(signature, second, at=timezone.now())
    assert managing.sign_again(other, gone, at=timezone.now())
    publish(page, body=text("Ancora altre."), change_note="Ancora.")

    assert not managing.sign_again(signature, gone, at=timezone.now())

    signature.refresh_from_db()
    assert signature.version.number == 1
