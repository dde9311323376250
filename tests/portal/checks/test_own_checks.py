"""The portal's own system checks: each rule holds today, and each is tripped by what breaks it."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.checks import CheckMessage, run_checks
from django.db import models
from django.db.models import Q

from portal import checks
from portal.checks import budgets, letters, owners, personal_data, public_content
from portal.checks.budgets import query_budgets
from portal.letter_kinds import letter_kinds
from portal.models import Heartbeat, OutboxMessage, PortalSettings
from portal.owners import EVERYBODY, Owner
from portal.page_cache import declared
from portal.page_cache.declared import Counted, Shown, Unseen, Word
from portal.privacy import Free, Holding


def ids(found: list[CheckMessage]) -> list[str | None]:
    return [message.id for message in found]


def test_the_portal_keeps_its_own_rules() -> None:
    assert [message for message in run_checks() if str(message.id).startswith("portal.")] == []


def test_the_rules_are_among_those_that_manage_py_check_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(personal_data, "declared_free", list)
    monkeypatch.setattr(budgets, "query_budgets", dict)
    monkeypatch.setattr(owners, "owners", list)
    monkeypatch.setattr(letters, "letter_kinds", list)
    monkeypatch.setattr(declared, "words", list)

    tripped = set(ids(run_checks()))
    assert {"portal.E001", "portal.E011", "portal.E021", "portal.E032", "portal.E041"} <= tripped


def test_a_program_that_imports_no_rule_by_name_knows_them_all(tmp_path: Path) -> None:
    known = """
import django; django.setup()
from django.core.checks.registry import registry
print(*sorted({one.__module__ for one in registry.registered_checks}))
"""
    environment = {**os.environ, "VAR_DIR": str(tmp_path)}
    ran = subprocess.run([sys.executable, "-c", known], env=environment, capture_output=True, check=True)
    assert {f"portal.checks.{name}" for name in checks.__all__} <= set(ran.stdout.decode().split())


# Personal data


def holding(**changes: object) -> Holding:
    said: dict[str, object] = {
        "model": "portal.OutboxMessage",
        "fields": ("recipient", "content"),
        "beside": ("reply_to",),
        "find": lambda email: Q(recipient=email),
        "rule": "Ninety days.",
        "stays": "Because.",
        **changes,
    }
    return Holding(**said)  # type: ignore[arg-type]


def found_about(
    model: type[models.Model], held: list[Holding], free: list[Free] | None = None
) -> list[str | None]:
    return ids(personal_data.problems([model], held, free or []))


def test_a_model_that_says_nothing_is_found() -> None:
    assert found_about(Heartbeat, []) == ["portal.E001"]


def test_a_model_that_says_two_things_is_found() -> None:
    free = Free(("portal.OutboxMessage",), "No.", public=("recipient", "reply_to"))

    assert found_about(OutboxMessage, [holding()], [free]) == ["portal.E002"]


def test_a_declaration_of_a_model_that_is_gone_is_found() -> None:
    assert found_about(OutboxMessage, [holding()], [Free(("portal.Gone",), "Gone.")]) == ["portal.E003"]


def test_an_address_in_a_model_declared_free_is_found() -> None:
    free = Free(("portal.OutboxMessage",), "No.", public=("reply_to",))

    assert found_about(OutboxMessage, [], [free]) == ["portal.E004"]


def test_the_address_of_an_office_may_be_declared_public() -> None:
    addresses = ("contact_email", "contact_phone", "security_email")
    free = Free(("portal.PortalSettings",), "An office.", public=addresses)

    assert found_about(PortalSettings, [], [free]) == []


def test_an_address_that_a_holding_forgets_is_found() -> None:
    assert found_about(OutboxMessage, [holding(fields=("content",))]) == ["portal.E004"]


def test_a_field_that_is_gone_is_found() -> None:
    assert found_about(OutboxMessage, [holding(fields=("recipient", "gone"))]) == ["portal.E005"]


def test_a_holding_without_an_end_is_found() -> None:
    assert found_about(OutboxMessage, [holding(rule="")]) == ["portal.E006"]


@pytest.mark.parametrize("said", [{"stays": ""}, {"part_of": "portal.User"}])
def test_a_holding_that_says_not_or_twice_how_its_rows_end_is_found(said: Any) -> None:
    assert found_about(OutboxMessage, [holding(**said)]) == ["portal.E007"]


# Views


def test_a_view_without_an_owner_is_found() -> None:
    assert ids(owners.problems({"open", "secret"}, [Owner("open", EVERYBODY)])) == ["portal.E011"]


def test_an_owner_of_a_view_that_is_gone_is_found() -> None:
    assert ids(owners.problems({"open"}, [Owner("open gone:*", EVERYBODY)])) == ["portal.E012"]


# Page types


def test_a_page_type_without_a_budget_is_found() -> None:
    assert ids(budgets.problems({"news.NewsPage"}, {})) == ["portal.E021"]


def test_a_budget_of_a_page_type_that_is_gone_is_found() -> None:
    assert ids(budgets.problems(set(), {"news.Gone": 15})) == ["portal.E022"]


def test_a_budget_of_nothing_is_found() -> None:
    assert ids(budgets.problems({"news.NewsPage"}, {"news.NewsPage": 0})) == ["portal.E023"]


def test_no_budget_is_higher_than_what_any_page_may_cost() -> None:
    assert {label: most for label, most in query_budgets().items() if most > 15} == {}


# Letters


def test_a_letter_without_a_template_is_found() -> None:
    assert ids(letters.problems(["a/letters/gone.txt"], set())) == ["portal.E031"]


def test_a_template_that_nobody_writes_is_found() -> None:
    assert ids(letters.problems([], {"a/letters/left.txt"})) == ["portal.E032"]


def test_a_letter_named_twice_is_found() -> None:
    assert ids(letters.problems(["a/letters/x.txt"] * 2, {"a/letters/x.txt"})) == ["portal.E033"]


def test_a_letter_that_may_carry_what_nobody_makes_is_found() -> None:
    assert ids(letters.attachment_problems([("a/letters/x.txt", ["test.unknown"])])) == ["portal.E034"]


def test_every_letter_that_a_transition_sends_is_one_of_the_letters() -> None:
    from candidature.process.transitions import TRANSITIONS

    named = {kind.template.rsplit("/", 1)[1].removesuffix(".txt") for kind in letter_kinds()}

    assert {transition.letter for transition in TRANSITIONS if transition.letter} <= named


def test_every_app_of_the_portal_declares_something() -> None:
    """An app moved or renamed without its declarations would fall silent."""
    from portal import declarations

    declaring = {module.__name__.rsplit(".", 1)[0] for module in declarations.modules("privacy_declarations")}
    ours = {
        config.name
        for config in apps.get_app_configs()
        if "site-packages" not in config.path and list(config.get_models())
    }

    assert ours == declaring


# What public pages show


def test_a_model_of_which_nobody_says_whether_pages_show_it_is_found() -> None:
    assert ids(public_content.problems([Heartbeat], [])) == ["portal.E041"]
    assert ids(public_content.problems([Heartbeat], [Unseen(("portal.Heartbeat",), "Because.")])) == []


def test_two_words_about_a_model_and_one_about_none_are_found() -> None:
    said: list[Word] = [
        Unseen(("portal.Heartbeat", "portal.Nowhere"), "Because."),
        Counted(("portal.Heartbeat",)),
    ]
    assert ids(public_content.problems([Heartbeat], said)) == ["portal.E042", "portal.E043"]


def test_a_moment_of_what_pages_show_must_be_known_to_change_them_or_not() -> None:
    """`Heartbeat` stands for any model with a moment."""
    moments = [field.name for field in Heartbeat._meta.fields if isinstance(field, models.DateTimeField)]
    found = public_content.problems([Heartbeat], [Shown(("portal.Heartbeat",))])
    assert ids(found) == ["portal.E044"] * len(moments)
    assert moments
    either: list[Word] = [
        Shown(("portal.Heartbeat",), turns=tuple(moments)),
        Shown(("portal.Heartbeat",), rests=tuple(moments)),
    ]
    for said in either:
        assert ids(public_content.problems([Heartbeat], [said])) == []
