"""The letter by which the office learns of a problem, with an example."""

from django.utils import timezone
from django.utils.translation import override

from portal.letter_kinds import Example, LetterKind
from riscontri.problems import letters
from riscontri.problems.models import ProblemReport


def _problem() -> list[Example]:
    with override("it"):
        reports = [
            ProblemReport(
                pk=12,
                page="/novita/un-titolo/",
                what="Il collegamento al modulo non si apre.\nHo provato due volte, dal telefono.",
                email="ada@example.org",
                told_at=timezone.now(),
            ),
            ProblemReport(pk=13, what="Con lo schermo grande il menù copre il titolo."),
        ]
        return [Example(letters.subject(one), letters.blocks(one)) for one in reports]


LETTERS = [LetterKind("riscontri/letters/problem.txt", _problem)]
