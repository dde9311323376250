"""Names, addresses and ages of people: what may be one, and which two are the same."""
