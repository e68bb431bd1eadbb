"""Grammar, kinds and lexicon: every rule matches its own example, every list of a language file is known."""

import re

import pytest

from labormarket.pay import grammar, lexicon
from labormarket.pay.explain import explain_pay
from labormarket.pay.kinds import EXAMPLES, KIND_NAMES, Kind, expression
from labormarket.pay.tokenizer import tokenize

assert grammar  # its rules register their examples


@pytest.mark.parametrize(("pattern", "regex", "example"), EXAMPLES, ids=[example for _, _, example in EXAMPLES])
def test_every_rule_matches_its_example(pattern: str, regex: str, example: str) -> None:
    kinds = tokenize(example).tokens.kinds
    assert re.search(regex, kinds), f"{[KIND_NAMES[kind] for kind in kinds]} has no {pattern}"


def test_the_kinds_differ_and_need_no_escape() -> None:
    assert len(KIND_NAMES) == sum(name.isupper() for name in vars(Kind))
    assert all(re.fullmatch("[A-Za-z]", kind) for kind in KIND_NAMES)


def test_a_pattern_that_names_no_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="'salry'"):
        expression("salry number")


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ({"unit": {"hour": ["hour"]}, "perr": {"words": ["per"]}}, r"\[perr\] words"),
        ({"per": {"word": ["per"]}}, "per"),
    ],
)
def test_a_miswritten_list_of_a_language_is_refused(table: dict[str, dict[str, list[str]]], message: str) -> None:
    with pytest.raises(lexicon.MiswrittenLexiconError, match=message):
        lexicon._cues_of("xx", table)


def test_every_language_file_is_read() -> None:
    assert {path.stem for path in lexicon.FOLDER.glob("*.toml")} == {*lexicon.LANGUAGES, "currencies", "currency_names"}


@pytest.mark.parametrize(
    ("text", "cues"),
    [
        ("$25 plus benefits", {"currency": "$"}),
        ("$25+ an hour", {"bound": "+", "period": "an hour", "currency": "$"}),
        ("up to $80+ per hour", {"bound": "up to", "period": "per hour", "currency": "$"}),
        ("$25 an hour or more", {"bound": "or more", "period": "an hour", "currency": "$"}),
        ("$20 to over $90", {"bound": "over", "currency": "$"}),
        ("from $20 to $30", {"bound": "to", "currency": "$"}),
        ("EUR: 30 or less", {"bound": "or less", "currency": "EUR"}),
        ("9-12 LPA", {"bound": "-", "period": "LPA"}),
    ],
)
def test_an_explanation_names_the_words_that_decided(text: str, cues: dict[str, str]) -> None:
    chosen = next(number for number in explain_pay(text).considered if number.chosen)
    assert chosen.cues == cues
