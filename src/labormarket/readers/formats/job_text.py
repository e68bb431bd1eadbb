"""One job advert as Markdown or plain text: title, hirer and address from its head, pay from the whole."""

from __future__ import annotations

import re

from labormarket.platforms import match_platform
from labormarket.readers.boards.posting import Posting
from labormarket.readers.formats.page_text import heading_level
from labormarket.readers.model import ReadOptions

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
    if not top:
        return None
    link = LINK.search(top[0])
    title = plain_heading(top[0])
    if not title or len(title) > MOST_TITLE:
        return None
    hirer = next((name for line in top[1:] if (name := match_platform(plain_heading(line)).platform)), "")
    return Posting(
        "text",
        title,
        platform=hirer,
        source_url=link[2] if link else "",
        source_title=title,
        texts=(text,),
    )


def plain_heading(line: str) -> str:
    """Return a line without the marks of Markdown.

    >>> plain_heading("### **Pay Rates**  "), plain_heading("# [AI tutor](https://acme.example/1)")
    ('Pay Rates', 'AI tutor')
    """
    return " ".join(re.sub(r"[#*_`]+", " ", LINK.sub(r"\1", line)).split())
