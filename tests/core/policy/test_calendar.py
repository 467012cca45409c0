from datetime import date

from core.policy.calendar import day_kind, day_kinds, is_off


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


def test_both_ends_belong_to_the_period():
    days = day_kinds(date(2026, 3, 1), date(2026, 3, 3))
    assert [d.day.day for d in days] == [1, 2, 3]
