"""An alert in one sentence."""

from __future__ import annotations

import pandas as pd

from core.i18n.sentence import sentence
from pages.ui.shared.session import place, say


def finding(lang: str, alert: pd.Series) -> str:
    """“淮海社区：三天进入人次 …”."""
    who = place(alert.grid_name) if pd.isna(alert.person_name) else alert.person_name
    return say("anomalies.finding", who=who, sentence=sentence(lang, alert.reason, alert.fields))
