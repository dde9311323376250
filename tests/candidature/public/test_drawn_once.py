"""What is everybody's on the pages of the journey is drawn once, and is nobody's own."""

from datetime import timedelta
from typing import Any

import pytest
from django.forms.boundfield import BoundField
from django.utils import timezone
from wagtail.models import Site

from candidature.models import CallPage
from portal.edition import memory
from portal.pages.models import PortalSettings
from tests.candidature.factories import CallPageFactory
from tests.candidature.public.journey import WHO, Journey, form_key, form_of
from tests.home.factories import StandardPageFactory, make_home
from tests.moduli.builders import block, item

pytestmark = pytest.mark.usefixtures("committed_db")


@pytest.fixture(autouse=True)
def nothing_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "_memory", ("", {}))


@pytest.fixture
def page() -> CallPage:
    home = make_home()
    # Made when they are first read, which begins an edition.
    PortalSettings.for_site(Site.objects.get())
    branch = block("short_text", "number", label="Numero RUNTS", required=True)
    form = form_of(
        [
            block("short_text", "why", label="Perché?", required=True),
            block(
                "one_choice",
                "type",
                label="Che cosa siete?",
                required=True,
                options=[item("Associazione", branch, id_="formal"), item("Gruppo", id_="informal")],
            ),
        ]
    )
    made: CallPage = CallPageFactory.create(parent=home, steps=form)
    return made


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the controls that are drawn meanwhile."""
    names: list[str] = []
    draw = BoundField.as_widget

    def noted(self: BoundField, *args: Any, **kwargs: Any) -> Any:
        names.append(self.html_name)
        return draw(self, *args, **kwargs)

    monkeypatch.setattr(BoundField, "as_widget", noted)
    return names


def text(answer: Any) -> str:
    return str(answer.content.decode())


def begun(page: CallPage) -> Journey:
    journey = Journey(page)
    journey.begin()
    return journey


def at_step(page: CallPage, email: str) -> Journey:
    journey = begun(page)
    journey.press(
        journey.url("step", 0), {**WHO, "email": email, "form_key": form_key(journey.get("step", 0))}
    )
    return journey


def fields_of(answer: Any) -> str:
    """The controls of a page, without what only its draft has."""
    content = text(answer)
    inputs = content[content.index("<form id=") :]
    return inputs[inputs.index('name="seen"') : inputs.index('class="autosaved"')].split("\n", 1)[1]


def test_who_you_are_is_drawn_once_while_nobody_wrote(page: CallPage, drawn: list[str]) -> None:
    first = fields_of(begun(page).get("step", 0))
    assert "first_name" in drawn
    drawn.clear()

    second = fields_of(begun(page).get("step", 0))

    assert drawn == []
    assert second == first


def test_who_you_are_shows_what_was_typed_to_its_writer_alone(page: CallPage) -> None:
    begun(page).get("step", 0)
    ada = at_step(page, "ada@example.org")

    assert 'value="Ada"' in text(ada.get("step", 0))
    assert 'value="Ada"' not in text(begun(page).get("step", 0))


def test_a_mistake_in_who_you_are_is_told_to_who_made_it_alone(page: CallPage) -> None:
    begun(page).get("step", 0)
    wrong = begun(page)

    data = {**WHO, "first_name": "", "form_key": form_key(wrong.get("step", 0))}
    led_to = wrong.press(wrong.url("step", 0), data)["Location"]

    assert "Scrivi il nome." in text(wrong.client.get(led_to))
    assert "Scrivi il nome." not in text(begun(page).get("step", 0))


def test_the_questions_of_a_step_are_drawn_once_until_they_are_answered(
    page: CallPage, drawn: list[str]
) -> None:
    ada, bea = at_step(page, "ada@example.org"), at_step(page, "bea@example.org")
    first = fields_of(ada.get("step", 1))
    drawn.clear()
    assert fields_of(bea.get("step", 1)) == first
    assert drawn == []

    ada.step(1, why="Per la mia comunità", type="formal")

    assert "Per la mia comunità" in text(ada.get("step", 1))
    assert "q-number" in drawn
    drawn.clear()
    assert fields_of(bea.get("step", 1)) == first
    assert drawn == []


def test_a_nought_is_an_answer(page: CallPage) -> None:
    changed = CallPage.objects.get(pk=page.pk)
    changed.steps = form_of([block("number", "how_many", label="Quanti siete?", required=True)])
    changed.save_revision().publish()
    ada, bea = at_step(page, "ada@example.org"), at_step(page, "bea@example.org")
    bea.get("step", 1)

    ada.step(1, how_many="0")

    assert 'value="0"' in text(ada.get("step", 1))
    assert 'value="0"' not in text(bea.get("step", 1))


def test_what_is_missing_in_a_step_is_told_to_who_left_it_out_alone(page: CallPage) -> None:
    ada, bea = at_step(page, "ada@example.org"), at_step(page, "bea@example.org")
    ada.get("step", 1)

    told = ada.step(1)

    assert "error-summary" in text(told)
    assert "error-summary" not in text(bea.get("step", 1))
    assert "aria-invalid" not in text(bea.get("step", 1))


def test_another_language_is_drawn_by_itself(page: CallPage) -> None:
    journey = at_step(page, "ada@example.org")
    italian = fields_of(journey.get("step", 1))

    english = fields_of(journey.client.get(f"/en{journey.url('step', 1)}"))

    assert 'lang="it"' in english
    assert 'lang="it"' not in italian


def test_the_questions_of_an_older_edition_are_not_shown(page: CallPage) -> None:
    journey = at_step(page, "ada@example.org")
    assert "Perché?" in text(journey.get("step", 1))

    changed = CallPage.objects.get(pk=page.pk)
    changed.steps = form_of([block("short_text", "why", label="Per quale motivo?", required=True)])
    changed.save_revision().publish()

    shown = fields_of(at_step(page, "bea@example.org").get("step", 1))
    assert "Per quale motivo?" in shown
    assert "Perché?" not in shown


def test_controls_are_drawn_anew_on_another_day(
    page: CallPage, drawn: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    ada, new = at_step(page, "ada@example.org"), begun(page)
    ada.get("step", 1)
    new.get("step", 0)
    drawn.clear()

    # What may be chosen may depend on the day.
    tomorrow = timezone.localdate() + timedelta(days=1)
    monkeypatch.setattr(timezone, "localdate", lambda *_args, **_kwargs: tomorrow)
    ada.get("step", 1)
    new.get("step", 0)

    assert {"q-why", "first_name"} <= set(drawn)


def test_the_header_of_a_receipt_is_drawn_once_and_follows_the_site(page: CallPage) -> None:
    def receipt(email: str) -> str:
        journey = at_step(page, email)
        journey.step(1, why="Per la mia comunità", type="informal")
        journey.send()
        return text(journey.client.get(journey.receipt))

    assert "Chi siamo" not in receipt("ada@example.org")
    kept = [key for key in memory._memory[1] if isinstance(key, tuple) and key[:2] == ("markup", "header")]
    assert len(kept) == 1

    StandardPageFactory.create(parent=page.get_parent(), title="Chi siamo", show_in_menus=True)

    assert "Chi siamo" in receipt("bea@example.org")


def test_a_receipt_shows_the_questions_as_they_were_asked(page: CallPage) -> None:
    journey = at_step(page, "ada@example.org")
    journey.step(1, why="Per la mia comunità", type="informal")
    journey.send()
    assert "Perché?" in text(journey.client.get(journey.receipt))

    changed = CallPage.objects.get(pk=page.pk)
    changed.steps = form_of([block("short_text", "why", label="Per quale motivo?", required=True)])
    changed.save_revision().publish()

    receipt = text(journey.client.get(journey.receipt))
    assert "Perché?" in receipt
    assert "Per quale motivo?" not in receipt


def test_the_header_of_a_form_follows_the_settings(page: CallPage) -> None:
    journey = at_step(page, "ada@example.org")
    assert "Sito dimostrativo" not in text(journey.get("step", 1))

    about = PortalSettings.for_site(Site.objects.get())
    about.demo_notice = True
    about.save()

    assert "Sito dimostrativo" in text(journey.get("step", 1))
