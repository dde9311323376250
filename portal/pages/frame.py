"""What the foot of every page leads to besides the menu: pages, other sites, accounts on social networks."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from portal.languages import ITALIAN

# Names of what they are called everywhere: nobody translates them.
NETWORKS = [
    ("facebook", "Facebook"),
    ("instagram", "Instagram"),
    ("linkedin", "LinkedIn"),
    ("mastodon", "Mastodon"),
    ("telegram", "Telegram"),
    ("threads", "Threads"),
    ("whatsapp", "WhatsApp"),
    ("x", "X"),
    ("youtube", "YouTube"),
]


@dataclass(frozen=True)
class FooterLink:
    """Where a link of the foot leads, as it is kept: a page by its number, or an address.

    Attributes:
        page: 0 where it leads to another site.
        texts: by language; empty where nobody wrote one.
    """

    page: int
    url: str
    texts: dict[str, str]


def footer_links(stream: Any) -> list[FooterLink]:
    """The links of a stream, without asking the database for their pages."""
    values = [one["value"] for one in stream.raw_data]
    return [
        FooterLink(
            page=value.get("page") or 0,
            url=value.get("url") or "",
            texts={ITALIAN: value.get("text") or "", "en": value.get("text_en") or ""},
        )
        for value in values
    ]


def social_accounts(stream: Any) -> list[tuple[str, str]]:
    """Of each account the name of its network and its address."""
    names = dict(NETWORKS)
    values: Iterable[dict[str, Any]] = (one["value"] for one in stream.raw_data)
    return [
        (names[one["network"]], one["url"])
        for one in values
        if one.get("network") in names and one.get("url")
    ]


class FooterLinkBlock(blocks.StructBlock):
    """A link to a page of the portal or to another site."""

    page = blocks.PageChooserBlock(required=False, label=_("Pagina"))
    url = blocks.URLBlock(
        required=False, label=_("Indirizzo esterno"), help_text=_("Solo se non si sceglie una pagina.")
    )
    text = blocks.CharBlock(
        required=False,
        max_length=80,
        label=_("Testo"),
        help_text=_("Se manca vale il titolo della pagina. Per un indirizzo esterno serve."),
    )
    text_en = blocks.CharBlock(
        required=False,
        max_length=80,
        label=_("Testo in inglese"),
        help_text=_(
            "Se manca vale il titolo della pagina tradotta; un indirizzo esterno non compare nelle pagine in "
            "inglese."
        ),
    )

    class Meta:
        icon = "link"
        label = _("Collegamento")

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        wrong = {}
        if cleaned.get("page") and cleaned.get("url"):
            wrong["url"] = ValidationError(_("Scegli una pagina o scrivi un indirizzo, non entrambi."))
        elif not cleaned.get("page") and not cleaned.get("url"):
            wrong["page"] = ValidationError(_("Scegli una pagina, o scrivi un indirizzo esterno."))
        elif cleaned.get("url") and not cleaned.get("text"):
            wrong["text"] = ValidationError(_("Di un indirizzo esterno va scritto il testo."))
        if wrong:
            raise blocks.StructBlockValidationError(block_errors=wrong)
        return cleaned


class SocialAccountBlock(blocks.StructBlock):
    """An account of the public body on a social network."""

    network = blocks.ChoiceBlock(choices=NETWORKS, label=_("Rete"))
    url = blocks.URLBlock(label=_("Indirizzo del profilo"))

    class Meta:
        icon = "user"
        label = _("Profilo")
