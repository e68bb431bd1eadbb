"""The burden of proof: an amount that nothing calls pay must at least stand where pay stands.

A sentence is full of money: budgets, prizes, fines, rents. Its words are endless, and no lexicon holds them all. So an
amount is pay when a pay word, a rate by the hour or by the piece, or a word for gross or net speaks for it. One that
has nothing of the kind must stand as pay stands in a field or a headline: at its beginning, after a mark ("Berlin - ",
"Coders: ", "Pay | "), or right after a heading, with no word running on behind it.
"""

from __future__ import annotations

from labormarket.pay import grammar
from labormarket.pay.amounts import FACTORS, INDIAN
from labormarket.pay.cues import UNSPACED
from labormarket.pay.seen import REACH, Seen

THOUSAND = 1000
# Other things are stated per day, week, month and year too: rents, subscriptions, benefits of the state.
CALENDAR = frozenset(("day", "week", "month", "year"))


def stands_where_pay_stands(seen: Seen) -> bool:
    """Whether the words around an amount call it pay, or leave room for nothing else."""
    return _is_called_pay(seen) or (_begins(seen) and not _runs_on(seen) and not _speaks_of_prices(seen))


def _is_called_pay(seen: Seen) -> bool:
    if seen.pay_word or seen.series:
        return True
    magnitudes = {amount.magnitude for amount in seen.amounts}
    if not magnitudes.isdisjoint(FACTORS) or (seen.beside and not magnitudes.isdisjoint(INDIAN)):
        return True
    after = grammar.CALLED_PAY_AFTER.match(seen.following)
    # in Korean and Japanese the verb closes the sentence, and each of the signs between is a token
    if after and (after["unspaced"] is None or seen.text[seen.tokens.starts[seen.last]] >= UNSPACED[0]):
        return True
    if seen.period and (seen.beside or seen.led_by_rate) and seen.period not in CALENDAR:
        return True
    if seen.beside and seen.period == "year" and not seen.signed and len(seen.amounts) == 2:
        return True  # nothing else is counted from so many to so many a year
    values = seen.tokens.values
    around = range(max(0, seen.first - 2), min(len(values), seen.last + 2))
    if any(seen.kinds[at] == "g" and values[at] == "tax" for at in around):
        return True
    clause = range(seen.first - len(seen.lead), seen.first)
    wall = grammar.SENTENCE_WALL.search(seen.following)
    behind = values[seen.last : seen.last + (wall.start() if wall else len(seen.following))]
    called = ("job", "with_period") if seen.beside else ("job",)  # "receives $300", of what? "receives $300 a week"
    return "job" in behind or any(values[at] in called or (seen.kinds[at] in "<>" and values[at]) for at in clause)


def _begins(seen: Seen) -> bool:
    """Whether the amount opens its clause, follows a mark, or stands right after a heading."""
    opening = grammar.OPENING.search(seen.lead)
    start = seen.first - len(seen.lead)
    if opening is not None and opening.group()[:1] in grammar.MARKS:
        return True
    left = seen.kinds[start - 1 : start]
    if left in ("+", "%"):  # what is added to something
        return False
    if left in ("N", "J"):  # "Phone 15 at $799" opens nothing
        return not seen.lead
    if opening is not None:
        return True
    in_thousands = len(seen.amounts) == 2 and seen.largest == THOUSAND  # "Account Manager 40-50k"
    if not (seen.signed or seen.beside or seen.led_by_rate or in_thousands):
        return False
    words = [at for at in range(start, seen.first) if seen.kinds[at] == "o" or seen.kinds[at] not in grammar.CUE_KINDS]
    # a small word ("is", "of", "receive") makes a sentence of a heading
    if words and seen.kinds[words[-1]] in "&|":  # "Donations of $5"
        return False
    return all(
        seen.kinds[at] in "&|"
        or (seen.kinds[at] in "WuXql" and seen.is_name(at))
        or seen.kinds[at - 1 : at + 1] == "lN"  # "Band 5 £29,970"
        for at in words
    )


def _runs_on(seen: Seen) -> bool:
    """Whether a word of a sentence follows, or a thing that the amount is the price of."""
    following = grammar.RUNS_ON.match(seen.following)
    if following is None or seen.extras:
        return False
    if following["rate"]:  # "$0.002/1K"
        return True
    if following["price"]:
        return following["price"] != "i" or grammar.LABEL_MARK.search(seen.lead) is None
    return not seen.is_name(seen.last + following.start("word"))


def _speaks_of_prices(seen: Seen) -> bool:
    """Whether its sentence names a thing that people pay for: a lease, a ticket, a discount."""
    nearest = max(0, seen.first - REACH * 2)
    start = max(nearest, 1 + max(seen.kinds.rfind(wall, nearest, seen.first) for wall in ".;^"))
    furthest = min(len(seen.kinds), seen.last + REACH * 2)
    wall = grammar.SENTENCE_WALL.search(seen.kinds, seen.last, furthest)
    end = seen.last if seen.extras else wall.start() if wall else furthest
    sentence = range(start, end)  # "+ pension, parking" are extras
    return any(seen.is_price(at) for at in sentence)
