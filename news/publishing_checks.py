"""What is looked at before a news item, guidelines or an experience are published."""

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _

from news.models.chapters import titled
from news.models.experiences import ExperiencePage
from news.models.guidelines import GuidelinePage
from news.models.news import NewsPage
from portal.editorial.findings import Check, Occasion, Remark, Severity


def empty_news(news: NewsPage, _occasion: Occasion) -> Iterator[Remark]:
    if not news.body:
        yield Remark(_("La notizia non ha ancora un testo: si leggerebbero solo titolo e sommario."), "body")


def news_of_tomorrow(news: NewsPage, occasion: Occasion) -> Iterator[Remark]:
    """A date that a reader would take for a mistake."""
    if news.date > timezone.localdate(occasion.at):
        yield Remark(
            _("La data della notizia è nel futuro: la pagina uscirebbe prima di quel giorno."), "date"
        )


def empty_guidelines(guideline: GuidelinePage, _occasion: Occasion) -> Iterator[Remark]:
    if not titled(guideline.chapters) and not guideline.document:
        yield Remark(
            _("Non c’è nulla da leggere: aggiungi un capitolo con un titolo, o il documento da scaricare."),
            "chapters",
        )


def chapters_without_title(guideline: GuidelinePage, _occasion: Occasion) -> Iterator[Remark]:
    """They are left out of the page."""
    seen = {id(chapter) for chapter in titled(guideline.chapters)}
    for number, chapter in enumerate(guideline.chapters or [], start=1):
        if id(chapter) not in seen:
            yield Remark(
                _("Il capitolo %(number)d non ha un titolo: senza, nella pagina non compare.")
                % {"number": number},
                f"chapters.{chapter.id}.title",
            )


def no_version(guideline: GuidelinePage, _occasion: Occasion) -> Iterator[Remark]:
    if not guideline.version.strip() or guideline.published_on is None:
        yield Remark(
            _("Indica la versione e la data: chi cita le linee guida deve dire quali."),
            "published_on" if guideline.version.strip() else "version",
        )


def version_not_told(guideline: GuidelinePage, _occasion: Occasion) -> Iterator[Remark]:
    """Whoever knows the former version looks there for what changed."""
    told = {version.version.strip() for version in guideline.versions.all()}
    version = guideline.version.strip()
    if told and version and version not in told:
        yield Remark(
            _("L’elenco delle versioni non dice che cosa è cambiato nella versione %(version)s.")
            % {"version": version},
            "versions",
        )


def no_sources(experience: ExperiencePage, _occasion: Occasion) -> Iterator[Remark]:
    if not experience.sources.strip():
        yield Remark(_("Mancano le fonti: di’ da dove vengono le informazioni della scheda."), "sources")


def years_out_of_order(experience: ExperiencePage, _occasion: Occasion) -> Iterator[Remark]:
    """Whoever looks by period would not find it."""
    first, last = experience.year_from, experience.year_to
    if last is not None and first is None:
        yield Remark(_("C’è l’ultimo anno, ma non il primo: cercando per periodo non si trova."), "year_from")
    elif first is not None and last is not None and last < first:
        yield Remark(_("L’ultimo anno viene prima del primo: cercando per periodo non si trova."), "year_to")


CHECKS = [
    Check("empty_guidelines", Severity.ERROR, GuidelinePage, empty_guidelines),
    Check("empty_news", Severity.WARNING, NewsPage, empty_news),
    Check("news_of_tomorrow", Severity.WARNING, NewsPage, news_of_tomorrow),
    Check("chapters_without_title", Severity.WARNING, GuidelinePage, chapters_without_title),
    Check("no_version", Severity.WARNING, GuidelinePage, no_version),
    Check("version_not_told", Severity.WARNING, GuidelinePage, version_not_told),
    Check("no_sources", Severity.WARNING, ExperiencePage, no_sources),
    Check("years_out_of_order", Severity.WARNING, ExperiencePage, years_out_of_order),
]
