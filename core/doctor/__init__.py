"""Is the desk well? Each check looks at one thing and says what it found; the edge says what to do about it (words doctor.*)."""

from core.doctor.findings import BAD, OK, WARN, Finding, worst
from core.doctor.look import examine

__all__ = ["BAD", "OK", "WARN", "Finding", "examine", "worst"]
