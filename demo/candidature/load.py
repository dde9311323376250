"""Demo content of the participation app: calls, events and invented applications.

Applications go through the same two doors as real ones, so seats, letters and log are what they would be.
"""

import zlib
from datetime import datetime, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from wagtail.models import Page

from candidature.actors import APPLICANT, Actor
from candidature.confirmations import answering
from candidature.confirmations.applications import Application as ToConfirm
from candidature.confirmations.naming import Named
from candidature.intake import confirming, drafts, sending
from candidature.models import (
    CallPage,
    Committee,
    Draft,
    ParticipationIndexPage,
    PrivacyNotice,
    StartingValues,
    Submission,
    UploadedFile,
)
from candidature.pages.participation import ParticipationPage
from candidature.pages.scoring import criteria_of
from candidature.process import workflow
from candidature.ready_sets import asked
from candidature.ready_sets.notation import steps
from candidature.statuses import Status
from candidature.submissions.applicants import ApplicantKind
from demo.accounts import DOMAIN
from demo.building.blocks import stream, table, text
from demo.building.images import image
from demo.building.pages import publish, site_root
from demo.building.pdf import plain_pdf
from demo.candidature import calls, events, privacy
from demo.candidature.applications import Application, Move, address_of
from demo.candidature.citizens import CLOSED_CALL_APPLICATIONS
from demo.candidature.organisations import OPEN_CALL_APPLICATIONS
from demo.candidature.participants import SIGN_UPS
from demo.candidature.points import JUDGEMENTS
from demo.candidature.questions import citizen_steps, event_steps, organisation_steps
from eventi.models import EventPage
from istruttoria.scores import giving
from moduli import freeze, walk
from moduli.files import check
from portal.models import User
from territori.models import Municipality, PathPage, TerritoryPage, Zone

OFFICE = "Segreteria della partecipazione (ufficio inventato)"
RESPONSIBLE = "Responsabile di prova"
CONTACT = "partecipazione@demo.example"
SATURDAY = 5


def load() -> None:
    notice = load_notice()
    index = publish(
        site_root(),
        ParticipationIndexPage,
        "partecipa",
        "Partecipa",
        abstract=calls.INDEX_ABSTRACT,
        show_in_menus=True,
    )
    load_starting_values(index, notice)
    load_past_calls(index, notice)
    open_call = load_open_call(index, notice)
    closed_call = load_closed_call(index, notice)
    load_glossary_call(index, notice)
    meetings = [load_event(index, notice, meeting) for meeting in events.EVENTS]
    load_committees(open_call, closed_call)
    if send_all(open_call, OPEN_CALL_APPLICATIONS):
        give_points(open_call)
    if send_all(closed_call, CLOSED_CALL_APPLICATIONS):
        publish_outcome(closed_call)
    for meeting in meetings:
        send_all(meeting, SIGN_UPS[meeting.slug])


def at(days: int, hour: int) -> datetime:
    """That hour (Europe/Rome) so many days from today."""
    day = timezone.localtime() + timedelta(days=days)
    return day.replace(hour=hour, minute=0, second=0, microsecond=0)


def on_working_day(days: int, hour: int) -> datetime:
    """Like `at`, but never on a weekend: what is to come moves on to Monday, what is past back to Friday."""
    moment = at(days, hour)
    while moment.weekday() >= SATURDAY:
        moment += timedelta(days=1 if days > 0 else -1)
    return moment


def load_notice() -> PrivacyNotice:
    return PrivacyNotice.objects.get_or_create(
        title=privacy.TITLE, version=privacy.VERSION, defaults={"body": privacy.BODY}
    )[0]


def load_starting_values(index: Page, notice: PrivacyNotice) -> None:
    """What a call that is made while the portal is shown begins with."""
    begun: dict[str, Any] = {"office": OFFICE, "privacy_notice": notice}
    StartingValues.objects.update_or_create(site=index.get_site(), defaults=begun)


def load_call(index: Page, notice: PrivacyNotice, content: dict[str, Any], **fields: Any) -> CallPage:
    return publish(index, CallPage, privacy_notice=notice, **content, **fields)


def load_past_calls(index: Page, notice: PrivacyNotice) -> None:
    """The two calls of 2021. The day they name is a day, so they close when it ends."""
    valdera = TerritoryPage.objects.get(slug="alta-val-di-cecina-valdera")
    path = PathPage.objects.child_of(valdera).first()
    # The source states no term for the answer.
    shared = {
        "territories": [valdera],
        "path_page": path,
        "office": calls.OFFICE_UNKNOWN,
        "response_days": None,
    }
    load_call(
        index,
        notice,
        calls.PARTNERS_2021,
        image=image("sportello-orientamento"),
        body=stream(*calls.PARTNERS_2021_BODY),
        call_type=CallPage.CallType.PARTNERS,
        allowed_applicants="organisation",
        concluded=True,
        steps=steps(*organisation_steps()),
        **shared,
    )
    load_call(
        index,
        notice,
        calls.ACTIVATORS_2021,
        image=image("attivatori"),
        body=stream(*calls.ACTIVATORS_2021_BODY),
        call_type=CallPage.CallType.ACTIVATORS,
        allowed_applicants="citizen",
        minimum_age=16,
        guardian_confirms=True,
        closes_at=timezone.make_aware(datetime(2021, 5, 14, 23, 59)),
        steps=steps(*citizen_steps()),
        **shared,
    )


def load_open_call(index: Page, notice: PrivacyNotice) -> CallPage:
    return load_call(
        index,
        notice,
        calls.OPEN_CALL,
        image=image("banchetto-associazione"),
        body=stream(*calls.OPEN_CALL_BODY),
        call_type=CallPage.CallType.PARTNERS,
        allowed_applicants="organisation",
        opens_at=on_working_day(-9, 9),
        closes_at=on_working_day(21, 12),
        steps=steps(*organisation_steps()),
        scoring=stream(*calls.OPEN_CALL_SCORING),
        territories=[TerritoryPage.objects.get(slug="valdichiana-aretina")],
        path_page=PathPage.objects.get(slug="punto-di-ascolto"),
        office=OFFICE,
        responsible_person=RESPONSIBLE,
        contact_email=CONTACT,
    )


def load_glossary_call(index: Page, notice: PrivacyNotice) -> CallPage:
    """By which citizens propose terms; it is open for a year."""
    return load_call(
        index,
        notice,
        calls.GLOSSARY_CALL,
        body=stream(*calls.GLOSSARY_CALL_BODY),
        call_type=CallPage.CallType.OTHER,
        opens_at=on_working_day(-20, 9),
        closes_at=on_working_day(345, 12),
        steps=steps(asked.glossary_step()),
        office=OFFICE,
        responsible_person=RESPONSIBLE,
        contact_email=CONTACT,
    )


def load_closed_call(index: Page, notice: PrivacyNotice) -> CallPage:
    return load_call(
        index,
        notice,
        calls.CLOSED_CALL,
        image=image("giardino-di-quartiere"),
        body=stream(*calls.CLOSED_CALL_BODY),
        call_type=CallPage.CallType.ACTIVATORS,
        allowed_applicants="citizen",
        minimum_age=16,
        guardian_confirms=True,
        opens_at=on_working_day(-50, 9),
        closes_at=on_working_day(-22, 12),
        steps=steps(*citizen_steps()),
        territories=[TerritoryPage.objects.get(slug="lunigiana")],
        office=OFFICE,
        responsible_person=RESPONSIBLE,
        contact_email=CONTACT,
    )


def load_event(index: Page, notice: PrivacyNotice, content: events.EventText) -> EventPage:
    starts_at = on_working_day(*content.starts)
    return publish(
        index,
        EventPage,
        content.slug,
        content.title,
        abstract=content.abstract,
        image=image(content.image),
        body=stream(*content.body),
        event_type=content.event_type,
        mode=content.mode,
        place=content.place,
        address=content.address,
        online_url=content.online_url,
        directions=content.directions,
        what_to_bring=content.what_to_bring,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=content.hours),
        opens_at=on_working_day(*content.opens),
        closes_at=on_working_day(*content.closes),
        capacity=content.capacity,
        steps=steps(*event_steps(online=content.mode == EventPage.Mode.ONLINE)),
        privacy_notice=notice,
        retention_months=6,
        territories=list(TerritoryPage.objects.filter(slug__in=content.territories)),
        office=OFFICE,
        responsible_person=RESPONSIBLE,
        contact_email=CONTACT,
    )


def load_committees(open_call: CallPage, closed_call: CallPage) -> None:
    """One committee for the reviewer's account; one without it, so that there is something it cannot see."""
    reviewers, created = Committee.objects.get_or_create(name="Commissione di prova per gli avvisi")
    if created:
        reviewers.members.add(_account("revisore"))
        reviewers.pages.add(open_call, closed_call)
        reviewers.zones.add(Zone.objects.get(name="Lunigiana"))
    others, created = Committee.objects.get_or_create(name="Commissione di prova della Fiorentina Sud-Est")
    if created:
        others.zones.add(Zone.objects.get(name="Fiorentina Sud-Est"))


def send_all(page: ParticipationPage, applications: list[Application]) -> bool:
    """Sends the applications of a page that has none; says whether it did."""
    if Submission.objects.filter(page=page).exists():
        return False
    for application in applications:
        submission = send(page, application)
        for move in application.moves:
            submission = make(submission, move)
    return True


def phone_of(application: Application) -> str:
    """An invented number for each: nobody has one that begins so."""
    return f"+39055000{zlib.crc32(application.email.encode()) % 10_000:04}"


def send(page: ParticipationPage, application: Application) -> Submission:
    """Fills in and sends a draft, as the applicant would."""
    kind = ApplicantKind.ORGANISATION if application.organisation_name else ApplicantKind.CITIZEN
    identity = drafts.Identity(
        applicant_kind=kind,
        first_name=application.first_name,
        last_name=application.last_name,
        organisation_name=application.organisation_name,
        email=application.email,
        phone=phone_of(application),
        municipality_id=Municipality.objects.get(name=application.municipality).pk,
        birth_date=application.birth_date,
    )
    name = application.guardian
    guardian = drafts.Guardian(Named(name, address_of(name)) if name else None)
    draft, begun = drafts.begin(page)
    sent_at = at(*application.sent)
    token = drafts.save_identity(draft, identity, at=sent_at, guardian=guardian).moved_to or begun
    draft.refresh_from_db()
    confirming.prove(draft)
    drafts.save_answers(draft, {**_completed(page, application), **_attached(draft, page, application)})
    submission = sending.submit(token, received_at=sent_at, notice_id=page.privacy_notice_id)
    for confirmation in submission.confirmations.all():
        seen = answering.shown(confirmation, ToConfirm(submission))
        answering.confirm(confirmation, seen=seen, at=sent_at + timedelta(hours=3))
    return submission


def make(submission: Submission, move: Move) -> Submission:
    """Makes one change of state on the day it says, towards the middle of the morning."""
    moment = at(move.day, 10)
    return workflow.transition(
        submission.pk,
        move.action,
        Actor.staff(_account(move.by)) if move.by else APPLICANT,
        expected_version=submission.version,
        reason=move.reason,
        due_at=at(move.day + move.due_days, 12) if move.due_days else None,
        asked=workflow.AskedFor(questions=move.asks, everything=not move.asks),
        at=moment,
    )


def give_points(page: CallPage) -> None:
    """Gives the invented points of the committee."""
    criteria = criteria_of(page.scoring)
    for judgement in JUDGEMENTS:
        submission = Submission.objects.get(page=page, organisation_name=judgement.organisation)
        reasons = [judgement.why, *[""] * (len(criteria) - 1)]
        giving.give(
            submission,
            [
                giving.Points(criterion.key, points, reason)
                for criterion, points, reason in zip(criteria, judgement.points, reasons, strict=True)
            ],
            _account(judgement.by),
            seen=giving.Seen(giving.mark_of_criteria(criteria), giving.mark_of_own([])),
        )


def publish_outcome(page: CallPage) -> None:
    """Publishes the codes of who was chosen, and of who waits in reserve."""
    decided = Submission.objects.filter(page=page, status__in=[Status.ACCEPTED, Status.RESERVE])
    rows = [
        (submission.reference, submission.status_label) for submission in decided.order_by("status", "pk")
    ]
    page.outcome = stream(
        text(calls.OUTCOME_INTRO), table("Candidature selezionate e in riserva", ["Codice", "Esito"], *rows)
    )
    page.save_revision().publish()


def _completed(page: ParticipationPage, application: Application) -> dict[str, Any]:
    """The answers with what every applicant gives: ticked declarations, and the municipality by its code."""
    answers = dict(application.answers)
    for question in _asked(page):
        if question["type"] == "declaration":
            answers[question["key"]] = True
        elif question["type"] == "municipality" and question["key"] in answers:
            municipality = Municipality.objects.get(name=answers[question["key"]])
            answers[question["key"]] = {"code": municipality.cadastral_code, "label": str(municipality)}
    return answers


def _attached(draft: Draft, page: ParticipationPage, application: Application) -> dict[str, list[str]]:
    """Attaches a small PDF for each file the application names; the answers that name them."""
    answers: dict[str, list[str]] = {}
    for question in _asked(page):
        name = application.files.get(question["key"])
        if name is None:
            continue
        content = plain_pdf(["Documento dimostrativo", name, f"Presentato da: {draft.applicant_name}"])
        checked = check(
            SimpleUploadedFile(name, content),
            extensions=question["extensions"],
            max_bytes=question["max_bytes"],
        )
        uploaded = UploadedFile(
            draft=draft,
            question_key=question["key"],
            original_name=checked.name,
            content_type=checked.content_type,
            size=checked.size,
            sha256=checked.sha256,
        )
        uploaded.file.save(checked.name, checked.upload, save=False)
        uploaded.save()
        answers[question["key"]] = [str(uploaded.public_id)]
    return answers


def _asked(page: ParticipationPage) -> list[Any]:
    return [question for step in freeze(page.steps)["steps"] for question in walk(step["questions"])]


def _account(name: str) -> User:
    return User.objects.get(email=f"{name}@{DOMAIN}")
