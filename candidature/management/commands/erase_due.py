from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from candidature.pages.participation import ParticipationPage
from candidature.privacy import erasure_day, retention
from candidature.privacy.erasure_day import ErasureForecast, Why, add_months


def day(text: str) -> date:
    """A day written as 2027-01-31."""
    return date.fromisoformat(text)


class Command(BaseCommand):
    help = (
        "Erases the applications and sign-ups that are past their term, for good: answers, files, reasons, "
        "letters and personal links. The background worker does the same by itself every six hours. "
        "With --dry-run nothing is erased: it prints what would go, page by page, and why the rest stays. "
        "The term is counted from each page's present dates (its closing, or the event's end if that comes "
        "later, plus its months of retention); what is still being worked on is never erased."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--dry-run", action="store_true", help="Erase nothing; print what would be erased and why not."
        )
        parser.add_argument(
            "--at",
            type=day,
            metavar="YYYY-MM-DD",
            help="Pretend that it is the morning of this day, with everything else as it is now. Only with "
            "--dry-run: what is not due today is not erased.",
        )

    def handle(self, *args: Any, dry_run: bool, at: date | None, **options: Any) -> None:
        if at is not None and not dry_run:
            raise CommandError("--at only goes with --dry-run: what is not due today is not erased.")
        if not dry_run:
            self._erase()
            return
        today = at or timezone.localdate()
        pages = erasure_day.answered_pages()
        forecasts = erasure_day.forecast(pages, today)
        references: dict[int, list[str]] = {}
        for page_id, reference in erasure_day.due(today).order_by("pk").values_list("page", "reference"):
            references.setdefault(page_id, []).append(reference)
        for page in pages:
            self.stdout.write(f"{page.title} ({_term_in_words(page)})")
            for reference in references.get(page.pk, ()):
                self.stdout.write(f"  would erase {reference}")
            for forecast in forecasts:
                if forecast.page_id == page.pk and forecast.why is not Why.DUE:
                    self.stdout.write(f"  would keep {forecast.how_many}: {_why_in_words(forecast)}")
        erased = sum(forecast.how_many for forecast in forecasts if forecast.why is Why.DUE)
        kept = sum(forecast.how_many for forecast in forecasts) - erased
        self.stdout.write(f"On {today}: {erased} would be erased, {kept} kept. Nothing was changed.")

    def _erase(self) -> None:
        today = timezone.localdate()
        self.stdout.write(f"Erased: {retention.erase_due(today)}.")
        stayed = list(erasure_day.due(today).order_by("pk").values_list("reference", flat=True))
        if stayed:
            raise CommandError(
                f"{len(stayed)} past their term could not be erased; the log says why: {', '.join(stayed)}."
            )


def _term_in_words(page: ParticipationPage) -> str:
    months = f"{page.retention_months} months of retention"
    if page.ends_on is None:
        return f"{months}, counted from each sending, for the page tells no end"
    return f"{months} from {page.ends_on}: until {add_months(page.ends_on, page.retention_months)}"


def _why_in_words(forecast: ErasureForecast) -> str:
    return f"{forecast.why} ({forecast.status})"
