"""What the first step says to whoever types for somebody else."""

from django.utils.translation import gettext_lazy as _

from candidature.public.applicant_words import ApplicantWords

OF_APPLICANT = ApplicantWords(
    title=_("Chi partecipa"),
    which=_("Per chi partecipa la persona?"),
    which_missing=_("Scegli per chi partecipa."),
    as_citizen=_("Per sé, come cittadina o cittadino"),
    as_organisation=_("Per un’organizzazione o un gruppo, anche informale"),
    only_organisations=_("Solo se la persona partecipa per un’organizzazione o un gruppo."),
    only_citizens=_("Solo se la persona partecipa come cittadina o cittadino."),
    only_minors=_("Solo se la persona ha meno di 18 anni."),
    minor_mail=_(
        "Solo se la persona ha meno di 18 anni e il genitore conferma per email. Se firma su carta lascia "
        "vuoto: lo segni nel passo «Chi conferma»."
    ),
    minor_name=_(
        "La persona ha meno di 18 anni: scrivi il nome e il cognome di un genitore, o di chi ne fa le veci."
    ),
    minor_no_mail=_("La persona ha meno di 18 anni: scrivi l’email del genitore, o di chi ne fa le veci."),
    own_mail=_(
        "È lo stesso indirizzo scritto per la persona: serve quello che legge un genitore, o chi ne fa le "
        "veci."
    ),
    own_mail_of_other=_("È l’indirizzo di chi partecipa: serve quello di chi conferma."),
    mail_of_partner=_(
        "Questo indirizzo è scritto per un partner, che conferma per conto suo: serve quello della persona, "
        "oppure correggi prima l’altro in «Chi conferma»."
    ),
    too_young=_(
        "Per partecipare servono almeno %(age)d anni il giorno in cui la domanda arriva, e la persona li "
        "compie %(day)s."
    ),
    meanwhile=_("Per sapere che cosa può fare intanto: %(contact)s."),
)
