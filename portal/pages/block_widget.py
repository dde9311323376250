"""How the edit page carries the blocks of a stream: as Wagtail's widget does, in half the bytes."""

import json
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from wagtail.admin.telepath import JSContext
from wagtail.blocks.base import BlockWidget, get_error_json_data


class LightBlockWidget(BlockWidget):
    """Tells Wagtail's script the same as Wagtail's own widget.

    JSON is full of double quotes, each of which becomes six characters in an attribute between double quotes.
    Between single quotes they may stand.
    """

    def _build_block_json(self) -> None:
        self._js_context = JSContext()
        self._block_json = _compact(self._js_context.pack(self.block_def))

    def render_with_errors(
        self, name: str, value: Any, attrs: Any = None, errors: Any = None, renderer: Any = None
    ) -> SafeString:
        error = get_error_json_data(errors.as_data()[0]) if errors else None
        return format_html(
            '<div id="{}" data-block data-controller="w-block"'
            " data-w-block-data-value='{}' data-w-block-arguments-value='{}'></div>",
            name,
            _between_single_quotes(self.block_json),
            _between_single_quotes(_compact([self.block_def.get_form_state(value), error])),
        )


def _compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _between_single_quotes(text: str) -> SafeString:
    escaped = text.replace("&", "&amp;").replace("'", "&#x27;").replace("<", "&lt;").replace(">", "&gt;")
    return mark_safe(escaped)  # noqa: S308 - escaped in the line above, all but double quotes
