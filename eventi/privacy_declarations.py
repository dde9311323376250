"""What events hold of persons: nothing of their own. Who sits where is said by the submission."""

from portal.privacy import Free

FREE = [
    Free(
        ("eventi.CalendarPage", "eventi.EventPage"),
        "Published content; the contacts are those of an office.",
        public=("contact_email", "contact_phone"),
    ),
    Free(("eventi.CountedBefore",), "A number for calendars, of a sign-up that it does not name."),
    Free(("eventi.SeatPool", "eventi.Seat"), "Numbers of seats; a seat goes with its submission."),
]
