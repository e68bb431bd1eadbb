"""Burden of proof: an amount that nothing calls pay must at least stand where pay stands.

A sentence is full of money: budgets, prizes, fines, rents. Its words are endless, and no lexicon holds them all. So an
amount is pay when a pay word, a rate by the hour or by the piece, or a word for gross or net speaks for it. One that
has nothing of the kind must stand as pay stands in a field or a headline: at its beginning, after a mark ("Berlin - ",
"Coders: ", "Pay | "), or right after a heading, with no word running on behind it.
"""

from __future__ import annotations

from collections.abc import Iterable

from labormarket.pay import grammar
from labormarket.pay.candidate import INDIAN, THOUSAND, YEARLY, Candidate, Span
from labormarket.pay.kinds import Kind

# Other things are stated per day, week, month and year too: rents, subscriptions, benefits of the state.
CALENDAR = frozenset(("day", "week", "month", "year"))
_OF_WORK_ALONE = frozenset(("project", "audio_hour", "audio_minute"))
_PRESUMED = frozenset(("work", "task", "with_period"))
_OF_WORK = frozenset(("work", "job", "with_period", "task"))
_OTHER_MONEY = frozenset((Kind.OTHER_MONEY, Kind.OTHER_VERB, Kind.COUNTED, Kind.PERCENT))
_OTHERWISE = _OTHER_MONEY | {Kind.OTHER_OR_TITLE, Kind.LABEL}
_COUNT = (Kind.NUMBER, Kind.CODE, Kind.MAGNITUDE, Kind.PLUS)
SENTENCE_WORDS = 5
SENTENCE_REACH = 60  # tokens
_WALLS = (Kind.STOP, Kind.WALL, Kind.LINE)
_MARKS = (Kind.COLON, Kind.DASH, Kind.OPEN, Kind.CLOSE, Kind.COMMA, Kind.SLASH, Kind.WALL, Kind.LINE)
_NAME_KINDS = frozenset((Kind.WORD, Kind.UNIT, Kind.OTHER_OR_TITLE, Kind.COUNTED, Kind.LABEL))


def stands_where_pay_stands(one: Candidate) -> bool:
    """Whether the words around an amount call it pay, or leave room for nothing else."""
    if not one.is_prose and _is_other_sentence(one):
        return False
    if not one.has_pay_word and _names_price(one, range(one.lead_at, one.first)):  # "parking: 300 yen an hour"
        return False
    if _is_called_pay(one):
        return True
    is_rate = one.period.is_beside and one.period.name not in CALENDAR
    if one.is_prose and one.high is None and not is_rate and not _speaks_of_work(one):
        return False
    return _begins(one) and not _runs_on(one) and not _names_price(one, _around(one))


def is_presumed_pay(one: Candidate) -> bool:
    """Whether an amount of a pay field is pay although nothing calls it so.

    The presumption is for pay where the field speaks of work, of a time or a piece, or of a range, and none of its
    words speaks of other money.
    """
    tokens, first = one.tokens, one.first
    speaks = one.period.is_beside or one.high is not None or not _PRESUMED.isdisjoint(tokens.named)
    if one.is_prose or not one.is_signed or not speaks or _is_other_sentence(one):
        return False
    kinds, values, *_ = tokens
    around = _around(one)
    if any(_speaks_otherwise(one, at) for at in around if kinds[at] in _OTHERWISE):
        return False
    if any(values[at] == "work" for at in around):
        return True
    names_piece = any(kinds[at] == Kind.UNIT and values[at] == "task" and not tokens.is_unspaced(at) for at in around)
    if "copula" in values[one.lead_at : first]:  # "the gym is $25 a month": the price of a thing
        return names_piece and one.high is not None
    return names_piece or one.period.is_beside or one.high is not None or "with_period" in values


def _sentence(one: Candidate) -> Span:
    """Where its sentence begins and ends, at most so many tokens from it."""
    if one.sentence is None:
        kinds, first, last = one.tokens.kinds, one.first, one.last
        nearest, furthest = max(0, first - SENTENCE_REACH), min(len(kinds), last + SENTENCE_REACH)
        start = max(nearest, 1 + max([kinds.rfind(wall, nearest, first) for wall in _WALLS]))
        wall = grammar.SENTENCE_WALL.search(kinds, last, furthest)
        one.sentence = start, last if one.has_extras else wall.start() if wall else furthest
    return one.sentence


def _around(one: Candidate) -> list[int]:
    """The tokens of its sentence, without its own."""
    start, end = _sentence(one)
    return [*range(start, one.first), *range(one.last, end)]


def _is_other_sentence(one: Candidate) -> bool:
    """Whether a field is a sentence of many words, none of which is about pay or work."""
    tokens = one.tokens
    if one.has_pay_word or len(tokens.kinds) < SENTENCE_WORDS + 2 or tokens.kinds.count(Kind.WORD) < SENTENCE_WORDS:
        return False
    words = sum(tokens.kinds[at] == Kind.WORD and tokens.is_small(at) for at in _around(one))
    return words >= SENTENCE_WORDS and not _speaks_of_work(one)


def _speaks_of_work(one: Candidate) -> bool:
    """Whether a word of its sentence is about pay, work or a piece of it."""
    kinds, values, _, named = one.tokens
    if Kind.PAY not in kinds and _OF_WORK.isdisjoint(named):  # of the whole text
        return False
    start, end = _sentence(one)
    before, behind = slice(min(start, one.lead_at), one.first), slice(one.last, end)
    return Kind.PAY in kinds[before] + kinds[behind] or not _OF_WORK.isdisjoint(values[before] + values[behind])


def _speaks_otherwise(one: Candidate, at: int) -> bool:
    """Whether a word is about money that isn't pay, or about something that is counted."""
    kinds, values, *_ = one.tokens
    if values[at] in ("work", "package") or one.opens_title(at):  # "tax experts"
        return False
    # "500 users", not "for calls to users"
    return kinds[at] != Kind.COUNTED or kinds[:at][-1:] in _COUNT


def _is_called_pay(one: Candidate) -> bool:
    if one.in_series or (one.has_pay_word and not _is_only_spent(one)):
        return True
    tokens, period, following = one.tokens, one.period, one.following
    magnitudes = {amount.magnitude for amount in one.amounts}
    if not magnitudes.isdisjoint(YEARLY) or (period.is_beside and not magnitudes.isdisjoint(INDIAN)):
        return True
    after = grammar.CALLED_PAY_AFTER.match(following)
    # in Korean and Japanese the verb closes the sentence, and each of the signs between is a token
    if after and (after["unspaced"] is None or tokens.is_unspaced(one.last)):
        return True
    if period.name and (period.is_beside or _is_led_by_rate(one)):
        is_signed_range = one.is_prose and one.is_signed and one.high is not None
        is_plain = (
            not one.is_prose or not period.is_beside or period.name in _OF_WORK_ALONE or _is_hour_of_nothing_else(one)
        )
        if (period.name not in CALENDAR or is_signed_range) and (is_plain or _speaks_of_work(one)):
            return True  # an hour of parking, a page of a translation: prose must speak of work or pay
    if period.is_beside and period.name == "year" and not one.is_signed and one.high is not None:
        return True  # nothing else is counted from so many to so many a year
    kinds, values, *_ = tokens
    around = range(max(0, one.first - 2), min(len(values), one.last + 2))
    if any(kinds[at] == Kind.FILLER and values[at] == "tax" for at in around):
        return True
    wall = grammar.SENTENCE_WALL.search(following)
    behind = values[one.last : one.last + (wall.start() if wall else len(following))]
    if "job" in behind:
        return True
    if period.is_beside and one.before == Kind.ABOUT and values[one.first - 2 : one.first - 1] == ("work",):
        return True  # "an annotator averages $44,000 a year"
    # "receives $300", of what? "receives $300 a week"
    called = ("job", "with_period") if period.is_beside else ("job",)
    bounds = (Kind.AT_MOST, Kind.AT_LEAST)
    return any(values[at] in called or (kinds[at] in bounds and values[at]) for at in range(one.lead_at, one.first))


def _is_only_spent(one: Candidate) -> bool:
    """Whether prose says only that somebody pays an amount, for no time and to nobody, and speaks of no work."""
    values = one.tokens.values
    spent = grammar.SPENT.search(one.lead)
    if not one.is_prose or one.period.name or spent is None or values[one.lead_at + spent.start()] != "spend":
        return False
    return not any(one.is_earned(at) or values[at] in _OF_WORK for at in range(one.lead_at, one.first))


def _is_hour_of_nothing_else(one: Candidate) -> bool:
    """Whether prose prices an hour, and says neither of what ("court time is $40 an hour") nor of other money."""
    if one.period.name != "hour" or not one.is_signed or "copula" in one.tokens.values[one.lead_at : one.first]:
        return False
    kinds = one.tokens.kinds
    return not any(kinds[at] in _OTHER_MONEY and not one.opens_title(at) for at in _around(one))


def _is_led_by_rate(one: Candidate) -> bool:
    """Whether no unknown word stands between an amount and the period before it."""
    period = one.period
    return (
        period.is_carried and period.span is not None and Kind.WORD not in one.tokens.kinds[period.span[1] : one.first]
    )


def _begins(one: Candidate) -> bool:
    """Whether the amount opens its clause, follows a mark, or stands right after a heading."""
    tokens, start = one.tokens, one.lead_at
    kinds = tokens.kinds
    opening = grammar.OPENING.search(one.lead)
    if opening is not None and opening.group().startswith(_MARKS):
        return True
    left = kinds[start - 1 : start]
    if left in (Kind.PLUS, Kind.PERCENT):  # what is added to something
        return False
    if left in (Kind.NUMBER, Kind.CODE):  # "Phone 15 at $799" opens nothing
        return not one.lead
    if opening is not None:
        return True
    in_thousands = one.high is not None and one.largest_factor == THOUSAND  # "Account Manager 40-50k"
    if not (one.is_signed or one.period.is_beside or _is_led_by_rate(one) or in_thousands):
        return False
    # a small word ("is", "of", "receive") makes a sentence of a heading
    words = [at for at in range(start, one.first) if kinds[at] == Kind.SMALL or not grammar.IS_CUE.match(kinds[at])]
    if words and kinds[words[-1]] in (Kind.AND, Kind.OR):  # "Donations of $5"
        return False
    return all(
        kinds[at] in (Kind.AND, Kind.OR)
        or (kinds[at] in _NAME_KINDS and tokens.is_name(at))
        or kinds[at - 1 : at + 1] == Kind.LABEL + Kind.NUMBER  # "Band 5 £29,970"
        for at in words
    )


def _runs_on(one: Candidate) -> bool:
    """Whether a word of a sentence follows, or a thing that the amount is the price of."""
    following = grammar.RUNS_ON.match(one.following)
    if following is None or one.has_extras:
        return False
    if following["rate"]:  # "$0.002/1K"
        return True
    if following["price"]:
        return following["price"] != Kind.FOR or grammar.LABEL_MARK.search(one.lead) is None
    return not one.tokens.is_name(one.last + following.start("word"))


def _names_price(one: Candidate, places: Iterable[int]) -> bool:
    """Whether one of some tokens is a thing that people pay for: a lease, a ticket, a discount."""
    return "price" in one.tokens.named and any(map(one.is_price, places))
