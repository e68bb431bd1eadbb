"""Place names to the country whose workers a listing is for: gazetteer lookup, from names of countries to cities."""

from __future__ import annotations

import csv
import re
from functools import cache, lru_cache
from importlib import resources

from labormarket.sources.countries import country_codes, plain_place

PREFIXED = re.compile(r"^([A-Z]{2})-(?=[A-Z])")
WORLDWIDE = re.compile(
    r"\b(?:WW|world\s?-?wide|anywhere|global(?:ly)?|international(?:ly)?|any(?:\s+(?:country|location))?"
    r"|all\s+countries|everywhere)\b",
    re.IGNORECASE,
)
# What says how, not where: taken off a piece of a place before it is looked up.
HOW = re.compile(
    r"(?i:\b(?:100%|fully|remote(?:ly)?|hybrid|on-?\s?site|in[- ]person|home[- ]?(?:office|based)"
    r"|work(?:ing)?[- ]from[- ](?:home|anywhere)|wfh|telecommute"
    r"|virtual|only|based|residents?|citizens?|candidates?|applicants?|(?:multiple|various)\s+locations?"
    r"|metro(?:politan)?(?:\s+area)?|greater|area|region"
    r"|nationwide|office|headquarters|hq|main|anywhere\s+in|must\s+(?:be|reside)\s+in|located\s+in|eligible"
    r"|location|tele|temporarily|optional|friendly|dnu)\b)"
    r"|(?<![A-Za-z])(?:[Ii]n|[Tt]he|[Ff]rom|[Ww]ithin|[Aa]cross)(?![A-Za-z])|\d+%?"  # "IN" is Indiana, or India
)
ALTERNATIVES = re.compile(r"\s*(?:[;|•·\n\r]|\s/\s|(?<=[a-z])/(?=[A-Z])|\bor\b|\band\b|&|\+|(?<![,\s])\s+OR\s+)\s*")
PIECES = re.compile(r"\s*[,()\[\]:>]\s*|\s+[-–—]\s*|\s*[-–—]\s+")
MOST_CHARACTERS = 2_000  # of one place cell; a longer one is a description


@cache
def gazetteer() -> dict[str, dict[str, str]]:
    """Kind (country, code, region, state, city) -> plain name -> ISO 3166 code, from places.csv and CLDR."""
    countries = dict(country_codes())
    codes = {code.lower(): code for code in countries.values()}
    held: dict[str, dict[str, str]] = {"country": countries, "code": codes, "region": {}, "state": {}, "city": {}}
    with resources.files(__package__).joinpath("places.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            held[row["kind"]][row["name"].casefold()] = row["country"]
    held["code"]["uk"] = "GB"
    return held


@lru_cache(maxsize=50_000)
def country_of_place(text: str) -> tuple[str, str]:
    """Return the ISO 3166 code of a place and a note; several countries give no code and their list as the note.

    "Worldwide" where the place says so; empty where it names no country.

    >>> country_of_place("World Wide - Remote"), country_of_place("Home Office - United States")
    (('Worldwide', ''), ('US', ''))
    >>> country_of_place("Portland, ME"), country_of_place("Bangalore, Karnataka, IN"), country_of_place("Remote")
    (('US', ''), ('IN', ''), ('', ''))
    >>> country_of_place("Remote - Canada, India")
    ('', 'countries: CA, IN')
    """
    text = " ".join(text[:MOST_CHARACTERS].replace("\xa0", " ").split())
    if not text:
        return "", ""
    if code := whole_name(text):
        return code, ""
    codes: dict[str, None] = {}
    for alternative in ALTERNATIVES.split(text):
        codes |= dict.fromkeys(countries_in(alternative))
    if len(codes) == 1:
        return next(iter(codes)), ""
    if codes:
        return "", f"countries: {', '.join(sorted(codes)[:40])}"
    return ("Worldwide", "") if WORLDWIDE.search(text) else ("", "")


def whole_name(text: str) -> str:
    """Return the code of a text that is nothing but a country's name or code.

    >>> whole_name("Korea, Republic of"), whole_name("us"), whole_name("Remote")
    ('KR', 'US', '')
    """
    held, key = gazetteer(), plain_place(text)
    if key == "na":  # North America, or a program's word for nothing, more often than Namibia
        return ""
    return held["country"].get(key, "") or held["code"].get(key, "")


def countries_in(text: str) -> list[str]:
    """Return the countries that one place names: the country's name, else its state's or city's country.

    >>> countries_in("Lebanon, NH"), countries_in("Atlanta, Georgia, United States")
    (['US'], ['US'])
    >>> countries_in("SG - Singapore - Cecil")
    ['SG']
    """
    held = gazetteer()
    pieces = [
        cleaned for piece in PIECES.split(text) if (cleaned := " ".join(HOW.sub(" ", piece).split()).strip(" .-–—/*"))
    ]
    if not pieces:
        return []
    if code := whole_name(", ".join(pieces)):  # "Congo, Democratic Republic of the" behind "Remote -"
        return [code]
    prefixed = {held["code"].get(match[1].lower(), "") for piece in pieces if (match := PREFIXED.match(piece))}
    if prefixed - {""}:  # "US-Remote, US-New York"
        return sorted(prefixed - {""})
    last = pieces[-1]
    if re.fullmatch(r"[A-Z]{3}", last) and last.lower() in held["code"]:  # "Berlin, DEU"
        return [held["code"][last.lower()]]
    if len(pieces) > 1 and re.fullmatch(r"[A-Z]{2}", last):
        return [code for code in [code_after_comma(pieces)] if code]
    keys = [plain_place(piece) for piece in pieces]
    named = [held["country"][key] for key in keys if key in held["country"]]
    if keys[-1] in held["region"] and keys[-1] not in held["country"] and len(named) < 2:
        return [held["region"][keys[-1]]]
    if keys[-1] in held["country"] and keys[-2:-1] == ["georgia"]:  # a state before its country
        return [held["country"][keys[-1]]]
    if named:
        return list(dict.fromkeys(named))
    if re.fullmatch(r"[A-Z]{2,3}", pieces[0]) and (code := whole_name(pieces[0])):  # "US - Home Office", "USA"
        return [code]
    for kind in ("region", "city"):
        found = [held[kind][key] for key in reversed(keys) if key in held[kind]]
        if found and (kind == "region" or len(found) < len(keys)):
            return found[:1]
        if found:  # nothing but cities: "London, Dublin"
            return list(dict.fromkeys(found))
    if len(pieces) == 1 and (within := country_within(keys[0])):
        return [within]
    return []


def code_after_comma(pieces: list[str]) -> str:
    """Read the two capitals at the end of a place: a country behind its own city or region, else a state if it is one.

    >>> code_after_comma(["San Jose", "CA"]), code_after_comma(["Toronto", "ON", "CA"])
    ('US', 'CA')
    >>> code_after_comma(["Munich", "DE"])
    'DE'
    """
    held, code = gazetteer(), pieces[-1].lower()
    before = plain_place(pieces[-2])
    country = held["code"].get(code, "")
    if len(pieces) > 2 and country and (before in held["state"] or held["region"].get(before) == country):
        return country
    state = held["state"].get(code, "")
    where = held["city"].get(before) or held["region"].get(before)
    if state and not (country and where == country):
        return state
    return country


def country_within(key: str) -> str:
    """Return the one country that a phrase names among other words: "usa wide", "candidates from kenya"."""
    names = gazetteer()["country"]
    words = key.split()
    found = {
        names[phrase]
        for at in range(len(words))
        for length in range(1, 5)
        if (phrase := " ".join(words[at : at + length])) in names
    }
    return found.pop() if len(found) == 1 and len(words) <= 8 else ""


def country_of_cells(cells: tuple[str | None, ...]) -> tuple[str, str]:
    """Return the country and the note of a listing's place columns: the first that names one country speaks.

    >>> country_of_cells(("United States of America", "CALIFORNIA"))
    ('US', '')
    >>> country_of_cells(("Remote", "Remote - Kenya"))
    ('KE', '')
    """
    answers = [country_of_place(cell) for cell in cells if cell]
    named = (answer for answer in answers if answer[0] not in ("", "Worldwide"))
    return next(named, next((answer for answer in answers if any(answer)), ("", "")))


# A listing without a place may say in its text for whom it is open; a range for the candidates of one country says
# nothing of who may apply, and isn't among these.
OPEN_TO = re.compile(
    r"(?:\bopen\s+(?:only\s+)?to|\bmust\s+be|\bonly\s+(?:for|accept)"
    r"|\blimited\s+to)\s+([A-Z][\w.]*(?:\s[A-Z][\w.]*){0,2}?)-based\b"
    r"|\b(?:must|should|need\s+to)\s+(?:currently\s+)?(?:be\s+)?(?:legally\s+)?(?:based|located|residing|living"
    r"|reside|live"
    r"|(?:authorized|authorised|eligible)\s+to\s+work)\s+in\s+(?:the\s+)?([A-Z][\w.]*(?:\s(?:of\s)?[A-Z][\w.]*){0,3})"
    r"|\b([A-Z][\w.]*(?:\s[A-Z][\w.]*){0,2})\s+(?:residents|citizens)\s+only\b"
    r"|\bopen\s+(?:only\s+)?to\s+(?:candidates|applicants|residents|people)\s+(?:in|of"
    r"|from)\s+(?:the\s+)?([A-Z][\w.]*(?:\s[A-Z][\w.]*){0,2})"
)
MOST_TEXT = 20_000  # characters of a description that are searched for a place


def country_of_text(text: str) -> str:
    """Return the one country whose people a description says it is open to, "" for none or several.

    >>> country_of_text("This program is open to U.S.-based students."), country_of_text("You must reside in Kenya.")
    ('US', 'KE')
    >>> country_of_text("The range for United States-based candidates is $15.")
    ''
    """
    names = {name for match in OPEN_TO.finditer(text[:MOST_TEXT]) for name in match.groups() if name}
    codes = {whole_name(name) for name in names} - {""}
    return codes.pop() if len(codes) == 1 else ""
