"""For which moment work stands: that of the clock, but where somebody tries out files of long ago."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from core import clock
from core.act import moment
from core.act.moment import CURRENT
from core.rollup import judged_day
from tests.county import rolled_county


@pytest.mark.parametrize("way", ["file", "phone"])
def test_work_of_a_county_whose_data_cease_goes_on_and_old_files_stand_for_their_day(monkeypatch, way):
    store = rolled_county()
    last = datetime.combine(judged_day(store), datetime.min.time())

    def at(days: int) -> datetime:
        monkeypatch.setattr(clock, "now", lambda: last + timedelta(days=days, hours=9))
        return moment(store)

    with store.write() as db:  # found long after: tried out
        db.execute("update import_batch set imported_at = $1", [last + timedelta(days=200)])
    assert at(CURRENT) == clock.now() and at(CURRENT + 1).date() == last.date() == at(300).date()
    came = last + timedelta(days=CURRENT, hours=20)
    with store.write() as db:
        if way == "file":
            db.execute("insert into import_batch select 77, $1, 'x', 'x', 'x', 1, 'committed', 1, false", [came])
        else:
            db.execute("insert into intake_record select uuid(), 1, 1, 1, $1, 'phone', null, null, $1", [came])
    assert [at(days) == clock.now() for days in (CURRENT, CURRENT + 1, 30, 300)] == [True] * 4
    assert at(-2).date() == last.date(), "a clock that is behind the data"
