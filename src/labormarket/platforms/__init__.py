"""Names of platforms as scraped -> canonical platform and owner; the lists are CSV files beside this one."""

from labormarket.platforms.lists import KINDS, names_in_prose, owners, platforms
from labormarket.platforms.match import PlatformMatch, match_platform, match_platform_column
from labormarket.platforms.owner_dates import owner_column, owner_on

__all__ = [
    "KINDS",
    "PlatformMatch",
    "match_platform",
    "match_platform_column",
    "names_in_prose",
    "owner_column",
    "owner_on",
    "owners",
    "platforms",
]
