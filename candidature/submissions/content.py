"""A digest of what an application says: by it is known whether somebody saw it as it is now."""

import hashlib
import json
from typing import Any

from candidature.submissions.applicants import Applicant
from candidature.submissions.drafts import Draft
from moduli import Answers


def digest(applicant: Applicant, answers: Answers, typed: dict[str, Any] | None = None) -> str:
    """Of who applies and of the answers; an answer left blank is none.

    Where the applicant is written to or rung is not part of it: it changes without anybody reading it again.

    Args:
        typed: a first step in which something is wrong, as it was typed.
    """
    given = {key: answer for key, answer in answers.items() if answer not in (None, "", [])}
    who = [applicant.applicant_kind, applicant.first_name, applicant.last_name, applicant.organisation_name]
    born = applicant.birth_date.isoformat() if applicant.birth_date else ""
    said = [*who, born, applicant.municipality_id, typed or {}, given]
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def of_draft(draft: Draft) -> str:
    """The same of what would be sent of a draft."""
    return digest(draft, draft.answers, draft.applicant_typed)
