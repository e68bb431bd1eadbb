"""The site's pages, filled in from their templates; every text is escaped on its way in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from labormarket.files.errors import SourceError
from labormarket.files.safe_text import show_hidden
from labormarket.publishing.publish import LICENCE, PUBLISHER
from labormarket.publishing.svg_dark_mode import FRAGMENT
from labormarket.site.conclusions import Conclusions
from labormarket.site.method import Listing
from labormarket.site.phone import PhonePicture
from labormarket.site.published import PublishedChart
from labormarket.tables import TABLES

TITLE = "What AI training pays"
# Nothing but the folder's own files, and no script that stands in a page. Opened from disk, a folder has no origin
# that every browser takes for 'self'; `file:` names it there, and on a server it allows nothing.
CONTENT_POLICY = (
    "default-src 'none'; script-src 'self' file:; style-src 'self' file:; img-src 'self' file: data:; "
    "base-uri 'none'; form-action 'none'"
)
PAGES = {
    "index.html": "Findings",
    "explore.html": "Explore the statements",
    "method.html": "Method",
    "dictionary.html": "Data dictionary",
}
WEB = ("http", "https")


@dataclass(frozen=True)
class Site:
    """Everything that the pages say."""

    charts: tuple[PublishedChart, ...]
    phone: Mapping[str, PhonePicture]
    conclusions: Conclusions
    listings: dict[str, Listing]
    statements: int
    platforms: int
    professions: int
    data_as_of: str

    @property
    def citation(self) -> str:
        """How to cite the whole."""
        return (
            f"{PUBLISHER} ({self.data_as_of[:4]}). {TITLE}: pay statements by platform and profession. "
            f"Data as of {self.data_as_of}. {LICENCE['name']}."
        )


class PageWriter:
    """Writes each page of a site; `address` (https://…) is where the folder will stand, if known."""

    def __init__(self, site: Site, *, address: str = "") -> None:
        self.site = site
        self.address = check_address(address)
        self.environment = Environment(
            loader=PackageLoader("labormarket.site"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            finalize=visible,
        )
        self.environment.globals.update(embed_code=self.embed_code, is_web_link=is_web_link)
        self.environment.filters["sentence_case"] = sentence_case

    def write_pages(self) -> dict[str, bytes]:
        """Return every page by its file name."""
        return {name: self._write(name) for name in PAGES}

    def _write(self, name: str) -> bytes:
        text = self.environment.get_template(name).render(
            site=self.site,
            page=name,
            pages=PAGES,
            title=TITLE,
            policy=CONTENT_POLICY,
            licence=LICENCE,
            tables=TABLES.values(),
            scheme=FRAGMENT,
        )
        return (re.sub(r"\n\s*\n+", "\n", text).strip() + "\n").encode("utf-8")

    def embed_code(self, chart: PublishedChart) -> str:
        """Return the markup with which a newsroom shows a chart: picture, alt text, citation; no script, no frame."""
        return self.environment.get_template("embed.html").render(chart=chart, address=self.address).strip()


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
