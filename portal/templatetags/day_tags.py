"""Days in sentences."""

from datetime import date

from django import template

from portal.italian import days

register = template.Library()


@register.filter(expects_localtime=True)
def with_article(day: date | None, form: str = "il") -> str:
    """A day after its article (`portal.italian.days`): `{{ day|with_article:"dal" }}`."""
    return days.with_article(day, form) if day else ""


@register.filter
def in_small_letters(words: str) -> str:
    """Days and months as Italian writes them: `{{ moment|date:"j M Y"|in_small_letters }}`."""
    return days.in_small_letters(words)
