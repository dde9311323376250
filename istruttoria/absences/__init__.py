"""Who of the staff is away, and who stands in for them meanwhile."""
