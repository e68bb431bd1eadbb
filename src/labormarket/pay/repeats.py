"""Statements whose very words stood earlier in the same text: machines write so, and whoever would slow a reader."""

from __future__ import annotations

from labormarket.pay.draft import CLAUSE_REACH
from labormarket.pay.scan import Tokens
from labormarket.pay.statement import Statement

REPEATING = 2_000  # tokens: shorter texts are read as fast without
BEFORE, AFTER = CLAUSE_REACH + 8, 60  # tokens around the amounts that can make a difference
Surroundings = tuple[str, str, int, int, bool]


class Repeats:
    """The statements of one text by the words around them."""

    __slots__ = ("_key", "_known", "_text", "_tokens")

    def __init__(self, text: str, tokens: Tokens) -> None:
        self._text, self._tokens = text, tokens
        self._known: dict[Surroundings, tuple[int, Statement]] = {}
        self._key: Surroundings | None = None

    def find(self, first: int, last: int, floor: int, *, series: bool) -> Statement | None:
        """The statement at the token `first`, where the same words stood around an earlier one."""
        kinds, _, starts, ends = self._tokens
        start, end = max(0, first - BEFORE), min(len(kinds), last + AFTER)
        words = self._text[starts[start] : ends[end - 1]]
        self._key = key = (kinds[start:end], words, first - start, max(0, floor - start), series)
        earlier = self._known.get(key)
        if earlier is None:
            return None
        at, statement = earlier
        return statement.moved(first - at, starts[first] - starts[at])

    def keep(self, first: int, statement: Statement) -> None:
        """Keep the statement that `find` did not know."""
        if self._key is not None:
            self._known[self._key] = first, statement
