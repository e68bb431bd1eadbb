"""One platform one vote, one template or origin one price within it."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from labormarket.estimates.votes import (
    count_evidence,
    link_rows,
    name_price,
    name_witness,
    select_training,
    weigh_by_platform,
    with_prices,
)

NAMES = st.sampled_from(["X", "Y", "Z", None, "", " "])


def pay_table(rows: list[tuple]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["platform", "origin", "template_id"])
    return frame.astype("str")


@given(st.lists(st.tuples(st.sampled_from(["X", "Y", None]), NAMES, NAMES), max_size=25))
def test_each_platform_has_one_vote_and_each_of_its_prices_the_same_part(rows: list[tuple]) -> None:
    pay = pay_table(rows)
    weight, platform = weigh_by_platform(pay), pay["platform"].fillna("")
    assert weight.index.equals(pay.index)
    assert weight.groupby(platform).sum().to_numpy() == pytest.approx(np.ones(platform.nunique()))
    for _, own in weight.groupby(platform):
        parts = own.groupby(name_price(pay)[own.index]).sum()
        assert parts.to_numpy() == pytest.approx(np.full(len(parts), 1 / len(parts)))


@given(st.lists(st.tuples(NAMES, NAMES, NAMES), max_size=20))
def test_linked_rows_are_those_that_a_walk_reaches(rows: list[tuple]) -> None:
    pay = pay_table(rows)
    linked = link_rows(pay, ("origin", "template_id")).tolist()
    for start in range(len(rows)):
        reached, todo = {start}, [start]
        while todo:
            _, *of_row = rows[todo.pop()]
            for number, (_, *other) in enumerate(rows):
                if number not in reached and any(a == b and (a or "").strip() for a, b in zip(of_row, other)):  # noqa: B905
                    reached.add(number)
                    todo.append(number)
        assert {number for number in range(len(rows)) if linked[number] == linked[start]} == reached


def test_a_template_on_many_titles_is_one_price() -> None:
    pay = pay_table([("X", None, "$15–150")] * 99 + [("X", None, None)])
    assert weigh_by_platform(pay).tolist() == pytest.approx([0.5 / 99] * 99 + [0.5])
    counts = count_evidence(pay)
    assert (counts["statements"], counts["prices"], counts["witnesses"], counts["platforms"]) == (100, 2, 2, 1)


def test_a_story_about_two_platforms_is_a_price_of_each_and_one_witness() -> None:
    pay = pay_table([("X", "TIME", None), ("Y", "TIME", None)])
    assert weigh_by_platform(pay).tolist() == [1, 1]
    counts = count_evidence(pay)
    assert (counts["prices"], counts["witnesses"]) == (2, 1)


def test_two_pages_of_one_publisher_are_two_prices_and_one_witness() -> None:
    pay = pay_table([("X", None, None), ("X", None, None)]).assign(publisher=["x.org", "x.org"])
    assert (name_price(pay).nunique(), name_witness(pay).nunique()) == (2, 1)


def test_rows_without_a_platform_have_one_vote_together_and_are_no_platform() -> None:
    pay = pay_table([(None, None, None), (None, None, None), ("X", None, None)])
    assert weigh_by_platform(pay).tolist() == [0.5, 0.5, 1]
    assert count_evidence(pay)["platforms"] == 1


def test_groups_are_cut_from_prices_that_were_linked_once() -> None:
    pay = with_prices(pay_table([("X", "TIME", "a"), ("X", "TIME", "b"), ("X", None, "b")]))
    assert weigh_by_platform(pay.iloc[[0, 2]]).tolist() == [0.5, 0.5]


def test_only_training_work_with_hourly_pay_is_summarised() -> None:
    pay = pd.DataFrame(
        {
            "scope": ["training", "staff", "training"],
            "usd_per_hour_low": [1.0, 2, np.nan],
            "usd_per_hour_high": [np.nan, 3, np.nan],
        }
    )
    assert select_training(pay).index.tolist() == [0]
    assert select_training(pay.drop(columns="scope")).index.tolist() == [0, 1]


def test_no_rows_no_votes() -> None:
    assert weigh_by_platform(pay_table([])).empty
    assert count_evidence(pay_table([]))["prices"] == 0
