"""What everybody may read: live, and neither it nor anything above it restricted."""

import pytest
from wagtail.models import Page, PageViewRestriction

from home.models import StandardPage
from portal.pages.visibility import published
from tests.home.factories import StandardPageFactory

pytestmark = pytest.mark.django_db


def restrict(page: Page) -> None:
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)


def titles() -> set[str]:
    return set(StandardPage.objects.published().values_list("title", flat=True))


def grown() -> dict[str, StandardPage]:
    """One with a child and a grandchild, and one beside it."""
    root = Page.get_first_root_node()
    above = StandardPageFactory.create(parent=root, title="sopra")
    middle = StandardPageFactory.create(parent=above, title="in mezzo")
    below = StandardPageFactory.create(parent=middle, title="sotto")
    beside = StandardPageFactory.create(parent=root, title="accanto")
    return {page.title: page for page in (above, middle, below, beside)}


def test_without_restrictions_all_that_is_live_is_read() -> None:
    pages = grown()
    pages["accanto"].unpublish()

    assert titles() == {"sopra", "in mezzo", "sotto"}


def test_a_restriction_hides_the_page_and_all_below_it_and_nothing_else() -> None:
    restrict(grown()["in mezzo"])

    assert titles() == {"sopra", "accanto"}


def test_two_restrictions_one_below_the_other_hide_each_page_once() -> None:
    pages = grown()
    restrict(pages["sopra"])
    restrict(pages["sotto"])

    assert titles() == {"accanto"}


def test_it_is_what_wagtail_calls_live_and_public() -> None:
    pages = grown()
    restrict(pages["sotto"])
    pages["accanto"].unpublish()

    assert set(published(Page.objects.all())) == set(Page.objects.live().public())
