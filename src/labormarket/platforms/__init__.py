"""Names of platforms as scraped -> canonical platform and owner; the lists are CSV files beside this one."""

from labormarket.platforms.lists import KINDS, aliases, platforms
from labormarket.platforms.match import PlatformMatch, match_platform, match_platform_column

__all__ = ["KINDS", "PlatformMatch", "aliases", "match_platform", "match_platform_column", "platforms"]
