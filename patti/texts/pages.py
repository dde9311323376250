"""The page of a patto: its text, whether it can be signed, how many did, and the names of who wants it so."""

from dataclasses import replace
from datetime import datetime
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.http import Http404, HttpRequest
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.search import index
from wagtail.url_routing import RouteResult

from candidature.models import PrivacyNotice
from candidature.pages.window import Standing, standing
from patti.signatures import counting
from patti.signatures.counting import Tally
from patti.texts import words
from patti.texts.blocks import PattoBlock
from patti.texts.machines import document
from patti.texts.versions import LONGEST_NOTE, LONGEST_PROMOTER, PattoVersion
from portal.languages import ITALIAN
from portal.pages import years
from portal.pages.base import BasePage
from portal.pages.cards import Card
from portal.pages.copying import OwnCopyForm
from portal.pages.fields import StreamField
from portal.pages.narrowing import Narrowing
from portal.pages.pagination import paginate
from portal.pages.searching import SearchFacts, day_of

# In the address of a version, before its number.
VERSION = "versione"
_MOST_DIGITS = 4


class PattoPage(BasePage):
    """A text that persons and bodies sign, below the page of the zone whose patto it is."""

    # It is over when its time is.
    grows_old = False

    promoter = models.CharField(
        gettext_lazy("chi lo promuove"),
        max_length=LONGEST_PROMOTER,
        blank=True,
        help_text=gettext_lazy("Per esempio: Società della Salute e Comitato di Partecipazione della zona."),
    )
    body = StreamField(
        PattoBlock(),
        blank=True,
        verbose_name=gettext_lazy("testo"),
        help_text=gettext_lazy(
            "È ciò che si firma, con il titolo e chi lo promuove. Quando cambi un testo che ha già delle "
            "firme, pubblicando nasce una nuova versione: chi ha firmato resta tra i firmatari della sua."
        ),
    )
    change_note = models.TextField(
        gettext_lazy("che cosa è cambiato"),
        max_length=LONGEST_NOTE,
        blank=True,
        help_text=gettext_lazy(
            "Serve solo se il testo cambia dopo le prime firme: compare accanto alla versione."
        ),
    )
    opens_at = models.DateTimeField(gettext_lazy("si firma dal"), null=True, blank=True)
    closes_at = models.DateTimeField(
        gettext_lazy("si firma fino al"),
        null=True,
        blank=True,
        help_text=gettext_lazy(
            "Giorno e ora, fuso di Roma. I dati di chi ha firmato si cancellano due anni dopo."
        ),
    )
    privacy_notice = models.ForeignKey(
        PrivacyNotice,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=gettext_lazy("informativa privacy"),
        help_text=gettext_lazy("Si legge prima di firmare. Deve dire che i nomi possono essere pubblicati."),
    )

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("promoter"),
        FieldPanel("body"),
        FieldPanel("change_note"),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("opens_at"), FieldPanel("closes_at")]), FieldPanel("privacy_notice")],
            heading=gettext_lazy("Quando e come si firma"),
        ),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("body"),
        index.SearchField("promoter"),
    ]

    template = "patti/patto_page.html"
    read_with = (*BasePage.read_with, "privacy_notice")
    parent_page_types: ClassVar[list[str]] = ["territori.TerritoryPage"]
    subpage_types: ClassVar[list[str]] = []
    # A copy is another patto: nobody signed it, and its days are still to be said.
    exclude_fields_in_copy: ClassVar[list[str]] = ["change_note", "opens_at", "closes_at"]
    copy_form_class = OwnCopyForm

    class Meta:
        verbose_name = gettext_lazy("patto di comunità")
        verbose_name_plural = gettext_lazy("patti di comunità")

    def clean(self) -> None:
        super().clean()
        wrong = {}
        for name in ("opens_at", "closes_at"):
            moment = getattr(self, name)
            if moment is not None and (refusal := years.refusal(timezone.localtime(moment).year)):
                wrong[name] = refusal
        if not wrong and self.opens_at and self.closes_at and self.closes_at <= self.opens_at:
            wrong["closes_at"] = _("La fine delle firme viene prima dell’inizio: correggi una delle due.")
        if wrong:
            raise ValidationError(wrong)

    @property
    def card(self) -> Card:
        # A translation holds no days of its own.
        signed = self.signed_page
        days = (signed.opens_at, signed.closes_at) if signed is not None else (None, None)
        own = words.standing_of(*days, is_published=signed is not None)
        return replace(super().card, state=own.tone, state_label=own.label, when=own.when)

    @property
    def search_facts(self) -> SearchFacts:
        return SearchFacts(day_of(self.opens_at), (self.get_parent().pk,))

    @property
    def is_original(self) -> bool:
        """Whether it is signed here: a translation is read, and the Italian text is what counts."""
        return self.locale.language_code == ITALIAN and self.alias_of_id is None

    @cached_property
    def signed_page(self) -> "PattoPage | None":
        """The page whose text is signed: this one, or the published one that it translates (a query)."""
        if self.is_original:
            return self
        same = PattoPage.objects.published().filter(translation_key=self.translation_key, alias_of=None)
        found: PattoPage | None = same.filter(locale__language_code=ITALIAN).first()
        return found

    @property
    def text_blocks(self) -> list[Any]:
        """The text as a StreamField stores it."""
        return list(self.body.get_prep_value()) if self.body else []

    def last_version(self) -> PattoVersion | None:
        return PattoVersion.objects.filter(page=self).order_by("-number").first()

    def standing(self, version: PattoVersion | None, at: datetime | None = None) -> Standing:
        """Whether it can be signed at a moment (now, unless given), why, and the words for it.

        Args:
            version: the last one; none while nothing was published.
        """
        found = words.facts(
            self.opens_at,
            self.closes_at,
            has_notice=self.privacy_notice_id is not None,
            has_text=version is not None and bool(version.body),
            is_published=self.live and self.is_original,
        )
        return standing(found, at)

    def route(self, request: HttpRequest, path_components: list[str]) -> Any:
        """Each version stands at an address of its own, below that of the page."""
        if self.live and len(path_components) == 2 and path_components[0] == VERSION:
            number = path_components[1]
            if number.isascii() and number.isdecimal() and len(number) <= _MOST_DIGITS:
                return RouteResult(self, kwargs={"number": int(number)})
        return super().route(request, path_components)

    def serve(self, request: HttpRequest, *args: Any, number: int | None = None, **kwargs: Any) -> Any:
        if number is None:
            return super().serve(request, *args, **kwargs)
        version = PattoVersion.objects.filter(page=self, number=number).first()
        if version is None:
            raise Http404("There is no such version.")
        last = self.last_version()
        context = {
            **super().get_context(request),
            "version": version,
            "is_last": version == last,
            "version_trail": [(self.title, self.url)],
            "tally": counting.tallies(self.pk).get(version.pk, Tally()),
            "narrowing": Narrowing(
                parameters=((VERSION, str(number)),), words=(str(version),), is_indexable=False
            ),
        }
        return TemplateResponse(request, "patti/version.html", context)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        signed = self.signed_page
        versions = list(signed.versions.all()) if signed is not None and signed.pk else []
        counted = counting.tallies(signed.pk) if versions and signed is not None else {}
        names = paginate(request, counting.names(signed.pk if signed and signed.pk else 0), counting.PER_PAGE)
        last = versions[0] if versions else None
        tally = sum(counted.values(), Tally())
        # What was published is what is signed, letter by letter; an editor who looks sees what they wrote.
        is_own_text = getattr(request, "is_preview", False) or not self.is_original or last is None
        values: dict[str, Any] = context | {
            "text": self.body if is_own_text else last.text if last else "",
            "promoter": self.promoter if is_own_text else last.promoter if last else "",
            "last": last,
            "versions": [(one, counted.get(one.pk, Tally())) for one in versions],
            "tally": tally,
            "unnamed": tally.total - names.paginator.count,
            "standing": self.standing(last),
            "signed_page": signed,
            "page_obj": names,
            "narrowing": Narrowing().on_page(names.number),
        }
        return values

    def structured(self, root: str, address: str) -> list[dict[str, Any]]:
        return [document(self, address)]
