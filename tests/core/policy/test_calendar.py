from datetime import date

from core.policy import calendar
from core.policy.calendar import day_kind, day_kinds, is_off, is_school_day, working_day


def test_holidays_behave_like_sundays_and_made_up_days_like_fridays():
    assert day_kind(date(2026, 2, 17)).weekday == 7  # New Year's Day of the lunar calendar, a Tuesday
    assert day_kind(date(2026, 2, 14)).weekday == 5  # a Saturday that is worked
    assert day_kind(date(2026, 3, 4)).weekday == 3
    assert [day_kind(date(2026, 2, d)).special for d in (14, 17, 21)] == [True, True, True]
    assert not day_kind(date(2026, 3, 7)).special


def test_the_own_table_wins_and_unknown_years_have_weekends():
    assert is_off(date(2026, 4, 20))  # a regional day off, a Monday
    assert not is_off(date(2050, 5, 2))
    assert is_off(date(2050, 5, 1))  # a Sunday


def test_the_next_working_day_is_the_day_itself_or_what_follows_days_off():
    assert working_day(date(2026, 3, 6)) == date(2026, 3, 6)
    assert working_day(date(2026, 3, 8)) == date(2026, 3, 9)  # after a Sunday
    assert working_day(date(2026, 2, 15)) == date(2026, 2, 24)  # after the Spring Festival


def test_schools_have_vacations_too(monkeypatch, tmp_path):
    assert is_school_day(date(2026, 3, 6)) and not is_school_day(date(2026, 3, 7))
    assert is_school_day(date(2026, 2, 14))  # a Saturday that is worked
    own = tmp_path / "holidays.toml"
    own.write_text("off = []\nworking = []\n[schools]\nvacations = [[2026-03-02, 2026-03-06]]\n", "utf-8")
    monkeypatch.setattr(calendar, "FILE", own)
    calendar._vacations.cache_clear()
    assert [is_school_day(date(2026, 3, d)) for d in (6, 9)] == [False, True]
    assert not is_off(date(2026, 3, 6))  # others work
    monkeypatch.undo()
    calendar._vacations.cache_clear()


def test_both_ends_belong_to_the_period():
    days = day_kinds(date(2026, 3, 1), date(2026, 3, 3))
    assert [d.day.day for d in days] == [1, 2, 3]
