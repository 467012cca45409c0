"""Invented identity numbers and phones: right in form and check digit (GB 11643-1999), belonging to nobody."""

from __future__ import annotations

import numpy as np

from core.id_number import CHECKS, WEIGHTS

CHECK = np.array(list(CHECKS))
PHONE_PREFIXES = np.array([131, 135, 136, 137, 138, 139, 150, 152, 157, 159, 173, 177, 180, 182, 187, 188, 191, 199])
SERIALS = 500  # serial numbers per area, birth date and sex


def id_numbers(area: np.ndarray, birth: np.ndarray, female: np.ndarray) -> np.ndarray:
    """18 characters each: area code, birth date (datetime64[D]), serial (odd for men), check digit. No two are equal."""
    month = birth.astype("datetime64[M]")
    year = birth.astype("datetime64[Y]").astype(int) + 1970
    ymd = year * 10_000 + (month.astype(int) % 12 + 1) * 100 + (birth - month.astype("datetime64[D]")).astype(int) + 1
    stem = (area.astype(np.int64) * 10**8 + ymd) * 2 + female
    body = (area.astype(np.int64) * 10**8 + ymd) * 1000 + _serial(stem) * 2 + ~female
    total = sum(body // 10 ** (16 - i) % 10 * weight for i, weight in enumerate(WEIGHTS))
    return np.strings.add(body.astype("U17"), CHECK[total % 11])


def _serial(stem: np.ndarray) -> np.ndarray:
    """A number below 500 for each person, different within equal `stem`s and spread over the range."""
    order = np.argsort(stem, kind="stable")
    ranked = stem[order]
    first = np.r_[True, ranked[1:] != ranked[:-1]]
    rank = np.arange(len(stem)) - np.maximum.accumulate(np.where(first, np.arange(len(stem)), 0))
    if rank.size and rank.max() >= SERIALS:
        raise ValueError("more than 500 people of one sex, birth date and area: too many for identity numbers")
    serial = np.empty(len(stem), dtype=np.int64)
    serial[order] = (rank * 37 + ranked % 499) % SERIALS
    return serial


def phones(rng: np.random.Generator, count: int) -> np.ndarray:
    """Mobile numbers of 11 digits."""
    numbers = PHONE_PREFIXES[rng.integers(len(PHONE_PREFIXES), size=count)] * 10**8 + rng.integers(10**8, size=count)
    return numbers.astype("U11")
