"""Job titles -> canonical profession, SOC code and group; the lists and rules are CSV files beside this one."""

from labormarket.professions.match import ProfessionMatch, explain_match, match_profession, match_profession_column
from labormarket.professions.taxonomy import AI_GROUP, CREDENTIALS, names_in, professions

__all__ = [
    "AI_GROUP",
    "CREDENTIALS",
    "ProfessionMatch",
    "explain_match",
    "match_profession",
    "match_profession_column",
    "names_in",
    "professions",
]
