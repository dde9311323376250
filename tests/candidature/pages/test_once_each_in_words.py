"""The setting by which everybody sends once says on each kind of page how people are known there."""

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Site

from portal.models import User
from tests.candidature.factories import CallPageFactory, EventPageFactory

pytestmark = pytest.mark.django_db


def test_a_call_says_nothing_of_events_nor_an_event_of_calls(client: Client) -> None:
    client.force_login(User.objects.create_superuser(email="redazione@example.org", password="segreta"))
    home = Site.objects.get(is_default_site=True).root_page
    call, event = (
        client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
        for page in (CallPageFactory.create(parent=home), EventPageFactory.create(parent=home))
    )

    assert "partita IVA che il modulo chiede" in call
    assert "Chi si è già iscritto" not in call
    assert "dal nome insieme all’indirizzo email" in event
    assert "Chi si è già candidato" not in event
