"""Panels of the editor that stand folded, with what they hold said in their heading."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from wagtail.admin.panels import MultiFieldPanel

# The value of a field as the form shows it, by its name; None where the form has no such field.
Values = Callable[[str], Any]


class FoldedPanel(MultiFieldPanel):
    """What a simple page need not touch.

    Args:
        says: what stands there now, in a few words; empty for nothing.
        needs: names of fields without which a page is not ready: while one is blank the panel stands open.
    """

    def __init__(
        self,
        children: Any = (),
        *args: Any,
        says: Callable[[Values], str],
        needs: tuple[str, ...] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(children, *args, **kwargs)
        self.says = says
        self.needs = needs

    def clone_kwargs(self) -> dict[str, Any]:
        return {**super().clone_kwargs(), "says": self.says, "needs": self.needs}

    class BoundPanel(MultiFieldPanel.BoundPanel):
        def __init__(self, **kwargs: Any) -> None:
            super().__init__(**kwargs)
            if self.form is not None and (said := self.panel.says(self._value)):
                self.heading = f"{self.panel.heading} – {said}"

        def classes(self) -> list[str]:
            lacking = [
                name for name in self.panel.needs if name in self.form.fields and not self._value(name)
            ]
            return [*super().classes(), *([] if lacking else ["collapsed"])]

        def _value(self, name: str) -> Any:
            if name not in self.form.fields:
                return None
            try:
                return self.form.fields[name].to_python(self.form[name].value())
            except ValidationError:
                return None
