"""Which questions about the digits of a text decided how it was read."""

from __future__ import annotations

from collections.abc import Callable

Test = Callable[[str, int, int], bool]

PENSION_PLANS = frozenset({"401", "403", "457"})


class Guards(list[tuple[Test, int, int, bool]]):
    """The questions asked about the digits of a text, and their answers.

    Another text of the same shape (other digits, nothing else) that gives the same answers is read the same way.
    """

    def ask(self, test: Test, text: str, start: int, end: int) -> bool:
        """Ask a question about the number at start:end, and remember the answer."""
        answer = test(text, start, end)
        self.append((test, start, end, answer))
        return answer

    def moved(self, place: Callable[[int], int]) -> Guards:
        """The same questions, where the text has moved."""
        return Guards((test, place(start), place(end), answer) for test, start, end, answer in self)


def starts_with_zero(text: str, start: int, end: int) -> bool:
    """Whether the digits are no plain number ("007"), or a fraction ("0.05")."""
    return text[start] == "0"


def is_zeros(text: str, start: int, end: int) -> bool:
    """Whether the digits are all zeros, as after the slip in "90, 000"."""
    return not text[start:end].strip("0")


def is_pension_plan(text: str, start: int, end: int) -> bool:
    """Whether the number is that of a pension plan in US law."""
    return text[start:end] in PENSION_PLANS


def is_one(text: str, start: int, end: int) -> bool:
    """Whether the number is one: "1 page" is a unit, "3 pages" aren't."""
    return text[start:end] == "1"


def ends_in_hundreds(text: str, start: int, end: int) -> bool:
    """Whether the number is as round as stated pay is: postcodes and ids seldom are."""
    return text[end - 2 : end] == "00"


def is_year(text: str, start: int, end: int) -> bool:
    """Whether the number may be a calendar year."""
    return end - start == 4 and text[start : start + 2] in ("19", "20")
