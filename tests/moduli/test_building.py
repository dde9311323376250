"""What the scripts of the form builder are told."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from wagtail.admin.telepath import JSContext

from moduli import StepsBlock
from moduli.building import sentences

SOURCES = Path(settings.BASE_DIR) / "frontend" / "src" / "js"
GAP = re.compile(r"\{(\w+)\}")


def packed() -> tuple[str, str]:
    context = JSContext()
    return json.dumps(context.pack(StepsBlock())), str(context.media)


def scripts() -> str:
    return "".join(
        path.read_text()
        for path in (SOURCES / "form-builder.js", *sorted((SOURCES / "builder").glob("*.js")))
    )


# The lists that a question may look into are rows.
@pytest.mark.django_db
def test_steps_questions_and_options_are_drawn_by_the_builder_whose_files_come_after_wagtails() -> None:
    told, media = packed()

    for drawn in ("moduli.Steps", "moduli.Questions", "moduli.Options", "moduli.Folded"):
        assert f'"_type": "{drawn}"' in told
    assert media.index("telepath/blocks.js") < media.index("portal/js/form-builder.js")
    assert "portal/css/form-builder.css" in media


def test_only_questions_before_the_form_stay_where_they_are() -> None:
    blocks: Any = StepsBlock().child_blocks
    questions = blocks["step"].child_blocks["questions"]

    assert blocks["eligibility"].child_blocks["questions"].meta.stays
    assert not questions.meta.stays
    assert not questions.child_blocks["yes_no"].child_blocks["if_yes"].meta.stays


def test_the_scripts_find_every_sentence_they_say_and_say_every_one() -> None:
    said = set(re.findall(r'say\(\s*"(\w+)"', scripts()))
    # Of two sentences, the one that fits.
    either = {name for pair in re.findall(r'\? "(\w+)" : "(\w+)"', scripts()) for name in pair}

    assert said <= set(sentences()) <= said | either


def test_every_gap_of_a_sentence_is_filled() -> None:
    filled = set(re.findall(r"(\w+)(?=[,:}\s])", scripts()))

    for sentence in sentences().values():
        assert set(GAP.findall(sentence)) <= filled, sentence
