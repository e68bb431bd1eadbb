"""The pay of one listing: structured numbers, the pay field, the description; what disagrees is kept and said."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from labormarket.pay import PayRange, parse_pay
from labormarket.readers.listing.description import pays_of_text, plain_text, structure_of
from labormarket.readers.listing.structured_pay import (
    Placeholder,
    StatedPay,
    placeholder_of,
    state_pay,
    unit_word,
    written,
)

PIECES = ("task", "word", "page", "audio_hour", "audio_minute")
DOLLARS = ("AUD", "CAD", "NZD", "SGD", "HKD")
"""Currencies whose sign on a form may be a bare "$"."""
MOST_FIELD = 400  # characters of a pay field; a longer one is a description
TWO_ENDS = re.compile(r"^([^;]{0,6}\d[\d.,]*); ([^;]{0,6}\d[\d.,]*)$")  # a list of two amounts in one cell
NO_PAY = re.compile(
    r"\W*(?:not?\s+(?:specified|disclosed|available|listed|provided|stated)|undisclosed|competitive|negotiable"
    r"|unspecified|confidential|tbd|doe|unpaid|n/?a|none|hidden|salary\s+not)\b",
    re.IGNORECASE,
)


class Refusal(NamedTuple):
    """A pay field that states no pay: its text and why."""

    text: str
    reason: str


@dataclass(frozen=True)
class PayFields:
    """The parts of a listing in which pay may stand: numbers or text as the file has them, None for none.

    `title_unit` and `title_currency` are what the title of the pay column says of the amounts under it.
    """

    low: object = None
    high: object = None
    middle: object = None
    pay_text: object = None
    period: object = None
    currency: object = None
    period_context: object = None
    currency_context: object = None
    title_unit: str = ""
    title_currency: str = ""
    descriptions: tuple[str, ...] = ()
    stated: tuple[StatedPay, ...] = ()
    """what a board's reader has made of structured fields"""
    refused: tuple[Refusal, ...] = ()


class ListingPay(NamedTuple):
    """What a listing states: its pays, and what was refused."""

    pays: tuple[StatedPay, ...]
    refused: tuple[Refusal, ...]


def read_pay(fields: PayFields, *, is_raw: bool = False, longest: int = 200_000) -> ListingPay:
    """Read the pay of one listing.

    A raw statements file (`is_raw`) keeps its pay texts as they are. Else numbers and the pay field come first; the
    description completes them (a unit that they lack) and contradicts them (both are kept, with a note).

    >>> said = read_pay(PayFields(low=20, high=30, currency="USD", descriptions=("Pay is $20 - $30 per hour.",)))
    >>> [(pay.pay_text, pay.period_context) for pay in said.pays]
    [('USD 20 - 30', 'hour')]
    >>> [pay.note for pay in read_pay(PayFields(pay_text="$5 an hour", descriptions=("We pay $9 per hour.",))).pays]
    ['the description states $9 per hour', 'from the description; the pay field states $5 an hour']
    >>> read_pay(PayFields(low=1, high=1000000)).refused
    (Refusal(text='1, 1000000', reason='a placeholder: 1 to 1000000'),)
    """
    if is_raw:
        text = "" if fields.pay_text is None else str(fields.pay_text)
        pay = StatedPay(text, written(fields.period_context), written(fields.currency_context), confidence="")
        return ListingPay((pay,) if text.strip() else (), ())
    refused = list(fields.refused)
    stated = [*fields.stated, *field_pays(fields, refused)]
    told: list[StatedPay] = []
    for cell in dict.fromkeys(fields.descriptions):
        told += pays_of_text(plain_text(cell)[:longest])
    pays = merge(stated, told)
    if pays and refused:
        pays[0] = noted(pays[0], "; ".join(f"the pay field {text!r} is refused: {why}" for text, why in refused[:3]))
    return ListingPay(tuple(pays), tuple(refused))


def field_pays(fields: PayFields, refused: list[Refusal]) -> list[StatedPay]:
    """Return the pays of the numbers and of the pay field; the refused ones are added to `refused`."""
    pays: list[StatedPay] = []
    words: list[StatedPay] = []
    unit = written(fields.period) or fields.title_unit
    currency = written(fields.currency) or fields.title_currency
    text = TWO_ENDS.sub(r"\1 - \2", written(fields.pay_text))
    ends = [written(end) for end in (fields.low, fields.high, fields.middle)]
    if any(ends):
        shown = ", ".join(filter(None, ends))
        pays += refusable(refused, shown, low=ends[0], high=ends[1], value=ends[2], currency=currency, unit=unit)
    if text[:1] in ("{", "["):
        words = structured(text, refused)
    elif text and len(text) > MOST_FIELD:
        words = pays_of_text(plain_text(text))
    elif text:
        words = field_text(text, unit, currency, refused)
    pays = one_field(pays, words)
    unit, currency = written(fields.period_context), written(fields.currency_context)
    if not unit and not currency:
        return pays
    return [
        replace(pay, period_context=pay.period_context or unit, currency_context=pay.currency_context or currency)
        for pay in pays
    ]


def one_field(numbers: list[StatedPay], words: list[StatedPay]) -> list[StatedPay]:
    """Put the numbers of a listing and the pay field beside them together: the words where both say the same.

    Words that round ("$187k" for 187,200) say the unit and the currency of the numbers.

    >>> [p.pay_text for p in one_field([StatedPay("210000 - 365000")], [StatedPay("$210k–$365k/year")])]
    ['$210k–$365k/year']
    >>> [(p.pay_text, p.period_context) for p in one_field([StatedPay("187200")], [StatedPay("$187k/year")])]
    [('187200', 'year')]
    """
    if len(numbers) != 1 or len(words) != 1:
        return [*numbers, *words]
    exact, said = parse_pay(numbers[0].pay_text), parse_pay(words[0].pay_text)
    if exact is None or said is None:
        return numbers if said is None else words
    if same_ends(exact, said):
        context = numbers[0]
        unit = words[0].period_context or unit_of(exact, context)
        currency = words[0].currency_context or exact.currency or context.currency_context
        return [replace(words[0], period_context=unit, currency_context=currency)]
    pairs = [(exact.low, said.low), (exact.high, said.high)]
    if all(a is not None and b is not None and abs(a - b) <= max(a, b) / 100 for a, b in pairs):
        unit = numbers[0].period_context or unit_of(said, words[0])
        currency = numbers[0].currency_context or said.currency or ""
        return [replace(numbers[0], period_context=unit, currency_context=currency)]
    return [*numbers, *words]


def unit_of(read: PayRange, pay: StatedPay) -> str:
    """Return the unit of a pay: its own, else that of its context."""
    return str(read.period.value) if read.period else pay.period_context


def refusable(refused: list[Refusal], shown: str, **fields: object) -> list[StatedPay]:
    """State structured fields as pay, or refuse them with the reason."""
    try:
        pay = state_pay(**fields)  # type: ignore[arg-type]
    except Placeholder as why:
        refused.append(Refusal(shown, str(why)))
        return []
    if pay is None:
        refused.append(Refusal(shown, "no amount"))
        return []
    return [pay]


def field_text(text: str, unit: str, currency: str, refused: list[Refusal]) -> list[StatedPay]:
    """Read a pay field in words; what it is called by the board ("Undisclosed") is refused by that name."""
    if unit and not unit_word(unit):
        unit = ""
    stated = [] if not re.search(r"\d", text) else refusable(refused, text, value=text, unit=unit, currency=currency)
    if not stated and not refused:
        if NO_PAY.match(text):
            refused.append(Refusal(text, "no amount"))
            return []
        return [StatedPay(text)]  # words without a number ("a few dollars an hour") are the pay reader's to judge
    for pay in stated:
        read = parse_pay(pay.pay_text)
        if read is None:
            refused.append(Refusal(text, "the pay field states no pay"))
            return []
        if why := placeholder_of(read.low, read.high, str(read.period or unit_word(unit))):
            refused.append(Refusal(text, why))
            return []
        if read.low == read.high == 0:
            refused.append(Refusal(text, "no amount: 0"))
            return []
    return stated


def structured(text: str, refused: list[Refusal]) -> list[StatedPay]:
    """Read pay that a board wrote into one cell as JSON: an amount, a range, or a list of ranges."""
    from labormarket.readers.boards.json_pay import pays_of_structure

    held = structure_of(text)
    if held is None:
        return pays_of_text(plain_text(text))
    pays: list[StatedPay] = []
    for answer in pays_of_structure(held):
        if answer.pay is None:
            refused.append(Refusal(answer.shown or text[:MOST_FIELD], answer.reason))
        else:
            pays.append(answer.pay)
    return pays


def merge(stated: list[StatedPay], told: list[StatedPay]) -> list[StatedPay]:
    """Put the pays of the fields and of the description together: the same once, a contradiction twice with notes.

    A form offers few units and one dollar sign: where the description says of the same amounts what they are paid for
    or in which dollars, the description is the pay, and the note says what the field has. A number in a description
    that names no currency contradicts no field that does.

    >>> form = [StatedPay("$41 - $41 an hour")]
    >>> [(p.pay_text, p.note) for p in merge(form, [StatedPay("$41 per valid audio hour")])]
    [('$41 per valid audio hour', 'the pay field states $41 - $41 an hour')]
    >>> [p.pay_text for p in merge(form, [StatedPay("100", "task")])]
    ['$41 - $41 an hour']
    """
    if not stated or not told:
        return once(stated or told)
    fields = [parse_pay(pay.pay_text) for pay in stated]
    if any(field and field.currency for field in fields) or any(pay.currency_context for pay in stated):
        told = [pay for pay in told if pay.currency_context or ((read := parse_pay(pay.pay_text)) and read.currency)]
        if not told:
            return once(stated)
    words = [parse_pay(pay.pay_text) for pay in told]
    if len(stated) == 1 and any(
        is_more_exact(word, pay, fields[0], stated[0]) for word, pay in zip(words, told, strict=True)
    ):
        return once([noted(pay, f"the pay field states {stated[0].pay_text}") for pay in told])
    agreeing = {
        at
        for at, word in enumerate(words)
        if any(agrees(field, word, pay) for field, pay in zip(fields, stated, strict=True))
    }
    if len(fields) == 1:
        agreeing |= levels_of(fields[0], words)
    others = [pay for at, pay in enumerate(told) if at not in agreeing]
    made: list[StatedPay] = []
    for field, pay in zip(fields, stated, strict=True):
        same = [word for at, word in enumerate(words) if at in agreeing and agrees(field, word, pay)]
        unit = next((str(word.period.value) for word in same if word and word.period and same_ends(field, word)), "")
        if unit and field is not None and field.period is None and not pay.period_context:
            pay = replace(pay, period_context=unit)
        if others and not agreeing:
            pay = noted(pay, f"the description states {others[0].pay_text}")
        made.append(pay)
    against = "" if agreeing else f"the pay field states {stated[0].pay_text}"
    return once([*made, *(noted(pay, against) for pay in others)])


def is_more_exact(word: PayRange | None, told: StatedPay, field: PayRange | None, stated: StatedPay) -> bool:
    """Tell whether a description says of a field's amount which piece of work, or which dollars, it is.

    The field may have rounded the amount to cents. One payment for a piece is no other unit than one payment, unless
    both ends are the same.

    >>> form = StatedPay("$0.06 - $0.06 an hour")
    >>> is_more_exact(parse_pay("$0.058 per sentence"), StatedPay(""), parse_pay(form.pay_text), form)
    True
    """
    if word is None or field is None:
        return False
    ends = {cents(end) for end in (word.low, word.high) if end is not None}
    if not ends <= {cents(end) for end in (field.low, field.high) if end is not None}:
        return False
    unit, form = word.period or told.period_context, field.period or stated.period_context
    piece = unit in PIECES and (form == "hour" or (form == "project" and same_ends(field, word)))
    money = word.currency or told.currency_context
    return piece or ("$" in stated.pay_text and field.currency == "USD" and money in DOLLARS)


def cents(amount: Decimal) -> Decimal:
    """Round an amount to cents."""
    return amount.quantize(Decimal("0.01"), ROUND_HALF_UP)


def levels_of(field: PayRange | None, words: list[PayRange | None]) -> set[int]:
    """Return which pays of a description are levels of the one payment from low to high that a field states.

    They lie between its ends, in its currency, are for the piece, and reach one of the ends.

    >>> field, words = parse_pay("$15 - $60 one-time"), [parse_pay(f"{pay} per session") for pay in ("$15", "$30")]
    >>> levels_of(field, words), levels_of(field, words[1:])
    ({0, 1}, set())
    """
    if field is None or field.low is None or field.high is None or field.period != "project":
        return set()
    held: set[int] = set()
    reached: set[Decimal] = set()
    for at, word in enumerate(words):
        if word is None or word.currency not in (field.currency, None):
            continue
        ends = {end for end in (word.low, word.high) if end is not None}
        if word.period in (*PIECES, "project", None) and all(field.low <= end <= field.high for end in ends):
            held.add(at)
            reached |= ends
    return held if reached & {field.low, field.high} else set()


def same_ends(one: PayRange | None, other: PayRange | None) -> bool:
    """Tell whether two readings have the same ends."""
    return one is not None and other is not None and (one.low, one.high) == (other.low, other.high)


def agrees(field: PayRange | None, word: PayRange | None, pay: StatedPay) -> bool:
    """Tell whether a pay in words says what the field says: its ends among the field's, no other unit or currency."""
    if field is None or word is None:
        return False
    ends = {end for end in (word.low, word.high) if end is not None}
    if not ends <= {field.low, field.high}:
        return False
    period = field.period or pay.period_context or None
    money = field.currency or pay.currency_context or None
    return (not period or not word.period or period == word.period) and (
        not money or not word.currency or money == word.currency
    )


def noted(pay: StatedPay, note: str) -> StatedPay:
    """Add a note to a pay."""
    return replace(pay, note="; ".join(filter(None, [pay.note, note])))


def once(pays: list[StatedPay]) -> list[StatedPay]:
    """Keep each pay once: the text, its contexts and its country decide."""
    return list({(p.pay_text, p.period_context, p.currency_context, p.country): p for p in reversed(pays)}.values())[
        ::-1
    ]
