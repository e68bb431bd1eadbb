"""Refusals: what speaks against a number being pay, as a table of reasons, and how much speaks for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from labormarket.pay import grammar
from labormarket.pay.candidate import THOUSAND, Candidate
from labormarket.pay.kinds import Kind
from labormarket.pay.pay_context import is_presumed_pay, stands_where_pay_stands
from labormarket.pay.tokenizer import EQUALS

STRONG, WEAK, REFUSED = 2, 1, 0

# Nobody is paid a billion of these, and a million only where the text calls it pay.
STRONG_CURRENCIES = frozenset({None, "USD", "EUR", "GBP", "CHF", "CAD", "AUD", "NZD", "SGD"})
MILLION, HUNDRED_MILLION, BILLION = 10**6, 10**8, 10**9
_NUMBERS = frozenset((Kind.NUMBER, Kind.CODE))
_COLON_AND_NUMBER = (Kind.COLON + Kind.NUMBER, Kind.COLON + Kind.CODE)
_THINGS = frozenset((Kind.WORD, Kind.OTHER_OR_TITLE, Kind.OTHER_MONEY, Kind.COUNTED))
_ENDS_ALONE = frozenset(
    (
        *("", Kind.PLUS, Kind.STOP, Kind.WALL, Kind.COMMA, Kind.CLOSE, Kind.FILLER, Kind.PAY, Kind.VAGUE_PAY),
        *(Kind.OTHER_MONEY, Kind.ABOUT, Kind.OPEN, Kind.DASH, Kind.COLON, Kind.LINE),
    )
)
_BEGINS_ALONE = frozenset(
    ("", Kind.DASH, Kind.WALL, Kind.COLON, Kind.OPEN, Kind.STOP, Kind.COMMA, Kind.ABOUT, Kind.LINE, Kind.FILLER)
)
_CALLS_EVEN_A_YEAR_PAY = (Kind.PAY, Kind.PAY + Kind.COLON, Kind.PAY + Kind.ABOUT)


def _counts_things(one: Candidate) -> bool:
    """Whether a word in small letters follows: "earn 2,000 points", "18 paid leaves"."""
    after = one.last + (one.behind == Kind.PAY)
    if one.has_extras or one.tokens.kinds[after : after + 1] not in _THINGS:
        return False
    return one.tokens.is_small(after) and not one.tokens.touches(after)


def _is_part_of_longer(one: Candidate) -> bool:
    if one.behind == Kind.CODE and not one.is_signed and not one.has_pay_word:
        return True
    return not one.period.is_beside and one.following.startswith(_COLON_AND_NUMBER)


def _is_phone_or_date(one: Candidate) -> bool:
    if one.period.is_beside:
        return False
    kinds, first = one.tokens.kinds, one.first
    if grammar.AREA_CODE.match(kinds, first):  # "(0)20 7946 0018"
        return True
    if grammar.LONG_NUMBER.match(one.following) or (one.low.digits <= 2 and grammar.MONTH_AFTER.match(one.following)):
        return True
    return one.before in (Kind.DASH, Kind.SLASH, Kind.COLON) and first >= 2 and kinds[first - 2] in _NUMBERS


def _is_working_time(one: Candidate) -> bool:
    if one.period.is_beside and one.period.name == "year":
        return False
    kinds, first = one.tokens.kinds, one.first
    if not one.has_pay_word and grammar.HOURS_BEFORE.search(kinds[max(0, first - 12) : first]):
        return True
    return one.period.is_beside and bool(grammar.HOURS_LABEL.search(one.lead))


def _is_time_of_day(one: Candidate) -> bool:
    per = one.period.span
    is_clock = per is not None and Kind.PM in one.tokens.kinds[per[0] : per[1]]
    return is_clock and one.low.digits <= 2


def _is_two_numbers(one: Candidate) -> bool:
    match = one.match
    return match["join"] == Kind.SLASH and one.is_alone and not one.low.currencies and not match["per_low"]


def _is_count(one: Candidate) -> bool:
    counted = grammar.COUNT_AFTER.match(one.following)
    if one.period.is_beside:  # "350 weekly paid staff"
        is_counted = counted or (one.behind == Kind.PAY and _counts_things(one))
        return one.tokens.kinds[one.last - 1] == Kind.RATE and bool(is_counted)
    return bool(counted or grammar.LEAD_COUNT.search(one.lead))


def _is_pension_plan(one: Candidate) -> bool:
    low = one.low
    is_like_plan = low.digits == 3 and (low.magnitude == "1e3" or one.behind in (Kind.OPEN, Kind.WORD))
    return is_like_plan and low.numeral is None and one.all_numbers(lambda figures: figures.meaning == "plan")


def _is_other_money(one: Candidate) -> bool:
    if not one.is_prose and _is_package(one):
        return False
    tokens, lead, following = one.tokens, one.lead, one.following
    is_beside, has_pay_word = one.period.is_beside, one.has_pay_word
    # in Japanese "時給1,500円 交通費支給" the next field begins after a space
    last = one.last
    apart = following != "" and not tokens.touches(last) and tokens.is_unspaced(last)
    # "Basic 26,000 OTE 40,000", "Base salary: $95,000 Sign-on bonus: $15,000"
    is_labelled = one.before == Kind.FILLER and tokens.values[one.first - 1] == "tax"
    is_labelled = is_labelled or (not one.is_prose and lead.endswith(Kind.PAY + Kind.COLON))
    if not (one.has_extras or (has_pay_word and apart) or is_labelled) and grammar.NOT_PAY_AFTER.match(following):
        return True
    if not has_pay_word and not is_beside:
        if grammar.NOT_PAY_IN_BRACKETS.match(following):
            return True
        if not one.has_extras and grammar.TITLE_AFTER.match(following):
            return True
    # "bonuses, $40 an hour", "Prize clerk - $15 an hour": the mark ends what the word is about
    before = grammar.LEAD_NOT_PAY.search(lead)
    start = one.lead_at + before.start() if before else 0
    is_worth_a_task = tokens.values[start] == "worth" and one.period.name == "task"
    if before and not is_worth_a_task and not one.opens_title(start):
        is_ended = is_beside and grammar.ENDS_OTHER_MONEY.search(before.group())
        # "studio to let, $12 an hour": who reads of a thing for hire reads its price
        if not is_ended or any(one.is_price(at) for at in range(start, one.first)):
            return True
    title = grammar.LEAD_TITLE.search(lead)
    # words that are in job titles too count against a rate only as "a budget of ..."
    return title is not None and (not is_beside or bool(grammar.TITLE_OF.match(title.group())))


def _is_of_others(one: Candidate) -> bool:
    """Whether its sentence speaks of what clients pay, of a legal minimum, of a demand or of a supposition."""
    kinds, values, *_ = one.tokens
    if one.is_supposed or _is_called_for(one):
        return True
    if _OTHERS.isdisjoint(one.tokens.named):  # most texts
        return False
    nearest = max(0, one.first - PROSE_REACH)
    start = max(nearest, 1 + max(kinds.rfind(wall, nearest, one.first) for wall in (Kind.STOP, Kind.WALL)))
    named = next((at for at in range(one.first - 1, start - 1, -1) if values[at] in _OTHERS), None)
    if named is not None:
        is_label = not one.is_prose and kinds[named + 1 : one.first] in ("", Kind.COLON, Kind.OPEN)
        if is_label and values[named] == "minimum":  # "Salary: minimum wage, £11.44 an hour"
            return False
        is_for_work = "work" in values[one.last : one.last + 3] or one.behind == Kind.PAY
        if one.is_prose or not is_for_work:  # "the minimum wage is $7.25, but annotators earn $4"
            _, comma, after_comma = kinds[named : one.first].rpartition(Kind.COMMA)
            return not comma or Kind.PAY not in after_comma
    behind = grammar.NEAR_BEHIND.match(one.following)
    return behind is not None and not _OTHERS.isdisjoint(values[one.last : one.last + behind.end()])


def is_supposed(one: Candidate) -> bool:
    """Whether "if" stands before an amount in its clause; in a script without spaces it may stand behind."""
    tokens = one.tokens
    if "if" not in tokens.named:  # most texts
        return False
    before, after = _near(one, range(one.first - 1, -1, -1)), _near(one, range(one.last, len(tokens.kinds)))
    return any(tokens.values[at] == "if" for at in before) or any(
        tokens.values[at] == "if" and tokens.is_unspaced(at) for at in after
    )


def _is_called_for(one: Candidate) -> bool:
    """Whether the words next to an amount call for it, or name people who pay it for a service."""
    kinds, values, _, named = one.tokens
    if _CALLING.isdisjoint(named):  # most texts
        return False
    between: set[object] = set()  # what calls the amount pay, from a word to it
    for at in _near(one, range(one.first - 1, -1, -1)):
        is_by_it = one.first - at <= BESIDE
        if values[at] == "need" and (between - {"work"} or is_by_it):
            return True
        if values[at] == "payers" and between <= {"spend"} and (between or is_by_it):
            return kinds[at - 1 : at] != Kind.PAY  # "they pay users $5 a day"
        if kinds[at] == Kind.PAY or values[at] == "work":
            between.add(values[at])
    after = _near(one, range(one.last, len(kinds)))
    return any(values[at] == "need" or (values[at] == "payers" and at < one.last + BESIDE) for at in after)


def _near(one: Candidate, places: range) -> Iterator[int]:
    """The tokens next to an amount, as far as its clause and a number go."""
    for at in places[:NEAR]:
        if one.tokens.kinds[at] in _ENDS_CLAUSE:
            return
        yield at


def _is_machine_time(one: Candidate) -> bool:
    """Whether prose prices an hour as nobody's work is, and calls it no pay: "~$0.045/hr", "loses €50,000 an hour"."""
    if not one.is_prose or one.has_pay_word or one.period.name != "hour" or one.low.in_cents:
        return False
    if one.largest_factor >= MILLION or (one.currency in STRONG_CURRENCIES and one.low.digits > DIGITS_OF_AN_HOUR):
        return True
    return one.all_numbers(lambda figures: figures.meaning == "fraction")


def _is_package(one: Candidate) -> bool:
    """Whether a field states a package: "up to $220K package"."""
    after = grammar.TITLE_AFTER.match(one.following)
    at = one.last + after.end() - 1 if after else None
    return at is not None and one.tokens.values[at] == "package" and not grammar.LEAD_NOT_PAY.search(one.lead)


def _is_too_large(one: Candidate) -> bool:
    factor = one.largest_factor
    if one.currency == "CNY" and factor >= HUNDRED_MILLION:
        return True
    if one.currency not in STRONG_CURRENCIES:
        return False
    is_beside, has_pay_word = one.period.is_beside, one.has_pay_word
    if one.is_signed and one.low.digits >= (8 if has_pay_word or is_beside else 7):
        return True
    if factor < MILLION or any((amount.magnitude or "").startswith("money_") for amount in one.amounts):
        return False
    if one.currency and factor >= MILLION and one.period.name in ("hour", "day", "week", "month", "task"):
        return True
    if any((amount.factor or 1) >= MILLION and amount.digits >= 3 for amount in one.amounts):
        return True
    # "a salary of $1.2 million", but "together they earned more than $10 million"
    is_called_pay = is_beside or one.behind == Kind.PAY
    is_earned = any(map(one.is_earned, range(one.lead_at, one.first)))
    is_called_pay = is_called_pay or (is_earned and (one.is_plain or one.high is not None))
    return factor >= BILLION or not is_called_pay


def _is_one_piece(one: Candidate) -> bool:
    """Whether a one is the piece of work that the next amount pays: "1件あたり30円"."""
    return one.low.figures.meaning == "one" and bool(grammar.ONE_PIECE.match(one.following))


def _is_doubtful_row(one: Candidate) -> bool:
    return one.low.figures.mark == "," and bool(grammar.DOUBTFUL_ROW.match(one.tokens.kinds, one.first))


def _is_equivalent(one: Candidate) -> bool:
    """Whether the sum is what points or coins are worth: "$5 (500 coins)", "500 coins = $5"."""
    tokens = one.tokens
    if one.period.is_beside and tokens.kinds[one.last - 1] != Kind.EACH:  # "6 tokens ($0.15 each)"
        return False
    # "Reward: $5 (500 points)" is pay, "payouts from $5 (500 points)" is a threshold
    if grammar.POINTS_AFTER.match(one.following):
        return not (one.has_pay_word and one.is_plain)
    opening = one.bound.opening
    if one.has_pay_word or not grammar.POINTS_BEFORE.search(tokens.kinds[max(0, opening - 4) : opening]):
        return False
    if tokens.kinds[opening - 1] == Kind.OPEN:
        return not tokens.is_name(opening - 2)
    return bool(tokens.values[opening - 1] == EQUALS)


def _is_flow(one: Candidate) -> bool:
    """Whether a number without a currency counts what comes in that time: "3M monthly users", not "30k pa Leeds"."""
    tokens, last = one.tokens, one.last
    if one.has_pay_word or tokens.kinds[last - 1] != Kind.RATE:
        return False
    if one.behind not in (Kind.WORD, Kind.COUNTED, Kind.OTHER_MONEY):
        return False
    return not tokens.is_name(last) and not tokens.begins_with_p(last - 1)


def _is_difference(one: Candidate) -> bool:
    """Whether an amount says how far another is, or how far pay moved: "$5 less per hour", "a $5 pay cut"."""
    after = one.last + (one.behind == Kind.PAY)
    return one.tokens.values[after : after + 1] == ("difference",)


_OTHERS = frozenset(("others", "minimum"))  # what words say of money that clients pay, and that a law sets
_CALLING = frozenset(("need", "payers"))
_ENDS_CLAUSE = frozenset((*(Kind.STOP, Kind.WALL, Kind.LINE, Kind.COMMA, Kind.COLON, Kind.DASH, Kind.AND), *_NUMBERS))
DIGITS_OF_AN_HOUR = 4  # of dollars, euros, pounds and the like
BESIDE = 3  # tokens
NEAR = 10  # tokens next to an amount that may suppose it
PROSE_REACH = 32  # tokens around an amount that may say whose money it is
BARE, ANY = True, False  # whether a reason concerns only amounts without a currency

# Each reason to refuse, in the order in which a person would notice it.
REFUSALS: tuple[tuple[str, bool, Callable[[Candidate], bool]], ...] = (
    ("a share of other money", ANY, lambda one: bool(grammar.PER_MONEY.match(one.following))),
    ("a percentage", ANY, lambda one: one.behind == Kind.PERCENT),
    ("part of a time, a date or a longer number", ANY, _is_part_of_longer),
    ("part of a phone number or a date", BARE, _is_phone_or_date),
    ("hours of work", BARE, _is_working_time),
    ("a time of day", BARE, _is_time_of_day),
    ("two numbers with a slash", ANY, _is_two_numbers),
    ("a pension plan", BARE, _is_pension_plan),
    ("a count", BARE, _is_count),
    (
        "a length of time or a number of pieces",
        BARE,
        lambda one: not one.period.is_beside and bool(grammar.LENGTH_AFTER.match(one.following)),
    ),
    ("a rise", ANY, lambda one: bool(grammar.RISE.match(one.tokens.kinds, one.first))),
    ("a difference", ANY, _is_difference),
    ("a price, a minimum wage, a demand or a supposition", ANY, _is_of_others),
    ("a price of machine time", ANY, _is_machine_time),
    ("money that isn't pay", ANY, _is_other_money),
    ("too large for pay", ANY, _is_too_large),
    ("one piece of work", BARE, _is_one_piece),
    ("so often", BARE, lambda one: not one.period.is_beside and one.before == Kind.PER),
    ("a label", BARE, lambda one: not one.period.is_beside and bool(grammar.LEAD_LABEL.search(one.lead))),
    ("a vague amount", ANY, lambda one: one.low.numeral is not None and one.before == Kind.VAGUE_AMOUNT),
    ("a number in words without a currency", BARE, lambda one: one.low.numeral is not None),
    ("a row of a table", ANY, _is_doubtful_row),
    ("worth so many points", ANY, _is_equivalent),
    ("a count", BARE, _is_flow),
)
_OF_SIGNED = tuple(refusal for refusal in REFUSALS if refusal[1] is ANY)


def weigh(one: Candidate) -> tuple[int, str]:
    """How much speaks for a candidate, and why it was refused if nothing does."""
    for reason, _, applies in _OF_SIGNED if one.is_signed else REFUSALS:
        if applies(one):
            return REFUSED, reason
    if not stands_where_pay_stands(one):
        return (WEAK, "") if is_presumed_pay(one) else (REFUSED, "an amount in a sentence that doesn't call it pay")
    if one.is_signed or one.period.is_beside:
        return STRONG, ""
    return _weigh_bare(one)


def _weigh_bare(one: Candidate) -> tuple[int, str]:
    """The case for a number with neither sign nor unit: a pay word, a magnitude, or the size of a salary in a field."""
    amounts, has_pay_word = one.amounts, one.has_pay_word
    if any((amount.magnitude or "").startswith("money_") for amount in amounts) and not one.is_prose:
        return WEAK, ""
    # "Hourly: 22", "hourly rate 10.50 - 11.00"
    if one.lead in (Kind.RATE, Kind.RATE + Kind.COLON) and one.period.name == "hour":
        return WEAK, ""
    if one.largest_factor >= THOUSAND and one.low.digits <= 3:
        if not has_pay_word and len(amounts) == 1 and one.low.magnitude == "w":
            return REFUSED, "weeks, or ten thousands"
        if one.largest_factor >= MILLION and not has_pay_word:
            return REFUSED, "a large number that isn't called pay"
        return (STRONG, "") if not one.is_prose or has_pay_word else (REFUSED, "no sign, unit or pay word")
    is_year = one.all_numbers(lambda figures: figures.meaning == "year")
    is_followed = one.following.startswith((Kind.FILLER + Kind.NUMBER, Kind.NUMBER))  # "salary 2026: 48,000"
    if is_year and (is_followed or not one.lead.endswith(_CALLS_EVEN_A_YEAR_PAY)):  # "salary review in 2026"
        return REFUSED, "a year"
    if _counts_things(one):
        return REFUSED, "a number of things"
    is_near = len(one.lead) - one.lead.rfind(Kind.PAY) <= 3
    if has_pay_word and (is_near or one.behind not in (Kind.WORD, Kind.COUNTED)):
        return WEAK, ""
    if one.is_prose:
        return REFUSED, "no sign, unit or pay word"
    if one.behind == Kind.PAY:  # "15 offered"
        return WEAK, ""
    if grammar.BARE_FIELD.match(one.tokens.kinds) and one.low.digits <= 4:  # "40", "25-30": its columns say the rest
        return WEAK, ""
    if one.high is not None:
        low, high = one.low.digits, one.high.digits
        if low <= 4 and one.behind in (Kind.WORD, Kind.COUNTED):  # "1200-1250 Harbour Road"
            return REFUSED, "a bare range before a word"
        return (WEAK, "") if high >= 4 and high - low <= 3 else (REFUSED, "a bare range too small for a salary")
    return (WEAK, "") if _is_lone_salary(one) else (REFUSED, "a bare number")


def _is_lone_salary(one: Candidate) -> bool:
    """Whether a number that stands alone has the size of a salary and nothing speaks for another meaning."""
    figures = one.low.figures
    if not 5 <= figures.digits <= 6:
        return False
    is_closed = one.has_extras or one.behind in _ENDS_ALONE
    if not one.is_plain:
        return is_closed
    return is_closed and one.before in _BEGINS_ALONE and (figures.is_grouped or figures.meaning == "hundreds")
