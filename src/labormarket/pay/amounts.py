"""One amount of a statement: the digits, the magnitude and the currency that stand together."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from labormarket.pay.scan import Tokens

FACTORS = {"lakh_per_year": 100_000, "crore_per_year": 10_000_000}
INDIAN = frozenset(("1e5", "1e7", *FACTORS))


@dataclass(slots=True)
class Amount:
    """One amount: where its number stands, and what it is counted in."""

    start: int = 0
    end: int = 0
    mark: str = ""  # the decimal mark of its number
    digits: int = 1  # digits before the decimal mark
    number: Decimal | None = None  # of a number in words
    factor: int | None = None  # its own magnitude
    magnitude: str | None = None  # the name of it
    subunit: bool = False
    currencies: list[str] = field(default_factory=list)
    rest: Amount | None = None  # the lower digits of "1만 5천": a number written in two parts

    def moved(self, characters: int) -> Amount:
        """The same amount, so many characters further on."""
        return Amount(
            self.start + characters, self.end + characters, self.mark, self.digits, self.number, self.factor,
            self.magnitude, self.subunit, self.currencies, self.rest and self.rest.moved(characters),
        )  # fmt: skip


def read_amount(text: str, tokens: Tokens, first: int, last: int) -> Amount:
    """Put together the amount of a run of tokens, from the first to one before the last."""
    kinds, values, starts, ends = tokens
    amount = Amount()
    for at in range(first, last):
        kind = kinds[at]
        if kind == "K":
            amount.magnitude, amount.factor = values[at], int(float(values[at]))
            amount.rest = read_amount(text, tokens, at + 1, last)
            amount.currencies += amount.rest.currencies
            if amount.rest.factor and amount.rest.factor > amount.factor:  # "3천 500만": 3,500 ten thousands
                amount.factor *= amount.rest.factor
            break
        if kind == "N":
            amount.start, amount.end, amount.mark = starts[at], ends[at], values[at]
            whole = text[amount.start : amount.end]
            if amount.mark:
                whole = whole.rpartition(amount.mark)[0]
            amount.digits = len(whole) if whole.isdigit() else sum(map(str.isdigit, whole))
        elif kind == "n":
            amount.number = Decimal(values[at])
        elif kind == "a":
            amount.number = Decimal(1)
        elif kind == "k":
            amount.magnitude = values[at]
            step = FACTORS.get(values[at]) or int(float(values[at].removeprefix("money_")))
            amount.factor = (amount.factor or 1) * step
        elif kind == "c":
            amount.subunit = True
            amount.currencies.append(values[at])
        elif kind in "$€d":
            amount.currencies.append(values[at])
    return amount
