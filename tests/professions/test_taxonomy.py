"""The lists of the professions room are sound: complete, free of contradiction, and in step with one another."""

import csv
import unicodedata
from importlib.resources import files

import pytest

from labormarket.comparisons.day_jobs import SURVEYED_TOGETHER
from labormarket.professions import (
    AI_GROUP,
    CREDENTIALS,
    match_profession,
    names_in,
    professions,
)
from labormarket.professions.name_index import kept_names, meanings, official_names
from labormarket.professions.normalise import key_of
from labormarket.professions.taxonomy import both_forms, group_of_code, spoken_names
from labormarket.sources import read_reference
from labormarket.tables import load_table


def rows_of(name):
    return list(
        csv.DictReader(files("labormarket.professions").joinpath(name).read_text(encoding="utf-8").splitlines())
    )


TAXONOMY = rows_of("professions.csv")
CODES = {row["soc_code"] for row in rows_of("soc_titles.csv")}
GROUPS = {row["group"] for row in rows_of("groups.csv")}


def test_the_taxonomy_is_complete():
    names = [row["profession"] for row in TAXONOMY]
    assert len(names) == len(set(names))
    for row in TAXONOMY:
        assert row["credential"] in CREDENTIALS, row
        assert row["field"], row
        assert row["group"] in GROUPS, row
        assert not row["soc_code"] or row["soc_code"] in CODES, row


def test_a_profession_that_soc_lacks_names_the_nearest_code_and_why_it_differs():
    for row in TAXONOMY:
        if not row["soc_code"]:
            assert "Nearest " in row["soc_note"], row
            assert row["soc_note"].startswith("SOC "), row


# Whom a person would look for elsewhere than their code says.
GROUPED_APART = {"linguist", "literature scholar", "private equity professional"}


def test_the_groups_are_those_of_the_code():
    major = {row["soc_major"]: row["major_group"] for row in rows_of("major_groups.csv")}
    for row in TAXONOMY:
        if row["soc_code"]:
            assert row["major_group"] == major[row["soc_code"][:2]], row
            assert row["profession"] in GROUPED_APART or row["group"] == group_of_code(row["soc_code"]), row


def test_every_code_has_one_group_and_every_opening_of_a_code_is_used():
    openings = [opening for row in rows_of("groups.csv") for opening in row["soc_codes"].split()]
    assert len(openings) == len(set(openings))
    assert {group_of_code(code) for code in CODES} <= GROUPS
    assert [opening for opening in openings if not any(code.startswith(opening) for code in CODES)] == []


def test_the_credential_agrees_with_the_job_zone():
    """O*NET: zone 4 and 5 need a degree, zone 1 to 3 don't; licences are their own question."""
    zones = {row["soc_code"]: row["job_zone"] for row in rows_of("soc_titles.csv")}
    for row in TAXONOMY:
        if zone := zones.get(row["soc_code"]):
            assert not (row["credential"] == "none" and zone in "45"), row
            assert not (row["credential"] in ("degree", "doctorate") and zone in "123"), row


# Not surveyed, beside the military: those who fish and hunt. Surveyed without a published wage: legislators.
OUTSIDE_THE_SURVEY = {"45-3031", "11-1031"}


def test_soc_titles_are_those_of_the_wage_statistics():
    """The package keeps SOC's titles so that it works without the raw files; this holds the two together."""
    kept = {row["soc_code"]: row["title"] for row in rows_of("soc_titles.csv")}
    published = read_reference("reference_oews").set_index("soc_code")["title"].drop("00-0000").to_dict()
    together = set(SURVEYED_TOGETHER.values())
    for code, title in published.items():
        if code in kept:
            assert kept[code] == title
        else:  # the statistics fold a few detailed codes into one that ends in 0, or into one of their own
            assert code in together or any(detailed[:6] == code[:6] for detailed in kept if code.endswith("0")), code
    for code in set(kept) - set(published) - OUTSIDE_THE_SURVEY:
        assert code.startswith("55-") or SURVEYED_TOGETHER.get(code, code[:6] + "0") in published, code
    assert together <= set(published)
    assert together.isdisjoint(kept)


def test_every_alias_means_one_profession():
    claims: dict[str, set[str]] = {}
    for row in rows_of("aliases.csv"):
        assert row["profession"] in meanings(), row
        claims.setdefault(key_of(row["alias"]), set()).add(row["profession"])
    known = {row["profession"] for row in TAXONOMY}
    for name in known:
        claims.setdefault(key_of(name), set()).add(name)
    assert {key: meaning for key, meaning in claims.items() if len(meaning) > 1} == {}
    assert {row["profession"] for row in rows_of("rules.csv")} <= known | {""}
    assert {row["profession"] for row in rows_of("fields.csv")} <= known
    assert {code for codes in official_names().codes.values() for code in codes.split(",")} <= CODES


def test_every_name_of_another_language_means_one_thing():
    meant: dict[tuple[str, str], set[str]] = {}
    for language, name, means in spoken_names():
        assert means in CODES | {row["profession"] for row in TAXONOMY if not row["soc_code"]}, means
        assert name == unicodedata.normalize("NFC", name).strip() and "  " not in name
        meant.setdefault((language, key_of(name)), set()).add(means)
    assert {name: meanings for name, meanings in meant.items() if len(meanings) > 1} == {}


# Official titles that mean something else on this market.
OFFICIALLY_OTHERS = {
    *("ai engineer", "computer vision engineer", "nlp engineer", "full stack engineer", "back end developer"),
    *("back end engineer", "firmware engineer", "private equity analyst", "private equity associate", "cmo", "pt"),
    *("medical laboratory scientist", "investment banking associate", "eye surgeon", "medical oncologist"),
    *("oncology physician", "evaluation specialist", "technical staff member", "growth hacker"),
    # On this market a coder programs; an executive of accounts sells; a director of nothing in particular manages.
    *("coder", "account executive", "director", "vice president", "regional manager"),
    # What O*NET lists with carers of animals, laboratories and ambulances, and adverts mean plainly.
    *("care assistant", "clinical nurse educator", "hemodialysis technician", "medical equipment delivery driver"),
    *("dental office manager",),
}


def test_an_alias_contradicts_an_official_title_only_where_the_list_here_says_so():
    own = {key_of(row["profession"]) for row in TAXONOMY}
    for key, meaning in kept_names().items():
        codes = official_names().codes.get(key, "")
        if meaning.soc_code and codes and key not in own | OFFICIALLY_OTHERS:
            assert meaning.soc_code == codes or "," in codes, (key, meaning, codes)


def test_every_profession_is_in_the_table_once():
    table = professions()
    assert table["profession"].is_unique
    assert set(table["soc_code"].dropna()) >= CODES
    assert AI_GROUP in set(table["major_group"])
    assert set(table["group"]) <= GROUPS
    assert set(table["job_zone"].dropna()) == set("12345")


ALPHABETS = {"de": "äöüß", "fr": "àâæçéèêëîïôœùûüÿ", "es": "áéíóúüñ"}
"""The letters of each language beyond a to z."""


@pytest.mark.parametrize("language", ALPHABETS)
def test_names_in_other_languages_belong_to_one_profession_and_to_that_language(language):
    names = names_in(language)
    assert set(names) <= set(professions()["profession"])
    assert len(set(names.values())) == len(names), "two professions under one name"
    for profession, name in names.items():
        assert name == unicodedata.normalize("NFC", name).strip() and "  " not in name
        letters = {letter for letter in name.lower() if letter.isalpha()}
        assert letters <= set("abcdefghijklmnopqrstuvwxyz") | set(ALPHABETS[language]), (profession, name)
        # What the matcher surely reads from the name is the profession it stands for.
        match = match_profession(name)
        assert match.profession in (profession, None) or match.how == "fuzzy", (profession, name, match)


def test_the_columns_of_names_are_not_swapped():
    for language, alphabet in ALPHABETS.items():
        alone = set(alphabet) - set("".join(other for key, other in ALPHABETS.items() if key != language))
        ours = {letter for name in names_in(language).values() for letter in name.lower()}
        assert alone & ours and not any(
            alone & {letter for name in names_in(other).values() for letter in name.lower()}
            for other in ALPHABETS
            if other != language
        )
    assert sum(name[:1].isupper() for name in names_in("de").values()) == len(names_in("de"))


def test_nearly_every_profession_that_is_paid_has_a_name_in_every_language():
    paid = set(load_table("pay")["profession"].dropna())
    for language in ALPHABETS:
        assert len(paid & set(names_in(language))) >= 0.95 * len(paid), paid - set(names_in(language))


@pytest.mark.parametrize("language", ALPHABETS)
def test_a_name_in_another_language_never_gets_the_code_of_another_profession(language):
    for profession, name in names_in(language).items():
        code = match_profession(both_forms(name, language)[0]).soc_code
        assert code in (match_profession(profession).soc_code, None), (profession, name)
