"""The lists of the professions room are sound, and titles with odd dress find their profession."""

import csv
import unicodedata
from importlib.resources import files

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labormarket.comparisons.day_jobs import SURVEYED_TOGETHER
from labormarket.professions import (
    AI_GROUP,
    CREDENTIALS,
    match_profession,
    match_profession_column,
    names_in,
    professions,
)
from labormarket.professions.lexicon import lexicon
from labormarket.professions.words import key_of
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


def test_the_group_is_that_of_the_code():
    major = {row["soc_major"]: row["group"] for row in rows_of("groups.csv")}
    for row in TAXONOMY:
        if row["soc_code"]:
            assert row["group"] == major[row["soc_code"][:2]], row


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
    known = {row["profession"] for row in TAXONOMY}
    claims: dict[str, set[str]] = {}
    for row in rows_of("aliases.csv"):
        assert row["profession"] in known, row
        claims.setdefault(key_of(row["alias"]), set()).add(row["profession"])
    for name in known:
        claims.setdefault(key_of(name), set()).add(name)
    assert {key: meaning for key, meaning in claims.items() if len(meaning) > 1} == {}
    assert {row["profession"] for row in rows_of("rules.csv")} <= known | {""}
    assert {row["profession"] for row in rows_of("fields.csv")} <= known
    assert {row["soc_code"] for row in rows_of("soc_aliases.csv")} <= CODES


def test_an_alias_of_two_lists_is_never_doubtful():
    rows = rows_of("soc_aliases.csv")
    assert {row["doubtful"] for row in rows} == {"", "yes"}
    assert {row["lists"] for row in rows} <= {"1", "2", "3"}
    assert [row for row in rows if row["doubtful"] and row["lists"] != "1"] == []
    assert len({(row["soc_code"], row["alias"]) for row in rows}) == len(rows)


def test_a_doubtful_alias_stands_for_its_group_unless_another_list_vouches_for_it():
    rows = rows_of("soc_aliases.csv")
    others = {
        key_of(row["alias"])
        for name in ("soc_aliases.csv", "aliases.csv")
        for row in rows_of(name)
        if not row.get("doubtful")
    }
    others |= {key_of(row[field]) for row in rows_of("soc_titles.csv") for field in ("title", "profession")}
    others |= {key_of(row["profession"]) for row in TAXONOMY}
    major = {row["soc_major"]: row["group"] for row in rows_of("groups.csv")}
    known = lexicon()
    doubted = [row for row in rows if row["doubtful"] and key_of(row["alias"]) not in others]
    assert len(doubted) > 5_000
    for row in doubted:
        meaning = known.by_key[key_of(row["alias"])]
        assert (meaning.profession, meaning.soc_code) == (None, None), row
        assert meaning.group in {major[row["soc_code"][:2]], None}, row  # None: codes of two groups claim it


def test_every_profession_is_in_the_table_once():
    table = professions()
    assert table["profession"].is_unique
    assert set(table["soc_code"].dropna()) >= CODES
    assert AI_GROUP in set(table["group"])


SET_APART = [
    ("AI Trainer – Physics PhD (Remote, Urgent)", "physicist", "19-2012", None, None, "doctorate"),
    ("Swahili Speaker", "language specialist", None, "Swahili", None, None),
    ("Senior Python Engineer II", "software developer", "15-1252", None, "senior", None),
    ("Sr. Registered Nurse (m/w/d)", "registered nurse", "29-1141", None, "senior", None),
    ("doctoral degree in chemistry", "chemist", "19-2031", None, None, "doctorate"),
    ("Anästhesist:innen", "physician, anesthesiology", "29-1211", None, None, None),
    ("primary care physicians", "physician, family medicine", "29-1215", None, None, None),
    ("Engineer, Software", "software developer", "15-1252", None, None, None),
    ("venture capital partner", "venture-capital partner", None, None, None, None),
    ("Hebrew Professor", "foreign language and literature teacher, postsecondary", "25-1124", "Hebrew", None, None),
    ("Nursing Assistant I", "nursing assistant", "31-1131", None, "I", None),
    ("Line Cook - PM Shift - $21/hr + tips", "restaurant cook", "35-2014", None, None, None),
    ("Manager, Engineering", "engineering manager", "11-9041", None, None, None),
    ("Full Charge Bookkeeper (QuickBooks) - PT", "bookkeeper", "43-3031", None, None, None),
    ("AI trainers (30% of trainers)", "AI tutor", None, None, None, None),
    ("Senior Python Data Scraping Engineer (Freelance)", "software developer", "15-1252", None, "senior", None),
    ("labelers", "generalist annotator", None, None, None, None),
    ("Smart Contract Developer", "computer occupation, all other", "15-1299", None, None, None),
    ("English/Spanish Medical Interpreter", "interpreter", "27-3091", "English, Spanish", None, None),
]


REFUSED = [
    "Diagnostic Electrician - Smelter",  # a place of work is no trade
    "Licensed Mental Health Therapist (LAC, LCSW or LMFT)",  # licences of three occupations
    "US Tax Law Analyst (EA/CA)",
    "Technician",  # of what?
    "Maker",
    "VP, Finance (FP&A)",
    "Flight Research Laboratory Research Technician",
]


@pytest.mark.parametrize("title", REFUSED)
def test_a_title_that_may_mean_several_is_refused(title):
    assert match_profession(title).soc_code is None


@pytest.mark.parametrize(("title", "profession", "soc_code", "language", "seniority", "degree"), SET_APART)
def test_what_is_set_apart_is_kept(title, profession, soc_code, language, seniority, degree):
    match = match_profession(title)
    assert (match.profession, match.soc_code) == (profession, soc_code)
    assert (match.language, match.seniority, match.degree) == (language, seniority, degree)
    assert match.how in {"rule", "alias"}


@pytest.mark.parametrize(
    "title", ["physician", "Doctor", "scientist", "engineer", "Manager", "nurse", "teacher", "expert"]
)
def test_an_ambiguous_title_gets_its_broad_group_and_no_code(title):
    match = match_profession(title)
    assert match.soc_code is None
    assert match.group is not None


@pytest.mark.parametrize("title", ["", " ", "–", "()", "staff", "projects", "African workers", "xyzzy", "12", "Remote"])
def test_a_title_that_says_nothing_stays_unmatched(title):
    match = match_profession(title)
    assert (match.profession, match.soc_code, match.group, match.how) == (None, None, None, "none")


def test_a_column_keeps_its_index_and_its_rows():
    column = pd.Series(["Dermatologist", "", "xyzzy", "Dermatologist"], index=[5, 2, 9, 1])
    matched = match_profession_column(column)
    assert list(matched.index) == [5, 2, 9, 1]
    assert matched["soc_code"].to_list()[0] == matched["soc_code"].to_list()[3] == "29-1213"
    assert matched["how"].to_list() == ["alias", "none", "none", "alias"]
    assert matched["score"].dtype == "float64"


def test_an_empty_column_has_the_columns():
    empty = match_profession_column(pd.Series([], dtype="str"))
    assert list(empty.columns) == ["profession", "soc_code", "group", "language", "seniority", "degree", "how", "score"]


@settings(deadline=None)  # the first title loads the lists
@given(st.text())
def test_any_text_gets_an_answer(text):
    match = match_profession(text)
    if match.how == "none":
        assert match.profession is None
        assert match.soc_code is None
    if match.soc_code is not None:
        assert match.profession is not None


@pytest.mark.parametrize("dress", ["(Remote)", "- Contract", "!", "  ", "– Full-Time, Urgent"])
def test_every_profession_finds_itself(dress):
    names = [row["profession"] for row in TAXONOMY]
    assert [match_profession(f"{name.upper()} {dress}").profession for name in names] == names


ALPHABETS = {"de": "äöüß", "fr": "àâæçéèêëîïôœùûüÿ", "es": "áéíóúüñ"}
"""The letters of each language beyond a to z."""


@pytest.mark.parametrize("language", ALPHABETS)
def test_names_in_other_languages_belong_to_one_profession_and_to_that_language(language):
    names = names_in(language)
    assert set(names) <= {row["profession"] for row in TAXONOMY}
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


@pytest.mark.parametrize(
    ("title", "profession"),
    [
        *(("Übersetzer (m/w/d)", "translator"), ("Chemikerin", "chemist"), ("Ärztin", "physician")),
        *(("AI Trainer – physicien", "physicist"), ("ingénieur civil", "civil engineer")),
        *(("abogado", "lawyer"), ("Director ejecutivo", "chief executive")),
    ],
)
def test_a_title_in_another_language_is_matched_by_its_name(title, profession):
    matched = match_profession(title)
    assert (matched.profession, matched.how) == (profession, "alias")


@pytest.mark.parametrize("language", ALPHABETS)
def test_a_name_in_another_language_never_gets_the_code_of_another_profession(language):
    for profession, name in names_in(language).items():
        code = match_profession(name.partition("/")[0]).soc_code
        assert code in (match_profession(profession).soc_code, None), (profession, name)
