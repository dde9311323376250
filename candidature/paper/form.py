"""The empty form of a page, to print and fill in by hand: the whole of it, every branch told in words."""

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from html import unescape
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from candidature.notices.models import PrivacyNotice
from candidature.pages.contacts import contact_of
from candidature.pages.participation import ParticipationPage
from candidature.pages.window import AllowedApplicants
from candidature.paper import codes
from moduli import PaperQuestion, on_paper
from portal.pages.models import PortalSettings
from portal.pages.translations import spoken_by_number
from portal.pdf import press

TEMPLATE = "candidature/pdf/empty_form.typ"
# Changes whenever the same data is set in another way, so that nobody is given the former document.
_LAYOUT = 3
# There is room for so many partners; the others go on another sheet.
_MOST_PARTNERS = 8
_END_OF_PARAGRAPH = re.compile(r"</(?:p|li|h[1-6])>|<br\s*/?>", re.IGNORECASE)


@dataclass(frozen=True)
class EmptyForm:
    """What is printed of the form of a page that everybody may read."""

    page: ParticipationPage
    portal: PortalSettings | None

    @cached_property
    def contents(self) -> dict[str, Any]:
        """What the template shows, as plain data."""
        page, schema = self.page, self.page.schema
        return {
            "heading": page.title,
            "called": str(page.words.called),
            "code": codes.code_of(page, schema),
            "hand_in": self._hand_in(),
            "who": _who(page),
            "steps": [
                {
                    "title": step.title,
                    "intro": step.intro,
                    "only_if": step.only_if,
                    "questions": [_question(question) for question in step.questions],
                }
                for step in on_paper(page.form_asked)
            ],
            "notice": _notice(page),
            "confirming": _confirming(page),
            "words": {
                "code": _("Codice del modulo"),
                "code_use": _("Serve allo sportello per trovare questo modulo: non cancellarlo."),
                "how": _("Come si consegna"),
                "required": _("Le domande con l’asterisco (*) sono obbligatorie."),
                "who": _("Chi sei"),
                "date": _("Luogo e data"),
                "signature": _("Firma"),
                "sign": _("Data e firma"),
            },
        }

    @cached_property
    def digest(self) -> str:
        """The same for the same document."""
        written = json.dumps([_LAYOUT, settings.SITE_URL, self.contents], sort_keys=True)
        return hashlib.sha256(written.encode()).hexdigest()

    @property
    def file_name(self) -> str:
        return f"modulo-{self.contents['code']}.pdf"

    def pdf(self) -> bytes:
        """The document.

        Raises:
            NotMadeError: see `portal.pdf.press`.
        """
        published = self.page.last_published_at or self.page.first_published_at
        return press.make(
            TEMPLATE,
            self.contents,
            title=_("Modulo da compilare a mano – %(title)s") % {"title": self.page.title},
            running_head=f"{_('Modulo')} {self.contents['code']}",
            moment=published or timezone.make_aware(datetime(2000, 1, 1)),
        )

    def _hand_in(self) -> list[tuple[str, str]]:
        number = self.portal.contacts_page_id if self.portal else None
        all_contacts = spoken_by_number([number]).get(number) if number else None
        page, contact = self.page, contact_of(self.page, self.portal, all_contacts)
        whom = [contact.office, contact.email, contact.phone]
        if contact.page_url:
            whom.append(settings.SITE_URL + contact.page_url if contact.page_url.startswith("/") else "")
        rows = [
            (_("Da quando"), _from(page)),
            (_("Entro quando"), _until(page)),
            (_("Chi può partecipare"), page.reserved_sentence),
            (
                _("A chi"),
                ", ".join(part for part in whom if part)
                or _("Chiedi all’ufficio che ha pubblicato l’avviso."),
            ),
            (
                _("Che cosa fare"),
                _(
                    "Compila a mano in stampatello, allega copia dei documenti richiesti, firma e consegna "
                    "il foglio. Se una risposta non ci sta, continua su un altro foglio e scrivi il numero "
                    "della domanda."
                ),
            ),
            (
                _("Oppure online"),
                _("Lo stesso modulo si compila senza registrarsi da %(address)s")
                % {"address": page.full_url},
            ),
        ]
        return [(label, value) for label, value in rows if value]


def _from(page: ParticipationPage) -> str:
    """When it opens, while that is still to come: what arrives sooner does not count."""
    if page.opens_at is None or page.opens_at <= timezone.now():
        return ""
    local = timezone.localtime(page.opens_at)
    return _("%(day)s, ore %(hour)s: un foglio che arriva prima non vale.") % {
        "day": date_format(local, "l j F Y"),
        "hour": date_format(local, "H:i"),
    }


def _until(page: ParticipationPage) -> str:
    until = page.last_moment
    if until is None:
        return ""
    local = timezone.localtime(until)
    return _("%(day)s, ore %(hour)s: a quell’ora il foglio deve essere già arrivato.") % {
        "day": date_format(local, "l j F Y"),
        "hour": date_format(local, "H:i"),
    }


def _who(page: ParticipationPage) -> list[dict[str, Any]]:
    """What the first step asks."""
    rows: list[dict[str, Any]] = []
    if page.allowed_applicants == AllowedApplicants.BOTH:
        kinds = [
            _("Per me, come cittadina o cittadino"),
            _("Per un’organizzazione o un gruppo, anche informale"),
        ]
        rows.append({"label": _("Per chi partecipi?"), "options": kinds, "required": True})
    if page.allowed_applicants != AllowedApplicants.CITIZENS:
        rows.append(
            {
                "label": _("Nome dell’organizzazione o del gruppo"),
                "options": [],
                "required": page.allowed_applicants == AllowedApplicants.ORGANISATIONS,
            }
        )
    asked = [(_("Nome"), True), (_("Cognome"), True), (_("Email"), False), (_("Telefono"), False)]
    asked.append((_("Comune"), True))
    asked += _birth(page)
    rows += [{"label": label, "options": [], "required": required} for label, required in asked]
    if _asks_guardian(page):
        label = _("Se hai meno di 18 anni: nome, cognome ed email di un genitore, o di chi ne fa le veci")
        rows.append({"label": label, "options": [], "required": False, "lines": 2})
    return rows


def _birth(page: ParticipationPage) -> list[tuple[str, bool]]:
    """What is asked of citizens where there is a minimum age."""
    if not page.asks_birth_date or page.allowed_applicants == AllowedApplicants.ORGANISATIONS:
        return []
    only_citizens = page.allowed_applicants == AllowedApplicants.CITIZENS
    label = _("Data di nascita") if only_citizens else _("Data di nascita (solo per cittadine e cittadini)")
    return [(label, only_citizens)]


def _asks_guardian(page: ParticipationPage) -> bool:
    only_organisations = page.allowed_applicants == AllowedApplicants.ORGANISATIONS
    return page.guardian_confirms and page.asks_birth_date and not only_organisations


def _confirming(page: ParticipationPage) -> dict[str, Any]:
    """Who else signs; nothing where nobody is asked."""
    partners, has_guardian = min(page.most_partners, _MOST_PARTNERS), _asks_guardian(page)
    if not partners and not has_guardian:
        return {}
    guardian = _("Se hai meno di 18 anni: firma di un genitore, o di chi ne fa le veci")
    return {
        "title": _("Chi conferma"),
        "paragraphs": list(_about_confirming(page)),
        "guardian": guardian if has_guardian else "",
        "partners": [_("Partner %(number)s") % {"number": number + 1} for number in range(partners)],
        "fields": [
            _("Nome dell’organizzazione"),
            _("Nome e cognome di chi risponde"),
            _("La sua email"),
            _("Firma"),
        ],
    }


def _about_confirming(page: ParticipationPage) -> Iterator[str]:
    if page.most_partners:
        words = ngettext(
            "Puoi indicare %(most)s partner. Avvisalo prima: usiamo il suo nome e il suo indirizzo solo per "
            "chiedergli la conferma.",
            "Puoi indicare fino a %(most)s partner. Avvisali prima: usiamo i loro nomi e indirizzi solo per "
            "chiedere la conferma.",
            page.most_partners,
        )
        yield words % {"most": page.most_partners}
    if page.most_partners > _MOST_PARTNERS:
        words = _("Qui c’è posto per %(some)s partner: gli altri scrivili su un altro foglio, con le firme.")
        yield words % {"some": _MOST_PARTNERS}
    yield _(
        "Chi firma qui conferma ciò che è scritto sul foglio. Chi non firma lascia la sua email: gli "
        "scriviamo per chiedere la conferma."
    )
    if page.waits_for_others:
        yield _(
            "Il foglio si registra solo quando hanno confermato tutti: meglio firmare prima di consegnarlo."
        )


def _question(question: PaperQuestion) -> dict[str, Any]:
    return {
        "number": question.number,
        "only_if": question.only_if,
        "label": question.label,
        "help": question.help,
        "text": question.text,
        "required": question.required,
        "lines": question.room.lines,
        "tick": question.room.tick,
        "how": question.room.how,
        "options": [{"label": option.label, "leads_out": option.leads_out} for option in question.options],
        "branches": [
            {"only_if": branch.only_if, "questions": [_question(below) for below in branch.questions]}
            for branch in question.branches
        ],
    }


def _notice(page: ParticipationPage) -> dict[str, Any]:
    notice = page.privacy_notice
    if notice is None:
        return {}
    return {
        "title": f"{notice.title}, {_('versione')} {notice.version}",
        "where": _("L’informativa si legge anche online, prima dell’invio: %(address)s")
        % {"address": page.full_url},
        "read": _("Ho letto e compreso l’informativa sulla privacy"),
        "paragraphs": _paragraphs(notice),
    }


def _paragraphs(notice: PrivacyNotice) -> list[str]:
    """The notice as plain paragraphs."""
    parts = (unescape(strip_tags(part)) for part in _END_OF_PARAGRAPH.split(notice.body))
    return [text for part in parts if (text := " ".join(part.split()))]
