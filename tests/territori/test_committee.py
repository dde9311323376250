"""The Comitato di Partecipazione of a zone: bodies with their offices, and names that end with a term."""

from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.test.utils.form_data import inline_formset, nested_form_data, querydict_from_html, streamfield

from portal.roles import Role
from search.index.reading import content_of
from territori.models import CommitteeMember, TerritoryPage
from territori.pages.forgetting import forget_names
from tests.home.factories import make_home
from tests.istruttoria.people import member_of
from tests.portal.blocks.bodies import make_document, stream
from tests.portal.pages.visits import MAX_QUERIES, cost, visit
from tests.territori.factories import (
    OrganisationFactory,
    TerritoryIndexPageFactory,
    TerritoryPageFactory,
)

pytestmark = pytest.mark.django_db

NAME = "Persona Inventata"


@pytest.fixture
def zone() -> TerritoryPage:
    made: TerritoryPage = TerritoryPageFactory.create(
        parent=TerritoryIndexPageFactory.create(parent=make_home())
    )
    return made


def member(zone: TerritoryPage, **fields: Any) -> CommitteeMember:
    fields.setdefault("organisation", OrganisationFactory.create())
    found: CommitteeMember = CommitteeMember.objects.create(page=zone, **fields)
    return found


def in_days(number: int) -> Any:
    return timezone.localdate() + timedelta(days=number)


def shown(zone: TerritoryPage, name: str = "comitato-di-partecipazione") -> Any:
    html = BeautifulSoup(visit(zone).content, "html.parser")
    return html.select_one(f"[aria-labelledby={name}]")


def words(element: Any) -> str:
    return " ".join(element.text.split())


def test_members_are_shown_with_their_office_and_term(zone: TerritoryPage) -> None:
    house = OrganisationFactory.create(name="Associazione Finta", website="https://example.org/")
    member(zone, organisation=house, office="president", since="2025-05-03", until="2031-05-02", sort_order=0)
    member(zone, organisation=OrganisationFactory.create(name="Gruppo Finto"), sort_order=1)

    first, second = shown(zone).select("li")

    assert first.a["href"] == "https://example.org/"
    assert words(first) == "Associazione Finta Presidenza in carica dal 3 maggio 2025 al 2 maggio 2031"
    assert words(second) == "Gruppo Finto Componente"


@pytest.mark.parametrize(
    ("since", "until", "said"),
    [
        ("2025-06-08", "2031-06-11", "in carica dall’8 giugno 2025 all’11 giugno 2031"),
        ("2025-06-01", None, "in carica dal 1º giugno 2025"),
        (None, "2031-06-08", "in carica fino all’8 giugno 2031"),
    ],
)
def test_a_term_is_told_with_the_articles_of_its_days(
    zone: TerritoryPage, since: str | None, until: str | None, said: str
) -> None:
    member(zone, since=since, until=until)
    assert words(shown(zone).li).endswith(f"Componente {said}")


@pytest.mark.parametrize(("until", "is_shown"), [(0, True), (-1, False)])
def test_a_name_is_shown_until_the_last_day_of_the_term(
    zone: TerritoryPage, until: int, *, is_shown: bool
) -> None:
    sitting = member(zone, person=NAME, until=in_days(until))

    text = words(shown(zone))

    assert (NAME in text) == is_shown
    assert str(sitting.organisation) in text


def test_without_members_text_and_contacts_there_is_no_section(zone: TerritoryPage) -> None:
    assert shown(zone) is None


def test_the_committee_has_an_office_to_write_to(zone: TerritoryPage) -> None:
    contact = {"office": "Segreteria", "email": "comitato@example.org"}
    zone.committee_contacts = stream([{"type": "contacts", "value": contact}])
    zone.save()

    assert shown(zone).select_one('a[href="mailto:comitato@example.org"]')


def test_a_zone_has_documents_as_a_path_has(zone: TerritoryPage) -> None:
    chosen = {"title": "Verbali", "documents": [make_document(title="Prima seduta").pk]}
    zone.documents = stream([{"type": "documents", "value": chosen}])
    zone.save()

    section = shown(zone, "documenti")

    assert section.h3.text == "Verbali"
    assert "Prima seduta" in section.a.text


def test_members_cost_the_same_however_many_they_are(zone: TerritoryPage) -> None:
    member(zone)
    few = cost(zone)
    for _one in range(5):
        member(zone)

    assert cost(zone) == few <= MAX_QUERIES


def test_a_name_without_an_end_is_refused() -> None:
    with pytest.raises(ValidationError) as refused:
        CommitteeMember(person=NAME).clean()
    assert list(refused.value.message_dict) == ["until"]
    CommitteeMember(person=NAME, until=in_days(1)).clean()
    CommitteeMember().clean()


def test_an_editor_who_types_a_name_alone_is_told_and_one_with_an_end_is_kept(
    client: Client, zone: TerritoryPage
) -> None:
    client.force_login(member_of(Role.EDITORS))
    body = OrganisationFactory.create()
    address = reverse("wagtailadmin_pages:edit", args=[zone.pk])

    def post(until: str) -> str:
        data: Any = querydict_from_html(client.get(address).content.decode(), form_id="page-edit-form")
        row = {"organisation": body.pk, "office": "member", "until": until, "person": NAME, "since": ""}
        empty = '{"blocks": [], "entityMap": {}}'
        # Scripts write the streams into the page.
        streams = {name: streamfield([]) for name in ("body", "committee_contacts", "documents", "contacts")}
        rows = inline_formset([row])
        data.update(nested_form_data({"committee": empty, "committee_members": rows, **streams}))
        answer = client.post(address, data.urlencode(), content_type="application/x-www-form-urlencoded")
        return str(answer.content.decode())

    assert "Con un nome serve la fine del mandato" in post("")
    post(str(in_days(9)))

    [kept] = TerritoryPage.objects.get(pk=zone.pk).get_latest_revision_as_object().committee_members.all()
    assert (kept.person, kept.organisation) == (NAME, body)


def test_names_whose_term_is_over_go_from_the_page_and_from_its_versions(zone: TerritoryPage) -> None:
    over = member(zone, person=NAME, until=in_days(-1))
    going_on = member(zone, person="Altra", until=in_days(0))
    zone = TerritoryPage.objects.get(pk=zone.pk)
    version = zone.save_revision()
    draft = TerritoryPage.objects.get(pk=zone.pk)
    draft.committee_members.add(CommitteeMember(person="Solo in bozza", until=in_days(-3)))
    only_drafted = draft.save_revision()

    assert forget_names() == 3
    assert forget_names() == 0

    for one, name in ((over, ""), (going_on, "Altra")):
        one.refresh_from_db()
        assert one.person == name
    for revision in (version, only_drafted):
        revision.refresh_from_db()
        assert NAME not in str(revision.content)
        assert "Solo in bozza" not in str(revision.content)
        assert "Altra" in str(revision.content)
    assert str(over.organisation) in words(shown(zone))


def published(zone: TerritoryPage) -> Any:
    """A version of the page as it stands, made public."""
    version = TerritoryPage.objects.get(pk=zone.pk).save_revision()
    version.publish()
    return version


def names_in(version: Any) -> list[str]:
    version.refresh_from_db()
    return [one["person"] for one in version.content["committee_members"]]


@pytest.mark.parametrize("how", ["taken away", "earlier end", "other name"])
def test_who_leaves_early_goes_from_the_versions_that_are_past(zone: TerritoryPage, how: str) -> None:
    leaving = member(zone, person=NAME, until=in_days(400), sort_order=0)
    member(zone, person="Chi resta", until=in_days(400), sort_order=1)
    old = published(zone)
    assert forget_names() == 0

    if how == "taken away":
        leaving.delete()
    else:
        changed = {"until": in_days(-1)} if how == "earlier end" else {"person": "Chi arriva"}
        CommitteeMember.objects.filter(pk=leaving.pk).update(**changed)
    new = published(zone)
    forget_names()

    assert names_in(old) == ["", "Chi resta"]
    assert NAME not in names_in(new)
    assert "Chi resta" in names_in(new)
    assert forget_names() == 0


def test_who_is_yet_to_come_stays_in_the_draft(zone: TerritoryPage) -> None:
    published(zone)
    draft = TerritoryPage.objects.get(pk=zone.pk)
    draft.committee_members.add(CommitteeMember(person="Chi arriva", until=in_days(400)))
    version = draft.save_revision()

    assert forget_names() == 0
    assert names_in(version) == ["Chi arriva"]
    version.publish()
    assert forget_names() == 0
    assert names_in(version) == ["Chi arriva"]


def test_the_search_and_the_json_know_no_names(zone: TerritoryPage) -> None:
    member(zone, person=NAME, until=in_days(9))

    assert NAME not in Client().get(f"/api/v1/territori/{zone.pk}/").content.decode()
    searched = content_of(TerritoryPage.objects.get(pk=zone.pk)).text
    assert zone.committee_members.get().organisation.name in searched
    assert NAME not in searched
