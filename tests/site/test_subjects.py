"""Pages by subject: which there are, what they say, and how they are found."""

import dataclasses
import io
import json
import tomllib
from pathlib import Path

import pandas as pd
import pytest
from lxml import etree, html

from labormarket.professions import professions
from labormarket.project.series import Note, read_note
from labormarket.site.build_site import make_site
from labormarket.site.contents import REPOSITORY, Contents
from labormarket.site.jobs import find_phrases
from labormarket.site.pages import PageWriter
from labormarket.site.strip import LEAST, WIDTH, make_strip
from labormarket.site.topics import KINDS, Topic, find_topics, slug
from labormarket.site.topics import LEAST as LEAST_STATEMENTS

ADDRESS = "https://example.org/pay/"


@pytest.fixture(scope="module")
def topics(whole: Contents) -> list[Topic]:
    table = whole.tables["professions"].set_index("profession")["group"]
    return find_topics(whole.statements, table.to_dict(), ["listings_2026-11-30"])


@pytest.fixture(scope="module")
def addressed(project: Contents) -> dict[str, bytes]:
    return make_site(dataclasses.replace(project, charts=project.charts[:1]), address=ADDRESS)


def test_every_platform_and_country_with_five_statements_has_its_page(topics: list[Topic], whole: Contents) -> None:
    work = whole.tables["pay"][whole.tables["pay"]["scope"].eq("training")]
    platforms = work["platform"].value_counts()
    found = {topic.key for topic in topics if topic.kind.folder == "platforms"}
    assert found == set(platforms.index[platforms >= LEAST_STATEMENTS])
    kenya = next(topic for topic in topics if topic.key == "KE")
    assert len(kenya.statements) == work["country"].fillna("").str.contains(r"\bKE\b").sum()
    assert len({topic.path for topic in topics}) == len(topics) > 100


def test_a_page_of_few_prices_claims_no_median(topics: list[Topic]) -> None:
    for topic in topics:
        prices = topic.stated.groupby(["platform", "price"]).ngroups
        assert (topic.median is not None) == (prices >= 5), topic.key
        assert sum(price.statements for price in topic.prices) <= len(topic.statements)


def test_a_median_is_shown_with_what_it_is_without_any_one_platform(topics: list[Topic]) -> None:
    for topic in topics:
        if topic.kind.folder != "platforms" and topic.without_one is not None:
            interval, _ = topic.without_one
            assert interval.low <= interval.high
            assert topic.median is not None


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Côte d’Ivoire", "cote-d-ivoire"),
        ("AI tutors & prompt writers", "ai-tutors-prompt-writers"),
        ("Türkiye", "turkiye"),
    ],
)
def test_a_name_becomes_an_address(name: str, expected: str) -> None:
    assert slug(name) == expected


def test_a_strip_keeps_every_bar_on_its_scale(topics: list[Topic]) -> None:
    for topic in topics:
        if len(topic.stated):
            for bars in make_strip(topic.stated).values():
                for bar in bars:
                    assert bar.left >= -LEAST and bar.left + bar.width <= WIDTH + LEAST, (topic.key, bar)


def test_a_subject_page_has_words_source_download_citation_date_and_changes(files: dict[str, bytes]) -> None:
    page = html.document_fromstring(files["platforms/mercor.html"].decode("utf-8"))
    words = page.text_content()
    assert "Data as of" in words and "since the edition of" in words and "CC BY 4.0" in words
    assert page.xpath("//nav[@class='crumbs']//a/text()") == ["Home", "Platforms"]
    prices = page.xpath("//ul[@class='prices']/li")
    assert len(prices) > 20 and all(price.xpath("./q")[0].text for price in prices)
    for price in prices:
        links = [link for link in price.xpath(".//a/@href") if "issues/new" not in link]
        assert links or "no public page" in price.text_content()
    rows = pd.read_csv(io.BytesIO(files["platforms/mercor.csv"]))
    assert rows["platform"].eq("Mercor").all() and f"{len(rows)} statements" in words


def test_where_the_address_is_known_links_say_so(addressed: dict[str, bytes]) -> None:
    page = html.document_fromstring(addressed["platforms/mercor.html"].decode("utf-8"))
    assert page.xpath("//link[@rel='canonical']/@href") == [f"{ADDRESS}platforms/mercor.html"]
    picture = page.xpath("//meta[@property='og:image']/@content")[0]
    assert picture.removeprefix(ADDRESS) in addressed
    way = json.loads(page.xpath("//script[@type='application/ld+json']")[0].text)
    assert [item["name"] for item in way["itemListElement"]][1:] == [
        "Platforms",
        "What does Mercor pay for training AI?",
    ]
    sitemap = etree.fromstring(addressed["sitemap.xml"])
    places = [element.text.removeprefix(ADDRESS) for element in sitemap.iter("{*}loc")]
    assert len(places) == len(set(places)) > 20
    for place in places:
        assert (f"{place}index.html" if not place or place.endswith("/") else place) in addressed
    assert f"Sitemap: {ADDRESS}sitemap.xml" in addressed["robots.txt"].decode()
    assert "sitemap.xml" not in (name for name in addressed if name.startswith("embed"))


def test_the_dataset_is_described_from_the_data_package(addressed: dict[str, bytes], project: Contents) -> None:
    page = html.document_fromstring(addressed["data.html"].decode("utf-8"))
    dataset = json.loads(page.xpath("//script[@type='application/ld+json']")[0].text)
    package = json.loads(project.downloads["data/tables/datapackage.json"])
    assert dataset["@type"] == "Dataset" and dataset["name"] == package["title"]
    assert len(dataset["distribution"]) == 2 * len(package["resources"])
    for file in dataset["distribution"]:
        assert file["contentUrl"].removeprefix(ADDRESS) in addressed


@pytest.mark.slow  # a library of its own, and every table read
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning")  # of a package of mlcroissant's
def test_croissant_is_valid_and_reads_the_tables(folder: Path, project: Contents) -> None:
    croissant = pytest.importorskip("mlcroissant")
    dataset = croissant.Dataset(jsonld=folder / "data" / "tables" / "croissant.json")
    assert not dataset.metadata.ctx.issues.errors
    records = iter(dataset.records("tiers"))
    assert next(records)["tiers/tier"] == project.downloads["data/tables/tiers.csv"].split(b"\n")[1].split(b",")[0]


def test_the_feed_has_an_entry_for_each_edition(project: Contents) -> None:
    text = "What changed since 2026-11-23\n```\nstatements that came: 2\n  a1: <b>&\n```\n"
    editions = (read_note("2026-11-30", text), Note("2026-11-23", "", ("a < b & c",)))
    site = dataclasses.replace(project, editions=editions, address=ADDRESS)
    feed = etree.fromstring(PageWriter(site).write("feed.xml", "feed.xml", {}))
    entries = feed.findall("{*}entry")
    assert [entry.findtext("{*}title") for entry in entries] == ["Edition of 2026-11-30", "Edition of 2026-11-23"]
    assert feed.findtext("{*}updated") == "2026-11-30T00:00:00Z"
    summaries = [entry.findtext("{*}summary") for entry in entries]
    assert summaries == ["statements that came: 2", "a < b & c"]
    assert len({entry.findtext("{*}id") for entry in entries}) == 2


def test_everyday_words_lead_to_groups_that_there_are(whole: Contents) -> None:
    phrases = list(find_phrases(whole.tables["professions"].set_index("profession")["group"].to_dict()))
    assert {"nurse", "Krankenschwester", "infirmière", "enfermera"} <= {phrase for phrase, _, _ in phrases}
    assert {group for _, group, _ in phrases} <= set(professions()["group"])


def test_a_profession_that_no_row_has_any_more_leads_nowhere() -> None:
    groups = {"lawyer": "lawyers and legal specialists"}
    named = {phrase for phrase, group, _ in find_phrases(groups) if group == groups["lawyer"]}
    assert {"lawyer", "abogado"} <= named


def test_the_repository_has_one_address(root: Path) -> None:
    assert f"repository-code: {REPOSITORY}" in (root / "CITATION.cff").read_text("utf-8")
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    zenodo = json.loads((root / ".zenodo.json").read_text("utf-8"))
    assert project["urls"]["Repository"] == REPOSITORY == zenodo["related_identifiers"][0]["identifier"]
    assert project["version"] == zenodo["version"]
    assert set(KINDS) == {"professions", "platforms", "countries"}
