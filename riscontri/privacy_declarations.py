"""What visitors tell of the site, and the colleagues who looked at it."""

from django.db.models import Q

from portal.privacy import Holding
from riscontri.clarity import retention as clarity
from riscontri.problems import retention as problems

HOLDINGS = [
    Holding(
        model="riscontri.PageRating",
        fields=("detail", "handled_by"),
        beside=("given_at", "stars", "answer", "state", "handled_at"),
        # Nobody's address may stand in the words (`riscontri.personal_text`), so only colleagues are found.
        find=lambda email: Q(handled_by__email__iexact=email),
        rule="The words a year, the stars three.",
        ends=clarity.detail_ends,
        stays="It is an opinion without a name, and who of the staff has read it.",
    ),
    Holding(
        model="riscontri.ProblemReport",
        fields=("email", "what", "page", "handled_by"),
        beside=("told_at", "state", "handled_at"),
        find=lambda email: Q(email__iexact=email) | Q(handled_by__email__iexact=email),
        rule="Ninety days after it was put right, a year after it was told at most.",
        ends=problems.ends,
        erase=problems.forget,
    ),
]
