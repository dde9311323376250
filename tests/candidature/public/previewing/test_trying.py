"""A form is tried as it will be filled in, from its newest draft; of the trial nothing stays."""

from typing import Any

import pytest
from django.apps import apps
from django.core.files.storage import storages
from django_webtest import DjangoTestApp
from webtest import Upload

from candidature.models import CallPage, PreviewLink, Trial
from candidature.pages.window import AllowedApplicants
from candidature.trying import links, trials
from portal.roles import Role
from tests.candidature.factories import CallPageFactory, UserFactory, participation_index, question, steps
from tests.home.factories import make_home
from tests.istruttoria.people import committee_member, member_of
from tests.territori.factories import MunicipalityFactory

pytestmark = pytest.mark.django_db

NESTED = question(
    "one_choice",
    "soggetto",
    "Che soggetto siete?",
    options=[
        {
            "type": "item",
            "id": "ets",
            "value": {"label": "Ente", "questions": [question("short_text", "runts", "Numero di RUNTS")]},
        },
        {"type": "item", "id": "altro", "value": {"label": "Altro", "questions": []}},
    ],
)
PDF = b"%PDF-1.7 prova"


@pytest.fixture
def call() -> CallPage:
    """Never published, without dates, and with a form that only the newest draft has."""
    MunicipalityFactory.create()
    index = participation_index(make_home())
    page: CallPage = CallPageFactory.create(
        parent=index, title="Prova questo", live=False, opens_at=None, closes_at=None, steps="[]"
    )
    asked = steps(NESTED, question("file", "statuto", "Statuto", kinds=["pdf"], max_files=1))
    page.steps = CallPage(steps=asked).steps
    page.save_revision()
    made: CallPage = CallPage.objects.get(pk=page.pk)
    return made


def counted() -> dict[str, int]:
    """The rows of every table, but for the session of whoever looks and what Wagtail keeps of it."""
    others = {"sessions.Session", "portal.User", "axes.AccessAttempt"}
    return {
        model._meta.label: model._default_manager.count()
        for model in apps.get_models()
        if model._meta.label not in others and model._meta.managed
    }


def stored_files() -> set[str]:
    store = storages["private"]
    folders = store.listdir("")[0] if store.exists("") else []
    return {f"{folder}/{name}" for folder in folders for name in store.listdir(folder)[1]}


def begun(app: DjangoTestApp, page: CallPage, words: str) -> Any:
    """The first step of a trial that was begun by the button with these words."""
    form = next(form for form in app.get(f"/admin/prova/{page.pk}/").forms.values() if "way" in form.fields)
    names = {str(label): name for name, label in trials.ways_to_try(page)}
    return form.submit("way", value=names[words]).follow()


def test_a_whole_trial_meets_errors_files_and_the_summary_and_leaves_nothing(
    django_app: DjangoTestApp, call: CallPage, mailoutbox: list[Any]
) -> None:
    django_app.set_user(member_of(Role.EDITORS))
    # The first page of all makes the row of the site's settings.
    django_app.get("/candidature/ritrova/")
    before, on_disk = counted(), stored_files()

    who = begun(django_app, call, "Come organizzazione o gruppo")
    assert "Stai provando: non si invia nulla." in who
    step = who.forms["step-form"].submit("action", value="next").follow()
    # An error, in the words of the journey.
    wrong = step.forms["step-form"].submit("action", value="next").follow()
    assert "«Che soggetto siete?»: scegli una risposta." in wrong.html.select_one("[role=alert]").get_text()
    # A branch that a choice opens, without a script.
    form = wrong.forms["step-form"]
    form["q-soggetto"] = "ets"
    form = form.submit("action", value="next").follow().forms["step-form"]
    form["q-runts"] = "12345"
    form["q-statuto"] = Upload("cattivo.pdf", b"non e un pdf", "application/pdf")
    form = form.submit("action", value="next").follow().forms["step-form"]
    form["q-statuto"] = Upload("statuto.pdf", PDF, "application/pdf")
    summary = form.submit("action", value="next").follow()
    shown = summary.html.main.get_text(" ", strip=True)
    assert all(text in shown for text in ("Associazione di prova", "12345", "statuto.pdf"))
    refused = _sending(summary).submit("action", value="send").follow()
    assert "Per inviare occorre dichiarare" in refused
    sending = _sending(refused)
    sending["notice_read"] = True
    end = sending.submit("action", value="send").follow()
    assert "Il modulo si può inviare" in end
    [left] = Trial.objects.all()
    assert (left.answers, left.applicant, left.applicant_typed, left.files) == ({}, {}, {}, [])
    closed = _closing(end).submit().follow()

    assert "non è rimasto nulla" in closed
    assert counted() == before
    assert stored_files() == on_disk
    assert mailoutbox == []


def _sending(page: Any) -> Any:
    return next(form for form in page.forms.values() if "notice_read" in form.fields)


def _closing(page: Any) -> Any:
    return next(form for form in page.forms.values() if form.action.endswith("/chiudi/"))


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Come cittadina o cittadino", "citizen"),
        ("Come chi ha meno di 18 anni", "citizen"),
        ("Come organizzazione o gruppo", "organisation"),
    ],
)
def test_every_kind_of_applicant_passes_the_first_step(
    django_app: DjangoTestApp, call: CallPage, words: str, expected: str
) -> None:
    call = call.get_latest_revision_as_object()
    call.minimum_age, call.guardian_confirms = 16, True
    call.save_revision()
    django_app.set_user(member_of(Role.EDITORS))

    step = begun(django_app, call, words).forms["step-form"].submit("action", value="next").follow()

    assert "La proposta" in step.html.h1.get_text()
    assert Trial.objects.get().applicant["applicant_kind"] == expected


def test_a_form_for_organisations_is_tried_as_one_or_from_nothing(call: CallPage) -> None:
    call.allowed_applicants = AllowedApplicants.ORGANISATIONS
    assert [name for name, _label in trials.ways_to_try(call)] == [trials.EMPTY, trials.ORGANISATION]


def test_save_says_that_no_letter_leaves(django_app: DjangoTestApp, call: CallPage) -> None:
    django_app.set_user(member_of(Role.EDITORS))
    who = begun(django_app, call, "Da zero, come chi arriva sul sito")

    saved = who.forms["step-form"].submit("action", value="save").follow()

    assert "non parte nessuna lettera" in saved


def test_a_step_that_the_editor_took_away_meanwhile_leads_on(
    django_app: DjangoTestApp, call: CallPage
) -> None:
    django_app.set_user(member_of(Role.EDITORS))
    step = begun(django_app, call, "Come cittadina o cittadino")
    step = step.forms["step-form"].submit("action", value="next").follow()
    call.steps = CallPage(steps="[]").steps
    call.save_revision()

    answer = step.forms["step-form"].submit("action", value="next").follow().follow()

    assert "Controlla e invia" in answer


@pytest.mark.parametrize("is_reviewer", [False, True])
def test_who_may_not_edit_the_page_neither_begins_nor_looks(
    django_app: DjangoTestApp, call: CallPage, is_reviewer: bool
) -> None:
    token = trials.begin(call, by=member_of(Role.EDITORS))
    if is_reviewer:
        django_app.set_user(committee_member(call))

    begin = django_app.get(f"/admin/prova/{call.pk}/", status="*")
    look = django_app.get(f"/candidature/in-prova/{token}/passo/0/", status=410)

    assert begin.status_code in (302, 403)
    assert "Questa prova è finita" in look
    assert "Prova questo" not in look


def test_an_editor_does_not_open_the_trial_of_another(django_app: DjangoTestApp, call: CallPage) -> None:
    token = trials.begin(call, by=member_of(Role.EDITORS))
    django_app.set_user(member_of(Role.EDITORS))

    django_app.get(f"/candidature/in-prova/{token}/passo/0/", status=410)


def test_only_so_many_trials_stand_at_once(call: CallPage) -> None:
    link, _token = links.make(call, UserFactory.create())
    tokens = [trials.begin(call, link=link) for _number in range(trials.MOST_AT_ONCE + 2)]

    assert Trial.objects.count() == trials.MOST_AT_ONCE
    assert trials.find(tokens[0]) is None
    assert trials.find(tokens[-1]) is not None


def test_a_page_takes_its_trials_and_links_with_it(call: CallPage) -> None:
    link, _token = links.make(call, UserFactory.create())
    trials.begin(call, link=link)

    call.delete()

    assert not Trial.objects.exists()
    assert not PreviewLink.objects.exists()
