"""What is said of a patto that is open for signing, or is not; whether it is, `window` knows."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import DateTimeField, Field, IntegerField, Model, OuterRef, Subquery
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from candidature.pages.window import Facts, Reason, Standing, standing
from portal.languages import ITALIAN
from portal.pages.teasers import Teaser
from portal.pages.visibility import published

_PAGE = "patti.PattoPage"
# By the name of a teaser's column: the field of the page that is signed.
_OF_SIGNED = {"patto_signed": "pk", "patto_opens_at": "opens_at", "patto_closes_at": "closes_at"}
FIELDS: Mapping[str, Field[Any, Any]] = {
    "patto_signed": IntegerField(),
    "patto_opens_at": DateTimeField(),
    "patto_closes_at": DateTimeField(),
}
# What teasers of these pages are grouped under (`related`).
GROUP = "patti"

LABELS: Mapping[Reason, str | Promise] = {
    Reason.OPEN: gettext_lazy("Si può firmare"),
    Reason.UPCOMING: gettext_lazy("Non ancora aperto alle firme"),
    Reason.CLOSED: gettext_lazy("Firme chiuse"),
    Reason.UNDATED: gettext_lazy("Giorni delle firme da decidere"),
}
SENTENCES: Mapping[Reason, str | Promise] = {
    Reason.OPEN: gettext_lazy("Si firma fino a %(closes)s."),
    Reason.UPCOMING: gettext_lazy("Si potrà firmare da %(day)s alle ore %(hour)s, fino a %(closes)s."),
    Reason.CLOSED: gettext_lazy("Si poteva firmare fino a %(closes)s."),
    Reason.NO_NOTICE: gettext_lazy(
        "Non si può ancora firmare: manca l’informativa privacy, da leggere prima."
    ),
    Reason.NO_QUESTIONS: gettext_lazy("Non si può ancora firmare: il testo è in preparazione."),
    Reason.UNDATED: gettext_lazy("Non si può ancora firmare: i giorni delle firme sono da decidere."),
    Reason.UNPUBLISHED: gettext_lazy("Per ora non si può firmare."),
}


def facts(
    opens_at: datetime | None,
    closes_at: datetime | None,
    *,
    has_notice: bool = True,
    has_text: bool = True,
    is_published: bool = True,
) -> Facts:
    """Of a patto there is a text to sign where others have questions to answer."""
    return Facts(
        opens_at=opens_at,
        closes_at=closes_at,
        has_notice=has_notice,
        has_questions=has_text,
        is_published=is_published,
        labels=LABELS,
        sentences=SENTENCES,
    )


def standing_of(opens_at: datetime | None, closes_at: datetime | None, *, is_published: bool) -> Standing:
    """How a patto stands now, by the days of the text that is signed: none is published without notice and
    text.

    Args:
        is_published: whether the text that is signed is on the site; a translation may be there without it.
    """
    return standing(facts(opens_at, closes_at, is_published=is_published))


def columns(model: type[Model]) -> Mapping[str, Any]:
    """What teasers need of the page that is signed, which a translation does not hold (`Describer`)."""
    if model._meta.label != _PAGE:
        return {}
    same = published(
        model._default_manager.filter(translation_key=OuterRef("translation_key"), alias_of=None)
    )
    signed = same.filter(locale__language_code=ITALIAN)
    return {name: Subquery(signed.values(field)[:1]) for name, field in _OF_SIGNED.items()}


def describe_teasers(teasers: list[Teaser]) -> None:
    """Gives teasers of patti their state and its words."""
    for teaser in teasers:
        if teaser.group == GROUP:
            signed = [teaser.more[name] for name in _OF_SIGNED]
            own = standing_of(signed[1], signed[2], is_published=signed[0] is not None)
            teaser.state, teaser.state_label, teaser.when = own.tone, own.label, own.when
