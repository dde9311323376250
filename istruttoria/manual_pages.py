"""Where the manual tells of the pages of the review."""

from portal.manual.places import Place

PLACES = [
    Place("candidature_review:index*", "revisori", "la-coda"),
    Place("candidature_review:export", "revisori", "esportare"),
    Place("candidature_review:report", "responsabili", "i-rapporti"),
    Place("candidature_review:messages", "revisori", "i-messaggi"),
    Place("candidature_review:note*", "revisori", "le-note-interne"),
    Place("candidature_review:checks", "revisori", "listruttoria-formale"),
    Place("candidature_review:scores", "revisori", "i-punteggi"),
    Place("candidature_review:ask_opinion", "revisori", "i-pareri"),
    Place("candidature_review:file*", "revisori", "i-file"),
    Place("candidature_review:decide", "revisori", "gli-stati"),
    Place("candidature_review:eras*", "responsabili", "conservazione-e-cancellazione"),
    Place("candidature_review:share", "responsabili", "distribuire-il-lavoro"),
    Place("candidature_review:label*", "revisori", "le-etichette"),
    Place("candidature_review:filter*", "revisori", "cercare-e-filtrare"),
    Place("candidature_review:bulk*", "revisori", "molte-insieme"),
    Place("candidature_review:*", "revisori", "la-scheda"),
    Place("sportello:letters", "sportello", "da-consegnare-a-mano"),
    Place("sportello:index", "sportello", "cominciare"),
    Place("sportello:registered", "sportello", "la-ricevuta"),
    Place("sportello:summary", "sportello", "registrare"),
    Place("sportello:*", "sportello", "scrivere"),
    Place("wording:*", "responsabili", "i-testi-delle-lettere"),
    Place("commissioni:*", "responsabili", "commissioni"),
    Place("informative:*", "responsabili", "informative-privacy"),
    Place("elenchi:*", "redazione", "3-modulo-passi-e-domande"),
]
