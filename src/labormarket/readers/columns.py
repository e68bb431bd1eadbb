"""Column titles that people and boards give to the fields of a statement, and the rows of a table under them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from labormarket.readers.model import MAX_ROWS, RawStatement, Reading, Skipped
from labormarket.readers.place_and_date import country_code
from labormarket.readers.structured_pay import spoken_unit, state_pay, unit_word

# Accepted titles of each field, lower case, letters and digits only; the first match in this order wins.
TITLES = {
    "platform": "platform company companyname employer organization organisation hiringorganization site vendor client"
    " marketplace hiringcompany",
    "profession_raw": "professionraw profession jobtitle title role job position occupation jobname roletitle listing"
    " expertise task taskname project worktype domain specialty field",
    "pay_text": "paytext pay payrate payrange salary salaryrange compensation rate wage wages hourlyrate hourlypay"
    " payperhour ratehour hourlyratexusd salarytext remuneration payout earnings reward payhourly hourlywage ratehr"
    " hourly perhour stundenlohn",
    "low": "paylow paymin minpay salarymin minsalary ratemin minrate payratemin minimum min low minimumpay lowpay from"
    " paymentmin mincompensation compensationmin hourlymin minamount",
    "high": "payhigh paymax maxpay salarymax maxsalary ratemax maxrate payratemax maximum max high maximumpay highpay"
    " to paymentmax maxcompensation compensationmax hourlymax maxamount",
    "unit": "period payperiod interval unit salaryinterval payinterval per ratetype paytype frequency payfrequency"
    " salaryperiod unittext rateunit payunit salarytype",
    "currency": "currency currencycode salarycurrency paycurrency",
    "period_context": "periodcontext",
    "currency_context": "currencycontext",
    "kind": "kind",
    "country": "country location joblocation countrycode region place",
    "source_url": "sourceurl url link joburl applyurl href listingurl source",
    "source_title": "sourcetitle pagetitle",
    "published_on": "publishedon posted postedon postedat dateposted date publishedat published postdate createdat",
    "origin": "origin",
    "confidence": "confidence",
    "note": "note notes",
}
FIELDS = {title: field for field, titles in reversed(TITLES.items()) for title in titles.split()}
PAY_FIELDS = ("pay_text", "low", "high")
KINDS = ("advertised", "reported", "statistic", "policy", "staff_salary")
UNIT_IN_TITLE = re.compile(r"[(\[/].*|\bper\b.*|\b(?:USD|EUR|GBP|INR|CAD|AUD|KES|JPY)\b", re.IGNORECASE)
BARE = re.compile(r"\d[\d.,' \u00a0]*(?:(?:-|–|—|to)\s*\d[\d.,' \u00a0]*)?")
CURRENCY_IN_TITLE = re.compile(r"\b(USD|EUR|GBP|INR|CAD|AUD|KES|JPY|PHP|BRL|NGN|ZAR)\b|([$€£₹])")


def map_columns(header: Sequence[str]) -> dict[str, int]:
    """Map the fields of a statement to the columns of a table by their titles; unknown columns are left alone.

    An exact title beats one that matches only without its unit ("Pay (USD/hour)").

    >>> map_columns(["Job Title", "Company", "Recruiter", "Pay ($/hr)"])
    {'platform': 1, 'profession_raw': 0, 'pay_text': 3}
    """
    found: dict[str, int] = {}
    plain = [re.sub(r"[^a-z0-9]", "", title.lower()) for title in header]
    bare = [re.sub(r"[^a-z0-9]", "", UNIT_IN_TITLE.sub("", title).lower()) for title in header]
    for titles in (plain, bare):
        for field, accepted in TITLES.items():
            for title in accepted.split():
                if field not in found and title in titles and titles.index(title) not in found.values():
                    found[field] = titles.index(title)
    return found


def states_pay(found: dict[str, int]) -> bool:
    """Tell whether the mapped columns make a table of pay: an amount, and a platform or a profession."""
    return any(field in found for field in PAY_FIELDS) and ("profession_raw" in found or "platform" in found)


def read_rows(header: Sequence[str], rows: Iterable[Sequence[str]], *, place: str, url: str = "") -> Reading:
    """Turn the rows of a table with mapped columns into statements; `place` names the table in the skips.

    Only mapped columns are ever read, so a column of recruiters or telephone numbers goes nowhere.
    """
    found = map_columns(header)
    title_unit = {f: spoken_unit(header[found[f]]) or slash_unit(header[found[f]]) for f in PAY_FIELDS if f in found}
    title_currency = {
        f: next((code or {"$": "", "€": "EUR", "£": "GBP", "₹": "INR"}[sign] for code, sign in
                 CURRENCY_IN_TITLE.findall(header[found[f]])), "")
        for f in PAY_FIELDS if f in found
    }  # fmt: skip
    title_sign = {
        f: "".join(found_in[0]) for f in title_currency if (found_in := CURRENCY_IN_TITLE.findall(header[found[f]]))
    }
    statements: list[RawStatement] = []
    skipped: list[Skipped] = []
    for number, row in enumerate(rows, start=2):
        where = f"{place} row {number}"
        if number > MAX_ROWS + 1:
            skipped.append(Skipped(where, f"more than {MAX_ROWS:,} rows: the rest is not read"))
            break
        cells = {field: " ".join(row[at].split()) if at < len(row) else "" for field, at in found.items()}
        if not any(cells.values()):
            continue
        unit = cells.get("unit", "")
        currency = cells.get("currency", "")
        heading = next((f for f in PAY_FIELDS if cells.get(f)), "")
        if BARE.fullmatch(cells.get(heading, "")):  # a number alone: the column's title says of what
            unit, currency = unit or title_unit.get(heading, ""), currency or title_sign.get(heading, "")
        pay = state_pay(
            low=cells.get("low", ""),
            high=cells.get("high", ""),
            value=cells.get("pay_text", ""),
            currency=currency,
            unit=unit,
        )
        if pay is None and cells.get("pay_text"):
            # words without a number ("competitive", "a few dollars an hour") are the reader of pay's to judge
            pay_text, confidence = cells["pay_text"], "high"
            period = money = ""
        elif pay is None:
            skipped.append(Skipped(where, "no amount"))
            continue
        else:
            pay_text, confidence, period, money = pay.pay_text, pay.confidence, pay.period_context, pay.currency_context
        kind = cells.get("kind", "")
        statements.append(
            RawStatement(
                platform=cells.get("platform", ""),
                profession_raw=cells.get("profession_raw", ""),
                pay_text=pay_text,
                period_context=cells.get("period_context") or period or ("" if unit else title_unit.get(heading, "")),
                currency_context=cells.get("currency_context")
                or money
                or ("" if currency else title_currency.get(heading, "")),
                kind=kind if kind in KINDS else "advertised",
                country=country_of(cells.get("country", "")),
                source_url=cells["source_url"] if cells.get("source_url", "").startswith("http") else url,
                source_title=cells.get("source_title", ""),
                published_on=cells.get("published_on", ""),
                origin=cells.get("origin", ""),
                confidence=cells.get("confidence") or confidence,
                note=cells.get("note", ""),
                where=where,
            )
        )
    return Reading(tuple(statements), (), tuple(skipped))


def country_of(text: str) -> str:
    """Return a list of codes as it stands ("US;CA"), else the country that the place names."""
    return text if re.fullmatch(r"[A-Z]{2}(?:;[A-Z]{2})+", text) else country_code(text)


def slash_unit(title: str) -> str:
    """Return the unit after the slash of a column's title ("$/hr", "USD/hour", "rate (h)")."""
    match = re.search(r"[/(]\s*([A-Za-z]+)\s*\)?\s*$", title)
    return unit_word(match[1]) if match else ""
