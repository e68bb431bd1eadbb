"""Sentences cut from paragraphs, in several scripts."""

from __future__ import annotations

import pytest

from labormarket.intake.prose.sentences import sentences


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("It pays Ph.D. holders $50. U.S. workers get more!", ["It pays Ph.D. holders $50.", "U.S. workers get more!"]),
        ("时薪20元。没有更多！", ["时薪20元。", "没有更多！"]),
        ("One line\nanother", ["One line", "another"]),
        ("", []),
    ],
)
def test_where_a_sentence_ends(text: str, parts: list[str]) -> None:
    assert [text[start:end] for start, end in sentences(text)] == parts


def test_a_sentence_without_end_is_cut() -> None:
    text = "word " * 2_000
    parts = [text[start:end] for start, end in sentences(text)]
    assert max(map(len, parts)) <= 1_500
    assert " ".join(parts) == text.strip()
