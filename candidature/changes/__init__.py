"""Changing what people already read, answer or have sent: told before it is done, and noted when it is.

A form or a term that is published anew is asked about first (`asking`, `confirming`); a term is also moved,
and taking part suspended, by an act of its own (`acts`, `term`). What was in force when is in `versions`.
"""
