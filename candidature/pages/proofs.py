"""What is looked at before a page is published that people answer."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from candidature.access.models import Committee
from candidature.pages import maximum
from candidature.pages.calls import CallPage
from candidature.pages.contacts import contact_of_stored
from candidature.pages.participation import ParticipationPage
from candidature.pages.window import AdmittedFrom, AllowedApplicants, Reason, Window, reason, standing
from candidature.submissions.applicants import ApplicantKind
from moduli import (
    WrittenQuestion,
    broken_conditions,
    equal_labels,
    hard_to_read,
    nobody_meets,
    sensitive,
    unreachable,
    written_questions,
)
from portal.editorial.findings import Occasion, Remark
from portal.pages.reading import reading_minutes

# A text shorter than this is not too long for anything.
_SHORT_READING = 15
# What "Chi sei" asks of everybody, as editors write it again.
_ASKED_OF_ALL = frozenset(
    {
        "nome",
        "cognome",
        "nome e cognome",
        "cognome e nome",
        "nominativo",
        "email",
        "e-mail",
        "mail",
        "indirizzo email",
        "indirizzo e-mail",
        "posta elettronica",
        "indirizzo di posta elettronica",
        "telefono",
        "numero di telefono",
        "recapito telefonico",
        "cellulare",
        "comune",
        "comune di residenza",
    }
)
_ASKED_OF_ORGANISATIONS = frozenset(
    {
        "nome dell’organizzazione",
        "nome dell’organizzazione o del gruppo",
        "nome dell’associazione",
        "nome dell’ente",
        "denominazione",
        "ragione sociale",
    }
)
_ADDRESSING = ("il tuo ", "la tua ", "scrivi ", "inserisci ", "indica ", "il ", "la ", "un ", "qual è ")


def _reason_once_open(page: ParticipationPage, at: datetime, **known: Any) -> Reason:
    """Why people could not answer the page, were it published, from the moment at which it is to open.

    Args:
        known: facts that are taken for granted (`candidature.pages.window.Facts`).
    """
    facts = replace(page.facts(), is_published=True, **known)
    return reason(facts, max(at, facts.opens_at or at))


def _lacks(page: ParticipationPage, at: datetime, **known: Any) -> Reason:
    """The same of a page whose dates are still to be written, as if they were: all is said at once."""
    if _reason_once_open(page, at) is Reason.UNDATED and not page.window_note:
        known |= {"opens_at": at, "closes_at": at + timedelta(days=1)}
    return _reason_once_open(page, at, **known)


def _decides(page: ParticipationPage) -> bool:
    """Whether what people send hangs on this page: a translation follows its original."""
    return page.original_id is None


def no_term(page: ParticipationPage, occasion: Occasion) -> Iterator[Remark]:
    if _decides(page) and _reason_once_open(page, occasion.at) is Reason.UNDATED and not page.window_note:
        place = "closes_at" if page.opens_at else "opens_at"
        yield Remark(
            _(
                "Mancano i termini: scrivi quando si apre e quando si chiude. Se non si sanno ancora, "
                "scrivilo nella nota sui termini; se è una cosa finita, spunta «concluso»."
            ),
            place,
        )


def undated(page: ParticipationPage, occasion: Occasion) -> Iterator[Remark]:
    if _decides(page) and _reason_once_open(page, occasion.at) is Reason.UNDATED and page.window_note:
        yield Remark(
            _("Senza le due date nessuno può partecipare: la pagina mostra solo la nota sui termini."),
            "opens_at" if page.opens_at is None else "closes_at",
        )


def past_term(page: ParticipationPage, occasion: Occasion) -> Iterator[Remark]:
    """Of what was never public: on a page that was, a term passes in its own time."""
    why = _reason_once_open(page, occasion.at)
    if _decides(page) and occasion.is_first and why in (Reason.CLOSED, Reason.BEGUN, Reason.OVER):
        sentence = standing(replace(page.facts(), is_published=True), occasion.at).sentence
        yield Remark(
            _("Il termine è già passato: la pagina uscirebbe chiusa. «%(sentence)s»")
            % {"sentence": sentence},
            "starts_at" if why is not Reason.CLOSED else "closes_at",
        )


def no_notice(page: ParticipationPage, occasion: Occasion) -> Iterator[Remark]:
    if _decides(page) and _lacks(page, occasion.at) is Reason.NO_NOTICE:
        yield Remark(_("Manca l’informativa privacy: senza, il modulo non si apre."), "privacy_notice")


def no_questions(page: ParticipationPage, occasion: Occasion) -> Iterator[Remark]:
    if _decides(page) and _lacks(page, occasion.at, has_notice=True) is Reason.NO_QUESTIONS:
        yield Remark(_("Il modulo non ha ancora domande: aggiungi almeno un passo."), "steps")


def no_zones(page: ParticipationPage, _occasion: Occasion) -> Iterator[Remark]:
    """Somebody meant to admit only some, and did not say whom: everybody could come."""
    if not _decides(page) or page.admits_from == AdmittedFrom.EVERYWHERE or page.admitted_zone_ids():
        return
    if page.admits_from == AdmittedFrom.CHOSEN:
        yield Remark(_("Si partecipa solo dalle zone scelte, ma nessuna è scelta."), "admitted_zones")
    else:
        yield Remark(
            _("Si partecipa solo dalle zone dei territori, ma nessun territorio è scelto."), "territories"
        )


def too_few(page: CallPage, occasion: Occasion) -> Iterator[Remark]:
    """A maximum that what came already exceeds: it would close the call, and nobody would be told why."""
    if page.most_submissions is None or not page.pk or not _will_be_answered(page, occasion):
        return
    came = maximum.counted(page.pk)
    before = CallPage.objects.filter(pk=page.pk).values_list("most_submissions", flat=True).first()
    if page.most_submissions < came and page.most_submissions != before:
        sentence = ngettext(
            "È già arrivata %(came)d candidatura: il numero massimo non può essere più basso. Per non "
            "riceverne altre cambia il termine.",
            "Sono già arrivate %(came)d candidature: il numero massimo non può essere più basso. Per non "
            "riceverne altre cambia il termine.",
            came,
        )
        yield Remark(sentence % {"came": came}, "most_submissions")


def no_office(page: CallPage, occasion: Occasion) -> Iterator[Remark]:
    """L. 241/1990, art. 8: whoever takes part is told which office answers, and who in it."""
    if not _will_be_answered(page, occasion):
        return
    if not page.office.strip():
        yield Remark(
            _("Manca l’ufficio competente: avviso e ricevuta devono dirlo (L. 241/1990, art. 8)."), "office"
        )


def no_responsible_person(page: CallPage, occasion: Occasion) -> Iterator[Remark]:
    if _will_be_answered(page, occasion) and not page.responsible_person.strip():
        yield Remark(
            _("Manca il responsabile del procedimento: va detto in avviso e ricevuta (L. 241/1990, art. 8)."),
            "responsible_person",
        )


def no_contact(page: ParticipationPage, occasion: Occasion) -> Iterator[Remark]:
    """Letters that say to write to the office would not say where."""
    if _will_be_answered(page, occasion) and not contact_of_stored(page):
        yield Remark(
            _(
                "Manca un contatto: pagine e lettere dicono di scrivere all’ufficio, ma né qui né nelle "
                "impostazioni del portale c’è un’email o un telefono."
            ),
            "contact_email",
        )


def no_committee(page: ParticipationPage, occasion: Occasion) -> Iterator[Remark]:
    """Nobody but the officers would see what arrives."""
    if not _will_be_answered(page, occasion):
        return
    in_charge = Q(zones__in=page.zone_ids())
    if page.pk:
        in_charge |= Q(pages=page.pk)
    if not Committee.objects.filter(in_charge).exists():
        yield Remark(
            _(
                "Nessuna commissione vedrebbe ciò che arriva: chi è responsabile del procedimento ne indica "
                "una per questa pagina o per la sua zona, dal menu «Commissioni»."
            )
        )


def asked_twice(page: ParticipationPage, _occasion: Occasion) -> Iterator[Remark]:
    known = _ASKED_OF_ALL
    if page.allowed_applicants != AllowedApplicants.CITIZENS:
        known |= _ASKED_OF_ORGANISATIONS
    if page.minimum_age is not None:
        known |= {"data di nascita", "nato il", "nata il"}
    for question in _questions(page):
        words = " ".join(question.label.replace("'", "’").casefold().split()).rstrip(" ?.:*")
        for opening in _ADDRESSING:
            words = words.removeprefix(opening)
        if words in known:
            yield Remark(
                _("«%(name)s» lo chiede già il primo passo, «Chi sei»: questa domanda si può togliere.")
                % {"name": question.name},
                question.place,
            )


def long_reading(page: ParticipationPage, _occasion: Occasion) -> Iterator[Remark]:
    """A text that takes longer to read than the form takes to fill in."""
    if not _decides(page) or not page.steps:
        return
    rich = [strip_tags(getattr(page, name, "") or "") for name in ("eligible_subjects", "criteria")]
    reading = reading_minutes(page.abstract, page.body, *rich)
    answering = page.preparation().minutes
    if reading > _SHORT_READING and reading > answering:
        yield Remark(
            _(
                "Il testo si legge in %(reading)d minuti, il modulo si compila in %(answering)d: metti "
                "in testa l’essenziale e il resto in un documento da scaricare."
            )
            % {"reading": reading, "answering": answering},
            "body",
        )


def unreachable_questions(page: ParticipationPage, _occasion: Occasion) -> Iterator[Remark]:
    yield from unreachable(_questions(page))
    admitted = [kind for kind in ApplicantKind if page.admits(kind)]
    yield from nobody_meets(page.steps, "steps", admitted)


def broken_questions(page: ParticipationPage, _occasion: Occasion) -> Iterator[Remark]:
    yield from broken_conditions(page.steps, "steps")


def equal_questions(page: ParticipationPage, _occasion: Occasion) -> Iterator[Remark]:
    yield from equal_labels(_questions(page))


def sensitive_questions(page: ParticipationPage, occasion: Occasion) -> Iterator[Remark]:
    yield from sensitive(_questions(page), occasion.sensitive_words)


def hard_questions(page: ParticipationPage, occasion: Occasion) -> Iterator[Remark]:
    yield from hard_to_read(_questions(page), occasion.readability)


def _questions(page: ParticipationPage) -> list[WrittenQuestion]:
    return written_questions(page.steps, "steps") if _decides(page) else []


def _will_be_answered(page: ParticipationPage, occasion: Occasion) -> bool:
    return _decides(page) and _reason_once_open(page, occasion.at).window is not Window.CLOSED
