"""Files as they come when something went wrong: each through the import, searched, and nothing silly told.

The county's days lie in a year that no holiday table knows.
"""

from __future__ import annotations

import subprocess
import sys
from datetime import date, datetime, timedelta
from pathlib import Path

import pandas as pd
import pytest

from core.follow import follow
from core.grid_changes import Wish, carry_out
from core.ingest.plan import prepare
from core.ingest.storing import commit
from core.settings import PROJECT
from core.watch import detect
from core.watch.too_early import too_early
from tests.county import WHOLE, empty_store

LAST = date(2031, 10, 20)
NOW = datetime(2031, 10, 20, 23)
DAYS, LATE = 40, 30
STATISTICS = {"rate_rise", "rate_fall", "missing_feed", "silent_resident", "cluster_fever"}
SCANNED = "扫码时间"


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    out: Path = tmp_path_factory.mktemp("bad")
    command = ["-m", "sample_data", "--people", "1500", "--days", str(DAYS), "--seed", "5", "--last-day", str(LAST)]
    subprocess.run([sys.executable, *command, "--out", str(out)], cwd=PROJECT, check=True, capture_output=True)
    return out


def put_in(store, path: Path) -> None:
    commit(store, prepare(store, WHOLE, path, now=NOW), actor="test", now=NOW)


def as_is(scans: pd.DataFrame) -> list[pd.DataFrame]:
    return [scans]


def month_at_once(scans: pd.DataFrame) -> list[pd.DataFrame]:
    old = scans[SCANNED] < str(LAST - timedelta(days=LATE - 1))
    return [scans[old], scans[~old]]


def twice(scans: pd.DataFrame) -> list[pd.DataFrame]:
    return [scans, scans]


def nothing(scans: pd.DataFrame) -> list[pd.DataFrame]:
    return []


def two_days(scans: pd.DataFrame) -> list[pd.DataFrame]:
    return [scans[scans[SCANNED] >= str(LAST - timedelta(days=1))]]


def times_of_the_upload(scans: pd.DataFrame) -> list[pd.DataFrame]:
    """The last month's scans all bear the morning on which they were sent."""
    late = scans[SCANNED] >= str(LAST - timedelta(days=LATE - 1))
    return [scans.assign(**{SCANNED: scans[SCANNED].where(~late, f"{LAST} 08:00:00")})]


def merged(store) -> None:
    """Two villages of one town become one."""
    pair = store.df(
        "select g.code from grid g join (select parent_id from grid where level = 'village' group by parent_id having count(*) > 1"
        " order by parent_id limit 1) t on t.parent_id = g.parent_id where g.level = 'village' order by g.code limit 2"
    )["code"].tolist()
    carry_out(store, WHOLE, Wish("merge", (pair[0],), LAST, into=pair[1]), actor="test", now=NOW)


# what came in, what happened to the grids, how many statistical alerts at most (24 are those of the county as it is; of its eleven rises and falls eight were planted), what can't be judged yet
CASES = {
    "as it is": (as_is, None, 24, False),
    "a month at once": (month_at_once, None, 24, False),
    "the same file twice": (twice, None, 24, False),
    "two villages merged": (as_is, merged, 24, False),
    "no scans at all": (nothing, None, 0, False),
    "two days": (two_days, None, 0, True),
    "times of the upload": (times_of_the_upload, None, 0, True),
}


@pytest.mark.parametrize("name", CASES)
def test_a_bad_file_fails_nothing_and_raises_no_silly_alert(folder, tmp_path, name):
    change, happened, most, early = CASES[name]
    store = empty_store()
    for path in sorted(p for p in folder.iterdir() if p.name[:2] in ("01", "02", "03")):
        put_in(store, path)
    scans = pd.read_csv(folder / "05_扫码登记.csv", dtype=str, keep_default_na=False)
    for number, part in enumerate(change(scans)):
        path = tmp_path / f"扫码登记{number}.csv"
        part.to_csv(path, index=False, encoding="utf-8-sig")
        put_in(store, path)
        follow(store, actor="test")
    if happened:
        happened(store)
    for back in (1, 0):
        detect(store, as_of=LAST - timedelta(days=back), actor="test")
    told = store.df("select detector, count(*) as number from alert group by detector order by detector")
    silly = told[told["detector"].isin(STATISTICS)]
    assert silly["number"].sum() <= most, told.to_string()
    waiting = too_early(store, WHOLE, as_of=LAST)
    assert bool(len(waiting)) == early
    assert (waiting["from_day"] > LAST).all()
