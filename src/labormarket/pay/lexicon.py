"""Lexicon of pay text: the cue phrases of every language, read from languages/*.toml."""

from __future__ import annotations

import re
from collections.abc import Iterable
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

SENSE = 8  # the rank of lists that give a value to a phrase which another list may give its kind

# What each list of a language file is: [section] list -> (rank, kind). The lowest rank wins where two lists hold the
# same phrase. "*" is every other list of a section: the value of its cues is the period, factor or number that the
# list is named after; so it is of the lists in _VALUED.
_LISTS: dict[tuple[str, str], tuple[int, str]] = {
    ("bound", "between"): (0, Kind.BETWEEN),
    ("bound", "and"): (0, Kind.AND),
    ("bound", "or"): (0, Kind.OR),
    ("bound", "to"): (0, Kind.TO),
    ("bound", "from"): (0, Kind.FROM_ONLY),
    ("bound", "minimum_or_minute"): (0, Kind.MINUTES),
    ("bound", "change"): (1, Kind.CHANGE),
    ("bound", "upper"): (1, Kind.AT_MOST),
    ("bound", "lower"): (1, Kind.AT_LEAST),
    ("bound", "upper_after"): (1, Kind.OR_LESS),
    ("bound", "lower_after"): (1, Kind.OR_MORE),
    ("pay", "words"): (2, Kind.PAY),
    ("pay", "salary"): (1, Kind.PAY),
    ("pay", "spend"): (1, Kind.PAY),
    ("pay", "work"): (SENSE, Kind.WORD),
    ("pay", "job"): (7, Kind.SMALL),
    ("pay", "with_period"): (7, Kind.SMALL),
    ("pay", "*"): (2, Kind.PAY),
    ("vague", "amount"): (2, Kind.VAGUE_AMOUNT),
    ("vague", "pay"): (2, Kind.VAGUE_PAY),
    ("approximate", "words"): (2, Kind.ABOUT),
    ("not_pay", "money"): (3, Kind.OTHER_MONEY),
    ("not_pay", "price"): (3, Kind.OTHER_MONEY),
    ("not_pay", "before"): (3, Kind.OTHER_VERB),
    ("not_pay", "worth"): (3, Kind.OTHER_VERB),
    ("not_pay", "title"): (3, Kind.OTHER_OR_TITLE),
    ("not_pay", "package"): (2, Kind.OTHER_OR_TITLE),
    ("not_pay", "count"): (3, Kind.COUNTED),
    ("not_pay", "label"): (3, Kind.LABEL),
    ("not_pay", "others"): (1, Kind.WORD),
    ("not_pay", "minimum"): (1, Kind.WORD),
    ("not_pay", "payers"): (SENSE, Kind.WORD),
    ("not_pay", "if"): (SENSE, Kind.WORD),
    ("not_pay", "need"): (SENSE, Kind.WORD),
    ("not_pay", "difference"): (SENSE, Kind.WORD),
    ("per", "words"): (5, Kind.PER),
    ("per", "piece"): (5, Kind.PER),
    ("per", "each"): (5, Kind.EACH),
    ("per", "for"): (5, Kind.FOR),
    ("filler", "extra"): (6, Kind.PLUS),
    ("filler", "words"): (6, Kind.FILLER),
    ("filler", "tax"): (5, Kind.FILLER),
    ("filler", "copula"): (6, Kind.SMALL),
    ("filler", "small"): (7, Kind.SMALL),
    ("rate", "*"): (2, Kind.RATE),
    ("magnitude", "*"): (2, Kind.MAGNITUDE),
    ("unit", "*"): (4, Kind.UNIT),
    ("number", "*"): (5, Kind.NUMERAL),
}
_TAKE_SENSES = frozenset(
    (Kind.WORD, Kind.SMALL, Kind.COUNTED, Kind.CHANGE, Kind.OTHER_MONEY, Kind.OTHER_OR_TITLE, Kind.OTHER_VERB)
)
_SENSES = frozenset(name for (_, name), (rank, _) in _LISTS.items() if rank == SENSE)
_VALUED = _SENSES.union("salary spend job with_period price worth package others minimum piece tax copula".split())
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
    bound = table.get("bound", {})
    # phrases of these lists that stand in another list too mean both
    doubled = {
        ("bound", "to"): (bound.get("upper", ()), Cue(Kind.UP_TO, None)),
        ("bound", "from"): ((*bound.get("lower", ()), "from"), Cue(Kind.FROM, None)),
    }
    found: list[tuple[int, str, Cue]] = []
    for section, lists in table.items():
        for name, phrases in lists.items():
            rank, cue = _meaning_of(language, section, name)
            both, other = doubled.get((section, name), ((), cue))
            found += [(rank, phrase, other if phrase in both else cue) for phrase in phrases]
    return found


def _meaning_of(language: str, section: str, name: str) -> tuple[int, Cue]:
    """The rank and the cue of the phrases of a list."""
    if section == "bound_pay":
        end, _, period = name.partition("_")
        return 1, Cue(_BOUND_PAY[end], period or "pay")
    if (section, name) == ("rate", "time_or_month"):
        return 2, Cue(Kind.PM, "month")
    if (section, name) in _LISTS:
        rank, kind = _LISTS[section, name]
        return rank, Cue(kind, name if name in _VALUED else None)
    if (section, "*") in _LISTS:
        rank, kind = _LISTS[section, "*"]
        return rank, Cue(kind, name)
    raise MiswrittenLexiconError(
        f"languages/{language}.toml: no list is called [{section}] {name}; mend: see docs/reading_pay.md"
    )


@cache
def lexicon() -> Lexicon:
    """Read the language files, once a process."""
    money = _read("currencies")
    named = (
        (money["word"], Kind.CURRENCY),
        (money["subunit"], Kind.CENTS),
        (_read("currency_names")["word"], Kind.CURRENCY),
    )
    cues = [(2, word, Cue(kind, code)) for names, kind in named for code, words in names.items() for word in words]
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
            _put(tree.setdefault(phrase, {}), "", cue)
        elif _DIGIT.search(phrase):
            raise MiswrittenLexiconError(
                f"the phrase {written!r} holds a digit; mend: leave the number out, numbers are never part of a phrase"
            )
        elif phrase.startswith("*"):
            _put(endings, phrase[1:], cue)
        elif phrase.endswith("*"):
            _put(beginnings, phrase[:-1], cue)
        elif not phrase.isascii() and IS_UNSPACED.search(phrase):
            _put(unspaced, phrase, cue)
        elif pieces := [piece for piece in _PIECE.findall(phrase) if piece not in "'’"]:
            node = tree
            for piece in pieces:
                node = node.setdefault(piece, {})
            _put(node, "", cue)
    signs = money["sign"]
    unspaced |= {sign: Cue(Kind.LOOSE_SIGN, code) for sign, code in signs.items() if IS_UNSPACED.search(sign)}
    signs = {sign: code for sign, code in signs.items() if sign not in unspaced}
    return Lexicon(tree, unspaced, beginnings, endings, signs, money["cased"], money["ambiguous"])


def _put(cues: dict[str, Any], phrase: str, cue: Cue) -> None:
    """Add a phrase, unless an earlier list holds it; a sense is added to a kind that has no value."""
    known = cues.setdefault(phrase, cue)
    if known.value is None and cue.value in _SENSES and known.kind in _TAKE_SENSES:
        cues[phrase] = Cue(known.kind, cue.value)


MOST_BRANCHES = 32  # tried one after the other


def alternation(phrases: Iterable[str]) -> str:
    """Write the pattern of some phrases, of which the longest is found: a tree, so that a scan tries few branches.

    >>> alternation(["yen", "year", "ye"])
    'ye(?:ar|n)?'
    """
    tree: dict[str, Any] = {}
    for phrase in sorted(phrases):
        node = tree
        for character in phrase:
            node = node.setdefault(character, {})
        node[""] = {}
    return _branches(tree)


def _branches(node: dict[str, Any]) -> str:
    branches = {character: re.escape(character) + _branches(rest) for character, rest in node.items() if character}
    if not branches:
        return ""
    if len(branches) == 1 and "" not in node:
        return next(iter(branches.values()))
    return f"(?:{_halves(branches)}){'?' if '' in node else ''}"


def _halves(branches: dict[str, str]) -> str:
    """Write branches side by side; many of them in halves, each tried only where its characters stand."""
    if len(branches) <= MOST_BRANCHES:
        return "|".join(branches.values())
    characters = list(branches)
    middle = len(characters) // 2
    first, second = (
        {character: branches[character] for character in half} for half in (characters[:middle], characters[middle:])
    )
    return f"(?=[{''.join(map(re.escape, first))}])(?:{_halves(first)})|{_halves(second)}"


def _read(name: str) -> dict[str, dict[str, Any]]:
    table = rtoml.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))  # six times as fast as tomllib
    return cast("dict[str, dict[str, Any]]", table)


@cache
def _edges_of_parts() -> tuple[frozenset[str], frozenset[str]]:
    """The first letters of the beginnings that are cues, and the last letters of the endings."""
    words = lexicon()
    first = frozenset(part[:SHORTEST_PART] for part in words.beginnings)
    return first, frozenset(part[-SHORTEST_PART:] for part in words.endings)


@lru_cache(maxsize=65_536)
def cue_of_part(word: str) -> Cue | None:
    """The cue that the beginning or the end of an unknown word names, in languages that inflect or compound.

    >>> [cue_of_part(word) == Cue(Kind.OTHER_MONEY, None) for word in ("kursgebühr", "бонусами", "kurs")]
    [True, True, False]
    """
    first, last = _edges_of_parts()
    if word[:SHORTEST_PART] not in first and word[-SHORTEST_PART:] not in last:  # most words
        return None
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
