"""The search page of the demonstration, and what was invented to be looked for in vain."""

from datetime import timedelta

from django.utils import timezone

from candidature.models import ParticipationIndexPage
from demo.building.pages import publish, site_root
from portal.languages import ITALIAN
from search.models import PromotedResult, SearchPage, UnansweredSearch

IN_VAIN = {"guardia medica": 9, "ticket esenzione": 5, "prenotare vaccino": 4}


def load() -> None:
    publish(
        site_root(),
        SearchPage,
        "cerca",
        "Cerca",
        abstract="Cerca tra le pagine del portale e nei loro documenti.",
        promoted=[
            PromotedResult(
                words="volontariato, dare una mano",
                page=ParticipationIndexPage.objects.get(locale__language_code=ITALIAN),
                reason="Gli avvisi aperti e gli eventi a cui ci si può iscrivere.",
            )
        ],
    )
    today = timezone.localdate()
    for words, days in IN_VAIN.items():
        UnansweredSearch.objects.get_or_create(
            digest=f"dimostrativo: {words}",
            defaults={"words": words, "days": days, "last_day": today - timedelta(days=days)},
        )
