"""A web archive's index, as documented and as broken servers answer it."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labormarket.intake.web.archive import Capture, read_index
from labormarket.intake.web.network import FetchError

HEAD = ["timestamp", "original", "digest"]


def test_columns_are_found_by_their_titles() -> None:
    rows = [["digest", "original", "timestamp"], ["X", "https://a.example", "20240501000000"]]
    assert read_index(json.dumps(rows).encode()) == ([Capture("20240501000000", "https://a.example", "X")], "")


@pytest.mark.parametrize("content", [b"[]", b" \n", json.dumps([HEAD]).encode()])
def test_no_captures(content: bytes) -> None:
    assert read_index(content) == ([], "")


@pytest.mark.parametrize(
    "content",
    [b"<html>", b"{}", b"[1]", json.dumps([HEAD, ["2024", "https://a.example", "X"]]).encode(), b'[["a"],["b"]]',
     json.dumps([HEAD, ["20249901000000", "https://a.example", "X"]]).encode(), b"[" * 100_000],
)  # fmt: skip
def test_another_form_is_refused(content: bytes) -> None:
    with pytest.raises(FetchError, match="another form"):
        read_index(content)


@given(st.binary(max_size=200))
def test_any_answer_is_read_or_refused(content: bytes) -> None:
    try:
        captures, key = read_index(content)
    except FetchError:
        return
    assert isinstance(captures, list) and isinstance(key, str)
