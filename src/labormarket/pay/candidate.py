"""Candidate: one match of the grammar, from its tokens to the verdict whether it is pay."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from labormarket.pay import grammar
from labormarket.pay.kinds import Kind
from labormarket.pay.lexicon import currency_of, lexicon
from labormarket.pay.model import EXACT, Bound
from labormarket.pay.numbers import NumberClass
from labormarket.pay.tokens import Tokens

_TO = frozenset((Kind.TO, Kind.UP_TO))
Span = tuple[int, int]  # tokens: the first, and one past the last
MOST_SHORTER = 4  # digits: no range is as uneven as an id and a rate
CLAUSE_REACH = 24  # tokens before an amount that may speak for it
REACH = 10  # tokens after it that may speak for or against it
THOUSAND = 1000

# Magnitudes that are no plain factor: the Indian ones name the year too, "money_1e6" a sum of money ("T€").
NAMED_FACTORS = {"lakh_per_year": 100_000, "crore_per_year": 10_000_000, "w": 10_000}
YEARLY = frozenset(("lakh_per_year", "crore_per_year"))
INDIAN = frozenset(("1e5", "1e7")) | YEARLY

SIGNS = frozenset((Kind.SIGN, Kind.LOOSE_SIGN))
CURRENCIES = SIGNS | {Kind.CURRENCY, Kind.CENTS}


NO_FIGURES = NumberClass(1, "", is_grouped=False, meaning="")


@dataclass(slots=True)
class Amount:
    """One amount: the token of its number, and the magnitude and currency that stand by it."""

    number: int | None = None  # its token, where it is written in figures
    numeral: str | None = None  # its value, where it is written in words
    figures: NumberClass = NO_FIGURES
    factor: int | None = None  # its own magnitude
    magnitude: str | None = None  # the name of it
    in_cents: bool = False
    currencies: list[str] = field(default_factory=list)
    rest: Amount | None = None  # the lower digits of "1만 5천": a number written in two parts

    @property
    def digits(self) -> int:
        """Digits before its decimal mark."""
        return self.figures.digits


class StatedTime(NamedTuple):
    """The time that a statement gives for its piece of work."""

    low: Amount
    high: Amount
    minutes: int  # in one of its unit; 0 of days, weeks, months and years, which are no working time
    end: int  # one past its last token


class StatedPeriod(NamedTuple):
    """The period of a candidate, and how it was found."""

    name: str | None = None
    span: Span | None = None  # its tokens
    is_beside: bool = False  # it stands by the amount
    is_carried: bool = False  # it was stated before the amount, so it may hold for the amounts after it
    opens: bool = False  # the same amount in another currency, which carries it, has no upper end
    time: StatedTime | None = None  # the time stated for the piece of work


class StatedBound(NamedTuple):
    """The bound of a candidate, and what decided it."""

    bound: Bound
    cue: Span | None  # the tokens that decided; None for a plain amount
    opening: int  # the first token of the words that bound the amount, or call it approximate
    called: str | None  # the period, or "pay", that the word before it names: "Mindeststundenlohn"
    is_approximate: bool


NO_PERIOD = StatedPeriod()
NO_BOUND = StatedBound(EXACT, None, 0, None, is_approximate=False)


@dataclass(slots=True)
class Candidate:
    """A match of the grammar in its clause; the stages of the reader fill in the rest."""

    tokens: Tokens
    match: re.Match[str]
    country: str | None
    is_prose: bool
    in_series: bool  # pay stands before it in its sentence
    first: int  # its first token
    lead: str  # the kinds of its clause, up to it
    lead_at: int  # the first token of its clause
    low: Amount
    high: Amount | None
    is_alone: bool  # a second amount follows, and it isn't the other end of a range
    end: int  # one past the last token of its amounts and their period
    after: re.Match[str]
    last: int  # one past the last token that belongs to it
    following: str  # the kinds of the tokens after it
    has_pay_word: bool  # a word in its clause calls it pay
    open_high: re.Match[str] | None  # "$60,000 -"
    per: Span | None  # the period that the grammar found by it
    currency_before: int | None  # the token of a currency that stands before it
    currencies: list[str]  # those that stand by it, its own first
    # context (period.py, bounds.py)
    has_extras: bool = False  # "+ bonus" follows
    period: StatedPeriod = NO_PERIOD
    bound: StatedBound = NO_BOUND
    currency: str | None = None
    is_signed: bool = False  # a currency stands by it
    sentence: Span | None = None  # the tokens of its sentence, with its own
    # verdict (refusals.py)
    is_supposed: bool = False  # by itself, or since the amount before it in its sentence is
    is_newer: bool = False  # the candidate before it was paid before a change of pay
    strength: int = 0
    reason: str = ""  # why it was refused

    @property
    def next(self) -> int:
        """The token where the search goes on."""
        return self.end if self.is_alone or self.has_extras else self.last

    @property
    def shown(self) -> Span:
        """The tokens of its text: no plus of "+ bonus", no bracket that opens before it."""
        kinds, opening, last = self.tokens.kinds, self.bound.opening, self.last
        if self.has_extras and kinds[last - 1] == Kind.PLUS:
            last -= 1
        if kinds[last - 1] == Kind.CLOSE and Kind.OPEN not in kinds[opening:last]:
            last -= 1
        return opening, last

    @property
    def amounts(self) -> tuple[Amount, ...]:
        """Its one amount, or both ends of its range."""
        return (self.low,) if self.high is None else (self.low, self.high)

    @property
    def before(self) -> str:
        """The kind of the token before it."""
        return self.tokens.kinds[self.first - 1 : self.first]

    @property
    def behind(self) -> str:
        """The kind of the token behind it."""
        return self.following[:1]

    @property
    def largest_factor(self) -> int:
        """The largest magnitude of its amounts."""
        low = self.low.factor or 1
        return low if self.high is None else max(low, self.high.factor or 1)

    @property
    def is_plain(self) -> bool:
        """Whether it is one number without a bound."""
        return self.bound.bound is EXACT

    @property
    def in_change(self) -> bool:
        """Whether its clause speaks of a change of pay."""
        return self.is_newer or bool(grammar.LEAD_CHANGE.search(self.lead))

    def is_earned(self, at: int) -> bool:
        """Whether a word is about pay, and isn't just a verb of spending: "they pay"."""
        return self.tokens.kinds[at] in (Kind.PAY, Kind.VAGUE_PAY) and self.tokens.values[at] != "spend"

    def is_price(self, at: int) -> bool:
        """Whether a word is about a thing that people pay for: a lease, a ticket, but not a ticket agent."""
        named = self.tokens.values[at] == "price" and self.tokens.kinds[at] == Kind.OTHER_MONEY
        return named and not self.opens_title(at)

    def opens_title(self, at: int) -> bool:
        """Whether the word behind a word is a worker: "ticket agent"."""
        return self.tokens.values[at + 1 : at + 2] == ("work",)

    def all_numbers(self, test: Callable[[NumberClass], bool]) -> bool:
        """Whether something is true of the class of each of its numbers."""
        return all(test(amount.figures) for amount in self.amounts)


def match_candidate(
    tokens: Tokens, match: re.Match[str], floor: int, *, country: str | None, is_prose: bool, in_series: bool
) -> Candidate:
    """Read the amounts of a match, and find what stands by them in the clause that begins after `floor`."""
    kinds = tokens.kinds
    first = match.start()
    clause = grammar.CLAUSE.search(kinds[max(floor, first - CLAUSE_REACH) : first])
    lead = clause.group() if clause else ""
    low = read_amount(tokens, *match.span("low"))
    high = read_amount(tokens, *match.span("high")) if match["high"] else None
    is_alone = high is not None and not _is_joined(tokens, match, low, high, lead, country)
    if is_alone:
        high = None
    if high is None:
        per = match.span("per_low") if match["per_low"] else None
        end = match.end("per_low") if per else match.end("open") if match["open"] else match.end("low")
    else:
        per = match.span("per_high") if match["per_high"] else match.span("per_low") if match["per_low"] else None
        end = match.end()
    after = grammar.AFTER.match(kinds, end)
    assert after is not None  # every part of it may be empty
    last = after.end()
    open_high = grammar.OPEN_HIGH.match(kinds, last)
    if per is None and after["per"]:
        per = after.span("per")
    elif per is None and open_high and open_high["per"]:
        per = open_high.span("per")
    currencies = low.currencies + high.currencies if high else low.currencies.copy()
    if after["currency"]:
        currencies.append(tokens.values[kinds.index(Kind.CURRENCY, after.start("currency"))])
    before = _currency_before(kinds, first, lead)
    if before is not None:
        currencies.append(tokens.values[before])
    return Candidate(
        *(tokens, match, country, is_prose, in_series, first, lead, first - len(lead), low, high, is_alone, end, after),
        last,
        following=kinds[last : last + REACH],
        has_pay_word=Kind.PAY in lead or Kind.VAGUE_PAY in lead,
        open_high=open_high,
        per=per,
        currency_before=before,
        currencies=currencies,
    )


def read_amount(tokens: Tokens, first: int, last: int) -> Amount:
    """Put together the amount of a run of tokens, from the first to one before the last."""
    kinds, values, *_ = tokens
    amount = Amount()
    for at in range(first, last):
        kind = kinds[at]
        if kind == Kind.NUMBER:
            amount.number, amount.figures = at, values[at]
        elif kind in CURRENCIES:
            amount.in_cents = amount.in_cents or kind == Kind.CENTS
            amount.currencies.append(values[at])
        elif kind == Kind.MAGNITUDE:
            amount.magnitude = values[at]
            step = NAMED_FACTORS.get(values[at]) or int(float(values[at].removeprefix("money_")))
            amount.factor = (amount.factor or 1) * step
        elif kind == Kind.UPPER_PART:
            amount.magnitude, amount.factor = values[at], int(float(values[at]))
            amount.rest = read_amount(tokens, at + 1, last)
            amount.currencies += amount.rest.currencies
            if amount.rest.factor and amount.rest.factor > amount.factor:  # "3천 500만": 3,500 ten thousands
                amount.factor *= amount.rest.factor
            break
        elif kind == Kind.NUMERAL:
            amount.numeral = values[at]
        elif kind == Kind.ARTICLE:
            amount.numeral = "1"
    return amount


def _currency_before(kinds: str, first: int, lead: str) -> int | None:
    """The token of a currency right before the amount."""
    found = grammar.LEAD_CURRENCY.search(lead)
    if found is None:
        return None
    at = first - len(lead) + found.start("cue")
    is_of_number = kinds[at - 1 : at] in (Kind.NUMBER, Kind.MAGNITUDE)
    return None if is_of_number else at  # "10 Euro (1.000 coins)": it belongs to the number before


def _clash(low: list[str], high: list[str], country: str | None) -> bool:
    """Whether two amounts are in different currencies ("£6 / $8"); "$5 to 10 CAD" are not."""
    one, two = currency_of(low, country), currency_of(high, country)
    if not one or not two or one == two:
        return False
    return not any(
        name in low + high and {one, two} <= {*meanings.values()} for name, meanings in lexicon().ambiguous.items()
    )


def _is_joined(tokens: Tokens, match: re.Match[str], low: Amount, high: Amount, lead: str, country: str | None) -> bool:
    """Whether two amounts with something between them are the two ends of one range."""
    join = match["join"]
    if (
        join in _TO and (low.currencies or high.currencies) and grammar.LEAD_CHANGE.search(lead)
    ):  # "fell from $50 to $20": two statements
        return False
    shorter = low.digits - high.digits
    if shorter >= (2 if high.currencies and not low.factor else MOST_SHORTER) and not (high.factor or low.currencies):
        return False  # "37187384 - 41.50/hr", "#44821 - $31 an hour"
    mends = low.factor or high.factor or high.currencies
    if low.currencies and high.digits <= low.digits - 2 and not mends:  # "£600 - 6 month contract"
        return False
    if _clash(low.currencies, high.currencies, country):
        return False
    if join == Kind.SLASH:
        if high.factor and high.digits == 1 and (low.figures.mark or low.digits <= 2):  # "$0.002/1K", "$20/1K words"
            return False
        if match["per_low"] and not high.currencies:  # "$27 hourly / 40 hours"
            return False
        if grammar.NOT_PAY_AFTER.match(tokens.kinds, match.end()):  # "$180k base / $360k OTE"
            return False
        # "$550/600", "550/600 per day", "40/50k", "450/550 euros", "38/40 000 euros", but not "24/7" or "2/3 days"
        is_sized = bool(high.currencies or high.factor == THOUSAND) and low.digits > 1
        is_alike = is_sized and high.digits - low.digits in ((0, 3) if high.currencies else (0,))
        return bool(low.currencies) or bool(match["per_high"]) or is_alike
    if Kind.AND in join:
        if Kind.AT_MOST in join:  # "a minimum of $50 and a maximum of $80"
            return bool(grammar.LEAD_BOUND.search(lead))
        return bool(grammar.LEAD_BETWEEN.search(lead))
    if join == Kind.ARTICLE and (match["open"] or match["per_low"]):  # "$98,000 plus a $5,000 bonus"
        return False
    if join == Kind.OR:  # "1, 2 or 3 dollars", "a dollar or two", "15 or 20 euros"
        alike = not low.currencies and low.number is not None and 0 <= high.digits - low.digits <= 1
        return bool(match["list"]) or (not match["per_low"] and (alike or not high.currencies))
    if join == Kind.SMALL:  # in Slovene "in" is "and"
        return bool(grammar.LEAD_BETWEEN.search(lead))
    if not join:  # two columns of a table: "$98,500 $131,000"
        return low.digits >= 2 and 0 <= high.digits - low.digits <= 1 and not match["per_low"]
    if Kind.DASH in join and match["per_low"] and not match["per_high"]:  # "$16 an hour — $5 less than ..."
        return False
    if match["per_low"] and match["per_high"]:
        return period_of(tokens, match.span("per_low")) == period_of(tokens, match.span("per_high"))
    return bool(low.numeral is None or low.currencies or high.numeral is not None)


def names_period(tokens: Tokens, at: int) -> bool:
    """Whether a pay word names a period too: "Stundenlohn"."""
    return tokens.values[at] not in (None, "salary", "spend")


def period_of(tokens: Tokens, span: Span) -> str | None:
    """The period that a run of tokens names; of several units at once ("per 1,000 words") it is "other"."""
    kinds, values, *_ = tokens
    named = None
    first, last = span
    if kinds[last - 2 : last] in (Kind.UNIT + Kind.UNIT, Kind.MINUTES + Kind.UNIT):
        first = last - 1  # "per 1,000-word article" is a piece of work
    for at in range(first, last):
        kind = kinds[at]
        if kind in (Kind.NUMBER, Kind.CODE) or (kind == Kind.NUMERAL and values[at] != "1"):
            return "other"
        if kind in (Kind.UNIT, Kind.RATE, Kind.PM) or (kind == Kind.PAY and names_period(tokens, at)):
            named = values[at]
        elif kind == Kind.MINUTES:
            named = "minute"
        elif kind == Kind.EACH and named is None:
            named = "task"
    return named
