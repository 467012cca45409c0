"""Anomalies: detectors, and the alerts that come of them."""

from core.watch.alert_series import alert_series
from core.watch.alerts import UNFINISHED, WHOSE, alert_counts, alerts, whose_counts
from core.watch.clusters import CLUSTERS, cluster_grids, cluster_grounds, cluster_series, clusters
from core.watch.detect import detect
from core.watch.detectors import AT_ONCE
from core.watch.evidence import evidence
from core.watch.standing import standing
from core.watch.withdraw import close_of_gone, close_unsupported

__all__ = [
    "AT_ONCE",
    "CLUSTERS",
    "UNFINISHED",
    "WHOSE",
    "alert_counts",
    "alert_series",
    "alerts",
    "close_of_gone",
    "close_unsupported",
    "cluster_grids",
    "cluster_grounds",
    "cluster_series",
    "clusters",
    "detect",
    "evidence",
    "standing",
    "whose_counts",
]
