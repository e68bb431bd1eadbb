"""The pay reader beside its floor and beside general price readers: one run, one machine, texts that are seen once.

    python benchmarks/pay_reader.py            # prints a table and writes docs/generated/benchmarks_pay.md

Times differ from machine to machine; ratios within one run hardly do, so they come first. The phrases are the cases of
`tests/pay/cases.tsv`: the project's own tests, which its own reader passes by definition. They say something about the
other readers, and nothing about how the project's reader does on texts it hasn't seen.
"""

from __future__ import annotations

import csv
import random
import re
import time
import warnings
from collections.abc import Callable, Iterable
from pathlib import Path

import pandas as pd

from labormarket.pay import find_pay, parse_pay, parse_pay_column
from labormarket.pay.lexicon import lexicon
from labormarket.pay.parser import _read_short, _read_short_passage, plan_of_field, plans_of_prose
from labormarket.pay.tokenizer import master_pattern, piece_of

PROJECT = Path(__file__).parents[1]
TABLE = PROJECT / "docs" / "generated" / "benchmarks_pay.md"
TEXTS = 40_000
SEED = 20261123
NAMES = 5_000  # of which two stand before each text: as many pairs as there are texts
ROWS, DISTINCT = 2_000_000, 20_000  # of a column as boards give it
LONG = (
    *("1", "$1- ", "$1,000, ", "$", "$.5 ", "kr ", "1 to ", "up to ", "1.000.", "5/", "k1", "€5/h; ", "$20 an hour "),
    *(
        "年薪",
        "元",
        "राशि ₹500 ",
        "５，０００円",
        "per hour ",
        "bonus of $500 ",
        " ",
        "(",
        "&amp;",
        "\u00a0",
        "😀",
        "a\u0301 1",
    ),
)
LONG_TEXT, SHORTER = 100_000, 10_000
SLOW_TEXTS = 400  # enough for a reader of a few hundred phrases a second


def cases() -> list[tuple[str, str]]:
    with (PROJECT / "tests" / "pay" / "cases.tsv").open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [(row["text"], row["reading"]) for row in rows]


def new_digits(text: str, draw: random.Random) -> str:
    return re.sub("[1-9]", lambda _: str(draw.randint(1, 9)), text)


def vocabulary(draw: random.Random) -> list[str]:
    """Invented names, as places and companies stand beside pay: the reader knows none of them."""
    syllables = [first + second for first in "bdfgklmnprstv" for second in "aeiou"]
    return ["".join(draw.choices(syllables, k=draw.randint(2, 4))).capitalize() for _ in range(NAMES)]


def distinct(make: Callable[[], str], count: int) -> list[str]:
    """`count` texts, none of them twice, or as many as can be had."""
    found: dict[str, None] = {}
    for _ in range(2 * count):
        found.setdefault(make())
        if len(found) == count:
            break
    return list(found)


def per_second(read: Callable[[str], object], texts: list[str]) -> float:
    start = time.process_time()
    for text in texts:
        read(text)
    return len(texts) / (time.process_time() - start)


def floor(text: str) -> None:
    """The least any reader of its kind does: the one compiled pattern goes over the text once."""
    for _ in master_pattern(text).finditer(text):
        pass


def peers() -> dict[str, Callable[[str], object]]:
    """Readers that pip installs: each gives the amounts it sees, or nothing."""
    found: dict[str, Callable[[str], object]] = {}
    try:
        from price_parser import Price

        def price(text: str) -> list[float]:
            amount = Price.fromstring(text).amount_float
            return [] if amount is None else [amount]

        found["price-parser"] = price
    except ImportError:
        pass
    try:
        from money_parser import price_dec

        def money(text: str) -> list[float]:
            amount = price_dec(text, None)
            return [] if amount is None else [float(amount)]

        found["money-parser"] = money
    except ImportError:
        pass
    try:
        from quantulum3 import parser

        def quantities(text: str) -> list[float]:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                read = parser.parse(text)
            return [float(one.value) for one in read if one.unit.entity.name == "currency"]

        found["quantulum3"] = quantities
    except (ImportError, UserWarning):
        pass
    return found


def said(text: str) -> list[float]:
    """The amounts of the project's own reading."""
    pay = parse_pay(text)
    return [] if pay is None else [float(end) for end in (pay.low, pay.high) if end is not None]


def amounts(reading: str) -> set[float]:
    """The amounts of a case, as written down."""
    return {float(number) for number in re.findall(r"\d+(?:\.\d+)?", reading)}


def share(right: Iterable[bool]) -> str:
    answers = list(right)
    return f"{100 * sum(answers) / len(answers):.0f}%"


def table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" if at == 0 else "---:" for at in range(len(head))), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def speeds() -> str:
    """Phrases a second on texts that are each seen once."""
    draw = random.Random(SEED)
    texts = [text for text, reading in cases() if reading != "no pay"]
    names = vocabulary(draw)
    mixes = {
        "shapes repeat, digits new": distinct(lambda: new_digits(draw.choice(texts), draw), TEXTS),
        "digits new, two of 5,000 unknown names before": distinct(
            lambda: f"{' '.join(draw.choices(names, k=2))} - {new_digits(draw.choice(texts), draw)}", TEXTS
        ),
    }
    parse_pay("$1")
    rows = []
    for name, mix in mixes.items():
        ours, bare = per_second(parse_pay, mix), per_second(floor, mix)
        rows.append((name, f"{len(mix):,}", f"{ours:,.0f}", f"{bare:,.0f}", f"{bare / ours:.1f}"))
    readings = [text for text, _ in cases()]
    cold = [f"{text} " for text in dict.fromkeys(re.sub(r"\d", "1", text) for text in readings)]
    ours, bare = per_second(parse_pay, cold), per_second(floor, cold)
    rows.append(
        ("every shape for the first time", f"{len(cold):,}", f"{ours:,.0f}", f"{bare:,.0f}", f"{bare / ours:.1f}")
    )
    column = pd.Series(draw.choices(mixes["shapes repeat, digits new"][:DISTINCT], k=ROWS), dtype="str")
    start = time.process_time()
    parse_pay_column(column)
    rate = ROWS / (time.process_time() - start)
    head = ("texts", "distinct texts", "read a second", "floor a second", "times the floor")
    return (
        table(head, rows)
        + f"\n\nA column of {ROWS:,} rows with {DISTINCT:,} distinct texts: {rate:,.0f} rows a second."
    )


def comparison() -> str:
    """The project's cases, read by others: leniently, by their amounts alone."""
    known = cases()
    rows = []
    ours = per_second(said, [new_digits(text, random.Random(SEED)) for text, _ in known])
    for name, read in {"labormarket": said, **peers()}.items():
        pay = [(text, amounts(reading)) for text, reading in known if amounts(reading)]
        nothing = [text for text, reading in known if reading == "no pay"]
        rate = ours if name == "labormarket" else per_second(read, [text for text, _ in known[:SLOW_TEXTS]])
        rows.append(
            (
                name,
                share({*read(text)} == wanted for text, wanted in pay),  # type: ignore[misc]
                f"{sum(bool(read(text)) for text in nothing)} of {len(nothing)}",
                f"{ours / rate:.2g}",
            )
        )
    return table(("reader", "amounts right", "invents pay where there is none", "time, ours = 1"), rows)


def mixtures(draw: random.Random) -> dict[str, str]:
    """Words of the reader's own lists, numbers and marks in any order, and amounts no two of which are alike."""
    words = [*lexicon().tree, *lexicon().unspaced]
    marks = [*"$€£¥₹.,;:/-–+()[]%&#~'’ \n\t"]
    mixed = [(draw.choice(words), str(draw.randint(1, 99_999)), draw.choice(marks)) for _ in range(LONG_TEXT)]
    return {
        "words of pay in any order": " ".join(word for word, _, _ in mixed),
        "words, numbers and marks in any order": " ".join(draw.choice(kinds) for kinds in mixed),
        "marks and digits in any order": "".join(draw.choice((mark, number[0])) for _, number, mark in mixed),
        "amounts, no two alike (`€1/h; €2/h; `)": "".join(f"€{number}/h; " for number in range(LONG_TEXT)),
    }


def seconds(read: Callable[[str], object], text: str) -> float:
    """The least time of three readings, each by a reader that remembers nothing."""
    rounds = []
    for _ in range(3):
        for memory in (_read_short, _read_short_passage, plan_of_field, plans_of_prose, piece_of):
            memory.cache_clear()
        start = time.process_time()
        read(text)
        rounds.append(time.process_time() - start)
    return min(rounds)


def worst() -> str:
    """100 KB of one piece again and again, and of mixtures, beside the project's own pages."""
    pages = [*sorted((PROJECT / "docs").glob("*.md")), PROJECT / "README.md", PROJECT / "CHANGELOG.md"]
    texts = {"the project's own pages": "\n\n".join(page.read_text(encoding="utf-8") for page in pages)}
    texts |= {
        f"`{piece if piece.isprintable() else ascii(piece)[1:-1]}`": piece * LONG_TEXT for piece in LONG
    } | mixtures(random.Random(SEED))
    ordinary: list[float] = []
    rows = []
    for name, text in texts.items():
        whole, shorter = (
            [seconds(read, text[:size]) for read in (parse_pay, find_pay)] for size in (LONG_TEXT, SHORTER)
        )
        ordinary = ordinary or whole
        ratios = (f"{one / other:.1f}" for one, other in zip(whole, ordinary, strict=True))
        growth = f"{whole[1] / shorter[1]:.0f}"
        rows.append((name.replace("|", "\\|"), *(f"{1000 * one:.0f}" for one in whole), *ratios, growth))
    head = ("100 KB of", "parse_pay, ms", "find_pay, ms", "parse_pay, ordinary = 1", "find_pay, ordinary = 1")
    return table((*head, "find_pay, 10 KB = 1"), rows)


def main() -> None:
    page = f"""# The pay reader: speed, and others on the same phrases

Written by `benchmarks/pay_reader.py` in one run, in processor time of one process. Times are those of the
machine it ran on; the ratios are what to compare.

## Speed

The floor is one compiled pattern going over the same text once, and nothing else.

{speeds()}

## Others

Read leniently: only the amounts must be right, not the period, the currency or the bound. The phrases are the project's
own test cases, which its own reader passes by definition.

{comparison()}

## Long and hostile texts

{worst()}

The ordinary text is 100 KB of the project's own pages. Each is read by a reader that remembers nothing. `parse_pay`
reads a field or a posting to its 6,000th token; `find_pay` reads everything, and its time grows with the text and with
the number of amounts in it that no other amount is like.
"""
    TABLE.write_text(page, encoding="utf-8")
    print(page)


if __name__ == "__main__":
    main()
