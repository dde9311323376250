"""What the apps above ask of an application before it moves on: they keep what is looked at.

Each is asked under the lock of the row, in the door's transaction, and refuses by raising like any guard.
"""

from candidature.process.rules import Change, Rule

_asked: list[Rule] = []


def register(precondition: Rule) -> None:
    """Asks this too of every change whose transition has the guard `is_examined`."""
    if precondition not in _asked:
        _asked.append(precondition)


def ask(change: Change) -> None:
    """Raises WorkflowError: one of its kinds; nothing was written."""
    for precondition in _asked:
        precondition(change)
