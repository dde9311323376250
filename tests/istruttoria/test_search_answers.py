"""Finding a submission by its answers and files, by lemma, and by nothing that it does not say."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from candidature.access.scope import Reach
from candidature.models import CallPage, Committee, Submission, SubmissionWord
from candidature.privacy import retention
from candidature.search import finding
from candidature.search.words import DUE, words_of_answers, write_due
from candidature.statuses import Status
from istruttoria.queue.stages import Stage
from portal.roles import Role
from tests.candidature.factories import CallPageFactory, CommitteeFactory, question, steps, submitted
from tests.istruttoria.people import committee_member, member_of, received_file
from tests.territori.factories import MunicipalityFactory

pytestmark = pytest.mark.django_db

EVERYTHING = Reach(everything=True)


@pytest.fixture
def page() -> CallPage:
    made: CallPage = CallPageFactory.create()
    return made


@pytest.fixture
def find(client: Client, page: CallPage) -> Any:
    client.force_login(committee_member(page))

    def found(query: str) -> set[str]:
        write_due()
        response = client.get(reverse("candidature_review:index"), {"q": query})
        return {submission.reference for submission in response.context["object_list"]}

    return found


def saying(page: CallPage, text: str) -> Submission:
    return submitted(page, answers={"q-motivation": text})


@pytest.mark.parametrize(
    ("said", "query"),
    [
        ("Apriamo due laboratori in paese", "laboratorio"),
        ("Apriamo un laboratorio in paese", "laboratori"),
        ("Gli ambulatori sono lontani", "ambulatorio"),
        ("Chi vive nei comuni montani", "comune"),
        ("Abbiamo lavorato con le scuole", "lavorare"),
        ("L’associazione c’è da anni", "associazioni"),
        ("Le associazioni ci sono da anni", "l'associazione"),
        ("Una casa della comunità", "casa di comunità"),
        ("Scrivete a info@girasole.example", "girasole.example"),
        ("Codice RSSMRA80A01H501U", "rssmra80a01h501u"),
        ("È CITTÀ VECCHIA", "citta"),
        ("scritto così", "scritt"),
    ],
)
def test_an_answer_is_found_as_it_stands_and_by_lemma(
    find: Any, page: CallPage, said: str, query: str
) -> None:
    wanted = saying(page, said)
    saying(page, "Tutt’altro")

    assert find(query) == {wanted.reference}


@pytest.mark.parametrize(("said", "query"), [("La nostra comunità", "comune"), ("La salute", "sale")])
def test_words_that_only_look_alike_are_not_one(find: Any, page: CallPage, said: str, query: str) -> None:
    saying(page, said)

    assert find(query) == set()


def test_the_name_of_a_file_is_found(find: Any) -> None:
    page = CallPageFactory.create(steps=steps(question("file", "q-file", "Statuto", required=False)))
    find_in = submitted(page, answers={})
    uploaded = received_file(find_in, "Statuto-Girasoli_2026.pdf")
    find_in.answers = {"q-file": [str(uploaded.public_id)]}
    find_in.save(update_fields=["answers"])
    write_due()

    rows = finding.find(Submission.objects.all(), "girasoli statuto", EVERYTHING).rows

    assert [one.pk for one in rows] == [find_in.pk]


def test_what_was_not_asked_is_not_found(page: CallPage) -> None:
    """A stored answer to a question that a condition hides is not an answer."""
    nested = question("short_text", "q-hidden", "Quale?", max_length=200)
    choice = {
        "type": "one_choice",
        "id": "q-choice",
        "value": {
            "label": "Ne avete?",
            "required": True,
            "options": [
                {"type": "item", "id": "o-yes", "value": {"label": "Certamente", "questions": [nested]}},
                {"type": "item", "id": "o-no", "value": {"label": "Nessuno", "questions": []}},
            ],
        },
    }
    asked = submitted(
        CallPageFactory.create(steps=steps(choice)), answers={"q-choice": "o-yes", "q-hidden": "Zafferano"}
    )
    write_due()
    assert finding.find(Submission.objects.all(), "zafferano", EVERYTHING).rows

    Submission.objects.filter(pk=asked.pk).update(answers={"q-choice": "o-no", "q-hidden": "Zafferano"})
    asked.refresh_from_db()
    asked.save(update_fields=["answers"])
    write_due()

    assert not finding.find(Submission.objects.all(), "zafferano", EVERYTHING).rows
    assert finding.find(Submission.objects.all(), "nessuno", EVERYTHING).rows


def test_who_sent_it_is_found_before_the_worker_comes(client: Client, page: CallPage) -> None:
    wanted = submitted(page, last_name="Subitini", answers={"q-motivation": "Pazienza"})

    def ids(query: str) -> list[int]:
        return [one.pk for one in finding.find(Submission.objects.all(), query, EVERYTHING).rows]

    assert ids("subitini") == [wanted.pk]
    assert ids("pazienza") == []
    assert write_due() == 1
    assert ids("pazienza") == [wanted.pk]
    assert write_due() == 0


def test_sending_costs_one_query_for_words_however_long_the_answers(
    page: CallPage, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    submission = saying(page, "parola " + " ".join(f"parola{number}" for number in range(20)))

    with django_assert_num_queries(3):
        submission.save(update_fields=["answers"])
    assert SubmissionWord.objects.filter(submission=submission, word=DUE).count() == 1


def test_a_corrected_answer_is_no_longer_found_at_once(page: CallPage) -> None:
    submission = saying(page, "Sbagliato")
    write_due()

    submission.answers = {"q-motivation": "Corretto"}
    submission.save(update_fields=["answers"])

    assert not finding.find(Submission.objects.all(), "sbagliato", EVERYTHING).rows
    write_due()
    assert finding.find(Submission.objects.all(), "corretto", EVERYTHING).rows


def test_a_protocol_number_keeps_the_answers_findable(page: CallPage) -> None:
    submission = saying(page, "Persistente")
    write_due()

    submission.protocol_number = "2026/1"
    submission.save(update_fields=["protocol_number"])
    write_due()

    assert finding.find(Submission.objects.all(), "persistente 2026/1", EVERYTHING).rows


def test_erased_words_are_not_written_again(page: CallPage) -> None:
    submission = saying(page, "Cancellata")

    retention.erase(submission)

    assert write_due() == 0
    assert not SubmissionWord.objects.exists()


def test_who_reads_by_page_and_by_zone_finds_what_is_within_either(client: Client, page: CallPage) -> None:
    municipality = MunicipalityFactory.create()
    own = saying(page, "Comunissima parola")
    elsewhere = CallPageFactory.create()
    of_zone = submitted(elsewhere, answers={"q-motivation": "Comunissima"}, municipality_id=municipality.pk)
    saying(elsewhere, "Comunissima parola")
    write_due()
    member = committee_member(page)
    committee = Committee.objects.get(members=member)
    assert municipality.zone
    committee.zones.add(municipality.zone)
    client.force_login(member)

    def found(query: str) -> set[int]:
        response = client.get(reverse("candidature_review:index"), {"q": query})
        return {one.pk for one in response.context["object_list"]}

    assert found("comunissima") == {own.pk, of_zone.pk}
    assert found("comunissima parola") == {own.pk}
    committee.pages.clear()
    assert found("comunissima") == {of_zone.pk}


def test_whose_municipality_changes_zone_is_found_in_the_new_one(client: Client, page: CallPage) -> None:
    first, second = MunicipalityFactory.create(), MunicipalityFactory.create()
    submission = submitted(page, answers={"q-motivation": "Comunissima"}, municipality_id=first.pk)
    write_due()
    committee = CommitteeFactory.create()
    member = member_of(Role.REVIEWERS)
    committee.members.add(member)
    assert second.zone
    committee.zones.add(second.zone)
    client.force_login(member)

    submission.zone = second.zone
    submission.save(update_fields=["zone"])
    write_due()

    response = client.get(reverse("candidature_review:index"), {"q": "comunissima"})
    assert [one.pk for one in response.context["object_list"]] == [submission.pk]


def test_answers_of_others_are_out_of_reach(find: Any, page: CallPage) -> None:
    saying(CallPageFactory.create(), "Segretissimo")

    assert find("segretissimo") == set()


def test_a_common_word_finds_the_newest_and_says_so(
    client: Client, page: CallPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "MOST_FOUND", 3)
    monkeypatch.setattr(finding, "_LOOKED_AT", 4)
    for _foreign in range(5):
        saying(CallPageFactory.create(), "comunissima rara")
    submissions = [saying(page, "comunissima " + ("speciale" if n < 2 else "")) for n in range(5)]
    write_due()
    client.force_login(committee_member(page))
    queue = reverse("candidature_review:index")

    common = client.get(queue, {"q": "comunissima"})
    special = client.get(queue, {"q": "comunissima speciale"})
    sorted_by_code = client.get(queue, {"q": "comunissima", "ordering": "reference"})

    newest = {one.reference for one in submissions[2:]}
    assert {row.reference for row in common.context["object_list"]} == newest
    assert {row.reference for row in sorted_by_code.context["object_list"]} == newest
    assert "ecco le 3 più recenti" in common.content.decode()
    assert {row.reference for row in special.context["object_list"]} == {
        one.reference for one in submissions[:2]
    }
    assert "più recenti" not in special.content.decode()


@pytest.mark.parametrize("looked_at", [4, 50], ids=["of a common word", "of a rare word"])
@pytest.mark.parametrize("more", [{}, {"kind": "call"}], ids=["all", "filtered"])
def test_what_is_old_and_to_do_is_found_behind_all_that_is_new_and_done(
    client: Client, page: CallPage, monkeypatch: pytest.MonkeyPatch, looked_at: int, more: dict[str, str]
) -> None:
    monkeypatch.setattr(finding, "MOST_FOUND", 3)
    monkeypatch.setattr(finding, "_LOOKED_AT", looked_at)
    oldest = [saying(page, "comunissima") for _n in range(2)]
    done = [saying(page, "comunissima") for _n in range(5)]
    Submission.objects.filter(pk__in=[one.pk for one in done]).update(status=Status.ACCEPTED)
    write_due()
    client.force_login(committee_member(page))
    queue = reverse("candidature_review:index")
    client.get(queue, {"q": "comunissima"})

    def asked(stage: Stage) -> tuple[set[str], str, dict[str, str]]:
        response = client.get(queue, {"q": "comunissima", "stage": stage, **more})
        tabs = {
            str(one["label"]): f"{one['count']}{'+' if one['is_in_part'] else ''}"
            for one in response.context["stages"]
        }
        rows = {row.reference for row in response.context["object_list"]}
        return rows, response.content.decode(), tabs

    rows, said, tabs = asked(Stage.TODO)
    assert rows == {one.reference for one in oldest}
    assert "più recenti" not in said
    assert tabs == {
        str(Stage.TODO.label): "2",
        str(Stage.WAITING.label): "0+",
        str(Stage.DONE.label): "3+",
        str(Stage.ALL.label): "3+",
    }
    assert ">3+<" in said

    rows, said, tabs = asked(Stage.DONE)
    assert rows == {one.reference for one in done[2:]}
    assert "ecco le 3 più recenti" in said
    assert (tabs[str(Stage.DONE.label)], tabs[str(Stage.TODO.label)]) == ("3+", "2")

    rows, said, tabs = asked(Stage.ALL)
    assert rows == {one.reference for one in done[2:]}
    assert "ecco le 3 più recenti" in said
    assert tabs[str(Stage.ALL.label)] == "3+"


def test_a_search_costs_the_queries_of_a_list(
    client: Client,
    page: CallPage,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    saying(page, "Molte parole diverse")
    write_due()
    client.force_login(committee_member(page))
    queue = reverse("candidature_review:index")
    client.get(queue, {"q": "parola"})

    for query in ("parola", "molte parole diverse", "molte parole inesistenti", "a b c d e f"):
        for stage in Stage.values:
            with django_assert_max_num_queries(12):
                client.get(queue, {"q": query, "stage": stage})


def test_the_words_of_an_answer_are_bounded() -> None:
    assert len(words_of_answers(" ".join(f"parola{number}" for number in range(9000)))) < 2_010
    assert words_of_answers("’ — … \x00") == set()
    assert words_of_answers("di la da") == set()
