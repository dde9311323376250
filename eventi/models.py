from eventi.agenda.pages import CalendarPage
from eventi.counted import CountedBefore
from eventi.pages import EventPage
from eventi.pools import Seat, SeatPool

__all__ = ["CalendarPage", "CountedBefore", "EventPage", "Seat", "SeatPool"]
