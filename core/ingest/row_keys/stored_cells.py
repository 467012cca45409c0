"""What the registers hold, as the text of cells: for workbooks to be edited and brought back, and for the forms of others."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from core.domain import Scope
from core.geo.datum import to_gcj02
from core.ingest.facts.facts import stored_fact
from core.ingest.kinds.descriptor import descriptor, editable
from core.ingest.meaning.columns import kinds, written
from core.ingest.preview import masked
from core.ingest.workspace import Workspace


def load_stored(work: Workspace, kind: str, ids: list[int]) -> None:
    """Fill `plan.stored` with these rows, in this order; coordinates as Chinese maps have them (GCJ-02)."""
    about = descriptor(kind)
    numbers = pa.array(range(1, len(ids) + 1), pa.int64())
    work.load("wanted", pa.table({"no": numbers, "id": pa.array(ids, pa.int64())}))
    if about.points:
        _load_points(work)
    work.script(about.editable.stored, beside=about.beside(about.editable.stored))


def _load_points(work: Workspace) -> None:
    points = work.run(
        "select grid_id, lon, lat from grid"
        " where lon is not null and lat is not null and grid_id in (select id from plan.wanted)"
    ).fetchnumpy()
    lon, lat = (np.asarray(points[c], float) for c in ("lon", "lat"))
    places = [[f"{v:.6f}".rstrip("0").rstrip(".") for v in axis] for axis in to_gcj02(lon, lat)]
    texts = [pa.array(axis, pa.string()) for axis in places]
    work.load("placed", pa.table({"id": pa.array(points["grid_id"], pa.int64()), "lon": texts[0], "lat": texts[1]}))


def cell(kind: str, field: str, language: str, scope: Scope, *, writings: dict[str, str] | None = None) -> str:
    """SQL of what stands in a cell for a field of `plan.stored s`: codes in words, personal fields masked unless revealed.
    `writings`: code → text, where a form wants other words than ours."""
    known = kinds()[kind].fields[field]
    value, about = stored_fact(field, editable()[kind].person) if known.fact else f"s.{field}", known.type
    if about.startswith("value:"):
        texts = words_of(about.removeprefix("value:"), language) | (writings or {})
        hidden = known.fact or field in descriptor(kind).sensitive
        value = masked(kind, field, value, scope) if hidden else value
        cases = " ".join(f"when {quoted(code)} then {quoted(text)}" for code, text in texts.items())
        return f"case {value} {cases}{' else ' + value if hidden else ''} end"
    return masked(kind, field, value, scope)


def words_of(set_name: str, language: str) -> dict[str, str]:
    """Stored code → how a template writes it."""
    if language == "zh":
        return {code: ways[0] for code, ways in written(set_name).items()}
    return {
        code: next((w for w in ways if w.isascii() and len(w) > 1), ways[0]) for code, ways in written(set_name).items()
    }


def quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
