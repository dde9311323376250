"""Who answers for what a page says, and by when somebody looks at it again.

It stands beside the page and not in it: it is no content, holds at once, and no earlier version brings it
back (decision 105).
"""
