"""How badly a place is lit, and why in six words: the same on squares, map and lists."""

from __future__ import annotations

import pandas as pd

from core.i18n import t

MANY = 5  # severe alerts from which a place is lit as high
KINDS = 2  # named in a reason


def level(severe: int) -> str:
    """high with many severe alerts, medium with any, else low: unlit."""
    return "high" if severe >= MANY else "medium" if severe else "low"


def severe_of(standing: pd.DataFrame) -> int:
    """`standing`: rows of `core.watch.standing` of one place."""
    return int(standing[standing.severity == "high"].alerts.sum())


def why(lang: str, standing: pd.DataFrame) -> str:
    """“发热12 断数1”: the kinds of most severe alerts; of the others only how many."""
    severe: dict[str, int] = {}  # plain counting: a wall asks for thirty places at once
    for kind, severity, alerts in zip(standing.detector, standing.severity, standing.alerts, strict=True):
        if severity == "high":
            severe[kind] = severe.get(kind, 0) + int(alerts)
    kinds = sorted(severe.items(), key=lambda one: (-one[1], one[0]))[:KINDS]
    gap = "" if lang == "zh" else " "
    # English words are several: without a comma nobody sees where one kind ends
    words = (" " if lang == "zh" else ", ").join(
        f"{t(lang, 'detector_short.' + kind)}{gap}{count}" for kind, count in kinds
    )
    others = int(standing.alerts.sum())
    return words or (t(lang, "overview.less_severe", count=others) if others else t(lang, "overview.nothing"))
