"""From frames to Arrow: every row keeps its text, however the texts are encoded or missing."""

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from labormarket.readers.model import ENCODED
from labormarket.scale.parts import to_arrow, to_table

TEXTS = st.lists(st.none() | st.sampled_from(["", "a", "b", "é"]), max_size=9)


@given(TEXTS, st.sampled_from(["str", "category", "object"]), st.sampled_from([pa.string(), ENCODED]), st.data())
def test_every_row_keeps_its_text(
    texts: list[str | None], held_as: str, wanted: pa.DataType, data: st.DataObject
) -> None:
    rows = data.draw(st.lists(st.sampled_from(range(len(texts))), max_size=9)) if texts else []
    column = pd.Series(texts, dtype="str").astype(held_as).take(rows)
    array = to_arrow(column, wanted)
    array.validate(full=True)
    assert array.type == wanted
    assert array.to_pylist() == [texts[row] or None for row in rows]
    if wanted == ENCODED:
        assert sorted(array.dictionary.to_pylist()) == sorted({texts[row] for row in rows} - {None, ""})


@pytest.mark.parametrize(
    ("values", "kind", "expected"),
    [
        ([1.5, np.nan], pa.float64(), [1.5, None]),
        ([True, False], pa.bool_(), [True, False]),
        ([3, 4], pa.int64(), [3, 4]),
    ],
)
def test_what_is_no_text_keeps_its_type(values: list[object], kind: pa.DataType, expected: list[object]) -> None:
    assert to_arrow(pd.Series(values), kind).to_pylist() == expected


def test_a_column_that_is_not_there_is_missing_and_the_order_is_the_schema_s() -> None:
    schema = pa.schema([("b", ENCODED), ("a", pa.int64())])
    table = to_table(pd.DataFrame({"a": [1, 2]}), schema)
    assert table.schema == schema
    assert table.to_pydict() == {"b": [None, None], "a": [1, 2]}
