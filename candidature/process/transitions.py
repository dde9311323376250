"""The workflow as one table: each change of state, who may make it, what it asks, does and sends.

Reviewers work on a submission and propose its outcome; officers decide, and they alone reverse what was
decided. The applicant completes, corrects and withdraws. The portal itself gives the seats of events.
How a row begins is not a change: `workflow.receive` tells of it, and makes the first one.
"""

from django.utils.translation import gettext_lazy as _

from candidature.access.scope import DECIDE, PROPOSE, REVERSE, REVIEW
from candidature.actors import ActorKind
from candidature.log.models import TAKEN_BACK
from candidature.process.effects import (
    end_the_term,
    free_the_places,
    give_more_time,
    give_the_places,
    keep_the_former_version,
    note_the_answer,
    offer_the_places,
    set_the_term,
    take_a_place,
    take_the_new_version,
    write_the_request,
)
from candidature.process.forewarning import BY_ITSELF, LEAST_DAYS
from candidature.process.guards import (
    asks_for_something,
    gives_the_days,
    had_no_more_time,
    has_a_term,
    has_room_beside_another,
    is_examined,
    is_explained,
    is_past_the_term,
    is_still_correctable,
    is_the_only_one,
    is_within_the_term,
    may_be_refused,
    takes_place,
    was_not_observed,
    was_told,
)
from candidature.process.more_time import GIVEN
from candidature.process.rules import Transition
from candidature.statuses import Kind, Status

__all__ = ["BY_ACTION", "GUARDIAN_DECLINED", "TRANSITIONS", "UNDO", "Transition"]

# By which a guardian ends what the portal gave by itself; so is its letter called.
GUARDIAN_DECLINED = "guardian_declined"


def _from(*statuses: Status) -> frozenset[Status]:
    return frozenset(statuses)


S = Status
CALLS = frozenset({Kind.CALL})
EVENTS = frozenset({Kind.EVENT})

TRANSITIONS: tuple[Transition, ...] = (
    Transition("take", _("Prendi in carico"), _from(S.RECEIVED), S.IN_REVIEW, REVIEW),
    Transition(
        "request_info", _("Chiedi un’integrazione"), _from(S.RECEIVED, S.IN_REVIEW), S.NEEDS_INFO, REVIEW,
        needs_reason=True, needs_due_date=True, needs_questions=True,
        guards=(is_explained, has_a_term, asks_for_something), before=(set_the_term,),
        beside=(write_the_request,), letter="info_requested",
    ),
    Transition(
        "complete", _("Integrazione inviata"), _from(S.NEEDS_INFO), S.IN_REVIEW, by=ActorKind.APPLICANT,
        guards=(is_within_the_term,), before=(take_the_new_version, end_the_term, note_the_answer),
        beside=(keep_the_former_version,), letter="info_received",
    ),
    Transition(
        "correct", _("Risposte corrette"), _from(S.RECEIVED, S.ACCEPTED, S.RESERVE), None,
        by=ActorKind.APPLICANT,
        guards=(is_still_correctable,), before=(take_the_new_version,), beside=(keep_the_former_version,),
        letter="corrected",
    ),
    Transition(
        "resume", _("Riprendi senza integrazione"), _from(S.NEEDS_INFO), S.IN_REVIEW, REVIEW,
        before=(end_the_term,),
    ),
    Transition(
        GIVEN, _("Termine dell’integrazione passato: ricordato, con una settimana in più"),
        _from(S.NEEDS_INFO), None, by=ActorKind.SYSTEM, needs_due_date=True,
        guards=(is_past_the_term, takes_place, had_no_more_time, has_a_term), before=(give_more_time,),
        letter="more_time",
    ),
    Transition(
        "lapse", _("Termine dell’integrazione passato"), _from(S.NEEDS_INFO), S.IN_REVIEW,
        by=ActorKind.SYSTEM, guards=(is_past_the_term, takes_place), before=(end_the_term,),
        letter="info_lapsed",
    ),
    Transition(
        "admit", _("Dichiara ammissibile"), _from(S.IN_REVIEW), S.ADMISSIBLE, REVIEW,
        kinds=CALLS, guards=(is_examined,), letter="admissible",
    ),
    Transition(
        "propose_accept", _("Proponi di accogliere"),
        _from(S.RECEIVED, S.IN_REVIEW, S.ADMISSIBLE, S.RESERVE), None, PROPOSE,
        needs_reason=True, guards=(is_explained, is_examined), proposes="accept",
    ),
    Transition(
        "propose_reserve", _("Proponi la riserva"),
        _from(S.RECEIVED, S.IN_REVIEW, S.ADMISSIBLE), None, PROPOSE,
        needs_reason=True, guards=(is_explained, is_examined), proposes="reserve",
    ),
    Transition(
        "propose_reject", _("Proponi di non accogliere"),
        _from(S.RECEIVED, S.IN_REVIEW, S.NEEDS_INFO, S.FOREWARNED, S.ADMISSIBLE), None, PROPOSE,
        needs_reason=True, guards=(is_explained,), proposes="reject",
    ),
    Transition(
        "accept", _("Accogli"), _from(S.RECEIVED, S.IN_REVIEW, S.ADMISSIBLE, S.RESERVE), S.ACCEPTED, DECIDE,
        guards=(is_examined,), before=(take_a_place,), beside=(give_the_places,), letter="accepted",
    ),
    Transition(
        "reserve", _("Metti in riserva"), _from(S.RECEIVED, S.IN_REVIEW, S.ADMISSIBLE), S.RESERVE, DECIDE,
        needs_reason=True, guards=(is_explained, is_examined), after=(offer_the_places,), letter="reserve",
    ),
    Transition(
        "forewarn", _("Comunica i motivi ostativi"),
        _from(S.RECEIVED, S.IN_REVIEW, S.NEEDS_INFO, S.ADMISSIBLE), S.FOREWARNED, DECIDE,
        needs_reason=True, needs_due_date=True, least_days=LEAST_DAYS,
        guards=(is_explained, has_a_term, gives_the_days), before=(set_the_term,), letter="forewarned",
    ),
    Transition(
        BY_ITSELF, _("Motivi ostativi comunicati: termine dell’integrazione passato"),
        _from(S.NEEDS_INFO), S.FOREWARNED, by=ActorKind.SYSTEM, needs_due_date=True, least_days=LEAST_DAYS,
        guards=(is_explained, is_past_the_term, takes_place, gives_the_days), before=(set_the_term,),
        letter="forewarned",
    ),
    Transition(
        "reconsider", _("Riprendi l’istruttoria"), _from(S.FOREWARNED), S.IN_REVIEW, DECIDE,
        before=(end_the_term,), letter="reconsidered",
    ),
    Transition(
        "close_incomplete", _("Chiusa come incompleta"), _from(S.FOREWARNED), S.REJECTED,
        by=ActorKind.SYSTEM, guards=(is_explained, is_past_the_term, takes_place, was_not_observed),
        before=(end_the_term,), letter="closed_incomplete",
    ),
    Transition(
        "reject", _("Non accogliere"),
        _from(S.RECEIVED, S.IN_REVIEW, S.NEEDS_INFO, S.FOREWARNED, S.ADMISSIBLE), S.REJECTED, DECIDE,
        needs_reason=True, guards=(is_explained, may_be_refused, was_told), before=(end_the_term,),
        letter="rejected",
    ),
    Transition(
        "revoke", _("Revoca la decisione"), _from(S.ACCEPTED, S.RESERVE), S.REJECTED, REVERSE,
        needs_reason=True, guards=(is_explained,),
        after=(free_the_places,), letter="revoked",
    ),
    Transition(
        "reopen", _("Riapri l’istruttoria"), _from(S.ADMISSIBLE, S.ACCEPTED, S.RESERVE, S.REJECTED),
        S.IN_REVIEW, REVERSE, needs_reason=True, guards=(is_explained, has_room_beside_another),
        after=(free_the_places,), letter="reopened",
    ),
    Transition(
        "withdraw", _("Ritira"),
        _from(S.RECEIVED, S.IN_REVIEW, S.NEEDS_INFO, S.FOREWARNED, S.ADMISSIBLE, S.ACCEPTED, S.RESERVE),
        S.WITHDRAWN,
        by=ActorKind.APPLICANT, labels={Kind.EVENT: _("Annulla l’iscrizione")},
        before=(end_the_term,), after=(free_the_places,), letter="withdrawn",
    ),
    Transition(
        GUARDIAN_DECLINED, _("Genitore, o chi ne fa le veci, non conferma: il posto torna libero"),
        _from(S.RECEIVED, S.ACCEPTED, S.RESERVE), S.REJECTED, by=ActorKind.GUARDIAN, kinds=EVENTS,
        after=(free_the_places,), letter=GUARDIAN_DECLINED,
    ),
    Transition(
        "promote", _("Posto assegnato dalla lista d’attesa"), _from(S.RESERVE), S.ACCEPTED,
        by=ActorKind.SYSTEM, kinds=EVENTS,
        before=(take_a_place,), beside=(give_the_places,), letter="promoted",
    ),
    Transition(
        "confirm", _("Posto confermato"), _from(S.RECEIVED), S.ACCEPTED,
        by=ActorKind.SYSTEM, kinds=EVENTS,
        before=(take_a_place,), beside=(give_the_places,), letter="seat_confirmed",
    ),
    Transition(
        "queue", _("In lista d’attesa"), _from(S.RECEIVED), S.RESERVE,
        by=ActorKind.SYSTEM, kinds=EVENTS, letter="waiting_list",
    ),
)  # fmt: skip

# A change of the staff taken back before its letter left. No state allows it: see `undoing`.
UNDO = Transition(
    TAKEN_BACK, _("Annullata prima che la lettera partisse"), _from(), None, REVIEW, guards=(is_the_only_one,)
)

BY_ACTION = {transition.action: transition for transition in (*TRANSITIONS, UNDO)}
