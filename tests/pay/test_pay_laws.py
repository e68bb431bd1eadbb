"""Laws: what can be written comes back, what stands beside it changes nothing, and time grows with length alone."""

import csv
import random
import re
import sys
import time
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from labormarket.pay import Bound, PayRange, Period, find_pay, parse_pay
from labormarket.pay.explain import explain_pay
from labormarket.pay.kinds import Kind
from labormarket.pay.lexicon import MOST_BRANCHES, alternation, cue_of_part
from labormarket.pay.normalise import normalise
from labormarket.pay.numbers import class_of, decimal_mark
from labormarket.pay.parser import _read_short, _read_short_passage, plan_of_field, plans_of_prose
from labormarket.pay.resolve import resolve
from labormarket.pay.tokenizer import piece_of, tokenize


def case_texts() -> list[str]:
    path = Path(__file__).with_name("cases.tsv")
    with path.open(encoding="utf-8", newline="") as lines:
        return [row["text"] for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)]


# ---- every range that can be written comes back, in each style

SIGNS = {
    "USD": "${}",
    "GBP": "£{}",
    "EUR": "{} €",
    "INR": "₹{}",
    "KES": "Ksh {}",
    "CAD": "C${}",
    "PLN": "{} zł",
    "BRL": "R$ {}",
}
PERIODS = {
    "hour": ("/hour", " per hour", " an hour", "/hr", " hourly"),
    "day": ("/day", " per day", " a day"),
    "week": (" per week", " weekly"),
    "month": ("/month", " per month", " monthly"),
    "year": (" per year", " a year", " p.a.", " annually"),
    "task": (" per task", "/task", " per HIT"),
    "word": (" per word",),
    "audio_minute": (" per audio minute",),
    None: ("",),
}


def plain(number: Decimal) -> str:
    return f"{number:f}"


def grouped(number: Decimal) -> str:
    return f"{number:,f}"


def european(number: Decimal) -> str:
    return grouped(number).translate(str.maketrans(",.", ".,"))


def spaced(number: Decimal) -> str:
    return grouped(number).replace(",", "\u00a0")


STYLES = (plain, grouped, european, spaced)
AMOUNTS = st.integers(1, 999_999).map(Decimal) | st.integers(101, 99_999_999).map(lambda cents: Decimal(cents) / 100)
BOUNDS = {
    Bound.RANGE: (
        "{low} - {high}",
        "{low} to {high}",
        "between {low} and {high}",
        "from {low} to {high}",
        "{low}–{high}",
    ),
    Bound.EXACT: ("{low}", "Pay: {low}", "pays {low}"),
    Bound.UPPER: ("up to {high}", "max {high}", "less than {high}"),
    Bound.LOWER: ("from {low}", "at least {low}", "starting at {low}", "more than {low}"),
}


@st.composite
def statements(draw: st.DrawFn) -> tuple[str, tuple[object, ...]]:
    """A text, and what it says."""
    bound = draw(st.sampled_from(list(BOUNDS)))
    low, high = sorted((draw(AMOUNTS), draw(AMOUNTS)))
    if bound is Bound.RANGE and low == high:
        bound = Bound.EXACT
    # "$30-45000" reads as 30000 to 45000, so ends of such unlike size aren't written in figures alone
    assume(bound is not Bound.RANGE or len(str(int(high))) < len(str(int(low))) + 3)
    currency, style = draw(st.sampled_from(list(SIGNS))), draw(st.sampled_from(STYLES))
    period = draw(st.sampled_from(list(PERIODS)))
    shown = {name: SIGNS[currency].format(style(value)) for name, value in (("low", low), ("high", high))}
    text = draw(st.sampled_from(BOUNDS[bound])).format(**shown) + draw(st.sampled_from(PERIODS[period]))
    ends = (
        None if bound is Bound.UPPER else low,
        None if bound is Bound.LOWER else low if bound is Bound.EXACT else high,
    )
    return text, (*ends, currency, period, bound)


@settings(max_examples=400)
@given(statements())
def test_what_is_written_comes_back(case: tuple[str, tuple[object, ...]]) -> None:
    text, said = case
    pay = parse_pay(text)
    assert pay is not None
    assert pay[:5] == said


# ---- what stands beside it changes nothing

DISTRACTORS = (
    "We raised $12M in Series A funding.",
    "401(k) with 4% match.",
    "Working hours: 20-30 hours per week.",
    "5+ years of experience needed.",
    "Call (555) 010-7788.",
    "Founded in 2016, 240 employees.",
    "A $900 sign-on bonus is paid after 90 days.",
    "Equity of 0.1% - 0.4%.",
    "Support runs 24/7.",
    "Referral bonus: $250.",
    "Deadline 12/10/2026.",
    "30 days of vacation.",
)
PAY = (
    "$20 to $30 per hour",
    "up to $45 an hour",
    "€38,000 - €42,000 a year",
    "£13.50 per hour",
    "15 € pro Stunde",
    "from $0.05 per task",
)


@given(
    st.sampled_from(PAY),
    st.lists(st.sampled_from(DISTRACTORS), max_size=4),
    st.lists(st.sampled_from(DISTRACTORS), max_size=4),
)
def test_distractors_change_nothing(text: str, before: list[str], after: list[str]) -> None:
    alone, among = parse_pay(text), parse_pay(" ".join([*before, f"{text}.", *after]))
    assert alone is not None
    assert among is not None
    assert among[:6] == alone[:6]
    assert among.text == alone.text


@given(st.lists(st.sampled_from(DISTRACTORS), min_size=1, max_size=6))
def test_distractors_alone_are_no_pay(sentences: list[str]) -> None:
    assert parse_pay(" ".join(sentences)) is None
    assert find_pay(" ".join(sentences)) == []


# ---- no answer depends on what was read before


def with_other_digits(text: str, draw: random.Random) -> str:
    """The same text with a new digit for each of its digits, zeros too."""
    return re.sub(r"[0-9]", lambda _: draw.choice("0123456789"), text)


def forget() -> None:
    """Empty every memory of the reader."""
    for memory in (_read_short, plan_of_field, plans_of_prose, class_of, decimal_mark, cue_of_part):
        memory.cache_clear()
    piece_of.cache_clear()


def test_no_answer_depends_on_what_was_read_before() -> None:
    draw = random.Random(20261130)
    texts = [with_other_digits(text, draw) for text in case_texts() for _ in range(3)] + case_texts()
    answers: list[dict[str, PayRange | None]] = []
    for _ in range(2):
        draw.shuffle(texts)
        forget()
        answers.append({text: parse_pay(text) for text in texts})
    forgetful = {}
    for text in texts[:1500]:
        _read_short.cache_clear()
        plan_of_field.cache_clear()
        forgetful[text] = parse_pay(text)
    assert answers[0] == answers[1]
    assert {text: answers[0][text] for text in forgetful} == forgetful


def test_a_row_that_cannot_be_read_stays_unread_after_one_that_can() -> None:
    before = parse_pay("96.9,00.5,,hourly")
    parse_pay("40.5,70.5,,hourly")
    assert parse_pay("96.9,00.5,,hourly") == before


DIGITS = st.text("0123456789", min_size=1, max_size=4)


@given(
    st.lists(DIGITS, min_size=4, max_size=4),
    st.sampled_from(
        ("{}k - {}k", "${}.{}/hr, {}k", "{},{} {}(k) {}", "{}-{}-{} {}", "from {}, {}00", "{}.{},{}.{},,hourly")
    ),
)
def test_other_digits_in_the_same_shape_are_read_for_themselves(digits: list[str], shape: str) -> None:
    text = shape.format(*digits)
    twin = shape.format(*("7" * len(part) for part in digits))
    for reader in (parse_pay, find_pay):
        reader(twin)
        remembered = reader(text)
        for memory in (_read_short, plan_of_field, _read_short_passage, plans_of_prose):
            memory.cache_clear()
        assert reader(text) == remembered


# ---- prose

PROSE = (
    "The platform offers an hourly rate of $250 to $450 to medical fellows, $300 to $500 to attending physicians "
    "and $500 to $1,000 to surgeons. It raised $40M last year."
)


def test_a_period_stated_once_holds_for_the_sentence() -> None:
    found = find_pay(PROSE)
    assert [str(pay) for pay in found] == [
        "250 to 450 USD / hour",
        "300 to 500 USD / hour",
        "500 to 1000 USD / hour",
    ]
    assert all(PROSE[slice(*pay.span)] == pay.text for pay in found)


def test_both_of_two_currencies_are_found() -> None:
    assert [pay.currency for pay in find_pay("They were paid Ksh250 ($2 per hour) after tax.")] == ["KES", "USD"]


def test_prose_needs_more_than_a_bare_range() -> None:
    assert parse_pay("15k - 30k") is not None
    assert find_pay("15k - 30k") == []
    assert len(find_pay("a salary of 15k - 30k")) == 1


@pytest.mark.parametrize(
    "sentence",
    [
        "The federal minimum wage is $7.25 an hour.",
        "Clients pay $40 an hour for annotation services.",
        "Workers are demanding $25 an hour.",
        "Imagine you earn $20 an hour: that is not enough.",
        "A living wage in Nairobi would be $3 an hour.",
        "She would need to earn $30 an hour to afford it.",
        "NAT gateway: ~$0.045/hr",
        "Die Kunden zahlen 40 Euro pro Stunde.",
        "El salario mínimo es de 7 euros la hora.",
        "We paid $26,000 to have the recordings transcribed.",
        "Voor het bureau betaalde ik 80 euro.",
        "Court time is $60 an hour.",
        "An hour of the machine saves customers $40 an hour.",
        "If somebody there earns $12 an hour, it is not enough.",
        "Wenn jemand dort 12 Euro pro Stunde verdient, reicht das nicht.",
        "Om du tjänar 20 000 kronor i månaden går det ihop.",
        "Se você ganha 20 reais por hora, não sobra nada.",
        "Ein Paar braucht dort ein Einkommen von 2.000 Euro im Monat.",
        "Bu daire için ayda 9.000 TL maaş gerekiyor.",
        "Bir odaya 3.000 lira ödemek gerekiyor.",
        "時給1,200円だと仮定する。",
        "Les familles paient 25 euros de l'heure.",
        "Семьи платят 900 рублей в час.",
        "The studio bills families $40 an hour.",
        "Los vecinos pagan de media 82 euros por la basura.",
        "The firm agreed to pay $20 million.",
        "Without power the works loses €50,000 an hour.",
        "If you work 10 hours at $30 an hour, you earn $300.",
        "Wer das machte, hätte 20 Euro pro Stunde verdient.",
        "The new tasks pay $5 less per hour.",
        "Workers took a $5 pay cut.",
        "Za godzinę płacą 15 zł mniej.",
        "De betaalt 10 euro meer per uur.",
    ],
)
def test_what_others_pay_demand_or_suppose_is_no_pay_in_prose(sentence: str) -> None:
    assert find_pay(sentence) == []


def test_what_a_client_pays_its_workers_is_pay_in_prose() -> None:
    found = find_pay("We paid the annotators $14,000 in total, or I paid $0.07 per image.")
    assert [str(pay) for pay in found] == ["14000 USD", "0.07 USD / task"]


@pytest.mark.parametrize(
    ("sentence", "reading"),
    [
        ("You get $15 an hour if you stay.", "15 USD / hour"),
        ("Wir zahlen 15 Euro pro Stunde, wenn du bleibst.", "15 EUR / hour"),
        ("If you pass the test, you earn $20 an hour.", "20 USD / hour"),
        ("You need a laptop, and they pay $15 an hour.", "15 USD / hour"),
        ("Nurses must work nights for $30 an hour.", "30 USD / hour"),
        ("My actual hourly rate was perhaps $18.", "18 USD / hour"),
        ("The average salary in 2019 was $44,000.", "44000 USD"),
        ("Der Lohn lag im Jahr 2019 bei 13 Euro.", "13 EUR"),
        ("El salario medio en 2019 fue de 21.000 euros.", "21000 EUR"),
        ("Users earn $5 an hour.", "5 USD / hour"),
        ("They pay users $5 a day.", "5 USD / day"),
        ("a project offering parents $50 to film", "50 USD"),
        ("Clients pay raters $30 an hour.", "30 USD / hour"),
        ("They pay poets $20.", "20 USD"),
        ("Pay fell to about $20.", "about 20 USD"),
        ("It pays $100 a week.", "100 USD / week"),
    ],
)
def test_pay_beside_a_condition_a_need_or_people_who_pay_is_pay(sentence: str, reading: str) -> None:
    assert [str(pay) for pay in find_pay(sentence)] == [reading]


@pytest.mark.parametrize(
    ("sentence", "reading"),
    [
        ("Un traductor trabaja por 11 euros la hora.", "11 EUR / hour"),
        ("Kierowcy zarabiają, a kurier pracuje za 28 zł na godzinę.", "28 PLN / hour"),
        ("Gli interpreti lavorano a 0,06 euro a parola.", "0.06 EUR / word"),
        ("Öğretmenler saatlik 250 TL ile çalışıyor.", "250 TRY / hour"),
        ("骑手跑一单5元。", "5 CNY / task"),
        ("They gave me $150 a day as an extra.", "150 USD / day"),
        ("Me ofrecieron 1.500 euros al mes por media jornada.", "1500 EUR / month"),
        ("Prendo 1.800 euro al mese come sviluppatore.", "1800 EUR / month"),
        ("راتبي 2000 دولار شهريا", "2000 USD / month"),
    ],
)
def test_workers_of_many_languages_speak_of_work(sentence: str, reading: str) -> None:
    assert [str(pay) for pay in find_pay(sentence)] == [reading]


@pytest.mark.parametrize(
    "sentence",
    [
        "Coders with rare skills reach $40 an hour.",
        "Argentina encabeza la lista con un promedio de 20 dólares por hora.",
        "In Lagern, z. B. im Norden, ist der Stundenlohn niedriger (12 Euro pro Stunde).",
        "$45/hr for STEM, $30/hr otherwise",
    ],
)
def test_an_hour_that_nothing_says_is_of_other_money_is_an_hour_of_work(sentence: str) -> None:
    assert find_pay(sentence)[0].period is Period.HOUR


# What a field may say by its place alone, prose must call pay, or say of work.
@pytest.mark.parametrize(
    ("sentence", "readings"),
    [
        ("net $300", ["300 USD"]),
        ("Graduates there start on 30,000 to 40,000 a year", ["30000 to 40000 / year"]),
        ("Farms there sell 30,000 a year", []),
        ("She got 300 euros.", []),
        ("401 euro", []),
        ("lei 300", []),
        ("45 K a year", []),
        ("The annotator about $44,000 a year", ["about 44000 USD / year"]),
        ("The farmer about $44,000 a year", []),
        ("He averages $44,000 a year", []),
        ("The minimum wage is $7.25 an hour, annotators earn $4 an hour", ["4 USD / hour"]),
        ("minimum wage: £11.44 an hour", []),
        ("500 coins: $5", []),
        ("a task worth $5", ["5 USD / task"]),
        ("worth $5 per task", []),
        ("$15 an hour up to $100 a day", ["15 USD / hour", "up to 100 USD / day"]),
        ("cut from $50 an hour to $22", ["50 USD / hour", "22 USD"]),
        ("$15 an hour + monthly pay: about 600 pesos", ["15 USD / hour", "about 600 / month"]),
        ("from $15 an hour for general tasks to $95 a day for doctors", ["from 15 USD / hour", "95 USD / day"]),
        ("from $15-20 an hour for general tasks to $95 for doctors", ["15 to 20 USD / hour", "95 USD"]),
        ("up to $15 an hour for tasks, up to $95 for doctors", ["up to 15 USD / hour", "up to 95 USD"]),
    ],
)
def test_prose_is_read_where_it_calls_an_amount_pay(sentence: str, readings: list[str]) -> None:
    assert [str(pay) for pay in find_pay(sentence)] == readings


def test_a_change_of_pay_states_two() -> None:
    text = "The rate was cut from $50 to $22 an hour."
    assert [str(pay) for pay in find_pay(text)] == ["50 USD", "22 USD / hour"]
    assert str(parse_pay(text)) == "22 USD / hour"


def test_a_span_points_into_the_text_as_given() -> None:
    text = "Rate &pound;20&nbsp;&ndash;&nbsp;&pound;25 per hour, net"
    pay = parse_pay(text)
    assert pay is not None
    assert pay.text == text[slice(*pay.span)] == "&pound;20&nbsp;&ndash;&nbsp;&pound;25 per hour"


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("＜b＞＄15＜/b＞", "<b>$15</b>"),  # an escape or a tag in full-width signs is text
        ("１５<br>＆amp; &amp; ＜b＞６", "15 &amp; & <b>6"),
        ("１<b>２", "1*2"),
        ("a1<b>2", "a1*2"),
        ("1a<b>2", "1a 2"),
        ("1<b>a2", "1 a2"),
        ("1<b>2a", "1*2a"),
        ("12½ &amp; 1,250¾", "12.5 & 1,250.75"),
        ("½ of 3", "½ of 3"),
        ("\\u20ac5\\n\\$6", "€5\n$6"),
        ("Â£5 &mdash; 6", "£5 — 6"),
    ],
)
def test_what_pages_do_to_a_text_is_undone(text: str, meant: str) -> None:
    assert normalise(text)[0] == meant


def test_an_escape_is_undone_twice_only_where_html_was_escaped() -> None:
    assert normalise("R&amp;amp;D")[0] == "R&amp;D"
    assert normalise("&lt;p&gt;R&amp;amp;D")[0] == " R&D"


def test_a_field_is_read_to_its_last_token_that_counts() -> None:
    assert str(parse_pay("lovely " * 5_990 + "Salary: $20 an hour")) == "20 USD / hour"
    assert parse_pay("lovely " * 6_000 + "Salary: $20 an hour") is None


def test_a_span_points_into_html_that_was_escaped_twice() -> None:
    text = "Pay &lt;b&gt;$15&lt;/b&gt;&lt;i&gt;&amp;mdash;&lt;/i&gt;$150 per hour&lt;br&gt;"
    for pay in [parse_pay(text), *find_pay(text)]:
        assert pay is not None
        assert (pay.low, pay.high) == (15, 150)
        assert pay.text == text[slice(*pay.span)]
        assert pay.text.startswith("$15")


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("Pay: $20    \n/hour", "20 USD / hour"),  # spaces at the end of a line part nothing
        ("Pay: $20    /hour", "20 USD"),
        ("Pay:\n\n$20\nand more", "20 USD"),
        ("Salary\n$20\n/hr", "20 USD / hour"),
        ("Bonus\n$20 an hour", "None"),
    ],
)
def test_a_statement_over_several_lines(text: str, reading: str) -> None:
    assert str(parse_pay(text)) == reading


@pytest.mark.parametrize(("price", "amounts"), [("$5/h, ", 300), ("$5/h, ", 400), ("$5/h, ", 704), ("pay $5 ", 340)])
def test_of_a_table_of_prices_as_many_are_read_as_is_said(price: str, amounts: int) -> None:
    text = price * amounts
    assert len(find_pay(text)) == min(amounts, 300 + len(text) // 80)


def test_the_country_decides_what_a_dollar_is() -> None:
    said = [str(parse_pay("$20/hr", country=place)) for place in ("CA", "AU", "US", None)]
    assert said == ["20 CAD / hour", "20 AUD / hour", "20 USD / hour", "20 USD / hour"]
    assert str(parse_pay("US$20/hr", country="CA")) == "20 USD / hour"


def test_the_country_decides_what_a_shilling_is() -> None:
    said = [str(parse_pay("Sh 900 a day", country=place)) for place in ("KE", "TZ", None)]
    assert said == ["900 KES / day", "900 TZS / day", "900 / day"]


def test_an_explanation_names_cues_and_reasons() -> None:
    told = explain_pay("403(b) plan; up to $31 an hour")
    assert [(number.text, number.refused) for number in told.considered] == [
        ("403", "a pension plan"),
        ("up to $31 an hour", ""),
    ]
    assert told.considered[1].cues == {"bound": "up to", "period": "an hour", "currency": "$"}


# ---- time grows with length alone

LONG = (
    *("1", "$1- ", "$", "$1,000, ", "1 to ", "up to ", "1.000.", "年薪", "per hour ", "5/", "(", "k", "a1", "&", "\\"),
    *("\n", "\r", "\t", "\u00a0", "\u3000", "\u2028", "    ", "<b ", "٣", ", prize $5", "£5 prize", "$5/h ", "&amp;"),
)


def steps_of(read: Callable[[str], object], text: str) -> int:
    """How many calls of functions a reading takes: a measure of work that no busy machine changes."""
    count = 0

    def counted(frame: object, event: str, arg: object) -> None:
        nonlocal count
        count += 1

    sys.setprofile(counted)
    try:
        read(text)
    finally:
        sys.setprofile(None)
    return count


@settings(max_examples=30)
@given(st.sampled_from(LONG) | st.text("$€19,.k/-() \t\nper hou", min_size=1, max_size=8), st.sampled_from(["p", "f"]))
def test_the_work_grows_with_the_length_alone(piece: str, reader: str) -> None:
    read = parse_pay if reader == "p" else find_pay
    read("$1")
    plan_of_field.cache_clear()
    plans_of_prose.cache_clear()
    few, many = (steps_of(read, f"$5/h {piece * size}"[:size]) for size in (4_000, 16_000))
    assert many < 6 * few + 2_000


@pytest.mark.parametrize("reader", [parse_pay, find_pay])
@pytest.mark.parametrize("piece", LONG)
def test_long_repetitions_take_no_longer_than_their_length_allows(piece: str, reader: Callable[[str], object]) -> None:
    reader("$1")
    for _ in range(3):  # a busy machine costs another round, a quadratic reader all of them
        times = {}
        for size in (10_000, 100_000):
            text = f"$5/h {piece * size}"[:size]
            start = time.process_time()
            reader(text)
            times[size] = time.process_time() - start
        if times[100_000] < 30 * times[10_000] + 0.05:  # ten times the text: a quadratic reader takes a hundred times
            return
    pytest.fail(f"seconds for so many characters: {times}")


# ---- tokens follow one another and lose no digit


def test_tokens_follow_one_another_and_hold_every_digit() -> None:
    for text in case_texts():
        scan = tokenize(normalise(text)[0])
        assert len(scan.starts) == len(scan.tokens.kinds) == len(scan.tokens.values) == len(scan.tokens.looks)
        behind = 0
        for at, (start, end) in enumerate(zip(scan.starts, scan.ends, strict=True)):
            assert behind <= start < end, text
            if at and scan.tokens.kinds[at] != Kind.LINE:  # spaces at the end of a line are part of it
                assert scan.tokens.touches(at) == (start == behind), text
                assert scan.tokens.is_near(at) == (start - behind <= 1), text
            behind = end
        words = "".join(scan.words(at, at + 1) for at in range(len(scan.starts)))
        assert [mark for mark in words if mark.isdigit()] == [mark for mark in scan.text if mark.isdigit()]


# ---- a pattern of many phrases finds the longest that stands in a text

CHARACTERS = [*map(chr, range(0x5143, 0x5143 + 3 * MOST_BRANCHES)), *"a.|-]^"]


@pytest.mark.parametrize("count", [1, 5, 40, 400])
def test_an_alternation_finds_the_longest_of_its_phrases(count: int) -> None:
    draw = random.Random(count)
    phrases = ["".join(draw.choices(CHARACTERS, k=draw.randint(1, 3))) for _ in range(count)]
    phrases += [phrase + draw.choice(CHARACTERS) for phrase in phrases]
    pattern = re.compile(alternation(phrases))
    for text in (*phrases, *("".join(draw.choices(CHARACTERS, k=4)) for _ in range(500))):
        match = pattern.match(text + text)
        assert (match[0] if match else "") == max(filter((text + text).startswith, phrases), key=len, default="")


# ---- only passages are read, and the answers are those of reading the whole


def find_in_the_whole(text: str) -> list[tuple[object, ...]]:
    scan = tokenize(normalise(text)[0])
    return [resolve(plan, scan)[:6] for plan in plans_of_prose(scan.tokens, None, 10**6)]


SENTENCES = st.sampled_from(
    (
        "We build tools that people love and support them all over the world, every day of the year.",
        "You will join a team of 40 people in 12 countries, founded in 2016.",
        "The rate is $20 to $25 an hour.",
        "Pay:\n$0.05 per task",
        "Experts earn an hourly rate of 30 dollars for reviews, and with more experience and a licence in their field, "
        "which is checked before the first task is given to them, at least 45 dollars",
        "It raised $40M last year; bonuses of $500 are paid after 90 days.",
        "Ein Gehalt von 3.100 € pro Monat.",
        "時給1,500円から",
        "fifty cents per image",
        "N150,000 a month",
        "I'm on 31k in York",
        "Questions? Write to us within 24 hours.",
        "- 15 hours per week",
        "Salary: 45k",
        "\ud800 İ $20 an hour",
    )
)


@given(st.lists(SENTENCES, max_size=12), st.sampled_from((" ", "\n", "\n\n", ". ", " | ")))
def test_reading_the_passages_is_reading_the_whole(sentences: list[str], joint: str) -> None:
    text = joint.join(sentences)
    assert [pay[:6] for pay in find_pay(text)] == find_in_the_whole(text)


DUMPS = Path(__file__).parents[3] / "shared" / "dumps"


@pytest.mark.skipif(not DUMPS.is_dir(), reason="the dumps are not here")
def test_reading_the_passages_of_real_descriptions_is_reading_the_whole() -> None:
    differing, read = 0, 0
    for path in sorted(DUMPS.glob("*_jobs.csv")):
        with path.open(encoding="utf-8-sig", newline="") as lines:
            for number, row in enumerate(csv.DictReader(lines)):
                if number % 20 == 0:
                    text = max((cell for cell in row.values() if isinstance(cell, str)), key=len)
                    differing += [pay[:6] for pay in find_pay(text)] != find_in_the_whole(text)
                    read += 1
    assert read > 20
    assert differing == 0


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("You earn $20 an hour for" + " lovely work" * 60, ["$20 an hour"]),
        ("lovely work " * 60 + "earns you $20 an hour", ["$20 an hour"]),
        ("lovely work " * 60 + "\n\nPay\n$20\n/hour\n\n" + "lovely work " * 60, ["$20\n/hour"]),
        ("İİİ They paid fifty cents per image", ["fifty cents per image"]),
        ("They paid fifty rs per image", ["fifty rs per image"]),
        ("Lovely. " * 60 + "They paid fifty cents per image. " + "Lovely. " * 60, ["fifty cents per image"]),
    ],
)
def test_a_statement_is_found_wherever_it_stands(text: str, found: list[str]) -> None:
    assert [pay.text for pay in find_pay(text)] == found


def test_nothing_is_cut_off_in_a_long_text() -> None:
    text = "Nothing here is about money. " * 8_000 + "The rate is $31 an hour."
    assert [pay.low for pay in find_pay(text)] == [31]
    text = "It costs a dollar. " * 3_000 + "You earn fifty cents per image."
    assert [str(pay) for pay in find_pay(text)] == ["0.50 USD / task"]


# ---- the digits of an answer stand in its text, and wrapping a text changes nothing


@given(statements())
def test_the_digits_of_an_answer_stand_in_its_text(case: tuple[str, tuple[object, ...]]) -> None:
    text, _ = case
    pay = parse_pay(text)
    assert pay is not None
    digits = "".join(filter(str.isdigit, pay.text))
    for end in (pay.low, pay.high):
        if end is not None:
            assert "".join(filter(str.isdigit, f"{end:f}")) in digits


@given(
    statements(),
    st.sampled_from(("{}", " {} ", "\n{}\n", "({})", "Coder: {}", "<b>{}</b>", "{}.", "Writer - {}", "“{}”")),
)
def test_wrapping_a_statement_changes_nothing(case: tuple[str, tuple[object, ...]], wrapping: str) -> None:
    text, said = case
    wrapped = wrapping.format(text)
    pay = parse_pay(wrapped)
    assert pay is not None
    assert pay[:5] == said
    assert pay.text == wrapped[slice(*pay.span)]


# ---- unknown words are read by their place, so other words in the same places change nothing

NAMES = st.text("bcdfglmnprtvaeiou", min_size=4, max_size=12).map(str.capitalize)


@given(st.sampled_from(PAY), NAMES, NAMES)
def test_other_names_beside_it_are_read_alike(text: str, one: str, two: str) -> None:
    assume(all(tokenize(name).tokens.kinds == Kind.WORD for name in (one, two)))
    alone = parse_pay(text)
    among = f"{one}, {two} - {text}"
    pay = parse_pay(among)
    assert alone is not None
    assert pay is not None
    assert pay[:6] == alone[:6]
    assert among[slice(*pay.span)] == pay.text == alone.text
