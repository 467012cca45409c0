"""The life of an alert: who has it and until when, what is done about it, situations of several, hand-over to the next shift."""

from core.handling.acts import CLOSED, OUTCOMES, UNFINISHED, assign, close, note, take, tick
from core.handling.handover import handover, handovers, make_handover, sign_handover
from core.handling.look_after import SYSTEM, Looked, look_after, tend_alerts
from core.handling.reads import activity, holders, similar, situation, steps_done, told
from core.handling.take_back import take_back

__all__ = [
    "CLOSED",
    "OUTCOMES",
    "SYSTEM",
    "UNFINISHED",
    "Looked",
    "activity",
    "assign",
    "close",
    "handover",
    "handovers",
    "holders",
    "look_after",
    "make_handover",
    "note",
    "sign_handover",
    "similar",
    "situation",
    "steps_done",
    "take",
    "take_back",
    "tend_alerts",
    "tick",
    "told",
]
