"""Where the manual tells of those who signed."""

from portal.manual.places import Place

PLACES = [Place("patti_signature_*", "redazione", "i-patti-di-comunità")]
