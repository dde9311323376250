"""A form on paper: printed empty, and found again by the code that it bears."""
