"""What an editor most often presses stands at the foot of the page, and not behind an arrow."""

from typing import Any

from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks
from wagtail.admin.action_menu import ActionMenuItem

# What ends the work on a page, the first of them that this account may do here: whoever may not publish
# submits for moderation.
_ENDS = ("action-publish", "action-submit")


class TwoButtons(ActionMenuItem):
    """What is pressed most, and what ends the work, side by side; the rest stays in the menu."""

    name = "action-two-buttons"

    def __init__(self, first: ActionMenuItem, second: ActionMenuItem) -> None:
        super().__init__(first.order)
        self.buttons = (first, second)

    def render_html(self, parent_context: Any = None) -> SafeString:
        first, second = (button.render_html(parent_context) for button in self.buttons)
        return format_html('<div class="two-buttons">{}{}</div>', first, second)

    @property
    def media(self) -> Any:
        return self.buttons[0].media + self.buttons[1].media


@hooks.register("construct_page_action_menu")
def publish_beside_save(menu_items: list[Any], _request: HttpRequest, _context: Any) -> None:
    """Puts what ends the work beside “Salva bozza”; where that is not offered, such as on a locked page, all
    stays as it is."""
    if not menu_items or menu_items[0].name != "action-save-draft":
        return
    ends = {item.name: item for item in menu_items[1:] if item.name in _ENDS}
    end = next((ends[name] for name in _ENDS if name in ends), None)
    if end is not None:
        menu_items.remove(end)
        menu_items[0] = TwoButtons(menu_items[0], end)
