"""The lexicon in memory: every cue phrase of every language, and what it is a cue for.

Each cue has a kind, one character, so that the grammar can be written as regular expressions over the kinds of a text:
KIND_NAMES says what each stands for.
"""

from __future__ import annotations

import csv
import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, NamedTuple

LANGUAGES = (
    "en",
    "de",
    "fr",
    "es",
    "pt",
    "it",
    "nl",
    "pl",
    "cs",
    "ru",
    "zh",
    "ja",
    "ko",
    "id",
    "tr",
    "sw",
    "sv",
    "hu",
    "ro",
    "vi",
    "fi",
    "uk",
)

KIND_NAMES = {
    "N": "number",
    "n": "number in words",
    "J": "number that cannot be pay",
    "k": "magnitude",
    "K": "magnitude that lower digits follow",
    "$": "sign before a digit",
    "€": "other sign",
    "d": "currency in words or as a code",
    "c": "subunit (cents)",
    "p": "rate (hourly)",
    "u": "unit (hour)",
    "m": "min",
    "z": "pm",
    "e": "per",
    "E": "each",
    "i": "for",
    "a": "article",
    "<": "upper bound",
    ">": "lower bound",
    "[": "upper bound, after",
    "]": "lower bound, after",
    "t": "to",
    "T": "to, or up to",
    "f": "from",
    "F": "from (no bound)",
    "b": "between",
    "&": "and",
    "|": "or",
    "~": "approximate",
    "y": "pay word",
    "v": "vague amount",
    "V": "vague pay",
    "g": "filler",
    "o": "small word",
    "W": "other word",
    "x": "money that isn't pay",
    "X": "money that isn't pay, or a job title",
    "r": "verb of other money",
    "q": "count",
    "l": "label",
    "-": "dash",
    "/": "slash",
    "(": "bracket",
    ")": "bracket",
    ",": "comma",
    ":": "colon",
    "+": "plus",
    "%": "per cent",
    ".": "end of a sentence",
    ";": "wall between fields",
    "^": "line break",
}

# Characters of scripts that write words without spaces: their cues are found inside runs of text.
UNSPACED = "\u3041-\u30ff\u3400-\u9fff\uac00-\ud7af々"
LETTER = rf"[^\W\d_{UNSPACED}]"
PIECE = re.compile(rf"{LETTER}+|[^\w\s]")


SHORTEST_PART, LONGEST_PART = 3, 16  # letters of the part of a word that is a cue


class Cue(NamedTuple):
    """What a phrase is a cue for: its kind, and the period, currency, factor or number that it names."""

    kind: str
    value: Any
    language: str


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Cues by phrase: a tree of words for spaced scripts, one flat table for the others and for signs."""

    tree: dict[str, Any]  # word -> {next word -> ..., "": Cue}
    inside: frozenset[str]  # words that stand inside a phrase
    unspaced: dict[str, Cue]
    beginnings: dict[str, Cue]  # of words that no phrase holds: "штраф*"
    endings: dict[str, Cue]  # "*gebühr"
    signs: dict[str, str]
    cased: dict[str, str]  # subunits that only their capital tells apart
    ambiguous: dict[str, dict[str, str]]  # doubtful currency -> country -> currency


def _language_cues(language: str, table: dict[str, Any]) -> list[tuple[int, str, Cue]]:
    """Every (rank, phrase, cue) of one language; the lowest rank wins where languages disagree about a phrase."""
    found: list[tuple[int, str, Cue]] = []

    def add(rank: int, phrases: list[str], kind: str, value: object = None) -> None:
        found.extend((rank, phrase.lower(), Cue(kind, value, language)) for phrase in phrases)

    bound = {name: set(phrases) for name, phrases in table.get("bound", {}).items()}
    upper, lower = bound.get("upper", set()), bound.get("lower", set())
    for phrase in bound.get("to", ()):
        add(0, [phrase], "T" if phrase in upper else "t")
    for phrase in bound.get("from", ()):
        add(0, [phrase], "f" if phrase in lower or phrase == "from" else "F")
    for name, kind in {"between": "b", "and": "&", "or": "|", "minimum_or_minute": "m"}.items():
        add(0, sorted(bound.get(name, ())), kind)
    add(1, sorted(upper), "<")
    add(1, sorted(lower), ">")
    add(1, sorted(bound.get("upper_after", ())), "[")
    add(1, sorted(bound.get("lower_after", ())), "]")
    for name, phrases in table.get("bound_pay", {}).items():
        end, _, period = name.partition("_")
        add(1, phrases, {"lower": ">", "upper": "<"}[end], period or "pay")
    for name, phrases in table.get("rate", {}).items():
        add(2, phrases, "z" if name == "time_or_month" else "p", "month" if name == "time_or_month" else name)
    for name, phrases in table.get("pay", {}).items():
        if name in ("job", "with_period"):
            add(7, phrases, "o", name)
        else:
            add(2, phrases, "y", None if name == "words" else name)
    for name, phrases in table.get("magnitude", {}).items():
        add(2, phrases, "k", name)
    for name, phrases in table.get("vague", {}).items():
        add(2, phrases, "v" if name == "amount" else "V")
    add(2, table.get("approximate", {}).get("words", []), "~")
    for name, phrases in table.get("not_pay", {}).items():
        if name == "price":
            add(3, phrases, "x", "price")
        else:
            add(3, phrases, {"money": "x", "before": "r", "title": "X", "count": "q", "label": "l"}[name])
    for name, phrases in table.get("unit", {}).items():
        add(4, phrases, "u", name)
    add(5, table.get("per", {}).get("words", []), "e")
    add(5, table.get("per", {}).get("each", []), "E")
    add(5, table.get("per", {}).get("for", []), "i")
    for name, phrases in table.get("number", {}).items():
        add(5, phrases, "n", name)
    add(6, table.get("filler", {}).get("extra", []), "+")
    add(6, table.get("filler", {}).get("words", []), "g")
    add(5, table.get("filler", {}).get("tax", []), "g", "tax")
    add(7, table.get("filler", {}).get("small", []), "o")
    return found


def _currency_cues(table: dict[str, Any]) -> list[tuple[int, str, Cue]]:
    found = [
        (2, word.lower(), Cue(kind, code, "currencies"))
        for section, kind in (("word", "d"), ("subunit", "c"))
        for code, words in table[section].items()
        for word in words
    ]
    names = files("labormarket.pay") / "lexicon" / "cldr.csv"
    if names.is_file():
        lines = names.read_text(encoding="utf-8").splitlines()
        found += [(8, row["name"], Cue(row["kind"], row["value"], "cldr")) for row in csv.DictReader(lines)]
    return found


@cache
def lexicon() -> Lexicon:
    """Read the lexicon files, once."""
    folder = files("labormarket.pay") / "lexicon"
    money = tomllib.loads((folder / "currencies.toml").read_text(encoding="utf-8"))
    cues = _currency_cues(money) + [(0, article, Cue("a", None, "en")) for article in ("a", "an")]
    for language in LANGUAGES:
        cues += _language_cues(language, tomllib.loads((folder / f"{language}.toml").read_text(encoding="utf-8")))
    cues.sort(key=lambda entry: entry[0])  # stable: within a rank, the order of LANGUAGES
    tree: dict[str, Any] = {}
    unspaced: dict[str, Cue] = {}
    inside: set[str] = set()
    beginnings: dict[str, Cue] = {}
    endings: dict[str, Cue] = {}
    for _, phrase, cue in cues:
        if re.search(r"\d", phrase):
            raise ValueError(f"{cue.language}: the cue {phrase!r} holds a digit, and numbers are never part of a cue")
        if phrase.startswith("*"):
            endings.setdefault(phrase[1:], cue)
            continue
        if phrase.endswith("*"):
            beginnings.setdefault(phrase[:-1], cue)
            continue
        if re.search(f"[{UNSPACED}]", phrase):
            unspaced.setdefault(phrase, cue)
            continue
        node = tree
        for piece in PIECE.findall(phrase):
            if piece in "'’":
                continue
            if node is not tree:
                inside.add(piece)
            node = node.setdefault(piece, {})
        if node is not tree:
            node.setdefault("", cue)
    signs = money["sign"]
    for sign in [sign for sign in signs if re.search(f"[{UNSPACED}]", sign)]:
        unspaced[sign] = Cue("€", signs[sign], "currencies")
    return Lexicon(
        tree,
        frozenset(inside),
        unspaced,
        beginnings,
        endings,
        {s: c for s, c in signs.items() if s not in unspaced},
        money["cased"],
        money["ambiguous"],
    )


@lru_cache(maxsize=65_536)
def cue_of_part(word: str) -> Cue | None:
    """The cue that the beginning or the end of an unknown word names, in languages that inflect or compound.

    >>> cue_of_part("kursgebühr").kind, cue_of_part("бонусами").kind, cue_of_part("kurs")
    ('x', 'x', None)
    """
    words = lexicon()
    for size in range(min(len(word), LONGEST_PART), SHORTEST_PART - 1, -1):
        cue = words.beginnings.get(word[:size]) or words.endings.get(word[-size:])
        if cue is not None:
            return cue
    return None
