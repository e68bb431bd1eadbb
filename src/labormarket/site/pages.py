"""The site's pages, filled in from their templates; every text is escaped on its way in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from labormarket.charts.i18n import Words
from labormarket.estimates import Interval
from labormarket.files.errors import SourceError
from labormarket.files.safe_text import show_hidden
from labormarket.publishing.publish import LICENCE, PUBLISHER
from labormarket.publishing.svg_dark_mode import FRAGMENT
from labormarket.site.metadata import REPOSITORY, as_json_ld
from labormarket.site.pictures import Picture
from labormarket.site.published import PublishedChart
from labormarket.site.topics import Topic, country_name

TITLE = "What AI training pays"
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
WEB = ("http", "https")
HOME = ("index.html", TITLE)
WORDS = Words("en")


@dataclass(frozen=True)
class Page:
    """One page: its path in the site, its template, its title and description, the way to it, its preview picture."""

    path: str
    template: str
    title: str
    description: str
    crumbs: tuple[tuple[str, str], ...] = ()
    preview: str = "previews/index.png"
    context: Mapping[str, Any] = field(default_factory=dict)
    listed: bool = True
    """Whether it stands in the sitemap: a page that only shows another's chart doesn't."""

    @property
    def up(self) -> str:
        """The way from the page to the site's root."""
        return "../" * self.path.count("/")


class PageWriter:
    """Writes pages; `address` (https://…) is where the folder will stand, if known, `shared` what every page knows."""

    def __init__(self, *, address: str = "", edition: str = "", **shared: Any) -> None:
        self.address = check_address(address)
        self.edition = edition
        self.environment = Environment(
            loader=PackageLoader("labormarket.site"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            finalize=visible,
        )
        self.environment.globals.update(
            is_web_link=is_web_link,
            report=self.report,
            amounts=amounts,
            measure=measure,
            hourly=hourly,
            embed_code=self.embed_code,
            country_name=country_name,
            explore=explore,
            site_title=TITLE,
            navigation=NAVIGATION,
            policy=CONTENT_POLICY,
            licence=LICENCE,
            repository=REPOSITORY,
            scheme=FRAGMENT,
            address=self.address,
            **shared,
        )
        self.environment.filters |= {"sentence_case": sentence_case, "thousands": "{:,}".format}

    def write(self, page: Page) -> bytes:
        """Return one page."""
        template = self.environment.get_template(page.template)
        text = template.render(page=page, up=page.up, breadcrumbs=self._breadcrumbs(page), **page.context)
        return (re.sub(r"\n\s*\n+", "\n", text).strip() + "\n").encode("utf-8")

    def embed_code(self, chart: PublishedChart, picture: Picture) -> str:
        """Return the markup of a frame that shows a chart: its ratio is fixed, it follows each edition, no script."""
        template = self.environment.get_template("embed_code.html")
        return template.render(chart=chart, picture=picture).strip()

    def report(self, subject: str, **facts: object) -> str:
        """Return the address of a new issue that is filled in with what the report is about."""
        body = "".join(f"{name}: {value}\n" for name, value in {**facts, "edition": self.edition}.items())
        words = {"title": f"Error in {subject}", "body": f"{body}\nWhat is wrong, and where it can be seen:\n"}
        return f"{REPOSITORY}/issues/new?{urlencode(words, quote_via=quote)}"

    def _breadcrumbs(self, page: Page) -> Markup:
        """Return the way to the page as schema.org has it, for a site whose address is known."""
        if not (self.address and page.crumbs):
            return Markup("")
        way = [HOME, *page.crumbs, (page.path, page.title)]
        items = [
            {"@type": "ListItem", "position": number, "name": name, "item": self.address + path}
            for number, (path, name) in enumerate(way, start=1)
        ]
        return json_ld({"@context": "https://schema.org", "@type": "BreadcrumbList", "itemListElement": items})


def json_ld(value: object) -> Markup:
    """Return a value as a block of JSON-LD: data, which no browser runs."""
    return Markup('<script type="application/ld+json">{}</script>').format(Markup(as_json_ld(value)))


def amounts(interval: Interval) -> str:
    """Return a range of US dollars per hour in words; 0 and infinity are open ends.

    >>> amounts(Interval(20, 37.5)), amounts(Interval(0, 25)), amounts(Interval(15, float("inf")))
    ('$20–38', 'up to $25', 'from $15')
    """
    low, high = interval
    return WORDS.dollar_range(low if low > 0 else float("nan"), high if high != float("inf") else float("nan"))


def measure(low: float | None, high: float | None, unit: str) -> str:
    """Return the bounds of a claim's figure in words.

    >>> measure(4.444, 6.667, "times"), measure(0.11, 0.2809, "share"), measure(5.0, 5.0, "times")
    ('4.4–6.7×', '11–28%', '5×')
    """
    ends = [f"{100 * end:.0f}" if unit == "share" else f"{end:.2g}" for end in (low, high) if end is not None]
    return "–".join(dict.fromkeys(ends)) + ("%" if unit == "share" else "×") if ends else ""


def hourly(statement: Mapping[str, Any]) -> str:
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


def visible(value: object) -> object:
    """Show what a browser would obey as its code, in every text that a template prints."""
    if isinstance(value, Markup):
        return value
    return show_hidden(value) if isinstance(value, str) else value


def cite(title: str, data_as_of: str, address: str = "") -> str:
    """Return how to cite a page of the site."""
    where = f" {address}" if address else ""
    return f"{PUBLISHER} ({data_as_of[:4]}). “{title.rstrip('.')}.” Data as of {data_as_of}. {LICENCE['name']}.{where}"
