"""What an account gave points to, and what still waits for them."""

from typing import Any, TypeVar

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BooleanField, Count, F, Func, IntegerField, QuerySet, TextChoices
from django.db.models.sql.compiler import SQLCompiler
from django.utils.translation import gettext_lazy as _

from candidature.models import CallPage
from candidature.statuses import STILL_EXAMINED
from istruttoria.scores.models import Score
from portal.models import User

# Submissions, or their counts.
CountedT = TypeVar("CountedT", bound=QuerySet[Any])


class OwnPoints(TextChoices):
    """Whether the account gave points to a submission, for all that its call asks."""

    GIVEN = "given", _("Li ho dati")
    MISSING = "missing", _("Mancano i miei")


class _IsAsked(Func):
    """Whether criteria, as the database stores them, have one with an id."""

    output_field = BooleanField()
    arg_joiner = ") one WHERE "

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **_context: Any) -> Any:
        template = "EXISTS (SELECT 1 FROM json_each(%(expressions)s = json_extract(one.value, '$.id'))"
        return self.as_sql(compiler, connection, template=template)

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **_context: Any) -> Any:
        template = "EXISTS (SELECT 1 FROM jsonb_array_elements(%(expressions)s = one.value ->> 'id')"
        return self.as_sql(compiler, connection, template=template)


class _HowMany(Func):
    """How many criteria there are."""

    function = "json_array_length"
    output_field = IntegerField()

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **_context: Any) -> Any:
        return self.as_sql(compiler, connection, function="jsonb_array_length")


def scored_by(user: User) -> QuerySet[Any, Any]:
    """The ids of the submissions with points of an account for every criterion that their call has now."""
    scoring = "submission__page__callpage__scoring"
    own = Score.objects.filter(_IsAsked(scoring, "key"), by=user.pk).order_by()
    counted = own.values("submission", wanted=_HowMany(scoring)).annotate(given=Count("pk"))
    return counted.filter(given=F("wanted")).values("submission")


def open_for_points(rows: CountedT) -> CountedT:
    """Those of submissions, or of their counts, to which points can be given."""
    return rows.filter(page__in=calls_with_points().values("pk"), status__in=sorted(STILL_EXAMINED))


def calls_with_points() -> QuerySet[CallPage]:
    """The calls whose applications are given points."""
    calls: QuerySet[CallPage] = CallPage.objects.filter(scoring__0__isnull=False).order_by()
    return calls
