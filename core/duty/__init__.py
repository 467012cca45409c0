"""Duty information (值班信息): what a county tells the units above of a matter, first, then as it goes on, then at its end; with its clock, signed, and told."""

from core.duty.drafting import draft, draft_further, edit, withdraw
from core.duty.late import note_late
from core.duty.parts import KINDS, NEEDED, PARTS, READ, SIGN, STATES, WAYS, WRITE
from core.duty.printing import FORMS, kind_name, printed, source_name
from core.duty.reads import handed, people_of, report, reports, tellings
from core.duty.signing import sign
from core.duty.telling import acknowledge, tell
from core.duty.times import moment_of

__all__ = [
    "FORMS", "KINDS", "NEEDED", "PARTS", "READ", "SIGN", "STATES", "WAYS", "WRITE", "acknowledge", "draft", "draft_further", "edit", "handed", "kind_name", "moment_of", "note_late", "people_of",
    "printed", "report", "reports", "sign", "source_name", "tell", "tellings", "withdraw",
]  # fmt: skip
