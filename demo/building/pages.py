"""Publishing a page of the demonstration, once."""

from typing import Any, TypeVar

from wagtail.models import Page, Site

PageT = TypeVar("PageT", bound=Page)


def site_root() -> Page:
    """The page under which the sections of the site stand."""
    return Site.objects.get(is_default_site=True).root_page.specific


def publish(parent: Page, model: type[PageT], slug: str, title: str, **fields: Any) -> PageT:
    """The page with this address below `parent`, made and published if it is not there.

    A page that exists is left as it is, so what editors changed stays. Lists of related objects are given
    like any other field.
    """
    existing: PageT | None = model.objects.child_of(parent).filter(slug=slug).first()
    if existing is not None:
        return existing
    related = {name: value for name, value in fields.items() if isinstance(value, list)}
    plain = {name: value for name, value in fields.items() if name not in related}
    page: PageT = model(slug=slug, title=title, live=False, **plain)
    for name, value in related.items():
        getattr(page, name).set(value)
    parent.add_child(instance=page)
    page.save_revision().publish()
    return page
