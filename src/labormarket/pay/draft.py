"""A match of the grammar on its way to a statement: the amounts that it joins, and the words around them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from labormarket.pay import grammar
from labormarket.pay.amounts import Amount, read_amount
from labormarket.pay.cues import lexicon
from labormarket.pay.periods import period_of
from labormarket.pay.scan import Tokens

MOST_SHORTER = 4  # digits: no range is as uneven as an id and a rate
CLAUSE_REACH = 24  # tokens before an amount that may speak for it
THOUSAND = 1000


@dataclass(slots=True)
class Draft:
    """A match of the grammar in its clause."""

    tokens: Tokens
    match: re.Match[str]
    first: int  # its first token
    lead: str  # the kinds of its clause, up to it
    low: Amount
    high: Amount | None
    alone: bool  # a second amount follows, and it isn't the other end of a range
    end: int  # one past the last token of its amounts and their period
    after: re.Match[str]
    open_high: re.Match[str] | None  # "$60,000 -"
    per: tuple[int, int] | None  # the tokens of the period that stands by it
    before: int | None  # the token of a currency that stands before it

    @property
    def last(self) -> int:
        """One past the last token that belongs to it."""
        return self.after.end()

    @property
    def lead_at(self) -> int:
        """The first token of its clause."""
        return self.first - len(self.lead)

    @property
    def amounts(self) -> tuple[Amount, ...]:
        """Its one amount, or both ends of its range."""
        return (self.low,) if self.high is None else (self.low, self.high)

    @property
    def currencies(self) -> list[str]:
        """The currencies that stand by it, those of its amounts first."""
        names = [name for amount in self.amounts for name in amount.currencies]
        if self.after["currency"]:
            names.append(self.tokens.values[self.tokens.kinds.index("d", self.after.start("currency"))])
        if self.before is not None:
            names.append(self.tokens.values[self.before])
        return names


def draft_of(text: str, tokens: Tokens, match: re.Match[str], floor: int, country: str | None) -> Draft:
    """Read the amounts of a match, and find what stands by them in the clause that begins after `floor`."""
    kinds = tokens.kinds
    first = match.start()
    clause = grammar.CLAUSE.search(kinds[max(floor, first - CLAUSE_REACH) : first])
    lead = clause.group() if clause else ""
    low = read_amount(text, tokens, *match.span("low"))
    high = read_amount(text, tokens, *match.span("high")) if match["high"] else None
    alone = high is not None and not _joined(tokens, match, low, high, lead, country)
    if alone:
        high = None
    if high is None:
        per = match.span("per_low") if match["per_low"] else None
        end = match.end("per_low") if per else match.end("open") if match["open"] else match.end("low")
    else:
        per = match.span("per_high") if match["per_high"] else match.span("per_low") if match["per_low"] else None
        end = match.end()
    after = grammar.AFTER.match(kinds, end)
    assert after is not None  # every part of it may be empty
    open_high = grammar.OPEN_HIGH.match(kinds, after.end())
    if per is None and after["per"]:
        per = after.span("per")
    elif per is None and open_high and open_high["per"]:
        per = open_high.span("per")
    before = _currency_before(kinds, first, lead)
    return Draft(tokens, match, first, lead, low, high, alone, end, after, open_high, per, before)


def currency_of(names: list[str], country: str | None) -> str | None:
    """The first currency named without doubt, else what the ambiguous sign means in the country."""
    ambiguous = lexicon().ambiguous
    doubtful = None
    for name in names:
        if name not in ambiguous:
            return name
        doubtful = doubtful or name
    if doubtful is None:
        return None
    meanings = ambiguous[doubtful]
    return meanings.get(country or "", meanings[""]) or None


def _currency_before(kinds: str, first: int, lead: str) -> int | None:
    """The token of a currency right before the amount."""
    found = grammar.LEAD_CURRENCY.search(lead)
    if found is None:
        return None
    at = first - len(lead) + found.start("cue")
    return None if kinds[at - 1 : at] in ("N", "k") else at  # "10 Euro (1.000 coins)": it belongs to the number before


def _clash(low: list[str], high: list[str], country: str | None) -> bool:
    """Whether two amounts are in different currencies ("£6 / $8"); "$5 to 10 CAD" are not."""
    one, two = currency_of(low, country), currency_of(high, country)
    if not one or not two or one == two:
        return False
    dollars = lexicon().ambiguous["dollar"].values()
    return not (("dollar" in low or "dollar" in high) and one in dollars and two in dollars)


def _joined(tokens: Tokens, match: re.Match[str], low: Amount, high: Amount, lead: str, country: str | None) -> bool:
    """Whether two amounts with something between them are the two ends of one range."""
    join = match["join"]
    if high.digits <= low.digits - MOST_SHORTER and not (high.factor or low.currencies):  # "37187384 - 41.50/hr"
        return False
    mends = low.factor or high.factor or high.currencies
    if low.currencies and high.digits <= low.digits - 2 and not mends:  # "£600 - 6 month contract"
        return False
    if _clash(low.currencies, high.currencies, country):
        return False
    if join == "/" and high.factor and high.digits == 1 and low.mark:  # "$0.002/1K"
        return False
    if join == "/" and (
        (match["per_low"] and not high.currencies) or grammar.NOT_PAY_AFTER.match(tokens.kinds, match.end())
    ):
        return False  # "$27 hourly / 40 hours", "$180k base / $360k OTE"
    if join == "/":  # "$550/600", "550/600 per day", "40/50k", but not "24/7" or "2/3 days"
        both_thousands = high.factor == THOUSAND and low.digits == high.digits > 1
        return bool(low.currencies) or bool(match["per_high"]) or both_thousands
    if "&" in join:
        if "<" in join:  # "a minimum of $50 and a maximum of $80"
            return bool(grammar.LEAD_BOUND.search(lead))
        return bool(grammar.LEAD_BETWEEN.search(lead))
    if join == "a" and match["open"]:  # "$98,000 plus a $5,000 bonus"
        return False
    if join == "|":
        return bool(match["list"])
    if "-" in join and match["per_low"] and not match["per_high"]:  # "$16 an hour — $5 less than ..."
        return False
    if match["per_low"] and match["per_high"]:
        return period_of(tokens, match.span("per_low")) == period_of(tokens, match.span("per_high"))
    return bool(low.number is None or low.currencies or high.number is not None)
