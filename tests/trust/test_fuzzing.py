"""Whatever the text: no exception, no slow answer, and no amount that doesn't stand in it."""

import html
import re
import time
import tomllib
import unicodedata
from collections.abc import Iterator
from decimal import Decimal
from functools import cache

import pytest

from labormarket.pay import Bound, PayRange, find_pay, parse_pay
from tests.trust.texts import ROOT, texts

LEXICON = ROOT / "src" / "labormarket" / "pay" / "languages"
RUN = re.compile(r"\d+(?:[.,'’\s]{1,2}\d+)*")
UNSEEN = re.compile("[\u200b-\u200f\u00ad\ufeff]")
LETTER = "[^\\W\\d_\u3041-\u9fff\uac00-\ud7af]"  # of a script that writes spaces between words
ONE = [Decimal(1)]
POWERS = [Decimal(10) ** power for power in range(-2, 25)]  # from cents to a trillion trillion
SECONDS, SECONDS_PER_CHARACTER = 0.02, 5e-6


# ---- an oracle that shares no code with the reader: which amounts could stand in a text at all


@cache
def number_words() -> tuple[tuple[re.Pattern[str], Decimal], ...]:
    """The numbers that the lexicon knows in words, and "a", which is one."""
    found = [(re.compile(f"(?<!{LETTER})an?(?!{LETTER})"), Decimal(1))]
    for path in sorted(LEXICON.glob("*.toml")):
        for number, words in tomllib.loads(path.read_text("utf-8")).get("number", {}).items():
            found += [(re.compile(re.escape(word.lower())), Decimal(number)) for word in words]
    return tuple(found)


@cache
def magnitude() -> re.Pattern[str]:
    """What multiplies a number: "k", "lakh", "万", cents."""
    phrases = ["mm", "lpa", "ct", "cts"]
    for path in sorted(LEXICON.glob("*.toml")):
        table = tomllib.loads(path.read_text("utf-8"))
        phrases += [phrase for words in table.get("magnitude", {}).values() for phrase in words]
        phrases += [phrase for words in table.get("subunit", {}).values() for phrase in words]
    spaced = [re.escape(phrase.lower()) for phrase in phrases if phrase.lower() < "\u3041"]
    unspaced = [re.escape(phrase) for phrase in phrases if phrase.lower() >= "\u3041"]
    one_letter = rf"\d(?:\s|\*{{1,2}})?{LETTER}(?!{LETTER})"  # "25k", "65 T€", "**25**k" with Markdown's marks
    before_code = rf"\dk(?=[a-z]{{3}}(?!{LETTER}))"  # "145kUSD"
    return re.compile(
        rf"{one_letter}|{before_code}|(?<!{LETTER})(?:{'|'.join(spaced)})(?!{LETTER})|¢|{'|'.join(unspaced)}"
    )


def values_of(run: str) -> Iterator[Decimal]:
    """Yield every value that a run of digits and marks can be read as, part of it or all."""
    groups = re.findall(r"\d+", run)
    for first in range(len(groups)):
        for last in range(first, min(first + 6, len(groups))):
            whole = "".join(groups[first : last + 1])
            yield Decimal(whole)
            if last > first:
                yield Decimal(f"{''.join(groups[first:last])}.{groups[last]}")
        yield Decimal(f"0.{groups[first]}")


def adds_up(amount: Decimal, runs: list[str]) -> bool:
    """Tell whether an amount is made of the first numbers of a list, each a lower part than the one before it.

    "4천 200만" states 42,000,000: what is left after a part is less than one of what it counts.
    """
    if not runs:
        return False
    for value in values_of(runs[0]):
        for power in POWERS if value >= 1 else ():
            rest = amount - value * power
            if rest == 0 or (0 < rest < power and adds_up(rest, runs[1:4])):
                return True
    return False


def forms(text: str) -> set[str]:
    """Return the text as it is, and as a page or a keyboard may have meant it, in small letters."""
    seen = re.sub(r"\\[nrt]", " ", UNSEEN.sub("", text))
    for sign, decimals in (("½", ".5"), ("¼", ".25"), ("¾", ".75")):
        seen = re.sub(rf"(?<=\d){sign}", decimals, seen)
    seen = re.sub(r"\\u([0-9a-fA-F]{4})", lambda code: chr(int(code[1], 16)), seen)
    seen = re.sub(r"\\([^\w\s])", r"\1", seen)  # Markdown's escapes: "25\.50"
    seen = re.sub(r"[ \t\u00a0]+", " ", seen)
    bare = re.sub(r"<[/!a-zA-Z][^<>]{0,200}>", " ", seen)  # "<b>25</b>k"
    return {form.lower() for form in (seen, bare, html.unescape(seen), unicodedata.normalize("NFKC", seen))}


def stands_in(amount: Decimal, text: str) -> bool:
    """Tell whether the text holds a number, in figures or words, that is the amount.

    A power of ten may lie between the two only where a magnitude or cents stand in the text; a thousand, also where
    another number does: "$30-45000" states 30,000.
    """
    for form in forms(text):
        runs = RUN.findall(form)
        has_magnitude = magnitude().search(form) is not None
        factors = POWERS if has_magnitude else [*ONE, Decimal(1000)] if len(runs) > 1 else ONE
        if any(value * factor == amount for run in runs for value in values_of(run) for factor in factors):
            return True
        if has_magnitude and any(adds_up(amount, runs[first : first + 4]) for first in range(len(runs))):
            return True
        for word, value in number_words():
            if any(value * factor == amount for factor in (POWERS if has_magnitude else ONE)) and word.search(form):
                return True
    return False


def fault(pay: PayRange, text: str) -> str:
    """Say what is wrong with a reading of a text, or nothing."""
    start, end = pay.span
    if not 0 <= start <= end <= len(text) or text[start:end] != pay.text:
        return "the span isn't the text"
    if (pay.bound is Bound.VAGUE) != (pay.low is None and pay.high is None):
        return "vague, and yet an amount"
    if pay.low is not None and pay.high is not None and pay.low > pay.high:
        return "the ends are turned"
    for amount in (pay.low, pay.high):
        if amount is not None and not (amount.is_finite() and amount >= 0):
            return f"{amount} is no amount"
        if amount is not None and not stands_in(amount, pay.text):
            return f"{amount} does not stand in the text"
    return ""


@pytest.mark.parametrize(
    ("text", "amount", "stands"),
    [
        *(("up to $1,250.50", "1250.50", True), ("€1.250,50", "1250.50", True), ("90k", "90000", True)),
        *(("90kEUR", "90000", True), ("90kitchens", "90000", False)),
        *(("half a dollar", "0.5", True), ("$15 – $25", "1525", False), ("$20", "21", False), ("$20", "2", False)),
        *(("a dollar", "1", True), ("dollars", "1", False), ("50 cents", "0.50", True), ("１２円", "12", True)),
        *(("1万5000円", "15000", True), ("4천 200만원", "42000000", True), ("2万 5円", "70000", False)),
        *(("$2½", "2.5", True), ("$1 000½", "1000.5", True), ("½ $", "2.5", False)),
        *(("$20 an hour", "20000", False), ("$20k", "20000", True), ("a week", "100", False), ("7十元", "70", True)),
    ],
)
def test_the_oracle_knows_what_stands_in_a_text(text: str, amount: str, stands: bool) -> None:
    assert stands_in(Decimal(amount), text) is stands


# ---- the reader against it


def seconds_to_read(text: str) -> float:
    start = time.thread_time()
    parse_pay(text)
    find_pay(text)
    return time.thread_time() - start


def is_slow(text: str) -> bool:
    limit = SECONDS + SECONDS_PER_CHARACTER * len(text)
    return min(seconds_to_read(text) for _ in range(4)) > limit


def read_all(seed: int, count: int) -> list[str]:
    """Read the texts of a seed both ways; return what went wrong, each with its text."""
    faults: list[str] = []
    found = 0
    for text in texts(seed, count):
        start = time.thread_time()
        try:
            first, every = parse_pay(text), find_pay(text)
        except Exception as error:
            faults.append(f"{type(error).__name__}: {error}: {text[:200]!r}")
            continue
        if time.thread_time() - start > SECONDS + SECONDS_PER_CHARACTER * len(text) and is_slow(text):
            faults.append(f"slow: {len(text)} characters: {text[:200]!r}")
        readings = [first, *every] if first else every
        found += len(readings)
        wrong = {fault(pay, text) for pay in readings} - {""}
        faults += [f"{reason}: {text[:200]!r}: {readings}" for reason in sorted(wrong)]
    assert found > count // 10, "too few of these texts state pay to prove anything"
    return faults


def test_five_thousand_texts_are_read_without_fault() -> None:
    assert not read_all(0, 5_000)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(1, 51))
def test_five_million_texts_are_read_without_fault(seed: int) -> None:
    assert not read_all(seed, 100_000)
