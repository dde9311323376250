"""Lists that questions let choose from, loaded by the staff in versions."""
