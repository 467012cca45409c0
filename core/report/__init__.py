"""Figures as data, findings in words, files to take away."""

from core.report.findings import Clause, Finding
from core.report.wording import word

__all__ = ["Clause", "Finding", "word"]
