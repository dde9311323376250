from riscontri.clarity.models import PageRating
from riscontri.problems.models import ProblemReport

__all__ = ["PageRating", "ProblemReport"]
