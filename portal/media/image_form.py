"""The form by which staff add a picture."""

from typing import Any

from django.core.exceptions import ValidationError
from PIL import Image
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm


class PictureField(WagtailImageField):
    """A picture that can be read to its end.

    Wagtail looks at its beginning only: one broken further on fails later, on every page where it stands.
    """

    def to_python(self, data: Any) -> Any:
        try:
            picture = super().to_python(data)
            if picture is not None:
                with Image.open(picture) as pixels:
                    pixels.load()
                picture.seek(0)
        except ValidationError:
            raise
        except Exception as error:
            # Each format's decoder has errors of its own.
            raise ValidationError(self.error_messages["invalid_image"], code="invalid_image") from error
        return picture


class ImageForm(BaseImageForm):
    """Wagtail's form, with the pictures read to their end (WAGTAILIMAGES_IMAGE_FORM_BASE)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            given = self.fields["file"]
            self.fields["file"] = PictureField(
                label=given.label,
                required=given.required,
                widget=given.widget,
                help_text=given.help_text,
                max_length=given.max_length,
            )
