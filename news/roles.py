"""What each role may do with the topics of the news."""

from portal.roles import Grants, Role

GRANTS: Grants = {
    Role.EDITORS: frozenset(f"news.{action}_topic" for action in ("add", "change", "delete", "view")),
}
