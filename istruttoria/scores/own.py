"""What an account gave points to, and what still waits for them."""

from typing import Any, TypeVar

from django.db.models import QuerySet, TextChoices
from django.utils.translation import gettext_lazy as _

from candidature.models import CallPage
from istruttoria.checklists.answering import STILL_EXAMINED
from istruttoria.scores.models import Score
from portal.models import User

# Submissions, or their counts.
CountedT = TypeVar("CountedT", bound=QuerySet[Any])


class OwnPoints(TextChoices):
    """Whether the account gave points to a submission."""

    GIVEN = "given", _("Li ho dati")
    MISSING = "missing", _("Mancano i miei")


def scored_by(user: User) -> QuerySet[Any, Any]:
    """The ids of the submissions to which an account gave points, of which there are few."""
    return Score.objects.filter(by=user.pk).order_by().values("submission")


def open_for_points(rows: CountedT) -> CountedT:
    """Those of submissions, or of their counts, to which points can be given."""
    calls = CallPage.objects.filter(scoring__0__isnull=False).order_by()
    return rows.filter(page__in=calls.values("pk"), status__in=sorted(STILL_EXAMINED))
