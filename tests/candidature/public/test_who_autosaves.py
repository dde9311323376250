"""“Chi sei” is saved while it is typed as other steps are, but so that it ends no link and asks nobody."""

from typing import Any
from unittest import mock

import pytest
from django.utils import timezone
from django_webtest import DjangoTestApp

from candidature.intake import drafts
from candidature.models import CallPage, Confirmation, Draft, PendingRevision
from tests.candidature.factories import CallPageFactory, begun, identity, submitted
from tests.candidature.public.by_buttons import begin, two_steps
from tests.candidature.public.confirming import closing
from tests.candidature.public.others import GUARDIAN, born, for_minors
from tests.candidature.public.revising import ANSWERS, personal, three_steps
from tests.portal.web.test_outage import locked

pytestmark = pytest.mark.django_db


@pytest.fixture
def page() -> CallPage:
    return two_steps()


@pytest.fixture
def form(django_app: DjangoTestApp, page: CallPage) -> Any:
    """Of a draft that says who."""
    draft, token = begun(page, email="ada@example.org")
    who = identity(email="ada@example.org", first_name="Ada", last_name="Prova")
    drafts.save_identity(draft, who)
    return shown(django_app, f"/candidature/bozza/{token}/passo/0/")


def shown(app: DjangoTestApp, address: str) -> Any:
    return app.get(address).forms["step-form"]


def saved(form: Any, **typed: str) -> dict[str, Any]:
    """What the script is answered; it posts the form as it stands, with an action of its own."""
    for name, value in typed.items():
        form[name] = value
    fields = [*((name, value) for name, value in form.submit_fields() if name != "action")]
    answer = form.response.goto("", method="post", params=[*fields, ("action", "autosave")]).json
    if answer["seen"]:
        form["seen"].value = answer["seen"]
    return dict(answer)


def test_what_is_typed_is_saved_and_stays_after_a_refresh(form: Any, django_app: DjangoTestApp) -> None:
    before = timezone.localtime()

    said = saved(form, last_name="Bianchi", phone="0551234567")

    assert said["said"] in {f"Salvato alle {at:%H:%M}" for at in (before, timezone.localtime())}
    assert said["saved"]
    assert shown(django_app, form.response.request.path)["last_name"].value == "Bianchi"
    # It may be sent as it is, without a press on this step.
    assert Draft.objects.get().says_who


def test_what_is_half_typed_is_saved_without_complaint_and_ends_no_link(
    form: Any, django_app: DjangoTestApp
) -> None:
    assert saved(form, first_name="", email="ada@")["saved"]

    again = shown(django_app, form.response.request.path)
    assert (again["first_name"].value, again["email"].value) == ("", "ada@")
    assert "Scrivi" not in again.response.html.select_one("#step-form").text


@pytest.mark.parametrize("typed", ["bea@example.org", "ada@example.org.it"])
def test_another_address_is_saved_by_a_button_alone(form: Any, typed: str) -> None:
    said = saved(form, email=typed, last_name="Bianchi")

    assert not said["saved"]
    assert said["goesOn"]
    assert "premi «Avanti» o «Salva»" in said["said"].replace("Premi", "premi")
    draft = Draft.objects.get()
    assert (draft.email, draft.last_name) == ("ada@example.org", "Prova")
    assert saved(form, email="Ada@Example.org")["saved"]


def test_while_there_is_no_address_only_buttons_save_and_the_page_is_told_to_warn(
    django_app: DjangoTestApp, page: CallPage
) -> None:
    form = begin(django_app, page).forms["step-form"]
    html = form.response.html.select_one("#step-form")

    assert "data-autosave" not in html.attrs
    assert "data-kept" in html.attrs
    assert not saved(form, first_name="Ada", email="ada@example.org")["saved"]
    assert Draft.objects.get().email == ""


def test_the_page_knows_with_which_address_it_may_be_saved(form: Any) -> None:
    html = form.response.html.select_one("#step-form")

    assert html["data-address"] == "ada@example.org"
    assert "data-autosave" in html.attrs


def test_the_page_that_saved_itself_meets_no_other_tab(form: Any) -> None:
    for text in ("055", "0551234567", "055 123 4568"):
        saved(form, phone=text)
    form["phone"] = "055 123 4569"

    assert "esito" not in form.submit("action", value="next", status=302).location
    assert Draft.objects.get().phone == "+390551234569"


def test_of_two_tabs_the_second_writes_over_nothing_and_leaves_off(
    form: Any, django_app: DjangoTestApp
) -> None:
    other = shown(django_app, form.response.request.path)
    saved(other, last_name="Bianchi")

    said = saved(form, last_name="Verdi")

    assert not said["goesOn"]
    assert Draft.objects.get().last_name == "Bianchi"
    told = form.submit("action", value="save", status=302).follow()
    assert "ci sono due versioni" in told.text


def test_what_another_tab_wrote_beside_stays(form: Any, django_app: DjangoTestApp) -> None:
    other = shown(django_app, form.response.request.path)
    saved(other, last_name="Bianchi")

    for text in ("055 1", "055 123 4567"):
        saved(form, phone=text)

    draft = Draft.objects.get()
    assert (draft.last_name, draft.phone) == ("Bianchi", "+390551234567")


def test_a_guardian_is_named_by_a_button_and_kept_as_typed_until_then(django_app: DjangoTestApp) -> None:
    _draft, token = begun(for_minors(), email="ada@example.org")
    form = shown(django_app, f"/candidature/bozza/{token}/passo/0/")
    who = {"first_name": "Ada", "last_name": "Prova", "municipality": "other", "birth_date": born(17)}

    assert saved(form, **who, guardian_name="Carla Prova", guardian_email=GUARDIAN)["saved"]

    assert not Confirmation.objects.exists()
    again = shown(django_app, form.response.request.path)
    assert again["guardian_email"].value == GUARDIAN
    again.submit("action", value="next", status=302)
    assert Confirmation.objects.get().email == GUARDIAN
    # From then on the rest saves itself, and the guardian stays.
    later = shown(django_app, form.response.request.path)
    saved(later, guardian_email="altra@example.org")
    assert Confirmation.objects.get().email == GUARDIAN


def test_at_a_limit_and_after_the_closing_the_script_is_told(form: Any, page: CallPage, limits: Any) -> None:
    limits(LIMIT_UPLOAD_MB_PER_HOUR=0)
    refused = saved(form, first_name="")
    assert "molti dati" in refused["said"]
    assert not refused["saved"]
    limits(LIMIT_UPLOAD_MB_PER_HOUR=1)

    with mock.patch("portal.web.arrival.timezone.now", return_value=closing(page)):
        late = saved(form, first_name="Bea")

    assert "termine è passato" in late["said"]
    assert not late["goesOn"]


def test_a_portal_that_cannot_write_says_so(committed_db: None, django_app: DjangoTestApp) -> None:
    _draft, token = begun(two_steps(), email="ada@example.org")
    form = shown(django_app, f"/candidature/bozza/{token}/passo/0/")

    with locked():
        said = saved(form, first_name="Ada")

    assert "non riesce a salvare" in said["said"]
    assert not said["saved"]


def test_a_correction_saves_itself_until_the_closing(django_app: DjangoTestApp) -> None:
    page = CallPageFactory.create(steps=three_steps())
    form = shown(django_app, personal(submitted(page, answers=dict(ANSWERS)), "correggi/passo/0/"))

    assert saved(form, last_name="Bianchi")["saved"]
    assert PendingRevision.objects.get().applicant["last_name"] == "Bianchi"
    assert saved(form, last_name="")["saved"]

    with mock.patch("portal.web.arrival.timezone.now", return_value=closing(page)):
        late = saved(form, last_name="Verdi")
    assert not late["saved"]
    assert not late["goesOn"]
    assert "last_name" not in PendingRevision.objects.get().applicant_typed
