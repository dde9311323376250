"""Days counted from today."""

from datetime import date, timedelta

from django.utils import timezone


def day(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)
