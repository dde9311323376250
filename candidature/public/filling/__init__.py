"""Filling in a form step by step, whatever it belongs to: a draft, or a revision of what was sent.

Everything typed is kept on the server after each press of a button, valid or not; only the buttons that go on
ask that it be right. What differs between the two is a `way.Way`.
"""
