"""Editors put questions aside as a set of their own: what is kept, who sees it, who may change it."""

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django_webtest import DjangoTestApp

from candidature.models import CallPage, OwnSet, ReferenceList
from candidature.ready_sets import contents
from candidature.ready_sets.choosing import find, offered_to
from candidature.ready_sets.notation import one_choice, option
from eventi.models import EventPage
from moduli import walk
from portal.roles import Role
from tests.candidature.factories import question, steps
from tests.candidature.ready_sets.own_sets import (
    EXPERIENCE,
    MOTIVATION,
    keep,
    kept_by,
    labels,
    posted,
)
from tests.istruttoria.people import administrator, member_of

pytestmark = pytest.mark.django_db


def test_what_is_chosen_of_an_unsaved_form_becomes_a_set(client: Client) -> None:
    editor = member_of(Role.EDITORS)

    answer = keep(client, editor, MOTIVATION, EXPERIENCE, name="  Le  nostre ")

    assert answer.json() == {"said": "«Le nostre» è tra i gruppi pronti."}
    made = OwnSet.objects.get()
    assert (made.name, made.made_by, made.is_shared) == ("Le nostre", editor, False)
    assert labels(find(f"gruppo-{made.pk}", editor)) == ["Perché vuoi partecipare?"]


def test_a_form_takes_it_under_new_keys_each_time() -> None:
    editor = member_of(Role.EDITORS)
    made = kept_by(editor)

    def keys() -> set[str]:
        found = find(f"gruppo-{made.pk}", editor)
        assert found is not None
        return {one["key"] for step in found.contents.schema["steps"] for one in walk(step["questions"])}

    assert len(keys()) == 2
    assert not keys() & keys()
    assert not keys() & {"q-1", "q-2"}


@pytest.mark.parametrize(
    ("questions", "more", "said"),
    [
        ([MOTIVATION], {"chosen": ()}, "Scegli almeno una domanda."),
        ([question("short_text", "q-1", "")], {}, "Prima completa ciò che hai scelto."),
        ([MOTIVATION], {"name": "   "}, "Scrivi il nome del gruppo."),
        ([MOTIVATION], {"name": "…"}, "almeno una lettera"),
        ([MOTIVATION], {"name": "Moduli \u202eoisrevni"}, "caratteri che non si vedono"),
        ([MOTIVATION], {"name": "a" * 81}, "80"),
    ],
    ids=["nothing chosen", "half written", "no name", "no letter", "turned around", "long name"],
)
def test_what_cannot_be_a_set_is_refused_in_a_sentence(
    client: Client, questions: list[dict[str, Any]], more: dict[str, Any], said: str
) -> None:
    answer = keep(client, member_of(Role.EDITORS), *questions, **more)

    assert answer.status_code == 400
    assert said in answer.json()["error"]
    assert not OwnSet.objects.exists()


@pytest.mark.parametrize(
    "change",
    [
        {"steps-count": "molti"},
        {"steps-count": "3"},
        {"steps-0-value-questions-count": ""},
        {"steps-0-order": "primo"},
        {"steps-0-type": "passo"},
        {"set-chosen": ["q-1", "\x00", "steps-0"], "steps-0-id": ""},
        {"steps-0-id": "q-1"},
        {"set-name": "Nullo \x00"},
        {"set-about": "\ud800".encode("utf-8", "surrogatepass").decode("latin-1") * 200},
    ],
    ids=str,
)
def test_what_no_editor_sends_is_refused_or_kept_and_never_an_error(
    client: Client, change: dict[str, Any]
) -> None:
    client.force_login(member_of(Role.EDITORS))

    answer = client.post(reverse("ready_sets:keep"), {**posted(MOTIVATION), **change})

    assert answer.status_code in (200, 400)
    assert answer.json().get("said") or answer.json().get("error")


def test_a_name_of_letters_that_stand_for_many_is_kept(client: Client) -> None:
    """One character that is eighteen once it is compared, eighty times."""
    answer = keep(client, member_of(Role.EDITORS), MOTIVATION, name="\ufdfa" * 80)

    assert answer.status_code == 200
    assert OwnSet.objects.get().name == "\ufdfa" * 80


def test_an_event_begins_with_sets_that_calls_use_too(django_app: DjangoTestApp, index: Any) -> None:
    django_app.set_user(member_of(Role.EDITORS))
    form = django_app.get(reverse("ready_sets:begin")).forms["w-editor-form"]
    form["title"], form["kind"] = "🙂", "event"
    form["sets"] = ["organizzazione", "firma"]

    form.submit(status=302).follow(status=200)

    made = EventPage.objects.get()
    assert [step["title"] for step in made.schema["steps"]] == ["L’organizzazione", "Firma e documento"]


def test_a_form_cannot_begin_with_a_set_of_a_colleague_who_does_not_share_it(
    client: Client, index: Any
) -> None:
    own = kept_by(member_of(Role.EDITORS))
    client.force_login(member_of(Role.EDITORS))

    answer = client.post(
        reverse("ready_sets:begin"), {"title": "Avviso", "kind": "call", "sets": [f"gruppo-{own.pk}"]}
    )

    assert answer.status_code == 400
    assert not CallPage.objects.exists()


def test_a_set_of_two_hundred_questions_is_the_longest(client: Client) -> None:
    editor = member_of(Role.EDITORS)
    many = [question("short_text", f"q-{number}", f"Domanda {number}") for number in range(201)]

    answer = keep(client, editor, *many, chosen=("step-1",))
    assert "al massimo 200" in answer.json()["error"]

    assert keep(client, editor, *many[:200], chosen=("step-1",)).status_code == 200
    assert "200 domande" in client.get(reverse("ready_sets:index")).content.decode()


def test_of_two_editors_each_may_use_a_name_but_only_one_may_share_it(client: Client) -> None:
    first, second = member_of(Role.EDITORS), member_of(Role.EDITORS)
    kept_by(first, name="Età e Città")

    assert keep(client, second, MOTIVATION, name="età e CITTÀ").status_code == 200
    again = keep(client, second, MOTIVATION, name="Età E città")
    assert "c’è già" in again.json()["error"]

    OwnSet.objects.update(is_shared=False)
    OwnSet.objects.filter(made_by=first).update(is_shared=True)
    client.force_login(second)
    mine = OwnSet.objects.get(made_by=second)
    rename = reverse("ready_sets:rename", args=[f"gruppo-{mine.pk}"])
    answer = client.post(
        rename, {"name": mine.name, "about": "", "is_shared": "on", "seen": mine.changed_at.isoformat()}
    )
    assert "c’è già" in answer.content.decode()
    assert not OwnSet.objects.get(made_by=second).is_shared


def test_of_a_set_that_is_not_shared_a_colleague_is_told_nothing(client: Client) -> None:
    maker, colleague = member_of(Role.EDITORS), member_of(Role.EDITORS)
    kept = keep(client, maker, MOTIVATION, name="Bando riservato").status_code
    own = OwnSet.objects.get()
    client.force_login(colleague)

    told = [
        client.get(reverse(f"ready_sets:{view}", args=[f"gruppo-{own.pk}"])).status_code
        for view in ("set", "blocks", "rename", "delete")
    ]
    pages = [
        client.get(reverse(name)) for name in ("ready_sets:index", "ready_sets:offered", "ready_sets:begin")
    ]
    history = client.get("/admin/reports/site-history/")

    assert kept == 200
    assert told == [404] * 4
    assert not [page for page in [*pages, history] if "Bando riservato" in page.content.decode()]
    assert "Bando riservato" in str([one.name for one in offered_to(administrator())])


def test_a_shared_set_is_taken_by_all_and_changed_by_its_maker(client: Client) -> None:
    maker, colleague = member_of(Role.EDITORS), member_of(Role.EDITORS)
    own = kept_by(maker, is_shared=True)
    key = f"gruppo-{own.pk}"

    for user in (colleague, member_of(Role.OFFICERS)):
        client.force_login(user)
        assert client.get(reverse("ready_sets:blocks", args=[key])).status_code == 200
        # Wagtail leads whoever may not to its home.
        for view in ("rename", "delete"):
            assert client.post(reverse(f"ready_sets:{view}", args=[key])).headers["Location"] == "/admin/"
    assert OwnSet.objects.exists()


def test_its_maker_renames_and_shares_it_and_the_page_says_who_did(django_app: DjangoTestApp) -> None:
    maker = member_of(Role.EDITORS)
    own = kept_by(maker)
    django_app.set_user(maker)
    form = django_app.get(reverse("ready_sets:rename", args=[f"gruppo-{own.pk}"])).forms["w-editor-form"]
    form["name"], form["is_shared"] = "Motivazioni", True

    listed = form.submit(status=302).follow()

    assert "Motivazioni" in listed
    assert "Tutta la redazione" in listed
    told = listed.click("Motivazioni")
    assert f"Modificato, {maker}" in " ".join(told.html.get_text().split())


def test_of_two_who_rename_it_the_second_is_told(django_app: DjangoTestApp) -> None:
    maker = member_of(Role.EDITORS)
    own = kept_by(maker)
    address = reverse("ready_sets:rename", args=[f"gruppo-{own.pk}"])
    django_app.set_user(maker)
    slow = django_app.get(address).forms["w-editor-form"]
    fast = django_app.get(address).forms["w-editor-form"]
    fast["name"] = "Nome nuovo"
    fast.submit(status=302)

    slow["name"] = "Altro nome"
    answer = slow.submit(status=400)

    assert "Nel frattempo questo gruppo è cambiato" in answer
    own.refresh_from_db()
    assert own.name == "Nome nuovo"


def test_deleting_a_set_leaves_the_forms_that_took_it(django_app: DjangoTestApp, index: Any) -> None:
    maker = member_of(Role.EDITORS)
    own = kept_by(maker)
    django_app.set_user(maker)
    form = django_app.get(reverse("ready_sets:begin")).forms["w-editor-form"]
    form["title"] = "Nuovo avviso"
    form["sets"] = [f"gruppo-{own.pk}"]
    form.submit(status=302)
    confirm = django_app.get(reverse("ready_sets:delete", args=[f"gruppo-{own.pk}"]))

    confirm.forms["elimina"].submit(status=302)

    assert not OwnSet.objects.exists()
    made = CallPage.objects.get()
    assert [one["label"] for one in made.schema["steps"][0]["questions"]] == [
        MOTIVATION["value"]["label"],
        EXPERIENCE["value"]["label"],
    ]


def test_a_question_that_an_answer_opens_is_put_aside_without_the_one_that_opens_it() -> None:
    inner = question("short_text", "q-in", "Con quali adulti?", max_length=200)
    deeper = question("yes_no", "q-yes", "Con gruppi?", if_yes=[inner])
    choice = one_choice("q-0", "Con chi?", option("o-1", "Adulti", deeper), option("o-2", "Ragazzi"))
    stored = contents.block().to_python(json.loads(steps(choice, MOTIVATION)))

    def asked(*chosen: str) -> list[str]:
        kept, _lost = contents.packed(stored, set(chosen))
        [step] = contents.unpacked(kept).schema["steps"]
        return [one["label"] for one in step["questions"]]

    assert asked("q-in") == ["Con quali adulti?"]
    assert asked("q-in", "q-1") == ["Con quali adulti?", "Perché vuoi partecipare?"]
    # It comes once, below what opens it, where both are chosen.
    assert asked("q-0", "q-in") == ["Con chi?"]
    assert asked("q-yes", "q-in") == ["Con gruppi?"]


BROKEN: dict[str, Any] = {
    "text": "non è un elenco",
    "number": 7,
    "no steps": [],
    "foreign step": [{"type": "passo", "id": "a", "value": {}}],
    "no value": [{"type": "step", "id": "a"}],
    "one key twice": [
        {"type": "step", "id": "a", "value": {"title": "P", "questions": [MOTIVATION, MOTIVATION]}}
    ],
    "value no object": [{"type": "step", "id": "a", "value": 3}],
    "key no text": [{"type": "step", "id": 5, "value": {}}],
    "type no longer there": [
        {"type": "step", "id": "a", "value": {"title": "P", "questions": [question("blood_group", "b", "?")]}}
    ],
    "date that is none": [
        {
            "type": "step",
            "id": "a",
            "value": {"title": "P", "questions": [question("date", "b", "Quando?", earliest="2026-99-99")]},
        }
    ],
    "list not here": [
        {
            "type": "step",
            "id": "a",
            "value": {"title": "P", "questions": [question("list_entry", "b", "Quale?", source="Scuole")]},
        }
    ],
}


@pytest.mark.parametrize("content", BROKEN.values(), ids=BROKEN)
def test_a_set_that_cannot_be_read_is_listed_with_the_reason_and_never_taken(
    client: Client, content: Any
) -> None:
    editor = member_of(Role.EDITORS)
    own = OwnSet.objects.create(made_by=editor, name="Vecchio", content=content)
    client.force_login(editor)

    listed = client.get(reverse("ready_sets:index"))
    shown = client.get(reverse("ready_sets:set", args=[f"gruppo-{own.pk}"]))
    asked = client.get(reverse("ready_sets:blocks", args=[f"gruppo-{own.pk}"]))

    assert "Non si può usare" in listed.content.decode()
    assert "non si può usare" in shown.content.decode()
    assert asked.status_code == 409
    assert asked.json()["error"]


def test_a_list_is_found_by_its_name_wherever_it_stands() -> None:
    editor = member_of(Role.EDITORS)
    schools = ReferenceList.objects.create(name="Scuole")
    schools.take([("1", "Da Vinci"), ("2", "Galilei")])
    own = kept_by(editor, question("list_entry", "q-1", "Quale scuola?", source=str(schools.pk)))

    assert own.content[0]["value"]["questions"][0]["value"]["source"] == "Scuole"
    found = find(f"gruppo-{own.pk}", editor)
    assert found is not None
    assert found.contents.steps[0].value["questions"][0].value["source"] == str(schools.pk)


@pytest.mark.parametrize("key", ["gruppo-", "gruppo-0", "gruppo-99999999999999999999", "gruppo-²", "altro"])
def test_a_key_of_no_set_is_not_there(client: Client, key: str) -> None:
    client.force_login(administrator())

    assert find(key, administrator()) is None
    assert client.get(f"/admin/gruppi-pronti/{key}/").status_code == 404


def test_what_depends_on_another_question_of_the_set_depends_on_its_copy() -> None:
    options: list[dict[str, Any]] = [
        {"type": "item", "id": key, "value": {"label": key, "questions": []}} for key in ("a", "b")
    ]
    kind = question("one_choice", "q-kind", "Che cosa siete?", options=options)
    only_if = {"answers": [{"question": "q-kind", "options": ["b"]}]}
    some = {**MOTIVATION, "value": {**MOTIVATION["value"], "only_if": only_if}}
    together = contents.unpacked(kept_by(member_of(Role.EDITORS), kind, some).content)
    [asked, depending] = together.schema["steps"][0]["questions"]
    assert asked["key"] != "q-kind"
    assert depending["only_if"] == {
        "answers": [{"question": asked["key"], "options": [asked["options"][1]["key"]]}]
    }
    alone = contents.unpacked(kept_by(member_of(Role.EDITORS), some).content)
    assert "dipende da una domanda che non c’è più" in " ".join(alone.remarks)
