"""Intake: what phones and gates send, stored as it comes and never lost once it is answered."""

from core.intake.queue import submit, submit_all
from core.intake.record import Answer, Record, Visitor
from core.intake.take import take

__all__ = ["Answer", "Record", "Visitor", "submit", "submit_all", "take"]
