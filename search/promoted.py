"""Pages that editors put before all others for certain words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel
from wagtail.models import Orderable

from portal.pages.translations import spoken_by_number
from search.finding.asking import AskedWord, words_asked


class PromotedResult(Orderable):
    """A page that is shown first to whoever looks for one of several things."""

    search_page = ParentalKey("search.SearchPage", on_delete=models.CASCADE, related_name="promoted")
    words = models.CharField(
        _("per chi cerca"),
        max_length=200,
        help_text=_(
            "Una o più ricerche, separate da virgole: «guardia medica, continuità assistenziale». "
            "Singolare e plurale, maiuscole e accenti non fanno differenza."
        ),
    )
    page = models.ForeignKey(
        "wagtailcore.Page",
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name=_("pagina"),
        help_text=_("Finché non è pubblica, non compare."),
    )
    reason = models.CharField(
        _("in una frase"),
        max_length=200,
        blank=True,
        help_text=_("Che cosa si trova lì. Vuoto: compare solo il titolo."),
    )

    panels = [FieldPanel("words"), FieldPanel("page"), FieldPanel("reason")]

    class Meta(Orderable.Meta):
        verbose_name = _("risultato consigliato")
        verbose_name_plural = _("risultati consigliati")

    def __str__(self) -> str:
        return self.words

    def is_meant_by(self, asked: Iterable[AskedWord]) -> bool:
        """Whether all words of one of its searches are among those asked."""
        stems = {word.stem for word in asked}
        searches = ({word.stem for word in words_asked(one)} for one in self.words.split(","))
        return any(search and search <= stems for search in searches)


@dataclass(frozen=True)
class Promotion:
    """A page put first, as the results show it."""

    title: str
    url: str
    reason: str


def for_words(chosen: Iterable[PromotedResult], asked: Sequence[AskedWord]) -> list[Promotion]:
    """The public pages that editors chose for these words, in their order, translated where they are.

    One query where there are any, and in English one more.
    """
    meant = [one for one in chosen if one.page_id and one.is_meant_by(asked)]
    pages = spoken_by_number([one.page_id for one in meant])
    return [
        Promotion(page.title, page.url or "", one.reason) for one in meant if (page := pages.get(one.page_id))
    ]
