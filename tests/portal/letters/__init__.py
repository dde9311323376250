"""Letters: their sources, and both their layouts."""
