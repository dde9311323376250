"""Model fields that every app uses."""

from typing import TYPE_CHECKING, Any

from wagtail.fields import StreamField as WagtailStreamField

from portal.pages.block_widget import LightBlockWidget


class StreamField(WagtailStreamField):
    """Wagtail's StreamField, whose blocks stay out of migrations.

    The column is JSON whatever the blocks are, so a migration that spells them out changes nothing in the
    database and is needed again whenever a label is reworded. To migrations this is Wagtail's own field
    without any block. A data migration must therefore read and write the column as JSON (Wagtail's
    `MigrateStreamData` does): saving a historical model would store a stream without its blocks.

    The edit page carries its blocks as lightly as HTML allows (`portal.pages.block_widget`).
    """

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, _path, _args, kwargs = super().deconstruct()
        # The empty look-up is what Wagtail's field answers when a migration has built it without blocks.
        return name, "wagtail.fields.StreamField", [[]], {**kwargs, "block_lookup": {}}

    def formfield(self, **kwargs: Any) -> Any:
        made = super().formfield(**kwargs)
        made.widget = LightBlockWidget(made.widget.block_def, made.widget.attrs)
        return made

    if TYPE_CHECKING:
        # As of every model field, a page's attribute is the value: a stream, or the JSON that becomes one.
        def __get__(self, instance: Any, owner: Any = None) -> Any: ...

        def __set__(self, instance: Any, value: Any) -> None: ...
