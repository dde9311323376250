"""Who begins what the same address has begun already: the mailbox is told, the screen says nothing."""

import re
from typing import Any

import pytest
from django.utils import timezone
from django_webtest import DjangoTestApp

from candidature.intake import draft_mail
from candidature.models import CallPage, Draft
from portal.models import OutboxMessage
from tests.candidature.factories import CallPageFactory, EventPageFactory, draft_token
from tests.candidature.public.by_buttons import ANSWER, FORM, first_step, save, two_steps
from tests.candidature.public.mailbox import links_in, read_letters

pytestmark = pytest.mark.django_db


@pytest.fixture
def page() -> CallPage:
    return two_steps()


class TestBegunAgain:
    """Somebody who begins what they have already begun is told, and only in their mailbox."""

    def test_the_mailbox_is_told_of_the_earlier_draft_and_the_screen_says_nothing(
        self, django_app: DjangoTestApp, page: CallPage
    ) -> None:
        form = first_step(django_app, page).submit("action", value="next").follow().forms[FORM]
        form["q-a"] = ANSWER
        form.submit("action", value="next", status=302)
        unknown = (
            first_step(django_app, page, email="altra@example.org").submit("action", value="next").follow()
        )

        known = first_step(django_app, page, email=" ADA@example.ORG").submit("action", value="next").follow()

        assert re.sub(r"/bozza/[^/]+/|value=\"[^\"]+\"", "", known.text) == re.sub(
            r"/bozza/[^/]+/|value=\"[^\"]+\"", "", unknown.text
        )
        (letter,) = read_letters()
        assert letter.to == ["ada@example.org"]
        assert "Avevi già cominciato una bozza" in letter.subject
        assert "puoi continuare quella" in letter.body
        assert ANSWER in django_app.get(links_in(letter)[0]).text

    @pytest.mark.parametrize("why", ["expired", "another page", "another address"])
    def test_what_is_over_or_elsewhere_is_not_told(
        self, django_app: DjangoTestApp, page: CallPage, why: str
    ) -> None:
        other = EventPageFactory.create()
        first_step(django_app, other if why == "another page" else page).submit(
            "action", value="next", status=302
        )
        if why == "expired":
            Draft.objects.update(expires_at=timezone.now())
        email = "adam@example.org" if why == "another address" else "ada@example.org"

        first_step(django_app, page, email=email).submit("action", value="next", status=302)

        assert not OutboxMessage.objects.exists()

    def test_the_same_form_pressed_twice_is_no_second_beginning(
        self, django_app: DjangoTestApp, page: CallPage
    ) -> None:
        form = first_step(django_app, page)
        form.submit("action", value="next", status=302)
        form.submit("action", value="next", status=307)

        assert Draft.objects.count() == 1
        assert not OutboxMessage.objects.exists()

    def test_at_a_limit_the_new_draft_is_begun_all_the_same(
        self, django_app: DjangoTestApp, page: CallPage, limits: Any
    ) -> None:
        limits(LIMIT_WAYS_BACK_TO_ONE_ADDRESS_PER_HOUR=1)
        for _begun in range(3):
            first_step(django_app, page).submit("action", value="next", status=302)

        assert Draft.objects.count() == 3
        assert not OutboxMessage.objects.exists()


@pytest.mark.parametrize("email", ["ada@example.org", "nessuno@example.org"])
def test_what_is_left_of_the_letters_does_not_tell_whose_address_is_known(
    django_app: DjangoTestApp, page: CallPage, limits: Any, email: str
) -> None:
    limits(LIMIT_LETTERS_PER_HOUR=2)
    draft_token(page, email="ada@example.org")
    first_step(django_app, page, email=email).submit("action", value="next", status=302)

    shown = save(django_app, CallPageFactory.create(), email="mia@example.org")

    assert "Non abbiamo mandato nessuna lettera" not in shown.text


def test_the_letters_of_drafts_begun_again_have_a_bound_of_their_own(
    django_app: DjangoTestApp, page: CallPage, limits: Any
) -> None:
    limits(LIMIT_WAYS_BACK_TO_ONE_ADDRESS_PER_HOUR=1)
    draft_token(page, email="ada@example.org")
    for _time in range(2):
        first_step(django_app, page, email="ada@example.org").submit("action", value="next", status=302)
        OutboxMessage.objects.update(status="sent", sent_at=timezone.now() - draft_mail.PAUSE)

    assert Draft.objects.count() == 3
    assert OutboxMessage.objects.count() == 1
