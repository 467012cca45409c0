"""What follows a change of data, in one place for everybody who changes any."""

from core.follow.follow import Followed, follow, left_over
from core.follow.soon import follow_soon

__all__ = ["Followed", "follow", "follow_soon", "left_over"]
