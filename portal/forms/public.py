"""The one way in which public forms are rendered.

Public forms derive from `PublicForm`; the Wagtail admin keeps its own templates because nothing here
changes `FORM_RENDERER`. Templates live in `templates/forms/` and are readable without JavaScript.
"""

from collections.abc import Iterator
from functools import cache
from typing import Any, cast

from django import forms
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting
from django.template import TemplateDoesNotExist
from django.template.loader import get_template
from django.utils.translation import gettext_lazy

from portal.forms.text import shortened

DJANGO_TEMPLATES = "django/forms/"
PUBLIC_TEMPLATES = "forms/"
# Of every field with a longest text, where nothing else is said.
TOO_LONG = gettext_lazy("Al massimo %(limit_value)d caratteri: ora sono %(show_value)d.")


class PublicBoundField(BoundField):
    """A field that says to assistive technology all that its template shows."""

    @property
    def is_checkbox(self) -> bool:
        """A lone checkbox, whose label follows the control."""
        return isinstance(self.field.widget, forms.CheckboxInput)

    @property
    def is_radio_group(self) -> bool:
        """Whether one answer excludes the others. To Django checkboxes are a kind of radio group."""
        return isinstance(self.field.widget, forms.RadioSelect) and not self.is_checkbox_group

    @property
    def is_checkbox_group(self) -> bool:
        return isinstance(self.field.widget, forms.CheckboxSelectMultiple)

    @property
    def focus_id(self) -> str:
        """Id of the control that the error summary links to: in a group, its first control."""
        if not self.use_fieldset:
            return self.id_for_label
        return f"{self.field.widget.attrs.get('id') or self.auto_id}_0"

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        attrs = super().build_widget_attrs(attrs, widget)
        widget = widget or self.field.widget
        if widget.is_hidden:
            return attrs
        if self.use_fieldset:
            # A radio group carries its state itself: `aria-invalid` is not defined for one radio button. For
            # checkboxes it is the other way round: it is defined for each of them, and not for their group.
            if not self.is_checkbox_group:
                attrs.pop("aria-invalid", None)
        elif self.field.required:
            attrs["aria-required"] = "true"
        if css_class := _control_class(widget):
            own = attrs.get("class") or widget.attrs.get("class", "")
            attrs["class"] = f"{css_class} {own}".strip()
        return attrs


def _control_class(widget: forms.Widget) -> str:
    """Bootstrap Italia's class for a control; checkboxes and radio buttons take none."""
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple | forms.CheckboxInput):
        return ""
    if isinstance(widget, forms.Select):
        return "form-select"
    return "form-control"


class PublicFormRenderer(TemplatesSetting):
    """Looks for `forms/…` before Django's own `django/forms/…`."""

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"
    bound_field_class = PublicBoundField

    def get_template(self, template_name: str) -> Any:
        if not template_name.startswith(DJANGO_TEMPLATES):
            return super().get_template(template_name)
        return super().get_template(_ours_or_django(template_name))


@cache
def _ours_or_django(template_name: str) -> str:
    """Which of the two there is: looked for once, because each control of a form asks for several."""
    public = PUBLIC_TEMPLATES + template_name.removeprefix(DJANGO_TEMPLATES)
    try:
        get_template(public)
    except TemplateDoesNotExist:
        return template_name
    return public


class PublicForm(forms.Form):
    """Base of every form on the public site.

    `{{ form }}` renders the error summary, the note about required fields and all the fields;
    `{{ form.some_field.as_field_group }}` renders one field with label, help and errors.
    """

    default_renderer = PublicFormRenderer
    # The server checks and explains in Italian; `aria-required` tells what is required.
    use_required_attribute = False

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        for field in vars(cls).get("declared_fields", {}).values():
            field.error_messages.setdefault("max_length", TOO_LONG)

    def typed(self) -> dict[str, str]:
        """What was typed, right or wrong, by field."""
        return {name: str(self.data.get(name) or "") for name in self.fields}

    @property
    def is_untouched(self) -> bool:
        """Whether it shows nothing that anybody typed or that is said of it: then it is everybody's."""
        return not self.is_bound and all(value in (None, "") for value in self.initial.values())

    def has_required_fields(self) -> bool:
        return any(field.required for field in self.fields.values())

    def forget_errors(self) -> None:
        """Makes a bound form show what was typed without complaining about it."""
        self._errors = type(self.errors)(renderer=self.renderer)

    def fields_with_errors(self) -> Iterator[PublicBoundField]:
        """The visible fields that the error summary lists, in the order of the page."""
        return (cast(PublicBoundField, field) for field in self.visible_fields() if field.errors)

    def error_lines(self) -> Iterator[tuple[str, str, str]]:
        """What the error summary tells: the id of the control, the label of its field, the message."""
        for field in self.fields_with_errors():
            for message in field.errors:
                yield field.focus_id, str(field.label), str(message)

    def error_links(self) -> Iterator[tuple[str, str]]:
        """What the error summary lists: the id of the control, and a line that names its field once."""
        for target, label, message in self.error_lines():
            is_named = any(f"{mark}{shortened(label)}" in message for mark in "«“")
            yield target, message if is_named else f"{label} – {message}"

    def error_count(self) -> int:
        """How many lines the error summary has."""
        return len([*self.non_field_errors(), *self.hidden_errors(), *self.error_lines()])

    def hidden_errors(self) -> list[str]:
        """Errors of hidden fields, which have no place of their own in the page."""
        return [str(error) for field in self.hidden_fields() for error in field.errors]


class DateInput(forms.DateInput):
    """The browser's own date control, which reads and writes ISO 8601 dates."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")
