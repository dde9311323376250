"""Why a change of state was refused. Whatever is raised, nothing was written."""


class WorkflowError(Exception):
    """A change that was refused; nothing was written."""


class NotAllowedError(WorkflowError):
    """The actor may not do this to this submission, or may not even see it."""


class ConflictError(WorkflowError):
    """The submission is no longer as the actor saw it: somebody else acted meanwhile."""


class NotPossibleError(WorkflowError):
    """This action does not exist from the present state."""


class MissingReasonError(WorkflowError):
    """The action must be explained."""


class MissingDueDateError(WorkflowError):
    """The action sets a term, and none in the future was given."""


class MissingQuestionsError(WorkflowError):
    """The action asks for answers or documents, and names none that this applicant was asked."""


class TooLateError(WorkflowError):
    """The term for completing the submission is over, or that for correcting it."""


class TooManyVersionsError(WorkflowError):
    """It was corrected as often as can be."""


class LetterLeftError(WorkflowError):
    """It cannot be taken back: the letter that tells of it has left, or may have."""


class SentAgainError(WorkflowError):
    """It cannot count again: its sender sent another meanwhile, where one is taken from each."""


class NoSeatLeftError(WorkflowError):
    """Every seat of the event is taken."""


class EventCancelledError(WorkflowError):
    """Seats are not given: the event does not take place."""


class EventBegunError(WorkflowError):
    """Seats are not given any more: the event has begun, or is over."""


class ChecksOpenError(WorkflowError):
    """Its call wants some checks answered before, and they are not. The message names them, one a line."""


class NotForewarnedError(WorkflowError):
    """Its call wants the reasons against it told before it is refused, and they were not."""


class StillObservableError(WorkflowError):
    """Its applicant may still object to the reasons that were told."""


class UntoldError(WorkflowError):
    """Its applicant had no letter with the reasons, and whoever refuses it did not say that they know."""


class TermTooShortError(WorkflowError):
    """The law gives the applicant more days."""
