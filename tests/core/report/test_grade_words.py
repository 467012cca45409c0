"""The ladder of grades in words: a figure that falls short does not look as if it reached what is asked for."""

import pytest

from core.classify.ladder import Rung
from core.policy.grades import GradeRule
from core.report.grade_words import observed


@pytest.mark.parametrize(
    ("rule", "number", "base", "said"),
    [
        ({"counted": "alert.high", "at_least": 3, "per_1000": 3}, 59, 19_866, "59 条，每千人 2.97 条"),
        ({"counted": "alert.high", "at_least": 3, "per_1000": 3}, 60, 19_866, "60 条，每千人 3 条"),
        ({"counted": "alert.high", "at_least": 3, "per_1000": 3}, 2, 1000, "2 条，每千人 2 条"),
        (
            {"counted": "alert.high", "at_least": 3, "per_1000": 3},
            29_999,
            10_000_000,
            "3万 条，每千人 2.9999 条",
        ),
        (
            {"counted": "share.outsiders", "at_least": 10, "per_1000": 300},
            2998,
            10_000,
            "2,998，占 29.98%",
        ),
        ({"counted": "reading.rain_24h", "at_least": 50, "per_1000": 0}, 49.97, None, "49.97"),
        ({"counted": "coverage", "at_least": 0.5, "per_1000": 0}, 0.499, None, "49.9%"),
        ({"counted": "coverage", "at_least": 0.5, "per_1000": 0}, 0.5, None, "50%"),
    ],
)
def test_what_falls_short_is_told_with_more_digits(rule, number, base, said):
    made = GradeRule(**{"grade": "high", "reason": "grade_alerts"} | rule)
    assert observed("zh", Rung(made, number, base, False)) == said
