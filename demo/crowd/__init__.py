"""Submissions in great number, to measure with: plainly invented people, the same at every run of a seed.

They are written in bulk, beside the doors that real ones come through, so nothing here may be taken for a
submission in use. What they hold is what real ones would: answers that a form accepts, states with the log
that leads to them, terms to come and passed, colleagues who have them in hand.
"""
