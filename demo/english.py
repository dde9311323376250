"""Some pages of the demonstration in English, as an editor would translate them."""

import json
from typing import Any

from wagtail.models import Locale, Page, Site

from candidature.models import CallPage, ParticipationIndexPage
from demo.building.blocks import Block, accordion, bullets, figures, heading, html, steps, stream, text
from demo.building.pages import site_root
from demo.candidature import calls
from demo.home import programme
from demo.territori.load import contacts
from eventi.models import EventPage
from home.models import HomePage
from news.models import NewsIndexPage, Topic
from portal.models import PortalSettings
from search.models import SearchPage
from territori.models import TerritoryIndexPage, TerritoryPage

ARTICLE = "si-cercano-attivatori-di-comunita"
EVENT = "laboratorio-la-casa-che-vorrei"
ZONE = "valdichiana-aretina"
TOPICS = {
    "attivatori-di-comunita": "Community activators",
    "case-della-comunita": "Community Houses",
    "esperienze": "Experiences",
    "formazione": "Training",
    "partecipazione": "Participation",
    "progettazione-partecipata": "Co-design",
    "terzo-settore": "Third sector",
    "valutazione": "Evaluation",
    "welfare-di-comunita": "Community welfare",
}

INVENTED = text(
    "<b>Sample content.</b> This page was made up to show how the portal works: no public body stands behind "
    "it, and what you send has no effect."
)
PROGRAMME: list[Block] = [
    heading("What it is"),
    text(
        "Cantieri della Salute is a participation programme of the Tuscany Region. Federsanità ANCI Toscana "
        "coordinates it, with technical support from Sociolab. It wants citizens and associations to have a "
        "greater say in health matters, and it strengthens those who already speak for them: the "
        "participation committees, the third-sector council, the local health consortia and the health "
        "districts.",
        "Its basis is Regional Law 75 of 2017, which redesigned participation in health care.",
    ),
    figures(
        "The programme in figures",
        ("5", "pilot projects, each in a health district of Tuscany"),
        ("2", "workshops to share context and needs"),
        ("4", "co-design workshops"),
        source="Programme of Cantieri della Salute. Workshops are per district.",
    ),
    heading("How a project unfolds"),
    text(
        steps(
            "<b>Sharing.</b> Two workshops with the district and its committee, and some interviews, to find "
            "out which needs to start from.",
            "<b>Training.</b> Three sessions for all districts, and one designed for each of them.",
            "<b>Community activators.</b> A call for citizens, the selection, and three training sessions.",
            "<b>Partners.</b> A second call, for local organisations.",
            "<b>Design.</b> Four workshops that bring everybody to one table.",
            "<b>Testing.</b> The service can be tried out locally.",
        ),
    ),
]
NEWS: list[Block] = [
    text(
        "Next to the call for partners, the district has published another one, for individual citizens. "
        "Those who are selected become <b>community activators</b>: they help the committee to design and "
        "test the service, and keep in touch with the place where they live.",
    ),
    heading("You need not be an expert"),
    text(
        "Activators are trained in community work and co-design: active listening, facilitation, and how to "
        "involve a neighbourhood.",
    ),
]
CALL: list[Block] = [
    INVENTED,
    heading("What it is about"),
    text(
        "We are looking for organisations to design a listening point with, run as a network: one place, or "
        "several, where people find somebody who helps them understand which service to turn to.",
        "Those who are selected take part in four co-design workshops.",
    ),
    heading("What you need"),
    text(
        bullets(
            "half an hour;",
            "your organisation’s details and, where your kind of body has them, its RUNTS number and its "
            "statute as a PDF;",
            "an identity document of the person who applies.",
        ),
        "The questions of the form are in Italian; everything around them, and every letter you receive, "
        "is in English.",
    ),
    accordion(
        "Frequently asked questions",
        (
            "Do I have to register?",
            "No. There are no passwords: at the end you get a code and a personal link, with which you "
            "follow, complete or withdraw your application.",
        ),
        (
            "Can I stop and go on later?",
            "Yes. Your answers are saved at each step, and for thirty days you can go on from the link in "
            "the form.",
        ),
    ),
]
EVENT_BODY: list[Block] = [
    INVENTED,
    heading("Programme"),
    text(
        bullets(
            "welcome, and introductions;",
            "work in small groups on three questions: what is needed, who can do it, where to begin;",
            "what we found, and next steps.",
        ),
        "No special skills are needed: it is enough to live or work in the district.",
    ),
]

DISTRICTS: list[Block] = [
    text(
        "A health district is the area in which the social and health services closest to people are "
        "planned. Districts that have no page in English yet have one in Italian.",
    ),
]
DISTRICT: list[Block] = [
    heading("One of the five pilot projects"),
    text(
        "It is the district of the programme with the fewest municipalities: five. The project wants the "
        "dialogue between the participation committee, the services and local associations to last.",
    ),
    heading("What is planned"),
    text(
        "The programme is the same in all five districts:",
        bullets(
            "two workshops with the district and its committee, and some interviews;",
            "three training sessions for all districts and one for this district alone;",
            "a call for community activators, followed by three training sessions;",
            "a call for partners and four co-design workshops.",
        ),
    ),
    heading("What is not known yet"),
    text("The sources name neither the topic nor the dates. The call on this page is made up."),
]
COMMITTEE = html(
    "The participation committee brings together associations and groups of active citizens. Regional Law 75 "
    "of 2017 provides for it: it is consulted, and makes proposals on how the services of the district are "
    "organised.",
    "<b>Sample members.</b> Bodies, offices, names and addresses below are made up.",
)


def load() -> None:
    """Translates what is not translated yet; loading again changes nothing."""
    english, _made = Locale.objects.get_or_create(language_code="en")
    italian = site_root()
    home = _translate(
        italian,
        english,
        "home-en",
        italian.title,
        seo_title="Cantieri della Salute: taking part in community health",
        abstract="The portal of participation in community health: districts, projects, calls and events.",
        hero_title="Community health is built together",
        hero_text="Citizens, associations, professionals: here those who use the services and those who work "
        "in them design them at the same table. Find out what is happening, and how to take part.",
        action_label="Take part",
        highlights="[]",
        body=stream(*PROGRAMME[2:3]),
    )
    below = Page.objects.descendant_of(italian)
    about = _translate(
        below.get(slug=programme.SLUG),
        english,
        "the-programme",
        "The programme",
        abstract="Cantieri della Salute brings citizens and associations into decisions on community health.",
        body=stream(*PROGRAMME),
    )
    _translate(
        below.type(TerritoryIndexPage).get(),
        english,
        "districts",
        "Districts",
        abstract="Health districts of Tuscany in which Cantieri della Salute is or was at work.",
        body=stream(*DISTRICTS),
    )
    _translate(
        below.type(TerritoryPage).get(slug=ZONE),
        english,
        "valdichiana-aretina-district",
        "Valdichiana Aretina",
        seo_title="Valdichiana Aretina, a health district of Tuscany",
        abstract="Five municipalities of the plain and hills near Arezzo: one of the five pilot projects.",
        body=stream(*DISTRICT),
        committee=COMMITTEE,
        committee_contacts=contacts({"office": "Committee office (sample)", "email": "comitato@example.org"}),
        documents="[]",
    )
    part = _translate(
        below.type(ParticipationIndexPage).get(),
        english,
        "take-part",
        "Take part",
        abstract="Calls to answer and events to sign up for: what is open, what will open, how it ended.",
    )
    _translate(
        below.type(NewsIndexPage).get(),
        english,
        "news",
        "News",
        abstract="What is happening in the districts.",
    )
    _translate(
        below.get(slug=ARTICLE),
        english,
        "community-activators-wanted",
        "Community activators wanted: apply by Friday, 14 May",
        seo_title="Community activators wanted, May 2021",
        abstract="A second call in Alta Val di Cecina Valdera looks for citizens who want to be a bridge "
        "between the committee and their communities.",
        body=stream(*NEWS),
    )
    _translate(
        below.type(CallPage).get(slug=calls.OPEN_CALL["slug"]),
        english,
        "partners-for-a-listening-point",
        "Partners for a listening point in Valdichiana Aretina (sample)",
        abstract="Associations, bodies, schools, professionals and informal groups can apply to design a "
        "listening and guidance point together.",
        eligible_subjects=html(
            "Public and private bodies, committees and informal groups that work in at least one "
            "municipality of Valdichiana Aretina.",
        ),
        criteria=html(
            "The committee gives up to 100 points:",
            bullets(
                "how well the proposal fits local needs: up to 40;",
                "experience with activities close to health: up to 30;",
                "willingness to work as a network: up to 30.",
            ),
        ),
        office="Participation office (made up)",
        body=stream(*CALL),
    )
    _translate(
        below.type(EventPage).get(slug=EVENT),
        english,
        "workshop-the-house-i-would-like",
        "The house I would like: an open workshop (sample)",
        abstract="An afternoon around a table to imagine the rooms and activities of a Community House.",
        place="Sample hall (made up)",
        address="Pontassieve, sample address",
        directions="Ten minutes on foot from the station.\nStep-free entrance from the courtyard.",
        what_to_bring="Nothing: paper and pens are there.",
        costs="Free of charge",
        office="Participation office (made up)",
        body=stream(*EVENT_BODY),
    )
    _translate(
        below.type(SearchPage).get(),
        english,
        "search",
        "Search this site",
        abstract="Search the English pages of the portal.",
        promoted=[],
    )
    for slug, name in TOPICS.items():
        Topic.objects.filter(slug=slug, name_en="").update(name_en=name)
    _lead_on(home, about, part)


def _translate(page: Page, locale: Locale, slug: str, title: str, **fields: Any) -> Page:
    existing = page.get_translation_or_none(locale)
    if existing is not None:
        return existing.specific
    copy = page.specific.copy_for_translation(locale)
    copy.slug, copy.title, copy.seo_title, copy.search_description = slug, title, "", ""
    for name, value in fields.items():
        if isinstance(value, list):
            getattr(copy, name).set(value)
        else:
            setattr(copy, name, value)
    copy.save_revision().publish()
    return copy


def _lead_on(home: Page, about: Page, part: Page) -> None:
    """What the English home page puts forward, and what stands around every English page."""
    front = HomePage.objects.get(pk=home.pk)
    front.action_page = part
    highlight = {"page": about.pk, "title": "", "text": "Five pilot projects, workshops, training."}
    front.highlights = json.dumps([{"type": "highlight", "value": highlight}])
    front.save_revision().publish()
    frame = PortalSettings.for_site(Site.objects.get(is_default_site=True))
    frame.tagline_en = "Citizens taking part in community health"
    frame.save()
