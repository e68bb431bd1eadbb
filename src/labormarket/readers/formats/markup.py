"""HTML to text: blocks stay apart, scripts and hidden machinery fall away, nothing is fetched."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator, Sequence

import lxml.etree
import lxml.html

from labormarket.readers.model import WHOLE, UnreadableError
from labormarket.readers.source import MARKS, encoding_of

CHARSET = re.compile(r"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]+)", re.IGNORECASE)
CONTENT_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
# fmt: off
BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "br", "dd", "div", "dl", "dt", "fieldset", "figcaption",
    "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p",
    "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
})
SILENT = frozenset({
    "script", "style", "noscript", "template", "head", "svg", "math", "iframe", "object", "embed", "select", "button",
    "input", "textarea",
})
# fmt: on
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
# What no XML text may hold: the parser lets it in, but the tree can't be changed around it.
UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def decode_page(content: bytes, content_type: str = "") -> str:
    """Decode the bytes of a page by its mark, its header, its meta tag, then UTF-8, then Windows-1252.

    A page that declares one charset and is written in another is common: UTF-8 that reads as UTF-8 wins.

    >>> decode_page("<meta charset=latin1>£40 – €50".encode())
    '<meta charset=latin1>£40 – €50'
    >>> decode_page("£40 – €50".encode("cp1252"))
    '£40 – €50'
    """
    if content.startswith((b"\xef\xbb\xbf", *MARKS)):
        codec = encoding_of(content) if content.startswith(tuple(MARKS)) else "utf-8-sig"
        return content.decode(codec, errors="replace")
    told = [CONTENT_CHARSET.search(content_type), CHARSET.search(content[:4096].decode("ascii", errors="replace"))]
    for codec in ("utf-8", *(found[1] for found in told if found)):
        try:
            return content.decode(codec)
        except (LookupError, ValueError):  # a codec of no such name, or bytes that aren't its text
            continue
    # cut in the middle of its last character, or a long page with a stray byte: keep the readable rest
    return content.decode(encoding_of(content), errors="replace")


def parse_html(text: str) -> lxml.html.HtmlElement:
    """Parse a page without network, external entities or unlimited trees; raises UnreadableError where none results."""
    count_elements(text)
    parser = lxml.html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False, remove_pis=True)
    try:
        tree = lxml.html.document_fromstring(UNFIT.sub(" ", text).encode("utf-8", errors="replace"), parser=parser)
    except (lxml.etree.LxmlError, ValueError) as error:
        raise UnreadableError(f"no readable HTML: {error}") from None
    if any("depth" in entry.message for entry in parser.error_log):  # the parser drops what stands deeper, silently
        raise UnreadableError("nested too deeply")
    return tree


def count_elements(text: str) -> None:
    """Raise UnreadableError for more tags than the budget has: each would cost the parser memory."""
    if text.count("<") - text.count("</") > WHOLE.elements:
        raise UnreadableError(f"more than {WHOLE.elements:,} elements; cut it into parts")


def page_title(tree: lxml.html.HtmlElement) -> str:
    """Return the page's title on one line."""
    return " ".join((tree.findtext(".//title") or "").split())


def paragraphs(tree: lxml.html.HtmlElement, *, without: frozenset[str] = frozenset()) -> Iterator[tuple[str, int]]:
    """Give the text of each block on one line with its heading level (0 for none), in the order of the page.

    Elements named in `without` are left out. No recursion: a page nested ten thousand deep is a page, not a crash.

    >>> list(paragraphs(parse_html("<h2>Pay</h2><p>It is <b>$20</b> an hour.</p><ul><li>Tutor</ul><script>x</script>")))
    [('Pay', 2), ('It is $20 an hour.', 0), ('Tutor', 0)]
    """
    silent = SILENT | without
    line: list[str] = []
    level = 0
    walk = lxml.etree.iterwalk(tree, events=("start", "end", "comment", "pi"))
    for event, element in walk:
        if event in ("comment", "pi"):
            line.append(element.tail or "")
            continue
        tag = element.tag if isinstance(element.tag, str) else ""
        if tag in BLOCKS:
            if text := one_line(line):
                yield text, level
            line = []
            level = int(tag[1]) if event == "start" and tag in HEADINGS else 0
        if event == "end":
            line.append(element.tail or "")
        elif tag in silent or element.get("hidden") is not None:
            walk.skip_subtree()
        else:
            line.append(element.text or "")
    if text := one_line(line):
        yield text, level


def one_line(pieces: list[str]) -> str:
    """Join the pieces of a block with single spaces."""
    return " ".join("".join(pieces).replace("\u200b", "").replace("\ufeff", "").split())


def html_to_text(fragment: str) -> str:
    r"""Return the text of an HTML fragment, one line for each block; HTML escaped once or twice is unescaped first.

    >>> html_to_text("&lt;p&gt;Pay: $40&amp;ndash;$60/hr&lt;/p&gt;&lt;p&gt;Remote&lt;/p&gt;")
    'Pay: $40–$60/hr\nRemote'
    """
    for _ in range(2):
        if "<" in fragment or "&lt;" not in fragment:
            break
        fragment = html.unescape(fragment)
    if not fragment.strip():
        return ""
    try:
        return "\n".join(text for text, _ in paragraphs(parse_html(fragment)))
    except UnreadableError:
        return ""


def canonical_url(tree: lxml.html.HtmlElement) -> str:
    """Return the page's own address, from its canonical link or its og:url."""
    paths = ("//link[@rel='canonical']/@href", "//meta[@property='og:url']/@content")
    return first_of(tree, paths, lambda url: url.strip() if re.match(r"\s*https?://", url) else "")


def first_of(tree: lxml.html.HtmlElement, paths: Sequence[str], read: Callable[[str], str]) -> str:
    """Return the first value at some paths that reads as something, "" where none does."""
    return next(filter(None, (read(str(value)) for path in paths for value in tree.xpath(path))), "")
