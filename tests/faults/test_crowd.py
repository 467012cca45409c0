"""Some look and some send at once: nothing that was answered is lost or doubled, nobody is told of a neighbour. `make faults` does it with fifty of each."""

from __future__ import annotations

from tests.faults.crowd import Seen, crowd, kept_wrong, open_again, own_alone


def test_nothing_is_lost_or_doubled_and_nobody_sees_a_neighbour(tmp_path):
    seen = crowd(tmp_path / "desk", 3, 1)
    assert seen.wrong == []
    assert (seen.pages, seen.files) == (12, 3) and len(seen.answered) >= 15
    _the_checks_find_what_is_wrong(tmp_path / "desk", seen)


def _the_checks_find_what_is_wrong(folder, seen):
    store = open_again(folder)
    spoilt = (
        ("insert into check_in from (from check_in limit 1)", "lost; "),
        ("delete from intake_record where record_id in (select min(record_id) from intake_record)", "1 of"),
        ("update check_in set grid_id = 10 where grid_id = 11", "scans and 0 looks"),
    )
    for change, told in spoilt:
        store.run(change)
        found = kept_wrong(store, seen, 3)
        assert any(told in each for each in found), (change, found)
    store.close()
    told = Seen()
    own_alone(told, "村001人2、村002人1", 1, "page", must=True)
    own_alone(told, "", 1, "page", must=True)
    assert len(told.wrong) == 2
