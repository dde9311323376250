"""What the frame of every page says about the body that publishes the portal."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting


@register_setting(icon="cogs")
class PortalSettings(BaseSiteSetting):
    """Header, footer and contacts of one site."""

    parent_body = models.CharField(
        _("ente di appartenenza"), max_length=120, blank=True, help_text=_("Compare nella barra in alto.")
    )
    parent_body_url = models.URLField(_("sito dell’ente di appartenenza"), blank=True)
    tagline = models.CharField(
        _("motto"), max_length=160, blank=True, help_text=_("Una riga sotto il nome del portale.")
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
    demo_notice = models.BooleanField(
        _("avviso «contenuti dimostrativi»"),
        default=False,
        help_text=_("Mostra in ogni pagina che i contenuti sono inventati per la dimostrazione."),
    )
    contact_email = models.EmailField(_("email"), blank=True)
    contact_phone = models.CharField(_("telefono"), max_length=40, blank=True)
    contact_address = models.CharField(_("indirizzo"), max_length=200, blank=True)

    # One query for the frame of a page: the four pages come along.
    select_related = ["privacy_page", "legal_page", "sitemap_page", "contacts_page"]

    panels = [
        MultiFieldPanel(
            [
                FieldPanel("parent_body"),
                FieldPanel("parent_body_url"),
                FieldPanel("tagline"),
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
            ],
            heading=_("Collegamenti a piè di pagina"),
        ),
        MultiFieldPanel(
            [FieldPanel("contact_email"), FieldPanel("contact_phone"), FieldPanel("contact_address")],
            heading=_("Contatti"),
        ),
    ]

    class Meta:
        verbose_name = _("impostazioni del portale")
        verbose_name_plural = _("impostazioni del portale")
