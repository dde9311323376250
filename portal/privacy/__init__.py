"""Which rows hold personal data: every model is either a holding or declared free of them.

Each app says so in its `privacy_declarations.py`, with `HOLDINGS` and `FREE`; a system check
(`portal.checks.personal_data`) fails for a model that is in neither, so none can be forgotten.
`manage.py personal_data` finds, exports and erases what is held about a person.
"""

from portal.privacy.registry import (
    Free,
    Holding,
    declared_free,
    holdings,
    model_of,
)

__all__ = ["Free", "Holding", "declared_free", "holdings", "model_of"]
