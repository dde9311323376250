"""The one form renderer of the public site."""

import re
from html.parser import HTMLParser

import pytest
from django import forms

from portal.forms.public import DateInput, PublicForm


class Elements(HTMLParser):
    """The start tags of some markup with their attributes."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(markup)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def named(self, name: str) -> dict[str, str | None]:
        return next(attrs for _tag, attrs in self.found if attrs.get("name") == name)

    def with_tag(self, tag: str) -> list[dict[str, str | None]]:
        return [attrs for found, attrs in self.found if found == tag]

    def ids(self) -> list[str]:
        return [value for _tag, attrs in self.found if (value := attrs.get("id"))]


class SampleForm(PublicForm):
    name = forms.CharField(label="Nome", help_text="Come nel documento <b>d'identità</b>")
    born = forms.DateField(label="Data di nascita", widget=DateInput, required=False)
    kind = forms.ChoiceField(
        label="Tipo", choices=[("a", "Associazione"), ("b", "Ente")], widget=forms.RadioSelect
    )
    themes = forms.MultipleChoiceField(
        label="Temi", choices=[("p", "Prevenzione")], widget=forms.CheckboxSelectMultiple
    )
    cv = forms.FileField(label="Curriculum")
    read = forms.BooleanField(label="Ho letto l'informativa")
    key = forms.CharField(widget=forms.HiddenInput, error_messages={"required": "Modulo scaduto"})


@pytest.fixture
def blank() -> Elements:
    return Elements(str(SampleForm()))


@pytest.fixture
def wrong() -> Elements:
    return Elements(str(SampleForm({})))


def test_every_label_and_description_points_to_an_element_of_the_page(wrong: Elements) -> None:
    ids = wrong.ids()
    referred = [attrs["for"] for attrs in wrong.with_tag("label")]
    for _tag, attrs in wrong.found:
        referred += (attrs.get("aria-describedby") or "").split()
    referred += [(attrs["href"] or "").removeprefix("#") for attrs in wrong.with_tag("a")]
    assert referred
    assert set(referred) <= set(ids)
    assert len(ids) == len(set(ids))


def test_a_field_in_error_is_marked_and_tied_to_its_help_and_its_error(wrong: Elements) -> None:
    name = wrong.named("name")
    assert name["aria-invalid"] == "true"
    assert name["aria-describedby"] == "id_name_helptext id_name_error"


def test_the_summary_announces_itself_and_links_to_each_field_in_page_order(wrong: Elements) -> None:
    assert "alert" in [attrs.get("role") for _tag, attrs in wrong.found]
    links = [attrs["href"] for attrs in wrong.with_tag("a")]
    assert links == ["#id_name", "#id_kind_0", "#id_themes_0", "#id_cv", "#id_read"]


def test_the_error_of_a_hidden_field_is_told_in_the_summary() -> None:
    assert "Modulo scaduto" in str(SampleForm({}))


def test_a_form_not_yet_sent_shows_no_error(blank: Elements) -> None:
    assert "alert" not in [attrs.get("role") for _tag, attrs in blank.found]
    assert not [attrs for _tag, attrs in blank.found if "aria-invalid" in attrs]


def test_required_fields_say_so_without_stopping_the_browser(blank: Elements) -> None:
    assert blank.named("name")["aria-required"] == "true"
    assert "aria-required" not in blank.named("born")
    assert not [attrs for _tag, attrs in blank.found if "required" in attrs]
    assert "simbolo asterisco sono obbligatori" in str(SampleForm())


def test_a_group_of_options_is_a_fieldset_whose_state_is_told_once(wrong: Elements) -> None:
    radios, boxes = wrong.with_tag("fieldset")
    assert radios["role"] == "radiogroup"
    assert radios["aria-required"] == radios["aria-invalid"] == "true"
    assert boxes["aria-describedby"] == "id_themes_error"
    assert "aria-invalid" not in wrong.named("kind")


def test_checkboxes_are_a_plain_group_in_which_each_box_tells_its_own_state(wrong: Elements) -> None:
    _radios, boxes = wrong.with_tag("fieldset")
    assert "role" not in boxes
    # Neither is defined for a plain group: browsers drop them, or announce something else.
    assert not {"aria-required", "aria-invalid"} & set(boxes)
    assert wrong.named("themes")["aria-invalid"] == "true"
    assert "aria-required" not in wrong.named("themes")


def test_a_required_group_of_checkboxes_says_so_in_its_name(blank: Elements) -> None:
    markup = str(SampleForm()["themes"].as_field_group())
    assert re.sub(r"<[^>]+>|&nbsp;\*", "", markup).split()[:2] == ["Temi", "(obbligatorio)"]


def test_help_text_is_shown_as_text_not_as_markup() -> None:
    assert "&lt;b&gt;" in str(SampleForm())


def test_the_date_control_keeps_a_date_as_the_browser_wants_it() -> None:
    born = Elements(str(SampleForm(initial={"born": "2001-05-14"}))).named("born")
    assert (born["type"], born["value"]) == ("date", "2001-05-14")


def test_the_staff_area_keeps_django_s_own_field_markup() -> None:
    class StaffForm(forms.Form):
        name = forms.CharField()

    assert "form-control" not in str(StaffForm())
