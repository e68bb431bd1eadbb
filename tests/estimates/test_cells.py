"""One cell one vote, one origin one witness."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from labormarket.estimates import (
    count_cells,
    name_cluster,
    name_witness,
    summarise_cells,
    weigh_by_cell,
    weigh_by_listing,
)


def pay_table(rows: list[tuple]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["platform", "profession", "origin", "usd_per_hour_low", "usd_per_hour_high"])
    frame.insert(0, "statement_id", [f"s{number}" for number in range(len(frame))])
    return frame.astype({"platform": "str", "profession": "str", "origin": "str", "usd_per_hour_low": "float64"})


NAMES = st.sampled_from(["X", "Y", "Z", None])
ROWS = st.lists(st.tuples(NAMES, NAMES, NAMES, st.floats(1, 50), st.floats(50, 90)), min_size=1, max_size=25)


@given(ROWS)
def test_each_cell_has_one_vote(rows: list[tuple]) -> None:
    pay = pay_table(rows)
    weight = weigh_by_cell(pay)
    assert weight.index.equals(pay.index)
    assert weight.sum() == pytest.approx(count_cells(pay))
    votes = weight.groupby([pay["platform"], pay["profession"]], dropna=False).sum()
    assert votes.to_numpy() == pytest.approx([1] * len(votes))
    assert len(summarise_cells(pay)) == count_cells(pay)


def test_ten_outlets_retelling_one_story_are_one_witness() -> None:
    pay = pay_table([("X", "nurse", "TIME", 2, 2)] * 10 + [("X", "nurse", None, 8, 8)])
    assert weigh_by_cell(pay).tolist() == pytest.approx([0.05] * 10 + [0.5])
    assert name_witness(pay).nunique() == 2
    # the same story about another profession is a vote there too
    elsewhere = pd.concat([pay, pay_table([("X", "lawyer", "TIME", 2, 2)])], ignore_index=True)
    assert weigh_by_cell(elsewhere).iloc[-1] == 1


def test_listing_weights_count_rows() -> None:
    assert weigh_by_listing(pay_table([("X", "nurse", None, 1, 2)] * 3)).tolist() == [1, 1, 1]


def test_cells_keep_open_ends_open_and_names_missing() -> None:
    pay = pay_table(
        [
            ("Y", "nurse", None, None, 30),
            ("X", "nurse", None, 40, None),
            ("X", "nurse", None, 50, 60),
            ("X", "nurse", None, None, 90),
            ("X", None, None, 10, 10),
            ("X", "poet", None, None, None),  # priced per poem: no vote on hourly pay
        ]
    )
    cells = summarise_cells(pay)
    assert cells[["platform", "profession"]].fillna("-").to_numpy().tolist() == [
        ["X", "nurse"],
        ["X", "-"],
        ["Y", "nurse"],
    ]
    assert cells["usd_per_hour_low"].fillna(-1).tolist() == [40, 10, -1]
    assert cells["usd_per_hour_high"].fillna(-1).tolist() == [90, 10, 30]
    assert cells["statements"].tolist() == [3, 1, 1]


def test_no_rows_no_cells() -> None:
    assert summarise_cells(pay_table([])).empty


def test_rows_of_one_page_are_one_cluster() -> None:
    pay = pay_table([("X", "nurse", "TIME", 1, 2), ("X", "nurse", None, 1, 2), ("Y", "nurse", None, 1, 2)])
    assert name_cluster(pay).nunique() == 3
    pay["source_url"] = ["a.org", "a.org", "a.org"]
    assert name_cluster(pay).tolist() == ["origin: TIME", "page: a.org", "page: a.org"]
