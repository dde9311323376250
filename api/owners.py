"""Who may open the interface for programs: it says what anybody may read on the pages."""

from portal.owners import EVERYBODY, Owner

OWNERS = [
    Owner("api:index api:document", EVERYBODY),
    # The walk knows no resource by name.
    Owner("api:listing api:one", EVERYBODY, opens=False),
    # It says that there is nothing.
    Owner("api:elsewhere", EVERYBODY, opens=False),
]
