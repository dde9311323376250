"""Other questions in the place of those of a set: who may, what was there before, and the way back to it."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django_webtest import DjangoTestApp

from candidature.models import OwnSet, OwnSetVersion
from candidature.ready_sets import versions
from candidature.ready_sets.choosing import find
from portal.roles import Role
from tests.candidature.factories import question
from tests.candidature.ready_sets.own_sets import (
    EXPERIENCE,
    MOTIVATION,
    keep,
    kept_by,
    labels,
    posted,
    replace,
)
from tests.istruttoria.people import administrator, member_of

pytestmark = pytest.mark.django_db


def test_its_maker_puts_other_questions_in_its_place_and_the_page_says_so(client: Client) -> None:
    maker = member_of(Role.EDITORS)
    own = kept_by(maker, MOTIVATION)

    answer = replace(client, maker, own, EXPERIENCE, chosen=("q-2",), name="Le nostre, riviste")

    assert "«Le nostre, riviste» ora contiene ciò che hai scelto" in answer.json()["said"]
    assert OwnSet.objects.count() == 1
    assert labels(find(f"gruppo-{own.pk}", maker)) == ["Che cosa hai già fatto?"]
    told = client.get(reverse("ready_sets:set", args=[f"gruppo-{own.pk}"])).content.decode()
    assert "Domande sostituite con altre" in told


def version(client: Client, own: OwnSet, number: int) -> Any:
    return client.get(reverse("ready_sets:version", args=[f"gruppo-{own.pk}", number]))


def test_what_a_set_held_before_is_read_and_taken_back(django_app: DjangoTestApp, client: Client) -> None:
    maker = member_of(Role.EDITORS)
    keep(client, maker, MOTIVATION)
    own = OwnSet.objects.get()
    replace(client, maker, own, EXPERIENCE, chosen=("q-2",))
    assert labels(find(f"gruppo-{own.pk}", maker)) == ["Che cosa hai già fatto?"]
    django_app.set_user(maker)
    shown = django_app.get(reverse("ready_sets:set", args=[f"gruppo-{own.pk}"]))
    former = shown.click("Versione 1,")
    assert "Perché vuoi partecipare?" in former

    back = former.forms["rimetti"].submit(status=302).follow()

    assert "ha di nuovo le domande della versione 1" in back
    assert "Rimesse le domande di una versione precedente" in back
    assert labels(find(f"gruppo-{own.pk}", maker)) == ["Perché vuoi partecipare?"]
    # Taking back is itself taken back.
    kept = list(OwnSetVersion.objects.order_by("number").values_list("number", "by"))
    assert kept == [(1, maker.pk), (2, maker.pk), (3, maker.pk)]
    assert "Che cosa hai già fatto?" in version(client, own, 2).content.decode()
    assert 'type="submit">Rimetti' not in version(client, own, 3).content.decode()


def test_a_set_of_before_there_were_versions_keeps_what_it_held(client: Client) -> None:
    maker = member_of(Role.EDITORS)
    own = kept_by(maker, MOTIVATION)

    replace(client, maker, own, EXPERIENCE, chosen=("q-2",))

    assert "Perché vuoi partecipare?" in version(client, own, 1).content.decode()
    assert OwnSetVersion.objects.get(number=1).at == own.made_at


def test_another_name_is_no_other_version(client: Client) -> None:
    maker = member_of(Role.EDITORS)
    own = kept_by(maker)
    client.force_login(maker)
    client.post(reverse("ready_sets:rename", args=[f"gruppo-{own.pk}"]), {"name": "Altre", "seen": own.mark})

    assert OwnSet.objects.get().name == "Altre"
    assert OwnSetVersion.objects.count() == 1


@pytest.mark.parametrize("is_shared", [True, False])
def test_only_who_may_change_a_set_reads_what_it_held(client: Client, is_shared: bool) -> None:
    maker = member_of(Role.EDITORS)
    own = kept_by(maker, MOTIVATION, is_shared=is_shared)
    replace(client, maker, own, EXPERIENCE, chosen=("q-2",))
    OwnSet.objects.update(is_shared=is_shared)
    client.force_login(member_of(Role.EDITORS))
    address = reverse("ready_sets:version", args=[f"gruppo-{own.pk}", 1])

    for answer in (client.get(address), client.post(address, {"seen": OwnSet.objects.get().mark})):
        assert "Perché vuoi partecipare?" not in answer.content.decode()
        assert answer.status_code in (302, 403, 404)
    assert labels(find(f"gruppo-{own.pk}", maker)) == ["Che cosa hai già fatto?"]
    if is_shared:
        shown = client.get(reverse("ready_sets:set", args=[f"gruppo-{own.pk}"])).content.decode()
        assert "Versione 1" not in shown


def test_a_set_that_changed_meanwhile_is_not_taken_back(client: Client) -> None:
    maker = member_of(Role.EDITORS)
    own = kept_by(maker, MOTIVATION)
    seen = own.mark
    replace(client, maker, own, EXPERIENCE, chosen=("q-2",))
    address = reverse("ready_sets:version", args=[f"gruppo-{own.pk}", 1])

    told = client.post(address, {"seen": seen}, follow=True).content.decode()

    assert "Nel frattempo questo gruppo è cambiato" in told
    assert labels(find(f"gruppo-{own.pk}", maker)) == ["Che cosa hai già fatto?"]


def test_the_last_versions_are_kept(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(versions, "MOST_KEPT", 2)
    maker = member_of(Role.EDITORS)
    own = kept_by(maker, MOTIVATION)
    for one in (EXPERIENCE, MOTIVATION, EXPERIENCE):
        replace(client, maker, OwnSet.objects.get(), one, chosen=("q-1", "q-2"))

    assert list(own.versions.values_list("number", flat=True)) == [4, 3]


@pytest.mark.parametrize("is_shared", [True, False], ids=["shared", "of its maker alone"])
def test_a_colleague_replaces_no_set_and_hears_the_same_of_any(client: Client, is_shared: bool) -> None:
    own = kept_by(member_of(Role.EDITORS), MOTIVATION, is_shared=is_shared)
    colleague = member_of(Role.EDITORS)

    answer = replace(client, colleague, own, EXPERIENCE, chosen=("q-2",), name="Rubato")
    missing = client.post(
        reverse("ready_sets:keep"),
        {**posted(EXPERIENCE, chosen=("q-2",), name="Rubato"), "set-replaces": "gruppo-999"},
    )

    assert (answer.status_code, missing.status_code) == (400, 400)
    assert answer.json() == missing.json()
    assert OwnSet.objects.get().name == "Le nostre"
    assert labels(find(f"gruppo-{own.pk}", administrator())) == ["Perché vuoi partecipare?"]


def test_an_administrator_replaces_a_set_which_stays_its_makers(client: Client) -> None:
    maker = member_of(Role.EDITORS)
    own = kept_by(maker, MOTIVATION)

    assert replace(client, administrator(), own, EXPERIENCE, chosen=("q-2",)).status_code == 200

    own.refresh_from_db()
    assert own.made_by == maker
    assert labels(find(f"gruppo-{own.pk}", maker)) == ["Che cosa hai già fatto?"]


def test_a_set_that_changed_meanwhile_is_not_replaced(client: Client) -> None:
    maker = member_of(Role.EDITORS)
    own = kept_by(maker, MOTIVATION)
    client.force_login(maker)
    place = {"set-replaces": f"gruppo-{own.pk}", "set-seen": own.mark}
    own.about = "Scritto da un’altra scheda"
    own.save()

    answer = client.post(reverse("ready_sets:keep"), {**posted(EXPERIENCE, chosen=("q-2",)), **place})

    assert answer.status_code == 400
    assert "Nel frattempo questo gruppo è cambiato" in answer.json()["error"]
    assert labels(find(f"gruppo-{own.pk}", maker)) == ["Perché vuoi partecipare?"]


def test_what_is_unfinished_replaces_nothing(client: Client) -> None:
    maker = member_of(Role.EDITORS)
    own = kept_by(maker, MOTIVATION)

    answer = replace(client, maker, own, question("short_text", "q-9", ""), chosen=("q-9",))

    assert "Prima completa ciò che hai scelto." in answer.json()["error"]
    assert labels(find(f"gruppo-{own.pk}", maker)) == ["Perché vuoi partecipare?"]
