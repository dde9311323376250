"""What people attach: the formats there are, and whether a file is what it says."""
