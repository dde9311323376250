"""Every check has a page that trips it and one that does not, and each leads to a place of the editor."""

import json
from datetime import time, timedelta
from typing import Any

import pytest
import wagtail_factories
from django.utils import timezone
from wagtail.models import Site

from news.models import GuidelineVersion
from portal.editorial import checking
from portal.editorial.findings import Check, Finding
from portal.models import PortalSettings
from territori.models import CommitteeMember, OpeningHours
from tests.candidature.factories import (
    CallPageFactory,
    CommitteeFactory,
    EventPageFactory,
    question,
    steps,
)
from tests.glossario.factories import GlossaryTermPageFactory
from tests.home.factories import StandardPageFactory, make_home
from tests.news.factories import ExperiencePageFactory, GuidelinePageFactory, NewsPageFactory
from tests.patti.factories import PattoPageFactory
from tests.territori.factories import (
    CommunityHousePageFactory,
    MunicipalityFactory,
    ResourcePageFactory,
    TerritoryPageFactory,
)

pytestmark = pytest.mark.django_db

NOTHING = json.dumps([])
LONG_SENTENCE = (
    "Relativamente alle precedenti collaborazioni istituzionali formalizzate attraverso convenzioni "
    "pluriennali, specificare dettagliatamente caratteristiche organizzative, finanziamenti ottenuti, "
    "rendicontazioni presentate"
)


def body(*blocks: tuple[str, Any]) -> str:
    return json.dumps(
        [{"type": kind, "id": f"b{number}", "value": value} for number, (kind, value) in enumerate(blocks)]
    )


def choice(key: str, *options: dict[str, Any]) -> dict[str, Any]:
    return question(
        "one_choice",
        key,
        "Che cosa siete?",
        options=[
            {"type": "item", "id": f"{key}-{number}", "value": option}
            for number, option in enumerate(options)
        ],
    )


APS, ODV = {"label": "APS", "questions": []}, {"label": "ODV", "questions": []}
MOTIVATION = question("short_text", "q-1", "Perché vuoi partecipare?", max_length=200)
AFTER_APS = {"answers": [{"question": "q", "options": ["q-0"]}]}
BRANCH = [question("short_text", "q-inner", "Con chi?", max_length=200)]


def form(*questions: dict[str, Any]) -> dict[str, Any]:
    return {"steps": steps(*questions)}


def words(number: int) -> str:
    return body(("text", f"<p>{'parola ' * number}</p>"))


PAST = timezone.now() - timedelta(days=3)
# For each check of each kind of page: what is written on a page that trips it, and on one that does not.
WRITTEN: dict[tuple[str, str], tuple[Any, dict[str, Any], dict[str, Any]]] = {
    ("incomplete", "BasePage"): (CallPageFactory, form(choice("q", APS)), form(choice("q", APS, ODV))),
    ("no_summary", "BasePage"): (StandardPageFactory, {}, {"abstract": "Che cosa si fa qui."}),
    ("long_title", "BasePage"): (StandardPageFactory, {"title": "a" * 81}, {"title": "a" * 80}),
    ("empty_links", "BasePage"): (
        StandardPageFactory,
        {"body": body(("text", '<p>Per il bando <a href="https://example.org">Clicca QUI</a>.</p>'))},
        {"body": body(("text", '<p>Leggi <a href="https://example.org">il bando</a>.</p>'))},
    ),
    ("no_term", "ParticipationPage"): (
        CallPageFactory,
        {"closes_at": None},
        {"closes_at": None, "window_note": "Le date escono a giugno."},
    ),
    ("undated", "ParticipationPage"): (
        CallPageFactory,
        {"closes_at": None, "window_note": "Le date escono a giugno."},
        {},
    ),
    ("no_notice", "ParticipationPage"): (CallPageFactory, {"privacy_notice": None}, {}),
    ("no_questions", "ParticipationPage"): (CallPageFactory, {"steps": NOTHING}, {}),
    ("no_office", "CallPage"): (CallPageFactory, {"office": " "}, {"office": "Ufficio"}),
    ("no_responsible_person", "CallPage"): (CallPageFactory, {}, {"responsible_person": "Dirigente"}),
    ("no_contact", "ParticipationPage"): (CallPageFactory, {}, {"contact_phone": "055 123"}),
    ("unreachable", "ParticipationPage"): (
        CallPageFactory,
        form(choice("q", APS, ODV, {"label": "", "questions": BRANCH})),
        form(choice("q", APS, {"label": "ODV", "questions": BRANCH})),
    ),
    ("broken_condition", "ParticipationPage"): (
        CallPageFactory,
        form({**MOTIVATION, "value": {**MOTIVATION["value"], "only_if": AFTER_APS}}, choice("q", APS, ODV)),
        form(choice("q", APS, ODV), {**MOTIVATION, "value": {**MOTIVATION["value"], "only_if": AFTER_APS}}),
    ),
    ("past_term", "ParticipationPage"): (
        CallPageFactory,
        {"opens_at": PAST, "closes_at": PAST + timedelta(days=1), "first_published_at": None},
        {"opens_at": PAST, "closes_at": PAST + timedelta(days=1), "first_published_at": PAST},
    ),
    ("equal_labels", "ParticipationPage"): (
        CallPageFactory,
        form(MOTIVATION, question("long_text", "q-2", "perché  vuoi partecipare ?")),
        form(
            choice(
                "q",
                {"label": "APS", "questions": [MOTIVATION]},
                {"label": "ODV", "questions": [{**MOTIVATION, "id": "q-2"}]},
            )
        ),
    ),
    ("asked_twice", "ParticipationPage"): (
        CallPageFactory,
        form(question("email", "q-1", "Il tuo indirizzo email:")),
        form(question("email", "q-1", "Email di chi vi rappresenta")),
    ),
    ("sensitive", "ParticipationPage"): (
        CallPageFactory,
        form(question("short_text", "q-1", "Qual è la tua Religióne?", max_length=50)),
        form(MOTIVATION),
    ),
    ("hard_to_read", "ParticipationPage"): (
        CallPageFactory,
        form(question("long_text", "q-1", LONG_SENTENCE)),
        form(
            question(
                "long_text",
                "q-1",
                "Con chi avete già lavorato? Di’ dove, quando e per che cosa lo avete fatto.",
            )
        ),
    ),
    ("long_reading", "ParticipationPage"): (CallPageFactory, {"body": words(4000)}, {"body": words(900)}),
    ("no_day", "EventPage"): (EventPageFactory, {"starts_at": None, "ends_at": None}, {}),
    ("no_place", "EventPage"): (EventPageFactory, {"mode": "mixed"}, {"place": "Sala civica"}),
    ("no_access", "EventPage"): (
        EventPageFactory,
        {"mode": "online"},
        {"mode": "online", "online_url": "https://example.org/sala"},
    ),
    ("empty_news", "NewsPage"): (NewsPageFactory, {}, {"body": words(3)}),
    ("news_of_tomorrow", "NewsPage"): (
        NewsPageFactory,
        {"date": timezone.localdate() + timedelta(days=2)},
        {"date": timezone.localdate()},
    ),
    ("empty_guidelines", "GuidelinePage"): (
        GuidelinePageFactory,
        {},
        {"chapters": body(("chapter", {"title": "Uno", "body": []}))},
    ),
    ("chapters_without_title", "GuidelinePage"): (
        GuidelinePageFactory,
        {"chapters": body(("chapter", {"title": " ", "body": []}))},
        {"chapters": body(("chapter", {"title": "Uno", "body": []}))},
    ),
    ("no_version", "GuidelinePage"): (
        GuidelinePageFactory,
        {"version": "2.0"},
        {"version": "2.0", "published_on": timezone.localdate()},
    ),
    ("version_not_told", "GuidelinePage"): (
        GuidelinePageFactory,
        {"version": "2.0", "versions": [GuidelineVersion(version="1.0")]},
        {"version": "2.0", "versions": [GuidelineVersion(version="2.0 "), GuidelineVersion(version="1.0")]},
    ),
    ("no_sources", "ExperiencePage"): (ExperiencePageFactory, {}, {"sources": "<p>Un libro.</p>"}),
    ("years_out_of_order", "ExperiencePage"): (
        ExperiencePageFactory,
        {"year_from": 2018, "year_to": 2015},
        {"year_from": 2015, "year_to": 2018},
    ),
    ("no_short_meaning", "GlossaryTermPage"): (
        GlossaryTermPageFactory,
        {"abstract": ""},
        {"abstract": "In breve."},
    ),
    ("no_sources_of_term", "GlossaryTermPage"): (
        GlossaryTermPageFactory,
        {"sources": "<p></p>"},
        {"sources": "<p>DM 77/2022</p>"},
    ),
    ("no_asl", "TerritoryPage"): (TerritoryPageFactory, {}, {"asl": "ASL"}),
    ("no_committee", "TerritoryPage"): (
        TerritoryPageFactory,
        {"committee": "<p></p>"},
        {"committee": "<p>Si riunisce ogni mese.</p>"},
    ),
    ("committee_over", "TerritoryPage"): (
        TerritoryPageFactory,
        {"committee_members": [CommitteeMember(until=timezone.localdate() - timedelta(days=1))]},
        {"committee_members": [CommitteeMember(until=timezone.localdate()), CommitteeMember()]},
    ),
    ("no_contacts", "TerritoryPage"): (
        TerritoryPageFactory,
        {"contacts": body(("contacts", {"office": "Ufficio"}))},
        {"contacts": body(("contacts", {"phone": "055 000000"}))},
    ),
    ("no_address", "CommunityHousePage"): (CommunityHousePageFactory, {}, {"address": "Via Roma 1"}),
    ("no_way_there", "CommunityHousePage"): (
        CommunityHousePageFactory,
        {"address": "Via Roma 1"},
        {"address": "Via Roma 1", "directions": "Autobus 4."},
    ),
    ("no_entrance", "CommunityHousePage"): (
        CommunityHousePageFactory,
        {"address": "Via Roma 1"},
        {"address": "Via Roma 1", "entrance": "with_help"},
    ),
    ("half_a_place", "CommunityHousePage"): (
        CommunityHousePageFactory,
        {"latitude": 43.7},
        {"latitude": 43.7, "longitude": 11.2},
    ),
    ("no_contacts", "CommunityHousePage"): (
        CommunityHousePageFactory,
        {},
        {"contacts": body(("contacts", {"email": "casa@example.org"}))},
    ),
    ("no_hours", "ResourcePage"): (ResourcePageFactory, {}, {"hours_note": "Su appuntamento."}),
    ("no_way_to_ask", "ResourcePage"): (
        ResourcePageFactory,
        {"address": "Via Roma 1"},
        {"website": "https://example.org"},
    ),
    ("no_audience", "ResourcePage"): (ResourcePageFactory, {}, {"for_whom": "anziani"}),
    ("unchecked", "ResourcePage"): (
        ResourcePageFactory,
        {"checked_on": timezone.localdate() - timedelta(days=366)},
        {"checked_on": timezone.localdate() - timedelta(days=365)},
    ),
    ("half_a_place", "ResourcePage"): (
        ResourcePageFactory,
        {"longitude": 11.2},
        {"latitude": 43.7, "longitude": 11.2},
    ),
    ("no_text", "PattoPage"): (PattoPageFactory, {"body": body(("text", "<p></p>"))}, {}),
    ("no_notice", "PattoPage"): (PattoPageFactory, {"privacy_notice": None}, {}),
    ("no_period", "PattoPage"): (PattoPageFactory, {"closes_at": None}, {}),
    ("no_promoter", "PattoPage"): (PattoPageFactory, {"promoter": " "}, {}),
}

# What stands elsewhere than on the page: tested one by one below.
ELSEWHERE = {
    # tests/istruttoria/outcome/test_outcome.py
    ("outcome_moved", "CallPage"),
    # tests/candidature/public/test_admitted_zones.py
    ("no_zones", "ParticipationPage"),
    # tests/candidature/intake/test_maximum.py
    ("too_few", "CallPage"),
    ("no_committee", "CallPage"),
    ("no_committee", "EventPage"),
    ("no_municipalities", "TerritoryPage"),
    # tests/territori/resources/test_editing.py
    ("foreign_municipality", "ResourcePage"),
    # tests/patti/texts/test_versions.py
    ("no_note", "PattoPage"),
}


def named(check: Check) -> tuple[str, str]:
    return check.key, check.of.__name__


def found(page: Any, key: str) -> list[Finding]:
    return [finding for finding in checking.findings(page) if finding.check == key]


@pytest.fixture
def home() -> Any:
    return make_home()


def test_every_check_is_tested() -> None:
    assert {named(check) for check in checking.checks()} == set(WRITTEN) | ELSEWHERE


@pytest.mark.parametrize("name", WRITTEN)
def test_a_check_finds_what_it_is_for_and_nothing_else(name: tuple[str, str], home: Any) -> None:
    factory, wrong, right = WRITTEN[name]
    tripping = factory.create(parent=home, **wrong)
    clean = factory.create(parent=home, **right)

    findings = found(tripping, name[0])
    assert findings
    assert found(clean, name[0]) == []
    for finding in findings:
        assert finding.place.split(".")[0] in {field.name for field in tripping._meta.get_fields()}


@pytest.mark.parametrize(
    ("factory", "fields"), [(CallPageFactory, {}), (EventPageFactory, {"admission": "moderated"})]
)
def test_a_page_that_a_committee_should_see_needs_one(home: Any, factory: Any, fields: Any) -> None:
    page = factory.create(parent=home, **fields)
    assert found(page, "no_committee")

    CommitteeFactory.create().pages.add(page.pk)
    assert not found(page, "no_committee")


def test_a_committee_of_the_zone_is_one(home: Any) -> None:
    territory = TerritoryPageFactory.create(parent=home)
    page = CallPageFactory.create(parent=home)
    page.territories.add(territory)
    assert found(page, "no_committee")

    CommitteeFactory.create().zones.add(territory.zone)
    assert not found(page, "no_committee")


def test_nobody_decides_who_comes_to_an_event_that_takes_all(home: Any) -> None:
    assert not found(EventPageFactory.create(parent=home), "no_committee")


def test_whom_the_portal_names_is_a_contact_too(home: Any) -> None:
    page = CallPageFactory.create(parent=home)
    assert found(page, "no_contact")

    PortalSettings.objects.create(site=Site.objects.get(), contact_email="cantieri@example.org")
    assert not found(page, "no_contact")


def test_a_zone_without_municipalities_is_told(home: Any) -> None:
    page = TerritoryPageFactory.create(parent=home)
    assert found(page, "no_municipalities")
    MunicipalityFactory.create(zone=page.zone)
    assert not found(page, "no_municipalities")


def test_a_check_that_is_still_to_come_is_told(home: Any) -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)
    assert found(ResourcePageFactory.create(parent=home, checked_on=tomorrow), "unchecked")


def test_a_resource_with_hours_needs_no_note(home: Any) -> None:
    page = ResourcePageFactory.create(parent=home)
    OpeningHours.objects.create(page=page, days="lun", opens=time(9), closes=time(13))
    assert not found(page, "no_hours")


def test_what_is_finished_needs_neither_term_nor_notice_nor_office(home: Any) -> None:
    page = CallPageFactory.create(
        parent=home, opens_at=None, closes_at=None, concluded=True, privacy_notice=None, office=""
    )
    assert checking.errors(page) == []


def test_a_new_call_hears_of_all_that_it_lacks_at_once(home: Any) -> None:
    page = CallPageFactory.create(
        parent=home, opens_at=None, closes_at=None, privacy_notice=None, office="", steps=NOTHING
    )
    keys = {finding.check for finding in checking.errors(page)}
    assert keys == {"no_term", "no_notice", "no_questions", "no_office"}


def test_a_call_that_opens_next_month_lacks_its_notice_today(home: Any) -> None:
    soon = timezone.now() + timedelta(days=30)
    page = CallPageFactory.create(
        parent=home, opens_at=soon, closes_at=soon + timedelta(days=9), privacy_notice=None
    )
    assert found(page, "no_notice")


def test_a_term_that_passes_before_the_page_is_to_appear_is_told(home: Any) -> None:
    later = timezone.now() + timedelta(days=30)
    assert found(CallPageFactory.create(parent=home, go_live_at=later, first_published_at=None), "past_term")


def test_errors_come_first(home: Any) -> None:
    page = CallPageFactory.create(parent=home, title="a" * 90, privacy_notice=None)
    stops = [finding.stops for finding in checking.findings(page)]
    assert stops == sorted(stops, reverse=True)
    assert set(stops) == {True, False}


def test_what_a_block_refuses_leads_into_the_block(home: Any) -> None:
    page = CallPageFactory.create(parent=home, **form(question("file", "q-file", "Statuto", kinds=[])))
    [finding] = found(page, "incomplete")
    assert finding.place == "steps.step-1.questions.q-file.kinds"
    assert "Tipi di file ammessi" in finding.sentence


def test_a_picture_needs_words_or_is_called_decorative(home: Any) -> None:
    picture = wagtail_factories.ImageFactory()

    def page(**value: Any) -> Any:
        block = ("image", {"image": {"image": picture.pk, **value}, "caption": ""})
        return StandardPageFactory.create(parent=home, body=body(block))

    assert [one.place for one in found(page(alt_text="", decorative=False), "incomplete")] == [
        "body.b0.image.alt_text"
    ]
    assert not found(page(alt_text="Tre persone", decorative=False), "incomplete")
    assert not found(page(alt_text="", decorative=True), "incomplete")
