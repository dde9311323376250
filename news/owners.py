"""Who may open the list of topics."""

from portal.owners import EDITORS, Owner

OWNERS = [Owner("wagtailsnippets_news_topic:*", EDITORS)]
