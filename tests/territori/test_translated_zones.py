"""A zone may be told in English too: it is the same zone, counted, chosen and decided upon once."""

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.forms import ModelMultipleChoiceField
from django.http import HttpResponseRedirect
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_webtest import DjangoTestApp
from wagtail.models import Page, PageViewRestriction
from wagtail.test.utils.form_data import nested_form_data, querydict_from_html, streamfield

from candidature.models import CallPage, ParticipationIndexPage, Submission
from candidature.shelf.forms import CopyForm
from portal.editorial import checking, kept_originals
from portal.languages import reading
from portal.roles import Role
from search.index import writing
from search.index.models import IndexedPage
from territori.models import CommitteeMember, TerritoryIndexPage, TerritoryPage
from territori.pages import finding
from tests.candidature.factories import (
    CallPageFactory,
    CommitteeFactory,
    PrivacyNoticeFactory,
    participation_index,
    submitted,
)
from tests.home.factories import make_home
from tests.istruttoria.people import member_of
from tests.news.factories import NewsIndexPageFactory, NewsPageFactory
from tests.portal.pages.translating import english, translated
from tests.portal.pages.visits import MAX_QUERIES, cost, visit
from tests.territori.factories import (
    MunicipalityFactory,
    OrganisationFactory,
    PathPageFactory,
    TerritoryIndexPageFactory,
    TerritoryPageFactory,
    ZoneFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def arranged(module_db: None) -> int:
    """The number of the page of a zone, below an index in both languages."""
    home = make_home()
    translated(home, title="Welcome")
    index = TerritoryIndexPageFactory.create(parent=home)
    translated(index, title="Districts", slug="districts")
    page: TerritoryPage = TerritoryPageFactory.create(
        parent=index, title="Val Finta", zone=ZoneFactory.create(name="Val Finta")
    )
    MunicipalityFactory.create(name="Borgo Finto", zone=page.zone)
    body = OrganisationFactory.create(name="Associazione di prova")
    CommitteeMember.objects.create(
        page=page, organisation=body, person="Persona di Prova", until=timezone.localdate()
    )
    made: int = page.pk
    return made


@pytest.fixture
def zone(arranged: int) -> TerritoryPage:
    found: TerritoryPage = TerritoryPage.objects.get(pk=arranged)
    return found


@pytest.fixture
def index(zone: TerritoryPage) -> Page:
    made: Page = zone.get_parent().specific
    return made


def open_call(index: Page, *territories: Page, **fields: Any) -> CallPage:
    parent = ParticipationIndexPage.objects.first()
    if parent is None:
        parent = participation_index(index.get_parent().specific)
        translated(parent, title="Take part", slug="take-part")
    now = timezone.now()
    call: CallPage = CallPageFactory.create(
        parent=parent,
        privacy_notice=PrivacyNoticeFactory.create(),
        opens_at=now - timedelta(days=1),
        closes_at=now + timedelta(days=1),
        **fields,
    )
    call.territories.set(territories)
    call.save()
    return call


def shown(page: Page, query: str = "") -> str:
    return unescape(visit(page, query).content.decode())


def tiles(index: Page) -> list[str]:
    return re.findall(r"<title>([^<]+: [^<]+)</title>", shown(index))


def english_index() -> TerritoryIndexPage:
    found: TerritoryIndexPage = TerritoryIndexPage.objects.get(locale=english())
    return found


def test_an_editor_translates_a_zone_and_publishes_it(
    django_app: DjangoTestApp, client: Client, zone: TerritoryPage
) -> None:
    editor = member_of(Role.EDITORS)
    asked = django_app.get(reverse("simple_translation:submit_page_translation", args=[zone.pk]), user=editor)
    form = next(form for form in asked.forms.values() if "locales" in form.fields)
    form["locales"] = [str(english().pk)]
    made = form.submit().follow()
    edit = made.forms["page-edit-form"]

    assert "zone" not in edit.fields
    assert not [name for name in edit.fields if name and name.startswith("committee_members")]
    data: Any = querydict_from_html(made.text, form_id="page-edit-form")
    # Scripts write the streams into the page.
    empty = '{"blocks": [], "entityMap": {}}'
    streams = {name: streamfield([]) for name in ("body", "committee_contacts", "documents", "contacts")}
    words = {"title": "Val Finta district", "slug": "val-finta", "committee": empty}
    data.update(nested_form_data({**words, **streams, "action-publish": "action-publish"}))
    client.force_login(editor)
    client.post(made.request.path, data.urlencode(), content_type="application/x-www-form-urlencoded")

    page = TerritoryPage.objects.get(locale=english())
    assert (page.live, page.zone_id, page.committee_members.count()) == (True, None, 0)
    text = shown(page)
    assert page.url == "/en/districts/val-finta/"
    for told in ("Val Finta district", "Borgo Finto", "Associazione di prova", "Persona di Prova"):
        assert told in text
    assert CommitteeMember.objects.count() == 1
    # The Italian page is edited as before.
    whole = django_app.get(reverse("wagtailadmin_pages:edit", args=[zone.pk]), user=editor)
    assert {"zone", "committee_members-TOTAL_FORMS"} <= set(whole.forms["page-edit-form"].fields)


@pytest.mark.parametrize("away", ["unpublished", "restricted"])
def test_names_that_the_italian_page_tells_nobody_are_told_by_none(zone: TerritoryPage, away: str) -> None:
    district = translated(zone)
    assert "Persona di Prova" in shown(district)
    if away == "unpublished":
        zone.unpublish()
    else:
        PageViewRestriction.objects.create(page=zone, restriction_type=PageViewRestriction.LOGIN)

    assert "Persona di Prova" not in shown(TerritoryPage.objects.get(pk=district.pk))


def test_each_language_lists_and_counts_its_own_calls_once(index: Page, zone: TerritoryPage) -> None:
    call = open_call(index, zone, title="Avviso di prova")
    district = translated(zone, title="Val Finta district")
    translated(call, title="Sample call")

    assert tiles(index) == ["Val Finta: 1 avviso aperto"]
    assert tiles(english_index()) == ["Val Finta district: 1 open call"]
    italian, in_english = shown(zone), shown(district)
    assert "Avviso di prova" in italian
    assert "Sample call" not in italian
    assert "Sample call" in in_english
    assert "Avviso di prova" not in in_english


def test_the_english_list_of_calls_is_narrowed_by_the_english_zone(index: Page, zone: TerritoryPage) -> None:
    call, other = open_call(index, zone, title="Avviso di prova"), open_call(index, title="Un altro avviso")
    district = translated(zone)
    translated(call, title="Sample call")
    translated(other, title="Another call")
    listed = ParticipationIndexPage.objects.get(locale=english())

    text = shown(listed, f"?zona={district.pk}")

    assert "Sample call" in text
    assert "Another call" not in text


def test_the_english_news_are_narrowed_by_the_english_zone(index: Page, zone: TerritoryPage) -> None:
    listed = NewsIndexPageFactory.create(parent=index.get_parent(), title="Novità", slug="novita")
    news, other = (NewsPageFactory.create(parent=listed, title=title) for title in ("Notizia", "Altra"))
    news.territories.set([zone])
    news.save()
    in_english = translated(listed, title="News", slug="news")
    translated(news, title="Sample news")
    translated(other, title="Something else")
    assert "Val Finta" not in shown(in_english)

    district = translated(zone, title="Val Finta district", slug="val-finta-district")

    text = shown(in_english, "?territorio=val-finta-district")
    assert text.count("Val Finta district</option>") == 1
    assert "Sample news" in text
    assert "Something else" not in text
    assert "Val Finta district" not in shown(listed)
    assert "Sample news" in shown(district)


def test_an_english_call_leads_to_the_english_zone_where_there_is_one(
    index: Page, zone: TerritoryPage
) -> None:
    call = translated(open_call(index, zone, title="Avviso di prova"), title="Sample call")
    # What is Italian says so: it is read aloud as Italian.
    assert f'class="topic" href="{zone.url}" lang="it" hreflang="it">' in shown(call)

    district = translated(zone)

    assert f'class="topic" href="{district.url}">' in shown(call)
    assert f'class="topic" href="{zone.url}"' not in shown(call)


def test_a_translated_call_follows_the_territories_of_its_original(index: Page, zone: TerritoryPage) -> None:
    call, elsewhere = open_call(index, zone), TerritoryPageFactory.create(parent=index)
    in_english = translated(call)
    assert list(CallPage.objects.get(pk=in_english.pk).territories.all()) == [zone]

    call.territories.set([elsewhere])
    call.save()

    followed = CallPage.objects.get(pk=in_english.pk)
    assert list(followed.territories.all()) == [elsewhere]
    followed.save_revision().publish()
    assert list(CallPage.objects.get(pk=in_english.pk).territories.all()) == [elsewhere]


def test_reviewers_see_the_same_whatever_is_translated(index: Page, zone: TerritoryPage) -> None:
    elsewhere = TerritoryPageFactory.create(parent=index)
    call, other = open_call(index, zone), open_call(index, elsewhere)
    ours = submitted(call)
    submitted(other)
    reviewer = member_of(Role.REVIEWERS)
    committee = CommitteeFactory.create()
    committee.members.add(reviewer)
    assert zone.zone is not None
    committee.zones.add(zone.zone)
    Submission.objects.filter(pk=ours.pk).update(zone=zone.zone)
    seen = list(Submission.objects.visible_to(reviewer).values_list("pk", flat=True))

    for page in (zone, elsewhere, call, other):
        translated(page)

    assert seen == [ours.pk]
    assert list(Submission.objects.visible_to(reviewer).values_list("pk", flat=True)) == seen
    assert CallPage.objects.get(pk=call.pk).zone_ids() == [zone.zone_id]
    in_english = CallPage.objects.get(original=call)
    assert in_english.zone_ids() == [zone.zone_id]


def test_a_zone_is_offered_once_wherever_one_is_chosen(
    index: Page, zone: TerritoryPage, django_app: DjangoTestApp
) -> None:
    call = open_call(index, zone)
    news = NewsPageFactory.create(parent=NewsIndexPageFactory.create(parent=index.get_parent()))
    path = PathPageFactory.create(parent=index)
    translated(zone)
    editor = member_of(Role.EDITORS)

    for page in (call, news, path):
        form = django_app.get(reverse("wagtailadmin_pages:edit", args=[page.pk]), user=editor)
        boxes = form.html.select('input[name="territories"]')
        assert [box["value"] for box in boxes] == [str(zone.pk)], page
    territories = CopyForm(model=call).fields["territories"]
    assert isinstance(territories, ModelMultipleChoiceField)
    assert list(territories.queryset or ()) == [zone]
    # Whoever types a municipality is offered it once.
    assert finding.offered().count("Borgo Finto (FI)") == 1


def test_what_somebody_types_leads_to_the_page_in_their_language(index: Page, zone: TerritoryPage) -> None:
    client = Client()
    answer = client.get(f"{english_index().url}?dove=borgo finto")
    assert answer.status_code == 200
    assert f'<a href="{zone.url}" hreflang="it">' in answer.content.decode()

    district = translated(zone)

    for listed, wanted in ((english_index(), district), (index, zone)):
        answer = client.get(f"{listed.url}?dove=borgo finto")
        assert isinstance(answer, HttpResponseRedirect)
        assert answer.url == wanted.url
    with reading("en"):
        assert [place.url for place in finding.find("Val Finta").places] == [district.url]


def test_the_search_knows_an_english_page_by_the_same_zone(index: Page, zone: TerritoryPage) -> None:
    call = open_call(index, zone)
    pages = [zone, call, translated(zone), translated(call)]
    writing.mark(page.pk for page in pages)
    writing.write_due()

    rows = dict(IndexedPage.objects.filter(page__in=pages).values_list("page", "zones"))
    assert rows == {page.pk: [zone.pk] for page in pages}


def test_a_translation_lacks_no_committee_whose_members_its_original_names(zone: TerritoryPage) -> None:
    def lacks_it(page: Page) -> bool:
        return any(finding.check == "no_committee" for finding in checking.findings(page))

    page = translated(zone)
    assert not lacks_it(page)

    CommitteeMember.objects.all().delete()
    assert lacks_it(TerritoryPage.objects.get(pk=page.pk))


def test_programs_are_told_the_zone_of_the_translation(index: Page, zone: TerritoryPage) -> None:
    district = translated(zone)

    answer = Client().get("/api/v1/territori/?lingua=en").json()

    [told] = answer["results"]
    assert (told["id"], told["zone"]) == (district.pk, "Val Finta")
    assert [one["name"] for one in told["municipalities"]] == ["Borgo Finto"]


def test_a_translated_zone_stays_within_its_queries(index: Page, zone: TerritoryPage) -> None:
    district = translated(zone)
    assert cost(district) <= MAX_QUERIES
    assert cost(english_index()) <= MAX_QUERIES


def test_the_italian_page_stays_as_long_as_its_translation(
    django_app: DjangoTestApp, index: Page, zone: TerritoryPage
) -> None:
    district = translated(zone, title="Val Finta district")
    app, editor = django_app, member_of(Role.EDITORS)
    # Whoever asks for what stands above hears of it too; the translation itself holds up nothing.
    assert kept_originals.first_translated([index]) == kept_originals.first_translated([zone]) is not None
    assert kept_originals.first_translated([index.get_parent(), english_index().get_parent()]) is None
    assert kept_originals.first_translated([district]) is None

    refused = app.get(reverse("wagtailadmin_pages:delete", args=[zone.pk]), user=editor).follow()

    assert "«Val Finta» ha una traduzione che la segue, perciò non si elimina" in refused.text
    ticked = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"]) + f"?id={zone.pk}"
    many = app.get(ticked, user=editor)
    next(one for one in many.forms.values() if one.action.endswith(ticked)).submit().follow()
    program = Client()
    program.force_login(editor)
    by_api = program.post(f"/admin/api/main/pages/{zone.pk}/action/delete/")
    assert (by_api.status_code, "elimina prima la traduzione" in by_api.json()["message"]) == (400, True)
    assert TerritoryPage.objects.filter(pk=zone.pk).exists()
    assert "Borgo Finto" in shown(district)

    district.delete()
    asked = app.get(reverse("wagtailadmin_pages:delete", args=[zone.pk]), user=editor)
    assert "Vuoi davvero eliminare questa pagina?" in asked.text


def test_who_unpublishes_the_italian_page_reads_that_its_translation_stays_and_it_keeps_its_municipalities(
    django_app: DjangoTestApp, zone: TerritoryPage
) -> None:
    editor = member_of(Role.EDITORS)
    address = reverse("wagtailadmin_pages:unpublish", args=[zone.pk])
    assert "resta sul sito" not in django_app.get(address, user=editor).text
    district = translated(zone, title="Val Finta district")

    asked = django_app.get(address, user=editor)

    assert "La traduzione resta sul sito" in asked.text
    way = reverse("wagtailadmin_pages:unpublish", args=[district.pk])
    assert asked.html.select_one(f'main a[href="{way}"]').get_text() == "Val Finta district"
    form = next(one for one in asked.forms.values() if one.action.endswith(address))
    form.submit().follow()
    assert not TerritoryPage.objects.get(pk=zone.pk).live
    assert "Borgo Finto" in shown(TerritoryPage.objects.get(pk=district.pk))


def test_an_english_zone_is_not_copied_among_the_italian_ones(
    django_app: DjangoTestApp, index: Page, zone: TerritoryPage
) -> None:
    district = translated(zone, title="Val Finta district", slug="val-finta-district")
    editor = member_of(Role.EDITORS)
    sentence = "«Val Finta district» è in un’altra lingua"
    asked = django_app.get(reverse("wagtailadmin_pages:copy", args=[district.pk]), user=editor)
    form = next(one for one in asked.forms.values() if "new_parent_page" in one.fields)
    form["new_slug"], form["new_parent_page"] = "another", str(index.pk)

    assert sentence in form.submit().text

    assert not index.get_children().exclude(pk=zone.pk).exists()

    form["new_parent_page"] = str(english_index().pk)
    form.submit().follow()
    copy = TerritoryPage.objects.exclude(pk__in=[zone.pk, district.pk]).get()
    assert (copy.locale, copy.get_parent().pk) == (english(), english_index().pk)
