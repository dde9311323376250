"""Labels: made within one's reach, put and taken off by one door, seen and filtered by."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from candidature.models import CallPage, LogEntry, Submission
from candidature.privacy import retention
from istruttoria.labels import marking
from istruttoria.labels.forms import KeptLabelForm, LabelChangedError, mark
from istruttoria.labels.models import Label, Labelling
from portal.roles import Role
from tests.candidature.factories import CallPageFactory, submitted
from tests.istruttoria.people import committee_member, member_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def page() -> CallPage:
    made: CallPage = CallPageFactory.create()
    return made


def label(name: str = "Da richiamare", page: CallPage | None = None) -> Label:
    return Label.objects.create(name=name, page=page)


def labels_of(submission: Submission) -> set[str]:
    return set(Labelling.objects.filter(submission=submission).values_list("label__name", flat=True))


def detail(submission: Submission) -> str:
    return reverse("candidature_review:detail", args=[submission.pk])


def posted(client: Client, submission: Submission, *ticked: Label) -> Any:
    """Ticks these labels, and no other, on the form that the page shows."""
    page = BeautifulSoup(client.get(detail(submission)).content, "html.parser")
    form = page.find("form", id="labels")
    assert form is not None
    shown = [str(field["value"]) for field in form.select("input[name=shown]")]
    offered = {str(field["value"]) for field in form.select("input[name=label]")}
    wanted = [str(one.pk) for one in ticked]
    assert set(wanted) <= offered
    return client.post(str(form["action"]), {"label": wanted, "shown": shown}, follow=True)


def test_labels_are_ticked_on_the_submission_and_seen_in_list_and_log(client: Client, page: CallPage) -> None:
    wanted, other = label(), label("Urgente", page)
    submission = submitted(page)
    client.force_login(committee_member(page))

    response = posted(client, submission, wanted, other)

    assert labels_of(submission) == {"Da richiamare", "Urgente"}
    assert "Etichetta messa: Da richiamare" in response.content.decode()
    assert "Urgente" in client.get(reverse("candidature_review:index"), {"stage": "todo"}).content.decode()

    posted(client, submission, other)

    assert labels_of(submission) == {"Urgente"}
    actions = list(submission.log.filter(action__endswith="labelled").values_list("action", flat=True))
    assert actions == ["labelled", "labelled", "unlabelled"]


def test_the_log_knows_a_label_by_its_number_only(client: Client, page: CallPage) -> None:
    submission, wanted = submitted(page), label("Amica del sindaco")
    client.force_login(committee_member(page))

    posted(client, submission, wanted)

    entry = LogEntry.objects.get(action="labelled")
    assert entry.details == {"label": str(wanted.pk)}


def test_what_a_colleague_put_meanwhile_stays(client: Client, page: CallPage) -> None:
    submission, mine, theirs = submitted(page), label("Mia"), label("Loro")
    client.force_login(committee_member(page))
    form = BeautifulSoup(client.get(detail(submission)).content, "html.parser").find("form", id="labels")
    assert form is not None
    marking.mark([submission.pk], committee_member(page), put=[theirs])

    client.post(str(form["action"]), {"label": [mine.pk]})

    assert labels_of(submission) == {"Mia", "Loro"}


def test_pressing_twice_puts_and_logs_once(client: Client, page: CallPage) -> None:
    submission, wanted = submitted(page), label()
    client.force_login(committee_member(page))

    for _press in range(2):
        client.post(
            reverse("candidature_review:labels_of", args=[submission.pk]), {"label": [wanted.pk], "shown": []}
        )

    assert Labelling.objects.count() == 1
    assert LogEntry.objects.filter(action="labelled").count() == 1


def test_a_label_of_another_page_is_neither_offered_nor_taken(client: Client, page: CallPage) -> None:
    submission, foreign = submitted(page), label("Altrui", CallPageFactory.create())
    client.force_login(committee_member(page))

    client.post(reverse("candidature_review:labels_of", args=[submission.pk]), {"label": [foreign.pk, "x"]})

    assert "Altrui" not in client.get(detail(submission)).content.decode()
    assert labels_of(submission) == set()


def test_many_are_marked_with_as_many_queries_as_few(
    page: CallPage, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    submissions = [submitted(page).pk for _one in range(12)]
    foreign = submitted(CallPageFactory.create())
    user, put, off = committee_member(page), label("Su"), label("Giù")
    marking.mark(submissions[:3], user, put=[off])

    with django_assert_max_num_queries(12):
        marked = marking.mark([*submissions, foreign.pk], user, put=[put], take_off=[off])

    assert marked.changed == set(submissions)
    assert set(Labelling.objects.values_list("submission", "label__name")) == {
        (pk, "Su") for pk in submissions
    }
    assert LogEntry.objects.filter(action="unlabelled").count() == 3


def test_one_submission_has_only_so_many(page: CallPage) -> None:
    submission, user = submitted(page), committee_member(page)
    first = [label(f"E{number}") for number in range(marking.MOST_ON_ONE)]
    marking.mark([submission.pk], user, put=first)

    marked = marking.mark([submission.pk], user, put=[label("Una di troppo")])

    assert marked.full == {submission.pk}
    assert len(labels_of(submission)) == marking.MOST_ON_ONE
    assert marking.mark([submission.pk], user, put=[label("Al posto")], take_off=first[:1]).full == set()


def test_a_label_marks_only_so_many_and_the_first_in_the_order_given_get_it(
    page: CallPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(marking, "MOST_SUBMISSIONS", 2)
    first, second, third = (submitted(page).pk for _one in range(3))
    user, wanted, other = committee_member(page), label(), label("Altra")
    marking.mark([second], user, put=[other])

    marked = marking.mark([third, second, first], user, put=[wanted], take_off=[other])

    assert marked.changed == {third, second}
    assert marked.without_room == {first: wanted}
    assert set(Labelling.objects.values_list("submission", "label")) == {
        (third, wanted.pk),
        (second, wanted.pk),
    }
    assert LogEntry.objects.filter(action="labelled", submission=first).count() == 0
    # Where it is already it takes no room, and what is taken off makes some.
    assert marking.mark([second, third], user, put=[wanted]).without_room == {}
    marking.mark([second], user, take_off=[wanted])
    assert marking.mark([first], user, put=[wanted]).changed == {first}


def test_where_a_label_has_no_room_nothing_of_the_submission_is_changed_and_it_is_said(
    client: Client, page: CallPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    submission, had, wanted = submitted(page), label("Prima"), label("Piena")
    client.force_login(committee_member(page))
    posted(client, submission, had)
    monkeypatch.setattr(marking, "MOST_SUBMISSIONS", 0)

    answer = posted(client, submission, wanted)

    assert labels_of(submission) == {"Prima"}
    assert "«Piena» starebbe su più di 0 candidature" in answer.content.decode()


def test_the_list_is_narrowed_by_labels_and_counts_what_it_shows(client: Client, page: CallPage) -> None:
    first, second, third = (submitted(page) for _one in range(3))
    user, one, other = committee_member(page), label("Una"), label("Altra")
    marking.mark([first.pk], user, put=[one, other])
    marking.mark([second.pk], user, put=[other])
    client.force_login(user)

    def found(*labels: Label) -> set[str]:
        response = client.get(
            reverse("candidature_review:index"), {"stage": "all", "label": [str(one.pk) for one in labels]}
        )
        assert response.context["paginator"].count == len(response.context["object_list"])
        return {row.reference for row in response.context["object_list"]}

    assert found(one) == {first.reference}
    assert found(one, other) == {first.reference, second.reference}
    assert found() == {first.reference, second.reference, third.reference}


def test_a_label_tells_nothing_outside_the_scope(client: Client, page: CallPage) -> None:
    elsewhere = CallPageFactory.create()
    hidden, general, own = submitted(elsewhere), label("Per tutti"), label("Segretissima", elsewhere)
    marking.mark([hidden.pk], committee_member(elsewhere), put=[general, own])
    submitted(page)
    client.force_login(committee_member(page))
    queue = reverse("candidature_review:index")

    listed = client.get(queue, {"label": str(general.pk)})
    refused = client.get(queue, {"label": str(own.pk)})

    assert not listed.context["object_list"]
    assert "è stato ignorato" in refused.content.decode()
    for address in (f"{queue}?stage=todo", reverse("candidature_review:labels")):
        assert "Segretissima" not in client.get(address).content.decode()
    assert client.get(reverse("candidature_review:label", args=[own.pk])).status_code == 404


def made(client: Client, **typed: Any) -> Any:
    page = BeautifulSoup(client.get(reverse("candidature_review:labels")).content, "html.parser")
    form = page.find("form", id="label")
    assert form is not None
    names = {str(field["name"]) for field in form.select("input[name], select[name]")}
    assert set(typed) <= names
    return client.post(reverse("candidature_review:labels"), {"colour": "grey", "page": "", **typed})


def test_a_reviewer_makes_labels_for_their_pages_and_an_officer_for_all(
    client: Client, page: CallPage
) -> None:
    client.force_login(committee_member(page))

    assert made(client, name="Di tutti").status_code == 400
    assert made(client, name="Altrove", page=CallPageFactory.create().pk).status_code == 400
    assert made(client, name="  Qui   sì ", page=page.pk, colour="red").status_code == 302
    assert made(client, name="QUI SÌ".lower(), page=page.pk).status_code == 400
    assert made(client, name="Colori", page=page.pk, colour="#fff").status_code == 400
    client.force_login(member_of(Role.OFFICERS))
    assert made(client, name="Di tutti").status_code == 302
    assert made(client, name="di tutti").status_code == 400

    assert set(Label.objects.values_list("name", "page")) == {("Qui sì", page.pk), ("Di tutti", None)}


def form_of(client: Client, own: Label) -> dict[str, str]:
    """What the form that changes a label holds when it is opened."""
    page = BeautifulSoup(
        client.get(reverse("candidature_review:label", args=[own.pk])).content, "html.parser"
    )
    form = page.find("form", id="label")
    assert form is not None
    chosen = form.select_one("select[name=colour] option[selected]")
    assert chosen is not None
    typed = {str(field["name"]): str(field.get("value", "")) for field in form.select("input[name]")}
    return typed | {"colour": str(chosen["value"])}


def kept(client: Client, own: Label, **typed: str) -> Any:
    return client.post(reverse("candidature_review:label", args=[own.pk]), {**form_of(client, own), **typed})


def test_a_label_is_renamed_and_deleted_by_who_may(client: Client, page: CallPage) -> None:
    submission, general, own = submitted(page), label("Generale"), label("Locale", page)
    user = committee_member(page)
    marking.mark([submission.pk], user, put=[general, own])
    client.force_login(user)
    address = reverse("candidature_review:label", args=[own.pk])

    assert kept(client, own, name="Nuovo nome", colour="teal").status_code == 302
    assert labels_of(submission) == {"Generale", "Nuovo nome"}
    assert client.get(reverse("candidature_review:label", args=[general.pk])).status_code in (302, 403)
    client.post(reverse("candidature_review:label", args=[general.pk]), {"delete": "1"})
    client.post(address, {"delete": "1"})

    assert labels_of(submission) == {"Generale"}
    assert "Etichetta messa" in client.get(detail(submission)).content.decode()


def test_a_renamed_label_is_not_called_as_another(client: Client, page: CallPage) -> None:
    label("Presa", page)
    own = label("Mia", page)
    client.force_login(committee_member(page))

    response = kept(client, own, name="presa")

    assert response.status_code == 400
    assert "C’è già un’etichetta con questo nome" in response.content.decode()


def test_two_who_change_a_label_do_not_write_over_each_other(client: Client, page: CallPage) -> None:
    own = label("Prima", page)
    client.force_login(committee_member(page))
    mine = form_of(client, own)
    kept(client, own, name="Di una collega")

    told = client.post(reverse("candidature_review:label", args=[own.pk]), {**mine, "colour": "blue"})

    own.refresh_from_db()
    assert (told.status_code, own.name, own.colour) == (409, "Di una collega", "grey")
    assert "Intanto un collega l’ha cambiata" in told.text
    form = BeautifulSoup(told.content, "html.parser").find("form", id="label")
    assert form is not None
    again = {str(field["name"]): str(field.get("value", "")) for field in form.select("input[name]")}
    assert again["name"] == "Prima"
    client.post(reverse("candidature_review:label", args=[own.pk]), {**again, "colour": "blue"})
    own.refresh_from_db()
    assert (own.name, own.colour) == ("Prima", "blue")


def test_a_label_that_was_deleted_meanwhile_is_not_made_again(client: Client, page: CallPage) -> None:
    own = label("Prima", page)
    form = KeptLabelForm({"name": "Dopo", "colour": "grey", "seen": mark(own)}, instance=own)
    assert form.is_valid()
    Label.objects.filter(pk=own.pk).delete()

    with pytest.raises(LabelChangedError):
        form.stored()

    assert not Label.objects.exists()


def test_a_name_that_somebody_takes_meanwhile_is_said_to_be_taken(
    client: Client, page: CallPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    label("Presa", page)
    own = label("Mia", page)
    client.force_login(committee_member(page))
    # As of whoever asks before the other's is there.
    monkeypatch.setattr(Label, "validate_constraints", lambda self, exclude=None: None)

    for answer in (made(client, name="Presa", page=page.pk), kept(client, own, name="Presa")):
        assert answer.status_code == 400
        assert "C’è già un’etichetta con questo nome" in answer.text
    assert set(Label.objects.values_list("name", flat=True)) == {"Presa", "Mia"}


def test_an_editor_reaches_no_label(client: Client, page: CallPage) -> None:
    submission, own = submitted(page), label()
    client.force_login(member_of(Role.EDITORS))

    client.post(reverse("candidature_review:labels_of", args=[submission.pk]), {"label": [own.pk]})
    client.post(reverse("candidature_review:labels"), {"name": "Mia", "colour": "grey", "page": page.pk})

    assert not Labelling.objects.exists()
    assert Label.objects.count() == 1


def test_labels_go_with_the_submission(page: CallPage) -> None:
    submission = submitted(page)
    marking.mark([submission.pk], committee_member(page), put=[label()])

    retention.erase(submission)

    assert not Labelling.objects.exists()
    assert Label.objects.count() == 1
