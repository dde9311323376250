"""Where the manual tells of the search."""

from portal.manual.places import Place

PLACES = [Place("search_unansweredsearch_modeladmin_*", "redazione", "la-ricerca-del-sito")]
