"""Cue words that make an amount doubtful as pay: a client's price, a minimum wage, a demand, a hypothetical."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from labormarket.intake.prose.people import find_people
from labormarket.intake.prose.platforms import Mention, labs
from labormarket.intake.prose.words import context_words, reasons
from labormarket.pay import PayRange
from labormarket.pay.tokenizer import tokenize

CLIENT_PRICE = "a client's price"  # also the name of a section of context_words.toml
OTHER_JOB = "another job's pay"  # likewise
TOTAL = "a total, not a rate"  # likewise; an amount with a unit of its own is none
# What the pay reader's lexicon calls such words.
LEXICON = {"minimum": "a minimum wage", "others": "a price, a demand or a supposition", "if": "a hypothetical"}
BEFORE, BEHIND = 60, 34  # characters around an amount in which a cue word speaks of it
CLAUSE = re.compile(r"[;。；]|:\s|\s[–—-]\s|—")
FIGURES = re.compile(r"[$€£¥₹₽]\s?\d[\d.,]*|\d[\d.,]*\s?(?:[$€£¥₹₽元円원]|USD|EUR|GBP)")
QUESTION = re.compile(r"[?？][\"'”’)]*\s*$")
MARKS = re.compile(r"[\s,(（–—=≈~-]*")
MOST_PAY = {"hour": Decimal(5_000), "task": Decimal(5_000), "day": Decimal(50_000)}  # dollars, euros, pounds
MOST = Decimal(1_000_000), Decimal(100_000_000)  # a sum above it is a company's: of these three, of any other


def doubt_about(
    sentence: str,
    pay: PayRange,
    unit: str,
    span: tuple[int, int],
    others: Sequence[tuple[int, int]],
    *,
    names_work: bool = False,
) -> tuple[str, bool]:
    """Say what else than pay an amount of a sentence may be, or "", and whether that is certain.

    `others` are the spans of the sentence's other amounts: a cue word beyond one of them speaks of that one.
    `names_work` tells that the sentence speaks of this work: then an average in it may be of this work's pay.

    >>> from labormarket.pay import find_pay
    >>> for text in ("Could tutors get $20 an hour?", "The median American worker makes $73 an hour."):
    ...     (pay,) = find_pay(text)
    ...     print(doubt_about(text, pay, "hour", pay.span, [pay.span]))
    ('a question', False)
    ("another job's pay", True)
    """
    if QUESTION.search(sentence):
        return "a question", False
    if is_difference(sentence, span):
        return "a difference", True
    amount = max(filter(None, (pay.low, pay.high)), default=Decimal(0))
    most = MOST_PAY.get(unit, MOST[0]) if pay.currency in ("USD", "EUR", "GBP") else MOST[1]
    if amount > most:
        return "a company's money", True
    start, stop = window(sentence, span, others)
    near = sentence[start:stop]
    # "$9, compared with the local wage of $2": the words between two amounts compare the second
    compared = sentence[start : span[1]] if any(begin == stop for begin, _ in others) else near
    for is_certain, section in ((True, "not_pay"), (False, "doubt")):
        for name, pattern in reasons(section):
            if pattern.search(compared if name == OTHER_JOB else near) and (name != TOTAL or not pay.period):
                is_of_work = names_work or bool(context_words("work").search(sentence))
                return name, is_certain and not (name == OTHER_JOB and is_of_work)
    values = tokenize(near).tokens.values
    return next((LEXICON[value] for value in LEXICON if value in values), ""), False


def is_difference(sentence: str, span: tuple[int, int]) -> bool:
    """Tell whether an amount says how far another is: "$5 | less", "five dollars less than" another."""
    ends = [match.span() for match in context_words("than").finditer(sentence, *span)]
    return bool(context_words("difference").match(sentence[span[1] :].lstrip())) or any(
        span[0] < start and end == span[1] for start, end in ends
    )


def window(sentence: str, span: tuple[int, int], others: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """Return the stretch of a sentence whose cue words speak of one amount: its clause, up to the other amounts."""
    start = max([0, span[0] - BEFORE, *(end for _, end in others if end <= span[0])])
    stop = min([len(sentence), span[1] + BEHIND, *(begin for begin, _ in others if begin >= span[1])])
    marks = CLAUSE, context_words("clause")
    start = max([start, *(found.end() for mark in marks for found in mark.finditer(sentence, start, span[0]))])
    for figures in FIGURES.finditer(sentence, start, span[0]):  # "valued at $1 billion this year, | it pays"
        comma = re.compile("[,，]").search(sentence, figures.end(), span[0])
        start = comma.end() if comma else figures.end()
    return start, min([stop, *(found.start() for mark in marks for found in mark.finditer(sentence, span[1], stop))])


def is_paid_to_platform(
    sentence: str, span: tuple[int, int], mentions: Sequence[Mention], *, hires: frozenset[str]
) -> bool:
    """Tell whether a lab pays the amount to its supplier: "OpenAI pays Sama $12.50".

    `hires` are the go-betweens that the text speaks of; with one of them, a lab right before an amount is its client.
    """
    start, _ = span
    last = max((m for m in mentions if m.end <= start), key=lambda m: m.end, default=None)
    if last is None or find_people(sentence[last.end : start]) or start - last.end > 30:
        return False
    if last.platform in labs():
        return bool(hires - labs())
    return any(m.platform in labs() for m in mentions if m.end <= last.start and last.start - m.end < 40)


def repeats(between: str, one: PayRange, other: PayRange) -> bool:
    """Tell whether an amount only says the one before it again, in another currency or for another time.

    >>> from labormarket.pay import find_pay
    >>> for text in ("Sh200 ($1.60) an hour", "$1.60, das sind 200 Sh pro Stunde", "$2 an hour to 200 Sh a task"):
    ...     one, other = find_pay(f"They earn {text}.", country="KE")
    ...     print(repeats(f"They earn {text}."[one.span[1] : other.span[0]], one, other))
    True
    True
    False
    """
    says_so = context_words("that_is")
    same = says_so.search(between) or re.search(r"[(（—–=≈]", between)
    only = MARKS.fullmatch(context_words("joins").sub("", says_so.sub("", between)))
    return bool(same and only) and (one.currency != other.currency or one.period != other.period)
