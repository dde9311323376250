"""Sets of an editor's own, kept and replaced as the builder does."""

import json
from typing import Any

from django.test import Client
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data

from candidature.models import OwnSet
from candidature.ready_sets import contents
from moduli import walk
from portal.models import User
from tests.candidature.factories import question, steps

MOTIVATION = question("short_text", "q-1", "Perché vuoi partecipare?", max_length=200)
EXPERIENCE = question("long_text", "q-2", "Che cosa hai già fatto?", max_length=800)


def kept_by(user: User, *questions: dict[str, Any], name: str = "Le nostre", **fields: Any) -> OwnSet:
    """A set of one step with these questions, as the builder would have put it aside."""
    stored = contents.block().to_python(json.loads(steps(*(questions or (MOTIVATION, EXPERIENCE)))))
    content, _lost = contents.packed(stored, {"step-1"})
    made: OwnSet = OwnSet.objects.create(made_by=user, name=name, content=content, **fields)
    return made


def posted(*questions: dict[str, Any], chosen: tuple[str, ...] = ("q-1",), name: str = "Le nostre") -> Any:
    """What the builder sends: the form as it is in the editor, the choice and the name."""
    inner = [(one["type"], {**one["value"], "extras": {}}, one["id"]) for one in questions]
    step = {"title": "Passo", "intro": "", "questions": _stream(inner)}
    data = nested_form_data({"steps": _stream([("step", step, "step-1")])})
    return {**data, "set-name": name, "set-about": "", "set-is_shared": "", "set-chosen": list(chosen)}


def _stream(items: list[tuple[str, Any, str]]) -> dict[str, Any]:
    made: dict[str, Any] = {"count": str(len(items))}
    for index, (kind, value, key) in enumerate(items):
        made[str(index)] = {"type": kind, "value": value, "id": key, "order": str(index), "deleted": ""}
    return made


def keep(client: Client, user: User, *questions: dict[str, Any], **more: Any) -> Any:
    client.force_login(user)
    return client.post(reverse("ready_sets:keep"), posted(*questions, **more))


def labels(one: Any) -> list[str]:
    schema = one.contents.schema
    return [question["label"] for step in schema["steps"] for question in walk(step["questions"])]


def replace(client: Client, user: User, own: OwnSet, *questions: dict[str, Any], **more: Any) -> Any:
    """What the builder sends to put other questions in the place of those of a set, as it was offered."""
    client.force_login(user)
    offered = client.get(reverse("ready_sets:offered")).json()["sets"]
    marks = {one["replaceable"]["key"]: one["replaceable"]["seen"] for one in offered if one["replaceable"]}
    key = f"gruppo-{own.pk}"
    place = {"set-replaces": key, "set-seen": marks.get(key, own.mark)}
    return client.post(reverse("ready_sets:keep"), {**posted(*questions, **more), **place})
