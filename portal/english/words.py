"""English words that stand in every text and tell none apart."""

FUNCTION_WORDS = frozenset(
    """
    a about also an and any are as at be been but by can could do does for from had has have he her his how i
    if in into is it its may me more most my no not of on or our s she should so some such than that the their
    them then there these they this those to us was we were what when where which who whom whose why will with
    would you your
    """.split()  # noqa: SIM905 - read as a text
)
