"""What follows a change of data, in one place for everybody who changes any."""

from core.follow.follow import Followed, follow, left_over

__all__ = ["Followed", "follow", "left_over"]
