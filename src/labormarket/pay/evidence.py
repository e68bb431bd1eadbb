"""What speaks for a number being pay, and what speaks against it."""

from __future__ import annotations

from collections.abc import Callable

from labormarket.pay import grammar
from labormarket.pay.burden import stands_where_pay_stands
from labormarket.pay.guards import ends_in_hundreds, is_pension_plan, is_year
from labormarket.pay.seen import Seen

STRONG, WEAK, REFUSED = 2, 1, 0

# Nobody is paid a billion of these, and a million only where the text calls it pay.
STRONG_CURRENCIES = frozenset({None, "USD", "EUR", "GBP", "CHF", "CAD", "AUD", "NZD", "SGD"})
MILLION, HUNDRED_MILLION, BILLION = 10**6, 10**8, 10**9


def _is_part_of_longer(seen: Seen) -> bool:
    if seen.following[:1] == "J" and not seen.signed and not seen.pay_word:
        return True
    return not seen.beside and seen.following[:1] == ":" and seen.following[1:2] in ("N", "J")


def _is_phone_or_date(seen: Seen) -> bool:
    if seen.beside:
        return False
    if grammar.AREA_CODE.search(seen.kinds, max(0, seen.first - 3), seen.first):  # "(0)20 7946 0018"
        return True
    return bool(grammar.LONG_NUMBER.match(seen.following)) or (seen.before in ("-", "/", ":") and seen.after_number)


def _is_working_time(seen: Seen) -> bool:
    if seen.beside and seen.period == "year":
        return False
    if not seen.pay_word and grammar.HOURS_BEFORE.search(seen.kinds[max(0, seen.first - 12) : seen.first]):
        return True
    return seen.beside and bool(grammar.HOURS_LABEL.search(seen.lead))


def _is_count(seen: Seen) -> bool:
    if seen.beside:  # "350 weekly paid staff"
        counted = grammar.COUNT_AFTER.match(seen.following) or (seen.following[:1] == "y" and seen.counts_things())
        return seen.kinds[seen.last - 1] == "p" and bool(counted)
    return bool(grammar.COUNT_AFTER.match(seen.following) or grammar.LEAD_COUNT.search(seen.lead))


def _is_pension_plan(seen: Seen) -> bool:
    low = seen.amounts[0]
    plan_like = low.digits == 3 and (low.magnitude == "1e3" or seen.following[:1] in ("(", "W"))
    return plan_like and low.number is None and seen.ask(is_pension_plan)


def _is_other_money(seen: Seen) -> bool:
    # in Japanese "時給1,500円 交通費支給" the next field begins after a space
    next_field = seen.pay_word and seen.starts_unspaced(seen.last)
    labelled = seen.before == "g" and seen.tokens.values[seen.first - 1] == "tax"  # "Basic 26,000 OTE 40,000"
    if not (seen.extras or next_field or labelled) and grammar.NOT_PAY_AFTER.match(seen.following):
        return True
    if not seen.pay_word and not seen.beside and grammar.NOT_PAY_IN_BRACKETS.match(seen.following):
        return True
    if not seen.extras and not seen.pay_word and not seen.beside and grammar.TITLE_AFTER.match(seen.following):
        return True
    before = grammar.LEAD_NOT_PAY.search(seen.lead)
    # "bonuses, $40 an hour", "Prize clerk - $15 an hour": the mark ends what the word is about
    if before is not None:
        ended = seen.beside and grammar.ENDS_OTHER_MONEY.search(before.group())
        start = seen.first - len(seen.lead) + before.start()
        # "studio to let, $12 an hour": who reads of a thing for hire reads its price
        if not ended or any(seen.is_price(at) for at in range(start, seen.first)):
            return True
    title = grammar.LEAD_TITLE.search(seen.lead)
    # words that are in job titles too count against a rate only as "a budget of ..."
    return title is not None and (not seen.beside or bool(grammar.TITLE_OF.match(title.group())))


def _is_too_large(seen: Seen) -> bool:
    if seen.currency == "CNY" and seen.largest >= HUNDRED_MILLION:
        return True
    if seen.currency not in STRONG_CURRENCIES:
        return False
    called_pay = seen.pay_word or seen.beside
    if seen.signed and seen.amounts[0].digits >= (8 if called_pay else 7):
        return True
    if any((amount.magnitude or "").startswith("money_") for amount in seen.amounts):
        return False
    # "a salary of $1.2 million", but "together they earned more than $10 million"
    called_pay = seen.beside or (seen.pay_word and (seen.exact or len(seen.amounts) == 2))
    return seen.largest >= BILLION or (seen.largest >= MILLION and not called_pay)


def _is_equivalent(seen: Seen) -> bool:
    """Whether the sum is what points or coins are worth: "$5 (500 coins)", "500 coins = $5"."""
    if seen.beside and seen.kinds[seen.last - 1] != "E":  # "6 tokens ($0.15 each)"
        return False
    # "Reward: $5 (500 points)" is pay, "payouts from $5 (500 points)" is a threshold
    if grammar.POINTS_AFTER.match(seen.following):
        return not (seen.pay_word and seen.exact)
    if seen.pay_word:
        return False
    if not grammar.POINTS_BEFORE.search(seen.kinds[max(0, seen.opening - 4) : seen.opening]):
        return False
    mark = seen.text[seen.tokens.starts[seen.opening - 1]]
    return mark == "=" or (mark == "(" and not seen.is_name(seen.opening - 2))


def _is_flow(seen: Seen) -> bool:
    """Whether a number without a currency counts what comes in that time: "3M monthly users"."""
    if seen.pay_word or seen.kinds[seen.last - 1] != "p" or seen.following[:1] not in ("W", "q", "x"):
        return False
    return not seen.is_name(seen.last) and seen.text[seen.tokens.starts[seen.last - 1]] not in "pP"  # "per annum"


BARE, ANY = True, False  # whether a reason concerns only amounts without a currency

# Each reason to refuse, in the order in which a person would notice it.
REFUSALS: tuple[tuple[str, bool, Callable[[Seen], bool]], ...] = (
    ("a share of other money", ANY, lambda seen: bool(grammar.PER_MONEY.match(seen.following))),
    ("a percentage", ANY, lambda seen: seen.following[:1] == "%"),
    ("part of a time, a date or a longer number", ANY, _is_part_of_longer),
    ("part of a phone number or a date", BARE, _is_phone_or_date),
    ("hours of work", BARE, _is_working_time),
    ("a time of day", BARE, lambda seen: seen.clock),
    ("two numbers with a slash", ANY, lambda seen: seen.slash),
    ("a pension plan", BARE, _is_pension_plan),
    ("a count", BARE, _is_count),
    (
        "a length of time or a number of pieces",
        BARE,
        lambda seen: not seen.beside and bool(grammar.LENGTH_AFTER.match(seen.following)),
    ),
    ("money that isn't pay", ANY, _is_other_money),
    ("too large for pay", ANY, _is_too_large),
    ("so often", BARE, lambda seen: not seen.beside and seen.before == "e"),
    ("a label", BARE, lambda seen: not seen.beside and bool(grammar.LEAD_LABEL.search(seen.lead))),
    ("a vague amount", ANY, lambda seen: seen.amounts[0].number is not None and seen.before == "v"),
    ("a number in words without a currency", BARE, lambda seen: seen.amounts[0].number is not None),
    (
        "a row of a table",
        ANY,
        lambda seen: seen.amounts[0].mark == "," and bool(grammar.DOUBTFUL_ROW.match(seen.kinds, seen.first)),
    ),
    ("worth so many points", ANY, _is_equivalent),
    ("a count", BARE, _is_flow),
)
OF_SIGNED = tuple(refusal for refusal in REFUSALS if refusal[1] is ANY)


def weigh(seen: Seen) -> tuple[int, str]:
    """How much speaks for a statement, and why it was refused if nothing does."""
    for reason, _, applies in OF_SIGNED if seen.signed else REFUSALS:
        if applies(seen):
            return REFUSED, reason
    if not stands_where_pay_stands(seen):
        return REFUSED, "an amount in a sentence that doesn't call it pay"
    if seen.signed or seen.beside:
        return STRONG, ""
    return _weigh_bare(seen)


def _weigh_bare(seen: Seen) -> tuple[int, str]:
    """The case for a number with neither sign nor unit: a pay word, a magnitude, or the size of a salary in a field."""
    amounts, following = seen.amounts, seen.following
    if any((amount.magnitude or "").startswith("money_") for amount in amounts) and not seen.prose:
        return WEAK, ""
    if seen.lead in ("p", "p:") and seen.period == "hour":  # "Hourly: 22", "hourly rate 10.50 - 11.00"
        return WEAK, ""
    if seen.largest >= 1000 and amounts[0].digits <= 3:
        if not seen.pay_word and len(amounts) == 1 and seen.text[amounts[0].end : amounts[0].end + 1] in ("w", "W"):
            return REFUSED, "weeks, or ten thousands"
        if seen.largest >= MILLION and not seen.pay_word:
            return REFUSED, "a large number that isn't called pay"
        return (STRONG, "") if not seen.prose or seen.pay_word else (REFUSED, "no sign, unit or pay word")
    if not seen.pay_word and seen.ask(is_year):
        return REFUSED, "a year"
    near = len(seen.lead) - seen.lead.rfind("y") <= 3
    if seen.pay_word and not seen.lead.endswith(("y", "y:", "y~")) and seen.ask(is_year):  # "salary review in 2026"
        return REFUSED, "a year"
    if seen.counts_things():
        return REFUSED, "a number of things"
    if seen.pay_word and (near or following[:1] not in ("W", "q")):
        return WEAK, ""
    if seen.prose:
        return REFUSED, "no sign, unit or pay word"
    if following[:1] == "y":  # "15 offered"
        return WEAK, ""
    if len(amounts) == 2:
        low, high = amounts[0].digits, amounts[1].digits
        if low <= 4 and following[:1] in ("W", "q"):  # "1200-1250 Harbour Road"
            return REFUSED, "a bare range before a word"
        return (WEAK, "") if high >= 4 and high - low <= 3 else (REFUSED, "a bare range too small for a salary")
    return (WEAK, "") if _is_lone_salary(seen) else (REFUSED, "a bare number")


def _is_lone_salary(seen: Seen) -> bool:
    """Whether a number that stands alone has the size of a salary and nothing speaks for another meaning."""
    amount = seen.amounts[0]
    if not 5 <= amount.digits <= 6:
        return False
    closed = seen.extras or seen.following[:1] in ("", *"+.;,)gyVx~(-:^")
    if not seen.exact:
        return closed
    grouped = amount.end - amount.start > amount.digits
    return closed and seen.before in ("", *"-;:(.,~^g") and (grouped or seen.ask(ends_in_hundreds))
