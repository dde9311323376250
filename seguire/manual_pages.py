"""Where the manual tells of following."""

from portal.manual.places import Place

PLACES = [Place("following:*", "redazione", "aggiornamenti-per-e-mail")]
