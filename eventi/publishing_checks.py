"""What is looked at before an event is published, beside what holds for every page that people answer."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from candidature.pages import proofs
from eventi.pages import EventPage
from portal.editorial.findings import Check, Occasion, Remark, Severity


def no_day(event: EventPage, _occasion: Occasion) -> Iterator[Remark]:
    if event.original_id is None and event.starts_at is None and not event.concluded:
        yield Remark(_("Manca il giorno dell’evento: scrivi quando inizia."), "starts_at")


def no_place(event: EventPage, _occasion: Occasion) -> Iterator[Remark]:
    if event.is_in_a_place and not (event.place.strip() or event.address.strip()):
        yield Remark(_("Manca il luogo: chi viene deve sapere dove."), "place")


def no_access(event: EventPage, _occasion: Occasion) -> Iterator[Remark]:
    if event.original_id is None and event.is_online and not event.online_url:
        yield Remark(
            _("Manca il collegamento online: chi ha il posto lo riceve per email appena lo scrivi qui."),
            "online_url",
        )


def no_committee(event: EventPage, occasion: Occasion) -> Iterator[Remark]:
    """Only where a committee gives the seats."""
    if not event.admits_by_itself:
        yield from proofs.no_committee(event, occasion)


CHECKS = [
    Check("no_day", Severity.WARNING, EventPage, no_day),
    Check("no_place", Severity.WARNING, EventPage, no_place),
    Check("no_access", Severity.WARNING, EventPage, no_access),
    Check("no_committee", Severity.WARNING, EventPage, no_committee),
]
