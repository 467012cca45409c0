"""The county's clock. The server's own may run in another zone; whatever is stamped, shown or called today is the county's.

Times are kept without a zone (core/store/schema): what `now` gives is the wall clock of the setting `timezone`.
"""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from core.errors import UserError

_zone = ZoneInfo("Asia/Shanghai")


def use_zone(name: str) -> None:
    """From here on the county's clock runs in this zone of the tz database. Raises UserError setting_timezone."""
    global _zone  # noqa: PLW0603 - a process serves one county
    try:
        _zone = ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise UserError("setting_timezone", value=name) from error


def now() -> datetime:
    """The county's time, to the second."""
    return datetime.now(_zone).replace(microsecond=0, tzinfo=None)


def seconds(moment: datetime) -> int:
    """Since 1970, of a moment of the county's clock: what codes that change by the half minute count by."""
    return int(moment.replace(tzinfo=_zone).timestamp())


def today() -> date:
    return now().date()


def local(moment: datetime) -> datetime:
    """A moment with a zone as the county's wall clock has it; one without stands for itself."""
    return moment.astimezone(_zone).replace(tzinfo=None) if moment.tzinfo else moment
