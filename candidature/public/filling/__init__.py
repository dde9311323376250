"""Filling in a form step by step, whatever it belongs to: a draft, a revision of what was sent, or a trial.

Everything typed is kept on the server after each press of a button, valid or not; only the buttons that go on
ask that it be right. What differs between them is a `way.Way`.
"""
