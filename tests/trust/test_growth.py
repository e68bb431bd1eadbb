"""Ten times the text or the rows costs about ten times the work: whatever is repeated, in every public function.

CPU time of this process alone, the better of two, against a bound that only more than linear growth reaches.
"""

import json
import random
import time
from collections.abc import Callable
from itertools import chain
from typing import Any

import pandas as pd
import pytest

from labormarket.clean import clean
from labormarket.files.safe_csv import guard_text, unguard_text
from labormarket.files.safe_text import as_json, restore_hidden, show_hidden
from labormarket.hourly import ExchangeRates, year_of
from labormarket.intake.privacy import clear, clear_url, without_people
from labormarket.intake.prose import propose
from labormarket.intake.prose.platforms import find_platforms, who_hires
from labormarket.pay import find_pay, parse_pay, parse_pay_column
from labormarket.platforms import match_platform
from labormarket.professions import match_profession
from labormarket.readers import Passage, ReadOptions, UnreadableError, read_file
from labormarket.sources import STATEMENT_COLUMNS
from labormarket.tiers import assign_tier, share_tiers

BOUND = 40  # of ten times the input: linear work with garbage collection and caches stays under 20
LEAST_S = 0.002  # below, the clock's grain would be measured

FRAGMENTS = [
    *("$", "$1 ", "1", "1,", "9.", "$20 an hour ", "$20-", "per ", "up to ", "between $1 and ", "k", "€5/h; ", "a "),
    *("\r", "\t", "\u2028", "\u3000", "\n\n", "(", "((", '"', "'", "<p>", "&amp;", "\\", ";="),
    *("⟨U+", "=1+1;", "é", "\u0301"),
    *("a", " ", "-", "the ", "recruiter ", "pay,"),
    *("Outlier pays $20 an hour. ", "$20 an hour and ", "Outlier, ", "Outlier pays; "),
    *("dollars ", "Senior ", "tutor, ", "Outlier ", "@", "a@b.c ", "Jane Doe said ", "2025-", "½", "万", "١"),
]


def read_any(content: str, name: str) -> object:
    try:
        return list(read_file(content.encode(), ReadOptions(name=name)))
    except UnreadableError:
        return None


EXPLODED = [
    ("clear", "a"),
    ("clear", "the "),
    ("clear", "-"),
    ("clear_url", "a"),
    ("a header of CSV", "pay,"),
    ("who_hires", "Outlier pays; "),
]
"""What was worse than linear once."""

TAKES_TEXT: dict[str, Callable[[str], object]] = {
    "parse_pay": parse_pay,
    "find_pay": find_pay,
    "parse_pay_column": lambda text: parse_pay_column(pd.Series([text], dtype="str")),
    "match_platform": match_platform,
    "match_profession": match_profession,
    "guard_text": lambda text: unguard_text(guard_text(text)),
    "show_hidden": lambda text: restore_hidden(show_hidden(text)),
    "as_json": as_json,
    "clear": clear,
    "clear_url": lambda text: clear_url(f"https://example.org/{text}"),
    "who_hires": lambda text: who_hires(text, find_platforms(text)),
    "year_of": lambda text: year_of(pd.Series([text])),
    "a text": lambda text: read_any(f"A text.\n{text}", "x.txt"),
    "an article": lambda text: propose([Passage(f"Mercor pays tutors $20 an hour. {text}")]),
    "a page": lambda text: read_any(f"<html><body>{text}</body></html>", "x.html"),
    "a cell of CSV": lambda text: read_any('job title,pay\ntutor,"' + text.replace('"', '""') + '"\n', "x.csv"),
    "a table of CSV": lambda text: read_any(f"job title,pay\n{text}", "x.csv"),
    "a header of CSV": lambda text: read_any(f"job title,pay,{text}\ntutor,$20/hr\n", "x.csv"),
    "a value of JSON": lambda text: read_any(json.dumps([{"title": "tutor", "pay": text}]), "x.json"),
}


def cost(work: Callable[[], object]) -> float:
    times = []
    for _ in range(2):
        begin = time.process_time()
        work()
        times.append(time.process_time() - begin)
    return max(min(times), LEAST_S)


def growth(take: Callable[[Any], object], small: object, large: object) -> float:
    """Return by how much more the large input costs; where that is too much, measure again."""
    take(small)
    found = cost(lambda: take(large)) / cost(lambda: take(small))
    return found if found <= BOUND else min(found, cost(lambda: take(large)) / cost(lambda: take(small)))


def check_text(name: str, fragment: str, size: int) -> None:
    take = TAKES_TEXT[name]
    small, large = (fragment * (n // len(fragment)) for n in (size, 10 * size))
    found = growth(take, small, large)
    assert found <= BOUND, f"{name}: ten times {fragment!r} costs {found:.0f} times as much"


@pytest.mark.parametrize("name", TAKES_TEXT)
def test_ten_times_the_text_costs_ten_times_the_work(name: str) -> None:
    for fragment in random.Random(name).sample(FRAGMENTS, 3):
        check_text(name, fragment, 3_000)


@pytest.mark.parametrize(("name", "fragment"), EXPLODED)
def test_what_exploded_once_grows_in_proportion(name: str, fragment: str) -> None:
    check_text(name, fragment, 1_000)


@pytest.mark.slow
@pytest.mark.parametrize("size", [10_000, 100_000])
@pytest.mark.parametrize("name", TAKES_TEXT)
def test_ten_times_any_text_costs_ten_times_the_work(name: str, size: int) -> None:
    chance = random.Random(name)
    pairs = ["".join(chance.sample(FRAGMENTS, 2)) for _ in range(20)]
    for fragment in chain(FRAGMENTS, pairs):
        check_text(name, fragment, size)


def statements(rows: int) -> pd.DataFrame:
    chance = random.Random(1)
    stated = {
        "platform": [chance.choice(("Outlier", "Sama", f"Firm {n % 97}")) for n in range(rows)],
        "profession_raw": [f"tutor {n % 501}" for n in range(rows)],
        "pay_text": [f"${n % 90 + 5} to ${n % 90 + 9} an hour, listing {n}" for n in range(rows)],
        "kind": ["advertised"] * rows,
        "published_on": ["2025-03"] * rows,
        "source_url": [f"https://example.org/{n}" for n in range(rows)],
    }
    frame = pd.DataFrame({name: stated.get(name, [""] * rows) for name in STATEMENT_COLUMNS}, dtype="str")
    return frame.assign(statement_id=[f"s{n}" for n in range(rows)], source_id="x")


TAKES_TABLE: dict[str, Callable[[pd.DataFrame], object]] = {
    "clean": lambda frame: clean(frame, ExchangeRates({})),
    "parse_pay_column": lambda frame: parse_pay_column(frame["pay_text"]),
    "without_people": without_people,
    "assign_tier": lambda frame: assign_tier(*[pd.Series(range(5, 5 + len(frame)), dtype="float64")] * 2),
    "share_tiers": lambda frame: share_tiers(*[pd.Series(range(5, 5 + len(frame)), dtype="float64")] * 2),
    "read_file": lambda frame: read_any(frame.to_csv(index=False), "x.csv"),
}


@pytest.mark.parametrize("rows", [100, pytest.param(20_000, marks=pytest.mark.slow)])
@pytest.mark.parametrize("name", TAKES_TABLE)
def test_ten_times_the_rows_cost_ten_times_the_work(name: str, rows: int) -> None:
    found = growth(TAKES_TABLE[name], statements(rows), statements(10 * rows))
    assert found <= BOUND, f"{name}: ten times the rows cost {found:.0f} times as much"


def test_the_bound_tells_quadratic_from_linear_work() -> None:
    assert growth(lambda n: sum(range(n)), 200_000, 2_000_000) <= BOUND
    assert growth(lambda n: [0 for _ in range(n) for _ in range(n)], 300, 3_000) > BOUND
