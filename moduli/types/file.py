"""Files to attach."""

from pathlib import PurePath
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.blocks import IntegerBlock, MultipleChoiceBlock

from moduli.files.checked_once import check
from moduli.files.checking import CheckedFile, check_announced, readable_size, too_large
from moduli.files.kinds import DEFAULT_KINDS, FILE_KINDS, LARGEST_FILE
from moduli.files.upload import Upload
from moduli.room import Room
from moduli.shape import Question
from moduli.types.base import KEPT, ONE_TIME_EXTRAS, AttachmentsField, Copier, QuestionBlock, QuestionType
from moduli.types.registry import register

DEFAULT_MEGABYTES = 10


class FileQuestion(Question):
    extensions: list[str]  # lower case, without the dot
    max_bytes: int
    max_files: int


class FileBlock(QuestionBlock):
    kinds = MultipleChoiceBlock(
        label=gettext_lazy("Tipi di file ammessi"),
        choices=[(key, kind.label) for key, kind in FILE_KINDS.items()],
        default=DEFAULT_KINDS,
    )
    max_megabytes = IntegerBlock(
        label=gettext_lazy("Dimensione massima di un file, in MB"),
        min_value=1,
        max_value=LARGEST_FILE,
        default=DEFAULT_MEGABYTES,
    )
    max_files = IntegerBlock(
        label=gettext_lazy("Numero massimo di file"), min_value=1, max_value=10, default=1
    )

    extras = ONE_TIME_EXTRAS

    class Meta:
        label = gettext_lazy("File")
        icon = "upload"


class FilesInput(forms.FileInput):
    """A file control that can hold several files."""

    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[Any]:
        return list(files.getlist(name))


class FilesField(AttachmentsField):
    """Attachments. `stored` were sent before and count; `accepted` are the good ones of this request.

    A bad file does not take the good ones with it: the view stores what is accepted even when the form has
    errors, so nobody has to choose the same file again.
    """

    widget = FilesInput

    def __init__(self, *, extensions: list[str], max_bytes: int, max_files: int, **kwargs: Any) -> None:
        self.extensions = extensions
        self.max_bytes = max_bytes
        self.max_files = max_files
        super().__init__(**kwargs)
        self.widget.attrs["accept"] = ",".join(f".{extension}" for extension in extensions)
        if max_files == 1:
            # Django sets it on every widget that can take several.
            self.widget.attrs.pop("multiple", None)

    def clean(self, value: Any) -> list[CheckedFile]:
        errors: list[ValidationError] = [too_large(name, self.max_bytes) for name in self.dropped]
        errors += filter(None, map(self._no_longer_taken, self.kept))
        self.accepted = []
        for upload in value or []:
            try:
                checked = check(upload, extensions=self.extensions, max_bytes=self.max_bytes)
            except ValidationError as error:
                errors.append(error)
                continue
            if self._is_there(checked):
                continue
            if self.stored + len(self.accepted) >= self.max_files:
                errors.append(self.too_many())
                break
            self.accepted.append(checked)
        if self.stored > self.max_files:
            # Attached in two windows at once: which one stays is not for the portal to say.
            errors.append(self.too_many())
        if errors:
            raise ValidationError(errors)
        if self.required and not self.stored and not self.accepted:
            raise ValidationError(self.error_messages["required"], code="required")
        return self.accepted

    def _is_there(self, checked: CheckedFile) -> bool:
        """Whether this very file is attached: a browser that goes back may hold it and send it once more."""
        attached = {(upload.original_name, upload.sha256) for upload in self.kept}
        attached |= {(accepted.name, accepted.sha256) for accepted in self.accepted}
        return (checked.name, checked.sha256) in attached

    def _no_longer_taken(self, upload: Upload) -> ValidationError | None:
        """Why a file that was taken would not be taken now: an editor changed what the question asks."""
        name = upload.original_name
        if PurePath(name).suffix.lower().removeprefix(".") not in self.extensions:
            return ValidationError(
                _("Il file «%(name)s» non è più di un tipo ammesso: rimuovilo e allegane un altro."),
                params={"name": name},
                code=KEPT,
            )
        if upload.size > self.max_bytes:
            return ValidationError(
                _(
                    "Il file «%(name)s» supera la dimensione ora ammessa, %(size)s: rimuovilo e allegane uno "
                    "più piccolo."
                ),
                params={"name": name, "size": readable_size(self.max_bytes)},
                code=KEPT,
            )
        return None

    def check_announced(self, name: str, size: int) -> None:
        check_announced(name, size, extensions=self.extensions, max_bytes=self.max_bytes)

    def too_many(self) -> ValidationError:
        return ValidationError(
            ngettext(
                "Si può allegare un solo file: per cambiarlo, rimuovi prima quello già allegato.",
                "Si possono allegare al massimo %(limit)d file.",
                self.max_files,
            ),
            params={"limit": self.max_files},
        )


@register
class File(QuestionType[FileQuestion]):
    """The answer names the stored files by their public ids; this package stores none."""

    key = "file"
    position = 160
    block_class = FileBlock
    seconds = 120
    template = "moduli/file.html"
    takes_files = True
    blank = gettext_lazy("Rispondi a «%(question)s»: allega almeno un file.")

    def freeze(self, value: Any, copier: Copier) -> dict[str, Any]:
        kinds = [kind for kind in value.get("kinds") or [] if kind in FILE_KINDS] or DEFAULT_KINDS
        return {
            "extensions": [extension for kind in kinds for extension in FILE_KINDS[kind].extensions],
            "max_bytes": (value.get("max_megabytes") or DEFAULT_MEGABYTES) * 1024 * 1024,
            "max_files": value.get("max_files") or 1,
        }

    def field(self, question: FileQuestion, **shared: Any) -> forms.Field:
        return FilesField(
            extensions=question["extensions"],
            max_bytes=question["max_bytes"],
            max_files=question["max_files"],
            **shared,
        )

    def hint(self, question: FileQuestion) -> str:
        kinds = ", ".join(extension.upper() for extension in question["extensions"])
        values = {
            "kinds": kinds,
            "size": readable_size(question["max_bytes"]),
            "count": question["max_files"],
        }
        if question["max_files"] == 1:
            return _("Un file di tipo %(kinds)s, al massimo %(size)s.") % values
        return _("Fino a %(count)d file di tipo %(kinds)s, al massimo %(size)s ciascuno.") % values

    def room(self, question: FileQuestion) -> Room:
        return Room(lines=0, tick=_("Allegato a questo foglio"))

    def has_room(self, question: FileQuestion, stored: int) -> bool:
        return stored < question["max_files"]
