"""Who may open these pages: everybody, or who holds the secret of a letter; the figures are the staff's."""

from portal.owners import CONTENT, EVERYBODY, Owner

OWNERS = [
    Owner("following:index", CONTENT),
    # Of a page or topic that can be followed, and behind a secret.
    Owner(
        "seguire:page seguire:topic seguire:confirm seguire:mine seguire:stop seguire:still",
        EVERYBODY,
        opens=False,
    ),
    Owner("seguire:stopped", EVERYBODY),
]
