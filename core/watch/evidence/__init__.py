"""Where and when: the rows behind an alert."""

from core.watch.evidence.evidence import evidence

__all__ = ["evidence"]
