"""Scope of a listing: training work, a research study, or another post of a platform (a rule list over words)."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources

MOST_TEXT = 20_000  # characters of a description that are searched


@cache
def patterns() -> dict[str, re.Pattern[str]]:
    """The word lists of scope.toml, each as one pattern."""
    held = tomllib.loads(resources.files(__package__).joinpath("scope.toml").read_text(encoding="utf-8"))
    made: dict[str, re.Pattern[str]] = {}
    for name, text in held.items():
        entries = sorted(map(re.escape, words_of(text)), key=len, reverse=True)
        made[name] = re.compile(rf"(?<![\w-])(?:{'|'.join(entries)})(?!\w)")
    return made


def words_of(text: str) -> list[str]:
    """The entries of a list of scope.toml."""
    return [entry for part in text.split(";") if (entry := " ".join(part.split()))]


def scope_of(title: str, description: str = "", category: str = "") -> str:
    """Return training, study or staff.

    A title that names training work decides. A title of a company's own post is staff unless its description speaks
    of training data at least as much as of salary and benefits.

    >>> scope_of("AI Trainer - Chemistry"), scope_of("Payroll Specialist"), scope_of("Paid study: voice assistants")
    ('training', 'staff', 'study')
    >>> scope_of("Software Engineer for Training AI Data"), scope_of("Software Engineer", "Equity and a 401k.")
    ('training', 'staff')
    >>> scope_of("Software Engineer", "Freelance. You evaluate AI responses and write prompts.")
    'training'
    """
    name = " ".join(title.casefold().split())
    found = patterns()
    if found["study_titles"].search(name):
        return "study"
    if found["training_titles"].search(name) or not found["staff_titles"].search(name):
        return "training"
    text = description[:MOST_TEXT].casefold()
    own = len(set(found["staff_text"].findall(text)))
    training = len(set(found["training_text"].findall(f"{text} {category.casefold()}")))
    return "training" if training > own + 1 else "staff"
