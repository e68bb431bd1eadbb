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
        entries = filter(None, (" ".join(part.split()) for part in text.split(";")))
        longest_first = sorted(map(re.escape, entries), key=len, reverse=True)
        made[name] = re.compile(rf"(?<![\w-])(?:{'|'.join(longest_first)})(?!\w)")
    return made


def scope_of(
    title: str, description: str = "", category: str = "", *, is_hourly: bool = False, is_known: bool = True
) -> str:
    """Return training, study or staff.

    A title that names training work decides. A post of a company's own (sales, payroll) is staff unless its description
    speaks of training data more than of salary and benefits. A profession that platforms hire as experts (engineer,
    analyst) is training where it is paid by the hour (`is_hourly`) and nothing says otherwise. The listing of an
    employer that no list of platforms knows (`is_known`) is training only where its words say so.

    >>> scope_of("AI Trainer - Chemistry"), scope_of("Payroll Specialist"), scope_of("Paid study: voice assistants")
    ('training', 'staff', 'study')
    >>> scope_of("Software Engineer for Training AI Data"), scope_of("Software Engineer", "Equity and a 401k.")
    ('training', 'staff')
    >>> scope_of("Software Engineer", "Freelance. You evaluate AI responses and write prompts.")
    'training'
    >>> scope_of("Software Engineer, Rust", is_hourly=True), scope_of("Nurse", "Care for patients.", is_known=False)
    ('training', 'staff')
    """
    name = " ".join(title.casefold().split())
    found = patterns()
    if found["study_titles"].search(name):
        return "study"
    if found["training_titles"].search(name):
        return "training"
    text = f"{description[:MOST_TEXT]} {category}".casefold()
    own = len(set(found["staff_text"].findall(text)))
    training = len(set(found["training_text"].findall(text)))
    if found["staff_titles"].search(name):
        return "training" if training > own + 1 else "staff"
    if found["expert_titles"].search(name):
        return "training" if training > own or (is_hourly and not own and is_known) else "staff"
    if not is_known and description and training < 2:
        return "staff"
    return "training"
