"""Read pay statements: candidates from the grammar, evidence for each, the first that holds."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any, NamedTuple

from labormarket.pay.cues import lexicon
from labormarket.pay.grammar import AFTER, FAR_PERIOD, STATEMENT, TWIN
from labormarket.pay.normalise import normalise
from labormarket.pay.numbers import to_decimal
from labormarket.pay.ranges import Bound, PayRange, Period
from labormarket.pay.scan import Tokens, scan

THOUSAND = Decimal(1000)
CENT = Decimal("0.01")


class Amount(NamedTuple):
    """One amount: where its number is, and what it is counted in."""

    start: int
    end: int
    mark: str  # decimal mark of the number
    number: Decimal | None  # of a number in words
    factor: Decimal | None  # magnitude
    factor_name: str | None
    subunit: bool
    currencies: tuple[str, ...]
    digits: int  # digits before the decimal mark


class Candidate(NamedTuple):
    """A statement that the grammar found, with the evidence for and against it."""

    low: Amount
    high: Amount | None
    open_end: bool  # "$60 to over $180"
    bound: Bound
    period: str | None
    currency: str | None
    approximate: bool
    strength: int  # 2: a currency, a unit or a magnitude; 1: a pay word or a plausible bare number; 0: refused
    reason: str
    span: tuple[int, int]
    cues: dict[str, str]


def _amount(text: str, tokens: Tokens, first: int, last: int) -> Amount:
    number: Decimal | None = None
    factor: Decimal | None = None
    names: list[str] = []
    start = end = digits = 0
    mark, subunit, factor_name = "", False, None
    for at in range(first, last):
        kind, value = tokens.kinds[at], tokens.values[at]
        if kind == "N":
            start, end, mark = tokens.starts[at], tokens.ends[at], value
            whole = text[start:end].rsplit(mark, 1)[0] if mark else text[start:end]
            digits = sum(map(str.isdigit, whole))
        elif kind == "n":
            number, digits = Decimal(value), 1
        elif kind == "a":
            number, digits = Decimal(1), 1
        elif kind == "k":
            factor_name = value
            if value == "lakh_per_year":
                step = Decimal(100_000)
            elif value == "crore_per_year":
                step = Decimal(10_000_000)
            else:
                step = Decimal(int(float(value.removeprefix("money_"))))
            factor = (factor or 1) * step
        elif kind == "c":
            subunit = True
            names.append(value or "dollar")
        elif kind in "$€d":
            names.append(value)
    return Amount(start, end, mark, number, factor, factor_name, subunit, tuple(names), digits)


def _currency(names: list[str], country: str | None) -> str | None:
    """The first unambiguous currency among the names, else what the ambiguous sign means in the country."""
    ambiguous = lexicon().ambiguous
    plain = [name for name in names if name and name.isupper() and (name not in ambiguous)]
    local = [name for name in names if name in ambiguous]
    if plain:
        return plain[0]
    if not local:
        return None
    meanings = ambiguous[local[0]]
    return meanings.get(country or "", meanings[""]) or None


def _period_at(tokens: Tokens, first: int, last: int) -> str | None:
    for at in range(first, last):
        kind = tokens.kinds[at]
        if kind in "NJn" and not (kind == "n" and tokens.values[at] == "1"):
            return "other"
    for at in range(first, last):
        kind = tokens.kinds[at]
        if kind in "puz" or (kind == "y" and tokens.values[at]):
            return str(tokens.values[at])
        if kind == "m":
            return "minute"
        if kind == "E" and not any(k in "um" for k in tokens.kinds[at:last]):
            return "task"
    return None


def candidates(text: str, country: str | None, *, prose: bool) -> list[Candidate]:
    """Every statement that the grammar finds, refused ones too."""
    tokens = scan(text)
    kinds = tokens.kinds
    found: list[Candidate] = []
    at = 0
    previous_end = 0
    size = len(kinds)
    while at < size:
        match = STATEMENT.search(kinds, at)
        if match is None:
            break
        first, at = match.start("low"), match.end()
        candidate, at = _judge(text, tokens, match, previous_end, country, prose=prose)
        if candidate is not None:
            found.append(candidate)
        previous_end = at
        del first
    return found


def _judge(
    text: str, tokens: Tokens, match: re.Match[str], floor: int, country: str | None, *, prose: bool
) -> tuple[Candidate | None, int]:
    kinds, values, starts, ends = tokens
    cues: dict[str, str] = {}
    first, end = match.start("low"), match.end()
    low = _amount(text, tokens, *match.span("low"))
    high = _amount(text, tokens, *match.span("high")) if match["high"] else None
    to = match["to"] or ""
    separate = False

    # --- lead: what stands before the amount in its clause
    lead = _lead(tokens, first, floor)

    if high is not None:
        a, b = _currency(list(low.currencies), country), _currency(list(high.currencies), country)
        dollars = set(lexicon().ambiguous["dollar"].values())
        clash = bool(a and b and a != b) and not (
            ("dollar" in low.currencies or "dollar" in high.currencies) and {a, b} <= dollars
        )
        if to == "/":
            separate = clash or not (low.currencies or high.currencies) or bool(high.currencies and not low.currencies)
        elif to == "&":
            separate = not lead["between"] and not lead["from"]
        elif to == "|":
            separate = "," not in match.group()
        elif to == "-":
            separate = clash or bool(match["per_low"] and not match["per_high"])
        elif clash:
            separate = True
    if separate:
        high, end = (
            None,
            match.end("per_low") if match["per_low"] else (match.end("open") if match["open"] else match.end("low")),
        )
    per_span = (
        match.span("per_high")
        if high is not None and match["per_high"]
        else match.span("per_low")
        if match["per_low"]
        else None
    )
    if high is None and match["high"] and not separate:
        end = match.end()
    after = AFTER.match(kinds, end)
    assert after is not None
    bound_char = after["bound"] or after["bound_after_per"] or (match["open"] if high is None else "") or ""
    # amounts in another currency for the same thing: "£6/$8 per hour", "Ksh250 ($2 per hour)"
    if per_span is None and after["per"]:
        per_span = after.span("per")
    names = list(low.currencies) + (list(high.currencies) if high else [])
    if after["currency"]:
        names += [values[i] for i in range(*after.span("currency")) if kinds[i] == "d"]
    stop = after.end()
    period = _period_at(tokens, *per_span) if per_span else None
    if per_span and kinds[per_span[0] : per_span[1]] in ("z",) and not names and low.digits <= 2:
        return None, stop  # "10pm"
    if separate or (per_span is None and kinds[stop : stop + 1] in ("/", "(", "|")):
        twin = TWIN.match(kinds, stop)
        if twin and per_span is None and names:
            chosen = "inside" if twin["inside"] else "after" if twin["after"] else None
            if twin["bound"]:
                bound_char = "]"
            if chosen:
                period = _period_at(tokens, *twin.span(chosen))
                cues["period"] = "beside its equivalent"
    if per_span:
        cues["period"] = text[starts[per_span[0]] : ends[per_span[1] - 1]]
    if period is None:
        far = FAR_PERIOD.match(kinds, stop)
        if far:
            period = _period_at(tokens, *far.span(1))
    if period is None and lead["period"]:
        period = lead["period"]
        cues["period"] = lead["period_text"]
    if low.factor_name in ("lakh_per_year", "crore_per_year") or (
        high and high.factor_name in ("lakh_per_year", "crore_per_year")
    ):
        period = period or "year"
    if (
        low.factor_name in ("1e5", "1e7", "lakh_per_year", "crore_per_year")
        or (high and high.factor_name in ("1e5", "1e7", "lakh_per_year", "crore_per_year"))
    ) and not names:
        names = ["INR"]
    if not names and lead["currency"]:
        names = [lead["currency"]]
    if names and lead["currency"] and not any(n.isupper() for n in names):
        names.append(lead["currency"])
    currency = _currency(names, country)

    # --- bound
    plus = "+" in match.group("low") or (high is not None and "+" in match.group("high"))
    if bound_char == "+":
        plus_at = (
            (after.start("bound") if after["bound"] else after.start("bound_after_per"))
            if (after["bound"] or after["bound_after_per"]) == "+"
            else match.start("open")
        )
        glued = starts[plus_at] == ends[plus_at - 1]
        next_kind = kinds[plus_at + 1 : plus_at + 2]
        touching = plus_at + 1 < len(kinds) and starts[plus_at + 1] == ends[plus_at]
        plus = plus or (glued and next_kind not in ("x", "X") and not (next_kind == "W" and touching))
    open_end = bool(high is not None and ">" in (match["lead_high"] or ""))
    lower_after = plus or bound_char in ("]", ">")
    upper_after = bound_char in ("[", "<")
    if bound_char == ">" and kinds[stop : stop + 1] in ("N", "$", "€"):
        lower_after = False
    vague_high = re.compile(r"[tT\-][vV]").match(kinds, stop)
    if high is not None:
        bound = Bound.RANGE
        if (lower_after and not lead["upper"]) or open_end:
            bound = Bound.LOWER
    elif lead["upper"] or (upper_after and not lead["lower"]):
        bound = Bound.UPPER
        cues["bound"] = lead["bound_text"]
    elif lead["lower"] or lower_after or vague_high:
        bound = Bound.LOWER
        cues["bound"] = lead["bound_text"]
    else:
        bound = Bound.EXACT
    approximate = (
        lead["approximate"]
        or "~" in kinds[first:end]
        or kinds[stop : stop + 1] == "~"
        or kinds[stop : stop + 3] == "(~)"
    )
    span_first = lead["first"]
    span = (starts[span_first], ends[max(stop, end) - 1])
    strength, reason = _weigh(
        text,
        tokens,
        low,
        high,
        first,
        stop,
        lead,
        currency,
        period,
        per_span is not None,
        prose=prose,
        bound=bound,
        extras=bound_char == "+" and not plus,
    )
    return (
        Candidate(low, high, open_end, bound, period, currency, approximate, strength, reason, span, cues),
        max(stop if not separate else end, match.end("low")),
    )


def _lead(tokens: Tokens, first: int, floor: int) -> dict[str, Any]:
    """What the words before an amount say, nearest first, back to the edge of the clause."""
    kinds, values = tokens.kinds, tokens.values
    found: dict[str, Any] = {
        "upper": False, "lower": False, "between": False, "from": False, "approximate": False, "period": None,
        "period_text": "",
        "pay": None, "refuse": None, "currency": None, "first": first, "bound_text": "", "label": False, "vague": False,
    }  # fmt: skip
    direct = True  # still touching the amount through transparent words
    words = 0
    at = first - 1
    edge = max(floor, first - 14)
    while at >= edge:
        kind = kinds[at]
        if kind in ".;%" or (kind in "NJn" and not direct):
            break
        if kind == "N" and kinds[at - 1 : at] == "l":
            at -= 2
            direct = False
            continue
        if kind == "+" or kind in "NJ":
            break
        distance = first - at
        if kind in "<T" and direct and not found["lower"]:
            found["upper"], found["first"], found["bound_text"] = True, at, "before"
            if kind == "<" and values[at]:
                found["period"] = values[at]
        elif kind == "t" and direct:
            before = kinds[at - 1] if at > 0 else "."
            if before in ".;:-(y,)|" and distance <= 2 and not found["lower"]:
                found["upper"], found["first"] = True, at
            direct = False
        elif kind in ">fm" and direct:
            if not found["upper"]:
                found["lower"], found["first"] = True, at
            if kind == "f":
                found["from"] = True
            if kind == ">" and values[at]:
                found["period"] = found["period"] or values[at]
        elif kind == "b" and distance <= 4:
            found["between"], found["first"] = True, at
        elif kind in "Ff" and distance <= 4:
            found["from"] = True
        elif kind == "~" and direct:
            found["approximate"], found["first"] = True, at
        elif kind == "~" and distance <= 4:
            found["approximate"] = True
        elif kind == "y":
            found["pay"] = found["pay"] if found["pay"] is not None else at
            if values[at] and not found["period"]:
                found["period"] = values[at]
            if found["first"] == at + 1:
                found["first"] = at
        elif kind == "p":
            nxt = kinds[at + 1]
            prv = kinds[at - 1] if at > floor else "."
            if (
                not found["period"]
                and nxt not in "uxX"
                and prv not in "Nu"
                and (words <= 1 or found["pay"] is not None)
            ):
                found["period"] = values[at]
        elif kind == "u":
            prv = kinds[at - 1] if at > floor else "."
            if (
                not found["period"]
                and prv in "eE/"
                and (found["pay"] is not None or words == 0 or kinds[at - 2 : at - 1] == "y")
            ):
                found["period"] = values[at]
        elif kind in "xXr":
            near = (kind in "xr" and words <= 3) or (kind == "X" and words == 0 and "-" not in kinds[at:first])
            if near and found["refuse"] is None and found["pay"] is None:
                found["refuse"] = at
        elif kind == "l" and distance <= 2:
            found["label"] = True
        elif kind == "d" and direct and distance <= 2:
            found["currency"] = values[at]
        elif kind == "V" and distance <= 2:
            pass
        if kind == "-" and words == 0 and distance > 1:
            pass
        if kind in "W" or kind in "xXrqluV-v":
            direct = False
        if kind == "W":
            words += 1
        if kind == ")":
            direct = False
        at -= 1
    return found


def _weigh(
    text: str, tokens: Tokens, low: Amount, high: Amount | None, first: int, stop: int, lead: dict[str, Any],
    currency: str | None, period: str | None, unit_beside: bool, *, prose: bool, bound: Bound, extras: bool,
) -> tuple[int, str]:  # fmt: skip
    """How much speaks for the candidate: 2 strong, 1 weak, 0 refused, with the reason."""
    kinds, _starts, _ends = tokens.kinds, tokens.starts, tokens.ends
    following = kinds[stop : stop + 4]
    signed = bool(low.currencies or (high and high.currencies))
    if following[:1] == "%":
        return 0, "a percentage"
    if following[:1] == "J" or (following[:1] == ":" and following[1:2] in "NJ" and following[1:2]):
        return 0, "part of a time or a longer number"
    if not signed and following[:2] == "(k" and text[low.start : low.end] in ("401", "403", "457"):
        return 0, "a pension plan"
    if not signed and text[low.start : low.end] in ("401", "403", "457") and (low.factor or following[:1] in "(W"):
        return 0, "a pension plan"
    if re.match(r"[gyo~(]{0,2}q", following) and not unit_beside:
        return 0, "a count"
    if not unit_beside and re.match(r"\+?[um]", following) and not signed:
        return 0, "a length of time or a number of pieces"
    if (
        not unit_beside
        and re.match(r"\+?[um]", following)
        and kinds[stop : stop + 1] == "u"
        and signed
        and kinds[stop - 1] == "N"
    ):
        pass
    if not extras and re.match(r"(?:[gyopW]{0,2}|p?W?\(?|oo?[pW]{0,2})x", following) and not re.match(r"y", following):
        return 0, "a bonus, allowance or other money that isn't pay"
    if not extras and re.match(r"[gy]?X", following) and lead["pay"] is None:
        return 0, "a package or other money that isn't pay"
    if lead["refuse"] is not None:
        return 0, "a bonus, allowance or other money that isn't pay"
    factors = [amount.factor for amount in (low, high) if amount and amount.factor]
    largest = max(factors, default=None)
    if (
        largest is not None
        and largest >= 1_000_000_000
        and currency in (None, "USD", "EUR", "GBP", "CHF", "CAD", "AUD")
    ):
        return 0, "too large for pay"
    if (
        largest is not None
        and largest >= 1_000_000
        and currency in (None, "USD", "EUR", "GBP", "CHF", "CAD", "AUD", "SGD")
        and lead["pay"] is None
        and not unit_beside
    ):
        return 0, "too large for pay without a pay word"
    before = kinds[first - 1 : first]
    if signed:
        return 2, ""
    if lead["currency"]:
        return 2, ""
    if before in ("/", ":") and kinds[first - 2 : first - 1] in ("N", "J") and first >= 2:
        return 0, "part of a date or a time"
    if following[:1] == "y" and not prose:
        return 1, ""
    if (
        any(amount.factor_name and amount.factor_name.startswith("money_") for amount in (low, high) if amount)
        and not prose
    ):
        return 1, ""
    if lead["label"] and not unit_beside:
        return 0, "a label"
    if before == "$":
        return 2, ""
    if unit_beside:
        return 2, ""
    if low.number is not None:
        return 0, "a number in words without a currency"
    values = [to_decimal(text[a.start : a.end], a.mark) for a in (low, high) if a]
    if factors and largest is not None and largest >= 1000:
        if largest in (THOUSAND, 10_000, 100_000, 10_000_000) and values[0] < 1000:
            return (2, "") if not prose or lead["pay"] is not None else (0, "no sign, unit or pay word")
        return (1, "") if lead["pay"] is not None else (0, "no sign, unit or pay word")
    year_like = all(1900 <= value <= 2100 and value == int(value) for value in values) and not low.mark
    if year_like and not lead["pay"]:
        return 0, "years"
    if lead["pay"] is not None and not following.startswith(("W", "q")):
        return 1, ""
    if lead["pay"] is not None and first - lead["pay"] <= 3:
        return 1, ""
    if prose:
        return 0, "no sign, unit or pay word"
    if high is not None and values[-1] >= 5000 and values[0] <= values[-1] and values[0] * 1000 >= values[-1]:
        return 1, ""
    if values[0] >= 10_000 and bound is not Bound.EXACT:
        return 1, ""
    if (
        (
            high is None
            and values[0] >= 10_000
            and values[0] < 1_000_000
            and (extras or not following or following[0] in "+.;,)gyVx~(-W:o")
        )
        and before in ("", "-", ";", ":", "(", ".", ",", "~")
        and (extras or following[:1] != "W")
    ):
        return 1, ""
    return 0, "a bare number"


def _value(text: str, amount: Amount, lift: Decimal | None) -> Decimal:
    value = amount.number if amount.number is not None else to_decimal(text[amount.start : amount.end], amount.mark)
    factor = amount.factor or lift
    if factor:
        value = value * factor
    if amount.subunit:
        value = value * CENT
    return value


def _build(text: str, found: Candidate) -> PayRange:
    low, high = found.low, found.high
    one = _value(text, low, None)
    bound = found.bound
    two: Decimal | None = None
    if high is not None:
        two = _value(text, high, None)
        bare_one = low.number if low.number is not None else to_decimal(text[low.start : low.end], low.mark)
        bare_two = high.number if high.number is not None else to_decimal(text[high.start : high.end], high.mark)
        if high.factor and not low.factor and bare_one <= bare_two:
            one = bare_one * high.factor
        elif low.factor and not high.factor and bare_two < 1000 and bare_one <= bare_two:
            two = bare_two * low.factor
        elif (
            not low.factor
            and not high.factor
            and low.digits <= 3
            and high.digits == low.digits + 3
            and low.mark == ""
            and bare_one * THOUSAND <= bare_two
            and bare_two >= 5000
        ):
            one = bare_one * THOUSAND
        if high.subunit and not low.subunit and not low.currencies:
            one = one * CENT
        if one > two:
            one, two = two, one
        if one == two and bound is Bound.RANGE:
            bound = Bound.EXACT
    if bound is Bound.UPPER:
        ends: tuple[Decimal | None, Decimal | None] = (None, two if two is not None else one)
    elif bound is Bound.LOWER:
        ends = (one, None)
    else:
        ends = (one, two if two is not None else one)
    period = Period(found.period) if found.period else None
    start, end = found.span
    return PayRange(ends[0], ends[1], found.currency, period, bound, found.approximate, text[start:end], (start, end))


VAGUE_AMOUNT = re.compile(r"v[vWoF]?[dc]c?|[$€d]v|v[kWo]{0,2}d|v[€]|dc?v")


def _vague(text: str, country: str | None, *, prose: bool) -> PayRange | None:
    tokens = scan(text)
    kinds = tokens.kinds
    match = VAGUE_AMOUNT.search(kinds)
    place = None
    if match:
        place = match.span()
    else:
        vague = re.search("V(?![gyW]?x)", kinds)
        at = vague.start() if vague else -1
        if at < 0 or prose:
            return None
        place = (at, at + 1)
    names = [tokens.values[i] for i in range(*place) if kinds[i] in "$€dc"]
    after = AFTER.match(kinds, place[1])
    period = None
    if match and after and after["per"]:
        period = _period_at(tokens, *after.span("per"))
    if match and period is None:
        period = _lead(tokens, place[0], 0)["period"]
    start, end = (
        tokens.starts[place[0]],
        tokens.ends[(after.end() if match and after and after["per"] else place[1]) - 1],
    )
    return PayRange(
        None,
        None,
        _currency(names, country),
        Period(period) if period else None,
        Bound.VAGUE,
        False,
        text[start:end],
        (start, end),
    )


def _place(pay: PayRange, text: str, offsets: list[int] | None) -> PayRange:
    """The same statement, with its span in the text as it was given."""
    if offsets is None:
        return pay._replace(text=text[pay.span[0] : pay.span[1]])
    start, end = offsets[pay.span[0]], offsets[pay.span[1] - 1] + 1
    if pay.span[1] < len(offsets):
        end = max(end, offsets[pay.span[1]])
    return pay._replace(text=text[start:end], span=(start, end))


def parse_pay(text: str, *, country: str | None = None) -> PayRange | None:
    """The pay that a phrase or a posting's headline states, or None.

    A bare range of the size of pay is pay here. `country` (ISO 3166) says what an ambiguous sign means.
    Never raises on text.

    >>> parse_pay("up to 90 to $200 per hour")[:5]
    (Decimal('90'), Decimal('200'), 'USD', <Period.HOUR: 'hour'>, <Bound.RANGE: 'range'>)
    >>> parse_pay("401(k) match, 10-15 hours a week") is None
    True
    """
    meant, offsets = normalise(text)
    found = candidates(meant, country, prose=False)
    for strength in (2, 1):
        for candidate in found:
            if candidate.strength == strength:
                return _place(_build(meant, candidate), text, offsets)
    vague = _vague(meant, country, prose=False)
    return None if vague is None else _place(vague, text, offsets)


def find_pay(text: str, *, country: str | None = None) -> list[PayRange]:
    """Every pay statement in prose, each with its span, in the order of the text.

    A number counts only beside a sign, a unit or a pay word.

    >>> [(pay.low, pay.high) for pay in find_pay("We raised $50M and pay $20-25/hr, or $40 for experts.")]
    [(Decimal('20'), Decimal('25')), (Decimal('40'), Decimal('40'))]
    """
    meant, offsets = normalise(text)
    found = [candidate for candidate in candidates(meant, country, prose=True) if candidate.strength]
    return [_place(_build(meant, candidate), text, offsets) for candidate in found]
