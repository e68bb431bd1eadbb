"""The pay of one listing: structured numbers, the pay field, the description; what disagrees is kept and said."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP
from typing import NamedTuple

from labormarket.pay import Bound, PayRange, parse_pay
from labormarket.readers.boards.json_pay import pays_of_structure
from labormarket.readers.listing.description import ends_of, pays_of_text, plain_text, structure_of
from labormarket.readers.listing.structured_pay import (
    CENT,
    Refusal,
    StatedPay,
    placeholder_of,
    state_pay,
    unit_word,
    written,
)

PIECES = ("task", "word", "page", "audio_hour", "audio_minute")
DOLLARS = ("AUD", "CAD", "NZD", "SGD", "HKD")
"""Currencies whose sign on a form may be a bare "$"."""
UNREAD = PayRange(None, None, None, None, Bound.VAGUE, False, "", (0, 0))
"""What the pay reader makes of a text that states no pay."""
MOST_FIELD = 400  # characters of a pay field; a longer one is a description
TWO_ENDS = re.compile(r"^([^;]{0,6}\d[\d.,]*); ([^;]{0,6}\d[\d.,]*)$")  # a list of two amounts in one cell
NO_PAY = re.compile(
    r"\W*(?:not?\s+(?:specified|disclosed|available|listed|provided|stated)|undisclosed|competitive|negotiable"
    r"|unspecified|confidential|tbd|doe|unpaid|n/?a|none|hidden|salary\s+not)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class PayFields:
    """The parts of a listing in which pay may stand: numbers or text as the file has them, None for none."""

    low: object = None
    high: object = None
    middle: object = None
    pay_text: object = None
    period: object = None
    currency: object = None
    period_context: object = None
    currency_context: object = None
    descriptions: tuple[str, ...] = ()
    stated: tuple[StatedPay | Refusal, ...] = ()
    """what a board's reader has made of structured fields"""


class ListingPay(NamedTuple):
    """What a listing states: its pays, and what was refused."""

    pays: tuple[StatedPay, ...]
    refused: tuple[Refusal, ...]


class Reading(NamedTuple):
    """A stated pay, and what the pay reader makes of its text; the unit and the currency may stand beside the text."""

    pay: StatedPay
    read: PayRange

    @classmethod
    def of(cls, pay: StatedPay) -> Reading:
        """Read the text of a pay."""
        return cls(pay, parse_pay(pay.pay_text) or UNREAD)

    @property
    def unit(self) -> str:
        """The unit of the text, else of its context."""
        return str(self.read.period or self.pay.period_context)

    @property
    def currency(self) -> str:
        """The currency of the text, else of its context."""
        return self.read.currency or self.pay.currency_context

    def has_ends_of(self, other: Reading) -> bool:
        """Tell whether two readings have the same ends."""
        return (self.read.low, self.read.high) == (other.read.low, other.read.high)


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
    answers = [*fields.stated, *field_pays(fields)]
    refused = [answer for answer in answers if isinstance(answer, Refusal)]
    stated = [answer for answer in answers if isinstance(answer, StatedPay)]
    told: list[StatedPay] = []
    for cell in dict.fromkeys(fields.descriptions):
        told += pays_of_text(plain_text(cell)[:longest])
    pays = merge(stated, told)
    if pays and refused:
        pays[0] = noted(pays[0], "; ".join(f"the pay field {text!r} is refused: {why}" for text, why in refused[:3]))
    return ListingPay(tuple(pays), tuple(refused))


def field_pays(fields: PayFields) -> list[StatedPay | Refusal]:
    """Return what the numbers and the pay field say, those that are refused first."""
    unit, currency = written(fields.period), written(fields.currency)
    text = TWO_ENDS.sub(r"\1 - \2", written(fields.pay_text))
    numbers: list[StatedPay | Refusal] = []
    words: list[StatedPay | Refusal] = []
    if any(ends := [written(end) for end in (fields.low, fields.high, fields.middle)]):
        made = state_pay(low=ends[0], high=ends[1], value=ends[2], currency=currency, unit=unit)
        numbers = [Refusal(", ".join(filter(None, ends)), made or "no amount") if isinstance(made, str) else made]
    if text[:1] in ("{", "[") and (held := structure_of(text)) is not None:
        answers = pays_of_structure(held)
        words = [answer if isinstance(answer, StatedPay) else Refusal(answer.text or text[:MOST_FIELD], answer.reason)
                 for answer in answers]  # fmt: skip
    elif text[:1] in ("{", "[") or len(text) > MOST_FIELD:
        words = [*pays_of_text(plain_text(text))]
    elif text and (re.search(r"\d", text) or not any(isinstance(answer, Refusal) for answer in numbers)):
        words = [field_text(text, unit, currency)]
    refused = [answer for answer in (*numbers, *words) if isinstance(answer, Refusal)]
    pays = one_field(*([answer for answer in said if isinstance(answer, StatedPay)] for said in (numbers, words)))
    unit, currency = written(fields.period_context), written(fields.currency_context)
    return [
        *refused,
        *(replace(pay, period_context=pay.period_context or unit, currency_context=pay.currency_context or currency)
          for pay in pays),
    ]  # fmt: skip


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
    exact, said = Reading.of(numbers[0]), Reading.of(words[0])
    if said.read is UNREAD or exact.read is UNREAD:
        return numbers if said.read is UNREAD else words
    if exact.has_ends_of(said):
        unit, currency = said.pay.period_context or exact.unit, said.pay.currency_context or exact.currency
        return [replace(said.pay, period_context=unit, currency_context=currency)]
    pairs = [(exact.read.low, said.read.low), (exact.read.high, said.read.high)]
    if all(a is not None and b is not None and abs(a - b) <= max(a, b) / 100 for a, b in pairs):
        unit, currency = exact.pay.period_context or said.unit, exact.pay.currency_context or said.read.currency or ""
        return [replace(exact.pay, period_context=unit, currency_context=currency)]
    return [*numbers, *words]


def field_text(text: str, unit: str, currency: str) -> StatedPay | Refusal:
    """Read a pay field in words; what it is called by the board ("Undisclosed") is refused by that name."""
    if not re.search(r"\d", text):  # words ("a few dollars an hour") are the pay reader's to judge
        return Refusal(text, "no amount") if NO_PAY.match(text) else StatedPay(text)
    pay = state_pay(value=text, unit=unit if unit_word(unit) else "", currency=currency)
    if isinstance(pay, str):
        return Refusal(text, pay or "no amount")
    read = parse_pay(pay.pay_text)
    if read is None:
        return Refusal(text, "the pay field states no pay")
    why = placeholder_of(read.low, read.high, str(read.period or unit_word(unit)))
    if not why and read.low == read.high == 0:
        why = "no amount: 0"
    return Refusal(text, why) if why else pay


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
    fields, words = [Reading.of(pay) for pay in stated], [Reading.of(pay) for pay in told]
    if any(field.currency for field in fields):
        words = [word for word in words if word.currency]
        if not words:
            return once(stated)
    first = fields[0]
    against = f"the pay field states {first.pay.pay_text}"
    if len(fields) == 1 and any(is_more_exact(word, first) for word in words):
        return once([noted(word.pay, against) for word in words])
    agreeing = [word for word in words if any(agrees(field, word) for field in fields)]
    if len(fields) == 1:
        agreeing += levels_of(first, words)
    others = [word.pay for word in words if word not in agreeing]
    made: list[StatedPay] = []
    for field in fields:
        pay = field.pay
        units = (word.read.period for word in words if agrees(field, word) and field.has_ends_of(word))
        if not field.unit and (unit := next(filter(None, units), None)):
            pay = replace(pay, period_context=str(unit))
        if others and not agreeing:
            pay = noted(pay, f"the description states {others[0].pay_text}")
        made.append(pay)
    return once([*made, *(noted(pay, "" if agreeing else against) for pay in others)])


def is_more_exact(word: Reading, field: Reading) -> bool:
    """Tell whether a description says of a field's amount which piece of work, or which dollars, it is.

    The field may have rounded the amount to cents. One payment for a piece is no other unit than one payment, unless
    both ends are the same.

    >>> is_more_exact(*map(Reading.of, (StatedPay("$0.058 per sentence"), StatedPay("$0.06 - $0.06 an hour"))))
    True
    """
    rounded = [{end.quantize(CENT, ROUND_HALF_UP) for end in ends_of(reading.read)} for reading in (word, field)]
    if UNREAD in (word.read, field.read) or not rounded[0] <= rounded[1]:
        return False
    of_a_project = field.unit == "project" and field.has_ends_of(word)
    is_piece = word.unit in PIECES and (field.unit == "hour" or of_a_project)
    return is_piece or ("$" in field.pay.pay_text and field.read.currency == "USD" and word.currency in DOLLARS)


def levels_of(field: Reading, words: list[Reading]) -> list[Reading]:
    """Return which pays of a description are levels of the one payment from low to high that a field states.

    They lie between its ends, in its currency, are for the piece, and reach one of the ends.

    >>> field, *words = (Reading.of(StatedPay(pay)) for pay in ("$15 - $60 one-time", "$15 a session", "$30 a session"))
    >>> levels_of(field, words) == words, levels_of(field, words[1:])
    (True, [])
    """
    low, high = field.read.low, field.read.high
    if low is None or high is None or field.read.period != "project":
        return []
    held = [
        word
        for word in words
        if word.read is not UNREAD
        and word.read.currency in (field.read.currency, None)
        and word.read.period in (*PIECES, "project", None)
        and all(low <= end <= high for end in ends_of(word.read))
    ]
    return held if any(end in (low, high) for word in held for end in ends_of(word.read)) else []


def agrees(field: Reading, word: Reading) -> bool:
    """Tell whether a pay in words says what the field says: its ends among the field's, no other unit or currency."""
    if UNREAD in (field.read, word.read) or not ends_of(word.read) <= ends_of(field.read):
        return False
    same_unit = not field.unit or word.read.period in (field.unit, None)
    return same_unit and (not field.currency or word.read.currency in (field.currency, None))


def noted(pay: StatedPay, note: str) -> StatedPay:
    """Add a note to a pay."""
    return replace(pay, note="; ".join(filter(None, [pay.note, note])))


def once(pays: list[StatedPay]) -> list[StatedPay]:
    """Keep each pay once: the text, its contexts and its country decide."""
    return list({(p.pay_text, p.period_context, p.currency_context, p.country): p for p in reversed(pays)}.values())[
        ::-1
    ]
