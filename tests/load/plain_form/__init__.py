"""A form as `wagtail.contrib.forms` makes it, to measure the journey beside: same fields, same design."""
