"""Who answers for a grid, or the nearest above it, and whose phone is shown to whom."""

from core.registry.answering import answering
from tests.county import EAST, MASKED, NOBODY, WHOLE, make_county

STORE = make_county()


def test_the_nearest_above_answers_where_nobody_is_named():
    found = answering(STORE, MASKED, grid_id=4)
    assert (found.grid.name, [d.name for d in found.duties]) == ("东镇", ["陆一"])
    assert answering(STORE, MASKED, grid_id=10) is None
    assert answering(STORE, NOBODY, grid_id=4) is None


def test_a_chain_answers_with_the_responsible():
    store = make_county()
    with store.write() as db:
        db.execute("insert into duty values (3, '包村干部', '钱一', null, '13700000001', null, 1, 1)")
    assert [d.name for d in answering(store, EAST, grid_id=4).duties] == ["钱一"]


def test_the_phone_of_who_answers_is_shown_to_staff():
    assert answering(STORE, MASKED, grid_id=4).duties[0].phone == "138****0001"
    assert answering(STORE, WHOLE, grid_id=4).duties[0].phone == "13800000001"
