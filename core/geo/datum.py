"""GCJ-02, the offset system of Chinese maps, to WGS-84.

The forward offset is the one published in many open implementations (first as `wgtochinalb`, 2010; here after the formulas of
eviltransform and coordtransform), on the Krasovsky 1940 ellipsoid. It has no closed inverse: the offset is subtracted again
and again until the forward way meets the given point, which it does within a centimetre after five rounds.
"""

from __future__ import annotations

import numpy as np

AXIS = 6378245.0  # metres, Krasovsky 1940
ECCENTRICITY = 0.00669342162296594323  # squared
ROUNDS = 6
CHINA = (73.0, 136.0, 3.0, 54.0)  # west, east, south, north


def to_wgs84(lon: np.ndarray, lat: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """GCJ-02 degrees → WGS-84 degrees."""
    x, y = np.array(lon, dtype=float), np.array(lat, dtype=float)
    for _ in range(ROUNDS):
        there_x, there_y = to_gcj02(x, y)
        x, y = x - (there_x - lon), y - (there_y - lat)
    return x, y


def to_gcj02(lon: np.ndarray, lat: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """WGS-84 degrees → GCJ-02 degrees."""
    x, y = lon - 105.0, lat - 35.0
    root = np.sqrt(np.abs(x))
    wave = (20 * np.sin(6 * x * np.pi) + 20 * np.sin(2 * x * np.pi)) * 2 / 3
    north = -100 + 2 * x + 3 * y + 0.2 * y**2 + 0.1 * x * y + 0.2 * root + wave
    north += (20 * np.sin(y * np.pi) + 40 * np.sin(y / 3 * np.pi)) * 2 / 3
    north += (160 * np.sin(y / 12 * np.pi) + 320 * np.sin(y * np.pi / 30)) * 2 / 3
    east = 300 + x + 2 * y + 0.1 * x**2 + 0.1 * x * y + 0.1 * root + wave
    east += (20 * np.sin(x * np.pi) + 40 * np.sin(x / 3 * np.pi)) * 2 / 3
    east += (150 * np.sin(x / 12 * np.pi) + 300 * np.sin(x / 30 * np.pi)) * 2 / 3
    phi = np.radians(lat)
    magic = 1 - ECCENTRICITY * np.sin(phi) ** 2
    north = north * 180 / ((AXIS * (1 - ECCENTRICITY)) / (magic * np.sqrt(magic)) * np.pi)
    east = east * 180 / (AXIS / np.sqrt(magic) * np.cos(phi) * np.pi)
    return lon + east, lat + north
