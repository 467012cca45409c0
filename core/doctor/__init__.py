"""Is the desk well? Each check looks at one thing and says what it found; the edge says what to do about it (words doctor.*)."""

from core.doctor.look import examine
from core.doctor.signs import BAD, OK, WARN, Sign, worst

__all__ = ["BAD", "OK", "WARN", "Sign", "examine", "worst"]
