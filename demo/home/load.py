"""The home page and the ordinary pages. It comes last, gathers what the other apps made, and links to it."""

import json

from django.conf import settings
from wagtail.models import Page, Site

from demo.building.blocks import Block, stream
from demo.building.images import image
from demo.building.pages import publish, site_root
from demo.home import home_page, programme, service_pages
from demo.news import articles
from eventi.models import CalendarPage
from home.models import HomePage, SitemapPage, StandardPage
from news.models import NewsPage, NewsRelatedPage
from portal.models import PortalSettings

# The main menu, by address, in its order.
MENU = ["il-programma", "territori", "partecipa", "novita", "linee-guida", "esperienze"]

# Invented: nobody holds them.
ACCOUNTS = [
    ("facebook", "https://www.facebook.com/portale.dimostrativo.example"),
    ("youtube", "https://www.youtube.com/@portale-dimostrativo-example"),
]


def load() -> None:
    if isinstance(site_root(), HomePage):
        return
    home = make_home()
    load_page(home, programme.SLUG, programme.TITLE, programme.ABSTRACT, programme.BODY, "colline", menu=True)
    questions = load_page(
        home,
        "domande-frequenti",
        "Domande frequenti",
        service_pages.QUESTIONS_ABSTRACT,
        service_pages.QUESTIONS_BODY,
        "sportello-orientamento",
    )
    calendar = publish(
        home, CalendarPage, "calendario", "Calendario", abstract=service_pages.CALENDAR_ABSTRACT
    )
    order_menu(home)
    link_frame(home, questions, calendar)
    fill_home(home)
    link_news(home)


def make_home() -> HomePage:
    """Makes the home page the root of the site, and moves there what stood below the former root."""
    site = Site.objects.get(is_default_site=True)
    former = site.root_page
    home = publish(Page.get_first_root_node(), HomePage, "portale", home_page.TITLE)
    for child in former.get_children():
        child.move(home, pos="last-child")
        home.refresh_from_db()
    site.root_page = home
    site.site_name = home_page.TITLE
    site.save()
    Page.objects.get(pk=former.pk).delete()
    found: HomePage = HomePage.objects.get(pk=home.pk)
    return found


def load_page(
    home: HomePage,
    slug: str,
    title: str,
    abstract: str,
    body: list[Block],
    picture: str = "",
    menu: bool = False,
) -> StandardPage:
    return publish(
        home,
        StandardPage,
        slug,
        title,
        abstract=abstract,
        image=image(picture) if picture else None,
        body=stream(*body),
        show_in_menus=menu,
    )


def order_menu(home: HomePage) -> None:
    """Puts the sections in the order of the menu, before every other page."""
    for slug in reversed(MENU):
        Page.objects.child_of(home).get(slug=slug).move(home, pos="first-child")
        home.refresh_from_db()


def link_frame(home: HomePage, questions: StandardPage, calendar: CalendarPage) -> None:
    """The pages that header and footer lead to."""
    frame = PortalSettings.for_site(Site.objects.get(is_default_site=True))
    frame.faq_page = questions
    frame.contacts_page = load_page(
        home, "contatti", "Contatti", service_pages.CONTACTS_ABSTRACT, service_pages.CONTACTS_BODY
    )
    frame.privacy_page = load_page(
        home, "privacy", "Informativa privacy", service_pages.PRIVACY_ABSTRACT, service_pages.PRIVACY_BODY
    )
    frame.legal_page = load_page(
        home, "note-legali", "Note legali", service_pages.LEGAL_ABSTRACT, service_pages.LEGAL_BODY
    )
    accessibility = load_page(
        home,
        "accessibilita",
        "Accessibilità",
        service_pages.ACCESSIBILITY_ABSTRACT,
        service_pages.ACCESSIBILITY_BODY,
    )
    # A real administration puts the address of its declaration here.
    frame.accessibility_url = f"{settings.SITE_URL}{accessibility.get_url()}"
    frame.sitemap_page = publish(
        home, SitemapPage, "mappa-del-sito", "Mappa del sito", abstract="Tutte le pagine del portale."
    )
    useful = [calendar, *Page.objects.child_of(home).filter(slug="glossario")]
    frame.footer_links = stream(*({"type": "link", "value": {"page": page.pk}} for page in useful))
    frame.social = stream(
        *({"type": "account", "value": {"network": name, "url": url}} for name, url in ACCOUNTS)
    )
    frame.save()


def fill_home(home: HomePage) -> None:
    """What the home page says, and the pages it puts forward."""
    home.abstract = home_page.ABSTRACT
    home.image = image("colline")
    home.hero_title = home_page.HERO_TITLE
    home.hero_text = home_page.HERO_TEXT
    home.action_label = home_page.ACTION
    home.action_page = Page.objects.child_of(home).get(slug="partecipa")
    home.highlights = json.dumps(
        [
            {
                "type": "highlight",
                "value": {
                    "page": Page.objects.get(url_path=f"{home.url_path}{address}/").pk,
                    "title": "",
                    "text": words,
                },
            }
            for address, words in home_page.HIGHLIGHTS.items()
        ]
    )
    home.body = stream(*home_page.BODY)
    home.save_revision().publish()


def link_news(home: HomePage) -> None:
    """From each article to the pages it tells of, which are there by now."""
    for article in articles.ARTICLES:
        if article.about:
            news = NewsPage.objects.get(slug=article.slug)
            addresses = [f"{home.url_path}{address}/" for address in article.about]
            news.related_links.set(
                [
                    NewsRelatedPage(target=page)
                    for page in Page.objects.filter(url_path__in=addresses).order_by("path")
                ]
            )
            news.save_revision().publish()
