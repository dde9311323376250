"""What of pages, sites and settings begins a new edition of what surrounds every page."""

from django.db import models
from wagtail.models import Page, PageViewRestriction, Site

from portal.edition.models import ONLY
from portal.edition.triggers import Row, Watched, beginning
from portal.pages.models import PortalSettings
from portal.triggers import Triggers

_FRAME = Row(ONLY, "edition")


def watching(*watched: type[models.Model]) -> Triggers:
    """With every change of a row of these models a new edition begins: what is read of them may be kept."""
    return beginning(
        _FRAME, [Watched(model) for model in watched], lost="Nobody would see what editors change"
    )


TRIGGERS = watching(Page, PageViewRestriction, Site, PortalSettings)
