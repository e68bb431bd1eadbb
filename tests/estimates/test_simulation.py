"""The Monte Carlo study on a few markets: the design is kept, and the intervals hold the truth most of the time."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import numpy as np
import pandas as pd
import pytest

from labormarket.estimates import weigh_by_platform

from .market import PROFESSIONS, make_market

FILE = Path(__file__).parents[2] / "benchmarks" / "simulation.py"


@pytest.fixture(scope="module")
def simulation() -> ModuleType:
    spec = importlib.util.spec_from_file_location("simulation", FILE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["simulation"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def pay() -> pd.DataFrame:
    table = make_market(480, premium=1.0)
    table.loc[table["platform"].eq("P1"), ["origin", "usd_per_hour_low", "usd_per_hour_high"]] = ["template", 15, 150]
    return table


def test_a_market_keeps_sizes_templates_and_forms(simulation: ModuleType, pay: pd.DataFrame) -> None:
    design = simulation.Design.read(pay)
    drawn = design.draw(np.random.default_rng(1))
    of_template = design.rows["platform"].eq("P1").to_numpy()
    two_ended = design.rows["width"].notna().to_numpy()
    assert of_template.sum() > 10
    assert len(np.unique(drawn.low[of_template])) == 1
    assert (np.isfinite(drawn.low) & np.isfinite(drawn.high) == two_ended).all()
    assert np.log(drawn.high[two_ended] / drawn.low[two_ended]) == pytest.approx(design.rows["width"][two_ended])
    assert drawn.weight == pytest.approx(weigh_by_platform(design.rows))


def test_the_spread_is_measured(simulation: ModuleType, pay: pd.DataFrame) -> None:
    design = simulation.Design.read(pay)
    assert 0.9 < design.between < 1.8  # drawn with 1.3
    assert 0.35 < design.within < 0.45  # drawn with 0.4


def test_most_of_a_few_markets_are_covered(simulation: ModuleType, pay: pd.DataFrame) -> None:
    design = simulation.Design.read(pay)
    quantiles = simulation.study_quantiles(design, markets=6)
    ours = quantiles[quantiles["method"].eq("published")]
    assert {question.split(",")[0] for question in ours["question"]} == {"p10", "median", "p90"}
    assert ours["coverage"].mean() > 0.8
    premiums = simulation.study_premium(design, PROFESSIONS, markets=6)
    assert premiums["coverage"].mean() > 0.7
    page = simulation.write_page(design, quantiles, premiums)
    assert page.count("\n| ") == len(quantiles) + len(premiums) + 2
