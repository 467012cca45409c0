"""Every role × page × parameter of an address × foreign grid, and every door: nothing of the west reaches who answers for the east.

Made from the menu, the roles, the table of doors and what each page really asks its address for, so that none of them can be forgotten: a new
parameter that says neither what a stranger's value of it is nor that it is harmless fails here.
"""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import pytest
from starlette.applications import Starlette
from streamlit.runtime.state import QueryParamsProxy

from core import clock
from core.access.accounts import create_account
from core.access.roles import roles
from core.access.sessions import COOKIE, start_session
from core.clues import take as take_clue
from core.store import Store, use_store
from core.web import Wire, web_middleware, web_routes
from core.web.doors import DOORS, INSIDE, OPEN
from pages.ui.shared.menu import PAGES
from pages.ui.shared.wire import asked, told
from tests.core.web.client import Client
from tests.county import LAST_DAY, WHOLE
from tests.pages.conftest import prepared_county

ROOT = Path(__file__).parents[2] / "pages"
EAST = 2
# So many tries at least, or pages have got lost from the walk: more than 500 in all.
LEAST = {"leader": 60, "command": 80, "clerk": 75, "officer": 120, "admin": 150, "department": 60}
# What the west is called by, and nothing else in the county: names, codes, ID numbers and phones of its people.
MARKS = ("外乡", "990101101", "U002", "西镇", "西一村", "制炼车间", "1380000999", "WEST-")
# The values that a stranger's link would name, by parameter. WEST: an alert of the west.
FOREIGN = {
    "grid": ("990101101", "990101101001001", "U002", "990101"),
    "owner": ("990101101:responsible", "990101101"),
    "person": ("31", "40"),
    "household": ("7", "8"),
    "whose": ("31", "west-clerk"),
    "account": ("west-clerk",),
    "unit": ("U002", "30"),
    "alert": ("WEST",),
    "about": ("WEST", "31"),
    "cluster": ("WEST",),
    "also": ("990101101", "U002"),
    "area": ("1",),
    "board": ("1",),
    "clue": ("1",),
    "order": ("1",),
    "report": ("1",),
    "place": ("1",),
    "q": ("外乡", "4501271981", "13800009991"),
}
# They choose among what is shown, whoever asks: a date, a way of showing, a code of the policy, a page of a list.
HARMLESS = set(
    [
        "a",
        "ahead",
        "b",
        "band",
        "by",
        "class",
        "colour",
        "compare",
        "day",
        "event",
        "number",
        "until",
        "who",
        "days",
        "gap",
        "indicator",
        "industry",
        "kind",
        "lang",
        "layers",
        "level",
        "marks",
        "measure",
        "need",
        "obstacle",
        "on",
        "pack",
        "page",
        "part",
        "per",
        "rule",
        "severity",
        "since",
        "smooth",
        "state",
        "status",
        "view",
        "walk",
        "week",
    ]
)


# What grids are called is no secret where one is chosen by name: to ask for a look beyond one's scope, and to filter the log of all acts.
NAMES = {"西镇", "西一村", "制炼车间", "990101101", "U002"}
NAMED = {"my_account": NAMES, "audit": NAMES | {"外乡"}}  # and the auditor sees whose account did what


@pytest.fixture(scope="module")
def county() -> Store:
    return west_marked(prepared_county())


def west_marked(store: Store) -> Store:
    """The west's people with names of their own, and in the west what a desk holds of a town: clue, work order, code, note, handover."""
    with store.write() as db:
        db.execute(
            "update person set name = '外乡' || person_id, phone = '1380000999' || person_id % 10 where person_id > 30"
        )
        db.execute("insert into duty values (8, 'responsible', '外乡长', '镇长', '13800009999', 'WEST-duty', 1, null)")
    now = datetime.combine(LAST_DAY, datetime.min.time()).replace(hour=9)
    take_clue(store, WHOLE, told="WEST-clue", kind="gathering", place="外乡会场", grid=9, channel="phone", teller="外乡人", teller_phone="13800009998", actor="t", at=now)  # fmt: skip
    create_account(store, login="west-clerk", name="外乡员", role="clerk", grids=[8], password=None, actor="t", now=now)
    return store


@dataclass
class Asked:
    """What a page asks its address for while it runs."""

    names: set[str] = field(default_factory=set)


@pytest.fixture
def asked_for(monkeypatch) -> Asked:
    seen = Asked()
    for way in ("__getitem__", "__contains__"):
        plain = getattr(QueryParamsProxy, way)

        def spying(proxy, name, plain=plain):
            seen.names.add(name)
            return plain(proxy, name)

        monkeypatch.setattr(QueryParamsProxy, way, spying)
    return seen


def held(page, sent: tuple[str, ...] = ()) -> set[str]:
    """The marks of the west that a page shows in any of its elements, tables, maps and files, but for what the reader sent themselves."""
    found = set()
    for node in _nodes(page._tree):
        proto = getattr(node, "proto", None)
        if proto is None:
            continue
        raw = proto.SerializeToString()
        for value in sent:
            raw = raw.replace(value.encode(), b"").replace(
                re.sub("[^ -~]", lambda m: f"\\u{ord(m[0]):04x}", value).encode(), b""
            )
        found |= {m for m in MARKS if m.encode() in raw or m.encode("unicode_escape") in raw}
    return found


def _nodes(node):
    yield node
    for child in getattr(node, "children", {}).values():
        yield from _nodes(child)


@pytest.mark.parametrize("role", list(roles()))
def test_no_page_shows_a_foreign_grid_whatever_its_address_asks(county, open_page, asked_for, role):
    alert = county.value("select min(alert_id) from alert where grid_id in (8, 9, 10, 30, 31)")
    rights, tries, leaks, new = roles()[role], 0, [], set()
    grids = () if rights.no_scope else (EAST,)
    first = next(
        name for name, permission in PAGES if permission in rights.permissions
    )  # where who has no overview begins

    def look(name: str, **asked: str) -> None:
        nonlocal tries
        asked_for.names.clear()
        page = open_page(name, role=role, grids=grids, store=county, **asked)
        tries += 1
        if page.exception or (
            found := held(page, tuple(part for value in asked.values() for part in (value, *value.split(":"))))
            - NAMED.get(first if name == "overview" else name, set())
        ):
            leaks.append((name, asked, [e.value for e in page.exception] or found))

    for name, permission in PAGES:
        look(name)
        mine = {each for each in asked_for.names if isinstance(each, str)}
        new |= {(name, each) for each in mine - set(FOREIGN) - HARMLESS}
        if permission not in rights.permissions:
            look(name, grid="990101101", person="31")
            continue
        for parameter in sorted(mine & set(FOREIGN)):
            values = FOREIGN[parameter] if role in ("admin", "officer") else FOREIGN[parameter][:1]
            for value in values:
                look(name, **{parameter: str(alert) if value == "WEST" else value})
    assert not leaks
    assert not new, "say in FOREIGN or HARMLESS what a stranger's value of it is"
    assert tries >= LEAST.get(role, 60), tries


def test_who_sees_the_whole_county_sees_those_very_marks(county, open_page):
    """Else the pages above would hold nothing because nobody looked rightly."""
    assert held(open_page("people", role="command", store=county, grid="990101101")) >= {"外乡", "西镇"}
    assert "外乡" in held(open_page("clues", role="command", store=county))
    assert "外乡" in held(open_page("chain", role="command", store=county, grid="990101101"))
    assert "西镇" in held(open_page("grid_map", role="command", store=county))
    assert "U002" in held(open_page("units", role="command", store=county, unit="U002"))
    assert "外乡" in held(open_page("accounts", role="admin", store=county))


def test_no_door_opens_to_whom_it_is_not_for_or_tells_of_a_foreign_grid(county):
    use_store(county)
    app = Starlette(routes=web_routes(), middleware=web_middleware(Wire(told=told, asked=asked)))
    tries, wrong, now = 0, [], clock.now()
    asks = ("", "?grid=990101101", "?grid=U002&person=31&token=1", "?token=" + "x" * 43)
    for role in (None, *roles()):
        client = Client(app)
        if role:
            grids = [] if roles()[role].no_scope else [EAST]
            account = create_account(
                county, login=f"door-{role}", name=role, role=role, grids=grids, password=None, actor="t", now=now
            )
            client.cookies[COOKIE] = start_session(county, account, now=now, actor="t")
        for door in DOORS:
            may = door.who == OPEN or (
                role is not None
                and (door.who == INSIDE or any(one in roles()[role].permissions for one in door.permissions))
            )
            if door.answer is None and may:
                continue  # Streamlit's own
            for method in ("GET", *(m for m in door.methods if m not in ("GET",) and door.path != "/logout")):
                for ask in asks:
                    escaped = (
                        ask[1:].replace("&", "&amp;").encode()
                    )  # what one asked stands in the link to the other language
                    if door.path == "/logout":
                        continue
                    below = "31" if door.path.endswith("/") else ""
                    got = client.request(
                        method, door.path + below + ask, headers={"origin": "http://desk:8501", "accept": "*/*"}
                    )
                    tries += 1
                    shut = got.status in (401, 403) or (not may and got.status == 303)
                    if (
                        (not may and not shut)
                        or any(
                            mark.encode() in got.body.replace(ask[1:].encode(), b"").replace(escaped, b"")
                            for mark in MARKS
                        )
                        or got.status >= 500
                    ):
                        wrong.append((role, method, door.path + below + ask, got.status))
    use_store(None)
    assert not wrong
    assert tries >= 300, tries


def test_a_part_that_is_drawn_alone_looks_its_reader_up_itself():
    """A fragment runs without the page around it: with a user or a scope handed in, it would go on with rights that have ended."""
    for file in ROOT.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef) and {"fragment", "dialog"} & set(map(_called, node.decorator_list)):
                types = {ast.unparse(each.annotation) for each in (*node.args.args, *node.args.kwonlyargs) if each.annotation}  # fmt: skip
                assert not types & {"User", "Scope"}, (file.name, node.name)
            elif (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Call)
                and {"fragment", "dialog"} & {_called(node.func), _called(node.func.func)}
            ):
                assert "user" not in ast.unparse(node).lower(), file.name


def _called(decorator: ast.expr) -> str:
    named = decorator.func if isinstance(decorator, ast.Call) else decorator
    return named.attr if isinstance(named, ast.Attribute) else ""
