from eventi.pages import EventPage
from eventi.pools import Seat, SeatPool

__all__ = ["EventPage", "Seat", "SeatPool"]
