"""The check-list of a call: answered without losing a colleague's answer, and asked before admitting."""

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django_webtest import DjangoTestApp
from wagtail.models import Page

from candidature.access import scope as access
from candidature.actors import Actor
from candidature.models import CallPage, LogEntry, Submission
from candidature.pages.checks import WhenOpen
from candidature.pages.index import ParticipationIndexPage
from candidature.privacy import retention
from candidature.process import workflow
from candidature.shelf import travelling
from candidature.shelf.copying import draft_from
from candidature.statuses import Status
from istruttoria.checklists.answering import Given, answer
from istruttoria.checklists.reading import lines, mark
from istruttoria.models import CheckAnswer
from portal.models import User
from portal.roles import Role
from tests.candidature.factories import (
    CallPageFactory,
    EventPageFactory,
    participation_index,
    staff,
    submitted,
)
from tests.istruttoria.people import administrator, committee_member, member_of

pytestmark = pytest.mark.django_db

STATUTE, SEAL = "check-statute", "check-seal"


def checks(*listed: tuple[str, str, bool]) -> str:
    return json.dumps(
        [
            {"type": "check", "id": key, "value": {"text": text, "required": required}}
            for key, text, required in listed
        ]
    )


LISTED = checks((STATUTE, "Lo statuto è firmato", True), (SEAL, "C’è il timbro", False))


@pytest.fixture
def page() -> CallPage:
    made: CallPage = CallPageFactory.create(checks=LISTED)
    return made


@pytest.fixture
def submission(page: CallPage) -> Submission:
    return submitted(page)


@pytest.fixture
def reviewer(page: CallPage) -> User:
    return committee_member(page)


def detail_of(submission: Submission) -> str:
    return reverse("candidature_review:detail", args=[submission.pk])


def form_of(app: DjangoTestApp, submission: Submission, user: User) -> Any:
    return app.get(detail_of(submission), user=user).forms["lista-controlli"]


def settle(submission: Submission, user: User, given: str = "yes", key: str = STATUTE) -> None:
    present = next(line for line in lines(submission, submission.page.specific) if line.key == key)
    answer(submission, [Given(key, given, "", present.mark)], user)


def moved(submission: Submission, action: str, user: User, **more: Any) -> Submission:
    submission.refresh_from_db()
    return workflow.transition(
        submission.pk, action, Actor.staff(user), expected_version=submission.version, **more
    )


def test_an_answer_says_who_gave_it_and_the_log_says_which(
    django_app: DjangoTestApp, submission: Submission, reviewer: User
) -> None:
    form = form_of(django_app, submission, reviewer)
    form[f"checks-answer-{STATUTE}"] = "no"
    form[f"checks-remark-{STATUTE}"] = "Manca la firma."
    shown = form.submit().follow()

    assert "1 controllo salvato." in shown.text
    given = CheckAnswer.objects.get()
    assert (given.answer, given.remark, given.by, given.asked) == (
        "no",
        "Manca la firma.",
        reviewer,
        "Lo statuto è firmato",
    )
    assert str(reviewer) in shown.text
    entry = LogEntry.objects.get(action="check_answered")
    assert entry.details == {"check": STATUTE, "answer": "no"}
    assert "Controllo dell’istruttoria: No" in shown.text


def test_saving_leads_on_to_the_next_of_the_list_and_says_what_was_saved(
    django_app: DjangoTestApp, submission: Submission, reviewer: User, page: CallPage
) -> None:
    following = submitted(page)
    form = form_of(django_app, submission, reviewer)
    form[f"checks-answer-{STATUTE}"] = "yes"

    after = form.submit("then", value="next").follow()

    assert after.request.path == detail_of(following)
    assert f"{submission.reference}. 1 controllo salvato." in after.text
    last = after.forms["lista-controlli"].submit("then", value="next")
    assert last.location == reverse("candidature_review:index")
    assert f"{following.reference}. Nessun controllo è cambiato." in last.follow().maybe_follow().text


def test_what_was_not_touched_is_not_saved_again(
    django_app: DjangoTestApp, submission: Submission, reviewer: User
) -> None:
    settle(submission, reviewer)
    form_of(django_app, submission, committee_member(submission.page.specific)).submit()

    assert CheckAnswer.objects.get().by == reviewer
    assert LogEntry.objects.filter(action="check_answered").count() == 1


def test_two_who_answer_different_checks_lose_nothing(
    django_app: DjangoTestApp, submission: Submission, reviewer: User, page: CallPage
) -> None:
    mine = form_of(django_app, submission, reviewer)
    settle(submission, committee_member(page), "no", SEAL)
    mine[f"checks-answer-{STATUTE}"] = "yes"
    mine.submit().follow()

    assert dict(CheckAnswer.objects.values_list("key", "answer")) == {STATUTE: "yes", SEAL: "no"}


def test_a_colleagues_answer_is_told_and_only_a_second_press_replaces_it(
    django_app: DjangoTestApp, submission: Submission, reviewer: User, page: CallPage
) -> None:
    colleague = committee_member(page)
    mine = form_of(django_app, submission, reviewer)
    settle(submission, colleague, "no")
    mine[f"checks-answer-{STATUTE}"] = "yes"
    mine[f"checks-answer-{SEAL}"] = "yes"

    told = mine.submit(status=409)

    assert dict(CheckAnswer.objects.values_list("key", "answer")) == {STATUTE: "no", SEAL: "yes"}
    assert f"Nel frattempo {colleague} ha risposto «No»." in told.text
    told.forms["lista-controlli"].submit().follow()
    assert CheckAnswer.objects.get(key=STATUTE).answer == "yes"


def test_a_second_press_of_the_same_form_is_no_conflict(
    django_app: DjangoTestApp, submission: Submission, reviewer: User
) -> None:
    form = form_of(django_app, submission, reviewer)
    form[f"checks-answer-{STATUTE}"] = "yes"
    form.submit()
    form.submit().follow()

    assert LogEntry.objects.filter(action="check_answered").count() == 1


def test_an_answer_is_taken_back(django_app: DjangoTestApp, submission: Submission, reviewer: User) -> None:
    settle(submission, reviewer)
    form = form_of(django_app, submission, reviewer)
    form[f"checks-answer-{STATUTE}"] = ""
    form.submit().follow()

    assert not CheckAnswer.objects.exists()
    assert LogEntry.objects.filter(action="check_taken_back").exists()


def test_a_remark_without_an_answer_stays_typed(
    django_app: DjangoTestApp, submission: Submission, reviewer: User
) -> None:
    form = form_of(django_app, submission, reviewer)
    form[f"checks-remark-{STATUTE}"] = "Da rivedere."
    shown = form.submit(status=400)

    assert "Scegli una risposta, oppure togli la nota." in shown.text
    assert shown.forms["lista-controlli"][f"checks-remark-{STATUTE}"].value == "Da rivedere."


@pytest.mark.parametrize("given", ["", "no"])
def test_where_the_call_refuses_nobody_admits_accepts_or_proposes_while_a_needed_check_is_open(
    page: CallPage, submission: Submission, reviewer: User, given: str
) -> None:
    page.when_open = WhenOpen.REFUSE
    page.save()
    moved(submission, "take", reviewer)
    if given:
        settle(submission, reviewer, given)
    officer = member_of(Role.OFFICERS)

    for action, who, more in [
        ("admit", reviewer, {}),
        ("propose_accept", reviewer, {"reason": "Sì."}),
        ("propose_reserve", reviewer, {"reason": "Sì."}),
        ("accept", officer, {}),
        ("reserve", officer, {"reason": "Sì."}),
    ]:
        with pytest.raises(workflow.ChecksOpenError, match="Lo statuto è firmato"):
            moved(submission, action, who, **more)
    assert moved(submission, "propose_reject", reviewer, reason="No.").status == Status.IN_REVIEW


@pytest.mark.parametrize("given", ["yes", "na"])
def test_once_it_is_settled_the_way_is_free(
    page: CallPage, submission: Submission, reviewer: User, given: str
) -> None:
    page.when_open = WhenOpen.REFUSE
    page.save()
    moved(submission, "take", reviewer)
    settle(submission, reviewer, given)

    assert moved(submission, "admit", reviewer).status == Status.ADMISSIBLE


def test_the_decision_says_which_checks_are_open_and_refuses_in_words(
    django_app: DjangoTestApp, page: CallPage, submission: Submission, reviewer: User
) -> None:
    moved(submission, "take", reviewer)
    address = reverse("candidature_review:decide", args=[submission.pk, "admit"])
    shown = django_app.get(address, user=reviewer)
    assert "Lo statuto è firmato" in shown.text
    assert "Puoi andare avanti lo stesso." in shown.text
    assert "C’è il timbro" not in shown.forms["decision"].text

    page.when_open = WhenOpen.REFUSE
    page.save()
    refused = shown.forms["decision"].submit(status=400)
    assert "Prima rispondi ai controlli" in refused.text
    submission.refresh_from_db()
    assert submission.status == Status.IN_REVIEW


def test_where_it_warns_one_goes_on(submission: Submission, reviewer: User) -> None:
    moved(submission, "take", reviewer)

    assert moved(submission, "admit", reviewer).status == Status.ADMISSIBLE


def test_an_answer_stays_as_it_was_asked_when_the_call_changes_or_drops_the_check(
    django_app: DjangoTestApp, page: CallPage, submission: Submission, reviewer: User
) -> None:
    settle(submission, reviewer)
    settle(submission, reviewer, "no", SEAL)
    page.checks = checks((STATUTE, "Lo statuto è depositato", True))
    page.save()

    found = {line.key: line for line in lines(submission, page)}
    assert (found[STATUTE].asked, found[STATUTE].asked_now) == (
        "Lo statuto è firmato",
        "Lo statuto è depositato",
    )
    assert found[SEAL].is_asked is False
    shown = django_app.get(detail_of(submission), user=reviewer)
    assert "L’avviso adesso lo chiede così" in shown.text
    assert "Controlli che l’avviso non chiede più" in shown.text


def test_after_the_outcome_nothing_is_changed(
    django_app: DjangoTestApp, submission: Submission, reviewer: User
) -> None:
    form = form_of(django_app, submission, reviewer)
    form[f"checks-answer-{STATUTE}"] = "yes"
    moved(submission, "reject", member_of(Role.OFFICERS), reason="No.")

    assert "non si cambiano più" in form.submit().follow().text
    assert not CheckAnswer.objects.exists()


def test_only_who_examines_it_answers(client: Client, submission: Submission, page: CallPage) -> None:
    address = reverse("candidature_review:checks", args=[submission.pk])
    posted = {f"checks-answer-{STATUTE}": "yes", f"checks-seen-{STATUTE}": mark("", "")}
    client.force_login(committee_member(CallPageFactory.create()))
    assert client.post(address, posted).status_code == 404
    client.force_login(staff(access.OVERSEE, "wagtailadmin.access_admin"))
    client.post(address, posted)
    client.force_login(member_of(Role.EDITORS))
    client.post(address, posted)

    assert not CheckAnswer.objects.exists()
    client.force_login(committee_member(page))
    assert client.post(address, {f"checks-answer-{STATUTE}": "forse"}).status_code == 400


def test_a_call_without_checks_says_nothing_of_them(django_app: DjangoTestApp) -> None:
    bare = CallPageFactory.create()

    assert (
        "Istruttoria formale"
        not in django_app.get(detail_of(submitted(bare)), user=committee_member(bare)).text
    )


@pytest.fixture
def index() -> ParticipationIndexPage:
    return participation_index(Page.get_first_root_node())


def test_the_list_goes_into_a_copy_and_into_the_file_of_the_call(index: ParticipationIndexPage) -> None:
    call = CallPageFactory.create(parent=index, checks=LISTED, when_open=WhenOpen.REFUSE, forewarns=True)
    call.save_revision()
    administration = administrator()
    copy = draft_from(call, {"title": "Copia"}, administration)
    assert [block.value["text"] for block in copy.checks] == ["Lo statuto è firmato", "C’è il timbro"]
    assert (copy.when_open, copy.forewarns) == (WhenOpen.REFUSE, True)

    content = travelling.unpacked(travelling.packed(call))
    arrived = travelling.arrived(content, index, administration).page
    assert [(block.id, block.value["required"]) for block in arrived.checks] == [
        (STATUTE, True),
        (SEAL, False),
    ]
    assert (arrived.when_open, arrived.forewarns) == (WhenOpen.REFUSE, True)


def test_a_file_of_before_there_were_checks_still_arrives(index: ParticipationIndexPage) -> None:
    call = CallPageFactory.create(parent=index, checks=LISTED)
    content = travelling.unpacked(travelling.packed(call))
    del content["checks"]

    assert not travelling.arrived(content, index, administrator()).page.checks


def test_an_event_takes_no_checks_from_a_file(index: ParticipationIndexPage) -> None:
    content = travelling.unpacked(travelling.packed(EventPageFactory.create(parent=index)))
    content["checks"] = []

    with pytest.raises(travelling.BadFileError, match="checks"):
        travelling.arrived(content, index, administrator())


def test_answers_go_with_the_submission(submission: Submission, reviewer: User) -> None:
    settle(submission, reviewer)
    retention.erase(submission)

    assert not CheckAnswer.objects.exists()
