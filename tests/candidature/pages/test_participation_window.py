"""Whether a page takes part requests follows from its dates."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone
from wagtail.models import Page

from candidature.pages import listing
from candidature.pages.index import opportunities
from candidature.pages.listing import State
from candidature.pages.window import Window
from tests.candidature.factories import (
    CallPageFactory,
    EventPageFactory,
    PrivacyNoticeFactory,
    participation_index,
)
from tests.istruttoria.people import administrator

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("opens_in", "closes_in", "window"),
    [(-2, -1, Window.CLOSED), (-1, 1, Window.OPEN), (1, 2, Window.UPCOMING), (None, None, Window.UNDATED)],
)
def test_the_window_is_computed_from_the_dates(opens_in: Any, closes_in: Any, window: Any) -> None:
    now = timezone.now()
    page = CallPageFactory.build(
        privacy_notice=PrivacyNoticeFactory.build(pk=1),
        opens_at=None if opens_in is None else now + timedelta(days=opens_in),
        closes_at=None if closes_in is None else now + timedelta(days=closes_in),
    )

    assert page.window(now) is window


def test_a_call_of_the_past_without_a_known_date_is_closed_and_listed_as_concluded(client: Client) -> None:
    page = CallPageFactory.create(opens_at=None, closes_at=None, concluded=True)

    assert page.window() is Window.CLOSED
    assert not page.accepts()
    assert listing.rows(timezone.now())[State.CONCLUDED] == [(page.pk, "call")]
    assert opportunities().open == []


def test_a_page_cannot_be_called_concluded_against_its_own_date() -> None:
    page = CallPageFactory.create()
    page.concluded = True

    with pytest.raises(ValidationError, match="basta quella"):
        page.full_clean()


def test_a_procedure_without_a_stated_term_promises_no_day() -> None:
    assert CallPageFactory.build(privacy_notice=None, response_days=None).respond_by(timezone.now()) is None


@pytest.mark.parametrize("factory", [CallPageFactory, EventPageFactory])
def test_a_copy_is_a_page_of_its_own_and_never_an_alias_with_its_own_seats(
    client: Client, factory: Any
) -> None:
    client.force_login(administrator())
    root = Page.get_first_root_node()
    index = participation_index(root)
    page = factory(parent=index)
    values = {"new_title": "Copia", "new_slug": "copia", "new_parent_page": index.pk, "alias": "on"}

    instead = client.post(f"/admin/pages/{page.pk}/copy/", values)
    client.post(instead["Location"], {"title": "Copia"})

    copy = Page.objects.get(slug="copia")
    assert (copy.alias_of, copy.live) == (None, False)


@pytest.mark.parametrize("year", [1, 202, 9999])
@pytest.mark.parametrize("name", ["opens_at", "closes_at", "starts_at", "ends_at"])
def test_a_year_typed_wrong_is_refused_at_its_field(name: str, year: int) -> None:
    page = EventPageFactory.create()
    setattr(page, name, datetime(year, 6, 1, 12, tzinfo=UTC))

    with pytest.raises(ValidationError) as refusal:
        page.clean()

    assert name in refusal.value.message_dict
