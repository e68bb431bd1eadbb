"""In: job titles. Out: canonical profession, SOC code, group; field, language, seniority, degree and country apart.

The lists and rules are CSV files beside this one. The official titles are those of O*NET: tools/index_titles.py makes
`name_index.json.gz` and `title_weights.npz` from them.
"""

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
