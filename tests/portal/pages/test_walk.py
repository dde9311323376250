"""Every public page of the demonstration, as machines read it: its HTML is valid, its title is its own."""

import functools
import re
from collections import defaultdict
from collections.abc import Mapping
from html import unescape
from urllib.parse import parse_qsl, quote, urljoin, urlsplit

from django.test import Client
from django.urls import reverse, reverse_lazy
from wagtail.models import Page, Site

from patti.models import PattoPage
from portal.templatetags.text_tags import LONGEST_TITLE
from territori.models import TerritoryPage
from tests.demonstration import Visit, visits
from tests.html_validity import Validity
from tests.portal.pages.translating import english

# Lists as filters and page numbers narrow them; each is a page of its own to a search engine.
NARROWED = [
    "/novita/?categoria=comunicato",
    "/novita/?categoria=avviso",
    "/novita/?argomento=partecipazione",
    "/novita/?categoria=comunicato&argomento=partecipazione",
    "/novita/?p=2",
    "/partecipa/?stato=aperti",
    "/partecipa/?stato=conclusi",
]
# What no sitemap lists, and how it answers: forms before anything was typed, what was found and what was not.
UNLISTED = {
    "/questa-pagina-non-esiste/": 404,
    "/candidature/segui/questo-non-porta-a-nulla/": 404,
    "/cerca/": 200,
    "/cerca/?q=salute": 200,
    "/cerca/?q=zzzqqqxxx": 200,
    # What somebody mistyped, and what nothing has.
    "/cerca/?q=salutte": 200,
    "/cerca/?q=salute&tipo=newspage&anno=2021": 200,
    "/territori/?dove=zzzqqqxxx": 200,
    "/territori/?dove=san": 200,
    "/territori/?dove=cortonna": 200,
    "/novita/?anno=1999": 200,
    "/novita/?territorio=lunigiana&anno=2021&categoria=avviso": 200,
    "/partecipa/?zona=987654": 200,
    "/calendario/?mese=1999-01": 200,
    "/calendario/?vista=elenco": 200,
    "/esperienze/?regione=Nessuna": 200,
    "/glossario/?lettera=q": 200,
    "/en/": 200,
    "/en/questa-pagina-non-esiste/": 404,
    reverse_lazy("candidature:find"): 200,
    reverse_lazy("riscontri:tell"): 200,
}


# Not pages: files, what only staff open, and what programs read.
NO_PAGE = re.compile(
    r"^/(?:admin|media|static|documenti|anteprima|api|_util)/|/(?:atom|rss|ics)/$|\.(?:pdf|ics|png)$"
)


class Offering(Validity):
    """Also notes where the links of a page lead, and each choice of its filters."""

    def __init__(self, path: str, html: str) -> None:
        self._path = path
        self._links: list[str] = []
        self._choices: list[str] = []
        # Where the filters lead that are open, and the name of the list of choices.
        self._action: str | None = None
        self._select: str | None = None
        super().__init__(html)

    def offered(self) -> list[str]:
        """The addresses, within the site: first those of links."""
        return [*self._links, *self._choices]

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        super().handle_starttag(tag, attributes)
        given = {name: value or "" for name, value in attributes}
        if tag == "a" and "href" in given:
            self._links.append(urljoin(self._path, given["href"]))
        elif tag == "form" and given.get("method") != "post":
            self._action = urljoin(self._path, given.get("action") or self._path)
        elif tag == "select":
            self._select = given.get("name")
        elif tag == "option" and self._select:
            self._choose(self._select, given)
        elif tag == "input" and given.get("type") in ("radio", "checkbox"):
            self._choose(given["name"], given)

    def handle_endtag(self, tag: str) -> None:
        super().handle_endtag(tag)
        if tag == "form":
            self._action = None
        elif tag == "select":
            self._select = None

    def _choose(self, name: str, given: dict[str, str]) -> None:
        if self._action is not None:
            self._choices.append(f"{self._action}?{name}={quote(given.get('value', ''))}")


@functools.cache
def pages_read() -> dict[str, Offering]:
    """Every page of the demonstration, which all the tests of a run find the same."""
    return {path: Offering(path, visit.text) for path, visit in visits().items()}


def states(pages: Mapping[str, Offering]) -> list[str]:
    """One address of each sort among those that the pages offer and no sitemap lists.

    Of addresses that differ in numbers or in the values of the same parameters there is one.
    """
    found: dict[tuple[str, ...], str] = {}
    for address in (address for page in pages.values() for address in page.offered()):
        parts = urlsplit(address)
        is_ours = not parts.scheme or parts.netloc == "127.0.0.1:8000"
        if not is_ours or NO_PAGE.search(parts.path) or (parts.path in pages and not parts.query):
            continue
        names = sorted(name for name, _value in parse_qsl(parts.query, keep_blank_values=True))
        sort = (re.sub(r"\d+", "N", parts.path), *names)
        found.setdefault(sort, f"{parts.path}?{parts.query}" if parts.query else parts.path)
    return list(found.values())


def title_of(html: str) -> str:
    found = re.search(r"<title>([^<]*)</title>", html)
    assert found
    return unescape(found[1])


def test_every_page_of_the_demonstration_reads_well_to_machines(demonstration: None) -> None:
    answers = visits()
    for path in NARROWED:
        narrowed = Client().get(path)
        answers[path] = Visit(narrowed.status_code, narrowed.content.decode())
    assert len(answers) > 50
    assert {path: answer.status for path, answer in answers.items() if answer.status != 200} == {}

    texts = {path: answer.text for path, answer in answers.items()}
    read = {**pages_read(), **{path: Validity(texts[path]) for path in NARROWED}}
    wrong = [f"{path}: {problem}" for path in texts for problem in read[path].problems()]
    assert not wrong, "\n".join(wrong)

    titles = defaultdict(list)
    for path, text in texts.items():
        titles[title_of(text)].append(path)
    assert [title for title in titles if len(title) > LONGEST_TITLE] == []
    assert {title: paths for title, paths in titles.items() if len(paths) > 1} == {}


def test_every_sort_of_page_that_pages_lead_to_is_valid_too(demonstration: None) -> None:
    """Filters that were chosen, pages of lists, what begins a form: whatever a press leads to."""
    wrong: list[str] = []
    visited = states(pages_read())
    for address in visited:
        answer = Client().get(address, follow=True)
        if answer.status_code != 200:
            wrong.append(f"{address} answers {answer.status_code}")
        elif answer["Content-Type"].startswith("text/html"):
            wrong += [f"{address}: {problem}" for problem in Validity(answer.content.decode()).problems()]
    for part in (
        "/seguire/pagina/",
        "/firme/patto/",
        "?mese=",
        "?vista=",
        "?zona=",
        "territorio=",
    ):
        assert any(part in address for address in visited), part
    assert not wrong, "\n".join(wrong)


def test_what_no_sitemap_lists_is_valid_too(demonstration: None) -> None:
    wrong: list[str] = []
    for path, status in UNLISTED.items():
        answer = Client().get(str(path))
        if answer.status_code != status:
            wrong.append(f"{path} answers {answer.status_code}")
        wrong += [f"{path}: {problem}" for problem in Validity(answer.content.decode()).problems()]
    assert not wrong, "\n".join(wrong)


def test_forms_with_errors_are_valid_too(demonstration: None) -> None:
    wrong: list[str] = []
    zone = TerritoryPage.objects.get(slug="lunigiana")
    patto = PattoPage.objects.live().first()
    assert zone is not None
    assert patto is not None
    for path in (
        reverse("candidature:find"),
        reverse("candidature:ask_receipt"),
        reverse("patti:find"),
        reverse("patti:sign", args=[patto.pk]),
        reverse("patti:sign_for_body", args=[patto.pk]),
        reverse("riscontri:tell"),
        reverse("seguire:page", args=[zone.pk]),
    ):
        text = Client().post(path, {}, follow=True).content.decode()
        assert "data-error-summary" in text, path
        wrong += [f"{path}: {problem}" for problem in Validity(text).problems()]
    assert not wrong, "\n".join(wrong)


def test_a_page_of_every_kind_is_translated_and_published(demonstration: None) -> None:
    """As an editor does it: below a page that is translated already."""
    home = Site.objects.get(is_default_site=True).root_page
    kinds = {
        page.specific_class: page
        for page in Page.objects.descendant_of(home).live().filter(alias_of=None).order_by("-path")
    }
    assert len(kinds) > 15
    wrong: list[str] = []
    for page in kinds.values():
        made = _translate_with_those_above(page)
        answer = Client().get(made.url)
        if answer.status_code != 200 or '<html lang="en">' not in answer.content.decode():
            wrong.append(f"{made.url} answers {answer.status_code}")
        wrong += [f"{made.url}: {problem}" for problem in Validity(answer.content.decode()).problems()]
    assert not wrong, "\n".join(wrong)


def _translate_with_those_above(page: Page) -> Page:
    made = page.get_translation_or_none(english())
    if made is None:
        _translate_with_those_above(page.get_parent())
        page.specific.copy_for_translation(english()).save_revision().publish()
        made = page.get_translation(english())
    return made
