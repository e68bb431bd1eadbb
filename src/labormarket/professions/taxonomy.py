"""Taxonomy of professions, and the other lists of the room: one CSV file each, edited without touching code."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

CREDENTIALS = ("none", "degree", "licence", "doctorate", "executive")
ROOM = Path(__file__).parent
NAME_LANGUAGES = ("de", "fr", "es")  # of names.csv and everyday_words.csv
SPOKEN_LANGUAGES = (*NAME_LANGUAGES, "pt", "it", "nl")  # of spoken_names.csv
AI_GROUP = "AI training and data work"
# Endings of names for men, and for women: what everyday speech has and lists of occupations leave out.
FEMININE: dict[str, tuple[tuple[str, str], ...]] = {
    "fr": (("teur", "trice"), ("eur", "euse"), ("ien", "ienne"), ("er", "ère"), ("if", "ive"), ("é", "ée")),
    "es": (("or", "ora"), ("ero", "era"), ("ario", "aria"), ("ico", "ica"), ("ogo", "oga"), ("ado", "ada")),
    "pt": (("or", "ora"), ("eiro", "eira"), ("ário", "ária"), ("ico", "ica"), ("ogo", "oga"), ("ado", "ada")),
    "it": (("tore", "trice"), ("iere", "iera"), ("aio", "aia"), ("ico", "ica"), ("ogo", "oga"), ("ato", "ata")),
}


@cache
def read_list(name: str) -> tuple[dict[str, str], ...]:
    """Read one of the room's CSV files: a tuple of rows, each a dict of text."""
    with (ROOM / name).open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    return tuple([dict(zip(header, row, strict=True)) for row in rows])


@cache
def major_groups() -> dict[str, str]:
    """First two digits of a SOC code -> major group."""
    return {row["soc_major"]: row["major_group"] for row in read_list("major_groups.csv") if row["soc_major"]}


def group_of_code(soc_code: str) -> str:
    """Return the group of groups.csv that holds a SOC code: that of its longest opening in the list.

    >>> group_of_code("29-1215"), group_of_code("29-1141"), group_of_code("27-3091")
    ('physicians and surgeons', 'nurses', 'translators and language specialists')
    """
    groups = groups_by_opening()
    return next(groups[soc_code[:end]] for end in range(len(soc_code), 1, -1) if soc_code[:end] in groups)


@cache
def groups_by_opening() -> dict[str, str]:
    """Opening of SOC codes -> the group of groups.csv that they belong to."""
    return {opening: row["group"] for row in read_list("groups.csv") for opening in row["soc_codes"].split()}


@cache
def names_in(language: str) -> dict[str, str]:
    """Return the names of professions in a language ("de", "fr", "es"); one that names.csv leaves empty isn't there.

    German names are those of both sexes (/in), as the employment agency writes them; French and Spanish ones stand in
    the generic form of their national classifications of occupations.

    >>> names_in("es")["translator"], names_in("en")
    ('traductor', {})
    """
    return {row["profession"]: row[language] for row in read_list("names.csv") if row.get(language)}


def both_forms(name: str, language: str) -> tuple[str, ...]:
    """Return the forms of a name for men and for women, or the one form it has.

    >>> both_forms("Chemiker/in", "de"), both_forms("Arzt/Ärztin, Anästhesie", "de"), both_forms("nurse", "en")
    (('Chemiker', 'Chemikerin'), ('Arzt, Anästhesie', 'Ärztin, Anästhesie'), ('nurse',))
    >>> both_forms("traducteur technique", "fr")
    ('traducteur technique', 'traductrice technique')
    """
    if "/" in name:
        woman = re.sub(r"[\w-]+/(?!in\b|r\b)|/(?=in\b|r\b)", "", name)
        return re.sub(r"/[\w-]+", "", name), woman
    word, space, rest = name.partition(" ")
    for man, woman in FEMININE.get(language, ()):
        if word.endswith(man):
            return name, word.removesuffix(man) + woman + space + rest
    return (name,)


def everyday_words() -> Iterator[tuple[str, str]]:
    """Yield what people call their work in English and NAME_LANGUAGES, for men and for women, with its group.

    >>> dict(everyday_words())["infirmière"], dict(everyday_words())["shrink"]
    ('nurses', 'psychologists and counselors')
    """
    for row in read_list("everyday_words.csv"):
        for language in ("en", *NAME_LANGUAGES):
            for name in row[language].split(";"):
                for form in both_forms(name, language):
                    yield form, row["group"]


def spoken_names() -> Iterator[tuple[str, str, str]]:
    """Yield what adverts in other languages call a trade, for men and for women: language, name and what it means.

    That is a SOC code, or a profession that SOC lacks.

    >>> ("fr", "serveuse", "35-3031") in spoken_names(), ("de", "Krankenpflegerin", "nurse") in spoken_names()
    (True, True)
    """
    for row in read_list("spoken_names.csv"):
        for language in SPOKEN_LANGUAGES:
            for name in filter(None, row[language].split(";")):
                for form in both_forms(name, language):
                    yield language, form, row["means"]


def professions() -> pd.DataFrame:
    """Return every profession that a title can match: one row each, all text, missing where the list is empty.

    First the taxonomy (professions.csv, hand-kept), then each other occupation of SOC 2018 under its own title
    (soc_titles.csv). Columns: profession (the key), soc_code (SOC 2018, missing where it has none), soc_note (why SOC
    lacks it, with the nearest code and why that is not the same), group (one of groups.csv: what a person would ask
    for), major_group (of SOC, or the project's own for AI work), credential (one of CREDENTIALS) and field of
    expertise, both missing outside the taxonomy, and job_zone (O*NET 29.2: 1 little preparation, 4 a degree, 5 graduate
    work; missing where O*NET has none).

    >>> table = professions().set_index("profession")
    >>> table.loc["physician, family medicine", ["soc_code", "group", "job_zone"]].to_list()
    ['29-1215', 'physicians and surgeons', '5']
    >>> bool(table["soc_code"].isna()["AI tutor"])
    True
    """
    import pandas as pd

    zones = {row["soc_code"]: row["job_zone"] for row in read_list("soc_titles.csv")}
    others = [
        {
            "profession": row["profession"],
            "soc_code": (code := row["soc_code"]),
            "group": group_of_code(code),
            "major_group": major_groups()[code[:2]],
        }
        for row in outside_taxonomy()
    ]
    table = pd.DataFrame([*read_list("professions.csv"), *others], dtype="str")
    return table.assign(job_zone=table["soc_code"].map(zones)).replace("", pd.NA)


@cache
def outside_taxonomy() -> tuple[dict[str, str], ...]:
    """The occupations of SOC whose name is no profession of the taxonomy."""
    kept = {row["profession"].lower() for row in read_list("professions.csv")}
    return tuple(row for row in read_list("soc_titles.csv") if row["profession"] not in kept)
