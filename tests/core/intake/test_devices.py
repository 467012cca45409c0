"""Keys of gates: remembered for all of them at once, and forgotten with every change."""

from __future__ import annotations

import pytest

from core.errors import UserError
from core.intake.devices import add_device, device_of_key, known_device, revoke_device
from tests.county import NOW, WHOLE, county_alone


@pytest.fixture
def store():
    return county_alone()


def added(store, name: str, grids: list[int]) -> str:
    return add_device(store, WHOLE, name=name, grids=grids, actor="t", now=NOW)


def refused(store, key: str) -> str:
    with pytest.raises(UserError) as error:
        device_of_key(store, key)
    return error.value.code


def test_one_look_is_for_all_keys(store):
    east, west = added(store, "东门", [2]), added(store, "西门", [3])
    assert known_device(store, west) is None
    device = device_of_key(store, east)
    codes = dict(store.run("select code, grid_id from grid where grid_id in (from scope_grids([2]))").fetchall())
    assert device.grids == (2,) and device.own == codes
    assert known_device(store, west).grids == (3,)


def test_a_change_is_heard_at_once(store):
    east = added(store, "东门", [2])
    assert refused(store, "gck_x") == "key_unknown"
    west = added(store, "西门", [3])
    assert device_of_key(store, west).device_id == 2
    revoke_device(store, 2, actor="t", now=NOW)
    assert refused(store, west) == "key_revoked" and known_device(store, west) is None
    assert device_of_key(store, east).device_id == 1


def test_a_former_code_leads_to_the_grid_and_is_nobody_elses(store):
    store.run(
        "insert into grid_name (grid_id, kind, value) values (3, 'code', 'old3'), (3, 'code', (select code from grid where grid_id = 2))"
    )
    own = device_of_key(store, added(store, "门", [2, 3])).own
    assert own["old3"] == 3
    assert own[store.value("select code from grid where grid_id = 2")] == 2
