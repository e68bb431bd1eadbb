"""To Arrow and back: every row keeps its text, however the texts are encoded, cut in pieces or missing."""

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from labormarket.clean import Told
from labormarket.scale.columns import ENCODED, blank_to_null, encode_texts, missing_where, spread_told, to_arrow
from labormarket.scale.remember import Remember

TEXTS = st.lists(st.none() | st.sampled_from(["", "a", "b", "é"]), max_size=6)


@given(st.lists(TEXTS, min_size=1, max_size=3))
def test_every_row_keeps_its_text(pieces: list[list[str | None]]) -> None:
    column = pa.chunked_array([pa.array(piece, pa.string()).dictionary_encode() for piece in pieces], ENCODED)
    texts, places = encode_texts(column)
    assert texts.take(places).tolist() == [text or "" for piece in pieces for text in piece]
    assert sorted(texts) == sorted({text or "" for piece in pieces for text in piece})


@given(st.lists(TEXTS.filter(bool), min_size=1, max_size=3), st.data())
def test_what_was_told_of_distinct_texts_reaches_every_row(pieces: list[list[str | None]], data: st.DataObject) -> None:
    told = [text for piece in pieces for text in piece]
    which = data.draw(st.lists(st.integers(0, len(told) - 1), max_size=12))
    # Put together of pieces, as the answers of a memory are.
    texts = pd.concat([pd.Series(piece, dtype="str") for piece in pieces], ignore_index=True)
    numbers = pd.Series([None if text is None else float(len(text)) for text in told], dtype="float64")
    table = pd.DataFrame({"text": texts, "number": numbers, "known": texts.notna()})
    said = Told(table, np.array(which, dtype=np.int64), tuple(table.columns))
    kinds = {"text": ENCODED, "number": pa.float64(), "known": pa.bool_()}
    for name, kind in kinds.items():
        column = spread_told(said, name, kind)
        column.validate(full=True)
        assert column.type == kind
        expected = [table[name].array[place] for place in which]
        assert column.to_pylist() == [None if pd.isna(value) else value for value in expected]


@given(st.lists(st.tuples(st.integers(-5, 5), st.booleans()), max_size=20))
def test_numbers_are_missing_where_said(rows: list[tuple[int, bool]]) -> None:
    values, missing = np.array([value for value, _ in rows], dtype=np.int32), np.array([gone for _, gone in rows], bool)
    array = missing_where(values, missing)
    array.validate(full=True)
    assert array.to_pylist() == [None if gone else value for value, gone in rows]
    assert array.null_count == int(missing.sum())


@pytest.mark.parametrize("kind", [pa.string(), ENCODED])
def test_blank_texts_become_missing(kind: pa.DataType) -> None:
    column = pa.array(["", "a", None, ""], pa.string())
    encoded = column if kind == pa.string() else column.dictionary_encode()
    assert blank_to_null(encoded).to_pylist() == [None, "a", None, None]
    assert blank_to_null(encoded[1:2]).to_pylist() == ["a"]


def test_a_memory_put_together_of_many_pieces_still_answers_in_one() -> None:
    upper = Remember(lambda texts: pd.DataFrame({"upper": texts.str.upper()}))
    for number in range(5):
        upper(pd.Series([f"text {number}"], dtype="str"))
    answer = upper(pd.Series(["text 4", "text 0", "text 2"], dtype="str"))
    assert to_arrow(answer["upper"]).to_pylist() == ["TEXT 4", "TEXT 0", "TEXT 2"]
