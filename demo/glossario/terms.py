"""The first terms of the glossary, written for the demonstration from laws and the programme."""

from typing import NamedTuple

LAW = "Legge regionale toscana 75/2017"
DM77 = "Decreto ministeriale 77/2022"
L241 = "Legge 241/1990"
PROGRAMME = "Programma di Cantieri della Salute"

ABSTRACT = "Le parole della partecipazione e della salute di comunità, spiegate in modo semplice."


class TermText(NamedTuple):
    """One term. `related` are titles of others."""

    title: str
    short: str
    sources: tuple[str, ...]
    synonyms: tuple[str, ...] = ()
    meaning: tuple[str, ...] = ()
    related: tuple[str, ...] = ()


TERMS = (
    TermText(
        "Attivatore di comunità",
        "Cittadino o cittadina che fa da ponte tra il Comitato di Partecipazione e le persone.",
        (PROGRAMME,),
        ("Community organizer",),
        meaning=(
            "Gli attivatori sono scelti con un avviso pubblico, ricevono una formazione su ascolto e "
            "animazione di comunità, e poi accompagnano la progettazione e la prova dei servizi.",
        ),
        related=("Comitato di Partecipazione", "Manifestazione d’interesse"),
    ),
    TermText(
        "Casa della Comunità",
        "Luogo del territorio in cui si trovano insieme cure, servizi sociali e partecipazione.",
        (DM77,),
        ("Casa di Comunità", "CdC"),
        (
            "È uno dei cardini dell’assistenza vicino a casa: lì lavorano insieme professionisti della "
            "salute e del sociale, e la comunità contribuisce a dire che cosa serve.",
        ),
        ("Zona-distretto",),
    ),
    TermText(
        "Capacitazione",
        "Far crescere gli strumenti e la fiducia con cui persone e gruppi incidono sulle scelte.",
        (PROGRAMME,),
        ("Empowerment",),
        related=("Progettazione partecipata",),
    ),
    TermText(
        "Comitato di Partecipazione",
        "Organismo di zona in cui associazioni di cittadini danno pareri e fanno proposte sui servizi.",
        (LAW,),
        ("CdP", "Comitato zonale"),
        (
            "Vi siedono realtà della cittadinanza attiva; esprime pareri e proposte su come i servizi della "
            "zona sono organizzati ed erogati.",
        ),
        ("Società della Salute", "Zona-distretto"),
    ),
    TermText(
        "Cronoprogramma",
        "Le fasi di un percorso messe in ordine di tempo, con l’inizio e la fine di ciascuna.",
        (PROGRAMME,),
    ),
    TermText(
        "Istruttoria",
        "La fase in cui l’ufficio controlla le domande arrivate: se sono complete e se rispettano l’avviso.",
        (L241,),
        related=("Soccorso istruttorio", "Manifestazione d’interesse"),
    ),
    TermText(
        "Manifestazione d’interesse",
        "Avviso pubblico con cui un ente chiede chi vuole prendere parte a un percorso.",
        (PROGRAMME,),
        related=("Istruttoria",),
    ),
    TermText(
        "Progettazione partecipata",
        "Pensare un servizio insieme: chi lo usa, chi ci lavora e chi lo governa allo stesso tavolo.",
        (PROGRAMME,),
        ("Co-progettazione",),
        (
            "Nei Cantieri si svolge di solito in quattro laboratori con Società della Salute, Comitato, "
            "community organizer e soggetti del territorio selezionati.",
        ),
        ("Capacitazione",),
    ),
    TermText(
        "Società della Salute",
        "Consorzio tra azienda sanitaria e comuni di una zona, per tenere insieme sanità e servizi sociali.",
        ("Legge regionale toscana 40/2005",),
        ("SdS",),
        ("Non c’è in tutte le zone: dove manca, le stesse funzioni sono svolte in altro modo.",),
        ("Zona-distretto",),
    ),
    TermText(
        "Soccorso istruttorio",
        "La possibilità di completare o correggere la domanda entro un termine, prima che sia esclusa.",
        (L241 + ", articolo 6",),
        related=("Istruttoria",),
    ),
    TermText(
        "Terzo settore",
        "Gli enti privati che, senza scopo di lucro, svolgono attività di interesse generale.",
        ("Decreto legislativo 117/2017",),
        ("ETS",),
    ),
    TermText(
        "Zona-distretto",
        "Il territorio di più comuni in cui si organizzano i servizi sanitari e sociali vicini.",
        ("Legge regionale toscana 40/2005",),
        ("Zona distretto",),
        related=("Società della Salute",),
    ),
)
