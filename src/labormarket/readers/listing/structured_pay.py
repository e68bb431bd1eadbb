"""Structured pay fields (ends, unit, currency) to one pay phrase that states the same, placeholders refused."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from importlib import resources
from typing import NamedTuple

LISTS = tomllib.loads(resources.files(__package__).joinpath("pay_fields.toml").read_text(encoding="utf-8"))
UNITS: dict[str, str] = {unit: spoken for spoken, units in LISTS["units"].items() for unit in units.split()}
CURRENCIES = LISTS["currencies"].split()
NUMERIC = re.compile(r"[\d.,' \u00a0\u202f]+")
RANGE = re.compile(rf"{NUMERIC.pattern}(?:-|–|—|to|\s)+{NUMERIC.pattern}")
MAX_WORDS = 400  # characters of a pay field that is text; a longer one is a description and is searched as prose
LEAST_OF_AN_HOUR = Decimal("0.20")
"""The least that is believed of an hour, in any currency: forms that know hours alone hold cents per sentence."""
CENT = Decimal("0.01")
NAMED_UNIT = re.compile(
    r"(?P<hour>hourly|per\s*h(?:ou)?r\b|\ban\s+hour\b|/\s*h(?:ou)?r?\b|\bph\b|stunde)|(?P<day>daily|per\s*day|day\s*rate)"
    r"|(?P<week>weekly|per\s*week)|(?P<month>monthly|per\s*month)"
    r"|(?P<year>annual|yearly|per\s*(?:year|annum)|/\s*(?:yr|year)\b|\bpa$)|(?P<task>per\s*task)",
    re.IGNORECASE,
)
TITLE_CURRENCY = re.compile(
    rf"(?:^|[^A-Za-z])({'|'.join(CURRENCIES)})(?:$|[^A-Za-z])|([$€£₹])|(Usd|Eur|Gbp|Inr)(?:$|[A-Z_])"
)


@dataclass(frozen=True)
class StatedPay:
    """A pay as text: the phrase, the unit and currency beside it, and where each piece came from.

    `country` is set where the pay is that of one country among several.
    """

    pay_text: str
    period_context: str = ""
    currency_context: str = ""
    confidence: str = "high"
    note: str = ""
    country: str = ""


class Refusal(NamedTuple):
    """A pay field that states no pay: its text and why."""

    text: str
    reason: str


def unit_word(unit: str) -> str:
    """Return the unit as a pay text says it, or nothing where it is not understood.

    >>> unit_word("HOUR"), unit_word("per-year-salary"), unit_word("1 YEAR"), unit_word("Anually"), unit_word("FIXED")
    ('hour', 'year', 'year', 'year', 'project')
    """
    return UNITS.get(re.sub(r"[^a-z0-9]", "", unit.lower()), "")


def currency_word(currency: str) -> str:
    """Return the currency of a field as a pay text writes it: an ISO code in capitals, a sign as it is.

    >>> currency_word(" usd "), currency_word("US$"), currency_word("€"), currency_word("Credits")
    ('USD', 'US$', 'EUR', '')
    """
    currency = currency.strip()
    is_code = re.fullmatch(r"[A-Za-z]{3,4}", currency)
    return currency.upper() if is_code else str(LISTS["signs"].get(currency.lower(), ""))


def written(value: object) -> str:
    """Write the amount of a field as text: a number without its exponent and empty decimals, a text as it is.

    >>> written(40.0), written(Decimal("40.50")), written("85000.0"), written("1.2e5"), written(None)
    ('40', '40.50', '85000', '120000', '')
    >>> written(" AI \\n tutor "), written(float("nan")), written("None")
    ('AI tutor', '', '')
    """
    if value is None or value != value or isinstance(value, bool):
        return ""
    text = " ".join(str(value).split())
    if re.fullmatch(r"[+-]?\d[\d,]*(?:\.\d*)?(?:[eE][+-]?\d{1,3})?", text):
        number = Decimal(text.replace(",", ""))
        if re.search(r"[eE]", text) and number.adjusted() < 15:
            text = f"{number:f}"
        return re.sub(r"\.0?$", "", text)
    return "" if text.casefold() in LISTS["nothing"] else text


def amount_of(text: str) -> Decimal | None:
    """Return the number of a field that is nothing but a number, else None.

    >>> amount_of("40.00"), amount_of("50,000"), amount_of("40-60"), amount_of("")
    (Decimal('40.00'), Decimal('50000'), None, None)
    """
    try:
        return Decimal(text.replace(",", "").replace(" ", "")) if text else None
    except InvalidOperation:
        return None


def state_pay(
    *, low: object = "", high: object = "", value: object = "", currency: str = "", unit: str = "", fields: str = ""
) -> StatedPay | str:
    """Write structured fields as the line that states them, or say why they state no pay, "" for want of an amount.

    `low`, `high`, `value` are the fields' own numbers or text; `fields` is their provenance for the note. An end of 0
    is a board's way of leaving it out. Nothing is corrected; amounts that no pay is (1 to 1,000,000) are refused.

    >>> state_pay(low="40.00", high=60, currency="usd", unit="HOUR").pay_text
    'USD 40.00 - 60 per hour'
    >>> state_pay(low="0", high="35", currency="EUR", unit="WEEK").pay_text
    'up to EUR 35 per week'
    >>> pay = state_pay(value="$18 an hour", currency="USD", unit="HOUR")
    >>> pay.pay_text, pay.period_context, pay.currency_context
    ('$18 an hour', 'hour', 'USD')
    >>> state_pay(low="0", high="0", currency="USD"), state_pay(low=1, high=1000000)
    ('', 'a placeholder: 1 to 1000000')
    """
    unit, currency = written(unit), written(currency)
    period, money = unit_word(unit), currency_word(currency)
    unread = [f"{name} {text!r} not understood" for name, text, read in
              (("unit", unit, period), ("currency", currency, money)) if text and not read]  # fmt: skip
    note = "; ".join(filter(None, [fields, *unread]))
    each = f" per {period}" if period else ""
    least, most, phrase = (text if is_stated(text) else "" for text in map(written, (low, high, value)))
    if phrase and amount_of(phrase) is None and not NUMERIC.fullmatch(phrase):
        # words beside the number: the phrase is kept whole, unit and currency of the fields stand beside it
        if len(phrase) > MAX_WORDS or not re.search(r"\d", phrase):
            return ""
        if RANGE.fullmatch(phrase):
            return StatedPay(f"{money} {phrase}".strip() + each, note=note)
        return StatedPay(phrase, period, money if money.isalpha() else "", note=note)
    if not (least or most):
        least = most = phrase
    start, end = amount_of(least), amount_of(most)
    if start is not None and end is not None and start > end:
        least, most, start, end = most, least, end, start
    if not (least or most):
        return ""
    if why := placeholder_of(start, end, period):
        return why
    sign = f"{money} " if money and not re.search(r"[$€£₹¥]|[A-Z]{3}", least + most) else ""
    if not least or not most:
        line = f"from {sign}{least}" if least else f"up to {sign}{most}"
    else:
        line = f"{sign}{least}" if start is not None and start == end else f"{sign}{least} - {most}"
    return StatedPay(line + each, note=note)


def is_stated(text: str) -> bool:
    """Tell whether a field states an amount: 0 and a number past twelve digits, before or behind the point, don't.

    >>> is_stated("40.50"), is_stated("1e-999999999999"), is_stated("Infinity"), is_stated("$20")
    (True, False, False, True)
    """
    amount = amount_of(text)
    if amount is None:
        return bool(text)
    return amount.is_finite() and amount > 0 and abs(amount.adjusted()) < 12


def placeholder_of(low: Decimal | None, high: Decimal | None, period: str) -> str:
    """Say why amounts are no pay: boards fill in 1 to 1,000,000, and pages declare YEAR beside an hourly rate.

    >>> placeholder_of(Decimal(1), Decimal(1000000), "year"), placeholder_of(Decimal(20), Decimal(60), "hour")
    ('a placeholder: 1 to 1000000', '')
    >>> placeholder_of(Decimal(20), Decimal(60), "year"), placeholder_of(Decimal(90000), None, "hour")
    ('an hourly amount in a yearly field: 20 to 60', 'a yearly amount in an hourly field: 90000')
    >>> placeholder_of(Decimal("0.12"), None, "hour"), placeholder_of(Decimal("0.01"), Decimal("0.01"), "project")
    ('an amount for a piece of work in an hourly field: 0.12', 'a placeholder: 0.01')
    """
    ends = [end for end in (low, high) if end is not None]
    if not ends:
        return ""
    most, shown = max(ends), " to ".join(dict.fromkeys(f"{end:f}" for end in ends))
    if len(ends) == 2 and most >= 1_000 and most >= 1_000 * max(min(ends), Decimal("0.001")):
        return f"a placeholder: {shown}"
    if set("".join(f"{end:f}" for end in ends)) <= {"9"} and most > 9_999:
        return f"a placeholder: {shown}"
    if period == "year" and most < 500:
        return f"an hourly amount in a yearly field: {shown}"
    if period == "hour" and min(ends) >= 5_000:
        return f"a yearly amount in an hourly field: {shown}"
    if period == "hour" and 0 < most < LEAST_OF_AN_HOUR:
        return f"an amount for a piece of work in an hourly field: {shown}"
    if period == "project" and most == CENT:
        return f"a placeholder: {shown}"
    return ""


def named_unit(*headings: str) -> str:
    """Return the unit that the first heading or column title to name one names; "" for none, or where one names two.

    >>> named_unit("Hourly pay range, Zone 1"), named_unit("NYC", "The annual base"), named_unit("Hourly or annual")
    ('hour', 'year', '')
    >>> named_unit("Pay ($/hr)"), named_unit("min_hourly_rate"), named_unit("annualSalaryMin"), named_unit("Salary")
    ('hour', 'hour', 'year', '')
    """
    for heading in headings:
        units = {str(match.lastgroup) for match in NAMED_UNIT.finditer(re.sub(r"[_-]+", " ", heading))}
        if units:
            return units.pop() if len(units) == 1 else ""
    return ""


def title_currency(title: str) -> str:
    """Return the currency that the title of a pay column names, as a code or a sign.

    >>> title_currency("Pay (USD/hour)"), title_currency("salary_in_usd"), title_currency("Rate €")
    ('USD', 'USD', '€')
    """
    found = TITLE_CURRENCY.search(title) or TITLE_CURRENCY.search(title.upper())
    return next((group.upper() for group in found.groups() if group), "") if found else ""
