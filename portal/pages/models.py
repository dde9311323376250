"""What the frame of every page says about the body that publishes the portal."""

from typing import Any

from django.core.validators import MaxValueValidator
from django.db import models
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.models import PreviewableMixin

from portal.announcements.models import Announcement
from portal.languages import ITALIAN, spoken
from portal.pages.fields import StreamField
from portal.pages.frame import FooterLinkBlock, SocialAccountBlock, social_accounts


@register_setting(icon="cogs")
class PortalSettings(PreviewableMixin, BaseSiteSetting):
    """Header, footer and contacts of one site."""

    # What is shown as a link, and is looked at as those of pages are (`portal.broken_links`).
    public_addresses = ("parent_body_url", "accessibility_url")

    parent_body = models.CharField(
        _("ente di appartenenza"), max_length=120, blank=True, help_text=_("Compare nella barra in alto.")
    )
    parent_body_url = models.URLField(_("sito dell’ente di appartenenza"), blank=True)
    tagline = models.CharField(
        _("motto"), max_length=160, blank=True, help_text=_("Una riga sotto il nome del portale.")
    )
    tagline_en = models.CharField(
        _("motto in inglese"),
        max_length=160,
        blank=True,
        help_text=_("Sotto il nome del portale nelle pagine in inglese."),
    )
    accessibility_url = models.URLField(
        _("dichiarazione di accessibilità"),
        blank=True,
        help_text=_("Indirizzo della dichiarazione pubblicata su form.agid.gov.it."),
    )
    privacy_page = models.ForeignKey(
        "wagtailcore.Page",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("informativa privacy"),
    )
    legal_page = models.ForeignKey(
        "wagtailcore.Page",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("note legali"),
    )
    sitemap_page = models.ForeignKey(
        "wagtailcore.Page",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("mappa del sito"),
    )
    contacts_page = models.ForeignKey(
        "wagtailcore.Page",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("pagina dei contatti"),
    )
    faq_page = models.ForeignKey(
        "wagtailcore.Page",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("domande frequenti"),
    )
    footer_links = StreamField(
        [("link", FooterLinkBlock())],
        blank=True,
        max_num=10,
        verbose_name=_("altri collegamenti"),
        help_text=_("Un elenco «Collegamenti utili» accanto alle sezioni del menu, nell’ordine scelto qui."),
    )
    social = StreamField(
        [("account", SocialAccountBlock())],
        blank=True,
        max_num=9,
        verbose_name=_("profili social"),
        help_text=_("Collegamenti a piè di pagina. Ai social non si chiede nulla finché nessuno li segue."),
    )
    content_licence = models.CharField(
        _("licenza dei contenuti"),
        max_length=200,
        blank=True,
        default=_(
            "Salvo diversa indicazione i contenuti sono pubblicati con licenza Creative Commons Attribuzione "
            "4.0"
        ),
        help_text=_(
            "Una frase a piè di pagina. Le linee guida sui dati aperti indicano la Creative Commons "
            "Attribuzione 4.0."
        ),
    )
    content_licence_en = models.CharField(
        _("licenza dei contenuti in inglese"),
        max_length=200,
        blank=True,
        default=(
            "Unless stated otherwise, content is published under the Creative Commons Attribution 4.0 licence"
        ),
        help_text=_("La stessa frase a piè delle pagine in inglese."),
    )
    content_licence_url = models.URLField(
        _("indirizzo della licenza"),
        blank=True,
        default="https://creativecommons.org/licenses/by/4.0/deed.it",
    )
    demo_notice = models.BooleanField(
        _("avviso «contenuti dimostrativi»"),
        default=False,
        help_text=_("Mostra in ogni pagina che i contenuti sono inventati per la dimostrazione."),
    )
    contact_email = models.EmailField(_("email"), blank=True)
    contact_phone = models.CharField(_("telefono"), max_length=40, blank=True)
    contact_address = models.CharField(_("indirizzo"), max_length=200, blank=True)
    review_after_months = models.PositiveSmallIntegerField(
        _("mesi dopo i quali rileggere una pagina"),
        default=12,
        validators=[MaxValueValidator(120)],
        help_text=_(
            "Contati dall’ultima pubblicazione, per le pagine senza una data propria. Con 0 si rileggono "
            "solo quelle che ne hanno una."
        ),
    )
    security_email = models.EmailField(
        _("email per la sicurezza"),
        blank=True,
        help_text=_(
            "A chi segnalare una debolezza del portale: lo dice il file security.txt, che chi ne cerca "
            "legge. Se resta vuota vale l’email dei contatti."
        ),
    )

    # One query for the frame of a page: the pages come along.
    select_related = ["privacy_page", "legal_page", "sitemap_page", "contacts_page", "faq_page"]

    @classmethod
    def base_queryset(cls) -> "models.QuerySet[PortalSettings]":
        """With `announces`: whether anything is announced whose time is not over. It saves pages a query."""
        to_come = Announcement.objects.filter(shown_until__gt=timezone.now())
        found: models.QuerySet[PortalSettings] = super().base_queryset()
        rows: models.QuerySet[PortalSettings] = found.annotate(announces=models.Exists(to_come))
        return rows

    panels = [
        MultiFieldPanel(
            [
                FieldPanel("parent_body"),
                FieldPanel("parent_body_url"),
                FieldPanel("tagline"),
                FieldPanel("tagline_en"),
                FieldPanel("demo_notice"),
            ],
            heading=_("Intestazione"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("privacy_page"),
                FieldPanel("legal_page"),
                FieldPanel("accessibility_url"),
                FieldPanel("sitemap_page"),
                FieldPanel("contacts_page"),
                FieldPanel("faq_page"),
                FieldPanel("footer_links"),
                FieldPanel("content_licence"),
                FieldPanel("content_licence_en"),
                FieldPanel("content_licence_url"),
            ],
            heading=_("Collegamenti a piè di pagina"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("contact_email"),
                FieldPanel("contact_phone"),
                FieldPanel("contact_address"),
                FieldPanel("security_email"),
                FieldPanel("social"),
            ],
            heading=_("Contatti"),
        ),
        MultiFieldPanel(
            [FieldPanel("review_after_months")],
            heading=_("Rilettura delle pagine"),
            help_text=_(
                "Quando una pagina è da rileggere lo sa per email chi ne risponde; se non c’è nessuno, chi "
                "legge l’email dei contatti qui sopra."
            ),
        ),
    ]

    def said(self, name: str) -> str:
        """One of its sentences in the language that is spoken now; empty where nobody wrote it."""
        language = spoken()
        return str(getattr(self, name if language == ITALIAN else f"{name}_{language}"))

    @property
    def social_accounts(self) -> list[tuple[str, str]]:
        """Of each account the name of its network and its address."""
        return social_accounts(self.social)

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponseBase:
        """The home page in the frame that is being written; `portal.pages.site` finds that."""
        home: Any = self.site.root_page.specific
        answer: HttpResponseBase = home.serve_preview(request, mode_name)
        return answer

    class Meta:
        verbose_name = _("impostazioni del portale")
        verbose_name_plural = _("impostazioni del portale")
