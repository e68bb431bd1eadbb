"""The classifier and spelling correction: right on titles held out, silent on occupations never seen."""

import random

import numpy as np
import pytest

from labormarket.professions import classifier, match_profession
from labormarket.professions.name_index import catch_all_codes
from labormarket.professions.spelling import repair, repair_words
from labormarket.professions.taxonomy import group_of_code
from tests.load_file import load_file


@pytest.fixture(scope="module")
def tool():
    return load_file("tools/index_titles.py")


@pytest.mark.slow
def test_the_index_and_the_weights_are_those_that_the_lists_give(tool):
    index, arrays = tool.build()
    assert tool.gzip.decompress(tool.INDEX.read_bytes()).decode() == index
    with tool.WEIGHTS.open("rb") as file:
        written = dict(np.load(file))
    for name in ("features", "starts", "columns", "codes"):
        np.testing.assert_array_equal(written[name], arrays[name])
    # A logarithm may be rounded the other way on another machine.
    assert np.abs(written["weights"].astype(int) - arrays["weights"].astype(int)).max() <= 1


def decided(titles, weights):
    """What the classifier gives each title: its code or None, and its group or None."""
    words = [tuple(title.split()) for title in titles]
    judged = [found and classifier.judge(found) for found in classifier.likeliest(words, weights)]
    return [(found[0].soc_code, found[0].group) if found else (None, None) for found in judged]


@pytest.mark.slow
def test_the_least_probability_refuses_occupations_never_seen_and_is_right_on_titles_never_seen(tool):
    """Held out: every title of one code in eight, and one title in eight of the other codes."""
    draw = random.Random(20261130)
    official = tool.claims_of([*tool.read_titles(tool.OFFICIAL), *tool.soc_titles()])
    further = tool.claims_of(tool.read_titles(tool.FURTHER))
    codes = sorted({code for claimed in official.values() for code in claimed} - catch_all_codes())
    unseen = frozenset(draw.sample(codes, len(codes) // 8))
    held_out = set(draw.sample(sorted(official), len(official) // 8))
    known = {key: claimed for key, claimed in official.items() if key not in held_out and not claimed & unseen}
    weights = classifier.unpack(
        tool.weigh(known, {key: claimed for key, claimed in further.items() if not claimed & unseen})
    )

    strange = [key for key, claimed in official.items() if claimed <= unseen]
    assert np.mean([code is not None for code, _ in decided(strange, weights)]) < 0.08

    titles = [key for key in held_out if len(official[key]) == 1 and not official[key] & unseen]
    answers = [(*official[key], *answer) for key, answer in zip(titles, decided(titles, weights), strict=True)]
    right = [code == truth for truth, code, _ in answers if code]
    assert len(right) > 0.25 * len(titles)
    assert np.mean(right) >= 0.9
    of_the_group = [group == group_of_code(truth) for truth, code, group in answers if group and not code]
    assert len(of_the_group) > 0.05 * len(titles)
    assert np.mean(of_the_group) >= 0.8


MISSPELT = [
    ("Registred Nurse", "29-1141"),
    ("Electrican", "47-2111"),
    ("Accountent", "13-2011"),
    ("Dental Hygenist", "29-1292"),
    ("Sofware Engineer", "15-1252"),
]


@pytest.mark.parametrize(("title", "soc_code"), MISSPELT)
def test_a_slip_of_the_pen_is_forgiven_and_scored(title, soc_code):
    match = match_profession(title)
    assert (match.soc_code, match.how) == (soc_code, "fuzzy")
    assert 80 <= match.score < 100


@pytest.mark.parametrize("word", ["purse", "xylqwzkj", "teh", "12345678", "ааааааа"])
def test_a_strange_word_is_not_repaired(word):
    assert repair(word) is None
    assert repair_words((word,)) is None


SPOKEN_FOR = [("Neonatal ICU Nurse", "29-1141"), ("Junior High Guidance Counselor", "21-1012")]


@pytest.mark.parametrize(("title", "soc_code"), SPOKEN_FOR)
def test_words_speak_for_an_occupation_and_the_score_says_how_clearly(title, soc_code):
    match = match_profession(title)
    assert (match.soc_code, match.how) == (soc_code, "fuzzy")
    assert 80 <= match.score < 100


ENDS_IN = [
    ("Forward Deployed Software Engineer", "15-1252"),
    ("Glacier Park Dental Hygienist", "29-1292"),
    ("Moonshot Loan Officer - Harbour Team", "13-2072"),
]


@pytest.mark.parametrize(("title", "soc_code"), ENDS_IN)
def test_a_title_may_end_in_a_known_name(title, soc_code):
    match = match_profession(title)
    assert (match.soc_code, match.how) == (soc_code, "fuzzy")
    assert match.score >= 75


@pytest.mark.parametrize("title", ["Blue Sky Thinker", "Chief Happiness Ninja", "Operator", "Growth Rockstar"])
def test_words_that_speak_for_nothing_are_refused(title):
    assert match_profession(title).soc_code is None
