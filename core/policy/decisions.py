"""Decisions on a person's class by hand: the closed list of reasons for each, and how long one holds at most."""

from __future__ import annotations

GIVE, RELEASE, EXTEND = "give", "release", "extend"
# act → reasons; the words: [decision.…] in core/i18n/words/policy.toml
REASONS = {
    GIVE: ("ordered", "notified", "found_on_visit", "self_reported", "other"),
    RELEASE: ("doctor_cleared", "tests_negative", "not_concerned", "handed_over", "ordered", "other"),
    EXTEND: ("tests_pending", "symptoms", "met_again", "ordered", "other"),
}
DAYS = 30  # the furthest end from the day of the decision; another decision may follow
NOTE = 300  # characters
