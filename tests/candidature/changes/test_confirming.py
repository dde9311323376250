"""A form or a term that changes while people write is confirmed first, at whatever door it is published."""

import html
import json
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_webtest import DjangoTestApp
from wagtail.models import GroupApprovalTask, Workflow, WorkflowPage, WorkflowTask
from wagtail.test.utils.form_data import querydict_from_html

from candidature.intake import sending
from candidature.intake.receiving import FormChangedError
from candidature.models import CallPage, Consent, PageChange, Submission
from candidature.pages.window import AdmittedFrom
from candidature.published import history
from portal.roles import Role
from tests.candidature.changes.conftest import text
from tests.candidature.factories import draft_token, submitted
from tests.candidature.public.by_buttons import FORM, first_step
from tests.candidature.public.journey import form_of
from tests.istruttoria.people import administrator, committee_member, member_of
from tests.portal.editorial.test_doors import text_of
from tests.territori.factories import MunicipalityFactory, ZoneFactory

pytestmark = pytest.mark.django_db

PUBLISH = {"action-publish": "action-publish"}
DAY = timedelta(days=1)
NOTE = "Abbiamo tolto una domanda che non serviva."


def changed(page: CallPage, *questions: Any, **fields: Any) -> CallPage:
    """The page with a draft that asks something else; what is public stays."""
    draft: CallPage = CallPage.objects.get(pk=page.pk)
    if questions:
        draft.steps = form_of(list(questions))
    for name, value in fields.items():
        setattr(draft, name, value)
    draft.save_revision(user=administrator())
    return draft


def press_publish(client: Client, page: CallPage) -> Any:
    """What the editor shows is published, unchanged."""
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    shown = client.get(address).content.decode()
    data = querydict_from_html(shown, form_id="page-edit-form")
    # What the script of the editor would send of a stream it did not touch.
    for name in ("body", "outcome", "checks", "scoring", "steps"):
        data.update(_stream(CallPage.objects.get(pk=page.pk).get_latest_revision_as_object(), name))
    data.update(PUBLISH)
    return client.post(address, data, follow=True)


def _stream(page: CallPage, name: str) -> dict[str, str]:
    from wagtail.test.utils.form_data import nested_form_data, streamfield

    def of(questions: list[Any]) -> Any:
        return streamfield([(one["type"], {**one["value"], "extras": {}}, one["id"]) for one in questions])

    raw = list(getattr(page, name).raw_data)
    steps = [
        (
            "step",
            {"title": one["value"]["title"], "intro": "", "questions": _questions(one["value"]["questions"])},
            one["id"],
        )
        for one in raw
    ]
    found: dict[str, str] = nested_form_data({name: _with_ids(steps)})
    return found


def _questions(raw: list[Any]) -> Any:
    return _with_ids(
        [
            (
                one["type"],
                {
                    "label": one["value"]["label"],
                    "help": "",
                    "max_length": "200",
                    "extras": dict.fromkeys(("example", "error", "personal", "listed", "reusable"), ""),
                    **({"required": "on"} if one["value"].get("required") else {}),
                },
                one["id"],
            )
            for one in raw
        ]
    )


def _with_ids(items: list[Any]) -> dict[str, Any]:
    found: dict[str, Any] = {"count": str(len(items))}
    for number, (kind, value, key) in enumerate(items):
        found[str(number)] = {"type": kind, "value": value, "id": key, "deleted": "", "order": str(number)}
    return found


def confirm(client: Client, shown: Any, **notes: str) -> Any:
    address = shown.request["PATH_INFO"]
    data = querydict_from_html(shown.content.decode(), form_id="w-editor-form")
    data.update(notes)
    return client.post(address, data, follow=True)


def newest() -> Any:
    return PageChange.objects.first()


def asked_at(client: Client, page: CallPage) -> Any:
    draft = CallPage.objects.get(pk=page.pk)
    return client.get(reverse("changes:confirm", args=[page.pk, draft.latest_revision_id]))


def labels(page: CallPage) -> list[str]:
    live = CallPage.objects.get(pk=page.pk)
    return [question["label"] for step in live.schema["steps"] for question in step["questions"]]


def test_the_editor_is_told_who_is_concerned_and_publishes_with_a_note(editor: Client, page: Any) -> None:
    submitted(page, answers={"a": "Sì", "b": "Anche"})
    draft_token(page, answers={"b": "Già scritto"})
    draft_token(page, answers={"a": "Altro"})
    changed(page, text("a"), text("c", "Domanda nuova", required=True))

    shown = press_publish(editor, page)

    assert shown.redirect_chain[-1][0].startswith("/admin/modifiche/")
    assert labels(page) == ["Domanda a", "Domanda b"]
    told = " ".join(text_of(shown).split())
    assert "Ha già inviato 1 persona. Stanno scrivendo 2 persone" in told
    assert "2 persone che stanno scrivendo dovranno rispondere prima di inviare." in told
    assert "1 persona che sta scrivendo ha già risposto: la risposta non si invia più" in told

    refused = confirm(editor, shown, note=" ")
    assert refused.status_code == 400
    assert "Scrivi che cosa è cambiato e perché" in text_of(refused)
    assert labels(page) == ["Domanda a", "Domanda b"]

    confirm(editor, refused, note=NOTE, office_note="Richiesta della zona")

    assert labels(page) == ["Domanda a", "Domanda nuova"]
    assert not Consent.objects.exists()
    change = newest()
    assert (change.what, change.note, change.office_note) == ("form", NOTE, "Richiesta della zona")
    public = text_of(Client().get(CallPage.objects.get(pk=page.pk).url))
    assert NOTE in public
    assert "Richiesta della zona" not in public


def test_of_many_drafts_the_page_says_how_many_were_read(
    editor: Client, page: CallPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("effects", "confirming"):
        monkeypatch.setattr(f"candidature.changes.{module}.MOST_READ", 1)
    draft_token(page, answers={"b": "Già scritto"})
    draft_token(page, answers={"a": "Altro"})
    changed(page, text("a"))

    assert "è contato nelle 1 bozze scritte per ultime" in " ".join(text_of(asked_at(editor, page)).split())


def test_the_note_is_read_by_who_is_writing(django_app: DjangoTestApp, editor: Client, page: Any) -> None:
    step = first_step(django_app, page).submit("action", value="next").follow().forms[FORM]
    step["q-b"] = "Già scritto"
    after = step.submit("action", value="next").follow()
    changed(page, text("a"))
    confirm(editor, asked_at(editor, page), note="Una <b>nota</b>")

    notice = django_app.get(after.request.path).html.find(class_="form-notice")

    assert "L’ufficio scrive: Una <b>nota</b>" in notice.get_text(" ", strip=True)
    assert "Già scritto" in notice.get_text()


@pytest.mark.parametrize(
    ("questions", "is_asked", "note_is_asked"),
    [
        ([text("a", "Riscritta"), text("b")], True, False),
        ([text("a"), text("b"), text("c")], True, False),
        ([text("a"), text("b"), text("c", required=True)], True, True),
        ([text("a"), text("b", required=True)], True, True),
        ([text("a"), text("b", max_length=50)], True, True),
        ([text("a"), text("b", max_length=900)], True, False),
        ([text("a")], True, True),
        ([text("b"), text("a")], False, False),
    ],
    ids=[
        "reworded",
        "added",
        "added, required",
        "required",
        "shorter",
        "longer",
        "removed",
        "in another order",
    ],
)
def test_a_note_is_asked_for_when_somebody_may_lose_by_it(
    editor: Client, page: CallPage, questions: Any, is_asked: bool, note_is_asked: bool
) -> None:
    draft_token(page, answers={"a": "Sì", "b": "Anche"})
    changed(page, *questions)

    shown = asked_at(editor, page)

    assert (shown.status_code == 200) is is_asked
    if is_asked:
        assert (confirm(editor, shown, note="").status_code == 400) is note_is_asked


def test_nobody_is_asked_while_nobody_has_begun_or_once_it_is_over(editor: Client, page: CallPage) -> None:
    changed(page, text("a"))
    assert asked_at(editor, page).status_code == 302
    draft_token(page)
    assert asked_at(editor, page).status_code == 200
    CallPage.objects.filter(pk=page.pk).update(closes_at=timezone.now() - DAY)
    changed(page, text("a"))
    assert asked_at(editor, page).status_code == 302


def test_a_consent_is_for_what_was_shown_and_for_once(editor: Client, page: CallPage) -> None:
    draft_token(page, answers={"b": "Sì"})
    changed(page, text("a"))
    shown = asked_at(editor, page)
    # A colleague publishes something else while it is read.
    other = CallPage.objects.get(pk=page.pk)
    other.steps = form_of([text("b"), text("d")])
    other.save()

    again = confirm(editor, shown, note=NOTE)

    assert again.status_code == 400
    assert "Nel frattempo è cambiato qualcosa" in text_of(again)
    assert labels(page) == ["Domanda b", "Domanda d"]
    confirm(editor, again, note=NOTE)
    assert labels(page) == ["Domanda a"]


def test_a_change_that_is_agreed_to_and_undone_is_asked_about_again(editor: Client, page: CallPage) -> None:
    draft_token(page, answers={"b": "Sì"})
    for questions in ([text("a")], [text("a"), text("b", required=True)], [text("a")]):
        changed(page, *questions)
        shown = asked_at(editor, page)
        assert shown.status_code == 200
        confirm(editor, shown, note=NOTE)
    assert labels(page) == ["Domanda a"]
    assert [change.note for change in PageChange.objects.all()] == [NOTE, NOTE, NOTE, ""]


def test_whoever_sends_while_it_is_published_sends_nothing_unseen(editor: Client, page: CallPage) -> None:
    token = draft_token(page, answers={"a": "Sì"})
    shown = page.form_digest
    changed(page, text("a"), text("c", required=True))
    confirm(editor, asked_at(editor, page), note=NOTE)

    with pytest.raises(FormChangedError):
        sending.submit(token, received_at=timezone.now(), notice_id=page.privacy_notice_id, shown=shown)
    assert not Submission.objects.exists()


# The other doors


def test_the_bulk_action_leads_to_the_question(editor: Client, page: CallPage) -> None:
    draft_token(page, answers={"b": "Sì"})
    changed(page, text("a"))
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])

    response = editor.post(f"{address}?id={page.pk}", {"include_descendants": ""}, follow=True)

    assert response.redirect_chain[-1][0].startswith("/admin/modifiche/")
    assert labels(page) == ["Domanda a", "Domanda b"]


def test_the_api_answers_with_the_reason(editor: Client, page: CallPage) -> None:
    draft_token(page, answers={"b": "Sì"})
    changed(page, text("a"))
    address = reverse("wagtailadmin_api:pages:action", args=[page.pk, "publish"])
    response = editor.post(address, json.dumps({}), content_type="application/json")
    assert response.status_code == 400
    assert "conferma nell’editor" in str(response.json())
    assert labels(page) == ["Domanda a", "Domanda b"]


def test_at_its_hour_the_clock_publishes_what_was_confirmed_and_nothing_else(
    editor: Client, page: CallPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    later = timezone.now() + DAY
    changed(page, text("a"), go_live_at=later)
    # Nobody has begun yet, but somebody may have by then.
    shown = asked_at(editor, page)
    assert "cambierà da sola all’ora prevista" in text_of(confirm(editor, shown, note=NOTE))
    assert labels(page) == ["Domanda a", "Domanda b"]
    draft_token(page, answers={"b": "Sì"})

    monkeypatch.setattr("django.utils.timezone.now", lambda: later + DAY / 24)
    call_command("publish_scheduled")

    assert labels(page) == ["Domanda a"]
    assert newest().note == NOTE


def test_the_clock_leaves_what_nobody_confirmed(page: CallPage, monkeypatch: pytest.MonkeyPatch) -> None:
    later = timezone.now() + DAY
    draft = changed(page, text("a"))
    revision = draft.get_latest_revision()
    revision.approved_go_live_at = later
    revision.save()
    draft_token(page, answers={"b": "Sì"})
    monkeypatch.setattr("django.utils.timezone.now", lambda: later + DAY / 24)

    call_command("publish_scheduled")

    assert labels(page) == ["Domanda a", "Domanda b"]
    revision.refresh_from_db()
    assert revision.approved_go_live_at is None


def test_the_last_approval_asks_and_the_press_approves(client: Client, page: CallPage) -> None:
    officer = member_of(Role.OFFICERS)
    task = GroupApprovalTask.objects.create(name="Approvazione di prova", active=True)
    task.groups.set(officer.groups.all())
    workflow = Workflow.objects.create(name="Prova", active=True)
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    WorkflowPage.objects.update_or_create(page=page.page_ptr, defaults={"workflow": workflow})
    draft_token(page, answers={"b": "Sì"})
    draft = changed(page, text("a"))
    state = workflow.start(draft, administrator())
    client.force_login(officer)
    address = reverse(
        "wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.current_task_state.pk]
    )

    asked = client.post(address, follow=True)
    assert asked.redirect_chain[-1][0].startswith("/admin/modifiche/")
    assert labels(page) == ["Domanda a", "Domanda b"]
    confirm(client, asked, note=NOTE)

    assert labels(page) == ["Domanda a"]
    state.refresh_from_db()
    assert state.status == "approved"


def test_a_program_is_not_asked_and_the_history_shows_it(page: CallPage) -> None:
    draft_token(page, answers={"b": "Sì"})
    changed(page, text("a")).get_latest_revision().publish()
    assert labels(page) == ["Domanda a"]
    assert newest().by is None


# Terms


def test_a_term_moved_in_the_editor_asks_for_its_reason_and_is_told_with_it(
    editor: Client, page: Any
) -> None:
    draft_token(page, email="ada@example.org")
    until = (page.closes_at + 5 * DAY).replace(microsecond=0)
    changed(page, closes_at=until)
    shown = asked_at(editor, page)
    assert "1 persona che sta scrivendo riceve una lettera" in " ".join(text_of(shown).split())

    assert confirm(editor, shown, reason="").status_code == 400
    confirm(editor, shown, reason="Lo chiedono le associazioni.")

    change = newest()
    assert (change.what, change.note) == ("extended", "Lo chiedono le associazioni.")
    assert change.until == until
    assert change.before == page.closes_at
    public = html.unescape(Client().get(page.url).content.decode())
    assert "Il termine è stato prorogato il" in public


def test_a_term_nobody_waits_for_is_moved_without_a_word(editor: Client, page: Any) -> None:
    changed(page, closes_at=page.closes_at + DAY)
    assert asked_at(editor, page).status_code == 302


# Who may


def test_only_who_may_publish_confirms(client: Client, page: CallPage) -> None:
    draft_token(page, answers={"b": "Sì"})
    changed(page, text("a"))
    for user in (committee_member(page), member_of(Role.REVIEWERS)):
        client.force_login(user)
        assert asked_at(client, page).status_code == 302
        assert "/admin/modifiche/" not in asked_at(client, page)["Location"]
    revision = CallPage.objects.get(pk=page.pk).latest_revision_id
    assert Client().get(reverse("changes:confirm", args=[page.pk, revision])).status_code == 302
    client.force_login(member_of(Role.EDITORS))
    assert client.get(reverse("changes:confirm", args=[page.pk, 999_999])).status_code == 404
    assert client.get(reverse("changes:confirm", args=[page.get_parent().pk, revision])).status_code == 404


def question(client: Client, page: CallPage) -> Any:
    """What is asked before the newest draft is published."""
    newest_draft = CallPage.objects.get(pk=page.pk).latest_revision_id
    return client.get(reverse("changes:confirm", args=[page.pk, newest_draft]))


def test_narrowing_who_may_take_part_is_confirmed_with_a_note_that_everybody_reads(
    editor: Client, page: CallPage
) -> None:
    here, elsewhere = (MunicipalityFactory.create(zone=ZoneFactory.create(name=n)) for n in ("Qui", "Là"))
    draft_token(page, answers={}, municipality_id=here.pk)
    draft_token(page, answers={}, municipality_id=elsewhere.pk)
    draft = changed(page, admits_from=AdmittedFrom.CHOSEN, most_submissions=20, minimum_age=16)
    draft.admitted_zones.set([here.zone])
    draft.save_revision()

    shown = question(editor, page)

    told = shown.content.decode()
    assert "Chi può partecipare cambia" in told
    assert "1 persona che sta scrivendo non potrà più inviare" in told
    for name in ("Zone ammesse", "Età minima", "Numero massimo"):
        assert name in told
    assert CallPage.objects.get(pk=page.pk).admits_from == AdmittedFrom.EVERYWHERE
    again = confirm(editor, shown, who_note="")
    assert "Scrivi perché cambia chi può partecipare" in again.content.decode()

    confirm(editor, again, who_note="Il progetto è di una zona sola.")

    live = CallPage.objects.get(pk=page.pk)
    assert (live.admitted_zone_names(), live.most_submissions) == (["Qui"], 20)
    assert (newest().what, newest().note) == ("who", "Il progetto è di una zona sola.")
    assert not Consent.objects.exists()
    assert "È cambiato chi può partecipare" in editor.get(live.url).content.decode()


def test_admitting_more_needs_no_note_and_nothing_is_asked_while_nobody_writes(
    editor: Client, page: CallPage
) -> None:
    changed(page, most_submissions=5)
    press_publish(editor, page)
    assert CallPage.objects.get(pk=page.pk).most_submissions == 5
    draft_token(page, answers={})
    changed(CallPage.objects.get(pk=page.pk), most_submissions=None)

    confirm(editor, question(editor, page), who_note="")

    assert CallPage.objects.get(pk=page.pk).most_submissions is None


def test_the_reason_of_a_term_is_not_that_of_who_may_take_part(editor: Client, page: CallPage) -> None:
    draft_token(page, answers={})
    changed(page, most_submissions=5)
    confirm(editor, question(editor, page), who_note="Pochi posti.")
    live = CallPage.objects.get(pk=page.pk)

    assert newest().note == "Pochi posti."
    assert history.reason_of(page.pk, live.term) == ""
