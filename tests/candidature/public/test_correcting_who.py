"""Correcting "Chi sei" while the page, or what is kept of the applicant, changes elsewhere."""

from typing import Any

import pytest
from django_webtest import DjangoTestApp

from candidature.models import CallPage, Submission
from tests.candidature.factories import CallPageFactory, submitted
from tests.candidature.public.journey import form_of
from tests.candidature.public.revising import ANSWERS, personal, press, send, three_steps
from tests.candidature.public.test_correction import begun, first_step
from tests.moduli.builders import block
from tests.territori.factories import MunicipalityFactory

pytestmark = pytest.mark.django_db

GROUP = {"applicant_kind": "organisation", "organisation_name": "Insieme ODV"}


def call(**values: Any) -> CallPage:
    made: CallPage = CallPageFactory.create(steps=three_steps(), **values)
    return made


def sent_to(page: CallPage, **values: Any) -> Submission:
    return submitted(page, answers=dict(ANSWERS), **values)


def summary_of(app: DjangoTestApp, submission: Submission) -> Any:
    return app.get(personal(submission, "correggi/riepilogo/"))


def test_who_sent_before_the_page_was_for_others_only_still_corrects_an_answer(
    django_app: DjangoTestApp,
) -> None:
    ours = sent_to(call(), applicant_kind="citizen")
    CallPage.objects.update(allowed_applicants="organisation")

    who = begun(django_app, ours)
    assert "organisation_name" not in who.forms["step-form"].fields
    press(first_step(who), "next", why="Per la valle")
    told = send(summary_of(django_app, ours))

    assert "Correzione inviata" in told.text
    ours.refresh_from_db()
    assert (ours.applicant_kind, ours.answers["why"]) == ("citizen", "Per la valle")


def test_an_organisation_stays_one_when_the_page_is_for_citizens_only_since(
    django_app: DjangoTestApp,
) -> None:
    only_organisations = {"kinds": ["organisation"], "answers": []}
    statute = block("short_text", "statute", label="Statuto", required=True, only_if=only_organisations)
    page = CallPageFactory.create(steps=form_of([statute]))
    ours = submitted(page, answers={"statute": "Atto 12"}, **GROUP)
    CallPage.objects.update(allowed_applicants="citizen")

    who = begun(django_app, ours)
    assert who.forms["step-form"]["organisation_name"].value == "Insieme ODV"
    send(press(first_step(who, phone="0575 123456"), "next"))

    ours.refresh_from_db()
    assert ours.phone
    assert (ours.applicant_kind, ours.organisation_name) == ("organisation", "Insieme ODV")
    assert ours.answers == {"statute": "Atto 12"}


def test_another_kind_that_the_page_does_not_take_any_more_is_refused_in_a_sentence(
    django_app: DjangoTestApp,
) -> None:
    ours = sent_to(call(), applicant_kind="citizen")
    first_step(begun(django_app, ours), "save", **GROUP)
    CallPage.objects.update(allowed_applicants="citizen")

    told = send(summary_of(django_app, ours))

    assert "Per come hai cambiato «Chi sei» non si può più partecipare qui" in told.text
    assert Submission.objects.get().applicant_kind == "citizen"
    # The step leads out of it.
    first_step(django_app.get(personal(ours, "correggi/passo/0/")), last_name="Altra")
    send(summary_of(django_app, ours))
    ours.refresh_from_db()
    assert (ours.applicant_kind, ours.last_name) == ("citizen", "Altra")


def test_another_place_is_not_asked_what_the_kind_was_not(django_app: DjangoTestApp) -> None:
    place = MunicipalityFactory.create()
    ours = sent_to(call(), applicant_kind="citizen")
    CallPage.objects.update(allowed_applicants="organisation")

    first_step(begun(django_app, ours), municipality=place.cadastral_code)
    send(summary_of(django_app, ours))

    assert Submission.objects.get().municipality == place


def changed_phone(app: DjangoTestApp, submission: Submission) -> str:
    """The number, as it is kept, once another was written among the contacts."""
    contact = app.get(personal(submission, "recapiti/"))
    form = next(form for form in contact.forms.values() if "phone" in form.fields)
    form["phone"] = "0575 123456"
    form.submit().maybe_follow()
    phone = Submission.objects.get().phone
    assert phone.endswith("0575123456")
    return phone


@pytest.mark.parametrize("surname", ["Corretto", ""])
@pytest.mark.parametrize("before", ["", "+393331234567"])
def test_a_telephone_changed_meanwhile_stays_as_it_was_changed(
    django_app: DjangoTestApp, surname: str, before: str
) -> None:
    ours = sent_to(call(), phone=before)
    first_step(begun(django_app, ours), "save", last_name=surname)

    phone = changed_phone(django_app, ours)

    first_step(django_app.get(personal(ours, "correggi/passo/0/")), last_name="Corretto")
    send(summary_of(django_app, ours))
    ours.refresh_from_db()
    assert (ours.last_name, ours.phone) == ("Corretto", phone)
    # The former version says what was otherwise in it, and nothing else.
    assert set(ours.answer_revisions.get().applicant) == {"last_name"}


def test_a_telephone_that_is_corrected_is_the_corrected_one(django_app: DjangoTestApp) -> None:
    ours = sent_to(call())
    first_step(begun(django_app, ours), "save", last_name="", phone="333 7654321")

    changed_phone(django_app, ours)

    first_step(django_app.get(personal(ours, "correggi/passo/0/")), last_name="Corretto")
    send(summary_of(django_app, ours))
    ours.refresh_from_db()
    assert ours.phone.endswith("3337654321")
