"""Clusters as they stand: which, of what grids, what was counted there; and what can't be judged yet."""

from core.watch.clusters.clusters import CLUSTERS, cluster_grids, cluster_grounds, cluster_series, clusters

__all__ = ["CLUSTERS", "cluster_grids", "cluster_grounds", "cluster_series", "clusters"]
