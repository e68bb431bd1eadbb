"""Characters that would be obeyed are shown, and every text comes back."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labormarket.files.safe_text import restore_hidden, show_hidden, show_on_one_line

NASTY = st.text(
    st.one_of(st.characters(), st.sampled_from("⟨⟩U+0123456789ABCDEF\x00\x1b\r\n\t\u202e\u2066\ufeff\U000e0041"))
)


@given(NASTY)
def test_every_text_comes_back(text: str) -> None:
    assert restore_hidden(show_hidden(text)) == text


@given(NASTY)
def test_nothing_is_left_to_obey(text: str) -> None:
    shown = show_hidden(text)
    assert not [c for c in shown if unicodedata.category(c) in {"Cc", "Cs", "Zl", "Zp"} and c not in "\n\t"]
    assert not [
        c
        for c in shown
        if unicodedata.bidirectional(c) in {"LRE", "RLE", "PDF", "LRO", "RLO", "LRI", "RLI", "FSI", "PDI"}
    ]
    shown.encode("utf-8")
    assert not re.search(r"[\n\t\r]", show_on_one_line(text))


@pytest.mark.parametrize(
    "text", ["$15–25 per hour", "时薪 50 元", "می‌خواهم", "👩‍⚕️ $90", "a\nb\tc", "שכר 50 לשעה", r"C:\path"]
)
def test_what_people_write_stays_as_it_is(text: str) -> None:
    assert show_hidden(text) == text
