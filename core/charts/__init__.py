"""Charts that make themselves: any table → the charts that fit it, best first.

A table is read (`reading`), its columns are understood (`fields`), wide tables are turned long and totals left out (`shape`), every chart that
its columns allow is weighed (`propose`), the best of each sort are drawn up as figures (`figures`) and say what they show (`saying`).
"""

from core.charts.fields import Field, Role
from core.charts.figures import Chart, chart, charts_of
from core.charts.propose import Proposal, proposals
from core.charts.reading import read_tables
from core.charts.shape import Sheet, sheet_of

__all__ = ["Chart", "Field", "Proposal", "Role", "Sheet", "chart", "charts_of", "proposals", "read_tables", "sheet_of"]
