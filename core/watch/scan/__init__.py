"""Clusters in space and time: the scan over neighbouring grids and the last days, on arrays alone."""

from core.watch.scan.chance import Tail
from core.watch.scan.scan import Cluster, Counts, Settings, scan
from core.watch.scan.zones import neighbours

__all__ = ["Cluster", "Counts", "Settings", "Tail", "neighbours", "scan"]
