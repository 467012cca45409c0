"""Policy → classes of people and grades of grids."""

from core.classify.classify import classify, classify_days
from core.classify.counts import class_counts, grade_counts
from core.classify.flows import class_flows
from core.classify.grade import grade
from core.classify.unknown import classes_unknown

__all__ = ["class_counts", "class_flows", "classes_unknown", "classify", "classify_days", "grade", "grade_counts"]
