"""An index, on which one call stands that says and asks of everything."""

import json
from typing import Any

import pytest
from wagtail.models import Page

from candidature.models import CallPage, ParticipationIndexPage
from tests.candidature.factories import CallPageFactory, participation_index, question, steps

NESTED = question(
    "one_choice",
    "soggetto",
    "Che soggetto siete?",
    options=[
        {
            "type": "item",
            "id": "opzione-ets",
            "value": {
                "label": "Ente del terzo settore",
                "questions": [question("short_text", "runts", "Numero di RUNTS")],
            },
        },
        {"type": "item", "id": "opzione-altro", "value": {"label": "Altro", "questions": []}},
    ],
)

OF_SOME = question(
    "short_text",
    "sede",
    "Dove avete sede?",
    only_if={
        "kinds": ["organisation"],
        "answers": [{"question": "soggetto", "options": ["opzione-ets"]}],
    },
)


@pytest.fixture
def index(db: Any) -> ParticipationIndexPage:
    root = Page.get_first_root_node()
    return participation_index(root)


@pytest.fixture
def call(index: ParticipationIndexPage) -> CallPage:
    page: CallPage = CallPageFactory.create(
        parent=index,
        title="Partner per il servizio",
        abstract="Un avviso di prova.",
        office="Ufficio partecipazione",
        criteria="<p>Il <b>lavoro</b> fatto.</p>",
        steps=steps(question("long_text", "perche", "Perché partecipate?"), NESTED, OF_SOME),
        body=json.dumps(
            [
                {"type": "heading", "id": "titolo", "value": {"text": "Che cosa cerchiamo", "level": "2"}},
                {"type": "text", "id": "testo", "value": "<p>Idee &amp; <i>forze</i>.</p>"},
            ]
        ),
        outcome=json.dumps([{"type": "text", "id": "esito", "value": "<p>CS-2026-ABCD-EFGH</p>"}]),
    )
    made: CallPage = as_the_editor_saves(page)
    return made


def as_the_editor_saves(page: Any) -> Any:
    """Published with every field of its blocks there, as cleaning leaves them."""
    for name in page.get_streamfield_names():
        value = getattr(page, name)
        setattr(page, name, value.stream_block.clean(value))
    page.save_revision().publish()
    return type(page).objects.get(pk=page.pk)
