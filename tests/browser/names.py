"""What a screen reader says of a page: Chromium's own tree of roles and names."""

from collections import Counter, defaultdict
from typing import Any

from playwright.sync_api import Page

# Whoever comes to one of these must hear what it is for.
OPERATED = {
    "button",
    "checkbox",
    "combobox",
    "DisclosureTriangle",
    "link",
    "listbox",
    "menuitem",
    "option",
    "radio",
    "searchbox",
    "slider",
    "spinbutton",
    "switch",
    "tab",
    "textbox",
}
GROUPS = {"radiogroup", "dialog", "alertdialog"}
LANDMARKS = {"banner", "complementary", "contentinfo", "main", "navigation", "search"}
# Landmarks only where they have a name.
IF_NAMED = {"form", "region"}
# Where a link leads, and by what else it is told from its namesakes.
_LEADS_TO = """function () { return this.closest ? (this.closest("a") || this).href || "" : ""; }"""


def misleading_names(page: Page) -> list[str]:
    """What in a page has no name, or one that does not tell it from another: a line each.

    Two links of one name may lead to two places only if they are described, each in its own way.
    """
    session = page.context.new_cdp_session(page)
    try:
        nodes = [
            one for one in session.send("Accessibility.getFullAXTree")["nodes"] if not one.get("ignored")
        ]
        links: defaultdict[str, list[Any]] = defaultdict(list)
        for node in nodes:
            if _role(node) == "link":
                links[_text(node, "name")].append(node)
        # Asking the browser where one leads takes time: only what has a namesake could lead elsewhere.
        leading = {
            name: {(_text(node, "description"), _address(session, node)) for node in alike}
            for name, alike in links.items()
            if len(alike) > 1
        }
    finally:
        session.detach()
    named = ((_role(one), _text(one, "name")) for one in nodes)
    landmarks = Counter(one for one in named if one[0] in LANDMARKS or (one[0] in IF_NAMED and one[1]))
    return [
        *(
            f"{_role(one)} without a name"
            for one in nodes
            if _must_have_a_name(one) and not _text(one, "name")
        ),
        *(
            f"the link {name!r} leads to {sorted(address for _description, address in targets)}"
            for name, targets in leading.items()
            if len({description for description, _address in targets}) < len(targets)
        ),
        *(f"{times} times {role} {name!r}" for (role, name), times in landmarks.items() if times > 1),
    ]


def _must_have_a_name(node: Any) -> bool:
    return _role(node) in OPERATED | GROUPS


def _role(node: Any) -> str:
    return str(node.get("role", {}).get("value", ""))


def _text(node: Any, part: str) -> str:
    return str(node.get(part, {}).get("value", "")).strip()


def _address(session: Any, node: Any) -> str:
    found = session.send("DOM.resolveNode", {"backendNodeId": node["backendDOMNodeId"]})
    identifier = found["object"]["objectId"]
    answer = session.send(
        "Runtime.callFunctionOn",
        {"objectId": identifier, "functionDeclaration": _LEADS_TO, "returnByValue": True},
    )
    return str(answer["result"].get("value", ""))
