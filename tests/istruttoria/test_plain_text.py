"""What staff write stands in lists, letters and logs: nothing in it turns around what stands after it."""

from importlib import import_module
from pkgutil import walk_packages

import pytest
from django import forms
from django.test import Client
from django.urls import reverse

import istruttoria
from candidature.process.transitions import TRANSITIONS
from istruttoria.decisions.forms import DecisionForm
from istruttoria.labels.forms import KeptLabelForm
from istruttoria.labels.models import Label
from istruttoria.notes.models import Note
from istruttoria.saved.models import SavedFilter
from portal.forms.public import PublicForm
from portal.forms.text import PlainTextForm
from portal.outbox.editing import LetterForm
from portal.roles import Role
from tests.candidature.factories import CallPageFactory, submitted
from tests.istruttoria.people import member_of

pytestmark = pytest.mark.django_db

TURNED, PLAIN = "Da\u202e vedere", "Da vedere"


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(member_of(Role.OFFICERS))
    return client


def test_the_name_of_a_label_and_of_a_filter_turns_nothing_around(desk: Client) -> None:
    desk.post(reverse("candidature_review:labels"), {"name": TURNED, "colour": "red"})
    desk.post(reverse("candidature_review:filters"), {"name": TURNED, "query": "stage=all"})

    label = Label.objects.get()
    assert (label.name, SavedFilter.objects.get().name) == (PLAIN, PLAIN)
    kept = KeptLabelForm({"name": f"{TURNED}!", "colour": "red"}, instance=label)
    assert kept.is_valid()
    assert kept.cleaned_data["name"] == f"{PLAIN}!"


def test_a_note_and_a_reason_turn_nothing_around(desk: Client) -> None:
    one = submitted(CallPageFactory.create())
    desk.post(reverse("candidature_review:notes", args=[one.pk]), {"text": f"{TURNED}\r\npoi"})
    [step] = [step for step in TRANSITIONS if step.action == "reject"]
    reason = DecisionForm(step, {"reason": TURNED, "expected_version": "1"})

    assert Note.objects.get().text == f"{PLAIN}\npoi"
    assert reason.is_valid()
    assert reason.cleaned_data["reason"] == PLAIN


def test_every_form_in_which_staff_write_at_length_frees_its_text() -> None:
    for module in walk_packages(istruttoria.__path__, "istruttoria."):
        if ".migrations" not in module.name:
            import_module(module.name)
    every: list[type[forms.Form]] = [LetterForm, *all_below(forms.Form)]
    long = [form for form in every if is_ours(form) and has_room(form)]

    assert len(long) > 5
    # What is posted on a public page is freed by its view.
    assert [form for form in long if not issubclass(form, PlainTextForm | PublicForm)] == []


def all_below(form: type[forms.Form]) -> list[type[forms.Form]]:
    return [one for below in form.__subclasses__() for one in (below, *all_below(below))]


def is_ours(form: type[forms.Form]) -> bool:
    return form.__module__.startswith("istruttoria.") or form is LetterForm


def has_room(form: type[forms.Form]) -> bool:
    declared = form.declared_fields.values()
    return form is LetterForm or any(isinstance(field.widget, forms.Textarea) for field in declared)
