"""The tabs in which a page that people answer is edited.

A simple call asks for title, text, dates and zone; all else stands folded, with what holds said beside it.
"""

from collections.abc import Sequence
from functools import partial
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    HelpPanel,
    MultiFieldPanel,
    ObjectList,
    TabbedInterface,
)
from wagtail.models import Page

from candidature.pages.editing import TranslationNotePanel
from candidature.pages.folding import FoldedPanel, Values
from candidature.pages.promised import AfterInfoTerm
from candidature.pages.promised_fields import LETTER_FIELDS, PERSONAL_DATA_FIELDS, procedure_fields
from candidature.pages.window import AdmittedFrom, AllowedApplicants
from portal.pages.base import BasePage


def _listed(*parts: str) -> str:
    return ", ".join(part for part in parts if part)


def written(*names: str) -> Any:
    """What says of texts whether there are any."""

    def says(value: Values) -> str:
        return gettext("già scritto") if any(value(name) for name in names) else gettext("vuoto")

    return says


def _picture(value: Values) -> str:
    return gettext("scelta") if value("image") else gettext("nessuna")


def _other_dates(value: Values) -> str:
    if value("concluded"):
        return gettext("concluso")
    return gettext("con una nota") if value("window_note") else gettext("nulla")


def _who_takes_part(value: Values) -> str:
    if value("allowed_applicants") is None:
        return ""
    age, partners = value("minimum_age"), value("most_partners")
    most = value("most_submissions")
    return _listed(
        str(AllowedApplicants(value("allowed_applicants")).label) if value("allowed_applicants") else "",
        "" if value("admits_from") == AdmittedFrom.EVERYWHERE else gettext("solo da alcune zone"),
        gettext("una volta a testa") if value("one_each") else gettext("anche più volte"),
        gettext("da %(age)d anni") % {"age": age} if age else gettext("a ogni età"),
        gettext("con partner") if partners else "",
        ngettext("al massimo %(most)d candidatura", "al massimo %(most)d candidature", most) % {"most": most}
        if most
        else "",
    )


def _procedure(value: Values, *, promises_a_day: bool) -> str:
    days = value("response_days") if promises_a_day else None
    answer = ngettext("risposta in %(days)d giorno", "risposta in %(days)d giorni", days or 0)
    return _listed(
        value("office") or gettext("manca l’ufficio"),
        value("responsible_person") or "",
        answer % {"days": days} if days else "",
    )


def _personal_data(value: Values) -> str:
    months = value("retention_months")
    if months is None:
        return ""
    kept = ngettext("dati per %(months)d mese", "dati per %(months)d mesi", months) % {"months": months}
    notice = value("privacy_notice")
    return _listed(kept, notice.title if notice else gettext("manca l’informativa"))


def _letters_and_terms(value: Values) -> str:
    if value("draft_days") is None:
        return ""
    begins, ends = value("quiet_from"), value("quiet_until")
    quiet = (
        gettext("nessun promemoria dalle %(begins)s alle %(ends)s")
        % {"begins": date_format(begins, "H:i"), "ends": date_format(ends, "H:i")}
        if begins and ends
        else gettext("promemoria a ogni ora")
    )
    lapsed = {
        AfterInfoTerm.REMIND: gettext("integrazioni scadute ricordate, con una settimana in più"),
        AfterInfoTerm.RESUME: gettext("integrazioni scadute di nuovo in istruttoria"),
        AfterInfoTerm.CLOSE: gettext("integrazioni scadute chiuse dopo il preavviso"),
    }
    return _listed(
        quiet,
        gettext("lettere da approvare") if value("letters_need_approval") else "",
        gettext("bozze per %(days)d giorni") % {"days": value("draft_days")},
        lapsed.get(value("after_info_term"), ""),
    )


TITLE_PANELS = [
    *Page.content_panels,
    FieldPanel("abstract"),
    FoldedPanel([FieldPanel("image")], heading=_("Immagine"), says=_picture),
]
WINDOW_PANELS = [
    MultiFieldPanel([FieldRowPanel([FieldPanel("opens_at"), FieldPanel("closes_at")])], heading=_("Termini")),
    FoldedPanel(
        [FieldPanel("concluded"), FieldPanel("window_note")],
        heading=_("Altro sui termini"),
        says=_other_dates,
    ),
]
PLACE_PANELS = [
    MultiFieldPanel(
        [FieldPanel("territories", widget=forms.CheckboxSelectMultiple), FieldPanel("path_page")],
        heading=_("Territori e percorso"),
    ),
]


def _form_panels(one_each: str | Promise, who_takes_part: Sequence[Any]) -> list[Any]:
    return [
        HelpPanel(
            content=_(
                "Le domande si possono cambiare anche a modulo aperto: chi ha già inviato conserva le sue "
                "domande e le sue risposte, così come erano."
            )
        ),
        FoldedPanel(
            [
                FieldPanel("allowed_applicants"),
                FieldPanel("admits_from"),
                FieldPanel("admitted_zones", widget=forms.CheckboxSelectMultiple),
                FieldPanel("one_each", help_text=one_each),
                *who_takes_part,
                FieldRowPanel([FieldPanel("minimum_age"), FieldPanel("most_partners")]),
                FieldPanel("guardian_confirms"),
                FieldPanel("waits_for_others"),
            ],
            heading=_("Chi partecipa e chi conferma"),
            says=_who_takes_part,
        ),
        FieldPanel("steps"),
    ]


def _procedure_panels(*, promises_a_day: bool) -> list[Any]:
    return [
        FoldedPanel(
            procedure_fields(promises_a_day=promises_a_day),
            heading=_("Procedimento"),
            says=partial(_procedure, promises_a_day=promises_a_day),
            needs=("office",),
        ),
        FoldedPanel(
            PERSONAL_DATA_FIELDS,
            heading=_("Dati personali"),
            says=_personal_data,
            needs=("privacy_notice",),
        ),
        FoldedPanel(LETTER_FIELDS, heading=_("Lettere e termini"), says=_letters_and_terms),
    ]


def edit_handler(
    *content_panels: Any,
    one_each: str | Promise,
    promises_a_day: bool = True,
    who_takes_part: Sequence[Any] = (),
    procedure: Sequence[Any] = (),
) -> TabbedInterface:
    """The editing tabs of a participation page: what people read, the form, the procedure.

    Args:
        one_each: what a kind of page says of the setting by which everybody sends once: how they are known.
        promises_a_day: whether the procedure says by when an answer comes; not where the content does.
        who_takes_part: what only this kind of page says of who may take part.
        procedure: what only this kind of page says of its procedure.
    """
    return TabbedInterface(
        [
            ObjectList([TranslationNotePanel(), *content_panels], heading=_("Contenuto")),
            ObjectList(
                [TranslationNotePanel(), *_form_panels(one_each, who_takes_part)], heading=_("Modulo")
            ),
            ObjectList(
                [TranslationNotePanel(), *_procedure_panels(promises_a_day=promises_a_day), *procedure],
                heading=_("Procedimento e privacy"),
            ),
            ObjectList([*BasePage.promote_panels, FieldPanel("on_shelf")], heading=_("Promuovi")),
            ObjectList(BasePage.settings_panels, heading=_("Impostazioni")),
        ]
    )
