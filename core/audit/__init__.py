"""What happened, chained: see record.py."""

from core.audit.record import first_broken, record

__all__ = ["first_broken", "record"]
