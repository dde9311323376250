"""Asks, before a version of a page is published, for what changes for those who are writing or have sent."""

from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import Page, Revision

from candidature.changes.pending import pending
from candidature.pages.participation import ParticipationPage
from portal.editorial.asking import Question


def ask(revision: Revision, page: Page) -> Question | None:
    """An asker (`portal.editorial.asking`)."""
    found = pending(page) if isinstance(page, ParticipationPage) else None
    if found is None or not found.unconfirmed:
        return None
    return Question(
        _("c’è chi sta scrivendo o ha già inviato: conferma nell’editor che cosa cambia per loro."),
        reverse("changes:confirm", args=[page.pk, revision.pk]),
    )
