"""Which of this app's models public pages show, and from which moments on they say something else."""

from portal.page_cache.declared import Counted, Shown, Unseen

PUBLIC = [
    Shown(
        ("eventi.EventPage",),
        turns=("opens_at", "closes_at", "suspended_until", "starts_at", "ends_at"),
    ),
    Shown(
        (
            "eventi.CalendarPage",
            "eventi.EventPage_admitted_zones",
            "eventi.EventPage_territories",
            "eventi.SeatPool",
        )
    ),
    Counted(("eventi.Seat",)),
    Unseen(("eventi.CountedBefore",), "Only files that are made for one mailbox hold it."),
]
