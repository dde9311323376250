"""Submissions in great number, to measure with: plainly invented people, the same at every run of a seed.

They are written in bulk, beside the doors that real ones come through, so nothing here may be taken for a
submission in use.
"""

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
    LogEntry,
    PrivacyNotice,
    Submission,
    SubmissionCount,
    UploadedFile,
)
from candidature.pages.participation import ParticipationPage
from candidature.search import words as search_words
from candidature.statuses import Kind, Status
from candidature.submissions.models import ApplicantKind
from demo.building.pages import site_root
from demo.candidature import questions
from demo.candidature.form import steps
from eventi.models import EventPage, Seat, SeatPool
from eventi.pools import DEFAULT
from moduli import Question, freeze, walk
from territori.models import Municipality, Zone

BATCH = 2000
ZONES = 12
# Every fifth page is an event.
EVENT_EVERY = 5
# One submission of so many brings a file.
FILE_EVERY = 500
DAYS = 700
FORMS = (questions.organisation_steps, questions.citizen_steps, questions.event_steps)
_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"

_BEGINNINGS = (
    "Bal",
    "Cor",
    "Dan",
    "Fal",
    "Gor",
    "Lum",
    "Mar",
    "Nic",
    "Ost",
    "Pel",
    "Quin",
    "Ras",
    "Sol",
    "Tel",
    "Urb",
    "Ver",
    "Zan",
    "Bris",
    "Cald",
    "Dorn",
)
_MIDDLES = (
    "ab",
    "el",
    "ic",
    "ol",
    "ur",
    "an",
    "em",
    "ir",
    "ot",
    "us",
)
_ENDS = (
    "andi",
    "elli",
    "ini",
    "otti",
    "uzzi",
    "oni",
    "ardi",
    "ò",
)
_FIRST_NAMES = (
    "Provina",
    "Testardo",
    "Finta",
    "Esempia",
    "Fittizio",
    "Nicolò",
    "Inventa",
    "Simulo",
    "Ipotesia",
    "Modello",
    "D’Esempio",
)
_SENTENCES = (
    "Testo inventato per misurare.",
    "Vorremmo mettere a disposizione uno spazio e qualche ora alla settimana.",
    "Abbiamo già lavorato con le scuole e con i medici di famiglia della zona.",
    "La proposta riguarda chi vive da solo e chi assiste un familiare.",
)
_STATUSES = (
    (Status.RECEIVED, 30),
    (Status.IN_REVIEW, 15),
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
        # A register gives each number once, so no chance here.
        self.registered = Submission.objects.count()

    def make(self, how_many: int, pages: int) -> Iterator[int]:
        """Writes the pages and then the submissions, a batch at a time; gives how many are written."""
        with transaction.atomic():
            self.municipalities = self._municipalities()
            self.notice = PrivacyNotice.objects.get_or_create(
                title="Informativa inventata per misurare", version="1.0", defaults={"body": "<p>Prova.</p>"}
            )[0]
            self.pages = [self._page(number) for number in range(pages)]
        self.schemas = {page.pk: freeze(page.steps) for page in self.pages}
        self.versions = {pk: FormVersion.objects.holding(schema) for pk, schema in self.schemas.items()}
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
        existing = model.objects.filter(slug=slug).first()
        if existing is not None:
            return existing
        # Letters shuffled, so that the order by title is not the order of making.
        title = (
            f"{_surname(random.Random(number))}: {'laboratorio' if is_event else 'avviso'} inventato {number}"  # noqa: S311 - as above
        )
        page = model(
            slug=slug,
            title=title,
            live=False,
            privacy_notice=self.notice,
            opens_at=self.now - timedelta(days=DAYS),
            closes_at=self.now + timedelta(days=30),
            steps=steps(*FORMS[number % len(FORMS)]()),
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
        LogEntry.objects.bulk_create(
            [
                LogEntry(
                    at=submission.submitted_at,
                    submission=submission,
                    reference=submission.reference,
                    kind=submission.kind,
                    actor_label="Chi si candida",
                    action="received",
                    to_status=Status.RECEIVED,
                )
                for submission in submissions
            ]
        )
        for submission in submissions[::FILE_EVERY]:
            self._file(submission)

    def _submission(self) -> Submission:
        # Some pages get many more than others.
        page = self.pages[int(len(self.pages) * self.chance.random() ** 1.5)]
        sent = self.now - timedelta(seconds=self.chance.randrange(DAYS * 24 * 3600))
        status = self.chance.choices([s for s, _n in _STATUSES], [n for _s, n in _STATUSES])[0]
        municipality = self.chance.choice(self.municipalities)
        first, last = self.chance.choice(_FIRST_NAMES), _surname(self.chance)
        is_organisation = page.kind == Kind.CALL and self.chance.random() < 0.4
        return Submission(
            page_id=page.pk,
            kind=page.kind,
            reference=self._reference(sent),
            status=status,
            submitted_at=sent,
            updated_at=sent,
            applicant_kind=ApplicantKind.ORGANISATION if is_organisation else ApplicantKind.CITIZEN,
            first_name=first,
            last_name=last,
            organisation_name=f"Associazione inventata {_surname(self.chance)}" if is_organisation else "",
            email=f"{last.lower().replace('ò', 'o')}.{self.chance.randrange(10_000)}@prova.example",
            municipality=municipality,
            zone_id=municipality.zone_id if self.chance.random() < 0.95 else None,
            form_version=self.versions[page.pk],
            answers=self._answers(page),
            privacy_notice=self.notice,
            respond_by=(self.now + timedelta(days=60)).date() if page.kind == Kind.CALL else None,
            info_due_at=self.now + timedelta(days=10) if status == Status.NEEDS_INFO else None,
            protocol_number=self._protocol_number() if self.chance.random() < 0.3 else "",
        )

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

    def _protocol_number(self) -> str:
        self.registered += 1
        return f"2026/{self.registered:07d}"

    def _reference(self, sent: datetime) -> str:
        """Like a real one, but of this source of chance."""
        letters = "".join(self.chance.choices(_LETTERS, k=8))
        return f"CS-{timezone.localtime(sent).year}-{letters[:4]}-{letters[4:]}"

    def _answers(self, page: ParticipationPage) -> dict[str, Any]:
        asked_steps = self.schemas[page.pk]["steps"]
        asked = [question for step in asked_steps for question in walk(step["questions"])]
        return {question["key"]: answer for question in asked if (answer := self._answer(question))}

    def _answer(self, question: Question) -> Any:
        match question["type"]:
            case "long_text":
                return " ".join(self.chance.choice(_SENTENCES) for _sentence in range(3))
            case "short_text" | "address":
                return self.chance.choice(_SENTENCES)
            case "one_choice" | "yes_no":
                entering = [option for option in question["options"] if "leads_out" not in option]
                return self.chance.choice(entering)["key"]
            case "declaration":
                return True
            case _:
                return None

    def _file(self, submission: Submission) -> None:
        content = b"%PDF-1.7 inventato"
        uploaded = UploadedFile(
            submission=submission,
            question_key="inventata",
            original_name="documento-inventato.pdf",
            content_type="application/pdf",
            size=len(content),
            sha256="0" * 64,
        )
        uploaded.file.save("inventato", ContentFile(content), save=False)
        uploaded.save()


def _surname(chance: random.Random) -> str:
    return "".join(chance.choice(parts) for parts in (_BEGINNINGS, _MIDDLES, _ENDS))


def analyze() -> None:
    """Lets the database know how its rows are spread, so that it chooses the right indexes."""
    with connection.cursor() as cursor:
        # On PostgreSQL the vacuum also marks which pages an index may answer for alone.
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
