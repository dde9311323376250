"""What the first step says of who applies: to that person, or to somebody who types for them."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class ApplicantWords:
    """Every sentence of the first step that says "you" of who applies.

    Attributes:
        title: of the step.
        which, which_missing: the question about the kind of applicant, and what is said of no answer.
        as_citizen, as_organisation: its answers.
        only_organisations, only_citizens, only_minors: of whom a field is asked.
        minor_mail: below the address of a guardian.
        minor_name, minor_no_mail: where a guardian is missing.
        mail_of_partner: where the address of who applies is one of a partner.
        own_mail, own_mail_of_other: where the address of a guardian, or of a partner, is that of who applies.
        too_young: with the `age` and the `day` on which it is reached.
        meanwhile: whom to ask about what can be done until then, with the `contact`.
    """

    title: Promise
    which: Promise
    which_missing: Promise
    as_citizen: Promise
    as_organisation: Promise
    only_organisations: Promise
    only_citizens: Promise
    only_minors: Promise
    minor_mail: Promise
    minor_name: Promise
    minor_no_mail: Promise
    own_mail: Promise
    own_mail_of_other: Promise
    mail_of_partner: Promise
    too_young: Promise
    meanwhile: Promise


TO_APPLICANT = ApplicantWords(
    title=_("Chi sei"),
    which=_("Per chi partecipi?"),
    which_missing=_("Scegli per chi partecipi."),
    as_citizen=_("Per me, come cittadina o cittadino"),
    as_organisation=_("Per un’organizzazione o un gruppo, anche informale"),
    only_organisations=_("Solo se partecipi per un’organizzazione o un gruppo."),
    only_citizens=_("Solo se partecipi come cittadina o cittadino."),
    only_minors=_("Solo se hai meno di 18 anni."),
    minor_mail=_("Solo se hai meno di 18 anni: gli scriviamo perché legga ciò che invii e confermi."),
    minor_name=_("Hai meno di 18 anni: scrivi il nome e il cognome di un genitore, o di chi ne fa le veci."),
    minor_no_mail=_("Hai meno di 18 anni: scrivi la sua email."),
    own_mail=_(
        "È lo stesso indirizzo che hai scritto per te: serve quello che legge un genitore, o chi ne fa le "
        "veci."
    ),
    own_mail_of_other=_("È il tuo indirizzo: serve quello di chi conferma."),
    mail_of_partner=_(
        "Questo indirizzo l’hai indicato per un partner, che conferma per conto suo: serve il tuo, oppure "
        "correggi prima quello in «Chi conferma»."
    ),
    too_young=_("Per partecipare servono almeno %(age)d anni il giorno dell’invio, e tu li compi %(day)s."),
    meanwhile=_("Se vuoi sapere che cosa puoi fare intanto, scrivi a %(contact)s."),
)
