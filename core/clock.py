"""The county's clock. The server's own may run in another zone; whatever is stamped, shown or called today is the county's.

Times are kept without a zone (core/store/schema): what `now` gives is the wall clock of the setting `timezone`. A county that is shown as it stood
on a day that is past (the demo) has a clock that is so many minutes behind and runs on: classes, tasks, alerts and clues are of one moment.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from core.errors import UserError

_zone = ZoneInfo("Asia/Shanghai")
_behind = timedelta(0)


def use_zone(name: str, *, behind: int = 0) -> None:
    """From here on the county's clock runs in this zone of the tz database, so many minutes behind. Raises UserError setting_timezone."""
    global _zone, _behind
    try:
        _zone, _behind = ZoneInfo(name), timedelta(minutes=behind)
    except (KeyError, ValueError, OSError) as error:
        raise UserError("setting_timezone", value=name) from error


def now() -> datetime:
    """The county's time, to the second."""
    return datetime.now(_zone).replace(microsecond=0, tzinfo=None) - _behind


def seconds(moment: datetime) -> int:
    """Since 1970, of a moment of the county's clock: what codes that change by the half minute count by."""
    return int((moment + _behind).replace(tzinfo=_zone).timestamp())


def today() -> date:
    return now().date()


def local(moment: datetime) -> datetime:
    """A moment with a zone as the county's wall clock has it; one without stands for itself."""
    return moment.astimezone(_zone).replace(tzinfo=None) - _behind if moment.tzinfo else moment
