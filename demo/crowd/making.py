"""Pages and submissions, written in bulk."""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone
from wagtail.models import Page

from candidature.models import (
    CallPage,
    FormVersion,
    PrivacyNotice,
    Submission,
    SubmissionCount,
    UploadedFile,
)
from candidature.pages.participation import ParticipationPage
from candidature.ready_sets.notation import steps
from candidature.search import words as search_words
from candidature.statuses import Kind, Status
from candidature.submissions.applicants import ApplicantKind
from candidature.submissions.channels import Channel
from demo.building.pages import site_root
from demo.crowd.answering import Answering
from demo.crowd.desk import Desk, terms
from demo.crowd.forms import forms
from demo.crowd.people import FIRST_NAMES, surname
from eventi.models import EventPage, Seat, SeatPool
from eventi.pools import DEFAULT
from moduli import Schema, for_kind, freeze, walk
from territori.models import Municipality, Zone

BATCH = 2000
ZONES = 12
# Every fifth page is an event.
EVENT_EVERY = 5
# One submission of so many brings a file.
FILE_EVERY = 500
DAYS = 700
# So many of all came on paper, from somebody without an address.
BY_HAND = 0.01
_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"

_STATUSES = (
    (Status.RECEIVED, 30),
    (Status.IN_REVIEW, 13),
    (Status.FOREWARNED, 2),
    (Status.ADMISSIBLE, 8),
    (Status.NEEDS_INFO, 5),
    (Status.ACCEPTED, 17),
    (Status.RESERVE, 5),
    (Status.REJECTED, 15),
    (Status.WITHDRAWN, 5),
)


class Maker:
    """Makes submissions to some pages, all from one source of chance."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)  # noqa: S311 - repeatable is what is wanted
        self.now = timezone.now()
        self.seats: dict[int, int] = {}
        self.pools: dict[int, SeatPool] = {}
        self._schemas: dict[tuple[int, str], Schema] = {}
        # A register gives each number once, so no chance here.
        self.registered = Submission.objects.count()

    def make(self, how_many: int, pages: int) -> Iterator[int]:
        """Writes the pages and then the submissions, a batch at a time; gives how many are written."""
        with transaction.atomic():
            self.forms = forms()
            self.municipalities = self._municipalities()
            self.notice = PrivacyNotice.objects.get_or_create(
                title="Informativa inventata per misurare", version="1.0", defaults={"body": "<p>Prova.</p>"}
            )[0]
            self.pages = [self._page(number) for number in range(pages)]
            self.desk = Desk(self.chance, self.now)
        self.schemas = {page.pk: freeze(page.steps) for page in self.pages}
        self.versions = {pk: FormVersion.objects.holding(schema) for pk, schema in self.schemas.items()}
        self.answering = Answering(self.chance, self.municipalities)
        for written in range(0, how_many, BATCH):
            size = min(BATCH, how_many - written)
            with transaction.atomic():
                self._batch(size)
            yield written + size
        SubmissionCount.objects.all().fold()
        analyze()

    def _municipalities(self) -> list[Municipality]:
        found = []
        for number in range(ZONES):
            zone = Zone.objects.get_or_create(
                slug=f"zona-inventata-{number}", defaults={"name": f"Zona inventata {number}"}
            )[0]
            found.append(
                Municipality.objects.get_or_create(
                    cadastral_code=f"Z9{number:02d}",
                    defaults={"name": f"Comune inventato {number}", "province": "XX", "zone": zone},
                )[0]
            )
        return found

    def _page(self, number: int) -> ParticipationPage:
        is_event = number % EVENT_EVERY == EVENT_EVERY - 1
        slug = f"misura-{number}"
        model = EventPage if is_event else CallPage
        existing: ParticipationPage | None = model.objects.filter(slug=slug).first()
        if existing is not None:
            return existing
        # Letters shuffled, so that the order by title is not the order of making.
        title = (
            f"{surname(random.Random(number))}: {'laboratorio' if is_event else 'avviso'} inventato {number}"  # noqa: S311 - as above
        )
        page = model(
            slug=slug,
            title=title,
            live=False,
            privacy_notice=self.notice,
            opens_at=self.now - timedelta(days=DAYS),
            closes_at=self.now + timedelta(days=30),
            steps=steps(*self.forms[number % len(self.forms)]),
        )
        if isinstance(page, EventPage):
            page.capacity = 1_000_000
        parent: Page = site_root()
        parent.add_child(instance=page)
        return page

    def _batch(self, size: int) -> None:
        made = [self._submission() for _row in range(size)]
        seated = [submission for submission in made if self._has_a_seat(submission)]
        for submission in seated:
            # The database confirms nobody who has no seat yet.
            submission.status = Status.RECEIVED
        submissions = Submission.objects.bulk_create(made)
        Seat.objects.bulk_create([self._seat(submission) for submission in seated])
        for submission in seated:
            submission.status = Status.ACCEPTED
        Submission.objects.bulk_update(seated, ["status"])
        search_words.write_all(submissions)
        self.desk.work_on(submissions)
        for submission in submissions[::FILE_EVERY]:
            self._file(submission)

    def _submission(self) -> Submission:
        # Some pages get many more than others.
        page = self.pages[int(len(self.pages) * self.chance.random() ** 1.5)]
        sent = self.now - timedelta(seconds=self.chance.randrange(DAYS * 24 * 3600))
        status = self.chance.choices([s for s, _n in _STATUSES], [n for _s, n in _STATUSES])[0]
        municipality = self.chance.choice(self.municipalities)
        first, last = self.chance.choice(FIRST_NAMES), surname(self.chance)
        is_organisation = page.kind == Kind.CALL and self.chance.random() < 0.4
        kind = ApplicantKind.ORGANISATION if is_organisation else ApplicantKind.CITIZEN
        came_by_hand = self.chance.random() < BY_HAND
        return Submission(
            page_id=page.pk,
            kind=page.kind,
            reference=self._reference(sent),
            status=status,
            submitted_at=sent,
            updated_at=sent if status == Status.RECEIVED else sent + (self.now - sent) / 3,
            unread_since=self.desk.wrote_at(sent),
            assigned_to=self.desk.holder(),
            applicant_kind=kind,
            channel=Channel.PAPER if came_by_hand else Channel.ONLINE,
            first_name=first,
            last_name=last,
            organisation_name=f"Associazione inventata {surname(self.chance)}" if is_organisation else "",
            email=""
            if came_by_hand
            else f"{last.lower().replace('ò', 'o')}.{self.chance.randrange(10_000)}@prova.example",
            municipality=municipality,
            zone_id=municipality.zone_id if self.chance.random() < 0.95 else None,
            form_version=self.versions[page.pk],
            answers=self.answering.answers(self._asked(page.pk, kind)),
            privacy_notice=self.notice,
            **self._protocol(sent),
            **terms(self.chance, status, page.kind, sent, self.now),
        )

    def _asked(self, page: int, kind: str) -> Schema:
        """What a form asks of this kind of applicant."""
        if (page, kind) not in self._schemas:
            self._schemas[page, kind] = for_kind(self.schemas[page], kind)
        return self._schemas[page, kind]

    @staticmethod
    def _has_a_seat(submission: Submission) -> bool:
        return submission.kind == Kind.EVENT and submission.status == Status.ACCEPTED

    def _seat(self, submission: Submission) -> Seat:
        """The seat after the last that is taken."""
        event = submission.page_id
        if event not in self.pools:
            pool = self.pools[event] = SeatPool.objects.get(event=event, name=DEFAULT)
            self.seats[event] = pool.seats.aggregate(highest=Max("number"))["highest"] or 0
        self.seats[event] += 1
        return Seat(pool=self.pools[event], number=self.seats[event], submission=submission)

    def _protocol(self, sent: datetime) -> dict[str, Any]:
        if self.chance.random() >= 0.3:
            return {}
        self.registered += 1
        return {
            "protocol_number": f"2026/{self.registered:07d}",
            "protocol_date": timezone.localdate(sent),
        }

    def _reference(self, sent: datetime) -> str:
        """Like a real one, but of this source of chance."""
        letters = "".join(self.chance.choices(_LETTERS, k=8))
        return f"CS-{timezone.localtime(sent).year}-{letters[:4]}-{letters[4:]}"

    def _file(self, submission: Submission) -> None:
        content = b"%PDF-1.7 inventato"
        asked = [one for step in self.schemas[submission.page_id]["steps"] for one in walk(step["questions"])]
        uploaded = UploadedFile(
            submission=submission,
            question_key=next((one["key"] for one in asked if one["type"] == "file"), "inventata"),
            original_name="documento-inventato.pdf",
            content_type="application/pdf",
            size=len(content),
            sha256="0" * 64,
        )
        uploaded.file.save("inventato", ContentFile(content), save=False)
        uploaded.save()
        submission.answers[uploaded.question_key] = [str(uploaded.public_id)]
        submission.save(update_fields=["answers"])


def analyze() -> None:
    """Lets the database know how its rows are spread, so that it chooses the right indexes."""
    with connection.cursor() as cursor:
        # On PostgreSQL the vacuum, which no transaction takes, also marks what an index may answer for alone.
        vacuums = connection.vendor == "postgresql" and not connection.in_atomic_block
        cursor.execute("VACUUM ANALYZE" if vacuums else "ANALYZE")
