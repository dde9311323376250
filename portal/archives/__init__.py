"""Archives that are written while they are sent."""
