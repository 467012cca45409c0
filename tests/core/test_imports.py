"""Who may import whom: the house's order, read from the code itself."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
GROUND = {"as_json", "clock", "colours", "domain", "errors", "id_number", "settings", "small_numbers"}
# What every room of core may stand on, besides the ground.
BELOW = {"access", "audit", "policy", "store"}
# The floors of core, from the top down: a room imports only from rooms below its own.
FLOORS = (
    "__main__", "commands", "web", "privacy", "workbooks", "brief", "wall", "duty", "risk", "grid_changes", "notify", "officer", "phone", "exits", "clues", "work_orders", "share", "papers", "places", "intake", "codes", "charts", "ingest", "report", "follow", "doctor", "backup", "act", "watch", "handling", "chain", "classify", "screening", "duplicates", "trends", "rollup", "lake", "engine", "geo", "registry", "files",
    "rekey", "crypt", "access", "desk", "i18n", "policy", "audit", "store", "settings", "clock", "domain", "errors", "colours", "id_number", "small_numbers", "as_json",
)  # fmt: skip
# The edges, where codes become words.
WORDED = {"brief", "duty", "charts", "report", "desk", "web", "commands", "__main__", "i18n"}
FRONT_END = {"streamlit", "plotly", "pydeck", "altair"}
SLOW = {"scipy"}
FRAMEWORK = {"streamlit", "plotly", "pydeck", "altair", "starlette", "uvicorn"}


@cache
def imports() -> dict[str, set[str]]:
    """Module → the modules of its import statements, those inside functions included."""
    found = {}
    for file in [ROOT / "app.py", *(ROOT / "core").rglob("*.py"), *(ROOT / "pages").rglob("*.py")]:
        parts = file.relative_to(ROOT).with_suffix("").parts
        module = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        targets: set[str] = set()
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                targets |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                assert node.level == 0, f"{module}: imports are written in full"
                targets |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
        found[module] = targets
    return found


# The product's mark, drawn once for the pages before log-in and for the frame.
MARK = {"core.web.mark", "core.web.mark.MARK"}


def room(module: str) -> str | None:
    """`core.rollup.grid_day` → `rollup`; None outside core and for core itself."""
    parts = module.split(".")
    return parts[1] if parts[0] == "core" and len(parts) > 1 else None


def edges() -> set[tuple[str, str, str]]:
    """(importing module, its room, imported room) between different rooms of core."""
    return {
        (module, room(module), room(target))
        for module, targets in imports().items()
        for target in targets
        if room(module) and room(target) and room(module) != room(target)
    }


def test_there_is_something_to_look_at():
    assert len(imports()) > 40
    assert len(edges()) > 20


def test_nothing_below_the_pages_knows_the_front_end():
    wrong = {(m, t) for m, ts in imports().items() if m.startswith("core") for t in ts if t.split(".")[0] in FRONT_END}
    assert not wrong


def test_only_the_web_room_speaks_http():
    wrong = {
        (m, t)
        for m, ts in imports().items()
        if m.startswith("core") and room(m) != "web"
        for t in ts
        if t.split(".")[0] in FRAMEWORK
    }
    assert not wrong


def test_core_knows_neither_pages_nor_app():
    wrong = {
        (m, t) for m, ts in imports().items() if m.startswith("core") for t in ts if t.split(".")[0] in ("pages", "app")
    }
    assert not wrong


def test_pages_rest_on_core_and_pages_ui_and_no_page_imports_a_page():
    for module, targets in imports().items():
        if not module.startswith("pages"):
            continue
        ours = {t for t in targets if t.split(".")[0] in ("pages", "app", "tests", "sample_data", "bench")}
        assert all(t.startswith("pages.ui") for t in ours), (module, ours)
        assert not any(t.startswith(("core.web", "core.commands", "core.files.decode")) for t in targets - MARK), module


def test_the_app_composes_and_nothing_else():
    ours = {t for t in imports()["app"] if t.split(".")[0] in ("core", "pages")}
    composed = (
        "core.web",
        "core.commands.running",
        "pages.ui.shared.failure",
        "pages.ui.shared.kept_files",
        "pages.ui.shared.wire",
    )
    assert ours and all(t.startswith(composed) for t in ours)


def test_the_ground_rests_on_nothing():
    wrong = {(m, t) for m, r, t in edges() if r in GROUND and t not in GROUND}
    assert not wrong


def test_the_rooms_below_know_nothing_of_the_datas_way():
    wrong = {(m, t) for m, r, t in edges() if r in BELOW and t not in GROUND | BELOW}
    assert not wrong


def test_words_are_for_the_edges():
    wrong = {m for m, r, t in edges() if t == "i18n" and r not in WORDED}
    assert not wrong


def test_nobody_leans_on_the_edges():
    """`web` and `commands` are where things start: nothing imports them but the command line, the app, and the command that starts the server."""
    wrong = {(m, t) for m, r, t in edges() if t in ("web", "commands", "__main__") and r != "__main__"}
    wrong -= {("core.commands.serve", "web")}
    assert not wrong


def test_every_room_stands_on_a_floor_and_leans_on_lower_ones_alone():
    unknown = {r for _, r, t in edges()} | {t for _, r, t in edges()} - set(FLOORS)
    assert not unknown - set(FLOORS), "a new room: say in FLOORS where it stands"
    wrong = {(m, t) for m, r, t in edges() if FLOORS.index(r) >= FLOORS.index(t)}
    assert not wrong


def test_rooms_of_pages_meet_in_shared_alone():
    wrong = {
        (m, t)
        for m, ts in imports().items()
        for t in ts
        if m.startswith("pages.ui.")
        and t.startswith("pages.ui.")
        and t.split(".")[2] not in (m.split(".")[2], "shared")
    }
    assert not wrong


def test_no_circles_between_files():
    known = imports()
    done: set[str] = set()

    def walk(name: str, above: tuple[str, ...]) -> None:
        assert name not in above, " → ".join((*above, name))
        if name not in done:
            for target in sorted(known[name] & known.keys()):
                if target != name and not name.startswith(f"{target}."):  # a package's own front door
                    walk(target, (*above, name))
            done.add(name)

    for name in sorted(known):
        walk(name, ())


def test_what_is_slow_to_load_is_loaded_where_it_is_needed():
    """Each command would wait for it most of a second, and most of them do without."""
    early = [
        f"{file.relative_to(ROOT)}: {name}"
        for file in (ROOT / "core").rglob("*.py")
        for node in ast.parse(file.read_text("utf-8")).body
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module]
            if isinstance(node, ast.ImportFrom)
            else []
        )
        if name.partition(".")[0] in SLOW
    ]
    assert not early
