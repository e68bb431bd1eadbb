"""Which column of a dump holds which field of a statement."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from labormarket.files.errors import SourceError
from labormarket.readers.column_map import map_columns
from labormarket.sources import STATEMENT_COLUMNS

# Taken by their usual titles where nobody says otherwise. The contexts, the kind and the like are read only under
# their own names: a column called "currency" may be the employer's, not the pay's.
FOUND_BY_TITLE = ("statement_id", "platform", "profession_raw", "pay_text", "country", "source_url", "published_on")


def parse_mapping(given: Sequence[str]) -> dict[str, str]:
    """Read `field=column` options.

    >>> parse_mapping(["pay_text=Salary (USD)"])
    {'pay_text': 'Salary (USD)'}
    """
    mapping: dict[str, str] = {}
    for option in given:
        field, sign, column = option.partition("=")
        if not sign or field not in STATEMENT_COLUMNS:
            raise SourceError(
                f"--column {option}",
                "not of the form field=column",
                mend=f"write pay_text=<your column>; the fields are {', '.join(STATEMENT_COLUMNS)}",
            )
        mapping[field] = column
    return mapping


def choose_fields(titles: Sequence[str], mapping: Mapping[str, str], *, file: str) -> dict[str, str]:
    """Return field -> column: as told, else of the same name, else by the titles that boards use.

    Only these columns are ever read, so a column of recruiters or telephone numbers goes nowhere. Raises SourceError
    where a column that was named isn't there, two columns share a title, or nothing holds the pay.

    >>> choose_fields(["Job Title", "company", "salary"], {}, file="dump.csv")
    {'platform': 'company', 'profession_raw': 'Job Title', 'pay_text': 'salary'}
    """
    named = map_columns(titles)
    named["country"] = named.get("place", ())
    found = {field: held[0] for field, held in named.items() if held and field in FOUND_BY_TITLE}
    found |= {field: field for field in STATEMENT_COLUMNS if field in titles}
    taken = set(mapping.values())
    chosen = {field: column for field, column in found.items() if column not in taken} | dict(mapping)
    shown = ", ".join(map(repr, titles[:40]))
    for field, column in mapping.items():
        if column not in titles:
            raise SourceError(
                file, f"no column {column!r} for {field}", mend=f"name one of the columns there are: {shown}"
            )
    if "pay_text" not in chosen:
        raise SourceError(file, "no column of pay", mend=f"add --column pay_text=<column>; there are {shown}")
    if len(set(titles)) < len(titles):
        repeated = sorted({title for title in titles if titles.count(title) > 1} & set(chosen.values()))
        if repeated:
            raise SourceError(file, f"two columns are called {repeated[0]!r}", mend="rename one of them")
    return {field: chosen[field] for field in STATEMENT_COLUMNS if field in chosen}
