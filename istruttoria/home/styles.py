"""How the panels of the home look."""

from django.forms import Media

STYLES = Media(css={"all": ["istruttoria/review.css"]})
