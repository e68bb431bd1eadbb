"""Articles of different styles with the statements that a careful reader takes from them, and single sentences."""

from __future__ import annotations

import csv
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labormarket.intake.prose import OPEN, describe, propose
from labormarket.intake.statement_table import understand
from labormarket.readers import Passage, RawStatement
from labormarket.readers.formats.page_text import text_passages
from tests.readers.reading import read

FOLDER = Path(__file__).parents[1] / "articles"
ARTICLES = sorted(path for path in FOLDER.iterdir() if path.suffix != ".csv")
Pay = tuple[str, str]  # platform; low-high currency period


def number(value: float) -> str:
    return "" if value != value else f"{value:g}"


def read_pay(candidates: list[RawStatement]) -> list[Pay]:
    """What the build will make of candidates."""
    table = understand(candidates)
    return [
        (
            row["platform"] if row["platform"] == row["platform"] else "",
            f"{number(row['low'])}-{number(row['high'])} {row['currency']} {row['period']}",
        )
        for row in table.to_dict("records")
    ]


@cache
def candidates_of(article: Path) -> list[RawStatement]:
    return propose(read(article.read_bytes(), name=article.name).passages)[0]


def expected_pay(article: Path) -> list[Pay]:
    with article.with_suffix(".csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["pay"] != "vague"]
    found = []
    for row in rows:
        ends, unit = row["pay"].split(" ", 1)
        low, high = (number(float(end or "nan")) for end in ends.split("-"))
        found.append((row["platform"], f"{low}-{high} {unit}"))
    return found


def is_same_pay(one: Pay, other: Pay) -> bool:
    """The same platform and one end in common: a bound read otherwise is not somebody else's pay."""
    ends = [set(pay.split(" ")[0].split("-")) - {""} for _, pay in (one, other)]
    return one[0] == other[0] and bool(ends[0] & ends[1])


def test_most_amounts_are_found_and_few_rows_are_wrong() -> None:
    """The goals for articles: amounts 85%, with their platform 65%, rows without a gap of nobody's pay 5%."""
    stated = amounts = placed = rows = wrong = 0
    pays = iter(read_pay([candidate for article in ARTICLES for candidate in candidates_of(article)]))
    for article in ARTICLES:
        expected = expected_pay(article)
        candidates = candidates_of(article)
        found = [next(pays) for _ in candidates]
        stated += len(expected)
        amounts += sum(pay in {pay for _, pay in found} for _, pay in expected)
        placed += sum(pair in found for pair in expected)
        kept = [pay for pay, one in zip(found, candidates, strict=True) if not one.note.startswith(OPEN)]
        rows += len(kept)
        wrong += sum(not any(is_same_pay(pair, other) for other in expected) for pair in kept)
    assert stated > 500
    assert amounts >= 0.85 * stated
    assert placed >= 0.65 * stated
    assert wrong <= 0.05 * rows


def test_a_quotation_points_at_its_place() -> None:
    for article in ARTICLES:
        if article.suffix != ".html":
            text = article.read_text(encoding="utf-8")
            for candidate in candidates_of(article):
                assert candidate.span is not None
                assert text[slice(*candidate.span)] == candidate.pay_text


def hirers(text: str, **options: str) -> list[str]:
    passages = text_passages(text, "")
    return [candidate.platform for candidate in propose(passages, **options)[0]]


@pytest.mark.parametrize(
    ("text", "platforms"),
    [
        ("Outlier, which is owned by Scale AI, pays $15 an hour to generalists.", ["Outlier"]),
        ("DataAnnotation, a Surge AI subsidiary, pays nurses $40 an hour.", ["DataAnnotation"]),
        ("Surge AI, which owns DataAnnotation, pays nurses $40 an hour.", ["Surge AI"]),
        ("Surge AI, DataAnnotation’s parent, pays nurses $40 an hour.", ["Surge AI"]),
        ("Scale AI's Outlier pays nurses $40 an hour.", ["Outlier"]),
        ("Labelbox-owned Alignerr pays nurses $40 an hour.", ["Alignerr"]),
        ("Unlike Outlier, Mercor pays nurses $40 an hour.", ["Mercor"]),
        ("Nurses earn $40 an hour on Mercor.", ["Mercor"]),
        ("Mercor, which counts OpenAI among its clients, pays nurses $40 an hour.", ["Mercor"]),
        ("Appen and Clickworker pay nurses $4 an hour.", ["Appen", "Clickworker"]),
        ("Poets earn $45 an hour at Outlier and $70 at Mercor.", ["Outlier", "Mercor"]),
        ("Nurses earn $40 an hour.", [""]),
        ("Mercor is growing. The company pays poets $50 an hour.", ["Mercor"]),
        ("Mercor and Appen are growing. Nurses earn $40 an hour.", [""]),
        ("Mercor is growing, Appen is not.\n\nAcme Data pays nurses $40 an hour.", ["Acme Data"]),
        ("Surge AI grows. In developing countries annotators earn $1 an hour.", [""]),
        ("## Outlier\n\nPart of Scale AI. Poets earn $30 an hour.\n\n## Appen\n\nPoets earn $9 an hour.",
         ["Outlier", "Appen"]),
        ("Labs such as OpenAI, Google and Scale AI hire people at $15 an hour.", [""]),
        ("Mercor平台上，律师时薪105美元。", ["Mercor"]),
        ("Mercor는 변호사에게 시급 100달러를 준다.", ["Mercor"]),
        ("Mercor is growing.\n\n- Appen pays $9 an hour\n- Poets earn $30 an hour", ["Appen", ""]),
        ("He passed the Turing test for $40 an hour.", [""]),
        ("Top Data Annotation Jobs pay $20 an hour.", [""]),
        ("Bei Appen verdienen Clickworker 4 Euro pro Stunde.", ["Appen"]),
        ("Bei Clickworker verdienen Texter 4 Euro pro Stunde.", ["Clickworker"]),
        ("OpenAi paid nurses $40 an hour.", ["OpenAI"]),
    ],
)  # fmt: skip
def test_the_one_who_pays(text: str, platforms: list[str]) -> None:
    assert hirers(text) == platforms


def test_a_page_about_one_platform_is_about_it_throughout() -> None:
    text = "At TELUS Digital we teach machines.\n\nPayment:\n\n- Pay rates range from $18 - $50 USD per hour"
    assert hirers(f"# Poet at TELUS Digital\n\n{text}") == ["TELUS Digital"]
    (candidate,), _ = propose(text_passages(f"# Poet\n\n{text}", ""))
    assert candidate.platform == "", "named in passing"
    assert candidate.note == f"{OPEN}no platform named; the page names only TELUS Digital"


def test_the_platform_that_is_said_reaches_what_names_none() -> None:
    assert hirers("Poets earn $30 an hour.\n\nAppen pays $9 an hour.", platform="Mercor") == ["Mercor", "Appen"]


@pytest.mark.parametrize(
    ("text", "doubt"),
    [
        ("Mercor charges clients $120 an hour for a nurse.", "a client's price"),
        ("OpenAI paid Sama about $12.50 an hour for each annotator.", "a client's price"),
        ("Sama was hired. OpenAI paid $12.50 an hour.", "a client's price"),
        ("The minimum wage in Kenya is $1.50 an hour.", "a minimum wage"),
        ("The federal minimum wage, for comparison, is $7.25 an hour.", "a minimum wage"),
        ("Der Mindestlohn liegt bei 12,82 Euro pro Stunde.", "a minimum wage"),
        ("El salario mínimo es de 7 dólares por hora.", "a minimum wage"),
        ("北京的最低工资标准为每小时26.4元。", "a minimum wage"),
        ("Workers demand $20 an hour.", "a demand"),
        ("Die Beschäftigten fordern 15 Euro pro Stunde.", "a demand"),
        ("This job I would normally pay $31 an hour for.", "a hypothetical"),
        ("You'd make $1.50 an hour at a hotel's desk.", "a hypothetical"),
        ("You’d make $1.50 an hour at a hotel's desk.", "a hypothetical"),
        ("Ein Autor verdient 50 Dollar pro Stunde, seit Mai hat er 9.000 Dollar verdient.", "a total, not a rate"),
        ("仮に15分の作業なら報酬は1件7ドルの計算になります。", "a hypothetical"),
        ("Can a poet really earn $100 an hour at Mercor?", "a question"),
        ("The average salary of an American worker is $35 an hour.", "another job's pay"),
    ],
)
def test_what_may_be_no_pay_is_marked(text: str, doubt: str) -> None:
    """What can be nothing else is left out with the reason; the pay reader may refuse it before."""
    candidates, skipped = propose([Passage(text)])
    marked = [c.note for c in candidates if c.note.startswith(f"{OPEN}may be {doubt}")]
    marked += [skip.reason for skip in skipped if doubt in skip.reason]
    assert marked or not candidates
    assert all(candidate.note.startswith(OPEN) for candidate in candidates)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Nova pays poets $16 an hour, five dollars less than Musen.", "not pay but a difference"),
        ("The median American lawyer makes $73 an hour.", "not pay but another job's pay"),
        ("A salary increase of about $10 million.", "not pay but a company's money"),
        ("In four months she earned more than 8,300 euros.", "a total, not a rate: no unit, and nobody who pays"),
        ("Mercor pays its experts $250 to refer a friend.", "not pay but other money"),
        ("Ils gagnent 20 CAD/heure (équivalent à 14,6 USD).", "the pay before it, said again"),
    ],
)
def test_what_can_be_no_pay_is_left_out_with_the_reason(text: str, reason: str) -> None:
    assert reason in [skip.reason for skip in propose([Passage(text)])[1]]


def test_words_between_two_amounts_compare_the_second() -> None:
    text = "Sama pays clickworkers $9 a day, compared to the going wage of $2 a day."
    assert [c.note for c in propose([Passage(text)])[0]] == ["", f"{OPEN}may be another job's pay"]


def test_the_average_of_this_work_is_shown() -> None:
    (candidate,), _ = propose([Passage("Annotators in Kenya have a median wage of $2 an hour.")])
    assert candidate.note == f"{OPEN}may be another job's pay"


@pytest.mark.parametrize(
    ("text", "gap"),
    [
        ("Mercor pays poets $40 an hour.", ""),
        ("Mercor is growing. The company pays poets $40 an hour.", ""),
        ("## Mercor\n\nPoets earn $40 an hour.", ""),
        ("Mercor pays by the hour:\n\n- Poets earn $40 an hour", ""),
        ("Mercor is growing. Poets earn $40 an hour.", "platform named before this sentence"),
        ("# A job at Mercor\n\nPoets earn $40 an hour.", "the page's platform"),
        ("## Acme Data, Mercor & Co.\n\nPoets earn $40 an hour.", "no platform named"),
        ("Mercor pays poets well, and translators at Gengo earn $40 an hour.", "an employer that no list knows"),
        ("Mercor is growing, but in developing countries poets earn $40 an hour.", "no platform named"),
        ("Mercor: about $40 an hour.", "no word of pay and nobody who is paid"),
    ],
)  # fmt: skip
def test_a_row_is_written_unasked_only_where_its_words_name_who_pays(text: str, gap: str) -> None:
    (candidate,), _ = propose(text_passages(text, ""))
    if gap:
        assert candidate.note.startswith(OPEN) and gap in candidate.note
    else:
        assert not candidate.note.startswith(OPEN) and candidate.platform == "Mercor"


@pytest.mark.parametrize(
    "text",
    [
        "Mercor, valued at $10 billion, raised $350 million.",
        "Mercor offers a $500 referral bonus to nurses.",
        "Scale AI settled for $1.2 million.",
        "The hours at Mercor are few, usually 10 to 30 a week.",
        "Mercor has 10,000 tutors, 70% of whom hold a doctorate, working 10 to 30 hours a week.",
    ],
)
def test_other_money_is_never_written_unasked(text: str) -> None:
    assert [candidate for candidate in propose([Passage(text)])[0] if not candidate.note.startswith(OPEN)] == []


def test_a_clients_price_is_in_the_scope_of_those_who_order_the_work() -> None:
    candidates, _ = propose([Passage("OpenAI paid Sama $12.50 an hour. Nurses get $2 an hour.")])
    assert [candidate.scope for candidate in candidates] == ["requester", ""]


@pytest.mark.parametrize(
    ("text", "gap"),
    [
        ("Nurses earn $40 an hour.", "no platform named"),
        ("Mercor paid nurses at least $1,000.", "no unit named"),
        ("Sites such as Appen, Clickworker and Remotasks pay $4 an hour.", "said of several platforms at once"),
        ("Workers earned $2 an hour at OpenAI. Sama had hired them.", "a lab, perhaps the client of who pays"),
        ("Appen is growing, so is Mercor.\n\nAcme Data pays nurses $40 an hour.", "an employer that no list knows"),
    ],
)
def test_a_gap_stays_a_gap(text: str, gap: str) -> None:
    candidates, _ = propose(text_passages(text, ""))
    assert candidates and all(gap in candidate.note for candidate in candidates)
    assert all(candidate.note.startswith(OPEN) for candidate in candidates)


@pytest.mark.parametrize(
    ("text", "professions"),
    [
        ("Mercor pays lawyers and investment bankers $110 an hour.", ["lawyer", "investment banker"]),
        ("Mercor pays $50 an hour to poets; dermatologists earn $250 an hour.", ["poet", "dermatologist"]),
        ("Mercor pays $50 an hour.", [""]),
        ("Mercor平台上，律师和医生时薪105美元。", ["律师", "医生"]),
    ],
)
def test_who_is_paid(text: str, professions: list[str]) -> None:
    assert [candidate.profession_raw for candidate in propose([Passage(text)])[0]] == professions


def test_the_same_pay_in_another_currency_is_said_once() -> None:
    candidates, skipped = propose([Passage("Sama pays Sh200 ($1.60) an hour.")])
    assert len(candidates) == 1 and [skip.reason for skip in skipped] == ["the pay before it, said again"]


@pytest.mark.parametrize(
    ("text", "pay"),
    [
        ("Examples of hourly rates:\n\n- Surgeons: up to 340 dollars\n- Poets: 35 dollars",
         ["-340 USD hour", "35-35 USD hour"]),
        ("Beispiele für den Stundenlohn:\n\n★ Chirurginnen: 200 Dollar\n★ auf Anfrage\n\nDer Laptop kostet 900 Dollar.",
         ["200-200 USD hour"]),
        ("It pays for these things:\n\n- a chair: 200 dollars", []),
        ("Un ingreso mensual de €50 a €400 es posible.", ["50-400 EUR month"]),
        ("Ils gagnent entre 300 000 et 500 000 ariary. Elle touche 400 000 ariary par mois.",
         ["300000-500000 MGA month", "400000-400000 MGA month"]),
        ("Elle gagne 400 000 ariary, soit 80 euros par mois.", ["400000-400000 MGA month"]),
    ],
)  # fmt: skip
def test_the_unit_is_the_one_named_above_or_beside(text: str, pay: list[str]) -> None:
    assert [read for _, read in read_pay(propose(text_passages(text, ""))[0])] == pay


def test_the_sentence_is_shown_beside_its_candidate() -> None:
    (candidate,), _ = propose([Passage("They said so. Nurses earn $40 an hour. Nothing else.")])
    lines = describe(vars(candidate))
    assert lines == ["(platform?) | nurse | $40 an hour", "    Nurses earn $40 an hour.", "    open: no platform named"]


@pytest.mark.parametrize(
    "text", ["[", "[1] Mercor pays poets $40 an hour.", "{", "\x00", "\ud800", "$" * 5_000, "“" * 99]
)
def test_no_text_stops_it(text: str) -> None:
    propose([Passage(text), Passage(text, level=2)])


@given(st.text(max_size=300), st.integers(0, 6))
def test_any_text_is_read_without_error(text: str, level: int) -> None:
    candidates, _ = propose([Passage(text, level=level)])
    for candidate in candidates:
        start, end = candidate.span or (0, 0)
        assert text[start:end] == candidate.pay_text


def test_a_long_page_costs_as_its_length() -> None:
    """The pay reader and the word patterns are asked as often as there are sentences, not more."""
    line = "Mercor, which Acme owns, pays lawyers, doctors and poets $50 to $60 an hour, and nurses $30. "
    short, long = (propose([Passage(line * times)])[0] for times in (5, 50))
    assert len(long) == 10 * len(short)
    assert Counter(c.pay_text for c in long).most_common(1)[0][1] >= 50
