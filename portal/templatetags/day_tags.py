"""Days in sentences."""

from datetime import date

from django import template

from portal.italian import days

register = template.Library()


@register.filter(expects_localtime=True)
def with_article(day: date | None, form: str = "il") -> str:
    """A day after its article (`portal.italian.days`): `{{ day|with_article:"dal" }}`."""
    return days.with_article(day, form) if day else ""
