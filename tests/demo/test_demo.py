"""The demonstration: it can be loaded, loaded again, and shows every state the portal knows."""

from collections import Counter
from io import StringIO
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from wagtail.models import Page, Site

from candidature.models import CallPage, Submission
from candidature.pages.window import Window
from candidature.statuses import Kind, Status
from home.models import HomePage
from news.models import NewsPage
from portal.models import OutboxMessage, PortalImage, User
from territori.models import Municipality, TerritoryPage
from tests.candidature.public.journey import Journey
from tests.demo import facts


def load() -> None:
    call_command("load_demo", stdout=StringIO())


def counts() -> Counter[str]:
    models = (Page, PortalImage, Submission, OutboxMessage, User, Municipality)
    return Counter({model.__name__: model.objects.count() for model in models})


@pytest.mark.usefixtures("demonstration")
class TestDemonstration:
    def test_loading_again_duplicates_nothing_and_keeps_what_editors_changed(self) -> None:
        first = counts()
        Page.objects.filter(slug="il-programma").update(title="Titolo cambiato in redazione")

        load()

        assert counts() == first
        assert Page.objects.get(slug="il-programma").title == "Titolo cambiato in redazione"

    def test_it_tells_of_seven_zones_and_at_least_eight_news_with_described_pictures(self) -> None:
        assert isinstance(Site.objects.get(is_default_site=True).root_page.specific, HomePage)
        assert TerritoryPage.objects.live().filter(zone__isnull=False).count() == 7
        assert NewsPage.objects.live().count() >= 8
        assert all(image.description for image in PortalImage.objects.all())

    def test_it_shows_every_state_of_calls_events_and_applications(self) -> None:
        pages = [page.specific for page in Page.objects.get(slug="partecipa").get_children()]
        windows = {page.slug: page.window() for page in pages}
        assert set(windows.values()) == {Window.OPEN, Window.CLOSED}
        assert windows["partner-servizio-di-orientamento"] is Window.CLOSED
        assert windows["attivatori-di-comunita-2021"] is Window.CLOSED
        calls = Submission.objects.filter(kind=Kind.CALL)
        assert set(calls.values_list("status", flat=True)) == set(Status.values)

    def test_the_reviewers_account_sees_some_applications_and_not_others(self) -> None:
        seen = Submission.objects.visible_to(User.objects.get(email="revisore@demo.example"))

        assert 0 < seen.count() < Submission.objects.count()

    def test_a_committee_gave_points_and_the_reviewers_account_has_some_left_to_give(self) -> None:
        reviewer = User.objects.get(email="revisore@demo.example")
        judged = Submission.objects.filter(scores__isnull=False).distinct()

        own = judged.filter(scores__by=reviewer).distinct()
        assert 0 < own.count() < judged.count()

    def test_a_term_that_is_proposed_from_the_glossary_comes_to_the_queue(self, client: Client) -> None:
        glossary: Any = BeautifulSoup(client.get("/glossario/").content, "html.parser")
        call = CallPage.objects.get(slug="proponi-una-voce-del-glossario")
        assert glossary.find("a", string="Proponi una voce")["href"] == call.url
        before = set(Submission.objects.values_list("pk", flat=True))
        journey = Journey(call)
        journey.start()
        journey.step(1, termine="Portierato sociale", significato="Un luogo dove chiedere una mano.")
        journey.send()

        sent = Submission.objects.exclude(pk__in=before).get()
        client.force_login(User.objects.get(email="responsabile@demo.example"))
        queue = client.get(reverse("candidature_review:index"), {"stage": "todo", "page": call.pk})
        assert sent.reference in [one.reference for one in queue.context["object_list"]]
        detail = client.get(reverse("candidature_review:detail", args=[sent.pk]))
        assert "Portierato sociale" in detail.content.decode()

    def test_every_fact_of_the_sources_has_its_place(self, client: Client) -> None:
        read: dict[str, str] = {}
        missing = []
        for address, words in facts.ALL:
            if address not in read:
                page: Any = BeautifulSoup(client.get(f"/{address}").content, "html.parser")
                read[address] = " ".join(page.main.get_text(" ", strip=True).split())
            missing += [(address, one) for one in words if one not in read[address]]
        assert not missing
