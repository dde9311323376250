"""Committees, as officers keep them."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from django_webtest import DjangoTestApp
from wagtail.models import Page

from candidature.models import Committee
from portal.roles import Role
from territori.models import Zone
from tests.candidature.factories import CallPageFactory
from tests.istruttoria.people import member_of

pytestmark = pytest.mark.django_db


def test_whoever_has_no_committee_yet_reads_what_one_is_for(django_app: DjangoTestApp) -> None:
    django_app.set_user(member_of(Role.OFFICERS))

    assert "creane una, altrimenti nessun revisore vede candidature" in django_app.get(
        reverse("commissioni:index")
    )


def test_who_and_what_is_offered_in_groups_with_a_search(django_app: DjangoTestApp) -> None:
    officer, reviewer = member_of(Role.OFFICERS), member_of(Role.REVIEWERS)
    page = CallPageFactory.create(title="Avviso aperto", parent=Page.get_first_root_node())
    old = CallPageFactory.create(
        title="Avviso chiuso",
        parent=Page.get_first_root_node(),
        opens_at=timezone.now() - timedelta(days=9),
        closes_at=timezone.now() - timedelta(days=1),
    )
    django_app.set_user(officer)

    form = django_app.get(reverse("commissioni:add")).forms["w-editor-form"]

    assert [summary.get_text().split()[0] for summary in form.html.select("summary")] == [
        "Responsabili",
        "Revisori",
        "Aperti",
        "Chiusi",
        *(["Tutte"] if Zone.objects.exists() else []),
    ]
    form["name"] = "Commissione nuova"
    form.set("members", True, index=_place(form, "members", reviewer.pk))
    form.set("pages", True, index=_place(form, "pages", page.pk))
    form.submit().follow()

    committee = Committee.objects.get()
    assert list(committee.members.all()) == [reviewer]
    assert [one.pk for one in committee.pages.all()] == [page.pk]
    assert old.title in django_app.get(reverse("commissioni:edit", args=[committee.pk]))


def _place(form: Any, name: str, pk: int) -> int:
    return [box._value for box in form.fields[name]].index(str(pk))
