"""What first migrations are made of: the tables of an app, all at once."""

from collections.abc import Sequence
from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import CreateModel
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState


class CreatedTogether(Operation):
    """Creates models as they are once all of these operations, of nothing but those models, are done.

    With each of them Django would draw up anew whatever hangs together with the model it touches: among
    pages, images and accounts that is nearly all, for every key, index and constraint. Here it does so once.
    """

    def __init__(self, operations: Sequence[Operation]) -> None:
        created = {operation.name for operation in operations if isinstance(operation, CreateModel)}
        for operation in operations:
            changed = getattr(operation, "model_name", None) or getattr(operation, "name", None)
            if str(changed).lower() not in {name.lower() for name in created}:
                raise ValueError(f"Not of a model that is created here: {operation.describe()}.")
        self.operations = operations

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        # What was drawn up; the next who asks for it finds it as it is then.
        state.__dict__.pop("apps", None)
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        for model in self._models(app_label, schema_editor, to_state):
            schema_editor.create_model(model)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        for model in reversed(self._models(app_label, schema_editor, from_state)):
            schema_editor.delete_model(model)

    def describe(self) -> str:
        return "Create all models of the app"

    def _models(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, state: ProjectState
    ) -> list[Any]:
        created = [operation for operation in self.operations if isinstance(operation, CreateModel)]
        models = [state.apps.get_model(app_label, operation.name) for operation in created]
        alias = schema_editor.connection.alias
        return [model for model in models if self.allow_migrate_model(alias, model)]
