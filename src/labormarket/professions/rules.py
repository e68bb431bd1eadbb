"""Keyword rules (rules.csv): words that together decide a profession where no list has the whole title."""

from __future__ import annotations

import re
from functools import cache
from itertools import chain
from typing import NamedTuple

from labormarket.professions.normalise import key_of
from labormarket.professions.taxonomy import read_list


class Rule(NamedTuple):
    """One line of rules.csv: every group of `all_of` has a phrase in the title, none of `none_of` is in it."""

    priority: int
    words: str
    all_of: tuple[tuple[str, ...], ...]
    none_of: tuple[str, ...]
    profession: str


@cache
def rules_by_word() -> dict[str, tuple[Rule, ...]]:
    """First word of a phrase of a rule's first group -> the rules it may set off, most urgent first."""
    found: dict[str, list[Rule]] = {}
    for row in read_list("rules.csv"):
        groups = tuple(
            tuple(f" {key_of(phrase)} " for phrase in group.split("|")) for group in row["words"].split(" + ")
        )
        without = tuple(f" {key_of(phrase)} " for phrase in row["without"].split("|") if phrase.strip())
        rule = Rule(int(row["priority"]), row["words"], groups, without, row["profession"])
        for first in {phrase.split()[0] for phrase in groups[0]}:
            found.setdefault(first, []).append(rule)
    return {word: tuple(sorted(rules, key=lambda rule: rule.priority)) for word, rules in found.items()}


@cache
def phrases_of_rules() -> tuple[re.Pattern[str], frozenset[str]]:
    """Any phrase that a rule asks for or forbids, between spaces, and the words that they open with."""
    rules = chain.from_iterable(rules_by_word().values())
    found = {*chain.from_iterable((*chain.from_iterable(rule.all_of), *rule.none_of) for rule in rules)}
    pattern = re.compile("(?:" + "|".join(re.escape(phrase.rstrip()) for phrase in sorted(found)) + ")(?= )")
    return pattern, frozenset(phrase.split()[0] for phrase in found)


def find_rule(words: tuple[str, ...]) -> Rule | None:
    """Return the most urgent rule that the words of a title meet, or None.

    >>> find_rule(("search", "quality", "rater")).profession
    'search quality rater'
    >>> find_rule(("quality", "engineer")) is None
    True
    """
    by_word = rules_by_word()
    if by_word.keys().isdisjoint(words):
        return None
    best: Rule | None = None
    text = ""
    for word in words:
        for rule in by_word.get(word, ()):
            if best is not None and rule.priority >= best.priority:
                break
            text = text or f" {' '.join(words)} "
            if all(any(phrase in text for phrase in group) for group in rule.all_of) and not any(
                phrase in text for phrase in rule.none_of
            ):
                best = rule
                break
    return best
