"""The policy of a scenario as data: `core/policy/<scenario>/{classes,grades,detectors,days,facts,measures,playbooks}.toml`, checked when loaded."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, fields
from functools import lru_cache
from pathlib import Path

from core.errors import UserError, Word
from core.policy.classes import RESIDENT, Constant, PersonClass, read_classes
from core.policy.editions import default_edition, edition_layer
from core.policy.facts import facts_in
from core.policy.folder import FOLDER
from core.policy.grades import GRADES, UNKNOWN, GradeRule, read_grades
from core.policy.layers import Layer, laid, placed
from core.policy.measures import Matrix, Measure, read_measures
from core.policy.playbooks import Playbooks, read_playbooks
from core.policy.terms import Term, terms

__all__ = [
    "FOLDER",
    "GRADES",
    "RESIDENT",
    "Constant",
    "Days",
    "GradeRule",
    "Matrix",
    "Measure",
    "PersonClass",
    "Policy",
    "load_policy",
    "read_policy",
]

GROUND = "epidemic"  # the first pack
LEVELS = ("township", "village", "section", "household")  # at which thresholds of their own may hold
CHANGES = "changes"  # what a county laid over an edition, as a fault names it
FILES = ("classes.toml", "grades.toml", "detectors.toml", "days.toml", "facts.toml", "measures.toml", "playbooks.toml")
OPTIONAL = {
    "days.toml": GROUND,
    "detectors.toml": None,
    "measures.toml": None,
    "playbooks.toml": GROUND,
}  # file → the pack from which it is taken where there is none


@dataclass(frozen=True)
class Days:
    """Which scans are believed, and when the data of a day are in; each figure is explained in days.toml."""

    ahead_hours: float
    oldest_days: float
    scans_a_day: float
    turn_seconds: float
    longest_stay_hours: float
    grids: float
    check_ins: float
    running: float
    missing: float
    missing_from: float
    temporary_days: float


@dataclass(frozen=True)
class Policy:
    version: str  # <pack>@<edition>[+<version>]:<digest>; of several packs one after the other. Changes with whatever they say
    fever: float  # °C
    constants: dict[str, Constant]  # names that conditions and events may use; fever among them
    terms: dict[str, Term]  # what conditions may ask about
    classes: tuple[PersonClass, ...]  # by rank
    grades: tuple[GradeRule, ...]  # first that fits
    detectors: dict[str, dict[str, object]]
    days: Days
    measures: dict[str, Measure]
    matrix: Matrix  # class × grade → measures
    playbooks: Playbooks  # what is to be done about an alert, and by when
    areas: dict[str, tuple[int, ...]] = field(
        default_factory=dict
    )  # class → the grids it is confined to; without: everywhere

    def person_class(self, code: str) -> PersonClass:
        return next(c for c in self.classes if c.code == code)


@lru_cache(maxsize=64)
def load_policy(
    scenario: str = "epidemic", edition: str | None = None, changes: str = "", version: int | None = None
) -> Policy:
    """Read and check the scenario's files with one edition (None: the pack's own) and a county's changes over them. Raises UserError
    `policy_invalid` (file, line, what) on the first fault, edition_unknown. `version`: the number of the county's version."""
    return read_policy(FOLDER / scenario, edition=edition, changes=changes, version=version)


def read_policy(folder: Path, *, edition: str | None = None, changes: str = "", version: int | None = None) -> Policy:
    """The policy in `folder`, checked."""
    layers = [_base(folder, name) for name in FILES]
    if edition is None:
        edition = default_edition(folder)
    over = edition_layer(folder, edition)
    layers += [over] if over else []
    layers += [Layer.of(CHANGES, changes)] if changes.strip() else []
    digest = hashlib.sha256(b"\0".join(layer.text.encode() for layer in layers)).hexdigest()[:8]
    number = f"+{version}" if version else ""
    try:
        return _checked(laid(layers), layers, f"{folder.name}@{edition}{number}:{digest}")
    except UserError as error:
        laid_over = any(not layer.section for layer in layers)
        raise placed(error, layers) if laid_over and error.code == "policy_invalid" else error from None


def _checked(tables: dict[str, dict], layers: list[Layer], version: str) -> Policy:
    texts = {layer.section: layer.text for layer in layers if layer.section}
    known = _terms(tables["facts"])
    classes, constants = read_classes(tables["classes"], texts["classes"], known)
    measures, matrix = read_measures(tables["measures"], texts["measures"], classes, (*GRADES, UNKNOWN))
    return Policy(
        version=version,
        fever=float(_need(tables["classes"], "fever", (int, float), "classes.toml")),
        constants=constants,
        terms=known,
        classes=classes,
        grades=read_grades(tables["grades"], texts["grades"], [c.code for c in classes]),
        detectors=_detectors(tables["detectors"], {c.code for c in classes}, _of_pack(layers, "detectors")),
        days=_days(tables["days"]),
        measures=measures,
        matrix=matrix,
        playbooks=read_playbooks(tables["playbooks"]),
    )


def _base(folder: Path, name: str) -> Layer:
    """One file of the pack. Which days are in is a matter of the county's data: a pack that says nothing of it, or has no detectors of
    its own, leaves that to others."""
    section = name.removesuffix(".toml")
    try:
        text = (folder / name).read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise UserError("policy_invalid", file=name, what=Word("policy.fault.not_utf8")) from error
    except OSError as error:
        if not (folder / "classes.toml").exists() or name not in OPTIONAL:
            raise UserError("policy_invalid", file=name, what=Word("policy.fault.no_file")) from error
        text = (FOLDER / OPTIONAL[name] / name).read_text("utf-8") if OPTIONAL[name] else ""
    return Layer.of(name, text, section)


def _terms(table: dict) -> dict[str, Term]:
    """What its conditions may ask about: the catalogue's terms, and the pack's own facts."""
    told = facts_in(table, "facts.toml")
    for code in told.keys() & terms({}).keys():
        raise UserError("policy_invalid", file="facts.toml", what=Word("policy.fault.two_terms"), name=code)
    return terms(told)


def _of_pack(layers: list[Layer], section: str) -> dict:
    return next((layer.table for layer in layers if layer.section == section), {})


def _detectors(table: dict, known: set[str], shipped: dict) -> dict[str, dict[str, object]]:
    for code, parameters in table.items():
        if not isinstance(parameters, dict):
            raise _fault("detectors.toml", "setting", name=code)
        places = [(f"at.{place}", differs) for place, differs in parameters.get("at", {}).items()]
        places += [(f"grid.{place}", differs) for place, differs in parameters.get("grid", {}).items()]
        for where, each in (("", parameters), *places):
            for unknown in {*each.get("classes", ()), *each.get("excused", ())} - known:
                raise _fault("detectors.toml", "detector_class", name=code, part=unknown)
            _right(
                f"{code}.{where}".strip("."), each, shipped.get(code, {}) if not where else parameters, own=not where
            )
        for place in parameters.get("at", {}):
            if place not in LEVELS and not place.startswith("unit."):
                raise _fault(
                    "detectors.toml",
                    "detector_place",
                    name=f"{code}.at",
                    part=place,
                    allowed=f"{', '.join(LEVELS)}, unit.…",
                )
    return table


def _right(where: str, each: dict, whole: dict, *, own: bool) -> None:
    """Budget, quiet time and switch are what they may be; a threshold is of the kind that it is in `whole` (of the pack; of what differs
    somewhere: in the detector, which has it)."""
    for name, value in each.items():
        if name in ("at", "grid"):
            right = own and isinstance(value, dict) and all(isinstance(v, dict) for v in value.values())
        elif name == "on":
            right = own and isinstance(value, bool)
        elif name in ("budget_a_day", "quiet_days"):
            right = own and isinstance(value, int) and not isinstance(value, bool) and value >= 0
        else:
            right = _alike(value, whole[name]) if name in whole else own
        if not right:
            raise _fault("detectors.toml", "setting", name=f"{where}: {name}")


def _alike(value: object, other: object) -> bool:
    number = (int, float)
    if isinstance(value, number) and isinstance(other, number):
        return isinstance(value, bool) == isinstance(other, bool)
    return type(value) is type(other)


def _days(table: dict) -> Days:
    return Days(**{f.name: float(_need(table, f.name, (int, float), "days.toml")) for f in fields(Days)})


def _need(row: dict, key: str, kind: type | tuple, file: str) -> object:
    value = row.get(key)
    if not isinstance(value, kind) or isinstance(value, bool):
        raise _fault(file, "setting", name=key)
    return value


def _fault(file: str, code: str, **fields: object) -> UserError:
    return UserError("policy_invalid", file=file, what=Word(f"policy.fault.{code}"), **fields)
