"""Demo content of the patti: one text in two versions, with the signatures of people who do not exist."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from candidature.models import PrivacyNotice
from demo.accounts import DOMAIN
from demo.building.blocks import stream
from demo.building.images import image
from demo.building.pages import publish
from demo.patti import texts
from demo.patti.texts import SIGNERS, Invented
from patti.models import PattoPage, PattoVersion, Signature
from patti.signatures import naming, secret_links
from territori.models import Municipality, TerritoryPage


def load() -> None:
    zone = TerritoryPage.objects.get(slug=texts.ZONE)
    if PattoPage.objects.child_of(zone).exists():
        return
    notice, _is_new = PrivacyNotice.objects.get_or_create(
        title=texts.NOTICE_TITLE, version=texts.NOTICE_VERSION, defaults={"body": texts.NOTICE.strip()}
    )
    page = publish(
        zone,
        PattoPage,
        texts.SLUG,
        texts.TITLE,
        abstract=texts.ABSTRACT,
        promoter=texts.PROMOTER,
        image=image(texts.IMAGE),
        body=stream(*texts.FIRST),
        privacy_notice=notice,
        opens_at=_days_ago(20, 9),
        closes_at=_days_ago(-90, 18),
    )
    _date(page, 1, 20)
    _sign(page, notice, 1)
    page.body = stream(*texts.SECOND)
    page.change_note = texts.CHANGE
    page.save_revision().publish()
    _date(page, 2, 7)
    _sign(page, notice, 2)


def _date(page: PattoPage, number: int, days: int) -> None:
    """Says that a version, which nobody signed yet, is from so many days ago. No version is ever changed."""
    version = PattoVersion.objects.get(page=page, number=number)
    version.delete()
    version.pk, version.published_at = None, _days_ago(days, 9)
    version.save(force_insert=True)


def _sign(page: PattoPage, notice: PrivacyNotice, number: int) -> None:
    """Written past the letters, which would go to people who do not exist."""
    version = PattoVersion.objects.get(page=page, number=number)
    for place, one in enumerate(SIGNERS):
        if one.version == number:
            _signature(page, version, notice, one, place).save(force_insert=True)


def _signature(
    page: PattoPage, version: PattoVersion, notice: PrivacyNotice, one: Invented, place: int
) -> Signature:
    at = _days_ago(one.days, 10 + place % 8)
    address = f"firma{place + 1}@{DOMAIN}"
    signature = Signature(
        page=page,
        version=version,
        notice=notice,
        kind=one.kind,
        email=address,
        mailbox=address,
        first_name=one.first_name,
        last_name=one.last_name,
        body=one.body,
        role=one.role,
        municipality=Municipality.objects.filter(name=one.municipality).first(),
        shows_name=one.shows_name,
        look=one.look,
        signed_at=at,
        version_at=at,
        **secret_links.new(),
    )
    signature.key = naming.key_of(signature)
    return signature


def _days_ago(days: int, hour: int) -> datetime:
    day = timezone.localdate() - timedelta(days=days)
    return timezone.make_aware(datetime.combine(day, time(hour)))
