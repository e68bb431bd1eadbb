"""Running text of a page or a text file, as passages; tables of pay are read as tables, one advert as a posting."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import islice, pairwise, zip_longest

import lxml.html
import pyarrow as pa
import pyarrow.compute as pc

from labormarket.platforms import match_platform
from labormarket.readers.column_map import map_columns, states_pay
from labormarket.readers.formats.markup import UNFIT, first_of, page_title, paragraphs
from labormarket.readers.formats.rows import SAMPLE_ROWS, columns_under, rows_of_grid, unique_titles
from labormarket.readers.listing.dates import date_of
from labormarket.readers.listings import Posting, listings_of_rows, read_listings
from labormarket.readers.model import (
    WHOLE,
    Batch,
    Passage,
    RawStatement,
    ReadOptions,
    UnreadableError,
    raw_statements,
)

FURNITURE = frozenset({"nav", "footer", "aside"})
AMOUNT = re.compile(r"[$€£₹¥]\s?\d")
# Headings that adverts have and articles haven't; two of them make an advert.
HEADINGS = re.compile(
    r"responsibilit|requirement|qualification|what (?:you|will)|you'?ll do|will i be doing|who (?:you are"
    r"|should apply|we'?re looking)|nice to have"
    r"|pay rates?$|^pay$|compensation|salary|benefits|perks|how to apply|to apply|about (?:the )?(?:role|job"
    r"|position|you|us)|job description|overview"
    r"|accepted locations?|location|interview process|contract length|schedule|hours|the role|skills|duties"
    r"|employment type|equal opportunity|application",
    re.IGNORECASE,
)
LINK = re.compile(r"\[([^\]]+)\]\((https?://[^)\s]+)\)")
HEAD_LINES = 12
MOST_TITLE = 120
PUBLISHED = (
    "//meta[@property='article:published_time']/@content",
    "//meta[@name='date' or @itemprop='datePublished' or @name='pubdate']/@content",
    "//time/@datetime",
)
"""Where a page has its date: its meta tags, its first time element."""
TABLE_MARK = "\ue000"  # a character of no alphabet


def read_page_text(tree: lxml.html.HtmlElement, options: ReadOptions) -> tuple[list[Batch], tuple[Passage, ...]]:
    """Read a page: its tables of pay as batches, the rest of its text as passages, one for each paragraph.

    A row that names no platform stands among the passages, where its table stood: the text around it says whose it is.
    """
    about = RawStatement(
        kind="reported",
        source_url=options.source_url,
        source_title=page_title(tree),
        published_on=first_of(tree, PUBLISHED, date_of),
    )
    batches: list[Batch] = []
    in_place: dict[str, list[RawStatement]] = {}
    for number, table in enumerate(list(tree.iter("table"))):
        grid = grid_of(table)
        titles = unique_titles(grid[0] if grid else ())
        if not states_pay(map_columns(titles)):
            write_out(table, grid)
            continue
        rows = rows_of_grid(grid[1:], columns_under(titles, grid[1 : 1 + SAMPLE_ROWS], options), 2)
        batch = read_listings(listings_of_rows(rows, f"table {number + 1} row"), options, "page")
        named = pc.not_equal(batch.statements["platform"].cast(pa.string()), "")
        unnamed = raw_statements(batch.statements.filter(pc.invert(named)))
        if unnamed:  # a mark holds their place in the text when the table is gone
            mark = f"{TABLE_MARK}{number}{TABLE_MARK}"
            put_line(table, mark)
            in_place[mark] = unnamed
        batches.append(replace(batch, statements=batch.statements.filter(named)))
        if table.getparent() is not None:  # read once: its cells are no prose
            table.drop_tree()
    passages: list[Passage] = []
    start = 0
    for block, level in islice(paragraphs(tree, without=FURNITURE), WHOLE.passages):  # a blank line between two
        if block in in_place:  # passages without text, whose context is a whole statement
            passages += [Passage("", row, start) for row in in_place.pop(block)]
        else:
            passages.append(Passage(block[: WHOLE.passage_chars], about, start, level))
        start += len(block) + 2
    # a table in the furniture of a page stands under no heading
    return batches, (*passages, *(Passage("", row) for rows in in_place.values() for row in rows))


def text_passages(text: str, url: str) -> tuple[Passage, ...]:
    """Part a text or Markdown file into passages: one for each paragraph, which ends at a blank line."""
    about = RawStatement(kind="reported", source_url=url)
    passages: list[Passage] = []
    for match in re.finditer(r"\S(?:.|\n(?!\s*\n))*", text):
        for block in blocks_of(match[0]) if len(passages) < WHOLE.passages else ():
            level = heading_level(block[0])
            passages.append(Passage(block[0].rstrip()[: WHOLE.passage_chars], about, match.start() + block[1], level))
    return tuple(passages)


def blocks_of(paragraph: str) -> list[tuple[str, int]]:
    """Part a paragraph from the heading or list marks at its lines' beginnings; each part with its place."""
    starts = [m.start() for m in re.finditer(r"^(?:#{1,6}\s|\s*(?:[-*•]|\d{1,2}[.)])\s)", paragraph, re.MULTILINE)]
    heading = [m.end() + 1 for m in re.finditer(r"^#{1,6}\s.*$", paragraph, re.MULTILINE) if m.end() < len(paragraph)]
    cuts = sorted({0, *starts, *heading, len(paragraph)})
    parts = ((paragraph[a:b], a) for a, b in pairwise(cuts))
    return [(text, start) for text, start in parts if text.strip()]


def heading_level(block: str) -> int:
    """Return the level of a heading in a text file: its # marks, or 6 for a short line that ends in no stop.

    >>> heading_level("## Mercor"), heading_level("Mercor"), heading_level("It pays well."), heading_level("- tutors")
    (2, 6, 0, 0)
    """
    text = block.strip()
    if mark := re.match(r"(#{1,6})\s", text):
        return len(mark[1])
    short = len(text) <= 60 and "\n" not in text and not re.search(r"[.!?:;,]$|\d|^[-*•]", text)
    return 6 if short else 0


def write_out(table: lxml.html.HtmlElement, grid: list[list[str]]) -> None:
    """Write each row of a table of amounts whose columns aren't fields as a line: "Lawyer – Outlier $40, Mercor $110".

    Cell by cell its amounts would belong to whatever the text above speaks of.
    """
    parent = table.getparent()
    cells = [cell for row in grid for cell in row]
    if parent is None or len(grid) < 2 or not any(AMOUNT.search(cell) for cell in cells) or max(map(len, cells)) > 80:
        return
    for row in grid[1:]:
        named = [f"{head} {cell}".strip() for head, cell in zip_longest(grid[0][1:], row[1:], fillvalue="") if cell]
        put_line(table, f"{row[0] if row else ''} – {', '.join(named)}")
    table.drop_tree()


def put_line(table: lxml.html.HtmlElement, text: str) -> None:
    """Put a paragraph before a table."""
    line = lxml.html.Element("p")
    line.text = UNFIT.sub(" ", text)  # "&#8;" is none in the source, and one in the tree
    table.addprevious(line)


def grid_of(table: lxml.html.HtmlElement) -> list[list[str]]:
    """Return the cells of a table as text, rows of inner tables left out; a spanning cell fills the places it spans."""
    grid: list[list[str]] = []
    open_spans: dict[int, tuple[int, str]] = {}
    filled = 0
    for row in table.iter("tr"):
        if next(row.iterancestors("table")) is not table:
            continue
        cells: list[str] = []
        for cell in row.iterchildren("td", "th"):
            take_spans(cells, open_spans)
            text = " ".join(block for block, _ in paragraphs(cell))
            wide, tall = (span_of(cell.get(key)) for key in ("colspan", "rowspan"))
            for _ in range(wide):
                if tall > 1:
                    open_spans[len(cells)] = (tall - 1, text)
                cells.append(text)
        take_spans(cells, open_spans)
        grid.append(cells)
        filled += len(cells)
        if len(cells) > WHOLE.columns or filled > WHOLE.cells:  # each row may add cells that reach down to all below
            raise UnreadableError(f"a table of more than {WHOLE.columns:,} columns or {WHOLE.cells:,} cells")
    return grid


def take_spans(cells: list[str], open_spans: dict[int, tuple[int, str]]) -> None:
    """Fill the next places of a row with the cells that reach down from the rows above."""
    while len(cells) in open_spans:
        at = len(cells)
        left, text = open_spans.pop(at)
        if left > 1:
            open_spans[at] = (left - 1, text)
        cells.append(text)


def span_of(value: str | None) -> int:
    """Return a span as a small number: pages that claim a million columns get a few."""
    return min(max(int(value), 1), 50) if value and value.isdecimal() and len(value) < 6 else 1


def posting_of_text(text: str, options: ReadOptions) -> Posting | None:
    """Return the posting that a text is, None for an article.

    >>> head = "# [AI tutor](https://acme.example/1)\\n### G2i Inc.\\n"
    >>> advert = head + "## Requirements\\nA degree.\\n## Pay\\n$20/hr\\n"
    >>> posting = posting_of_text(advert, ReadOptions())
    >>> posting.profession_raw, posting.platform, posting.source_url
    ('AI tutor', 'G2i', 'https://acme.example/1')
    """
    lines = [line.strip() for line in text.lstrip("\ufeff").splitlines()]
    heads = [plain_heading(line) for line in lines if line and (line.startswith(("#", "**")) or heading_level(line))]
    if sum(bool(HEADINGS.search(head)) and len(head) < 60 for head in heads) < 2:
        return None
    top = [line for line in lines if line][:HEAD_LINES]
    link, title = LINK.search(top[0]), plain_heading(top[0])
    if not title or len(title) > MOST_TITLE:
        return None
    hirer = next((name for line in top[1:] if (name := match_platform(plain_heading(line)).platform)), "")
    return Posting("text", title, hirer, source_url=link[2] if link else "", source_title=title, texts=(text,))


def plain_heading(line: str) -> str:
    """Return a line without the marks of Markdown.

    >>> plain_heading("### **Pay Rates**  "), plain_heading("# [AI tutor](https://acme.example/1)")
    ('Pay Rates', 'AI tutor')
    """
    return " ".join(re.sub(r"[#*_`]+", " ", LINK.sub(r"\1", line)).split())
