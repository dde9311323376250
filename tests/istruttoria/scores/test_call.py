"""The criteria of a call: written in its editor, and gone along with copies and files."""

import json

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from candidature.models import CallPage
from candidature.pages.index import ParticipationIndexPage
from candidature.pages.scoring import criteria_of
from candidature.privacy import portable
from candidature.shelf import travelling
from candidature.shelf.copying import draft_from
from portal.roles import Role
from tests.candidature.factories import (
    CallPageFactory,
    EventPageFactory,
    participation_index,
    submitted,
)
from tests.candidature.public.revising import personal
from tests.istruttoria.people import administrator, committee_member, member_of
from tests.istruttoria.scores.points import LISTED, NETWORK, ROOTS, criteria, scored

pytestmark = pytest.mark.django_db


@pytest.fixture
def index() -> ParticipationIndexPage:
    return participation_index(Page.get_first_root_node())


def test_a_criterion_gives_five_points_unless_the_call_says_otherwise() -> None:
    block = CallPage._meta.get_field("scoring").stream_block.child_blocks["criterion"]

    assert block.child_blocks["most"].get_default() == 5
    assert CallPage().scores_are_independent is True


@pytest.mark.parametrize(("most", "is_taken"), [(1, True), (100, True), (0, False), (101, False)])
def test_points_are_from_one_to_a_hundred(most: int, is_taken: bool) -> None:
    block = CallPage._meta.get_field("scoring").stream_block
    value = block.to_python(json.loads(criteria((ROOTS, "Radicamento", most))))
    if is_taken:
        assert criteria_of(block.clean(value))[0].most == most
    else:
        with pytest.raises(ValidationError):
            block.clean(value)


def test_a_draft_may_hold_a_criterion_that_says_nothing_yet() -> None:
    half = [
        {"type": "criterion", "id": ROOTS, "value": {"text": "", "help": "", "most": 5}},
        {"type": "criterion", "id": NETWORK, "value": {"text": " In \n rete ", "help": None, "most": None}},
    ]
    page = CallPage(scoring=json.dumps(half))

    (one,) = criteria_of(page.scoring)
    assert (one.key, one.text, one.help, one.most) == (NETWORK, "In rete", "", 5)


def test_the_editor_says_how_many_criteria_there_are(client: Client, index: ParticipationIndexPage) -> None:
    client.force_login(member_of(Role.EDITORS))
    for scoring, said in [(LISTED, "Punteggi – 2 criteri"), ("[]", "Punteggi – nessun criterio")]:
        page = CallPageFactory.create(parent=index, scoring=scoring)
        shown = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
        assert said in shown


def test_the_criteria_go_into_a_copy_and_into_the_file_of_the_call(index: ParticipationIndexPage) -> None:
    call = CallPageFactory.create(parent=index, scoring=LISTED, scores_are_independent=False)
    call.save_revision()
    administration = administrator()
    copy = draft_from(call, {"title": "Copia"}, administration)
    assert [one.text for one in criteria_of(copy.scoring)] == ["Radicamento", "Lavoro in rete"]
    assert copy.scores_are_independent is False

    content = travelling.unpacked(travelling.packed(call))
    arrived = travelling.arrived(content, index, administration).page
    assert isinstance(arrived, CallPage)
    assert [(one.key, one.most) for one in criteria_of(arrived.scoring)] == [(ROOTS, 5), (NETWORK, 20)]
    assert arrived.scores_are_independent is False


def test_a_file_of_before_there_were_criteria_still_arrives(index: ParticipationIndexPage) -> None:
    call = CallPageFactory.create(parent=index, scoring=LISTED)
    content = travelling.unpacked(travelling.packed(call))
    del content["scoring"], content["fields"]["scores_are_independent"]

    arrived = travelling.arrived(content, index, administrator()).page

    assert isinstance(arrived, CallPage)
    assert not arrived.scoring
    assert arrived.scores_are_independent is True


def test_a_file_with_more_points_than_an_editor_could_give_is_refused(index: ParticipationIndexPage) -> None:
    content = travelling.unpacked(travelling.packed(CallPageFactory.create(parent=index, scoring=LISTED)))
    content["scoring"][0]["value"]["most"] = 1000

    with pytest.raises(travelling.BadFileError, match="criteri con punteggio"):
        travelling.arrived(content, index, administrator())


def test_an_event_takes_no_criteria_from_a_file(index: ParticipationIndexPage) -> None:
    content = travelling.unpacked(travelling.packed(EventPageFactory.create(parent=index)))
    content["scoring"] = []

    with pytest.raises(travelling.BadFileError, match="scoring"):
        travelling.arrived(content, index, administrator())


def test_the_applicant_reads_no_points_and_no_criteria(client: Client) -> None:
    page = CallPageFactory.create(scoring=LISTED)
    submission = submitted(page)
    scored(submission, committee_member(page), 3, 17, reason="Parole inventate della commissione.")

    shown = client.get(personal(submission)).content.decode()
    copy = portable.as_json(submission).decode()
    for text in (shown, copy):
        assert submission.reference in text
        for hidden in ("Radicamento", "Parole inventate", "scores_given", "Punti"):
            assert hidden not in text
