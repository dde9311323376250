"""Those who confirm are a page of the way: in the list of steps, before the summary."""

from typing import Any

import pytest
from django_webtest import DjangoTestApp

from candidature.links import draft_links
from candidature.models import Confirmation
from tests.candidature.confirmations.asking import RITA, confirm, draft_with
from tests.candidature.public.by_buttons import FORM
from tests.candidature.public.others import call, for_minors, onwards, says_who, to_summary

pytestmark = pytest.mark.django_db


def names(shown: Any) -> list[str]:
    """The pages in the list of steps, each with what is said of it."""
    items = shown.html.select(".step-progress-wide li")
    return [" ".join(item.get_text(" ").split()) for item in items]


def test_partners_come_after_the_last_step_and_lead_to_the_summary_and_back(
    django_app: DjangoTestApp,
) -> None:
    _draft, token = draft_with(call(most_partners=1))

    step = django_app.get(f"/candidature/bozza/{token}/passo/1/")
    shown = step.forms[FORM].submit("action", value="next").follow()

    assert shown.request.path.endswith("/chi-conferma/")
    assert names(shown)[-2:] == ["Chi conferma", "Riepilogo"]
    summary = onwards(shown)
    assert summary.click("Indietro").request.path.endswith("/chi-conferma/")
    # The button of the list saves the step and leads there.
    by_list = step.forms[FORM].submit("action", value="go-999").follow()
    assert by_list.request.path.endswith("/chi-conferma/")


def test_they_are_called_done_only_once_all_are_named_and_where_it_waits_confirmed(
    django_app: DjangoTestApp,
) -> None:
    page = call(most_partners=2, waits_for_others=True)
    draft, token = draft_with(page, RITA)
    step = f"/candidature/bozza/{token}/passo/1/"
    assert names(django_app.get(step))[-2] == "Chi conferma"

    Confirmation.objects.update(state="asked")
    confirm(Confirmation.objects.get())
    assert names(django_app.get(step))[-2] == "Chi conferma (completato)"

    Confirmation.objects.create(draft=draft, role="partner", typed={"body": "Arci"})
    assert names(django_app.get(step))[-2] == "Chi conferma da completare"


def test_the_guardian_is_in_the_list_of_who_is_under_age_but_is_no_page_to_pass(
    django_app: DjangoTestApp,
) -> None:
    minor: dict[str, Any] = {"guardian_name": "Carla Prova", "guardian_email": "mamma@example.org"}
    summary = to_summary(says_who(django_app, for_minors(), 17, **minor))
    assert names(summary)[-2:] == ["Chi conferma (completato)", "Riepilogo"]
    assert summary.click("Indietro").request.path.endswith("/passo/1/")

    adult = to_summary(says_who(django_app, for_minors(), 40))
    assert "Chi conferma" not in names(adult)


def test_a_call_that_asks_for_nobody_has_no_such_page(django_app: DjangoTestApp) -> None:
    _draft, token = draft_with(call())
    assert draft_links.find(token)

    assert "Chi conferma" not in " ".join(names(django_app.get(f"/candidature/bozza/{token}/passo/1/")))
