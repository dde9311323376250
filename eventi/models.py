from eventi.pages import EventPage

__all__ = ["EventPage"]
