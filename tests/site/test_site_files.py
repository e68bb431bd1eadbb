"""The site's files, without a browser: complete, closed to the outside, the same on every run."""

import base64
import dataclasses
import importlib
import json
import re
import zlib
from collections import Counter
from collections.abc import Callable
from pathlib import Path, PurePosixPath

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree, html
from typer.testing import CliRunner

from labormarket.charts import CHARTS, Tables
from labormarket.cli import app
from labormarket.files.errors import SourceError
from labormarket.files.safe_text import restore_hidden, show_hidden
from labormarket.hourly import HOURS_IN_PERIOD
from labormarket.site import build_site
from labormarket.site.build_site import refuse_stale
from labormarket.site.conclusions import state_conclusions
from labormarket.site.evidence import find_statements
from labormarket.site.folder import replace_folder
from labormarket.site.method import KINDS, method_listings
from labormarket.site.pages import PAGES, is_web_link
from labormarket.site.payload import as_script, pack_table
from labormarket.site.phone import PhonePicture, draw_phone_picture
from labormarket.site.published import PublishedChart, read_published
from labormarket.site.statements import STATEMENT_COLUMNS, join_sources
from labormarket.tables import TABLES
from labormarket.tiers import TIERS

Make = Callable[..., dict[str, bytes]]
MOST_BYTES = 8_000_000
ROOM_TO_GROW = 2_000_000
"""For hundreds of statements more, and a chart or three."""


def pages(files: dict[str, bytes]) -> dict[str, html.HtmlElement]:
    return {name: html.document_fromstring(files[name].decode("utf-8")) for name in PAGES}


def data_of(files: dict[str, bytes], name: str) -> dict:
    script = files[f"data/{name}.js"].decode("ascii")
    packed = script.removeprefix(f'labormarket.receivePacked("{name}",').removesuffix(");\n")
    return json.loads(zlib.decompress(base64.b64decode(json.loads(packed))))


def unpacked(table: dict) -> pd.DataFrame:
    columns = {}
    for name, packed in table["columns"].items():
        if "numbers" in packed:
            columns[name] = packed["numbers"]
        else:
            columns[name] = [None if place is None else packed["texts"][place] for place in packed["at"]]
    return pd.DataFrame(columns)


def test_the_site_is_under_eight_megabytes_and_may_grow(files: dict[str, bytes]) -> None:
    sizes = {name: len(content) for name, content in files.items()}
    assert 500_000 < sum(sizes.values()) < MOST_BYTES - ROOM_TO_GROW, Counter(sizes).most_common(5)


def test_the_same_input_makes_the_same_bytes(files: dict[str, bytes], make: Make, root: Path) -> None:
    assert make() == files
    again = draw_phone_picture("wage_ladder", Tables(root=root))
    assert again.svg == files["charts/wage_ladder_phone.svg"]


def test_no_page_asks_anything_of_another_server(files: dict[str, bytes]) -> None:
    for name, page in pages(files).items():
        for element in page.iter():
            for attribute in ("src", "srcset", "data", "action", "poster"):
                assert "//" not in element.get(attribute, ""), (name, element.tag)
            if element.tag == "link":
                assert "//" not in element.get("href", "")
    for name, content in files.items():
        if name.endswith(".css"):
            assert not re.search(rb"url\(|@import", content), name
        if name.startswith("static/") and name.endswith(".js"):
            assert not re.search(rb"fetch\(|XMLHttpRequest|sendBeacon|WebSocket|https?://(?!www\.w3\.org)", content), (
                name
            )


def test_every_local_address_leads_to_a_file(files: dict[str, bytes]) -> None:
    for name, page in pages(files).items():
        ids = {element.get("id") for element in page.iter()}
        for element in page.iter("a", "img", "link", "script"):
            target = element.get("href") or element.get("src") or ""
            if target.startswith(("http://", "https://")):
                assert element.tag == "a"
            elif target.startswith("#"):
                assert target[1:] in ids, (name, target)
            else:
                assert target.partition("#")[0] in files, (name, target)
        for element in page.iter():
            for attribute in ("data-copy", "aria-labelledby", "for"):
                if element.get(attribute):
                    assert element.get(attribute) in ids, (name, attribute, element.get(attribute))


def test_no_script_or_style_stands_in_a_page(files: dict[str, bytes]) -> None:
    for name, page in pages(files).items():
        policy = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
        assert "default-src 'none'" in policy and "unsafe" not in policy
        for element in page.iter():
            assert not [key for key in element.attrib if key.startswith("on") or key == "style"], (name, element.tag)
            if element.tag == "script":
                assert element.get("src") and not (element.text or "").strip()
            assert element.tag != "style"


def test_each_chart_of_the_registry_comes_with_everything(
    files: dict[str, bytes], charts: list[PublishedChart]
) -> None:
    page = pages(files)["index.html"]
    assert [section.get("id") for section in page.xpath("//section[@class='chart']")] == list(CHARTS)
    for chart in charts:
        section = page.get_element_by_id(chart.name)
        offered = [PurePosixPath(link.get("href")).suffix for link in section.xpath(".//ul[@class='downloads']//a")]
        assert offered == [".png", ".svg", ".csv", ".json"]
        picture = section.xpath(".//img")[0]
        assert picture.get("alt") == chart.description["alt_text"] != ""
        assert page.get_element_by_id(f"{chart.name}-citation").text_content() == chart.description["citation"]
        embedded = html.fragment_fromstring(page.get_element_by_id(f"{chart.name}-embed").text_content())
        assert embedded.xpath(".//img/@alt") == [chart.description["alt_text"]]
        assert [int(embedded.xpath(".//img")[0].get(side)) for side in ("width", "height")] == [
            chart.width,
            chart.height,
        ]
        rows = data_of(files, f"rows_{chart.name}")
        assert rows["rows"] == len(rows["statements"]) == chart.description["rows"]


def said(line: etree._Element, name: str) -> str:
    """What an element of a drawing says of its looks, itself or through the groups around it."""
    return next(element.get(name) for element in (line, *line.iterancestors()) if element.get(name))


def test_phone_pictures_are_text_that_keeps_its_weight_and_length(files: dict[str, bytes]) -> None:
    for name in CHARTS:
        svg = files[f"charts/{name}_phone.svg"]
        lines = etree.fromstring(svg).findall(".//{*}text")
        assert len(lines) > 20 and len(svg) < len(files[f"charts/{name}.svg"]) / 2
        assert {said(line, "font-weight") for line in lines} >= {"400", "700"}
        for line in lines:
            # A letter is between a fifth of its size and its size wide.
            length, size = float(line.get("textLength")), float(said(line, "font-size").removesuffix("px"))
            assert 0.2 < length / size / len(line.text) < 1, line.text


def test_a_column_that_repeats_the_statement_is_sent_once(
    files: dict[str, bytes], charts: list[PublishedChart], statements: pd.DataFrame
) -> None:
    columns = data_of(files, "rows_wage_ladder")["columns"]
    repeated = [name for name, column in columns.items() if "repeated" in column]
    assert "pay_as_stated" in repeated and "midpoint" not in repeated and "statement_id" not in repeated
    own = statements.set_index("statement_id").loc[charts[0].rows["statement_id"]]
    for name in repeated:
        assert own[name].reset_index(drop=True).equals(charts[0].rows[name]), name


def test_the_finding_and_its_limits_come_before_the_first_chart(files: dict[str, bytes]) -> None:
    page = files["index.html"].decode("utf-8")
    places = [page.index(sign) for sign in ("<h1>", 'id="conclude"', '<section class="chart"')]
    assert places == sorted(places)


def test_a_known_address_makes_the_embed_code_whole(make: Make, charts: list[PublishedChart]) -> None:
    made = make(charts=charts[:1], address="https://example.org/pay")
    code = pages(made)["index.html"].get_element_by_id(f"{charts[0].name}-embed").text_content()
    assert f'src="https://example.org/pay/charts/{charts[0].name}.png"' in code
    with pytest.raises(SourceError, match="not a web address"):
        make(charts=charts[:1], address="javascript:alert(1)//")


def test_the_statements_arrive_as_they_are(files: dict[str, bytes], statements: pd.DataFrame) -> None:
    arrived = unpacked(data_of(files, "statements"))
    assert list(arrived.columns) == list(STATEMENT_COLUMNS)
    for name in STATEMENT_COLUMNS:
        expected = statements[name].tolist()
        for there, here in zip(arrived[name].tolist(), expected, strict=True):
            if pd.isna(here):
                assert pd.isna(there)
            elif isinstance(here, bool):
                assert there == str(here).lower()
            else:
                assert there == here or there == pytest.approx(here, abs=1e-6), name


def test_each_row_leads_to_as_many_statements_as_it_counts(
    charts: list[PublishedChart], statements: pd.DataFrame
) -> None:
    exact = 0
    for chart in charts:
        behind = find_statements(chart.rows, statements)
        if "statements" in chart.rows.columns:
            found = [len(ids) for ids in behind]
            if "statement_id" not in chart.rows.columns:
                counts = chart.rows["statements"].astype(int)
                # A chart may leave statements of a pair out (other countries, other kinds), never add any.
                assert all(n >= count for n, count in zip(found, counts, strict=True) if n), chart.name
                assert sum(map(bool, found)) > len(found) / 2, chart.name
        if "statement_id" in chart.rows.columns:
            assert behind == [[name] for name in chart.rows["statement_id"]], chart.name
            exact += len(behind)
    assert exact > 500


def test_rows_of_platforms_and_sums_find_theirs(charts: list[PublishedChart], statements: pd.DataFrame) -> None:
    by_name = {chart.name: chart for chart in charts}
    rows = by_name["evidence"].rows
    behind = find_statements(rows, statements)
    for row, ids in zip(rows.to_dict("records"), behind, strict=True):
        assert len(ids) == (0 if row["group"] == "others" else row["statements"])
    only = find_statements(pd.DataFrame({"statement_id": ["s0005", "nobody"]}), statements)
    assert only == [["s0005"], []]


def test_the_conclusions_count_what_the_table_holds(statements: pd.DataFrame) -> None:
    said = state_conclusions(statements)
    adverts = sum(kind == "advertised" for kind in statements["kind"])
    words = " ".join(claim + figure for claim, figure in (*said.may, *said.may_not))
    assert f"{adverts:,} of {len(statements):,} statements are adverts" in words
    fewer = state_conclusions(statements[statements["kind"].ne("advertised")])
    assert f"0 of {len(statements) - adverts:,} statements are adverts" in " ".join(f for _, f in fewer.may_not)


def test_method_and_dictionary_hold_every_constant_tier_table_and_column(
    files: dict[str, bytes], statements: pd.DataFrame, sources: pd.DataFrame
) -> None:
    listings = method_listings(statements, sources)
    assert [row[0] for row in listings["tiers"].rows] == [tier.name for tier in TIERS]
    assert [row[0] for row in listings["hours"].rows] == list(HOURS_IN_PERIOD)
    for name in ("tiers", "kinds"):
        total = statements["tier"].notna().sum() if name == "tiers" else len(statements)
        assert sum(int(row[-1].replace(",", "")) for row in listings[name].rows) == total
    assert set(KINDS) == set(next(column.allowed for column in TABLES["pay"].columns if column.name == "kind"))
    dictionary = pages(files)["dictionary.html"]
    for spec in TABLES.values():
        section = dictionary.get_element_by_id(spec.name)
        assert [cell.text_content() for cell in section.xpath(".//tbody/tr/th")] == list(spec.column_names)


HOSTILE = "</script><script>alert(1)</script><img src=x onerror=alert(1)>\u2028\u202e{{ 7*7 }}"


def test_a_text_that_is_markup_stays_a_text(
    make: Make, statements: pd.DataFrame, sources: pd.DataFrame, charts: list[PublishedChart]
) -> None:
    chart = PublishedChart(
        **{**vars(charts[0]), "description": {**charts[0].description, "title": HOSTILE, "alt_text": HOSTILE}}
    )
    hostile = sources.assign(title=HOSTILE)
    made = make(statements=statements.assign(pay_as_stated=HOSTILE), sources=hostile, charts=[chart])
    before = pages(make(charts=charts[:1]))
    for name, page in pages(made).items():
        assert len(page.xpath("//script")) == len(before[name].xpath("//script")), name
        assert not page.xpath("//img[@onerror]") and "49" not in (page.xpath("//h1")[0].text or "")
        assert "\u202e" not in made[name].decode("utf-8")
    assert "<script>alert(1)</script>" in pages(made)["index.html"].xpath("//h1")[0].text_content()
    script = made["data/statements.js"]
    assert b"<" not in script and b"\xe2\x80\xa8" not in script
    assert unpacked(data_of(made, "statements"))["pay_as_stated"].eq(show_hidden(HOSTILE)).all()


@given(st.lists(st.one_of(st.none(), st.text()), min_size=1))
def test_any_text_comes_back_from_its_script(texts: list[str | None]) -> None:
    texts = [text.encode("utf-8", "replace").decode("utf-8") if text is not None else None for text in texts]
    table = pd.DataFrame({"words": pd.Series(texts, dtype="str")})
    script = as_script("words", pack_table(table))
    assert not re.search(rb"[<>&\x80-\xff]", script)
    value = json.loads(script.decode("ascii").removeprefix('labormarket.receive("words",').removesuffix(");\n"))
    assert [None if pd.isna(text) else restore_hidden(text) for text in unpacked(value)["words"]] == texts


@pytest.mark.parametrize(
    ("text", "is_link"),
    [
        ("https://example.org/a?b=c#d", True),
        ("HTTP://example.org", True),
        ("javascript:alert(1)", False),
        ("data:text/html,<script>", False),
        ("file:///etc/passwd", False),
        ("//example.org", False),
        ("https:", False),
        ("http://[", False),
        (" java\nscript:alert(1)", False),
        (float("nan"), False),
    ],
)
def test_only_web_addresses_become_links(text: object, is_link: bool) -> None:
    assert is_web_link(text) is is_link


def test_a_statement_without_its_raw_row_stops_the_build(statements: pd.DataFrame) -> None:
    raw = pd.DataFrame({"statement_id": ["other"], "source_title": [""], "source_url": [""], "note": [""]})
    with pytest.raises(SourceError, match="stands in the pay table and in no raw file"):
        join_sources(statements[list(TABLES["pay"].column_names)].head(1), raw)


def test_a_missing_chart_is_named(charts: list[PublishedChart], tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"charts: holds no chart\n  mend: run `labormarket build`"):
        read_published(tmp_path)
    (tmp_path / "charts").mkdir()
    ladder = next(chart for chart in charts if chart.name == "wage_ladder")
    for name, content in ladder.contents.items():
        (tmp_path / "charts" / name).write_bytes(content)
    assert [chart.name for chart in read_published(tmp_path)] == ["wage_ladder"]
    (tmp_path / "charts" / "wage_ladder.png").unlink()
    with pytest.raises(SourceError, match=r"charts/wage_ladder\.png: isn't there\n  mend: run `labormarket build`"):
        read_published(tmp_path)


def test_a_stale_chart_is_refused(charts: list[PublishedChart], phone: dict[str, PhonePicture]) -> None:
    refuse_stale(charts, phone)
    older = dataclasses.replace(phone["owners"], title="Everybody earns $7")
    with pytest.raises(SourceError, match=r"charts/owners\.json: says .* and the tables “Everybody earns \$7”"):
        refuse_stale(charts, {**phone, "owners": older})


def test_nothing_but_an_earlier_site_is_replaced(tmp_path: Path, files: dict[str, bytes]) -> None:
    site, other = tmp_path / "site", tmp_path / "thesis"
    replace_folder(site, {**files, "old.txt": b"old"})
    replace_folder(site, files)
    assert not (site / "old.txt").exists() and (site / "index.html").read_bytes() == files["index.html"]
    other.mkdir()
    (other / "chapter.txt").write_text("mine")
    with pytest.raises(SourceError, match="holds other things"):
        replace_folder(other, files)
    assert [path.name for path in other.iterdir()] == ["chapter.txt"]
    (tmp_path / "file").write_text("")
    with pytest.raises(SourceError, match="is a file"):
        replace_folder(tmp_path / "file", files)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "site", "thesis"]


def test_a_failure_on_the_way_leaves_the_old_site(tmp_path: Path) -> None:
    site = tmp_path / "site"
    replace_folder(site, {"site.txt": b"", "index.html": b"old"})
    with pytest.raises(OSError, match="too long"):
        replace_folder(site, {"site.txt": b"", "index.html": b"new", "x" * 300: b""})
    assert (site / "index.html").read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_the_command_writes_the_folder(
    tmp_path: Path,
    files: dict[str, bytes],
    root: Path,
    phone: dict[str, PhonePicture],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    module = importlib.import_module("labormarket.site.build_site")

    def drawn_already(names: list[str], at: Path) -> dict[str, PhonePicture]:
        assert at == root
        return {name: phone[name] for name in names}

    monkeypatch.setattr(module, "draw_phone_pictures", drawn_already)
    run = CliRunner().invoke(app, ["site", "--out", str(tmp_path / "site")])
    assert run.exit_code == 0, run.output
    assert f"{len(files)} files, {sum(map(len, files.values())):,} bytes" in run.output.replace("\n", "")
    written = {
        path.relative_to(tmp_path / "site").as_posix(): path.read_bytes()
        for path in (tmp_path / "site").rglob("*")
        if path.is_file()
    }
    assert written == files
    refused = CliRunner().invoke(app, ["site", "--out", str(tmp_path)])
    assert refused.exit_code == 1 and "holds other things" in refused.output + (refused.stderr or "")
    assert build_site(tmp_path / "site").files == len(files)
