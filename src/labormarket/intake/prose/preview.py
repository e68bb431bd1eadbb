"""Preview of candidates: each with its sentence, who pays whom, and what a person has to decide."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from labormarket.intake.prose.candidates import OPEN


def describe(row: Mapping[str, Any]) -> list[str]:
    """Write one candidate as lines of text: platform, profession and pay; its sentence; what is open.

    Takes a record with platform, profession_raw, pay_text, where and note, as a plan's table holds them.

    >>> row = {"platform": "Outlier", "profession_raw": "generalist", "pay_text": "up to $15 an hour",
    ...        "where": "character 0: Outlier pays generalists up to $15 an hour.", "note": ""}
    >>> print(*describe(row), *describe(row | {"platform": "", "note": "open: no platform named"}), sep="\\n")
    Outlier | generalist | up to $15 an hour
        Outlier pays generalists up to $15 an hour.
    (platform?) | generalist | up to $15 an hour
        Outlier pays generalists up to $15 an hour.
        open: no platform named
    """
    said = {name: "" if row[name] is None or row[name] != row[name] else str(row[name]) for name in row}
    head = [said["platform"] or "(platform?)", said["profession_raw"] or "(profession?)", said["pay_text"]]
    lines = [" | ".join(head), f"    {said['where'].partition(': ')[2] or said['where']}"]
    return [*lines, f"    {said['note']}"] if said["note"].startswith(OPEN) else lines
