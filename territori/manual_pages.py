"""Where the manual tells of the registers of places."""

from portal.manual.places import Place

PLACES = [
    Place("territori_municipality_modeladmin_*", "responsabili", "comuni-e-zone"),
    Place("territori_zone_modeladmin_*", "responsabili", "comuni-e-zone"),
    Place("wagtailsnippets_territori_organisation:*", "redazione", "percorsi-e-fasi"),
]
