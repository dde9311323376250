"""From memory, and yet right: who signs, and who looks at names, is seen by the next visitor."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.urls import reverse
from wagtail.models import Site

from patti.models import Look, PattoPage, Signature
from patti.register.looking import mark
from patti.signatures import keeping
from portal.page_cache.layer import PageCache
from portal.page_cache.memory import Memory
from portal.page_cache.requests import admission
from portal.page_cache.versions import Versions
from portal.pages.models import PortalSettings
from portal.roles import Role
from tests.istruttoria.people import member_of
from tests.patti.factories import asked, patto, publish, signed, text
from tests.portal.page_cache.asking import ask

pytestmark = pytest.mark.usefixtures("committed_db")


@pytest.fixture
def cache() -> Iterator[PageCache]:
    versions = Versions()
    yield PageCache(WSGIHandler(), admission(), versions.read, Memory(10_000_000, 1000))
    versions.close()


def test_what_is_shown_follows_each_signature_and_each_look(cache: PageCache) -> None:
    PortalSettings.for_site(Site.objects.get())
    page = patto()
    address = urlsplit(PattoPage.objects.get(pk=page.pk).url).path

    def kept(expected: str) -> str:
        """The page anew, and then from memory the same."""
        first, second = ask(cache, address), ask(cache, address)
        assert (first.how, second.how) == (expected, "hit")
        return second.text

    ask(cache, address)
    kept("hit")
    asked(page, "nessuno@example.org")
    assert "la tua può essere la prima" in kept("hit")
    signature, editor = signed(page, shows_name=True), member_of(Role.EDITORS)
    html = kept("miss")
    assert "1 persona" in html
    assert "Ada Rossi" not in html
    mark([signature.pk], Look.APPROVED, editor)
    assert "Ada Rossi" in kept("miss")
    assert [ask(cache, address, query="p=1").how for _time in range(2)] == ["miss", "hit"]
    mark([signature.pk], Look.HIDDEN, editor)
    assert "Ada Rossi" not in kept("miss")
    keeping.forget(Signature.objects.get())
    assert "1 persona" not in kept("miss")
    signed(page)
    publish(page, body=text("Parole nuove."), change_note="Nuove.")
    assert "Parole nuove." in kept("miss")
    first = f"{address}versione/1/"
    assert [ask(cache, first).how for _time in range(2)] == ["miss", "hit"]


def test_the_form_is_never_kept(cache: PageCache) -> None:
    address = reverse("patti:sign", args=[patto().pk])

    assert [ask(cache, address).how for _time in range(2)] == ["pass", "pass"]
