"""`python -m tests.load.document_cost`: what a document takes of the processor, and how heavy it is.

No database and no server: the questions of the demonstration and a form of 64, their answers, the portal's
own templates. Each is made `--times` times; the median counts.
"""

import argparse
import json
import os
import resource
import statistics
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

TIMES = 9
MOMENT = datetime(2026, 7, 3, 8, 5, 9, tzinfo=UTC)
# A paragraph of an answer.
TEXT = "Vorremmo aprire due mattine la settimana una stanza dove chi passa trova qualcuno che ascolta. " * 5


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=TIMES, help="how often each is made (%(default)s)")
    times = parser.parse_args().times
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.testing")
    import django

    django.setup()
    from demo.candidature.questions import organisation_steps

    demo = _frozen(organisation_steps())
    long = {
        "format": 1,
        "steps": [_step(number) for number in range(8)],
    }
    _line(f"median of {times}", "CPU ms", "KB")
    receipts = {name: _receipt(schema) for name, schema in (("the demo call", demo), ("64 questions", long))}
    for name, contents in receipts.items():
        _measure(f"receipt of {name}", "candidature/pdf/receipt.typ", contents, times)
    unusual = json.loads(json.dumps(receipts["64 questions"]).replace("stanza", "stanza 😀 מקום"))
    _measure("the same with emoji and Hebrew", "candidature/pdf/receipt.typ", unusual, times)
    _measure("empty form of the demo call", "candidature/pdf/empty_form.typ", _empty(demo), times)
    _measure("empty form of 64 questions", "candidature/pdf/empty_form.typ", _empty(long), times)
    started = [_milliseconds(_start) for _time in range(times)]
    _line("of each: starting its program", f"{statistics.median(started):.0f}")


def _step(number: int) -> dict[str, Any]:
    questions = [_text(number, place) for place in range(8)]
    return {"key": f"s{number}", "title": f"Passo {number}", "intro": "", "questions": questions}


def _text(step: int, number: int) -> dict[str, Any]:
    return {
        "key": f"q{step}-{number}",
        "type": "long_text",
        "label": f"Domanda {step}.{number}: che cosa vorreste costruire insieme agli altri?",
        "help": "",
        "required": True,
        "max_length": 2000,
    }


def _frozen(steps: list[Any]) -> Any:
    from candidature.models import CallPage
    from moduli import freeze

    return freeze(CallPage._meta.get_field("steps").to_python(json.dumps(steps)))


def _receipt(schema: Any) -> dict[str, Any]:
    """A receipt as `candidature.receipts.document` fills it in, with something in every answer."""
    import io

    import segno

    from candidature.receipts import document
    from moduli import readable, walk

    answers: dict[str, Any] = {}
    for step in schema["steps"]:
        for question in walk(step["questions"]):
            options = [option["key"] for option in question.get("options", [])]
            several = question["type"] == "several_choices"
            answers[question["key"]] = (options if several else options[0]) if options else TEXT
            if question["type"] == "file":
                answers[question["key"]] = []
    drawn = io.BytesIO()
    segno.make("https://portale.example/candidature/verifica/CS-2026-7KQ4-XW9M/7KQ4-XW9M-23AB-CDEF/").save(
        drawn, kind="svg", xmldecl=False
    )
    return {
        "heading": "Ricevuta CS-2026-7KQ4-XW9M",
        "subject": "Avviso: Partner per un punto di ascolto",
        "facts": [("Codice", "CS-2026-7KQ4-XW9M"), ("Ricevuta", document.in_words(MOMENT))],
        "procedure": [("Ufficio competente", "Ufficio partecipazione")] * 6,
        "applicant": [("Nome e cognome", "Ada Prova")] * 5,
        "sections": document.answers_as_data(readable(schema, answers)),
        "files": [{"name": "statuto.pdf", "size": "2 MB (2097152 byte)", "sha256": "SHA-256 " + "a" * 64}]
        * 2,
        "check": {
            "qr": drawn.getvalue().decode(),
            "alternative": "Codice QR",
            "text": "Chi riceve questo documento può controllarlo.",
            "address": "https://portale.example/",
        },
        "words": {
            "procedure": "Chi se ne occupa",
            "sent": "Che cosa hai inviato",
            "applicant": "Chi sei",
            "blank": "Nessuna risposta",
            "no_questions": "In questo passo non ci sono domande.",
            "files": "I file ricevuti",
            "check": "Questa ricevuta è autentica?",
        },
    }


def _empty(schema: Any) -> dict[str, Any]:
    from moduli import on_paper

    names = ("code", "code_use", "how", "required", "who", "date", "signature", "sign")
    return {
        "heading": "Partner per un punto di ascolto",
        "code": "3E-ZTATP",
        "hand_in": [("Entro quando", "lunedì 7 dicembre 2026")],
        "who": [{"label": "Nome", "options": [], "required": True}] * 6,
        "steps": [_printed(step) for step in on_paper(schema)],
        "notice": {},
        "words": dict.fromkeys(names, "Parole"),
    }


def _printed(step: Any) -> dict[str, Any]:
    from candidature.paper import form

    questions = [form._question(question) for question in step.questions]
    return {"title": step.title, "intro": step.intro, "questions": questions}


def _measure(name: str, template: str, contents: dict[str, Any], times: int) -> None:
    from portal.pdf import press

    made: list[bytes] = []

    def make() -> None:
        made.append(press.make(template, contents, title=name, running_head="Prova", moment=MOMENT))

    taken = [_milliseconds(make) for _time in range(times)]
    _line(name, f"{statistics.median(taken):.0f}", f"{len(made[0]) / 1024:.0f}")


def _start() -> None:
    import subprocess

    subprocess.run([sys.executable, "-I", "-B", "-c", "import typst"], check=True, env={})


def _milliseconds(act: Callable[[], None]) -> float:
    """Of the processor, in the programs that an act started: others on the machine do not change it much."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    act()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return 1000 * (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


def _line(name: str, *figures: str) -> None:
    sys.stdout.write(f"{name:34}{''.join(f'{figure:>8}' for figure in figures)}\n")


if __name__ == "__main__":
    main()
