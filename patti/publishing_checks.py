"""What is looked at before a patto is published."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from patti.texts.freezing import needs_note
from patti.texts.pages import PattoPage
from portal.editorial.findings import Check, Occasion, Remark, Severity


def no_text(page: PattoPage, _occasion: Occasion) -> Iterator[Remark]:
    if not any(block.render().strip() for block in page.body or []):
        yield Remark(_("Manca il testo: è ciò che si firma."), "body")


def no_notice(page: PattoPage, _occasion: Occasion) -> Iterator[Remark]:
    if page.is_original and page.privacy_notice_id is None:
        yield Remark(
            _("Manca l’informativa privacy: chi firma la legge prima di dare i suoi dati."), "privacy_notice"
        )


def no_period(page: PattoPage, _occasion: Occasion) -> Iterator[Remark]:
    missing = [name for name in ("opens_at", "closes_at") if getattr(page, name) is None]
    # A translation is read, and the Italian page is signed.
    if missing and page.is_original:
        yield Remark(_("Mancano i giorni delle firme: scrivi da quando a quando si firma."), missing[0])


def no_promoter(page: PattoPage, _occasion: Occasion) -> Iterator[Remark]:
    if not page.promoter.strip():
        yield Remark(_("Non si dice chi promuove il patto: chi firma vuole saperlo."), "promoter")


def no_note(page: PattoPage, _occasion: Occasion) -> Iterator[Remark]:
    if needs_note(page):
        yield Remark(
            _(
                "Il testo è cambiato e qualcuno ha già firmato quello di prima: scrivi che cosa è cambiato, "
                "perché lo legga chi ha firmato e chi sta per firmare."
            ),
            "change_note",
        )


CHECKS = [
    Check("no_text", Severity.ERROR, PattoPage, no_text),
    Check("no_notice", Severity.ERROR, PattoPage, no_notice),
    Check("no_period", Severity.ERROR, PattoPage, no_period),
    Check("no_note", Severity.ERROR, PattoPage, no_note),
    Check("no_promoter", Severity.WARNING, PattoPage, no_promoter),
]
