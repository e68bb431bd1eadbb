"""The site's pages: which there are, and their templates filled in; every text is escaped on its way in."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator, Mapping
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

import pandas as pd
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from labormarket.charts.style import DARK, LIGHT
from labormarket.estimates import Interval
from labormarket.estimates.answer import count
from labormarket.files.errors import SourceError
from labormarket.files.safe_text import show_hidden
from labormarket.publishing.publish import LICENCE, PUBLISHER
from labormarket.publishing.svg_dark_mode import FRAGMENT
from labormarket.site.contents import REPOSITORY, TITLE, Contents
from labormarket.site.metadata import describe_dataset
from labormarket.site.method import conclude, list_method
from labormarket.site.payload import as_script_json
from labormarket.site.pictures import LANGUAGE_NAMES
from labormarket.site.statements import list_corrections
from labormarket.site.strip import BANDS, TICKS, make_strip
from labormarket.site.topics import KINDS, Topic, country_name
from labormarket.site.yardsticks import amounts, measure_topic, summarise
from labormarket.tables import TABLES

# Nothing but the folder's own files, and no script that stands in a page. Opened from disk, a folder has no origin
# that every browser takes for 'self'; `file:` names it there, and on a server it allows nothing.
CONTENT_POLICY = (
    "default-src 'none'; script-src 'self' file:; style-src 'self' file:; img-src 'self' file: data:; "
    "base-uri 'none'; form-action 'none'"
)
NAVIGATION = {
    "charts/index.html": "Charts",
    "professions/index.html": "Professions",
    "platforms/index.html": "Platforms",
    "countries/index.html": "Countries",
    "explore.html": "Explore",
    "data.html": "Data",
    "about.html": "About",
}
USES = {"png": "for the web", "svg": "for print", "csv": "the numbers", "json": "the description"}
WEB = ("http", "https")
MOST_OFTEN = 8
"""So many groups of professions stand in the first view."""

Page = tuple[str, str, dict[str, Any]]
"""A page: its path in the site, its template, what the template is given beside what all pages know."""


def list_pages(site: Contents) -> Iterator[Page]:
    """Give every page of the site; its title, its description and the way to it stand in its template."""
    often = [topic for topic in site.of_kind("professions") if topic.median is not None][:MOST_OFTEN]
    table = site.tables.get("claims", pd.DataFrame())
    claims = table.convert_dtypes().astype("object").where(table.notna(), None).to_dict("records")
    offered = [spec for spec in TABLES.values() if f"data/tables/{spec.name}.csv" in site.downloads]
    singles: dict[str, dict[str, Any]] = {
        "index.html": {"claims": claims, "often": often, "counted": conclude(site.statements)},
        "explore.html": {},
        "charts/index.html": {},
        "data.html": {"tables": offered},
        "method.html": {"rows": list_method(site.statements, site.tables["sources"])},
        "dictionary.html": {"tables": TABLES.values()},
        "about.html": {},
        "corrections.html": {"corrections": list_corrections(site.raw, site.tables["sources"])},
        "changes.html": {},
    }
    yield from ((path, path.replace("/index", ""), given) for path, given in singles.items())
    for chart in site.charts:
        given = {"chart": chart, "pictures": site.drawn[chart.name].pictures}
        yield chart.path, "chart.html", given
        yield f"embed/{chart.name}.html", "embed.html", given
    for kind in KINDS.values():
        if topics := site.of_kind(kind.folder):
            yield f"{kind.folder}/index.html", "subjects.html", {"kind": kind, "topics": topics}
        for topic in topics:
            yield topic.path, "subject.html", topic_facts(topic, site)


def topic_facts(topic: Topic, site: Contents) -> dict[str, Any]:
    """Return what the page of a platform, a group of professions or a country says."""
    return {
        "topic": topic,
        "summary": summarise(topic),
        "yardsticks": measure_topic(topic, site.tables, site.groups),
        "strip": make_strip(topic.stated),
        "related": find_related(topic, site),
    }


def find_related(topic: Topic, site: Contents) -> list[tuple[str, list[tuple[str, str, int]]]]:
    """Return, for each other kind of subject, those that share statements with this one: name, path, how many."""
    related = []
    for kind in KINDS.values():
        if kind != topic.kind:
            shared = [(other.name, other.path, len(topic.ids & other.ids)) for other in site.of_kind(kind.folder)]
            shared = sorted((one for one in shared if one[2]), key=lambda one: (-one[2], one[0]))
            if shared:
                related.append((kind.title, shared))
    return related


class PageWriter:
    """Fills in the templates of a site."""

    def __init__(self, site: Contents) -> None:
        self.site = site
        self.environment = Environment(
            loader=PackageLoader("labormarket.site"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            finalize=visible,
        )
        self.environment.globals |= {
            "site": site,
            "address": site.address,
            "site_title": TITLE,
            "navigation": NAVIGATION,
            "policy": CONTENT_POLICY,
            "licence": LICENCE,
            "publisher": PUBLISHER,
            "repository": REPOSITORY,
            "scheme": FRAGMENT,
            "uses": USES,
            "language_names": LANGUAGE_NAMES,
            "papers": (LIGHT, DARK),
            "bands": BANDS,
            "ticks": TICKS,
            "dataset": json_ld(describe_dataset(site)),
            "breadcrumbs": self.breadcrumbs,
            "report": self.report,
            **{tool.__name__: tool for tool in (amounts, count, country_name, explore, hourly, is_web_link, measure)},
        }
        self.environment.filters |= {
            "kilobytes": kilobytes,
            "sentence_case": sentence_case,
            "thousands": "{:,}".format,
        }

    def write(self, template: str, path: str, given: Mapping[str, Any]) -> bytes:
        """Return one page, or another file that has a template."""
        text = self.environment.get_template(template).render(path=path, up="../" * path.count("/"), **given)
        return (re.sub(r"\n\s*\n+", "\n", text).strip() + "\n").encode("utf-8")

    def report(self, subject: str, **facts: object) -> str:
        """Return the address of a new issue that is filled in with what the report is about."""
        body = "".join(f"{name}: {value}\n" for name, value in {**facts, "edition": self.site.data_as_of}.items())
        words = {"title": f"Error in {subject}", "body": f"{body}\nWhat is wrong, and where it can be seen:\n"}
        return f"{REPOSITORY}/issues/new?{urlencode(words, quote_via=quote)}"

    def breadcrumbs(self, way: list[tuple[str, str]]) -> Markup:
        """Return the way to a page, (path, name) by (path, name), as schema.org has it."""
        items = [
            {"@type": "ListItem", "position": number, "name": name, "item": self.site.address + path}
            for number, (path, name) in enumerate(way, start=1)
        ]
        return json_ld({"@context": "https://schema.org", "@type": "BreadcrumbList", "itemListElement": items})


def json_ld(value: object) -> Markup:
    """Return a value as a block of JSON-LD: data, which no browser runs."""
    return Markup('<script type="application/ld+json">{}</script>').format(Markup(as_script_json(value)))


def measure(low: float | None, high: float | None, unit: str) -> str:
    """Return the bounds of a claim's figure in words.

    >>> measure(4.444, 6.667, "times"), measure(0.11, 0.2809, "share"), measure(5.0, 5.0, "times")
    ('4.4–6.7×', '11–28%', '5×')
    """
    ends = [f"{100 * end:.0f}" if unit == "share" else f"{end:.2g}" for end in (low, high) if end is not None]
    return "–".join(dict.fromkeys(ends)) + ("%" if unit == "share" else "×") if ends else ""


def hourly(statement: Mapping[Hashable, Any]) -> str:
    """Return a statement's pay in US dollars per hour; a missing end is open."""
    low, high = (statement[name] for name in ("usd_per_hour_low", "usd_per_hour_high"))
    return amounts(Interval(0 if low is None else low, float("inf") if high is None else high))


def explore(topic: Topic) -> str:
    """Return the part of the explorer's address that shows a subject's statements."""
    values = [topic.key]
    name = topic.kind.facet
    if name == "group":
        name, values = "profession", sorted({str(value) for value in topic.statements["profession"].dropna()})
    return urlencode([(name, value) for value in values])


def check_address(address: str) -> str:
    """Return a web address with one slash at its end, "" for none.

    >>> check_address("https://example.org/pay"), check_address("")
    ('https://example.org/pay/', '')
    >>> check_address("javascript:alert(1)")
    Traceback (most recent call last):
    labormarket.files.errors.SourceError: address: not a web address: 'javascript:alert(1)'
      mend: give one that begins with https://
    """
    if address and not is_web_link(address):
        raise SourceError("address", f"not a web address: {address!r}", mend="give one that begins with https://")
    return f"{address.rstrip('/')}/" if address else ""


def is_web_link(text: object) -> bool:
    """Whether a text may become a link: http and https only, whatever else was scraped.

    >>> [is_web_link(text) for text in ("https://example.org/a", "javascript:alert(1)", "//example.org", "", None)]
    [True, False, False, False, False]
    """
    if not isinstance(text, str):
        return False
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in WEB and bool(parts.netloc)


def sentence_case(text: str) -> str:
    """Return the text with its first letter large, the others as they are.

    >>> sentence_case("VC-partner consulting"), sentence_case("pay per hour")
    ('VC-partner consulting', 'Pay per hour')
    """
    return text[:1].upper() + text[1:]


def kilobytes(content: bytes) -> str:
    """Return the size of a file as people read it.

    >>> kilobytes(b"x" * 335), kilobytes(b"x" * 12_400)
    ('0.3 kB', '12 kB')
    """
    size = len(content) / 1000
    return f"{size:.1f} kB" if size < 10 else f"{size:.0f} kB"


def visible(value: object) -> object:
    """Show what a browser would obey as its code, in every text that a template prints."""
    return show_hidden(value) if isinstance(value, str) and not isinstance(value, Markup) else value
