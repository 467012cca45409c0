"""Every role × every personal, sensitive and health column: what pages, workbooks, shares and phones show is what roles.toml says, and no text acts as markup.

Each free text of the data dictionary holds a word of its own, so a word that is found says which column was shown as it stands. A new column of text is tried
without a line here; one that holds codes says so in CODED, one of a new table in OPENS.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import pytest
from starlette.applications import Starlette

from core import clock
from core.access.accounts import create_account, load_user
from core.access.phones import new_phone_link
from core.access.roles import roles
from core.domain import EVERYTHING, User
from core.errors import NotAllowed
from core.ingest.kinds.descriptor import editable as kinds_for_editing
from core.privacy.dictionary import dictionary
from core.privacy.file import MASKS, REVEALED
from core.share import hand_out, make_share
from core.share.contents import CONTENTS
from core.store import Store, use_store
from core.web import Wire, web_middleware, web_routes
from core.workbooks.export import DISCLOSE, editable
from pages.ui.shared.menu import PAGES
from pages.ui.shared.wire import asked, told
from tests.core.privacy.planted import PERSON, plant
from tests.core.web.client import Client
from tests.county import NOW
from tests.pages.conftest import prepared_county

# Columns of text that hold codes, JSON or receipts: nobody types there.
CODED = set(
    [
        "person.id_type",
        "person.sex",
        "person.attention",
        "person.status",
        "person_fact.fact",
        "check_in.direction",
        "declaration.transport",
        "test_result.result",
        "test_result.method",
        "quarantine.place",
        "exit_decision.decision",
        "clue.verdict",
        "clue.receipt",
        "citizen_request.receipt",
        "paper.class",
        "paper.told",
        "disease_case.sex",
        "disease_case.disease",
        "disease_case.kind",
        "disease_case.severity",
        "disease_case.outcome",
        "case_contact.kind",
        "case_contact.place",
        "case_contact.relation",
        "import_change.before",
        "import_change.after",
        "person_class.class",
        "person_class.reason",
        "person_class.fields",
        "person_class.chain",
        "person_class.place",
        "class_history.class",
        "class_history.chain",
        "alert.fields",
        "task.class",
        "account.login",
        "account.name",
    ]
)
# As which personal field of roles.toml a column is hidden: as the person's file has it, and of it what has other names elsewhere.
HIDDEN = {column: REVEALED.get(column, column) for column in MASKS} | {"address": "address", "symptoms": "id_number", "case_name": "name", "unit_no": "id_number"}  # fmt: skip
OTHERWISE = {
    ("duty", "phone"): "work_phone",
    ("duty", "name"): None,
    ("check_in", "symptoms"): None,
}  # what was told at a gate is why somebody is called
# Which permissions open what a table holds of people; of who answers for grids all staff know.
OPENS = {
    "duty": {"chain.read"}, "unit": {"units.read"}, "household": {"people.read"}, "clue": {"clues.read"}, "work_order": {"orders.write"}, "paper": {"people.read"},
    "exit_application": {"exits.read", "people.read"}, "exit_decision": {"exits.read", "people.read"}, "citizen_request": {"requests.answer"},
    # What somebody wrote of an alert or a task is read by whoever reads these.
    "alert": {"anomalies.read"}, "account_subject": {"accounts.manage"}, "alert_event": {"anomalies.read"}, "task": {"tasks.read"},
}  # fmt: skip
REGISTER = {"people.read"}
SEES_ALL = ("command", "clerk", "officer", "admin")
# One address that opens whatever a page has of the person; these pages are looked at without it too.
ASKED = {
    "person": str(PERSON),
    "alert": "901",
    "clue": "902",
    "order": "901",
    "unit": "U001",
    "grid": "990101100001001",
}
LISTS = ("people", "clues")
# The day of birth says most of an ID number: seen whole by whoever sees that. As text, and as tables carry days and moments.
BORN = date(1931, 7, 19)
_DAYS = (BORN - date(1970, 1, 1)).days
BORN_SAID = re.compile(
    b"|".join(
        re.escape(struct.pack("<q", _DAYS * 86_400 * times)) for times in (1_000, 1_000_000, 1_000_000_000)
    ) + b"|" + re.escape(struct.pack("<i", _DAYS)) + "|1931[-/.年]0?7|19/0?7/1931|19310719".encode(),
    re.DOTALL,
)  # fmt: skip


@dataclass(frozen=True)
class Column:
    table: str
    name: str
    kind: str

    def open_to(self, permissions: frozenset[str], reveal: frozenset[str]) -> bool:
        """What roles.toml says."""
        field = OTHERWISE.get((self.table, self.name), HIDDEN.get(self.name))
        return bool(permissions & OPENS.get(self.table, REGISTER)) and (field is None or field in reveal)


@dataclass
class County:
    store: Store
    of: dict[str, Column]  # word → where it stands

    def seen(self, shown: bytes) -> set[Column]:
        return {self.of[word.decode()] for word in re.findall(rb"Q\d{3}Q", shown)}


@pytest.fixture(scope="module")
def county() -> County:
    store, of = prepared_county(), {}
    plant(store)
    with store.write() as db:
        db.execute("insert into quarantine (quarantine_id, person_id, since, place) values (901, 7, date '2026-01-20', 'home')")  # fmt: skip
        db.execute("insert into disease_case (case_id, person_id, case_no, grid_id, confirmed_on) values (901, 7, 'C9', 4, date '2026-01-20')")  # fmt: skip
        db.execute("update alert set status = 'open' where alert_id = 901")
        db.execute("update clue set grid_id = 4, person_id = 7, kind = 'gathering'")
        db.execute("update work_order set grid_id = 4")
        db.execute("update person set birth_date = ? where person_id = ?", [BORN, PERSON])
        for table, name in _texts(store):
            word = f"Q{len(of):03d}Q"
            of[word] = Column(table, name, dictionary()[table].columns[name].kind)
            who = f"where person_id = {PERSON}" if table == "person" else ""
            # Long enough that a mask takes the word away; and markup, for who would draw it as such.
            db.execute(f"update {table} set {name} = ? {who}", [f"欧阳\"'><u>{word}</u>1234"])
    return County(store, of)


def _texts(store: Store) -> list[tuple[str, str]]:
    types = store.run(
        "select table_name, column_name from duckdb_columns() where database_name = $name and data_type = 'VARCHAR'", name=store.name
    ).fetchall()  # fmt: skip
    found = set(types)
    return [
        (table.name, c.name)
        for table in dictionary().values()
        for c in table.columns.values()
        if c.kind != "open" and (table.name, c.name) in found and f"{table.name}.{c.name}" not in CODED
        and store.value(f"select count(*) from {table.name}")
    ]  # fmt: skip


def user(county: County, role: str) -> User:
    row = county.store.one("select account_id from account where login = $login", login=f"field-{role}")
    grids = [] if roles()[role].no_scope else [EVERYTHING]
    number = row[0] if row else create_account(county.store, login=f"field-{role}", name=role, role=role, grids=grids, password=None, actor="t", now=NOW)  # fmt: skip
    return load_user(county.store, number)


@pytest.mark.parametrize("role", list(roles()))
def test_pages_show_what_the_role_may_see_and_nothing_as_markup(county, open_page, role):
    rights, where, wrong, marked, born = roles()[role], defaultdict(set), [], [], set()
    for name, permission in PAGES:
        if permission not in rights.permissions:
            continue
        for ask in (ASKED, {}) if name in LISTS else (ASKED,):
            page = open_page(name, role=role, grids=() if rights.no_scope else (EVERYTHING,), store=county.store, **ask)
            assert not page.exception, (name, ask, page.exception)
            for proto in _drawn(page._tree):
                raw = proto.SerializeToString()
                for column in county.seen(raw):
                    where[column].add(name)
                if BORN_SAID.search(raw):
                    born.add(name)
                if _acts(proto) and re.search(rb"<u>Q\d", raw):
                    marked.append((name, type(proto).__name__, county.seen(raw)))
    wrong = {c: pages for c, pages in where.items() if not c.open_to(rights.permissions, rights.reveal)}
    assert not wrong
    assert not marked
    assert not born or "id_number" in rights.reveal
    if role in SEES_ALL:  # else nothing was shown because nobody looked rightly
        assert {"people", "tasks"} <= where[Column("person", "name", "personal")]
        assert len(where) >= 30, len(where)


def _drawn(node: object) -> Iterator[object]:
    if proto := getattr(node, "proto", None):
        yield proto
    for child in getattr(node, "children", {}).values():
        yield from _drawn(child)


def _acts(proto: object) -> bool:
    """Does the browser take its text for HTML? Words in Markdown are shown as they stand."""
    return type(proto).__name__ == "Html" or getattr(proto, "allow_html", False)


@pytest.mark.parametrize("role", list(roles()))
def test_workbooks_hold_what_the_role_may_see_and_all_of_it_with_a_reason_alone(county, role):
    me, rights, now = user(county, role), roles()[role], clock.now()

    born = set()

    def columns(kind: str, reason: str | None) -> set[Column]:
        content = editable(
            county.store, me.scope, kind, "zh", conditions={"grid": 2}, actor=me.login, now=now, reason=reason, permissions=me.permissions
        )  # fmt: skip
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            said = b"".join(book.read(name) for name in book.namelist())
        born.update([(kind, reason)] if BORN_SAID.search(said) else [])
        return county.seen(said)

    if "imports.write" not in rights.permissions:  # nobody else has the button
        return
    held = False
    for kind in kinds_for_editing():
        if not kinds_for_editing()[kind].person and kind not in ("grids", "units"):
            continue
        found = columns(kind, None)
        assert {c for c in found if not c.open_to(rights.permissions, rights.reveal)} == set(), kind
        if DISCLOSE not in rights.permissions:
            with pytest.raises(NotAllowed, match="disclose_not_allowed"):
                columns(kind, "因公")
            continue
        told = columns(kind, "因公")
        assert {c for c in told if not c.open_to(rights.permissions, rights.reveal | {"phone", "id_number"})} == set()
        held |= Column("person", "phone", "personal") in told - found
    assert held == (DISCLOSE in rights.permissions)
    assert born == ({("people", "因公")} if held else set())


@pytest.mark.parametrize("content", list(CONTENTS))
def test_a_share_holds_personal_columns_with_a_reason_alone(county, content):
    me, about, now = user(county, "command"), CONTENTS[content], clock.now()

    def shared(columns: tuple[str, ...], reason: str | None) -> set[Column]:
        number, _ = make_share(
            county.store, by=me, name="s", content=content, columns=columns, grids=[EVERYTHING], department="d", purpose="p", ground="g",
            until=now.date(), today=now.date(), now=now, reason=reason,
        )  # fmt: skip
        rows = hand_out(county.store, number, way="json", source="s", now=now, at=NOW).rows
        said = rows.to_csv(index=False).encode()
        assert not BORN_SAID.search(said)
        return county.seen(said)

    plain = shared(about.columns, None)
    assert {c for c in plain if c.kind in ("health", "personal") and c.name in HIDDEN} == set()
    if about.personal:
        assert shared(about.all, "因公") - plain
        with pytest.raises(Exception, match="share_reason"):
            make_share(
                county.store, by=me, name="s", content=content, columns=about.all, grids=[EVERYTHING], department="d", purpose="p", ground="g",
                until=now.date(), today=now.date(), now=now,
            )  # fmt: skip


def test_an_officers_phone_shows_what_the_role_may_see(county):
    me, rights = user(county, "officer"), roles()["officer"]
    use_store(county.store)
    client = Client(Starlette(routes=web_routes(), middleware=web_middleware(Wire(told=told, asked=asked))))
    client.post(f"/officer/enter?token={new_phone_link(county.store, me.account_id, actor='t', now=clock.now())}")
    seen = set()
    for path in ("/officer/", f"/officer/home/{PERSON}", "/officer/new", "/officer/unit/U001"):
        answer = client.get(path)
        assert answer.status == 200, path
        assert b"<u>Q" not in answer.body and not BORN_SAID.search(answer.body)
        seen |= county.seen(answer.body)
    use_store(None)
    assert {c for c in seen if not c.open_to(rights.permissions, rights.reveal)} == set()
    assert Column("person", "name", "personal") in seen
