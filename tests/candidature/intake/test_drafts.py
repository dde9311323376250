"""A draft until it is sent: begun, kept as it is typed, locked while it is written."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from candidature.intake import drafts, revisions
from candidature.intake.uploads import FilesOnDisk
from candidature.links import draft_links
from candidature.models import Draft
from candidature.submissions import content
from moduli import StepForm
from portal.privacy.tokens import digest
from tests.candidature.factories import (
    CallPageFactory,
    begun,
    draft_token,
    identity,
)
from tests.candidature.intake.intake import asked_to_complete, keep_typed, send
from tests.row_locks import locks_asked

pytestmark = pytest.mark.django_db


def test_a_draft_is_begun_empty_and_forgotten_soon_unless_something_is_written() -> None:
    page = CallPageFactory.create()

    draft, token = drafts.begin(page)

    assert Draft.objects.get(token_hash=digest(token)) == draft
    assert (draft.page_id, draft.email, draft.answers, draft.says_who) == (page.pk, "", {}, False)
    in_two_days = timezone.now() + timedelta(days=2)
    assert abs(draft.expires_at - in_two_days) < timedelta(minutes=1)

    drafts.save_identity(draft, identity())

    draft.refresh_from_db()
    assert draft.says_who
    assert draft.expires_at > in_two_days + timedelta(days=20)


def test_an_empty_draft_has_an_end_of_its_link_once_there_is_an_address() -> None:
    """Whoever began it may have given its link away before anything was in it."""
    draft, token = drafts.begin(CallPageFactory.create())

    moved = drafts.save_identity(draft, identity()).moved_to

    assert moved is not None
    assert draft_links.find(token) is None
    assert draft_links.find(moved) == draft


def test_a_first_step_that_is_not_right_is_kept_as_typed_and_its_good_address_written() -> None:
    draft, _token = drafts.begin(CallPageFactory.create())
    typed = {"first_name": "Ada", "email": "ada@example.org"}

    moved = keep_typed(draft, typed, email="ada@example.org")

    draft.refresh_from_db()
    assert moved is not None
    assert (draft.email, draft.first_name, draft.applicant_typed) == ("ada@example.org", "", typed)
    assert not draft.says_who

    drafts.save_identity(draft, identity(email="ada@example.org"))

    draft.refresh_from_db()
    assert draft.applicant_typed == {}
    assert draft.says_who


def test_an_address_that_is_not_right_takes_the_place_of_none() -> None:
    draft, _token = begun(CallPageFactory.create(), email="ada@example.org")

    assert keep_typed(draft, {"email": "ada@"}) is None

    draft.refresh_from_db()
    assert (draft.email, draft.applicant_typed) == ("ada@example.org", {"email": "ada@"})


def test_every_saving_lets_the_draft_live_longer() -> None:
    draft, _token = begun(CallPageFactory.create())
    soon = timezone.now() + timedelta(hours=1)

    def lives(save: Any) -> Any:
        Draft.objects.update(expires_at=soon, updated_at=soon - timedelta(days=20))
        save()
        draft.refresh_from_db()
        return draft.expires_at > soon + timedelta(days=1) and draft.updated_at > soon - timedelta(days=1)

    assert lives(lambda: drafts.save_answers(draft, {"q-motivation": "Eccomi."}))
    assert draft.answers == {"q-motivation": "Eccomi."}
    assert lives(lambda: drafts.save_identity(draft, identity(email=draft.email, last_name="Nuova")))
    assert draft.last_name == "Nuova"


def test_the_same_address_in_other_letters_keeps_the_link_and_another_ends_it() -> None:
    draft, token = begun(CallPageFactory.create(), email="Ada@example.org")

    assert drafts.save_identity(draft, identity(email="ADA@Example.org")).moved_to is None
    assert Draft.objects.get().token_hash == digest(token)

    moved = drafts.save_identity(draft, identity(email="bea@example.org")).moved_to

    assert moved is not None
    assert Draft.objects.get().token_hash == digest(moved)
    assert Draft.objects.get().email == "bea@example.org"
    with pytest.raises(drafts.DraftGoneError):
        drafts.save_answers(draft, {"q-motivation": "Dal vecchio collegamento."})


def test_what_is_being_written_is_locked_before_it_is_read() -> None:
    """Two tabs, or two uploads at once, save one after the other and count each other."""
    page = CallPageFactory.create()
    draft, _token = begun(page)
    asked_for_more = asked_to_complete(page)
    no_files = FilesOnDisk()
    token = draft_token(page)

    with locks_asked() as sent:
        send(page, token)
    with locks_asked() as answers:
        drafts.save_answers(draft, {"q-motivation": "Per dare una mano."})
    with locks_asked() as who:
        drafts.save_identity(draft, identity(email=draft.email))
    revision = revisions.of(asked_for_more, revisions.Purpose.INTEGRATION)
    values: dict[str, Any] = {"version": asked_for_more.version, "client": "", "at": timezone.now()}
    step = revision.schema["steps"][0]
    with locks_asked() as files:
        revisions.keep_step(revision, page, lambda _written: StepForm(step, {}), no_files, **values)

    # The page, because it takes one from each.
    assert sent == ["candidature_callpage", "candidature_draft"]
    assert (answers, who, files) == (["candidature_draft"], ["candidature_draft"], ["candidature_submission"])


def test_a_draft_knows_when_what_last_changed_it_arrived() -> None:
    draft, _token = drafts.begin(CallPageFactory.create())
    moments = [timezone.now() - timedelta(minutes=minutes) for minutes in (9, 6)]

    keep_typed(draft, {"first_name": "Ada"}, at=moments[0])
    draft.refresh_from_db()
    assert draft.written_at == moments[0]

    drafts.save_identity(draft, identity(), at=moments[1])
    draft.refresh_from_db()
    assert draft.written_at == moments[1]

    before = timezone.now()
    keep_typed(draft, {"first_name": "Ada"})
    draft.refresh_from_db()
    assert draft.written_at is not None
    assert draft.written_at >= before


def test_what_was_pressed_is_the_same_in_whatever_order_a_database_gives_it() -> None:
    one = Draft(answers={"a": "x", "b": {"code": "1", "label": "2"}}, last_name="Prova")
    other = Draft(
        answers={"b": {"label": "2", "code": "1"}, "c": None, "a": "x", "d": "", "e": []}, last_name="Prova"
    )

    assert content.of_draft(one) == content.of_draft(other)
    for name in ("first_name", "last_name", "organisation_name", "applicant_kind"):
        changed = Draft(answers=one.answers, **{"last_name": "Prova", name: "Altro"})
        assert content.of_draft(changed) != content.of_draft(one)
    assert content.of_draft(Draft(answers={"a": "y"}, last_name="Prova")) != content.of_draft(one)
    reached = {"email": "x@example.org", "phone": "+390551234567"}
    assert content.of_draft(Draft(answers=one.answers, last_name="Prova", **reached)) == (
        content.of_draft(one)
    )
