"""The receipt as a tagged PDF: what was sent, when, to whom, and who answers by when."""

import io
from datetime import datetime
from typing import Any

import segno
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from candidature.confirmations.applications import Application
from candidature.confirmations.in_words import lines
from candidature.pages.participation import ParticipationPage
from candidature.privacy.erasure_day import term_of
from candidature.receipts import verification
from candidature.receipts.versions import moment_of, present_version
from candidature.submissions.files import UploadedFile
from candidature.submissions.in_words import rows
from candidature.submissions.models import Submission
from moduli import Row, Section, readable
from moduli.files import readable_size
from portal.pdf import press

TEMPLATE = "candidature/pdf/receipt.typ"

Facts = list[tuple[str, str]]


def receipt_pdf(submission: Submission, *, personal_link: str = "") -> bytes:
    """The receipt of the answers as they are now.

    Args:
        personal_link: printed on the sheet of who has no address to be written to; none, unless given.

    Raises:
        NotMadeError: see `portal.pdf.press`.
    """
    version = present_version(submission)
    title = _("Ricevuta %(reference)s") % {"reference": submission.reference}
    return press.make(
        TEMPLATE,
        contents(submission, version, personal_link),
        title=f"{title} – {submission.page.title}",
        running_head=title,
        moment=moment_of(submission, version),
    )


def file_name(submission: Submission) -> str:
    return f"ricevuta-{submission.reference}.pdf"


def contents(submission: Submission, version: int, personal_link: str = "") -> dict[str, Any]:
    """What the template of the receipt shows, as plain data."""
    page = submission.page.specific
    sections = readable(submission.schema, submission.answers, list(submission.files.all()))
    return {
        "heading": _("Ricevuta %(reference)s") % {"reference": submission.reference},
        "subject": f"{page.words.called} {page.title}",
        "facts": _without_blanks(_facts(submission, page, version)),
        "takes_place": page.takes_place(),
        "procedure": _without_blanks(_procedure(submission, page)),
        "applicant": rows(submission),
        "others": _others(submission),
        "sections": answers_as_data(sections),
        "files": files_as_data(submission, sections),
        "personal": _personal(personal_link),
        "check": _check(submission, version),
        "words": {
            "takes_place": _("Quando e dove"),
            "procedure": _("Chi se ne occupa"),
            "sent": _("Che cosa hai inviato"),
            "applicant": _("Chi sei"),
            "blank": _("Nessuna risposta"),
            "no_questions": _("In questo passo non ci sono domande."),
            "files": _("I file ricevuti"),
            "others": _("Chi conferma"),
            "check": _("Questa ricevuta è autentica?"),
        },
    }


def files_as_data(submission: Submission, sections: list[Section]) -> list[dict[str, str]]:
    """The files that its answers name: each with its size and its digest. One query, where there are any."""
    answered = {file.public_id for section in sections for row in section.rows for file in row.files}
    return [_file(file) for file in submission.files.filter(public_id__in=answered)] if answered else []


def answers_as_data(sections: list[Section]) -> list[dict[str, Any]]:
    """The answers of each step; below an answer the questions that it opened."""
    return [{"title": section.title, "rows": _nested(section.rows)} for section in sections]


def in_words(moment: datetime) -> str:
    """A moment to the second, with its distance from UTC."""
    local = timezone.localtime(moment)
    offset = f"{local:%z}"
    return _("%(day)s, ore %(hour)s (ora italiana, UTC%(offset)s)") % {
        "day": date_format(local, "l j F Y"),
        "hour": date_format(local, "H:i:s"),
        "offset": f"{offset[:3]}:{offset[3:]}",
    }


def _facts(submission: Submission, page: ParticipationPage, version: int) -> Facts:
    received = in_words(submission.submitted_at)
    facts = [
        (_("Codice"), submission.reference),
        (_("Ricevuta"), f"{received}, {submission.came}" if submission.is_from_desk else received),
    ]
    if submission.is_from_desk:
        # The office answers for it: who typed it is the log's.
        by_whom = (
            _("allo sportello da %(office)s") % {"office": page.office}
            if page.office
            else _("allo sportello")
        )
        facts.append((_("Inserita"), by_whom))
    if version > 1:
        changed = in_words(moment_of(submission, version))
        facts.append(
            (
                _("Versione"),
                _("%(version)d: le risposte sono quelle cambiate %(moment)s")
                % {"version": version, "moment": changed},
            )
        )
    return facts


def _procedure(submission: Submission, page: ParticipationPage) -> Facts:
    notice, term = submission.privacy_notice, term_of(submission, page)
    kept = date_format(term.day, "j F Y")
    return [
        (_("Ufficio competente"), page.office),
        (_("Responsabile del procedimento"), page.responsible_person),
        (_("Risposta entro"), date_format(submission.respond_by, "j F Y") if submission.respond_by else ""),
        (_("Contatti"), ", ".join(part for part in (page.contact_email, page.contact_phone) if part)),
        (_("Numero di protocollo"), str(submission.protocol)),
        (
            _("Informativa consegnata") if submission.is_from_desk else _("Informativa letta"),
            _("%(title)s, versione %(version)s") % {"title": notice.title, "version": notice.version},
        ),
        (
            _("Conservata fino al"),
            _("%(day)s, e comunque finché non è conclusa") % {"day": kept} if term.is_open else kept,
        ),
    ]


def _others(submission: Submission) -> Facts:
    """Who was asked to confirm, and where that stands when the receipt is made."""
    if not submission.has_confirmations:
        return []
    return [
        (f"{line.who} ({line.role})", "\n".join(part for part in (line.contact, line.state) if part))
        for line in lines(Application(submission))
    ]


def _without_blanks(facts: Facts) -> Facts:
    return [(label, value) for label, value in facts if value]


def _nested(rows_of_step: list[Row]) -> list[dict[str, Any]]:
    """The rows of a step, those that an answer opened below it."""
    tree: list[dict[str, Any]] = []
    open_lists = [tree]
    for row in rows_of_step:
        del open_lists[row.depth + 1 :]
        below: list[dict[str, Any]] = []
        values = [*row.values, *(f"{file.name} ({file.size})" for file in row.files)]
        open_lists[-1].append({"label": row.label, "values": values, "below": below})
        open_lists.append(below)
    return tree


def _file(file: UploadedFile) -> dict[str, str]:
    size = _("%(size)s (%(bytes)d byte)") % {"size": readable_size(file.size), "bytes": file.size}
    return {"name": file.original_name, "size": size, "sha256": f"SHA-256 {file.sha256}"}


def _check(submission: Submission, version: int) -> dict[str, str]:
    address = verification.address_of(submission, version)
    return {
        "address": address,
        "qr": _drawn(address),
        "alternative": _("Codice QR con l’indirizzo della pagina di verifica, scritto qui accanto."),
        "text": _(
            "Chi riceve questo documento può controllarlo: inquadra il codice o apre l’indirizzo, e il "
            "portale dice soltanto se la ricevuta è autentica e di quale momento è."
        ),
    }


def _personal(link: str) -> dict[str, str]:
    """The way to the personal page; empty where the sheet does not carry it."""
    if not link:
        return {}
    return {
        "title": _("La tua pagina personale"),
        "address": link,
        "qr": _drawn(link),
        "alternative": _("Codice QR con l’indirizzo della tua pagina personale, scritto qui accanto."),
        "text": _(
            "Inquadra il codice o scrivi l’indirizzo: vedi a che punto è, scrivi all’ufficio, completi se ti "
            "viene chiesto, o rinunci. Chi ha questo indirizzo può fare lo stesso al posto tuo: conserva "
            "bene il foglio."
        ),
    }


def on_screen(address: str) -> SafeString:
    """An address as a QR code that stands in a page: on white whatever is behind it, without styles.

    Which of its eight patterns is the neatest is not tried out: every reader reads each, and drawing all of
    them would take as long as the rest of the page.
    """
    drawn = _drawn(
        address, mask=0, border=4, scale=4, light="#fff", svgns=False, svgclass=None, lineclass=None
    )
    return mark_safe(drawn)  # noqa: S308 - lines and squares


def _drawn(address: str, *, mask: int | None = None, border: int = 2, **more: Any) -> str:
    """An address as a QR code, in SVG."""
    drawn = io.BytesIO()
    segno.make(address, error="m", mask=mask).save(drawn, kind="svg", border=border, xmldecl=False, **more)
    return drawn.getvalue().decode()
