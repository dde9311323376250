"""The calendar of the site: what takes place, and by when one must have answered."""
