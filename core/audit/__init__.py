"""What happened, chained: see record.py and chain.py."""

from core.audit.denied import denied
from core.audit.record import record, record_many
from core.audit.verify import verify

__all__ = ["denied", "record", "record_many", "verify"]
