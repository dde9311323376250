"""Keeps a report and has the office told, within the bounds of what visitors may store and cause."""

from datetime import timedelta

from django.db import transaction

from portal.limits import attempts
from portal.limits import counting as limits
from portal.limits.attempts import TooManyAttemptsError
from portal.limits.counting import Limit
from portal.pages.models import PortalSettings
from riscontri.problems.form import ProblemForm
from riscontri.problems.letters import tell_the_office
from riscontri.problems.models import ProblemReport

DAY = timedelta(days=1)
FROM_ONE_VISITOR = Limit("problems", "LIMIT_PROBLEMS_PER_HOUR")
OF_ONE_PAGE = Limit("problems of a page", "LIMIT_PROBLEMS_OF_ONE_PAGE_PER_DAY", period=DAY)
IN_ALL = Limit("problems in all", "LIMIT_PROBLEMS_IN_ALL_PER_DAY", period=DAY)
# The same words again are a second press, or a page that was refreshed.
_TOLD_TWICE = attempts.Limit("problem", at_most=1, within=timedelta(minutes=10))


def tell(form: ProblemForm, client: str, site: PortalSettings | None) -> None:
    """Keeps what a form without mistakes says. Call it outside a transaction.

    Raises:
        LimitReachedError: too many from here, about this page, or in all; nothing was kept.
    """
    page, what, email = (form.cleaned_data[name] for name in ("page", "what", "email"))
    try:
        press = attempts.begin(_TOLD_TWICE, f"{client} {page} {what} {email}")
    except TooManyAttemptsError:
        return
    try:
        with transaction.atomic():
            limits.spend(FROM_ONE_VISITOR, client)
            if page:
                limits.spend(OF_ONE_PAGE, page)
            limits.spend(IN_ALL, "")
            report = ProblemReport.objects.create(page=page, what=what, email=email)
            tell_the_office(report, site)
    except BaseException:
        # Nothing was kept: pressing again is no repetition.
        attempts.forgive(press)
        raise
