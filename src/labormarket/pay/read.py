"""Read pay: the first statement of a phrase, or every statement of a text."""

from __future__ import annotations

from functools import partial
from itertools import islice

from labormarket.pay import grammar
from labormarket.pay.draft import CLAUSE_REACH, currency_of
from labormarket.pay.evidence import STRONG, WEAK
from labormarket.pay.guards import Guards
from labormarket.pay.normalise import normalise
from labormarket.pay.periods import period_of
from labormarket.pay.plan import Plan, VaguePlan
from labormarket.pay.ranges import Bound, PayRange, Period
from labormarket.pay.scan import Tokens, scan
from labormarket.pay.shapes import DIGITS, Moves, original, reduce
from labormarket.pay.statements import statements

# Boards repeat the shape of a statement with other digits. How a shape was read is kept, with the questions about its
# digits that decided (Guards): another text of that shape that answers them alike is read by putting its digits in.
LONGEST_SHAPE = 200  # longer texts are rarely alike
MOST_SHAPES = 20_000  # some 20 MB
SHORT_FIELD = 5  # tokens: in a field of this size "competitive" can only be about pay
MOST_TOKENS, MOST_NUMBERS = 6_000, 300  # of a field or a posting: its pay stands in the first 30 KB, if anywhere
MOST_READINGS = 4  # of one shape, by the answers of its digits
Reading = tuple[Guards, Plan | VaguePlan | None]
_readings: dict[tuple[str, str | None] | str, list[Reading]] = {}
_seen_once: set[str] = set()


def parse_pay(text: str, *, country: str | None = None) -> PayRange | None:
    """The pay that a phrase or a posting's headline states, or None.

    A bare range of the size of pay is pay here. `country` (ISO 3166) says what an ambiguous sign means. A field or a
    posting is read to its 6,000th token (some 30 KB); `find_pay` reads any text to its end. Never raises on text.

    >>> parse_pay("up to 90 to $200 per hour")[:5]
    (Decimal('90'), Decimal('200'), 'USD', <Period.HOUR: 'hour'>, <Bound.RANGE: 'range'>)
    >>> parse_pay("401(k) match, 10-15 hours a week") is None
    True
    """
    if len(text) > LONGEST_SHAPE:
        return _read_phrase(text, country)[0]
    shape = text.translate(DIGITS)
    reading = _known(text, shape, country)
    if reading is not None:
        plan = reading[1]
        return None if plan is None else plan.read(text)
    reduced, moves = reduce(text)
    has_names = reduced != text
    reduced_shape = reduced.translate(DIGITS)
    reading = _known(reduced, reduced_shape, country) if has_names else None
    if reading is not None:
        pay = None if reading[1] is None else reading[1].read(reduced)
    else:
        pay, reading = _read_phrase(reduced, country)
        if reading is not None:
            _keep(reading, reduced_shape, country)
    if has_names and reading is not None:
        if shape not in _seen_once:
            _see(shape)
        else:
            guards, plan = reading
            place = partial(original, moves=moves)
            _keep((guards.moved(place), None if plan is None else plan.moved(place)), shape, country)
    return None if pay is None else _restored(pay, text, moves)


def _known(text: str, shape: str, country: str | None) -> Reading | None:
    """How a text of this shape, with the same answers to the questions about its digits, was read before."""
    for reading in _readings.get(shape if country is None else (shape, country), ()):
        for test, start, end, answer in reading[0]:
            if test(text, start, end) is not answer:
                break
        else:
            return reading
    return None


def _keep(reading: Reading, shape: str, country: str | None) -> None:
    if len(_readings) >= MOST_SHAPES:
        _readings.clear()
    kept = _readings.setdefault(shape if country is None else (shape, country), [])
    if len(kept) < MOST_READINGS:
        kept.append(reading)


def _see(shape: str) -> None:
    """Note a shape with its own words: one that comes again is kept whole, which saves the reduction."""
    if len(_seen_once) >= MOST_SHAPES:
        _seen_once.clear()
    _seen_once.add(shape)


def _restored(pay: PayRange, text: str, moves: Moves) -> PayRange:
    """The same statement, in the words of the text itself."""
    start, end = (original(place, moves) for place in pay.span)
    return PayRange(*pay[:6], text[start:end], (start, end))


def find_pay(text: str, *, country: str | None = None) -> list[PayRange]:
    """Every pay statement in prose, each with its span, in the order of the text.

    A number counts only beside a sign, a unit or a pay word. A period stated before the first of several statements of
    one sentence holds for all of them.

    >>> [(pay.low, pay.high) for pay in find_pay("We raised $50M and pay $20-25/hr, or $40 for experts.")]
    [(Decimal('20'), Decimal('25')), (Decimal('40'), Decimal('40'))]
    """
    meant, offsets = normalise(text)
    guards = Guards()
    tokens = scan(meant, guards)
    found: list[PayRange] = []
    period, until = None, -1  # a period stated for the rest of its sentence
    for statement in statements(meant, tokens, country, guards, prose=True):
        if not statement.strength:
            continue
        if statement.carried:
            period = statement.period
            until = until if statement.last <= until else _sentence_end(tokens, statement.last)
        elif statement.period is None and statement.first < until:
            statement.period = period
        found.append(_placed(Plan(statement, tokens).read(meant), text, offsets))
    return found


def _read_phrase(text: str, country: str | None) -> tuple[PayRange | None, Reading | None]:
    """The pay of a phrase, and how it was read where another text may be read the same way."""
    meant, offsets = normalise(text)
    guards = Guards()
    tokens = scan(meant, guards, most=MOST_TOKENS)
    first_weak = None
    chosen = None
    for statement in islice(statements(meant, tokens, country, guards, prose=False), MOST_NUMBERS):
        if statement.strength == STRONG:
            chosen = statement
            break
        if statement.strength == WEAK and first_weak is None:
            first_weak = statement
    chosen = chosen or first_weak
    if chosen is None:
        vague = vague_pay(meant, tokens, country)
        if vague is None:
            return None, (guards, None) if meant is text else None
        return _placed(vague, text, offsets), (guards, VaguePlan(vague)) if meant is text else None
    plan = Plan(chosen, tokens)
    pay = plan.read(meant)
    return (pay, (guards, plan)) if meant is text else (_placed(pay, text, offsets), None)


def vague_pay(text: str, tokens: Tokens, country: str | None) -> PayRange | None:
    """Pay in words that aren't numbers: "a few dollars an hour", "competitive"."""
    kinds, values = tokens.kinds, tokens.values
    period = None
    match = grammar.VAGUE_AMOUNT.search(kinds)
    if match:
        first, last = match.span()
        names = [values[at] for at in range(first, last) if kinds[at] in "$€dc"]
        after = grammar.AFTER.match(kinds, last)
        if after and after["per"]:
            period, last = period_of(tokens, after.span("per")), after.end("per")
        else:
            before = grammar.CLAUSE.search(kinds[max(0, first - CLAUSE_REACH) : first])
            rates = [
                at
                for at in range(first - len(before.group()) if before else first, first)
                if kinds[at] in "py" and values[at]
            ]
            period = values[rates[-1]] if rates else None
    else:
        match = (
            grammar.VAGUE_PAY.search(kinds) if len(kinds) <= SHORT_FIELD else grammar.VAGUE_PAY_IN_PROSE.search(kinds)
        )
        if match is None:
            return None
        first, last = match.span()
        names = [value for kind, value in zip(kinds, values, strict=True) if kind in "$€dc"]
    span = (tokens.starts[first], tokens.ends[last - 1])
    named = Period(period) if period else None
    return PayRange(None, None, currency_of(names, country), named, Bound.VAGUE, False, text[span[0] : span[1]], span)


def _sentence_end(tokens: Tokens, at: int) -> int:
    """The token that closes the sentence."""
    return min((place for wall in ".;" if (place := tokens.kinds.find(wall, at)) >= 0), default=len(tokens.kinds))


def _placed(pay: PayRange, text: str, offsets: list[int] | None) -> PayRange:
    """The same statement, with its span in the text as it was given."""
    start, end = pay.span
    if offsets is not None:
        start, end = offsets[start], max(offsets[end], offsets[end - 1] + 1)
    return pay._replace(text=text[start:end], span=(start, end))
