"""The program against a second reader of two hundred statements."""

import numpy as np
import pandas as pd
import pytest

from labormarket.comparisons.agreement import COMPARED, SEVERAL, cohens_kappa, comparable, measure_agreement
from labormarket.sources import read_reference, read_statements

SECOND = read_reference("reference_second_reading")


def test_two_hundred_statements_of_the_raw_files_are_read_twice() -> None:
    assert len(SECOND) == 200
    assert SECOND["statement_id"].is_unique
    assert set(SECOND["statement_id"]) <= set(read_statements()["statement_id"])
    assert set(COMPARED) <= set(SECOND.columns)


@pytest.mark.parametrize(
    ("one", "other", "kappa"),
    [
        (["a", "b", "a", "b"], ["a", "b", "a", "b"], 1.0),
        (["a", "b", "a", "b"], ["b", "a", "b", "a"], -1.0),
        (["a", "a", "b", "b"], ["a", "b", "a", "b"], 0.0),
        (["a", "a"], ["a", "a"], np.nan),
        ([], [], np.nan),
    ],
)
def test_kappa(one: list[str], other: list[str], kappa: float) -> None:
    found = cohens_kappa(pd.Series(one, dtype="str"), pd.Series(other, dtype="str"))
    assert found == pytest.approx(kappa, nan_ok=True)


def test_numbers_are_compared_as_numbers_and_missing_is_empty() -> None:
    assert comparable(pd.Series(["5.0", "1400000", "", None, "hour"], dtype="str")).to_list() == [
        *("5", "1400000", "", "", "hour")
    ]


def test_a_statement_that_was_not_read_counts_as_read_otherwise() -> None:
    pay = pd.DataFrame(
        {"statement_id": ["a"], **dict.fromkeys(COMPARED, "x"), "soc_code": "29-1215", "country": "US;CA"}
    )
    second = pd.DataFrame({"statement_id": ["a", "b", "c"], **dict.fromkeys(COMPARED, "x"), "resolution": ""})
    second = second.assign(soc_major="29", country=SEVERAL)
    table = measure_agreement(pay, pd.DataFrame({"statement_id": ["b"]}), second).set_index("column")
    assert table["statements"].eq(2).all(), "c is in no table: a correction took its place"
    assert table["alike"].eq(0.5).all()
    assert table["differences"].eq("b").all()
