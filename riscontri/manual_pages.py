"""Where the manual tells of what visitors tell of the site."""

from portal.manual.places import Place

PLACES = [
    Place("page_clarity riscontri_pagerating_*", "redazione", "i-pareri-sulla-chiarezza-delle-pagine"),
    Place("riscontri_problemreport_*", "redazione", "i-problemi-segnalati"),
]
