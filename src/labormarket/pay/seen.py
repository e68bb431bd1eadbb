"""A statement in its surroundings: what the reader can ask about the words beside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from labormarket.pay.amounts import Amount
from labormarket.pay.cues import UNSPACED
from labormarket.pay.guards import Guards
from labormarket.pay.scan import Tokens

REACH = 10  # tokens after a statement that may speak for or against it


@dataclass(slots=True)
class Seen:
    """A statement in its surroundings, in the kinds of tokens (see cues.py)."""

    text: str
    tokens: Tokens
    amounts: Sequence[Amount]
    first: int  # its first token
    last: int  # one past its last
    opening: int  # the first token of the words that bound it
    lead: str  # its clause, up to it
    signed: bool  # a currency stands by it
    beside: bool  # a period stands by it
    period: str | None  # wherever it stands
    led_by_rate: bool  # no unknown word stands between it and the period before it
    series: bool  # pay stands before it in its sentence
    extras: bool  # "+ bonus" follows
    exact: bool  # one number, without a bound
    slash: bool  # another bare number follows after a slash
    clock: bool  # "pm" follows a small number
    currency: str | None
    prose: bool
    guards: Guards
    kinds: str = ""
    before: str = ""
    following: str = ""
    pay_word: bool = False
    largest: int = 1  # magnitude

    def __post_init__(self) -> None:
        self.kinds = self.tokens.kinds
        self.before = self.kinds[self.first - 1 : self.first]
        self.following = self.kinds[self.last : self.last + REACH]
        self.pay_word = "y" in self.lead or "V" in self.lead
        self.largest = max((amount.factor or 1) for amount in self.amounts)

    @property
    def after_number(self) -> bool:
        """Whether another number stands before the mark before it."""
        return self.kinds[self.first - 2 : self.first - 1] in ("N", "J") and self.first >= 2

    def is_name(self, at: int) -> bool:
        """Whether an unknown word is written as titles, places and abbreviations are: not in small letters."""
        start = self.tokens.starts[at]
        return self.text[start].isupper()

    def starts_unspaced(self, at: int) -> bool:
        """Whether a word of a script without spaces stands there, after a space."""
        start = self.tokens.starts[at] if at < len(self.kinds) else 0
        return start > self.tokens.ends[at - 1] and self.text[start] >= UNSPACED[0]

    def is_price(self, at: int) -> bool:
        """Whether a word is about a thing that people pay for: a lease, a ticket, a discount."""
        return self.kinds[at] == "x" and bool(self.tokens.values[at] == "price")

    def counts_things(self) -> bool:
        """Whether a word in small letters follows: "earn 2,000 points", "18 paid leaves"."""
        after = self.last + self.following.startswith("y")
        if self.extras or self.kinds[after : after + 1] not in ("W", "X", "x", "q"):
            return False
        start = self.tokens.starts[after]
        return self.text[start].islower() and start > self.tokens.ends[after - 1]

    def ask(self, question: Callable[[str, int, int], bool]) -> bool:
        """Whether the answer to a question about digits is yes for each of its numbers."""
        return all(self.guards.ask(question, self.text, amount.start, amount.end) for amount in self.amounts)
