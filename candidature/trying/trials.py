"""The life of a trial: begun with somebody invented or empty, written into step by step, closed."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any, TypeVar

from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from candidature.intake import quotas
from candidature.intake.uploads import FilesOnDisk
from candidature.pages.others import OF_AGE
from candidature.pages.participation import ParticipationPage
from candidature.pages.window import AllowedApplicants
from candidature.submissions.applicants import ApplicantKind
from candidature.trying.models import PreviewLink, Trial
from moduli import StepForm
from portal.models import User
from portal.privacy.tokens import digest, is_well_formed, new_token
from territori.models import Municipality

Answer = TypeVar("Answer")

# By one link or one account at once: with another the oldest goes.
MOST_AT_ONCE = 20
EMPTY, CITIZEN, MINOR, ORGANISATION = "vuota", "persona", "minorenne", "organizzazione"
_LABELS: dict[str, str | Promise] = {
    EMPTY: _("Da zero, come chi arriva sul sito"),
    CITIZEN: _("Come cittadina o cittadino"),
    MINOR: _("Come chi ha meno di 18 anni"),
    ORGANISATION: _("Come organizzazione o gruppo"),
}


class TrialGoneError(Exception):
    """It was closed or finished, or its time is over."""


def ways_to_try(page: ParticipationPage) -> list[tuple[str, str | Promise]]:
    """As whom the form of a page can be tried: name and label."""
    ways = [EMPTY]
    if page.admits(ApplicantKind.CITIZEN):
        ways += [
            CITIZEN,
            *([MINOR] if page.guardian_confirms and (page.minimum_age or OF_AGE) < OF_AGE else []),
        ]
    if page.admits(ApplicantKind.ORGANISATION):
        ways.append(ORGANISATION)
    return [(way, _LABELS[way]) for way in ways]


def begin(
    page: ParticipationPage, way: str = EMPTY, *, by: User | None = None, link: PreviewLink | None = None
) -> str:
    """Begins a trial; returns its secret.

    Args:
        way: as whom (`ways_to_try`); empty for any other.
        by, link: who tries it, one of them.
    """
    token = new_token()
    with transaction.atomic():
        own = Trial.objects.filter(made_by=by, link=link).order_by("-pk")
        Trial.objects.filter(pk__in=list(own.values_list("pk", flat=True)[MOST_AT_ONCE - 1 :])).delete()
        Trial.objects.create(
            page_id=page.pk,
            token_hash=digest(token),
            made_by=by,
            link=link,
            applicant_typed=_invented(page, way),
        )
    return token


def find(token: str) -> Trial | None:
    """The trial with this secret, while it lasts."""
    if not is_well_formed(token):
        return None
    found = Trial.objects.select_related("page", "link__page")
    return found.filter(token_hash=digest(token), expires_at__gt=timezone.now()).first()


def change(trial: Trial, write: Callable[[Trial], Answer]) -> tuple[Trial, Answer]:
    """Lets one write into it at a time, and saves what `write` left in it.

    Raises:
        TrialGoneError: see there.
    """
    with transaction.atomic():
        locked = Trial.objects.select_for_update(of=("self",)).filter(pk=trial.pk).first()
        if locked is None or locked.is_finished:
            raise TrialGoneError
        locked.page, locked.link = trial.page, trial.link
        answer = write(locked)
        locked.save()
    return locked, answer


def finish(trial: Trial) -> None:
    """It could have been sent: from now on nothing of what was typed is kept."""
    nothing: dict[str, Any] = {name: {} for name in ("answers", "applicant_typed", "applicant", "remarks")}
    Trial.objects.filter(pk=trial.pk).update(**nothing, files=[], says_who=False, is_finished=True)


def close(trial: Trial) -> None:
    Trial.objects.filter(pk=trial.pk).delete()


def prune(now: datetime | None = None) -> int:
    """Forgets the trials that nobody closed; returns how many."""
    return Trial.objects.filter(expires_at__lte=now or timezone.now()).delete()[0]


class FilesLookedInto(FilesOnDisk):
    """The good files of a request, of which only the names are kept."""

    def name_in(self, form: StepForm, owner: Trial) -> None:  # type: ignore[override]
        for key, checked in form.new_files():
            try:
                quotas.room_for(owner.uploads(), checked.size)
            except quotas.NoRoomError as reached:
                form.refuse(key, checked, str(reached))
                continue
            form.attach(owner.add(key, checked))


@contextmanager
def looked_into() -> Iterator[FilesOnDisk]:
    """In the place of `candidature.intake.uploads.written`: nothing reaches the disk."""
    yield FilesLookedInto()


def _invented(page: ParticipationPage, way: str) -> dict[str, str]:
    """The first step as somebody invented would fill it in; empty where nobody is."""
    if way not in dict(ways_to_try(page)) or way == EMPTY:
        return {}
    is_organisation = way == ORGANISATION
    zones = page.nearest_zone_ids()
    places = Municipality.objects.order_by("name")
    place = (places.filter(zone__in=zones) if zones else places).first()
    typed = {
        "first_name": "Maria",
        "last_name": "Di Prova",
        "email": "maria.diprova@example.org",
        "municipality": place.cadastral_code if place else "",
    }
    if page.allowed_applicants == AllowedApplicants.BOTH:
        kind = ApplicantKind.ORGANISATION if is_organisation else ApplicantKind.CITIZEN
        typed["applicant_kind"] = kind.value
    if is_organisation:
        typed["organisation_name"] = "Associazione di prova"
    elif page.asks_birth_date:
        typed["birth_date"] = _born(page.minimum_age or 0, is_minor=way == MINOR).isoformat()
    if way == MINOR:
        typed |= {"guardian_name": "Anna Di Prova", "guardian_email": "anna.diprova@example.org"}
    return {name: text for name, text in typed.items() if text}


def _born(minimum_age: int, *, is_minor: bool) -> date:
    """On the first of January, so that a trial at any time of the year finds the age it is meant for."""
    years = OF_AGE - 1 if is_minor else max(minimum_age + 1, 40)
    return date(timezone.localdate().year - years, 1, 1)
