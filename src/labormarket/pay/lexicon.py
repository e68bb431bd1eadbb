"""Lexicon of pay text: the cue phrases of every language, read from languages/*.toml."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NamedTuple, cast

import rtoml

from labormarket.pay.kinds import Kind

LANGUAGES = (
    *("en", "de", "fr", "es", "pt", "it", "nl", "pl", "cs", "ru", "zh"),
    *("ja", "ko", "id", "tr", "sw", "sv", "hu", "ro", "vi", "fi", "uk"),
    *("da", "nb", "sl", "th", "ar", "el", "hi", "tl"),
)
"""Where two languages disagree about a phrase, the first of them wins."""
FOLDER = Path(__file__).parent / "languages"

# Characters of scripts that write words without spaces: their cues are found inside runs of text.
UNSPACED = "\u0900-\u0963\u0e01-\u0e3a\u0e40-\u0e4e\u3041-\u30ff\u3400-\u9fff\uac00-\ud7af々"
LETTER = rf"[^\W\d_{UNSPACED}]"
_PIECE = re.compile(rf"{LETTER}+|[^\w\s]")
IS_UNSPACED = re.compile(f"[{UNSPACED}]")
_DIGIT = re.compile(r"\d")
SHORTEST_PART, LONGEST_PART = 3, 16  # letters of the part of a word that is a cue

# What each list of a language file is: [section] list -> (rank, kind). The lowest rank wins where two lists hold the
# same phrase. The value of a cue is the period, factor or number that its list is named after, where it names one.
_SECTIONS: dict[tuple[str, str], tuple[int, str]] = {
    ("bound", "between"): (0, Kind.BETWEEN),
    ("bound", "and"): (0, Kind.AND),
    ("bound", "or"): (0, Kind.OR),
    ("bound", "minimum_or_minute"): (0, Kind.MINUTES),
    ("bound", "change"): (1, Kind.CHANGE),
    ("bound", "upper"): (1, Kind.AT_MOST),
    ("bound", "lower"): (1, Kind.AT_LEAST),
    ("bound", "upper_after"): (1, Kind.OR_LESS),
    ("bound", "lower_after"): (1, Kind.OR_MORE),
    ("pay", "words"): (2, Kind.PAY),
    ("vague", "amount"): (2, Kind.VAGUE_AMOUNT),
    ("vague", "pay"): (2, Kind.VAGUE_PAY),
    ("approximate", "words"): (2, Kind.ABOUT),
    ("not_pay", "money"): (3, Kind.OTHER_MONEY),
    ("not_pay", "before"): (3, Kind.OTHER_VERB),
    ("not_pay", "title"): (3, Kind.OTHER_OR_TITLE),
    ("not_pay", "count"): (3, Kind.COUNTED),
    ("not_pay", "label"): (3, Kind.LABEL),
    ("per", "words"): (5, Kind.PER),
    ("per", "each"): (5, Kind.EACH),
    ("per", "for"): (5, Kind.FOR),
    ("filler", "extra"): (6, Kind.PLUS),
    ("filler", "words"): (6, Kind.FILLER),
    ("filler", "small"): (7, Kind.SMALL),
}
_VALUED: dict[tuple[str, str], tuple[int, str]] = {
    ("pay", "salary"): (1, Kind.PAY),
    ("pay", "work"): (8, Kind.WORD),
    ("not_pay", "client"): (1, Kind.PAY),
    ("not_pay", "worth"): (3, Kind.OTHER_VERB),
    ("not_pay", "others"): (1, Kind.WORD),
    ("not_pay", "minimum"): (1, Kind.WORD),
    ("not_pay", "package"): (2, Kind.OTHER_OR_TITLE),
    ("pay", "job"): (7, Kind.SMALL),
    ("pay", "with_period"): (7, Kind.SMALL),
    ("not_pay", "price"): (3, Kind.OTHER_MONEY),
    ("filler", "tax"): (5, Kind.FILLER),
    ("filler", "copula"): (6, Kind.SMALL),
    ("per", "piece"): (5, Kind.PER),
}
_BY_SECTION: dict[str, tuple[int, str]] = {
    "rate": (2, Kind.RATE),
    "pay": (2, Kind.PAY),
    "magnitude": (2, Kind.MAGNITUDE),
    "unit": (4, Kind.UNIT),
    "number": (5, Kind.NUMERAL),
}
_BOUND_PAY = {"lower": Kind.AT_LEAST, "upper": Kind.AT_MOST}


class Cue(NamedTuple):
    """What a phrase is a cue for: its kind, and the period, currency, factor or number that it names."""

    kind: str
    value: Any


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Cues by phrase: a tree of words for spaced scripts, one flat table for the others and for signs."""

    tree: dict[str, Any]  # word -> {next word -> ..., "": Cue}
    unspaced: dict[str, Cue]
    beginnings: dict[str, Cue]  # of words that no phrase holds: "штраф*"
    endings: dict[str, Cue]  # "*gebühr"
    signs: dict[str, str]
    cased: dict[str, str]  # subunits that only their capital tells apart
    ambiguous: dict[str, dict[str, str]]  # doubtful currency -> country -> currency


class MiswrittenLexiconError(ValueError):
    """A language file says what the reader can't take; the message names the file, the line and the mend."""


def _cues_of(language: str, table: dict[str, dict[str, list[str]]]) -> list[tuple[int, str, Cue]]:
    """Every (rank, phrase, cue) of one language file."""
    found: list[tuple[int, str, Cue]] = []
    bound = table.get("bound", {})
    upper, lower = set(bound.get("upper", ())), set(bound.get("lower", ()))
    work = set(table.get("pay", {}).get("work", ()))
    for section, lists in table.items():
        for name, phrases in lists.items():
            if section == "bound" and name == "to":
                found += [(0, phrase, Cue(Kind.UP_TO if phrase in upper else Kind.TO, None)) for phrase in phrases]
                continue
            if section == "bound" and name == "from":
                also_lower = lower | {"from"}
                found += [
                    (0, phrase, Cue(Kind.FROM if phrase in also_lower else Kind.FROM_ONLY, None)) for phrase in phrases
                ]
                continue
            if section == "not_pay" and name == "count":
                found += [(3, phrase, Cue(Kind.COUNTED, "work" if phrase in work else None)) for phrase in phrases]
                continue
            if section == "bound_pay":
                end, _, period = name.partition("_")
                rank, cue = 1, Cue(_BOUND_PAY[end], period or "pay")
            elif (section, name) in _SECTIONS:
                rank, kind = _SECTIONS[section, name]
                cue = Cue(kind, None)
            elif (section, name) in _VALUED:
                rank, kind = _VALUED[section, name]
                cue = Cue(kind, name)
            elif (section, name) == ("rate", "time_or_month"):
                rank, cue = 2, Cue(Kind.PM, "month")
            elif section in _BY_SECTION:
                rank, kind = _BY_SECTION[section]
                cue = Cue(kind, name)
            else:
                raise MiswrittenLexiconError(
                    f"languages/{language}.toml: no list is called [{section}] {name}; mend: see docs/reading_pay.md"
                )
            found += [(rank, phrase, cue) for phrase in phrases]
    return found


@cache
def lexicon() -> Lexicon:
    """Read the language files, once a process."""
    money = _read("currencies")
    cues = [
        (2, word, Cue(kind, code))
        for section, kind in (("word", Kind.CURRENCY), ("subunit", Kind.CENTS))
        for code, words in money[section].items()
        for word in words
    ]
    cues += [(0, article, Cue(Kind.ARTICLE, None)) for article in ("a", "an")]
    for language in LANGUAGES:
        cues += _cues_of(language, _read(language))
    cues.sort(key=lambda entry: entry[0])  # stable: within a rank, the order of LANGUAGES
    tree: dict[str, Any] = {}
    unspaced: dict[str, Cue] = {}
    beginnings: dict[str, Cue] = {}
    endings: dict[str, Cue] = {}
    for _, written, cue in cues:
        phrase = written.lower()
        if phrase.isascii() and phrase.isalpha():  # most of them
            tree.setdefault(phrase, {}).setdefault("", cue)
        elif _DIGIT.search(phrase):
            raise MiswrittenLexiconError(
                f"the phrase {written!r} holds a digit; mend: leave the number out, numbers are never part of a phrase"
            )
        elif phrase.startswith("*"):
            endings.setdefault(phrase[1:], cue)
        elif phrase.endswith("*"):
            beginnings.setdefault(phrase[:-1], cue)
        elif not phrase.isascii() and IS_UNSPACED.search(phrase):
            unspaced.setdefault(phrase, cue)
        elif pieces := [piece for piece in _PIECE.findall(phrase) if piece not in "'’"]:
            node = tree
            for piece in pieces:
                node = node.setdefault(piece, {})
            node.setdefault("", cue)
    signs = money["sign"]
    unspaced |= {sign: Cue(Kind.LOOSE_SIGN, code) for sign, code in signs.items() if IS_UNSPACED.search(sign)}
    signs = {sign: code for sign, code in signs.items() if sign not in unspaced}
    return Lexicon(tree, unspaced, beginnings, endings, signs, money["cased"], money["ambiguous"])


def phrases_of(kinds: frozenset[str]) -> list[str]:
    """Every phrase of some kinds, in small letters; of a phrase with a star, the part that is given."""
    words = lexicon()
    found: list[str] = []

    def walk(node: dict[str, Any], before: str) -> None:
        for piece, rest in node.items():
            if piece:
                walk(
                    rest,
                    f"{before} {piece}" if before and before[-1:].isalpha() and piece.isalpha() else before + piece,
                )
            elif rest.kind in kinds:
                found.append(before)

    walk(words.tree, "")
    for phrases in (words.unspaced, words.beginnings, words.endings):
        found += [phrase for phrase, cue in phrases.items() if cue.kind in kinds]
    return found


def _read(name: str) -> dict[str, dict[str, Any]]:
    table = rtoml.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))  # six times as fast as tomllib
    return cast("dict[str, dict[str, Any]]", table)


@lru_cache(maxsize=65_536)
def cue_of_part(word: str) -> Cue | None:
    """The cue that the beginning or the end of an unknown word names, in languages that inflect or compound.

    >>> [cue_of_part(word) == Cue(Kind.OTHER_MONEY, None) for word in ("kursgebühr", "бонусами", "kurs")]
    [True, True, False]
    """
    words = lexicon()
    for size in range(min(len(word), LONGEST_PART), SHORTEST_PART - 1, -1):
        cue = words.beginnings.get(word[:size]) or words.endings.get(word[-size:])
        if cue is not None:
            return cue
    return None


def currency_of(names: list[str], country: str | None) -> str | None:
    """The first currency named without doubt, else what the ambiguous name means in the country.

    >>> currency_of(["dollar", "CAD"], None), currency_of(["dollar"], "AU"), currency_of(["dollar", "peso"], None)
    ('CAD', 'AUD', None)
    """
    ambiguous = lexicon().ambiguous
    doubtful = None
    for name in names:
        if name not in ambiguous:
            return name
        if doubtful in (None, "dollar"):  # "$13,500 pesos"
            doubtful = name
    if doubtful is None:
        return None
    meanings = ambiguous[doubtful]
    return meanings.get(country or "", meanings[""]) or None
