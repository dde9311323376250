from territori.models.zones import Municipality, Zone

__all__ = ["Municipality", "Zone"]
