"""Who writes over what was sent, at the moment at which the office asks for more."""

from typing import Any

from candidature.intake import revisions
from candidature.intake.revisions import Purpose
from candidature.models import Submission
from candidature.process.refusals import ConflictError
from candidature.submissions.form_versions import FormVersion
from tests.candidature.factories import CallPageFactory, submitted
from tests.row_locks import after_waiting


def test_who_waited_while_new_questions_were_written_is_told_that_it_moved_on(committed_db: None) -> None:
    """As when the office asks for a document that the form did not have."""
    sent = submitted(CallPageFactory.create())
    rows = Submission.objects.filter(pk=sent.pk)

    def add_questions() -> None:
        schema: dict[str, Any] = {**sent.schema, "steps": [*sent.schema["steps"], *sent.schema["steps"]]}
        version = FormVersion.objects.holding(schema)
        rows.update(form_version=version, version=sent.version + 1)

    told = after_waiting(
        hold=lambda: rows.select_for_update().get(),
        meanwhile=add_questions,
        act=lambda: revisions.lock(sent, Purpose.CORRECTION, version=sent.version),
    )

    assert isinstance(told, ConflictError)
