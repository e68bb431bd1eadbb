"""Texts for the fuzz tests, made from a seed alone: soup of what pay is written with, mutated statements, noise."""

import csv
import random
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]

SIGNS = [
    *("$", "€", "£", "¥", "₹", "₦", "R$", "C$", "A$", "US$", "Rs. ", "KES ", "Ksh", "zł", "kr "),
    *("USD ", "USDT ", "%"),
]
NUMBERS = [
    *("{}", "{}.5", "{},50", "{},000", "{} 000", "{}.000,00", "{}k", "{}K", "{}+", "0.0{}", ".{}"),
    *("{}00", "{}'000"),
]
MAGNITUDES = ["k", " thousand", " million", "M", " lakh", " crore", "万", " тыс.", " mil", " LPA", "bn"]
WORDS = [
    *("a dollar", "fifty cents", "two euros", "half a dollar", "a few dollars", "six figures"),
    *("cents", "pence", "½ $"),
]
BOUNDS = [
    *("up to ", "from ", "max ", "min. ", "at least ", "less than ", "между ", "ab ", "bis zu "),
    *("ca. ", "~", "≈", "≥"),
]
JOINS = [
    *(" - ", "–", " to ", "-", " and ", " or ", "/", " bis ", "～", "..", " — ", ", ", " + ", "; "),
    *("\n", "\t", ": ", " | "),
]
PERIODS = [
    *("/h", " per hour", " an hour", "/hr", " a year", " p.a.", "/month", " per task"),
    *(" per 1,000 words", " weekly"),
]
PERIODS += [
    *(" per audio minute", " pro Stunde", " de l'heure", " в час", "每小时", "時給", "월급", " kwa siku"),
    *("/wk", " each", "(y)"),
]
ASIDE = [
    *("401(k)", "24/7", "10-15 hours a week", "$50M funding", "bonus of $500", "2016"),
    *("+1 555 010 7788", "12/10/2026"),
]
ASIDE += [
    *("OTE", "equity 0.1%", "5+ years", "salary", "pay:", "rate", "competitive", "benefits", "<b>"),
    *("&pound;", "\\u20ac"),
]
ODD = [
    *("\u202e", "\u200b", "\x00", "\ud800", "\ufeff", "٣", "１２", "²", "Ⅷ", "①", "\U0001f4b0", "İ"),
    *("ß", "ǅ", "\u0301", "&#x24;", "\\n"),
]
LONGEST = 100_000


@cache
def statements() -> tuple[str, ...]:
    """Every pay text of the committed raw files, and the hard ones that the reader's own tests hold."""
    texts: list[str] = []
    for path in sorted((ROOT / "data" / "raw").rglob("*_statements.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            texts += [row["pay_text"] for row in csv.DictReader(file)]
    with (ROOT / "tests" / "pay" / "cases.tsv").open(encoding="utf-8", newline="") as file:
        texts += [line.split("\t")[1] for line in file.read().splitlines()[1:] if line.count("\t") >= 2]
    assert len(texts) > 500
    return tuple(dict.fromkeys(text for text in texts if text))


def soup(chance: random.Random) -> str:
    """Pieces of pay statements in any order."""
    pieces: list[str] = []
    for _ in range(chance.randrange(1, 12)):
        kind = chance.choice(
            (SIGNS, NUMBERS, NUMBERS, NUMBERS, MAGNITUDES, WORDS, BOUNDS, JOINS, JOINS, PERIODS, ASIDE, ODD)
        )
        piece = chance.choice(kind)
        pieces.append(piece.format(chance.randrange(10 ** chance.randrange(1, 6))) if kind is NUMBERS else piece)
    return chance.choice(("", "", " ")).join(pieces)


def mutated(chance: random.Random) -> str:
    """A real statement with a few letters lost, doubled, changed, or its halves joined to another's."""
    text = chance.choice(statements())
    if chance.random() < 0.3:
        other = chance.choice(statements())
        text = text[: chance.randrange(len(text) + 1)] + other[chance.randrange(len(other)) :]
    for _ in range(chance.randrange(1, 5)):
        at = chance.randrange(len(text) + 1)
        to = at + chance.randrange(4)
        new = chance.choice(
            ("", "", text[at:to] * 2, str(chance.randrange(100)), chance.choice(ODD), chance.choice(SIGNS + JOINS))
        )
        text = text[:at] + new + text[to:]
    return text


def noise(chance: random.Random) -> str:
    """Any characters at all."""
    limit = chance.choice((128, 0x3000, 0x110000))
    return "".join(chr(chance.randrange(limit)) for _ in range(chance.randrange(1, 40)))


def long(chance: random.Random) -> str:
    """A page of one piece over and over, which is what makes a careless reader slow."""
    piece = chance.choice((soup, mutated, noise))(chance)
    return (piece * (LONGEST // len(piece) + 1))[: chance.randrange(5_000, LONGEST)] if piece else ""


def texts(seed: int, count: int) -> Iterator[str]:
    """Yield `count` texts: two of five soup, two of five mutated, the rest noise; one in 10,000 is long."""
    chance = random.Random(seed)
    makers = (soup, soup, mutated, mutated, noise)
    for number in range(count):
        yield long(chance) if number % 10_000 == 9_999 else makers[number % 5](chance)
