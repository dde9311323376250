"""Short ways to write questions and files in tests."""

import hashlib
import io
import zipfile
from typing import Any, cast
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.datastructures import MultiValueDict

from moduli import Question, Schema, Step, StepForm, StepsBlock, freeze

PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + b"\x00" * 32
# The start of a CMS signed-data structure, as a .p7m begins, whose signed file is elsewhere.
P7M = (
    bytes.fromhex("3082048b06092a864886f70d010702a082047c")
    + bytes.fromhex("30820478020101310f300d06096086480165030402010500300b06092a864886f70d010701")
    + b"\x00" * 64
)

_DEFAULTS: dict[str, dict[str, Any]] = {
    "short_text": {"max_length": 255},
    "long_text": {"max_length": 2000},
    "number": {"minimum": None, "maximum": None, "whole": False, "unit": ""},
    "date": {"earliest": None, "latest": None, "minimum_age": None},
    "several_choices": {"max_choices": None},
    "money": {"minimum": None, "maximum": None},
    "ranking": {"places": None},
    "publication_consent": {"published": "Il nome, sul sito."},
    "signature": {"may_draw": True},
    "table": {"row_name": "Riga", "min_rows": 0, "max_rows": 20},
    "tax_code": {"holder": "either"},
    "file": {"extensions": ["pdf", "p7m"], "max_bytes": 1024 * 1024, "max_files": 1},
    "text_only": {"text": "Leggere con attenzione."},
}


def ask(type_: str, key: str = "a", *, required: bool = True, **more: Any) -> Question:
    """One question of the frozen schema."""
    asked: Any = {
        "key": key,
        "type": type_,
        "label": f"Domanda {key}",
        "help": "",
        "required": required,
        **_DEFAULTS.get(type_, {}),
        **more,
    }
    return cast(Question, asked)


def option(key: str, *questions: Question) -> dict[str, Any]:
    return {"key": key, "label": f"Opzione {key}", "questions": list(questions)}


def step(*questions: Question, key: str = "s1") -> Step:
    return {"key": key, "title": "Passo", "intro": "", "questions": list(questions)}


def schema_of(*steps: Step) -> Schema:
    return {"format": 1, "steps": list(steps)}


def posted(**values: Any) -> MultiValueDict[str, Any]:
    """What a browser sends: `posted(a="x", shown=["a.yes"])` answers question `a`."""
    data: MultiValueDict[str, Any] = MultiValueDict()
    for key, value in values.items():
        data.setlist("shown" if key == "shown" else f"q-{key}", value if isinstance(value, list) else [value])
    return data


def answer(question: Question, value: Any = "") -> StepForm:
    """The form of a step with this one question, answered."""
    return StepForm(step(question), posted(**{question["key"]: value}))


def error_of(question: Question, value: Any = "") -> str:
    """The one message that this answer gets; empty when it is accepted."""
    return " ".join(str(one) for one in answer(question, value).errors.get(f"q-{question['key']}", []))


def attach(question: Question, *files: SimpleUploadedFile) -> StepForm:
    return StepForm(step(question), MultiValueDict(), MultiValueDict({f"q-{question['key']}": list(files)}))


def upload(name: str = "statuto.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def package(names: dict[str, bytes]) -> bytes:
    """A zip file with these members, as office documents are."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in names.items():
            archive.writestr(name, content)
    return buffer.getvalue()


class StoredFile:
    """A file stored earlier, as the form sees it."""

    def __init__(self, question_key: str = "a", name: str = "statuto.pdf", content: bytes = b"") -> None:
        self.public_id = uuid4()
        self.question_key = question_key
        self.original_name = name
        self.size = 1024
        self.sha256 = hashlib.sha256(content).hexdigest()


def block(type_: str, id_: str | None = None, **value: Any) -> dict[str, Any]:
    """A question as the editor stores it."""
    return {"type": type_, "id": id_ or str(uuid4()), "value": value}


def item(label: str, *questions: dict[str, Any], id_: str | None = None) -> dict[str, Any]:
    """An option as the editor stores it."""
    return {
        "type": "item",
        "id": id_ or str(uuid4()),
        "value": {"label": label, "questions": list(questions)},
    }


def steps_value(*questions: dict[str, Any], title: str = "Progetto", id_: str = "step-1") -> Any:
    """The value of a page's `steps` with one step."""
    return StepsBlock().to_python(
        [{"type": "step", "id": id_, "value": {"title": title, "intro": "", "questions": list(questions)}}]
    )


def frozen(*questions: dict[str, Any]) -> list[Question]:
    return freeze(steps_value(*questions))["steps"][0]["questions"]
