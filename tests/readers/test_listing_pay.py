"""The pay of one listing, from its numbers, its pay field and its description: the odd cases."""

import pytest

from labormarket.readers.listing.pay import PayFields, merge, read_pay
from labormarket.readers.listing.structured_pay import StatedPay

BELIEVED = "the pay field '1, 1000000' is refused: a placeholder: 1 to 1000000"


@pytest.mark.parametrize(
    ("fields", "pays", "refused"),
    [
        ({"low": 0, "high": 0}, [], [("0, 0", "no amount")]),
        ({"low": "n/a", "pay_text": "Competitive"}, [], [("Competitive", "no amount")]),
        ({"pay_text": "a few dollars an hour"}, [("a few dollars an hour", "", "", "")], []),
        (
            {"low": 1, "high": 1_000_000, "pay_text": "a few dollars an hour"},
            [],
            [("1, 1000000", "a placeholder: 1 to 1000000")],
        ),
        (
            {"low": 1, "high": 1_000_000, "descriptions": ("We pay $20 an hour, tests $15 an hour.",)},
            [
                ("$20 an hour", "", "", f"from the description; {BELIEVED}"),
                ("$15 an hour", "", "", "from the description"),
            ],
            [("1, 1000000", "a placeholder: 1 to 1000000")],
        ),
        (
            {"low": 20, "high": 30, "pay_text": "Competitive"},
            [("20 - 30", "", "", "the pay field 'Competitive' is refused: no amount")],
            [("Competitive", "no amount")],
        ),
        ({"low": "see below", "pay_text": "$20-$30"}, [("$20-$30", "", "", "")], []),
        (
            {"pay_text": '{"min": 20, "max": 30, "currency": "USD", "interval": "hour"}'},
            [("USD 20 - 30 per hour", "", "", "")],
            [],
        ),
        ({"pay_text": '["$20", "$30"]'}, [("$20", "", "", ""), ("$30", "", "", "")], []),
        (
            {"pay_text": '{"min": 1, "max": 1000000}'},
            [],
            [('{"min": 1, "max": 1000000}', "a placeholder: 1 to 1000000")],
        ),
        ({"pay_text": "[$20 an hour]"}, [("$20 an hour", "", "", "from the description")], []),
        ({"low": 20, "pay_text": "from 20", "currency": "EUR", "period": "day"}, [("from 20", "day", "EUR", "")], []),
        ({"pay_text": "{broken $20 an hour"}, [("$20 an hour", "", "", "from the description")], []),
        ({"pay_text": "x" * 395 + " $5/hr"}, [("$5/hr", "", "", "from the description")], []),
        ({"pay_text": "x" * 394 + " $5/hr"}, [("x" * 394 + " $5/hr", "", "", "")], []),
        ({"pay_text": "20; 30", "currency": "USD", "period": "hour"}, [("USD 20 - 30 per hour", "", "", "")], []),
        ({"pay_text": "20", "period": "moon"}, [("20", "", "", "")], []),
        (
            {"low": 20, "high": 30, "pay_text": "$20-$30", "period_context": "hour", "currency_context": "CAD"},
            [("$20-$30", "hour", "CAD", "")],
            [],
        ),
        ({"low": 100, "high": 200, "pay_text": "$101 - $200 an hour"}, [("100 - 200", "hour", "USD", "")], []),
        (
            {"low": 100, "high": 200, "pay_text": "$102 - $200 an hour"},
            [("100 - 200", "", "", ""), ("$102 - $200 an hour", "", "", "")],
            [],
        ),
        ({"low": 99, "high": 200, "pay_text": "$100 - $200 an hour"}, [("99 - 200", "hour", "USD", "")], []),
        (
            {"low": 100, "pay_text": "$100 - $200 an hour"},
            [("from 100", "", "", ""), ("$100 - $200 an hour", "", "", "")],
            [],
        ),
        ({"pay_text": "$0"}, [], [("$0", "no amount: 0")]),
        ({"pay_text": "room 5"}, [], [("room 5", "the pay field states no pay")]),
        ({"pay_text": "90000", "period": "hour"}, [], [("90000", "a yearly amount in an hourly field: 90000")]),
        (
            {"pay_text": "$90,000/hr", "period": "year"},
            [],
            [("$90,000/hr", "a yearly amount in an hourly field: 90000")],
        ),
    ],
)
def test_what_the_parts_of_a_listing_say_together(
    fields: dict[str, object], pays: list[tuple[str, ...]], refused: list[tuple[str, str]]
) -> None:
    said = read_pay(PayFields(**fields))  # type: ignore[arg-type]
    assert [(pay.pay_text, pay.period_context, pay.currency_context, pay.note) for pay in said.pays] == pays
    assert [tuple(refusal) for refusal in said.refused] == refused


@pytest.mark.parametrize(("text", "pays"), [(None, []), (" ", []), ("$5 ", ["$5 "])])
def test_a_raw_statement_keeps_its_pay_text(text: str | None, pays: list[str]) -> None:
    said = read_pay(PayFields(pay_text=text, descriptions=("$9 an hour",)), is_raw=True)
    assert [pay.pay_text for pay in said.pays] == pays


AGAINST, TOLD = "the pay field states", "the description states"


@pytest.mark.parametrize(
    ("fields", "words", "merged"),
    [
        (["$20"], [], [("$20", "", "")]),
        ([], ["$20", "$20"], [("$20", "", "")]),
        (["$20"], ["$20 an hour"], [("$20", "hour", "")]),
        (["$20", "$30"], ["$20 an hour"], [("$20", "hour", ""), ("$30", "", "")]),
        (["$20 - $30"], ["$20 an hour"], [("$20 - $30", "", "")]),
        (
            ["$20 an hour", "$30 an hour"],
            ["$41 an hour"],
            [
                ("$20 an hour", "", f"{TOLD} $41 an hour"),
                ("$30 an hour", "", f"{TOLD} $41 an hour"),
                ("$41 an hour", "", f"{AGAINST} $20 an hour"),
            ],
        ),
        # levels of one payment
        (["$15 - $60 one-time"], ["$15 per session", "$30 per session"], [("$15 - $60 one-time", "", "")]),
        (
            ["$15 - $60 one-time"],
            ["$20 per session", "$30 per session"],
            [
                ("$15 - $60 one-time", "", f"{TOLD} $20 per session"),
                ("$20 per session", "", f"{AGAINST} $15 - $60 one-time"),
                ("$30 per session", "", f"{AGAINST} $15 - $60 one-time"),
            ],
        ),
        (
            ["$15 - $60 one-time"],
            ["$15 per session", "$70 per session"],
            [("$15 - $60 one-time", "", ""), ("$70 per session", "", "")],
        ),
        (
            ["$15 - $60 one-time"],
            ["$15 per session", "€60 per session"],
            [("$15 - $60 one-time", "", ""), ("€60 per session", "", "")],
        ),
        (
            ["$15 - $60 one-time"],
            ["$15 per session", "$60 an hour"],
            [("$15 - $60 one-time", "", ""), ("$60 an hour", "", "")],
        ),
        (
            ["$15 - $60 one-time", "$9 an hour"],
            ["$15 per session"],
            [
                ("$15 - $60 one-time", "", f"{TOLD} $15 per session"),
                ("$9 an hour", "", f"{TOLD} $15 per session"),
                ("$15 per session", "", f"{AGAINST} $15 - $60 one-time"),
            ],
        ),
        # which piece of work, or which dollars
        (["$15 - $60 an hour"], ["$15 per session"], [("$15 per session", "", f"{AGAINST} $15 - $60 an hour")]),
        (["$15 one-time"], ["$15 per task"], [("$15 per task", "", f"{AGAINST} $15 one-time")]),
        (["$15 - $20 one-time"], ["$15 per task"], [("$15 - $20 one-time", "", "")]),
        (["$0.06 an hour"], ["$0.058 per task"], [("$0.058 per task", "", f"{AGAINST} $0.06 an hour")]),
        (
            ["$0.06 an hour"],
            ["$0.04 per task"],
            [("$0.06 an hour", "", f"{TOLD} $0.04 per task"), ("$0.04 per task", "", f"{AGAINST} $0.06 an hour")],
        ),
        (["$41 an hour"], ["AUD 41 an hour"], [("AUD 41 an hour", "", f"{AGAINST} $41 an hour")]),
        (
            ["USD 41 an hour"],
            ["AUD 41 an hour"],
            [
                ("USD 41 an hour", "", f"{TOLD} AUD 41 an hour"),
                ("AUD 41 an hour", "", f"{AGAINST} USD 41 an hour"),
            ],
        ),
        (
            ["$41 an hour"],
            ["EUR 41 an hour"],
            [("$41 an hour", "", f"{TOLD} EUR 41 an hour"), ("EUR 41 an hour", "", f"{AGAINST} $41 an hour")],
        ),
        (["41 an hour"], ["AUD 41 an hour"], [("41 an hour", "", "")]),
        (
            ["Competitive"],
            ["$5 per task"],
            [("Competitive", "", f"{TOLD} $5 per task"), ("$5 per task", "", f"{AGAINST} Competitive")],
        ),
    ],
)
def test_fields_and_description_are_put_together(
    fields: list[str], words: list[str], merged: list[tuple[str, str, str]]
) -> None:
    pays = merge(list(map(StatedPay, fields)), list(map(StatedPay, words)))
    assert [(pay.pay_text, pay.period_context, pay.note) for pay in pays] == merged
