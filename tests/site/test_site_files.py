"""The site's files, without a browser: complete, closed to the outside, the same on every run."""

import base64
import dataclasses
import io
import json
import re
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import Path
from urllib.parse import unquote, urljoin

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree, html
from PIL import Image
from typer.testing import CliRunner

from labormarket.charts import CHARTS
from labormarket.cli import app
from labormarket.files.errors import SourceError
from labormarket.files.safe_text import restore_hidden, show_hidden
from labormarket.hourly import HOURS_IN_PERIOD
from labormarket.publishing.publish import read_rows
from labormarket.site import build_site
from labormarket.site.build_site import make_site, refuse_stale
from labormarket.site.contents import Contents
from labormarket.site.folder import MARK, MARK_TEXT, replace_folder
from labormarket.site.method import KINDS, conclude, list_method
from labormarket.site.pages import is_web_link
from labormarket.site.payload import as_script, pack_rows, pack_table
from labormarket.site.published import read_published
from labormarket.site.statements import STATEMENT_COLUMNS, find_statements, join_sources
from labormarket.tables import TABLES
from labormarket.tiers import TIERS

room = import_module("labormarket.site.build_site")  # the package has a function of this name
ADDRESS = "https://example.org/pay/"
MOST_BYTES = 60_000_000
FIRST_LOAD = 300_000


def pages(files: Mapping[str, bytes]) -> dict[str, html.HtmlElement]:
    return {
        name: html.document_fromstring(content.decode("utf-8"))
        for name, content in files.items()
        if name.endswith(".html")
    }


@pytest.fixture(scope="module")
def read(files: dict[str, bytes]) -> dict[str, html.HtmlElement]:
    return pages(files)


def data_of(files: Mapping[str, bytes], name: str) -> dict:
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


def addresses(page: html.HtmlElement) -> Iterator[tuple[str, str]]:
    for element in page.iter("a", "img", "link", "script", "source"):
        for attribute in ("href", "src", "srcset"):
            if element.get(attribute):
                yield str(element.tag), element.get(attribute)


def broken_links(files: Mapping[str, bytes]) -> list[tuple[str, str]]:
    """Every address within the site that leads to no file, or to no anchor of its page."""
    read = pages(files)
    ids = {name: {element.get("id") for element in page.iter()} for name, page in read.items()}
    broken = []
    for name, page in read.items():
        for tag, address in addresses(page):
            if address.startswith(("http://", "https://")):
                assert tag in ("a", "link"), (name, tag, address)
                continue
            path, _, anchor = urljoin(f"https://x/{name}", address).removeprefix("https://x/").partition("#")
            path = unquote(path) or name
            # The explorer's view and the paper of a drawing stand behind the # too.
            lands = anchor in ids[path] if path in ids and path != "explore.html" and anchor else True
            if path not in files or not lands:
                broken.append((name, address))
    return broken


def test_every_address_within_the_site_lands(files: dict[str, bytes]) -> None:
    assert broken_links(files) == []
    assert broken_links({**files, "x.html": b"<a href='index.html#nowhere'>x</a><a href='gone.html'>y</a>"}) == [
        ("x.html", "index.html#nowhere"),
        ("x.html", "gone.html"),
    ]


def test_every_reference_to_an_element_finds_it(read: dict[str, html.HtmlElement]) -> None:
    for name, page in read.items():
        ids = Counter(element.get("id") for element in page.iter() if element.get("id"))
        assert max(ids.values(), default=1) == 1, (name, ids.most_common(1))
        for element in page.iter():
            for attribute in ("data-copy", "aria-labelledby", "for"):
                assert not element.get(attribute) or element.get(attribute) in ids, (name, attribute)


def test_no_page_asks_anything_of_another_server(files: dict[str, bytes], read: dict[str, html.HtmlElement]) -> None:
    for name, page in read.items():
        for element in page.iter():
            for attribute in ("src", "srcset", "data", "action", "poster"):
                assert "//" not in element.get(attribute, ""), (name, element.tag)
            if element.tag == "link" and element.get("rel") != "canonical":
                assert "//" not in element.get("href", "")
    for name, content in files.items():
        if name.endswith(".css"):
            assert not re.search(rb"url\(|@import", content), name
        if name.startswith("static/") and name.endswith(".js"):
            asks = rb"XMLHttpRequest|sendBeacon|WebSocket|https?://(?!www\.w3\.org)"
            # The search library names a step of its own trees `fetch`; it is given no network either way (the policy).
            asks += b"" if "minisearch" in name else rb"|fetch\("
            assert not re.search(asks, content), name


def test_no_script_or_style_stands_in_a_page(read: dict[str, html.HtmlElement]) -> None:
    for name, page in read.items():
        policy = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
        assert "default-src 'none'" in policy and "unsafe" not in policy
        for element in page.iter():
            assert not [key for key in element.attrib if key.startswith("on") or key == "style"], (name, element.tag)
            if element.tag == "script" and element.get("type") != "application/ld+json":
                assert element.get("src") and not (element.text or "").strip()
            assert element.tag != "style"


def test_each_page_has_words_of_its_own_for_search_engines(read: dict[str, html.HtmlElement]) -> None:
    titles, descriptions = Counter(), Counter()
    for name, page in read.items():
        assert len(page.xpath("//h1")) == 1, name
        if not name.startswith("embed/"):
            titles[page.xpath("//title")[0].text] += 1
            description = page.xpath("//meta[@name='description']/@content")[0]
            descriptions[description] += 1
            assert len(description) > 30, name
    assert titles.most_common(1)[0][1] == 1 and descriptions.most_common(1)[0][1] == 1


def test_the_first_load_is_under_three_hundred_kilobytes(
    files: dict[str, bytes], read: dict[str, html.HtmlElement]
) -> None:
    for name, page in read.items():
        if name.startswith("embed/"):
            continue
        loaded = {name}
        for tag, address in addresses(page):
            if tag in ("script", "img") or (tag == "link" and address.endswith(".css")):
                loaded.add(urljoin(f"https://x/{name}", address).removeprefix("https://x/").partition("#")[0])
        assert sum(len(files[one]) for one in loaded) < FIRST_LOAD, (name, loaded)


def test_the_same_input_makes_the_same_bytes(files: dict[str, bytes], project: Contents) -> None:
    again = make_site(dataclasses.replace(project, charts=project.charts[:1]))
    differ = {name for name in again if again[name] != files[name]}
    assert differ <= {"index.html", "charts/index.html"}


def test_each_chart_comes_with_everything(files: dict[str, bytes], project: Contents) -> None:
    for chart in project.charts:
        page = html.document_fromstring(files[chart.path].decode("utf-8"))
        offered = [link.get("href") for link in page.xpath("//div[@data-language='en']//ul[@class='downloads']//a")]
        assert offered == [f"../charts/{chart.name}.{suffix}" for suffix in ("png", "svg", "csv", "json")]
        assert page.xpath("//figure//img/@alt") == [chart.description["alt_text"]]
        assert page.get_element_by_id("cite-en").text_content() == chart.description["citation"]
        for name, content in chart.contents.items():
            assert files[f"charts/{name}"] == content
        rows = data_of(files, f"rows_{chart.name}")
        assert rows["rows"] == len(rows["statements"]) == chart.description["rows"]


def test_a_chart_can_be_taken_along_in_german(files: dict[str, bytes], project: Contents) -> None:
    chart = project.charts[0]
    page = html.document_fromstring(files[chart.path].decode("utf-8"))
    german = page.xpath("//div[@data-language='de']")[0]
    assert german.xpath(".//ul//a/@href")[0] == f"../charts/{chart.name}_de.png"
    assert "pro Stunde" in page.get_element_by_id("alt-de").text_content()
    assert "pro Stunde" in json.loads(files[f"charts/{chart.name}_de.json"])["title"]


def test_the_marks_of_a_chart_are_its_statements(files: dict[str, bytes], project: Contents) -> None:
    ids = project.statements["statement_id"].tolist()
    for chart in project.charts:
        for width, picture in project.drawn[chart.name].pictures.items():
            drawn = {mark.statement_id for mark in picture.marks}
            assert len(drawn) > 400 and drawn <= set(chart.rows["statement_id"]), (chart.name, width)
            assert all(0 < mark.left < 100 and 0 < mark.top < 100 for mark in picture.marks)
        marks = data_of(files, f"marks_{chart.name}")
        own = {mark.statement_id for mark in project.drawn[chart.name].pictures["page"].marks} & set(ids)
        assert {ids[place] for _, _, place in marks["page"]} == own


def test_a_mark_lies_on_the_line_of_its_own_platform(whole: Contents) -> None:
    rows = next(chart.rows for chart in whole.charts if chart.name == "pay_by_platform").set_index("statement_id")
    tops: dict[str, set[float]] = {}
    for mark in whole.drawn["pay_by_platform"].pictures["page"].marks:
        tops.setdefault(rows["platform"][mark.statement_id], set()).add(mark.top)
    assert len(tops) > 15 and all(len(top) == 1 for top in tops.values()), tops


def test_pictures_are_text_that_keeps_its_weight_and_length(project: Contents) -> None:
    for chart in project.charts:
        for picture in project.drawn[chart.name].pictures.values():
            lines = etree.fromstring(picture.svg).findall(".//{*}text")
            assert len(lines) > 20 and len(picture.svg) < len(chart.contents[f"{chart.name}.svg"]) / 2
            for line in lines:
                # A letter is between a fifth of its size and its size wide.
                said = next(one.get("font-size") for one in (line, *line.iterancestors()) if one.get("font-size"))
                length, size = float(line.get("textLength")), float(said.removesuffix("px"))
                assert 0.2 < length / size / len(line.text) < 1, line.text


def test_a_column_that_repeats_the_statement_is_sent_once(whole: Contents) -> None:
    chart, statements = whole.charts[0], whole.statements
    columns = pack_rows(chart.rows, statements)["columns"]
    repeated = [name for name, column in columns.items() if "repeated" in column]
    assert "pay_as_stated" in repeated and "midpoint" not in repeated and "statement_id" not in repeated
    own = statements.set_index("statement_id").loc[chart.rows["statement_id"]]
    for name in repeated:
        assert own[name].reset_index(drop=True).equals(chart.rows[name]), name


def test_the_first_view_has_finding_ladder_caveat_and_search(read: dict[str, html.HtmlElement]) -> None:
    opening = read["index.html"].xpath("//div[@class='opening']")[0]
    assert opening.xpath(".//h1") and opening.xpath(".//form[@id='find']") and opening.xpath(".//figure//img")
    assert "Advertised is not paid" in opening.text_content()
    for path in ("charts/wage_ladder.html", "platforms/mercor.html"):
        assert "Advertised is not paid" in read[path].xpath("//article")[0].text_content()


def test_each_claim_shows_how_far_it_rests_on_one_platform(
    read: dict[str, html.HtmlElement], project: Contents
) -> None:
    rows = read["index.html"].xpath("//section[@aria-labelledby='claims']//tbody/tr")
    claims = project.tables["claims"]
    assert len(rows) == len(claims) > 3
    for row, claim in zip(rows, claims.to_dict("records"), strict=True):
        cells = [cell.text_content() for cell in row]
        mover = claim["moved_most_by"] if isinstance(claim["moved_most_by"], str) else "rows that name no platform"
        assert mover in cells and f"{claim['statements']:,.0f}" in cells


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


def test_each_row_leads_to_the_statements_it_counts(root: Path, whole: Contents) -> None:
    charts, statements = read_published(root), whole.statements
    exact = 0
    for chart in charts:
        behind = find_statements(chart.rows, statements)
        if "statement_id" in chart.rows.columns:
            assert behind == [[name] for name in chart.rows["statement_id"]], chart.name
            exact += len(behind)
    assert exact > 500
    only = find_statements(pd.DataFrame({"statement_id": ["s0005", "nobody"]}), statements)
    assert only == [["s0005"], []]


def test_the_conclusions_count_what_the_table_holds(files: dict[str, bytes], statements: pd.DataFrame) -> None:
    counted = conclude(statements)
    adverts = sum(kind == "advertised" for kind in statements["kind"])
    assert (counted["advertised"], counted["statements"]) == (adverts, len(statements))
    assert f"{adverts:,} of {len(statements):,} statements are adverts" in files["index.html"].decode("utf-8")
    assert conclude(statements[statements["kind"].ne("advertised")])["advertised"] == 0


def test_method_and_dictionary_hold_every_constant_tier_table_and_column(
    files: dict[str, bytes], project: Contents, statements: pd.DataFrame
) -> None:
    rows = list_method(statements, project.tables["sources"])
    assert [row[0] for row in rows["tiers"]] == [tier.name for tier in TIERS]
    assert [row[0] for row in rows["hours"]] == list(HOURS_IN_PERIOD)
    for name in ("tiers", "kinds"):
        total = statements["tier"].notna().sum() if name == "tiers" else len(statements)
        assert sum(row[-1] for row in rows[name]) == total
    assert set(KINDS) == set(next(column.allowed for column in TABLES["pay"].columns if column.name == "kind"))
    dictionary = html.document_fromstring(files["dictionary.html"].decode("utf-8"))
    for spec in TABLES.values():
        section = dictionary.get_element_by_id(spec.name)
        assert [cell.text_content() for cell in section.xpath(".//tbody/tr/th")] == list(spec.column_names)


HOSTILE = "</script><script>alert(1)</script><img src=x onerror=alert(1)>\u2028\u202e{{ 7*7 }}"


def test_a_text_that_is_markup_stays_a_text(project: Contents, read: dict[str, html.HtmlElement]) -> None:
    chart = project.charts[0]
    words = {**chart.description, "title": HOSTILE, "alt_text": HOSTILE}
    pay = (
        project.tables["pay"]
        .head(40)
        .assign(pay_as_stated=HOSTILE, platform=HOSTILE, source_url="javascript:alert(1)", profession_as_stated=HOSTILE)
    )
    sources = project.tables["sources"].assign(title=HOSTILE)
    hostile = dataclasses.replace(
        project,
        tables={**project.tables, "pay": pay, "sources": sources},
        charts=(dataclasses.replace(chart, description=words),),
    )
    made = make_site(hostile, address=ADDRESS)
    for name, page in pages(made).items():
        assert not page.xpath("//img[@onerror]") and "49" not in (page.xpath("//h1")[0].text or "")
        assert "\u202e" not in made[name].decode("utf-8")
        assert not [link for link in page.xpath("//a/@href") if link.startswith("javascript")]
        for script in page.xpath("//script[not(@src)]"):
            json.loads(script.text)
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


def test_a_missing_chart_is_named(whole: Contents, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"charts: holds no chart\n  mend: run `labormarket build`"):
        read_published(tmp_path)
    (tmp_path / "charts").mkdir()
    for name, content in whole.charts[0].contents.items():
        (tmp_path / "charts" / name).write_bytes(content)
    assert [chart.name for chart in read_published(tmp_path)] == ["wage_ladder"]
    pd.testing.assert_frame_equal(read_rows(tmp_path / "charts" / "wage_ladder.csv"), whole.charts[0].rows)
    (tmp_path / "charts" / "wage_ladder.png").unlink()
    with pytest.raises(SourceError, match=r"charts/wage_ladder\.png: isn't there\n  mend: run `labormarket build`"):
        read_published(tmp_path)


def test_a_stale_chart_is_refused(whole: Contents) -> None:
    refuse_stale(whole.charts, whole.drawn)
    older = dataclasses.replace(whole.drawn["wage_ladder"], title="Everybody earns $7")
    with pytest.raises(SourceError, match=r"charts/wage_ladder\.json: says .* and the tables “Everybody earns \$7”"):
        refuse_stale(whole.charts, {**whole.drawn, "wage_ladder": older})


def test_previews_and_icons_have_the_size_that_others_ask_for(files: dict[str, bytes]) -> None:
    previews = [name for name in files if name.startswith("previews/")]
    assert {name.split("/")[1] for name in previews} >= {"platforms", "professions", "countries", "wage_ladder.png"}
    for name in previews:
        with Image.open(io.BytesIO(files[name])) as picture:
            assert picture.size == (1200, 630), name
        assert len(files[name]) < 120_000, name
    for name, size in (("icon-192", 192), ("icon-512", 512), ("apple-touch-icon", 180)):
        with Image.open(io.BytesIO(files[f"static/{name}.png"])) as picture:
            assert picture.size == (size, size)


def test_nothing_but_an_earlier_site_is_replaced(tmp_path: Path) -> None:
    site, other, files = tmp_path / "site", tmp_path / "thesis", {MARK: MARK_TEXT, "a/index.html": b"new"}
    replace_folder(site, {**files, "old.txt": b"old"})
    replace_folder(site, files)
    assert not (site / "old.txt").exists() and (site / "a" / "index.html").read_bytes() == b"new"
    other.mkdir()
    (other / "chapter.txt").write_text("mine")
    with pytest.raises(SourceError, match="holds other things"):
        replace_folder(other, files)
    (other / MARK).write_text("where I dig\n")
    with pytest.raises(SourceError, match="holds other things"):
        replace_folder(other, files)
    assert sorted(path.name for path in other.iterdir()) == ["chapter.txt", MARK]
    (tmp_path / "file").write_text("")
    with pytest.raises(SourceError, match="is a file"):
        replace_folder(tmp_path / "file", files)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "site", "thesis"]


def test_a_failure_on_the_way_leaves_the_old_site(tmp_path: Path) -> None:
    site = tmp_path / "site"
    replace_folder(site, {MARK: MARK_TEXT, "index.html": b"old"})
    with pytest.raises(OSError, match="too long"):
        replace_folder(site, {MARK: MARK_TEXT, "index.html": b"new", "x" * 300: b""})
    assert (site / "index.html").read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_the_command_writes_the_folder(
    tmp_path: Path, project: Contents, files: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room, "read_contents", lambda *_: project)
    monkeypatch.setattr(room, "make_site", lambda *_, address: files)
    run = CliRunner().invoke(app, ["site", "--out", str(tmp_path / "site")])
    assert run.exit_code == 0, run.output
    assert f"{len(files)} files, {sum(map(len, files.values())):,} bytes" in run.output.replace("\n", "")
    assert (tmp_path / "site" / "platforms" / "mercor.html").read_bytes() == files["platforms/mercor.html"]
    refused = CliRunner().invoke(app, ["site", "--out", str(tmp_path)])
    assert refused.exit_code == 1 and "holds other things" in refused.output + (refused.stderr or "")


@pytest.mark.slow  # draws every chart
def test_the_whole_site_is_complete_and_every_address_lands(tmp_path: Path) -> None:
    report = build_site(tmp_path / "site", languages=["en"], address=ADDRESS)
    files = {
        path.relative_to(tmp_path / "site").as_posix(): path.read_bytes()
        for path in (tmp_path / "site").rglob("*")
        if path.is_file()
    }
    assert report.files == len(files) and report.pages > 100 and report.bytes < MOST_BYTES
    assert broken_links(files) == []
    assert {name for name in CHARTS if f"charts/{name}.html" in files} == set(CHARTS)
    assert len(html.document_fromstring(files["corrections.html"]).xpath("//tbody/tr")) > 20


def test_report_links_are_filled_in(read: dict[str, html.HtmlElement]) -> None:
    for path in ("charts/wage_ladder.html", "platforms/mercor.html"):
        links = [link for link in read[path].xpath("//a/@href") if "/issues/new?" in link]
        assert links and all("edition%3A" in link for link in links)
    statement = read["platforms/mercor.html"].xpath("//ul[@class='prices']/li")[0]
    assert f"statement%3A%20{statement.get('id')}" in statement.xpath(".//a/@href")[-1]
