"""A county made and written: the order of the steps."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from sample_data.applications import make_applications
from sample_data.check_ins import Days
from sample_data.classes_truth import classes_truth
from sample_data.incidents import Incidents
from sample_data.outbreak import Outbreak
from sample_data.outbreak_lists import write_outbreak
from sample_data.people import People, make_people
from sample_data.places import area_grids
from sample_data.rosters import write_applications, write_grids, write_people, write_units
from sample_data.spec import Spec
from sample_data.tables import write_check_ins
from sample_data.trees import unit_tree
from sample_data.troubles import Troubles
from sample_data.units import enrol, unit_roots


@dataclass
class County:
    area: pd.DataFrame
    units: pd.DataFrame
    people: People
    incidents: Incidents
    applications: pd.DataFrame
    outbreak: Outbreak
    troubles: Troubles


def make_county(spec: Spec) -> County:
    """Everything but the check-ins, which are made day by day while they are written."""
    area = area_grids(spec)
    people = make_people(spec, area)
    roots = unit_roots(spec, area)
    units = unit_tree(spec, roots, people, enrol(spec, area, roots, people), len(area))
    incidents = Incidents(spec, people, area, units)
    outbreak = Outbreak(spec, people, incidents)  # before the applications: who is kept in asks for no leave
    applications = make_applications(spec, people, incidents)
    return County(area, units, people, incidents, applications, outbreak, Troubles(spec, people, area, incidents))


def write_county(
    spec: Spec,
    folder: Path,
    *,
    rosters: bool = True,
    check_ins: bool = True,
    say: Callable[[str], None] = lambda _: None,
) -> dict[str, int]:
    """Makes a county and writes its files into `folder`. Returns how many rows of each kind were written."""
    folder.mkdir(parents=True, exist_ok=True)
    county = make_county(spec)
    say(f"{len(county.area)} area grids, {len(county.units)} unit grids, {len(county.people)} people")
    written = _write_rosters(spec, folder, county, say) if rosters else {}
    if check_ins:
        written["check_ins"] = _write_days(spec, folder, county, say)
    lines = ",\n".join(json.dumps(entry, ensure_ascii=False) for entry in county.incidents.truth)
    (folder / "truth.json").write_text(f"[\n{lines}\n]\n", encoding="utf-8")
    classes = json.dumps(classes_truth(spec, county.outbreak), ensure_ascii=False, indent=1)
    (folder / "classes_truth.json").write_text(classes + "\n", encoding="utf-8")
    return {**written, "planted": len(county.incidents.truth)}


def _write_rosters(spec: Spec, folder: Path, county: County, say: Callable[[str], None]) -> dict[str, int]:
    written = {
        "grids": write_grids(spec, folder / "01_网格花名册.xlsx", county.area),
        "units": write_units(spec, folder / "02_单位花名册.xlsx", county.units, county.area),
        "people": 0,
    }
    for name, count in write_people(spec, folder, county.people, county.area, county.units):
        written["people"] += count
        say(f"{name}: {count} people")
    written["exit_applications"] = write_applications(
        spec, folder / "04_外出申请.xlsx", county.applications, county.people
    )
    written |= write_outbreak(spec, folder, county.outbreak)
    return written | {"declarations": county.troubles.write(folder)}


def _write_days(spec: Spec, folder: Path, county: County, say: Callable[[str], None]) -> int:
    days = Days(spec, county.people, county.area, county.units, county.incidents, county.troubles)
    codes, total = [*county.area["code"], *county.units["code"]], 0
    for day, count in write_check_ins(spec, folder, county.people, codes, iter(days)):
        total += count
        if day.day in (1, 11, 21) or day == spec.last_day:
            say(f"check-ins up to {day}: {total}")
    return total
