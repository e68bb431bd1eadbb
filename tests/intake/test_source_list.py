"""The list of sources: a broken entry says what to mend, and the project's own list is whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from labormarket.files.errors import SourceError
from labormarket.intake.source_list import read_source_list
from labormarket.platforms import match_platform

ROOT = Path(__file__).parents[2]
HEAD = 'contact = "c"\n'
FEED = '[feed.lever]\naddress = "https://l.example/{board}"\ndocumented = "d"\nterms = "t"\nrobots = "r"\n'
BOARD = '[[board]]\nplatform = "Acme"\nfeed = "lever"\nboard = "acme"\nevidence = "seen"\n'
PAGE = '[[page]]\nname = "acme board"\nurl = "https://b.example"\n'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "no contact"),
        ("contact = ", "broken TOML"),
        (HEAD + '[[page]]\nurl = "https://a.example"\n', "has no name"),
        (HEAD + '[[page]]\nname = "a"\nurl = "file:///x"\n', "no web address"),
        (HEAD + '[[page]]\nname = "a"\nurl = "https://a.example"\npostings = "("\n', "postings"),
        (HEAD + FEED + BOARD + PAGE, "two sources are named"),
        (HEAD + BOARD, "no \\[feed.lever\\]"),
        (HEAD + FEED.replace('terms = "t"', ""), "feed 'lever' has no terms"),
        (HEAD + FEED + BOARD.replace('"acme"', '"../../admin?x="'), "no board's name"),
        (HEAD + FEED + BOARD.replace('"seen"', '""'), "its evidence"),
        (HEAD + FEED.replace("https:", "ftp:") + BOARD, "no web address"),
        (HEAD + FEED.replace("{board}", "{board}?skip={offset}"), "page_size go together"),
        (HEAD + FEED + "page_size = 100\n", "page_size go together"),
    ],
)
def test_a_broken_list_says_what_to_mend(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "sources.toml").write_text(text, encoding="utf-8")
    with pytest.raises(SourceError, match=said):
        read_source_list(tmp_path)


def test_a_missing_list_is_reported(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no such file"):
        read_source_list(tmp_path)


def test_the_list_of_the_project_is_whole() -> None:
    listed = read_source_list(ROOT)
    assert listed.contact and listed.delay_s >= 2
    assert sum(bool(source.feed) for source in listed.sources) >= 20
    assert all(source.url.startswith("https://") for source in listed.sources)


def test_the_platforms_of_the_list_are_known() -> None:
    for source in read_source_list(ROOT).sources:
        assert match_platform(source.platform).platform == source.platform, source.name
