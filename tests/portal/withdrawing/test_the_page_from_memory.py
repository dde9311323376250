"""A page that leaves the site leaves the memory in front of it too."""

from collections.abc import Iterator

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.test import Client
from django.urls import reverse
from wagtail.models import Site

from portal.page_cache.layer import PageCache
from portal.page_cache.memory import Memory
from portal.page_cache.requests import admission
from portal.page_cache.versions import Versions
from portal.pages.models import PortalSettings
from portal.roles import Role
from tests.home.factories import make_home
from tests.istruttoria.people import member_of
from tests.portal.page_cache.asking import ask
from tests.portal.withdrawing.test_withdrawing import published


@pytest.mark.usefixtures("committed_db")
class TestThePageFromMemory:
    @pytest.fixture
    def versions(self) -> Iterator[Versions]:
        versions = Versions()
        yield versions
        versions.close()

    def test_gives_way_at_once(self, versions: Versions, client: Client) -> None:
        home = make_home()
        # Read for the first time they are made, which is a change.
        PortalSettings.for_site(Site.objects.get())
        page, other = published(home, "Orari", "orari"), published(home, "Nuovi", "orari-nuovi")
        layer = PageCache(WSGIHandler(), admission(), versions.read, Memory(10_000_000, 1000))
        # Pictures are made when they are shown for the first time.
        ask(layer, "/orari/")
        ask(layer, "/orari/")
        assert ask(layer, "/orari/").how == "hit"
        client.force_login(member_of(Role.EDITORS))
        address = reverse("wagtailadmin_pages:unpublish", args=[page.pk])

        client.post(address, {"alternative": str(other.pk)})

        answer = ask(layer, "/orari/")
        assert (answer.status, answer.headers["Location"]) == (301, "/orari-nuovi/")
        page.get_latest_revision().publish()
        assert ask(layer, "/orari/").status == 200
