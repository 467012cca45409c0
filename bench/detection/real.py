"""Real series, where they are at hand: NAB's taxi rides with five labelled anomalies, and the cases of Guangxi's cities."""

from __future__ import annotations

import json

import pandas as pd

from core.settings import PROJECT
from core.watch.matrix import HISTORY
from core.watch.rate_anomalies import CHECKED
from core.watch.scoring.episodes import BEGIN, GAP
from core.watch.scoring.tidy import score_rows

PLACE = PROJECT.parent / "shared/data/real/series"
TAXI, WINDOWS, GUANGXI = (
    PLACE / n for n in ("nab_nyc_taxi.csv", "nab_nyc_taxi_anomaly_windows.json", "guangxi_city_daily.csv")
)
FIRST_EPISODES = 10
PART = 3  # hours: what happens in a few of them does not show in the sum of a day


def taxi(*, hours: int = 24) -> tuple[int, list[tuple[str, float, bool]]]:
    """(labelled anomalies among the first ten episodes, the episodes: strongest day, score, labelled). `hours`: of a part of a day; parts
    are series beside the whole day, and what they find near in time is one episode."""
    rides = pd.read_csv(TAXI, parse_dates=["timestamp"])
    date = rides["timestamp"].dt.strftime("%Y-%m-%d")
    whole = rides.groupby(date.rename("date"))["value"].sum().reset_index().assign(kind="day")
    if hours < 24:
        part = (rides["timestamp"].dt.hour // hours).astype(str).rename("kind")
        whole = pd.concat([whole, rides.groupby([part, date.rename("date")])["value"].sum().reset_index()])
    raw = whole.assign(grid="taxi", count=whole["value"].astype(str)).reset_index(drop=True)
    scored = score_rows(raw[["grid", "kind", "date", "count"]]).table
    windows = [
        [pd.Timestamp(edge).normalize() for edge in pair]
        for pair in next(iter(json.loads(WINDOWS.read_text()).values()))
    ]
    clear = scored[scored["p"] <= BEGIN].assign(day=pd.to_datetime(scored["date"])).sort_values("day")
    clear["number"] = (clear["day"].diff().dt.days > GAP).cumsum()
    strongest = clear.sort_values("score", ascending=False).drop_duplicates("number")
    shown, labelled = [], set()
    for top in strongest.head(FIRST_EPISODES).itertuples():
        days = clear[clear["number"] == top.number]["day"]
        inside = [n for n, (first, last) in enumerate(windows) if days.between(first, last).any()]
        labelled.update(inside)
        shown.append((str(top.day.date()), float(top.score), bool(inside)))
    return len(labelled), shown


def guangxi() -> tuple[int, int]:
    """(cities whose new cases began an episode in the winter of 2020, cities with any cases)"""
    table = pd.read_csv(GUANGXI, dtype=str)
    table = table[table["city"].fillna("") != ""]
    total = table.assign(confirmed=table["confirmed"].astype(float)).pivot_table(
        index="date", columns="city", values="confirmed", aggfunc="max"
    )
    total.index = pd.to_datetime(total.index)
    before = pd.date_range(total.index[0] - pd.Timedelta(days=60), total.index[-1])
    new = total.reindex(before).fillna(0).cummax().diff().fillna(0)
    long = new.stack().rename("count").reset_index().set_axis(["date", "grid", "count"], axis=1)
    raw = long.assign(kind="cases", date=long["date"].dt.strftime("%Y-%m-%d"), count=long["count"].astype(str))
    scored = score_rows(raw[["grid", "kind", "date", "count"]]).table
    rise = scored[(scored["direction"] == "rise") & (scored["episode"] != "")]
    return rise["grid"].nunique(), int((new.sum() > 0).sum())


def run() -> None:
    print("\n### Real series\n")
    if TAXI.exists() and WINDOWS.exists():
        for hours in (24, PART):
            number, shown = taxi(hours=hours)
            print(
                f"NAB taxi, by {hours} hours: {number} of 5 labelled anomalies among the first {FIRST_EPISODES} episodes: "
                + "; ".join(f"{d} {s:.1f}{' labelled' if hit else ''}" for d, s, hit in shown)
            )
    else:
        print(f"NAB taxi: left out, {TAXI} is not there")
    if GUANGXI.exists():
        print("Guangxi 2020: episodes in {} of the {} cities with cases".format(*guangxi()))
    else:
        print(f"Guangxi: left out, {GUANGXI} is not there")


def speed(series: int = 10_000, days: int = 365) -> None:
    import time  # noqa: PLC0415

    from bench.detection.counties import county  # noqa: PLC0415
    from core.watch.scoring.score import score  # noqa: PLC0415

    made = county(9, series=series, days=days).clean
    last = county(9, series=series, days=HISTORY).clean
    for label, data, since in ((f"{days} days", made, 0), ("one new day", last, HISTORY - CHECKED)):
        began = time.perf_counter()
        score(data, since=since)
        print(f"{series:,} grids, {label}: {time.perf_counter() - began:.1f} s")
