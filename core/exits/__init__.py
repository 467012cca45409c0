"""Applications to leave: made, decided by the responsible and, where a class asks it, by the level above; who is late with an answer."""

from core.exits.apply import apply
from core.exits.decide import DECISIONS, Decided, decide, withdraw
from core.exits.reads import STATES, application_counts, applications, steps

__all__ = ["DECISIONS", "STATES", "Decided", "application_counts", "applications", "apply", "decide", "steps", "withdraw"]
