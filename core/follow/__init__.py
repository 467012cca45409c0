"""What follows a change of data, in one place for everybody who changes any."""

from core.follow.follow import Followed, follow

__all__ = ["Followed", "follow"]
