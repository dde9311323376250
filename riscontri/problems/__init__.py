"""What visitors tell the office that does not work."""
