"""A resident's phone: masked, shown one at a time to who may call, and each look kept; who answers for people is called by staff."""

from __future__ import annotations

import json
from datetime import date

import pytest

from core.access.roles import roles
from core.domain import Scope, User
from core.errors import NotAllowed, UserError
from core.registry import person as register
from core.registry.phones import phone, show_phone
from core.registry.units import duties, unit_tree, units
from tests.county import MASKED, WHOLE, make_county

LOOKS = "select actor, fields from audit_entry where event = 'person.phone_shown'"


def user(role: str, *grids: int) -> User:
    given = roles()[role]
    return User(1, f"the-{role}", role, role, given.permissions, Scope(grids or (0,), given.reveal))


@pytest.mark.parametrize("role", ["command", "clerk", "officer", "admin"])
def test_one_phone_is_shown_and_the_look_is_kept(role):
    store = make_county()
    looking = user(role)
    assert phone(store, looking.scope, person_id=7) == "139****0007"
    wider = show_phone(store, looking, person_id=7, place="people")
    assert phone(store, wider, person_id=7) == "13900000007"
    [(actor, fields)] = store.run(LOOKS).fetchall()
    assert (actor, json.loads(fields)) == (f"the-{role}", {"person": 7, "place": "people"})
    assert register.person(store, looking.scope, person_id=7).phone == "139****0007"  # nothing else is shown


@pytest.mark.parametrize(
    ("looking", "person", "error"),
    [(user("leader"), 7, NotAllowed), (user("officer", 8), 7, UserError), (user("command"), 12345, UserError)],
)
def test_nobody_else_sees_it_and_nothing_is_kept(looking, person, error):
    store = make_county()
    with pytest.raises(error):
        show_phone(store, looking, person_id=person, place="people")
    assert store.run(LOOKS).fetchall() == []


def test_out_of_reach_is_as_without_a_phone():
    assert phone(make_county(), Scope((8,), frozenset({"phone"})), person_id=7) is None


def test_every_role_calls_who_answers_for_grids_and_units():
    store = make_county()
    store.run("insert into duty values (20, 'responsible', '陆三', '校长', '13800000003', null, 1, null)")
    for role in (code for code, about in roles().items() if not about.no_scope):
        scope = user(role).scope
        assert duties(store, scope, grid_id=20).phone.tolist() == ["13800000003"]
        assert unit_tree(store, scope, grid_id=20, day=date(2026, 1, 31)).phone.iloc[0] == "13800000003"
        assert "13800000003" in units(store, scope).phone.tolist()
    assert duties(store, MASKED, grid_id=20).phone.tolist() == ["138****0003"]


def test_who_answers_for_a_person_the_nearest_first():
    store = make_county()
    with store.write() as db:
        db.execute("insert into duty values (4, 'responsible', '韦组长', '网格员', '13800000004', null, 1, null)")
        db.execute("insert into duty values (3, '包村干部', '黄包村', null, '13800000005', null, 1, 1)")
        db.execute("insert into duty values (1, 'responsible', '县长', null, '13800000006', null, 1, null)")
        db.execute("insert into duty values (5, 'responsible', '别组', null, '13800000007', null, 1, null)")
        db.execute("insert into duty values (3, 'responsible', null, null, '13800000008', null, 1, null)")  # taken out
        db.execute("insert into person (person_id, name, registered, updated_at) values (99, '李过客', false, now())")
        db.execute("insert into membership (person_id, grid_id, kind) values (99, 7, 'temporary')")
    found = register.responsible(store, WHOLE, person_id=1)
    assert found[["grid_name", "name", "phone"]].values.tolist() == [
        ["东一村1组", "韦组长", "13800000004"], ["东一村", "黄包村", "13800000005"], ["东镇", "陆一", "13800000001"], ["东镇", "陆二", "13800000002"],
    ]  # fmt: skip
    # an officer of one section sees who stands above them too
    assert register.responsible(store, Scope((4,)), person_id=1).phone.tolist()[0] == "138****0004"
    assert len(register.responsible(store, Scope((4,)), person_id=1)) == 4
    assert register.responsible(store, Scope((8,)), person_id=1).empty
    # of somebody without a home, where they were seen
    assert register.responsible(store, WHOLE, person_id=99).name.tolist() == ["陆一", "陆二"]
