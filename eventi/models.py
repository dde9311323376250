from eventi.agenda.pages import CalendarPage
from eventi.pages import EventPage
from eventi.pools import Seat, SeatPool

__all__ = ["CalendarPage", "EventPage", "Seat", "SeatPool"]
