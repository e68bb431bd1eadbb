"""A statement as the grammar found it."""

from __future__ import annotations

from dataclasses import dataclass

from labormarket.pay.amounts import Amount
from labormarket.pay.ranges import Bound


@dataclass(slots=True)
class Statement:
    """A statement that the grammar found, with what is for and against it."""

    low: Amount
    high: Amount | None
    bound: Bound
    period: str | None
    currency: str | None
    approximate: bool
    strength: int  # 2: a sign, a unit or a magnitude; 1: a pay word, or a bare number of the size of pay; 0: refused
    reason: str  # why it was refused
    first: int  # tokens of the statement: first, and one past the last
    last: int
    next: int  # the token where the search goes on
    carried: bool  # the period was stated before the amount, so it may hold for the statements after it
    bound_cue: int | None  # the tokens that decided
    period_cue: tuple[int, int] | None

    def moved(self, tokens: int, characters: int) -> Statement:
        """The same statement, so many tokens and characters further on."""
        per, cue = self.period_cue, self.bound_cue
        return Statement(
            self.low.moved(characters), self.high and self.high.moved(characters),
            self.bound, self.period, self.currency, self.approximate, self.strength, self.reason,
            self.first + tokens, self.last + tokens, self.next + tokens, self.carried,
            None if cue is None else cue + tokens, None if per is None else (per[0] + tokens, per[1] + tokens),
        )  # fmt: skip
