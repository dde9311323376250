"""How many documents may be made for one visitor, whatever they are about."""

from portal.limits import counting
from portal.limits.counting import Limit

# Of those that take a while to make.
DOCUMENTS = Limit("documents", "LIMIT_DOCUMENTS_PER_HOUR")


def count(client: str) -> None:
    """Counts a document made for a visitor (`portal.web.visitors.client_of`).

    Raises:
        LimitReachedError: too many from here in this hour.
    """
    counting.spend(DOCUMENTS, client)


def refuse(client: str) -> None:
    """Counts nothing, so it costs no write.

    Raises:
        LimitReachedError: no other document would be made for this visitor in this hour.
    """
    counting.refuse(DOCUMENTS, client)
