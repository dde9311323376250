"""What is said of a patto that is open for signing, or is not; whether it is, `window` knows."""

from collections.abc import Mapping
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from candidature.pages.window import Facts, Reason, Standing, standing
from portal.pages.teasers import Teaser

# What teasers of these pages are grouped under (`related`).
GROUP = "patti"

LABELS: Mapping[Reason, str | Promise] = {
    Reason.OPEN: gettext_lazy("Si può firmare"),
    Reason.UPCOMING: gettext_lazy("Non ancora aperto alle firme"),
    Reason.CLOSED: gettext_lazy("Firme chiuse"),
}
SENTENCES: Mapping[Reason, str | Promise] = {
    Reason.OPEN: gettext_lazy("Si firma fino a %(closes)s."),
    Reason.UPCOMING: gettext_lazy("Si potrà firmare da %(day)s alle ore %(hour)s, fino a %(closes)s."),
    Reason.CLOSED: gettext_lazy("Si poteva firmare fino a %(closes)s."),
    Reason.NO_NOTICE: gettext_lazy(
        "Non si può ancora firmare: manca l’informativa privacy, da leggere prima."
    ),
    Reason.NO_QUESTIONS: gettext_lazy("Non si può ancora firmare: il testo è in preparazione."),
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


def standing_of(opens_at: datetime | None, closes_at: datetime | None) -> Standing:
    """How a published patto stands now, by its dates alone: none is published without notice and text."""
    return standing(facts(opens_at, closes_at))


def describe_teasers(teasers: list[Teaser]) -> None:
    """Gives teasers of patti their state and its words."""
    for teaser in teasers:
        if teaser.group == GROUP:
            own = standing_of(teaser.opens_at, teaser.closes_at)
            teaser.state, teaser.state_label, teaser.when = own.tone, own.label, own.when
