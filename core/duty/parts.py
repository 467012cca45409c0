"""The parts of a piece of duty information, its kinds, and the ways of telling it."""

from __future__ import annotations

KINDS = ("first", "follow", "final", "correction")
# In the order of provincial rules: source and time received, when, where, what and its course, people and losses, cause, measures, who is there, next, requests.
PARTS = ("source", "time", "place", "course", "people", "cause", "done", "who", "next", "requests")
NEEDED = ("time", "place", "course")  # without these nothing is signed
WAYS = ("phone", "writing", "system")
WRITTEN = ("writing", "system")
STATES = ("draft", "signed", "told", "withdrawn")
READ, WRITE, SIGN = "duty.read", "duty.write", "duty.sign"
LONGEST = 4000  # characters of a part
LINE = 200  # of a title, a name, a unit
