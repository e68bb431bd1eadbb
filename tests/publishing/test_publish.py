"""publish_chart: four files, safe, described, the same on every run, or none at all."""

import json
import struct
import xml.etree.ElementTree as ET
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.figure import Figure

from labormarket.charts.style import DARK, LIGHT
from labormarket.publishing.publish import PublishError, publish_chart, read_rows, write_rows
from labormarket.sources import Card

SVG = "{http://www.w3.org/2000/svg}"
CARD = Card(
    *("adverts", "data/raw/a.csv", "Adverts & <pages>", "", "2026-11-23"),
    *("by hand", "facts", "statements", "0" * 64, 1, "", 2),
)


def small_figure() -> Figure:
    figure = Figure(figsize=(3, 2))
    figure.add_subplot().plot([1, 2], [3, 4])
    figure.text(0.1, 0.9, "from $2 to $3")
    return figure


def publish_small(folder: Path, **changed: object) -> dict[str, Path]:
    words = {
        "name": "small",
        "data": pd.DataFrame({"platform": ["Outlier"], "usd": [15.0]}),
        "title": "A < B & C",
        "alt_text": "Pay is “$2” < $3 & more",
        "source_ids": ["adverts"],
        "register": [CARD],
        "fig": small_figure(),
    } | changed
    return dict(publish_chart(folder=folder, **words))  # type: ignore[arg-type]  # type: ignore[arg-type]


def test_writes_four_files_that_say_the_same(tmp_path: Path) -> None:
    paths = publish_small(tmp_path, subtitle="US dollars", assumptions=("2,080 hours",), note="few")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["small.csv", "small.json", "small.png", "small.svg"]
    described = json.loads(paths["json"].read_text(encoding="utf-8"))
    assert described["title"] == "A < B & C"
    assert described["alt_text"] == "Pay is “$2” < $3 & more"
    assert described["subtitle"] == "US dollars"
    assert described["assumptions"] == ["2,080 hours"]
    assert [source["title"] for source in described["sources"]] == ["Adverts & <pages>"]
    assert described["licence"]["name"] == "CC BY 4.0"
    assert "2026-11-23" in described["citation"]
    assert described["rows"] == 1


def test_the_picture_is_twice_the_size(tmp_path: Path) -> None:
    picture = publish_small(tmp_path)["png"].read_bytes()
    assert struct.unpack(">II", picture[16:24]) == (3 * 192, 2 * 192)


def test_the_drawing_is_described_for_a_screen_reader(tmp_path: Path) -> None:
    root = ET.fromstring(publish_small(tmp_path)["svg"].read_text(encoding="utf-8"))
    assert root.get("role") == "img"
    title, desc = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert title is not None
    assert desc is not None
    assert (title.text, desc.text) == ("A < B & C", "Pay is “$2” < $3 & more")
    assert root.get("aria-labelledby") == f"{title.get('id')} {desc.get('id')}"


def test_a_chart_is_cited_with_the_day_of_its_latest_source(tmp_path: Path) -> None:
    cards = [replace(CARD, source_id=day, collected_on=day) for day in ("2025-03-01", "2026-02-03", "2025-12-31")]
    sources = [card.source_id for card in cards]
    described = json.loads(publish_small(tmp_path, register=[CARD, *cards], source_ids=sources)["json"].read_text())
    assert described["citation"].startswith("labormarket (2026). ") and "as of 2026-02-03." in described["citation"]


@pytest.mark.parametrize(("ground", "turns_dark"), [(LIGHT.ground, True), (DARK.ground, False), ("#c2410c", False)])
def test_only_a_drawing_on_light_paper_turns_dark(tmp_path: Path, ground: str, *, turns_dark: bool) -> None:
    figure = small_figure()
    figure.set_facecolor(ground)
    svg = publish_small(tmp_path, fig=figure)["svg"].read_text(encoding="utf-8")
    assert ("prefers-color-scheme:dark" in svg) is turns_dark


def test_two_runs_write_the_same_bytes(tmp_path: Path) -> None:
    first = {suffix: path.read_bytes() for suffix, path in publish_small(tmp_path / "a").items()}
    second = {suffix: path.read_bytes() for suffix, path in publish_small(tmp_path / "b").items()}
    assert first == second
    assert b"matplotlib version" not in first["png"]
    assert b"<dc:date>" not in first["svg"]


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"alt_text": " \n"}, "no alt text"),
        ({"title": ""}, "no title"),
        ({"data": pd.DataFrame({"usd": []})}, "no plotted rows"),
        ({"source_ids": ["adverts", "rumours"]}, "no source rumours"),
        ({"source_ids": []}, "names no sources"),
        ({"source_ids": "adverts"}, "give source_ids as a list"),
        *(({"name": name}, "chart name") for name in ("", "../x", "A", "a-b", "1a", "a b", "a\n")),
    ],
)
def test_refuses_and_writes_nothing(tmp_path: Path, changed: dict[str, object], reason: str) -> None:
    with pytest.raises(PublishError, match=reason):
        publish_small(tmp_path, **changed)
    assert not list(tmp_path.iterdir())


def test_a_failed_write_leaves_the_last_good_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paths = publish_small(tmp_path)
    before = {suffix: path.read_bytes() for suffix, path in paths.items()}

    def refuse(self: Path, target: Path) -> Path:
        raise OSError("disk full")

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(OSError, match="disk full"):
        publish_small(tmp_path, title="Another")
    assert {suffix: path.read_bytes() for suffix, path in paths.items()} == before
    assert len(list(tmp_path.iterdir())) == 4


def test_the_register_of_the_project_is_the_default(tmp_path: Path) -> None:
    paths = publish_chart(
        small_figure(),
        "small",
        data=pd.DataFrame({"usd": [1]}),
        title="One",
        alt_text="One",
        source_ids=["pay_statements"],
        folder=tmp_path,
    )
    assert "collected by hand" in json.loads(paths["json"].read_text())["sources"][0]["title"]


CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1)


@given(st.lists(st.one_of(CELLS, st.none()), min_size=1), CELLS)
def test_every_text_comes_back_and_none_is_a_formula(tmp_path_factory: Callable, texts: list, heading: str) -> None:
    original = pd.DataFrame({heading: pd.Series(texts, dtype="str"), "usd": [-1.5] * len(texts)})
    if heading == "usd":
        return
    path = tmp_path_factory.mktemp("rows") / "rows.csv"  # type: ignore[attr-defined]
    path.write_bytes(write_rows(original).encode("utf-8"))
    raw = pd.read_csv(path, dtype="str", keep_default_na=False, encoding="utf-8")
    assert not raw.iloc[:, 0].str.match(r"\s*[=+\-@＝＋－＠]|[\t\r\n]").any()
    read = read_rows(path)
    if not pd.api.types.is_numeric_dtype(read.iloc[:, 0]):
        pd.testing.assert_frame_equal(read, original, check_dtype=False)


@pytest.mark.parametrize(
    ("written", "read"),
    [(["007", "1"], ["007", "1"]), ([1.5, None], [1.5, None]), ([3, 4], [3, 4]), (["NA", "nan"], ["NA", "nan"])],
)
def test_numbers_are_numbers_and_codes_stay_codes(tmp_path: Path, written: list, read: list) -> None:
    path = tmp_path / "rows.csv"
    path.write_text(write_rows(pd.DataFrame({"x": written, "y": "a"})), encoding="utf-8")
    column = read_rows(path)["x"]
    assert column.astype(object).where(column.notna(), None).tolist() == read
