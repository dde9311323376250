"""The words by which the public pages and letters speak of what a page takes in.

They are a call's (`CALL`); a page of another kind brings its own, so nobody has to ask of which kind it is.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from candidature.pages.window import Reason

Text = str | Promise

# What each letter tells of, in a line: its heading, and how its subject begins.
SUBJECTS: Mapping[str, Text] = {
    "already_sent": _("La tua candidatura c’è già"),
    "receipt": _("Abbiamo ricevuto la tua candidatura"),
    "info_requested": _("Completa la tua candidatura"),
    "info_received": _("Abbiamo ricevuto la tua integrazione"),
    "more_time": _("Il termine è passato: puoi ancora completare la tua candidatura"),
    "info_lapsed": _("Il termine per completare è passato"),
    "forewarned": _("Motivi per non ammettere la tua candidatura: le tue osservazioni"),
    "forewarned_reminder": _("Il termine si avvicina: puoi ancora inviare le tue osservazioni"),
    "reconsidered": _("Riprendiamo a esaminare la tua candidatura"),
    "closed_incomplete": _("La tua candidatura è chiusa come incompleta"),
    "info_reminder": _("Il termine si avvicina: completa la tua candidatura"),
    "corrected": _("Nuova ricevuta: la tua candidatura è corretta"),
    "admissible": _("La tua candidatura è ammissibile"),
    "accepted": _("La tua candidatura è stata selezionata"),
    "reserve": _("La tua candidatura è idonea, in riserva"),
    "rejected": _("Esito della tua candidatura"),
    "reopened": _("La tua candidatura torna in esame"),
    "revoked": _("La decisione sulla tua candidatura è cambiata"),
    "withdrawn": _("Hai ritirato la tua candidatura"),
    "message": _("C’è un messaggio per te"),
    "prove_address": _("Conferma il tuo nuovo indirizzo"),
    "address_asked": _("Ci chiedono di scriverti a un altro indirizzo"),
    "prove_erasure": _("Conferma che vuoi cancellare i tuoi dati"),
    "erasure_asked": _("Abbiamo ricevuto la tua richiesta di cancellazione"),
    "erasure_refused": _("Risposta alla tua richiesta di cancellazione"),
    "erased": _("Abbiamo cancellato i tuoi dati"),
    "new_link": _("Il tuo nuovo collegamento personale"),
    "draft_saved": _("La tua bozza, non ancora inviata"),
    "draft_confirm": _("Conferma l’indirizzo e invia"),
    "draft_confirm_to_ask": _("Conferma l’indirizzo: poi scriviamo a chi deve confermare"),
    "draft_reminder": _("Il termine si avvicina: la tua bozza non è ancora inviata"),
    "draft_term_extended": _("Il termine è prorogato: la tua bozza ti aspetta"),
    "draft_term_shortened": _("Il termine è anticipato: la tua bozza non è ancora inviata"),
    "draft_term_reopened": _("Si può di nuovo partecipare: la tua bozza ti aspetta"),
    "draft_term_closed": _("Il termine è cambiato: non si può più inviare"),
    "draft_term_passed": _("Il termine è passato: la tua bozza non è stata inviata"),
    "draft_term_suspended": _("È sospeso: la tua bozza resta salvata"),
    "draft_term_resumed": _("Riprende: puoi di nuovo inviare la tua bozza"),
    "confirmation_asked": _("Ti chiedono una conferma"),
    "confirmation_reminder": _("Manca ancora la tua conferma"),
    "confirmation_answered": _("Una risposta alla tua richiesta di conferma"),
    "confirmation_undelivered": _("La richiesta di conferma non è arrivata"),
    "draft_begun_again": _("Avevi già cominciato una bozza"),
}


@dataclass(frozen=True)
class Words:
    """One kind of page, in words.

    Attributes:
        called: what the page is, before its title in a letter.
        heading: of the box that says whether it is open, while it is.
        heading_otherwise: the same while it is not open: nobody is invited to what is not possible.
        begin: the way into the form, while there is nothing to wait for.
        not_for_you: said to whoever is led out by what is asked before all else.
        closed: where who came in time looks now.
        sent_before_title, sent_before: said to who sends a second one where each sends one.
        same_code_title: above both of the following.
        same_code_at_desk, same_code_elsewhere: said instead to who sends with the code of what came through
            the desk without an address, or from another address; whose it is, they must not learn.
        send, yours, received: on the pages of the applicant.
        if_you_cannot, withdraw, ask_withdraw, withdraw_now: there, of withdrawing.
        labels: one to three words for where the page stands, where the kind has its own.
        headings: the title of the page that somebody meets then instead of the form, likewise.
        sentences: the whole of it, likewise; see `window.Facts`.
        subjects: of letters, by the letter's name.
        personal_link: beside it in a letter: what it is for, and that it is for nobody else.
        why_written: the last words of a letter about something sent.
        appeal: where a page says nothing of its own: by when, and to which authority, an appeal is made
            (L. 241/1990, art. 3, c. 4). Empty: letters say nothing of it.
        title_placeholder: by what an office names the page's title in the words of its letters.
    """

    called: Text
    heading: Text
    heading_otherwise: Text
    begin: Text
    not_for_you: Text
    closed: Text
    sent_before_title: Text
    sent_before: Text
    same_code_title: Text
    same_code_at_desk: Text
    same_code_elsewhere: Text
    send: Text
    yours: Text
    received: Text
    if_you_cannot: Text
    withdraw: Text
    ask_withdraw: Text
    withdraw_now: Text
    labels: Mapping[Reason, Text]
    headings: Mapping[Reason, Text]
    sentences: Mapping[Reason, Text]
    subjects: Mapping[str, Text]
    personal_link: Text
    why_written: Text
    appeal: Text
    title_placeholder: str = "avviso"


CALL = Words(
    called=_("Avviso:"),
    heading=_("Partecipa"),
    heading_otherwise=_("Candidature"),
    begin=_("Nuova candidatura"),
    not_for_you=_("Questo avviso non fa per te"),
    closed=_("Chi ha già inviato trova la propria pagina nel collegamento ricevuto per email."),
    sent_before_title=_("Una candidatura c’è già"),
    sent_before=_(
        "A questo avviso ci si candida una volta sola, e con questo indirizzo una candidatura c’è già: non "
        "abbiamo inviato nulla di nuovo. Per vederla, completarla o ritirarla apri il collegamento che ti "
        "abbiamo appena mandato per email. La bozza resta com’è."
    ),
    same_code_title=_("Una candidatura con lo stesso codice c’è già"),
    same_code_at_desk=_(
        "A questo avviso ci si candida una volta sola, e allo sportello è già arrivata una "
        "candidatura con lo stesso codice fiscale o la stessa partita IVA: non abbiamo inviato nulla "
        "di nuovo. Controlla il codice. Se è il tuo, scrivi all’ufficio: la bozza resta com’è."
    ),
    same_code_elsewhere=_(
        "A questo avviso ci si candida una volta sola, e da un altro indirizzo è già arrivata una "
        "candidatura con lo stesso codice fiscale o la stessa partita IVA: non abbiamo inviato nulla "
        "di nuovo, e a quell’indirizzo lo abbiamo scritto. Controlla il codice. Se è il tuo e quella "
        "candidatura non l’hai mandata tu, scrivi all’ufficio: la bozza resta com’è."
    ),
    send=_("Invia la candidatura"),
    yours=_("La tua candidatura"),
    received=_("Abbiamo ricevuto la tua candidatura"),
    if_you_cannot=_("Se cambi idea"),
    withdraw=_("Ritira la candidatura"),
    ask_withdraw=_("Vuoi ritirare la candidatura?"),
    withdraw_now=_("Sì, ritira la candidatura"),
    labels={},
    headings={},
    sentences={},
    subjects=SUBJECTS,
    personal_link=_(
        "Da questo collegamento personale puoi seguire lo stato, rileggere le risposte e ritirarti. Non "
        "inoltrarlo: chi lo apre vede i tuoi dati."
    ),
    why_written=_("Ricevi questa lettera perché in una candidatura a questo avviso c’è il tuo indirizzo."),
    appeal=_(
        "Contro questa decisione puoi ricorrere al Tribunale amministrativo regionale (TAR) entro 60 giorni "
        "da quando ricevi questa lettera o, in alternativa, al Presidente della Repubblica entro 120 giorni."
    ),
)


@dataclass(frozen=True)
class Places:
    """How many a page still takes in, in words.

    Attributes:
        is_full: whoever answers now waits.
        line: for the box on the page.
        notice_level, notice_title, notice: for who is filling in the form.
        brief: a line that stands for them above the first field of a form, where they would push it down.
        way_in: the way into the form, where it differs from `Words.begin`.
    """

    is_full: bool
    line: str
    notice_level: str
    notice: str
    notice_title: str = ""
    brief: str = ""
    way_in: Text = ""
