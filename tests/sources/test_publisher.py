"""Who printed a page, and its address in full."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from labormarket.sources.publisher import address_of, publisher_column, publisher_of


@pytest.mark.parametrize(
    ("address", "publisher"),
    [
        ("https://www.time.com/a", "time.com"),
        ("https://time.com./a", "time.com"),
        ("HTTPS://TIME.COM:443/a", "time.com"),
        ("https://ai-trainer-work.pages.dev/jobs", "ai-trainer-work.pages.dev"),
        ("http://someone.blogspot.com/2009", "someone.blogspot.com"),
        ("https://www.kenyans.co.ke/news", "kenyans.co.ke"),
        ("https://github.com/owner/name/blob/abc/x.csv", "owner/name"),
        ("https://raw.githubusercontent.com/owner/name/main/x.csv", "owner/name"),
        ("github:owner/name/x.csv", "owner/name"),
        ("http://localhost/x", "localhost"),
        ("http://[broken", ""),
        ("no address", ""),
        ("", ""),
    ],
)
def test_publisher(address: str, publisher: str) -> None:
    assert publisher_of(address) == publisher


@pytest.mark.parametrize(
    ("address", "title", "note", "full"),
    [
        ("github:o/n/a/b.csv", "", "", "https://github.com/o/n/blob/HEAD/a/b.csv"),
        ("github:o/n/ä b.csv", "", "@1ea9d5b, read 2025-06-26", "https://github.com/o/n/blob/1ea9d5b/%C3%A4%20b.csv"),
        ("github:o/n", "", "", "https://github.com/o/n"),
        (" https://a.example/1 ", "", "@1ea9d5b", "https://a.example/1"),
        ("", "listing https://a.example/1", "", ""),
    ],
)
def test_address(address: str, title: str, note: str, full: str) -> None:
    assert address_of(address, title, note) == full


def test_a_column_keeps_its_index_and_is_missing_without_an_address() -> None:
    found = publisher_column(pd.Series(["https://a.example/1", "", None], index=[5, 3, 1]))
    assert found.index.to_list() == [5, 3, 1]
    assert found.fillna("-").to_list() == ["a.example", "-", "-"]


@given(st.text())
def test_any_text_gets_an_answer(text: str) -> None:
    assert publisher_of(address_of(text)) == publisher_of(address_of(address_of(text)))
