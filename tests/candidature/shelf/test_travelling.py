"""A call travels as a file, and what arrives is stored only if an editor could have written all of it."""

import json
from typing import Any

import pytest
import wagtail_factories
from django_webtest import DjangoTestApp
from webtest import Upload

from candidature.models import CallPage, ParticipationIndexPage, PrivacyNotice, ReferenceList
from candidature.pages.participation import ParticipationPage
from candidature.pages.window import AdmittedFrom
from candidature.shelf import travelling
from portal.roles import Role
from territori.models import Zone
from tests.candidature.factories import CallPageFactory, EventPageFactory, UserFactory, question, steps
from tests.candidature.shelf.conftest import NESTED, as_the_editor_saves
from tests.istruttoria.people import member_of
from tests.moduli.types.test_every_type import FROZEN
from tests.territori.factories import ZoneFactory

pytestmark = pytest.mark.django_db


def packed(page: ParticipationPage) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(travelling.packed(page))
    return content


def brought(content: dict[str, Any], index: ParticipationIndexPage, **user: Any) -> travelling.Arrived:
    raw = json.dumps(content).encode()
    return travelling.arrived(travelling.unpacked(raw), index, UserFactory.create(is_superuser=True, **user))


def test_what_left_and_arrived_leaves_as_the_same_file(call: CallPage, index: ParticipationIndexPage) -> None:
    left = packed(call)

    arrived = brought(left, index).page

    assert packed(arrived) == left
    assert packed(arrived.get_latest_revision_as_object()) == left
    assert (arrived.live, arrived.opens_at, arrived.kind) == (False, None, call.kind)


@pytest.mark.parametrize("kind", [*FROZEN])
def test_a_question_of_any_type_travels_with_all_that_was_said_of_it(
    kind: str, index: ParticipationIndexPage
) -> None:
    written, frozen = FROZEN[kind]
    asked = question(kind, "domanda", "Che cosa?", **written)
    # Nobody was born that late and is so old.
    asked["value"].pop("minimum_age", None)
    if frozen.get("options") == []:
        asked["value"]["options"] = [
            {**one, "value": {"label": one["value"]["label"]}} for one in NESTED["value"]["options"]
        ]
    if kind in ("text_only", "declaration"):
        del asked["value"]["required"]
    call = as_the_editor_saves(CallPageFactory.create(parent=index, steps=steps(asked)))

    left = travelling.packed(call)
    arrived = travelling.arrived(travelling.unpacked(left), index, UserFactory.create(is_superuser=True)).page

    assert travelling.packed(arrived) == left
    assert arrived.schema == call.schema


@pytest.mark.parametrize(("kind", "limit"), [("date", "31 febbraio"), ("number", "tanto")])
def test_words_where_a_day_or_a_number_stands_are_refused_with_their_place(
    kind: str, limit: str, index: ParticipationIndexPage
) -> None:
    name = {"date": "earliest", "number": "minimum"}[kind]
    asked = question(kind, "domanda", "Che cosa?", **{name: None})
    left = packed(as_the_editor_saves(CallPageFactory.create(parent=index, steps=steps(asked))))
    left["steps"][0]["value"]["questions"][0]["value"][name] = limit

    with pytest.raises(travelling.BadFileError, match=r"Domande › 1 › .*non è scritto"):
        brought(left, index)


def test_the_zones_from_which_people_may_come_travel_by_name(
    call: CallPage, index: ParticipationIndexPage
) -> None:
    call.admits_from, call.most_submissions = AdmittedFrom.CHOSEN, 30
    call.admitted_zones.set([ZoneFactory.create(name="Lunigiana"), ZoneFactory.create(name="Valdera")])
    call.save_revision().publish()
    left = packed(call)
    assert (left["admitted_zones"], left["fields"]["most_submissions"]) == (["Lunigiana", "Valdera"], 30)

    arrived = brought(left, index).page

    assert packed(arrived) == packed(arrived.get_latest_revision_as_object()) == left
    Zone.objects.filter(name="Valdera").update(name="Valdera e Valdarno")
    elsewhere = brought(left, index, email="altra@example.org")
    assert elsewhere.page.admitted_zone_names() == ["Lunigiana"]
    assert any("Valdera" in remark for remark in elsewhere.remarks)


def test_an_event_travels_too(index: ParticipationIndexPage) -> None:
    event = as_the_editor_saves(EventPageFactory.create(parent=index, place="Sala", capacity=12))

    left = packed(event)

    assert packed(brought(left, index).page) == left
    assert left["fields"]["capacity"] == 12


def test_an_editor_takes_a_file_away_and_brings_it_back(django_app: DjangoTestApp, call: CallPage) -> None:
    django_app.set_user(member_of(Role.EDITORS))
    file = django_app.get(f"/admin/pages/{call.pk}/edit/").click("Scarica come file")
    assert file.content_disposition == 'attachment; filename="partner-per-il-servizio.json"'
    form = django_app.get("/admin/nuovo/").click("Carica un file").forms["w-editor-form"]
    form["file"] = Upload("avviso.json", file.body, "application/json")

    editor = form.submit(status=302).follow()

    assert "è pronto: è una bozza" in editor
    made = CallPage.objects.exclude(pk=call.pk).get()
    assert (made.title, made.live) == (call.title, False)
    assert made.slug != call.slug


def test_a_picture_a_document_and_an_inner_link_stay_and_are_counted(
    call: CallPage, index: ParticipationIndexPage
) -> None:
    call.body = json.dumps(
        [
            {"type": "image", "id": "foto", "value": {"image": wagtail_factories.ImageFactory().pk}},
            {
                "type": "text",
                "id": "testo",
                "value": f'<p>Vai <a linktype="page" id="{index.pk}">qui</a>.</p>',
            },
        ]
    )

    left = packed(call)

    assert [block["type"] for block in left["body"]] == ["text"]
    assert left["body"][0]["value"] == "<p>Vai qui.</p>"
    assert left["left_behind"] == 2
    assert any("2 immagini" in remark for remark in brought(left, index).remarks)


@pytest.mark.parametrize("is_first", [True, False], ids=["before all else", "in a step"])
def test_an_answer_that_leads_out_travels_with_its_reason_and_without_its_page(
    index: ParticipationIndexPage, is_first: bool
) -> None:
    elsewhere = CallPageFactory.create(parent=index)
    out = {"leads_out": True, "why": "È per chi vive qui.", "page": elsewhere.pk}
    asked = question("yes_no", "qui", "Vivi qui?", no_out=out)
    if is_first:
        asked["value"].pop("required")
    content = [{"type": "eligibility", "id": "e1", "value": {"questions": [asked]}}]
    page = CallPageFactory.create(parent=index, steps=json.dumps(content) if is_first else steps(asked))
    left = packed(as_the_editor_saves(page))

    assert left["left_behind"] == 1
    [step] = brought(left, index).page.schema["steps"]
    [arrived] = step["questions"]
    assert arrived["options"][1]["leads_out"] == {"why": "È per chi vive qui.", "page": None}


def test_the_notice_comes_along_where_it_is_not_known(call: CallPage, index: ParticipationIndexPage) -> None:
    left = packed(call)
    same = brought(left, index).page
    left["privacy_notice"]["title"] = "Informativa di un’altra zona"

    other = brought(left, index)

    assert same.privacy_notice == call.privacy_notice
    assert other.page.privacy_notice == PrivacyNotice.objects.get(title="Informativa di un’altra zona")
    assert any("informativa" in remark for remark in other.remarks)


def test_another_text_under_a_known_name_of_a_notice_is_not_taken_over(
    call: CallPage, index: ParticipationIndexPage
) -> None:
    left = packed(call)
    left["privacy_notice"]["body"] = "<p>Cediamo i dati a chi li chiede.</p>"

    arrived = brought(left, index)

    assert arrived.page.privacy_notice is None
    assert PrivacyNotice.objects.count() == 1
    assert any("scegline una" in remark for remark in arrived.remarks)


def changed(path: str, value: Any) -> Any:
    """What changes one place of a file, such as `steps.0.type`."""

    def change(content: Any) -> None:
        *way, last = [int(part) if part.isdigit() else part for part in path.split(".")]
        for part in way:
            content = content[part]
        content[last] = value

    return change


UNHEARD_OF = [
    (changed("kind", "concorso"), "concorso"),
    (changed("version", 2), "versione"),
    (changed("title", ""), "title"),
    (changed("steps", {}), "steps"),
    (changed("steps.0.type", "passaggio"), "passaggio"),
    (changed("steps.0.id", '"><script>'), "steps"),
    (changed("steps.0.value.questions.0.type", "domanda_segreta"), "domanda_segreta"),
    (changed("steps.0.value.questions.0.value.colore", "rosso"), "colore"),
    (changed("steps.0.value.questions.0.value.label", ["lista"]), "non è scritto"),
    (changed("steps.0.value.questions", "testo"), "non è scritto"),
    (changed("steps.0.value.title", ""), "obbligatorio"),
    (changed("fields.slug", "altrove"), "slug"),
    (changed("fields.live", True), "live"),
    (changed("fields.retention_months", 0), "1"),
    (changed("fields.retention_months", "molti"), "retention_months"),
    (changed("fields.call_type", "segreto"), "segreto"),
    (changed("fields.contact_email", "nessuna"), "email"),
    (changed("body.0.value", None), "non è scritto"),
    (changed("steps.0.value.questions.1.value.options", []), "almeno due opzioni"),
    (changed("steps.0.value.title", "\ud800"), "caratteri"),
    (changed("steps.0.value.questions.1.id", "perche"), "stesso identificativo, «perche»"),
    (changed("steps.0.value.questions.1.id", "x" * 37), "non è scritto"),
]


def test_what_an_editor_could_not_have_written_is_refused_with_its_place_and_nothing_is_stored(
    call: CallPage, index: ParticipationIndexPage, subtests: pytest.Subtests
) -> None:
    for change, said in UNHEARD_OF:
        with subtests.test(said=said):
            content = packed(call)
            change(content)

            with pytest.raises(travelling.BadFileError, match=said):
                brought(content, index)

            assert CallPage.objects.count() == 1


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\xff\xfe",
        b"[]",
        b"null",
        b'{"format": "altro"}',
        b"[" * 200_000,
        b"{" + b" " * 1_000_001,
        b"PK\x03\x04",
    ],
    ids=["empty", "binary", "list", "null", "other format", "deep", "large", "archive"],
)
def test_a_file_that_is_none_of_ours_is_refused_in_a_sentence(raw: bytes) -> None:
    with pytest.raises(travelling.BadFileError, match="Il file"):
        travelling.unpacked(raw)


def test_a_script_in_a_text_does_not_arrive(call: CallPage, index: ParticipationIndexPage) -> None:
    content = packed(call)
    bad = '<p onclick="x()">Testo<script>alert(1)</script> <a href="javascript:x()">qui</a></p>'
    content["body"][1]["value"] = content["fields"]["criteria"] = content["privacy_notice"]["body"] = bad
    content["privacy_notice"]["title"] = "Nuova"

    page = brought(content, index).page

    notice = PrivacyNotice.objects.get(pk=page.privacy_notice_id)
    for stored in (page.body[1].value.source, page.criteria, notice.body):
        assert "Testo" in stored
        assert "script" not in stored
        assert "onclick" not in stored


def test_a_refused_file_is_said_at_its_field(
    django_app: DjangoTestApp, index: ParticipationIndexPage
) -> None:
    django_app.set_user(member_of(Role.EDITORS))
    form = django_app.get("/admin/nuovo/da-un-file/").forms["w-editor-form"]
    form["file"] = Upload("foto.png", b"\x89PNG", "image/png")

    again = form.submit(status=400)

    assert "Il file non è un avviso" in again


def test_who_adds_no_pages_brings_no_file(django_app: DjangoTestApp, index: ParticipationIndexPage) -> None:
    django_app.set_user(member_of(Role.REVIEWERS))

    django_app.get("/admin/nuovo/da-un-file/", status=302)


@pytest.fixture
def of_schools(index: ParticipationIndexPage) -> CallPage:
    """A call that lets choose in a list."""
    schools = ReferenceList.objects.create(name="Scuole")
    asked = question("list_entry", "scuola", "Quale scuola?", source=str(schools.pk))
    page: CallPage = as_the_editor_saves(CallPageFactory.create(parent=index, steps=steps(asked)))
    return page


def test_a_question_of_a_list_finds_the_list_of_that_name_whatever_its_number(
    of_schools: CallPage, index: ParticipationIndexPage
) -> None:
    left = packed(of_schools)
    ReferenceList.objects.filter(name="Scuole").update(name="Musei")
    other = ReferenceList.objects.create(name="SCUOLE")

    [step] = brought(left, index).page.steps

    assert left["steps"][0]["value"]["questions"][0]["value"]["source"] == "Scuole"
    assert step.value["questions"][0].value["source"] == str(other.pk)


def test_a_question_of_a_list_that_is_not_here_is_refused_by_its_name(
    of_schools: CallPage, index: ParticipationIndexPage
) -> None:
    left = packed(of_schools)
    ReferenceList.objects.filter(name="Scuole").update(name="Musei")

    with pytest.raises(travelling.BadFileError, match="qui non c’è «Scuole»"):
        brought(left, index)


@pytest.mark.parametrize(
    "only_if",
    [
        {"answers": [{"question": "un-altro-portale", "options": ["opzione-ets"]}]},
        {"answers": [{"question": "soggetto", "options": ["altrove"]}]},
        {"kinds": ["alien"]},
        {"kinds": "citizen"},
        {"kinds": ["citizen"], "code": "1"},
        7,
    ],
)
def test_a_condition_that_names_nothing_of_the_file_is_refused(
    call: CallPage, index: ParticipationIndexPage, only_if: Any
) -> None:
    left = packed(call)
    left["steps"][0]["value"]["questions"][-1]["value"]["only_if"] = only_if
    with pytest.raises(travelling.BadFileError):
        brought(left, index)
    assert CallPage.objects.count() == 1
