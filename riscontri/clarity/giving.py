"""Writes an opinion down, within the bounds of what visitors may store."""

from datetime import timedelta

from django.db import transaction
from wagtail.models import Page

from portal.limits import attempts
from portal.limits import counting as limits
from portal.limits.attempts import TooManyAttemptsError
from portal.limits.counting import Limit
from riscontri.clarity.form import RatingForm
from riscontri.clarity.models import PageRating

DAY = timedelta(days=1)
FROM_ONE_VISITOR = Limit("ratings", "LIMIT_RATINGS_PER_HOUR")
OF_ONE_PAGE = Limit("ratings of a page", "LIMIT_RATINGS_OF_ONE_PAGE_PER_HOUR")
IN_ALL = Limit("ratings in all", "LIMIT_RATINGS_IN_ALL_PER_DAY", period=DAY)
# A second press on the same button; two people of one office who think alike are further apart.
_PRESSED_TWICE = attempts.Limit("rating of a page", at_most=1, within=timedelta(seconds=20))


def give(page: Page, form: RatingForm, client: str) -> None:
    """Keeps what a form without mistakes says. Call it outside a transaction.

    Args:
        client: who counts for the limits (`portal.web.visitors.client_of`); nothing of it is kept beside
            the opinion.

    Raises:
        LimitReachedError: too many from here, about this page, or in all; nothing was kept.
    """
    stars, detail = form.cleaned_data["stars"], form.cleaned_data["detail"]
    try:
        press = attempts.begin(_PRESSED_TWICE, f"{client} {page.pk} {stars} {form.answer} {detail}")
    except TooManyAttemptsError:
        return
    try:
        with transaction.atomic():
            limits.spend(FROM_ONE_VISITOR, client)
            limits.spend(OF_ONE_PAGE, str(page.pk))
            limits.spend(IN_ALL, "")
            PageRating.objects.create(page=page, stars=stars, answer=form.answer, detail=detail)
    except BaseException:
        # Nothing was kept: pressing again is no repetition.
        attempts.forgive(press)
        raise
