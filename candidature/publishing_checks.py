"""What is looked at before a call or an event is published."""

from candidature.changes.asking import ask
from candidature.pages import proofs
from candidature.pages.calls import CallPage
from candidature.pages.participation import ParticipationPage
from portal.editorial.findings import Check, Severity

QUESTIONS = [ask]

CHECKS = [
    Check("no_term", Severity.ERROR, ParticipationPage, proofs.no_term),
    Check("no_notice", Severity.ERROR, ParticipationPage, proofs.no_notice),
    Check("no_questions", Severity.ERROR, ParticipationPage, proofs.no_questions),
    Check("no_zones", Severity.ERROR, ParticipationPage, proofs.no_zones),
    Check("too_few", Severity.ERROR, CallPage, proofs.too_few),
    Check("no_office", Severity.ERROR, CallPage, proofs.no_office),
    Check("broken_condition", Severity.ERROR, ParticipationPage, proofs.broken_questions),
    Check("unreachable", Severity.ERROR, ParticipationPage, proofs.unreachable_questions),
    Check("undated", Severity.WARNING, ParticipationPage, proofs.undated),
    Check("past_term", Severity.WARNING, ParticipationPage, proofs.past_term),
    Check("no_responsible_person", Severity.WARNING, CallPage, proofs.no_responsible_person),
    Check("no_contact", Severity.WARNING, ParticipationPage, proofs.no_contact),
    Check("no_committee", Severity.WARNING, CallPage, proofs.no_committee),
    Check("equal_labels", Severity.WARNING, ParticipationPage, proofs.equal_questions),
    Check("asked_twice", Severity.WARNING, ParticipationPage, proofs.asked_twice),
    Check("sensitive", Severity.WARNING, ParticipationPage, proofs.sensitive_questions),
    Check("hard_to_read", Severity.WARNING, ParticipationPage, proofs.hard_questions),
    Check("long_reading", Severity.WARNING, ParticipationPage, proofs.long_reading),
]
