"""Structured pay fields to the one line that states the same: amounts as written, unit and currency in words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

# Words for the unit of a structured field, as boards and schema.org write and miswrite them.
# Key: letters and digits only, lower case. Value: the unit as the pay text says it.
UNITS = {
    unit: spoken
    for spoken, units in {
        "hour": "hour hours hourly hr hrs h hur perhour perhr 1hour perhourwage hourlywage hourlyrate ph pth pt1h"
        " stunde std stundenlohn heure hora uur ora timme houry hourl hoour houly",
        "day": "day days daily d perday 1day perdaywage dayrate pd p1d tag jour dia dag dailyrate",
        "week": "week weeks weekly wk wee perweek 1week perweeksalary perweekwage pw p1w p7d woche semaine semana",
        "month": "month months monthly mo mon mth permonth 1month permonthsalary pm p1m monat mois mes maand mounth"
        " montly monthy montlhy pcm",
        "year": "year years yearly yr yrs y ann annum annual annually annualy anual anually peryear perannum 1year"
        " peryearsalary annualsalary pa p1y jahr an annee ano jaar yeary yealy",
        "task": "task tasks pertask piece perpiece item unit pertaskrate",
        "project": "project projects perproject fixed fixedprice flat flatfee",
        "word": "word words perword",
        "page": "page pages perpage",
        "minute": "minute minutes perminute pt1m",
    }.items()
    for unit in units.split()
}
SIGNS = {"$": "$", "us$": "US$", "usd$": "US$", "€": "EUR", "£": "GBP", "₹": "INR", "¥": "JPY", "dollars": "USD"}
NUMBER = re.compile(r"\d[\d.,' \u00a0\u202f]*")
MAX_WORDS = 120  # characters of a pay field that is text; a longer one is a description and is searched as prose


@dataclass(frozen=True)
class StatedPay:
    """A structured field as text: the phrase, the unit and currency beside it, and where each piece came from."""

    pay_text: str
    period_context: str = ""
    currency_context: str = ""
    confidence: str = "high"
    note: str = ""


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
    if re.fullmatch(r"[A-Za-z]{3,4}", currency) and currency.upper() not in {"NONE", "NULL", "N/A"}:
        return currency.upper()
    return SIGNS.get(currency.lower(), "")


def amount_of(written: str) -> Decimal | None:
    """Return the number of a field that is nothing but a number, else None.

    >>> amount_of("40.00"), amount_of("50,000"), amount_of("40-60"), amount_of("")
    (Decimal('40.00'), Decimal('50000'), None, None)
    """
    try:
        return Decimal(written.replace(",", "").replace(" ", "")) if written else None
    except InvalidOperation:
        return None


def state_pay(
    *, low: str = "", high: str = "", value: str = "", currency: str = "", unit: str = "", fields: str = ""
) -> StatedPay | None:
    """Write structured fields as the line that states them, or None where they hold no amount.

    `low`, `high`, `value` are the fields' own text; `fields` is their provenance for the note. An end of 0 is a board's
    way of leaving it out. Nothing is corrected: an hourly-looking amount with a yearly unit stays and is marked low.

    >>> state_pay(low="40.00", high="60", currency="usd", unit="HOUR").pay_text
    'USD 40.00 - 60 per hour'
    >>> state_pay(low="0", high="35", currency="EUR", unit="WEEK").pay_text
    'up to EUR 35 per week'
    >>> state_pay(value="$18 an hour", currency="USD", unit="HOUR")
    StatedPay(pay_text='$18 an hour', period_context='hour', currency_context='USD', confidence='high', note='')
    >>> state_pay(low="0", high="0", currency="USD") is None
    True
    """
    period, money = unit_word(unit), currency_word(currency)
    unread = [f"{name} {text!r} not understood" for name, text, read in
              (("unit", unit, period), ("currency", currency, money)) if text and not read]  # fmt: skip
    low, high, value = (text if is_stated(text) else "" for text in (low, high, value))
    if value and amount_of(value) is None and not re.fullmatch(r"[\d.,' \u00a0\u202f]+", value):
        # words beside the number: the phrase is kept whole, unit and currency of the fields stand beside it
        if len(value) > MAX_WORDS or not NUMBER.search(value):
            return None
        if re.fullmatch(r"[\d.,' \u00a0\u202f]+(?:-|–|—|to|\s)+[\d.,' \u00a0\u202f]+", value):
            phrase = per(f"{money} {value}".strip(), period)
            return StatedPay(phrase, note="; ".join(filter(None, [fields, *unread])))
        code = money if money.isalpha() else ""
        return StatedPay(value, period, code, note="; ".join(filter(None, [fields, *unread])))
    if not (low or high):
        low = high = value
    if not (low or high):
        return None
    amount = f"{money} " if money else ""
    if low and high:
        phrase = f"{amount}{low}" if amount_of(low) == amount_of(high) else f"{amount}{low} - {high}"
    else:
        phrase = f"from {amount}{low}" if low else f"up to {amount}{high}"
    doubt = doubt_of(amount_of(high or low), period)
    note = "; ".join(filter(None, [fields, *unread, doubt]))
    return StatedPay(per(phrase, period), confidence="low" if doubt else "high", note=note)


def is_stated(written: str) -> bool:
    """Tell whether a field states an amount: 0 and a number past twelve digits don't."""
    amount = amount_of(written)
    if amount is None:
        return bool(written)
    return amount.is_finite() and amount > 0 and amount.adjusted() < 12


def per(phrase: str, period: str) -> str:
    """Add the unit to a phrase."""
    return f"{phrase} per {period}" if period else phrase


def doubt_of(amount: Decimal | None, period: str) -> str:
    """Say what is odd about an amount and its unit: pages often declare YEAR beside an hourly rate, or the reverse."""
    if amount is not None and period == "year" and amount < 500:
        return "doubtful: so small a yearly amount is likely an hourly one under a wrong unit"
    if amount is not None and period == "hour" and amount >= 10_000:
        return "doubtful: so large an hourly amount is likely a yearly one under a wrong unit"
    return ""


SPOKEN_UNIT = re.compile(
    r"(?P<hour>\bhourly\b|\b(?:per|an|/)\s*h(?:ou)?r\b|/\s*h(?:ou)?r\b)"
    r"|(?P<day>\bdaily\b|\bper\s+day\b)|(?P<week>\bweekly\b|\bper\s+week\b)"
    r"|(?P<month>\bmonthly\b|\bper\s+month\b)"
    r"|(?P<year>\bannual(?:ly|i[sz]ed)?\b|\byearly\b|\bper\s+(?:year|annum)\b)",
    re.IGNORECASE,
)


def spoken_unit(*headings: str) -> str:
    """Return the unit that the first heading to name one names; empty where none does, or where one names two.

    >>> spoken_unit("Hourly pay range, Zone 1"), spoken_unit("NYC", "The annual base"), spoken_unit("Hourly or annual")
    ('hour', 'year', '')
    """
    for heading in headings:
        units = {str(match.lastgroup) for match in SPOKEN_UNIT.finditer(heading)}
        if units:
            return units.pop() if len(units) == 1 else ""
    return ""
