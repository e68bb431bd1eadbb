"""Decide which platform a scraped name means, and say how."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from labormarket.platforms.lists import read_list

if TYPE_CHECKING:
    import pandas as pd

# Words that may stand around a platform's name and change nothing: legal forms, addresses, what a scrape adds.
NOISE = frozenset(
    """ai inc llc ltd limited gmbh corp corporation company co pbc the a an and or by from via of at on owned formerly
    now part app platform platforms website site www http https com io tech org net careers jobs work remote subsidiary
    community contributor contributors worker workers powered run data solutions services""".split()
)
WORD = re.compile(r"[^\W_]+")
PARENTHESIS = re.compile(r"[(\[{]([^)\]}]*)[)\]}]?")
POSSESSIVE = re.compile(r"['’`´]s\b")
LONGEST_ALIAS = 6


class PlatformMatch(NamedTuple):
    """What a scraped name was taken for.

    `platform` and `owner` are None where the name is unknown; `how` is "name" (canonical as written), "alias",
    "rule" (a known name among words that change nothing, or an owner beside its platform) or "none".
    """

    platform: str | None
    owner: str | None
    how: str


UNMATCHED = PlatformMatch(None, None, "none")


def match_platform(name: str) -> PlatformMatch:
    """Return the platform and the owner that a name as scraped means, or none: an unknown name is never guessed at.

    Case, spaces, punctuation, legal forms and web addresses play no part. Where a name holds an owner and its
    platform, the platform is meant; two platforms that don't own each other are ambiguous and stay unmatched. Words in
    brackets count only when they name a part of what stands before them.

    >>> match_platform("Data Annotation Tech")
    PlatformMatch(platform='DataAnnotation', owner='Surge AI', how='alias')
    >>> match_platform("Scale's Outlier")
    PlatformMatch(platform='Outlier', owner='Scale AI', how='rule')
    >>> match_platform("Sama (OpenAI contract)").platform
    'Sama'
    >>> match_platform("Mercer")
    PlatformMatch(platform=None, owner=None, how='none')
    """
    if not isinstance(name, str):
        return UNMATCHED
    return decide(name[:500])


@cache
def owners() -> dict[str, str | None]:
    """Canonical platform -> its last owner, None where no source names one."""
    last = {row["platform"]: row["owner"] for row in read_list("owners.csv")}
    return {row["platform"]: last.get(row["platform"]) for row in read_list("platforms.csv")}


@cache
def names() -> dict[str, str]:
    """Every name and alias, as its words without spaces, -> canonical platform."""
    known = {squeeze(row["alias"]): row["platform"] for row in read_list("aliases.csv")}
    known.update((squeeze(platform), platform) for platform in owners())
    return known


@cache
def owner_names() -> dict[str, str]:
    """Owners that are no platform themselves (Handshake, Hitachi), as their words without spaces, -> owner."""
    return {squeeze(owner): owner for owner in owners().values() if owner and squeeze(owner) not in names()}


def words(text: str) -> list[str]:
    """The words of a name in lower case, without punctuation and possessives."""
    return WORD.findall(POSSESSIVE.sub(" ", unicodedata.normalize("NFKC", text).casefold()))


def squeeze(text: str) -> str:
    """The words of a name as one: "Data Annotation" and "DataAnnotation" are the same."""
    return "".join(words(text))


@cache
def canonical_keys() -> frozenset[str]:
    """The squeezed canonical names."""
    return frozenset(squeeze(platform) for platform in owners())


def decide(name: str) -> PlatformMatch:
    """The whole name first, then its parts."""
    key = squeeze(name)
    if key in names():
        platform = names()[key]
        return PlatformMatch(platform, owners()[platform], "name" if key in canonical_keys() else "alias")
    inside = " ".join(PARENTHESIS.findall(name))
    outside, stated_owners = find_names(words(PARENTHESIS.sub(" ", name)))
    # A bracket may hold anything; only platforms related to the name before it say something about it.
    within = {part for part in mentioned(words(inside)) if any(related(part, whole) for whole in outside)}
    meant = narrowest(outside | within)
    if meant is None or stated_owners - {owners()[meant]}:
        return UNMATCHED
    return PlatformMatch(meant, owners()[meant], "rule")


def find_names(tokens: list[str]) -> tuple[set[str], set[str]]:
    """The platforms and the owners that the words name; nothing where a word is neither part of a name nor noise."""
    found: set[str] = set()
    stated_owners: set[str] = set()
    at = 0
    while at < len(tokens):
        for length in range(min(LONGEST_ALIAS, len(tokens) - at), 0, -1):
            key = "".join(tokens[at : at + length])
            if key in names():
                found.add(names()[key])
            elif key in owner_names():
                stated_owners.add(owner_names()[key])
            else:
                continue
            at += length
            break
        else:
            if tokens[at] not in NOISE:
                return set(), set()
            at += 1
    return found, stated_owners


def mentioned(tokens: list[str]) -> set[str]:
    """The platforms named anywhere among the words."""
    runs = (
        tokens[start : start + length]
        for start in range(len(tokens))
        for length in range(1, min(LONGEST_ALIAS, len(tokens) - start) + 1)
    )
    return {names()["".join(run)] for run in runs if "".join(run) in names()}


def related(one: str, other: str) -> bool:
    """One owns the other, or they are the same."""
    return one == other or owners()[one] == other or owners()[other] == one


def narrowest(found: set[str]) -> str | None:
    """The one platform that the others own or share nothing more than its owner with; None where that is not one."""
    leaves = {platform for platform in found if not any(owners()[other] == platform for other in found - {platform})}
    return leaves.pop() if len(leaves) == 1 else None


def match_platform_column(column: pd.Series) -> pd.DataFrame:
    """Match a column of names: columns platform, owner, how on the same index, missing where None.

    Each distinct name is matched once.

    >>> import pandas as pd
    >>> match_platform_column(pd.Series(["MTurk", "", "MTurk"]))["platform"].to_list()
    ['Amazon Mechanical Turk', nan, 'Amazon Mechanical Turk']
    """
    import pandas as pd

    codes, distinct = pd.factorize(column, use_na_sentinel=False)
    matched = pd.DataFrame(map(match_platform, distinct), columns=PlatformMatch._fields, dtype="str")
    return matched.take(codes).set_axis(column.index)
