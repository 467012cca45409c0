"""The reproduction number against what EpiEstim publishes for its own example: influenza in a school in Pennsylvania, 2009."""

import numpy as np
import pandas as pd
import pytest

from core.trends.reproduction import SerialInterval, published, reproduction, weights

FLU_2009 = [1, 1, 0, 2, 5, 3, 3, 3, 6, 2, 5, 9, 13, 12, 13, 11, 12, 6, 6, 6, 3, 1, 0, 2, 0, 0, 0, 0, 2, 0, 2, 0]
FLU = SerialInterval(2.6, 1.5)
# `head(res_parametric_si$R)` of its demonstration, windows of days 2–8 … 7–13: mean, 2.5 % and 97.5 % quantile
PUBLISHED = [
    (1.735798, 1.0287437, 2.624781), (1.749168, 1.1088223, 2.533119), (1.537058, 0.9947030, 2.195540),
    (1.431839, 0.9514466, 2.008849), (1.422725, 0.9731426, 1.956336), (1.635373, 1.1786332, 2.165745),
]  # fmt: skip


def cases(values):
    return pd.Series(values, pd.date_range("2009-04-27", periods=len(values)), dtype=float)


def test_it_is_what_epiestim_publishes():
    found = reproduction(cases(FLU_2009), FLU, fewest=0)
    assert len(found) == len(FLU_2009) - 7
    assert found[["r", "low", "high"]].head(6).to_numpy() == pytest.approx(np.array(PUBLISHED), abs=1e-6)
    assert found.day.iloc[0] == pd.Timestamp("2009-05-04")  # the eighth day


def test_the_serial_interval_is_discrete_as_published():
    # Flu2009$si_distr
    assert weights(FLU, 12).round(3).tolist() == [
        0,
        0.233,
        0.359,
        0.198,
        0.103,
        0.053,
        0.027,
        0.014,
        0.007,
        0.003,
        0.002,
        0.001,
    ]


def test_few_cases_say_nothing():
    found = reproduction(cases([1, 0, 1, 0, 2, 1, 0, 1, 1, 0]), FLU)
    assert len(found) == 3 and found.r.isna().all()
    assert reproduction(cases([0] * 20), FLU).empty
    assert reproduction(cases([5, 5, 5]), FLU).empty
    assert reproduction(cases([]), FLU).empty


def test_a_steady_epidemic_has_one():
    found = reproduction(cases([50] * 60), published("covid")).tail(10)
    assert found.r.between(0.97, 1.03).all() and (found.low < 1).all() and (found.high > 1).all()
    doubling = reproduction(cases(10 * 2 ** (np.arange(40) / 7)), published("covid")).tail(5)
    assert (doubling.low > 1).all()
    assert published("norovirus") is None and published(None) is None
