"""Where the manual tells of topics."""

from portal.manual.places import Place

PLACES = [Place("wagtailsnippets_news_topic:*", "redazione", "notizie")]
