"""Public pages from memory, before Django is asked; and what makes them be drawn anew (decision 87)."""
