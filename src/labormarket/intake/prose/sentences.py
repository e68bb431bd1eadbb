"""Cut a paragraph into sentences, keeping the place of each."""

from __future__ import annotations

import re

# A full stop after one of these, or after a single letter, ends no sentence.
SHORT_FORMS = re.compile(
    r"(?:\b(?:Inc|Ltd|Corp|Co|Dr|Mr|Mrs|Ms|Prof|St|Jr|Sr|vs|etc|approx|e\.g|i\.e|U\.S|U\.K|Ph\.D|M\.D|J\.D|No)"
    r"|\b[A-Z])\.$"
)
END = re.compile(
    r"""(?:[.!?…]+["'”’)\]]*|[。！？])\s+(?=["'“‘(\[]?(?:[A-Z0-9$€£À-Ý]|[a-z]{1,5}[A-Z0-9]))|\n+|(?<=[。！？])"""
)

LONGEST = 1_500  # characters; a longer one is a table or a list without stops, and is cut at a space


def sentences(text: str) -> list[tuple[int, int]]:
    """Return the start and end of each sentence.

    >>> text = "It pays Ph.D. holders $50. U.S. workers get more! Who gets $500?"
    >>> [text[start:end] for start, end in sentences(text)]
    ['It pays Ph.D. holders $50.', 'U.S. workers get more!', 'Who gets $500?']
    >>> len(sentences("Mercor pays $50. xAI pays less, e.g. $35."))
    2
    """
    found: list[tuple[int, int]] = []
    start = 0
    for match in END.finditer(text):
        stop = match.end()
        if "\n" not in match[0] and SHORT_FORMS.search(text[max(start, match.start() - 12) : match.start() + 1]):
            continue
        if text[start:stop].strip():
            found.append((start, len(text[:stop].rstrip())))
        start = stop
    if text[start:].strip():
        found.append((start, len(text.rstrip())))
    return [part for start, end in found for part in within_limit(text, start, end)]


def within_limit(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Cut a stretch at spaces into parts of at most LONGEST characters."""
    parts = []
    while end - start > LONGEST:
        space = text.rfind(" ", start + 1, start + LONGEST)
        stop = space if space > start else start + LONGEST
        parts.append((start, stop))
        start = stop + (space > start)
    return [*parts, (start, end)]
