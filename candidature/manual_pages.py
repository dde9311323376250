"""Where the manual tells of what editors do with calls and events."""

from portal.manual.places import Place

PLACES = [
    Place("shelf:* ready_sets:*", "redazione", "cominciare-da-uno-già-scritto"),
    Place("changes:confirm", "redazione", "prima-di-pubblicare-che-cosa-cambia-per-gli-altri"),
    Place("changes:term", "redazione", "cambiare-il-termine-sospendere-far-riprendere"),
    Place("changes:*", "redazione", "versioni-del-modulo"),
    Place("trying:*", "redazione", "6-vedere-provare-e-mostrare-il-modulo"),
]
