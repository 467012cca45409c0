"""Intake: what phones and gates send, stored as it comes and never lost once it is answered."""

from core.intake.follow import State, follow_intake, intake_state
from core.intake.queue import submit, submit_all
from core.intake.record import Answer, Record, Visitor
from core.intake.refused import count_refused, refused
from core.intake.take import stored_at, take

__all__ = [
    "Answer",
    "Record",
    "State",
    "Visitor",
    "count_refused",
    "follow_intake",
    "intake_state",
    "refused",
    "stored_at",
    "submit",
    "submit_all",
    "take",
]
