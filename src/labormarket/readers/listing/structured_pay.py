"""Structured pay fields (ends, unit, currency) to one pay phrase that states the same, placeholders refused."""

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
        "project": "project projects perproject fixed fixedprice flat flatfee onetime oneoff lumpsum",
        "word": "word words perword",
        "page": "page pages perpage",
        "minute": "minute minutes perminute pt1m",
    }.items()
    for unit in units.split()
}
SIGNS = {"$": "$", "us$": "US$", "usd$": "US$", "€": "EUR", "£": "GBP", "₹": "INR", "¥": "JPY", "dollars": "USD"}
NUMERIC = re.compile(r"[\d.,' \u00a0\u202f]+")
RANGE = re.compile(r"[\d.,' \u00a0\u202f]+(?:-|–|—|to|\s)+[\d.,' \u00a0\u202f]+")
NUMBER = re.compile(r"\d[\d.,' \u00a0\u202f]*")
MAX_WORDS = 400  # characters of a pay field that is text; a longer one is a description and is searched as prose


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


class Placeholder(Exception):
    """Amounts that no pay is, such as "$0 - $0" or 1 to 1,000,000; the message says why."""


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


def written(value: object) -> str:
    """Write the amount of a field as text: a number without its exponent and empty decimals, a text as it is.

    >>> written(40.0), written(Decimal("40.50")), written("85000.0"), written("1.2e5"), written("nan"), written(None)
    ('40', '40.50', '85000', '120000', '', '')
    """
    if value is None or value != value or isinstance(value, bool):
        return ""
    text = " ".join(str(value).split())
    if re.fullmatch(r"[+-]?\d[\d,]*(?:\.\d*)?(?:[eE][+-]?\d{1,3})?", text):
        number = Decimal(text.replace(",", ""))
        if re.search(r"[eE]", text) and number.adjusted() < 15:
            text = f"{number:f}"
        return re.sub(r"\.0?$", "", text)
    return "" if text.casefold() in NOTHING else text


NOTHING = frozenset(
    {"", "nan", "none", "null", "n/a", "na", "<na>", "nat", "undefined", "-", "--", "–", "—", "[]", "{}"}
)


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
    *,
    low: object = "",
    high: object = "",
    value: object = "",
    currency: str = "",
    unit: str = "",
    fields: str = "",
) -> StatedPay | None:
    """Write structured fields as the line that states them, or None where they hold no amount.

    `low`, `high`, `value` are the fields' own numbers or text; `fields` is their provenance for the note. An end of 0
    is a board's way of leaving it out. Nothing is corrected; raises Placeholder for amounts that no pay is.

    >>> state_pay(low="40.00", high=60, currency="usd", unit="HOUR").pay_text
    'USD 40.00 - 60 per hour'
    >>> state_pay(low="0", high="35", currency="EUR", unit="WEEK").pay_text
    'up to EUR 35 per week'
    >>> pay = state_pay(value="$18 an hour", currency="USD", unit="HOUR")
    >>> pay.pay_text, pay.period_context, pay.currency_context
    ('$18 an hour', 'hour', 'USD')
    >>> state_pay(low="0", high="0", currency="USD") is None
    True
    """
    unit, currency = written(unit), written(currency)
    period, money = unit_word(unit), currency_word(currency)
    unread = [f"{name} {text!r} not understood" for name, text, read in
              (("unit", unit, period), ("currency", currency, money)) if text and not read]  # fmt: skip
    note = "; ".join(filter(None, [fields, *unread]))
    ends = [text if is_stated(text) else "" for text in map(written, (low, high, value))]
    least, most, phrase = ends
    if phrase and amount_of(phrase) is None and not NUMERIC.fullmatch(phrase):
        # words beside the number: the phrase is kept whole, unit and currency of the fields stand beside it
        if len(phrase) > MAX_WORDS or not NUMBER.search(phrase):
            return None
        if RANGE.fullmatch(phrase):
            return StatedPay(per(f"{money} {phrase}".strip(), period), note=note)
        return StatedPay(phrase, period, money if money.isalpha() else "", note=note)
    if not (least or most):
        least = most = phrase
    if not (least or most):
        return None
    amounts = amount_of(least), amount_of(most)
    if amounts[0] is not None and amounts[1] is not None and amounts[0] > amounts[1] > 0:
        least, most = most, least
    if why := placeholder_of(amount_of(least), amount_of(most), period):
        raise Placeholder(why)
    sign = f"{money} " if money and not re.search(r"[$€£₹¥]|[A-Z]{3}", least + most) else ""
    if least and most:
        same = amount_of(least) is not None and amount_of(least) == amount_of(most)
        line = f"{sign}{least}" if same else f"{sign}{least} - {most}"
    else:
        line = f"from {sign}{least}" if least else f"up to {sign}{most}"
    return StatedPay(per(line, period), note=note)


def is_stated(text: str) -> bool:
    """Tell whether a field states an amount: 0 and a number past twelve digits don't."""
    amount = amount_of(text)
    if amount is None:
        return bool(text)
    return amount.is_finite() and amount > 0 and amount.adjusted() < 12


def per(phrase: str, period: str) -> str:
    """Add the unit to a phrase."""
    return f"{phrase} per {period}" if period else phrase


LEAST_OF_AN_HOUR = Decimal("0.20")
"""The least that is believed of an hour, in any currency: forms that know hours alone hold cents per sentence."""
CENT = Decimal("0.01")


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


NAMED_UNIT = re.compile(
    r"(?P<hour>hourly|per\s*h(?:ou)?r\b|\ban\s+hour\b|/\s*h(?:ou)?r?\b|\bph\b|stunde)|(?P<day>daily|per\s*day|day\s*rate)"
    r"|(?P<week>weekly|per\s*week)|(?P<month>monthly|per\s*month)"
    r"|(?P<year>annual|yearly|per\s*(?:year|annum)|/\s*(?:yr|year)\b|\bpa$)|(?P<task>per\s*task)",
    re.IGNORECASE,
)


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


CURRENCIES = (
    "USD EUR GBP INR CAD AUD KES JPY PHP BRL HKD SGD CHF CNY RMB MXN ZAR NGN PKR PLN SEK NOK DKK NZD AED KRW TWD THB"
    " VND IDR MYR TRY ILS EGP BDT COP ARS CLP UAH RUB CZK HUF RON"
).split()
"""The currencies that titles of columns name; more of them would be words."""
TITLE_CURRENCY = re.compile(
    rf"(?:^|[^A-Za-z])({'|'.join(CURRENCIES)})(?:$|[^A-Za-z])|([$€£₹])|(Usd|Eur|Gbp|Inr)(?:$|[A-Z_])"
)


def title_currency(title: str) -> str:
    """Return the currency that the title of a pay column names, as a code or a sign.

    >>> title_currency("Pay (USD/hour)"), title_currency("salary_in_usd"), title_currency("Rate €")
    ('USD', 'USD', '€')
    """
    found = TITLE_CURRENCY.search(title) or TITLE_CURRENCY.search(title.upper())
    return next((group.upper() for group in found.groups() if group), "") if found else ""
