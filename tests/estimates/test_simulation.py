"""The Monte Carlo study on a few markets: the design is kept, and the intervals hold the truth most of the time."""

from types import ModuleType

import numpy as np
import pandas as pd
import pytest

from labormarket.estimates import weigh_by_platform
from labormarket.estimates.coverage import CERTIFIED, COVERAGE_COLUMNS, KEYS, read_coverage
from tests.load_file import load_file

from .market import PLATFORMS, PROFESSIONS, make_market


@pytest.fixture(scope="module")
def simulation() -> ModuleType:
    return load_file("benchmarks/simulation.py")


@pytest.fixture(scope="module")
def pay() -> pd.DataFrame:
    table = make_market(480, premium=1.0)
    table.loc[table["platform"].eq("P1"), ["origin", "usd_per_hour_low", "usd_per_hour_high"]] = ["template", 15, 150]
    return table


def test_a_market_keeps_sizes_templates_and_forms(simulation: ModuleType, pay: pd.DataFrame) -> None:
    design = simulation.Design.read(pay)
    drawn = design.draw(np.random.default_rng(1))
    of_template = pay["platform"].eq("P1").to_numpy()
    two_ended = ~np.isnan(design.width)
    assert of_template.sum() > 10
    assert len(np.unique(drawn.low[of_template])) == 1
    assert (np.isfinite(drawn.low) & np.isfinite(drawn.high) == two_ended).all()
    assert np.log(drawn.high[two_ended] / drawn.low[two_ended]) == pytest.approx(design.width[two_ended])
    assert drawn.weight == pytest.approx(weigh_by_platform(pay))


def test_the_spread_is_measured(simulation: ModuleType, pay: pd.DataFrame) -> None:
    design = simulation.Design.read(pay)
    assert 0.9 < design.between < 1.8  # drawn with 1.3
    assert 0.35 < design.within < 0.45  # drawn with 0.4


def test_the_truth_is_that_of_the_drawn_population(simulation: ModuleType, pay: pd.DataFrame) -> None:
    design = simulation.Design.read(pay)
    quantiles = [design.true_quantile(share) for share in (0.2, 0.7)]
    assert design.true_share(*quantiles) == pytest.approx(0.5)
    assert design.true_share(0, np.inf) == pytest.approx(1)


def test_most_of_a_few_markets_are_covered(simulation: ModuleType, pay: pd.DataFrame) -> None:
    ratios = {f"ratio_{end}": pay[f"usd_per_hour_{end}"] / 10 for end in ("low", "high")}
    gaps = pay[["statement_id", "country"]].assign(**ratios)
    tables = {"pay": pay, "professions": PROFESSIONS, "platforms": PLATFORMS, "minimum_wage_gaps": gaps}
    study = simulation.study_everything(tables, markets=6)
    assert list(study.columns[: len(KEYS)]) == list(KEYS)
    assert set(study["table"]) == {"estimates", "pay_shares", "premiums"}
    assert not study.duplicated(list(KEYS)).any()
    assert study["coverage"].mean() > 0.8
    page = simulation.write_page(study)
    assert page.count("\n| ") == study["coverage"].notna().sum() + study.groupby(["table", "statistic"]).ngroups + 2


def test_the_certificate_covers_what_is_published_by_votes_of_all_platforms() -> None:
    coverage = read_coverage()
    assert {len(key) for key in coverage} == {len(COVERAGE_COLUMNS) - 3}
    assert CERTIFIED[0] <= coverage["estimates", "advertised", "all", "all", "median"] <= CERTIFIED[1]
