"""What the site says, for programs: a JSON interface that only reads, and its description (decision 103)."""
