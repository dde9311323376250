"""What is said of events where calls are spoken of otherwise."""

from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from candidature.pages.window import Reason
from candidature.pages.words import SUBJECTS, Places, Words

# Whoever writes somebody's code, which can be computed, must not learn that this person signed up.
_NOT_WITH_THIS_CODE = _(
    "Con questi dati l’iscrizione non si può inviare da qui. Controlla di avere scritto bene nome e codice "
    "fiscale. Se sono giusti, scrivi all’ufficio: la bozza resta com’è."
)

EVENT = Words(
    called=_("Evento:"),
    heading=_("Iscriviti"),
    heading_otherwise=_("Iscrizioni"),
    begin=_("Vai all’iscrizione"),
    not_for_you=_("Questo evento non fa per te"),
    closed=_("Chi è già iscritto trova la propria pagina nel collegamento ricevuto per email."),
    sent_before_title=_("Con questi dati c’è già un’iscrizione"),
    sent_before=_(
        "Ogni persona si iscrive una volta sola: non abbiamo inviato nulla di nuovo. Per vedere o annullare "
        "l’iscrizione che c’è, apri il collegamento che ti abbiamo mandato per email. Se vuoi iscrivere "
        "un’altra persona, scrivi nel primo passo il suo nome e, dove è chiesto, il suo codice fiscale: la "
        "bozza è rimasta com’era."
    ),
    same_code_title=_("Non abbiamo inviato l’iscrizione"),
    same_code_at_desk=_NOT_WITH_THIS_CODE,
    same_code_elsewhere=_NOT_WITH_THIS_CODE,
    send=_("Invia l’iscrizione"),
    yours=_("La tua iscrizione"),
    received=_("Abbiamo ricevuto la tua iscrizione"),
    if_you_cannot=_("Non puoi più venire?"),
    withdraw=_("Annulla l’iscrizione"),
    ask_withdraw=_("Vuoi annullare l’iscrizione?"),
    withdraw_now=_("Sì, annulla l’iscrizione"),
    labels={
        Reason.OPEN: _("Iscrizioni aperte"),
        Reason.UPCOMING: _("Iscrizioni non ancora aperte"),
        Reason.CLOSED: _("Iscrizioni chiuse"),
        Reason.BEGUN: _("Evento iniziato"),
        Reason.OVER: _("Evento concluso"),
        Reason.CONCLUDED: _("Evento concluso"),
        Reason.CANCELLED: _("Evento annullato"),
    },
    headings={
        Reason.BEGUN: _("L’evento è già iniziato"),
        Reason.OVER: _("L’evento è concluso"),
        Reason.CANCELLED: _("L’evento è annullato"),
    },
    sentences={
        Reason.BEGUN: _("L’evento è iniziato %(starts)s: non ci si può più iscrivere."),
        Reason.OVER: _("L’evento si è già svolto: non ci si può più iscrivere."),
        Reason.CANCELLED: _("L’evento è stato annullato: non si terrà e non ci si può iscrivere."),
        Reason.UPCOMING: _(
            "Le iscrizioni aprono %(day)s alle ore %(hour)s; ci si potrà iscrivere fino a %(closes)s."
        ),
        Reason.CLOSED: _("Ci si poteva iscrivere fino a %(closes)s."),
        Reason.CONCLUDED: _("Non ci si può più iscrivere. La data di chiusura non è disponibile."),
        Reason.UNPUBLISHED: _("L’ufficio lo ha sospeso: per ora non ci si può iscrivere."),
    },
    subjects={
        **SUBJECTS,
        "already_sent": _("La tua iscrizione c’è già"),
        "receipt": _("Abbiamo ricevuto la tua iscrizione"),
        "seat_confirmed": _("Il tuo posto è confermato"),
        "waiting_list": _("Sei in lista d’attesa"),
        "promoted": _("Si è liberato un posto: è tuo"),
        "info_requested": _("Completa la tua iscrizione"),
        "info_reminder": _("Il termine si avvicina: completa la tua iscrizione"),
        "more_time": _("Il termine è passato: puoi ancora completare la tua iscrizione"),
        "forewarned": _("Motivi per non confermare la tua iscrizione: le tue osservazioni"),
        "reconsidered": _("Riprendiamo a esaminare la tua iscrizione"),
        "closed_incomplete": _("La tua iscrizione è chiusa come incompleta"),
        "corrected": _("Nuova ricevuta: la tua iscrizione è corretta"),
        "accepted": _("Il tuo posto è confermato"),
        "reserve": _("Sei in lista d’attesa"),
        "rejected": _("Esito della tua iscrizione"),
        "reopened": _("La tua iscrizione torna in esame"),
        "revoked": _("La decisione sulla tua iscrizione è cambiata"),
        "guardian_declined": _("La tua iscrizione non è confermata"),
        "cancelled": _("L’evento è annullato"),
        "restored": _("L’evento si tiene"),
        "rescheduled": _("È cambiata la data"),
        "relocated": _("È cambiato il luogo"),
        "changed": _("Sono cambiati la data e il luogo"),
        "online_link": _("È cambiato il collegamento per partecipare online"),
        "moved": _("D’ora in poi ti scriviamo a un altro indirizzo"),
        "draft_term_cancelled": _("L’evento è annullato: non serve più inviare la bozza"),
        "withdrawn": _("Hai annullato la tua iscrizione"),
    },
    personal_link=_(
        "Da questo collegamento personale puoi seguire lo stato, rileggere le risposte e annullare "
        "l’iscrizione. Non inoltrarlo: chi lo apre vede i tuoi dati."
    ),
    why_written=_("Ricevi questa lettera perché in un’iscrizione a questo evento c’è il tuo indirizzo."),
    appeal="",
    title_placeholder="evento",
)


def seats_in_words(capacity: int, free: int, *, moderated: bool) -> Places:
    """The seats of an event as people ask about them.

    Args:
        moderated: whether a committee gives them, so that nobody knows by counting.
    """
    if moderated:
        return Places(
            is_full=False,
            line=ngettext(
                "C’è %(capacity)d posto, assegnato dopo una verifica.",
                "Ci sono %(capacity)d posti, assegnati dopo una verifica.",
                capacity,
            )
            % {"capacity": capacity},
            notice_level="info",
            notice=_t("I posti sono limitati e li assegna la commissione dopo la chiusura."),
        )
    if free:
        return Places(
            is_full=False,
            line=ngettext(
                "Resta %(free)d posto libero su %(capacity)d.",
                "Restano %(free)d posti liberi su %(capacity)d.",
                free,
            )
            % {"free": free, "capacity": capacity},
            notice_level="info",
            notice=ngettext(
                "Resta un posto libero: si assegna in ordine di arrivo, nel momento dell’invio.",
                "Restano %(free)d posti liberi: si assegnano in ordine di arrivo, nel momento dell’invio.",
                free,
            )
            % {"free": free},
        )
    return Places(
        is_full=True,
        line=ngettext(
            "Se l’unico posto si libera, passa a chi è in lista da più tempo: lo avvisiamo noi per email.",
            "Se si libera uno dei %(capacity)d posti, passa a chi è in lista da più tempo: lo avvisiamo noi "
            "per email.",
            capacity,
        )
        % {"capacity": capacity},
        notice_level="warning",
        notice_title=_t("I posti sono finiti"),
        # In a line, so that a phone shows the first field below it. The page has said how the list moves.
        notice=_t("Ti iscrivi alla lista d’attesa."),
        way_in=_("Entra in lista d’attesa"),
    )
