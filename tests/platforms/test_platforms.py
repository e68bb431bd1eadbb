"""Names as scraped: known ones resolve whatever their dress, unknown ones stay unknown and visible."""

from itertools import pairwise

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from labormarket.platforms import (
    KINDS,
    match_platform,
    match_platform_column,
    names_in_prose,
    owner_on,
    owners,
    platforms,
)
from labormarket.platforms.lists import read_list
from labormarket.platforms.match import squeeze
from labormarket.platforms.owner_dates import span_of
from labormarket.sources import PLATFORM_FACTS, read_raw, read_register, read_statements

AS_SCRAPED = [
    ("Data Annotation Tech", "DataAnnotation", "Surge AI"),
    ("DataAnnotation.tech (Surge AI)", "DataAnnotation", "Surge AI"),
    ("Appen's CrowdGen", "CrowdGen", "Appen"),
    ("Scale's Outlier", "Outlier", "Scale AI"),
    ("Scale AI’s Remotasks", "Remotasks", "Scale AI"),
    ("Remotasks (Scale AI)", "Remotasks", "Scale AI"),
    ("Scale AI (Outlier)", "Outlier", "Scale AI"),
    ("Scale AI / Outlier", "Outlier", "Scale AI"),
    ("outlier.ai", "Outlier", "Scale AI"),
    ("OUTLIER", "Outlier", "Scale AI"),
    ("https://www.mturk.com/", "Amazon Mechanical Turk", "Amazon"),
    ("MTurk", "Amazon Mechanical Turk", "Amazon"),
    ("Amazon's MTurk", "Amazon Mechanical Turk", "Amazon"),
    ("Hitachi GlobalLogic", "GlobalLogic", "Hitachi"),
    ("GlobalLogic (Google)", "GlobalLogic", "Hitachi"),
    ("RaterLabs/Appen (Google raters)", "Leapforce", "Appen"),
    ("Sama (OpenAI contract)", "Sama", "Sama"),
    ("Alignerr, powered by Labelbox", "Alignerr", "Labelbox"),
    ("Mercor, Inc.", "Mercor", "Mercor"),
    ("  micro1 ", "micro1", "micro1"),
    ("ｘＡＩ", "xAI", "SpaceX"),
    ("테스트웍스", "Testworks", "Testworks"),
]


@pytest.mark.parametrize(("name", "platform", "owner"), AS_SCRAPED)
def test_names_as_scraped_resolve(name, platform, owner):
    match = match_platform(name)
    assert (match.platform, match.owner) == (platform, owner)
    assert match.how in {"name", "alias", "rule"}


UNKNOWN = [
    *("", " ", "-", "?", "Mercer", "Outlier Ventures", "Scale Computing", "unnamed annotation vendor", "Gogle"),
    *("Outlier / Mercor", "Appen's Outlier", "Amazon's Outlier", "5 microtask platforms (Clickworker, Prolific)", "ai"),
]


@pytest.mark.parametrize("name", UNKNOWN)
def test_unknown_and_ambiguous_names_are_never_guessed(name):
    match = match_platform(name)
    assert (match.platform, match.owner, match.how) == (None, None, "none")


def test_every_platform_of_the_raw_files_is_known():
    facts = pd.concat(read_raw(card) for card in read_register() if card.kind == PLATFORM_FACTS)
    names = pd.concat([read_statements()["platform"], facts["platform"]]).drop_duplicates()
    names = names[names.ne("")].reset_index(drop=True)
    matched = match_platform_column(names)
    assert names[matched["platform"].isna()].to_list() == []
    # The raw names are canonical already, so a change of the list cannot quietly fold two platforms into one.
    assert set(names[matched["platform"] != names]) == {"Samasource"}


@pytest.mark.parametrize(
    ("platform", "date", "owner"),
    [
        ("CrowdFlower", "2013", "CrowdFlower"),
        ("CrowdFlower", "2019-04-02", "Appen"),
        ("CrowdFlower", "2019", None),
        ("Toloka", "2024-07-15", "Yandex"),
        ("Toloka", "2024-07-16", "Nebius"),
        ("Toloka", "2024-07", None),
        ("Toloka", "", None),
        ("xAI", "2026-08-27", "SpaceX"),
        ("TELUS Digital", "2025-10-31", "TELUS"),
        ("TELUS Digital", "", "TELUS"),
        ("Amazon Mechanical Turk", "2026-10", None),
        ("Nowhere Labs", "2026", None),
        ("Mercor", "soon", "Mercor"),
    ],
)
def test_a_platform_has_the_owner_of_the_date(platform, date, owner):
    assert owner_on(platform, date) == owner


def test_no_two_owners_hold_a_platform_at_once():
    for platform, rows in owners().fillna("").groupby("platform"):
        spans = [span_of(start, end) for start, end in zip(rows["from"], rows["to"], strict=True)]
        for (_, end), (start, _) in pairwise(spans):
            assert end < start, platform


def test_household_names_are_no_payers_in_running_text():
    assert not {"Google", "Meta", "Facebook", "Neon"} & names_in_prose()
    assert {"Outlier", "MTurk", "Snorkel AI"} <= names_in_prose()


def test_owners_roll_up():
    table = platforms()
    assert set(table.loc[table["owner"] == "Scale AI", "platform"]) == {"Scale AI", "Outlier", "Remotasks"}
    assert set(table.loc[table["owner"] == "Amazon", "platform"]) == {"Amazon", "Amazon Mechanical Turk"}


def test_the_lists_are_sound():
    table, others = platforms(), pd.DataFrame(read_list("aliases.csv"))
    assert table["platform"].is_unique
    assert set(table["kind"].dropna()) <= set(KINDS)
    assert table.loc[table["owner"].notna(), "owner_basis"].notna().all()
    assert set(owners()["platform"]) <= set(table["platform"])
    assert owners()["source"].notna().all()
    assert table.loc[table["status"].notna(), "status_source"].notna().all()
    assert table.loc[table["kind"].isna(), "note"].notna().all(), "a platform of no kind says why"
    assert set(others["platform"]) <= set(table["platform"])
    meanings = pd.concat(
        [others, pd.DataFrame({"alias": table["platform"], "platform": table["platform"]})], ignore_index=True
    ).assign(key=lambda frame: frame["alias"].map(squeeze))
    claimed_twice = meanings.groupby("key")["platform"].nunique().loc[lambda count: count > 1]
    assert claimed_twice.empty, f"two platforms share a name: {list(claimed_twice.index)}"


def test_a_column_keeps_its_index_and_its_rows():
    column = pd.Series(["MTurk", "", "nobody", "MTurk"], index=[7, 3, 9, 1])
    matched = match_platform_column(column)
    assert list(matched.index) == [7, 3, 9, 1]
    assert matched["how"].to_list() == ["alias", "none", "none", "alias"]
    assert matched["platform"].isna().to_list() == [False, True, True, False]


def test_an_empty_column_has_the_columns():
    assert list(match_platform_column(pd.Series([], dtype="str")).columns) == ["platform", "owner", "how"]


@given(st.text())
def test_any_text_gets_an_answer(text):
    match = match_platform(text)
    assert (match.platform is None) == (match.how == "none")


@given(st.sampled_from(platforms()["platform"].to_list()), st.sampled_from(["", " ", ".", " Inc.", " (remote)", "!"]))
def test_dress_plays_no_part(platform, dress):
    assert match_platform(platform.upper() + dress).platform == platform
